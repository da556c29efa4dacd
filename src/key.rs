//! Private keys: generated or read, kept as PKCS#8, wiped when dropped, never shown.

mod encrypted;
mod read;

pub use encrypted::{Derivation, Encryption};
pub use read::CONVERT;

use pkcs8::{LineEnding, PrivateKeyInfoRef, SecretDocument, der::Decode};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RsaKeyPair,
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
        /// RSA of 2048 bits with SHA-256: for clients that know no elliptic curves.
        Rsa2048 = "rsa-2048",
        /// RSA of 3072 bits with SHA-256.
        Rsa3072 = "rsa-3072",
        /// RSA of 4096 bits with SHA-256.
        Rsa4096 = "rsa-4096",
    }
}

impl KeyAlgorithm {
    /// How long the modulus of an RSA key is.
    pub fn rsa_bits(self) -> Option<u32> {
        match self {
            Self::Rsa2048 => Some(2048),
            Self::Rsa3072 => Some(3072),
            Self::Rsa4096 => Some(4096),
            Self::EcdsaP256 | Self::EcdsaP384 | Self::Ed25519 => None,
        }
    }

    fn signature_algorithm(self) -> &'static SignatureAlgorithm {
        match self {
            Self::EcdsaP256 => &PKCS_ECDSA_P256_SHA256,
            Self::EcdsaP384 => &PKCS_ECDSA_P384_SHA384,
            Self::Ed25519 => &PKCS_ED25519,
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &PKCS_RSA_SHA256,
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
    /// An RSA key, in a browser.
    MadeElsewhere,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoRandomness => "no randomness is available",
            Self::Malformed => "not a PKCS#8 private key of this algorithm",
            Self::MadeElsewhere => "RSA keys are made elsewhere",
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
    /// A new one. RSA keys are not made here in a browser: there they come from WebCrypto or from another wasm, by
    /// [`PrivateKey::from_pkcs8`].
    pub fn generate(algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let curve = match algorithm {
            KeyAlgorithm::EcdsaP256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            KeyAlgorithm::EcdsaP384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
            KeyAlgorithm::Ed25519 => {
                let document = Ed25519KeyPair::generate_pkcs8(&random).map_err(|_| KeyError::NoRandomness)?;
                let info = PrivateKeyInfoRef::try_from(document.as_ref())?;
                let public = info.public_key.and_then(|key| key.as_bytes()).ok_or(KeyError::Malformed)?.to_vec();
                return Self::new(algorithm, info, public);
            }
            KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => return Self::generate_rsa(algorithm),
        };
        let document = EcdsaKeyPair::generate_pkcs8(curve, &random).map_err(|_| KeyError::NoRandomness)?;
        let info = PrivateKeyInfoRef::try_from(document.as_ref())?;
        let public = EcPrivateKey::from_der(info.private_key.as_bytes())?.public_key.ok_or(KeyError::Malformed)?.to_vec();
        Self::new(algorithm, info, public)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn generate_rsa(algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        let size = algorithm.rsa_bits().and_then(dockseal_rsa::Size::from_bits).ok_or(KeyError::Malformed)?;
        Self::from_pkcs8(algorithm, &dockseal_rsa::generate(size, &mut dockseal_rsa::system_random()))
    }

    #[cfg(target_arch = "wasm32")]
    fn generate_rsa(_: KeyAlgorithm) -> Result<Self, KeyError> {
        Err(KeyError::MadeElsewhere)
    }

    fn new(algorithm: KeyAlgorithm, mut info: PrivateKeyInfoRef<'_>, public: Vec<u8>) -> Result<Self, KeyError> {
        // Version 1 has no public key. ring writes Ed25519 in version 2, which OpenSSL 3.0, and with it curl, Python and Node, cannot read.
        info.public_key = None;
        Ok(Self { algorithm, pkcs8: SecretDocument::encode_msg(&info)?, public })
    }

    /// From PKCS#8 in DER, as WebCrypto gives it. The public key is derived again, and one that stands beside the private key must be the
    /// same.
    pub fn from_pkcs8(algorithm: KeyAlgorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let public = KeyPair::read(algorithm, pkcs8)?.public_key().to_vec();
        Self::new(algorithm, PrivateKeyInfoRef::try_from(pkcs8)?, public)
    }

    /// From PKCS#8 in PEM.
    pub fn from_pem(algorithm: KeyAlgorithm, pem: &str) -> Result<Self, KeyError> {
        let (label, pkcs8) = SecretDocument::from_pem(pem)?;
        if label != "PRIVATE KEY" {
            return Err(KeyError::Malformed);
        }
        Self::from_pkcs8(algorithm, pkcs8.as_bytes())
    }

    /// PKCS#8 version 1 (RFC 5958) in PEM (RFC 7468).
    pub fn to_pem(&self) -> Zeroizing<String> {
        certain(self.pkcs8.to_pem("PRIVATE KEY", LineEnding::LF), "a document of a few kilobytes fits in PEM")
    }

    /// The same, encrypted.
    pub fn to_encrypted_pem(&self, encryption: &Encryption) -> Result<Zeroizing<String>, KeyError> {
        encryption.to_pem(&self.pkcs8)
    }

    /// From what [`PrivateKey::to_encrypted_pem`] has written, without the passphrase.
    pub fn from_encrypted_pem(algorithm: KeyAlgorithm, pem: &str, encryption: &Encryption) -> Result<Self, KeyError> {
        Self::from_pkcs8(algorithm, &encryption.open(pem).ok_or(KeyError::Malformed)?)
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The key as it stands in a certificate's subjectPublicKey.
    pub fn public_key(&self) -> &[u8] {
        &self.public
    }

    pub(crate) fn signer(&self) -> Result<Signer, KeyError> {
        let pair = KeyPair::read(self.algorithm, self.pkcs8.as_bytes())?;
        Ok(Signer { algorithm: self.algorithm, public: self.public.clone(), pair })
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
pub(crate) struct Signer {
    algorithm: KeyAlgorithm,
    public: Vec<u8>,
    pair: KeyPair,
}

enum KeyPair {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl KeyPair {
    fn read(algorithm: KeyAlgorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let ecdsa = |curve| EcdsaKeyPair::from_pkcs8(curve, pkcs8, &SystemRandom::new()).map(Self::Ecdsa);
        let pair = match algorithm {
            KeyAlgorithm::EcdsaP256 => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING),
            KeyAlgorithm::EcdsaP384 => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING),
            KeyAlgorithm::Ed25519 => Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map(Self::Ed25519),
            KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => RsaKeyPair::from_pkcs8(pkcs8).map(Self::Rsa),
        };
        let pair = pair.map_err(|_| KeyError::Malformed)?;
        match &pair {
            Self::Rsa(rsa) if algorithm.rsa_bits() != u32::try_from(rsa.public().modulus_len() * 8).ok() => Err(KeyError::Malformed),
            _ => Ok(pair),
        }
    }

    fn public_key(&self) -> &[u8] {
        match self {
            Self::Ecdsa(pair) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
            Self::Rsa(pair) => pair.public_key().as_ref(),
        }
    }
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm.signature_algorithm()
    }
}

impl SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let random = SystemRandom::new();
        let failed = |_| rcgen::Error::RemoteKeyError;
        match &self.pair {
            KeyPair::Ecdsa(pair) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()).map_err(failed),
            KeyPair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            KeyPair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
        }
    }
}

/// Octets that nobody can foresee.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut octets = [0; N];
    getrandom::getrandom(&mut octets).map_err(|_| KeyError::NoRandomness)?;
    Ok(octets)
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
