//! Private keys: generated or read as PKCS#8, wiped when dropped, never shown.

use pkcs8::{LineEnding, PrivateKeyInfoRef, SecretDocument, der::Decode};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _,
    },
};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use crate::{certain, problem::named};

named! {
    /// The kinds of key that can be made.
    pub enum KeyAlgorithm {
        /// ECDSA on NIST P-256 with SHA-256: every client takes it.
        EcdsaP256 = "ecdsa-p256",
        /// ECDSA on NIST P-384 with SHA-384.
        EcdsaP384 = "ecdsa-p384",
        /// Ed25519 (RFC 8410): Docker takes it, NSS and some JavaScript clients do not.
        Ed25519 = "ed25519",
    }
}

impl KeyAlgorithm {
    /// Names that are known and cannot be made yet.
    pub const NOT_YET: [&str; 3] = ["rsa-2048", "rsa-3072", "rsa-4096"];

    fn signature_algorithm(self) -> &'static SignatureAlgorithm {
        match self {
            Self::EcdsaP256 => &PKCS_ECDSA_P256_SHA256,
            Self::EcdsaP384 => &PKCS_ECDSA_P384_SHA384,
            Self::Ed25519 => &PKCS_ED25519,
        }
    }

    fn ecdsa(self) -> Option<&'static EcdsaSigningAlgorithm> {
        match self {
            Self::EcdsaP256 => Some(&ECDSA_P256_SHA256_ASN1_SIGNING),
            Self::EcdsaP384 => Some(&ECDSA_P384_SHA384_ASN1_SIGNING),
            Self::Ed25519 => None,
        }
    }
}

/// Why a key cannot be made or read. None of it is a reader's typo.
#[derive(Debug)]
pub enum KeyError {
    /// The machine gives no randomness.
    NoRandomness,
    /// What should be PKCS#8 of this algorithm is not.
    Malformed,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoRandomness => "no randomness is available",
            Self::Malformed => "not a PKCS#8 private key of this algorithm",
        })
    }
}

impl std::error::Error for KeyError {}

impl From<pkcs8::Error> for KeyError {
    fn from(_: pkcs8::Error) -> Self {
        Self::Malformed
    }
}

impl From<pkcs8::der::Error> for KeyError {
    fn from(_: pkcs8::der::Error) -> Self {
        Self::Malformed
    }
}

/// A private key with its public key.
pub struct PrivateKey {
    algorithm: KeyAlgorithm,
    pkcs8: SecretDocument,
    public: Vec<u8>,
}

impl PrivateKey {
    /// A new one.
    pub fn generate(algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let document = match algorithm.ecdsa() {
            Some(ecdsa) => EcdsaKeyPair::generate_pkcs8(ecdsa, &random),
            None => Ed25519KeyPair::generate_pkcs8(&random),
        };
        let document = document.map_err(|_| KeyError::NoRandomness)?;
        let mut info = PrivateKeyInfoRef::try_from(document.as_ref())?;
        let public = match algorithm.ecdsa() {
            Some(_) => EcPrivateKey::from_der(info.private_key.as_bytes())?.public_key,
            None => info.public_key.and_then(|key| key.as_bytes()),
        };
        let public = public.ok_or(KeyError::Malformed)?.to_vec();
        // Version 1 has no public key. ring writes Ed25519 in version 2, which OpenSSL 3.0, and with it curl, Python and Node, cannot read.
        info.public_key = None;
        Ok(Self { algorithm, pkcs8: SecretDocument::encode_msg(&info)?, public })
    }

    /// From PKCS#8 in PEM. The public key is derived again, and one that stands beside the private key must be the same.
    pub fn from_pem(algorithm: KeyAlgorithm, pem: &str) -> Result<Self, KeyError> {
        let (label, pkcs8) = SecretDocument::from_pem(pem)?;
        if label != "PRIVATE KEY" {
            return Err(KeyError::Malformed);
        }
        let public = KeyPair::read(algorithm, pkcs8.as_bytes())?.public_key().to_vec();
        Ok(Self { algorithm, pkcs8, public })
    }

    /// PKCS#8 version 1 (RFC 5958) in PEM (RFC 7468).
    pub fn to_pem(&self) -> Zeroizing<String> {
        certain(self.pkcs8.to_pem("PRIVATE KEY", LineEnding::LF), "a document of a few hundred bytes fits in PEM")
    }

    /// The key as it stands in a certificate's subjectPublicKey.
    pub fn public_key(&self) -> &[u8] {
        &self.public
    }

    pub(crate) fn signer(&self) -> Result<Signer<'_>, KeyError> {
        Ok(Signer { subject: self.subject(), pair: KeyPair::read(self.algorithm, self.pkcs8.as_bytes())? })
    }

    pub(crate) fn subject(&self) -> SubjectKey<'_> {
        SubjectKey(self)
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey").field("algorithm", &self.algorithm).field("pkcs8", &"[elided]").finish_non_exhaustive()
    }
}

/// A key that a certificate is made for. Nothing is computed: ring would derive the public key again.
pub(crate) struct SubjectKey<'a>(&'a PrivateKey);

impl PublicKeyData for SubjectKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.0.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.0.algorithm.signature_algorithm()
    }
}

/// A key that signs certificates.
pub(crate) struct Signer<'a> {
    subject: SubjectKey<'a>,
    pair: KeyPair,
}

enum KeyPair {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl KeyPair {
    fn read(algorithm: KeyAlgorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let pair = match algorithm.ecdsa() {
            Some(ecdsa) => EcdsaKeyPair::from_pkcs8(ecdsa, pkcs8, &SystemRandom::new()).map(Self::Ecdsa),
            None => Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map(Self::Ed25519),
        };
        pair.map_err(|_| KeyError::Malformed)
    }

    fn public_key(&self) -> &[u8] {
        match self {
            Self::Ecdsa(pair) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.subject.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.subject.algorithm()
    }
}

impl SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match &self.pair {
            KeyPair::Ecdsa(pair) => match pair.sign(&SystemRandom::new(), message) {
                Ok(signature) => Ok(signature.as_ref().to_vec()),
                Err(_) => Err(rcgen::Error::RemoteKeyError),
            },
            KeyPair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_pkcs8_version_1() {
        for &algorithm in KeyAlgorithm::ALL {
            let key = PrivateKey::generate(algorithm).expect("a key");
            let info = PrivateKeyInfoRef::try_from(key.pkcs8.as_bytes()).expect("PKCS#8");
            assert_eq!(info.version(), pkcs8::Version::V1, "{}", algorithm.name());
            assert!(key.to_pem().starts_with("-----BEGIN PRIVATE KEY-----\n"));
        }
    }

    #[test]
    fn the_public_key_is_that_of_the_signer() {
        for &algorithm in KeyAlgorithm::ALL {
            let key = PrivateKey::generate(algorithm).expect("a key");
            let signer = key.signer().expect("a signer");
            assert_eq!(key.public_key(), signer.pair.public_key(), "{}", algorithm.name());
            let read = PrivateKey::from_pem(algorithm, &key.to_pem()).expect("the same key");
            assert_eq!(key.public_key(), read.public_key(), "{}", algorithm.name());
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let pem = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key").to_pem();
        assert!(PrivateKey::from_pem(KeyAlgorithm::EcdsaP384, &pem).is_err());
        assert!(PrivateKey::from_pem(KeyAlgorithm::EcdsaP256, &pem.replace("PRIVATE KEY", "CERTIFICATE")).is_err());
        assert!(PrivateKey::from_pem(KeyAlgorithm::EcdsaP256, "").is_err());
    }

    #[test]
    fn debug_shows_no_key() {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
        assert!(format!("{key:?}").contains("[elided]"));
    }
}
