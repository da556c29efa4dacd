curl --cacert "$HOME/.docker/client/ca.pem" \
  --cert "$HOME/.docker/client/cert.pem" \
  --key "$HOME/.docker/client/key.pem" \
  https://docker.example.com:2376/version
