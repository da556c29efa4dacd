docker context create docker.example.com \
  --docker "host=tcp://docker.example.com:2376,ca=$HOME/.docker/deploy-client/ca.pem,cert=$HOME/.docker/deploy-client/cert.pem,key=$HOME/.docker/deploy-client/key.pem"
docker --context docker.example.com version
