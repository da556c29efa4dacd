systemctl --user cat --no-pager docker
journalctl --user -u docker -n 50 --no-pager
