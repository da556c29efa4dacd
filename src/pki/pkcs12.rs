//! A certificate with its key and its authority in one file under a passphrase: PKCS#12 (RFC 7292), for Java, .NET, browsers and the certificate
//! store of Windows.
//!
//! The certificates in it are not encrypted: they are no secret. The key is, by what OpenSSL 3 and Java 8u301 use by themselves: PBES2 with AES-256-CBC
//! under PBKDF2-HMAC-SHA-256, and a sum by HMAC-SHA-256. Older programs know 3DES under SHA-1 alone (appendix C).

use std::num::NonZeroU32;

use ring::digest::{SHA256, digest};
use yasna::{DERWriter, Tag, models::ObjectIdentifier};

use super::key::{KeyError, Mac, PrivateKey};
use crate::named::named;

const DATA: &[u64] = &[1, 2, 840, 113549, 1, 7, 1];
const SHROUDED_KEY_BAG: &[u64] = &[1, 2, 840, 113549, 1, 12, 10, 1, 2];
const CERTIFICATE_BAG: &[u64] = &[1, 2, 840, 113549, 1, 12, 10, 1, 3];
const X509_CERTIFICATE: &[u64] = &[1, 2, 840, 113549, 1, 9, 22, 1];
/// PKCS#9 (RFC 2985): how it is called, and which key and certificate belong together.
const FRIENDLY_NAME: &[u64] = &[1, 2, 840, 113549, 1, 9, 20];
const LOCAL_KEY_ID: &[u64] = &[1, 2, 840, 113549, 1, 9, 21];

/// How often a passphrase is hashed. .NET 9 refuses more (`Pkcs12LoaderLimits.IndividualKdfIterationLimit` and `MacIterationLimit`).
const ROUNDS: NonZeroU32 = NonZeroU32::new(300_000).expect("not zero");

named! {
    /// Who is to read the file.
    pub enum Readers {
        /// OpenSSL 3, Java 8u301, .NET on Windows 10 and later, browsers.
        Today = "today",
        /// Java before 8u301, Windows Server 2016, the keychain of macOS 14 and older ones.
        Old = "old",
    }
}

/// The file. The name is what a list of certificates shows.
pub fn write(
    key: &PrivateKey,
    certificate: &[u8],
    authority: &[u8],
    name: &str,
    passphrase: &str,
    readers: Readers,
) -> Result<Vec<u8>, KeyError> {
    let is_old = readers == Readers::Old;
    let sealed = key.to_sealed_der(passphrase, ROUNDS, is_old)?;
    let key_id = digest(&SHA256, certificate);
    let attributes = |writer: DERWriter<'_>| {
        writer.write_set_of(|writer| {
            attribute(writer.next(), FRIENDLY_NAME, |writer| writer.write_bmp_string(name));
            attribute(writer.next(), LOCAL_KEY_ID, |writer| writer.write_bytes(key_id.as_ref()));
        });
    };
    let keys = yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_sequence(|writer| {
                writer.next().write_oid(&oid(SHROUDED_KEY_BAG));
                writer.next().write_tagged(Tag::context(0), |writer| writer.write_der(&sealed));
                attributes(writer.next());
            });
        });
    });
    let certificates = yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            for (der, is_own) in [(certificate, true), (authority, false)] {
                writer.next().write_sequence(|writer| {
                    writer.next().write_oid(&oid(CERTIFICATE_BAG));
                    writer.next().write_tagged(Tag::context(0), |writer| {
                        writer.write_sequence(|writer| {
                            writer.next().write_oid(&oid(X509_CERTIFICATE));
                            writer.next().write_tagged(Tag::context(0), |writer| writer.write_bytes(der));
                        });
                    });
                    if is_own {
                        attributes(writer.next());
                    }
                });
            }
        });
    });
    let safe = yasna::construct_der(|writer| {
        writer.write_sequence(|writer| [certificates, keys].iter().for_each(|contents| data(writer.next(), contents)));
    });
    let mac = Mac::of(&safe, passphrase, ROUNDS, is_old)?;
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_u8(3);
            data(writer.next(), &safe);
            writer.next().write_der(&mac);
        });
    }))
}

/// A `ContentInfo` of octets (RFC 5652, section 3).
fn data(writer: DERWriter<'_>, octets: &[u8]) {
    writer.write_sequence(|writer| {
        writer.next().write_oid(&oid(DATA));
        writer.next().write_tagged(Tag::context(0), |writer| writer.write_bytes(octets));
    });
}

fn attribute(writer: DERWriter<'_>, kind: &[u64], value: impl FnOnce(DERWriter<'_>)) {
    writer.write_sequence(|writer| {
        writer.next().write_oid(&oid(kind));
        writer.next().write_set(|writer| value(writer.next()));
    });
}

fn oid(numbers: &[u64]) -> ObjectIdentifier {
    ObjectIdentifier::from_slice(numbers)
}
