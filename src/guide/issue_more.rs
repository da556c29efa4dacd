//! Commands for more certificates of an existing authority, by OpenSSL 1.1.1 or newer, with the profiles of ours (`pki/client.rs`, `pki/server.rs`).
//! OpenSSL asks for the passphrase of an encrypted key.

use crate::{KeyAlgorithm, guide::quote::chain, spec::Spec};

/// The name that the reader is to replace.
pub const CLIENT: &str = "bob";
/// The name that the reader is to replace.
pub const HOST: &str = "docker2.example.com";

/// One more client.
pub(super) fn client(spec: &Spec) -> String {
    let days = spec.clients.most(|client| client.validity).days();
    issue(spec, CLIENT, "client", &["keyUsage=critical,digitalSignature", "extendedKeyUsage=clientAuth"], days, "")
}

/// One more daemon.
pub(super) fn server(spec: &Spec) -> String {
    // A client may encrypt to an RSA key in TLS 1.2.
    let usage = if spec.key_algorithm.rsa_bits().is_some() { "digitalSignature,keyEncipherment" } else { "digitalSignature" };
    let usage = format!("keyUsage=critical,{usage}");
    let names = format!("subjectAltName=DNS:{HOST},IP:192.0.2.20,DNS:localhost,IP:127.0.0.1,IP:::1");
    issue(
        spec,
        HOST,
        "server",
        &[&usage, "extendedKeyUsage=serverAuth", &names],
        spec.daemons.most(|daemon| daemon.validity).days(),
        "server-",
    )
}

fn issue(spec: &Spec, name: &str, role: &str, extensions: &[&str], days: u16, prefix: &str) -> String {
    let key = openssl_key(spec.key_algorithm);
    let folder = format!("{name}-{role}");
    let extensions = extensions.join(" ");
    chain(&[
        format!("mkdir -m 0700 {folder}"),
        // The quotes bring a reader's `\+` to OpenSSL 3, which takes a bare `+` for the beginning of a second part of the name.
        format!("openssl req -new -newkey {key} -nodes -subj '/CN={name}' -keyout {folder}/{prefix}key.pem -out {folder}/request"),
        format!(
            "printf '%s\\n' basicConstraints=critical,CA:FALSE {extensions} subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >{folder}/extensions"
        ),
        format!(
            "openssl x509 -req -in {folder}/request -CA ca.pem -CAkey ca-key.pem -set_serial \"0x$(openssl rand -hex 16)\" -days {days} \
             -extfile {folder}/extensions -out {folder}/{prefix}cert.pem"
        ),
        format!("cp ca.pem {folder}/"),
        format!("rm {folder}/request {folder}/extensions"),
    ])
}

/// How `openssl req -newkey` names a kind of key.
pub(super) fn openssl_key(algorithm: KeyAlgorithm) -> &'static str {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => "ec -pkeyopt ec_paramgen_curve:P-256",
        KeyAlgorithm::EcdsaP384 => "ec -pkeyopt ec_paramgen_curve:P-384",
        KeyAlgorithm::Ed25519 => "ed25519",
        KeyAlgorithm::Rsa2048 => "rsa:2048",
        KeyAlgorithm::Rsa3072 => "rsa:3072",
        KeyAlgorithm::Rsa4096 => "rsa:4096",
    }
}
