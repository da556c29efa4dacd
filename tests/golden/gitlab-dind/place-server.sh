{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
{ sudo test -d /etc/gitlab-runner/docker-tls || sudo install -d -o root -g root -m 0755 /etc/gitlab-runner/docker-tls; } &&
{ test -z "$(sudo find -H /etc /etc/gitlab-runner /etc/gitlab-runner/docker-tls/ -prune \( ! -user root -o -perm -002 -o -perm -020 ! -group root \) 2>/dev/null)" || { echo 'Others may write in /etc/gitlab-runner/docker-tls or in a folder above it, and could put their own key there, so no key was placed. See who: ls -ld /etc/gitlab-runner/docker-tls'; false; }; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/gitlab-runner/docker-tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/gitlab-runner/docker-tls/ &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.tar.gz
