docker context create docker.example.com \
  --docker "host=tcp://docker.example.com:2376,ca=$HOME/.docker/bob-client/ca.pem,cert=$HOME/.docker/bob-client/cert.pem,key=$HOME/.docker/bob-client/key.pem"
docker --context docker.example.com version
