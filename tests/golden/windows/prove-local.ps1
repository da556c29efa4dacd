docker -H npipe:////./pipe/docker_engine version --format '{{.Server.Version}}'
