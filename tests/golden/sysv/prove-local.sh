docker -H unix:///var/run/docker.sock version --format '{{.Server.Version}}'
