//! A machine that may be spoilt: this one's files under a layer that is thrown away, with a network, mounts and processes of its own, so that
//! what people are told to type as root can be run as it is.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    net::IpAddr,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    judge::{Ran, program, run},
    tidy::repository,
};

/// Who types.
#[derive(Clone, Copy)]
pub enum User<'a> {
    /// The administrator, who reaches root by `sudo`, in the home directory `/root`.
    Administrator,
    /// Somebody without rights, in the home directory `/home/<name>`.
    Person(&'a str),
}

impl User<'_> {
    pub fn home(self) -> String {
        match self {
            User::Administrator => "/root".into(),
            User::Person(name) => format!("/home/{name}"),
        }
    }
}

pub struct Machine {
    init: Child,
    _layer: TempDir,
}

/// The first process of the machine: it takes leave of those whose parent is gone, all others end with it, and it ends when its input does, so at the latest with the test.
const INIT: &str = r#"
set -eu
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
mount -t proc proc proc
mount --rbind /dev dev
mount --rbind /sys sys
mkdir -p var/lib/docker var/lib/containerd
for folder in run tmp root home var/lib/docker var/lib/containerd; do mount -t tmpfs -o mode=0755 tmpfs "$folder"; done
# Programs and libraries of other languages. Homes are hidden, and this repository may be in one.
test ! -d "$2" || { mkdir -p opt/tools; mount --bind "$2" opt/tools; }
mkdir run/systemd
chmod 0700 root
chmod 1777 tmp
mkdir tmp/outside
pivot_root . tmp/outside
cd /
umount -l /tmp/outside
rmdir /tmp/outside
rm -rf /etc/docker /etc/default/docker /etc/systemd/system/docker.service.d
printf '#!/bin/sh\nexec "$@"\n' >/usr/local/bin/sudo
chmod 0755 /usr/local/bin/sudo
printf '127.0.0.1 localhost\n::1 localhost\n' >/etc/hosts
busybox ip link set lo up
echo ready
cat >/dev/null
"#;

impl Machine {
    #[track_caller]
    pub fn boot() -> Self {
        assert_eq!(run(program("id").arg("-u")).succeeds().trim(), "0", "a machine of one's own (mounts, networks, dockerd) needs root");
        program("busybox");
        let layer = tempfile::tempdir().expect("a folder");
        let mut unshare = program("unshare");
        unshare
            .args(["--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", INIT, "init"])
            .arg(layer.path())
            .arg(repository().join("target/tools"));
        let mut init = unshare.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("unshare starts");
        let mut said = String::new();
        BufReader::new(init.stdout.take().expect("a pipe")).read_line(&mut said).expect("what it says");
        if said != "ready\n" {
            init.stderr.take().expect("a pipe").read_to_string(&mut said).expect("what it says");
            panic!("the machine does not boot (it needs overlayfs and the right to mount): {said}");
        }
        Self { init, _layer: layer }
    }

    /// A command in the machine, as root.
    pub fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let namespaces = format!("/proc/{}/ns", self.init.id());
        let mut command = program("nsenter");
        command.args([
            format!("--mount={namespaces}/mnt"),
            format!("--net={namespaces}/net"),
            format!("--pid={namespaces}/pid_for_children"),
        ]);
        command.arg("--").arg(name);
        command
    }

    /// Lines as they are pasted into a shell: what fails does not keep the next line from being run.
    #[track_caller]
    pub fn paste(&self, user: User<'_>, lines: &str) -> Ran {
        let home = user.home();
        let mut shell = match user {
            User::Administrator => self.program("env"),
            User::Person(_) => {
                let mut shell = self.program("setpriv");
                shell.args(["--reuid=1000", "--regid=1000", "--clear-groups", "env"]);
                shell
            }
        };
        // Docker waits without end for a socket that nobody reads.
        shell.arg(format!("HOME={home}")).args(["timeout", "180", "sh", "-c", &format!("cd \"$HOME\"\n{lines}")]);
        run(&mut shell)
    }

    /// The same, but it has to succeed. Without `set -e`, which nobody pastes: the lines themselves must stop at a failure.
    #[track_caller]
    pub fn follow(&self, user: User<'_>, lines: &str) -> String {
        self.paste(user, lines).succeeds()
    }

    /// Runs it as root, in `/`.
    #[track_caller]
    pub fn root(&self, script: &str) -> String {
        run(self.program("sh").args(["-euc", script])).succeeds()
    }

    /// A file in somebody's home directory, which is made when it is not there.
    #[track_caller]
    pub fn give(&self, user: User<'_>, name: &str, content: &[u8]) {
        let home = user.home();
        self.put(&format!("{home}/{name}"), content);
        if let User::Person(_) = user {
            self.root(&format!("chown 1000:1000 '{home}' '{home}/{name}'"));
        }
    }

    #[track_caller]
    pub fn put(&self, path: &str, content: &[u8]) {
        let mut shell = self.program("sh");
        shell.args(["-euc", "mkdir -p \"${1%/*}\"; cat >\"$1\"", "put", path]).stdin(Stdio::piped());
        let mut child = shell.spawn().expect("sh starts");
        child.stdin.take().expect("a pipe").write_all(content).expect("the content");
        assert!(child.wait().expect("it ends").success(), "{path}");
    }

    /// Gives the machine a name or an address more. Names lead to 127.0.0.1.
    pub fn answer_to(&self, name: &str) {
        match name.parse::<IpAddr>() {
            Ok(address) if address.is_loopback() => {}
            Ok(IpAddr::V4(address)) => _ = self.root(&format!("busybox ip addr add {address}/32 dev lo")),
            Ok(IpAddr::V6(address)) => _ = self.root(&format!("busybox ip addr add {address}/128 dev lo")),
            Err(_) if name == "localhost" => {}
            Err(_) => _ = self.root(&format!("echo '127.0.0.1 {name}' >>/etc/hosts")),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        _ = self.init.kill();
        _ = self.init.wait();
    }
}
