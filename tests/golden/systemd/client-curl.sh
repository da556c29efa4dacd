curl --cacert "$HOME/.docker/client-client/ca.pem" \
  --cert "$HOME/.docker/client-client/cert.pem" \
  --key "$HOME/.docker/client-client/key.pem" \
  https://docker.example.com:2376/version
