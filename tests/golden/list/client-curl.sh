curl --cacert "$HOME/.docker/bob-client/ca.pem" \
  --cert "$HOME/.docker/bob-client/cert.pem" \
  --key "$HOME/.docker/bob-client/key.pem" \
  https://docker.example.com:2376/version
