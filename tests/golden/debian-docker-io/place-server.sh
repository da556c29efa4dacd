{ find 2001-db8--10-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 2001-db8--10-server; } &&
tar -xzvf 2001-db8--10-server.tar.gz -C 2001-db8--10-server &&
{ sudo test -d /srv/docker/tls || sudo install -d -o root -g root -m 0755 /srv/docker/tls; } &&
{ test -z "$(sudo find -H /srv /srv/docker /srv/docker/tls/ -prune \( ! -user root -o -perm -002 -o -perm -020 ! -group root \) 2>/dev/null)" || { echo 'Others may write in /srv/docker/tls or in a folder above it, and could put their own key there, so no key was placed. See who: ls -ld /srv/docker/tls'; false; }; } &&
sudo install -o root -g root -m 0444 2001-db8--10-server/ca.pem 2001-db8--10-server/server-cert.pem /srv/docker/tls/ &&
sudo install -o root -g root -m 0400 2001-db8--10-server/server-key.pem /srv/docker/tls/ &&
sudo install -D -o root -g root -m 0644 2001-db8--10-server/tls.conf /etc/systemd/system/docker.service.d/tls.conf &&
rm -f 2001-db8--10-server/server-key.pem 2001-db8--10-server.tar.gz
