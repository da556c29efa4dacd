ansible-playbook -i docker.example.com, docker-tls.yml
