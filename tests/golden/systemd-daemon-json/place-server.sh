{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
{ sudo test ! -e /etc/docker/daemon.json || { sudo grep -q '"tlsverify": *true' /etc/docker/daemon.json && sudo grep -qF '"/etc/docker/tls/ca.pem"' /etc/docker/daemon.json; } || { echo '/etc/docker/daemon.json 已存在，未做任何改动。请手动把 docker.example.com-server/daemon.json 中的五个键全部合并进去（尤其是 tlscacert），然后重新执行。'; false; }; } &&
{ sudo test -d /etc/docker/tls || sudo install -d -o root -g root -m 0755 /etc/docker/tls; } &&
{ test -z "$(sudo find -H /etc /etc/docker /etc/docker/tls/ -prune \( ! -user root -o -perm -002 -o -perm -020 ! -group root \) 2>/dev/null)" || { echo '其他用户可以写入 /etc/docker/tls 或其上级目录，从而放入他们自己的密钥，因此没有放置密钥。请检查属主和权限：ls -ld /etc/docker/tls'; false; }; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/docker/tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/docker/tls/ &&
sudo install -D -o root -g root -m 0644 docker.example.com-server/tls.conf /etc/systemd/system/docker.service.d/tls.conf &&
{ sudo test -e /etc/docker/daemon.json || sudo install -D -o root -g root -m 0644 docker.example.com-server/daemon.json /etc/docker/daemon.json; } &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.tar.gz
