systemctl cat --no-pager docker
sudo journalctl -u docker -n 50 --no-pager; sudo ss -ltnp 'sport = :2376'
