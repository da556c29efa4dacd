//! The client's files, unpacked by PowerShell, which refuses to overwrite any that are there.

use super::{Language, Pair, Snippet, SnippetId, client_env_powershell::quote};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    // There the files are for the runner, which mounts them.
    if pair.spec.platform == Platform::GitlabDind {
        return None;
    }
    let bundle = pair.client.bundle_name();
    let archive = quote(&format!("{bundle}.zip"));
    let text = format!(
        "Expand-Archive -LiteralPath {archive} -DestinationPath (\"$HOME/.docker/\" + {}) -ErrorAction Stop; Remove-Item -LiteralPath {archive}\n",
        quote(&bundle)
    );
    Some(Snippet { id: SnippetId::UnpackClientPowershell, path: None, language: Language::Powershell, text })
}
