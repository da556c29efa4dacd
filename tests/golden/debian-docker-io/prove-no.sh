plain=$(curl -q -s --max-time 20 --noproxy '*' 'http://[2001:db8::10]:12376/version')
curl -q -s -o /dev/null --max-time 20 --noproxy '*' --cacert "$HOME/.docker/ci-runner-client/ca.pem" 'https://[2001:db8::10]:12376/version'
case "$?:$plain" in
  0:*|*ApiVersion*) echo 'NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.' ;;
  35:*"HTTPS server"*|55:*"HTTPS server"*|56:*"HTTPS server"*) echo 'Good: a client without a certificate is refused.' ;;
  *) echo 'Nothing is proved: the daemon could not be reached, or its certificate does not fit.' ;;
esac
