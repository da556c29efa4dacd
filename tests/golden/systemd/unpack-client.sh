mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/client" &&
tar -xzvf client.tar.gz -C "$HOME/.docker/client" &&
chmod 0400 "$HOME/.docker/client/key.pem" &&
rm -f client.tar.gz
