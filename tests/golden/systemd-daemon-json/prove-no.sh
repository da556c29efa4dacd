curl -s -o /dev/null --cacert "$HOME/.docker/client-client/ca.pem" https://docker.example.com:2376/version
case $? in
  0) echo '不安全：守护进程在没有客户端证书时也会应答。请停止它并检查配置。' ;;
  35|55|56) echo '正常：没有证书的客户端被拒绝。' ;;
  *) echo '无法判断：连不上守护进程，或其证书与地址不符。' ;;
esac
curl -s http://docker.example.com:2376/version
