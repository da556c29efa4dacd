mkdir -p ~/.local/bin ~/.config/systemd/user &&
install -m 0755 docker.example.com-server/install.sh ~/.local/bin/docker-tls &&
{ crontab -l 2>/dev/null | grep -v '^15 6 .*docker-tls --check'; echo '15 6 * * * ~/.local/bin/docker-tls --check >/dev/null || ~/.local/bin/docker-tls --check'; } | crontab - &&
~/.local/bin/docker-tls --check
