//! An authority that is there already: its certificate as it is, its key, and what is known of what it has signed.

use std::net::IpAddr;

use pkcs8::der::{
    self, Decode, Reader, SliceReader,
    asn1::{AnyRef, GeneralizedTime, ObjectIdentifier, UintRef, UtcTime},
};
use rcgen::{BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, IsCa, KeyIdMethod, KeyUsagePurpose, SerialNumber};
use zeroize::Zeroizing;

use super::{CertifiedKey, IssuedCertificate, Period, UnixTime, key_identifier, profile::escaped, to_pem};
use crate::spec::{
    existing::Manifest,
    order::{Orders, Role, Validity},
};

/// An authority that somebody has brought.
#[derive(Debug)]
pub struct Given {
    /// Its certificate.
    pub certificate: GivenCertificate,
    /// Its key, which fits. Without the private one it signs nothing, and whom daemons let in can be changed all the same.
    pub key: CertifiedKey,
    /// What stays as it was brought.
    pub kept: Kept,
}

/// What stays of an authority as it was brought.
pub struct Kept {
    /// The key in PEM. It is written again to the letter, encrypted or not. Empty where it was not brought.
    pub key_text: Zeroizing<String>,
    /// Whether it is encrypted.
    pub is_locked: bool,
    /// Whether its encryption is one that is attacked fast.
    pub is_weakly_locked: bool,
    /// What is known of what it has signed.
    pub manifest: Manifest,
    /// The certificates of its entries, in their order: `None` where it has only what is said of one.
    pub certificates: Vec<Option<GivenCertificate>>,
    /// The fingerprints of certificates in it that no record knew: files were brought of them.
    pub unrecorded: Vec<String>,
    /// The certificate that the authority had until this run, which makes it anew.
    pub previous: Option<GivenCertificate>,
}

/// Elided, because a key is in it.
impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("key_text", &"[elided]").field("is_locked", &self.is_locked).finish_non_exhaustive()
    }
}

/// A certificate that somebody has brought, as far as it is looked at (RFC 5280, section 4.1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GivenCertificate {
    /// All of it, in DER.
    pub der: Vec<u8>,
    /// The subject, bit for bit.
    pub subject: Vec<u8>,
    /// The subject as a string (RFC 4514).
    pub subject_text: String,
    /// Its common name, or the whole subject when there is none.
    pub name: String,
    /// The serial number, big-endian.
    pub serial: Vec<u8>,
    /// The first second in which it is valid.
    pub not_before: UnixTime,
    /// The last second in which it is valid.
    pub not_after: UnixTime,
    /// The `SubjectPublicKeyInfo` in DER.
    pub public: Vec<u8>,
    /// Who has signed it, bit for bit.
    pub issuer: Vec<u8>,
    /// By which algorithm.
    pub signature_algorithm: ObjectIdentifier,
    /// How long the modulus of its RSA key is; `None` for other keys.
    pub rsa_bits: Option<usize>,
    /// basicConstraints has CA:TRUE.
    pub is_authority: bool,
    /// How many more authorities may stand between it and a leaf; `None` where nothing is said.
    pub path_length: Option<u8>,
    /// Whether keyUsage has keyCertSign; `None` without a keyUsage, which restricts nothing.
    pub may_sign: Option<bool>,
    /// subjectKeyIdentifier.
    pub key_identifier: Option<Vec<u8>>,
    /// The keyIdentifier of authorityKeyIdentifier.
    pub issuer_key_identifier: Option<Vec<u8>>,
    /// The DNS names and addresses of subjectAltName.
    pub names: Vec<String>,
    /// Whether extendedKeyUsage has serverAuth, and whether clientAuth; `None` without one, which restricts nothing.
    pub purposes: Option<(bool, bool)>,
    /// The first critical extension that Go, and with it Docker, does not know: then it accepts nothing of this authority.
    pub unknown_critical: Option<ObjectIdentifier>,
    /// Which names nameConstraints lets it sign.
    pub name_constraints: Option<NameConstraints>,
    /// The extension that is missing in an authority, or critical where it must not be, or not where it must: RFC 5280 says so, and strict programs ask for it.
    pub unstrict: Option<&'static str>,
    /// Its authorityKeyIdentifier has the serial number, and so may those of all that it has signed.
    pub is_known_by_serial: bool,
    /// Its extensions, but for those that each authority of ours has.
    pub others: Vec<Extension>,
}

/// What nameConstraints (RFC 5280, section 4.2.1.10) says of DNS names, addresses or subjects.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NameConstraints {
    /// There are some that it may not sign.
    Excluded,
    /// There are only some that it may sign.
    Permitted,
}

/// An extension as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Extension {
    id: ObjectIdentifier,
    is_critical: bool,
    value: Vec<u8>,
}

/// How an authority's certificate is made anew: for the same key, under the same name.
#[derive(Clone, Copy, Debug)]
pub struct AuthorityRenewal {
    /// For how long; it never ends before the old one.
    pub validity: Validity,
    /// An authority may stand below it.
    pub has_others_below: bool,
}

const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const AUTHORITY_KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
/// Those that Go knows besides these (crypto/x509, parser.go, `processExtensions`): cRLDistributionPoints and certificatePolicies.
const KNOWN_TO_GO: [ObjectIdentifier; 2] = [ObjectIdentifier::new_unwrap("2.5.29.31"), ObjectIdentifier::new_unwrap("2.5.29.32")];
const ANY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");
const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// With MD5 and with SHA-1 (RFC 8017, appendix A.2.4; RFC 5758, section 3.2).
const WEAK_SIGNATURES: [(ObjectIdentifier, &str); 3] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"), "MD5"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), "SHA-1"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"), "SHA-1"),
];
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// RFC 4514, section 3, and the e-mail address (RFC 2985, section 5.2.1), which older tools put into the name.
const KEYWORDS: [(ObjectIdentifier, &str); 9] = [
    (COMMON_NAME, "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"), "DC"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"), "UID"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"), "emailAddress"),
];

impl GivenCertificate {
    /// Reads a certificate in DER; `None` when it is none.
    pub fn read(der: &[u8]) -> Option<Self> {
        Self::decode(der).ok()
    }

    fn decode(der: &[u8]) -> der::Result<Self> {
        let missing = || der::Error::from(der::Tag::Sequence.value_error());
        let signed = children(der)?;
        let [message, _, _] = signed[..] else { return Err(missing()) };
        let mut fields = children(message)?.into_iter().peekable();
        // Version 1 does not say its version.
        fields.next_if(|field| field.first() == Some(&0xa0));
        let mut next = || fields.next().ok_or_else(missing);
        let [serial, algorithm, issuer, validity, subject, public] = [next()?, next()?, next()?, next()?, next()?, next()?];
        let times = children(validity)?;
        let [not_before, not_after] = times[..] else { return Err(missing()) };
        let (subject_text, common_name) = name(subject)?;
        let mut read = Self {
            der: der.to_vec(),
            subject: subject.to_vec(),
            name: common_name.unwrap_or_else(|| subject_text.clone()),
            subject_text,
            serial: AnyRef::from_der(serial)?.value().to_vec(),
            not_before: time(not_before)?,
            not_after: time(not_after)?,
            public: public.to_vec(),
            issuer: issuer.to_vec(),
            signature_algorithm: ObjectIdentifier::from_der(children(algorithm)?.first().ok_or_else(missing)?)?,
            rsa_bits: rsa_bits(public),
            is_authority: false,
            path_length: None,
            may_sign: None,
            key_identifier: None,
            issuer_key_identifier: None,
            names: Vec::new(),
            purposes: None,
            unknown_critical: None,
            name_constraints: None,
            unstrict: None,
            is_known_by_serial: false,
            others: Vec::new(),
        };
        let [mut is_bounded, mut is_marked] = [false; 2];
        let extensions = fields.find(|field| field.first() == Some(&0xa3));
        for extension in extensions.map(|field| children(AnyRef::from_der(field)?.value())).transpose()?.unwrap_or_default() {
            let parts = children(extension)?;
            let [id, ref critical @ .., value] = parts[..] else { return Err(missing()) };
            let value = AnyRef::from_der(value)?.value();
            let id = ObjectIdentifier::from_der(id)?;
            let is_critical = *critical == [&[1, 1, 0xff][..]];
            if ![BASIC_CONSTRAINTS, KEY_USAGE, SUBJECT_KEY_IDENTIFIER, AUTHORITY_KEY_IDENTIFIER].contains(&id) {
                read.others.push(Extension { id, is_critical, value: value.to_vec() });
            }
            match id {
                BASIC_CONSTRAINTS => {
                    is_bounded = is_critical;
                    read.is_authority = is_authority(value)?;
                    read.path_length = children(value)?.get(1).map(|length| u8::from_der(length).unwrap_or(u8::MAX));
                }
                // A bit string: how many bits of the last octet do not count, then the octets. keyCertSign is the sixth bit.
                KEY_USAGE => read.may_sign = Some(AnyRef::from_der(value)?.value().get(1).is_some_and(|bits| bits & 0x04 != 0)),
                AUTHORITY_KEY_IDENTIFIER => {
                    if is_critical {
                        read.unstrict = Some("authorityKeyIdentifier");
                    }
                    const KEY_IDENTIFIER: u8 = 0x80;
                    const SERIAL_NUMBER: u8 = 0x82;
                    read.is_known_by_serial = children(value)?.iter().any(|part| part.first() == Some(&SERIAL_NUMBER));
                    let first = children(value)?.into_iter().find(|part| part.first() == Some(&KEY_IDENTIFIER));
                    read.issuer_key_identifier =
                        first.map(|part| Ok::<_, der::Error>(AnyRef::from_der(part)?.value().to_vec())).transpose()?;
                }
                SUBJECT_ALT_NAME => read.names = children(value)?.into_iter().filter_map(alternative_name).collect(),
                EXTENDED_KEY_USAGE => {
                    let usages = children(value)?.into_iter().map(ObjectIdentifier::from_der).collect::<Result<Vec<_>, _>>()?;
                    let has = |usage| usages.contains(&usage) || usages.contains(&ANY_USAGE);
                    read.purposes = Some((has(SERVER_AUTH), has(CLIENT_AUTH)));
                }
                SUBJECT_KEY_IDENTIFIER => {
                    is_marked = !is_critical;
                    read.key_identifier = Some(AnyRef::from_der(value)?.value().to_vec());
                }
                NAME_CONSTRAINTS => read.name_constraints = name_constraints(value)?,
                _ if is_critical && !KNOWN_TO_GO.contains(&id) => _ = read.unknown_critical.get_or_insert(id),
                _ => {}
            }
        }
        let wanted = [(is_bounded, "basicConstraints"), (is_marked, "subjectKeyIdentifier")];
        read.unstrict = read.unstrict.or_else(|| wanted.iter().find(|(is_right, _)| !is_right).map(|(_, name)| *name));
        Ok(read)
    }

    /// The hash of its signature, if that is one that strict programs refuse.
    pub fn weak_signature(&self) -> Option<&'static str> {
        WEAK_SIGNATURES.iter().find(|(weak, _)| *weak == self.signature_algorithm).map(|(_, hash)| *hash)
    }

    /// The certificate in PEM (RFC 7468).
    pub fn to_pem(&self) -> String {
        to_pem(&self.der)
    }

    /// Whether this one has signed the other, by what both say.
    pub fn is_issuer_of(&self, other: &Self) -> bool {
        let are_of_one_key = match (&self.key_identifier, &other.issuer_key_identifier) {
            (Some(own), Some(theirs)) => own == theirs,
            _ => true,
        };
        other.issuer == self.subject && are_of_one_key
    }

    /// What rcgen has to know of the issuer. Its name comes [later](with_names): rcgen would write it in its own way.
    pub(super) fn params(&self, public_key: &[u8]) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        // RFC 5280, section 4.2.1.1: the authority's own identifier, however it was made.
        params.key_identifier_method = KeyIdMethod::PreSpecified(self.key_identifier.clone().unwrap_or_else(|| key_identifier(public_key)));
        params
    }
}

impl GivenCertificate {
    /// How many octets it adds to the names that a daemon with a list asks for: a length of two, and the subject (RFC 8446, section 4.2.4).
    pub(crate) fn octets_on_list(&self) -> usize {
        2 + self.subject.len()
    }

    /// What the same authority's next certificate says; its name comes [later](with_names). What others have added to the old one stays.
    pub(super) fn renewed(&self, renewal: AuthorityRenewal, public_key: &[u8], period: Period, serial: &[u8]) -> CertificateParams {
        let mut params = self.params(public_key);
        params.not_before = period.not_before.date_time();
        params.not_after = period.not_after.date_time();
        params.serial_number = Some(SerialNumber::from_slice(serial));
        params.distinguished_name = DistinguishedName::new();
        params.is_ca = IsCa::Ca(match self.path_length {
            None => BasicConstraints::Unconstrained,
            Some(length) => BasicConstraints::Constrained(length.max(u8::from(renewal.has_others_below))),
        });
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.use_authority_key_identifier_extension = true;
        params.custom_extensions = self.others.iter().map(Extension::to_custom).collect();
        params
    }
}

impl Extension {
    fn to_custom(&self) -> CustomExtension {
        let id: Vec<u64> = self.id.arcs().map(u64::from).collect();
        let mut custom = CustomExtension::from_oid_content(&id, self.value.clone());
        custom.set_criticality(self.is_critical);
        custom
    }
}

impl Given {
    pub(super) fn into_issued(self) -> (IssuedCertificate, Kept) {
        let Self { certificate, key, kept } = self;
        let issued = IssuedCertificate {
            role: Role::Ca,
            name: certificate.name,
            folder: Orders::CA_FOLDER.to_owned(),
            names: Vec::new(),
            subject: certificate.subject_text,
            key,
            der: certificate.der,
            serial: certificate.serial,
            not_before: certificate.not_before,
            not_after: certificate.not_after,
        };
        (issued, kept)
    }
}

/// A `TBSCertificate` with this issuer, bit for bit.
pub(super) fn with_issuer(message: &[u8], issuer: &[u8]) -> der::Result<Vec<u8>> {
    const ISSUER: usize = 3;
    with_parts(message, &[ISSUER], issuer)
}

/// A `TBSCertificate` with this issuer and the same subject, bit for bit.
pub(super) fn with_names(message: &[u8], name: &[u8]) -> der::Result<Vec<u8>> {
    const ISSUER_AND_SUBJECT: [usize; 2] = [3, 5];
    with_parts(message, &ISSUER_AND_SUBJECT, name)
}

fn with_parts(message: &[u8], places: &[usize], part: &[u8]) -> der::Result<Vec<u8>> {
    let mut parts = children(message)?;
    for &place in places {
        *parts.get_mut(place).ok_or_else(|| der::Error::from(der::Tag::Sequence.value_error()))? = part;
    }
    Ok(sequence(&parts))
}

/// A certificate whose signed part is this one.
pub(super) fn with_message(certificate: &[u8], message: &[u8]) -> der::Result<Vec<u8>> {
    let mut parts = children(certificate)?;
    *parts.first_mut().ok_or_else(|| der::Error::from(der::Tag::Sequence.value_error()))? = message;
    Ok(sequence(&parts))
}

/// Whether a basicConstraints says CA:TRUE. CA:FALSE is the default, which DER leaves out.
pub(super) fn is_authority(basic_constraints: &[u8]) -> der::Result<bool> {
    Ok(children(basic_constraints)?.first().is_some_and(|first| *first == [1, 1, 0xff]))
}

/// Whether it has subtrees that count here: of DNS names, addresses or names of subjects.
fn name_constraints(value: &[u8]) -> der::Result<Option<NameConstraints>> {
    const PERMITTED: u8 = 0xa0;
    const COUNTED: [u8; 3] = [0x82, 0x87, 0xa4];
    let mut found = None;
    for subtrees in children(value)? {
        let bases =
            children(subtrees)?.into_iter().map(|subtree| Ok::<_, der::Error>(children(subtree)?.first().and_then(|base| base.first())));
        let bases = bases.collect::<Result<Vec<_>, _>>()?;
        if !bases.into_iter().flatten().any(|tag| COUNTED.contains(tag)) {
            continue;
        }
        if subtrees.first() == Some(&PERMITTED) {
            return Ok(Some(NameConstraints::Permitted));
        }
        found = Some(NameConstraints::Excluded);
    }
    Ok(found)
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    yasna::construct_der(|writer| writer.write_sequence(|writer| parts.iter().for_each(|part| writer.next().write_der(part))))
}

/// The elements of a sequence or a set, each with its header.
pub(crate) fn children(element: &[u8]) -> der::Result<Vec<&[u8]>> {
    let mut inside = SliceReader::new(AnyRef::from_der(element)?.value())?;
    let mut children = Vec::new();
    while !inside.is_finished() {
        children.push(inside.tlv_bytes()?);
    }
    Ok(children)
}

/// The length of the modulus in a `SubjectPublicKeyInfo` of RSA.
fn rsa_bits(public: &[u8]) -> Option<usize> {
    let [algorithm, bits] = children(public).ok()?[..] else { return None };
    if ObjectIdentifier::from_der(children(algorithm).ok()?.first()?).ok()? != RSA {
        return None;
    }
    let (_, key) = AnyRef::from_der(bits).ok()?.value().split_first()?;
    let modulus = UintRef::from_der(children(key).ok()?.first()?).ok()?;
    let octets = modulus.as_bytes();
    Some(8 * octets.len() - octets.first()?.leading_zeros() as usize)
}

/// A name or an address of a subjectAltName (RFC 5280, section 4.2.1.6); others are none of a machine with Docker.
fn alternative_name(element: &[u8]) -> Option<String> {
    const DNS_NAME: u8 = 0x82;
    const IP_ADDRESS: u8 = 0x87;
    let value = AnyRef::from_der(element).ok()?.value();
    match *element.first()? {
        DNS_NAME => std::str::from_utf8(value).ok().map(str::to_owned),
        IP_ADDRESS => match value.len() {
            4 => <[u8; 4]>::try_from(value).ok().map(|octets| IpAddr::from(octets).to_string()),
            _ => <[u8; 16]>::try_from(value).ok().map(|octets| IpAddr::from(octets).to_string()),
        },
        _ => None,
    }
}

fn time(element: &[u8]) -> der::Result<UnixTime> {
    let since = match element.first() {
        Some(0x17) => UtcTime::from_der(element)?.to_unix_duration(),
        _ => GeneralizedTime::from_der(element)?.to_unix_duration(),
    };
    Ok(UnixTime(since.as_secs()))
}

/// A name as a string, the most special part first, and its common name.
pub(super) fn name(element: &[u8]) -> der::Result<(String, Option<String>)> {
    let mut parts = Vec::new();
    let mut common_name = None;
    for set in children(element)? {
        let mut texts = Vec::new();
        for attribute in children(set)? {
            let pair = children(attribute)?;
            let [id, value] = pair[..] else { continue };
            let id = ObjectIdentifier::from_der(id)?;
            let value = string(value)?;
            let keyword = KEYWORDS.iter().find(|(known, _)| *known == id).map(|(_, keyword)| (*keyword).to_owned());
            texts.push(format!("{}={}", keyword.unwrap_or_else(|| id.to_string()), escaped(&value)));
            if id == COMMON_NAME {
                common_name = Some(value);
            }
        }
        parts.push(texts.join("+"));
    }
    parts.reverse();
    Ok((parts.join(","), common_name))
}

/// What a string of a name says. Where nobody knows the alphabet, as with T61String, Latin-1 is what most tools mean.
fn string(element: &[u8]) -> der::Result<String> {
    const BMP_STRING: u8 = 0x1e;
    const UTF8_STRING: u8 = 0x0c;
    let value = AnyRef::from_der(element)?.value();
    Ok(match element.first() {
        Some(&UTF8_STRING) => String::from_utf8_lossy(value).into_owned(),
        Some(&BMP_STRING) => {
            let units: Vec<u16> = value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => value.iter().map(|&octet| char::from(octet)).collect(),
    })
}
