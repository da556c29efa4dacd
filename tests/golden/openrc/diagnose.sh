tail -n 50 /var/log/docker.log; { ss -ltnp || netstat -ltnp; } 2>/dev/null | grep ':2376 '
