sudo mkdir -p /etc/nftables.d &&
echo '# Only these addresses reach Docker on this port; nothing else is touched.
# It survives a reboot: firewall.conf of docker.service loads it before Docker starts; if that fails, Docker does not start.
# To undo it, as root, and always before you remove nftables: rm -f /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls
table inet docker_tls
delete table inet docker_tls
table inet docker_tls {
  chain prerouting {
    type filter hook prerouting priority -155; policy accept;
    ct direction reply accept
    iifname "lo" tcp dport 12376 accept
    ip saddr { 192.0.2.0/24, 198.51.100.7 } tcp dport 12376 accept
    ip6 saddr { 2001:db8::/64 } tcp dport 12376 accept
    fib daddr type local tcp dport 12376 drop
  }
}' | sudo tee /etc/nftables.d/docker-tls.nft >/dev/null &&
sudo nft -f /etc/nftables.d/docker-tls.nft &&
sudo mkdir -p /etc/systemd/system/docker.service.d &&
printf '[Service]\nExecStartPre=%s -f /etc/nftables.d/docker-tls.nft\n' "$(sudo sh -c 'command -v nft')" | sudo tee /etc/systemd/system/docker.service.d/firewall.conf >/dev/null &&
sudo systemctl daemon-reload &&
sudo nft list table inet docker_tls
