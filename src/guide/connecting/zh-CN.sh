# connect.sh 和 connect.ps1 的中文文本。由 guide/script.rs 填入脚本中 @ 加名称的位置。两种 shell 都要能读：变量写作 ${name}，
# 不使用其他会被某一种 shell 特殊解释的符号。
# shellcheck disable=SC2016,SC2034,SC2154 # 由脚本使用，其中的变量也由脚本设置

usage='connect [--dry-run | --uninstall | --check] [--dir 目录] [--yes] [--replace] [--move]
  --dry-run     只显示将要做的事
  --uninstall   删除它创建的文件和 docker context
  --check       只查看您的文件的有效期，以及各主机的证书：connect.sh 显示有效期（需要 openssl），connect.ps1 只能确认目前
                是否有效（通过 docker）。退出码 0：正常，1：30 天内到期，2：异常或未知
  --dir 目录    把文件放到该目录，而不是 ~/.docker
  --yes         替换自己创建的文件和 context 时不再询问
  --replace     与 --yes 合用：别人的文件和 context 也一并替换
  --move        放好之后，删除解压出来的那份私钥，以及每个 HOST.dockercontext 文件（HOST 是主机名）'
nothing_changed='未做任何改动。'
failed="失败：无法写入 ${dir}，那里没有任何改动。磁盘是否已满？"
do_this='是否执行？[y/N]'
no_terminal='没有可供询问的终端：请加上 --yes。'
cancelled='已取消。'
no_home='没有主目录：HOME 未设置。'
not_your_home="${HOME} 属于其他用户。请不要用 sudo，以实际使用 docker 的用户身份运行。"
incomplete='脚本旁边没有 ca.pem、cert.pem 和 key.pem。请先解压整个压缩包。如果密钥是您自己的，请把它复制到这里，命名为 key.pem。'
no_folder="无法把文件放到 ${dir}。"
folder_of_others="${dir} 属于其他用户。"
nothing_to_do="${dir} 中的文件和 docker context 都已是最新，无需改动。"
folder="放到 ${dir} 的文件（只有您可读）："
files_replaced="  ~${changed}（替换）"
another_ca='  ! ca.pem 来自另一个 CA：替换之后，只能连接证书由该 CA 签发的主机。如果仍需要旧文件，请就此停下，改用 --dir。'
contexts='docker 的 context：'
context_elsewhere="  = ${name} 保持不变：它指向 ${leads}，而不是 ${address}"
context_updated="  ~ ${name}  ${address}（换上新证书）"
context_of_others="  ~ ${name}  ${address}（不是此脚本创建的，也会换上这份证书）"
replace_or_be_asked='该目录中的密钥不是此脚本放入的。请用 --dir 另选目录，或加上 --replace，或去掉 --yes 以便询问。'
left_before="目录中原有的其他文件已移到 ${before}。"
context_failed="docker 无法创建 context ${name}：${answer}"
placed_without_docker="文件已放到 ${dir}。这里没有 docker 命令：装好之后请再运行一次，或让您的程序使用该目录。"
no_contexts='此 docker 命令不支持 context（19.03 起支持）。请改用 env.sh 或命令行选项。'
host_answers="  成功  ${name}  Docker ${answer}"
host_silent="  失败  ${name}  ${answer}"
hint_name='        本机无法解析该名称：请检查 DNS，或使用本机认识的名称或地址。'
hint_refused='        没有应答：主机开机了吗？上面运行过 install.sh 吗？Docker 启动了吗？途中的防火墙都放行本机了吗？'
hint_other_ca='        主机与客户端的证书来自不同的 CA，或此客户端的证书已过期或已被移除：请在两边都安装最新的压缩包。'
hint_names='        那台主机的证书不包含此名称：请用此名称重新生成。'
hint_of_client='        那台主机出示的证书不是服务器证书：请在那台主机上安装它自己的压缩包。'
hint_expired='        证书已过期，或有一方的时钟不准。'
hint_no_tls='        该端口没有使用 TLS：那台主机上运行过 install.sh 吗？'
hint_firewall='        没有应答：请检查途中的防火墙，以及主机是否开机。'
some_silent='文件已就位。上面的主机能够应答之后，请再运行一次。'
use_it="完成。接下来可以执行，例如：docker --context ${first} ps"
contexts_left='完成。若要使用这些名称的 context，请先用 docker context rm 删除现有的，然后再运行一次。'
not_there="此脚本没有在 ${dir} 中放过文件。"
will_remove='将删除：'
contexts_stay='以下 context 予以保留：它们已换成别的证书，或本机缺少 docker。'
not_removed="docker 无法删除 context ${name}。"
folder_stays="${dir} 中还有其他文件，予以保留。"
removed='已删除。'
check_valid="  正常    ${what}：${who}有效期至 ${ends}（剩 ${left} 天）"
check_ending="  将到期  ${what}：${who}有效期至 ${ends}（剩 ${left} 天）"
check_ended="  异常    ${what}：${who}已于 ${ends} 到期"
check_not_yet="  异常    ${what}：${who}尚未生效。本机时钟准吗？"
check_no_certificate="  异常    ${what} 中没有证书。"
check_not_readable="  未知    ${what} 无法读取或不存在。"
check_no_openssl="  未知    ${what}：本机没有 openssl，无法查看该主机的证书。"
check_no_answer="  未知    ${what}：${address} 没有返回证书的应答。"
check_another_ca="  异常    ${what}：它的证书不是由 ca.pem 中的 CA 签发。请在两边都安装最新的压缩包。"
check_no_docker="  未知    ${what}：本机没有 docker 命令，无法询问该主机。"
check_answers="  正常    ${what}：证书目前有效（Docker ${answer} 有应答）。有效期请在该主机上用 install.sh --check 查看。"
check_complaint="  异常    ${what}：${answer}"
check_files_are_well='一切正常：您的文件 30 天内不会到期，各主机都有应答。'
check_is_well='一切正常：30 天内没有证书到期。'
check_ends_soon='请及时向 CA 的保管者索取新的压缩包并运行其中的脚本；主机则要运行它自己的 install.sh。'
check_is_wrong='存在异常或未知的项目。'
