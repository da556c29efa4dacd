docker --tlsverify \
  --tlscacert="$HOME/.docker/carol-client/ca.pem" \
  --tlscert="$HOME/.docker/carol-client/cert.pem" \
  --tlskey="$HOME/.docker/carol-client/key.pem" \
  -H tcp://docker.example.com:2376 version --format '{{.Server.Version}}'
