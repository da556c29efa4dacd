cp -i "$HOME/.docker/client-client/ca.pem" "$HOME/.docker/client-client/cert.pem" "$HOME/.docker/client-client/key.pem" "$HOME/.docker/"
docker --tlsverify -H tcp://docker.example.com:2376 version
