//! The client's files, unpacked into a new directory of their own: keys that are there are not overwritten.
//!
//! A snap of Docker cannot read `~/.docker`; that is another platform.

use super::{Language, Pair, Snippet, SnippetId, chain};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.client.bundle_name();
    let directory = pair.client_directory();
    let text = chain(&[
        "mkdir -p \"$HOME/.docker\"".into(),
        format!("mkdir -m 0700 \"{directory}\""),
        format!("{{ unzip {bundle}.zip -d \"{directory}\" || tar -xzf {bundle}.tar.gz -C \"{directory}\"; }}"),
        format!("chmod 0400 \"{directory}/key.pem\""),
        format!("rm -f {bundle}.zip {bundle}.tar.gz"),
    ]);
    Some(Snippet { id: SnippetId::UnpackClient, path: None, language: Language::Sh, text })
}
