//! firewalld: a rich rule for each known source.

use std::net::IpAddr;

use super::{Language, Pair, Snippet, SnippetId, no_sources};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.allowed_sources.is_empty() {
        return Some(no_sources(pair, SnippetId::Firewalld));
    }
    let mut text = String::new();
    for source in &pair.spec.allowed_sources {
        let family = match source.address {
            IpAddr::V4(_) => "ipv4",
            IpAddr::V6(_) => "ipv6",
        };
        text += &format!(
            "sudo firewall-cmd --permanent --add-rich-rule='rule family=\"{family}\" source address=\"{source}\" port port=\"{}\" protocol=\"tcp\" accept'\n",
            pair.spec.listen.port
        );
    }
    text += "sudo firewall-cmd --reload\n";
    Some(Snippet { id: SnippetId::Firewalld, path: None, language: Language::Sh, text })
}
