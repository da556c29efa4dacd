$env:DOCKER_HOST = 'tcp://[2001:db8::10]:12376'
$env:DOCKER_TLS_VERIFY = '1'
$env:DOCKER_CERT_PATH = "$HOME/.docker/" + 'ci-runner-client'
