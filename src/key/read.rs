//! Keys as people bring them: PKCS#8, PKCS#1 and SEC1 in PEM, encrypted or not.

use pkcs8::{
    EncryptedPrivateKeyInfoRef, Error, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
    der::{
        self, Decode, Reader, SliceReader,
        asn1::{AnyRef, OctetStringRef, UintRef},
        pem,
    },
    pkcs5,
    spki::AlgorithmIdentifierRef,
};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use super::{KeyAlgorithm, PrivateKey};
use crate::problem::{Code, Fault};

/// Turns a key in OpenSSL's own encryption, whose derivation is one round of MD5, into what is read here.
pub const CONVERT: &str = "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -in ca-key.pem -out ca-key.new.pem";

impl PrivateKey {
    /// From PEM with a key of one of the kinds that are made here, in whichever form. What stands around it is passed over. The passphrase is
    /// looked at for an encrypted key only.
    pub fn read(text: &str, passphrase: &str) -> Result<Self, Fault> {
        let block = private_key_block(text).ok_or(Code::KeyDamaged)?;
        // RFC 1421, section 4.6: OpenSSL's traditional encryption says so in headers, which PEM of RFC 7468 has none of.
        if block.contains("Proc-Type:") {
            return Err(Fault::with_hint(Code::KeyLegacyEncryption, CONVERT));
        }
        let block = in_strict_lines(block).ok_or(Code::KeyDamaged)?;
        let (label, der) = pem::decode_vec(block.as_bytes()).map_err(|_| Code::KeyDamaged)?;
        let der = Zeroizing::new(der);
        let document = match label {
            "PRIVATE KEY" => SecretDocument::try_from(der.as_slice()).map_err(|_| Code::KeyDamaged)?,
            "ENCRYPTED PRIVATE KEY" => decrypt(&der, passphrase)?,
            "RSA PRIVATE KEY" => wrap(RSA, AnyRef::NULL, &der)?,
            "EC PRIVATE KEY" => {
                let key = EcPrivateKey::from_der(&der).map_err(|_| Code::KeyDamaged)?;
                let curve = key.parameters.and_then(|parameters| parameters.named_curve()).ok_or(Code::KeySchemeUnsupported)?;
                wrap(EC, AnyRef::from(&curve), &der)?
            }
            _ => return Err(Code::KeySchemeUnsupported.into()),
        };
        let info = PrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| Code::KeyDamaged)?;
        let candidates = candidates(&info);
        if candidates.is_empty() {
            return Err(Code::KeySchemeUnsupported.into());
        }
        let read = candidates.iter().find_map(|&algorithm| Self::from_pkcs8(algorithm, document.as_bytes()).ok());
        read.ok_or_else(|| if is_of_another_kind(&info) { Code::KeySchemeUnsupported } else { Code::KeyDamaged }.into())
    }
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// From the first BEGIN line of a private key to its END line.
fn private_key_block(text: &str) -> Option<&str> {
    const DASHES: &str = "-----";
    let end_of_label = text.find("PRIVATE KEY-----")?;
    let start = text[..end_of_label].rfind("-----BEGIN ")?;
    let end = start + text[start..].find("-----END ")?;
    let last = end + DASHES.len() + text[end + DASHES.len()..].find(DASHES)? + DASHES.len();
    Some(&text[start..last])
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

fn decrypt(der: &[u8], passphrase: &str) -> Result<SecretDocument, Fault> {
    // The reader has one answer for what is no encoding and for an algorithm that it does not know.
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| match is_encrypted_key(der) {
        true => Code::KeySchemeUnsupported,
        false => Code::KeyDamaged,
    })?;
    info.decrypt(passphrase).map_err(|error| {
        Fault::from(match error {
            Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { .. } | pkcs5::Error::NoPbes1CryptSupport) => {
                Code::KeySchemeUnsupported
            }
            // A wrong passphrase gives noise: one time in 256 with a padding that fits, but then no PKCS#8.
            _ => Code::KeyWrongPassphrase,
        })
    })
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
    use crate::key::Derivation;

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
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAA==\n-----END RSA PRIVATE KEY-----\n";
        let fault = PrivateKey::read(traditional, "x").expect_err("not read");
        assert_eq!(fault, Fault::with_hint(Code::KeyLegacyEncryption, CONVERT));
    }
}
