{ find carol-client -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 carol-client; } &&
tar -xzvf carol-client.tar.gz -C carol-client &&
sh carol-client/connect.sh --move &&
rm -f carol-client.tar.gz
