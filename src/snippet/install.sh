#!/bin/sh
if grep -q "$(printf '\r')\$" "$0" 2>/dev/null; then tr -d '\r' <"$0" | DOCKSEAL_SCRIPT=$0 sh -s -- "$@"; exit; fi # with line ends of Windows
#
# Installs these certificates on this Docker host, proves that it works, and puts everything back if it does not.
#
# Each option has one place. The usual one is a systemd drop-in, made from this host's own ExecStart=, with everything on the line that opens the
# port: a mistake keeps Docker from starting instead of opening it without TLS. Where daemon.json was chosen on the page, or has one of the five
# options already, all go there, and the drop-in only takes them off the command line. daemon.json is read by a strict reader in awk and keeps
# everything else to the byte.
# OpenRC, SysV init and snap start Docker without addresses: there all go to daemon.json. Rootless Docker, for the user who runs this, has a systemd
# of its own and a network of its own, out of which RootlessKit forwards the port.
# What was there is in /var/lib/dockseal (of a user, ~/.local/state/dockseal): in run/ while this works, then in base/, for --uninstall. The next run undoes one that was killed.

# SETTINGS: written by the page
locale=en
bundle_name=docker.example.com-server
names='docker.example.com'
platform=systemd
place=flags
listen=tcp://0.0.0.0:2376
port=2376
connect=127.0.0.1
directory=/etc/docker/tls
sources=''
# END OF SETTINGS

files='ca.pem server-cert.pem server-key.pem'
line='
'
tab='	'

main() {
  chinese='' mode=install yes='' replace='' since='' temporary='' lock=''
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) chinese=1 ;;
    '' | C | C.* | POSIX) [ "$locale" != zh-CN ] || chinese=1 ;;
  esac
  export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
  unset CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
  umask 022
  for argument; do
    case $argument in
      --yes | -y) yes=1 ;;
      --replace) replace=1 ;;
      --dry-run | --uninstall)
        [ "$mode" = install ] || usage 2
        mode=${argument#--} ;;
      --help | -h) usage 0 ;;
      *) usage 2 ;;
    esac
  done
  trap 'rm -rf "$temporary" "$lock"' EXIT
  trap 'exit 130' HUP INT TERM
  temporary=$(mktemp -d 2>/dev/null || mktemp -d /run/dockseal.XXXXXX 2>/dev/null) || refuse 'No temporary folder: is the disk full?' '无法创建临时目录，磁盘是否已满？'

  find_docker
  if [ "$mode" = dry-run ]; then
    [ ! -e "$state/run/journal" ] || refuse 'An earlier run was cut off. Run this without --dry-run to put that in order.' '上一次运行被中断。请去掉 --dry-run 再运行一次以恢复。'
  else
    mend
  fi
  if [ "$mode" = uninstall ]; then uninstall; exit; fi
  find_bundle
  read_configuration
  make_configuration
  check_host
  show_plan
  [ "$mode" != dry-run ] || exit 0
  [ -z "$conflicts" ] || [ -z "$yes" ] || [ "$replace" ] ||
    refuse 'If that is what you want, add --replace, or leave --yes out to be asked.' '如确认要这样做，请加上 --replace；或去掉 --yes，由脚本询问。'
  ask
  place_files
  validate
  restart 60 || fail 'Docker does not start like this.' 'Docker 无法以此配置启动。'
  prove
  finish
}

say() { if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

usage() {
  say 'sudo sh install.sh [--dry-run | --uninstall] [--yes] [--replace]
  --dry-run    only show the changes
  --uninstall  put back, to the byte, what was there before
  --yes        do not ask
  --replace    with --yes: replace addresses and TLS settings of somebody else too' \
    'sudo sh install.sh [--dry-run | --uninstall] [--yes] [--replace]
  --dry-run    只显示改动
  --uninstall  逐字节恢复安装前的状态
  --yes        不询问
  --replace    与 --yes 同用：连同他人设置的监听地址和 TLS 选项一并替换'
  exit "$1"
}

# Before anything is touched.
refuse() {
  say "$1" "$2" >&2
  say 'Nothing was changed.' '未做任何改动。' >&2
  exit 1
}

# After that.
fail() {
  trap '' HUP INT TERM
  say "FAILED: $1" "失败：$2" >&2
  [ -z "$since" ] || explain_log >&2
  put_back
  exit 1
}

ask() {
  [ -z "$yes" ] || return 0
  { say 'Do this? [y/N]' '是否继续？[y/N]' >/dev/tty && read -r answer </dev/tty; } 2>/dev/null || refuse 'There is no terminal to ask on: add --yes.' '没有可供询问的终端：请加上 --yes。'
  case $answer in [yY]*) ;; *) refuse 'As you wish.' '已取消。' ;; esac
}

# Who runs Docker here. $service is the command of an init script, and empty where it is $unit of the systemd of root or of a $user.
find_docker() {
  user='' service='' unit=docker.service units=/etc/systemd/system state=/var/lib/dockseal run=/run place_of_keys=/etc/docker/tls
  config=/etc/docker/daemon.json root_socket=unix:///var/run/docker.sock forward=''
  if [ "$(id -u)" != 0 ]; then
    # After `su` it is that of somebody else.
    [ -w "${XDG_RUNTIME_DIR:-}" ] || XDG_RUNTIME_DIR=/run/user/$(id -u)
    export XDG_RUNTIME_DIR
    user=--user run=$XDG_RUNTIME_DIR root_socket=unix://$run/docker.sock state=${XDG_STATE_HOME:-$HOME/.local/state}/dockseal
    units=${XDG_CONFIG_HOME:-$HOME/.config}
    config=$units/docker/daemon.json place_of_keys=$units/docker/tls units=$units/systemd/user
    # Of the addresses, only RootlessKit sees those of the host; and it takes the daemon's port where all of its network reach it.
    forward=${listen#tcp://}:$port/tcp listen=tcp://0.0.0.0:$port
    is_there || absent 'No rootless Docker of this user, and for another one this needs root: sudo sh install.sh' '当前用户没有 rootless Docker；安装到系统的 Docker 需要 root 权限：sudo sh install.sh'
  elif [ -d /run/systemd/system ]; then
    case $(property LoadState) in
      loaded | bad-setting | error) ;;
      masked) absent 'docker.service is masked: Docker is switched off here. First: systemctl unmask docker' 'docker.service 已被屏蔽（masked），Docker 被禁用。请先执行：systemctl unmask docker' ;;
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
}

not_installed() {
  absent 'Docker is not installed here as a service of the system. Install it first. (Rootless Docker: run this as its user, without sudo.)' '此主机上没有以系统服务方式安装的 Docker，请先安装。（rootless Docker：请以该用户身份运行，不加 sudo。）'
}

# What was installed can be taken back where Docker has gone.
absent() { { [ "$mode" = uninstall ] && [ -w "$state/base/journal" ]; } || refuse "$@"; }

systemd() { systemctl $user "$@"; }

property() { systemd show -p "$1" "${2:-$unit}" 2>/dev/null | sed 's/^[^=]*=//'; }

is_there() { if [ "$service" ]; then [ -e /etc/init.d/docker ]; else case $(property LoadState) in loaded | bad-setting | error) ;; *) false ;; esac; fi; }

activity() {
  if [ -z "$service" ]; then property ActiveState; elif $service status >/dev/null 2>&1; then echo active; else echo inactive; fi
}

daemon_reload() { [ "$service" ] || systemd daemon-reload; }

# One at a time; and what an earlier run began and did not end is taken back, or kept where only that was missing.
mend() {
  if ! mkdir "$run/dockseal.lock" 2>/dev/null; then
    other=$(cat "$run/dockseal.lock/pid" 2>/dev/null || { sleep 1 && cat "$run/dockseal.lock/pid"; } 2>/dev/null)
    [ -z "$other" ] || ! kill -0 "$other" 2>/dev/null || refuse "This runs already (process $other)." "本脚本已在运行（进程 $other）。"
  fi
  lock=$run/dockseal.lock
  echo $$ >"$lock/pid"
  [ ! -e "$state/done/journal" ] || keep
  if [ -e "$state/run/journal" ]; then
    say 'An earlier run was cut off: what it changed is taken back first.' '上一次运行被中断：先撤销它的改动。'
    since=0
    put_back
    since=''
  fi
}

find_bundle() {
  for bundle in "$(dirname -- "${DOCKSEAL_SCRIPT:-$0}")" . "$bundle_name" -; do
    [ ! -f "$bundle/ca.pem" ] || [ ! -f "$bundle/server-cert.pem" ] || [ ! -f "$bundle/server-key.pem" ] || break
  done
  [ "$bundle" != - ] || refuse "Beside the script there is no $files. Unpack the whole archive, and in its folder: sudo sh install.sh" "脚本旁边没有 $files。请解压整个压缩包，并在该目录中执行：sudo sh install.sh"
  # In DER the times are digits up to a Z, with two of the year until 2049 (RFC 5280, section 4.1.2.5).
  times=$(certificate <"$bundle/server-cert.pem" | sed '/-----/d' | base64 -d 2>/dev/null | tr -c 0-9Z '\n' | sed -n 's/^\([0-9]\{12\}\)Z.*/20\1/p; s/^\([0-9]\{14\}\)Z.*/\1/p')
  [ "$times" ] || refuse 'server-cert.pem is no certificate: unpack the archive again.' 'server-cert.pem 不是证书：请重新解压。'
  now=$(date -u +%Y%m%d%H%M%S)
  [ "$now" -ge "${times%%"$line"*}" ] ||
    refuse "The clock of this host says $now; the certificate begins at ${times%%"$line"*} (UTC). Set the clock first." "本机时钟为 $now，而证书自 ${times%%"$line"*}（UTC）起有效。请先校准时钟。"
  [ "$now" -le "${times##*"$line"}" ] || refuse "The certificate ended at ${times##*"$line"} (UTC). Make new ones." "证书已于 ${times##*"$line"}（UTC）到期，请重新生成。"
  ! command -v openssl >/dev/null || [ "$(openssl x509 -noout -pubkey -in "$bundle/server-cert.pem" 2>&1)" = "$(openssl pkey -pubout -in "$bundle/server-key.pem" 2>&1)" ] ||
    refuse 'server-key.pem does not belong to server-cert.pem: take both from one archive.' 'server-key.pem 与 server-cert.pem 不匹配：请取自同一个压缩包。'
}

# The first certificate of a text.
certificate() { tr -d '\r' | sed -n '/-----BEGIN CERT/,/-----END CERT/p' | sed '/-----END/q'; }

fact() { sed -n "s/^$1 //p" "$state/base/facts" 2>/dev/null; }

# What is configured: the command line ($dockerd and $kept), the five options on it ($hosts, $tls ...), and the members of daemon.json ($target).
read_configuration() {
  [ "$mode" = dry-run ] || daemon_reload
  ours=$(fact drop-in) before=$(fact listen) dockerd='' kept='' hosts='' tls='' verified='' cacert='' cert='' program=dockerd
  case $service$unit in docker.service) read_unit ;; snap.*) place=json ;; *) read_script ;; esac

  target=$config
  [ ! -L "$config" ] || target=$(readlink -f "$config")
  : >"$temporary/members"
  [ ! -e "$target" ] || json "$target" >"$temporary/members" ||
    refuse "$config is not JSON (line $(cat "$temporary/members")), so Docker cannot start. Mend it first. Often: a comma too many, a comment, typographic quotes." "$config 不是合法的 JSON（第 $(cat "$temporary/members") 行），Docker 无法启动。请先修正。常见原因：多余的逗号、注释、中文引号。"
}

# The options of an init script are in it, or in a file of the distribution for it.
read_script() {
  place=json
  set -- /etc/init.d/docker
  for path in /etc/conf.d/docker /etc/default/docker /etc/sysconfig/docker; do [ ! -r $path ] || set -- "$@" $path; done
  check_files DOCKER_OPTS "$@"
  kept=$(sed 's/^#.*//; s/[[:space:]]#.*//' "$@")
  found=$(grep -E "^([^#]*[[:space:]=\"'])?(-H|--host([ =\"']|\$)|--tls)" "$@" /dev/null) &&
    refuse "These have addresses or TLS options, which would be there twice. Take them out, then run this again:$line$found" "以下设置中有监听地址或 TLS 选项，会造成重复。请先删除，再重新运行：$line$found"
  path=$(printf %s "$kept" | sed -n "s/.*--config-file[= ]*[\"']*\([^ \"']*\).*/\1/p" | tail -n 1)
  config=${path:-$config}
  case $config in
    *\$* | [!/]*) refuse "The configuration file is called $config in the options of the init script: write its path there, then run this again." "启动脚本的选项中，配置文件写作 $config。请改为完整路径，再重新运行。" ;;
  esac
}

read_unit() {
  systemd cat docker.service 2>/dev/null | settings ExecStart "$ours" >"$temporary/command"
  [ "$(grep -c . "$temporary/command")" = 1 ] || refuse 'docker.service has no ExecStart=, or several. Look: systemctl cat docker' 'docker.service 中没有或有多行 ExecStart=。请查看：systemctl cat docker'
  cut -f 2- "$temporary/command" | words | if [ "$user" ]; then sed "s|%h|$HOME|g; s|%t|$run|g"; else cat; fi >"$temporary/words"
  next=''
  while IFS= read -r word; do
    bare=$next$(printf %s "$word" | tr -d "\"'") next=''
    case $bare in
      -H | --host | --tlscacert | --tlscert | --tlskey) next=$bare=; continue ;;
      -H* | --host=*) bare=${bare#-H} hosts="$hosts ${bare#*=}"; continue ;;
      --tls*)
        tls=1
        case $bare in
          --tlsverify | --tlsverify=[tT1]*) verified=1 ;;
          --tlscacert=*) cacert=${bare#*=} ;;
          --tlscert=*) cert=${bare#*=} ;;
        esac
        continue ;;
      --config-file) next=$bare= ;;
      --config-file=*) config=${bare#*=} ;;
      \$*) check_variable "$(printf %s "$bare" | tr -d '{$}')" ;;
    esac
    kept="$kept$word "
  done <"$temporary/words"
  dockerd=${kept%% *} kept=${kept#* }
  program=$(printf %s "$dockerd" | sed 's/^[-@:+!]*//')
  case $user${program##*/} in
    dockerd | --userdockerd-rootless.sh) ;;
    *) refuse "docker.service starts $program, not dockerd: how that takes options is not known. Follow README.txt by hand." "docker.service 启动的是 $program 而不是 dockerd，无法判断它如何处理选项。请按 README.txt 手动操作。" ;;
  esac
  ! property Listen docker.socket | grep -q ':[0-9]* (Stream)' ||
    refuse 'docker.socket opens a TCP port, which is open without TLS whenever TLS is not configured. First remove that ListenStream= (systemctl cat docker.socket), then: systemctl daemon-reload; systemctl stop docker; systemctl restart docker.socket' \
      'docker.socket 打开了一个 TCP 端口，一旦 TLS 配置缺失就会不加密地开放。请先删除该 ListenStream=（systemctl cat docker.socket），再执行：systemctl daemon-reload; systemctl stop docker; systemctl restart docker.socket'
}

# Options of ours in a variable of the command line, which Environment= of the unit sets, or a file of the distribution, which goes before it.
check_variable() {
  { systemd cat docker.service | sed -n 's/^# \(\/.*\)/\1/p'; property EnvironmentFiles | sed 's/ (ignore_errors=.*//'; } >"$temporary/paths" 2>/dev/null
  variable=$1
  set --
  while IFS= read -r path; do [ ! -r "$path" ] || set -- "$@" "$path"; done <"$temporary/paths"
  check_files "$variable" "$@"
}

# The same in these files.
check_files() {
  found=$(without_ours "$@") variable=$1
  [ "$found" ] || return 0
  file=${found%%"$tab"*} found=${found#*"$tab"}
  case $file in
    /lib/* | /usr/lib/*)
      refuse "\$$variable has addresses or TLS options, which would be there twice. Run: systemctl ${user:+$user }edit docker, and write:
    [Service]
    ${found#*"$tab"}
Then run this again." "变量 \$$variable 中有监听地址或 TLS 选项，会造成重复。请执行 systemctl ${user:+$user }edit docker，写入：
    [Service]
    ${found#*"$tab"}
然后重新运行本脚本。" ;;
    *)
      refuse "\$$variable has addresses or TLS options, which would be there twice. In $file, line ${found%%"$tab"*} has to become:
    ${found#*"$tab"}
Then run this again." "变量 \$$variable 中有监听地址或 TLS 选项，会造成重复。请把 $file 第 ${found%%"$tab"*} 行改为：
    ${found#*"$tab"}
然后重新运行本脚本。" ;;
  esac
}

# Where the variable $1 is set last, if that has options of ours: the file, the number of the line, and the line without them.
without_ours() {
  [ $# -gt 1 ] || return 0
  awk '
    BEGIN { name = ARGV[1]; ARGV[1] = "" }
    { sub(/\r$/, ""); if (!more) first = FNR; number = first (first < FNR ? "-" FNR : ""); text = more ? text $0 : $0; more = sub(/\\$/, " ", text) }
    more { next }
    text ~ /^[ \t]*Environment[ \t]*=[ \t]*$/ { found = "" }
    text ~ "^[ \t]*" name "=" || (text ~ /^[ \t]*Environment[ \t]*=/ && text ~ "[=\"\047 \t]" name "=") {
      match(text, "(^|[=\"\047 \t])" name "=")
      head = substr(text, 1, RSTART + RLENGTH - 1)
      rest = substr(text, RSTART + RLENGTH)
      quote = substr(text, RSTART, 1)
      if (quote !~ /["\047]/) { quote = substr(rest, 1, 1); if (quote ~ /["\047]/) { head = head quote; rest = substr(rest, 2) } }
      end = quote ~ /["\047]/ ? index(rest, quote) : text ~ /^[ \t]*Environment/ ? match(rest, /[ \t]/) : 0
      if (!end) end = length(rest) + 1
      count = split(substr(rest, 1, end - 1), words, /[ \t]+/)
      kept = ours = ""
      for (i = 1; i <= count; i++) {
        bare = words[i]
        gsub(/["\047]/, "", bare)
        if (bare ~ /^(-H|--host|--tlscacert|--tlscert|--tlskey)$/) { ours = 1; i++ }
        else if (bare ~ /^(-H|--host=|--tls)/) ours = 1
        else kept = kept (kept == "" ? "" : " ") words[i]
      }
      found = ours ? FILENAME "\t" number "\t" head kept substr(rest, end) : ""
    }
    END { if (found != "") print found }' "$@"
}

# A member of daemon.json: a string, or a list of strings, as words.
member() { sed -n "s/^$1$tab//p" "$temporary/members" | tr -d '[]"\134' | tr ',' ' '; }

conflict() { conflicts="$conflicts$line  ! $(say "$1" "$2")"; }

note() { notes="$notes$line  - $(say "$1" "$2")"; }

# What is to be: a line for each change in $temporary/changes, with mode, new content, path.
make_configuration() {
  conflicts='' notes='' foreign='' listening='' flags='' drop_in='' file_hosts=$(member hosts)
  ! grep -Eq "^(hosts|tlsverify|tlscacert|tlscert|tlskey)$tab" "$temporary/members" || place=json
  [ "$(member tlsverify)" != true ] || verified=1
  cacert=${cacert:-$(member tlscacert)} cert=${cert:-$(member tlscert)}
  [ "$platform$user" != rootless ] || conflict "This archive was made for rootless Docker, but this is root's, where whoever connects is root. For rootless Docker, run this as its user, without sudo." \
    '此压缩包用于 rootless Docker，而这里是 root 运行的 Docker，能连接的人就等于 root。若要安装到 rootless Docker，请以该用户身份运行，不加 sudo。'
  [ -z "$hosts" ] || [ -z "$file_hosts" ] || conflict "Addresses are set twice, by -H and by hosts in $config, and Docker cannot start. All go to $config." "监听地址设置了两次（-H 选项和 $config 的 hosts），Docker 无法启动。将统一放到 $config。"
  set -f
  for host in $hosts $file_hosts; do
    case $host in
      fd://* | unix://*) case " $listening " in *" $host "*) ;; *) listening="$listening$host " ;; esac ;;
      "$listen" | "$before") ;;
      *) [ "$verified" ] && [ "${host##*:}" = "$port" ] || foreign="$foreign $host" ;;
    esac
  done
  # A daemon without a local socket is lost to who works on the host.
  [ "$listening" ] || case " $([ "$service" ] || property Requires) " in *' docker.socket '*) listening='fd:// ' ;; *) listening="$root_socket " ;; esac
  listening="$listening$listen"
  if [ "$foreign" ] && [ "$verified" ]; then
    conflict "Docker also listens on$foreign: that is closed." "Docker 还在监听$foreign：将被关闭。"
  elif [ "$foreign" ]; then
    conflict "Docker listens on$foreign and asks for no certificate: whoever reaches it is root. It is closed, and who uses it will need a certificate." \
      "Docker 正在监听$foreign 且不要求证书，能访问的人都等于 root。该地址将被关闭，使用者今后需要证书。"
  fi
  if [ "$cert" ] && [ "$(tr -d '\r' 2>/dev/null <"${cacert:-/dev/null}")" != "$(tr -d '\r' <"$bundle/ca.pem")" ]; then
    if [ "$cert" = "$directory/server-cert.pem" ]; then
      note 'The CA changes: certificates of the old one are refused from now on.' 'CA 已更换：旧 CA 签发的证书今后将被拒绝。'
    else
      conflict "TLS is set up already, with $cert: it is replaced, and clients of its CA are refused." "已使用 $cert 配置了 TLS：将被替换，其 CA 签发的客户端将被拒绝。"
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
    write_drop_in "$dockerd $flags $kept"
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
  } >"$temporary/changes"
}

# What RootlessKit is told already, and the port in one place.
forwarding() {
  systemd cat docker.service | settings Environment "$ours" | grep "$variable=" >"$temporary/flags"
  old=$(sed -n "s/.*[\"']$variable=\([^\"']*\).*/\1/p; t; s/.*$variable=[\"']\([^\"']*\).*/\1/p; t; s/.*$variable=\([^ ]*\).*/\1/p" "$temporary/flags" | tail -n 1)
  old="$(printf %s "$old" | sed "s| *-p [^ ]*:$port:[0-9]*/tcp[46]*||g") -p $forward"
  echo "$variable=${old# }"
}

# Drop-ins apply in the order of their names: ours comes after the one that has the command line now, and leaves files with other settings alone.
write_drop_in() {
  variable=DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS
  {
    say '# Dockseal: the command line of this host; the empty ExecStart= drops the one before. To undo: install.sh --uninstall' '# Dockseal：基于本机原有的启动命令；空的 ExecStart= 清除之前的一行。撤销：install.sh --uninstall'
    echo '[Service]'
    [ -z "$forward" ] || echo "Environment=\"$(forwarding)\""
    printf 'ExecStart=\nExecStart=%s\n' "${1% }"
  } >"$temporary/drop-in"
  last=$({ cut -f 1 "$temporary/command"; cut -f 1 "$temporary/flags" 2>/dev/null; } | sed -n 's|.*/\(.*\.conf\)$|\1|p' | sort | tail -n 1) name=tls.conf
  while
    drop_in=$units/docker.service.d/$name
    [ "$(printf '%s\n' "$last" $name | sort | tail -n 1)" != $name ] ||
      { [ -e "$drop_in" ] && [ "$drop_in" != "$ours" ] && grep -Evq "^([#;].*|[[:space:]]*|\\[Service\\].?|ExecStart=.*|Environment=\"?$variable=[^=]*)\$" "$drop_in"; }
  do
    name=z$name
  done
}

check_host() {
  while IFS=$tab read -r what path; do
    above=$path
    while [ ! -e "$above" ]; do above=$(dirname "$above"); done
    [ -d "$above" ] || above=$(dirname "$above")
    if [ ! -w "$above" ]; then refuse "$above cannot be written: is the file system read-only?" "$above 不可写：文件系统是否为只读？"; fi
  done <"$temporary/changes"

  case " $hosts $file_hosts $before " in
    *":$port "*) ;;
    *)
      if awk -v end=":$(printf %04X "$port")\$" '$2 ~ end && $4 == "0A" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null; then
        who=$(ss -ltnpH "sport = :$port" 2>/dev/null | sed -n 's/.*users:((\(.*\)))/\1/p')
        refuse "Port $port is taken${who:+ ($who)}. Stop that, or choose another port on the page." "端口 $port 已被占用${who:+（$who）}。请停止该程序，或在页面上另选端口。"
      fi ;;
  esac

  here=" $({ ip -o addr || hostname -I; } 2>/dev/null | sed 's/.* inet6\{0,1\} \([^/ ]*\).*/\1/' | tr '\n' ' ')" is_here=''
  for host in $names; do
    for address in $host $(getent ahosts "$host" 2>/dev/null | cut -d ' ' -f 1); do
      case $here in *" $address "*) is_here=1 ;; esac
    done
  done
  [ "$is_here" ] || note "The certificate's names ($names) lead to no address of this host:$here. Right behind NAT; otherwise this is another host's archive." "证书中的名称（$names）均不指向本机地址：$here。若本机在 NAT 之后属正常，否则可能拿错了压缩包。"

  was=$(activity) enable=''
  # One that does not say when it is ready may be one that is started over and over.
  case $was$([ "$service" ] || property Type) in
    activenotify*) ;;
    active*) [ "$(ask_socket)" != no ] || was=failing ;;
  esac
  if [ -z "$service" ] && [ "$(property UnitFileState)" = disabled ]; then
    enable=1
    note 'Docker is enabled, to start at boot: the port would be closed after a reboot.' '将启用 Docker 开机启动，否则重启主机后端口不会打开。'
  fi
  starts_at_boot || note "Docker does not start at boot, so the port is closed after a reboot. If it should: $how" "Docker 不会开机启动，主机重启后端口不会打开。如需开机启动：$how"
  case $(member live-restore)$kept in
    true* | *--live-restore*) note 'Docker is restarted; containers go on running (live-restore).' 'Docker 将重启，容器不受影响（live-restore）。' ;;
    *) note 'Docker is restarted: containers stop, and those with a restart policy start again. "live-restore": true in daemon.json would keep them running.' 'Docker 将重启：容器会停止，设有重启策略的会再启动。daemon.json 中设置 "live-restore": true 可避免。' ;;
  esac
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
  say "Docker here: $program, by $runner ($was). It will listen on: $listening" "本机的 Docker：$program，由 $runner 运行（$was）。将监听：$listening"
  while IFS=$tab read -r what path; do
    new=${what#* } old=$path
    [ -e "$old" ] || old=/dev/null
    echo "--- $old$line+++ $path (${what%% *})"
    case $new in
      *.pem) ;;
      *) if command -v diff >/dev/null; then diff -u "$old" "$new" | sed 1,2d; else sed 's/^/+/' "$new"; fi ;;
    esac
  done <"$temporary/changes"
  echo "$notes$line"
  [ -z "$conflicts" ] || say "To be decided:$conflicts$line" "需要您决定：$conflicts$line"
}

place_files() {
  back_up || {
    rm -rf "$state/run"
    rmdir "$state" 2>/dev/null
    refuse "The old files cannot be copied to $state: is the disk full?" "无法把原有文件备份到 $state，磁盘是否已满？"
  }
  trap 'fail "interrupted" "已中断"' HUP INT TERM
  # What needs room comes first; then each file changes at once.
  while IFS=$tab read -r what path; do
    { mkdir -p "$(dirname "$path")" && stage "${what#* }" "$path.dockseal" && chmod "${what%% *}" "$path.dockseal"; } 2>/dev/null ||
      [ "${what%% *}" = gone ] || fail "$path cannot be written: is the disk full?" "无法写入 $path，磁盘是否已满？"
  done <"$temporary/changes"
  while IFS=$tab read -r what path; do
    if [ "${what%% *}" = gone ]; then rm -f "$path" "$path.dockseal"; else mv -f "$path.dockseal" "$path"; fi || fail "$path cannot be replaced." "无法替换 $path。"
  done <"$temporary/changes"
  ! command -v restorecon >/dev/null || restorecon -R "$directory" "$units/docker.service.d" 2>/dev/null
  [ -z "$enable" ] || systemd enable "$unit" >/dev/null 2>&1
}

# Certificates lose the line ends of Windows. A daemon.json that is there keeps its owner and mode: it is copied over a copy.
stage() {
  case $1 in
    *.pem) (umask 077 && tr -d '\r' <"$1" >"$2") && { [ "$user" ] || chown 0:0 "$2"; } ;;
    *daemon.json)
      [ ! -e "$target" ] || cp -p "$target" "$2" && cat "$1" >"$2" ;;
    *) cat "$1" >"$2" ;;
  esac
}

back_up() {
  (umask 077 && rm -rf "$state/run" && mkdir -p "$state/run") || return 1
  number=0 folders=''
  while IFS=$tab read -r what path; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      number=$((number + 1))
      cp -pP "$path" "$state/run/$number" && echo "old $number $path" || return 1
    else
      echo "new $path"
    fi
    above=$(dirname "$path")
    while [ ! -e "$above" ]; do
      case $folders in *" $above$line"*) ;; *) folders="${folders}folder $above$line" ;; esac
      above=$(dirname "$above")
    done
  done <"$temporary/changes" >"$temporary/journal" 2>/dev/null
  [ -z "$enable" ] || folders="${folders}enabled$line"
  echo "${folders}was $was" >>"$temporary/journal"
  cp "$temporary/journal" "$state/run/part" 2>/dev/null && sync && mv "$state/run/part" "$state/run/journal"
}

# The files of the journal in $1, as they were.
restore() {
  undone=1
  while read -r kind path; do
    case $kind in
      new) rm -f "$path.dockseal" "$path" ;;
      old)
        copy=$1/${path%% *} path=${path#* }
        rm -f "$path.dockseal"
        cp -pP "$copy" "$path.dockseal" && mv -f "$path.dockseal" "$path" ;;
      folder) [ ! -d "$path" ] || rmdir "$path" 2>/dev/null || : ;;
      enabled) ! is_there || systemd disable "$unit" >/dev/null 2>&1 ;;
      was) was=$path ;;
    esac || { say "$path cannot be put back; its copy is in $1." "无法恢复 $path，其备份在 $1。" >&2; undone=''; }
  done <"$1/journal"
  [ "$undone" ] || exit 3
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
    *:active) ! is_there || restart 10 || { say "Everything is as it was before, but Docker does not start: $log_command" "已恢复原状，但 Docker 无法启动：$log_command" >&2; exit 3; } ;;
    *:inactive) if [ "$service" ]; then $service stop >/dev/null 2>&1; else systemd stop "$unit" 2>/dev/null; fi ;;
    *) if [ "$service" ]; then $service restart >/dev/null 2>&1; else systemd restart --no-block "$unit" 2>/dev/null; fi ;;
  esac
  say 'Everything is as it was before.' '已恢复原状。' >&2
}

# Docker 23.0 and later. With the files in place: it reads them.
validate() {
  [ -z "$user" ] || program=dockerd
  "$program" --help 2>/dev/null | grep -q -- --validate || return 0
  set -- --validate
  [ ! -e "$target" ] || set -- --validate "--config-file=$target"
  # shellcheck disable=SC2086 # words without blanks
  said=$("$program" "$@" $flags 2>&1) || fail "Docker does not take this: $said" "Docker 不接受此配置：$said"
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
    systemd restart --no-block "$unit" || return 1
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
    case $host in unix://*) [ "$(curl -q -s --max-time 5 --unix-socket "${host#unix://}" http://localhost/_ping 2>/dev/null)" != OK ] || { echo yes; return; } ;; esac
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
  echo "$line$(printf '%s\n' "$log" | grep -Ei 'level=(error|fatal)|fail|unable|denied|invalid|cannot' | grep -Ev 'level=(info|warning)|^[a-z.]*docker[a-z.]*\.service: |^Failed to start ' | tail -n 5)$line"
  case $log in
    *'as a flag and in the configuration file'*) say 'An option is on the command line and in daemon.json as well.' '某个选项同时出现在启动命令和 daemon.json 中。' ;;
    *'address already in use'*) say "Another program has port $port: ss -ltnp" "端口 $port 被其他程序占用：ss -ltnp" ;;
    *'assign requested address'*) say "This host does not have the address of $listen. On the page, listen on 0.0.0.0 or on one that it has." "本机没有 $listen 的地址。请在页面上改为监听 0.0.0.0 或本机已有的地址。" ;;
    *'no space left'*) say 'The disk is full.' '磁盘已满。' ;;
    *'ermission denied'*) say 'Something keeps Docker from the files. SELinux: ausearch -m avc -ts recent. AppArmor: journalctl -k | grep DENIED' 'Docker 无权读取文件。SELinux：ausearch -m avc -ts recent；AppArmor：journalctl -k | grep DENIED' ;;
    *'X509 key pair'*) say 'Certificate and key do not fit, or cannot be read.' '证书与私钥不匹配，或无法读取。' ;;
    *'any configuration option'*) say "Docker does not know an option in $config." "$config 中有 Docker 不认识的选项。" ;;
    *'Docker daemon with file'*) say "Docker cannot read $config: an empty file, or a byte order mark, perhaps." "Docker 无法读取 $config：可能是空文件，或含有 BOM。" ;;
    *'via socket activation'*) say 'First: systemctl enable --now docker.socket' '请先执行：systemctl enable --now docker.socket' ;;
  esac
}

# Each is yes, no, or nothing where the program is missing that could tell.
prove() {
  right='' refused='' plain='' socket=''
  authority=$directory/ca.pem
  if command -v openssl >/dev/null; then
    out=$(printf 'GET /_ping HTTP/1.0\r\n\r\n' | limited openssl s_client -connect "$connect:$port" -servername localhost -verify_hostname localhost -CAfile "$authority" -ign_eof 2>&1)
    case $out in
      *'BEGIN CERT'*) right=no ;;
    esac
    case $out in
      *'Verify return code: 0 '* | *'Verification: OK'*) [ "$(echo "$out" | certificate)" != "$(certificate <"$directory/server-cert.pem")" ] || right=yes ;;
    esac
    case $out in *HTTP/1.*) refused=no ;; *'certificate required'* | *'bad certificate'* | *'handshake failure'*) refused=yes ;; esac
  fi
  if command -v curl >/dev/null; then
    set -- -q -s --max-time 15 --noproxy '*'
    case $(curl "$@" "http://$connect:$port/version") in *'HTTPS server'*) plain=yes ;; *ApiVersion*) plain=no ;; esac
    curl "$@" -o /dev/null --cacert "$authority" --connect-to "localhost:$port:$connect:$port" "https://localhost:$port/version"
    case $?$plain in 0*) refused=no ;; 51* | 60*) right=no ;; 5[56]yes) right=${right:-yes} refused=${refused:-yes} ;; 35yes) refused=${refused:-yes} ;; esac
  fi
  [ "$(ask_socket)" != yes ] || socket=yes
  case ${right:+1}${refused:+1}${plain:+1}${socket:+1} in
    1111) ;;
    *)
      if command -v docker >/dev/null; then
        case $(asked "tcp://$connect:$port") in *'HTTPS server'*) plain=yes ;; [0-9]*) plain=no ;; esac
        case $(asked "tcp://$connect:$port" --tlsverify "--tlscacert=$authority") in
          [0-9]*) refused=no ;;
          *'unknown authority'*) right=no ;;
          *'certificate required'* | *'bad certificate'*) right=${right:-yes} refused=${refused:-yes} ;;
        esac
      fi ;;
  esac
  case $right$refused$plain in
    '') ! has_prover || fail "Nothing answers on port $port." "端口 $port 没有应答。" ;;
    *no*) fail "certificate right: ${right:-?}; stranger refused: ${refused:-?}; plain HTTP refused: ${plain:-?}" "证书正确：${right:-?}；拒绝陌生客户端：${refused:-?}；拒绝明文 HTTP：${plain:-?}" ;;
  esac
  [ "$socket" ] || ! { command -v curl || command -v docker; } >/dev/null || fail 'The local socket does not answer.' '本地套接字没有应答。'
}

has_prover() { { command -v openssl || command -v curl || command -v docker; } >/dev/null; }

limited() { if command -v timeout >/dev/null; then timeout 15 "$@"; else "$@"; fi; }

asked() {
  host_asked=$1
  shift
  HTTP_PROXY='' http_proxy='' DOCKER_CONFIG=$temporary limited docker "$@" -H "$host_asked" version --format '{{.Server.Version}}' 2>&1
}

finish() {
  {
    echo "drop-in $drop_in${line}listen $listen"
    while IFS=$tab read -r what path; do [ ! -e "$path" ] || echo "sum $(cksum <"$path") $path"; done <"$temporary/changes"
  } >"$state/run/facts"
  rm -rf "$state/done"
  mv "$state/run" "$state/done"
  trap '' HUP INT TERM
  keep
  say 'Done.' '完成。'
  told "$right" 'The port answers with the right certificate.' '端口返回的证书正确。'
  told "$refused" 'A client without a certificate is refused.' '没有证书的客户端被拒绝。'
  told "$plain" 'Plain HTTP is refused.' '明文 HTTP 被拒绝。'
  told "$socket" 'The local socket answers.' '本地套接字有应答。'
  [ "$right$refused$plain$socket" = yesyesyesyes ] || say 'What could tell is missing here (openssl, curl, docker): prove the rest from a client, by the last step of README.txt.' '本机缺少 openssl、curl 或 docker：其余各项请在客户端验证，见 README.txt 最后一步。'
  firewall
  say "The key is in $directory now: delete the archive and its folder from this host." "私钥已放入 $directory：请从本机删除压缩包及其解压目录。"
}

told() { if [ "$1" ]; then say "  proved      $2" "  已验证  $3"; else say "  not proved  $2" "  未验证  $3"; fi; }

# What --uninstall puts back is what was there before the first of several installations.
keep() {
  if [ ! -e "$state/base/journal" ]; then
    rm -rf "$state/base"
    mv "$state/done" "$state/base"
    return
  fi
  sed 's/^old [^ ]* //; s/^[a-z]* //' "$state/base/journal" >"$temporary/known"
  stamp=$(date +%s)
  while read -r kind path; do
    number=''
    case $kind in old) number=${path%% *} path=${path#* } ;; esac
    ! grep -Fqx -- "${path:-enabled}" "$temporary/known" || continue
    case $kind in
      was) ;;
      old) cp -pP "$state/done/$number" "$state/base/$stamp.$number" && echo "old $stamp.$number $path" ;;
      *) echo "$kind${path:+ $path}" ;;
    esac
  done <"$state/done/journal" >"$state/base/part"
  cat "$state/base/journal" >>"$state/base/part"
  mv "$state/base/part" "$state/base/journal"
  mv "$state/done/facts" "$state/base/facts"
  rm -rf "$state/done"
}

firewall() {
  if [ -z "$sources" ]; then
    say "Let only known addresses reach port $port. This prints the commands when they were filled in on the page." "请只允许已知地址访问端口 $port。在页面上填写来源地址后，这里会给出命令。"
    return
  fi
  sudo=''
  [ -z "$user" ] || sudo='sudo '
  say 'The firewall was not touched. To let in who was named on the page:' '未改动防火墙。放行页面上填写的来源地址：'
  # Only root may ask ufw, and on some systems firewalld.
  if ufw status 2>/dev/null | grep -q 'Status: active' || { [ "$user" ] && grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; }; then
    for source in $sources; do echo "    ${sudo}ufw allow proto tcp from $source to any port $port"; done
  elif firewall-cmd --state >/dev/null 2>&1 || systemctl is-active --quiet firewalld 2>/dev/null; then
    for source in $sources; do
      case $source in *:*) family=ipv6 ;; *) family=ipv4 ;; esac
      echo "    ${sudo}firewall-cmd --permanent --add-rich-rule='rule family=\"$family\" source address=\"$source\" port port=\"$port\" protocol=\"tcp\" accept'"
    done
    echo "    ${sudo}firewall-cmd --reload"
  elif nft=$(command -v nft); then
    # Docker's own rules, and those of ufw and firewalld, are asked after this one. A reply has to do with the port by chance only.
    rules="ct direction reply accept; iifname \"lo\" tcp dport $port accept"
    for source in $sources; do
      case $source in *:*) family=ip6 ;; *) family=ip ;; esac
      rules="$rules; $family saddr $source tcp dport $port accept"
    done
    rules="table inet docker_tls; delete table inet docker_tls; table inet docker_tls { chain prerouting { type filter hook prerouting priority -155; $rules; fib daddr type local tcp dport $port drop; }; }"
    printf '    %s\n' "${sudo}mkdir -p /etc/nftables.d" "echo '$rules' | ${sudo}tee /etc/nftables.d/docker-tls.nft >/dev/null" "${sudo}nft -f /etc/nftables.d/docker-tls.nft"
    case $user$service$unit in
      docker.service)
        printf '    %s\n' 'mkdir -p /etc/systemd/system/docker.service.d' \
          "printf '[Service]\\nExecStartPre=$nft -f /etc/nftables.d/docker-tls.nft\\n' >/etc/systemd/system/docker.service.d/firewall.conf" \
          'systemctl daemon-reload'
        say 'They last: Docker loads them whenever it starts, and does not start without them.' '重启主机后仍然有效：Docker 每次启动都会先加载规则，加载失败则不启动。' ;;
      *)
        say 'A reboot takes these away, unless the service nftables starts at boot, and its own file has the line: include "/etc/nftables.d/*.nft"' \
          '重启主机后这些规则会失效，除非 nftables 服务开机启动，且它的配置文件中有这一行：include "/etc/nftables.d/*.nft"' ;;
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
    say 'A reboot takes these away. Where the package nftables is installed, this script prints lines that last.' '重启主机后这些规则会失效。安装软件包 nftables 后，本脚本会给出长期有效的命令。'
  fi
}

uninstall() {
  [ -e "$state/base/journal" ] || { say 'Nothing of this is installed.' '没有已安装的内容。'; return; }
  say 'These files are put back, and Docker is restarted:' '将恢复以下文件并重启 Docker：'
  sed -n 's/^old [^ ]* /  /p; s/^new /  /p' "$state/base/journal"
  ask
  sed -n 's/^sum //p' "$state/base/facts" | while read -r sum size path; do
    if [ -e "$path" ] && [ "$(cksum <"$path")" != "$sum $size" ]; then
      cp -p "$path" "$path.changed"
      say "$path was changed since; that is kept as $path.changed" "$path 之后被改动过，该版本保存为 $path.changed"
    fi
  done
  restore "$state/base"
  since=0
  bring_back
  rm -rf "$state"
  [ ! -e /etc/systemd/system/docker.service.d/firewall.conf ] ||
    say 'The firewall rules stay. To take them away as well, as root: rm /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls' \
      '防火墙规则仍然保留。如需一并删除，请以 root 执行：rm /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls'
}

# The lines in force of setting $1, out of `systemctl cat` without the drop-in $2: the file, a tab, the value.
settings() {
  awk -v name="$1" -v skip="$2" '
    /^# \/.*(\/docker\.service|\.d\/[^\/]*\.conf)$/ { file = substr($0, 3); next }
    file == skip { next }
    { sub(/\r$/, "") }
    more && /^[#;]/ { next }
    { text = more ? text $0 : $0; more = sub(/\\$/, " ", text) }
    more { next }
    text ~ /^\[/ { service = text ~ /^\[Service\]/ }
    service && text ~ "^[ \t]*" name "[ \t]*=" {
      sub(/^[^=]*=[ \t]*/, "", text)
      if (text == "") count = 0; else found[++count] = file "\t" text
    }
    END { for (i = 1; i <= count; i++) print found[i] }'
}

# The words of a command line of systemd, with their quotes, one a line.
words() {
  awk '{
    quote = word = ""
    for (i = 1; i <= length($0); i++) {
      c = substr($0, i, 1)
      if (quote == "" && (c == " " || c == "\t")) { if (word != "") print word; word = ""; continue }
      word = word c
      if (c == "\\") word = word substr($0, ++i, 1)
      else if (quote != "") { if (c == quote) quote = "" }
      else if (c == "\"" || c == "\047") quote = c
    }
    if (word != "") print word
  }'
}

# The members of a JSON object, each its name, a tab and its value on one line; or, with lines of that form in $2, the text with these set.
# Of what is not JSON, the number of the line.
json() {
  text=$(cat "$1" 2>/dev/null; echo x)
  TEXT=${text%x} SET=${2:-} awk '
    function space() { while (p <= size && index(" \t\r\n", substr(s, p, 1))) p++ }
    function token(pattern) { if (!match(substr(s, p), pattern)) return 0; p += RLENGTH; return 1 }
    function value(depth, open, end, c, name, start) {
      open = substr(s, p, 1)
      if (open != "{" && open != "[") return token(STRING) || token("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?") || token("^(true|false|null)")
      end = open == "{" ? "}" : "]"
      p++
      space()
      if (substr(s, p, 1) == end) { p++; return 1 }
      for (;;) {
        space()
        if (open == "{") {
          start = p
          if (!token(STRING)) return 0
          name = substr(s, start + 1, p - start - 2)
          if (!depth && !count) first = start
          space()
          if (substr(s, p, 1) != ":") return 0
          p++
          space()
        }
        start = p
        if (!value(depth + 1)) return 0
        if (!depth) {
          if (name in number) return 0
          number[name] = ++count
          names[count] = name
          from[count] = start
          to[count] = p
        }
        space()
        c = substr(s, p, 1)
        if (c == end) { p++; return 1 }
        if (c != ",") return 0
        p++
      }
    }
    BEGIN {
      s = ENVIRON["TEXT"]
      if (s ~ /^[ \t\r\n]*$/) s = "{}\n"
      STRING = "^\"([^\"\\\\\001-\037]|\\\\[\"\\\\/bfnrtu])*\""
      size = length(s)
      p = substr(s, 1, 3) == "\357\273\277" ? 4 : 1
      space()
      begin = p
      good = substr(s, p, 1) == "{" && value(0)
      space()
      if (!good || p <= size) { s = substr(s, 1, p); print gsub(/\n/, "", s) + 1; exit 1 }
      if (ENVIRON["SET"] == "")
        for (i = 1; i <= count; i++) {
          text = substr(s, from[i], to[i] - from[i])
          gsub(/[\t\r\n]/, " ", text)
          print names[i] "\t" text
        }
      else {
        lead = count ? substr(s, begin + 1, first - begin - 1) : "\n  "
        rest = count ? to[count] : begin + 1
        wanted = split(ENVIRON["SET"], sets, "\n")
        for (i = 1; i <= wanted; i++) {
          cut = index(sets[i], "\t")
          name = substr(sets[i], 1, cut - 1)
          new = substr(sets[i], cut + 1)
          if (name in number) becomes[number[name]] = new
          else more = more (count || more != "" ? "," : "") lead "\"" name "\": " new
        }
        p = 1
        for (i = 1; i <= count; i++) if (i in becomes) { printf "%s%s", substr(s, p, from[i] - p), becomes[i]; p = to[i] }
        printf "%s%s%s%s", substr(s, p, rest - p), more, count ? "" : "\n", substr(s, rest)
      }
    }'
}

main "$@" </dev/null
