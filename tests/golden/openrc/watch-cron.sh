install -m 0755 docker.example.com-server/install.sh /usr/local/sbin/docker-tls &&
{ crontab -l 2>/dev/null | grep -v '^15 6 .*docker-tls --check'; echo '15 6 * * * /usr/local/sbin/docker-tls --check >/dev/null || /usr/local/sbin/docker-tls --check'; } | crontab - &&
/usr/local/sbin/docker-tls --check
