# install.sh 的简体中文文本。install.rs 会把每条文本填到脚本中 @名称 处；名称与 en.sh 一致。
# shellcheck disable=SC2016,SC2034,SC2154

no_temporary_folder='无法创建临时目录，磁盘是否已满？'
no_network="--allow 后应为地址或网段，例如 192.0.2.7 或 2001:db8::/32。不能是：$bad"
dry_run_after_interruption='上一次运行被中断。请去掉 --dry-run 再运行一次以恢复。'
no_older_trust='没有记录可供 Docker 恢复的旧信任名单。'
trust_interrupted='这里有一次把客户端拒之门外的安装被中断。请先再次运行那个压缩包里的 install.sh。'
going_on='上一次运行被中断：本次接着完成，期间不会重新放行任何人。'
put_trust_back="恢复 Docker 之前的信任名单？这会重新放行：$lets [y/N]"
trust_not_put_back="新的 ca.pem 保持原位，以免重新放行：$lets${line}请解决问题后再次运行。要恢复旧名单：sh install.sh --uninstall"
no_trust_here='这里的 Docker 没有用可读取的 CA 要求客户端出示证书，因此无从更改。请先用这台主机的压缩包完成部署。'
other_host_of_trust="此 Docker 的证书（$own_cert）不含这些名称：$names。这是另一台主机的压缩包。"
other_ca_of_trust="此 Docker 的证书（$own_cert）由另一个 CA 签发，与本压缩包不符。"
lets_in_again="Docker 恢复之前的信任名单。将重新放行：${lets_now:-没有被拒之门外的客户端}"
older_trust="本压缩包（第 $trust 号）比这台主机现有的信任名单（第 $known 号）旧。将重新放行：${lets_now:-没有被拒之门外的客户端}"
trust_of_other_record="本压缩包来自另一份 ca.zip，不是告诉这台主机该拒绝谁的那一份。将重新放行：$lets_now${line}    请先合并两份记录：打开较新的 ca.zip，把缺少的客户端也拒之门外。"
older_archive="本压缩包比这台主机上已安装的旧。请使用这台主机最新的压缩包。"
stays_out="只有客户端名单仍是新的，以免重新放行：$kept_out"
shuts_out="拒之门外：$removed"
lets_in_only="只有这些客户端能连接：$listed"
lets_in_all='持有该 CA 所签发证书的每个客户端都能连接。'
only_listed="端口只要求以下客户端的证书，另带 CA 的名称，不认其他人：$listed"
replace_or_be_asked='如确认要这样做，请加上 --replace；或去掉 --yes，由脚本询问。'
usage='sudo sh install.sh [--dry-run | --uninstall | --check] [--yes] [--replace] [--unproved] [--allow 网段...]
  --dry-run    只显示改动
  --uninstall  逐字节恢复安装前的状态；压缩包里只有 ca.pem 时，恢复 Docker 之前的信任名单
  --check      只查看端口和文件中证书的有效期，不需要 sudo
               （退出码 0：正常，1：30 天内到期，2：异常或未知）
  --yes        不询问
  --replace    与 --yes 同用：遇到需要决定的事项（例如他人设置的监听地址和 TLS 选项）也继续
  --unproved   即使无法验证陌生客户端会被拒绝也继续
  --allow      在本机防火墙中，仅对这些地址和网段开放端口'
nothing_changed='未做任何改动。'
failed="失败：$2"
do_this='是否继续？[y/N]'
no_terminal='没有可供询问的终端：请加上 --yes。'
cancelled='已取消。'
no_rootless_docker='当前用户没有 rootless Docker；安装到系统的 Docker 需要 root 权限：sudo sh install.sh'
masked='docker.service 已被屏蔽（masked），Docker 被禁用。请先执行：systemctl unmask docker'
not_installed='此主机上没有以系统服务方式安装的 Docker，请先安装。（rootless Docker：请以该用户身份运行，不加 sudo。）'
runs_already="本脚本已在运行（进程 $other）。"
no_room_for_state="$state 所在磁盘空间不足。"
undoing_interrupted='上一次运行被中断：先撤销它的改动。'
no_bundle="脚本旁边没有 $files。请解压整个压缩包，并在该目录中执行：sudo sh install.sh"
no_key='脚本旁边没有 server-key.pem。如果私钥是您自己生成的，请先按 README.txt 把它放在这里；否则请重新解压整个压缩包。'
bundle_not_copied="无法复制 $bundle/$file，磁盘是否已满？"
no_certificate='server-cert.pem 不是证书：请重新解压。'
clock_is_slow="本机时钟为 $now，而证书自 ${times%%"$line"*}（UTC）起有效。请先校准时钟。"
expired="证书已于 ${times##*"$line"}（UTC）到期，请重新生成。"
other_key='server-key.pem 与 server-cert.pem 不匹配：请取自同一个压缩包。'
json_backslash="$config 第 $(sed -n '$s/ .*//p' "$temporary/members") 行的名称中有反斜杠。请改为不带反斜杠的写法，再重新运行。"
json_nested="$config 第 $(sed -n '$s/ .*//p' "$temporary/members") 行的监听地址或 TLS 选项写在别的选项里面，Docker 会把它当作自己的选项。请删除，再重新运行。"
not_json="$config 不是合法的 JSON（第 $(sed -n '$p' "$temporary/members") 行）。请先修正。常见原因：多余的逗号、注释、中文引号。"
utf_16="$config 的编码是 UTF-16。请另存为 UTF-8，再重新运行。"
options_in_script="以下设置中有监听地址或 TLS 选项，会造成重复。请先删除，再重新运行：$line$found"
unclear_path_in_script="启动脚本的选项中，配置文件写作 $config。请改为完整路径，再重新运行。"
units_changed='systemd 读取单元文件之后，文件又有改动。请先执行：systemctl daemon-reload'
value_missing="docker.service 的启动命令中，--$next 缺少值，Docker 无法启动。请补上，再重新运行。"
other_program="docker.service 启动的是 $program 而不是 dockerd，无法判断它如何处理选项。请按 README.txt 手动操作。"
read_otherwise="systemd 读到的 docker.service 启动命令是：$program $loaded${line}请照此写成一行，不用反斜杠（systemctl edit docker），再重新运行。"
socket_opens_port="$socket 打开了一个 TCP 端口，一旦 TLS 配置缺失就会不加密地开放。请先删除该 ListenStream=（systemctl cat $socket），再执行：systemctl daemon-reload; systemctl stop docker; systemctl restart $socket"
unclear_path_on_command_line="启动命令中，配置文件写作 $config。请改为完整路径，再重新运行。"
unit_not_readable="无法读取 docker.service 的文件：$path"
not_one_command='docker.service 中没有或有多行 ExecStart=。请查看：systemctl cat docker'
variables_unknown='Docker 未运行，无法得知 docker.service 启动命令中变量的值。请先执行：systemctl start docker'
options_in_variables="docker.service 启动命令的变量中有监听地址或 TLS 选项，会造成重复。请在设置该变量处删除，再重新运行。dockerd 实际得到：$(tr '\n' ' ' <"$temporary/expanded")"
edit_unit="变量 \$$variable 中有监听地址或 TLS 选项，会造成重复。请执行 systemctl ${user:+$user }edit docker，写入：
    [Service]
    ${found#*"$tab"}
然后重新运行本脚本。"
edit_file="变量 \$$variable 中有监听地址或 TLS 选项，会造成重复。请把 $file 第 ${found%%"$tab"*} 行改为：
    ${found#*"$tab"}
然后重新运行本脚本。"
made_for_rootless='此压缩包用于 rootless Docker，而这里是 root 运行的 Docker，能连接的人就等于拥有 root 权限。若要安装到 rootless Docker，请以该用户身份运行，不加 sudo。'
addresses_twice="监听地址设置了两次（-H 选项和 $config 的 hosts），Docker 无法启动。将统一放到 $config。"
was_open="Docker 正在监听$open 且不要求证书，能访问的人都等于拥有 root 权限。今后其客户端需要证书。"
also_closed="Docker 还在监听$closed：将被关闭。"
was_open_and_is_closed="Docker 正在监听$closed 且不要求证书，能访问的人都等于拥有 root 权限。该地址将被关闭，使用者今后需要证书，并改用端口 $port。"
keeps_listening="Docker 继续监听 ${more% }，使用同样的证书。"
gets_tls="Docker 正在监听 ${more% } 且不要求证书，能访问的人都等于拥有 root 权限。今后它启用 TLS，其客户端需要证书。"
ca_changes="CA 已更换：旧 CA（$whose）签发的证书今后将被拒绝。"
tls_of_others="已使用 $cert 配置了 TLS：将被替换，其 CA（$whose）签发的客户端将被拒绝。"
drop_in_comment='# Dockseal：基于本机原有的启动命令；空的 ExecStart= 清除之前的一行。撤销：install.sh --uninstall'
runs_otherwise="Docker 没有以原有的选项运行：$given"
no_room_for_temporary="$temporary 空间不足。"
no_prover='本机没有可用于验证的程序：请安装 openssl 或 curl；或加上 --unproved，之后在客户端验证。'
not_writable="$above 不可写：文件系统是否为只读？"
port_taken="端口 $port 已被占用${who:+（$who）}。请停止该程序，或在页面上另选端口。"
open_to_users="$address${who:+（$who）}无需证书即可访问 Docker：能登录本机的人都等于拥有 root 权限。此项不会改动。"
open_elsewhere="$address${who:+（$who）}无需证书即可访问 Docker：能访问的人都等于拥有 root 权限。该端口不属于 Docker 本身，不会被关闭，请自行关闭。"
other_host="证书中的名称（$names）均不指向本机地址：$here。若本机在 NAT 之后属正常，否则可能拿错了压缩包。"
starts_at_boot='将启用 Docker 开机启动，否则重启主机后端口不会打开。'
docker_differs="文件均正确，但 Docker 尚未使用它们。${why:+（$why）}"
no_start_at_boot="Docker 不会开机启动，主机重启后端口不会打开。如需开机启动：$how"
containers_stay='Docker 将重启，容器不受影响（live-restore）。'
no_restart='Docker 不重启。'
containers_stop='Docker 将重启：容器会停止，设有重启策略的会再启动。daemon.json 中设置 "live-restore": true 可避免。'
containers_stop_twice='Docker 将重启两次，第一次端口只对本机开放：容器会停止，设有重启策略的会再启动。daemon.json 中设置 "live-restore": true 可避免。'
no_full_path="$folder 不是绝对路径。"
way_unknown="无法查看 $way。"
way_of_others="$way 并非只有您能修改，$which（属主 $1，权限 $3）。请先执行：chown $(id -un) $way; chmod go-w $way"
plan="本机的 Docker：$program，由 $runner 运行（$was）。将监听：$listening"
pem_new="  $path：新增${ends:+，有效期至 $ends}"
pem_until="  $path：有效期至 $ended → $ends"
pem_replaced="  $path：替换"
pem_mode="  $path：内容不变，只改属主和权限（$access）"
to_decide="需要您决定：$conflicts$line"
no_backup="无法把原有文件备份到 $state，磁盘是否已满？"
interrupted="已中断"
wall_not_set="防火墙不接受此规则：$rule"
not_enabled="无法启用 Docker：systemctl enable $unit"
file_not_written="无法写入 $path，磁盘是否已满？"
no_closed_trial='无法在他人访问不到的情况下先行试用该端口。'
file_not_replaced="无法替换 $path。"
journal_incomplete="$1/journal 不完整：请手动恢复 $1 中的文件。"
file_not_restored="无法恢复 $path，其备份在 $1。"
restored_but_stopped="已恢复原状，但 Docker 无法启动：$log_command"
open_as_before="Docker 与之前一样监听 $opens 且不要求证书：能访问的人都等于拥有 root 权限。"
restored='已恢复原状。'
not_valid="Docker 不接受此配置：$said"
option_twice='某个选项同时出现在启动命令和 daemon.json 中。'
port_in_use="端口 $port 被其他程序占用：ss -ltnp"
no_such_address="本机没有 $listen 的地址。请在页面上改为监听 0.0.0.0 或本机已有的地址。"
disk_full='磁盘已满。'
no_permission='Docker 无权读取文件。SELinux：ausearch -m avc -ts recent；AppArmor：journalctl -k | grep DENIED'
key_mismatch='证书与私钥不匹配，或无法读取。'
unknown_option="$config 中有 Docker 不认识的选项。"
config_not_read="Docker 无法读取 $config：可能是空文件，或含有 BOM。"
enable_socket='请先执行：systemctl enable --now docker.socket'
no_start='Docker 无法以此配置启动。'
proof_failed="证书正确：${right:-?}；拒绝陌生客户端：${refused:-?}；拒绝明文 HTTP：${plain:-?}；只要求此 CA 的证书：${ours_only:-?}"
no_answer="端口 $port 没有应答。"
not_proved_that_refused="无法验证陌生客户端会被拒绝（证书正确：${right:-?}；拒绝陌生客户端：${refused:-?}）。若仍要继续：--unproved"
socket_silent='本地套接字没有应答。'
strangers_answered="Docker 在 ${where%/*} 应答陌生客户端。"
state_not_written_disk="无法写入 $state，磁盘是否已满？"
state_not_written="无法写入 $state。"
free_space="$state 所在磁盘空间不足：腾出空间后请再运行一次。"
done_but_open="完成。但仍可经由其他程序的端口无需证书访问 Docker，请将其关闭：$still_open"
done='完成。'
nothing_to_do='本机已有这些证书和设置，无需任何操作。'
right_certificate='端口返回的证书正确。'
stranger_refused='没有证书的客户端被拒绝。'
only_ours='只要求此 CA 签发的证书。'
plain_refused='明文 HTTP 被拒绝。'
socket_answers='本地套接字有应答。'
check_the_rest='本机缺少 openssl、curl 或 docker：其余各项请在客户端验证，见 README.txt 最后一步。'
delete_archive="私钥已放入 $directory：请从本机删除压缩包及其解压目录。"
valid_until="此服务器证书的有效期至 $ends。请在到期前换上新证书。"
proved="  已验证  $3"
not_proved="  未验证  $3"
open_to_all="凡能访问本机者都能连到端口 $port。如需只放行已知地址，例如：${sudo}sh install.sh --allow 192.0.2.7 2001:db8::/32"
wall_is_set="端口 $port 仅对以下来源开放（${wall%%/*}）：$allow"
wall_is_wide="${wall%%/*} 已放行以下来源访问端口 $port：$allow。但它的另一条规则还放行了其他来源，请删除该规则。"
wall_of_others="本机有本脚本不认识的防火墙，未作改动。请查看：$stranger${line}请只放行以下来源访问 TCP 端口 $port：$allow"
firewall_lines='未改动防火墙。只放行已知来源地址：'
or_allow="也可再次运行本脚本并加上：--allow $sources${line}上述操作将由它完成，--uninstall 可撤销。"
rules_survive='重启主机后仍然有效：Docker 每次启动都会先加载规则，加载失败则不启动。'
rules_included='重启主机后这些规则会失效，除非 nftables 服务开机启动，且它的配置文件中有这一行：include "/etc/nftables.d/*.nft"'
rules_lost='重启主机后这些规则会失效。nftables 的规则长期有效：请安装该软件包，再运行本脚本。'
not_there='尚未安装任何内容。'
will_restore='将恢复以下文件并重启 Docker：'
opens_again="需要您决定：$line  ! 安装前 Docker 监听 $opens 且不要求证书。该地址将重新打开：能访问的人都等于拥有 root 权限。"
changed_not_copied="$path 之后被改动过，但无法复制，磁盘是否已满？"
changed_kept="$path 之后被改动过，该版本保存为 $path.changed"
rules_stay='防火墙规则仍然保留。如需一并删除，请以 root 执行：rm /etc/systemd/system/docker.service.d/firewall.conf /etc/nftables.d/docker-tls.nft; systemctl daemon-reload; nft delete table inet docker_tls'
watchers_stay="每天运行 install.sh --check 的设置是手动添加的，予以保留。如需一并删除，请以 $(id -un) 的身份执行："
check_valid="  正常    ${what}：${who}有效期至 ${ends}（剩 ${left} 天）"
check_ending="  将到期  ${what}：${who}有效期至 ${ends}（剩 ${left} 天）"
check_ended="  异常    ${what}：${who}已于 ${ends} 到期"
check_not_yet="  异常    ${what}：${who}尚未生效。本机时钟准吗？"
check_no_certificate="  异常    ${what} 中没有证书。"
check_not_readable="  未知    ${what} 无法读取或不存在。请以 root 身份重试。"
check_no_openssl="  未知    ${what}：本机没有 openssl，无法得知 Docker 内存中的证书。请先安装。"
check_no_answer="  异常    ${what}：没有返回证书的应答。"
check_lets_in="  异常    ${what}：没有证书也能访问 Docker，能连到该端口者即等于 root。请重新运行 install.sh。"
check_another="  异常    ${what}：Docker 内存中的证书与 ${directory}/server-cert.pem 不同。请重启 Docker；重新加载（reload）不够。"
check_is_well='一切正常：30 天内没有证书到期。'
check_ends_soon='请及时更新证书：在 Dockseal 中打开 ca.zip，再在本机运行新的 install.sh。'
check_is_wrong='存在异常或未知的项目。'
