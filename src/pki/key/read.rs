//! Keys as people bring them: PKCS#8, PKCS#1 and SEC1 in PEM, encrypted or not.

use pkcs8::{
    EncryptedPrivateKeyInfoRef, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
    der::{
        self, Decode, Reader, SliceReader, Tag,
        asn1::{AnyRef, OctetStringRef, UintRef},
        pem,
    },
    pkcs5::pbes2::{EncryptionScheme, PBES2_OID, PBKDF2_OID, SCRYPT_OID},
    spki::AlgorithmIdentifierRef,
};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use super::{
    PrivateKey,
    pkcs12::TripleDes,
    traditional::{NotTraditional, Traditional},
};
use crate::{
    KeyAlgorithm,
    problem::{Code, Fault},
};

/// Writes a key anew that is in OpenSSL's own encryption, whose derivation is one round of MD5, or has more rounds than are done here.
pub const CONVERT: &str = "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -in ca-key.pem -out ca-key.new.pem";

/// Turns a key on a curve that is written out into one on the same curve by its name.
pub const NAME_CURVE: &str = "openssl pkey -ec_param_enc named_curve -in ca-key.pem -out ca-key.new.pem";

impl PrivateKey {
    /// Reads a key of a kind that is made here, from PEM in any of its forms. What stands around it is passed over. The passphrase is looked at
    /// for an encrypted key only.
    pub fn read(text: &str, passphrase: &str) -> Result<Self, Fault> {
        WrittenKey::find(text)?.open(passphrase)
    }
}

/// A private key that was found in a text, and not opened yet.
pub struct WrittenKey(KeyForm);

enum KeyForm {
    Open(SecretDocument),
    Encrypted(Encrypted),
    Traditional { key: Traditional, oid: ObjectIdentifier },
}

/// What is under a passphrase, in the form of an `EncryptedPrivateKeyInfo` (RFC 5958, section 3).
pub(crate) struct Encrypted {
    der: Zeroizing<Vec<u8>>,
    cost: Cost,
}

impl Encrypted {
    /// Takes no longer than reading it.
    pub fn read(der: &[u8]) -> Result<Self, Fault> {
        Ok(Self { cost: cost(der)?, der: Zeroizing::new(der.to_vec()) })
    }

    /// What it takes to open it.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// What is inside: DER.
    pub fn open(&self, passphrase: &str) -> Result<SecretDocument, Fault> {
        // A wrong passphrase gives noise: one time in 256 with a padding that fits.
        let document = self.decrypted(passphrase).and_then(|inside| SecretDocument::try_from(inside.as_slice()).ok());
        document.ok_or_else(|| Code::KeyWrongPassphrase.into())
    }

    fn decrypted(&self, passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
        if let Some(encrypted) = TripleDes::read(&self.der) {
            return encrypted.open(passphrase);
        }
        let info = EncryptedPrivateKeyInfoRef::try_from(self.der.as_slice()).ok()?;
        info.encryption_algorithm.decrypt(passphrase, info.encrypted_data.as_bytes()).ok().map(Zeroizing::new)
    }
}

impl WrittenKey {
    /// How long a text with a key may be, in octets. An encrypted RSA key of 4096 bits has 3.5 KiB.
    pub const MAX_OCTETS: usize = 64 * 1024;

    /// Takes no longer than reading the text, whatever is in it.
    pub fn find(text: &str) -> Result<Self, Fault> {
        if text.len() > Self::MAX_OCTETS {
            return Err(Fault::with_hint(Code::KeyFileTooLong, (Self::MAX_OCTETS / 1024).to_string()));
        }
        let block = private_key_block(text).ok_or(Code::KeyDamaged)?;
        // RFC 1421, section 4.6: OpenSSL's traditional encryption says so in headers; PEM of RFC 7468 has no headers.
        if block.contains("Proc-Type:") {
            return Self::traditional(block);
        }
        let block = in_strict_lines(block).ok_or(Code::KeyDamaged)?;
        let (label, der) = pem::decode_vec(block.as_bytes()).map_err(|_| Code::KeyDamaged)?;
        let der = Zeroizing::new(der);
        let document = match label {
            "PRIVATE KEY" => SecretDocument::try_from(der.as_slice()).map_err(|_| Code::KeyDamaged)?,
            "ENCRYPTED PRIVATE KEY" => return Ok(Self(KeyForm::Encrypted(Encrypted::read(&der)?))),
            "RSA PRIVATE KEY" => wrap(RSA, AnyRef::NULL, &der)?,
            "EC PRIVATE KEY" => wrap_on_curve(&der)?,
            _ => return Err(Code::KeySchemeUnsupported.into()),
        };
        Ok(Self(KeyForm::Open(document)))
    }

    fn traditional(block: &str) -> Result<Self, Fault> {
        let unknown = || Fault::with_hint(Code::KeyLegacyEncryption, CONVERT);
        let (_, info) = block.split_once("DEK-Info:").ok_or_else(unknown)?;
        let (info, rest) = info.split_once('\n').ok_or(Code::KeyDamaged)?;
        let (start, _) = block.split_once('\n').ok_or(Code::KeyDamaged)?;
        // Without its headers it is PEM of RFC 7468.
        let block = in_strict_lines(&format!("{}\n{rest}", start.trim())).ok_or(Code::KeyDamaged)?;
        let (label, data) = pem::decode_vec(block.as_bytes()).map_err(|_| Code::KeyDamaged)?;
        let oid = match label {
            "RSA PRIVATE KEY" => RSA,
            "EC PRIVATE KEY" => EC,
            _ => return Err(Code::KeySchemeUnsupported.into()),
        };
        let key = Traditional::read(info, data).map_err(|error| match error {
            NotTraditional::OtherCipher => unknown(),
            NotTraditional::Damaged => Code::KeyDamaged.into(),
        })?;
        Ok(Self(KeyForm::Traditional { key, oid }))
    }

    /// Whether it is in OpenSSL's traditional encryption or in that of PKCS#12: whoever has a copy can try passphrases fast.
    pub fn is_weakly_encrypted(&self) -> bool {
        match &self.0 {
            KeyForm::Open(_) => false,
            KeyForm::Encrypted(encrypted) => TripleDes::read(&encrypted.der).is_some(),
            KeyForm::Traditional { .. } => true,
        }
    }

    /// What it takes to open it; `None` when it is not encrypted.
    pub fn cost(&self) -> Option<Cost> {
        match &self.0 {
            KeyForm::Open(_) => None,
            KeyForm::Encrypted(encrypted) => Some(encrypted.cost),
            KeyForm::Traditional { .. } => Some(Cost { rounds: 1, memory: 0 }),
        }
    }

    /// The key. The passphrase is looked at for an encrypted one only.
    pub fn open(&self, passphrase: &str) -> Result<PrivateKey, Fault> {
        match &self.0 {
            KeyForm::Open(document) => key(document, Code::KeyDamaged),
            // Noise is no PKCS#8.
            KeyForm::Encrypted(encrypted) => key(&encrypted.open(passphrase)?, Code::KeyWrongPassphrase),
            KeyForm::Traditional { key: encrypted, oid } => {
                let der = encrypted.open(passphrase).ok_or(Code::KeyWrongPassphrase)?;
                // Noise is no sequence.
                if AnyRef::from_der(&der).is_err() {
                    return Err(Code::KeyWrongPassphrase.into());
                }
                let document = if *oid == RSA { wrap(RSA, AnyRef::NULL, &der)? } else { wrap_on_curve(&der)? };
                key(&document, Code::KeyWrongPassphrase)
            }
        }
    }
}

impl std::fmt::Debug for WrittenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WrittenKey").field("cost", &self.cost()).finish_non_exhaustive()
    }
}

/// What it takes to open an encrypted key, as its parameters say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cost {
    /// Rounds of PBKDF2; for scrypt evaluations of Salsa20/8, which take no longer.
    pub rounds: u64,
    /// The octets that have to be kept meanwhile.
    pub memory: u64,
}

impl Cost {
    /// Some ten seconds in a browser. OWASP recommends 600 000 rounds of PBKDF2, or scrypt with N = 2^17, r = 8, p = 1, which is 2^22
    /// (Password Storage Cheat Sheet).
    pub const MAX_ROUNDS: u64 = 10_000_000;
    /// That same scrypt takes 1 KiB more than 128 MiB. OpenSSL itself stops at 32.
    pub const MAX_MEMORY: u64 = 129 << 20;
}

/// Reads a key in PKCS#8. `otherwise` is what is wrong when it is no key at all.
fn key(document: &SecretDocument, otherwise: Code) -> Result<PrivateKey, Fault> {
    let info = PrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| otherwise)?;
    let candidates = candidates(&info);
    if candidates.is_empty() {
        let is_written_out =
            info.algorithm.oid == EC && info.algorithm.parameters.is_some_and(|curve| curve.header().tag() == Tag::Sequence);
        return Err(if is_written_out {
            Fault::with_hint(Code::KeyCurveWrittenOut, NAME_CURVE)
        } else {
            Code::KeySchemeUnsupported.into()
        });
    }
    let read = candidates.iter().find_map(|&algorithm| PrivateKey::from_pkcs8(algorithm, document.as_bytes()).ok());
    read.ok_or_else(|| if is_of_another_kind(&info) { Code::KeySchemeUnsupported } else { Code::KeyDamaged }.into())
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// The text from the first BEGIN line of a private key to its END line.
fn private_key_block(text: &str) -> Option<&str> {
    const DASHES: &str = "-----";
    let end_of_label = text.find("PRIVATE KEY-----")?;
    let start = text[..end_of_label].rfind("-----BEGIN ")?;
    let end = start + text[start..].find("-----END ")?;
    let last = end + DASHES.len() + text[end + DASHES.len()..].find(DASHES)? + DASHES.len();
    Some(&text[start..last])
}

/// The blocks of PEM in a text, each from its BEGIN line to its END line (RFC 7468, section 2).
pub(crate) fn blocks(text: &str) -> impl Iterator<Item = &str> {
    const DASHES: &str = "-----";
    let mut rest = text;
    std::iter::from_fn(move || {
        let block = &rest[rest.find("-----BEGIN ")?..];
        let end = block.find("-----END ")?;
        let last = end + DASHES.len() + block[end + DASHES.len()..].find(DASHES)? + DASHES.len();
        rest = &block[last..];
        Some(&block[..last])
    })
}

/// The label of a block of PEM and what is in it. Lines may have any length.
pub(crate) fn decoded(block: &str) -> Option<(String, Zeroizing<Vec<u8>>)> {
    // A record of ours has a thousand of them as they are wanted.
    if let Ok((label, der)) = pem::decode_vec(block.as_bytes()) {
        return Some((label.to_owned(), Zeroizing::new(der)));
    }
    let block = in_strict_lines(block)?;
    let (label, der) = pem::decode_vec(block.as_bytes()).ok()?;
    Some((label.to_owned(), Zeroizing::new(der)))
}

/// PEM as the reader wants it (RFC 7468, section 3, `stricttextualmsg`). openssl takes lines of any length, and with spaces.
fn in_strict_lines(block: &str) -> Option<Zeroizing<String>> {
    const COLUMNS: usize = 64;
    let (label, rest) = block.strip_prefix("-----BEGIN ")?.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body = Zeroizing::new(body.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>());
    let mut strict = Zeroizing::new(String::with_capacity(2 * block.len() + COLUMNS));
    strict.push_str(&format!("-----BEGIN {label}-----\n"));
    for line in body.chunks(COLUMNS) {
        strict.extend(line);
        strict.push('\n');
    }
    strict.push_str(&format!("-----END {label}-----\n"));
    Some(strict)
}

/// Whether a key that cannot be used is one all the same: of another length or exponent, or without its public key.
fn is_of_another_kind(info: &PrivateKeyInfoRef<'_>) -> bool {
    let key = info.private_key.as_bytes();
    if info.algorithm.oid != RSA {
        return EcPrivateKey::from_der(key).is_ok_and(|key| key.public_key.is_none());
    }
    // RFC 8017, appendix A.1.2: version, modulus, publicExponent.
    let numbers = |reader: &mut SliceReader<'_>| {
        let [_, modulus, exponent] = [UintRef::decode(reader)?, UintRef::decode(reader)?, UintRef::decode(reader)?];
        Ok::<_, der::Error>((8 * modulus.as_bytes().len() as u32, exponent.as_bytes() == [1, 0, 1]))
    };
    let inside = AnyRef::from_der(key).and_then(|sequence| numbers(&mut SliceReader::new(sequence.value())?));
    let is_made_here = |bits| KeyAlgorithm::ALL.iter().any(|algorithm| algorithm.rsa_bits() == Some(bits));
    inside.is_ok_and(|(bits, has_usual_exponent)| !has_usual_exponent || !is_made_here(bits))
}

/// Whether an `ECPrivateKey` (RFC 5915) has the numbers of its curve in the place of the name (X9.62, `SpecifiedECDomain`).
fn writes_curve_out(der: &[u8]) -> bool {
    let curve = |reader: &mut SliceReader<'_>| {
        u8::decode(reader)?;
        <&OctetStringRef>::decode(reader)?;
        Ok::<_, der::Error>(AnyRef::from_der(AnyRef::decode(reader)?.value())?.header().tag())
    };
    let inside = AnyRef::from_der(der).and_then(|sequence| curve(&mut SliceReader::new(sequence.value())?));
    inside.is_ok_and(|tag| tag == Tag::Sequence)
}

/// What opening such a key takes. One that nobody can open, or only in minutes, is refused: the library does what it is told, and panics where
/// scrypt's N is 0.
fn cost(der: &[u8]) -> Result<Cost, Fault> {
    if let Some(encrypted) = TripleDes::read(der) {
        return match encrypted.rounds {
            0 => Err(Code::KeyParametersBad.into()),
            1..=Cost::MAX_ROUNDS if encrypted.is_whole() => Ok(Cost { rounds: encrypted.rounds, memory: 0 }),
            1..=Cost::MAX_ROUNDS => Err(Code::KeyDamaged.into()),
            _ => Err(Fault::with_hint(Code::KeyRoundsTooMany, CONVERT)),
        };
    }
    // Checked before the library reads it, whose numbers end at 2^32 or 2^16.
    let cost = match derivation(der) {
        Ok((PBKDF2_OID, [rounds, ..])) => {
            let cost = Cost { rounds, memory: 0 };
            match rounds {
                0 => return Err(Code::KeyParametersBad.into()),
                1..=Cost::MAX_ROUNDS => cost,
                _ => return Err(Fault::with_hint(Code::KeyRoundsTooMany, CONVERT)),
            }
        }
        Ok((SCRYPT_OID, [n, r, p])) => {
            // RFC 7914, section 2.
            if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
                return Err(Code::KeyParametersBad.into());
            }
            let blocks = n.saturating_add(p).saturating_mul(r);
            let cost = Cost { rounds: n.saturating_mul(4).saturating_mul(r).saturating_mul(p), memory: blocks.saturating_mul(128) };
            if cost.memory > Cost::MAX_MEMORY || cost.rounds > Cost::MAX_ROUNDS {
                return Err(Code::KeyScryptTooLarge.into());
            }
            cost
        }
        _ => Cost { rounds: 0, memory: 0 },
    };
    // The reader has one answer for what is no encoding and for an algorithm that it does not know.
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| match is_encrypted_key(der) {
        true => Code::KeySchemeUnsupported,
        false => Code::KeyDamaged,
    })?;
    let scheme = info.encryption_algorithm.pbes2().ok_or(Code::KeySchemeUnsupported)?;
    if scheme.kdf.key_length().is_some_and(|length| usize::from(length) != scheme.encryption.key_size()) {
        return Err(Code::KeyParametersBad.into());
    }
    let block = match scheme.encryption {
        EncryptionScheme::Aes128Cbc { .. } | EncryptionScheme::Aes192Cbc { .. } | EncryptionScheme::Aes256Cbc { .. } => 16,
        EncryptionScheme::DesEde3Cbc { .. } => 8,
        _ => 1,
    };
    let length = info.encrypted_data.as_bytes().len();
    if length == 0 || length % block != 0 {
        return Err(Code::KeyDamaged.into());
    }
    Ok(cost)
}

/// By which function the key is derived (RFC 8018, appendix A.4), and up to three numbers that follow its salt: the rounds of PBKDF2, or N, r
/// and p of scrypt (RFC 7914, section 7).
fn derivation(der: &[u8]) -> der::Result<(ObjectIdentifier, [u64; 3])> {
    fn first<'a>(sequence: AnyRef<'a>) -> der::Result<AlgorithmIdentifierRef<'a>> {
        AlgorithmIdentifierRef::decode(&mut SliceReader::new(sequence.value())?)
    }
    let unknown = || der::Error::from(Tag::Sequence.value_error());
    let scheme = first(AnyRef::from_der(der)?)?;
    let parameters = scheme.parameters.filter(|_| scheme.oid == PBES2_OID).ok_or_else(unknown)?;
    let function = first(parameters)?;
    let mut inside = SliceReader::new(function.parameters.ok_or_else(unknown)?.value())?;
    AnyRef::decode(&mut inside)?;
    let mut numbers = [0; 3];
    let count = if function.oid == SCRYPT_OID { 3 } else { 1 };
    for place in &mut numbers[..count] {
        *place = number(&mut inside)?;
    }
    Ok((function.oid, numbers))
}

/// A number; one that is too large is the largest one.
pub(super) fn number(inside: &mut SliceReader<'_>) -> der::Result<u64> {
    let octets = UintRef::decode(inside)?;
    let fits = octets.as_bytes().len() <= size_of::<u64>();
    Ok(if fits { octets.as_bytes().iter().fold(0, |sum, &octet| sum << 8 | u64::from(octet)) } else { u64::MAX })
}

/// Whether this is an `EncryptedPrivateKeyInfo`, by whatever algorithm.
fn is_encrypted_key(der: &[u8]) -> bool {
    let read = |reader: &mut SliceReader<'_>| {
        reader.sequence(|inside| -> der::Result<_> {
            AlgorithmIdentifierRef::decode(inside)?;
            <&OctetStringRef>::decode(inside)
        })?;
        Ok::<_, der::Error>(reader.is_finished())
    };
    SliceReader::new(der).is_ok_and(|mut reader| read(&mut reader) == Ok(true))
}

/// PKCS#8 around an `ECPrivateKey`, which names its curve itself.
fn wrap_on_curve(der: &[u8]) -> Result<SecretDocument, Fault> {
    let key = EcPrivateKey::from_der(der).map_err(|_| match writes_curve_out(der) {
        true => Fault::with_hint(Code::KeyCurveWrittenOut, NAME_CURVE),
        false => Code::KeyDamaged.into(),
    })?;
    let curve = key.parameters.and_then(|parameters| parameters.named_curve()).ok_or(Code::KeySchemeUnsupported)?;
    wrap(EC, AnyRef::from(&curve), der)
}

/// PKCS#8 around a key in the form that the algorithm had before.
fn wrap(oid: ObjectIdentifier, parameters: AnyRef<'_>, key: &[u8]) -> Result<SecretDocument, Fault> {
    let key = OctetStringRef::new(key).map_err(|_| Code::KeyDamaged)?;
    let info = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid, parameters: Some(parameters) }, key);
    SecretDocument::encode_msg(&info).map_err(|_| Code::KeyDamaged.into())
}

/// The algorithms that such a key can be of. How long an RSA key is, it says itself.
fn candidates(info: &PrivateKeyInfoRef<'_>) -> &'static [KeyAlgorithm] {
    let AlgorithmIdentifierRef { oid, parameters } = info.algorithm;
    let curve = || parameters.and_then(|parameters| ObjectIdentifier::try_from(parameters).ok());
    match oid {
        RSA => &[KeyAlgorithm::Rsa2048, KeyAlgorithm::Rsa3072, KeyAlgorithm::Rsa4096],
        EC if curve() == Some(P256) => &[KeyAlgorithm::EcdsaP256],
        EC if curve() == Some(P384) => &[KeyAlgorithm::EcdsaP384],
        ED25519 => &[KeyAlgorithm::Ed25519],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::key::Derivation;

    fn encrypted(passphrase: &str) -> (PrivateKey, String) {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
        let encryption = Derivation::new().expect("a salt").derive(passphrase);
        let pem = key.to_encrypted_pem(&encryption).expect("encrypted").to_string();
        (key, pem)
    }

    fn code(text: &str, passphrase: &str) -> Option<Code> {
        PrivateKey::read(text, passphrase).err().map(|fault| fault.code)
    }

    #[test]
    fn every_kind_of_key_is_known_again() {
        for &algorithm in KeyAlgorithm::ALL {
            let key = PrivateKey::generate(algorithm).expect("a key");
            let text = format!("somebody's key\r\n{}\nand more", key.to_pem().replace('\n', "\r\n"));
            let read = PrivateKey::read(&text, "").expect("the same key");
            assert_eq!((read.algorithm(), read.public_key()), (algorithm, key.public_key()));
        }
    }

    #[test]
    fn a_passphrase_is_needed_again_to_the_letter() {
        let (key, pem) = encrypted(" 密码 ");
        assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assert_eq!(PrivateKey::read(&pem, " 密码 ").expect("opened").public_key(), key.public_key());
        for wrong in ["密码", "", " 密碼 "] {
            assert_eq!(code(&pem, wrong), Some(Code::KeyWrongPassphrase), "{wrong:?}");
        }
        assert_ne!(pem, encrypted(" 密码 ").1);
    }

    /// Wycheproof's vectors of PBES2. Passphrases that are no text cannot be typed here.
    #[test]
    fn wycheproofs_octets_are_decrypted_and_under_another_passphrase_they_are_not() {
        use wycheproof::pbes2::{TestName, TestSet};
        let mut count = 0;
        for name in TestName::all() {
            let said = format!("{name:?}");
            let (hash, bits) = said.strip_prefix("PbeWithHmacSha").and_then(|rest| rest.split_once("AndAes")).expect("a name");
            let hash = ["1", "224", "256", "384", "512"].iter().position(|known| *known == hash).expect("a hash");
            // RFC 8018, appendix B.1.2; FIPS 197 in the registry of NIST.
            let hash = yasna::models::ObjectIdentifier::from_slice(&[1, 2, 840, 113_549, 2, 7 + hash as u64]);
            let cipher = [("128", 2), ("192", 22), ("256", 42)].iter().find(|(known, _)| *known == bits).expect("a cipher").1;
            let cipher = yasna::models::ObjectIdentifier::from_slice(&[2, 16, 840, 1, 101, 3, 4, 1, cipher]);
            for test in TestSet::load(name).expect("tests").test_groups.iter().flat_map(|group| &group.tests) {
                let Ok(passphrase) = std::str::from_utf8(&test.password) else { continue };
                let oid =
                    |oid: ObjectIdentifier| yasna::models::ObjectIdentifier::from_slice(&oid.arcs().map(u64::from).collect::<Vec<_>>());
                let der = yasna::construct_der(|writer| {
                    writer.write_sequence(|writer| {
                        writer.next().write_sequence(|writer| {
                            writer.next().write_oid(&oid(PBES2_OID));
                            writer.next().write_sequence(|writer| {
                                writer.next().write_sequence(|writer| {
                                    writer.next().write_oid(&oid(PBKDF2_OID));
                                    writer.next().write_sequence(|writer| {
                                        writer.next().write_bytes(&test.salt);
                                        writer.next().write_u64(test.iteration_count as u64);
                                        writer.next().write_sequence(|writer| {
                                            writer.next().write_oid(&hash);
                                            writer.next().write_null();
                                        });
                                    });
                                });
                                writer.next().write_sequence(|writer| {
                                    writer.next().write_oid(&cipher);
                                    writer.next().write_bytes(&test.iv);
                                });
                            });
                        });
                        writer.next().write_bytes(&test.ct);
                    });
                });
                let encrypted = Encrypted::read(&der).unwrap_or_else(|fault| panic!("{name:?} {}: {fault:?}", test.tc_id));
                assert_eq!(encrypted.cost().rounds, test.iteration_count as u64);
                let inside = encrypted.decrypted(passphrase);
                assert_eq!(inside.as_ref().map(|inside| inside.as_slice()), Some(&test.msg[..]), "{name:?} {}", test.tc_id);
                if test.tc_id == 1 {
                    let other = encrypted.decrypted(&format!("{passphrase}x"));
                    assert_ne!(other.as_ref().map(|inside| inside.as_slice()), Some(&test.msg[..]), "{name:?}");
                }
                count += 1;
            }
        }
        assert!(count > 500, "{count}");
    }

    #[test]
    fn a_key_that_cannot_be_read_says_why() {
        let (_, pem) = encrypted("x");
        let cut: String = pem.lines().enumerate().filter(|(index, _)| *index != 2).map(|(_, line)| line.to_owned() + "\n").collect();
        for damaged in
            ["", "nonsense", &cut, &pem.replace("ENCRYPTED ", ""), &pem[..80], "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"]
        {
            assert_eq!(code(damaged, "x"), Some(Code::KeyDamaged), "{damaged}");
        }
        let traditional =
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,00\n\nAA==\n-----END RSA PRIVATE KEY-----\n";
        let fault = PrivateKey::read(traditional, "x").expect_err("not read");
        assert_eq!(fault, Fault::with_hint(Code::KeyLegacyEncryption, CONVERT));
    }
}
