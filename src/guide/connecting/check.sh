# --check: who is valid until when, by this client's files and by the hosts that it knows. Nothing is changed.
check() {
  code=0 now=$(date -u +%Y%m%d%H%M%S)
  [ -f "$dir/cert.pem" ] || dir=$source
  for what in "$dir/cert.pem" "$dir/ca.pem"; do
    if [ -r "$what" ]; then check_times "$what"; else tell 2 @check_not_readable; fi
  done
  new=$(mktemp -d) || fail
  each check_host
  verdict
}

check_host() {
  what=$name
  if ! command -v openssl >/dev/null; then tell 2 @check_no_openssl; return; fi
  answer=$(limited openssl s_client -connect "${address#tcp://}" -CAfile "$dir/ca.pem" 2>&1)
  printf '%s\n' "$answer" | certificate >"$new/host.pem"
  if [ ! -s "$new/host.pem" ]; then tell 2 @check_no_answer; return; fi
  check_times "$new/host.pem"
  case $answer in
    *'Verify return code: 0 '* | *'Verification: OK'* | *'certificate has expired'* | *'certificate is not yet valid'*) ;;
    *) tell 2 @check_another_ca ;;
  esac
}
