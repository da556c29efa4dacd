//! `dockseal.json`: what was asked for and what was issued, without a secret. It stays with the authority.

use std::collections::HashMap;

use serde::Serialize;

use crate::{
    certain::certain,
    pki::{IssuedCertificate, Pki},
    spec::{Host, folder::Folders, order::Role},
};

/// What was issued.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// `ca`, `server` or `client`.
    pub role: Role,
    /// The first name of a daemon, the name of a client, the authority's common name.
    pub name: String,
    /// How Docker is installed on a daemon's machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// What kind of client it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
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
pub fn certificates(pki: &Pki, folders: &Folders) -> Vec<Certificate> {
    let setups: HashMap<&str, &str> = folders.folders.iter().map(|folder| (folder.name.as_str(), folder.setup.as_str())).collect();
    pki.iter().map(|issued| certificate(issued, setups.get(issued.folder.as_str()).copied())).collect()
}

fn certificate(issued: &IssuedCertificate, setup: Option<&str>) -> Certificate {
    let of = |role: Role| setup.filter(|_| issued.role == role).map(str::to_owned);
    Certificate {
        role: issued.role,
        name: issued.name.clone(),
        platform: of(Role::Server),
        kind: of(Role::Client),
        subject: issued.subject.clone(),
        names: issued.names.iter().map(Host::to_string).collect(),
        usages: match issued.role {
            Role::Ca => vec!["keyCertSign", "cRLSign"],
            Role::Server => vec!["serverAuth"],
            Role::Client => vec!["clientAuth"],
        },
        serial: issued.serial_hex(),
        not_before: issued.not_before.to_rfc3339(),
        not_after: issued.not_after.to_rfc3339(),
        fingerprint: issued.fingerprint(),
        bundle: issued.folder.clone(),
    }
}

/// The version of this file's format, that of the program that wrote it, what was asked for, as JSON in lines, and what was issued.
pub(super) fn render(pki: &Pki, folders: &Folders) -> String {
    let certificates = certain(serde_json::to_string_pretty(&certificates(pki, folders)), "strings are JSON");
    // No string of JSON has a line break in it.
    let inside = |json: &str| json.replace('\n', "\n  ");
    format!(
        "{{\n  \"format\": 1,\n  \"dockseal\": \"{}\",\n  \"draft\": {},\n  \"certificates\": {}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        inside(&folders.draft),
        inside(&certificates)
    )
}
