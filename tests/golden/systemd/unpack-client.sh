mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/client-client" &&
{ unzip client-client.zip -d "$HOME/.docker/client-client" || tar -xzvf client-client.tar.gz -C "$HOME/.docker/client-client"; } &&
chmod 0400 "$HOME/.docker/client-client/key.pem" &&
rm -f client-client.zip client-client.tar.gz
