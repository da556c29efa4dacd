docker -H "unix://$XDG_RUNTIME_DIR/docker.sock" version --format '{{.Server.Version}}'
