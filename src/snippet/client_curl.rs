//! The API itself, by curl.

use super::{Language, Pair, Snippet, SnippetId, sh_quote};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "curl --cacert \"{directory}/ca.pem\" \\\n  --cert \"{directory}/cert.pem\" \\\n  --key \"{directory}/key.pem\" \\\n  {}\n",
        sh_quote(&format!("https://{}/version", pair.authority())),
        directory = pair.client_directory(),
    );
    Some(Snippet { id: SnippetId::ClientCurl, path: None, language: Language::Sh, text })
}
