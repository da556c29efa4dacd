//! The daemon's bundle unpacked by PowerShell and installed by its script.

use super::{Language, Pair, Snippet, SnippetId, client_env_powershell::quote};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform != Platform::Windows {
        return None;
    }
    let bundle = pair.daemon.bundle_name();
    let (archive, script) = (quote(&format!("{bundle}.zip")), quote(&format!(r"{bundle}\install.ps1")));
    let text = format!(
        "Expand-Archive -Force -LiteralPath {archive} -DestinationPath {} -ErrorAction Stop; powershell -ExecutionPolicy Bypass -File {script}; \
         if ($LASTEXITCODE -eq 0) {{ Remove-Item -LiteralPath {archive} }}\n",
        quote(&bundle)
    );
    Some(Snippet { id: SnippetId::PlaceServerPowershell, path: None, language: Language::Powershell, text })
}
