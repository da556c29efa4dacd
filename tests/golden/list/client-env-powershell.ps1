$env:DOCKER_HOST = 'tcp://docker.example.com:2376'
$env:DOCKER_TLS_VERIFY = '1'
$env:DOCKER_CERT_PATH = "$HOME/.docker/" + 'bob-client'
