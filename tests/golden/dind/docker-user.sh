sudo iptables -I DOCKER-USER -p tcp -m conntrack --ctorigdstport 2376 --ctdir ORIGINAL -j DROP &&
sudo iptables -I DOCKER-USER -p tcp -s 192.0.2.0/24 -m conntrack --ctorigdstport 2376 --ctdir ORIGINAL -j RETURN &&
sudo ip6tables -I DOCKER-USER -p tcp -m conntrack --ctorigdstport 2376 --ctdir ORIGINAL -j DROP &&
sudo ip6tables -I DOCKER-USER -p tcp -s 2001:db8::/64 -m conntrack --ctorigdstport 2376 --ctdir ORIGINAL -j RETURN
