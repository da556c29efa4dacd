mkdir -m 0700 "$HOME/nas-client" &&
tar -xzvf nas-client.tar.gz -C "$HOME/nas-client" &&
chmod 0400 "$HOME/nas-client/key.pem" &&
rm -f nas-client.tar.gz
