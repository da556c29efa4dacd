#!/bin/sh
#
# Puts this client's files into a folder that only you can read, makes a docker context for each host, and tries each host.
#
# A context holds copies of the certificate and the key (docker/cli, cli/context/store), so new files alone would change nothing: connect.sh
# updates the contexts too. What it made itself is listed in the file `contexts` beside the keys. Other folders, files and contexts stay as they
# are: those with the same name and another address always, the rest unless you say yes or --replace.
# New files are written into a folder beside the old one, and the two change places by renaming.

# SETTINGS: written by the page
locale=en
bundle_name=alice-client
place=.docker/
# END OF SETTINGS
# HOSTS: written by the page
hosts='docker.example.com tcp://docker.example.com:2376'
# END OF HOSTS

line='
'

# Typed as `zsh connect.sh`, it would not split the lists below into words.
[ -z "${ZSH_VERSION-}" ] || emulate sh

main() {
  mode=install yes='' replace='' move='' chosen='' chinese='' new='' files='ca.pem cert.pem key.pem README.txt connect.sh connect.ps1'
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) chinese=1 ;;
    '' | C | C.* | POSIX) [ "$locale" != zh-CN ] || chinese=1 ;;
  esac
  # They would lead docker elsewhere.
  unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION CDPATH
  umask 077
  while [ "$#" -gt 0 ]; do
    case $1 in
      --yes | -y) yes=1 ;;
      --replace) replace=1 ;;
      --move) move=1 ;;
      --dir)
        [ "$#" -gt 1 ] || usage 2
        chosen=$2
        shift ;;
      --dir=*) chosen=${1#--dir=} ;;
      --dry-run | --uninstall | --check)
        [ "$mode" = install ] || usage 2
        mode=${1#--} ;;
      --help | -h) usage 0 ;;
      *) usage 2 ;;
    esac
    shift
  done
  trap '[ -z "$new" ] || rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM

  find_folder
  [ "$mode" != check ] || check
  find_docker
  [ "$mode" != uninstall ] || { know_files; uninstall; exit; }
  look_at_files
  each look_at_context
  show_plan
  [ "$mode" != dry-run ] || exit 0
  ask_before_replacing
  place_files
  each make_context
  prove
}

say() { if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

usage() {
  say @usage
  exit "$1"
}

refuse() {
  say "$1" "$2" >&2
  say @nothing_changed >&2
  exit 1
}

ask() {
  [ -z "$yes" ] || return 0
  { say @do_this >/dev/tty && read -r answer </dev/tty; } 2>/dev/null || refuse @no_terminal
  case $answer in [yY]*) ;; *) refuse @cancelled ;; esac
}

# Unpacked in its own folder, the archive is more than what a run puts there: files for `docker context import`, each with the key.
know_file() { has "$own" "$name" || files="$files $name.dockercontext"; }
know_files() {
  each know_file
  for name in $own; do files="$files $name.dockercontext"; done
}

# Calls $1 for each host, with the $name of its context and its $address.
each() {
  while read -r name address <&3; do "$1" </dev/null; done 3<<END
$hosts
END
}

# Whether a list of lines has this one.
has() { case $line$1$line in *"$line$2$line"*) ;; *) false ;; esac; }

# The folder with the archive's files, and the one that they go to.
find_folder() {
  [ -d "${HOME:-}" ] || refuse @no_home
  # sudo keeps the home of whoever calls it on some systems.
  [ "$(find "$HOME/" -prune -user "$(id -u)")" ] || refuse @not_your_home
  case $0 in */*) source=${0%/*} ;; *) source=. ;; esac
  source=$(cd "$source" && pwd -P) || refuse @incomplete
  usual=$HOME/$place$bundle_name dir=$chosen
  # A snap reads no hidden folder.
  case $(command -v docker) in /snap/*) usual=$HOME/docker-certs/$bundle_name ;; esac
  [ "$dir" ] || case $mode in uninstall | check) [ ! -f "$source/contexts" ] || dir=$source ;; esac
  dir=${dir:-$usual}
  case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
  dir=${dir%/}
  [ ! -d "$dir" ] || dir=$(cd "$dir" && pwd -P)
  if [ "$dir" ] && { [ -d "$dir" ] || [ ! -e "$dir" ]; }; then :; else refuse @no_folder; fi
  # The folder of docker itself has something else called `contexts`; and neither it nor what is above it changes places.
  config=${DOCKER_CONFIG:-$HOME/.docker}
  for above in "$HOME" "$(cd "$HOME" && pwd -P)" "$config" "$(cd "$config" 2>/dev/null && pwd -P)"; do
    case $above/ in "$dir"/*) refuse @no_folder ;; esac
  done
  [ ! -d "$dir/contexts" ] || refuse @no_folder
  [ ! -d "$dir" ] || [ "$(find "$dir" -prune -user "$(id -u)")" ] || refuse @folder_of_others
  # The environment in these files names the usual folder.
  named=$HOME/$place$bundle_name
  [ ! -d "$named" ] || named=$(cd "$named" && pwd -P)
  [ "$dir" != "$named" ] || files="$files env.sh env.fish env.ps1 env.cmd"
  # A run that was killed between two renamings.
  for before in "$dir".*.before; do
    [ -d "$dir" ] || [ "$mode" = dry-run ] || [ "$mode" = check ] || [ ! -f "$before/contexts" ] || mv "$before" "$dir"
  done
  own=$(cat "$dir/contexts" 2>/dev/null)
}

# $known are the names of all contexts.
find_docker() {
  docker='' known=''
  command -v docker >/dev/null || return 0
  docker=none
  known=$(docker context ls --format '{{.Name}}' 2>/dev/null </dev/null) && docker=contexts
}

look_at_files() {
  added='' changed='' taken='' other_ca=''
  for file in ca.pem cert.pem key.pem; do [ -s "$source/$file" ] || refuse @incomplete; done
  [ "$source" != "$dir" ] || return 0
  for file in $files; do
    if [ ! -e "$source/$file" ]; then :; elif [ ! -e "$dir/$file" ]; then added="$added $file"; elif ! cmp -s "$source/$file" "$dir/$file"; then changed="$changed $file"; fi
  done
  case $changed in *ca.pem*) other_ca=1 ;; esac
  [ -z "$changed" ] || [ -f "$dir/contexts" ] || taken=1
}

# What becomes of the context: it is in one of these lists, or up to date; and what is said of it.
created='' updated='' foreign='' left='' told=''
look_at_context() {
  if [ "$docker" != contexts ]; then left="$left$name$line"; return; fi
  if ! has "$known" "$name"; then
    created="$created$name$line" told="$told  + $name  $address$line"
    return
  fi
  where=$(docker context inspect --format '{{.Endpoints.docker.Host}} {{.Endpoints.docker.SkipTLSVerify}} {{.Storage.TLSPath}}' "$name" 2>/dev/null) || where='? '
  kept=${where#* * } leads=${where%% *}
  if [ "$leads" != "$address" ]; then
    left="$left$name$line" told="$told$(say @context_elsewhere)$line"
  elif [ "$where" = "$address false $kept" ] && is_copy "$kept/docker" "$source"; then
    told="$told  = $name  $address$line"
  elif has "$own" "$name"; then
    updated="$updated$name$line" told="$told$(say @context_updated)$line"
  else
    foreign="$foreign$name$line" told="$told$(say @context_of_others)$line"
  fi
}

# Whether the three files are the same in both folders.
is_copy() { cmp -s "$1/ca.pem" "$2/ca.pem" && cmp -s "$1/cert.pem" "$2/cert.pem" && cmp -s "$1/key.pem" "$2/key.pem"; }

show_plan() {
  if [ -z "$added$changed$created$updated$foreign" ]; then
    say @nothing_to_do
  else
    say @folder
    [ -z "$added" ] || echo "  +$added"
    [ -z "$changed" ] || say @files_replaced
    [ -z "$other_ca" ] || say @another_ca
  fi
  [ -z "$told" ] || { say @contexts; printf '%s' "$told"; }
}

# What is new needs no question.
ask_before_replacing() {
  if [ "$yes" ] && [ -z "$replace" ]; then
    [ -z "$other_ca$taken" ] || refuse @replace_or_be_asked
    left=$left$foreign foreign=''
  fi
  [ -z "$changed$updated$foreign" ] || ask
  updated=$updated$foreign
}

fail() {
  say @failed >&2
  exit 1
}

place_files() {
  record=$(printf '%s\n' "$own" "$created$updated" | grep . | sort -u)
  if [ -z "$added$changed" ]; then
    { printf '%s\n' "$record" >"$dir/contexts.new" && mv "$dir/contexts.new" "$dir/contexts" && chmod 0700 "$dir"; } || fail
    set_modes "$dir" || fail
    move_key
    return
  fi
  { mkdir -p "${dir%/*}" && new=$(mktemp -d "$dir.XXXXXX"); } || fail
  for file in $files; do
    [ ! -e "$source/$file" ] || { cp "$source/$file" "$new/$file" && cmp -s "$source/$file" "$new/$file"; } || fail
  done
  { printf '%s\n' "$record" >"$new/contexts" && set_modes "$new"; } || fail
  before=''
  if [ -d "$dir" ]; then
    before=$new.before
    mv "$dir" "$before" || fail
  fi
  mv "$new" "$dir" || { [ -z "$before" ] || mv "$before" "$dir"; fail; }
  new=''
  if [ "$before" ]; then
    know_files
    for file in $files contexts; do rm -f "$before/$file"; done
    # Whatever else was there.
    for file in "$before"/* "$before"/.[!.]*; do
      { [ ! -e "$file" ] && [ ! -L "$file" ]; } || [ -e "$dir/${file##*/}" ] || mv "$file" "$dir/"
    done
    rmdir "$before" 2>/dev/null || say @left_before
  fi
  move_key
}

move_key() {
  [ "$move" ] && [ "$source" != "$dir" ] || return 0
  rm -f "$source/key.pem"
  each forget_file
}

forget_file() { rm -f "$source/$name.dockercontext"; }

# Not every program keeps the modes of an archive.
set_modes() {
  chmod 0400 "$1/key.pem" && chmod 0444 "$1/ca.pem" "$1/cert.pem" || return 1
  for file in README.txt env.sh env.fish env.ps1 env.cmd contexts; do [ ! -f "$1/$file" ] || chmod 0644 "$1/$file"; done
  for file in connect.sh connect.ps1; do [ ! -f "$1/$file" ] || chmod 0755 "$1/$file"; done
}

# In the folder: a comma or a quotation mark in its path would end the value.
make_context() {
  if has "$created" "$name"; then verb=create; elif has "$updated" "$name"; then verb=update; else return 0; fi
  answer=$(cd "$dir" && docker context "$verb" "$name" --docker "host=$address,ca=ca.pem,cert=cert.pem,key=key.pem" 2>&1 </dev/null) && return
  left="$left$name$line"
  say @context_failed >&2
}

prove() {
  if [ -z "$docker" ]; then
    say @placed_without_docker
    return
  fi
  [ "$docker" = contexts ] || say @no_contexts
  first='' silent=''
  each prove_host
  [ -z "$silent" ] || { say @some_silent; exit 1; }
  if [ "$first" ]; then say @use_it; elif [ "$docker" = contexts ]; then say @contexts_left; fi
}

prove_host() {
  if has "$left" "$name"; then
    set -- --tlsverify "--tlscacert=$dir/ca.pem" "--tlscert=$dir/cert.pem" "--tlskey=$dir/key.pem" -H "$address"
  else
    set -- --context "$name"
    first=${first:-$name}
  fi
  answer=$(limited docker "$@" version --format '{{.Server.Version}}' 2>&1)
  # It may warn of something else first.
  answer=$(printf '%s\n' "$answer" | sed -n '$p')
  case $answer in
    [0-9]*) say @host_answers ;;
    *)
      silent=1
      say @host_silent
      case $answer in
        *'dial tcp: lookup '*) say @hint_name ;;
        *'connection refused'* | *'Cannot connect to the Docker daemon'*) say @hint_refused ;;
        *'unknown authority'* | *'certificate required'* | *'bad certificate'* | *'unknown certificate authority'*) say @hint_other_ca ;;
        *'valid for'* | *'IP SANs'* | *'legacy Common Name'*) say @hint_names ;;
        *'incompatible key usage'*) say @hint_of_client ;;
        *expired* | *'not yet valid'*) say @hint_expired ;;
        *HTTP*) say @hint_no_tls ;;
        '') say @hint_firewall ;;
      esac ;;
  esac
}

# No longer than 15 seconds; not every system has `timeout`.
limited() {
  "$@" </dev/null &
  limited=$!
  (
    sleep 15 &
    pause=$!
    trap 'kill "$pause"; exit' TERM
    wait "$pause"
    kill "$limited"
  ) >/dev/null 2>&1 </dev/null &
  guard=$!
  wait "$limited"
  code=$?
  kill "$guard" 2>/dev/null
  return "$code"
}

uninstall() {
  [ -f "$dir/contexts" ] || refuse @not_there
  mine='' others=''
  for name in $own; do
    if [ "$docker" != contexts ]; then others="$others$name$line"; continue; fi
    has "$known" "$name" || continue
    kept=$(docker context inspect --format '{{.Storage.TLSPath}}' "$name" 2>/dev/null </dev/null)
    if is_copy "$kept/docker" "$dir"; then mine="$mine$name$line"; else others="$others$name$line"; fi
  done
  say @will_remove
  printf '%s' "$mine" | sed 's/^/  - docker context /'
  for file in $files contexts; do [ ! -f "$dir/$file" ] || echo "  - $dir/$file"; done
  [ -z "$others" ] || { say @contexts_stay; printf '%s' "$others" | sed 's/^/  = /'; }
  ask
  for name in $mine; do docker context rm -f "$name" >/dev/null </dev/null || { say @not_removed >&2; exit 1; }; done
  for file in $files contexts; do rm -f "$dir/$file"; done
  rmdir "$dir" 2>/dev/null || say @folder_stays
  say @removed
}

main "$@"
