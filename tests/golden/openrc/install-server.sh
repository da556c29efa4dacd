mkdir -p docker.example.com-server &&
{ unzip -o docker.example.com-server.zip -d docker.example.com-server || tar -xzvf docker.example.com-server.tar.gz -C docker.example.com-server; } &&
sh docker.example.com-server/install.sh
