curl -s -o /dev/null --cacert "$HOME/.docker/client-client/ca.pem" https://docker.example.com:2376/version
case $? in
  0) echo 'NOT SAFE: the daemon answers without a client certificate. Stop it and check its configuration.' ;;
  35|55|56) echo 'Good: a client without a certificate is refused.' ;;
  *) echo 'Nothing is proved: the daemon could not be reached, or its certificate does not fit.' ;;
esac
curl -s http://docker.example.com:2376/version
