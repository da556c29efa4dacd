mkdir -p 2001-db8--10-server &&
{ unzip -o 2001-db8--10-server.zip -d 2001-db8--10-server || tar -xzvf 2001-db8--10-server.tar.gz -C 2001-db8--10-server; } &&
{ sudo test -d /srv/docker/tls || sudo install -d -o root -g root -m 0755 /srv/docker/tls; } &&
sudo install -o root -g root -m 0444 2001-db8--10-server/ca.pem 2001-db8--10-server/server-cert.pem /srv/docker/tls/ &&
sudo install -o root -g root -m 0400 2001-db8--10-server/server-key.pem /srv/docker/tls/ &&
sudo install -D -o root -g root -m 0644 2001-db8--10-server/tls.conf /etc/systemd/system/docker.service.d/tls.conf &&
rm -f 2001-db8--10-server/server-key.pem 2001-db8--10-server.zip 2001-db8--10-server.tar.gz
