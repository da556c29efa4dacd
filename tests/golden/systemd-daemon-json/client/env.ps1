# 由 Dockseal 0.1.0 于 2026-01-01 生成
# 使用：  . ./env.ps1
# 撤销：  Remove-Item Env:DOCKER_HOST, Env:DOCKER_TLS_VERIFY, Env:DOCKER_CERT_PATH
$env:DOCKER_HOST = 'tcp://docker.example.com:2376'
$env:DOCKER_TLS_VERIFY = '1'
$env:DOCKER_CERT_PATH = "$HOME/.docker/" + 'client'
