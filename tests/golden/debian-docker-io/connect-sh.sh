{ find ci-runner-client -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 ci-runner-client; } &&
tar -xzvf ci-runner-client.tar.gz -C ci-runner-client &&
sh ci-runner-client/connect.sh --move &&
rm -f ci-runner-client.tar.gz
