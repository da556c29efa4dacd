//! Requests for certificates (PKCS#10, RFC 2986): made, and read as far as they are looked at. The key is taken, and nothing else is copied from one.

use pkcs8::{
    LineEnding,
    der::{
        self, Decode, Tagged,
        asn1::{AnyRef, BitStringRef, ObjectIdentifier},
    },
};
use rcgen::{PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};

use super::{
    IssueError, fingerprint,
    given::{children, is_authority, name},
    key::{PrivateKey, PublicKey, Signer, SubjectKey, UnfitKey},
    profile::san,
    profile_of,
};
use crate::{
    certain,
    spec::{
        Daemon,
        order::{Holder, KeyAlgorithm, Order, Role},
    },
};

/// What somebody asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateRequest {
    /// All of it, in DER.
    pub der: Vec<u8>,
    /// The subject as a string (RFC 4514).
    pub subject_text: String,
    /// Its common name.
    pub common_name: Option<String>,
    /// The names and addresses that it asks for, as typed in a form.
    pub names: Vec<String>,
    /// What the certificate is asked for, where the request says one of the two.
    pub role: Option<Role>,
    /// The key.
    pub key: Result<PublicKey, UnfitKey>,
    /// SHA-256 over the key, hexadecimal.
    pub key_fingerprint: String,
    /// How it is signed: the usual name, or the object identifier.
    pub signature: String,
    /// What the signature proves.
    pub proof: Proof,
    /// It asks for CA:TRUE.
    pub asks_to_be_authority: bool,
}

/// Whether whoever has made the request has the private key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proof {
    /// Yes.
    Right,
    /// The signature is wrong.
    Wrong,
    /// It is made with MD5 or SHA-1, which proves little.
    Weak,
    /// It is made in a way that is not known here.
    Unknown,
}

const EXTENSION_REQUEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.14");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const SUBJECT_ALT_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
/// The signatures that are made today and before (RFC 3279, 5758, 8017, 8410), by their names in OpenSSL.
const SIGNATURES: [(ObjectIdentifier, &str); 12] = [
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), "ecdsa-with-SHA256"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), "ecdsa-with-SHA384"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"), "ecdsa-with-SHA512"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.1"), "ecdsa-with-SHA1"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), "sha256WithRSAEncryption"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), "sha384WithRSAEncryption"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), "sha512WithRSAEncryption"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), "sha1WithRSAEncryption"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"), "md5WithRSAEncryption"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"), "rsassaPss"),
    (ObjectIdentifier::new_unwrap("1.3.101.112"), "ED25519"),
    (ObjectIdentifier::new_unwrap("1.3.101.113"), "ED448"),
];

/// A request in DER: its holder asks for this certificate for this key. Whoever signs it decides.
pub fn make(order: &Order, key: &PrivateKey) -> Result<Vec<u8>, IssueError> {
    let profile = profile_of(order, key.algorithm());
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = profile.subject.to_distinguished_name()?;
    params.extended_key_usages = profile.extended_key_usage;
    if let Holder::Daemon(names) = &order.holder {
        // Each host has the others anyway.
        let asked = names.iter().filter(|name| !Daemon::OWN_NAMES.contains(&name.to_string().as_str()));
        params.subject_alt_names = asked.map(san).collect::<Result<_, _>>()?;
    }
    let request = params.serialize_request(&Own { key: key.subject(), signer: key.signer()? })?;
    Ok(request.der().to_vec())
}

/// A key that signs its own request.
struct Own<'a> {
    key: SubjectKey<'a>,
    signer: Signer,
}

impl PublicKeyData for Own<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.key.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.key.algorithm()
    }
}

impl SigningKey for Own<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.signer.sign(message).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

impl CertificateRequest {
    /// Reads a request in DER; `None` when it is none.
    pub fn read(der: &[u8]) -> Option<Self> {
        Self::decode(der).ok()
    }

    /// The request in PEM (RFC 7468).
    pub fn to_pem(&self) -> String {
        certain(der::pem::encode_string("CERTIFICATE REQUEST", LineEnding::LF, &self.der), "a request fits in PEM")
    }

    fn decode(der: &[u8]) -> der::Result<Self> {
        let missing = || der::Error::from(der::Tag::Sequence.value_error());
        let signed = children(der)?;
        let [message, algorithm, signature] = signed[..] else { return Err(missing()) };
        let fields = children(message)?;
        // The attributes are there even where there is none; some tools leave them out.
        let [[2, 1, 0], subject, public, attributes @ ..] = &fields[..] else { return Err(missing()) };
        let is_right = AnyRef::from_der(public)?.tag() == der::Tag::Sequence
            && attributes.len() < 2
            && attributes.iter().all(|element| element.first() == Some(&0xa0));
        if !is_right {
            return Err(missing());
        }
        let (subject_text, common_name) = name(subject)?;
        let identifier = ObjectIdentifier::from_der(children(algorithm)?.first().ok_or_else(missing)?)?;
        let known = SIGNATURES.iter().find(|(known, _)| *known == identifier).map(|(_, name)| *name);
        let key = PublicKey::read(public);
        let mut read = Self {
            der: der.to_vec(),
            subject_text,
            common_name: common_name.filter(|name| !name.is_empty()),
            names: Vec::new(),
            role: None,
            proof: proof(known, key.as_ref().ok(), message, BitStringRef::from_der(signature)?.raw_bytes()),
            key,
            key_fingerprint: fingerprint(public),
            signature: known.map_or_else(|| identifier.to_string(), str::to_owned),
            asks_to_be_authority: false,
        };
        for attribute in attributes.first().map(|all| children(all)).transpose()?.unwrap_or_default() {
            let parts = children(attribute)?;
            let [id, values] = parts[..] else { return Err(missing()) };
            if ObjectIdentifier::from_der(id)? != EXTENSION_REQUEST {
                continue;
            }
            for extension in children(values)?.first().map(|all| children(all)).transpose()?.unwrap_or_default() {
                read.look_at(&children(extension)?)?;
            }
        }
        Ok(read)
    }

    /// Takes note of what an extension asks for.
    fn look_at(&mut self, extension: &[&[u8]]) -> der::Result<()> {
        let [id, .., value] = extension else { return Err(der::Tag::Sequence.value_error().into()) };
        let value = AnyRef::from_der(value)?.value();
        match ObjectIdentifier::from_der(id)? {
            BASIC_CONSTRAINTS => self.asks_to_be_authority |= is_authority(value)?,
            SUBJECT_ALT_NAME => {
                for name in children(value)? {
                    self.names.extend(typed(name)?);
                }
            }
            EXTENDED_KEY_USAGE => {
                let usages = children(value)?.into_iter().map(ObjectIdentifier::from_der).collect::<der::Result<Vec<_>>>()?;
                self.role = match (usages.contains(&SERVER_AUTH), usages.contains(&CLIENT_AUTH)) {
                    (true, false) => Some(Role::Server),
                    (false, true) => Some(Role::Client),
                    _ => None,
                };
            }
            _ => {}
        }
        Ok(())
    }
}

/// A dNSName or an iPAddress (RFC 5280, section 4.2.1.6); there is no other kind of name for a host.
fn typed(name: &[u8]) -> der::Result<Option<String>> {
    let value = AnyRef::from_der(name)?.value();
    Ok(match name.first() {
        Some(0x82) => Some(value.iter().map(|&octet| char::from(octet)).collect()),
        Some(0x87) => {
            let of_four = <[u8; 4]>::try_from(value).map(|octets| std::net::IpAddr::from(octets).to_string());
            of_four.or(<[u8; 16]>::try_from(value).map(|octets| std::net::IpAddr::from(octets).to_string())).ok()
        }
        _ => None,
    })
}

fn proof(signature: Option<&str>, key: Option<&PublicKey>, message: &[u8], octets: &[u8]) -> Proof {
    let Some(name) = signature else { return Proof::Unknown };
    if name.contains("SHA1") || name.contains("sha1") || name.contains("md5") {
        return Proof::Weak;
    }
    let Some(key) = key else { return Proof::Unknown };
    let known: &[(&str, &'static dyn VerificationAlgorithm)] = match key.algorithm() {
        KeyAlgorithm::EcdsaP256 => &[("ecdsa-with-SHA256", &ECDSA_P256_SHA256_ASN1), ("ecdsa-with-SHA384", &ECDSA_P256_SHA384_ASN1)],
        KeyAlgorithm::EcdsaP384 => &[("ecdsa-with-SHA256", &ECDSA_P384_SHA256_ASN1), ("ecdsa-with-SHA384", &ECDSA_P384_SHA384_ASN1)],
        KeyAlgorithm::Ed25519 => &[("ED25519", &ED25519)],
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => &[
            ("sha256WithRSAEncryption", &RSA_PKCS1_2048_8192_SHA256),
            ("sha384WithRSAEncryption", &RSA_PKCS1_2048_8192_SHA384),
            ("sha512WithRSAEncryption", &RSA_PKCS1_2048_8192_SHA512),
        ],
    };
    let Some((_, algorithm)) = known.iter().find(|(known, _)| *known == name) else { return Proof::Unknown };
    match UnparsedPublicKey::new(*algorithm, key.public_key()).verify(message, octets) {
        Ok(()) => Proof::Right,
        Err(_) => Proof::Wrong,
    }
}
