//! The bundle unpacked on the daemon's machine, and its `install.sh` run.

use super::{Language, Pair, Snippet, SnippetId, chain, install_sh, unpacked};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !install_sh::is_for(pair.spec.platform) {
        return None;
    }
    let mut commands = unpacked(pair);
    let sudo = if pair.spec.platform == Platform::Rootless { "" } else { pair.sudo() };
    commands.push(format!("{sudo}sh {}/install.sh", pair.daemon.bundle_name()));
    Some(Snippet { id: SnippetId::InstallServer, path: None, language: Language::Sh, text: chain(&commands) })
}
