mkdir -p docker.example.com-server &&
{ unzip -o docker.example.com-server.zip -d docker.example.com-server || tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server; } &&
{ test ! -e /etc/docker/daemon.json || grep -q tlscacert /etc/docker/daemon.json || { echo '/etc/docker/daemon.json 已存在，未做任何改动。请手动把 docker.example.com-server/daemon.json 中的五个键全部合并进去（尤其是 tlscacert），然后重新执行。'; false; }; } &&
{ test -d /etc/docker/tls || install -d -o root -g root -m 0755 /etc/docker/tls; } &&
install -o root -g root -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem /etc/docker/tls/ &&
install -o root -g root -m 0400 docker.example.com-server/server-key.pem /etc/docker/tls/ &&
{ test -e /etc/docker/daemon.json || install -D -o root -g root -m 0644 docker.example.com-server/daemon.json /etc/docker/daemon.json; } &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.zip docker.example.com-server.tar.gz
