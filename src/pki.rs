//! Certificates: an authority, one for each daemon, one for each client.
//!
//! The profile of each kind is a file of its own, `authority`, `server` and `client`, to be read from top to bottom.

mod authority;
mod server;
mod client;

use pkcs8::LineEnding;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyUsagePurpose, SanType,
    SerialNumber,
    string::{Ia5String, PrintableString},
};
use ring::digest::{SHA256, digest};
use time::{Duration, OffsetDateTime};

use crate::{
    certain,
    key::{Derivation, Encryption, KeyError, PrivateKey, Signer, random},
    spec::{Host, Passphrase, Spec, Validity},
};

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(pub u64);

impl UnixTime {
    /// RFC 3339, in UTC.
    pub fn to_rfc3339(self) -> String {
        let at = self.date_time();
        let (date, time) = (at.date(), at.time());
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    pub(crate) fn date_time(self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH.saturating_add(Duration::seconds(self.0.cast_signed()))
    }
}

/// How far the start of validity lies before the time of issue, for machines whose clocks are behind.
pub const BACKDATED_SECONDS: u64 = 60 * 60;

const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Why nothing could be issued. None of it is a reader's typo.
#[derive(Debug)]
pub enum IssueError {
    /// A key cannot be used.
    Key(KeyError),
    /// Not as many keys as [`Spec::key_count`] says.
    KeyCount,
    /// Not the kind of key that was asked for.
    OtherKey,
    /// There is a passphrase, and nothing was derived from it.
    NotDerived,
    /// rcgen refuses what a `Spec` should not be able to say. Its own text would be kilobytes of wasm.
    Encoding,
}

impl std::fmt::Display for IssueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::KeyCount => f.write_str("not as many keys as certificates"),
            Self::OtherKey => f.write_str("not the kind of key that was asked for"),
            Self::NotDerived => f.write_str("nothing is derived from the passphrase"),
            Self::Encoding => f.write_str("a certificate cannot be encoded"),
        }
    }
}

impl std::error::Error for IssueError {}

impl From<KeyError> for IssueError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<rcgen::Error> for IssueError {
    fn from(_: rcgen::Error) -> Self {
        Self::Encoding
    }
}

/// A certificate with its key.
#[derive(Debug)]
pub struct Issued {
    /// Its private key.
    pub key: PrivateKey,
    /// The certificate (RFC 5280) in DER.
    pub der: Vec<u8>,
    /// What it is for.
    pub role: Role,
    /// The subject as a string (RFC 4514).
    pub subject: String,
    common_name: String,
    /// The subjectAltNames, as text.
    pub names: Vec<String>,
    /// The serial number, big-endian.
    pub serial: [u8; SERIAL_OCTETS],
    /// From when it is valid.
    pub not_before: UnixTime,
    /// Until when, inclusive.
    pub not_after: UnixTime,
}

impl Issued {
    /// The certificate in PEM (RFC 7468).
    pub fn to_pem(&self) -> String {
        certain(pkcs8::der::pem::encode_string("CERTIFICATE", LineEnding::LF, &self.der), "a certificate fits in PEM")
    }

    /// SHA-256 over the certificate, as `openssl x509 -fingerprint -sha256` writes it.
    pub fn fingerprint(&self) -> String {
        hex(digest(&SHA256, &self.der).as_ref())
    }

    /// The subject's common name.
    pub fn common_name(&self) -> &str {
        &self.common_name
    }

    /// The serial number in hexadecimal.
    pub fn serial_hex(&self) -> String {
        hex(&self.serial)
    }
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Signs the others.
    Authority,
    /// A daemon.
    Server,
    /// A client.
    Client,
}

/// Everything that is issued in one run.
#[derive(Debug)]
pub struct Pki {
    /// Signs the others.
    pub authority: Issued,
    /// What the authority's key is to be encrypted with.
    pub encryption: Option<Encryption>,
    /// In the order of the spec's daemons.
    pub servers: Vec<Issued>,
    /// In the order of the spec's clients.
    pub clients: Vec<Issued>,
}

impl Pki {
    /// Issues every certificate. The keys are the authority's, then the daemons', then the clients'.
    pub fn issue(spec: &Spec, keys: Vec<PrivateKey>, now: UnixTime) -> Result<Self, IssueError> {
        let mut issuance = Issuance::new(spec.clone(), now)?;
        for (index, key) in keys.into_iter().enumerate() {
            issuance.add_key(index, key)?;
        }
        if let Some((derivation, passphrase)) = issuance.derivation() {
            let encryption = derivation.derive(passphrase.as_str());
            issuance.set_encryption(encryption);
        }
        issuance.finish()
    }

    /// All of them, the authority first.
    pub fn iter(&self) -> impl Iterator<Item = &Issued> {
        std::iter::once(&self.authority).chain(&self.servers).chain(&self.clients)
    }
}

/// Certificates under way. The keys come in any order; each certificate is signed as soon as its own key and the authority's are there.
pub struct Issuance {
    spec: Spec,
    now: UnixTime,
    derivation: Option<Derivation>,
    encryption: Option<Encryption>,
    authority: Option<(Issued, Issuer<'static, Signer>)>,
    /// The daemons', then the clients'.
    leaves: Vec<Leaf>,
}

enum Leaf {
    Missing,
    Waiting(PrivateKey),
    Issued(Issued),
}

impl Issuance {
    /// Without any key.
    pub fn new(spec: Spec, now: UnixTime) -> Result<Self, IssueError> {
        let derivation = spec.authority.passphrase.as_ref().map(|_| Derivation::new()).transpose()?;
        let leaves = (1..spec.key_count()).map(|_| Leaf::Missing).collect();
        Ok(Self { spec, now, derivation, encryption: None, authority: None, leaves })
    }

    /// What is to be made.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// What the key that encrypts the authority's is to be derived from, and how. None: it is not encrypted.
    pub fn derivation(&self) -> Option<(Derivation, &Passphrase)> {
        self.derivation.zip(self.spec.authority.passphrase.as_ref())
    }

    /// What the authority's key is to be encrypted with.
    pub fn set_encryption(&mut self, encryption: Encryption) {
        self.encryption = Some(encryption);
    }

    /// The key of this index: 0 is the authority's, then come the daemons', then the clients'.
    pub fn add_key(&mut self, index: usize, key: PrivateKey) -> Result<(), IssueError> {
        if Some(key.algorithm()) != self.spec.key_algorithms().nth(index) {
            return Err(IssueError::OtherKey);
        }
        let Some(leaf) = index.checked_sub(1) else { return self.add_authority(key) };
        *self.leaves.get_mut(leaf).ok_or(IssueError::KeyCount)? = Leaf::Waiting(key);
        self.sign(leaf)
    }

    fn add_authority(&mut self, key: PrivateKey) -> Result<(), IssueError> {
        let profile = authority::profile(&self.spec.authority, &key);
        let period = Period::new(self.now, self.spec.authority.validity);
        let (params, serial) = profile.params(&key, period)?;
        let signer = key.signer()?;
        let der = params.self_signed(&signer)?.der().to_vec();
        self.authority = Some((Issued::new(profile, period, serial, key, der), Issuer::new(params, signer)));
        (0..self.leaves.len()).try_for_each(|leaf| self.sign(leaf))
    }

    /// If everything for it is there.
    fn sign(&mut self, leaf: usize) -> Result<(), IssueError> {
        let Some((_, issuer)) = &self.authority else { return Ok(()) };
        let key = match std::mem::replace(&mut self.leaves[leaf], Leaf::Missing) {
            Leaf::Waiting(key) => key,
            other => {
                self.leaves[leaf] = other;
                return Ok(());
            }
        };
        let (profile, validity) = match leaf.checked_sub(self.spec.daemons.len()) {
            None => (server::profile(&self.spec.daemons[leaf], key.algorithm()), self.spec.server_validity),
            Some(client) => (client::profile(&self.spec.clients[client]), self.spec.client_validity),
        };
        let period = Period::new(self.now, validity);
        let (params, serial) = profile.params(&key, period)?;
        let der = params.signed_by(&key.subject(), issuer)?.der().to_vec();
        self.leaves[leaf] = Leaf::Issued(Issued::new(profile, period, serial, key, der));
        Ok(())
    }

    /// Everything, when every key is there and, with a passphrase, what is derived from it.
    pub fn finish(&mut self) -> Result<Pki, IssueError> {
        if self.derivation.is_some() && self.encryption.is_none() {
            return Err(IssueError::NotDerived);
        }
        let (authority, _) = self.authority.take().ok_or(IssueError::KeyCount)?;
        let leaves = std::mem::take(&mut self.leaves).into_iter().map(|leaf| match leaf {
            Leaf::Issued(issued) => Ok(issued),
            Leaf::Missing | Leaf::Waiting(_) => Err(IssueError::KeyCount),
        });
        let mut servers = leaves.collect::<Result<Vec<_>, _>>()?;
        let clients = servers.split_off(self.spec.daemons.len());
        Ok(Pki { authority, encryption: self.encryption.take(), servers, clients })
    }
}

impl Issued {
    fn new(profile: Profile, period: Period, serial: [u8; SERIAL_OCTETS], key: PrivateKey, der: Vec<u8>) -> Self {
        Self {
            key,
            der,
            role: profile.role,
            subject: profile.subject.to_string(),
            common_name: profile.subject.common_name().to_owned(),
            names: profile.names.iter().map(Host::to_string).collect(),
            serial,
            not_before: period.not_before,
            not_after: period.not_after,
        }
    }
}

/// What a certificate says beside its key, its time and its serial number.
struct Profile {
    role: Role,
    subject: Subject,
    basic_constraints: IsCa,
    key_usage: Vec<KeyUsagePurpose>,
    extended_key_usage: Vec<ExtendedKeyUsagePurpose>,
    names: Vec<Host>,
}

impl Profile {
    fn params(&self, key: &PrivateKey, period: Period) -> Result<(CertificateParams, [u8; SERIAL_OCTETS]), IssueError> {
        let serial = random_serial()?;
        let mut params = CertificateParams::default();
        params.not_before = period.not_before.date_time();
        params.not_after = period.not_after.date_time();
        params.serial_number = Some(SerialNumber::from_slice(&serial));
        params.subject_alt_names = self.names.iter().map(san).collect::<Result<_, _>>()?;
        params.distinguished_name = self.subject.to_distinguished_name()?;
        params.is_ca = self.basic_constraints;
        params.key_usages.clone_from(&self.key_usage);
        params.extended_key_usages.clone_from(&self.extended_key_usage);
        // Python 3.13 and everything under OpenSSL's -x509_strict want it in leaves.
        params.use_authority_key_identifier_extension = true;
        params.key_identifier_method = KeyIdMethod::PreSpecified(key_identifier(key));
        Ok((params, serial))
    }
}

fn san(host: &Host) -> Result<SanType, rcgen::Error> {
    Ok(match host {
        Host::Dns(name) => SanType::DnsName(Ia5String::try_from(name.as_str())?),
        Host::Address(address) => SanType::IpAddress(*address),
    })
}

/// A distinguished name, the most general part first.
struct Subject(Vec<(Attribute, String)>);

#[derive(Clone, Copy, Eq, PartialEq)]
enum Attribute {
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
    fn of_common_name(name: &str) -> Self {
        Self(vec![(Attribute::CommonName, name.to_owned())])
    }

    fn common_name(&self) -> &str {
        self.0.iter().find(|(attribute, _)| *attribute == Attribute::CommonName).map(|(_, name)| name.as_str()).unwrap_or_default()
    }

    fn to_distinguished_name(&self) -> Result<DistinguishedName, rcgen::Error> {
        let mut name = DistinguishedName::new();
        for (attribute, value) in &self.0 {
            // RFC 5280, appendix A.1: these two have types of their own.
            let value = match attribute {
                Attribute::Country => DnValue::PrintableString(PrintableString::try_from(value.as_str())?),
                Attribute::Email => DnValue::Ia5String(Ia5String::try_from(value.as_str())?),
                _ => DnValue::Utf8String(value.clone()),
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
            write!(f, "{comma}{}=", attribute.keyword())?;
            let last = value.chars().count().saturating_sub(1);
            for (place, c) in value.chars().enumerate() {
                let at_edge = (c == ' ' && (place == 0 || place == last)) || (c == '#' && place == 0);
                if at_edge || matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
                    f.write_str("\\")?;
                }
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Period {
    not_before: UnixTime,
    not_after: UnixTime,
}

impl Period {
    /// Both ends are inside (RFC 5280, section 4.1.2.5), so a day is over one second before the next.
    fn new(now: UnixTime, validity: Validity) -> Self {
        let not_before = UnixTime(now.0.saturating_sub(BACKDATED_SECONDS));
        Self { not_before, not_after: UnixTime(not_before.0 + u64::from(validity.days()) * DAY_SECONDS - 1) }
    }
}

/// The most that RFC 5280, section 4.1.2.2, allows.
pub const SERIAL_OCTETS: usize = 20;

/// Positive and always of full length: the two highest bits are 01.
fn random_serial() -> Result<[u8; SERIAL_OCTETS], KeyError> {
    let mut serial: [u8; SERIAL_OCTETS] = random()?;
    serial[0] = serial[0] & 0x7f | 0x40;
    Ok(serial)
}

/// RFC 7093, section 2, method 1.
fn key_identifier(key: &PrivateKey) -> Vec<u8> {
    digest(&SHA256, key.public_key()).as_ref()[..20].to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_rfc_3339() {
        assert_eq!(UnixTime(0).to_rfc3339(), "1970-01-01T00:00:00Z");
        assert_eq!(UnixTime(1_767_225_599).to_rfc3339(), "2025-12-31T23:59:59Z");
    }

    #[test]
    fn a_period_is_whole_days_from_an_hour_ago() {
        let now = UnixTime(1_767_225_600);
        let period = Period::new(now, Validity::parse("825").expect("days"));
        assert_eq!(period.not_before.to_rfc3339(), "2025-12-31T23:00:00Z");
        assert_eq!(period.not_after.to_rfc3339(), "2028-04-04T22:59:59Z");
    }

    #[test]
    fn serial_numbers_are_positive_and_of_full_length() {
        for _ in 0..200 {
            let first = random_serial().expect("randomness")[0];
            assert_eq!(first & 0xc0, 0x40);
        }
    }

    #[test]
    fn subjects_are_escaped_as_in_rfc_4514() {
        let subject = Subject(vec![(Attribute::Organization, "#1 \"a\" + b, c;<d>\\ ".into()), (Attribute::CommonName, "x".into())]);
        assert_eq!(subject.to_string(), r#"CN=x,O=\#1 \"a\" \+ b\, c\;\<d\>\\\ "#);
    }
}
