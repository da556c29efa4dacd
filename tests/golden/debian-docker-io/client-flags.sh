docker --tlsverify \
  --tlscacert="$HOME/.docker/ci-runner-client/ca.pem" \
  --tlscert="$HOME/.docker/ci-runner-client/cert.pem" \
  --tlskey="$HOME/.docker/ci-runner-client/key.pem" \
  -H 'tcp://[2001:db8::10]:12376' version
