//! Applies the configuration: restarts the daemon, or tells what sets the machine up.

use crate::{
    guide::{
        quote::{chain, sh_quote},
        snippet::{Pair, Snippet, SnippetId},
    },
    locales::Words,
    platform::{Delivery, Restart, Setup},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let (texts, usual) = (pair.texts(), pair.texts().snippets.restart);
    let words = match pair.facts().files {
        Delivery::Folder => Words { why: texts.restarts_container, ..usual },
        Delivery::Merged => Words { why: texts.restarts_runner, ..usual },
        Delivery::Placed | Delivery::Afar => usual,
    };
    match pair.facts().restart {
        Restart::Restart(commands) => Some(snippet(pair, SnippetId::Restart, words, commands)),
        Restart::Apply(_) => None,
    }
}

/// Tells what sets the machine up to apply the configuration.
pub fn apply(pair: Pair<'_>) -> Option<Snippet> {
    let (texts, usual) = (pair.texts(), pair.texts().snippets.apply);
    let words = match pair.facts().setup {
        Setup::Nixos => Words { why: texts.applies_nixos, ..usual },
        Setup::Ansible => Words { why: texts.applies_ansible, ..usual },
        Setup::Service | Setup::Proxy | Setup::Container | Setup::Gitlab | Setup::Ignition { .. } | Setup::CloudInit => usual,
    };
    match pair.facts().restart {
        Restart::Apply(commands) => Some(snippet(pair, SnippetId::Apply, words, commands)),
        Restart::Restart(_) => None,
    }
}

fn snippet(pair: Pair<'_>, id: SnippetId, words: Words, commands: &[&str]) -> Snippet {
    let shows = pair.facts().shows;
    let see = if shows.is_some() { words.see } else { Some(pair.texts().see_nothing) };
    let inventory = sh_quote(&format!("{},", pair.daemon.host()));
    let fill = |command: &&str| {
        let path = pair.installation().daemon_json_path().unwrap_or_default();
        command.replace("{daemon_json}", path).replace("{inventory}", &inventory)
    };
    Snippet {
        id,
        words: Words { see, shows, ..words },
        path: None,
        syntax: pair.syntax(),
        text: chain(&commands.iter().map(fill).collect::<Vec<_>>()),
    }
}
