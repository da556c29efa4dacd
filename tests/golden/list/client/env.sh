# Made by Dockseal 0.1.0 on 2026-01-01
# Source it:  . ./env.sh
export DOCKER_HOST=tcp://docker.example.com:2376
export DOCKER_TLS_VERIFY=1
export DOCKER_CERT_PATH="$HOME/.docker/bob-client"
