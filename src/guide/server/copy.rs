//! `scp` of the bundle, into the home directory on the daemon's machine.

use crate::{
    guide::{
        quote::sh_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::{Delivery, System},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().files == Delivery::Afar {
        return None;
    }
    let destination = format!("{}:", pair.daemon.host().in_url());
    // Small servers have no unzip, and Windows Server 2016 no tar.
    let extension = match pair.facts().system {
        System::Unix => "tar.gz",
        System::Windows => "zip",
    };
    let text = format!("scp {}.{extension} {}\n", pair.daemon.bundle_name(), sh_quote(&destination));
    Some(Snippet { id: SnippetId::CopyServer, words: pair.texts().snippets.copy_server, path: None, syntax: Syntax::Sh, text })
}
