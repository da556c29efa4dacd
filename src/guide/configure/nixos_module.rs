//! A module of NixOS. The private key is named, not read: everybody can read what is in the Nix store.

use crate::{
    guide::{
        quote::comment,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Setup,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    if pair.facts().setup != Setup::Nixos {
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
        comment(pair.texts().nixos_no_sources).replace("# ", "  # ")
    } else {
        format!("  networking.firewall.extraCommands = ''\n{rules}  '';\n")
    };
    // The module's own `hosts` is [ "fd://" ]; lists of several modules are joined. Every address has to be in the same place as its TLS.
    let text = format!(
        "{}{{\n  virtualisation.docker.enable = true;\n  virtualisation.docker.daemon.settings = {{\n    hosts = [ \"{}\" ];\n    \
         tlsverify = true;\n    tlscacert = \"{}\";\n    tlscert = \"{}\";\n    tlskey = \"{}\";\n  }};\n{firewall}}}\n",
        comment(pair.texts().nixos_module),
        spec.listen.url(),
        pair.installation().cert_directory.file("ca.pem"),
        pair.installation().cert_directory.file("server-cert.pem"),
        pair.installation().cert_directory.file("server-key.pem"),
    );
    Some(Snippet {
        id: SnippetId::NixosModule,
        words: pair.texts().snippets.nixos_module,
        path: Some("/etc/nixos/docker-tls.nix".into()),
        syntax: Syntax::Nix,
        text,
    })
}
