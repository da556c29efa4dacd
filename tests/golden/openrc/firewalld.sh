firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="2376" protocol="tcp" accept' &&
firewall-cmd --permanent --add-rich-rule='rule family="ipv6" source address="2001:db8::/64" port port="2376" protocol="tcp" accept' &&
firewall-cmd --reload
