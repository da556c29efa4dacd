(umask 077 &&
mkdir -p "$HOME/.docker/deploy-client" &&
{ cat -- "${DOCKER_CA_PEM:?}" 2>/dev/null || printf '%s\n' "$DOCKER_CA_PEM"; } >"$HOME/.docker/deploy-client/ca.pem" &&
{ cat -- "${DOCKER_CERT_PEM:?}" 2>/dev/null || printf '%s\n' "$DOCKER_CERT_PEM"; } >"$HOME/.docker/deploy-client/cert.pem" &&
{ cat -- "${DOCKER_KEY_PEM:?}" 2>/dev/null || printf '%s\n' "$DOCKER_KEY_PEM"; } >"$HOME/.docker/deploy-client/key.pem") &&
export DOCKER_HOST=tcp://docker.example.com:2376 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH="$HOME/.docker/deploy-client" &&
docker version
