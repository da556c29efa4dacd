//! The client's files, unpacked into a new directory of their own: keys that are there are not overwritten.
//!
//! A snap of Docker cannot read `~/.docker`; that is another platform.

use super::{Language, Pair, Snippet, SnippetId, chain};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.client.bundle_name();
    if pair.spec.platform == Platform::GitlabDind {
        // For the runner, beside the daemon's.
        let directory = pair.spec.cert_directory.file("client");
        let text = chain(&[
            format!("sudo mkdir -m 0755 {directory}"),
            format!("{{ sudo unzip {bundle}.zip -d {directory} || sudo tar -xzvf {bundle}.tar.gz -C {directory}; }}"),
            format!("rm -f {bundle}.zip {bundle}.tar.gz"),
        ]);
        return Some(Snippet { id: SnippetId::UnpackClient, path: None, language: Language::Sh, text });
    }
    let directory = pair.client_directory();
    let text = chain(&[
        "mkdir -p \"$HOME/.docker\"".into(),
        format!("mkdir -m 0700 \"{directory}\""),
        format!("{{ unzip {bundle}.zip -d \"{directory}\" || tar -xzvf {bundle}.tar.gz -C \"{directory}\"; }}"),
        format!("chmod 0400 \"{directory}/key.pem\""),
        format!("rm -f {bundle}.zip {bundle}.tar.gz"),
    ]);
    Some(Snippet { id: SnippetId::UnpackClient, path: None, language: Language::Sh, text })
}
