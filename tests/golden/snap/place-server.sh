{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
{ sudo test ! -e /var/snap/docker/current/config/daemon.json || { sudo grep -q '"tlsverify": *true' /var/snap/docker/current/config/daemon.json && sudo grep -qF '"/var/snap/docker/common/tls/ca.pem"' /var/snap/docker/current/config/daemon.json; } || { echo '/var/snap/docker/current/config/daemon.json 已存在，未做任何改动。请手动把 docker.example.com-server/daemon.json 中的五个键全部合并进去（尤其是 tlscacert），然后重新执行。'; false; }; } &&
{ sudo test -d /var/snap/docker/common/tls || sudo install -d -o root -g root -m 0755 /var/snap/docker/common/tls; } &&
{ test -z "$(sudo find -H /var /var/snap /var/snap/docker /var/snap/docker/common /var/snap/docker/common/tls/ -prune \( ! -user root -o -perm -002 -o -perm -020 ! -group root \) 2>/dev/null)" || { echo '其他用户可以写入 /var/snap/docker/common/tls 或其上级目录，从而放入他们自己的密钥，因此没有放置密钥。请检查属主和权限：ls -ld /var/snap/docker/common/tls'; false; }; } &&
sudo install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /var/snap/docker/common/tls/ &&
sudo install -o root -g root -m 0400 docker.example.com-server/server-key.pem /var/snap/docker/common/tls/ &&
{ sudo test -e /var/snap/docker/current/config/daemon.json || sudo install -D -o root -g root -m 0644 docker.example.com-server/daemon.json /var/snap/docker/current/config/daemon.json; } &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.tar.gz
