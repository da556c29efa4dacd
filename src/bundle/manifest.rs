//! `dockseal.json`: what was asked for and what was issued, without a secret. It stays with the authority.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::{
    certain::certain,
    pki::{IssuedCertificate, Pki, to_pem},
    spec::{
        Host,
        existing::{
            Manifest,
            manifest::{OF_REQUEST, REMOVED, REMOVED_AT, REPLACED, REPLACED_AT, RESTORED_AT, STATE, VALID},
        },
        folder::Folders,
        order::{Role, TrustKind},
    },
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
    /// Who has the key: [`OF_REQUEST`], or nothing said of one that was made here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<&'static str>,
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
    /// The stem of the bundle that it is in.
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
        key: (issued.role != Role::Ca && issued.key.private().is_none()).then_some(OF_REQUEST),
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

/// The version of this file's format, that of the program that wrote it, what was asked for, and every certificate that the authority has ever signed,
/// with what became of it; `manifest.schema.json` describes it. What an earlier file says stays, also what is not known here.
pub(super) fn render(pki: &Pki, folders: &Folders) -> String {
    let made = pki.made.to_rfc3339();
    let issued = certificates(pki, folders);
    let known = pki.kept.as_ref().map(|kept| &kept.manifest);
    let mut entries: Vec<String> = Vec::new();
    let known_entries = || known.iter().flat_map(|manifest| &manifest.certificates);
    let is_authority_known = known_entries().any(|entry| entry.text("fingerprint").is_some_and(|one| one == pki.authority.fingerprint()));
    let new: HashSet<_> = issued[usize::from(is_authority_known)..].iter().map(|one| holder(role(one.role), &one.name)).collect();
    for entry in known_entries() {
        let text = |key: &str| entry.text(key).unwrap_or_default();
        let is_shut_out = text("role") == "client" && pki.order.shuts_out(&text("name"), entry.is_removed());
        let entry = match (entry.is_removed(), is_shut_out) {
            (false, true) => entry.clone().with(STATE, json(REMOVED)).with(REMOVED_AT, json(&made)),
            (true, false) => {
                let state = if entry.text(REPLACED_AT).is_some() { REPLACED } else { VALID };
                entry.clone().with(STATE, json(state)).with(RESTORED_AT, json(&made))
            }
            (true, true) | (false, false) => entry.clone(),
        };
        let is_followed = entry.is_current() && new.contains(&holder(&text("role"), &text("name")));
        let entry = match is_followed {
            true => entry.with(STATE, json(REPLACED)).with(REPLACED_AT, json(&made)),
            false => entry,
        };
        let members: Vec<String> = entry.members().iter().map(|(key, value)| format!("      \"{key}\": {value}")).collect();
        entries.push(format!("    {{\n{}\n    }}", members.join(",\n")));
    }
    for (issued, certificate) in pki.iter().zip(&issued).skip(usize::from(is_authority_known)) {
        let facts = certain(serde_json::to_string_pretty(certificate), "strings are JSON");
        let facts = facts.trim_end_matches("\n}").replace('\n', "\n    ");
        entries.push(format!("    {facts},\n      \"{STATE}\": {},\n      \"pem\": {}\n    }}", json(VALID), json(&issued.to_pem())));
    }
    let others: String =
        known.iter().flat_map(|manifest| &manifest.others).map(|(key, value)| format!(",\n  \"{key}\": {value}")).collect();
    let trust = trust(pki).map(|trust| format!(",\n  \"trust\": {trust}")).unwrap_or_default();
    format!(
        "{{\n  \"format\": {},\n  \"dockseal\": \"{}\",\n  \"setup\": {},\n  \"certificates\": [\n{}\n  ]{trust}{others}\n}}\n",
        Manifest::FORMAT,
        env!("CARGO_PKG_VERSION"),
        // No string of JSON has a line break in it.
        folders.draft.replace('\n', "\n  "),
        entries.join(",\n")
    )
}

/// Whom daemons let in, as JSON.
fn trust(pki: &Pki) -> Option<String> {
    let trust = pki.trust.as_ref()?;
    let before = pki.kept.as_ref().and_then(|kept| kept.manifest.trust.as_ref());
    let changed_at = before.filter(|_| !trust.is_new).map_or_else(|| pki.made.to_rfc3339(), |before| before.changed_at.clone());
    let kind = if trust.list.is_some() { TrustKind::List } else { TrustKind::Authority };
    let blocker = match (&trust.list, before) {
        (Some(list), _) => to_pem(&list.blocker),
        // Kept for the next time.
        (None, before) => before.map(|before| before.blocker.clone()).unwrap_or_default(),
    };
    Some(format!(
        "{{\n    \"kind\": {},\n    \"count\": {},\n    \"changedAt\": {},\n    \"blocker\": {}\n  }}",
        json(kind.name()),
        trust.count,
        json(&changed_at),
        json(&blocker)
    ))
}

/// Whose certificate it is: the next one of the same role and name takes its place.
fn holder(role: &str, name: &str) -> (String, String) {
    (role.to_owned(), name.to_ascii_lowercase())
}

/// As it is written.
fn role(role: Role) -> &'static str {
    match role {
        Role::Ca => "ca",
        Role::Server => "server",
        Role::Client => "client",
    }
}

fn json(text: &str) -> String {
    certain(serde_json::to_string(text), "a string is JSON")
}
