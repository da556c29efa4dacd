//! The browser's own keys and signatures (Web Cryptography API). There are none on plain http, other than from localhost, nor in every browser
//! for every kind of key; then each of these fails, and the work is done here.
//!
//! What the browser keeps of a key until it lets go of it is the browser's, as an archive is that waits to be downloaded.

use std::{future::Future, pin::Pin};

use js_sys::{Array, ArrayBuffer, JsString, Object, Promise, Reflect, Uint8Array};
use pkcs8::der::{Decode, Encode, Reader, SliceReader, asn1::UintRef};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};
use zeroize::Zeroizing;

use crate::KeyAlgorithm;

/// A key pair.
pub struct MadeKey {
    /// As the browser holds it, to sign with.
    pub private: CryptoKey,
    /// The same in DER.
    pub pkcs8: Octets,
    /// The public one in DER.
    pub spki: Octets,
}

type Outcome<T> = Result<T, JsValue>;

/// What the browser is at. While it is, nothing secret is kept on this side: it may never end.
pub type Pending<T> = Pin<Box<dyn Future<Output = Outcome<T>>>>;

/// Octets on the browser's side. They are overwritten when this is dropped.
pub struct Octets(Uint8Array);

impl Octets {
    fn new(octets: &[u8]) -> Self {
        Self(Uint8Array::from(octets))
    }

    /// What the browser gives.
    async fn given(promise: Promise) -> Outcome<Self> {
        let buffer: ArrayBuffer = JsFuture::from(promise).await?.dyn_into()?;
        Ok(Self(Uint8Array::new(&buffer)))
    }

    pub fn read(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }
}

impl Drop for Octets {
    fn drop(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}

/// A new key pair.
pub async fn generate(algorithm: KeyAlgorithm) -> Outcome<MadeKey> {
    let subtle = subtle()?;
    let parameters = parameters(algorithm, Use::Generate)?;
    let pair = subtle.generate_key_with_object(&parameters, true, &list(&["sign", "verify"]))?;
    let pair: CryptoKeyPair = JsFuture::from(pair).await?.unchecked_into();
    let private = pair.get_private_key();
    let (spki, pkcs8) = (subtle.export_key("spki", &pair.get_public_key())?, subtle.export_key("pkcs8", &private)?);
    // Both, so that the one that comes is overwritten where the other is refused.
    let (spki, pkcs8) = (Octets::given(spki).await, Octets::given(pkcs8).await);
    Ok(MadeKey { private, pkcs8: pkcs8?, spki: spki? })
}

/// A signature as it stands in a certificate.
pub async fn sign(algorithm: KeyAlgorithm, private: &CryptoKey, message: &[u8]) -> Outcome<Vec<u8>> {
    let signature = subtle()?.sign_with_object_and_u8_array(&parameters(algorithm, Use::Sign)?, private, message)?;
    let signature = Octets::given(signature).await?.read();
    match field_octets(algorithm) {
        Some(_) => to_der(&signature),
        None => Ok(signature.to_vec()),
    }
}

/// A public key that signatures are tried by. The browser takes it once.
pub struct Verifier {
    algorithm: KeyAlgorithm,
    public: Vec<u8>,
    key: Outcome<Promise>,
}

impl Verifier {
    /// The key is a `SubjectPublicKeyInfo`.
    pub fn new(algorithm: KeyAlgorithm, public: &[u8]) -> Self {
        Self { algorithm, public: public.to_vec(), key: import("spki", algorithm, public, "verify") }
    }

    pub fn is(&self, algorithm: KeyAlgorithm, public: &[u8]) -> bool {
        self.algorithm == algorithm && self.public == public
    }

    /// Whether such a signature holds.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Pending<bool> {
        let key = self.key.clone();
        let (algorithm, message, signature) = (self.algorithm, message.to_vec(), signature.to_vec());
        Box::pin(async move { verify(algorithm, &imported(key).await?, &message, &signature).await })
    }
}

async fn verify(algorithm: KeyAlgorithm, key: &CryptoKey, message: &[u8], signature: &[u8]) -> Outcome<bool> {
    let signature = match field_octets(algorithm) {
        Some(octets) => match from_der(signature, octets) {
            Some(signature) => signature,
            None => return Ok(false),
        },
        None => signature.to_vec(),
    };
    let holds = subtle()?.verify_with_object_and_u8_array_and_u8_array(&parameters(algorithm, Use::Sign)?, key, &signature, message)?;
    Ok(JsFuture::from(holds).await? == JsValue::TRUE)
}

/// Whether a private key, in PKCS#8, belongs to a public one: what it signs is taken for the other's.
pub fn fits(algorithm: KeyAlgorithm, private: &[u8], public: &[u8]) -> Pending<bool> {
    const MESSAGE: &[u8] = b"Dockseal";
    let (private, public) = (import("pkcs8", algorithm, private, "sign"), import("spki", algorithm, public, "verify"));
    Box::pin(async move {
        // Both, so that neither refusal goes unheard.
        let (private, public) = (imported(private).await, imported(public).await);
        let signature = sign(algorithm, &private?, MESSAGE).await?;
        verify(algorithm, &public?, MESSAGE, &signature).await
    })
}

/// A passphrase, to derive keys from.
pub fn passphrase(passphrase: &str) -> Pending<CryptoKey> {
    let start = || {
        let data = Octets::new(passphrase.as_bytes());
        subtle()?.import_key_with_str("raw", &data.0, "PBKDF2", false, &list(&["deriveBits"]))
    };
    Box::pin(imported(start()))
}

/// A key out of a passphrase: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2).
pub async fn derive(passphrase: &CryptoKey, salt: &[u8], rounds: u32, octets_wanted: usize) -> Outcome<Octets> {
    let algorithm = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ])?;
    Octets::given(subtle()?.derive_bits_with_object(&algorithm, passphrase, 8 * octets_wanted as u32)?).await
}

/// Hands a key over: the browser takes its copy before it answers.
fn import(format: &str, algorithm: KeyAlgorithm, key: &[u8], usage: &str) -> Outcome<Promise> {
    let (subtle, parameters) = (subtle()?, parameters(algorithm, Use::Import)?);
    let data = Octets::new(key);
    subtle.import_key_with_object(format, &data.0, &parameters, false, &list(&[usage]))
}

async fn imported(promise: Outcome<Promise>) -> Outcome<CryptoKey> {
    JsFuture::from(promise?).await?.dyn_into()
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Use {
    Generate,
    Import,
    Sign,
}

/// What the browser calls an algorithm. It ignores what a use does not ask for.
fn parameters(algorithm: KeyAlgorithm, r#use: Use) -> Outcome<Object> {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => object(&[("name", "ECDSA".into()), ("namedCurve", "P-256".into()), ("hash", "SHA-256".into())]),
        KeyAlgorithm::EcdsaP384 => object(&[("name", "ECDSA".into()), ("namedCurve", "P-384".into()), ("hash", "SHA-384".into())]),
        // ring is quicker than the way to the browser and back, and not every browser knows it.
        KeyAlgorithm::Ed25519 => Err(JsString::from("made here").into()),
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => {
            let parameters = object(&[("name", "RSASSA-PKCS1-v1_5".into()), ("hash", "SHA-256".into())])?;
            if r#use == Use::Generate {
                Reflect::set(&parameters, &"modulusLength".into(), &algorithm.rsa_bits().unwrap_or_default().into())?;
                // 65537 (FIPS 186-5, section 5.1).
                Reflect::set(&parameters, &"publicExponent".into(), &Uint8Array::from(&[1, 0, 1][..]).into())?;
            }
            Ok(parameters)
        }
    }
}

/// How long each half of an ECDSA signature is.
fn field_octets(algorithm: KeyAlgorithm) -> Option<usize> {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => Some(32),
        KeyAlgorithm::EcdsaP384 => Some(48),
        KeyAlgorithm::Ed25519 | KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => None,
    }
}

/// `ECDSA-Sig-Value` (RFC 3279, section 2.2.3) of both halves in a row, as browsers write them.
fn to_der(signature: &[u8]) -> Outcome<Vec<u8>> {
    let (r, s) = signature.split_at(signature.len() / 2);
    let integer = |half: &[u8]| UintRef::new(half).and_then(|integer| integer.to_der());
    let (Ok(r), Ok(s)) = (integer(r), integer(s)) else { return Err(JsString::from("not a signature").into()) };
    // Two integers of 48 octets at most: the length takes one octet.
    Ok([&[0x30, (r.len() + s.len()) as u8], r.as_slice(), &s].concat())
}

fn from_der(signature: &[u8], octets: usize) -> Option<Vec<u8>> {
    let mut reader = SliceReader::new(signature).ok()?;
    let read = reader.sequence(|inside| -> pkcs8::der::Result<_> { Ok((UintRef::decode(inside)?, UintRef::decode(inside)?)) });
    let (r, s) = read.ok().filter(|_| reader.is_finished())?;
    let mut halves = vec![0; 2 * octets];
    for (half, integer) in halves.chunks_mut(octets).zip([r.as_bytes(), s.as_bytes()]) {
        half.get_mut(octets.checked_sub(integer.len())?..)?.copy_from_slice(integer);
    }
    Some(halves)
}

fn list(usages: &[&str]) -> JsValue {
    usages.iter().map(|usage| JsValue::from(*usage)).collect::<Array>().into()
}

fn object(properties: &[(&str, JsValue)]) -> Outcome<Object> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

fn subtle() -> Outcome<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    Reflect::get(&crypto, &"subtle".into())?.dyn_into()
}
