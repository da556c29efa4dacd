sudo mkdir -p /etc/nftables.d &&
echo '# 只有这些地址可以访问此端口上的 Docker，其他流量不受影响。
# 如果 Docker 由 systemd 的 docker.service 运行，重启主机后仍然有效：firewall.conf 会在 Docker 启动前先加载它；加载失败则 Docker 不启动。否则重启主机后会失效。
# 撤销方法（以 root 身份执行；卸载 nftables 之前务必先执行）：rm -f /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls
table inet docker_tls
delete table inet docker_tls
table inet docker_tls {
  chain prerouting {
    type filter hook prerouting priority -155; policy accept;
    ct direction reply accept
    iifname "lo" tcp dport 2376 accept
    ip saddr { 192.0.2.0/24 } tcp dport 2376 accept
    ip6 saddr { 2001:db8::/64 } tcp dport 2376 accept
    fib daddr type local tcp dport 2376 drop
  }
}' | sudo tee /etc/nftables.d/docker-tls.nft >/dev/null &&
sudo nft -f /etc/nftables.d/docker-tls.nft &&
if systemctl cat docker.service >/dev/null 2>&1; then
  sudo mkdir -p /etc/systemd/system/docker.service.d &&
  printf '[Service]\nExecStartPre=%s -f /etc/nftables.d/docker-tls.nft\n' "$(sudo sh -c 'command -v nft')" | sudo tee /etc/systemd/system/docker.service.d/firewall.conf >/dev/null &&
  sudo systemctl daemon-reload
fi &&
sudo nft list table inet docker_tls
