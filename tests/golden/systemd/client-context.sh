docker context create docker.example.com \
  --docker "host=tcp://docker.example.com:2376,ca=$HOME/.docker/client/ca.pem,cert=$HOME/.docker/client/cert.pem,key=$HOME/.docker/client/key.pem"
docker --context docker.example.com version
