docker context create docker.example.com \
  --docker "host=tcp://docker.example.com:2376,ca=$HOME/nas-client/ca.pem,cert=$HOME/nas-client/cert.pem,key=$HOME/nas-client/key.pem"
docker --context docker.example.com version
