sudo mkdir -m 0755 /etc/gitlab-runner/docker-tls/client &&
{ sudo unzip client-client.zip -d /etc/gitlab-runner/docker-tls/client || sudo tar -xzvf client-client.tar.gz -C /etc/gitlab-runner/docker-tls/client; } &&
rm -f client-client.zip client-client.tar.gz
