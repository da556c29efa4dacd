//! FoundRequests for certificates that somebody has sent: what each asks for, and what is wrong with it, for the page.

use std::collections::HashSet;

use serde::Serialize;

use super::{BroughtFile, archive, blocks, known::key_of_request};
use crate::{
    named::listed,
    pki::{
        given::{Given, GivenCertificate},
        key::{PublicKey, UnfitKey, WrittenKey, decoded},
        request::{CertificateRequest, Proof},
    },
    problem::Severity,
    spec::{Daemon, Host, order::Role},
};

/// The most that is read at once, in octets.
pub const MAX_OCTETS: usize = 4 << 20;
/// The most requests at once.
pub const MAX_REQUESTS: usize = 1000;

listed! {
    /// What is wrong with a request, or with a file that should be one. `value` and `hint` are those of the [`RequestObjection`].
    #[serde(rename_all = "kebab-case")]
    pub enum RequestFlaw {
        /// There is no request in the file `value`.
        NoRequest,
        /// The file `value` is a certificate.
        IsCertificate,
        /// There is a private key in the file `value`.
        IsPrivateKey,
        /// More than `hint` MiB altogether.
        TooLarge,
        /// More than `hint` requests.
        TooMany,
        /// Its key is RSA of `hint` bits.
        KeyTooShort,
        /// Its key is of a kind that is not signed here.
        KeyOfOtherKind,
        /// It asks for the certificate of an authority.
        AsksForAuthority,
        /// Its signature is wrong.
        SignatureWrong,
        /// It is signed by `hint`, which proves little.
        SignatureWeak,
        /// It is signed by `hint`, which cannot be tried here.
        SignatureUnknown,
    }
}

/// What is wrong, or is for the reader to decide.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct RequestObjection {
    /// What.
    pub code: RequestFlaw,
    /// An error keeps the request from being signed; whether to sign in spite of a warning is for the reader to decide.
    pub severity: Severity,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the flaw's documentation says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl RequestObjection {
    fn error(code: RequestFlaw, value: Option<&str>) -> Self {
        Self { code, severity: Severity::Error, value: value.map(str::to_owned), hint: None }
    }

    fn with_hint(code: RequestFlaw, severity: Severity, hint: impl ToString) -> Self {
        Self { code, severity, value: None, hint: Some(hint.to_string()) }
    }
}

/// What a request asks for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct KnownRequest {
    /// The request in PEM.
    pub pem: String,
    /// SHA-256 over its key, hexadecimal.
    pub fingerprint: String,
    /// Its subject (RFC 4514).
    pub subject: String,
    /// The names and addresses that it asks for.
    pub names: Vec<String>,
    /// The kind of its key, a name of [`KeyAlgorithm`](crate::KeyAlgorithm), when it is one of those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_algorithm: Option<&'static str>,
    /// How it is signed.
    pub signature: String,
    /// `server` or `client`: what it seems to be for.
    pub role: Role,
    /// What the form would be told: the names of a host, the name of a client; empty when it says none that can stand in a line.
    pub line: String,
    /// What is wrong with it.
    pub objections: Vec<RequestObjection>,
}

/// What came of the files.
#[derive(Debug, Default)]
pub struct FoundRequests {
    /// In the order of the files, each key once.
    pub requests: Vec<KnownRequest>,
    /// What is wrong with the files.
    pub objections: Vec<RequestObjection>,
}

impl FoundRequests {
    /// Looks through the files.
    pub fn read(files: &[BroughtFile]) -> Self {
        let mut found = Self::default();
        if files.iter().map(|file| file.octets.len()).sum::<usize>() > MAX_OCTETS {
            let objection = RequestObjection::with_hint(RequestFlaw::TooLarge, Severity::Error, MAX_OCTETS >> 20);
            return Self { objections: vec![objection], ..found };
        }
        let mut seen = HashSet::new();
        for BroughtFile { name, octets } in files {
            let before = (found.requests.len(), found.objections.len(), seen.len());
            match archive::is_archive(octets).then(|| archive::entries(octets, MAX_OCTETS)) {
                Some(Ok(entries)) => entries.iter().for_each(|entry| found.look_into(name, &entry.octets, &mut seen)),
                Some(Err(_)) => {}
                None => found.look_into(name, octets, &mut seen),
            }
            // One that is there already is passed over.
            if before == (found.requests.len(), found.objections.len(), seen.len()) {
                found.objections.push(RequestObjection::error(RequestFlaw::NoRequest, Some(name)));
            }
        }
        found
    }

    fn look_into(&mut self, file: &str, octets: &[u8], seen: &mut HashSet<String>) {
        if octets.first() == Some(&0x30) {
            return self.take(file, octets, seen);
        }
        let Ok(text) = std::str::from_utf8(octets) else { return };
        for block in blocks(text) {
            if block.lines().next().is_some_and(|first| first.contains("PRIVATE KEY-----")) {
                self.object(RequestFlaw::IsPrivateKey, file);
            } else if let Some((label, der)) = decoded(block) {
                match label.as_str() {
                    "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => self.take(file, &der, seen),
                    "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => self.object(RequestFlaw::IsCertificate, file),
                    _ => {}
                }
            }
        }
    }

    fn take(&mut self, file: &str, der: &[u8], seen: &mut HashSet<String>) {
        let Some(request) = CertificateRequest::read(der) else {
            let key = || pkcs8::der::pem::encode_string("PRIVATE KEY", pkcs8::LineEnding::LF, der).map(zeroize::Zeroizing::new);
            if GivenCertificate::read(der).is_some() {
                self.object(RequestFlaw::IsCertificate, file);
            } else if key().is_ok_and(|text| WrittenKey::find(&text).is_ok_and(|key| key.open("").is_ok())) {
                self.object(RequestFlaw::IsPrivateKey, file);
            }
            return;
        };
        if self.requests.len() == MAX_REQUESTS {
            let objection = RequestObjection::with_hint(RequestFlaw::TooMany, Severity::Error, MAX_REQUESTS);
            if !self.objections.contains(&objection) {
                self.objections.push(objection);
            }
        } else if seen.insert(request.key_fingerprint.clone()) {
            self.requests.push(KnownRequest::of(&request));
        }
    }

    fn object(&mut self, flaw: RequestFlaw, file: &str) {
        let objection = RequestObjection::error(flaw, Some(file));
        if !self.objections.contains(&objection) {
            self.objections.push(objection);
        }
    }
}

impl KnownRequest {
    fn of(request: &CertificateRequest) -> Self {
        let hosts: Vec<String> = request.common_name.iter().chain(&request.names).filter_map(|name| host(name)).collect();
        let is_named_as_host = !request.names.is_empty() || hosts.iter().any(|host| host.contains(['.', ':']));
        let role = request.role.unwrap_or(if is_named_as_host { Role::Server } else { Role::Client });
        let line = match role {
            Role::Server => {
                let mut seen = HashSet::new();
                hosts.into_iter().filter(|host| seen.insert(host.clone())).collect::<Vec<_>>().join(" ")
            }
            Role::Client | Role::Ca => {
                // What cannot be a name is shown, so that the form says why; what would part the line, or read as something else in it, is not.
                let may_stand = |c: char| c == ' ' || c.is_alphanumeric() || c.is_ascii_graphic() && !matches!(c, ',' | ';' | '#' | '=');
                let name = request.common_name.as_deref().map(str::trim).filter(|name| name.chars().all(may_stand));
                name.unwrap_or_default().to_owned()
            }
        };
        Self {
            pem: request.to_pem(),
            fingerprint: request.key_fingerprint.clone(),
            subject: request.subject_text.clone(),
            names: request.names.clone(),
            key_algorithm: request.key.as_ref().ok().map(|key| key.algorithm().name()),
            signature: request.signature.clone(),
            role,
            line,
            objections: objections(request),
        }
    }
}

/// A name or an address as the form takes it; none for those that each host has anyway.
fn host(name: &str) -> Option<String> {
    let host = Host::parse(name).ok()?.to_string();
    (!Daemon::OWN_NAMES.contains(&host.as_str())).then_some(host)
}

fn objections(request: &CertificateRequest) -> Vec<RequestObjection> {
    let key = match request.key {
        Ok(_) => None,
        Err(UnfitKey::ShortRsa(bits)) => Some(RequestObjection::with_hint(RequestFlaw::KeyTooShort, Severity::Error, bits)),
        Err(UnfitKey::Other) => Some(RequestObjection::error(RequestFlaw::KeyOfOtherKind, None)),
    };
    let authority = request.asks_to_be_authority.then(|| RequestObjection::error(RequestFlaw::AsksForAuthority, None));
    let flaw = match request.proof {
        Proof::Right => None,
        Proof::Wrong => Some(RequestFlaw::SignatureWrong),
        Proof::Weak => Some(RequestFlaw::SignatureWeak),
        // What cannot be signed needs no second reason.
        Proof::Unknown => request.key.is_ok().then_some(RequestFlaw::SignatureUnknown),
    };
    let signature = flaw.map(|flaw| RequestObjection::with_hint(flaw, Severity::Warning, &request.signature));
    key.into_iter().chain(authority).chain(signature).collect()
}

/// The key that a certificate is asked for, by the request in PEM or, without one, by the last certificate of this role and name. None where the request
/// may not be signed.
pub fn key_to_sign(given: &Given, role: Role, name: &str, request: Option<&str>) -> Option<PublicKey> {
    let Some(request) = request else {
        let role = if role == Role::Server { "server" } else { "client" };
        return key_of_request(&given.kept.manifest, role, name);
    };
    let request = CertificateRequest::read(&decoded(request)?.1)?;
    let may_be_signed = objections(&request).iter().all(|objection| objection.severity == Severity::Warning);
    request.key.ok().filter(|_| may_be_signed)
}
