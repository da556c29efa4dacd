#!/bin/sh
# Made by Dockseal 0.1.0 on 2026-01-01
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
bundle_name=2001-db8--10-server
names=2001:db8::10
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
