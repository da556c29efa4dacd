# Made by Dockseal 0.1.0 on 2026-01-01
# Use it:   . ./env.ps1
# Undo it:  Remove-Item Env:DOCKER_HOST, Env:DOCKER_TLS_VERIFY, Env:DOCKER_CERT_PATH
$env:DOCKER_HOST = 'tcp://docker.example.com:2376'
$env:DOCKER_TLS_VERIFY = '1'
$env:DOCKER_CERT_PATH = "$HOME/.docker/" + 'client'
# The same daemon by its other names:
# $env:DOCKER_HOST = 'tcp://192.0.2.10:2376'
