mkdir -p docker.example.com-server &&
{ unzip -o docker.example.com-server.zip -d docker.example.com-server || tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server; } &&
{ sudo test -d /etc/docker/tls || sudo install -d -o root -g root -m 0755 /etc/docker/tls; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/docker/tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/docker/tls/ &&
sudo install -D -o root -g root -m 0644 docker.example.com-server/tls.conf /etc/systemd/system/docker.service.d/tls.conf &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.zip docker.example.com-server.tar.gz
