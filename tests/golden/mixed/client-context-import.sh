docker context import docker.example.com "$HOME/.docker/carol-client/docker.example.com.dockercontext"
docker --context docker.example.com version
