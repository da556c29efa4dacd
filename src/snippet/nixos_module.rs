//! A module of NixOS. The private key is named, not read: everybody can read what is in the Nix store.

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    if spec.platform != Platform::Nixos {
        return None;
    }
    let port = spec.listen.port;
    let rules: String = spec
        .allowed_sources
        .iter()
        .map(|source| {
            let iptables = if source.address.is_ipv4() { "iptables" } else { "ip6tables" };
            format!("    {iptables} -A nixos-fw -p tcp -s {source} --dport {port} -j nixos-fw-accept\n")
        })
        .collect();
    let firewall = if rules.is_empty() {
        comment(pair.say(text::NIXOS_NO_SOURCES)).replace("# ", "  # ")
    } else {
        format!("  networking.firewall.extraCommands = ''\n{rules}  '';\n")
    };
    // The module's own `hosts` is [ "fd://" ]; lists of several modules are joined. Every address has to be in the same place as its TLS.
    let text = format!(
        "{}{{\n  virtualisation.docker.enable = true;\n  virtualisation.docker.daemon.settings = {{\n    hosts = [ \"{}\" ];\n    \
         tlsverify = true;\n    tlscacert = \"{}\";\n    tlscert = \"{}\";\n    tlskey = \"{}\";\n  }};\n{firewall}}}\n",
        comment(pair.say(text::NIXOS_MODULE)),
        spec.listen.url(),
        spec.cert_directory.file("ca.pem"),
        spec.cert_directory.file("server-cert.pem"),
        spec.cert_directory.file("server-key.pem"),
    );
    Some(Snippet { id: SnippetId::NixosModule, path: Some("/etc/nixos/docker-tls.nix".into()), language: Language::Nix, text })
}
