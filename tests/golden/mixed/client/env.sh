# Made by Dockseal 0.1.0 on 2026-01-01
# Use it:   . ./env.sh
# Undo it:  unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
export DOCKER_HOST=tcp://docker.example.com:2376
export DOCKER_TLS_VERIFY=1
export DOCKER_CERT_PATH="$HOME/.docker/carol-client"
# The same daemon by its other names:
# export DOCKER_HOST=tcp://192.0.2.10:2376
# The other daemons:
# export DOCKER_HOST=tcp://ci.example.com:2376
# export DOCKER_HOST=tcp://desk.example.com:2376
# export DOCKER_HOST=tcp://build.example.com:2376
# export DOCKER_HOST=tcp://alpine.example.com:2376
# export DOCKER_HOST=tcp://debian.example.com:2376
