docker --context 2001-db8--10 version
