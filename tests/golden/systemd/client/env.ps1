# Source it:  . ./env.ps1
$env:DOCKER_HOST = 'tcp://docker.example.com:2376'
$env:DOCKER_TLS_VERIFY = '1'
$env:DOCKER_CERT_PATH = "$HOME/.docker/" + 'client-client'
# The same daemon by its other names:
# $env:DOCKER_HOST = 'tcp://192.0.2.10:2376'
