curl --cacert "$HOME/.docker/carol-client/ca.pem" \
  --cert "$HOME/.docker/carol-client/cert.pem" \
  --key "$HOME/.docker/carol-client/key.pem" \
  https://docker.example.com:2376/version
