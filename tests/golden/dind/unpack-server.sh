mkdir -m 0700 docker.example.com-server &&
cd docker.example.com-server &&
tar -xzvf ../docker.example.com-server.tar.gz &&
chmod 0400 server-key.pem &&
rm -f ../docker.example.com-server.tar.gz
