mkdir -p 2001-db8--10-server &&
{ unzip -o 2001-db8--10-server.zip -d 2001-db8--10-server || tar -xzvf 2001-db8--10-server.tar.gz -C 2001-db8--10-server; } &&
sudo sh 2001-db8--10-server/install.sh
