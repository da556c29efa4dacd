//! The daemon's files on Windows: placed, readable by nobody but the system and administrators, and the service restarted; or everything put
//! back.

use super::{Language, Pair, Snippet, SnippetId, client_env_powershell::quote};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let config = pair.spec.platform.daemon_json().filter(|_| pair.spec.platform == Platform::Windows)?;
    // The reader's own file with ours in it takes its place; any other that is there stays as it is.
    let replace = if pair.spec.daemon_json.is_some() {
        "$replace = $true".to_owned()
    } else {
        let exists = pair.say(text::DAEMON_JSON_EXISTS).replace("{path}", config).replace("{file}", "daemon.json");
        format!(
            "$replace = -not $existed\nif ($existed -and (Get-Content -Raw -LiteralPath $config) -notmatch '\"tlscacert\"') {{\n    throw {}\n}}",
            quote(&exists)
        )
    };
    // The groups by their SIDs (LocalSystem, Administrators): their names differ from language to language.
    let text = format!(
        r#"#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$directory = {directory}
$config = {config}
if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) {{ throw {no_service} }}
$backup = "$config.before-tls"
$existed = Test-Path -LiteralPath $config
{replace}
New-Item -ItemType Directory -Force -Path $directory, (Split-Path -Parent $config) | Out-Null
icacls $directory /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) {{ throw "icacls: $LASTEXITCODE" }}
foreach ($file in 'ca.pem', 'server-cert.pem', 'server-key.pem') {{
    Copy-Item -Force -LiteralPath (Join-Path $PSScriptRoot $file) -Destination $directory
    icacls (Join-Path $directory $file) /reset | Out-Null
    if ($LASTEXITCODE -ne 0) {{ throw "icacls: $LASTEXITCODE" }}
}}
if ($replace) {{
    if ($existed -and -not (Test-Path -LiteralPath $backup)) {{ Copy-Item -LiteralPath $config -Destination $backup }}
    Copy-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'daemon.json') -Destination $config
}}
try {{
    Restart-Service -Name docker
}} catch {{
    if ($replace -and $existed) {{ Copy-Item -Force -LiteralPath $backup -Destination $config }}
    if ($replace -and -not $existed) {{ Remove-Item -LiteralPath $config }}
    Start-Service -Name docker
    throw
}}
Remove-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'server-key.pem')
(Get-Service -Name docker).Status
"#,
        directory = quote(pair.spec.cert_directory.as_str()),
        config = quote(config),
        no_service = quote(pair.say(text::WINDOWS_NO_SERVICE)),
    );
    Some(Snippet { id: SnippetId::InstallPs1, path: Some("install.ps1".into()), language: Language::Powershell, text })
}
