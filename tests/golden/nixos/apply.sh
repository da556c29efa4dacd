sudo nixos-rebuild switch &&
systemctl is-active docker
