//! What a certificate says beside its key, its time and its serial number.

use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyUsagePurpose, SanType,
    SerialNumber,
    string::{Ia5String, PrintableString},
};

use super::{IssueError, Period, SERIAL_OCTETS, key_identifier};
use crate::spec::Host;

/// One for each kind of certificate.
pub(super) struct Profile {
    pub subject: Subject,
    pub basic_constraints: IsCa,
    pub key_usage: Vec<KeyUsagePurpose>,
    pub extended_key_usage: Vec<ExtendedKeyUsagePurpose>,
    pub names: Vec<Host>,
}

impl Profile {
    pub(super) fn params(&self, public_key: &[u8], period: Period, serial: &[u8; SERIAL_OCTETS]) -> Result<CertificateParams, IssueError> {
        let mut params = CertificateParams::default();
        params.not_before = period.not_before.date_time();
        params.not_after = period.not_after.date_time();
        params.serial_number = Some(SerialNumber::from_slice(serial));
        params.subject_alt_names = self.names.iter().map(san).collect::<Result<_, _>>()?;
        params.distinguished_name = self.subject.to_distinguished_name()?;
        params.is_ca = self.basic_constraints;
        params.key_usages.clone_from(&self.key_usage);
        params.extended_key_usages.clone_from(&self.extended_key_usage);
        // Python 3.13 and everything under OpenSSL's -x509_strict want it in leaves.
        params.use_authority_key_identifier_extension = true;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(public_key));
        Ok(params)
    }
}

pub(super) fn san(host: &Host) -> Result<SanType, rcgen::Error> {
    Ok(match host {
        Host::Dns(name) => SanType::DnsName(Ia5String::try_from(name.as_str())?),
        Host::Address(address) => SanType::IpAddress(*address),
    })
}

/// A distinguished name, the most general part first.
pub(super) struct Subject(pub Vec<(Attribute, String)>);

#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Attribute {
    Country,
    State,
    Locality,
    Organization,
    OrganizationalUnit,
    CommonName,
    Email,
}

impl Attribute {
    fn keyword(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::State => "ST",
            Self::Locality => "L",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::CommonName => "CN",
            Self::Email => "emailAddress",
        }
    }

    fn dn_type(self) -> DnType {
        match self {
            Self::Country => DnType::CountryName,
            Self::State => DnType::StateOrProvinceName,
            Self::Locality => DnType::LocalityName,
            Self::Organization => DnType::OrganizationName,
            Self::OrganizationalUnit => DnType::OrganizationalUnitName,
            Self::CommonName => DnType::CommonName,
            // RFC 2985, section 5.2.1
            Self::Email => DnType::CustomDnType(vec![1, 2, 840, 113549, 1, 9, 1]),
        }
    }
}

impl Subject {
    pub fn of_common_name(name: &str) -> Self {
        Self(vec![(Attribute::CommonName, name.to_owned())])
    }

    pub fn common_name(&self) -> &str {
        self.0.iter().find(|(attribute, _)| *attribute == Attribute::CommonName).map(|(_, name)| name.as_str()).unwrap_or_default()
    }

    pub(super) fn to_distinguished_name(&self) -> Result<DistinguishedName, rcgen::Error> {
        let mut name = DistinguishedName::new();
        for (attribute, value) in &self.0 {
            // RFC 5280, appendix A.1: these two have types of their own.
            let value = match attribute {
                Attribute::Country => DnValue::PrintableString(PrintableString::try_from(value.as_str())?),
                Attribute::Email => DnValue::Ia5String(Ia5String::try_from(value.as_str())?),
                Attribute::State
                | Attribute::Locality
                | Attribute::Organization
                | Attribute::OrganizationalUnit
                | Attribute::CommonName => DnValue::Utf8String(value.clone()),
            };
            name.push(attribute.dn_type(), value);
        }
        Ok(name)
    }
}

/// RFC 4514: the most special part first.
impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (attribute, value)) in self.0.iter().rev().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}={}", attribute.keyword(), escaped(value))?;
        }
        Ok(())
    }
}

/// A value as it stands in such a string.
pub(super) fn escaped(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut text = String::with_capacity(value.len());
    for (place, c) in value.chars().enumerate() {
        let at_edge = (c == ' ' && (place == 0 || place == last)) || (c == '#' && place == 0);
        if at_edge || matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_escaped_as_in_rfc_4514() {
        let subject = Subject(vec![(Attribute::Organization, "#1 \"a\" + b, c;<d>\\ ".into()), (Attribute::CommonName, "x".into())]);
        assert_eq!(subject.to_string(), r#"CN=x,O=\#1 \"a\" \+ b\, c\;\<d\>\\\ "#);
    }
}
