//! PKCS#12 (RFC 7292): certificates and keys in one file under a passphrase, as XCA and `openssl pkcs12 -export` write it.

use pkcs8::{
    LineEnding, ObjectIdentifier,
    der::{self, Decode, asn1::AnyRef, pem::encode_string},
};
use zeroize::Zeroizing;

use crate::{
    pki::{
        given::children,
        key::{Encrypted, Mac},
    },
    problem::{Code, Fault},
};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const X509_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
/// The ciphers of PKCS#12 itself (appendix C): RC4, RC2 and 3DES.
const OLD_CIPHERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1");

/// A file as it came.
pub(super) struct Container {
    /// What its sum is of.
    octets: Zeroizing<Vec<u8>>,
    mac: Option<Mac>,
    parts: Vec<Safe>,
}

enum Safe {
    Open(Zeroizing<Vec<u8>>),
    Locked(Encrypted),
}

/// What was in it.
#[derive(Default)]
pub(super) struct Unpacked {
    /// In DER.
    pub certificates: Vec<Vec<u8>>,
    /// In PEM, under the same passphrase if there is one.
    pub keys: Vec<Zeroizing<String>>,
}

/// Why nothing comes out of a file.
#[derive(Debug)]
pub(super) enum NotUnpacked {
    /// Another form: BER without lengths, a signature in the place of a passphrase, PBMAC1.
    Unknown,
    /// A cipher that nobody should use: RC2, which OpenSSL before 3 has written, or RC4.
    TooOld,
    /// What is wrong with what is encrypted.
    Fault(Fault),
}

impl From<der::Error> for NotUnpacked {
    fn from(_: der::Error) -> Self {
        Self::Unknown
    }
}

impl From<Fault> for NotUnpacked {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Whether the octets begin as such a file does: a sequence, in it the version 3 and another sequence (section 4).
pub(super) fn is_pkcs12(octets: &[u8]) -> bool {
    const LONGEST_LENGTH: usize = 5;
    let after_tag = octets.strip_prefix(&[0x30]).unwrap_or_default();
    (1..=LONGEST_LENGTH).any(|length| after_tag.get(length..).is_some_and(|inside| inside.starts_with(&[2, 1, 3, 0x30])))
}

impl Container {
    /// Takes no longer than reading the file.
    pub fn read(octets: &[u8]) -> Result<Self, NotUnpacked> {
        let file = children(octets)?;
        let [_, safe, ref mac @ ..] = file[..] else { return Err(NotUnpacked::Unknown) };
        let (kind, content) = content(safe)?;
        if kind != DATA {
            return Err(NotUnpacked::Unknown);
        }
        let octets = Zeroizing::new(AnyRef::from_der(content)?.value().to_vec());
        let mac = mac.first().map(|mac| Mac::read(mac)?.ok_or(NotUnpacked::Unknown)).transpose()?;
        let parts = children(&octets)?.into_iter().map(Safe::read).collect::<Result<_, _>>()?;
        Ok(Self { octets, mac, parts })
    }

    /// How many rounds it takes to open it, but for the keys in it.
    pub fn rounds(&self) -> u64 {
        let parts = self.parts.iter().map(|part| if let Safe::Locked(part) = part { part.cost().rounds } else { 0 });
        parts.chain(self.mac.as_ref().map(|mac| mac.rounds)).fold(0, u64::saturating_add)
    }

    /// What is in it.
    pub fn open(&self, passphrase: &str) -> Result<Unpacked, NotUnpacked> {
        if self.mac.as_ref().is_some_and(|mac| !mac.holds(&self.octets, passphrase)) {
            return Err(Fault::from(Code::KeyWrongPassphrase).into());
        }
        let mut contents = Unpacked::default();
        for part in &self.parts {
            match part {
                Safe::Open(safe) => contents.add(safe, passphrase)?,
                Safe::Locked(safe) => contents.add(safe.open(passphrase)?.as_bytes(), passphrase)?,
            }
        }
        Ok(contents)
    }
}

impl Safe {
    fn read(info: &[u8]) -> Result<Self, NotUnpacked> {
        let (kind, content) = content(info)?;
        if kind == DATA {
            return Ok(Self::Open(Zeroizing::new(AnyRef::from_der(content)?.value().to_vec())));
        }
        // RFC 5652, section 8: the version, then kind, cipher and octets of what is encrypted.
        let data = children(content)?;
        let inside = data.get(1).filter(|_| kind == ENCRYPTED_DATA).ok_or(NotUnpacked::Unknown)?;
        let inside = children(inside)?;
        let [_, cipher, octets] = inside[..] else { return Err(NotUnpacked::Unknown) };
        let octets = AnyRef::from_der(octets)?.value();
        let der = yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_der(cipher);
                writer.next().write_bytes(octets);
            });
        });
        encrypted(&der).map(Self::Locked)
    }
}

impl Unpacked {
    /// What is in a `SafeContents` (RFC 7292, section 4.2).
    fn add(&mut self, safe: &[u8], passphrase: &str) -> Result<(), NotUnpacked> {
        for bag in children(safe)? {
            let (kind, value) = content(bag)?;
            match kind {
                CERTIFICATE_BAG => {
                    let (kind, certificate) = content(value)?;
                    if kind == X509_CERTIFICATE {
                        self.certificates.push(AnyRef::from_der(certificate)?.value().to_vec());
                    }
                }
                KEY_BAG => self.add_key("PRIVATE KEY", value)?,
                SHROUDED_KEY_BAG => {
                    let key = encrypted(value)?;
                    // An empty passphrase protects nothing.
                    if passphrase.is_empty() {
                        self.add_key("PRIVATE KEY", key.open(passphrase)?.as_bytes())?;
                    } else {
                        self.add_key("ENCRYPTED PRIVATE KEY", value)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add_key(&mut self, label: &str, der: &[u8]) -> Result<(), NotUnpacked> {
        let text = encode_string(label, LineEnding::LF, der).map_err(|_| NotUnpacked::Unknown)?;
        self.keys.push(Zeroizing::new(text));
        Ok(())
    }
}

fn encrypted(der: &[u8]) -> Result<Encrypted, NotUnpacked> {
    Encrypted::read(der).map_err(|fault| {
        let cipher = || ObjectIdentifier::from_der(children(children(der).ok()?.first()?).ok()?.first()?).ok();
        if fault.code != Code::KeySchemeUnsupported {
            return fault.into();
        }
        let is_old = cipher().is_some_and(|cipher| cipher.parent() == Some(OLD_CIPHERS));
        if is_old { NotUnpacked::TooOld } else { NotUnpacked::Unknown }
    })
}

/// The kind of a `ContentInfo` or a bag, and what it has: the first two of its parts, the second one without its tag.
fn content(element: &[u8]) -> Result<(ObjectIdentifier, &[u8]), NotUnpacked> {
    let parts = children(element)?;
    let [kind, value, ..] = parts[..] else { return Err(NotUnpacked::Unknown) };
    Ok((ObjectIdentifier::from_der(kind)?, AnyRef::from_der(value)?.value()))
}
