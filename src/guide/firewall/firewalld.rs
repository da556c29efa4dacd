//! firewalld: a rich rule for each known source.

use std::net::IpAddr;

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Firewall,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().firewall != Firewall::Machine {
        return None;
    }
    let (port, sudo) = (pair.spec.listen.port, pair.sudo());
    let rule = |source: &crate::spec::Source| {
        let family = match source.address {
            IpAddr::V4(_) => "ipv4",
            IpAddr::V6(_) => "ipv6",
        };
        format!(
            "{sudo}firewall-cmd --permanent --add-rich-rule='rule family=\"{family}\" source address=\"{source}\" port port=\"{port}\" protocol=\"tcp\" accept'"
        )
    };
    let mut commands: Vec<String> = pair.spec.allowed_sources.iter().map(rule).collect();
    commands.push(format!("{sudo}firewall-cmd --reload"));
    Some(Snippet {
        id: SnippetId::Firewalld,
        words: pair.texts().snippets.firewalld,
        path: None,
        syntax: Syntax::Sh,
        text: chain(&commands),
    })
}
