docker context import 2001-db8--10 "$HOME/.docker/ci-runner-client/2001-db8--10.dockercontext"
docker --context 2001-db8--10 version
