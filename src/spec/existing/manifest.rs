//! `dockseal.json` of an earlier run, read by its own text: what is not known here is kept as it was written.
//!
//! Format 2 says what was asked for under `setup`, and of each certificate that was ever issued what became of it. Format 1 says the first under
//! `draft`, and has only the certificates of its own run, without their PEM.

use std::ops::Range;

use super::json;
use crate::spec::order::TrustKind;

/// What a `dockseal.json` says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Manifest {
    /// What was asked for: the fields of the form and their values.
    pub setup: Vec<(String, String)>,
    /// Every certificate, in the order of the file.
    pub certificates: Vec<Recorded>,
    /// Whom daemons let in; `None` as long as it always was whomever the authority has signed.
    pub trust: Option<RecordedTrust>,
    /// The other members, as written: the key between its quotes, and the value.
    pub others: Vec<(String, String)>,
}

/// What it says of a certificate.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Recorded {
    /// As written: the key between its quotes, and the value.
    members: Vec<(String, String)>,
}

/// Whom daemons let in, by the last run that has changed it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecordedTrust {
    /// How many times it has changed.
    pub count: u32,
    /// When it changed last: RFC 3339.
    pub changed_at: String,
    /// A list of clients, or the authority again.
    pub kind: TrustKind,
    /// The certificate that stands for the authority on the list, in PEM.
    pub blocker: String,
}

impl RecordedTrust {
    fn read(object: &str) -> Result<Self, Unreadable> {
        let members = Recorded { members: members(object)? };
        let text = |key: &str| members.text(key).ok_or(Unreadable::Damaged);
        let count = members.written("count").and_then(|count| count.parse().ok()).ok_or(Unreadable::Damaged)?;
        let kind = TrustKind::from_name(&text("kind")?).ok_or(Unreadable::Damaged)?;
        Ok(Self { count, changed_at: text("changedAt")?, kind, blocker: text("blocker").unwrap_or_default() })
    }
}

/// Why a text is no manifest that can be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unreadable {
    /// Not JSON, or not what this program writes.
    Damaged,
    /// A later version has written it.
    Newer,
}

/// What became of a certificate.
pub const STATE: &str = "state";
/// It was followed by another one for the same host or client.
pub const REPLACED: &str = "replaced";
/// The client that it belongs to was shut out.
pub const REMOVED: &str = "removed";
/// When that was: RFC 3339.
pub const REMOVED_AT: &str = "removedAt";
/// When the client was let in again: RFC 3339.
pub const RESTORED_AT: &str = "restoredAt";
/// The state of a certificate that nothing has replaced. Whether its time is over, its dates say.
pub const VALID: &str = "valid";
/// Who has the key of a certificate.
pub const KEY: &str = "key";
/// Whoever has asked for the certificate. Without a word about it, the key was made together with the certificate.
pub const OF_REQUEST: &str = "request";
/// When it was replaced: RFC 3339.
pub const REPLACED_AT: &str = "replacedAt";

impl Manifest {
    /// The number of the format that is written.
    pub const FORMAT: u32 = 2;

    /// Reads any format up to that one.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let text = text.trim_start_matches('\u{feff}');
        let object = json::read(text).map_err(|_| Unreadable::Damaged)?;
        let mut read = Self::default();
        let mut format = None;
        for member in object.members {
            let value = &text[member.value];
            match member.key.text.as_str() {
                "format" => format = value.parse::<u32>().ok(),
                "draft" | "setup" => {
                    read.setup = members(value)?.into_iter().filter_map(|(key, value)| Some((key, string(&value)?))).collect()
                }
                "certificates" => {
                    // A thousand certificates are a megabyte: all of it is read once.
                    if member.kind != json::kind::ARRAY || member.items & !json::kind::OBJECT != 0 {
                        return Err(Unreadable::Damaged);
                    }
                    let written = |(key, place): (String, Range<usize>)| (key, text[place].to_owned());
                    let entry = |members: Vec<_>| Recorded { members: members.into_iter().map(written).collect() };
                    read.certificates = member.objects.into_iter().map(entry).collect();
                }
                "trust" => read.trust = Some(RecordedTrust::read(value)?),
                "dockseal" => {}
                _ => read.others.push((member.key.text, value.to_owned())),
            }
        }
        match format {
            None | Some(0) => Err(Unreadable::Damaged),
            Some(1..=Self::FORMAT) => Ok(read),
            Some(_) => Err(Unreadable::Newer),
        }
    }
}

impl Recorded {
    /// An entry of these members, each with its value as JSON.
    pub fn of(members: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self { members: members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect() }
    }

    /// What a member says that is a string.
    pub fn text(&self, key: &str) -> Option<String> {
        string(self.written(key)?)
    }

    /// Whether there is such a member.
    pub fn has(&self, key: &str) -> bool {
        self.written(key).is_some()
    }

    /// What a member says that is an array of strings.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let Some(value) = self.written(key) else { return Vec::new() };
        json::items(value).unwrap_or_default().into_iter().filter_map(|place| string(&value[place])).collect()
    }

    /// Whether nothing has replaced it.
    pub fn is_current(&self) -> bool {
        self.text(STATE).is_none_or(|state| state == VALID)
    }

    /// Whether the client that it belongs to was shut out.
    pub fn is_removed(&self) -> bool {
        self.text(STATE).is_some_and(|state| state == REMOVED)
    }

    /// The members as written.
    pub fn members(&self) -> &[(String, String)] {
        &self.members
    }

    /// The same entry with another value, which is JSON.
    pub fn with(mut self, key: &str, value: String) -> Self {
        match self.members.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => self.members.push((key.to_owned(), value)),
        }
        self
    }

    fn written(&self, key: &str) -> Option<&str> {
        self.members.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

fn members(object: &str) -> Result<Vec<(String, String)>, Unreadable> {
    let read = json::read(object).map_err(|_| Unreadable::Damaged)?;
    Ok(read.members.into_iter().map(|member| (member.key.text, object[member.value].to_owned())).collect())
}

fn string(value: &str) -> Option<String> {
    Some(json::unescaped(value.strip_prefix('"')?.strip_suffix('"')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_with_every_escape() {
        let text = r#"{ "format": 1, "draft": { "a": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 \ud83d 中😀" } }"#;
        let read = Manifest::read(text).expect("a manifest");
        assert_eq!(read.setup, [("a".to_owned(), "\"\\/\u{8}\u{c}\n\r\té😀 \u{fffd} 中😀".to_owned())]);
    }

    #[test]
    fn what_is_unknown_is_kept_as_it_was_written() {
        let text = "{ \"format\": 2, \"mine\": { \"a\": [1.50, 2] }, \"certificates\": [{ \"name\": \"a\", \"owner\" : 1e3 }, {}] }";
        let read = Manifest::read(text).expect("a manifest");
        assert_eq!(read.others, [("mine".to_owned(), "{ \"a\": [1.50, 2] }".to_owned())]);
        assert_eq!(read.certificates.len(), 2);
        assert_eq!(read.certificates[0].members()[1], ("owner".to_owned(), "1e3".to_owned()));
        assert_eq!(read.certificates[0].text("owner"), None);
        let entry = read.certificates[0].clone().with(STATE, "\"replaced\"".into());
        assert!(read.certificates[0].is_current() && !entry.is_current());
    }

    #[test]
    fn what_is_no_manifest_or_a_later_one_says_so() {
        for text in
            ["", "[]", "{}", "{ \"format\": 0 }", "{ \"format\": \"2\" }", "{ \"format\": 2, \"certificates\": {} }", "{ \"format\": 2,"]
        {
            assert_eq!(Manifest::read(text), Err(Unreadable::Damaged), "{text}");
        }
        assert_eq!(Manifest::read("{ \"format\": 3 }"), Err(Unreadable::Newer));
    }
}
