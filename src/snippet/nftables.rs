//! nftables: a table of its own, which drops what comes from elsewhere. An `accept` here does not overrule another table's `drop`.

use std::net::IpAddr;

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{spec::Source, text};

const PATH: &str = "/etc/nftables.d/docker-tls.nft";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !pair.spec.platform.listens_on_the_machine() {
        return None;
    }
    let port = pair.spec.listen.port;
    let sources = &pair.spec.allowed_sources;
    let list = |is_wanted: fn(&IpAddr) -> bool| {
        let wanted = sources.iter().filter(|source| is_wanted(&source.address));
        wanted.map(Source::to_string).collect::<Vec<_>>().join(", ")
    };
    let mut rules = format!("\t\tiifname \"lo\" tcp dport {port} accept\n");
    for (family, addresses) in [("ip", list(IpAddr::is_ipv4)), ("ip6", list(IpAddr::is_ipv6))] {
        if !addresses.is_empty() {
            rules += &format!("\t\t{family} saddr {{ {addresses} }} tcp dport {port} accept\n");
        }
    }
    // The first two lines make it the same however often it is loaded.
    let text = format!(
        "{}table inet docker_tls\ndelete table inet docker_tls\ntable inet docker_tls {{\n\tchain input {{\n\
         \t\ttype filter hook input priority filter - 5; policy accept;\n{rules}\t\ttcp dport {port} drop\n\t}}\n}}\n",
        comment(&pair.say(text::NFTABLES).replace("{path}", PATH))
    );
    Some(Snippet { id: SnippetId::Nftables, path: Some(PATH.into()), language: Language::Nftables, text })
}
