mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/ci-runner-client" &&
{ unzip ci-runner-client.zip -d "$HOME/.docker/ci-runner-client" || tar -xzvf ci-runner-client.tar.gz -C "$HOME/.docker/ci-runner-client"; } &&
chmod 0400 "$HOME/.docker/ci-runner-client/key.pem" &&
rm -f ci-runner-client.zip ci-runner-client.tar.gz
