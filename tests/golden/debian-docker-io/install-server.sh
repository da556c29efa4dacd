{ find 2001-db8--10-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 2001-db8--10-server; } &&
tar -xzvf 2001-db8--10-server.tar.gz -C 2001-db8--10-server &&
sudo sh 2001-db8--10-server/install.sh --allow 192.0.2.0/24 198.51.100.7 2001:db8::/64
