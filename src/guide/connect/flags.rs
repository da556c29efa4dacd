//! Everything as options of the `docker` command.

use crate::guide::snippet::{Pair, Snippet, SnippetId, Syntax};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!("{} version\n", pair.docker_command());
    Some(Snippet { id: SnippetId::ClientFlags, words: pair.texts().snippets.client_flags, path: None, syntax: Syntax::Sh, text })
}
