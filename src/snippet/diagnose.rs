//! Where the daemon says why it does not start, or whom it refuses.

use super::{Language, Pair, Snippet, SnippetId};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    // On one line: sudo throws away what is typed while it asks for a password.
    let text = format!(
        "systemctl cat --no-pager docker\nsudo journalctl -u docker -n 50 --no-pager; sudo ss -ltnp 'sport = :{}'\n",
        pair.spec.listen.port
    );
    Some(Snippet { id: SnippetId::Diagnose, path: None, language: Language::Sh, text })
}
