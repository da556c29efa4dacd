#!/bin/sh
if grep -q "$(printf '\r')\$" "$0" 2>/dev/null; then tr -d '\r' <"$0" | DOCKSEAL_SCRIPT=$0 sh -s -- "$@"; exit; fi # with line ends of Windows
#
# Installs these certificates on this Docker host, proves that it works, and puts everything back if it does not.
#
# Each option has one place. The usual one is a systemd drop-in, made from this host's own ExecStart=, with everything on the line that opens the
# port: a mistake keeps Docker from starting instead of opening it without TLS. Where daemon.json was chosen on the page, or has one of the five
# options already, all go there, and the drop-in only takes them off the command line. daemon.json is read by a strict reader in awk and keeps
# everything else to the byte. What systemd makes of units and variables is asked of systemd.
# OpenRC, SysV init and snap start Docker without addresses: there all go to daemon.json. Rootless Docker, for the user who runs this, has a systemd
# of its own and a network of its own, out of which RootlessKit forwards the port.
# It is tried first on 127.0.0.1, where nobody else gets in if an option means something else than it says; what was proved there is opened then.
# Where the host has some of it already, only the rest is done, and Docker restarts only for what it reads at its start.
# An archive that brings trust has ca.pem only: whom the daemon lets in. It goes where the daemon reads that now, however the host was set up. What was
# there before lets in again who is shut out since, so nothing puts it back without asking.
# What was there is in /var/lib/dockseal (of a user, ~/.local/state/dockseal): in run/ while this works, then in base/, for --uninstall. The next run undoes one that was killed.

# Programs listen to the caller's environment: SYSTEMD_COLORS, POSIXLY_CORRECT, CURL_HOME, DOCKER_HOST, OPENSSL_CONF, TMPDIR, proxies. It goes before
# the script sets anything: a variable of the same name would go with it. bash takes options of the shell from there too.
unset IFS
set +Cefu
for variable in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $variable in
    PATH | HOME | USER | LOGNAME | XDG_RUNTIME_DIR | XDG_CONFIG_HOME | XDG_STATE_HOME | DBUS_SESSION_BUS_ADDRESS | DOCKSEAL_SCRIPT | LC_ALL | LC_MESSAGES | LANG) ;;
    # bash has some that are read-only.
    *) ! (unset "$variable") 2>/dev/null || unset "$variable" ;;
  esac
done

# SETTINGS: written by the page
locale=en
brings=host
bundle_name=docker.example.com-server
names='docker.example.com'
platform=systemd
place=flags
listen=tcp://0.0.0.0:2376
port=2376
connect=127.0.0.1
directory=/etc/docker/tls
sources=''
trust=0
listed=''
removed=''
settled=''
# END OF SETTINGS
# OPTIONS OF DOCKERD: written by the page
options_with_value=' config-file host label tlscacert tlscert tlskey '
letters_with_value=H
letters_alone=D
folded='log-opts'
# END OF OPTIONS

files='ca.pem server-cert.pem server-key.pem'
zones=/etc/firewalld/zones
table_file=/etc/nftables.d/docker-tls.nft
table_drop_in=/etc/systemd/system/docker.service.d/firewall.conf
line='
'
tab='	'

main() {
  checked='' chinese='' mode=install yes='' replace='' unproved='' since='' temporary='' lock='' allow='' networks='' asked_for='' patience=15
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) chinese=1 ;;
    '' | C | C.* | POSIX) [ "$locale" != zh-CN ] || chinese=1 ;;
  esac
  IFS=" $tab$line"
  unset LC_MESSAGES LANG
  export LC_ALL=C PATH="${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin"
  umask 022
  for argument; do
    case $networks:$argument in
      1:[!-]*)
        allow="$allow $argument" asked_for=''
        continue ;;
    esac
    networks=''
    case $argument in
      --yes | -y) yes=1 ;;
      --replace) replace=1 ;;
      --unproved) unproved=1 ;;
      --allow) networks=1 asked_for=1 ;;
      --dry-run | --uninstall | --check)
        [ "$mode" = install ] || usage 2
        mode=${argument#--} ;;
      --help | -h) usage 0 ;;
      *) usage 2 ;;
    esac
  done
  case $asked_for$mode$allow in 1* | uninstall?* | check?*) usage 2 ;; esac
  trap 'rm -rf "$temporary" "$lock"' EXIT
  trap 'exit 130' HUP INT TERM
  # Nobody may be reading any more: that is no reason to stop in the middle.
  trap : PIPE
  # A private key is in there for a while: in memory, where that can be had.
  for folder in /run "${XDG_RUNTIME_DIR:-/run}" ''; do
    if [ -z "$folder" ]; then temporary=$(mktemp -d 2>/dev/null); else temporary=$(mktemp -d "$folder/dockseal-XXXXXX" 2>/dev/null); fi && break
  done
  { [ -d "$temporary" ] && me=$(process $$) && echo "$me" >"$temporary/pid"; } 2>/dev/null || refuse @no_temporary_folder
  echo "$allow" | networks >"$temporary/networks" || { bad=$(sed -n '$p' "$temporary/networks"); refuse @no_network; }
  allow=$(tr '\n' ' ' <"$temporary/networks") allow=${allow% }

  [ "$mode" != check ] || check
  find_docker
  if [ "$mode" = dry-run ]; then
    [ ! -e "$state/run/journal" ] || refuse @dry_run_after_interruption
    patience=5
  else
    mend
  fi
  if [ "$brings" = trust ]; then
    find_trust
    read_configuration
    make_trust
    check_host
    # The port is open already, and stays so meanwhile.
    trial=''
    : >"$temporary/wall"
    : >"$temporary/rules"
    : >"$temporary/our-rules"
    : >"$temporary/wanted-rules"
  elif [ "$mode" = uninstall ]; then
    uninstall
    exit
  else
    find_bundle
    read_configuration
    make_configuration
    check_host
    plan_wall
  fi
  find_changes
  if [ "$nothing" ] && [ -z "$going" ]; then
    [ -z "$notes$conflicts" ] || printf '%s\n' "$notes$conflicts"
    say @nothing_to_do
    report
    exit 0
  fi
  show_plan
  [ "$mode" != dry-run ] || exit 0
  [ -z "$conflicts" ] || [ -z "$yes" ] || [ "$replace" ] ||
    refuse @replace_or_be_asked
  ask
  place_files
  if [ "$restarts" ]; then
    validate
    if [ "$trial" ]; then
      try 127.0.0.1
      trial=''
      put_files
    fi
    try "$connect"
  else
    daemon_reload
    prove "$connect" || fail "$why" "$why"
  fi
  finish
}

say() { if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

usage() {
  say @usage
  exit "$1"
}

# Before anything is touched.
refuse() {
  say "$1" "$2" >&2
  say @nothing_changed >&2
  exit 1
}

# After that. Nobody gets in again because something went wrong.
fail() {
  trap '' HUP INT TERM
  set +f
  say @failed >&2
  [ -z "$since" ] || explain_log >&2
  if [ "$brings" = trust ] && [ "$lets" ] && ! { say @put_trust_back >/dev/tty && read -r answer </dev/tty && case $answer in [yY]*) ;; *) false ;; esac; } 2>/dev/null; then
    say @trust_not_put_back >&2
    exit 1
  fi
  put_back
  exit 1
}

ask() {
  [ -z "$yes" ] || return 0
  { say @do_this >/dev/tty && read -r answer </dev/tty; } 2>/dev/null || refuse @no_terminal
  case $answer in [yY]*) ;; *) refuse @cancelled ;; esac
}

# Who runs Docker here. $service is the command of an init script, and empty where it is $unit of the systemd of root or of a $user.
find_docker() {
  going='' lets='' is_of_other_ca='' kept_out='' user='' service='' unit=docker.service units=/etc/systemd/system state=/var/lib/dockseal run=/run place_of_keys=/etc/docker/tls
  config=/etc/docker/daemon.json root_socket=unix:///var/run/docker.sock forward=''
  if [ "$(id -u)" != 0 ]; then
    # After `su` it is that of somebody else.
    [ -w "${XDG_RUNTIME_DIR:-}" ] || XDG_RUNTIME_DIR=/run/user/$(id -u)
    export XDG_RUNTIME_DIR
    user=--user run=$XDG_RUNTIME_DIR root_socket=unix://$run/docker.sock state=${XDG_STATE_HOME:-$HOME/.local/state}/dockseal
    units=${XDG_CONFIG_HOME:-$HOME/.config}
    config=$units/docker/daemon.json place_of_keys=$units/docker/tls units=$units/systemd/user
    # Only RootlessKit sees the addresses of the host; it takes the daemon's port where all of its network reaches it.
    forward=${listen#tcp://}:$port/tcp listen=tcp://0.0.0.0:$port
    is_there || absent @no_rootless_docker
  elif [ -d /run/systemd/system ]; then
    case $(property LoadState) in
      loaded | bad-setting | error) ;;
      masked) absent @masked ;;
      *)
        unit=snap.docker.dockerd.service
        is_there || not_installed
        config=/var/snap/docker/current/config/daemon.json place_of_keys=/var/snap/docker/common/tls ;;
    esac
  else
    [ -e /etc/init.d/docker ] || not_installed
    for service in 'rc-service docker' 'service docker' '/etc/init.d/docker'; do ! command -v "${service%% *}" >/dev/null || break; done
  fi
  log_file=/var/log/docker.log log_command="journalctl ${user:+$user }-u $unit"
  [ -z "$service" ] || log_command="tail $log_file"
  # One that does not begin with / is in the user's home. What was chosen on the page for another kind of Docker does not do here.
  case $user$unit:$directory in
    --user*:[!/]*) directory=$HOME/$directory ;;
    --user*:/etc/* | --user*:/var/snap/* | snap.*:[!/]* | snap.*:/etc/* | docker.service:[!/]* | docker.service:/var/snap/*) directory=$place_of_keys ;;
  esac
  trust_file=$directory/ca.pem own_cert=$directory/server-cert.pem
}

not_installed() {
  absent @not_installed
}

# What was installed can be taken back, and its files can be read, where Docker has gone.
absent() { [ "$mode" = check ] || { [ "$mode" = uninstall ] && [ -w "$state/base/journal" ]; } || refuse "$@"; }

systemd() { systemctl $user "$@"; }

property() { systemd show -p "$1" "${2:-$unit}" 2>/dev/null | sed 's/^[^=]*=//'; }

is_there() { if [ "$service" ]; then [ -e /etc/init.d/docker ]; else case $(property LoadState) in loaded | bad-setting | error) ;; *) false ;; esac; fi; }

activity() {
  if [ -z "$service" ]; then property ActiveState; elif $service status >/dev/null 2>&1; then echo active; else echo inactive; fi
}

daemon_reload() { [ "$service" ] || systemd daemon-reload; }

# The process of this number, with the time at which it began (proc(5), field 22 of stat): numbers are given again.
process() { echo "$1 $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20)"; }
is_running() { [ "$1" ] && kill -0 "${1%% *}" 2>/dev/null && [ "$(process "${1%% *}")" = "$1" ]; }

# One at a time; and what an earlier run began and did not end is taken back, or kept where only that was missing.
mend() {
  if ! mkdir "$run/dockseal.lock" 2>/dev/null; then
    other=$(cat "$run/dockseal.lock/pid" 2>/dev/null || { sleep 1 && cat "$run/dockseal.lock/pid"; } 2>/dev/null)
    ! is_running "$other" || refuse @runs_already
  fi
  lock=$run/dockseal.lock
  echo "$me" >"$lock/pid"
  for left in "$run"/dockseal-*; do
    [ ! -d "$left" ] || is_running "$(cat "$left/pid" 2>/dev/null)" || rm -rf "$left"
  done
  [ ! -e "$state" ] || check_way "$state"
  [ ! -e "$state/done/journal" ] || keep || refuse @no_room_for_state
  # A run that was to shut somebody out is not undone: this one goes on from there.
  if grep -qs '^lets ' "$state/run/journal" && [ ! -e "$state/run/kept.pem" ]; then
    [ "$brings" = trust ] || refuse @trust_interrupted
    say @going_on >&2
    going=1 lets_before=$(sed -n 's/^lets //p' "$state/run/journal")
    cp "$state/run/trust.pem" "$temporary/before.pem" || refuse @no_room_for_temporary
    sed -n 's/^old [^ ]* //p' "$state/run/journal" | while IFS= read -r path; do rm -f "$path.dockseal"; done
  elif [ -e "$state/run/journal" ]; then
    say @undoing_interrupted
    since=0
    put_back
    since=''
  fi
}

find_bundle() {
  for bundle in "$(dirname -- "${DOCKSEAL_SCRIPT:-$0}")" . "$bundle_name" -; do
    [ ! -f "$bundle/ca.pem" ] || [ ! -f "$bundle/server-cert.pem" ] || [ ! -f "$bundle/server-key.pem" ] || break
  done
  # Who has made the key, and asked for a certificate only, gets none in the archive.
  [ "$bundle" != - ] || [ ! -f "$(dirname -- "${DOCKSEAL_SCRIPT:-$0}")/server-cert.pem" ] || refuse @no_key
  [ "$bundle" != - ] || refuse @no_bundle
  # What is judged is what is placed, whoever can write in that folder. Certificates lose the line ends of Windows.
  for file in $files; do
    (umask 077 && tr -d '\r' <"$bundle/$file" >"$temporary/$file") 2>/dev/null
    [ "$(tr -d '\r' <"$bundle/$file" | cksum)" = "$(cksum <"$temporary/$file")" ] ||
      refuse @bundle_not_copied
  done
  bundle=$temporary
  times=$(times_of "$bundle/server-cert.pem")
  [ "$times" ] || refuse @no_certificate
  now=$(date -u +%Y%m%d%H%M%S)
  [ "$now" -ge "${times%%"$line"*}" ] ||
    refuse @clock_is_slow
  [ "$now" -le "${times##*"$line"}" ] || refuse @expired
  ! command -v openssl >/dev/null || [ "$(openssl x509 -noout -pubkey -in "$bundle/server-cert.pem" 2>&1)" = "$(openssl pkey -pubout -in "$bundle/server-key.pem" 2>&1)" ] ||
    refuse @other_key
}

# What a trust archive brings; with --uninstall, what was there before it.
find_trust() {
  files=ca.pem file=ca.pem
  if [ "$mode" = uninstall ]; then
    listed='' trust=$(fact trust-before) lets_again=$(fact lets) removed=$(fact removed) old=$state/base/trust.pem
    # An interrupted run has placed something newer, and noted nothing down yet.
    if [ "$going" ]; then old=$temporary/before.pem trust=$(fact trust) lets_again=$lets_before; else removed=$(without "$removed" "$lets_again"); fi
    [ -f "$old" ] || refuse @no_older_trust
    bundle=$state/base file=trust.pem trust=${trust:-0}
    { cp "$old" "$temporary/ca.pem" && same "$old" "$temporary/ca.pem"; } 2>/dev/null || refuse @bundle_not_copied
    bundle=$temporary
    return
  fi
  for bundle in "$(dirname -- "${DOCKSEAL_SCRIPT:-$0}")" . "$bundle_name" -; do
    [ ! -f "$bundle/ca.pem" ] || break
  done
  [ "$bundle" != - ] || refuse @no_bundle
  tr -d '\r' <"$bundle/$file" >"$temporary/$file" 2>/dev/null
  [ "$(tr -d '\r' <"$bundle/$file" | cksum)" = "$(cksum <"$temporary/$file")" ] || refuse @bundle_not_copied
  bundle=$temporary
  [ "$(times_of "$bundle/ca.pem")" ] || refuse @no_certificate
}

# Those of the words $1 that are not among the words $2.
without() {
  for word in $1; do case " $2 " in *" $word "*) ;; *) printf '%s ' "$word" ;; esac; done | sed 's/ $//'
}

last_certificate() { awk '/-----BEGIN/ { text = "" } { text = text $0 "\n" } END { printf "%s", text }'; }

# Whether the file $1 is a list of clients: its last certificate says so in its names.
is_list() { last_certificate <"$1" | sed '/-----/d' | base64 -d 2>/dev/null | tr '\000-\037' '\n' | grep -qF only-clients-on-this-list-get-in; }

# What changes where the daemon reads whom it lets in.
make_trust() {
  files=''
  make_configuration
  conflicts='' notes=''
  { [ "$verified" ] && [ "$cacert" ] && [ "$cert" ] && [ -r "$cert" ]; } || refuse @no_trust_here
  case $cacert:$cert in /*:/*) ;; *) folder=$cacert; refuse @no_full_path ;; esac
  trust_file=$cacert own_cert=$cert
  # A certificate says the names of its host in letters, of addresses in its common name.
  is_ours=''
  for host in $names; do ! certificate <"$own_cert" | sed '/-----/d' | base64 -d 2>/dev/null | tr '\000-\037' '\n' | grep -qF -- "$host" || is_ours=1; done
  [ "$is_ours" ] || refuse @other_host_of_trust
  if command -v openssl >/dev/null && [ "$mode" != uninstall ]; then
    issuer=$(openssl x509 -noout -issuer_hash -in "$own_cert" 2>/dev/null)
    # The authority, or what stands for it, is the last one.
    last=$(last_certificate <"$bundle/ca.pem" | openssl x509 -noout -subject_hash 2>/dev/null)
    [ "$issuer" = "$last" ] || refuse @other_ca_of_trust
  fi
  if [ "$mode" = uninstall ]; then
    lets_now=$lets_again
    conflict @lets_in_again
  else
    judge_trust
    [ "$listed" ] || note @lets_in_all
  fi
  printf '%s\n' "0444 $bundle/ca.pem$tab$trust_file" >"$temporary/wanted"
  # Who gets in again if this is taken back.
  if [ "$mode" = uninstall ]; then :
  elif [ "$going" ]; then lets=$lets_before
  elif ! same "$bundle/ca.pem" "$trust_file" 2>/dev/null; then lets=$(without "$removed" "$(fact removed)"); fi
}

# What the archive of a host changes of the certificates that are there.
judge_host() {
  if [ "$cert" ] && command -v openssl >/dev/null; then
    issuer=$(openssl x509 -noout -issuer_hash -in "$cert" 2>/dev/null)
    [ -z "$issuer" ] || [ "$issuer" = "$(openssl x509 -noout -issuer_hash -in "$bundle/server-cert.pem" 2>/dev/null)" ] || is_of_other_ca=1
  fi
  # Whom it would let in again to put back what Docker trusts now.
  if [ "$verified" ] && [ -z "$is_of_other_ca" ] && [ -r "${cacert:-}" ] && ! same "$bundle/ca.pem" "$cacert"; then lets=$(without "$removed" "$(fact removed)"); fi
  [ "$cert" = "$directory/server-cert.pem" ] || return 0
  had=$(times_of "$cert") had=${had%%"$line"*}
  [ -z "$had" ] || [ "${times%%"$line"*}" -ge "$had" ] || conflict @older_archive
}

# Whom the archive lets in, and whether this host knows of somebody who was shut out since.
judge_trust() {
  known=$(fact trust) lets_now=$(without "$(fact removed)" "$removed")
  # What was told by another CA says nothing of this one.
  [ -z "$is_of_other_ca" ] || known='' lets_now=''
  if [ "${known:-0}" -gt "$trust" ]; then
    conflict @older_trust
  else
    # Whoever has ended or was let in again is known to the record that has shut them out, and to no other one.
    lets_now=$(without "$lets_now" "$settled")
    [ -z "$lets_now" ] || conflict @trust_of_other_record
  fi
  [ -z "$removed" ] || note @shuts_out
  [ -z "$listed" ] || note @lets_in_only
}

fact() { sed -n "s/^$1 //p" "$state/base/facts" 2>/dev/null; }

# What is configured: the command line ($dockerd and $kept), the five options in force on it ($hosts, $tls ...), and the members of daemon.json ($target).
read_configuration() {
  [ "$mode" = dry-run ] || daemon_reload
  ours=$(fact drop-in) before=$(fact listen) dockerd='' kept='' hosts='' tls='' verified='' cacert='' cert='' program=dockerd loaded='' given='' ran='' home=~root
  [ -z "$user" ] || home=$HOME
  : >"$temporary/environment"
  case $service$unit in docker.service) read_unit ;; snap.*) place=json ;; *) read_script ;; esac

  target=$config
  [ ! -L "$config" ] || target=$(readlink -f "$config")
  : >"$temporary/members"
  [ ! -e "$target" ] || read_json
}

# Docker 23.0 and later reads UTF-16 as well.
read_json() {
  text=$target
  case $(od -An -tx1 -N2 "$target" | tr -d ' ') in
    fffe | feff)
      text=$temporary/utf-8
      iconv -f UTF-16 -t UTF-8 "$target" >"$text" 2>/dev/null || refuse_utf_16 ;;
  esac
  json "$text" >"$temporary/members" || case $(sed -n '$p' "$temporary/members") in
    *name) refuse @json_backslash ;;
    *inside) refuse @json_nested ;;
    *) refuse @not_json ;;
  esac
  ! grep -Eq "^(hosts|tlsverify|tlscacert|tlscert|tlskey)$tab" "$temporary/members" || place=json
  [ "$place$text" = "json$target" ] || [ "$place" != json ] || refuse_utf_16
}

refuse_utf_16() { refuse @utf_16; }

# The options of an init script are in it, or in a file of the distribution for it.
read_script() {
  place=json
  set -- /etc/init.d/docker
  for path in /etc/conf.d/docker /etc/default/docker /etc/sysconfig/docker; do [ ! -r $path ] || set -- "$@" $path; done
  check_files DOCKER_OPTS "$@"
  kept=$(sed 's/^#.*//; s/[[:space:]]#.*//' "$@")
  found=$(grep -E "^([^#]*[[:space:]=\"'])?(-[$letters_alone]*H|--host([ =\"']|\$)|--tls)" "$@" /dev/null) &&
    refuse @options_in_script
  path=$(printf %s "$kept" | sed -n "s/.*--config-file[= ]*[\"']*\([^ \"']*\).*/\1/p" | tail -n 1)
  config=${path:-$config}
  case $config in
    *\$* | [!/]*) refuse @unclear_path_in_script ;;
  esac
  pid=$(cat /run/docker.pid /var/run/docker.pid 2>/dev/null | head -n 1)
  { tr '\000' '\n' <"/proc/${pid:-none}/environ" >"$temporary/environment"; } 2>/dev/null || :
}

# The words stay as the unit has them. What they come to is asked of systemd.
read_unit() {
  [ "$mode$(property NeedDaemonReload)" != dry-runyes ] || refuse @units_changed
  { property FragmentPath; property DropInPaths | tr ' ' '\n'; } | grep . >"$temporary/files"
  grep -Fvx -e "$ours" "$temporary/files" >"$temporary/others" || :
  command_of "$temporary/others"
  dockerd=$(head -n "$first" "$temporary/words" | cut -f 1 | tr '\n' ' ')
  dockerd=${dockerd% }
  options_of "$temporary/words" "$first"
  [ -z "$next" ] ||
    refuse @value_missing
  written=$kept
  # With the drop-in of an earlier run: what is in force now.
  command_of "$temporary/files"
  program=$(head -n 1 "$temporary/words" | cut -f 2 | sed 's/^[-@:+!|]*//')
  case $user${program##*/} in
    dockerd | dockerd-current | --userdockerd-rootless.sh) ;;
    *) refuse @other_program ;;
  esac
  loaded=$(property ExecStart | sed -n 's/^{ path=.* ; argv\[\]=\(.*\) ; ignore_errors=.*/\1/p')
  case $loaded in *' '*) loaded="${loaded#* } " ;; *) loaded='' ;; esac
  [ "$(sed "1,${first}d" "$temporary/words" | cut -f 2- | tr '\n' ' ')" = "$loaded" ] ||
    refuse @read_otherwise
  for socket in docker.socket $(property TriggeredBy); do
    ! property Listen "$socket" | grep -q ':[0-9]* (Stream)' ||
      refuse @socket_opens_port
  done
  words_of_process "$(property MainPID)" >"$temporary/running"
  ran=$(options_of "$temporary/running" 0; printf %s "$kept")
  options_of "$temporary/words" "$first"
  number=$count unchanged=$kept
  expand
  options_of "$temporary/expanded" 0
  [ "$count" = "$number" ] || refuse_variables
  [ "$unchanged" != "$written" ] || given=$kept
  kept=$written
  case $config in [!/]*) refuse @unclear_path_on_command_line ;; esac
}

# The words of the one ExecStart= in the files listed in $1: each as it is written, a tab, what it says. The program is the $first, with @ the first two;
# after a colon, variables are $literal.
command_of() {
  set -- "$1"
  while IFS= read -r path; do
    [ -r "$path" ] || refuse @unit_not_readable
    set -- "$@" "$path"
  done <"$1"
  shift
  settings ExecStart "$@" >"$temporary/command"
  [ "$(grep -c . "$temporary/command")" = 1 ] || refuse @not_one_command
  words "%=% n=docker.service N=docker p=docker h=$home t=$run" <"$temporary/command" >"$temporary/words"
  first=1 literal=''
  read -r word <"$temporary/words"
  case ${word%%[!-@:+!|]*} in *@*) first=2 ;; esac
  case ${word%%[!-@:+!|]*} in *:*) literal=1 ;; esac
}

# What the words of $1 say, without the first $2, as dockerd reads them: how many options are ours ($count) and what they set; the other words, as they
# are written, in $kept; the option that lacks its value, in $next.
options_of() {
  hosts='' tls='' verified='' cacert='' cert='' kept='' count=0 next='' is_on='' is_told=''
  tail -n "+$(($2 + 1))" "$1" >"$temporary/options"
  while IFS= read -r word; do
    value=${word#*"$tab"} word=${word%%"$tab"*} switches='' name=$next next=''
    [ "$name" ] || option "$value"
    case $name in
      host | tlscacert | tlscert | tlskey | tls | tlsverify) [ -z "$switches" ] || kept="$kept-$switches " ;;
      *) kept="$kept$word " ;;
    esac
    [ -z "$next" ] || continue
    case $name in
      host) hosts="$hosts $value" ;;
      tls) tls=1 is_on=$value ;;
      tlsverify) tls=1 verified=$value is_told=1 ;;
      tlscacert) tls=1 cacert=$value ;;
      tlscert) tls=1 cert=$value ;;
      tlskey) tls=1 ;;
      config-file) config=$value; continue ;;
      *) continue ;;
    esac
    count=$((count + 1))
  done <"$temporary/options"
  # Without the other one, --tls demands certificates too.
  [ "$is_told" ] || verified=$is_on
  case $verified in [1tT]*) verified=1 ;; *) verified='' ;; esac
}

# What the word $1 is to dockerd: the $name of an option, and its $value, or that it is the $next word; in front of it, in the same word, $switches.
option() {
  case $1 in
    --?*=*) name=${1%%=*} name=${name#--} value=${1#*=} ;;
    --?*)
      name=${1#--} value=true
      case $options_with_value in *" $name "*) next=$name ;; esac ;;
    -[!-]*)
      rest=${1#-}
      while :; do
        name=${rest%"${rest#?}"} rest=${rest#?} value=$rest
        case $rest in =?*) value=${rest#=}; break ;; esac
        case $name$rest in
          [$letters_alone]?*) switches=$switches$name ;;
          [$letters_with_value]) next=1; break ;;
          *) break ;;
        esac
      done
      [ "$name" != H ] || name=host
      [ -z "$next" ] || next=$name ;;
  esac
}

# The words of the command line as dockerd gets them, and its environment: by systemd, from a unit of the same settings; or where that cannot be had, by the daemon that runs.
expand() {
  set --
  for name in Environment PassEnvironment UnsetEnvironment; do
    value=$(property $name)
    [ -z "$value" ] || set -- "$@" -p "$name=$value"
  done
  property EnvironmentFiles | sed 's/ (ignore_errors=[a-z]*)$//' >"$temporary/environment-files"
  while IFS= read -r path; do set -- "$@" -p "EnvironmentFile=-$path"; done <"$temporary/environment-files"
  # shellcheck disable=SC2016 # for the other shell
  set -- "$@" sh -c 'env; printf "%s\n" "THE WORDS:" "$@"' sh
  sed "1,${first}d" "$temporary/words" | cut -f 2- >"$temporary/expanded"
  while IFS= read -r value; do set -- "$@" "$value"; done <"$temporary/expanded"
  if limited systemd-run $user --quiet --wait --pipe "$@" >"$temporary/environment" 2>/dev/null; then
    [ "$literal" ] || sed '1,/^THE WORDS:$/d' "$temporary/environment" >"$temporary/expanded"
    return
  fi
  pid=$(property MainPID)
  { tr '\000' '\n' <"/proc/$pid/environ" >"$temporary/environment"; } 2>/dev/null || property Environment | tr ' ' '\n' >"$temporary/environment"
  [ -z "$literal" ] && grep -q '\$' "$temporary/expanded" || return 0
  words_of_process "$pid" >"$temporary/expanded"
  # The process of a user's service is RootlessKit.
  [ -z "$user" ] || : >"$temporary/expanded"
  [ -s "$temporary/expanded" ] ||
    refuse @variables_unknown
}

# The words of a process after its name; nothing when it does not run.
words_of_process() { { tr '\000' '\n' <"/proc/$1/cmdline" | sed 1d; } 2>/dev/null; }

# A variable of dockerd's environment.
variable() { sed -n "s/^$1=//p" "$temporary/environment" | tail -n 1; }

# Options of ours come from a variable, which Environment= of the unit sets, or a file.
refuse_variables() {
  set --
  while IFS= read -r path; do set -- "$@" "$path"; done <"$temporary/files"
  while IFS= read -r path; do
    # A pattern is one for systemd too.
    for path in $path; do [ ! -r "$path" ] || set -- "$@" "$path"; done
  done <"$temporary/environment-files"
  for name in $(tr -d '{}' <"$temporary/words" | tr -c 'A-Za-z0-9_$' '\n' | sed -n 's/^\$\([A-Za-z_]\)/\1/p' | sort -u); do check_files "$name" "$@"; done
  refuse @options_in_variables
}

# Options of ours in the variable $1, as these files set it.
check_files() {
  found=$(without_ours "$@") variable=$1
  [ "$found" ] || return 0
  file=${found%%"$tab"*} found=${found#*"$tab"}
  case $file in
    /lib/* | /usr/lib/*)
      refuse @edit_unit ;;
    *)
      refuse @edit_file ;;
  esac
}

# A member of daemon.json, of which the last one counts: a string, or a list of strings, as words.
member() { sed -n "s/^$1$tab//p" "$temporary/members" | tail -n 1 | sed 's/^\[//; s/\]$//' | tr -d '"\134' | tr ',' ' ' | sed 's/^null$//'; }

conflict() { conflicts="$conflicts$line  ! $(say "$1" "$2")"; }

note() { notes="$notes$line  - $(say "$1" "$2")"; }

# The port of an address. Without one dockerd takes 2375, with TLS too.
port_of() {
  address=${1#*://} address=${address%%/*}
  case ${address##*]} in *:[0-9]*) echo "${address##*:}" ;; *) echo 2375 ;; esac
}

# What is to be: a line for each file in $temporary/wanted, with mode, content, path.
make_configuration() {
  conflicts='' notes='' open='' closed='' more='' listening='' flags='' drop_in='' file_hosts=$(member hosts)
  [ "$platform$user" != rootless ] || conflict @made_for_rootless
  [ -z "$hosts" ] || [ -z "$file_hosts" ] || conflict @addresses_twice

  # Options that nobody has set come from the environment.
  [ -z "$(variable DOCKER_TLS_VERIFY)" ] || [ "$tls" ] || [ "$(member tlsverify)" ] || verified=1 tls=1
  case $(member tlsverify)$(member tls) in true*) verified=1 ;; esac
  folder=$(variable DOCKER_CERT_PATH)
  folder=${folder:-$(variable DOCKER_CONFIG)}
  cacert=${cacert:-$(member tlscacert)} cert=${cert:-$(member tlscert)}
  [ -z "$tls" ] || cacert=${cacert:-${folder:-$home/.docker}/ca.pem} cert=${cert:-${folder:-$home/.docker}/cert.pem}

  set -f
  for host in $hosts $file_hosts; do
    case $host in
      fd://* | unix://*) case " $listening " in *" $host "*) ;; *) listening="$listening$host " ;; esac ;;
      *)
        case $(port_of "$host") in
          "$port" | "${before:+$(port_of "$before")}") [ "$verified" ] || open="$open $host" ;;
          2375) closed="$closed $host" ;;
          *) case " $more " in *" $host "*) ;; *) more="$more$host " ;; esac ;;
        esac ;;
    esac
  done
  # A daemon without a local socket is lost to who works on the host. One without any address makes its own (moby, daemon/command/daemon.go).
  # One that has only others leaves docker.socket alone, which the unit wants.
  [ "$listening" ] || case "${hosts# }$file_hosts $([ "$service" ] || property Requires) " in [!\ ]*' docker.socket '*) listening='fd:// ' ;; *) listening="$root_socket " ;; esac
  listening="$listening$more$listen"
  [ -z "$open" ] || conflict @was_open
  if [ "$closed" ] && [ "$verified" ]; then
    conflict @also_closed
  elif [ "$closed" ]; then
    conflict @was_open_and_is_closed
  fi
  if [ "$more" ] && [ "$verified" ]; then
    note @keeps_listening
  elif [ "$more" ]; then
    conflict @gets_tls
  fi
  [ "$brings" = trust ] || judge_host
  judge_trust
  if [ "$cert" ] && [ "$(tr -d '\r' 2>/dev/null <"${cacert:-/dev/null}")" != "$(tr -d '\r' <"$bundle/ca.pem")" ]; then
    # Without its own, dockerd takes every CA that the host trusts.
    whose=$(openssl x509 -noout -subject -in "${cacert:-/dev/null}" 2>/dev/null | sed 's/^subject= *//')
    whose=${whose:-${cacert:-/etc/ssl/certs}}
    if [ "$cert" = "$directory/server-cert.pem" ] && { [ "$is_of_other_ca" ] || [ "$listed${known:-0}" = 0 ]; }; then
      note @ca_changes
    elif [ "$cert" = "$directory/server-cert.pem" ]; then :
    else
      conflict @tls_of_others
    fi
  fi

  if [ "$place" = json ]; then
    quoted=''
    for host in $listening; do quoted="$quoted, \"$host\""; done
    json "$target" "hosts${tab}[${quoted#, }]
tlsverify${tab}true
tlscacert$tab\"$directory/ca.pem\"
tlscert$tab\"$directory/server-cert.pem\"
tlskey$tab\"$directory/server-key.pem\"" >"$temporary/daemon.json"
    [ -z "$dockerd" ] || [ -z "$hosts$tls$ours$forward" ] || write_drop_in "$dockerd $kept"
  else
    for host in $listening; do flags="$flags -H $host"; done
    flags="${flags# } --tlsverify --tlscacert=$directory/ca.pem --tlscert=$directory/server-cert.pem --tlskey=$directory/server-key.pem"
    # dockerd takes the last of repeated options. An option that lacks its value swallows a -H, and dockerd does not start.
    write_drop_in "$dockerd $kept$flags"
  fi
  set +f
  {
    for file in $files; do
      case $file in *key*) echo "0400 $bundle/$file$tab$directory/$file" ;; *) echo "0444 $bundle/$file$tab$directory/$file" ;; esac
    done
    # In this order: Docker would start in between as well.
    [ -z "$drop_in" ] || echo "0644 $temporary/drop-in$tab$drop_in"
    [ -z "$ours" ] || [ "$ours" = "$drop_in" ] || echo "gone /dev/null$tab$ours"
    [ "$place" != json ] || echo "$(stat -c %a "$target" 2>/dev/null || echo 0644) $temporary/daemon.json$tab$target"
  } >"$temporary/wanted"
}

# Whether the file $2 is so already: $1 has mode and content. Sentences in a drop-in may be those of another language.
is_so() {
  new=${1#* }
  case $1 in gone\ *) [ ! -e "$2" ] && [ ! -L "$2" ]; return ;; esac
  [ -f "$2" ] && [ ! -L "$2" ] && has_mode "${1%% *}" "$2" || return 1
  case $new in
    */drop-in) [ "$(grep -v '^#' "$new")" = "$(grep -v '^#' "$2")" ] ;;
    *) same "$new" "$2" ;;
  esac
}

has_mode() { case $(stat -c '%a %u' "$2") in "${1#0} $(id -u)") ;; "${1#0} "*) [ "$2" = "$target" ] ;; *) false ;; esac; }

# What of it is not so yet, in $temporary/changes, and whether Docker $restarts for it. Where the port is open already, with these very options, and
# refuses strangers, there is nothing to try.
find_changes() {
  restarts='' configured=1 nothing='' differs=''
  : >"$temporary/changes"
  while IFS=$tab read -r what path; do
    is_so "$what" "$path" && continue
    case $what in *.pem) { [ -f "$path" ] && same "${what#* }" "$path" && continue; } ;; *) configured='' ;; esac
    restarts=1 differs=1
  done <"$temporary/wanted"
  right='' refused='' exact='' why=''
  { [ "$configured$was" = 1active ] && prove "$connect"; } || configured='' restarts=1
  # Without openssl nobody sees whose certificate it is; but what an earlier run has placed, Docker has read.
  [ "$exact" = yes ] || { [ -z "$exact" ] && are_placed; } || restarts=1
  [ "$right$refused" = yesyes ] || configured=''
  while IFS=$tab read -r what path; do
    # For the trial, each file with options is needed.
    case $restarts:$configured:$what in 1::*.pem) is_so "$what" "$path" && continue ;; 1::*) ;; *) is_so "$what" "$path" && continue ;; esac
    printf '%s\n' "$what$tab$path"
  done <"$temporary/wanted" >"$temporary/changes"
  while IFS=$tab read -r what path; do is_so "$what" "$path" || printf '%s\n' "$what$tab$path"; done <"$temporary/wall" >>"$temporary/changes"
  [ -z "$configured" ] || trial=''
  if [ "$restarts" ]; then
    [ "$differs" ] || note @docker_differs
    case $trial:$(member live-restore)$kept in
      *:true* | *--live-restore*) note @containers_stay ;;
      :*) note @containers_stop ;;
      *) note @containers_stop_twice ;;
    esac
  elif [ "$enable" ] || [ -s "$temporary/changes" ] || [ -s "$temporary/rules" ]; then
    note @no_restart
  else
    nothing=1
  fi
}

are_placed() {
  while IFS=$tab read -r what path; do
    [ ! -e "$path" ] || fact sum | grep -Fqx "$(cksum <"$path") $path" || return 1
  done <"$temporary/wanted"
}

# What RootlessKit is told already, and the port in one place.
forwarding() {
  old=$(variable "$1" | sed "s| *-p [^ ]*:$port:[0-9]*/tcp[46]*||g${before:+; s| *-p [^ ]*:$(port_of "$before"):[0-9]*/tcp[46]*||g}")
  old="$old -p $forward"
  printf '%s\n' "$1=${old# }" | sed 's/[\\"]/\\&/g; s/%/%%/g'
}

# Drop-ins apply in the order of their names, and one hides those of its name in other folders: ours comes last, and leaves files with other settings alone.
write_drop_in() {
  name=DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS own=$units/docker.service.d/tls.conf
  {
    say @drop_in_comment
    echo '[Service]'
    [ -z "$forward" ] || printf 'Environment="%s"\n' "$(forwarding $name)"
    printf 'ExecStart=\nExecStart=%s\n' "${1% }"
  } >"$temporary/drop-in"
  ! grep -Evq "^([#;].*|[[:space:]]*|\\[Service\\].?|ExecStart=.*|Environment=\"?$name=[^=]*)\$" "$own" 2>/dev/null || own=''
  systemd show -p UnitPath | sed 's/^[^=]*=//' | tr ' ' '\n' | while IFS= read -r folder; do
    find "$folder/docker.service.d/" "$folder/service.d/" -name '*.conf' 2>/dev/null
  done | sed 's|//*|/|g' >"$temporary/drop-ins"
  last=$(cat "$temporary/files" "$temporary/drop-ins" | grep -Fvx -e "$ours" -e "$own" | sed -n 's|.*/\(.*\.conf\)$|\1|p' | sort | tail -n 1) name=tls.conf
  case $(printf '%s\n' "$last" $name | sort | tail -n 1) in "$last") name=${last%.conf}_tls.conf ;; esac
  drop_in=$units/docker.service.d/$name
}

# After the restart: the options of the host are those that it had.
compare() {
  [ "$dockerd" ] && [ -z "$user" ] || return 0
  words_of_process "$(property MainPID)" >"$temporary/running"
  now=$(options_of "$temporary/running" 0; printf %s "$kept")
  case $now in "$given" | "$ran") ;; *) [ -z "$given" ] || fail @runs_otherwise ;; esac
}

check_host() {
  # What was written there so far is whole if there still is room.
  head -c 65536 /dev/zero >"$temporary/room" 2>/dev/null
  [ "$(wc -c <"$temporary/room")" -eq 65536 ] || refuse @no_room_for_temporary
  rm -f "$temporary/room"
  [ "$unproved" ] || has_prover ||
    refuse @no_prover
  check_way "$state"
  while IFS=$tab read -r what path; do
    above=$path
    while [ ! -e "$above" ]; do above=$(dirname "$above"); done
    [ -d "$above" ] || above=$(dirname "$above")
    if [ ! -w "$above" ]; then refuse @not_writable; fi
    check_way "$(dirname "$path")"
    # One that is replaced keeps its owner.
    [ ! -e "$path" ] || [ "$path" != "$target" ] || check_alone "$path"
  done <"$temporary/wanted"

  case " $hosts $file_hosts $before " in
    *":$port "*) ;;
    *)
      if listeners | grep -q ":$port/"; then
        who=$(user_of "$port")
        refuse @port_taken
      fi ;;
  esac
  # What the daemon itself has of these is in its configuration, and was judged there.
  daemon_has=$(daemon_inodes)
  set -f
  for where in $(answering); do
    address=${where%/*} who=$(user_of "${address##*:}")
    case $daemon_has$line in *"$line${where#*/}$line"*) continue ;; esac
    case $address in
      127.* | \[::1\]*) note @open_to_users ;;
      *) conflict @open_elsewhere ;;
    esac
  done
  set +f

  here=" $({ ip -o addr || hostname -I; } 2>/dev/null | sed 's/.* inet6\{0,1\} \([^/ ]*\).*/\1/' | tr '\n' ' ')" is_here=''
  # All at once: each may wait for a server of names that is not there.
  for host in $names; do limited getent ahosts "$host" 2>/dev/null & done >"$temporary/addresses"
  wait
  for address in $names $(cut -d ' ' -f 1 "$temporary/addresses"); do
    case $here in *" $address "*) is_here=1 ;; esac
  done
  [ "$is_here" ] || note @other_host

  was=$(activity) enable='' socket_was=''
  [ "$service$user$unit" != docker.service ] || socket_was=$(property ActiveState docker.socket)
  # A service without readiness (Type=simple) can look active while it restarts in a loop.
  case $was$([ "$service" ] || property Type) in
    activenotify*) ;;
    active*) [ "$(ask_socket)" != no ] || was=failing ;;
  esac
  if [ -z "$service" ] && [ "$(property UnitFileState)" = disabled ]; then
    enable=1
    note @starts_at_boot
  fi
  starts_at_boot || note @no_start_at_boot

  # In the trial, one line a text and its replacement: the port opens to this host only, and other addresses wait.
  trial=$(
    set -f
    if [ "$user" ]; then
      echo "-p $forward$tab-p 127.0.0.1:$port:$port/tcp"
    else
      printf '%s\n' "-H $listen $tab-H tcp://127.0.0.1:$port " "\"$listen\"$tab\"tcp://127.0.0.1:$port\""
      for host in $more; do printf '%s\n' "-H $host $tab" "\"$host\", $tab"; done
    fi
  )
  case $user:$more$listen in --user:*) case $forward in 127.* | '[::1]:'*) trial='' ;; esac ;; :tcp://127.* | :tcp://\[::1\]:*) trial='' ;; esac
}

# Nobody else may change what is on the way to the folder $1: root would follow a link there, or keep a key where it can be replaced.
check_way() {
  folder=$1
  case $folder in /*) ;; *) refuse @no_full_path ;; esac
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  for way in "$folder" "$(cd "$folder" && pwd -P)"; do
    check_alone "$way"
    while [ "$way" != / ]; do
      way=${way%/*} way=${way:-/}
      case $line$checked in *"$line$way$line"*) ;; *) check_alone "$way" above ;; esac
      checked=$checked$way$line
    done
  done
}

# Nobody else may change $1; where that is a folder above another one, nobody else may remove what is in there.
check_alone() {
  way=$1 above=${2:-} others=''
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -c '%u %g %a' "$way" 2>/dev/null)
  [ $# = 3 ] || refuse @way_unknown
  case $1 in 0 | "$(id -u)") ;; *) others=1 ;; esac
  if [ ! -L "$way" ]; then
    case $above$3 in
      # Like /tmp.
      above[1357]???) ;;
      *[2367]) others=1 ;;
      # The group's own bits, or what an access control list lets at most: ls marks it.
      *[2367]?) case $2:$(ls -ld "$way") in *:??????????+*) others=1 ;; 0:*) ;; "$(id -g):"*) [ "$(id -gn)" = "$(id -un)" ] || others=1 ;; *) others=1 ;; esac ;;
    esac
  fi
  [ -n "$others" ] || return 0
  what='others could put their own files there' which='他人可在其中放入自己的文件'
  [ -d "$way" ] || what='others could change it' which='他人可以改动它'
  refuse @way_of_others
}

# Where something listens: address, a slash, the inode of the socket. The kernel writes addresses in words of a little-endian machine.
listeners() {
  awk '
    function number(text, i, n) { n = 0; for (i = 1; i <= length(text); i++) n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1; return n }
    function byte(word, i) { return substr(word, 9 - 2 * i, 2) }
    $4 == "0A" {
      split($2, part, ":")
      if (length(part[1]) == 8) {
        text = number(byte(part[1], 1)) "." number(byte(part[1], 2)) "." number(byte(part[1], 3)) "." number(byte(part[1], 4))
      } else {
        text = ""
        for (i = 0; i < 4; i++) { word = substr(part[1], 8 * i + 1, 8); text = text (i ? ":" : "") byte(word, 1) byte(word, 2) ":" byte(word, 3) byte(word, 4) }
        text = text ~ /^[0:]*$/ ? "[::]" : text ~ /^[0:]*0001$/ ? "[::1]" : "[" text "]"
      }
      print text ":" number(part[2]) "/" $10
    }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Those of them at which Docker answers somebody without a certificate.
answering() {
  number=0
  set -f
  for where in $(listeners); do
    number=$((number + 1))
    [ $((number % 100)) != 0 ] || wait
    { ! lets_in "${where%/*}" || echo "$where"; } >"$temporary/answer$number" 2>/dev/null &
  done
  set +f
  wait
  cat "$temporary"/answer* 2>/dev/null
  rm -f "$temporary"/answer*
}

# A proxy in front of Docker may take its name away.
lets_in() {
  if command -v curl >/dev/null; then
    for scheme in http https; do
      ! curl -q -s -k -i --max-time $((patience / 5)) --noproxy '*' "$scheme://$1/_ping" | grep -qiE '^(server: docker/|docker-experimental:)' || return 0
    done
  else
    # docker takes long over what is no Docker.
    case $1 in *:2375 | *:4243) ! command -v docker >/dev/null || case $(asked "tcp://$1") in [0-9]*) return 0 ;; esac ;; esac
  fi
  return 1
}

# A program may have any name, but here none that a terminal obeys.
user_of() { ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:((\(.*\)))/\1/p' | head -n 1 | tr -cd ' -~'; }

# The inodes of the sockets of the daemon, each on a line. RootlessKit has those of containers as well, and is not asked.
daemon_inodes() {
  [ -z "$user" ] || return 0
  pid=$(cat /run/docker.pid 2>/dev/null)
  [ "$service" ] || pid=$(property MainPID)
  echo
  # shellcheck disable=SC2012 # what find would need a process for each
  ls -l "/proc/$pid/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p'
}

starts_at_boot() {
  case $user$service in
    '') ;;
    rc-service*)
      how='rc-update add docker default'
      find /etc/runlevels -name docker | grep -q . ;;
    --user)
      how="sudo loginctl enable-linger $(id -un)"
      [ -e "/var/lib/systemd/linger/$(id -un)" ] ;;
    *)
      how='update-rc.d docker defaults'
      find /etc/rc*.d -name 'S*docker' | grep -q . ;;
  esac
}

show_plan() {
  runner="systemd${user:+ $user}"
  runner=${service:-$runner}
  say @plan
  while IFS=$tab read -r what path; do
    # Some are there for the trial only.
    is_so "$what" "$path" && continue
    new=${what#* } access=${what%% *} old=$path
    case $new in
      *.pem) show_pem ;;
      *)
        [ -e "$old" ] || old=/dev/null
        echo "--- $old$line+++ $path ($access)"
        if command -v diff >/dev/null; then diff -u "$old" "$new" | sed 1,2d; else sed 's/^/+/' "$new"; fi ;;
    esac
  done <"$temporary/changes"
  while read -r sign rule; do echo "$sign $rule"; done <"$temporary/rules"
  echo "$notes$line"
  [ -z "$conflicts" ] || say @to_decide
}

# A certificate by the days on which the old one and the new one end.
show_pem() {
  ends=$(until_of "$new") ended=$(until_of "$path")
  if [ ! -e "$path" ]; then say @pem_new
  elif same "$new" "$path"; then say @pem_mode
  # When the first one on a list ends says nothing of the list.
  elif [ "$path" = "$trust_file" ] && [ "$trust" != 0 ]; then say @pem_replaced
  elif [ "$ends" ] && [ "$ended" ]; then say @pem_until
  else say @pem_replaced; fi
}

place_files() {
  back_up || {
    rm -rf "$state/run"
    rmdir "$state" 2>/dev/null
    refuse @no_backup
  }
  trap 'fail @interrupted' HUP INT TERM
  put_files
  set_wall
  [ -z "$enable" ] || systemd enable "$unit" >/dev/null 2>&1 || fail @not_enabled
}

# Those of the trial, where there is one.
put_files() {
  is_closed=''
  # What needs room comes first; then each file changes at once.
  while IFS=$tab read -r what path; do
    [ "${what%% *}" = gone ] || { mkdir -p "$(dirname "$path")" && stage "${what#* }" "$path.dockseal" && chmod "${what%% *}" "$path.dockseal"; } 2>/dev/null ||
      fail @file_not_written
  done <"$temporary/changes"
  [ -z "$trial" ] || [ "$is_closed" ] || fail @no_closed_trial
  while IFS=$tab read -r what path; do
    if [ "${what%% *}" = gone ]; then rm -f "$path"; else put "$path.dockseal" "$path"; fi || fail @file_not_replaced
  done <"$temporary/changes"
  ! command -v restorecon >/dev/null || restorecon -R "$directory" "$units/docker.service.d" 2>/dev/null
}

same() { [ "$(cksum <"$1")" = "$(cksum <"$2")" ]; }

# These are on the disk, and not the files of all other programs, for which a busy host takes long. An old busybox has only that.
written() { sync "$@" 2>/dev/null || sync; }

# $1 becomes $2 at once. A file that is a mount of its own (in a container, by Compose) cannot be replaced: it is written into.
put() { mv -f "$1" "$2" 2>/dev/null || { [ -f "$2" ] && chmod "$(stat -c %a "$1")" "$2" && cat "$1" >"$2" && same "$1" "$2" && rm -f "$1"; }; }

# The content of $1 in the new file $2. A daemon.json that is there keeps its owner and mode: the copy of it is written into.
stage() {
  content=$1
  rm -f "$2" || return 1
  case $1 in *.pem) ;; *) if [ "$trial" ]; then content=$temporary/closed; only_here <"$1" >"$content" || return 1; same "$1" "$content" || is_closed=1; fi ;; esac
  case $1 in *daemon.json) [ ! -e "$target" ] || { cp -p "$target" "$2" && cat "$content" >"$2"; } || return 1 ;; esac
  # Where a folder has a default access control list, the mode alone keeps others out of the key, and not the umask.
  [ -e "$2" ] || { (set -C && umask 077 && : >"$2") && chmod 600 "$2" && cat "$content" >"$2"; } || return 1
  same "$content" "$2" && written "$2"
}

# With the port open to this host only.
only_here() {
  TRIAL=$trial awk '
    BEGIN { count = split(ENVIRON["TRIAL"], pairs, "\n") }
    {
      for (i = 1; i <= count; i++) {
        cut = index(pairs[i], "\t")
        from = substr(pairs[i], 1, cut - 1)
        text = ""
        while ((at = index($0, from))) { text = text substr($0, 1, at - 1) substr(pairs[i], cut + 1); $0 = substr($0, at + length(from)) }
        $0 = text $0
      }
      print
    }'
}

back_up() {
  (umask 077 && rm -rf "$state/run" && mkdir -p "$state/run") 2>/dev/null || return 1
  number=0 journal='' folders=''
  while IFS=$tab read -r what path; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      number=$((number + 1))
      { cp -pP "$path" "$state/run/$number" && { [ -L "$path" ] || same "$path" "$state/run/$number"; }; } 2>/dev/null || return 1
      journal="${journal}old $number $path$line"
    else
      journal="${journal}new $path$line"
    fi
    above=$(dirname "$path")
    while [ ! -e "$above" ]; do
      case $line$folders in *"${line}folder $above$line"*) ;; *) folders="${folders}folder $above$line" ;; esac
      above=$(dirname "$above")
    done
  done <"$temporary/changes"
  while read -r sign rule; do
    case $sign$rule in
      +nftables*) ;;
      +*) folders="${folders}allowed $rule$line" ;;
      *) folders="${folders}dropped $rule$line" ;;
    esac
  done <"$temporary/rules"
  sed -n 's/^. firewalld.\([^ ]*\) .*/\1/p' "$temporary/rules" | sort -u >"$temporary/zones"
  while read -r zone; do
    for path in "$zones/$zone.xml" "$zones/$zone.xml.old"; do
      copy=none
      if [ -e "$path" ]; then
        number=$((number + 1)) copy=$number
        { cp -p "$path" "$state/run/$number" && same "$path" "$state/run/$number"; } 2>/dev/null || return 1
      fi
      folders="${folders}zone $copy $path$line"
    done
  done <"$temporary/zones"
  [ ! -s "$temporary/wall" ] || folders="${folders}table inet docker_tls$line"
  if [ "$enable" ]; then
    folders="${folders}enabled$line"
    { boot_links >"$state/run/links" && [ "$(boot_links)" = "$(cat "$state/run/links")" ]; } 2>/dev/null || return 1
  fi
  # What would be open to everybody again if this were taken back.
  opens=''
  set -f
  [ "$verified" ] || for host in $hosts $file_hosts; do
    case $host in fd://* | unix://*) ;; *) opens="$opens $host" ;; esac
  done
  set +f
  # With the older trust, one can go back to it later.
  if [ "$brings:$mode" = trust:install ] && [ -e "$trust_file" ]; then older=$trust_file
    [ -z "$going" ] || older=$temporary/before.pem
    { cp "$older" "$state/run/trust.pem" && same "$older" "$state/run/trust.pem"; } 2>/dev/null || return 1
  fi
  # What this archive shuts out stays so, whatever becomes of the rest.
  if [ "$verified" ] && [ -r "${cacert:-}" ] && [ "$cacert" != "${cacert#/}" ]; then
    folders="${folders}trusted $cacert$line"
    [ -z "$lets" ] || [ "$brings" = trust ] || { cp "$bundle/ca.pem" "$state/run/kept.pem" && same "$bundle/ca.pem" "$state/run/kept.pem" && printf 'trust %s\nremoved %s\n' "$trust" "$removed" >"$state/run/kept.facts"; } 2>/dev/null || return 1
  fi
  journal="$journal$folders${opens:+opens$opens$line}${lets:+lets $lets$line}socket ${socket_was:-none}${line}was $was"
  { printf '%s\n' "$journal" >"$state/run/part" && [ "$(cat "$state/run/part")" = "$journal" ] && written "$state/run"/* "$state/run" && mv "$state/run/part" "$state/run/journal"; } 2>/dev/null
}

# By what Docker starts at boot: links of systemd, and those of the init script that systemctl keeps the same.
boot_links() {
  find "$units" -type d -name '*.wants' | sed 's/^/folder /'
  find "$units" /etc/rc[0-9S].d -type l -name '*docker*' 2>/dev/null | sort | while IFS= read -r link; do echo "link $(readlink "$link") $link"; done
}

# As they are in the list $1.
restore_links() {
  boot_links | while read -r kind to link; do
    [ "$kind" != link ] || grep -Fqx "link $to $link" "$1" || rm -f "$link"
  done
  while read -r kind to link; do
    [ "$kind" != link ] || [ "$(readlink "$link" 2>/dev/null)" = "$to" ] || ln -sf "$to" "$link"
  done <"$1"
  boot_links | while read -r kind to; do
    [ "$kind" != folder ] || grep -Fqx "folder $to" "$1" || rmdir "$to" 2>/dev/null
  done
  daemon_reload
}

# firewalld writes the whole zone for each rule, and keeps the last one beside it. With the same in it as before, both become what they were: the
# file $2, of which $1 is the copy, where there was one. Otherwise somebody else has changed it since.
restore_zone() {
  case $2 in
    *.xml)
      zone_was=$1
      [ -e "$1" ] || zone_was=/usr/lib/firewalld/zones/${2##*/}
      zone_is_same=''
      [ "$(tr -d ' \t\n' <"$zone_was" | cksum)" != "$(tr -d ' \t\n' <"$2" | cksum)" ] || zone_is_same=1 ;;
  esac 2>/dev/null
  if [ -z "$zone_is_same" ]; then :
  elif [ ! -e "$1" ]; then rm -f "$2"
  else cp -p "$1" "$2.dockseal" && same "$1" "$2.dockseal" && mv -f "$2.dockseal" "$2"; fi
}

# The files of the journal in $1, as they were.
restore() {
  undone=1 socket_was='' opens='' kept_out='' trusted=''
  # Without its end it is not the list of everything.
  case $(tail -n 1 "$1/journal") in was\ *) ;; *) say @journal_incomplete >&2; exit 3 ;; esac
  while read -r kind path; do
    case $kind in
      new)
        [ -d "$path.dockseal" ] || rm -f "$path.dockseal"
        rm -f "$path" ;;
      old)
        copy=$1/${path%% *} path=${path#* }
        [ -d "$path.dockseal" ] || rm -f "$path.dockseal"
        # A folder of it may have gone since.
        if [ -e "$copy" ] && [ ! -L "$path" ] && [ -e "$path" ] && same "$copy" "$path" && [ "$(stat -c '%u %g %a' "$copy")" = "$(stat -c '%u %g %a' "$path")" ]; then :
        else mkdir -p "$(dirname "$path")" && cp -pP "$copy" "$path.dockseal" && { [ -L "$copy" ] || same "$copy" "$path.dockseal"; } && put "$path.dockseal" "$path"; fi ;;
      folder) [ ! -d "$path" ] || rmdir "$path" 2>/dev/null || : ;;
      enabled) if [ -e "$1/links" ]; then restore_links "$1/links"; else ! is_there || systemd disable "$unit" >/dev/null 2>&1; fi ;;
      allowed) rule drop "$path" ;;
      dropped) rule add "$path" ;;
      zone) restore_zone "$1/${path%% *}" "${path#* }" ;;
      table) ! command -v nft >/dev/null || load_table ;;
      opens) opens=$path ;;
      lets) [ ! -e "$1/kept.pem" ] || kept_out=$path ;;
      trusted) trusted=$path ;;
      socket) socket_was=$path ;;
      was) was=$path ;;
    esac || { say @file_not_restored >&2; undone=''; }
  done <"$1/journal"
  [ -z "$kept_out" ] || keep_out || { path=$trusted; say @file_not_restored >&2; undone=''; }
  [ "$undone" ] || exit 3
}

# The list of a run that is undone, where Docker reads whom it trusts; and what this host knows of it.
keep_out() {
  stage "$state/run/kept.pem" "$trusted.dockseal" && chmod 444 "$trusted.dockseal" && put "$trusted.dockseal" "$trusted" || return 1
  mkdir -p "$state/base" && { sed '/^trust /d; /^removed /d' "$state/base/facts" 2>/dev/null; cat "$state/run/kept.facts"; } >"$state/base/part" && mv "$state/base/part" "$state/base/facts"
}

# What this run has changed; and Docker as it was.
put_back() {
  restore "$state/run"
  bring_back
  rm -rf "$state/run"
  rmdir "$state" 2>/dev/null
}

bring_back() {
  daemon_reload
  case $since:$was in
    :*) ;;
    *:active) ! is_there || restart 10 || { say @restored_but_stopped >&2; exit 3; } ;;
    *:inactive)
      if [ "$service" ]; then $service stop; else systemd stop "$unit" && systemd reset-failed "$unit"; fi >/dev/null 2>&1
      # systemd gives up a socket whose service fails too often.
      case $socket_was$(with_socket) in
        inactive*) systemd stop docker.socket ;;
        activedocker.socket) systemd restart docker.socket ;;
        active) systemd reset-failed docker.socket; systemd start docker.socket ;;
      esac 2>/dev/null ;;
    *)
      # shellcheck disable=SC2046 # one word or none
      if [ "$service" ]; then $service restart >/dev/null 2>&1; else systemd restart --no-block $(with_socket) "$unit" 2>/dev/null; fi ;;
  esac
  [ -z "$opens" ] || say @open_as_before >&2
  say @restored >&2
  [ -z "$kept_out" ] || say @stays_out >&2
}

# A daemon that was told no address has made another socket in the place of the one that docker.socket listens at: then both start again, in the order that
# systemd knows. Otherwise it stays: containers may have it as a mount.
with_socket() {
  [ "$service$user$unit" = docker.service ] && [ "$(property ActiveState docker.socket)" = active ] || return 0
  path=$(property Listen docker.socket | sed -n 's/^\(\/[^ ]*\) (Stream)$/\1/p' | head -n 1)
  listening_there=$(awk -v path="$path" '{ sub("^/var/run/", "/run/", $NF) } $4 == "00010000" && $NF == path' /proc/net/unix 2>/dev/null | grep -c .)
  [ -S "$path" ] && [ "$listening_there" = 1 ] || echo docker.socket
}

# Docker 23.0 and later. With the files in place: it reads them.
validate() {
  [ -z "$user" ] || program=dockerd
  "$program" --help 2>/dev/null | grep -q -- --validate || return 0
  set -- --validate
  [ ! -e "$target" ] || set -- --validate "--config-file=$target"
  # shellcheck disable=SC2086 # words without blanks
  said=$("$program" "$@" $flags 2>&1) || fail @not_valid
}

# Not reloaded: that keeps the certificates that it has (moby#23936). Up to $1 seconds for the first answer.
restart() {
  turn=0
  if [ "$service" ]; then
    since=$(wc -c 2>/dev/null <$log_file || echo 0)
    $service restart >"$temporary/said" 2>&1 || return 1
  else
    since=$(date +%s)
    systemd daemon-reload
    systemd reset-failed "$unit" docker.socket 2>/dev/null
    # shellcheck disable=SC2046 # one word or none
    systemd restart --no-block $(with_socket) "$unit" || return 1
    while [ "$turn" -lt 600 ]; do
      case $(property Job) in '' | 0) break ;; esac
      pause
    done
    case $(property Type) in notify*) [ "$(activity)" = active ]; return ;; esac
  fi
  # Not every service says when it is ready. Where nothing can ask, it has a few seconds in which to fail.
  begin=$(date +%s)
  while [ "$(activity)" = active ]; do
    case $(ask_socket) in yes) return ;; no) limit=$1 ;; *) limit=5 ;; esac
    [ "$(($(date +%s) - begin))" -lt "$limit" ] || return 0
    pause
  done
  return 1
}

pause() {
  sleep 0.2 2>/dev/null || sleep 1
  turn=$((turn + 1))
}

# yes, no, or nothing where there is nothing to ask with.
ask_socket() {
  { command -v curl || command -v docker; } >/dev/null || return
  for host in $listening $root_socket; do
    case $host in unix://*) [ "$(curl -q -s --max-time $((patience / 3)) --unix-socket "${host#unix://}" http://localhost/_ping 2>/dev/null)" != OK ] || { echo yes; return; } ;; esac
    ! command -v docker >/dev/null || case $host$(asked "$host") in unix://*sock[0-9]*) echo yes; return ;; esac
  done
  echo no
}

explain_log() {
  if [ "$service" ]; then
    log=$(cat "$temporary/said"; tail -c "+$((since + 1))" $log_file 2>/dev/null)
  else
    log=$(journalctl $user -u "$unit" --since "@$since" -o cat --no-pager 2>/dev/null)
  fi
  printf '%s\n' "$line$(printf '%s\n' "$log" | grep -Ei 'level=(error|fatal)|fail|unable|denied|invalid|cannot' | grep -Ev 'level=(info|warning)|^[a-z.]*docker[a-z.]*\.service: |^Failed to start ' | tail -n 5)$line"
  case $log in
    *'as a flag and in the configuration file'*) say @option_twice ;;
    *'address already in use'*) say @port_in_use ;;
    *'assign requested address'*) say @no_such_address ;;
    *'no space left'*) say @disk_full ;;
    *'ermission denied'*) say @no_permission ;;
    *'X509 key pair'*) say @key_mismatch ;;
    *'any configuration option'*) say @unknown_option ;;
    *'Docker daemon with file'*) say @config_not_read ;;
    *'via socket activation'*) say @enable_socket ;;
  esac
}

# With what is in place now, at the address $1.
try() {
  restart 60 || fail @no_start
  compare
  prove "$1" || fail "$why" "$why"
}

because() {
  why=$(say "$1" "$2")
  return 1
}

# Whether the daemon at the address $1 is proved; otherwise $why not. Each is yes, no, or nothing where the program is missing that could tell. A refusal
# is the alert that TLS has for it, from a daemon whose certificate was found right: other handshakes fail for other reasons. A stranger's certificate is
# refused where the port asks for ours alone.
prove() {
  right='' refused='' plain='' ours_only='' socket='' exact='' authority=$trust_file chain='' at=$1:$port
  # A list has no authority on it: there, the host's own certificate stands for itself.
  if is_list "$trust_file" 2>/dev/null; then
    authority=$temporary/authority.pem chain=-partial_chain
    cat "$trust_file" "$own_cert" >"$authority" 2>/dev/null
  fi
  for again in 1 2 3; do
    prove_once "$1"
    [ -z "$right" ] || [ -z "$refused" ] || break
    { has_prover && [ "$mode" != dry-run ]; } || break
    [ "$again" = 3 ] || pause
  done
  [ "$(ask_socket)" != yes ] || socket=yes
  case $right$refused$plain$ours_only in
    *no*) because @proof_failed; return ;;
  esac
  if [ "$right$refused" != yesyes ] && { has_prover || [ -z "$unproved" ]; }; then
    listeners | grep -q ":$port/" || { because @no_answer; return; }
    [ "$unproved" ] || { because @not_proved_that_refused; return; }
  fi
  [ "$socket" ] || ! { command -v curl || command -v docker; } >/dev/null || { because @socket_silent; return; }

  daemon_has=$(daemon_inodes) still_open=''
  set -f
  for where in $(answering); do
    case $daemon_has$line in *"$line${where#*/}$line"*) set +f; because @strangers_answered; return ;; esac
    who=${where%/*} who=$(user_of "${who##*:}")
    still_open="$still_open$line  ! ${where%/*}${who:+ ($who)}"
  done
  set +f
}

prove_once() {
  if command -v openssl >/dev/null; then
    out=$(printf 'GET /_ping HTTP/1.0\r\n\r\n' | limited openssl s_client -connect "$at" -servername localhost -verify_hostname localhost ${chain:+"$chain"} -CAfile "$authority" -ign_eof 2>&1)
    case $out in
      *'Verify return code: 0 '* | *'Verification: OK'*) if [ "$(printf '%s\n' "$out" | certificate)" = "$(certificate <"$own_cert")" ]; then right=yes exact=yes; else exact=no; fi ;;
      *'BEGIN CERT'*) right=no ;;
    esac
    case $right$out in *HTTP/1.*) refused=no ;; yes*'alert certificate required'* | yes*'alert bad certificate'*) refused=yes ;; esac
    if [ "$right" ]; then
      wanted=$(openssl crl2pkcs7 -nocrl -certfile "$trust_file" 2>/dev/null | openssl pkcs7 -print_certs -noout 2>/dev/null | sed -n 's/^subject *= *//p' | sort -u)
      named=$(printf '%s\n' "$out" | sed -n '/^Acceptable client certificate CA names/,/^\(Client Certificate Types\|Requested Sig\|Shared Requested\|Peer \|Server Temp\|---\)/p' | sed '1d; /^\(Client Certificate Types\|Requested Sig\|Shared Requested\|Peer \|Server Temp\|---\)/d' | sort -u)
      if [ -z "$wanted" ]; then :; elif [ "$named" = "$wanted" ]; then ours_only=yes; else ours_only=no; fi
    fi
  fi
  if command -v curl >/dev/null; then
    set -- -q -sS --max-time "$patience" --noproxy '*'
    case $(curl "$@" "http://$at/version" 2>/dev/null) in *'HTTPS server'*) plain=yes ;; *ApiVersion*) plain=no ;; esac
    out=$(curl "$@" -o /dev/null --cacert "$authority" --connect-to "localhost:$port:$at" "https://localhost:$port/version" 2>&1)
    case $?$out in
      0*) refused=no ;;
      51* | 60*) right=no ;;
      # OpenSSL's words, and GnuTLS's.
      *'alert certificate required'* | *'alert bad certificate'* | *'ertificate is required'* | *'ertificate is bad'*) right=${right:-yes} refused=${refused:-yes} ;;
    esac
  fi
  case ${right:+1}${refused:+1}${plain:+1} in
    111) ;;
    *)
      if command -v docker >/dev/null; then
        case $(asked "tcp://$at") in *'HTTPS server'*) plain=yes ;; [0-9]*) plain=no ;; esac
        case $(asked "tcp://$at" --tlsverify "--tlscacert=$authority") in
          [0-9]*) refused=no ;;
          *'unknown authority'*) right=no ;;
          *'remote error: tls: certificate required'* | *'remote error: tls: bad certificate'*) right=${right:-yes} refused=${refused:-yes} ;;
        esac
      fi ;;
  esac
}

has_prover() { { command -v openssl || command -v curl || command -v docker; } >/dev/null; }

# No longer than $patience seconds. Not every system has `timeout`, and not every program ends when it is told to.
limited() {
  { "$@" <&3 3<&- & } 3<&0
  limited=$!
  (
    sleep "$patience" &
    pause=$!
    trap 'kill "$pause"; exit' TERM
    wait "$pause"
    kill "$limited"
    sleep 1
    kill -9 "$limited"
  ) >/dev/null 2>&1 </dev/null &
  guard=$!
  code=0
  wait "$limited" || code=$?
  kill "$guard" 2>/dev/null
  return "$code"
}

asked() {
  host_asked=$1
  shift
  HTTP_PROXY='' http_proxy='' DOCKER_CONFIG=$temporary limited docker "$@" -H "$host_asked" version --format '{{.Server.Version}}' 2>&1
}

finish() {
  if [ "$brings" = trust ]; then
    facts=$(sed '/^sum /d; /^trust /d; /^trust-before /d; /^removed /d; /^lets /d' "$state/base/facts" 2>/dev/null)
    [ "$mode" = uninstall ] || facts="$facts${line}trust-before ${known:-0}${line}lets $lets"
  else
    facts="drop-in $drop_in${line}listen $listen"
    [ -z "$allow" ] || facts="$facts${line}allow $allow"
  fi
  facts="$facts${line}trust $trust${line}removed $removed"
  # What earlier runs have placed stays known, where this one has nothing to do with it.
  cat "$temporary/wanted" "$temporary/wall" >"$temporary/all"
  fact sum >"$temporary/sums"
  while IFS=$tab read -r what path; do [ ! -e "$path" ] || facts="$facts${line}sum $(cksum <"$path") $path"; done <"$temporary/all"
  while read -r sum size path; do cut -f 2 "$temporary/all" | grep -Fqx -- "$path" || facts="$facts${line}sum $sum $size $path"; done <"$temporary/sums"
  rules=$(our_rules | sort -u)
  facts=$facts${rules:+$line$rules}
  { printf '%s\n' "$facts" >"$state/run/facts" && [ "$(cat "$state/run/facts")" = "$facts" ]; } 2>/dev/null || fail @state_not_written_disk
  trap '' HUP INT TERM
  rm -rf "$state/done" "$state/run/kept.pem" "$state/run/kept.facts"
  mv "$state/run" "$state/done" || fail @state_not_written
  keep || say @free_space >&2
  [ "$mode" != uninstall ] || rm -f "$state/base/trust.pem"
  if [ "$still_open" ]; then
    say @done_but_open
  else
    say @done
  fi
  report
}

# What is so now.
report() {
  told "$right" @right_certificate
  told "$refused" @stranger_refused
  if [ "$listed" ]; then told "$ours_only" @only_listed; else told "$ours_only" @only_ours; fi
  told "$plain" @plain_refused
  told "$socket" @socket_answers
  [ "$right$refused$ours_only$plain$socket" = yesyesyesyesyes ] || say @check_the_rest
  [ "$brings" != trust ] || return 0
  firewall
  say @delete_archive
  ends=$(until_of "$directory/server-cert.pem")
  [ -z "$ends" ] || say @valid_until
}

told() { if [ "$1" ]; then say @proved; else say @not_proved; fi; }

# What --uninstall puts back is what was there before the first of several installations.
keep() {
  if [ ! -e "$state/base/journal" ]; then
    rm -rf "$state/base"
    mv "$state/done" "$state/base"
    return
  fi
  stamp=$(date +%s) merged=''
  while read -r kind path; do
    number='' known=$path
    case $kind in old | zone) number=${path%% *} known=${path#* } ;; was | socket | opens | dropped | lets | trusted) continue ;; esac
    ! sed 's/^old [^ ]* //; s/^zone [^ ]* //; s/^[a-z]* //' "$state/base/journal" | grep -Fqx -- "${known:-enabled}" || continue
    case $kind in
      old)
        { cp -pP "$state/done/$number" "$state/base/$stamp.$number" && { [ -L "$state/done/$number" ] || same "$state/done/$number" "$state/base/$stamp.$number"; }; } 2>/dev/null || return 1
        path="$stamp.$number $known" ;;
      zone)
        [ ! -e "$state/done/$number" ] || { cp -p "$state/done/$number" "$state/base/$stamp.$number" && same "$state/done/$number" "$state/base/$stamp.$number"; } 2>/dev/null || return 1
        path="$stamp.$number $known" ;;
      enabled) { cp -p "$state/done/links" "$state/base/links" && same "$state/done/links" "$state/base/links"; } 2>/dev/null || return 1 ;;
    esac
    merged="$merged$kind${path:+ $path}$line"
  done <"$state/done/journal"
  merged=$merged$(cat "$state/base/journal")
  [ ! -e "$state/done/trust.pem" ] || mv "$state/done/trust.pem" "$state/base/trust.pem" || return 1
  { printf '%s\n' "$merged" >"$state/base/part" && [ "$(cat "$state/base/part")" = "$merged" ] && mv "$state/base/part" "$state/base/journal" && mv "$state/done/facts" "$state/base/facts"; } 2>/dev/null || return 1
  rm -rf "$state/done"
}

# What --allow sets: rules of the host's own firewall in $temporary/rules, each with its sign, or files of a table of its own in $temporary/wall.
plan_wall() {
  : >"$temporary/wall"
  : >"$temporary/rules"
  : >"$temporary/wanted-rules"
  fact rule >"$temporary/our-rules"
  wall='' stranger=''
  allow=${allow:-$(fact allow)}
  [ "$allow" ] && [ -z "$user" ] || return 0
  if is_ufw_loaded; then
    wall=ufw
  elif firewall-cmd --state >/dev/null 2>&1; then
    wall=firewalld/$(firewall-cmd --get-default-zone)
  else
    stranger=$(other_walls | head -n 1)
    [ "$stranger" ] || ! nft list tables >/dev/null 2>&1 || wall=nftables
  fi
  # A table of its own would stand in the way of rules of another firewall. A drop-in of somebody else's stays.
  ! [ -e "$table_drop_in" ] || grep -q "$table_file" "$table_drop_in" || table_drop_in=${table_drop_in%.conf}_tls.conf
  case $wall in
    '') return ;;
    nftables)
      table_rules >"$temporary/docker-tls.nft"
      printf '[Service]\nExecStartPre=%s -f %s\n' "$(command -v nft)" "$table_file" >"$temporary/firewall.conf"
      printf '%s\n' "0644 $temporary/docker-tls.nft$tab$table_file" >"$temporary/wall"
      [ "$service$unit" != docker.service ] || printf '%s\n' "0644 $temporary/firewall.conf$tab$table_drop_in" >>"$temporary/wall"
      nft list table inet docker_tls >/dev/null 2>&1 || echo "+ nftables $port $allow" >"$temporary/rules" ;;
    *)
      for path in "$table_file" "$table_drop_in"; do ! fact sum | grep -q " $path\$" || printf '%s\n' "gone /dev/null$tab$path" >>"$temporary/wall"; done
      for source in $allow; do echo "$wall $port $source"; done >"$temporary/wanted-rules" ;;
  esac
  {
    while read -r rule; do rule has "$rule" || echo "+ $rule"; done <"$temporary/wanted-rules"
    while read -r rule; do grep -Fqx -- "$rule" "$temporary/wanted-rules" || echo "- $rule"; done <"$temporary/our-rules"
  } >>"$temporary/rules"
  while IFS=$tab read -r what path; do check_way "$(dirname "$path")"; done <"$temporary/wall"
}

# What an --uninstall has to take back.
our_rules() {
  while read -r rule; do ! grep -Fqx -- "$rule" "$temporary/wanted-rules" || echo "rule $rule"; done <"$temporary/our-rules"
  sed -n '/^+ nftables /d; s/^+ /rule /p' "$temporary/rules"
}

# Filters that this does not know, and that keep packets out of this host: by an accept of one, no other is overruled.
other_walls() {
  nft list ruleset 2>/dev/null | awk '
    /^table / { table = $2 " " $3 }
    /^\tchain / { hook = "" }
    / hook (input|prerouting) / { hook = $4; if (/policy drop/) print table; next }
    hook == "input" && /(^|[ \t])(drop|reject)/ && !/dport|saddr|daddr|iif|ct state/ { print table }' | sed '/^inet docker_tls$/d; s/^/nft list table /'
  for iptables in iptables ip6tables; do
    $iptables -S INPUT 2>/dev/null | grep -E '^-P INPUT DROP|-j (DROP|REJECT)' | grep -Ev -- '--dports? |--ctstate | -[sdi] ' | sed "s/.*/$iptables -S INPUT/"
  done
}

# Docker's own rules, and those of ufw and firewalld, are asked after this one. A reply has to do with the port by chance only.
table_rules() {
  rules="ct direction reply accept; iifname \"lo\" tcp dport $port accept"
  for source in $allow; do
    case $source in *:*) family=ip6 ;; *) family=ip ;; esac
    rules="$rules; $family saddr $source tcp dport $port accept"
  done
  echo "table inet docker_tls; delete table inet docker_tls; table inet docker_tls { chain prerouting { type filter hook prerouting priority -155; $rules; fib daddr type local tcp dport $port drop; }; }"
}

# The table as its file has it; without the file there is none.
load_table() {
  if [ -e "$table_file" ]; then
    nft -f "$table_file"
  elif nft list table inet docker_tls >/dev/null 2>&1; then
    nft delete table inet docker_tls
  fi
}

rich_rule() {
  case $2 in *:*) family=ipv6 ;; *) family=ipv4 ;; esac
  echo "rule family=\"$family\" source address=\"$2\" port port=\"$1\" protocol=\"tcp\" accept"
}

# Says whether a rule is in force (has), adds or drops it, as $1 says: the rule $2 is the firewall (with its zone), the port and the source. Where a firewall has
# gone, so have its rules.
rule() {
  # shellcheck disable=SC2086 # three words
  set -- "$1" $2
  zone=${2#*/}
  case $1-$2 in
    has-ufw) ufw show added | sed "s/ comment '.*'\$//" | grep -Fx "ufw allow from $4 to any port $3 proto tcp" ;;
    add-ufw) ufw allow proto tcp from "$4" to any port "$3" ;;
    # One that is enabled and not loaded takes the rule out of its list, and then fails.
    drop-ufw) ! command -v ufw || ufw delete allow proto tcp from "$4" to any port "$3" || { ! is_ufw_loaded && ! rule has "ufw $3 $4"; } ;;
    has-*) in_zone --query-rich-rule "$(rich_rule "$3" "$4")" ;;
    add-*) in_zone --add-rich-rule "$(rich_rule "$3" "$4")" ;;
    *)
      if firewall-cmd --state; then
        in_zone --remove-rich-rule "$(rich_rule "$3" "$4")"
      else
        ! command -v firewall-offline-cmd || firewall-offline-cmd "--zone=$zone" "--remove-rich-rule=$(rich_rule "$3" "$4")"
      fi ;;
  esac >/dev/null 2>&1 </dev/null
}

is_ufw_loaded() { ufw status 2>/dev/null | grep -q 'Status: active'; }

# Now, and for good.
in_zone() { firewall-cmd "--zone=$zone" "$1=$2" && firewall-cmd --permanent "--zone=$zone" "$1=$2"; }

# With the files in place.
set_wall() {
  while read -r sign rule; do
    case $sign$rule in
      +nftables*) ;;
      +*) rule add "$rule" ;;
      *) rule drop "$rule" ;;
    esac || fail @wall_not_set
  done <"$temporary/rules"
  { [ "$wall" != nftables ] && [ ! -s "$temporary/wall" ]; } || load_table || fail @wall_not_set
}

# Whether others get in by another rule of that firewall.
is_wide() {
  case $wall in
    ufw)
      ufw status verbose 2>/dev/null | PORT=$port ALLOW=$allow awk '
        function opens(ports, list, range, i) {
          sub(/\/tcp$/, "", ports)
          if (ports ~ /\/[a-z]+$/) return 0
          # An address, or Anywhere, has all ports.
          if (ports !~ /^[0-9]+(:[0-9]+)?(,[0-9]+(:[0-9]+)?)*$/) return 1
          for (i = split(ports, list, ","); i; i--) if (split(list[i], range, ":") && ENVIRON["PORT"] >= range[1] + 0 && ENVIRON["PORT"] <= (range[2] ? range[2] : range[1]) + 0) return 1
          return 0
        }
        /^Default: allow \(incoming\)/ { wide = 1 }
        match($0, / (ALLOW|LIMIT) IN +/) {
          to = substr($0, 1, RSTART - 1)
          split(substr($0, RSTART + RLENGTH), from, " ")
          if (to ~ / on lo *$/) next
          # What it says of IPv6, and of an application, is no part of it.
          gsub(/ \([^)]*\)| on [^ ]+/, "", to)
          count = split(to, words, " ")
          if (opens(words[count]) && !index(" " ENVIRON["ALLOW"] " ", " " from[1] " ")) wide = 1
        }
        END { exit !wide }' ;;
    firewalld/*)
      # A network card may be in another zone. That of Docker is for containers.
      for zone in "${wall#*/}" $(firewall-cmd --get-active-zones 2>/dev/null | sed -n '/^\(docker\|libvirt\)/d; s/^\([^ ]\{1,\}\).*/\1/p'); do
        ! firewall-cmd --zone="$zone" --query-port="$port/tcp" >/dev/null 2>&1 || return 0
        [ "$(firewall-cmd --permanent --zone="$zone" --get-target 2>/dev/null)" != ACCEPT ] || return 0
      done
      false ;;
    *) false ;;
  esac
}

firewall() {
  sudo='sudo '
  [ -z "$user" ] || sudo=''
  if [ "$wall" ]; then
    if is_wide; then say @wall_is_wide; else say @wall_is_set; fi
    case $wall$service$unit in nftablesdocker.service) ;; nftables*) say @rules_included ;; esac
    return
  fi
  if [ "$stranger" ]; then
    say @wall_of_others
    return
  fi
  sources=${allow:-$sources} is_by_hand=$allow
  if [ -z "$sources" ]; then
    case ${forward:-${listen#tcp://}} in 127.* | '[::1]'*) ;; *) say @open_to_all ;; esac
    return
  fi
  sudo=''
  [ -z "$user" ] || sudo='sudo '
  say @firewall_lines
  # Only root may ask ufw, and on some systems firewalld.
  if is_ufw_loaded || { [ "$user" ] && grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; }; then
    for source in $sources; do echo "    ${sudo}ufw allow proto tcp from $source to any port $port"; done
  elif firewall-cmd --state >/dev/null 2>&1 || systemctl is-active --quiet firewalld 2>/dev/null; then
    for source in $sources; do
      case $source in *:*) family=ipv6 ;; *) family=ipv4 ;; esac
      echo "    ${sudo}firewall-cmd --permanent --add-rich-rule='rule family=\"$family\" source address=\"$source\" port port=\"$port\" protocol=\"tcp\" accept'"
    done
    echo "    ${sudo}firewall-cmd --reload"
  elif nft=$(command -v nft); then
    allow=$sources
    printf '    %s\n' "${sudo}mkdir -p /etc/nftables.d" "echo '$(table_rules)' | ${sudo}tee /etc/nftables.d/docker-tls.nft >/dev/null" "${sudo}nft -f /etc/nftables.d/docker-tls.nft"
    case $user$service$unit in
      docker.service)
        printf '    %s\n' 'mkdir -p /etc/systemd/system/docker.service.d' \
          "printf '[Service]\\nExecStartPre=$nft -f /etc/nftables.d/docker-tls.nft\\n' >/etc/systemd/system/docker.service.d/firewall.conf" \
          'systemctl daemon-reload'
        say @rules_survive ;;
      *)
        say @rules_included ;;
    esac
  else
    for iptables in iptables ip6tables; do
      echo "    $sudo$iptables -I INPUT -p tcp --dport $port -j DROP"
      for source in $sources; do
        case $iptables$source in
          iptables*:*) ;;
          iptables* | ip6tables*:*) echo "    $sudo$iptables -I INPUT -s $source -p tcp --dport $port -j ACCEPT" ;;
        esac
      done
      echo "    $sudo$iptables -I INPUT -i lo -p tcp --dport $port -j ACCEPT"
    done
    say @rules_lost
    is_by_hand=1
  fi
  [ "$user$is_by_hand" ] || say @or_allow
}

uninstall() {
  [ -e "$state/base/journal" ] || { say @not_there; watchers; return; }
  say @will_restore
  sed -n 's/^old [^ ]* /  /p; s/^new /  /p; s/^allowed /  - /p' "$state/base/journal"
  opens=$(sed -n 's/^opens //p' "$state/base/journal")
  if [ "$opens" ]; then
    say @opens_again
    [ -z "$yes" ] || [ "$replace" ] || refuse @replace_or_be_asked
  fi
  # Where Docker asked for certificates before, it did not know of whom was shut out since.
  lets_now=$(fact removed)
  if [ "$lets_now" ] && grep -q '^trusted ' "$state/base/journal"; then
    say @lets_in_again
    [ -z "$yes" ] || [ "$replace" ] || refuse @replace_or_be_asked
  fi
  ask
  sed -n 's/^sum //p' "$state/base/facts" | while read -r sum size path; do
    [ -e "$path" ] && [ "$(cksum <"$path")" != "$sum $size" ] || continue
    # A run that was cut off has put this one back already.
    copy=$(sed -n 's/^old //p' "$state/base/journal" | while read -r number old; do [ "$old" != "$path" ] || { echo "$number"; break; }; done)
    [ -z "$copy" ] || ! same "$state/base/$copy" "$path" || continue
    { cp -p "$path" "$path.changed" && same "$path" "$path.changed"; } 2>/dev/null || { say @changed_not_copied >&2; exit 1; }
    say @changed_kept
  done || exit 1
  restore "$state/base"
  since=0
  bring_back
  rm -rf "$state"
  ! grep -qs "$table_file" "$table_drop_in" || say @rules_stay
  watchers
}

# What runs --check every day was set up by hand, from the steps. It stays, and the reader is told how to remove it.
watchers() {
  timer=$units/docker-tls-check.timer timed='' paths=''
  set -- "$timer" "$units/docker-tls-check.service"
  if [ "$user" ]; then set -- "$@" "$HOME/.local/bin/docker-tls"; else set -- "$@" /usr/local/sbin/docker-tls /var/lib/prometheus/node-exporter/docker_tls.prom; fi
  for path; do [ ! -e "$path" ] || paths="$paths '$path'"; done
  lines=$(crontab -l 2>/dev/null | grep 'docker-tls --check')
  [ "$paths$lines" ] || return 0
  [ ! -e "$timer" ] || timed=1
  say @watchers_stay
  [ -z "$timed" ] || printf '    %s\n' "systemctl ${user:+$user }disable --now docker-tls-check.timer"
  [ -z "$lines" ] || printf '    %s\n' "crontab -l | grep -v 'docker-tls --check' | crontab -"
  [ -z "$paths" ] || printf '    %s\n' "rm -f$paths"
  [ -z "$timed" ] || printf '    %s\n' "systemctl ${user:+$user }daemon-reload" "systemctl ${user:+$user }reset-failed 'docker-tls-check.*'"
}

main "$@" </dev/null
