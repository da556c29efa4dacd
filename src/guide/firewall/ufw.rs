//! ufw: a rule for each known source.

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
    let rule = |source: &crate::spec::Source| format!("{sudo}ufw allow proto tcp from {source} to any port {port}");
    let mut commands: Vec<String> = pair.spec.allowed_sources.iter().map(rule).collect();
    commands.push(format!("{sudo}ufw status"));
    Some(Snippet { id: SnippetId::Ufw, words: pair.texts().snippets.ufw, path: None, syntax: Syntax::Sh, text: chain(&commands) })
}
