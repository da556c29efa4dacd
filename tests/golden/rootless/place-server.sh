{ find docker.example.com-server -prune -type d -user "$(id -u)" 2>/dev/null | grep -q . || mkdir -m 0700 docker.example.com-server; } &&
tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server &&
{ test -d "$HOME/.config/docker/tls" || install -d -m 0700 "$HOME/.config/docker/tls"; } &&
{ test -z "$(find -H "$HOME/.config" "$HOME/.config/docker" "$HOME/.config/docker/tls/" -prune \( ! -user root ! -user "$(id -u)" -o -perm -002 \) 2>/dev/null)" || { echo '其他用户可以写入 ~/.config/docker/tls 或其上级目录，从而放入他们自己的密钥，因此没有放置密钥。请检查属主和权限：ls -ld ~/.config/docker/tls'; false; }; } &&
install -m 0444 docker.example.com-server/ca.pem docker.example.com-server/server-cert.pem "$HOME/.config/docker/tls"/ &&
install -m 0400 docker.example.com-server/server-key.pem "$HOME/.config/docker/tls"/ &&
install -D -m 0644 docker.example.com-server/tls.conf "$HOME/.config/systemd/user/docker.service.d/tls.conf" &&
rm -f docker.example.com-server/server-key.pem docker.example.com-server.tar.gz
