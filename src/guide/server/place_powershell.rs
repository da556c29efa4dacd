//! The daemon's bundle unpacked by PowerShell and installed by its script.

use crate::{
    guide::{
        quote::powershell_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    platform::System,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().system != System::Windows {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let (archive, script) = (powershell_quote(&format!("{bundle}.zip")), powershell_quote(&format!(r"{bundle}\install.ps1")));
    let text = format!(
        "Expand-Archive -Force -LiteralPath {archive} -DestinationPath {} -ErrorAction Stop; powershell -ExecutionPolicy Bypass -File {script}; \
         if ($LASTEXITCODE -eq 0) {{ Remove-Item -LiteralPath {archive} }}\n",
        powershell_quote(&bundle)
    );
    Some(Snippet {
        id: SnippetId::PlaceServerPowershell,
        words: Words { shows: pair.facts().shows, ..pair.texts().snippets.place_server_powershell },
        path: None,
        syntax: Syntax::Powershell,
        text,
    })
}
