//! The client's files, unpacked by PowerShell, which refuses to overwrite any that are there.

use crate::{
    guide::{
        quote::powershell_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Exposure,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    // Inside GitLab CI the runner mounts the files.
    if pair.facts().port == Exposure::Inside {
        return None;
    }
    let bundle = pair.client.bundle_name();
    let archive = powershell_quote(&format!("{bundle}.zip"));
    let text = format!(
        "Expand-Archive -LiteralPath {archive} -DestinationPath (\"{}\" + {}) -ErrorAction Stop; Remove-Item -LiteralPath {archive}\n",
        pair.clients_place(),
        powershell_quote(&bundle)
    );
    Some(Snippet {
        id: SnippetId::UnpackClientPowershell,
        words: pair.texts().snippets.unpack_client_powershell,
        path: None,
        syntax: Syntax::Powershell,
        text,
    })
}
