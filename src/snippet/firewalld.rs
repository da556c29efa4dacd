//! firewalld: a rich rule for each known source.

use std::net::IpAddr;

use super::{Language, Pair, Snippet, SnippetId, chain};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !pair.spec.platform.listens_on_the_machine() {
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
    Some(Snippet { id: SnippetId::Firewalld, path: None, language: Language::Sh, text: chain(&commands) })
}
