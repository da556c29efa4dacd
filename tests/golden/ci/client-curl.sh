curl --cacert "$HOME/.docker/deploy-client/ca.pem" \
  --cert "$HOME/.docker/deploy-client/cert.pem" \
  --key "$HOME/.docker/deploy-client/key.pem" \
  https://docker.example.com:2376/version
