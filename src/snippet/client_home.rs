//! `~/.docker`, where `docker --tlsverify` looks when no file is named (docker/cli `cli/flags/options.go`).

use super::{Language, Pair, Snippet, SnippetId, sh_quote};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let text = format!(
        "cp -i \"{directory}/ca.pem\" \"{directory}/cert.pem\" \"{directory}/key.pem\" \"$HOME/.docker/\"\ndocker --tlsverify -H {} version\n",
        sh_quote(&pair.docker_host()),
        directory = pair.client_directory(),
    );
    Some(Snippet { id: SnippetId::ClientHome, path: None, language: Language::Sh, text })
}
