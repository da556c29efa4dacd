docker context import docker.example.com "$HOME/nas-client/docker.example.com.dockercontext"
docker --context docker.example.com version
