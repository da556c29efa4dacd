//! What certificates call their owners: clients by a name, the authority by the parts of a distinguished name.

use super::reading::{is_invisible, is_plain, place_of, refuse_odd_characters};
use crate::{
    named::spelt,
    problem::{Code, Fault},
};

/// A client's common name: ASCII letters, digits, `.`, `_`, `-`, `+`, `@`, with a letter or digit in front.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientName(String);

impl ClientName {
    /// `ub-common-name` (RFC 5280, appendix A.1).
    pub const MAX: usize = 64;

    /// Reads what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if let Some(name) = common_name(text) {
            return Err(Fault::with_hint(Code::ClientIsDistinguishedName, Self::near(name)));
        }
        refuse_odd_characters(text)?;
        if !is_plain(text, "._-+@") || !text.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            Err(Fault::with_hint(Code::ClientBadName, Self::near(text)))
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::ClientTooLong, Self::MAX.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Whether a text is a distinguished name, whose commas separate no clients.
    pub(crate) fn is_in_distinguished_name(text: &str) -> bool {
        common_name(text).is_some()
    }

    /// What somebody may have meant who has typed what cannot be a name.
    fn near(text: &str) -> String {
        let letters = text.chars().take(10 * Self::MAX).filter(|c| !matches!(c, '\'' | '’')).collect::<String>();
        let words = letters.split(|c: char| !(c.is_ascii_alphanumeric() || "._-+@".contains(c))).filter(|word| !word.is_empty());
        let mut name = words.collect::<Vec<_>>().join("-");
        name.truncate(Self::MAX - "client-".len());
        let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        match name {
            "" => "client-1".into(),
            // A number is what is left of a name in other letters.
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => format!("client-{number}"),
            name => name.into(),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many octets its certificate adds to the names that a daemon with a list asks for: a length of two, and the subject (RFC 8446, section
    /// 4.2.4), which is the common name in a sequence in a set in a sequence (RFC 5280, section 4.1.2.4).
    pub(crate) fn octets_on_list(&self) -> usize {
        const AROUND: usize = 15;
        AROUND + self.0.len()
    }
}

/// The CN of `CN=alice,OU=ops`, `/O=Example/CN=alice` or openssl's `subject=CN = alice`; nothing where the text is no distinguished name, and
/// an empty one where it has no CN.
fn common_name(text: &str) -> Option<&str> {
    const ATTRIBUTES: [&str; 11] = ["cn", "o", "ou", "c", "st", "l", "dc", "uid", "emailaddress", "serialnumber", "subject"];
    let mut is_first = true;
    let mut name = "";
    for part in text.strip_prefix("subject=").unwrap_or(text).split([',', '/', '+', ';']).filter(|part| !part.trim().is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            if is_first {
                return None;
            } else {
                continue;
            };
        };
        let key = key.trim().to_ascii_lowercase();
        if is_first && !ATTRIBUTES.contains(&key.as_str()) {
            return None;
        }
        is_first = false;
        if key == "cn" {
            name = value.trim();
        }
    }
    (!is_first).then_some(name)
}

/// Free text of a distinguished name: no control character, no invisible direction mark.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FreeText(String);

impl FreeText {
    pub(crate) fn parse(text: &str, max: usize) -> Result<Self, Fault> {
        if let Some(place) = place_of(text, |c| c.is_control() || is_invisible(c)) {
            Err(Fault::with_hint(Code::CharacterUnseen, place))
        } else if text.chars().count() > max {
            Err(Fault::with_hint(Code::TextTooLong, max.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two letters in upper case (ISO 3166-1 alpha-2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Country(String);

impl Country {
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(Code::CountryNotTwoLetters.into())
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address in printable ASCII.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Email(String);

impl Email {
    /// `ub-emailaddress-length` (RFC 5280, appendix A.1).
    const MAX: usize = 255;

    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let (local, domain) = text.rsplit_once('@').ok_or(Code::EmailBad)?;
        if local.is_empty() || domain.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Err(Code::EmailBad.into())
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::TextTooLong, Self::MAX.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

spelt!(ClientName, |name: &ClientName| name.0.clone(), |text| ClientName::parse(text).ok());
spelt!(FreeText, |free: &FreeText| free.0.clone(), |text| FreeText::parse(text, usize::MAX).ok());
spelt!(Country, |country: &Country| country.0.clone(), |text| Country::parse(text).ok());
spelt!(Email, |email: &Email| email.0.clone(), |text| Email::parse(text).ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_clients_name_is_answered_with_one() {
        for (text, near) in [
            ("alice smith", "alice-smith"),
            ("https://x/", "https-x"),
            ("-ci", "ci"),
            ("张三", "client-1"),
            ("a;b", "a-b"),
            ("_@_", "client-1"),
        ] {
            let fault = ClientName::parse(text).expect_err(text);
            assert_eq!((fault.code, fault.hint.as_deref()), (Code::ClientBadName, Some(near)), "{text}");
            assert!(ClientName::parse(near).is_ok(), "{near}");
        }
        for text in ["Alice@x", "ci+1", "a"] {
            assert_eq!(ClientName::parse(text).expect(text).as_str(), text);
        }
    }
}
