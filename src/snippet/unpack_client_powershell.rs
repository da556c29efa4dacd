//! The client's files, unpacked by PowerShell, which refuses to overwrite any that are there.

use super::{Language, Pair, Snippet, SnippetId, client_env_powershell::quote};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let bundle = pair.client.bundle_name();
    let archive = quote(&format!("{bundle}.zip"));
    let text = format!(
        "Expand-Archive -LiteralPath {archive} -DestinationPath (\"$HOME/.docker/\" + {}) -ErrorAction Stop; Remove-Item -LiteralPath {archive}\n",
        quote(&bundle)
    );
    Some(Snippet { id: SnippetId::UnpackClientPowershell, path: None, language: Language::Powershell, text })
}
