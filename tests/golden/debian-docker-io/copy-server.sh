scp 2001-db8--10-server.tar.gz '[2001:db8::10]:'
