plain=$(curl -q -s --max-time 20 --noproxy '*' http://docker.example.com:2376/version)
known=$(curl -q -s --max-time 20 --noproxy '*' --cacert "$HOME/.docker/bob-client/ca.pem" --cert "$HOME/.docker/bob-client/cert.pem" --key "$HOME/.docker/bob-client/key.pem" https://docker.example.com:2376/version | grep -c ApiVersion)
curl -q -s -o /dev/null --max-time 20 --noproxy '*' --cacert "$HOME/.docker/bob-client/ca.pem" https://docker.example.com:2376/version
case "$?:$known:$plain" in
  0:*|*ApiVersion*) echo 'NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.' ;;
  35:1:*|52:1:*|55:1:*|56:1:*) echo 'Good: a client without a certificate is refused.' ;;
  *) echo 'Nothing is proved: the daemon cannot be reached, or its certificate does not match its address.' ;;
esac
