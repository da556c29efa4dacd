//! The daemon's files in a folder, to be used from there: by Compose, or by what sets up a machine.

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Delivery,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !matches!(pair.facts().files, Delivery::Folder | Delivery::Afar) {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let text = chain(&[
        format!("mkdir -m 0700 {bundle}"),
        format!("cd {bundle}"),
        format!("tar -xzvf ../{bundle}.tar.gz"),
        "chmod 0400 server-key.pem".into(),
        format!("rm -f ../{bundle}.tar.gz"),
    ]);
    Some(Snippet { id: SnippetId::UnpackServer, words: pair.texts().snippets.unpack_server, path: None, syntax: Syntax::Sh, text })
}
