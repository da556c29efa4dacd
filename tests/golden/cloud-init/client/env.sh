# 由 Dockseal 0.1.0 于 2026-01-01 生成
# 使用：  . ./env.sh
# 撤销：  unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
export DOCKER_HOST=tcp://docker.example.com:2376
export DOCKER_TLS_VERIFY=1
export DOCKER_CERT_PATH="$HOME/.docker/client"
# 同一守护进程的其他名称：
# export DOCKER_HOST=tcp://192.0.2.10:2376
