# --check: who is valid until when, by the port and by the files. Nothing is changed, and whoever can read the certificates does not have to be root.
check() {
  chosen=$directory code=0
  find_docker
  # Somebody without root, who has no Docker of their own, asks for that of the system.
  if [ "$user" ] && ! is_there; then
    directory=$chosen
    case $directory in /*) ;; *) directory=/etc/docker/tls ;; esac
    [ -e "$directory/server-cert.pem" ] || [ ! -e /var/snap/docker/common/tls/server-cert.pem ] || directory=/var/snap/docker/common/tls
  fi
  at=$connect:$port now=$(date -u +%Y%m%d%H%M%S)
  check_port
  for file in server-cert.pem ca.pem; do
    what=$directory/$file
    if [ -r "$what" ]; then check_times "$what"; else tell 2 @check_not_readable; fi
  done
  verdict
}

# dockerd goes on with the certificate that it has read at its start, whatever becomes of the file (moby#45611): only the port tells which.
check_port() {
  what="port $port" exact=''
  if ! command -v openssl >/dev/null; then
    if listeners | grep -q ":$port/"; then tell 2 @check_no_openssl; else tell 2 @check_no_answer; fi
    return
  fi
  answer=$(printf 'GET /_ping HTTP/1.0\r\n\r\n' | limited openssl s_client -connect "$at" -servername localhost -ign_eof 2>&1)
  printf '%s\n' "$answer" | certificate >"$temporary/port.pem"
  if [ ! -s "$temporary/port.pem" ]; then tell 2 @check_no_answer; return; fi
  check_times "$temporary/port.pem"
  case $answer in *HTTP/1.*) tell 2 @check_lets_in ;; esac
  [ ! -r "$directory/server-cert.pem" ] || [ "$(certificate <"$temporary/port.pem")" = "$(certificate <"$directory/server-cert.pem")" ] || tell 2 @check_another
}
