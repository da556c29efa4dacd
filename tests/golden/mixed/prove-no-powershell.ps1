$plain = curl.exe -q -s --max-time 20 --noproxy '*' 'http://docker.example.com:2376/version'
$version = docker --tlsverify --tlscacert="$HOME/.docker/carol-client/ca.pem" --tlscert="$HOME/.docker/carol-client/cert.pem" --tlskey="$HOME/.docker/carol-client/key.pem" -H 'tcp://docker.example.com:2376' version --format '{{.Server.Version}}'
$known = $LASTEXITCODE -eq 0
$path = $env:DOCKER_CERT_PATH; $env:DOCKER_CERT_PATH = 'none'
$said = docker --tlsverify --tlscacert="$HOME/.docker/carol-client/ca.pem" -H 'tcp://docker.example.com:2376' version 2>&1 | Out-String
$stranger = $LASTEXITCODE -eq 0
$env:DOCKER_CERT_PATH = $path
if ($stranger -or "$plain" -match 'ApiVersion') { 'NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.' } elseif ($known -and $said -match 'tls: bad certificate|tls: certificate required|EOF|reset by peer|forcibly closed') { 'Good: a client without a certificate is refused.' } else { 'Nothing is proved: the daemon cannot be reached, or its certificate does not match its address.' }
