//! The few sentences that files carry, in every language. What the page says stands in `www/locales`, what `install.sh` says in itself.
//!
//! Commands, names of options and paths are never translated.

use crate::spec::Locale;

/// A sentence in every language. `{name}` is filled in by who uses it.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    en: &'static str,
    zh_cn: &'static str,
}

impl Text {
    /// In this language.
    pub fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::ZhCn => self.zh_cn,
        }
    }
}

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident { en: $en:literal, zh_cn: $zh_cn:literal $(,)? })*) => {
        $($(#[$meta])* pub const $name: Text = Text { en: $en, zh_cn: $zh_cn };)*

        /// Every one, by name.
        pub const ALL: &[(&str, Text)] = &[$((stringify!($name), $name),)*];
    };
}

texts! {
    /// In the drop-in that has every option.
    DROP_IN_FLAGS {
        en: "The empty ExecStart= drops the line of the package's unit; the next one takes its place.",
        zh_cn: "空的 ExecStart= 用来清除软件包自带的启动命令，下一行取而代之。",
    }
    /// In the drop-in beside `daemon.json`.
    DROP_IN_NO_HOSTS {
        en: "Without -H: the addresses are in daemon.json, and dockerd does not start when they are in both.",
        zh_cn: "此处不带 -H：监听地址写在 daemon.json 里，两处都写会导致 dockerd 无法启动。",
    }
    /// A message of the lines that place the files.
    DAEMON_JSON_EXISTS {
        en: "{path} is there already: nothing was changed. Add all five keys of {file} to it by hand, tlscacert above all, then run this again.",
        zh_cn: "{path} 已存在，未做任何改动。请手动把 {file} 中的五个键全部合并进去（尤其是 tlscacert），然后重新执行。",
    }
    /// A message of the lines that copy to `~/.docker`.
    HOME_HAS_KEYS {
        en: "There are keys in ~/.docker already: nothing was changed. Move them away first.",
        zh_cn: "目录 ~/.docker 里已有密钥，未做任何改动。请先把它们移走。",
    }
    /// In the ruleset of nftables, between single quotes.
    NFTABLES {
        en: "Only these addresses reach Docker on this port; nothing else is touched.",
        zh_cn: "只有这些地址可以访问此端口上的 Docker，其他流量不受影响。",
    }
    /// In the ruleset of nftables.
    NFTABLES_UNDO {
        en: "To undo it, as root, and always before nftables is removed: {commands}",
        zh_cn: "撤销方法（以 root 身份执行；卸载 nftables 之前务必先执行）：{commands}",
    }
    /// In the ruleset of nftables, where Docker is a service of systemd.
    NFTABLES_DROP_IN {
        en: "It lasts: firewall.conf of docker.service loads it before Docker starts, and Docker does not start without it.",
        zh_cn: "重启主机后仍然有效：Docker 每次启动前，docker.service 的 firewall.conf 都会先加载它；加载失败则 Docker 不启动。",
    }
    /// In the ruleset of nftables, where nobody knows whether it is.
    NFTABLES_MAYBE_DROP_IN {
        en: "Where systemd runs docker.service, it lasts: firewall.conf loads it before Docker starts, and Docker does not start without it. Elsewhere, a reboot takes it away.",
        zh_cn: "如果 Docker 由 systemd 的 docker.service 运行，重启主机后仍然有效：firewall.conf 会在 Docker 启动前先加载它；加载失败则 Docker 不启动。否则重启主机后会失效。",
    }
    /// In the ruleset of nftables, elsewhere.
    NFTABLES_INCLUDE {
        en: "A reboot takes it away, unless the service nftables starts at boot, and its own file has the line: include \"/etc/nftables.d/*.nft\"",
        zh_cn: "重启主机后会失效，除非 nftables 服务开机启动，且它的配置文件中有这一行：include \"/etc/nftables.d/*.nft\"",
    }
    /// A task of the playbook.
    ANSIBLE_DIRECTORIES {
        en: "Directories",
        zh_cn: "目录",
    }
    /// A task of the playbook.
    ANSIBLE_FILES {
        en: "Certificates, key and drop-in",
        zh_cn: "证书、私钥和 drop-in 文件",
    }
    /// A task of the playbook.
    ANSIBLE_RESTART {
        en: "Restart Docker",
        zh_cn: "重启 Docker",
    }
    /// A task of the playbook.
    ANSIBLE_WAIT {
        en: "The port answers",
        zh_cn: "等待端口就绪",
    }
    /// In files that have the daemon's key in them.
    EMBEDS_KEY {
        en: "The private key is in it: whoever can read this machine's user data has it. Delete the file when the machine is set up.",
        zh_cn: "其中含有私钥：能读取这台机器 user data 的人就能拿到它。机器配置完成后请删除此文件。",
    }
    /// In the module of NixOS, in place of its firewall's rules.
    NIXOS_NO_SOURCES {
        en: "Fill in \"Addresses that may connect\" on the page: the rules are made from them. Do not open the port to everybody.",
        zh_cn: "请先在页面中填写“允许连接的来源地址”，规则由此生成。不要把端口对所有人开放。",
    }
    /// In the module of NixOS.
    NIXOS_MODULE {
        en: "Goes to /etc/nixos/docker-tls.nix. In configuration.nix: imports = [ ./docker-tls.nix ];",
        zh_cn: "放到 /etc/nixos/docker-tls.nix，并在 configuration.nix 中写：imports = [ ./docker-tls.nix ];",
    }
    /// In nginx's configuration.
    NGINX {
        en: "Only clients with a certificate of your CA reach the socket.",
        zh_cn: "只有持有本 CA 所签证书的客户端才能访问 socket。",
    }
    /// In the runner's configuration.
    GITLAB_RUNNER {
        en: "Add these two settings to your runner. Jobs on it are as good as root on the machine.",
        zh_cn: "把这两项设置加到您的 runner 中。能在上面运行作业的人就等于拥有这台机器的 root 权限。",
    }
    /// A message of `install.ps1`.
    WINDOWS_NO_SERVICE {
        en: "There is no service named docker. This is for Docker Engine on Windows, not for Docker Desktop.",
        zh_cn: "没有名为 docker 的服务。此脚本适用于 Windows 上的 Docker Engine，不适用于 Docker Desktop。",
    }
    /// In the README, under its top.
    UNTRIED {
        en: "Not tried on a real system of this kind. It rests on: {source}",
        zh_cn: "尚未在这类真实系统上试过。依据：{source}",
    }
    /// Behind a heading: where one types.
    AT_DESK {
        en: " (on your own computer)",
        zh_cn: "（在自己的电脑上）",
    }
    /// Behind a heading: where one types.
    AT_HOST {
        en: " (on the Docker host)",
        zh_cn: "（在 Docker 主机上）",
    }
    /// Behind a heading: where one types.
    AT_HOST_AS_ROOT {
        en: " (on the Docker host, as root)",
        zh_cn: "（在 Docker 主机上，以 root 身份）",
    }
    /// Behind a heading: where one types.
    AT_CLIENT {
        en: " (on the computer that connects)",
        zh_cn: "（在客户端机器上）",
    }
    /// A value of Portainer's form.
    ON {
        en: "on",
        zh_cn: "开启",
    }
    /// A value of Portainer's form.
    OFF {
        en: "off",
        zh_cn: "关闭",
    }
    /// The no-test failed.
    STRANGER_LET_IN {
        en: "NOT SAFE: the daemon answers a stranger. Stop it and check its configuration.",
        zh_cn: "不安全：守护进程会应答没有证书的陌生客户端。请停止它并检查配置。",
    }
    /// The no-test passed.
    STRANGER_REFUSED {
        en: "Good: a client without a certificate is refused.",
        zh_cn: "正常：没有证书的客户端被拒绝。",
    }
    /// The no-test says nothing.
    STRANGER_UNKNOWN {
        en: "Nothing is proved: the daemon could not be reached, or its certificate does not fit.",
        zh_cn: "无法判断：连不上守护进程，或其证书与地址不符。",
    }
    /// A line of a daemon's README.
    INSTALL_SH {
        en: "install.sh        does it all: shows what it will do, asks, proves it, or puts everything back
                  (--dry-run only shows it, --uninstall undoes it)
",
        zh_cn: "install.sh        安装脚本：先显示改动并征求确认，完成后验证，失败则全部恢复
                  （--dry-run 只显示改动，--uninstall 撤销安装）
",
    }
    /// A heading.
    STEP_COPY {
        en: "Copy the files",
        zh_cn: "复制文件",
    }
    /// The heading of two ways.
    SET_UP {
        en: "Set up the host: either A or B",
        zh_cn: "配置主机：A、B 两种方法任选其一",
    }
    /// A heading.
    WAY_SCRIPT {
        en: "With the script",
        zh_cn: "使用脚本",
    }
    /// A heading.
    WAY_HAND {
        en: "By hand",
        zh_cn: "手动操作",
    }
    /// A heading.
    STEP_PLACE {
        en: "Put the certificates in place",
        zh_cn: "放置证书",
    }
    /// A heading.
    STEP_CONFIGURE {
        en: "Configure the daemon",
        zh_cn: "配置守护进程",
    }
    /// Of files that have got to their paths.
    CONFIGURE_PLACED {
        en: "Nothing to type: the step before has put {files} in place.",
        zh_cn: "无需输入命令：上一步已放好 {files}。",
    }
    /// Of files that stay in the folder.
    CONFIGURE_FOLDER {
        en: "Nothing to type. From the folder that you are in now, these are used: {files}",
        zh_cn: "无需输入命令，直接使用当前目录中的：{files}",
    }
    /// Of files that are parts of others.
    CONFIGURE_MERGE {
        en: "Add what is in {files} to the files of that name that you have.",
        zh_cn: "把 {files} 中的内容分别加到您已有的同名文件中。",
    }
    /// A heading.
    STEP_RESTART {
        en: "Put it into force",
        zh_cn: "使配置生效",
    }
    /// What a program says; this is in its own words.
    SHOWS {
        en: "You should see at the end: {shows}",
        zh_cn: "最后应当看到：{shows}",
    }
    /// Above commands that find a fault.
    IF_NOT {
        en: "If it does not start, this shows why:",
        zh_cn: "如果无法启动，用以下命令查看原因：",
    }
    /// The same, where the rest is done elsewhere.
    IF_NOT_ON_HOST {
        en: "If it does not start, this shows why, on the Docker host:",
        zh_cn: "如果无法启动，请在 Docker 主机上用以下命令查看原因：",
    }
    /// A heading.
    STEP_FIREWALL {
        en: "Open the port to known addresses only",
        zh_cn: "只对已知来源开放端口",
    }
    /// Above the rules for several firewalls.
    FIREWALL_CHOICE {
        en: "For the firewall that the machine has:",
        zh_cn: "按主机所用的防火墙任选其一：",
    }
    /// In place of a firewall's rules.
    NO_SOURCES {
        en: "Only the addresses of your clients should reach port {port}. Let nobody else in, whichever firewall is in front of it.
For the commands, fill in \"Addresses that may connect\" on the page: it then shows them. No new keys are needed.",
        zh_cn: "只应让客户端的地址访问端口 {port}。无论使用哪种防火墙，都不要放行其他来源。
若需要具体命令，请在页面中填写“允许连接的来源地址”，页面随即显示，无需重新生成密钥。",
    }
    /// A heading.
    STEP_UNPACK {
        en: "Unpack the client's files",
        zh_cn: "解压客户端文件",
    }
    /// In a client's README.
    UNPACK_CHOICE {
        en: "One of these, in the folder of the archive. If the directory is there already, other keys are in it: move it away first.",
        zh_cn: "在压缩包所在目录执行，任选其一。若目标目录已存在，说明其中有别的密钥，请先移走。",
    }
    /// A heading.
    STEP_CONNECT {
        en: "Connect",
        zh_cn: "连接",
    }
    /// In a client's README.
    CONNECT_CHOICE {
        en: "One of these:",
        zh_cn: "任选其一：",
    }
    /// In a daemon's README, of a step that is the client's.
    IN_CLIENTS_README {
        en: "README.txt in the client's archive has this step.",
        zh_cn: "此步骤见客户端压缩包中的 README.txt。",
    }
    /// A heading.
    STEP_PROVE {
        en: "Prove it",
        zh_cn: "验证",
    }
    /// Under it.
    PROVE_WHERE {
        en: "From a client's machine: the version, then \"refused\". On the host: the version again.",
        zh_cn: "在客户端机器上：先看到版本号，再看到“被拒绝”；最后在主机上再次看到版本号。",
    }
    /// What a client can do to a daemon's machine.
    SERVER_POWER {
        en: "Whoever connects has root on this machine. Give a client's bundle only to whom you would give root.",
        zh_cn: "能连上的人就等于拥有这台机器的 root 权限。客户端证书包只能交给您愿意给 root 的人。",
    }
    /// The same, of a user's own daemon.
    SERVER_POWER_OF_USER {
        en: "Whoever connects may do everything that the user may do who runs this Docker. Give a client's bundle only to whom you would give that account.",
        zh_cn: "能连上的人可以做运行此 Docker 的用户所能做的一切。客户端证书包只能交给您愿意交出该账号的人。",
    }
    /// What these files give.
    CLIENT_POWER {
        en: "With these files one has root on every machine below.",
        zh_cn: "持有这些文件就等于拥有下列机器的 root 权限。",
    }
    /// The same, of a user's own daemon.
    CLIENT_POWER_OF_USER {
        en: "With these files one may do everything, on every machine below, that the user may do who runs Docker there.",
        zh_cn: "持有这些文件的人，可以在下列机器上做运行 Docker 的用户所能做的一切。",
    }
    /// Of a file that is used where it is.
    COMPOSE_FILE {
        en: "for docker compose, which starts the container from this folder",
        zh_cn: "供 docker compose 使用，从本目录启动容器",
    }
    /// Of a file that is used where it is.
    NGINX_FILE {
        en: "the configuration of nginx in that container",
        zh_cn: "该容器中 nginx 的配置",
    }
    /// Of a file that goes into a repository.
    GITLAB_FILE {
        en: "the job: add it to the repository",
        zh_cn: "作业：加到代码仓库中",
    }
    /// Of a file that is used where it is.
    IGNITION_FILE {
        en: "what the machine reads at its first boot, with the private key in it",
        zh_cn: "机器首次启动时读取的内容，其中含有私钥",
    }
    /// Of a file that is used where it is.
    BUTANE_FILE {
        en: "for butane, which makes machine.ign of it and of the file above",
        zh_cn: "供 butane 使用，与上面的文件一起生成 machine.ign",
    }
    /// Of a file that is used where it is.
    CLOUD_INIT_FILE {
        en: "what the new machine reads, with the private key in it",
        zh_cn: "新机器读取的内容，其中含有私钥",
    }
    /// Of a file that is used where it is.
    ANSIBLE_FILE {
        en: "the playbook, which copies the files beside it to the host",
        zh_cn: "playbook，把同目录下的文件复制到主机上",
    }
    /// Of a file that is used where it is.
    INSTALL_PS1 {
        en: "puts the files in place and restarts Docker",
        zh_cn: "放置文件并重启 Docker",
    }
    /// The top of a daemon's README.
    SERVER_README {
        en: "Docker's remote API with mutual TLS: the files of the daemon on {host}

{power}

The certificate is valid for: {names}

ca.pem            the authority's certificate: the daemon lets in whom it has signed
server-cert.pem   the daemon's certificate
server-key.pem    the daemon's private key: keep it secret, it belongs on this machine only
",
        zh_cn: "Docker 远程 API 的双向 TLS：{host} 上守护进程所需的文件

{power}

证书对以下名称和地址有效：{names}

ca.pem            CA 证书：守护进程只接受由它签发的客户端
server-cert.pem   守护进程的证书
server-key.pem    守护进程的私钥：务必保密，只应存在于这台机器上
",
    }
    /// The top of a client's README.
    CLIENT_README {
        en: "Docker's remote API with mutual TLS: the files of the client \"{client}\"

{power} Keep them like an SSH key.

  {hosts}

ca.pem     the authority's certificate: the client trusts daemons that it has signed
cert.pem   the client's certificate
key.pem    the client's private key: keep it secret
env.sh     environment variables for a POSIX shell:  . ./env.sh
env.ps1    environment variables for PowerShell:     . ./env.ps1
",
        zh_cn: "Docker 远程 API 的双向 TLS：客户端“{client}”所需的文件

{power}请像保管 SSH 私钥一样保管它们。

  {hosts}

ca.pem     CA 证书：客户端只信任由它签发的守护进程
cert.pem   客户端证书
key.pem    客户端私钥：务必保密
env.sh     POSIX shell 的环境变量：  . ./env.sh
env.ps1    PowerShell 的环境变量：   . ./env.ps1
",
    }
    /// The authority's README.
    CA_README {
        en: "The certificate authority (CA) of your Docker daemons and clients

Keep it offline: whoever has ca-key.pem can make a client certificate, and with it command every daemon.
It belongs on no daemon and on no client. Whoever issues more certificates needs it: how that is done is said below.

ca.pem          the authority's certificate, as in every other bundle
ca-key.pem      the authority's private key, {key}
dockseal.json   what was asked for and what was issued: no secret

{then}
",
        zh_cn: "Docker 守护进程和客户端的证书颁发机构（CA）

请离线保存：拿到 ca-key.pem 的人可以签发任意客户端证书，从而控制所有守护进程。
不要把它放到任何守护进程或客户端机器上。以后签发更多证书时还会用到它，方法见下文。

ca.pem          CA 证书，与其他各包中的相同
ca-key.pem      CA 私钥，{key}
dockseal.json   申请内容和签发结果的记录，不含机密

{then}
",
    }
    /// Of a key without a passphrase.
    CA_KEY_CLEAR {
        en: "not encrypted",
        zh_cn: "未加密",
    }
    /// Of a key with a passphrase.
    CA_KEY_ENCRYPTED {
        en: "encrypted with your passphrase (PKCS#8, PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA-256)",
        zh_cn: "已用您的口令加密（PKCS#8、PBES2、AES-256-CBC、PBKDF2 与 HMAC-SHA-256）",
    }
    /// How to encrypt the key.
    CA_ENCRYPT {
        en: "To encrypt the key with a passphrase (OpenSSL 1.1 or newer). Then delete ca.zip and dockseal.zip, which hold it in the clear:

    openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem",
        zh_cn: "用口令加密私钥（需要 OpenSSL 1.1 或更新版本）。之后请删除仍含明文私钥的 ca.zip 和 dockseal.zip：

    openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in ca-key.pem -out ca-key.enc.pem && rm -f ca-key.pem",
    }
    /// Above the commands for one more client.
    CA_MORE_CLIENTS {
        en: "To let in one more client (OpenSSL 1.1.1 or newer, in a copy of this folder): put its name in place of {client}, with \\+ for a +. If
ca-key.pem has a passphrase, it is asked for; if yours is ca-key.enc.pem by now, put that after -CAkey. All other certificates stay as they are.
If it stops halfway, as after a wrong passphrase, delete the folder {client}-client before you try again.
Delete the copy of this folder when you have what you need: the CA's key is in it.",
        zh_cn: "增加一个客户端，无需全部重新生成（需要 OpenSSL 1.1.1 或更新版本，在本目录的副本中执行；请把 {client} 换成它的名称，名称中的 + 写成 \\+）。
如果 ca-key.pem 有口令，会询问口令；如果已改为 ca-key.enc.pem，请写在 -CAkey 之后。其他证书不受影响。
如果中途失败（例如口令输错），请先删除 {client}-client 目录再重试。
完成后请删除本目录的副本，因为其中有 CA 的私钥。",
    }
    /// Above the commands for one more daemon.
    CA_MORE_SERVERS {
        en: "For one more daemon, put its names and addresses in place of {host} and 192.0.2.20. {where}
Its configuration is that of the other daemons. No certificate may outlive the CA, whose end is in dockseal.json.",
        zh_cn: "增加一个守护进程：请把 {host} 和 192.0.2.20 换成它的名称和地址。{where}
配置与其他守护进程相同。证书的有效期不能超过 CA，CA 的到期时间见 dockseal.json。",
    }
    /// Where one more client's files go.
    CA_CLIENT_FOLDER {
        en: "The client gets the folder that this makes, as ~/.docker/{client}-client, and is set up like the others.",
        zh_cn: "把生成的目录作为 ~/.docker/{client}-client 交给该客户端，其余设置与其他客户端相同。",
    }
    /// Where one more daemon's files go.
    CA_SERVER_DIRECTORY {
        en: "The files go to {directory} there; let only the owner read server-key.pem.",
        zh_cn: "生成的文件放到那台主机的 {directory}，并只允许所有者读取 server-key.pem。",
    }
    /// Where one more daemon's files go, where Compose mounts them.
    CA_SERVER_COMPOSE {
        en: "The files go into the folder with compose.yaml there; let only the owner read server-key.pem.",
        zh_cn: "生成的文件放到那台主机上 compose.yaml 所在的目录，并只允许所有者读取 server-key.pem。",
    }
    /// How to try the passphrase.
    CA_OPEN {
        en: "Nobody can recover a forgotten passphrase: not even you. Try now whether it opens the key:

    openssl pkey -in ca-key.pem -noout && echo OK",
        zh_cn: "口令一旦遗忘，谁也无法找回。请现在就试试它能否打开私钥：

    openssl pkey -in ca-key.pem -noout && echo OK",
    }
    /// The top of the README of everything.
    ALL_README {
        en: "Docker's remote API with mutual TLS: one bundle for each machine and each person

Each bundle has a README.txt with the steps.

",
        zh_cn: "Docker 远程 API 的双向 TLS：每台机器、每个人各一个证书包

每个包里都有 README.txt，写明了操作步骤。

",
    }
    /// A line of the README of everything.
    ALL_SERVER {
        en: "for the daemon on {host}",
        zh_cn: "用于 {host} 上的守护进程",
    }
    /// A line of the README of everything.
    ALL_CLIENT {
        en: "for the client \"{client}\": this, and nothing else, is what it gets",
        zh_cn: "交给客户端“{client}”，且只交给它这一个",
    }
    /// A line of the README of everything.
    ALL_CA {
        en: "the certificate authority with its key: keep it offline, give it to nobody",
        zh_cn: "证书颁发机构（CA）及其私钥：离线保存，不要交给任何人",
    }
    /// At the top of `env.sh`.
    ENV_SH {
        en: "Source it:  . ./env.sh",
        zh_cn: "使用方法：  . ./env.sh",
    }
    /// At the top of `env.ps1`.
    ENV_PS1 {
        en: "Source it:  . ./env.ps1",
        zh_cn: "使用方法：  . ./env.ps1",
    }
    /// In front of a daemon's other names.
    ALSO {
        en: "also: {others}",
        zh_cn: "也可用：{others}",
    }
    /// Above the same daemon's other names in `env.sh` and `env.ps1`.
    ENV_OTHER_NAMES {
        en: "The same daemon by its other names:",
        zh_cn: "同一守护进程的其他名称：",
    }
    /// Above the other daemons in `env.sh` and `env.ps1`.
    ENV_OTHERS {
        en: "The other daemons:",
        zh_cn: "其他守护进程：",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_has_the_same_placeholders() {
        for (name, text) in ALL {
            assert_eq!(placeholders(text.en), placeholders(text.zh_cn), "{name}");
            assert!(!text.en.is_empty() && !text.zh_cn.is_empty(), "{name}");
        }
    }

    #[test]
    fn chinese_is_chinese() {
        for (name, text) in ALL {
            assert!(text.zh_cn.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{name}");
            assert!(text.en.is_ascii(), "{name}");
        }
    }
}
