docker context create docker.example.com \
  --docker "host=tcp://docker.example.com:2376,ca=$HOME/.docker/carol-client/ca.pem,cert=$HOME/.docker/carol-client/cert.pem,key=$HOME/.docker/carol-client/key.pem"
docker --context docker.example.com version
