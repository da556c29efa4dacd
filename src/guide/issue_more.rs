//! `issue.sh` of the authority's bundle: more certificates of that authority without a browser, by OpenSSL 1.1.1 or newer, with the profiles of ours
//! (`pki/client.rs`, `pki/server.rs`). The names are its arguments, the rest is settings. `issue.sh` in `issue_more/` says `@name` where a sentence goes;
//! `en.sh` and `zh-CN.sh` have the sentences. OpenSSL asks for the passphrase of an encrypted key. The judge is `tests/it/openssl.rs`.

use std::sync::LazyLock;

use crate::{
    KeyAlgorithm,
    guide::script::{Cut, Scripts, assembled, sh_settings},
    spec::Spec,
};

/// The name in the commands that the reader is shown.
pub const CLIENT: &str = "new-laptop";
/// The same for a host.
pub const HOST: &str = "docker2.example.com";

const SCRIPT: &str = include_str!("issue_more/issue.sh");
/// What the script says, a file for each language, in the order of the arguments of its `say`.
const LANGUAGES: [&str; 2] = [include_str!("issue_more/en.sh"), include_str!("issue_more/zh-CN.sh")];
const BEGIN: &str = "# SETTINGS: written by the page\n";
const END: &str = "# END OF SETTINGS\n";

/// The script with its sentences, for any authority.
pub(super) static ASSEMBLED: LazyLock<String> = LazyLock::new(|| assembled(SCRIPT, LANGUAGES));

/// The script around its settings.
pub(super) fn cut(script: &str) -> Option<Cut> {
    let (top, rest) = script.split_once(BEGIN)?;
    let (_, bottom) = rest.split_once(END)?;
    Some(Cut { top: format!("{top}{BEGIN}"), bottom: format!("{END}{bottom}") })
}

/// `issue.sh` in parts: what stands before this authority's settings, the settings, and what stands after them.
pub(super) fn parts(scripts: &Scripts, spec: &Spec) -> [String; 3] {
    let Cut { top, bottom } = &scripts.issue_sh;
    // A client may encrypt to an RSA key in TLS 1.2.
    let usage = if spec.key_algorithm.rsa_bits().is_some() { "digitalSignature,keyEncipherment" } else { "digitalSignature" };
    let settings = sh_settings(&[
        ("locale", spec.locale.name().into()),
        ("key", openssl_key(spec.key_algorithm).into()),
        ("usage", usage.into()),
        ("client_days", spec.clients.most(|client| client.validity).days().to_string()),
        ("host_days", spec.daemons.most(|daemon| daemon.validity).days().to_string()),
    ]);
    [top.clone(), settings, bottom.clone()]
}

/// The commands that the reader is shown, one of which is typed.
pub(super) fn commands() -> String {
    format!("sh issue.sh client {CLIENT}\nsh issue.sh host {HOST} 192.0.2.20\nsh issue.sh renew server-cert.pem\n")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::script::tests::all_is_said;

    #[test]
    fn every_sentence_of_the_script_is_there_in_each_language_and_said() {
        all_is_said(&[(SCRIPT, &ASSEMBLED)], LANGUAGES);
    }
}
