//! `scp` of the bundle, into the home directory on the daemon's machine.

use crate::{
    guide::{
        quote::sh_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    platform::{Account, Delivery, System},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().files == Delivery::Afar {
        return None;
    }
    // What is typed next is typed by root, in root's home, where there is no sudo.
    let is_to_root = pair.facts().account == Account::Root;
    let destination = format!("{}{}:", if is_to_root { "root@" } else { "" }, pair.daemon.host().in_url());
    // Small servers have no unzip, and Windows Server 2016 no tar.
    let extension = match pair.facts().system {
        System::Unix => "tar.gz",
        System::Windows => "zip",
    };
    let text = format!("scp {}.{extension} {}\n", pair.daemon.bundle_name(), sh_quote(&destination));
    let texts = pair.texts();
    let words = match is_to_root {
        true => Words { why: texts.copy_to_root, ..texts.snippets.copy_server },
        false => texts.snippets.copy_server,
    };
    Some(Snippet { id: SnippetId::CopyServer, words, path: None, syntax: Syntax::Sh, text })
}
