mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/carol-client" &&
tar -xzvf carol-client.tar.gz -C "$HOME/.docker/carol-client" &&
chmod 0400 "$HOME/.docker/carol-client/key.pem" &&
rm -f carol-client.tar.gz
