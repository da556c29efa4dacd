# Made by Dockseal 0.1.0 on 2026-01-01
# Source it:  . ./env.sh
export DOCKER_HOST='tcp://[2001:db8::10]:12376'
export DOCKER_TLS_VERIFY=1
export DOCKER_CERT_PATH="$HOME/.docker/ci-runner-client"
# The other daemons:
# export DOCKER_HOST=tcp://docker-2.example.com:12376
