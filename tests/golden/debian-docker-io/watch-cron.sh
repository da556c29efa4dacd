sudo install -m 0755 2001-db8--10-server/install.sh /usr/local/sbin/docker-tls &&
{ sudo crontab -l 2>/dev/null | grep -v '^15 6 .*docker-tls --check'; echo '15 6 * * * /usr/local/sbin/docker-tls --check >/dev/null || /usr/local/sbin/docker-tls --check'; } | sudo crontab - &&
/usr/local/sbin/docker-tls --check
