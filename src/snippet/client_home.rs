//! `~/.docker`, where `docker --tlsverify` looks when no file is named (docker/cli `cli/flags/options.go`). Keys that are there stay.

use super::{Language, Pair, Snippet, SnippetId, chain, sh_quote};
use crate::text;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let directory = pair.client_directory();
    let text = chain(&[
        format!("{{ test ! -e \"$HOME/.docker/key.pem\" || {{ echo {}; false; }}; }}", sh_quote(pair.say(text::HOME_HAS_KEYS))),
        format!("cp \"{directory}/ca.pem\" \"{directory}/cert.pem\" \"{directory}/key.pem\" \"$HOME/.docker/\""),
        format!("docker --tlsverify -H {} version", sh_quote(&pair.docker_host())),
    ]);
    Some(Snippet { id: SnippetId::ClientHome, path: None, language: Language::Sh, text })
}
