# Puts this client's files into a folder that only you can read, makes a docker context for each host, and tries each host:
#
#   powershell -ExecutionPolicy Bypass -File connect.ps1
#
# A context holds copies of the certificate and the key (docker/cli, cli/context/store), so new files alone would change nothing: connect.ps1
# updates the contexts too. What it made itself is listed in the file `contexts` beside the keys. Other folders, files and contexts stay as they
# are: those with the same name and another address always, the rest unless you say yes or --replace.
# New files are written into a folder beside the old one, and the two change places by renaming.

# SETTINGS: written by the page
$locale = 'en'
$bundle_name = 'alice-client'
$place = '.docker/'
# END OF SETTINGS
# HOSTS: written by the page
$hosts = 'docker.example.com tcp://docker.example.com:2376'
# END OF HOSTS

$ErrorActionPreference = 'Stop'
$files = 'ca.pem', 'cert.pem', 'key.pem', 'README.txt', 'connect.sh', 'connect.ps1'
$pems = 'ca.pem', 'cert.pem', 'key.pem'
$windows = $env:OS -eq 'Windows_NT'
$culture = (Get-UICulture).Name
$chinese = if ($culture) { $culture -like 'zh*' } else { $locale -eq 'zh-CN' }

function say($in_english, $in_chinese) { if ($chinese) { Write-Host $in_chinese } else { Write-Host $in_english } }

# A sentence in both languages.
function both($in_english, $in_chinese) { $in_english, $in_chinese }

function usage($code) {
    say @usage
    exit $code
}

function refuse($in_english, $in_chinese) {
    say $in_english $in_chinese
    say @nothing_changed
    exit 1
}

function fail {
    say @failed
    exit 1
}

function ask {
    if ($yes) { return }
    try {
        say @do_this
        $answer = Read-Host
    } catch { refuse @no_terminal }
    if ($answer -notlike 'y*') { refuse @cancelled }
}

# What docker says. Windows PowerShell 5.1 takes a line on the error stream for an error that ends the script.
function docker_says {
    $ErrorActionPreference = 'Continue'
    $said = @(& $docker $args 2>&1)
    $script:code = $LASTEXITCODE
    # It may warn of something else.
    if ($code -eq 0) { $said = @($said | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) }
    @($said | ForEach-Object { "$_" }) -join "`n"
}

# The same, no longer than 15 seconds: what the program has printed, or its last complaint.
function answer_of {
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $docker
    $start.Arguments = @($args | ForEach-Object { if ("$_" -match '\s') { '"' + $_ + '"' } else { "$_" } }) -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $out = $process.StandardOutput.ReadToEndAsync()
    $complaint = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(15000)) {
        $process.Kill()
        return ''
    }
    if ($process.ExitCode -eq 0) { return $out.Result.Trim() }
    @($complaint.Result.Trim() -split "`n")[-1].Trim()
}

function is_same($one, $other) {
    if (-not (Test-Path -LiteralPath $one) -or -not (Test-Path -LiteralPath $other)) { return $false }
    [Convert]::ToBase64String([IO.File]::ReadAllBytes($one)) -eq [Convert]::ToBase64String([IO.File]::ReadAllBytes($other))
}

function is_copy($one, $other) {
    foreach ($file in $pems) { if (-not (is_same "$one/$file" "$other/$file")) { return $false } }
    $true
}

# Only for its owner, the system and administrators, by their SIDs: their names differ from language to language.
function lock_folder($folder) {
    if ($windows) {
        $sid = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
        icacls $folder /inheritance:r /grant:r "*${sid}:(OI)(CI)F" '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
    } else {
        chmod 0700 $folder
    }
    if ($LASTEXITCODE -ne 0) { throw $LASTEXITCODE }
}

# A line of which the worst counts: 0 is well, 1 ends within 30 days, 2 is wrong or not known.
function tell($level, $in_english, $in_chinese) {
    if ($level -gt $script:worst) { $script:worst = $level }
    say $in_english $in_chinese
}

# The certificate in the file $what, at $now.
function check_file {
    try { $text = [IO.File]::ReadAllText($what) } catch {
        tell 2 @check_not_readable
        return
    }
    try {
        $found = [regex]::Match($text, '(?s)-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----')
        if (-not $found.Success) { throw $what }
        $octets = [Convert]::FromBase64String($found.Groups[1].Value)
        $certificate = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList @(, $octets)
    } catch {
        tell 2 @check_no_certificate
        return
    }
    $end = $certificate.NotAfter.ToUniversalTime()
    # Not by the calendar of the user's country.
    $ends = $end.ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture)
    $left = ($end.Date - $now.Date).Days
    $who = ''
    if ($certificate.Subject) { $who = $certificate.Subject + ', ' }
    if ($now -gt $end) {
        tell 2 @check_ended
    } elseif ($now -lt $certificate.NotBefore.ToUniversalTime()) {
        tell 2 @check_not_yet
    } elseif ($left -lt 30) {
        tell 1 @check_ending
    } else {
        tell 0 @check_valid
    }
}

function set_modes($folder) {
    if ($windows) { return }
    chmod 0400 "$folder/key.pem"
    chmod 0444 "$folder/ca.pem" "$folder/cert.pem"
}

$mode = 'install'
$yes = $false
$replace = $false
$move = $false
$dir = ''
for ($index = 0; $index -lt $args.Count; $index++) {
    # PowerShell's own options have one dash.
    switch -Exact ($args[$index] -replace '^-(?!-)', '--') {
        '--yes' { $yes = $true }
        '--replace' { $replace = $true }
        '--move' { $move = $true }
        '--dry-run' { $mode = 'dry-run' }
        '--uninstall' { $mode = 'uninstall' }
        '--check' { $mode = 'check' }
        '--help' { usage 0 }
        '--dir' {
            $index++
            if ($index -ge $args.Count) { usage 2 }
            $dir = $args[$index]
        }
        default { usage 2 }
    }
}
# They would lead docker elsewhere.
foreach ($variable in 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION') {
    Remove-Item -LiteralPath "Env:$variable" -ErrorAction SilentlyContinue
}

# The folder with the archive's files, and the one that they go to.
$source = $PSScriptRoot
$usual = "$HOME/$place$bundle_name"
if (-not $dir) { $dir = if (('uninstall', 'check') -contains $mode -and (Test-Path -LiteralPath "$source/contexts")) { $source } else { $usual } }
$dir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($dir)
$usual = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($usual)
$dir = $dir.TrimEnd('\', '/')
# The folder of docker itself has something else called `contexts`; and neither it nor what is above it changes places.
foreach ($above in "$HOME/.docker", $env:DOCKER_CONFIG | Where-Object { $_ }) {
    $above = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($above).TrimEnd('\', '/') -replace '/', '\'
    if ("$above\".StartsWith(($dir -replace '/', '\') + '\', [StringComparison]::OrdinalIgnoreCase)) { refuse @no_folder }
}
if ((Test-Path -LiteralPath $dir -PathType Leaf) -or (Test-Path -LiteralPath "$dir/contexts" -PathType Container)) { refuse @no_folder }
# The environment in these files names the usual folder.
if ($dir -eq $usual) { $files += 'env.sh', 'env.fish', 'env.ps1', 'env.cmd' }
# A run that was killed between two renamings.
$parent = Split-Path -Parent $dir
if (('dry-run', 'check') -notcontains $mode -and -not (Test-Path -LiteralPath $dir) -and (Test-Path -LiteralPath $parent)) {
    $interrupted = Get-ChildItem -LiteralPath $parent -Directory | Where-Object { $_.Name.StartsWith((Split-Path -Leaf $dir) + '.') -and $_.Name.EndsWith('.before') }
    foreach ($left_there in $interrupted) {
        if ((Test-Path -LiteralPath "$($left_there.FullName)/contexts") -and -not (Test-Path -LiteralPath $dir)) { Move-Item -LiteralPath $left_there.FullName -Destination $dir }
    }
}
$is_own = Test-Path -LiteralPath "$dir/contexts"
$own = @()
if ($is_own) { $own = @(Get-Content -LiteralPath "$dir/contexts" | Where-Object { $_ }) }

$docker = (Get-Command docker -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1).Source
$known = @()
$has_contexts = $false
if ($docker) {
    $said = docker_says context ls --format '{{.Name}}'
    $has_contexts = $code -eq 0
    if ($has_contexts) { $known = @($said -split "`n") }
}

$lines = $hosts.Trim() -split '\s*\n'
# The archive has files for docker context import, each with the key.
$imports = @(@($lines | ForEach-Object { ($_ -split ' ')[0] }) + $own | Sort-Object -Unique | ForEach-Object { "$_.dockercontext" })

# Windows PowerShell cannot read key.pem, and without a client's certificate TLS 1.2 shows no certificate of the host. docker says whether that is right,
# but not until when.
if ($mode -eq 'check') {
    $worst = 0
    $now = [DateTime]::UtcNow
    $from = if (Test-Path -LiteralPath "$dir/cert.pem") { $dir } else { $source }
    foreach ($file in 'cert.pem', 'ca.pem') {
        $what = "$from/$file"
        check_file
    }
    foreach ($line in $lines) {
        $what, $address = $line -split ' '
        if (-not $docker) {
            tell 2 @check_no_docker
            continue
        }
        $answer = answer_of --tlsverify "--tlscacert=$from/ca.pem" "--tlscert=$from/cert.pem" "--tlskey=$from/key.pem" -H $address version --format '{{.Server.Version}}'
        switch -Regex ($answer) {
            '^[0-9]' { tell 0 @check_answers; break }
            'unknown authority' { tell 2 @check_another_ca; break }
            '.' { tell 2 @check_complaint; break }
            default { tell 2 @check_no_answer }
        }
    }
    if ($worst -eq 0) { say @check_files_are_well } elseif ($worst -eq 1) { say @check_ends_soon } else { say @check_is_wrong }
    exit $worst
}

if ($mode -eq 'uninstall') {
    if (-not $is_own) { refuse @not_there }
    $mine = @()
    $others = @()
    if (-not $has_contexts) { $others = $own }
    foreach ($name in $own | Where-Object { $known -ccontains $_ }) {
        $kept = docker_says context inspect --format '{{.Storage.TLSPath}}' $name
        if (is_copy "$kept/docker" $dir) { $mine += $name } else { $others += $name }
    }
    # Unpacked in its own folder, the archive is more than what a run puts there.
    $all = @($files + $imports + 'contexts' | Where-Object { Test-Path -LiteralPath "$dir/$_" })
    say @will_remove
    foreach ($name in $mine) { Write-Host "  - docker context $name" }
    foreach ($file in $all) { Write-Host "  - $dir/$file" }
    if ($others) {
        say @contexts_stay
        foreach ($name in $others) { Write-Host "  = $name" }
    }
    ask
    foreach ($name in $mine) {
        docker_says context rm -f $name | Out-Null
        if ($code -ne 0) {
            say @not_removed
            exit 1
        }
    }
    foreach ($file in $all) { Remove-Item -Force -LiteralPath "$dir/$file" }
    if (Get-ChildItem -Force -LiteralPath $dir) { say @folder_stays } else { Remove-Item -LiteralPath $dir }
    say @removed
    exit 0
}

foreach ($file in $pems) { if (-not (Test-Path -LiteralPath "$source/$file")) { refuse @incomplete } }
$added = ''
$changed = ''
$is_placed = $source -eq $dir
if (-not $is_placed) {
    foreach ($file in $files | Where-Object { Test-Path -LiteralPath "$source/$_" }) {
        if (-not (Test-Path -LiteralPath "$dir/$file")) { $added += " $file" } elseif (-not (is_same "$source/$file" "$dir/$file")) { $changed += " $file" }
    }
}
$other_ca = $changed -like '*ca.pem*'
$taken = $changed -and -not $is_own

# What becomes of each context, and what is said of it.
$created = @()
$updated = @()
$foreign = @()
$left = @()
$told = @()
foreach ($line in $lines) {
    $name, $address = $line -split ' '
    if (-not $has_contexts) {
        $left += $name
        continue
    }
    if ($known -cnotcontains $name) {
        $created += $name
        $told += , ("  + $name  $address", "  + $name  $address")
        continue
    }
    $where = docker_says context inspect --format '{{.Endpoints.docker.Host}} {{.Endpoints.docker.SkipTLSVerify}} {{.Storage.TLSPath}}' $name
    $leads, $skips, $kept = $where -split ' ', 3
    if ($leads -cne $address) {
        $left += $name
        $told += , (both @context_elsewhere)
    } elseif ($skips -eq 'false' -and (is_copy "$kept/docker" $source)) {
        $told += , ("  = $name  $address", "  = $name  $address")
    } elseif ($own -ccontains $name) {
        $updated += $name
        $told += , (both @context_updated)
    } else {
        $foreign += $name
        $told += , (both @context_of_others)
    }
}

if (-not ($added -or $changed -or $created -or $updated -or $foreign)) {
    say @nothing_to_do
} else {
    say @folder
    if ($added) { Write-Host "  +$added" }
    if ($changed) { say @files_replaced }
    if ($other_ca) { say @another_ca }
}
if ($told) {
    say @contexts
    foreach ($sentence in $told) { say $sentence[0] $sentence[1] }
}
if ($mode -eq 'dry-run') { exit 0 }

# What is new needs no question.
if ($yes -and -not $replace) {
    if ($other_ca -or $taken) { refuse @replace_or_be_asked }
    $left += $foreign
    $foreign = @()
}
if ($changed -or $updated -or $foreign) { ask }
$updated += $foreign

$record = @($own + $created + $updated | Sort-Object -Unique) -join "`n"
try {
    if (-not ($added -or $changed)) {
        lock_folder $dir
        set_modes $dir
        [IO.File]::WriteAllText("$dir/contexts", "$record`n")
    } else {
        New-Item -ItemType Directory -Force -Path $parent | Out-Null
        $new = "$dir." + [IO.Path]::GetRandomFileName()
        New-Item -ItemType Directory -Path $new | Out-Null
        lock_folder $new
        foreach ($file in $files | Where-Object { Test-Path -LiteralPath "$source/$_" }) { Copy-Item -LiteralPath "$source/$file" -Destination $new }
        [IO.File]::WriteAllText("$new/contexts", "$record`n")
        set_modes $new
        $before = ''
        if (Test-Path -LiteralPath $dir) {
            $before = "$new.before"
            Move-Item -LiteralPath $dir -Destination $before
        }
        try { Move-Item -LiteralPath $new -Destination $dir } catch {
            if ($before) { Move-Item -LiteralPath $before -Destination $dir }
            throw
        }
        if ($before) {
            foreach ($file in $files + $imports + 'contexts') { Remove-Item -Force -LiteralPath "$before/$file" -ErrorAction SilentlyContinue }
            # Whatever else was there.
            foreach ($file in Get-ChildItem -Force -LiteralPath $before) {
                if (-not (Test-Path -LiteralPath "$dir/$($file.Name)")) { Move-Item -LiteralPath $file.FullName -Destination $dir }
            }
            if (Get-ChildItem -Force -LiteralPath $before) { say @left_before } else { Remove-Item -LiteralPath $before }
        }
    }
    if ($move -and -not $is_placed) {
        foreach ($file in @('key.pem') + $imports | Where-Object { Test-Path -LiteralPath "$source/$_" }) { Remove-Item -Force -LiteralPath "$source/$file" }
    }
} catch {
    Write-Host "$_"
    if ($new -and (Test-Path -LiteralPath $new)) { Remove-Item -Recurse -Force -LiteralPath $new }
    fail
}

# In the folder: a comma or a quotation mark in its path would end the value.
foreach ($line in $lines) {
    $name, $address = $line -split ' '
    $verb = if ($created -ccontains $name) { 'create' } elseif ($updated -ccontains $name) { 'update' } else { continue }
    Push-Location -LiteralPath $dir
    $answer = docker_says context $verb $name --docker "host=$address,ca=ca.pem,cert=cert.pem,key=key.pem"
    Pop-Location
    if ($code -ne 0) {
        $left += $name
        say @context_failed
    }
}

if (-not $docker) {
    say @placed_without_docker
    exit 0
}
if (-not $has_contexts) { say @no_contexts }
$first = ''
$silent = $false
foreach ($line in $lines) {
    $name, $address = $line -split ' '
    if ($left -ccontains $name) {
        $answer = answer_of --tlsverify "--tlscacert=$dir/ca.pem" "--tlscert=$dir/cert.pem" "--tlskey=$dir/key.pem" -H $address version --format '{{.Server.Version}}'
    } else {
        if (-not $first) { $first = $name }
        $answer = answer_of --context $name version --format '{{.Server.Version}}'
    }
    if ($answer -match '^[0-9]') {
        say @host_answers
        continue
    }
    $silent = $true
    say @host_silent
    switch -Regex ($answer) {
        'dial tcp: lookup ' { say @hint_name; break }
        'refused|Cannot connect to the Docker daemon' { say @hint_refused; break }
        'unknown authority|certificate required|bad certificate|unknown certificate authority' { say @hint_other_ca; break }
        'valid for|IP SANs|legacy Common Name' { say @hint_names; break }
        'incompatible key usage' { say @hint_of_client; break }
        'expired|not yet valid' { say @hint_expired; break }
        'HTTP' { say @hint_no_tls; break }
        '^$' { say @hint_firewall }
    }
}
if ($silent) {
    say @some_silent
    exit 1
}
if ($first) { say @use_it } elseif ($has_contexts) { say @contexts_left }
exit 0
