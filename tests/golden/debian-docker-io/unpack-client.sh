mkdir -p "$HOME/.docker" &&
mkdir -m 0700 "$HOME/.docker/ci-runner-client" &&
tar -xzvf ci-runner-client.tar.gz -C "$HOME/.docker/ci-runner-client" &&
chmod 0400 "$HOME/.docker/ci-runner-client/key.pem" &&
rm -f ci-runner-client.tar.gz
