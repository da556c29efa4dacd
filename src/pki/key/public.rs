//! Public keys without the private ones: their owners have those.

use pkcs8::{
    ObjectIdentifier,
    der::{Decode, Reader, SliceReader, asn1::UintRef},
    spki::SubjectPublicKeyInfoRef,
};

use super::{SubjectKey, public_key_info};
use crate::spec::order::KeyAlgorithm;

/// A public key of a kind that is made here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicKey {
    algorithm: KeyAlgorithm,
    public: Vec<u8>,
}

/// Why a public key is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UnfitKey {
    /// RSA of so many bits, which is too short.
    ShortRsa(usize),
    /// It is of a kind that is not made here, or damaged.
    Other,
}

/// rsaEncryption (RFC 8017, appendix A.1).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// The least that programs take today.
const RSA_BITS: usize = 2048;

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo` (RFC 5280, section 4.1) in DER.
    pub fn read(spki: &[u8]) -> Result<Self, UnfitKey> {
        let info = SubjectPublicKeyInfoRef::try_from(spki).map_err(|_| UnfitKey::Other)?;
        let public = info.subject_public_key.raw_bytes();
        let bits = if info.algorithm.oid == RSA { rsa_bits(public).ok_or(UnfitKey::Other)? } else { 0 };
        if info.algorithm.oid == RSA && bits < RSA_BITS {
            return Err(UnfitKey::ShortRsa(bits));
        }
        // What is written of a key of this kind is this, to the octet: the same parameters, and a point in its usual form.
        let is_of = |&algorithm: &KeyAlgorithm| {
            let has_length = match algorithm {
                KeyAlgorithm::EcdsaP256 => public.len() == 65 && public[0] == 4,
                KeyAlgorithm::EcdsaP384 => public.len() == 97 && public[0] == 4,
                KeyAlgorithm::Ed25519 => public.len() == 32,
                KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
                    algorithm.rsa_bits().and_then(|bits| usize::try_from(bits).ok()) == Some(bits)
                }
            };
            has_length && public_key_info(algorithm, public) == spki
        };
        let algorithm = KeyAlgorithm::ALL.iter().copied().find(is_of).ok_or(UnfitKey::Other)?;
        Ok(Self { algorithm, public: public.to_vec() })
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The key as it stands in a certificate's subjectPublicKey.
    pub fn public_key(&self) -> &[u8] {
        &self.public
    }

    pub(crate) fn subject(&self) -> SubjectKey<'_> {
        SubjectKey { algorithm: self.algorithm, public: &self.public }
    }
}

/// How long the modulus is (RFC 8017, appendix A.1.1).
fn rsa_bits(public: &[u8]) -> Option<usize> {
    let modulus = SliceReader::new(public).ok()?.sequence(|inside| {
        let modulus = UintRef::decode(inside)?.as_bytes().to_vec();
        UintRef::decode(inside)?;
        Ok::<_, pkcs8::der::Error>(modulus)
    });
    let modulus = modulus.ok()?;
    Some(8 * modulus.len() - usize::try_from(modulus.first()?.leading_zeros()).ok()?)
}
