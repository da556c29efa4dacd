//! How PKCS#12 makes keys of a passphrase (RFC 7292, appendix B): what checks a whole file, and the cipher that older programs know alone.

use std::num::NonZeroU32;

use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use des::TdesEde3;
use pkcs8::{
    ObjectIdentifier,
    der::{
        self, Decode, Encode, Reader, SliceReader,
        asn1::{AnyRef, OctetStringRef},
    },
    spki::AlgorithmIdentifierRef,
};
use ring::{
    digest::{self, SHA1_FOR_LEGACY_USE_ONLY},
    hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512},
};
use zeroize::Zeroizing;

use super::{KeyError, random, read::number};

/// What a derived octet is for: appendix B.3.
#[derive(Clone, Copy)]
enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// 3DES under a key of SHA-1 (appendix C): `pbeWithSHAAnd3-KeyTripleDES-CBC`.
pub(super) struct TripleDes<'a> {
    salt: &'a [u8],
    pub rounds: u64,
    data: &'a [u8],
}

impl<'a> TripleDes<'a> {
    pub const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");
    const KEY_OCTETS: usize = 24;
    pub const BLOCK_OCTETS: usize = 8;

    /// Reads an `EncryptedPrivateKeyInfo` (RFC 5958, section 3); `None` when it is of another scheme.
    pub fn read(der: &'a [u8]) -> Option<Self> {
        Self::decode(der).ok().flatten()
    }

    fn decode(der: &'a [u8]) -> der::Result<Option<Self>> {
        let mut inside = SliceReader::new(AnyRef::from_der(der)?.value())?;
        let scheme = AlgorithmIdentifierRef::decode(&mut inside)?;
        let Some(parameters) = scheme.parameters.filter(|_| scheme.oid == Self::OID) else { return Ok(None) };
        let data = <&OctetStringRef>::decode(&mut inside)?.as_bytes();
        let mut inside = SliceReader::new(parameters.value())?;
        let salt = <&OctetStringRef>::decode(&mut inside)?.as_bytes();
        Ok(Some(Self { salt, rounds: number(&mut inside)?, data }))
    }

    pub fn is_whole(&self) -> bool {
        !self.data.is_empty() && self.data.len().is_multiple_of(Self::BLOCK_OCTETS)
    }

    /// What is inside: DER. A wrong passphrase gives nothing, or noise.
    pub fn open(&self, passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
        written(passphrase).iter().find_map(|password| {
            let derive = |purpose, octets| derive(&SHA1_FOR_LEGACY_USE_ONLY, purpose, password, self.salt, self.rounds, octets);
            let (key, iv) = (derive(Purpose::Key, Self::KEY_OCTETS), derive(Purpose::Iv, Self::BLOCK_OCTETS));
            let cipher = cbc::Decryptor::<TdesEde3>::new_from_slices(&key, &iv).ok()?;
            let inside = Zeroizing::new(cipher.decrypt_padded_vec::<Pkcs7>(self.data).ok()?);
            AnyRef::from_der(&inside).is_ok().then_some(inside)
        })
    }
}

/// A key as PKCS#8 in DER, encrypted so.
pub(super) fn sealed_by_triple_des(pkcs8: &[u8], passphrase: &str, rounds: NonZeroU32) -> Result<Vec<u8>, KeyError> {
    let salt: [u8; SALT_OCTETS] = random()?;
    let password = written_down(passphrase);
    let derive = |purpose, octets| derive(&SHA1_FOR_LEGACY_USE_ONLY, purpose, &password, &salt, rounds.get().into(), octets);
    let (key, iv) = (derive(Purpose::Key, TripleDes::KEY_OCTETS), derive(Purpose::Iv, TripleDes::BLOCK_OCTETS));
    let cipher = cbc::Encryptor::<TdesEde3>::new_from_slices(&key, &iv).map_err(|_| KeyError::Malformed)?;
    let encrypted = cipher.encrypt_padded_vec::<Pkcs7>(pkcs8);
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_sequence(|writer| {
                writer.next().write_der(&TripleDes::OID.to_der().unwrap_or_default());
                writer.next().write_sequence(|writer| {
                    writer.next().write_bytes(&salt);
                    writer.next().write_u32(rounds.get());
                });
            });
            writer.next().write_bytes(&encrypted);
        });
    }))
}

const SALT_OCTETS: usize = 16;

/// What proves that a file is whole and the passphrase right: `MacData` (section 4).
pub(crate) struct Mac {
    algorithm: hmac::Algorithm,
    salt: Vec<u8>,
    /// How many times its key is hashed.
    pub rounds: u64,
    sum: Vec<u8>,
}

impl Mac {
    const HASHES: [(ObjectIdentifier, hmac::Algorithm); 4] = [
        (ObjectIdentifier::new_unwrap("1.3.14.3.2.26"), HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"), HMAC_SHA256),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), HMAC_SHA384),
        (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), HMAC_SHA512),
    ];

    /// `None` when the hash is another one, as that of PBMAC1 (RFC 9579).
    pub fn read(der: &[u8]) -> der::Result<Option<Self>> {
        let mut inside = SliceReader::new(AnyRef::from_der(der)?.value())?;
        let mut info = SliceReader::new(AnyRef::decode(&mut inside)?.value())?;
        let hash = AlgorithmIdentifierRef::decode(&mut info)?.oid;
        let sum = <&OctetStringRef>::decode(&mut info)?.as_bytes().to_vec();
        let salt = <&OctetStringRef>::decode(&mut inside)?.as_bytes().to_vec();
        let rounds = if inside.is_finished() { 1 } else { number(&mut inside)? };
        Ok(Self::HASHES.into_iter().find(|(oid, _)| *oid == hash).map(|(_, algorithm)| Self { algorithm, salt, rounds, sum }))
    }

    /// The one of these octets: by SHA-256, or by SHA-1 for programs that know no other.
    pub fn of(octets: &[u8], passphrase: &str, rounds: NonZeroU32, by_sha1: bool) -> Result<Vec<u8>, KeyError> {
        let [sha1, sha256, ..] = Self::HASHES;
        let (oid, algorithm) = if by_sha1 { sha1 } else { sha256 };
        let salt: [u8; SALT_OCTETS] = random()?;
        let hash = algorithm.digest_algorithm();
        let key = derive(hash, Purpose::Mac, &written_down(passphrase), &salt, rounds.get().into(), hash.output_len());
        let sum = hmac::sign(&hmac::Key::new(algorithm, &key), octets);
        Ok(yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_sequence(|writer| {
                    writer.next().write_sequence(|writer| {
                        writer.next().write_der(&oid.to_der().unwrap_or_default());
                        writer.next().write_null();
                    });
                    writer.next().write_bytes(sum.as_ref());
                });
                writer.next().write_bytes(&salt);
                writer.next().write_u32(rounds.get());
            });
        }))
    }

    /// Whether the octets are those that were written under this passphrase.
    pub fn holds(&self, octets: &[u8], passphrase: &str) -> bool {
        let hash = self.algorithm.digest_algorithm();
        written(passphrase).iter().any(|password| {
            let key = derive(hash, Purpose::Mac, password, &self.salt, self.rounds, hash.output_len());
            hmac::verify(&hmac::Key::new(self.algorithm, &key), octets, &self.sum).is_ok()
        })
    }
}

/// How a passphrase is written: as a BMPString with its end (appendix B.1).
fn written_down(passphrase: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect())
}

/// The same in all ways: where there is none, some programs write the end of it and others nothing.
fn written(passphrase: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let none = passphrase.is_empty().then(Zeroizing::default);
    std::iter::once(written_down(passphrase)).chain(none).collect()
}

/// Appendix B.2; its names are v, u, D, I, A and B.
fn derive(
    hash: &'static digest::Algorithm,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    rounds: u64,
    octets: usize,
) -> Zeroizing<Vec<u8>> {
    let v = hash.block_len();
    let filled = |text: &[u8]| text.iter().copied().cycle().take(text.len().div_ceil(v) * v).collect::<Vec<u8>>();
    let mut input = Zeroizing::new([filled(salt), filled(password)].concat());
    let mut derived = Zeroizing::new(Vec::with_capacity(octets + hash.output_len()));
    while derived.len() < octets {
        let mut first = digest::Context::new(hash);
        first.update(&vec![purpose as u8; v]);
        first.update(&input);
        let last = (1..rounds).fold(first.finish(), |last, _| digest::digest(hash, last.as_ref()));
        derived.extend_from_slice(last.as_ref());
        let added: Vec<u8> = last.as_ref().iter().copied().cycle().take(v).collect();
        for block in input.chunks_exact_mut(v) {
            let mut carry = 1;
            for (octet, added) in block.iter_mut().zip(&added).rev() {
                let [more, sum] = (u16::from(*octet) + u16::from(*added) + carry).to_be_bytes();
                (carry, *octet) = (u16::from(more), sum);
            }
        }
    }
    derived.truncate(octets);
    derived
}
