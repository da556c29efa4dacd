sudo snap logs -n 50 docker; sudo ss -ltnp 'sport = :2376'
