//! `docker context create`. `~` would not be expanded inside the value, `$HOME` is.

use crate::guide::snippet::{Pair, Snippet, SnippetId, Syntax};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let name = pair.daemon.context_name();
    let text = format!(
        "docker context create {name} \\\n  --docker \"host={},ca={directory}/ca.pem,cert={directory}/cert.pem,key={directory}/key.pem\"\ndocker --context {name} version\n",
        pair.docker_host(),
        directory = pair.client_directory(),
    );
    Some(Snippet { id: SnippetId::ClientContext, words: pair.texts().snippets.client_context, path: None, syntax: Syntax::Sh, text })
}
