//! A whole Debian with its own init as the first process and its own Docker, and a second host beside it: systemd-nspawn under a layer that is
//! thrown away. The systems are made once by debootstrap, one for each init, and kept in the user's cache (`~/.cache/dockseal`).
//!
//! Each case has a layer and a boot of its own. `watcher.py` runs on the second host throughout and asks every listening port for Docker without a
//! certificate: an answer fails the case. `cargo test --test it install -- --nocapture` prints the table, which is also in
//! `target/tmp/install*.md`; `DOCKSEAL_CASE='port|hosts'` tries only the cases with one of these in their names, and `DOCKSEAL_CASE=` all of them on
//! each Debian: without it, each is tried on one of the two.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::Duration,
};

use tempfile::TempDir;

use crate::judge::{Ran, program, run};

/// A Debian release, with one of the programs that it can have as the first process.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    pub name: &'static str,
    suite: &'static str,
    packages: &'static str,
    /// What would stand in their way.
    without: &'static str,
    /// What is done to the system before it boots, in its root.
    prepare: &'static str,
    /// Reboots.
    reboot: &'static str,
    /// Succeeds when the system is up.
    is_up: &'static str,
    /// Starts Docker again, with what was changed on the disk.
    pub restart: &'static str,
    /// Whether Docker starts at boot, and runs.
    pub docker_is: &'static str,
    /// What Docker has said since the last boot.
    pub log: &'static str,
    /// Whose Docker it is: the shell of root, or of somebody else.
    pub shell: &'static [&'static str],
    /// The name of that one.
    pub owner: &'static str,
    /// The home.
    pub home: &'static str,
    /// Docker's socket.
    pub socket: &'static str,
}

const SYSTEMD: Release = Release {
    name: "",
    suite: "",
    packages: "",
    without: "sysvinit-core",
    prepare: "",
    reboot: "systemctl reboot",
    is_up: "case $(systemctl is-system-running --wait) in running|degraded) ;; *) false; esac",
    restart: "systemctl daemon-reload; systemctl restart docker.socket docker",
    docker_is: "systemctl is-enabled docker || :; ! systemctl -q is-active docker || echo active",
    log: "journalctl -b -o cat --no-pager",
    shell: &["env", "HOME=/root", "sh"],
    owner: "root",
    home: "/root",
    socket: "/var/run/docker.sock",
};

/// systemd 252, Docker 20.10
pub const BOOKWORM: Release = Release {
    name: "bookworm",
    suite: "bookworm",
    packages: "systemd,systemd-sysv,dbus,docker.io,iproute2,ca-certificates,openssl,curl,procps",
    ..SYSTEMD
};

/// systemd 257, Docker 26.1
pub const TRIXIE: Release = Release {
    name: "trixie",
    suite: "trixie",
    packages: "systemd,systemd-sysv,dbus,docker.io,docker-cli,iproute2,ca-certificates,openssl,curl,procps",
    ..SYSTEMD
};

/// The same with every firewall. polkit wants a session manager.
pub const FIREWALLS: Release = Release {
    name: "trixie",
    suite: "trixie",
    packages: "systemd,systemd-sysv,dbus,docker.io,docker-cli,iproute2,ca-certificates,openssl,curl,procps,libpam-systemd,iptables,nftables,ufw,firewalld",
    ..SYSTEMD
};

/// A small server that is reached by ssh, without openssl, curl and unzip.
pub const SMALL: Release = Release {
    name: "fleet",
    suite: "trixie",
    packages: "systemd,systemd-sysv,dbus,docker.io,docker-cli,iproute2,openssh-server,sudo,procps",
    ..SYSTEMD
};

/// System V's init 3.06 and its scripts, Docker 20.10. Limits are not a test's to set, and a second /sys would hide the control groups.
pub const SYSV: Release = Release {
    name: "sysv",
    suite: "bookworm",
    packages: "sysvinit-core,sysv-rc,docker.io,iproute2,ca-certificates,openssl,curl,procps",
    without: "openrc",
    prepare: "rm etc/rcS.d/*mountkernfs.sh; sed -i 's/^\\(\\t*\\)\\(ulimit\\|cgroupfs_mount$\\)/\\1: \\2/' etc/init.d/docker; grep -q ': ulimit' etc/init.d/docker",
    reboot: "reboot",
    is_up: "runlevel | grep -q ' 2$' && ! pgrep -f '^.bin.sh .etc.init.d.rc' && curl -s --unix-socket /run/docker.sock http://localhost/_ping",
    restart: "service docker restart; for try in $(seq 100); do curl -s --unix-socket /run/docker.sock http://localhost/_ping && break; sleep 0.1; done",
    docker_is: "ls /etc/rc*.d/*docker || :; ! service docker status >/dev/null || echo active",
    log: "cat /var/log/docker.log",
    ..SYSTEMD
};

/// The same with firewalls.
pub const SYSV_FIREWALLS: Release =
    Release { packages: "sysvinit-core,sysv-rc,docker.io,iproute2,ca-certificates,openssl,curl,procps,iptables,nftables,ufw", ..SYSV };

/// OpenRC 0.45 as Alpine has it: started by busybox's init, with busybox's shell, and Docker with a supervisor.
pub const OPENRC: Release = Release {
    name: "openrc",
    packages: "openrc,busybox,docker.io,iproute2,ca-certificates,openssl,curl,procps",
    without: "sysvinit-core",
    prepare: r#"
        ln -sf busybox bin/sh
        ln -s ../bin/busybox sbin/init
        for level in sysinit boot default; do echo "::wait:/sbin/openrc $level"; done >etc/inittab
        echo '::shutdown:/sbin/openrc shutdown' >>etc/inittab
        rm etc/runlevels/sysinit/*
        cat >etc/init.d/docker <<'END'
#!/sbin/openrc-run
supervisor=supervise-daemon
command=/usr/sbin/dockerd
command_args=$DOCKER_OPTS
output_log=/var/log/docker.log
error_log=/var/log/docker.log
END
    "#,
    reboot: "busybox reboot",
    is_up: "rc-status -r | grep -q default && ! pgrep -x openrc && curl -s --unix-socket /run/docker.sock http://localhost/_ping",
    restart: "rc-service docker restart; for try in $(seq 100); do curl -s --unix-socket /run/docker.sock http://localhost/_ping && break; sleep 0.1; done",
    docker_is: "ls /etc/runlevels/*/docker || :; ! rc-service docker status >/dev/null || echo active",
    ..SYSV
};

/// The same with firewalls.
pub const OPENRC_FIREWALLS: Release =
    Release { packages: "openrc,busybox,docker.io,iproute2,ca-certificates,openssl,curl,procps,iptables,nftables,ufw", ..OPENRC };

/// A user's own Docker 26.1, as dockerd-rootless-setuptool.sh of Debian 13 sets it up, started at boot.
pub const ROOTLESS: Release = Release {
    name: "rootless",
    suite: "trixie",
    packages: "systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,docker.io,docker-cli,rootlesskit,slirp4netns,uidmap,iproute2,ca-certificates,openssl,curl,procps",
    prepare: r#"
        chroot . useradd -m -s /bin/bash -u 1000 alice
        chroot . systemctl -q disable docker.service docker.socket containerd.service
        mkdir -p var/lib/systemd/linger home/alice/.config/systemd/user/default.target.wants home/alice/.local/state
        touch var/lib/systemd/linger/alice
        # What every system has, and systemd-nspawn has not.
        printf '[Unit]\nBefore=systemd-user-sessions.service\n[Service]\nType=oneshot\nExecStart=mkdir -p /dev/net\nExecStart=rm -f /dev/net/tun\nExecStart=mknod -m 666 /dev/net/tun c 10 200\n' >etc/systemd/system/tun.service
        ln -s ../tun.service etc/systemd/system/multi-user.target.wants/tun.service
        cat >home/alice/.config/systemd/user/docker.service <<'END'
[Service]
Environment=PATH=/usr/sbin:/usr/bin
ExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh --iptables=false
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutSec=0
RestartSec=2
Restart=always
StartLimitBurst=3
StartLimitInterval=60s
Delegate=yes
Type=notify
NotifyAccess=all
KillMode=mixed

[Install]
WantedBy=default.target
END
        ln -s ../docker.service home/alice/.config/systemd/user/default.target.wants/docker.service
        chown -R 1000:1000 home/alice
    "#,
    is_up: "systemctl is-system-running --wait; for try in $(seq 100); do curl -s --unix-socket /run/user/1000/docker.sock http://localhost/_ping && break; sleep 0.1; done",
    restart: "systemctl --user -M alice@ daemon-reload; systemctl --user -M alice@ restart docker",
    docker_is: "systemctl --user -M alice@ is-enabled docker; ! systemctl --user -M alice@ -q is-active docker || echo active",
    shell: &["setpriv", "--reuid=1000", "--regid=1000", "--init-groups", "env", "HOME=/home/alice", "USER=alice", "sh"],
    owner: "alice",
    home: "/home/alice",
    socket: "/run/user/1000/docker.sock",
    ..SYSTEMD
};

/// The addresses of the host.
pub const IPV4: &str = "192.0.2.10";
pub const IPV6: &str = "2001:db8::10";

/// The host, which has Docker, and beside it another one, where the test's own programs run.
pub struct Host {
    pub release: Release,
    init: Child,
    layer: TempDir,
    cgroup: String,
    leader: u32,
}

/// On the other host, somebody without a certificate: asks every port of the host for Docker, over and over, until the end.
pub struct Watcher {
    asking: Child,
    phase: Option<ChildStdin>,
    said: BufReader<ChildStdout>,
    answers: Vec<Answer>,
}

/// In this phase of the test, Docker has answered on a port: in the clear, or by TLS.
#[derive(Debug)]
pub struct Answer {
    pub phase: String,
    pub port: u16,
    pub by: String,
}

impl Watcher {
    /// What is asked from now on belongs to this phase.
    #[track_caller]
    pub fn begin(&mut self, phase: &str) {
        writeln!(self.phase.as_mut().expect("it has not ended"), "{phase}").expect("the watcher listens");
    }

    /// Has each port asked that listens now, and waits until that is done.
    #[track_caller]
    pub fn asks_everything(&mut self) {
        writeln!(self.phase.as_mut().expect("it has not ended")).expect("the watcher listens");
        while let Some((_, what)) = self.next() {
            if what == "asked" {
                return;
            }
        }
        panic!("the watcher has ended");
    }

    /// Has it ask until Docker answers on this port.
    #[track_caller]
    pub fn asks_until_it_gets(&mut self, phase: &str, port: u16, by: &str) {
        for _ in 0..60 {
            self.asks_everything();
            if self.answers.iter().any(|answer| (answer.phase.as_str(), answer.port, answer.by.as_str()) == (phase, port, by)) {
                return;
            }
        }
        panic!("no answer on {port} by {by}: {:?}", self.answers);
    }

    /// What it has got.
    #[track_caller]
    pub fn end(mut self) -> Vec<Answer> {
        self.phase = None;
        while self.next().is_some() {}
        assert!(self.asking.wait().expect("it ends").success(), "the watcher has failed");
        std::mem::take(&mut self.answers)
    }

    fn next(&mut self) -> Option<(String, String)> {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("what it says");
        let (phase, what) = line.trim_end().split_once(' ')?;
        if let Some((port, by)) = what.split_once(' ') {
            self.answers.push(Answer { phase: phase.into(), port: port.parse().expect("a port"), by: by.into() });
        }
        Some((phase.into(), what.into()))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        _ = self.asking.kill();
        _ = self.asking.wait();
    }
}

/// The other host. It ends when its input does, so at the latest with the test; with it everything in its process namespace, the host too.
/// A network namespace of the host's own outlives its reboots. Two systems in one control group would stop each other's services.
const INIT: &str = r#"
set -eu
release=$1 layer=$2 group=$3 prepare=$4
mount -t proc proc /proc
mount -t tmpfs tmpfs "$layer"
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
cd "$layer"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$release,upperdir=upper,workdir=work" root
(cd root; eval "$prepare")
for tree in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  test ! -e "$tree/cgroup.procs" || { mkdir -p "$tree/$group"; echo 0 >"$tree/$group/cgroup.procs"; }
done
printf '127.0.0.1 localhost\n::1 localhost\n192.0.2.10 docker.example.com\n2001:db8::10 docker.example.com\n' >hosts
mount --bind hosts /etc/hosts
touch host
unshare --net=host true
ip link add other type veth peer name host0 netns "$layer/host"
ip addr add 192.0.2.1/24 dev other
ip addr add 2001:db8::1/64 dev other nodad
ip link set lo up
ip link set other up
exec 3<&0
# Docker sets what it needs there; containers get a keyring and device rules.
export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
while
  # Down after a reboot by System V's scripts.
  nsenter --net=host sh -ec '
    ip link set lo up
    ip addr replace 192.0.2.10/24 dev host0
    ip addr replace 2001:db8::10/64 dev host0 nodad
    ip link set host0 up
  '
  code=0
  systemd-nspawn --quiet --boot --directory=root --machine="$group" --register=no --keep-unit --network-namespace-path="$layer/host" \
    --capability=CAP_NET_ADMIN --system-call-filter="add_key bpf keyctl" --resolv-conf=off --link-journal=no --console=pipe --tmpfs=/var/lib/docker --tmpfs=/var/lib/containerd \
    </dev/null >>console 2>&1 || code=$?
  # It asks to be started again, for a reboot, which no packet filter outlives.
  test "$code" = 133
do nsenter --net=host nft flush ruleset; done &
echo ready
exec cat <&3 >/dev/null
"#;

/// A script as root in a system that is not booted, under a layer that is thrown away, with this folder as `/mnt`.
pub fn unbooted(release: Release, folder: &Path, script: &str) -> Ran {
    const IN_LAYER: &str = r#"
        release=$1 files=$2 layer=$3
        mount -t tmpfs tmpfs "$layer"
        cd "$layer"
        mkdir upper work root
        mount -t overlay overlay -o "lowerdir=$release,upperdir=upper,workdir=work" root
        mount -t proc proc root/proc
        mount --rbind /dev root/dev
        mount --bind "$files" root/mnt
        exec chroot root sh -c "$4"
    "#;
    let layer = tempfile::tempdir().expect("a folder");
    let mut unshare = program("unshare");
    unshare.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-euc", IN_LAYER, "unbooted"]);
    run(unshare.arg(system(release)).arg(folder).arg(layer.path()).arg(script))
}

impl Host {
    #[track_caller]
    pub fn boot(release: Release) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        for name in ["systemd-nspawn", "ip", "nft", "docker", "curl"] {
            program(name);
        }
        let root = system(release);
        let layer = tempfile::tempdir().expect("a folder");
        let cgroup = format!("dockseal-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut unshare = program("unshare");
        unshare.args(["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", INIT, "init"]);
        unshare.arg(root).arg(layer.path()).arg(&cgroup).arg(release.prepare);
        let mut init = unshare.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("unshare starts");
        let mut said = String::new();
        BufReader::new(init.stdout.take().expect("a pipe")).read_line(&mut said).expect("what it says");
        if said != "ready\n" {
            init.stderr.take().expect("a pipe").read_to_string(&mut said).expect("what it says");
            panic!("the host does not boot (it needs root, overlayfs and network namespaces): {said}");
        }
        let mut host = Self { release, init, layer, cgroup, leader: 0 };
        host.wait_for_init(0);
        host
    }

    /// A command on the host, as root, with `/` as its folder.
    pub fn program(&self, name: &str) -> Command {
        let mut command = program("nsenter");
        command.args(["--target", &self.leader.to_string(), "--all", "--", "timeout", "600", "env", "-C", "/", name]);
        command
    }

    /// A script on the host, as root.
    pub fn sh(&self, script: &str) -> Ran {
        run(self.program("sh").args(["-c", script]))
    }

    /// A script of the one whose Docker it is.
    pub fn as_its_user(&self, script: &str) -> Ran {
        run(self.program(self.release.shell[0]).args(&self.release.shell[1..]).args(["-c", script]))
    }

    /// A script on the host, as root, of which each line has to succeed.
    #[track_caller]
    pub fn root(&self, script: &str) -> String {
        run(self.program("sh").args(["-euc", script])).succeeds()
    }

    #[track_caller]
    pub fn put(&self, path: &str, mode: u32, content: &[u8]) {
        let mut shell = self.program("sh");
        shell.args(["-euc", "mkdir -p \"${1%/*}\"; cat >\"$1\"; chmod \"$2\" \"$1\"", "put", path, &format!("{mode:o}")]);
        let mut child = shell.stdin(Stdio::piped()).spawn().expect("sh starts");
        child.stdin.take().expect("a pipe").write_all(content).expect("the content");
        assert!(child.wait().expect("it ends").success(), "{path}");
    }

    /// A command on the other host.
    pub fn beside(&self, name: &str) -> Command {
        self.beside_for(30, name)
    }

    /// The same, which may take so many seconds.
    pub fn beside_for(&self, seconds: u32, name: &str) -> Command {
        let init = children(self.init.id()).first().copied().unwrap_or_else(|| self.init.id());
        let mut command = program("nsenter");
        command.args(["--target", &init.to_string(), "--mount", "--net", "--", "timeout", &seconds.to_string(), name]);
        command
    }

    /// A cable from the host beside another one to this one, with the addresses 198.51.`number`.1 and 198.51.`number`.2.
    #[track_caller]
    pub fn join(&self, other: &Self, number: u8) {
        let link = format!(
            "ip link add to{number} type veth peer name eth{number} netns {}; ip addr add 198.51.{number}.1/24 dev to{number}; ip link set to{number} up",
            self.leader
        );
        let beside = children(other.init.id()).first().copied().unwrap_or_else(|| other.init.id());
        run(program("nsenter").args(["--target", &beside.to_string(), "--net", "--", "sh", "-euc", &link])).succeeds();
        self.root(&format!("ip addr add 198.51.{number}.2/24 dev eth{number}; ip link set eth{number} up"));
    }

    /// Starts the watcher, in the phase `before`.
    pub fn watch(&self) -> Watcher {
        let init = children(self.init.id()).first().copied().unwrap_or_else(|| self.init.id());
        let mut command = program("nsenter");
        command.args(["--target", &init.to_string(), "--mount", "--net", "--pid", "--", "python3", "-c", include_str!("watcher.py")]);
        command.arg(self.layer.path().join("host")).args([IPV4, IPV6]);
        let mut asking = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("nsenter starts");
        let phase = asking.stdin.take();
        let said = BufReader::new(asking.stdout.take().expect("a pipe"));
        Watcher { asking, phase, said, answers: Vec::new() }
    }

    /// Down and up again, by the host's own init.
    #[track_caller]
    pub fn reboot(&mut self) {
        let before = self.leader;
        self.sh(self.release.reboot);
        self.wait_for_init(before);
    }

    fn wait_for_init(&mut self, before: u32) {
        for _ in 0..300 {
            sleep(Duration::from_millis(200));
            let Some(leader) = descendants(self.init.id()).into_iter().find(|process| is_init(*process)) else { continue };
            if leader != before {
                self.leader = leader;
                if self.sh(self.release.is_up).code == Some(0) {
                    return;
                }
            }
        }
        let console = run(self.beside("cat").arg(self.layer.path().join("console")));
        panic!("the host does not come up: {console}");
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        _ = self.init.kill();
        _ = self.init.wait();
        for tree in ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"] {
            let folder = Path::new(tree).join(&self.cgroup);
            if folder.is_dir() {
                _ = program("find").arg(folder).args(["-depth", "-type", "d", "-exec", "rmdir", "{}", ";"]).stderr(Stdio::null()).status();
            }
        }
    }
}

fn children(parent: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}

fn descendants(ancestor: u32) -> Vec<u32> {
    let children = children(ancestor);
    let below: Vec<u32> = children.iter().flat_map(|child| descendants(*child)).collect();
    [children, below].concat()
}

/// Whether this process is an init that is the first process of its process namespace.
fn is_init(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("NSpid:")).is_some_and(|ids| ids.split_whitespace().next_back() == Some("1"))
        && fs::read_link(format!("/proc/{process}/exe"))
            .is_ok_and(|exe| ["systemd", "init", "busybox"].iter().any(|name| exe.ends_with(name)))
}

/// The folder with a Debian of this release, made when it is not there.
fn system(release: Release) -> PathBuf {
    let folder = cache();
    let lock = fs::File::create(folder.join(format!("{}.lock", release.name))).expect("a lock");
    lock.lock().expect("the lock");
    let root = folder.join(format!("{}-{}", release.name, named_after(release.packages)));
    if !root.exists() {
        let made = folder.join(format!("{}.part", release.name));
        _ = fs::remove_dir_all(&made);
        let mut debootstrap = program("debootstrap");
        debootstrap.args(["--variant=minbase", &format!("--include={}", release.packages), &format!("--exclude={}", release.without)]);
        debootstrap.arg(release.suite).arg(&made).arg(mirror());
        run(&mut debootstrap).succeeds();
        fs::write(made.join("etc/resolv.conf"), "").expect("nobody to ask for names");
        _ = fs::remove_dir_all(made.join("var/cache/apt"));
        _ = fs::remove_dir_all(made.join("var/lib/apt/lists"));
        fs::rename(made, &root).expect("the system");
    }
    root
}

/// The folder of the systems.
pub fn cache() -> PathBuf {
    let cache =
        env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let folder = cache.unwrap_or_else(|| PathBuf::from("/var/cache")).join("dockseal");
    fs::create_dir_all(&folder).expect("the cache");
    folder
}

/// Another list of packages is another system.
pub fn named_after(recipe: &str) -> String {
    format!("{:08x}", recipe.bytes().fold(5381_u32, |sum, byte| sum.wrapping_mul(33) ^ u32::from(byte)))
}

/// The mirror that this machine's own packages come from.
pub fn mirror() -> String {
    let mut apt = program("apt-get");
    apt.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian", "Label: Debian"]);
    let list = run(&mut apt).succeeds();
    list.lines().next().expect("apt knows Debian's archive; if not, run `apt-get update`").to_owned()
}
