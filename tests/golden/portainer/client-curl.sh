curl --cacert "$HOME/nas-client/ca.pem" \
  --cert "$HOME/nas-client/cert.pem" \
  --key "$HOME/nas-client/key.pem" \
  https://docker.example.com:2376/version
