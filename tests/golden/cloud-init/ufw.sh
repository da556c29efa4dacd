sudo ufw allow proto tcp from 192.0.2.0/24 to any port 2376 &&
sudo ufw allow proto tcp from 2001:db8::/64 to any port 2376 &&
sudo ufw status
