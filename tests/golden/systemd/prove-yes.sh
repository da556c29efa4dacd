docker --tlsverify \
  --tlscacert="$HOME/.docker/client/ca.pem" \
  --tlscert="$HOME/.docker/client/cert.pem" \
  --tlskey="$HOME/.docker/client/key.pem" \
  -H tcp://docker.example.com:2376 version --format '{{.Server.Version}}'
