//! `~/.docker`, where `docker --tlsverify` looks when no file is named (docker/cli `cli/flags/options.go`). Keys that are there stay.

use crate::guide::{
    quote::{chain, sh_quote},
    snippet::{Pair, Snippet, SnippetId, Syntax},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let directory = pair.client_directory();
    // Not every client has its folder below it.
    let made = if pair.clients_place().ends_with(".docker/") { "" } else { "mkdir -p \"$HOME/.docker\" && " };
    let text = chain(&[
        format!("{made}{{ test ! -e \"$HOME/.docker/key.pem\" || {{ echo {}; false; }}; }}", sh_quote(pair.texts().home_has_keys)),
        format!("cp \"{directory}/ca.pem\" \"{directory}/cert.pem\" \"{directory}/key.pem\" \"$HOME/.docker/\""),
        format!("docker --tlsverify -H {} version", sh_quote(&pair.docker_host())),
    ]);
    Some(Snippet { id: SnippetId::ClientHome, words: pair.texts().snippets.client_home, path: None, syntax: Syntax::Sh, text })
}
