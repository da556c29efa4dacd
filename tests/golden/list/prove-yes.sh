docker --tlsverify \
  --tlscacert="$HOME/.docker/bob-client/ca.pem" \
  --tlscert="$HOME/.docker/bob-client/cert.pem" \
  --tlskey="$HOME/.docker/bob-client/key.pem" \
  -H tcp://docker.example.com:2376 version --format '{{.Server.Version}}'
