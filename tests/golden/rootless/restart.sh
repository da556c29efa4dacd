systemctl --user daemon-reload &&
systemctl --user restart docker &&
systemctl --user is-active docker
