//! The client's files, unpacked into a new directory of their own: keys that are there are not overwritten.
//!
//! A snap of Docker cannot read `~/.docker`; that is another platform.

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Exposure,
    spec::ClientKind,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.client.bundle_name();
    if pair.facts().port == Exposure::Inside {
        // The runner has the client's files beside the daemon's.
        let directory = pair.installation().cert_directory.file("client");
        let text = chain(&[
            format!("sudo mkdir -m 0755 {directory}"),
            format!("sudo tar -xzvf {bundle}.tar.gz -C {directory}"),
            format!("rm -f {bundle}.tar.gz"),
        ]);
        return Some(Snippet {
            id: SnippetId::UnpackClient,
            words: pair.texts().snippets.unpack_client,
            path: None,
            syntax: Syntax::Sh,
            text,
        });
    }
    let directory = pair.client_directory();
    let place = (pair.client.kind != ClientKind::Portainer).then(|| "mkdir -p \"$HOME/.docker\"".to_owned());
    let unpacked = [
        format!("mkdir -m 0700 \"{directory}\""),
        format!("tar -xzvf {bundle}.tar.gz -C \"{directory}\""),
        format!("chmod 0400 \"{directory}/key.pem\""),
        format!("rm -f {bundle}.tar.gz"),
    ];
    let text = chain(&place.into_iter().chain(unpacked).collect::<Vec<_>>());
    Some(Snippet { id: SnippetId::UnpackClient, words: pair.texts().snippets.unpack_client, path: None, syntax: Syntax::Sh, text })
}
