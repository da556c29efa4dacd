//! ufw: a rule for each known source.

use super::{Language, Pair, Snippet, SnippetId, chain};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !pair.spec.platform.listens_on_the_machine() {
        return None;
    }
    let (port, sudo) = (pair.spec.listen.port, pair.sudo());
    let rule = |source: &crate::spec::Source| format!("{sudo}ufw allow proto tcp from {source} to any port {port}");
    let mut commands: Vec<String> = pair.spec.allowed_sources.iter().map(rule).collect();
    commands.push(format!("{sudo}ufw status"));
    Some(Snippet { id: SnippetId::Ufw, path: None, language: Language::Sh, text: chain(&commands) })
}
