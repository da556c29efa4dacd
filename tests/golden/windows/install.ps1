#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$directory = 'C:\ProgramData\docker\tls'
$config = 'C:\ProgramData\docker\config\daemon.json'
if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) { throw 'There is no service named docker. This is for Docker Engine on Windows, not for Docker Desktop.' }
$existed = Test-Path -LiteralPath $config
$old = if ($existed) { Get-Content -Raw -LiteralPath $config } else { '' }
if ($old -and $old -notmatch '"tlscacert"') {
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
if (-not $old) { Copy-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'daemon.json') -Destination $config }
try {
    Restart-Service -Name docker
} catch {
    if (-not $old) { Remove-Item -LiteralPath $config }
    Start-Service -Name docker
    throw
}
Remove-Item -Force -LiteralPath (Join-Path $PSScriptRoot 'server-key.pem')
(Get-Service -Name docker).Status
