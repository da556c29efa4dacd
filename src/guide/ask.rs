//! What somebody needs who asks for a certificate of a CA that somebody else keeps: a command for the key and the request, and the README beside them.

use crate::{
    guide::{issue_more::openssl_key, made::Made},
    locales::fill,
    spec::{
        Host, Spec,
        folder::{Folder, Part, TextFile},
        order::Role,
    },
};

const TEXT: u32 = 0o644;

/// The name of who asks, as it is in a subject, and the stem of file names.
fn asking(spec: &Spec, role: Role) -> (String, String) {
    let certificates = spec.certificate_names();
    let (name, place) = match role {
        Role::Server => (spec.daemons.first().host().to_string(), 0),
        Role::Client | Role::Ca => (spec.clients.first().name().as_str().to_owned(), spec.daemons.len()),
    };
    let stem = certificates[place].trim_end_matches("certificate").trim_end_matches(['-', '.']);
    (name, format!("{stem}-request"))
}

/// The files of who asks: of the first host, or of the first client.
fn key_file(role: Role) -> &'static str {
    if role == Role::Server { "server-key.pem" } else { "key.pem" }
}

/// What makes the key and the request without this page, by OpenSSL 1.1.1 or newer: the key is readable by its owner only. With a key that is there
/// already, the request alone.
pub fn request_command(spec: &Spec, role: Role, has_key: bool) -> String {
    let (name, _) = asking(spec, role);
    let key = openssl_key(spec.key_algorithm);
    let names = match role {
        Role::Server => {
            let san = |host: &Host| match host {
                Host::Dns(_) => format!("DNS:{host}"),
                Host::Address(_) => format!("IP:{host}"),
            };
            let names = spec.daemons.first().hosts().iter().map(san).collect::<Vec<_>>().join(",");
            format!(" -addext 'subjectAltName={names}'")
        }
        Role::Client | Role::Ca => String::new(),
    };
    // The part of a name that is longer than a common name may be stands in the names only.
    let subject = if name.len() > 64 { "/".to_owned() } else { format!("/CN={}", name.replace('+', "\\+")) };
    if has_key {
        return format!("openssl req -new -key {} -subj '{subject}'{names} -out request.pem\n", key_file(role));
    }
    format!("(umask 077 && openssl req -new -newkey {key} -nodes -subj '{subject}'{names} -keyout {} -out request.pem)\n", key_file(role))
}

/// The texts beside the key and the request.
pub fn request_folder(spec: &Spec, role: Role) -> Folder {
    let texts = spec.locale.texts();
    let (name, folder) = asking(spec, role);
    let key = if spec.authority.passphrase.is_some() { texts.ca_key_encrypted } else { texts.ca_key_clear };
    let readme = fill(texts.ask_readme, &[("name", &name), ("key", key_file(role)), ("how", key)]);
    // The line that a file begins with leads to no form: that of another machine would be in it.
    let (mut parts, rest) = Made::without_form(spec.locale).begin("README.txt", &readme);
    parts.push(Part::Text(rest.to_owned()));
    Folder {
        name: folder,
        role,
        takes_list: false,
        is_for_windows: false,
        setup: String::new(),
        files: vec![TextFile { name: "README.txt".into(), mode: TEXT, parts }],
        contexts: Vec::new(),
    }
}
