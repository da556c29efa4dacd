//! The API itself, by curl.

use crate::guide::{
    quote::sh_quote,
    snippet::{Pair, Snippet, SnippetId, Syntax},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "curl --cacert \"{directory}/ca.pem\" \\\n  --cert \"{directory}/cert.pem\" \\\n  --key \"{directory}/key.pem\" \\\n  {}\n",
        sh_quote(&format!("https://{}/version", pair.authority())),
        directory = pair.client_directory(),
    );
    Some(Snippet { id: SnippetId::ClientCurl, words: pair.texts().snippets.client_curl, path: None, syntax: Syntax::Sh, text })
}
