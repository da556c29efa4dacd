mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/deploy-client" &&
tar -xzvf deploy-client.tar.gz -C "$HOME/.docker/deploy-client" &&
chmod 0400 "$HOME/.docker/deploy-client/key.pem" &&
rm -f deploy-client.tar.gz
