docker context create 2001-db8--10 \
  --docker "host=tcp://[2001:db8::10]:12376,ca=$HOME/.docker/ci-runner-client/ca.pem,cert=$HOME/.docker/ci-runner-client/cert.pem,key=$HOME/.docker/ci-runner-client/key.pem"
docker --context 2001-db8--10 version
