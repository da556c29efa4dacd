{ test ! -e "$HOME/.docker/key.pem" || { echo '目录 ~/.docker 里已有密钥，未做任何改动。请先把它们移走。'; false; }; } &&
cp "$HOME/.docker/client/ca.pem" "$HOME/.docker/client/cert.pem" "$HOME/.docker/client/key.pem" "$HOME/.docker/" &&
docker --tlsverify -H tcp://docker.example.com:2376 version
