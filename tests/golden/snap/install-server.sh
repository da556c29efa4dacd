{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
sudo sh docker.example.com-server/install.sh --allow 192.0.2.0/24 2001:db8::/64
