//! The bundle unpacked on the daemon's machine, and its `install.sh` run.

use crate::{
    guide::{
        quote::chain,
        snippet::{Pair, Snippet, SnippetId, Syntax, unpacked},
    },
    locales::Words,
    platform::{Account, Init},
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let texts = pair.texts();
    let note = match pair.facts().script? {
        Init::Systemd => texts.tried_systemd,
        Init::User => texts.tried_rootless,
        Init::Openrc => texts.tried_openrc,
        Init::Sysv => texts.tried_sysv,
        Init::Snapd => texts.tried_no_snap,
    };
    Some(Snippet {
        id: SnippetId::InstallServer,
        words: Words { note: Some(note), ..texts.snippets.install_server },
        path: None,
        syntax: Syntax::Sh,
        text: commands(pair, &pair.daemon.bundle_name(), pair.allow()),
    })
}

/// The same for an archive of this name: unpacks it and runs its script with this option, as whoever runs Docker.
pub fn commands(pair: Pair<'_>, archive: &str, option: Option<String>) -> String {
    let mut commands = unpacked(archive);
    let sudo = match pair.facts().account {
        Account::User => "",
        Account::Sudo | Account::Root | Account::Administrator => pair.sudo(),
    };
    let option = option.map(|option| format!(" {option}")).unwrap_or_default();
    commands.push(format!("{sudo}sh {archive}/install.sh{option}"));
    chain(&commands)
}
