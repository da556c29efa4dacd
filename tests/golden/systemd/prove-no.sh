plain=$(curl -q -s --max-time 20 --noproxy '*' http://docker.example.com:2376/version)
curl -q -s -o /dev/null --max-time 20 --noproxy '*' --cacert "$HOME/.docker/client-client/ca.pem" https://docker.example.com:2376/version
case "$?:$plain" in
  0:*|*ApiVersion*) echo 'NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.' ;;
  35:*"HTTPS server"*|55:*"HTTPS server"*|56:*"HTTPS server"*) echo 'Good: a client without a certificate is refused.' ;;
  *) echo 'Nothing is proved: the daemon could not be reached, or its certificate does not fit.' ;;
esac
