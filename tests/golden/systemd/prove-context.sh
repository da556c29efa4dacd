docker --context docker.example.com version
