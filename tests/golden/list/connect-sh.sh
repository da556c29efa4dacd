{ find bob-client -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 bob-client; } &&
tar -xzvf bob-client.tar.gz -C bob-client &&
sh bob-client/connect.sh --move &&
rm -f bob-client.tar.gz
