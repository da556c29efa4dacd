mkdir -p /etc/nftables.d &&
echo '# 只有这些地址可以访问此端口上的 Docker，其他流量不受影响。
# 重启主机后会失效，除非 nftables 服务开机启动，且它的配置文件中有这一行：include "/etc/nftables.d/*.nft"
# 撤销方法（以 root 身份执行；卸载 nftables 之前务必先执行）：rm -f /etc/nftables.d/docker-tls.nft; nft delete table inet docker_tls
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
}' | tee /etc/nftables.d/docker-tls.nft >/dev/null &&
nft -f /etc/nftables.d/docker-tls.nft &&
nft list table inet docker_tls
