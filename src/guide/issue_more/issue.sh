#!/bin/sh
#
# Makes a key and a certificate by the CA whose files are beside this script, without a browser, by OpenSSL 1.1.1 or newer:
#
#   sh issue.sh client bob                               for one more client
#   sh issue.sh host docker2.example.com 192.0.2.20      for one more host, by each of its names and addresses
#   sh issue.sh renew server-cert.pem                    by the names in a certificate of this CA, with a new key
#
# The files come into a new folder here, which is there when all of it is right. Nothing that is there is changed.

# SETTINGS: written by the page
locale=en
key='ec -pkeyopt ec_paramgen_curve:P-256'
usage=digitalSignature
client_days=825
host_days=825
# END OF SETTINGS

own_names='localhost 127.0.0.1 ::1'
label='[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'

# Typed as `zsh issue.sh`, it would not split the lists below into words.
[ -z "${ZSH_VERSION-}" ] || emulate sh

main() {
  chinese='' days='' new=''
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) chinese=1 ;;
    '' | C | C.* | POSIX) [ "$locale" != zh-CN ] || chinese=1 ;;
  esac
  unset CDPATH LC_MESSAGES LANG
  export LC_ALL=C
  umask 077
  if [ "${1:-}" = --days ] && [ "$#" -gt 1 ]; then
    days=$2
    case $days in '' | 0* | *[!0-9]* | ??????*) usage 2 ;; esac
    shift 2
  fi
  what=${1:-}
  [ "$#" -eq 0 ] || shift
  case $what:$# in
    client:1 | renew:1) ;;
    host:0) usage 2 ;;
    host:*) ;;
    --help:0 | -h:0) usage 0 ;;
    *) usage 2 ;;
  esac
  case $what$1 in renew/*) ;; renew*) set -- "$PWD/$1" ;; esac
  trap '[ -z "$new" ] || rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM

  command -v openssl >/dev/null || refuse @no_openssl
  cd "$(dirname -- "$0")" || exit 1
  authority_key=ca-key.pem
  [ -f ca-key.pem ] || authority_key=ca-key.enc.pem
  { [ -f ca.pem ] && [ -f "$authority_key" ]; } || refuse @no_authority
  case $what in
    client) client "$1" ;;
    host) host "$@" ;;
    renew) renew "$1" ;;
  esac
  sign
}

say() { if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

usage() {
  say @usage
  exit "$1"
}

refuse() {
  say "$1" "$2" >&2
  exit 1
}

client() {
  name=$1 folder=$1-client file='' purpose=sslclient days=${days:-$client_days}
  case $name in
    [!A-Za-z0-9]* | *[!A-Za-z0-9._+@-]* | '') refuse @bad_client ;;
    [Cc][Ll][Ii][Ee][Nn][Tt]) folder=$name ;;
  esac
  [ "${#name}" -le 64 ] || refuse @bad_client
  extensions='keyUsage=critical,digitalSignature extendedKeyUsage=clientAuth'
}

host() {
  name=$(printf '%s\n' "$1" | tr '[:upper:]' '[:lower:]') names='' file=server- purpose=sslserver days=${days:-$host_days}
  for host in "$@" $own_names; do
    host=$(printf '%s\n' "$host" | tr '[:upper:]' '[:lower:]')
    [ "${#host}" -le 253 ] || refuse @bad_host
    case $host in
      *:*)
        case $host in *[!0-9a-f:.]*) refuse @bad_host ;; esac
        host=IP:$host ;;
      *[!0-9.]*)
        # A wildcard is the whole first label.
        printf '%s\n' "${host#\*.}" | grep -Eqx "$label(\.$label)*" || refuse @bad_host
        host=DNS:$host ;;
      *)
        printf '%s\n' "$host" | grep -Eqx '[0-9]{1,3}(\.[0-9]{1,3}){3}' || refuse @bad_host
        host=IP:$host ;;
    esac
    case ,$names, in *",$host,"*) ;; *) names=$names${names:+,}$host ;; esac
  done
  case $name in \**) refuse @wildcard_first ;; esac
  folder=$(printf '%s\n' "$name" | tr : - | sed 's/^[^A-Za-z0-9]/host&/')-server
  extensions="keyUsage=critical,$usage extendedKeyUsage=serverAuth"
  # A name of more than 64 octets is no common name, and without one the others are critical (RFC 5280, section 4.2.1.6).
  if [ "${#name}" -gt 64 ]; then name='' names=critical,$names; fi
  extensions="$extensions subjectAltName=$names"
}

# The role and the names of a certificate that this CA has signed. Those that every host has are not among them.
renew() {
  certificate=$1
  openssl verify -no_check_time -CAfile ca.pem "$certificate" >/dev/null 2>&1 || refuse @not_ours
  text=$(openssl x509 -noout -text -nameopt multiline,-esc_msb -in "$certificate")
  case $text in
    *'TLS Web Server Authentication'*)
      set -f
      # shellcheck disable=SC2046 # several names
      host $(printf '%s\n' "$text" | sed -n '/Subject Alternative Name:/{n;p;}' | tr ',' '\n' |
        sed -n 's/^ *DNS://p; s/^ *IP Address://p' | grep -Fvx -e localhost -e 127.0.0.1 -e 0:0:0:0:0:0:0:1) ;;
    *)
      client "$(printf '%s\n' "$text" | sed -n 's/^ *commonName *= //p' | sed -n '$p')" ;;
  esac
}

sign() {
  [ ! -e "$folder" ] || refuse @is_there
  if ! openssl x509 -noout -checkend $((days * 86400)) -in ca.pem >/dev/null; then
    ends=$(openssl x509 -noout -enddate -in ca.pem | sed 's/^notAfter=//')
    refuse @ca_ends_sooner
  fi
  new=$(mktemp -d ./issue-XXXXXX) || exit 1
  # OpenSSL 3 takes a bare + for the beginning of a second part of the name.
  subject=/${name:+CN=$(printf '%s\n' "$name" | sed 's/+/\\+/g')}
  # shellcheck disable=SC2086 # several words
  if ! {
    openssl req -new -newkey $key -nodes -subj "$subject" -keyout "$new/${file}key.pem" -out "$new/request" &&
      printf '%s\n' basicConstraints=critical,CA:FALSE $extensions subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >"$new/extensions" &&
      openssl x509 -req -in "$new/request" -CA ca.pem -CAkey "$authority_key" -set_serial "0x$(openssl rand -hex 16)" -days "$days" \
        -extfile "$new/extensions" -out "$new/${file}cert.pem" &&
      openssl verify -CAfile ca.pem -purpose "$purpose" "$new/${file}cert.pem" >/dev/null &&
      cp ca.pem "$new/" && chmod 0644 "$new/ca.pem" "$new/${file}cert.pem" && rm "$new/request" "$new/extensions" && mv "$new" "$folder"
  }; then refuse @failed; fi
  new=''
  # shellcheck disable=SC2034 # the sentence says it
  ends=$(openssl x509 -noout -enddate -in "$folder/${file}cert.pem" | sed 's/^notAfter=//')
  say @done
}

main "$@"
