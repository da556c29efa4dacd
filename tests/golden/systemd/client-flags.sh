docker --tlsverify \
  --tlscacert="$HOME/.docker/client-client/ca.pem" \
  --tlscert="$HOME/.docker/client-client/cert.pem" \
  --tlskey="$HOME/.docker/client-client/key.pem" \
  -H tcp://docker.example.com:2376 version
