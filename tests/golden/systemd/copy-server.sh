scp docker.example.com-server.tar.gz docker.example.com:
