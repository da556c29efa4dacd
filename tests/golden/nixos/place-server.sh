{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
{ sudo test -d /etc/docker/tls || sudo install -d -o root -g root -m 0755 /etc/docker/tls; } &&
{ test -z "$(sudo find -H /etc /etc/docker /etc/docker/tls/ -prune \( ! -user root -o -perm -002 -o -perm -020 ! -group root \) 2>/dev/null)" || { echo 'Others may write in /etc/docker/tls or in a folder above it, and could put their own key there, so no key was placed. See who: ls -ld /etc/docker/tls'; false; }; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/docker/tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/docker/tls/ &&
sudo install -D -o root -g root -m 0644 docker.example.com-server/docker-tls.nix /etc/nixos/docker-tls.nix &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.tar.gz
