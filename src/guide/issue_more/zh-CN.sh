# issue.sh 的中文提示。guide/script.rs 把每一句放到脚本中 @ 加名称的位置。
# shellcheck disable=SC2016,SC2034,SC2154 # 由脚本使用，其中的变量由脚本赋值

usage='sh issue.sh [--days 天数] client 名称
sh issue.sh [--days 天数] host 名称 [其他名称或地址...]
sh issue.sh [--days 天数] renew 证书
  client   为新增的客户端生成私钥和证书
  host     为新增的主机生成私钥和证书，请写出它的全部名称和地址
  renew    按本 CA 已签发证书中的名称重新生成：客户端的 cert.pem 或主机的 server-cert.pem
  --days   有效天数'
no_openssl='这里没有 openssl，请先安装。'
no_authority='脚本旁边没有 ca.pem 和 ca-key.pem（或 ca-key.enc.pem）：请先解压 ca.zip。'
bad_client="这不能作为客户端名称：$name
名称最多 64 个字符，只能是字母、数字和 . _ + @ -，并以字母或数字开头。"
bad_host="这既不是 DNS 名称，也不是 IP 地址：$host"
wildcard_first="请先写不带 * 的名称，把 $name 放在后面。"
not_ours="这不是本 CA 签发的证书：$certificate"
is_there="$folder 已存在，不会覆盖任何文件。请先把它移走。"
ca_ends_sooner="CA 在此之前就会到期（$ends）。请用 --days 选择更少的天数。"
failed='失败，没有做任何改动。'
done="完成：文件在 $folder 中，有效期至 $ends。它们放到哪里，见 README.txt。"
