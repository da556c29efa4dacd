{ find client -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 client; } &&
tar -xzvf client.tar.gz -C client &&
sh client/connect.sh --move &&
rm -f client.tar.gz
