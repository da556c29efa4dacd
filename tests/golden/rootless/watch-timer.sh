mkdir -p ~/.local/bin ~/.config/systemd/user &&
install -m 0755 docker.example.com-server/install.sh ~/.local/bin/docker-tls &&
printf '%s\n' '[Service]' Type=oneshot 'ExecStart=%h/.local/bin/docker-tls --check' | tee ~/.config/systemd/user/docker-tls-check.service &&
printf '%s\n' '[Timer]' OnCalendar=daily Persistent=true '[Install]' WantedBy=timers.target | tee ~/.config/systemd/user/docker-tls-check.timer &&
systemctl --user daemon-reload &&
systemctl --user enable --now docker-tls-check.timer &&
~/.local/bin/docker-tls --check
