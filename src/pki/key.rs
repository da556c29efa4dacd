//! Private keys: generated or read, kept as PKCS#8, wiped when dropped, never shown.

mod encrypted;
mod pkcs12;
mod public;
mod read;
mod traditional;

pub use encrypted::{Derivation, Encryption};
pub(crate) use pkcs12::Mac;
pub use public::{PublicKey, UnfitKey};
pub use read::{CONVERT, Cost, NAME_CURVE, WrittenKey};
pub(crate) use read::{Encrypted, blocks, decoded};

use std::num::NonZeroU32;

use pkcs8::{LineEnding, PrivateKeyInfoRef, SecretDocument, der::Decode, spki::SubjectPublicKeyInfoRef};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RsaKeyPair,
    },
};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use crate::{certain, spec::order::KeyAlgorithm};

fn signature_algorithm(algorithm: KeyAlgorithm) -> &'static SignatureAlgorithm {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => &PKCS_ECDSA_P256_SHA256,
        KeyAlgorithm::EcdsaP384 => &PKCS_ECDSA_P384_SHA384,
        KeyAlgorithm::Ed25519 => &PKCS_ED25519,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => &PKCS_RSA_SHA256,
    }
}

/// Why a key cannot be made or read. A reader's typo is never the reason.
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

impl From<pkcs8::spki::Error> for KeyError {
    fn from(_: pkcs8::spki::Error) -> Self {
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

    /// Reads PKCS#8 in DER, as WebCrypto gives it. The public key is derived again, and one that stands beside the private key must be the
    /// same.
    pub fn from_pkcs8(algorithm: KeyAlgorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let public = KeyPair::read(algorithm, pkcs8)?.public_key().to_vec();
        Self::new(algorithm, PrivateKeyInfoRef::try_from(pkcs8)?, public)
    }

    /// Takes a pair that was made elsewhere: the private key in PKCS#8, the public one as a `SubjectPublicKeyInfo` (RFC 5280, section 4.1), both in
    /// DER. An RSA key is read whole: its kind does not say how long it is. Whether other keys belong together is for the self-check to say, which
    /// asks the same of every key.
    pub fn from_pair(algorithm: KeyAlgorithm, pkcs8: &[u8], spki: &[u8]) -> Result<Self, KeyError> {
        let (private, public) = (PrivateKeyInfoRef::try_from(pkcs8)?, SubjectPublicKeyInfoRef::try_from(spki)?);
        let is_of_one_kind = private.algorithm == public.algorithm;
        let key = match algorithm.rsa_bits() {
            Some(_) => Self::from_pkcs8(algorithm, pkcs8)?,
            None => Self::new(algorithm, private, public.subject_public_key.raw_bytes().to_vec())?,
        };
        if is_of_one_kind && key.public_key_info() == spki { Ok(key) } else { Err(KeyError::Malformed) }
    }

    /// Reads PKCS#8 in PEM.
    pub fn from_pem(algorithm: KeyAlgorithm, pem: &str) -> Result<Self, KeyError> {
        Self::from_pkcs8(algorithm, &read_private_key(pem, None)?)
    }

    /// PKCS#8 version 1 (RFC 5958) in PEM (RFC 7468).
    pub fn to_pem(&self) -> Zeroizing<String> {
        certain(self.pkcs8.to_pem("PRIVATE KEY", LineEnding::LF), "a document of a few kilobytes fits in PEM")
    }

    /// The same, encrypted.
    pub fn to_encrypted_pem(&self, encryption: &Encryption) -> Result<Zeroizing<String>, KeyError> {
        encryption.to_pem(&self.pkcs8)
    }

    /// The same in DER, as PKCS#12 has it: by PBES2, or by 3DES and SHA-1 for programs that know no other.
    pub(crate) fn to_sealed_der(&self, passphrase: &str, rounds: NonZeroU32, by_triple_des: bool) -> Result<Vec<u8>, KeyError> {
        if by_triple_des {
            return pkcs12::sealed_by_triple_des(self.pkcs8.as_bytes(), passphrase, rounds);
        }
        Derivation::with_rounds(rounds)?.derive(passphrase).to_der(&self.pkcs8)
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The key as it stands in a certificate's subjectPublicKey.
    pub fn public_key(&self) -> &[u8] {
        &self.public
    }

    /// The same as a `SubjectPublicKeyInfo` (RFC 5280, section 4.1) in DER.
    pub fn public_key_info(&self) -> Vec<u8> {
        self.subject().subject_public_key_info()
    }

    pub(crate) fn signer(&self) -> Result<Signer, KeyError> {
        KeyPair::read(self.algorithm, self.pkcs8.as_bytes()).map(Signer)
    }

    pub(crate) fn subject(&self) -> SubjectKey<'_> {
        SubjectKey { algorithm: self.algorithm, public: &self.public }
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey").field("algorithm", &self.algorithm).field("pkcs8", &"[elided]").finish_non_exhaustive()
    }
}

/// A key that a certificate is made for. Nothing is computed: ring would derive the public key again.
pub(crate) struct SubjectKey<'a> {
    pub algorithm: KeyAlgorithm,
    pub public: &'a [u8],
}

impl PublicKeyData for SubjectKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        signature_algorithm(self.algorithm)
    }
}

/// A key that signs certificates.
pub(crate) struct Signer(KeyPair);

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
        let bits = match &pair {
            Self::Rsa(rsa) => u32::try_from(rsa.public().modulus_len() * 8).ok(),
            Self::Ecdsa(_) | Self::Ed25519(_) => None,
        };
        if bits == algorithm.rsa_bits() { Ok(pair) } else { Err(KeyError::Malformed) }
    }

    fn public_key(&self) -> &[u8] {
        match self {
            Self::Ecdsa(pair) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
            Self::Rsa(pair) => pair.public_key().as_ref(),
        }
    }
}

impl Signer {
    /// The signature as it stands in a certificate.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        let failed = |_| KeyError::NoRandomness;
        match &self.0 {
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

/// A `SubjectPublicKeyInfo` (RFC 5280, section 4.1) in DER of what stands in its bits.
pub(crate) fn public_key_info(algorithm: KeyAlgorithm, public: &[u8]) -> Vec<u8> {
    SubjectKey { algorithm, public }.subject_public_key_info()
}

/// The PKCS#8 in a PEM, opened if it is encrypted. The key in it is not looked at.
pub(crate) fn read_private_key(pem: &str, encryption: Option<&Encryption>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    if let Some(encryption) = encryption {
        return encryption.open(pem).ok_or(KeyError::Malformed);
    }
    let (label, pkcs8) = SecretDocument::from_pem(pem)?;
    if label == "PRIVATE KEY" { Ok(Zeroizing::new(pkcs8.as_bytes().to_vec())) } else { Err(KeyError::Malformed) }
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
            assert_eq!(key.public_key(), signer.0.public_key(), "{}", algorithm.name());
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
    fn a_pair_of_another_length_or_that_does_not_belong_together_is_refused() {
        let pair = |algorithm| {
            let key = PrivateKey::generate(algorithm).expect("a key");
            (key.pkcs8.to_bytes(), key.public_key_info())
        };
        let (short, long) = (pair(KeyAlgorithm::Rsa2048), pair(KeyAlgorithm::Rsa3072));
        let is_taken = |algorithm, (private, public): (&[u8], &[u8])| PrivateKey::from_pair(algorithm, private, public).is_ok();
        assert!(is_taken(KeyAlgorithm::Rsa2048, (&short.0, &short.1)) && is_taken(KeyAlgorithm::Rsa3072, (&long.0, &long.1)));
        assert!(!is_taken(KeyAlgorithm::Rsa4096, (&short.0, &short.1)) && !is_taken(KeyAlgorithm::Rsa2048, (&long.0, &long.1)));
        assert!(
            !is_taken(KeyAlgorithm::Rsa2048, (&short.0, &long.1))
                && !is_taken(KeyAlgorithm::Rsa2048, (&short.0, &pair(KeyAlgorithm::Rsa2048).1))
        );

        let curve = pair(KeyAlgorithm::EcdsaP384);
        assert!(is_taken(KeyAlgorithm::EcdsaP384, (&curve.0, &curve.1)));
        assert!(!is_taken(KeyAlgorithm::EcdsaP256, (&curve.0, &curve.1)));
        assert!(!is_taken(KeyAlgorithm::EcdsaP384, (&curve.0, &pair(KeyAlgorithm::EcdsaP256).1)));
    }

    #[test]
    fn debug_shows_no_key() {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
        assert!(format!("{key:?}").contains("[elided]"));
    }
}
