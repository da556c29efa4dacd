mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/bob-client" &&
tar -xzvf bob-client.tar.gz -C "$HOME/.docker/bob-client" &&
chmod 0400 "$HOME/.docker/bob-client/key.pem" &&
rm -f bob-client.tar.gz
