//! Everything as options of the `docker` command.

use super::{Language, Pair, Snippet, SnippetId};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("{} version\n", pair.docker_command());
    Some(Snippet { id: SnippetId::ClientFlags, path: None, language: Language::Sh, text })
}
