mkdir -p docker.example.com-server &&
{ unzip -o docker.example.com-server.zip -d docker.example.com-server || tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server; } &&
{ sudo test -d /etc/gitlab-runner/docker-tls || sudo install -d -o root -g root -m 0755 /etc/gitlab-runner/docker-tls; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/gitlab-runner/docker-tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/gitlab-runner/docker-tls/ &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.zip docker.example.com-server.tar.gz
