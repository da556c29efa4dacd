//! How a key is written under a passphrase: PKCS#8 `EncryptedPrivateKeyInfo` (RFC 5958, section 3) by PBES2 (RFC 8018, section 6.2), with
//! AES-256-CBC under PBKDF2-HMAC-SHA-256, as `openssl genpkey -aes256` of OpenSSL 3 writes it. Not scrypt: Go's and Java's readers know no
//! other derivation.

use std::num::NonZeroU32;

use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use pkcs8::{
    LineEnding, SecretDocument,
    der::{self, Decode, Reader, SliceReader, asn1::OctetStringRef, pem},
    spki::AlgorithmIdentifierRef,
};
use ring::pbkdf2;
use yasna::models::ObjectIdentifier;
use zeroize::Zeroizing;

use super::{KeyError, random};
use crate::certain;

// RFC 8018, appendix A and C.
const PBES2: &[u64] = &[1, 2, 840, 113549, 1, 5, 13];
const PBKDF2: &[u64] = &[1, 2, 840, 113549, 1, 5, 12];
const HMAC_WITH_SHA256: &[u64] = &[1, 2, 840, 113549, 2, 9];
const AES256_CBC: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 1, 42];

const BLOCK_OCTETS: usize = 16;
const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// What a key is encrypted with: a key that was derived from a passphrase, and how it was.
pub struct Encryption {
    derivation: Derivation,
    key: Zeroizing<[u8; Self::KEY_OCTETS]>,
}

impl Encryption {
    /// The length of a key of AES-256.
    pub const KEY_OCTETS: usize = 32;

    pub(super) fn to_pem(&self, document: &SecretDocument) -> Result<Zeroizing<String>, KeyError> {
        let pem = pem::encode_string(LABEL, LineEnding::LF, &self.to_der(document)?);
        Ok(Zeroizing::new(certain(pem, "a document of a few kilobytes fits in PEM")))
    }

    pub(super) fn to_der(&self, document: &SecretDocument) -> Result<Vec<u8>, KeyError> {
        let iv: [u8; BLOCK_OCTETS] = random()?;
        let cipher = cbc::Encryptor::<Aes256>::new((&*self.key).into(), (&iv).into());
        let encrypted = cipher.encrypt_padded_vec::<Pkcs7>(document.as_bytes());
        let oid = ObjectIdentifier::from_slice;
        Ok(yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_sequence(|writer| {
                    writer.next().write_oid(&oid(PBES2));
                    writer.next().write_sequence(|writer| {
                        writer.next().write_sequence(|writer| {
                            writer.next().write_oid(&oid(PBKDF2));
                            writer.next().write_sequence(|writer| {
                                writer.next().write_bytes(&self.derivation.salt);
                                writer.next().write_u32(self.derivation.rounds.get());
                                writer.next().write_sequence(|writer| {
                                    writer.next().write_oid(&oid(HMAC_WITH_SHA256));
                                    writer.next().write_null();
                                });
                            });
                        });
                        writer.next().write_sequence(|writer| {
                            writer.next().write_oid(&oid(AES256_CBC));
                            writer.next().write_bytes(&iv);
                        });
                    });
                });
                writer.next().write_bytes(&encrypted);
            });
        }))
    }

    /// What such a PEM has inside, opened by the key that is here: the derivation is not done again.
    pub(super) fn open(&self, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let (label, der) = pem::decode_vec(text.as_bytes()).ok()?;
        let mut reader = SliceReader::new(&der).ok()?;
        let (algorithm, data) = reader
            .sequence(|inside| -> der::Result<_> { Ok((AlgorithmIdentifierRef::decode(inside)?, <&OctetStringRef>::decode(inside)?)) })
            .ok()?;
        // The last of PBES2's parameters is the cipher's, which is the IV.
        let (_, iv) = algorithm.parameters?.value().split_last_chunk::<BLOCK_OCTETS>()?;
        let cipher = cbc::Decryptor::<Aes256>::new((&*self.key).into(), iv.into());
        let opened = cipher.decrypt_padded_vec::<Pkcs7>(data.as_bytes()).ok()?;
        (label == LABEL).then(|| Zeroizing::new(opened))
    }
}

impl std::fmt::Debug for Encryption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Encryption([elided])")
    }
}

/// How a key is derived from a passphrase, whose octets are its UTF-8: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2).
#[derive(Clone, Copy, Debug)]
pub struct Derivation {
    /// New for each key.
    pub salt: [u8; BLOCK_OCTETS],
    /// How many times it is hashed.
    pub rounds: NonZeroU32,
}

impl Derivation {
    /// What OWASP recommends for PBKDF2 with HMAC-SHA-256 (Password Storage Cheat Sheet).
    pub const ROUNDS: NonZeroU32 = NonZeroU32::new(600_000).expect("not zero");

    /// A derivation with a new salt.
    pub fn new() -> Result<Self, KeyError> {
        Self::with_rounds(Self::ROUNDS)
    }

    /// The same of so many rounds.
    pub(super) fn with_rounds(rounds: NonZeroU32) -> Result<Self, KeyError> {
        Ok(Self { salt: random()?, rounds })
    }

    /// Rounds for a sample, which takes no time. Some implementations refuse fewer than NIST SP 800-132, section 5.2, asks for.
    pub const SAMPLE_ROUNDS: NonZeroU32 = NonZeroU32::new(1000).expect("not zero");

    /// Derives the key. It takes a good part of a second in a browser, which is its purpose.
    pub fn derive(self, passphrase: &str) -> Encryption {
        self.derived(self.octets(passphrase, self.rounds))
    }

    /// What comes of fewer rounds: whoever derives it elsewhere must get the same.
    pub fn sample(self, passphrase: &str) -> Zeroizing<[u8; Encryption::KEY_OCTETS]> {
        self.octets(passphrase, Self::SAMPLE_ROUNDS)
    }

    fn octets(self, passphrase: &str, rounds: NonZeroU32) -> Zeroizing<[u8; Encryption::KEY_OCTETS]> {
        let mut octets = Zeroizing::new([0; Encryption::KEY_OCTETS]);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &self.salt, passphrase.as_bytes(), octets.as_mut_slice());
        octets
    }

    /// The key as somebody else has derived it.
    pub fn derived(self, key: Zeroizing<[u8; Encryption::KEY_OCTETS]>) -> Encryption {
        Encryption { derivation: self, key }
    }
}
