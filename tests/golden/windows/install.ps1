#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$directory = 'C:\ProgramData\docker\tls'
$config = 'C:\ProgramData\docker\config\daemon.json'
if (-not (Get-Service -Name docker -ErrorAction SilentlyContinue)) { throw 'There is no service named docker. This is for Docker Engine on Windows, not for Docker Desktop.' }
$command = (Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services\docker').ImagePath
if ($command -cmatch '(^|[\s"])(-[Dhrv]*H|--host([\s="]|$)|--tls)') { throw ('The command of the service docker has -H, --host or --tls options, and Docker does not start with these and daemon.json. Remove them, then run this again: sc.exe config docker binPath= ... The command is now:' + ' ' + $command) }
$backup = "$config.before-tls"
$existed = Test-Path -LiteralPath $config
$replace = -not $existed
if ($existed) {
    $text = [string](Get-Content -Raw -LiteralPath $config)
    if ($text -notmatch '"tlsverify": *true' -or -not $text.Contains('"C:\\ProgramData\\docker\\tls\\ca.pem"')) { throw 'C:\ProgramData\docker\config\daemon.json exists already; nothing was changed. Add all five keys of daemon.json to it by hand, above all tlscacert, then run this again.' }
}
New-Item -ItemType Directory -Force -Path $directory, (Split-Path -Parent $config) | Out-Null
# Any user can make folders in ProgramData, and the maker of one could go on reading it.
icacls $directory /setowner '*S-1-5-32-544' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
icacls $directory /reset | Out-Null
if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
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
