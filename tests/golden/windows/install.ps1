#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$directory = 'C:\ProgramData\docker\tls'
$config = 'C:\ProgramData\docker\config\daemon.json'
if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) { throw 'There is no service named docker. This is for Docker Engine on Windows, not for Docker Desktop.' }
$backup = "$config.before-tls"
$existed = Test-Path -LiteralPath $config
$replace = -not $existed
if ($existed -and (Get-Content -Raw -LiteralPath $config) -notmatch '"tlscacert"') {
    throw 'C:\ProgramData\docker\config\daemon.json is there already: nothing was changed. Add all five keys of daemon.json to it by hand, tlscacert above all, then run this again.'
}
New-Item -ItemType Directory -Force -Path $directory, (Split-Path -Parent $config) | Out-Null
icacls $directory /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
foreach ($file in 'ca.pem', 'server-cert.pem', 'server-key.pem') {
    Copy-Item -Force -LiteralPath (Join-Path $PSScriptRoot $file) -Destination $directory
    icacls (Join-Path $directory $file) /reset | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
}
if ($replace) {
    if ($existed -and -not (Test-Path -LiteralPath $backup)) { Copy-Item -LiteralPath $config -Destination $backup }
    Copy-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'daemon.json') -Destination $config
}
try {
    Restart-Service -Name docker
} catch {
    if ($replace -and $existed) { Copy-Item -Force -LiteralPath $backup -Destination $config }
    if ($replace -and -not $existed) { Remove-Item -LiteralPath $config }
    Start-Service -Name docker
    throw
}
Remove-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'server-key.pem')
(Get-Service -Name docker).Status
