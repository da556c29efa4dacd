sudo install -m 0755 2001-db8--10-server/install.sh /usr/local/sbin/docker-tls &&
printf '%s\n' '[Service]' Type=oneshot 'ExecStart=/usr/local/sbin/docker-tls --check' | sudo tee /etc/systemd/system/docker-tls-check.service &&
printf '%s\n' '[Timer]' OnCalendar=daily Persistent=true '[Install]' WantedBy=timers.target | sudo tee /etc/systemd/system/docker-tls-check.timer &&
sudo systemctl daemon-reload &&
sudo systemctl enable --now docker-tls-check.timer &&
/usr/local/sbin/docker-tls --check
