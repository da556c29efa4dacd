//! `docker context create`, and `docker context import` of what is in the bundle. `~` would not be expanded inside the value, `$HOME` is.

use crate::guide::{
    contexts,
    snippet::{Pair, Snippet, SnippetId, Syntax},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let name = pair.daemon.context_name();
    let text = format!(
        "docker context create {name} \\\n  --docker \"host={},ca={directory}/ca.pem,cert={directory}/cert.pem,key={directory}/key.pem\"\ndocker --context {name} version\n",
        pair.docker_host(),
        directory = pair.client_directory(),
    );
    Some(Snippet { id: SnippetId::ClientContext, words: pair.texts().snippets.client_context, path: None, syntax: Syntax::Sh, text })
}

/// The same without naming host and files.
pub fn import(pair: Pair<'_>) -> Option<Snippet> {
    contexts::are_made(pair.spec).then_some(())?;
    let (name, file) = (pair.daemon.context_name(), contexts::file_name(pair.daemon));
    let text = format!("docker context import {name} \"{}/{file}\"\ndocker --context {name} version\n", pair.client_directory());
    let words = pair.texts().snippets.client_context_import;
    Some(Snippet { id: SnippetId::ClientContextImport, words, path: None, syntax: Syntax::Sh, text })
}
