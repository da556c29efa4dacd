install -m 0755 docker.example.com-server/install.sh /usr/local/sbin/docker-tls &&
{ crontab -l 2>/dev/null | grep -v 'docker_tls_check'; echo '*/30 * * * * cd /var/lib/prometheus/node-exporter && { /usr/local/sbin/docker-tls --check >/dev/null; echo "docker_tls_check $?" >docker_tls.tmp; mv docker_tls.tmp docker_tls.prom; }'; } | crontab - &&
/usr/local/sbin/docker-tls --check
