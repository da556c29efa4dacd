docker --tlsverify \
  --tlscacert="$HOME/nas-client/ca.pem" \
  --tlscert="$HOME/nas-client/cert.pem" \
  --tlskey="$HOME/nas-client/key.pem" \
  -H tcp://docker.example.com:2376 version
