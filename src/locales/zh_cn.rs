//! Simplified Chinese.

use super::{RecipeWords, Recipes, Snippets, StepWords, Steps, Texts, Words};

const UNPACKED: &str = "应当看到解压出的文件名。";
const SHOWN: &str = "末尾应当出现 {shows}";
const NOTHING: &str = "不会有任何输出；只有失败时才会报错。";
const LATER: &str = "暂时没有输出；之后执行 docker version，会显示 Client 和 Server 两个版本号。";
const VERSIONS: &str = "应当看到 Client 和 Server 两个版本号。";

pub const TEXTS: Texts = Texts {
    reminder_authority: "Docker 主机和客户端的 CA 到期：{name}",
    reminder_server: "Docker 主机 {name} 的证书到期",
    reminder_client: "Docker 客户端 {name} 的证书到期",
    reminder_advice: "请在此日之前更新：在 Dockseal（网页或离线文件）中打开 ca.zip，选择要更新的证书，再把新的压缩包安装到原来的位置。CA 本身到期后，由它签发的证书都会被拒绝。",
    drop_in_flags: "空的 ExecStart= 用来清除软件包自带的启动命令，下一行取而代之。",
    drop_in_no_hosts: "此处不带 -H：监听地址写在 daemon.json 里，两处都写会导致 dockerd 无法启动。",
    daemon_json_exists: "{path} 已存在，未做任何改动。请手动把 {file} 中的五个键全部合并进去（尤其是 tlscacert），然后重新执行。",
    folder_of_others: "其他用户可以写入 {path} 或其上级目录，从而放入他们自己的密钥，因此没有放置密钥。请检查属主和权限：ls -ld {path}",
    home_has_keys: "目录 ~/.docker 里已有密钥，未做任何改动。请先把它们移走。",
    nftables: "只有这些地址可以访问此端口上的 Docker，其他流量不受影响。",
    nftables_undo: "撤销方法（以 root 身份执行；卸载 nftables 之前务必先执行）：{commands}",
    nftables_drop_in: "重启主机后仍然有效：Docker 每次启动前，docker.service 的 firewall.conf 都会先加载它；加载失败则 Docker 不启动。",
    nftables_maybe_drop_in: "如果 Docker 由 systemd 的 docker.service 运行，重启主机后仍然有效：firewall.conf 会在 Docker 启动前先加载它；加载失败则 Docker 不启动。否则重启主机后会失效。",
    nftables_include: "重启主机后会失效，除非 nftables 服务开机启动，且它的配置文件中有这一行：include \"/etc/nftables.d/*.nft\"",
    ansible_directories: "目录",
    ansible_files: "证书、私钥和 drop-in 文件",
    ansible_restart: "重启 Docker",
    ansible_wait: "等待端口就绪",
    embeds_key: "其中含有私钥：能读取这台机器 user data 的人就能拿到它。
默认情况下，容器也能从云平台的元数据服务（169.254.169.254）读到它：请禁止容器访问该地址。
机器配置完成后请删除此文件。",
    nixos_no_sources: "请先在页面中填写“允许连接的来源地址”，规则由此生成。不要对所有人开放该端口。",
    nixos_module: "放到 /etc/nixos/docker-tls.nix，并在 configuration.nix 中写：imports = [ ./docker-tls.nix ];",
    nginx: "只有持有本 CA 所签证书的客户端才能访问 socket。",
    gitlab_runner: "把这两项设置加到您的 runner 中。能在上面运行作业的人就等于拥有这台机器的 root 权限。",
    windows_no_service: "没有名为 docker 的服务。此脚本适用于 Windows 上的 Docker Engine，不适用于 Docker Desktop。",
    windows_service_has_options: "docker 服务的启动命令中有 -H、--host 或 --tls 选项，与 daemon.json 同时存在时 Docker 无法启动。请删除后重新运行：sc.exe config docker binPath= ... 目前的命令：",
    untried: "尚未在这类真实系统上试过。依据：{source}",
    on_desk: "在自己的电脑上",
    on_host: "在 Docker 主机上",
    on_host_as_root: "在 Docker 主机上，以 root 身份",
    on_client: "在客户端机器上",
    heading: "{title}（{place}）",
    on: "开启",
    off: "关闭",
    portainer_others: "然后用下面的名称和 URL，对其余主机各添加一次，其他各项相同：",
    stranger_let_in: "不安全：守护进程会应答没有证书的陌生客户端。请停止它并检查配置。",
    stranger_refused: "正常：没有证书的客户端被拒绝。",
    stranger_unknown: "无法判断：连不上守护进程，或其证书与地址不符。",
    install_sh: "install.sh        安装脚本：先列出改动并询问，完成后自行验证，失败则全部恢复
                  （--dry-run 只显示改动，--allow 只对已知地址开放端口，
                  --check 查看各证书的有效期，--uninstall 撤销全部）
",
    connect_sh: "connect.sh   配置这台电脑：放置文件，为每台主机创建 docker context，并逐一验证
             （文件更新后再运行一次即可；另有 --dry-run、--uninstall；
             --check 查看您的文件和各主机证书的有效期）
connect.ps1  同上，用于 PowerShell（它的 --check 只能确认各主机目前是否有效）
",
    contexts: "主机名.dockercontext
             每台主机一个，用于 docker context import；每个文件里都有一份私钥，
             导入之后或不需要时请删除
",
    no_contexts: "这里没有用于 docker context import 的文件：所有客户端和主机合计会超过 {most} 个，而每个文件里都有一份私钥。用 connect.sh 或 docker context create 可以创建同样的 context。",
    set_up: "配置主机",
    set_up_client: "配置这台电脑",
    by_hand: "手动操作",
    by_hand_lacks: "与脚本不同，这些命令不检查主机现状，没有改动记录，不能撤销，也不做验证。",
    by_hand_lacks_client: "与脚本不同，这些命令不更新 docker context，也不验证主机。",
    fleet_others: "第一台主机已配置好。其余 {count} 台是否接着配置，不再逐一询问？",
    fleet_client: "是否把这台电脑配置为客户端“{client}”？",
    fleet_stopped: "在 {host} 处停止。已配置好的主机：{hosts}。问题解决后，再粘贴一次同样的命令即可：已完成的主机不会再改动。",
    fleet_by_hand: "以下主机没有 install.sh，请按它们各自的步骤操作：{hosts}。",
    fleet_as_root: "这些主机没有 sudo，ssh 以 root 登录：{hosts}。如果不允许 root 登录，请把那一行中的 root 换成普通用户，届时使用 doas。",
    fleet_limited: "之后只有您填写的地址能通过主机防火墙访问端口 {port}。",
    fleet_open: "之后端口 {port} 对所有地址开放。要限制来源，请先填写“允许连接的来源地址”。",
    copy_to_root: "复制到 root 的主目录，下一步就在那里执行。如果不允许 root 通过 ssh 登录，请复制到您自己的用户下，登录后在同一目录中切换为 root：用 doas sh 或 su，不要用 su -。",
    configure_placed: "无需输入命令：上一步已放好 {files}。",
    configure_folder: "无需输入命令，直接使用当前目录中的：{files}",
    configure_merge: "把 {files} 中的内容分别加到您已有的同名文件中。",
    if_not: "如果无法启动，用以下命令查看原因：",
    if_not_on_host: "如果无法启动，请在 Docker 主机上用以下命令查看原因：",
    no_sources: "请在客户端与主机之间的每一道防火墙上，只对客户端的地址开放端口 {port}。",
    no_sources_fill: "若需要具体命令，请在页面中填写“允许连接的来源地址”，页面随即显示，无需重新生成密钥。",
    unpack_choice: "在压缩包所在目录执行，任选其一。若目标目录已存在，说明其中有别的密钥，请先移走。",
    these_hosts: "仅限这些主机：{hosts}",
    prove_where: "在客户端机器上：先看到版本号，再看到“被拒绝”；最后在主机上再次看到版本号。",
    server_power: "能连上的人就等于拥有这台机器的 root 权限。客户端的压缩包只能交给您愿意给 root 的人。",
    server_power_of_user: "能连上的人可以做运行此 Docker 的用户所能做的一切。客户端的压缩包只能交给您愿意交出该账号的人。",
    client_power: "持有这些文件就等于拥有下列机器的 root 权限。",
    client_power_of_user: "持有这些文件的人，可以在下列机器上做运行 Docker 的用户所能做的一切。",
    client_power_of_both: "持有这些文件就等于拥有下列机器的 root 权限；对于 rootless Docker，则可以做运行它的用户所能做的一切。",
    server_ca: "CA 证书：守护进程只接受由它签发的客户端",
    server_ca_list: "守护进程放行的各客户端证书，外加一张只有 CA 名称、不放行任何人的证书",
    server_readme: "Docker 远程 API 的双向 TLS：{host} 上守护进程所需的文件

{power}

证书对以下名称和地址有效：{names}

ca.pem            {trusted}
server-cert.pem   守护进程的证书
server-key.pem    守护进程的私钥：务必保密，只应存在于这台机器上
",
    client_readme: "Docker 远程 API 的双向 TLS：客户端“{client}”所需的文件

{power}请像保管 SSH 私钥一样保管它们。

  {hosts}

ca.pem       CA 证书：客户端只信任由它签发的守护进程
cert.pem     客户端证书
key.pem      客户端私钥：务必保密
env.sh       POSIX shell 的环境变量：  . ./env.sh
env.fish     fish 的环境变量：         source env.fish
env.ps1      PowerShell 的环境变量：   . ./env.ps1
env.cmd      cmd 的环境变量：          call env.cmd
",
    server_again: "如果这些文件用来替换旧的：在新的文件夹中再次运行 install.sh。Docker 会重启一次，因为重新加载仍会使用旧证书；没有开启 live-restore 时，容器会随之停止。客户端无需改动。",
    server_again_by_hand: "如果这些文件用来替换旧的：按同样的步骤再做一遍。读取它们的程序必须重启，因为重新加载仍会使用旧证书。客户端无需改动。",
    client_again: "如果这些文件用来替换旧的：在用到 ca.pem、cert.pem 和 key.pem 的地方都换成新的。旧证书到期之前仍然可用，主机无需改动。",
    client_again_by_script: "如果这些文件用来替换旧的：在新的文件夹中再次运行 connect.sh 或 connect.ps1，它会更新 ~/.docker 和 docker context。其他用到 ca.pem、cert.pem 和 key.pem 的地方，请手动换成新的。旧证书到期之前仍然可用，主机无需改动。",
    ca_readme: "Docker 守护进程和客户端的证书颁发机构（CA）

请离线保存：拿到 ca-key.pem 的人可以签发任意客户端证书，从而控制所有守护进程。
不要把它放到任何守护进程或客户端机器上。以后签发更多证书时还会用到它，方法见下文。

ca.pem          CA 证书，与其他各包中的相同
ca-key.pem      CA 私钥，{key}
dockseal.json   申请内容和签发结果的记录，不含机密
dockseal.ics    各证书的到期日，供导入日历：到期前 30、7 和 1 天提醒
issue.sh        没有浏览器时，用 OpenSSL 签发更多证书（见下文）

{then}
",
    made: "由 Dockseal {version} 于 {date} 生成",
    made_from: "由 Dockseal {version} 于 {date} 生成，来自 {link}",
    ca_key_clear: "未加密",
    ca_key_encrypted: "已用您的口令加密",
    ca_key_elsewhere: "不在这个压缩包里：生成时没有提供",
    ca_without_key: "如果您还有 ca-key.pem，请把它放进这个目录。没有它，仍可以把客户端拒之门外或重新放行，但不能再签发任何证书。",
    ca_encrypt: "用口令加密私钥（需要 OpenSSL 1.1 或更新版本）：

    openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem

之后用这个目录代替 ca.zip 和 ca.tar.gz 保存，并删除这两个仍含明文私钥的压缩包。dockseal.json 是以后继续使用的记录。",
    ca_open: "口令一旦遗忘，谁也无法找回。请现在就试试它能否打开私钥：

    openssl pkey -in ca-key.pem -noout && echo OK",
    ca_continue: "以后要增加或更新主机和客户端：重新打开 Dockseal（网页或离线文件），选择“打开 ca.zip”，把这个压缩包拖进去。
只会生成有变化的部分，并给出新的 ca.zip。没有浏览器时，可用 issue.sh 增加客户端或主机，或按已有证书中的名称换一把新私钥。
需要 OpenSSL 1.1.1 或更新版本。请在本目录的副本中执行其中一条，并换成您的名称：",
    ca_issue: "生成的文件放在这里的一个新目录中。已有的文件都不会改动，其他证书继续有效；新证书不会记入 dockseal.json。
如果 CA 私钥有口令，openssl 会询问。在最前面加上 --days 90 可以指定有效天数，但不能超过 CA 的有效期。
完成后请删除本目录的副本，因为其中有 CA 的私钥。",
    ca_under_list: "现在主机只放行名单上的客户端：用 issue.sh 签发的客户端会被拒绝，直到您带着它的证书打开 Dockseal 并生成新名单。",
    ca_client_folder: "把生成的目录作为 ~/.docker/{client}-client 交给该客户端，其余设置与其他客户端相同。",
    ca_server_files: "新主机的配置与其他主机相同。{where}",
    ca_server_directory: "生成的文件放到那台主机的 {directory}，并只允许所有者读取 server-key.pem。",
    ca_server_compose: "生成的文件放到那台主机上 compose.yaml 所在的目录，并只允许所有者读取 server-key.pem。",
    ca_servers_differ: "生成的文件放到哪里，取决于它与哪台主机的安装方式相同：",
    ca_server_like: "与 {host} 相同：{where}",
    requested_server: "Docker 远程 API 的双向 TLS：{host} 上守护进程的证书，对应您自己持有的私钥

{power}

证书对以下名称和地址有效：{names}

ca.pem            {trusted}
server-cert.pem   守护进程的证书
",
    requested_client: "Docker 远程 API 的双向 TLS：客户端“{client}”的证书，对应您自己持有的私钥

{power}请像保管 SSH 私钥一样保管您的私钥。

  {hosts}

ca.pem       CA 证书：客户端只信任由它签发的守护进程
cert.pem     客户端证书
env.sh       POSIX shell 的环境变量：  . ./env.sh
env.fish     fish 的环境变量：         source env.fish
env.ps1      PowerShell 的环境变量：   . ./env.ps1
env.cmd      cmd 的环境变量：          call env.cmd
",
    requested_key: "这里没有您的私钥：只有您自己持有，CA 的保管者也不需要它。
请把它放在这些文件旁边，命名为 {key}，且不加密，因为 Docker 读不了加密的私钥。在本目录中执行，把路径换成您的私钥：

    (umask 077 && openssl pkey -in PATH-OF-YOUR-KEY -out {key})

以下两条命令的输出相同，就说明私钥与证书相配：

    openssl pkey -in {key} -pubout
    openssl x509 -in {certificate} -noout -pubkey",
    requested_install: "然后在本目录中配置主机（rootless Docker 不用 sudo）：

    sudo sh ./install.sh",
    requested_place: "然后把 ca.pem、server-cert.pem 和 server-key.pem 放到守护进程读取的位置：{directory}
只允许守护进程读取 server-key.pem，用 --tlsverify 和这三个文件启动 dockerd，然后重启：重新加载仍会沿用旧证书。",
    requested_connect: "然后在本目录中配置这台电脑，用 POSIX shell 或 PowerShell：

    sh ./connect.sh
    powershell -ExecutionPolicy Bypass -File .\\connect.ps1

自己读取文件的程序，直接使用本目录中的 ca.pem、cert.pem 和 key.pem。",
    ask_readme: "为 {name} 申请证书的请求，以及与之对应的私钥

request.pem
    把这个文件发给 CA 的保管者，其中没有机密。
{key}
    您的私钥，{how}。不要发给任何人，CA 的保管者也不需要它。

对方会发回一个压缩包，其中的 README.txt 写明了私钥该放在哪里。在此之前请保留本目录：没有私钥，证书毫无用处。
证书的名称、用途（主机还是客户端）和有效期由 CA 的保管者决定。为防止请求在途中被改动，请与对方核对以下命令的输出，例如通过电话：

    openssl req -in request.pem -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -c
",
    all_readme: "Docker 远程 API 的双向 TLS：每台机器、每个人各一个压缩包

每个包里都有 README.txt，写明了操作步骤。

",
    all_server: "用于 {host} 上的守护进程",
    all_client: "交给客户端“{client}”，且只交给它这一个",
    all_ca: "证书颁发机构（CA）不在这里，它单独在 ca.zip 中：请离线保存，不要交给任何人。",
    all_trust: "供 {host} 使用：只更新其 Docker 允许谁连接",
    trust_readme: "{host} 上的 Docker 守护进程允许谁连接

从现在起，只有这些客户端能连接：{listed}
已拒之门外：{removed}

两行里都有的名字，是换了新文件：旧文件已拒之门外。其他任何人都不能连接，即使持有您的 CA 签发的证书。留下的客户端无需任何改动，本压缩包中没有私钥。

ca.pem            上述客户端的证书，外加一张只带 CA 名称、不放行任何人的证书
",
    trust_readme_of_authority: "{host} 上的 Docker 守护进程允许谁连接

与最初一样：持有您的 CA 所签发证书的每个客户端。曾被拒之门外的证书都已过期，因此仍然连不上。

ca.pem            CA 证书
",
    trust_install_sh: "install.sh        把 ca.pem 放到 Docker 读取的位置，重启 Docker，并验证它只认这些客户端
                  （--dry-run 只显示改动；--uninstall 询问后恢复旧的名单，并说明这会重新放行谁）
",
    trust_by_script: "把压缩包复制到主机上，然后在它所在的目录执行：",
    trust_by_hand: "在主机上，用本压缩包中的 ca.pem 替换 {directory}/ca.pem，然后重启 Docker（重新加载仍会沿用旧文件）：",
    trust_in_folder: "用本压缩包中的 ca.pem 替换部署这台主机时所用目录中的 ca.pem（主机上为 {directory}），然后：",
    trust_other_run: "%s 属于另一次生成。请把这一次的压缩包重新下载到一个空目录。",
    fleet_other_run: "这些压缩包来自不同的生成。请把同一次的压缩包重新下载到一个空目录。",
    trust_others: "第一台主机已完成。其余 {count} 台照此处理，不再逐一询问？",
    lost: "如果这些文件丢失",
    lost_client: "请立即告诉给您这个压缩包的人：客户端“{client}”。对方几分钟之内就能在所有主机上把它拒之门外（Dockseal：打开 ca.zip），其他人不受影响。电脑被盗、转卖或中过恶意软件时，也请告知。",
    env_use: "使用：  {command}",
    env_undo: "撤销：  {command}",
    also: "也可用：{others}",
    env_other_names: "同一守护进程的其他名称：",
    env_others: "其他守护进程：",
    other_programs: "其他程序（如 Compose、Portainer、编辑器、CI 或程序库）所需的内容见页面：打开该客户端，再选择“在其他程序中使用”。",
    see_nothing: NOTHING,
    tried_systemd: "已在 Debian 12 和 13 上实测。",
    tried_rootless: "已在 Debian 13 上用 rootless Docker 实测。",
    tried_openrc: "已在 Debian 上用 OpenRC 0.45 实测，尚未在 Alpine 或 Gentoo 上试过。",
    tried_sysv: "已在 Debian 上用 System V init 实测。",
    tried_no_snap: "尚未在真正的 snapd 上试过。",
    key_of_user: "私钥只有您自己可读，主目录里的副本会被删除。前一行成功后才会执行下一行。",
    placed_from_afar: "它会随其他文件一起送到主机上，这里供您核对。它会替换守护进程的整条启动命令。如果主机的 docker.service 有改动，请粘贴到“主机上已有的配置”。",
    restarts_container: "启动 compose.yaml 中的容器，不会重启主机本身的 Docker。",
    restarts_runner: "重启 GitLab Runner，不会重启主机本身的 Docker。",
    applies_nixos: "用此模块重新构建系统。如果因此重启 Docker，而又未启用 live-restore，容器会随之停止。",
    applies_ansible: "通过 SSH 配置主机，并重启其中的 Docker：未启用 live-restore 时，容器会随之停止。",
    diagnose_on_host: "请在 Docker 主机上执行。",
    diagnose_container: "查看容器最近的日志。",
    diagnose_log: "查看守护进程最近的日志以及端口占用情况。",
    diagnose_user: "查看实际生效的单元 和守护进程最近的日志。",
    firewall_of_desktop: "使用 Docker Desktop 或 NAS 时，请改为设置该电脑或 NAS 自身的防火墙。",
    steps: Steps {
        fleet: StepWords { title: "一次配置所有主机", text: "复制后，在存放下载文件的目录中粘贴到 shell（Linux、macOS 或 WSL）里执行，所用的电脑须能通过 ssh 连接这些主机。" },
        copy: StepWords { title: "复制文件", text: "在存放下载文件的目录中执行。如果下载的是全部文件的压缩包，请先解压，再进入解压出的目录。" },
        install: StepWords { title: "使用脚本", text: "一次完成主机上的全部工作。" },
        place: StepWords { title: "放置证书", text: "在压缩包所在目录中执行。" },
        configure: StepWords { title: "配置守护进程", text: "压缩包里已有这些文件。" },
        restart: StepWords { title: "使配置生效", text: "仅 reload 不够，它会继续使用旧证书。" },
        firewall: StepWords { title: "只对已知来源开放端口", text: "按实际使用的防火墙选择。" },
        client: StepWords { title: "使用脚本", text: "在压缩包所在目录中执行。请用 scp 或 U 盘传送压缩包，不要通过邮件或聊天工具：其中有私钥。" },
        unpack: StepWords { title: "解压客户端文件", text: "在压缩包所在目录中执行。请用 scp 或 U 盘传送压缩包，不要通过邮件或聊天工具：其中有私钥。" },
        connect: StepWords { title: "连接", text: "任选其一。" },
        prove: StepWords { title: "验证", text: "脚本已逐一验证过每台主机，您随时可以再试。" },
        prove_outside: StepWords { title: "从外部验证", text: "不依靠脚本，用其他程序确认：持有证书可以访问，没有证书会被拒绝。" },
        watch: StepWords { title: "到期之前得到提醒", text: "任选其一。都是运行 install.sh --check，直接检查端口：Docker 在重启之前一直使用内存中的旧证书。" },
    },
    snippets: Snippets {
        fleet: Words::new("一次配置所有主机", "通过 ssh 把各自的压缩包复制到每台主机，并在那里运行 install.sh。第一台主机会显示改动并征求确认；验证通过后，由您决定其余主机是否不再询问、依次进行。遇到失败立即停止，再粘贴一次即可继续，已完成的主机不会再改动。最后还可以把这台电脑配置为客户端。如果 ssh 要用别的用户名，请写在第一行，例如 login=admin@，或者写在某一台主机前面，例如 admin@host。没有 ssh 密钥时，每台主机会要求输入两次 ssh 密码和一次 sudo 密码。").see("每台主机都应当出现以“已验证”开头的几行，最后每台主机各有一行“成功”。"),
        copy_server: Words::new("复制到主机", "如果在主机上的用户名不同，请写成 user@host 的形式。").see("应当看到压缩包名称和 100%。"),
        install_server: Words::new("install.sh", "先列出将在主机上做的改动，经您同意后才动手。它保留主机原有的选项，将 Docker 重启两次（第一次端口只对本机开放），验证陌生客户端会被拒绝；出错时全部恢复原状。再次运行时只处理有差异的部分。--allow 192.0.2.0/24 在主机防火墙中只对这些地址开放端口，--dry-run 只显示改动，--uninstall 撤销安装。").see("应当看到将做的改动和一句提问；输入 y 之后，会出现以“已验证”开头的几行。"),
        place_server: Words::new("文件与权限", "私钥只有 root 可读，主目录里的副本会被删除。前一行成功后才会执行下一行。").see(UNPACKED),
        place_server_powershell: Words::new("安装", "以管理员身份在 PowerShell 中执行。之后只有系统和管理员能读取私钥；如果 Docker 无法启动，会恢复原来的配置。").see(SHOWN),
        unpack_server: Words::new("解压", "放入只有您可读的新目录，后面的命令都在其中执行。").see(UNPACKED),
        systemd_drop_in: Words::new("systemd drop-in 文件", "上一步已经放好，这里供您核对。它会替换守护进程的整条启动命令。如果主机的 docker.service 有改动，请粘贴到“主机上已有的配置”。"),
        daemon_json: Words::new("daemon.json", "如果主机上已有此文件，请粘贴到“主机上已有的配置”，这里会合并二者。"),
        install_ps1: Words::new("install.ps1", "上一步运行的就是它，这里供您核对。").file("放置文件并重启 Docker"),
        compose: Words::new("compose.yaml", "从自身所在目录挂载这些文件。").file("供 docker compose 使用，从本目录启动容器"),
        nginx_conf: Words::new("nginx.conf", "由 nginx 终结 TLS，只转发已知客户端的请求。").file("该容器中 nginx 的配置"),
        gitlab_runner: Words::new("Runner 配置", "请手动加到您的 runner 一节中。"),
        gitlab_job: Words::new("作业", "加到代码仓库中。").file("作业：加到代码仓库中"),
        ignition: Words::new("Ignition", "压缩包里的文件中，< > 内的名称已换成证书和私钥的内容。作为云平台的 user data 时，容器可从元数据服务读到其中的私钥：请禁止容器访问 169.254.169.254。").file("机器首次启动时读取的内容，其中含有私钥：
                  作为云平台的 user data 时，容器可从 169.254.169.254 读到它，
                  请禁止容器访问该地址"),
        butane: Words::new("Butane", "用于合并上面的文件。如有自己的 Butane 文件，请加入其中的 ignition 部分。").file("供 butane 使用，与上面的文件一起生成 machine.ign"),
        nixos_module: Words::new("NixOS 模块", "只写私钥的路径：Nix store 里的内容人人可读。"),
        cloud_init: Words::new("user data 文件", "压缩包里的文件中，< > 内的名称已换成证书和私钥的内容。仅在别人无法读取这台机器的 user data 时使用。容器可从元数据服务读到它：请禁止容器访问 169.254.169.254。").file("新机器读取的内容，其中含有私钥：
                  容器可从元数据服务 169.254.169.254 读到它，
                  请禁止容器访问该地址"),
        ansible: Words::new("Ansible playbook 文件", "把同目录下的文件复制到主机上。").file("playbook，把同目录下的文件复制到主机上"),
        restart: Words::new("重启", "未启用 live-restore 时，容器会随之停止。").see(SHOWN),
        apply: Words::new("应用", "再把对应的文件（machine.ign 或 user-data.yaml）交给新机器。").see(SHOWN),
        diagnose: Words::new("如果无法启动", "查看实际生效的单元、守护进程最近的日志以及端口占用情况。"),
        firewalld: Words::new("firewalld", "适用于 Fedora、RHEL 和 openSUSE，重启主机后仍然有效。前提是所在 zone 默认拒绝，其他来源才会被挡住。").see("每一行命令都应当显示 success，表示成功。"),
        ufw: Words::new("ufw", "适用于 Ubuntu，重启主机后仍然有效。前提是 ufw 默认拒绝入站流量，其他来源才会被挡住。").see("应当看到 Status: active，列表中有您填写的地址。"),
        nftables: Words::new("nftables", "使用独立的表，只影响这个端口；容器发布的端口也管得住，而 ufw 和 firewalld 管不住。重启后是否仍然有效，见开头几行。").see("应当看到名为 docker_tls 的表，其中有您填写的地址。"),
        windows_firewall: Words::new("Windows", "以管理员身份在 PowerShell 中执行。").see("应当看到新规则 Docker TLS，其中 Enabled 为 True。"),
        connect_sh: Words::new("sh、bash 或 zsh", "把文件放到只有您可读的目录，为每台主机创建 docker context，并逐一验证。替换任何东西之前都会询问。文件更新后再运行一次，context 也会一并更新。--dry-run 只显示将要做的事，--uninstall 撤销。").see("每台主机都应当有一行“成功”。"),
        connect_ps1: Words::new("PowerShell", "把文件放到只有您可读的目录，为每台主机创建 docker context，并逐一验证。替换任何东西之前都会询问。文件更新后再运行一次，context 也会一并更新。--dry-run 只显示将要做的事，--uninstall 撤销。").see("每台主机都应当有一行“成功”。"),
        unpack_client: Words::new("sh、bash 或 zsh", "放入只有所有者可读的新目录。若目录已存在，说明其中有别的密钥，请先移走。").see(UNPACKED),
        unpack_client_powershell: Words::new("PowerShell", "放入新目录。若其中已有文件，说明是别的密钥，请先移走。").see(NOTHING),
        client_env_sh: Words::new("环境变量（sh）", "在当前 shell 中有效，大多数访问 Docker 的程序都会读取这三个变量。").see(LATER),
        client_env_powershell: Words::new("环境变量（PowerShell）", "在当前会话中有效，大多数访问 Docker 的程序都会读取这三个变量。").see(LATER),
        client_flags: Words::new("命令行选项", "只用于单条命令，不保存任何设置。").see(VERSIONS),
        client_home: Words::new("~/.docker", "适合只连接一台远程主机的客户端：docker --tlsverify 默认就从这里读取。已有的密钥不会被覆盖。").see(VERSIONS),
        client_context: Words::new("docker context", "保存连接信息，用 docker context use 切换。个人使用首选。若名称已存在，请先用 docker context rm 删除。").see("应当看到新 context 的名称，然后是 Client 和 Server 两个版本号。"),
        client_context_import: Words::new("docker context import", "从压缩包里的一个文件导入主机地址、证书和私钥；私钥不是本页生成（凭请求签发）时没有这个文件。若名称已存在，请先用 docker context rm 删除，或者换一个名称导入。文件里有私钥，导入后请删除。").see("应当看到新 context 的名称，然后是 Client 和 Server 两个版本号。"),
        client_curl: Words::new("curl", "不经过 docker 命令直接访问 API，适合脚本和排查问题。").see("应当看到一行 JSON，其中有 ApiVersion 字样。"),
        client_portainer: Words::new("Portainer", "每台主机是一个单独的环境，三个文件都相同。URL 前面不加 tcp://。如果勾选跳过证书验证，Portainer 将不会发送客户端证书。Portainer 称这种方式为旧方式（legacy），推荐使用它的 Edge Agent，后者不需要开放 Docker 的端口。"),
        client_ci: Words::new("CI 作业", "三个文件应存入 CI 的机密变量，绝不放进代码仓库：DOCKER_CA_PEM、DOCKER_CERT_PEM、DOCKER_KEY_PEM。在 GitLab 中，每个都是 File 类型的变量，并设为 protected，这样只有受保护的分支和标签才能读取。私钥含有换行和空格，无法在日志中打码：不要打印它，也不要开启 set -x。在 Jenkins 中，改为创建 X.509 Client Certificate 凭据，DOCKER_CERT_PATH = credentials('ID') 会给出存放文件的目录，只需再设置另外两个变量。CI 存好后，请删除解压出来的文件。").see(VERSIONS),
        client_gitlab_ci: Words::new("GitLab CI", "可以直接运行的作业，写入 .gitlab-ci.yml。三个文件是 Settings > CI/CD > Variables 中 File 类型的变量，名称见其中，设置方法与“CI 作业”相同。"),
        client_github_actions: Words::new("GitHub Actions", "可以直接运行的工作流，存为 .github/workflows/docker.yml。三个文件是仓库的机密，位于 Settings > Secrets and variables > Actions，名称见其中：分别粘贴各文件的内容。运行器必须能访问该主机；如果主机只放行已知地址，请使用自己的运行器。"),
        prove_context: Words::new("docker", "在各种 shell 中都相同。若不想每次都写此选项，可执行 docker context use。").see(VERSIONS),
        prove_yes: Words::new("客户端可以连接", "在客户端上执行。").see("应当看到守护进程的版本号。"),
        prove_no: Words::new("未授权者被拒绝", "在客户端上执行，但这次不带证书。").see("应当看到：{shows}"),
        prove_cmd: Words::new("在 cmd 中验证这两点", "在客户端上执行。第二条命令不带证书，就像未授权者一样。")
            .see("应当先看到守护进程的版本号，然后看到错误：bad certificate、certificate required 或 EOF。"),
        prove_local: Words::new("本地 socket 仍然可用", "在 Docker 主机上执行。").see("应当看到同样的版本号。"),
        watch_timer: Words::new("systemd 定时器", "保留一份不含私钥的脚本，每天运行一次。有证书将在 30 天内到期或出现异常时，单元 docker-tls-check 会失败：可用 systemctl --failed 查看，也可用 OnFailure= 通知您。").see("应当看到每张证书的有效期。"),
        watch_cron: Words::new("cron", "保留一份不含私钥的脚本，每天运行一次。cron 会把输出用邮件发给您；一切正常时没有输出。").see("应当看到每张证书的有效期。"),
        watch_exporter: Words::new("node_exporter", "用于 Prometheus：为 textfile 收集器写入 docker_tls_check，写入 Debian 软件包读取的目录；其他系统请换成 --collector.textfile.directory 后面的目录。0 为正常，1 为 30 天内到期，2 为异常或未知。").see("应当看到每张证书的有效期。"),
    },
    recipes: Recipes {
        compose: RecipeWords { title: "Docker Compose", why: "Compose 使用 context。容器在远程主机上运行，因此 volumes: 中的路径是那台主机上的路径。旧版 docker-compose 则读取环境变量。" },
        buildx: RecipeWords { title: "docker buildx", why: "buildx 需要 context：它拒绝通过环境变量指定的 TLS 文件。它的 remote 驱动是另一回事，用的是 BuildKit 自己的 TLS。" },
        vscode: RecipeWords { title: "VS Code", why: "Container Tools 和 Dev Containers 都调用 docker 命令，只需切换当前的 context。该设置只为 VS Code 选择 context；旧的 Docker 扩展中名为 docker.environment，1.23 版起才支持这种 context。Dev Containers 无法把本机目录挂载到远程主机：请选择 Clone Repository in Container Volume。" },
        jetbrains: RecipeWords { title: "JetBrains IDEs", why: "请输入 https://，并用按钮选择目录：~ 指您的主目录。以上适用于 2022.3 及更早的版本，新版本的用词可能不同。" },
        lazydocker: RecipeWords { title: "lazydocker", why: "它读取环境变量；对于 context，它只取主机地址，不取证书。" },
        socat: RecipeWords { title: "只支持本地套接字的程序", why: "socat 运行期间，本地会有一个通往远程主机的套接字。在程序中填写 unix:// 加该套接字的路径。能打开该套接字的人，对那台主机拥有与其 Docker 同样的权限。各 Linux 发行版和 Homebrew 都有 socat 软件包。" },
        jenkins: RecipeWords { title: "Jenkins", why: "把每个文件的内容粘贴到对应的框中；如果缺少 CA，Jenkins 会报 NullPointerException。使用 Configuration as Code 时，Jenkins 读不到的文件会变成空的凭据，且没有任何提示。在流水线中，该凭据是一个包含三个文件的目录。" },
        gitlabrunner: RecipeWords { title: "GitLab Runner", why: "把这三项设置加到已有的 runner 中。tls_verify 是 TLS 的总开关：设为 false 时会忽略这些文件，使用明文 HTTP。" },
        woodpecker: RecipeWords { title: "Woodpecker", why: "加到 agent 的服务中。TLS_VERIFY 设为 false 时不会验证主机。运行 agent 的用户必须能读取 key.pem：读不到时，agent 会不用 TLS 继续运行。" },
        drone: RecipeWords { title: "Drone", why: "加到 runner 的服务中。流水线的各步骤得不到这些设置。" },
        terraform: RecipeWords { title: "Terraform, OpenTofu", why: "cert_path 会读取三个文件并验证主机。不要改用 cert_material 和 key_material：若漏写 ca_material 就不会验证主机，而且密钥会写入 state。对于 context，它只取主机地址，不取证书。" },
        pulumi: RecipeWords { title: "Pulumi", why: "不要使用 caMaterial、certMaterial 和 keyMaterial：它们要的是文件内容，而且会把密钥写入 state。" },
        ansible: RecipeWords { title: "Ansible", why: "这些默认值对 community.docker 的所有模块生效。若用 tls: true 代替 validate_certs，则不会验证。不要设置 tls_hostname：在 Docker SDK 7 中会报错。" },
        portainer: RecipeWords { title: "Portainer", why: "每台主机是一个独立的环境，使用相同的三个文件。表单中的 URL 前面不加 tcp://。如果跳过验证，Portainer 就不会发送证书。Portainer 称这种方式为旧方式，推荐使用它的 Edge Agent，那样无需开放 Docker 的端口。下面的命令通过 API 完成同样的操作：PORTAINER_URL 为其地址，PORTAINER_KEY 为访问令牌。" },
        uptimekuma: RecipeWords { title: "Uptime Kuma", why: "在 Uptime Kuma 的 data 目录旁执行这些命令，然后用 https:// 添加 Docker 主机：tcp:// 会被它改成明文 HTTP。三个文件缺一个，它就不发送证书。" },
        traefik: RecipeWords { title: "Traefik", why: "Traefik 环境变量中的 DOCKER_HOST 和 DOCKER_CERT_PATH 优先于这些设置：请取消设置（unset）。" },
        homepage: RecipeWords { title: "Homepage", why: "把客户端目录放到 Homepage 的配置目录中。host 的值前面不加协议。" },
        prometheus: RecipeWords { title: "Prometheus", why: "请写 https://：如果写 tcp://，Prometheus 不会使用证书，也没有任何提示。" },
        telegraf: RecipeWords { title: "Telegraf", why: "每台主机一节。" },
        dozzle: RecipeWords { title: "Dozzle", why: "开发者已用 agent 取代远程主机功能，不再提供支持：最好在每台主机上运行 agent。缺少 ca.pem 时它会使用明文 HTTP，且没有任何提示。" },
        diun: RecipeWords { title: "Diun", why: "除非把 TLSVERIFY 设为 false，否则会验证主机。" },
        wud: RecipeWords { title: "What’s Up Docker (WUD)", why: "三个文件缺一不可：少一个就会使用明文 HTTP。" },
        watchtower: RecipeWords { title: "Watchtower", why: "containrrr/watchtower 已停止维护，这里用的是仍在维护的分支。" },
        zabbix: RecipeWords { title: "Zabbix agent 2", why: "它不能通过 TLS 连接 Docker，只支持本地套接字。请在每台 Docker 主机上运行 agent，由 Zabbix 加密它与 agent 之间的连接。" },
        netdata: RecipeWords { title: "Netdata", why: "它不能通过 TLS 连接 Docker。请在每台 Docker 主机上运行 Netdata，再汇总数据。" },
        komodo: RecipeWords { title: "Komodo", why: "它不能通过 TLS 连接 Docker。请在每台 Docker 主机上运行它的 Periphery agent。" },
        dockge: RecipeWords { title: "Dockge", why: "它只支持本地套接字。请在每台 Docker 主机上运行 Dockge，再把它们添加为 agent。" },
        arcane: RecipeWords { title: "Arcane", why: "它不能通过 TLS 连接 Docker。请在每台 Docker 主机上运行它的 agent。" },
        coolify: RecipeWords { title: "Coolify", why: "它通过 SSH 连接主机，不需要 Docker 的端口。" },
        testcontainers: RecipeWords { title: "Testcontainers", why: "适用于 Java、Go 和 Node。实测的是 Node 版，它不支持用 IPv6 地址指定主机。用于 .NET 时，请把 1 改为 true。如果要用主机名以外的名称访问容器的端口，请设置 TESTCONTAINERS_HOST_OVERRIDE。" },
        dockerjava: RecipeWords { title: "docker-java", why: "没有 sslConfig，或三个文件缺一个时，它会使用明文 HTTP，且没有任何提示。" },
        springboot: RecipeWords { title: "Spring Boot (build-image)", why: "Maven 和 Gradle 各一份。环境变量 DOCKER_HOST 和 DOCKER_CONTEXT 优先于这里的全部设置：请取消设置（unset）。" },
        python: RecipeWords { title: "Python (docker)", why: "没有 verify=True 就不会验证主机，即使指定了 ca_cert。环境变量 REQUESTS_CA_BUNDLE 和 CURL_CA_BUNDLE 会取代您的 CA：请取消设置（unset）。" },
        go: RecipeWords { title: "Go (moby/client)", why: "client.FromEnv 还会信任系统中的所有 CA，而且 DOCKER_TLS_VERIFY 为空时不验证。" },
        node: RecipeWords { title: "Node.js (dockerode)", why: "请保留 protocol：没有它、又缺一个文件时，就会使用明文 HTTP。" },
        dotnet: RecipeWords { title: ".NET (Docker.DotNet.Enhanced)", why: "还需要 Docker.DotNet.Enhanced.X509 包。它把您的 CA 签发的任何证书都当作主机的证书，不核对名称。不要照抄回调返回 true 的示例，那样会接受任何证书。" },
        rust: RecipeWords { title: "Rust (bollard)", why: "需要启用 ssl 特性的 bollard，以及 tokio。顺序是密钥、证书、CA。它同时信任系统中的所有 CA。" },
        fabric8: RecipeWords { title: "Maven (fabric8)", why: "用于 fabric8 的 docker-maven-plugin。请写 https://。" },
        bmuschko: RecipeWords { title: "Gradle (bmuschko)", why: "用于 gradle-docker-plugin。设置 certPath 才会启用 TLS。" },
        spotify: RecipeWords { title: "Maven（Spotify，已停止维护）", why: "已停止维护，但仍见于许多教程。它只能读取 RSA 密钥：请在本页选择 RSA 类型的密钥，或改用 fabric8 的插件。" },
    },
};
