sudo mkdir -m 0755 /etc/gitlab-runner/docker-tls/client &&
sudo tar -xzvf client.tar.gz -C /etc/gitlab-runner/docker-tls/client &&
rm -f client.tar.gz
