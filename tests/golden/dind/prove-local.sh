docker compose exec docker docker -H unix:///var/run/docker.sock version --format '{{.Server.Version}}'
