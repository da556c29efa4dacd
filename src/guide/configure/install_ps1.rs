//! The daemon's files on Windows: placed, readable by nobody but the system and administrators, and the service restarted; or everything put
//! back.

use crate::{
    certain,
    guide::{
        quote::powershell_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::System,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let config = pair.facts().own_daemon_json().filter(|_| pair.facts().system == System::Windows)?;
    // The reader's own file with ours in it takes its place; any other that is there stays as it is.
    let replace = if pair.installation().daemon_json.is_some() {
        "$replace = $true".to_owned()
    } else {
        let exists = pair.texts().daemon_json_exists.replace("{path}", config).replace("{file}", "daemon.json");
        format!(
            "$replace = -not $existed
if ($existed) {{
    $text = [string](Get-Content -Raw -LiteralPath $config)
    if ($text -notmatch '\"tlsverify\": *true' -or -not $text.Contains({})) {{ throw {} }}
}}",
            powershell_quote(&certain(serde_json::to_string(&pair.installation().cert_directory.file("ca.pem")), "a string is JSON")),
            powershell_quote(&exists)
        )
    };
    // The groups by their SIDs (LocalSystem, Administrators): their names differ from language to language.
    let text = format!(
        r#"#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$directory = {directory}
$config = {config}
if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) {{ throw {no_service} }}
$command = (Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\docker').ImagePath
if ($command -cmatch '(^|[\s"])(-[Dhrv]*H|--host([\s="]|$)|--tls)') {{ throw ({has_options} + ' ' + $command) }}
$backup = "$config.before-tls"
$existed = Test-Path -LiteralPath $config
{replace}
New-Item -ItemType Directory -Force -Path $directory, (Split-Path -Parent $config) | Out-Null
# Any user can make folders in ProgramData, and the maker of one could go on reading it.
icacls $directory /setowner '*S-1-5-32-544' | Out-Null
if ($LASTEXITCODE -ne 0) {{ throw "icacls: $LASTEXITCODE" }}
icacls $directory /reset | Out-Null
if ($LASTEXITCODE -ne 0) {{ throw "icacls: $LASTEXITCODE" }}
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
        directory = powershell_quote(pair.installation().cert_directory.as_str()),
        config = powershell_quote(config),
        no_service = powershell_quote(pair.texts().windows_no_service),
        has_options = powershell_quote(pair.texts().windows_service_has_options),
    );
    Some(Snippet {
        id: SnippetId::InstallPs1,
        words: pair.texts().snippets.install_ps1,
        path: Some("install.ps1".into()),
        syntax: Syntax::Powershell,
        text,
    })
}
