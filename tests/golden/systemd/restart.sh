sudo systemctl daemon-reload &&
sudo systemctl restart docker &&
systemctl is-active docker
