scp docker.example.com-server.tar.gz root@docker.example.com:
