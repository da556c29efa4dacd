tail -n 50 /var/log/docker.log; netstat -ltnp | grep ':2376 '
