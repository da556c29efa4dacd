export DOCKER_HOST='tcp://[2001:db8::10]:12376'
export DOCKER_TLS_VERIFY=1
export DOCKER_CERT_PATH="$HOME/.docker/ci-runner-client"
