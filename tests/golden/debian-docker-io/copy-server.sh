scp 2001-db8--10-server.zip '[2001:db8::10]:'
