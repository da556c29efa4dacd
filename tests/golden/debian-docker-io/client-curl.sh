curl --cacert "$HOME/.docker/ci-runner-client/ca.pem" \
  --cert "$HOME/.docker/ci-runner-client/cert.pem" \
  --key "$HOME/.docker/ci-runner-client/key.pem" \
  'https://[2001:db8::10]:12376/version'
