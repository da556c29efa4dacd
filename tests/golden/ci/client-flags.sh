docker --tlsverify \
  --tlscacert="$HOME/.docker/deploy-client/ca.pem" \
  --tlscert="$HOME/.docker/deploy-client/cert.pem" \
  --tlskey="$HOME/.docker/deploy-client/key.pem" \
  -H tcp://docker.example.com:2376 version
