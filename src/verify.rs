//! The self-check: what is in the bundles is read again and tried by webpki, the verifier of rustls, which shares no code with what issued it.

use pkcs8::{der, spki::SubjectPublicKeyInfoRef};
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime as PkiTime};
use serde::Serialize;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring as algorithms};

use crate::{
    bundle::{Bundle, CA_NAME, Role},
    key::{KeyAlgorithm, PrivateKey},
    pki::{Issued, Pki, UnixTime},
    problem::listed,
    spec::{Host, Spec},
};

/// One thing that was tried.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What.
    pub code: CheckCode,
    /// Whether it is as it should be, for all bundles.
    pub passed: bool,
    /// The bundle that failed first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<String>,
}

listed! {
    /// What is tried.
    #[serde(rename_all = "kebab-case")]
    pub enum CheckCode {
        /// Each private key belongs to the certificate beside it.
        KeysFit,
        /// Each daemon's certificate is accepted as a server's, now, under the authority in every client's bundle.
        ServersAccepted,
        /// Each client's certificate is accepted as a client's, now, under the authority in every daemon's bundle.
        ClientsAccepted,
        /// Each daemon's certificate is accepted for its names, and refused for another.
        NamesHold,
        /// No daemon's certificate is accepted as a client's, and no client's as a daemon's.
        RolesHold,
        /// No certificate is accepted before its time or after it.
        TimesHold,
        /// A certificate is refused under an authority of the same name with another key.
        StrangersRefused,
        /// The authority's key is in the authority's bundle and in no other; under a passphrase it is nowhere in the clear.
        AuthorityKeyApart,
    }
}

/// Tries everything.
pub fn all(spec: &Spec, pki: &Pki, bundles: &[Bundle], now: UnixTime) -> Vec<Check> {
    CheckCode::ALL
        .iter()
        .map(|&code| {
            let failed = match code {
                CheckCode::AuthorityKeyApart => authority_key_apart(spec, pki, bundles),
                CheckCode::StrangersRefused => strangers_refused(spec, bundles, now),
                CheckCode::KeysFit => first_failing(spec, pki, bundles, |leaf| leaf.key_fits())
                    .or_else(|| (!authority_key_fits(spec, pki, bundles)).then(|| CA_NAME.to_owned())),
                _ => first_failing(spec, pki, bundles, |leaf| match code {
                    CheckCode::ServersAccepted => leaf.role != Role::Server || leaf.accepted(Role::Server, now),
                    CheckCode::ClientsAccepted => leaf.role != Role::Client || leaf.accepted(Role::Client, now),
                    CheckCode::NamesHold => leaf.role != Role::Server || leaf.names_hold(),
                    CheckCode::RolesHold => !leaf.accepted(if leaf.role == Role::Server { Role::Client } else { Role::Server }, now),
                    _ => leaf.times_hold(),
                }),
            };
            Check { code, passed: failed.is_none(), bundle: failed }
        })
        .collect()
}

/// The bundle of the first leaf for which this does not hold.
fn first_failing(spec: &Spec, pki: &Pki, bundles: &[Bundle], holds: impl Fn(&Leaf<'_>) -> bool) -> Option<String> {
    let issued = pki.servers.iter().chain(&pki.clients);
    let names = spec.daemons.iter().map(|daemon| daemon.names()).chain(spec.clients.iter().map(|_| Vec::new()));
    bundles.iter().zip(issued.zip(names)).find_map(|(bundle, (issued, names))| {
        let holds = Files::read(bundle).is_some_and(|files| {
            let leaf = files.leaf(spec, bundle.role, issued, &names);
            leaf.is_some_and(|leaf| holds(&leaf))
        });
        (!holds).then(|| bundle.name.clone())
    })
}

/// What a leaf's bundle has, as read from its files.
struct Files<'a> {
    authority: CertificateDer<'a>,
    certificate: CertificateDer<'a>,
    key_pem: &'a str,
}

impl<'a> Files<'a> {
    fn read(bundle: &'a Bundle) -> Option<Self> {
        let (certificate, key) = match bundle.role {
            Role::Server => ("server-cert.pem", "server-key.pem"),
            Role::Client => ("cert.pem", "key.pem"),
            Role::Ca => ("ca.pem", "ca-key.pem"),
            Role::All => return None,
        };
        Some(Self {
            authority: read_certificate(bundle, "ca.pem")?,
            certificate: read_certificate(bundle, certificate)?,
            key_pem: std::str::from_utf8(bundle.file(key)?.content()).ok()?,
        })
    }

    fn leaf<'b>(&'b self, spec: &Spec, role: Role, issued: &'b Issued, names: &'b [Host]) -> Option<Leaf<'b>> {
        Some(Leaf {
            signed_by: spec.authority.key_algorithm,
            algorithm: spec.key_algorithm,
            role,
            anchor: anchor_from_trusted_cert(&self.authority).ok()?,
            certificate: EndEntityCert::try_from(&self.certificate).ok()?,
            key_pem: self.key_pem,
            names,
            issued,
        })
    }
}

fn read_certificate(bundle: &Bundle, name: &str) -> Option<CertificateDer<'static>> {
    let (label, der) = der::pem::decode_vec(bundle.file(name)?.content()).ok()?;
    (label == "CERTIFICATE").then(|| CertificateDer::from(der))
}

struct Leaf<'a> {
    /// The kind of the authority's key.
    signed_by: KeyAlgorithm,
    /// The kind of its own.
    algorithm: KeyAlgorithm,
    role: Role,
    anchor: TrustAnchor<'a>,
    certificate: EndEntityCert<'a>,
    key_pem: &'a str,
    names: &'a [Host],
    issued: &'a Issued,
}

impl Leaf<'_> {
    fn key_fits(&self) -> bool {
        key_fits(self.algorithm, self.key_pem, &self.certificate)
    }

    fn accepted(&self, role: Role, at: UnixTime) -> bool {
        accepted(&self.certificate, &self.anchor, self.signed_by, role, at)
    }

    fn names_hold(&self) -> bool {
        // RFC 6761, section 6.4: nobody's.
        const OTHER: [&str; 2] = ["dockseal.invalid", "0.0.0.0"];
        let accepted =
            |name: &str| ServerName::try_from(name).is_ok_and(|name| self.certificate.verify_is_valid_for_subject_name(&name).is_ok());
        let all = self.names.iter().all(|name| accepted(&name.to_string().replace('*', "dockseal")));
        all && !OTHER.into_iter().any(accepted)
    }

    fn times_hold(&self) -> bool {
        let (start, end) = (self.issued.not_before.0, self.issued.not_after.0);
        !self.accepted(self.role, UnixTime(end + 1)) && (start == 0 || !self.accepted(self.role, UnixTime(start - 1)))
    }
}

fn key_fits(algorithm: KeyAlgorithm, key_pem: &str, certificate: &EndEntityCert<'_>) -> bool {
    PrivateKey::from_pem(algorithm, key_pem).is_ok_and(|key| is_key_of(&key, certificate))
}

fn is_key_of(key: &PrivateKey, certificate: &EndEntityCert<'_>) -> bool {
    let info = certificate.subject_public_key_info();
    SubjectPublicKeyInfoRef::try_from(info.as_ref()).is_ok_and(|info| info.subject_public_key.raw_bytes() == key.public_key())
}

/// An encrypted one is opened by what was derived from the passphrase: to derive it again would take as long as to issue everything.
fn authority_key_fits(spec: &Spec, pki: &Pki, bundles: &[Bundle]) -> bool {
    let files = bundles.iter().find(|bundle| bundle.role == Role::Ca).and_then(Files::read);
    files.is_some_and(|files| {
        let algorithm = spec.authority.key_algorithm;
        let key = match &pki.encryption {
            Some(encryption) => PrivateKey::from_encrypted_pem(algorithm, files.key_pem, encryption),
            None => PrivateKey::from_pem(algorithm, files.key_pem),
        };
        EndEntityCert::try_from(&files.certificate).is_ok_and(|certificate| key.is_ok_and(|key| is_key_of(&key, &certificate)))
    })
}

fn accepted(certificate: &EndEntityCert<'_>, anchor: &TrustAnchor<'_>, algorithm: KeyAlgorithm, role: Role, at: UnixTime) -> bool {
    let signature: &dyn SignatureVerificationAlgorithm = match algorithm {
        KeyAlgorithm::EcdsaP256 => algorithms::ECDSA_P256_SHA256,
        KeyAlgorithm::EcdsaP384 => algorithms::ECDSA_P384_SHA384,
        KeyAlgorithm::Ed25519 => algorithms::ED25519,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => algorithms::RSA_PKCS1_2048_8192_SHA256,
    };
    let usage = if role == Role::Server { KeyUsage::server_auth() } else { KeyUsage::client_auth() };
    let time = PkiTime::since_unix_epoch(std::time::Duration::from_secs(at.0));
    certificate.verify_for_usage(&[signature], std::slice::from_ref(anchor), &[], time, usage, None, None).is_ok()
}

/// Tries the first daemon's certificate under an authority that has the right name and the key of the first client.
fn strangers_refused(spec: &Spec, bundles: &[Bundle], now: UnixTime) -> Option<String> {
    let (server, client) = (bundles.first()?, &bundles[spec.daemons.len()]);
    let refused = (|| {
        let (server, client) = (Files::read(server)?, Files::read(client)?);
        let mut anchor = anchor_from_trusted_cert(&server.authority).ok()?;
        anchor.subject_public_key_info = anchor_from_trusted_cert(&client.certificate).ok()?.subject_public_key_info;
        let certificate = EndEntityCert::try_from(&server.certificate).ok()?;
        Some(!accepted(&certificate, &anchor, spec.authority.key_algorithm, Role::Server, now))
    })();
    (refused != Some(true)).then(|| server.name.clone())
}

fn authority_key_apart(spec: &Spec, pki: &Pki, bundles: &[Bundle]) -> Option<String> {
    let key = pki.authority.key.to_pem();
    let has_key = |bundle: &Bundle| bundle.files.iter().any(|file| contains(file.content(), key.as_bytes()));
    let may_have = |bundle: &Bundle| bundle.role == Role::Ca && spec.authority.passphrase.is_none();
    bundles.iter().find(|bundle| has_key(bundle) != may_have(bundle)).map(|bundle| bundle.name.clone())
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Draft, bundle};

    const NOW: UnixTime = UnixTime(1_767_225_600);

    fn issue(algorithm: &str) -> (Spec, Pki, Vec<Bundle>) {
        issue_with(algorithm, "")
    }

    fn issue_with(algorithm: &str, passphrase: &str) -> (Spec, Pki, Vec<Bundle>) {
        let draft = Draft {
            ca_passphrase: passphrase.to_owned().into(),
            ca_passphrase_repeat: passphrase.to_owned().into(),
            hosts: "docker.example.com 192.0.2.10\n*.x.example, 2001:db8::1".replace("*.x.example, ", "b.example *.x.example "),
            clients: "alice\nbob".into(),
            key_algorithm: algorithm.into(),
            ..Draft::default()
        };
        let spec = draft.parse().spec.expect("valid");
        let keys = spec.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let pki = Pki::issue(&spec, keys, NOW).expect("issued");
        let bundles = bundle::all(&spec, &pki).expect("bundles");
        (spec, pki, bundles)
    }

    fn failing(spec: &Spec, pki: &Pki, bundles: &[Bundle], now: UnixTime) -> Vec<CheckCode> {
        all(spec, pki, bundles, now).into_iter().filter(|check| !check.passed).map(|check| check.code).collect()
    }

    #[test]
    fn what_is_issued_passes() {
        for &algorithm in KeyAlgorithm::ALL {
            let (spec, pki, bundles) = issue(algorithm.name());
            assert_eq!(failing(&spec, &pki, &bundles, NOW), [], "{}", algorithm.name());
        }
    }

    #[test]
    fn a_check_fails_when_its_subject_is_wrong() {
        let (spec, pki, bundles) = issue("ecdsa-p256");
        let late = UnixTime(NOW.0 + 830 * 24 * 3600);
        assert_eq!(failing(&spec, &pki, &bundles, late), [CheckCode::ServersAccepted, CheckCode::ClientsAccepted]);

        let (_, _, mut mixed) = issue("ecdsa-p256");
        let (_, other_pki, other) = issue("ecdsa-p256");
        mixed[0].files = other.into_iter().next().expect("a bundle").files;
        assert!(failing(&spec, &pki, &mixed, NOW).contains(&CheckCode::AuthorityKeyApart));
        assert!(failing(&spec, &other_pki, &bundles, NOW).contains(&CheckCode::AuthorityKeyApart));

        let (_, _, mut swapped) = issue("ecdsa-p256");
        swapped.swap(0, 1);
        assert!(failing(&spec, &pki, &swapped, NOW).contains(&CheckCode::NamesHold));

        let (spec, pki, mut mismatched) = issue("ecdsa-p256");
        let key = mismatched[0].files.iter().position(|file| file.name == "server-key.pem").expect("a key");
        let stolen = mismatched[1].files.swap_remove(key);
        mismatched[0].files[key] = stolen;
        assert_eq!(failing(&spec, &pki, &mismatched, NOW)[0], CheckCode::KeysFit);
    }
    #[test]
    fn an_encrypted_key_is_opened_and_a_damaged_or_another_one_is_found() {
        let (spec, pki, bundles) = issue_with("ecdsa-p256", "correct horse");
        assert_eq!(failing(&spec, &pki, &bundles, NOW), []);
        // In the clear, and under another key.
        for (_, _, mut other) in [issue("ecdsa-p256"), issue_with("ecdsa-p256", "correct horse")] {
            let mut mixed = bundle::all(&spec, &pki).expect("bundles");
            let (ours, theirs) = (mixed.last_mut().expect("the authority's"), other.last_mut().expect("the authority's"));
            let key = ours.files.iter().position(|file| file.name == "ca-key.pem").expect("a key");
            std::mem::swap(&mut ours.files[key], &mut theirs.files[key]);
            assert!(failing(&spec, &pki, &mixed, NOW).contains(&CheckCode::KeysFit));
        }
    }
}
