//! The client's bundle unpacked, and its script run: for a POSIX shell and for PowerShell.

use crate::guide::{
    connecting,
    quote::{chain, powershell_quote},
    snippet::{Pair, Snippet, SnippetId, Syntax, unpacked},
};

/// `connect.sh`
pub fn sh(pair: Pair<'_>) -> Option<Snippet> {
    connecting::has_hosts(pair.spec).then_some(())?;
    let bundle = pair.client.bundle_name();
    let mut commands = unpacked(&bundle);
    commands.extend([format!("sh {bundle}/connect.sh --move"), format!("rm -f {bundle}.tar.gz")]);
    Some(Snippet {
        id: SnippetId::ConnectSh,
        words: pair.texts().snippets.connect_sh,
        path: None,
        syntax: Syntax::Sh,
        text: chain(&commands),
    })
}

/// `connect.ps1`
pub fn powershell(pair: Pair<'_>) -> Option<Snippet> {
    connecting::has_hosts(pair.spec).then_some(())?;
    let bundle = pair.client.bundle_name();
    let (archive, script) = (powershell_quote(&format!("{bundle}.zip")), powershell_quote(&format!(r"{bundle}\connect.ps1")));
    let text = format!(
        "Expand-Archive -Force -LiteralPath {archive} -DestinationPath {} -ErrorAction Stop; \
         powershell -ExecutionPolicy Bypass -File {script} --move; if ($LASTEXITCODE -eq 0) {{ Remove-Item -LiteralPath {archive} }}\n",
        powershell_quote(&bundle)
    );
    Some(Snippet { id: SnippetId::ConnectPs1, words: pair.texts().snippets.connect_ps1, path: None, syntax: Syntax::Powershell, text })
}
