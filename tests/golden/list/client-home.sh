{ test ! -e "$HOME/.docker/key.pem" || { echo 'There are keys in ~/.docker already; nothing was changed. Move them away first.'; false; }; } &&
cp "$HOME/.docker/bob-client/ca.pem" "$HOME/.docker/bob-client/cert.pem" "$HOME/.docker/bob-client/key.pem" "$HOME/.docker/" &&
docker --tlsverify -H tcp://docker.example.com:2376 version
