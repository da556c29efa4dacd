scp docker.example.com-server.zip docker.example.com:
