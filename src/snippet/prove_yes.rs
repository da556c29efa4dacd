//! The client is let in: the daemon's half of `docker version` answers.

use super::{Language, Pair, Snippet, SnippetId};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("{} version --format '{{{{.Server.Version}}}}'\n", pair.docker_command());
    Some(Snippet { id: SnippetId::ProveYes, path: None, language: Language::Sh, text })
}
