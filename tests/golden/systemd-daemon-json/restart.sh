sudo dockerd --validate --config-file /etc/docker/daemon.json &&
sudo systemctl daemon-reload &&
sudo systemctl restart docker &&
systemctl is-active docker
