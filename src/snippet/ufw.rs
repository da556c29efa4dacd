//! ufw: a rule for each known source.

use super::{Language, Pair, Snippet, SnippetId, no_sources};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.allowed_sources.is_empty() {
        return Some(no_sources(pair, SnippetId::Ufw));
    }
    let mut text = String::new();
    for source in &pair.spec.allowed_sources {
        text += &format!("sudo ufw allow proto tcp from {source} to any port {}\n", pair.spec.listen.port);
    }
    text += "sudo ufw status\n";
    Some(Snippet { id: SnippetId::Ufw, path: None, language: Language::Sh, text })
}
