mkdir -p docker.example.com-server &&
{ unzip -o docker.example.com-server.zip -d docker.example.com-server || tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server; } &&
{ test -d "$HOME/.config/docker/tls" || install -d -m 0700 "$HOME/.config/docker/tls"; } &&
install -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem "$HOME/.config/docker/tls"/ &&
install -m 0400 docker.example.com-server/server-key.pem "$HOME/.config/docker/tls"/ &&
install -D -m 0644 docker.example.com-server/tls.conf "$HOME/.config/systemd/user/docker.service.d/tls.conf" &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.zip docker.example.com-server.tar.gz
