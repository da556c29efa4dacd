//! `dockseal.json`: what was asked for and what was issued, without a secret. It stays with the authority.

use serde::Serialize;

use super::CA_NAME;
use crate::{
    Draft, certain,
    pki::{Issued, Pki, Role},
    spec::Spec,
};

/// What was issued.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// `ca`, `server` or `client`.
    pub role: super::Role,
    /// The first name of a daemon, the name of a client, the authority's common name.
    pub name: String,
    /// The subject (RFC 4514).
    pub subject: String,
    /// The subjectAltNames.
    pub names: Vec<String>,
    /// The (extended) key usages, by their names in RFC 5280.
    pub usages: Vec<&'static str>,
    /// Hexadecimal.
    pub serial: String,
    /// RFC 3339
    pub not_before: String,
    /// RFC 3339
    pub not_after: String,
    /// SHA-256 over the certificate, hexadecimal.
    pub fingerprint: String,
    /// The stem of the bundle that has its key.
    pub bundle: String,
}

/// What was issued, the authority first.
pub fn certificates(spec: &Spec, pki: &Pki) -> Vec<Certificate> {
    let authority_name = pki.authority.common_name().to_owned();
    let mut certificates = vec![certificate(&pki.authority, authority_name, CA_NAME.into())];
    for (daemon, issued) in spec.daemons.iter().zip(&pki.servers) {
        certificates.push(certificate(issued, daemon.host().to_string(), daemon.bundle_name()));
    }
    for (client, issued) in spec.clients.iter().zip(&pki.clients) {
        certificates.push(certificate(issued, client.name().as_str().to_owned(), client.bundle_name()));
    }
    certificates
}

fn certificate(issued: &Issued, name: String, bundle: String) -> Certificate {
    let (role, usages) = match issued.role {
        Role::Authority => (super::Role::Ca, vec!["keyCertSign", "cRLSign"]),
        Role::Server => (super::Role::Server, vec!["serverAuth"]),
        Role::Client => (super::Role::Client, vec!["clientAuth"]),
    };
    Certificate {
        role,
        name,
        subject: issued.subject.clone(),
        names: issued.names.clone(),
        usages,
        serial: issued.serial_hex(),
        not_before: issued.not_before.to_rfc3339(),
        not_after: issued.not_after.to_rfc3339(),
        fingerprint: issued.fingerprint(),
        bundle,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    /// Of this file's format.
    format: u32,
    /// Of the program that wrote it.
    dockseal: &'static str,
    draft: Draft,
    certificates: Vec<Certificate>,
}

pub(super) fn render(spec: &Spec, pki: &Pki) -> String {
    let record = Record {
        format: 1,
        dockseal: env!("CARGO_PKG_VERSION"),
        draft: Draft { daemon_json: String::new(), exec_start: String::new(), ..Draft::from(spec) },
        certificates: certificates(spec, pki),
    };
    certain(serde_json::to_string_pretty(&record), "strings and numbers are JSON") + "\n"
}
