//! A port that a container publishes: Docker's own rules let it in before ufw and firewalld are asked, except for the chain DOCKER-USER
//! (<https://docs.docker.com/engine/network/packet-filtering-firewalls/>).

use super::{Language, Pair, Snippet, SnippetId, chain};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let sources = &pair.spec.allowed_sources;
    if !matches!(pair.spec.platform, Platform::Dind | Platform::Proxy) {
        return None;
    }
    let port = pair.spec.listen.port;
    let mut commands = Vec::new();
    for (iptables, is_v4) in [("iptables", true), ("ip6tables", false)] {
        // Each goes in front of the one before. The port is the one that the sender meant, before Docker rewrites it.
        let insert = |source: &str, target: &str| {
            format!("sudo {iptables} -I DOCKER-USER -p tcp{source} -m conntrack --ctorigdstport {port} --ctdir ORIGINAL -j {target}")
        };
        commands.push(insert("", "DROP"));
        let known = sources.iter().filter(|source| source.address.is_ipv4() == is_v4);
        commands.extend(known.map(|source| insert(&format!(" -s {source}"), "RETURN")));
    }
    Some(Snippet { id: SnippetId::DockerUser, path: None, language: Language::Sh, text: chain(&commands) })
}
