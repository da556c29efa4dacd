//! Certificates that the authority has signed and no record knows, as entries of a record: what a machine is, the certificate says.

use crate::{
    certain::certain,
    pki::{fingerprint, given::GivenCertificate, hex},
    spec::{
        ClientName, Daemon, Host,
        existing::manifest::{Recorded, STATE, VALID},
    },
};

/// The entry of a host's or client's certificate; `None` when it is neither's.
pub(super) fn recorded(certificate: &GivenCertificate) -> Option<Recorded> {
    let is_server = match certificate.purposes.unwrap_or((true, true)) {
        (true, false) => true,
        (false, true) => false,
        (true, true) => !certificate.names.is_empty(),
        (false, false) => return None,
    };
    let name = if is_server { host(certificate)? } else { certificate.name.clone() };
    let (role, usage) = if is_server { ("server", "serverAuth") } else { ("client", "clientAuth") };
    let stem =
        if is_server { Host::parse(&name).ok().map(|host| host.file_stem()) } else { ClientName::parse(&name).ok().map(|_| name.clone()) };
    let members = [
        ("role", json(role)),
        ("name", json(&name)),
        ("subject", json(&certificate.subject_text)),
        ("names", format!("[{}]", certificate.names.iter().map(|name| json(name)).collect::<Vec<_>>().join(", "))),
        ("usages", format!("[{}]", json(usage))),
        ("serial", json(&hex(&certificate.serial))),
        ("notBefore", json(&certificate.not_before.to_rfc3339())),
        ("notAfter", json(&certificate.not_after.to_rfc3339())),
        ("fingerprint", json(&fingerprint(&certificate.der))),
        ("bundle", json(&stem.map(|stem| format!("{stem}-{role}")).unwrap_or_default())),
        (STATE, json(VALID)),
        ("pem", json(&certificate.to_pem())),
    ];
    Some(Recorded::of(members))
}

/// What a host is called: by its common name where that is one of its names, and else by the first of them that is not every machine's.
fn host(certificate: &GivenCertificate) -> Option<String> {
    let names = &certificate.names;
    if Host::parse(&certificate.name).is_ok() && (names.is_empty() || names.contains(&certificate.name)) {
        return Some(certificate.name.clone());
    }
    names.iter().find(|name| !Daemon::OWN_NAMES.contains(&name.as_str())).cloned()
}

pub(super) fn json(text: &str) -> String {
    certain(serde_json::to_string(text), "a string is JSON")
}

/// Whether what a record says of a certificate is not what is in it.
pub(super) fn disagrees(entry: &Recorded, certificate: &GivenCertificate) -> bool {
    let is_other = |key: &str, value: &str| entry.text(key).is_some_and(|said| said != value);
    let said = entry.texts("names");
    is_other("notAfter", &certificate.not_after.to_rfc3339())
        || is_other("notBefore", &certificate.not_before.to_rfc3339())
        || is_other("fingerprint", &fingerprint(&certificate.der))
        || certificate.names.iter().any(|name| !said.contains(name))
        || said.iter().any(|name| !certificate.names.contains(name))
}
