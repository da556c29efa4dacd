plain=$(curl -q -s --max-time 20 --noproxy '*' http://docker.example.com:2376/version)
known=$(curl -q -s --max-time 20 --noproxy '*' --cacert "$HOME/.docker/client/ca.pem" --cert "$HOME/.docker/client/cert.pem" --key "$HOME/.docker/client/key.pem" https://docker.example.com:2376/version | grep -c ApiVersion)
curl -q -s -o /dev/null --max-time 20 --noproxy '*' --cacert "$HOME/.docker/client/ca.pem" https://docker.example.com:2376/version
case "$?:$known:$plain" in
  0:*|*ApiVersion*) echo '不安全：守护进程会应答没有证书的陌生客户端。请停止它并检查配置。' ;;
  35:1:*|52:1:*|55:1:*|56:1:*) echo '正常：没有证书的客户端被拒绝。' ;;
  *) echo '无法判断：连不上守护进程，或其证书与地址不符。' ;;
esac
