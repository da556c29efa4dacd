//! `install.sh` on booted Debians, in the states that people's machines are in: what comes out is a daemon that lets in its clients and nobody
//! else, or the machine as it was.

use std::{fmt::Write as _, fs, panic::AssertUnwindSafe, path::Path, process::Command};

use dockseal::{
    Draft, Field, UnixTime,
    guide::{Pair, install_sh},
};

use crate::{
    booted::{Answer, BOOKWORM, FIREWALLS, Host, IPV4, IPV6, OPENRC, OPENRC_FIREWALLS, ROOTLESS, Release, SYSV, SYSV_FIREWALLS, TRIXIE},
    golden::scenarios,
    judge::{Bundles, issue, now, program, run},
    systemd::DOCKER_CE,
};

/// What becomes of a machine.
pub enum Outcome {
    /// The daemon lets in its clients and nobody else.
    Proved,
    /// Nothing was changed, and this was said.
    Refused(&'static str),
    /// It was tried, it failed, all is as it was, and this was said.
    PutBack(&'static str),
    /// It was said only what would be done, and this with it.
    Shown(&'static str),
}
pub use Outcome::{Proved, PutBack, Refused, Shown};

/// A machine in some state.
pub struct Case {
    pub name: &'static str,
    /// docker.service, unless it is Debian's own.
    pub unit: Option<&'static str>,
    /// What is done to the system before Docker is started again, as root.
    pub before: &'static [&'static str],
    /// Changes of the draft.
    pub draft: &'static [(Field, &'static str)],
    /// When the certificates were made, in days from now.
    pub made: i64,
    /// How the script is run, in the folder with the unpacked bundle; that of an earlier run is in /root/earlier.
    pub run: &'static str,
    pub outcome: Outcome,
    /// What has to hold after the installation, as root.
    pub after: &'static str,
}

pub const CASE: Case =
    Case { name: "", unit: None, before: &[], draft: &[], made: 0, run: "sh install.sh --yes", outcome: Proved, after: "" };

/// As Fedora starts it: long options, over several lines, and variables out of files.
const FEDORA: &str = "\
[Unit]
After=network-online.target containerd.service
Requires=docker.socket containerd.service

[Service]
Type=notify
EnvironmentFile=-/etc/sysconfig/docker
EnvironmentFile=-/etc/sysconfig/docker-network
ExecStart=/usr/bin/dockerd \\
          --host=fd:// \\
# a remark among them
          --exec-opt native.cgroupdriver=cgroupfs \\
          $OPTIONS \\
          $DOCKER_NETWORK_OPTIONS
ExecReload=/bin/kill -s HUP $MAINPID
Restart=on-abnormal
StartLimitBurst=3

[Install]
WantedBy=multi-user.target
";

/// As openSUSE once did: no address on the command line, no socket unit.
pub const NO_ADDRESS: &str = "\
[Unit]
After=network.target containerd.service

[Service]
Type=notify
EnvironmentFile=-/etc/sysconfig/docker
ExecStart=/usr/bin/dockerd --containerd /run/containerd/containerd.sock --add-runtime oci=/usr/sbin/runc $DOCKER_NETWORK_OPTIONS $DOCKER_OPTS
KillMode=process

[Install]
WantedBy=multi-user.target
";

/// As NixOS does: another configuration file.
const OTHER_CONFIG: &str = "\
[Service]
Type=notify
ExecStart=
ExecStart=/usr/bin/dockerd --config-file=/srv/docker/daemon.json -H unix:///var/run/docker.sock

[Install]
WantedBy=multi-user.target
";

pub const JSON: &[(Field, &str)] = &[(Field::Platform, "systemd-daemon-json")];

pub const DROP_INS: &str = "mkdir -p /etc/systemd/system/docker.service.d; cd /etc/systemd/system/docker.service.d";

/// Takes the addresses off the command line, as Docker's documentation says.
pub const NO_FLAGS: &str = "mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --containerd=/run/containerd/containerd.sock\n' >/etc/systemd/system/docker.service.d/override.conf";

pub const NO_SOCKET_UNIT: &str =
    "systemctl stop docker docker.socket; systemctl disable docker.socket; rm /lib/systemd/system/docker.socket";

pub const OTHER_TLS: &str = "mkdir -p /srv/tls /etc/systemd/system/docker.service.d; cp /root/earlier/*.pem /srv/tls
printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376 --tlsverify --tlscacert /srv/tls/ca.pem --tlscert /srv/tls/server-cert.pem --tlskey /srv/tls/server-key.pem\n' >/etc/systemd/system/docker.service.d/override.conf";

const NO_PROVER: &str = "rm /usr/bin/openssl /usr/bin/docker; mv /usr/bin/curl /root";

const OTHER_KEY: &str = "cp /root/earlier/server-key.pem /root/bundle/server-key.pem";

/// Takes the place of mv and systemctl. /run/killer/now has the program, the signal, and the arguments at which the caller gets it.
pub const KILLER: &str = r#"install -d -m 777 /run/killer
for program in mv systemctl; do
  cat >/usr/local/sbin/$program <<'END'
#!/bin/sh
read -r program signal arguments 2>/dev/null </run/killer/now
if [ "$program" = "${0##*/}" ]; then
  case "$*" in $arguments) rm /run/killer/now; kill -s "$signal" "$PPID"; [ "$signal" = TERM ] || sleep 1; exit 1 ;; esac
fi
exec "/usr/bin/${0##*/}" "$@"
END
  chmod +x /usr/local/sbin/$program
done"#;

/// In place of snapd: what it makes of the snap, a unit, and the wrapper's command line.
const SNAP: &str = "systemctl disable --now docker docker.socket; rm /lib/systemd/system/docker.* /etc/init.d/docker
mkdir -p /var/snap/docker/2932/config; ln -s 2932 /var/snap/docker/current; echo '{\"log-level\": \"error\"}' >/var/snap/docker/2932/config/daemon.json
cat >/etc/systemd/system/snap.docker.dockerd.service <<'END'
[Service]
Type=simple
ExecStart=/usr/sbin/dockerd --config-file=/var/snap/docker/current/config/daemon.json
Restart=on-failure

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload; systemctl enable --now snap.docker.dockerd.service";

/// A container that does nothing for ten minutes. systemd-nspawn mounts control groups of version 1 read-only.
const CONTAINER: &str = "set -e
for tree in $(grep -o ' /sys/fs/cgroup/[a-z]* cgroup ' /proc/mounts | cut -d ' ' -f 2); do mount -o remount,rw,bind $tree; done
tar -chC / usr/bin/sleep $(ldd /usr/bin/sleep | grep -o '/[^ ]*' | sed s,^/,,) | docker import - sleep
docker run -d --network none --name here sleep /usr/bin/sleep 600
docker inspect -f '{{.State.Running}} {{.State.StartedAt}}' here >/run/started
";

/// Fails if what follows has restarted Docker.
macro_rules! without_a_restart {
    ($run:literal) => {
        concat!(
            "pid=$(pgrep -xo dockerd) && { ",
            $run,
            "; } >/run/said 2>&1; code=$?; cat /run/said; rm /run/said; test $code = 0 && test \"$(pgrep -xo dockerd)\" = \"$pid\""
        )
    };
}

const COMMAND: &str = "command=$(tr '\\0' ' ' </proc/$(pgrep -xo dockerd)/cmdline)\n";

/// Every one is tried on one Debian or the other.
const CASES: &[Case] = &[
    // How Docker comes.
    Case { name: "Debian's docker.io", ..CASE },
    Case {
        name: "docker-ce",
        unit: Some(DOCKER_CE),
        after: "case $command in *' --containerd='*' -H fd:// -H tcp://[::]:2376 '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "docker-ce, daemon.json chosen",
        unit: Some(DOCKER_CE),
        draft: JSON,
        after: "case $command in *-H*|*--tls*) false;; esac; grep -q fd:// /etc/docker/daemon.json",
        ..CASE
    },
    Case { name: "docker.io, daemon.json chosen", draft: JSON, ..CASE },
    Case {
        name: "Fedora's unit, options in sysconfig",
        unit: Some(FEDORA),
        before: &[
            "mkdir -p /etc/sysconfig",
            "echo 'OPTIONS=\"--log-driver=journald --default-ulimit nofile=1024:1024\"' >/etc/sysconfig/docker",
        ],
        after: "case $command in *' --exec-opt native.cgroupdriver=cgroupfs --log-driver=journald --default-ulimit nofile=1024:1024 '*) ;; *) false; esac",
        ..CASE
    },
    Case { name: "a unit without addresses, no socket unit", unit: Some(NO_ADDRESS), before: &[NO_SOCKET_UNIT], ..CASE },
    Case {
        name: "a unit with --config-file, daemon.json chosen",
        unit: Some(OTHER_CONFIG),
        before: &[NO_SOCKET_UNIT, "mkdir -p /srv/docker", "echo '{\"log-driver\":\"local\"}' >/srv/docker/daemon.json"],
        draft: JSON,
        after: "grep -q '^{\"log-driver\":\"local\",\"hosts\": \\[\"unix:///var/run/docker.sock\", ' /srv/docker/daemon.json; test ! -e /etc/docker/daemon.json",
        ..CASE
    },
    Case { name: "Docker is not started at boot", before: &["systemctl disable docker"], ..CASE },
    // What people have configured.
    Case {
        name: "options in DOCKER_OPTS",
        before: &["echo 'DOCKER_OPTS=\"--dns 192.0.2.53 --log-level info\"' >>/etc/default/docker"],
        after: "case $command in *' --dns 192.0.2.53 --log-level info '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "an address in DOCKER_OPTS",
        before: &[
            "printf '# ours\\nDOCKER_OPTS=\"--dns 192.0.2.53 -H tcp://127.0.0.1:2375 --host-gateway-ip 192.0.2.9\"\\n' >/etc/default/docker",
        ],
        outcome: Refused(
            "In /etc/default/docker, line 2 has to become:\n    DOCKER_OPTS=\"--dns 192.0.2.53 --host-gateway-ip 192.0.2.9\"\nThen",
        ),
        ..CASE
    },
    Case {
        name: "tlsverify=false in a variable of a drop-in",
        before: &[DROP_INS, "printf '[Service]\\nEnvironment=A=b \"DOCKER_OPTS=--tls --tlsverify=false --debug\" C=-Hd\\n' >options.conf"],
        outcome: Refused("docker.service.d/options.conf, line 2 has to become:\n    Environment=A=b \"DOCKER_OPTS=--debug\" C=-Hd\nThen"),
        ..CASE
    },
    Case {
        name: "a daemon.json with other settings",
        unit: Some(DOCKER_CE),
        before: &["echo '{\"log-opts\": {\"max-size\": \"10m\", \"tag\": \"hosts\"}, \"labels\": [\"tls=no\"]}' >/etc/docker/daemon.json"],
        after: "test ! -e /etc/docker/daemon.json.dockseal; case $command in *' --tlsverify '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "a daemon.json with other settings, daemon.json chosen",
        unit: Some(DOCKER_CE),
        before: &[
            "printf '{\\n\\t\"log-opts\": { \"max-size\": \"10m\" },\\n\\t\"labels\": [\"tls=no\"]\\n}' >/etc/docker/daemon.json",
            "chmod 0600 /etc/docker/daemon.json",
            "chown 0:daemon /etc/docker/daemon.json",
        ],
        draft: JSON,
        after: "test \"$(head -n 3 /etc/docker/daemon.json)\" = \"$(printf '{\\n\\t\"log-opts\": { \"max-size\": \"10m\" },\\n\\t\"labels\": [\"tls=no\"],')\"; test \"$(stat -c %a%G /etc/docker/daemon.json)\" = 600daemon",
        ..CASE
    },
    Case {
        name: "a daemon.json that is a link, daemon.json chosen",
        unit: Some(DOCKER_CE),
        before: &["mkdir -p '/srv/my files'", "echo '{}' >'/srv/my files/d.json'", "ln -s '/srv/my files/d.json' /etc/docker/daemon.json"],
        draft: JSON,
        after: "test -L /etc/docker/daemon.json; grep -q tlscacert '/srv/my files/d.json'",
        ..CASE
    },
    Case {
        name: "a drop-in with other settings",
        before: &[DROP_INS, "printf '[Service]\\nEnvironment=HTTP_PROXY=http://192.0.2.9:3128\\n' >http-proxy.conf"],
        after: "grep -qz HTTP_PROXY /proc/$(systemctl show -p MainPID --value docker)/environ",
        ..CASE
    },
    Case {
        name: "somebody's drop-in with a command line",
        before: &[
            DROP_INS,
            "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// --label \"a=b c\" \\\\\\n  --log-level=info\\n' >override.conf",
        ],
        after: "case $command in *' --label a=b c --log-level=info '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "somebody's drop-in that comes after ours",
        before: &[DROP_INS, "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// --log-level=info\\n' >zz-last.conf"],
        after: "case $command in *' --log-level=info '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "somebody's drop-in with the name of ours",
        before: &[DROP_INS, "printf '[Service]\\nLimitNOFILE=65536\\n' >tls.conf"],
        after: "systemctl show -p LimitNOFILE docker | grep -q 65536",
        ..CASE
    },
    Case {
        name: "port 2375 on the command line",
        before: &[
            DROP_INS,
            "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375\\n' >override.conf",
        ],
        outcome: Refused("Docker listens on tcp://0.0.0.0:2375 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "port 2375 on the command line, --replace",
        before: &[
            DROP_INS,
            "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375\\n' >override.conf",
        ],
        run: "sh install.sh --yes --replace",
        after: "case $command in *2375*) false;; esac; ! curl -s http://127.0.0.1:2375/version",
        ..CASE
    },
    Case {
        name: "hosts in daemon.json with port 2375",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"fd://\", \"tcp://127.0.0.1:2375\"]}' >/etc/docker/daemon.json"],
        outcome: Refused("Docker listens on tcp://127.0.0.1:2375 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "hosts in daemon.json with port 2375, --replace",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"fd://\", \"tcp://127.0.0.1:2375\"]}' >/etc/docker/daemon.json"],
        run: "sh install.sh --yes --replace",
        after: "! curl -s http://127.0.0.1:2375/version",
        ..CASE
    },
    Case {
        name: "hosts in daemon.json, the socket only",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"unix:///var/run/docker.sock\"], \"debug\": false}' >/etc/docker/daemon.json"],
        after: "case $command in *-H*|*--tls*) false;; esac; grep -q '\"debug\": false' /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "hosts in daemon.json and -H, so Docker does not start",
        unit: Some(DOCKER_CE),
        before: &["echo '{\"hosts\": [\"unix:///var/run/docker.sock\"]}' >/etc/docker/daemon.json"],
        outcome: Refused("Addresses are set twice"),
        ..CASE
    },
    Case {
        name: "hosts in daemon.json and -H, so Docker does not start, --replace",
        unit: Some(DOCKER_CE),
        before: &["echo '{\"hosts\": [\"unix:///var/run/docker.sock\"]}' >/etc/docker/daemon.json"],
        run: "sh install.sh --yes --replace",
        ..CASE
    },
    Case {
        name: "TLS of ours in daemon.json, the local socket lost",
        before: &[
            NO_FLAGS,
            "mkdir /etc/docker/tls; cp /root/earlier/*.pem /etc/docker/tls",
            "echo '{\"hosts\": [\"tcp://0.0.0.0:2376\"], \"tlsverify\": true, \"tlscacert\": \"/etc/docker/tls/ca.pem\", \"tlscert\": \"/etc/docker/tls/server-cert.pem\", \"tlskey\": \"/etc/docker/tls/server-key.pem\"}' >/etc/docker/daemon.json",
        ],
        ..CASE
    },
    Case {
        name: "TLS in daemon.json without tlscacert",
        before: &[
            NO_FLAGS,
            "mkdir /srv/tls; cp /root/earlier/*.pem /srv/tls",
            "echo '{\"hosts\": [\"fd://\", \"tcp://0.0.0.0:2376\"], \"tlsverify\": true, \"tlscert\": \"/srv/tls/server-cert.pem\", \"tlskey\": \"/srv/tls/server-key.pem\"}' >/etc/docker/daemon.json",
        ],
        run: "sh install.sh --yes --replace",
        ..CASE
    },
    Case {
        name: "tlsverify: false in daemon.json",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"fd://\"], \"tlsverify\": false}' >/etc/docker/daemon.json"],
        after: "grep -q '\"tlsverify\": true' /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "TLS of somebody else on the command line",
        before: &[OTHER_TLS],
        outcome: Refused("TLS is set up already, with /srv/tls/server-cert.pem"),
        ..CASE
    },
    Case {
        name: "TLS of somebody else on the command line, --replace",
        before: &[OTHER_TLS],
        run: "sh install.sh --yes --replace",
        ..CASE
    },
    Case {
        name: "placed by hand before, from another CA",
        before: &[
            DROP_INS,
            "mkdir /etc/docker/tls; cp /root/earlier/*.pem /etc/docker/tls",
            "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376 --containerd=/run/containerd/containerd.sock --tlsverify --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/server-cert.pem --tlskey=/etc/docker/tls/server-key.pem $DOCKER_OPTS\\n' >tls.conf",
        ],
        ..CASE
    },
    Case {
        name: "installed before, from another CA, and three times over",
        run: "(cd /root/earlier && sh install.sh --yes) && sh install.sh --yes && sh install.sh --yes && sh install.sh --yes",
        after: "test $(ls /etc/systemd/system/docker.service.d | wc -l) = 1",
        ..CASE
    },
    // Again on a host that has it.
    Case {
        name: "installed, and again: nothing to do, in another language too",
        run: concat!(
            "sh install.sh --yes && ",
            without_a_restart!("sh install.sh --yes </dev/null && LANG=zh_CN.UTF-8 sh install.sh && sh install.sh --dry-run"),
            " && sh install.sh | grep 'This host already has these certificates and settings: nothing to do.' && sh install.sh --dry-run | grep 'proved      A client without' && test ! -e /var/lib/dockseal/run"
        ),
        ..CASE
    },
    Case {
        name: "installed, and again: nothing to do, daemon.json chosen",
        unit: Some(DOCKER_CE),
        draft: JSON,
        run: concat!("sh install.sh --yes && ", without_a_restart!("sh install.sh | grep 'nothing to do'")),
        ..CASE
    },
    Case {
        name: "installed, and again: nothing to do, without openssl",
        before: &["rm /usr/bin/openssl"],
        run: concat!("sh install.sh --yes && ", without_a_restart!("sh install.sh | grep 'nothing to do'")),
        ..CASE
    },
    Case {
        name: "installed, and the certificates renewed: one restart, and their days are shown",
        run: "(cd /root/earlier && sh install.sh --yes) && sh install.sh --yes >/run/said 2>&1 && cat /run/said && grep 'server-cert.pem: until 20..-..-.. -> 20..-..-..$' /run/said && grep 'ca.pem: until 20..-..-.. -> 20..-..-..$' /run/said && grep 'Docker restarts:' /run/said && ! grep -E 'restarts twice|tls.conf' /run/said && test $(journalctl -b -o cat -u docker | grep -cF 'API listen on [::]:2376') = 2",
        ..CASE
    },
    Case {
        name: "installed, and the certificates renewed, and shown only",
        run: "(cd /root/earlier && sh install.sh --yes >/run/said 2>&1) && sh install.sh --dry-run; code=$?; sh install.sh --uninstall --yes && exit $code",
        outcome: Shown("/etc/docker/tls/server-key.pem: replaced"),
        ..CASE
    },
    Case {
        name: "placed by hand, and Docker does not know yet",
        run: "sh install.sh --yes && (cd /root/earlier && cp ca.pem server-cert.pem server-key.pem /etc/docker/tls && systemctl reset-failed docker && systemctl restart docker) && cat ca.pem >/etc/docker/tls/ca.pem && cat server-cert.pem >/etc/docker/tls/server-cert.pem && cat server-key.pem >/etc/docker/tls/server-key.pem && sh install.sh --yes | grep 'Docker does not answer with them yet'",
        ..CASE
    },
    Case {
        name: "installed, and somebody has opened the key, and taken Docker off the boot",
        run: concat!(
            "sh install.sh --yes && chmod 644 /etc/docker/tls/server-key.pem && systemctl disable docker && ",
            without_a_restart!(
                "sh install.sh --yes | grep -A 9 'server-key.pem: only its owner and mode change' | grep -A 9 'Docker does not restart' | grep 'proved      A client without'"
            ),
            " && test $(stat -c %a /etc/docker/tls/server-key.pem) = 400 && systemctl is-enabled docker && sh install.sh --uninstall --yes && ! systemctl is-enabled docker && systemctl enable docker"
        ),
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    Case {
        name: "installed, and then another port opened by hand",
        run: "sh install.sh --yes && sed -i 's/ -H tcp/ -H tcp:\\/\\/0.0.0.0:2375 --tlsverify=false -H tcp/' /etc/systemd/system/docker.service.d/tls.conf && systemctl daemon-reload && systemctl reset-failed docker && systemctl restart docker && { sh install.sh --yes; test $? = 1; } && sh install.sh --yes --replace",
        after: "case $command in *2375*) false;; esac",
        ..CASE
    },
    Case {
        name: "--dry-run with a server of names and a port that never answer",
        draft: &[(Field::Hosts, "docker.example.com a.example.net b.example.net c.example.net")],
        before: &[
            "echo 'nameserver 127.0.0.1' >/etc/resolv.conf; systemd-run -q --unit=names systemd-socket-activate -d -l 127.0.0.1:53 sleep 600; systemd-run -q --unit=silent systemd-socket-activate -l 7000 sleep 600; timeout 60 sh -c 'until ss -Hltn sport = :7000 | grep -q .; do sleep 0.1; done'",
        ],
        run: "begin=$(date +%s); sh install.sh --dry-run; code=$?; test $(($(date +%s) - begin)) -lt 20 || exit 9; systemctl stop silent names; exit $code",
        outcome: Shown("+++ /etc/systemd/system/docker.service.d/tls.conf (0644)"),
        ..CASE
    },
    Case {
        name: "a socket unit that opens a port",
        before: &[
            "mkdir -p /etc/systemd/system/docker.socket.d",
            "printf '[Socket]\\nListenStream=2376\\n' >/etc/systemd/system/docker.socket.d/tls.conf",
            "systemctl daemon-reload; systemctl stop docker docker.socket",
        ],
        outcome: Refused("docker.socket opens a TCP port"),
        ..CASE
    },
    Case {
        name: "live-restore, with a running container",
        before: &["echo '{\"live-restore\": true}' >/etc/docker/daemon.json"],
        run: "sh /root/container && sh install.sh --yes && test \"$(docker inspect -f '{{.State.Running}} {{.State.StartedAt}}' here)\" = \"$(cat /run/started)\" && docker rm -f here",
        ..CASE
    },
    // What is wrong with the host.
    Case {
        name: "a daemon.json with a comma too many",
        before: &["printf '{\\n  \"debug\": true,\\n}\\n' >/etc/docker/daemon.json"],
        outcome: Refused("is not JSON (line 3)"),
        ..CASE
    },
    Case {
        name: "a daemon.json with a comment",
        before: &["printf '// mine\\n{}\\n' >/etc/docker/daemon.json"],
        outcome: Refused("is not JSON (line 1)"),
        ..CASE
    },
    Case {
        name: "an unknown option in daemon.json",
        before: &["echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json"],
        outcome: PutBack("no-such-option"),
        ..CASE
    },
    Case {
        name: "a read-only /etc",
        before: &["mount --bind /etc /etc; mount -o remount,ro,bind /etc"],
        outcome: Refused("is the file system read-only?"),
        ..CASE
    },
    Case {
        name: "no space for the certificates",
        before: &[
            "mount -t tmpfs -o mode=755,size=8k tmpfs /etc/docker",
            "dd if=/dev/zero of=/etc/docker/full bs=1k count=7 2>/dev/null || :",
        ],
        outcome: PutBack("is the disk full?"),
        ..CASE
    },
    Case {
        name: "no space for copies of the old files",
        before: &[
            "mkdir -p /var/lib/dockseal",
            "mount -t tmpfs -o mode=755,size=4k tmpfs /var/lib/dockseal; dd if=/dev/zero of=/var/lib/dockseal/full bs=1k count=8 2>/dev/null || :",
        ],
        outcome: Refused("is the disk full?"),
        ..CASE
    },
    Case {
        name: "an archive for rootless Docker",
        draft: &[(Field::Platform, "rootless")],
        outcome: Refused("This archive was made for rootless Docker, but root runs this Docker"),
        ..CASE
    },
    Case {
        name: "--dry-run and --uninstall",
        run: "! sh install.sh --dry-run --uninstall",
        outcome: Shown("sudo sh install.sh ["),
        ..CASE
    },
    Case { name: "no openssl", before: &["rm /usr/bin/openssl"], ..CASE },
    Case { name: "no curl", before: &["mv /usr/bin/curl /root"], ..CASE },
    Case {
        name: "neither openssl nor curl nor unzip",
        before: &["rm -f /usr/bin/openssl /usr/bin/unzip; mv /usr/bin/curl /root"],
        run: "! command -v openssl && ! command -v curl && ! command -v unzip && sh install.sh --yes | tail -n 1 | grep 'valid until 20..-..-..[.] Make'",
        ..CASE
    },
    Case {
        name: "neither openssl nor curl nor docker",
        before: &[NO_PROVER],
        outcome: Refused("This host has no program that can prove that strangers are refused"),
        ..CASE
    },
    Case {
        name: "neither openssl nor curl nor docker, --unproved",
        before: &[NO_PROVER],
        run: "sh install.sh --yes --unproved | grep 'not proved  A client without'",
        ..CASE
    },
    Case {
        name: "port 2376 is taken",
        before: &[
            "systemd-run -q --unit=other systemd-socket-activate --accept -l 2376 cat; timeout 60 sh -c 'until ss -Hltn sport = :2376 | grep -q .; do sleep 0.1; done'",
        ],
        outcome: Refused("Another program has port 2376 (\"systemd-socket-"),
        ..CASE
    },
    Case {
        name: "an address that the host does not have",
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "Docker starts, but without what it is told",
        before: &[
            "printf '#!/bin/sh\ncase \"$*\" in *--help* | *--validate*) exec /usr/sbin/dockerd \"$@\" ;; *) exec /usr/sbin/dockerd -H fd:// ;; esac\n' >/srv/dockerd; chmod +x /srv/dockerd",
            DROP_INS,
            "printf '[Service]\nExecStart=\nExecStart=/srv/dockerd -H fd://\n' >override.conf",
        ],
        outcome: PutBack("Nothing answers on port 2376."),
        ..CASE
    },
    Case {
        name: "a drop-in that forgot the empty ExecStart=",
        before: &[DROP_INS, "printf '[Service]\nExecStart=/usr/sbin/dockerd -H fd:// --debug\n' >override.conf"],
        outcome: Refused("docker.service has no ExecStart=, or more than one"),
        ..CASE
    },
    Case {
        // What SELinux and AppArmor do, without them.
        name: "Docker is kept from the files",
        before: &[
            DROP_INS,
            "printf '[Service]\\nInaccessiblePaths=-/etc/docker/tls\\nCapabilityBoundingSet=~CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH\\n' >confined.conf",
        ],
        outcome: PutBack("Docker may not read the files. SELinux: ausearch -m avc -ts recent. AppArmor: journalctl -k | grep DENIED"),
        ..CASE
    },
    Case { name: "a key that does not fit", before: &[OTHER_KEY], outcome: Refused("does not belong to server-cert.pem"), ..CASE },
    Case {
        name: "the ca.pem of another run in the archive",
        run: "cp -r . /srv/mixed && cd /srv/mixed && cp -f /root/earlier/ca.pem . && sh install.sh --yes",
        outcome: PutBack("certificate right: no"),
        ..CASE
    },
    Case {
        name: "a key that does not fit, no openssl",
        before: &[OTHER_KEY, "rm /usr/bin/openssl"],
        outcome: PutBack("private key does not match public key"),
        ..CASE
    },
    Case { name: "a clock before the certificate", made: 400, outcome: Refused("Set the clock first"), ..CASE },
    Case {
        name: "a clock in 1970",
        before: &["printf '#!/bin/sh\\necho 19700101000000\\n' >/usr/local/bin/date; chmod +x /usr/local/bin/date"],
        outcome: Refused("Set the clock first"),
        ..CASE
    },
    Case { name: "a certificate that has ended", made: -2000, outcome: Refused("Make new ones"), ..CASE },
    Case { name: "Docker is masked", before: &["systemctl mask docker"], outcome: Refused("systemctl unmask docker"), ..CASE },
    Case {
        name: "Docker is not installed",
        before: &["systemctl stop docker docker.socket; rm /lib/systemd/system/docker.* /etc/init.d/docker"],
        outcome: Refused("not installed here"),
        ..CASE
    },
    Case {
        name: "Docker is a snap, or as good as one",
        before: &[SNAP],
        draft: &[(Field::Platform, "snap")],
        after: "grep -q '\"tlscert\": \"/var/snap/docker/common/tls/server-cert.pem\"' /var/snap/docker/current/config/daemon.json; test ! -e /etc/systemd/system/docker.service.d",
        ..CASE
    },
    Case {
        name: "as good as a snap, with an unknown option in its daemon.json",
        before: &[SNAP, "echo '{\"no-such-option\": 1}' >/var/snap/docker/2932/config/daemon.json; systemctl restart snap.docker.dockerd"],
        outcome: PutBack("no-such-option"),
        ..CASE
    },
    Case {
        name: "a program in between",
        before: &[DROP_INS, "printf '[Service]\\nType=exec\\nExecStart=\\nExecStart=/usr/bin/env dockerd\\n' >override.conf"],
        outcome: Refused("starts /usr/bin/env, not dockerd"),
        ..CASE
    },
    // How it is run.
    Case {
        name: "without root",
        run: "cp -r . /tmp/b && chmod -R a+rX /tmp/b && setpriv --reuid=1000 --regid=1000 --clear-groups sh /tmp/b/install.sh --yes",
        outcome: Refused("sudo sh install.sh"),
        ..CASE
    },
    Case {
        name: "from another folder, with sudo's environment",
        run: "cd / && env -i PATH=/usr/bin:/bin HOME=/root sh /root/bundle/install.sh --yes",
        ..CASE
    },
    Case { name: "a folder with blanks in its name", run: "cp -r . '/srv/my bundle' && sh '/srv/my bundle/install.sh' --yes", ..CASE },
    Case { name: "sh -s, in the folder", run: "sh -s -- --yes <install.sh", ..CASE },
    Case {
        name: "sh -s, in another folder",
        run: "cd /srv && sh -s -- --yes </root/bundle/install.sh",
        outcome: Refused("Unpack the whole archive"),
        ..CASE
    },
    Case {
        name: "line ends of Windows",
        run: "mkdir /srv/crlf && for f in *; do sed 's/$/\\r/' $f >/srv/crlf/$f; done && cd /srv/crlf && sh install.sh --yes",
        ..CASE
    },
    Case { name: "bash --posix", run: "bash --posix install.sh --yes", ..CASE },
    Case { name: "busybox sh", run: "/root/busybox sh install.sh --yes", ..CASE },
    Case { name: "asked, and answered with yes", run: "(sleep 4; echo y; sleep 20) | script -qec 'sh install.sh' /dev/null", ..CASE },
    Case {
        name: "asked, and answered with no",
        run: "(sleep 4; echo n; sleep 2) | script -qec 'sh install.sh' /dev/null",
        outcome: Refused("Cancelled"),
        ..CASE
    },
    Case { name: "nobody to ask", run: "setsid sh install.sh", outcome: Refused("add --yes"), ..CASE },
    Case {
        name: "the archive of another host",
        draft: &[(Field::Hosts, "other.example.com 198.51.100.7")],
        run: "sh install.sh --dry-run",
        outcome: Shown("(other.example.com 198.51.100.7) lead to no address of this host: 127.0.0.1 "),
        ..CASE
    },
    Case {
        name: "--dry-run",
        run: "sh install.sh --dry-run",
        outcome: Shown(
            "+ExecStart=/usr/sbin/dockerd --containerd=/run/containerd/containerd.sock $DOCKER_OPTS -H fd:// -H tcp://[::]:2376 --tlsverify",
        ),
        ..CASE
    },
    Case { name: "--uninstall where nothing is", run: "sh install.sh --uninstall --yes", outcome: Shown("Nothing is installed."), ..CASE },
    Case {
        name: "in Chinese",
        run: "LANG=zh_CN.UTF-8 sh install.sh --dry-run",
        outcome: Shown("本机的 Docker：/usr/sbin/dockerd"),
        ..CASE
    },
    Case {
        name: "--uninstall after a change of one's own",
        run: "sh install.sh --yes && cd /etc/systemd/system/docker.service.d && echo '# mine' >>tls.conf && sh /root/bundle/install.sh --uninstall --yes && grep mine tls.conf.changed && cd / && rm -r /etc/systemd/system/docker.service.d",
        outcome: Shown("/tls.conf has changed since"),
        ..CASE
    },
    Case {
        name: "--uninstall after Docker has gone",
        run: "sh install.sh --yes && systemctl stop docker docker.socket && mv /lib/systemd/system/docker.service /etc/init.d/docker /srv && sh install.sh --uninstall --yes && mv /srv/docker /etc/init.d && mv /srv/docker.service /lib/systemd/system/ && systemctl daemon-reload && systemctl start docker",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    // Cut off: in place of the program that comes next stands one that ends the script. docker.service starts three times a minute, and a slow boot
    // takes its share: what restarts it here has it count anew.
    Case {
        name: "interrupted while it restarts Docker",
        before: &[KILLER],
        run: "echo 'systemctl TERM *restart*' >/run/killer/now; sh install.sh --yes",
        outcome: PutBack("interrupted"),
        ..CASE
    },
    Case {
        name: "killed before the files are in place",
        before: &[KILLER],
        run: "echo 'mv KILL */ca.pem' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && systemctl reset-failed docker && systemctl restart docker && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed between drop-in and daemon.json",
        unit: Some(DOCKER_CE),
        before: &[KILLER],
        draft: JSON,
        run: "echo 'mv KILL */daemon.json' >/run/killer/now; sh install.sh --yes; test -e /etc/systemd/system/docker.service.d/tls.conf && systemctl reset-failed docker && systemctl restart docker && docker -H unix:///var/run/docker.sock version && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed before the restart",
        before: &[KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && systemctl reset-failed docker && systemctl restart docker && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed before the restart, then --uninstall",
        before: &[KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes; sh install.sh --uninstall --yes; code=$?; rm -r /tmp/tmp.*; exit $code",
        outcome: Shown("An earlier run was interrupted"),
        ..CASE
    },
    Case {
        name: "killed after the proof, when its copies are kept",
        before: &[KILLER],
        run: "(cd /root/earlier && sh install.sh --yes) && { echo 'mv KILL */base/journal' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/done/journal; } && sh install.sh --yes",
        ..CASE
    },
];

/// Every case is tried with each init that starts Docker by a script. Nobody tells the script which one it is.
const SCRIPT_CASES: &[Case] = &[
    Case { name: "as it comes", after: "grep -q unix:///var/run/docker.sock /etc/docker/daemon.json", ..CASE },
    Case {
        name: "with a busybox in place of every program that it has",
        run: "mkdir /run/applets && /root/busybox --install -s /run/applets && PATH=/run/applets:$PATH sh install.sh --yes",
        draft: &[(Field::Platform, "openrc")],
        ..CASE
    },
    Case {
        name: "a daemon.json with other settings, and options for the script",
        before: &[
            "mkdir -p /etc/conf.d; echo 'DOCKER_OPTS=\"--label=a=b --config-file=/etc/docker/my.json\"' | tee -a /etc/default/docker >>/etc/conf.d/docker",
            "printf '{\\n\\t\"log-opts\": { \"max-size\": \"10m\" },\\n\\t\"live-restore\": true\\n}' >/etc/docker/my.json",
        ],
        run: "sh install.sh --yes | grep 'containers keep running' && sh install.sh --yes",
        after: "docker info -f '{{.Labels}}' | grep a=b; test \"$(head -n 3 /etc/docker/my.json)\" = \"$(printf '{\\n\\t\"log-opts\": { \"max-size\": \"10m\" },\\n\\t\"live-restore\": true,')\"",
        ..CASE
    },
    Case {
        name: "an address in DOCKER_OPTS",
        before: &[
            "mkdir -p /etc/conf.d; echo 'DOCKER_OPTS=\"--debug -H unix:///var/run/docker.sock\"' | tee -a /etc/default/docker >>/etc/conf.d/docker",
        ],
        outcome: Refused("has to become:\n    DOCKER_OPTS=\"--debug\""),
        ..CASE
    },
    Case {
        name: "a configuration file named by a variable",
        before: &[
            "mkdir -p /etc/conf.d; echo 'DOCKER_OPTS=\"--host-gateway-ip=192.0.2.1 --config-file=$CONF\" # --tls' | tee -a /etc/default/docker >>/etc/conf.d/docker",
        ],
        outcome: Refused("Write its full path there"),
        ..CASE
    },
    Case {
        name: "installed before, when systemd started Docker",
        before: &[
            "mkdir -p /var/lib/dockseal/base; cd /var/lib/dockseal/base; echo 'drop-in /etc/systemd/system/docker.service.d/tls.conf' >facts; echo 'was active' >journal; mkdir -p /etc/systemd/system/docker.service.d; echo '[Service]' >/etc/systemd/system/docker.service.d/tls.conf",
        ],
        run: "sh install.sh --dry-run",
        outcome: Shown("docker.service.d/tls.conf (gone)"),
        ..CASE
    },
    Case {
        name: "hosts in daemon.json with port 2375",
        before: &["echo '{\"hosts\": [\"unix:///var/run/docker.sock\", \"tcp://127.0.0.1:2375\"]}' >/etc/docker/daemon.json"],
        outcome: Refused("Docker listens on tcp://127.0.0.1:2375 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "an unknown option in daemon.json",
        before: &["echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json"],
        outcome: PutBack("no-such-option"),
        ..CASE
    },
    Case {
        name: "an address that the host does not have",
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "Docker is not started at boot",
        before: &["if test -d /etc/runlevels; then rc-update -q del docker; else update-rc.d docker disable; fi"],
        run: "sh install.sh --dry-run",
        outcome: Shown("Docker does not start at boot"),
        ..CASE
    },
    Case {
        name: "killed before the restart",
        before: &[KILLER],
        run: "echo 'mv KILL */daemon.json' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "--uninstall after Docker has gone",
        run: "sh install.sh --yes && mv /etc/init.d/docker /srv && sh install.sh --uninstall --yes && mv /srv/docker /etc/init.d && service docker restart && sleep 2",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
];

const OWN: &str = "chown -R 1000:1000 /home/alice";

/// What the page tells to do by hand.
const ROOTLESS_BY_HAND: &str = concat!(
    "ln -s /usr/share/docker.io/contrib/dockerd-rootless.sh /usr/bin; cd /home/alice/.config; install -D -m 444 -t docker/tls /home/alice/earlier/*.pem
mkdir systemd/user/docker.service.d; cat >systemd/user/docker.service.d/tls.conf <<'END'\n",
    include_str!("../golden/rootless/tls.conf"),
    "END\n"
);

/// Every one is tried with Docker of a user.
const ROOTLESS_CASES: &[Case] = &[
    Case {
        name: "as it comes",
        draft: &[(Field::Platform, "rootless")],
        after: "case $command in *' --iptables=false -H unix:///run/user/1000/docker.sock -H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/home/alice/.config/docker/tls/ca.pem '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "ports forwarded already, a unit that says too early that it runs, no XDG_RUNTIME_DIR, made for another platform, and twice",
        before: &[
            "mkdir -p /home/alice/.config/systemd/user/docker.service.d; sed -i s/notify/simple/ /home/alice/.config/systemd/user/docker.service",
            "printf '[Service]\\nEnvironment=A=b \"DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=-p 127.0.0.1:8080:80/tcp\" C=d\\n' >/home/alice/.config/systemd/user/docker.service.d/zz.conf",
            OWN,
        ],
        run: "unset XDG_RUNTIME_DIR && sh install.sh --yes && sh install.sh --yes",
        after: "flags=$(tr '\\0' ' ' </proc/$(pgrep -xo rootlesskit)/cmdline); case $flags in *' -p 127.0.0.1:8080:80/tcp -p [::]:2376:2376/tcp /usr'*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "hosts in daemon.json, the socket only",
        before: &[
            "mkdir -p /home/alice/.config/docker; echo '{\"hosts\": [\"unix:///run/user/1000/docker.sock\"]}' >/home/alice/.config/docker/daemon.json",
            "mkdir -p /home/alice/.config/systemd/user/docker.service.d; echo '[Service]
Environment=DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=\"-p 127.0.0.1:8080:80/tcp --debug\"' >/home/alice/.config/systemd/user/docker.service.d/flags.conf",
            OWN,
        ],
        after: "case $command in *--tls*) false; esac; flags=$(tr '\\0' ' ' </proc/$(pgrep -xo rootlesskit)/cmdline); case $flags in *' -p 127.0.0.1:8080:80/tcp --debug -p [::]:2376:2376/tcp '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "placed by hand before, from another CA",
        draft: &[(Field::Platform, "rootless")],
        before: &[ROOTLESS_BY_HAND, OWN],
        run: "pgrep -x dockerd && curl -s http://127.0.0.1:2376/version | grep 'HTTPS server' && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "port 2375 on the command line",
        before: &["sed -i 's/--iptables=false/& -H tcp:\\/\\/0.0.0.0:2375/' /home/alice/.config/systemd/user/docker.service"],
        outcome: Refused("Docker listens on tcp://0.0.0.0:2375 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "an unknown option in daemon.json",
        before: &["mkdir -p /home/alice/.config/docker; echo '{\"no-such-option\": 1}' >/home/alice/.config/docker/daemon.json", OWN],
        outcome: PutBack("no-such-option"),
        ..CASE
    },
    Case {
        name: "an address that the host does not have",
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "Docker ends with the session",
        // For as long as it runs alone: logind would end what is the user's, at a time of its own.
        before: &["chmod 777 /var/lib/systemd/linger"],
        run: "rm /var/lib/systemd/linger/alice && sh install.sh --dry-run; code=$?; touch /var/lib/systemd/linger/alice; exit $code",
        outcome: Shown("sudo loginctl enable-linger alice"),
        ..CASE
    },
    Case {
        name: "killed before the restart",
        before: &[KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes; test -e ~/.local/state/dockseal/run/journal && sh install.sh --yes",
        ..CASE
    },
];

/// Takes away the firewalls but one: firewalld runs since Debian has installed it.
const UFW: &str = "systemctl disable --now firewalld; ufw --force enable";
const NO_FIREWALL: &str = "systemctl disable --now firewalld";
const NO_NFT: &str = "systemctl disable --now firewalld; mv /usr/sbin/nft /srv";

/// A firewall that somebody has written.
const OWN_FILTER: &str = "systemctl disable --now firewalld
nft -f - <<'END'
table inet mine {
  chain input {
    type filter hook input priority 0; policy drop;
    iifname lo accept
    ct state established accept
    ip saddr 192.0.2.0/24 accept
    meta nfproto ipv6 accept
  }
}
END";

/// Every one is tried where each firewall is installed. The test's own host is one of those that are let in.
const ALLOW_CASES: &[Case] = &[
    Case {
        name: "--allow with firewalld, and again",
        run: concat!(
            "sh install.sh --yes --allow 192.0.2.1 2001:DB8::1/128 | grep 'open to these only (firewalld): 192.0.2.1 2001:db8::1' && ",
            without_a_restart!("sh install.sh --yes | grep 'nothing to do'")
        ),
        after: "test $(firewall-cmd --list-rich-rules | grep -c 2376) = 2; firewall-cmd --permanent --list-rich-rules | grep 'source address=\"2001:db8::1\" port port=\"2376\"'",
        ..CASE
    },
    Case {
        name: "--allow with ufw, and again with others",
        before: &[UFW],
        run: concat!(
            "sh install.sh --yes --allow 192.0.2.1 198.51.100.0/24 | grep 'open to these only (ufw): 192.0.2.1 198.51.100.0/24' && ",
            without_a_restart!("sh install.sh --yes --allow 192.0.2.1 2001:DB8::1/128 && sh install.sh --yes | grep 'nothing to do'")
        ),
        after: "ufw status | grep '2376/tcp *ALLOW *2001:db8::1'; test $(ufw status | grep -c 2376) = 2",
        ..CASE
    },
    Case {
        name: "--allow with nftables, and again",
        before: &[NO_FIREWALL],
        run: concat!(
            "sh install.sh --yes && ",
            without_a_restart!(
                "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 && nft list table inet docker_tls && nft delete table inet docker_tls && sh install.sh --yes"
            ),
            " && sh install.sh | grep 'nothing to do'"
        ),
        after: "nft list table inet docker_tls | grep 'ip6 saddr 2001:db8::1 tcp dport 2376 accept'; systemctl show -p ExecStartPre docker | grep docker-tls.nft",
        ..CASE
    },
    Case {
        name: "--allow with ufw, where another rule lets in everybody",
        before: &[UFW, "ufw allow 2376/tcp"],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 | grep 'another rule of it lets in others too' && ufw status | grep '192.0.2.1 *$'",
        ..CASE
    },
    Case {
        name: "--allow with ufw, where ufw has one of the rules",
        before: &[UFW, "ufw allow proto tcp from 192.0.2.1 to any port 2376 comment office; ufw allow 22/tcp"],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 && ufw status && sh install.sh --uninstall --yes && ! ufw status | grep 2001 && ufw status | grep '192.0.2.1 *# office'",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    Case {
        name: "--allow with ufw, first shown only",
        before: &[UFW],
        run: "sh install.sh --dry-run --allow 192.0.2.1",
        outcome: Shown("+ ufw 2376 192.0.2.1"),
        ..CASE
    },
    Case {
        name: "--allow with ufw, and it fails",
        before: &[UFW],
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        run: "sh install.sh --yes --allow 192.0.2.1",
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "--allow with firewalld, and it fails",
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        run: "sh install.sh --yes --allow 192.0.2.1; code=$?; ! firewall-cmd --list-rich-rules | grep 2376 || exit 9; exit $code",
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "--allow with a ufw that takes no rule",
        before: &[
            UFW,
            "printf '%s\\n' '#!/bin/sh' 'case $1 in allow) exit 1 ;; esac' 'exec /usr/sbin/ufw \"$@\"' >/usr/local/sbin/ufw; chmod +x /usr/local/sbin/ufw",
        ],
        run: "sh install.sh --yes --allow 192.0.2.1",
        outcome: PutBack("The firewall does not take this rule: ufw 2376 192.0.2.1"),
        ..CASE
    },
    Case {
        name: "--allow with ufw, killed before the restart, then --uninstall",
        before: &[UFW, KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes --allow 192.0.2.1; ufw status | grep '192.0.2.1 *$' && sh install.sh --uninstall --yes && ! ufw status | grep 2376",
        outcome: Shown("An earlier run was interrupted"),
        ..CASE
    },
    Case {
        name: "--allow with ufw, and somebody's own rules since",
        before: &[UFW],
        run: "sh install.sh --yes --allow 192.0.2.1 && ufw allow 8080/tcp && sh install.sh --uninstall --yes && ufw status | grep '8080/tcp' && ! ufw status | grep 2376 && ufw delete allow 8080/tcp",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    Case {
        name: "--allow with firewalld, and somebody's own rules since",
        run: "sh install.sh --yes --allow 192.0.2.1 && firewall-cmd --add-port=8080/tcp && firewall-cmd --permanent --add-port=8080/tcp && sh install.sh --uninstall --yes && firewall-cmd --permanent --list-all | grep '8080/tcp' && firewall-cmd --list-all | grep '8080/tcp' && ! firewall-cmd --list-rich-rules | grep 2376 && ! firewall-cmd --permanent --list-rich-rules | grep 2376 && rm /etc/firewalld/zones/public.xml*",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    Case {
        name: "--allow with nftables, put back, where a drop-in with its name is somebody's",
        before: &[NO_FIREWALL, DROP_INS, "printf '[Service]\\nLimitNOFILE=65536\\n' >firewall.conf"],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 && systemctl show -p LimitNOFILE docker | grep -q 65536 && sh install.sh --uninstall --yes && ! nft list table inet docker_tls",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    Case {
        name: "--allow with nftables, and then ufw is switched on",
        before: &[NO_FIREWALL, "ufw --force enable; ufw --force disable"],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 && ufw --force enable && sh install.sh --yes | grep 'open to these only (ufw)' && ! nft list table inet docker_tls && test ! -e /etc/nftables.d/docker-tls.nft && ufw status | grep 2376 && sh install.sh --uninstall --yes && ! ufw status | grep 2376 && ufw --force disable",
        outcome: Shown("as it was before"),
        ..CASE
    },
    Case {
        name: "--allow with nftables, where Docker is as good as a snap",
        before: &[NO_FIREWALL, SNAP],
        draft: &[(Field::Platform, "snap")],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 | grep -A 1 'open to these only (nftables)' | grep 'A reboot removes these'",
        after: "nft list table inet docker_tls | grep 'ip saddr 192.0.2.1 tcp dport 2376 accept'; test ! -e /etc/systemd/system/docker.service.d",
        ..CASE
    },
    Case {
        name: "--allow with ufw, where Docker is as good as a snap",
        before: &[UFW, SNAP],
        draft: &[(Field::Platform, "snap")],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 | grep 'open to these only (ufw)'",
        after: "ufw status | grep '2376/tcp *ALLOW *2001:db8::1'",
        ..CASE
    },
    Case {
        name: "--allow with a firewall that somebody has written",
        before: &[OWN_FILTER],
        run: "sh install.sh --yes --allow 192.0.2.1 | grep -A 1 'a firewall that this script does not know.*: nft list table inet mine' | grep 'let in only: 192.0.2.1' && ! nft list table inet docker_tls",
        ..CASE
    },
    Case {
        name: "--allow without nft",
        before: &[NO_NFT],
        run: "sh install.sh --yes --allow 192.0.2.1 | grep 'iptables -I INPUT -s 192.0.2.1 -p tcp --dport 2376 -j ACCEPT'",
        ..CASE
    },
    Case {
        name: "--allow without nft, with a chain that drops",
        before: &[NO_NFT, "iptables -A INPUT -s 192.0.2.0/24 -j ACCEPT; iptables -A INPUT -i lo -j ACCEPT; iptables -P INPUT DROP"],
        run: "sh install.sh --yes --allow 192.0.2.1 | grep 'does not know.*: iptables -S INPUT'",
        ..CASE
    },
    Case {
        name: "--allow with a network that is none",
        run: "sh install.sh --yes --allow 192.0.2.1 10.0.0.0/33",
        outcome: Refused("Not this: 10.0.0.0/33"),
        ..CASE
    },
    Case { name: "--allow with everybody", run: "sh install.sh --yes --allow ::/0", outcome: Refused("Not this: ::/0"), ..CASE },
    Case {
        name: "--allow without a network",
        run: "! sh install.sh --allow --yes && ! sh install.sh --uninstall --allow 192.0.2.1 && ! sh install.sh --yes 192.0.2.1 && ! sh install.sh --yes --allow=192.0.2.1",
        outcome: Shown("sudo sh install.sh ["),
        ..CASE
    },
];

/// Every one is tried with each init that starts Docker by a script, where firewalls are installed. There is no drop-in that loads a table: what a
/// reboot removes is said.
const ALLOW_SCRIPT_CASES: &[Case] = &[
    Case {
        name: "--allow with nftables, and again",
        run: "sh install.sh --yes --allow 192.0.2.1 2001:DB8::1/128 >/run/said && grep 'open to these only (nftables): 192.0.2.1 2001:db8::1' /run/said && grep 'A reboot removes these, unless the service nftables starts at boot' /run/said && sh install.sh --yes | grep 'nothing to do'",
        after: "nft list table inet docker_tls | grep 'ip6 saddr 2001:db8::1 tcp dport 2376 accept'; nft -c -f /etc/nftables.d/docker-tls.nft; test ! -e /etc/systemd/system/docker.service.d",
        ..CASE
    },
    Case {
        name: "--allow with ufw, and again with others",
        before: &["ufw --force enable; ! command -v rc-update || rc-update -q add ufw default"],
        run: "sh install.sh --yes --allow 192.0.2.1 198.51.100.0/24 | grep 'open to these only (ufw): 192.0.2.1 198.51.100.0/24' && sh install.sh --yes --allow 192.0.2.1 2001:DB8::1/128 && sh install.sh --yes | grep 'nothing to do'",
        after: "ufw show added | grep 'allow from 2001:db8::1 to any port 2376 proto tcp'; test $(ufw show added | grep -c 2376) = 2",
        ..CASE
    },
    Case {
        name: "--allow with ufw, which is enabled and not loaded when it is undone",
        before: &["ufw --force enable"],
        run: "sh install.sh --yes --allow 192.0.2.1 2001:db8::1 && /lib/ufw/ufw-init force-stop >&2; ufw status | grep 'Status: inactive' && grep 'ENABLED=yes' /etc/ufw/ufw.conf && ufw show added | grep 2376 && sh install.sh --uninstall --yes && ! ufw show added | grep 2376 && ufw --force enable && sh install.sh --yes --allow 192.0.2.1 2001:db8::1",
        ..CASE
    },
    Case {
        name: "--allow with nftables, and it fails",
        draft: &[(Field::ListenAddress, "203.0.113.9")],
        run: "sh install.sh --yes --allow 192.0.2.1; code=$?; ! nft list table inet docker_tls || exit 9; exit $code",
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "--allow without nft",
        before: &["mv /usr/sbin/nft /srv"],
        run: "sh install.sh --yes --allow 192.0.2.1 >/run/said && grep 'iptables -I INPUT -s 192.0.2.1 -p tcp --dport 2376 -j ACCEPT' /run/said && grep 'A reboot removes these' /run/said",
        ..CASE
    },
];

#[test]
fn on_bookworm_it_ends_proved_or_as_it_was() {
    every_second_case("install", BOOKWORM, CASES);
}

#[test]
fn on_trixie_it_ends_proved_or_as_it_was() {
    every_second_case("install", TRIXIE, CASES);
}

#[test]
fn behind_a_firewall_it_ends_proved_or_as_it_was() {
    every_case("install-allow", FIREWALLS, ALLOW_CASES);
}

#[test]
fn under_system_v_it_ends_proved_or_as_it_was() {
    every_case("install", SYSV, SCRIPT_CASES);
}

#[test]
fn behind_a_firewall_under_system_v_it_ends_proved_or_as_it_was() {
    every_case("install-allow", SYSV_FIREWALLS, ALLOW_SCRIPT_CASES);
}

#[test]
fn behind_a_firewall_under_openrc_it_ends_proved_or_as_it_was() {
    every_case("install-allow", OPENRC_FIREWALLS, ALLOW_SCRIPT_CASES);
}

#[test]
fn under_openrc_it_ends_proved_or_as_it_was() {
    every_case("install", OPENRC, SCRIPT_CASES);
}

#[test]
fn without_root_it_ends_proved_or_as_it_was() {
    every_case("install", ROOTLESS, ROOTLESS_CASES);
}

#[test]
fn the_watcher_sees_what_is_open_in_the_clear_or_by_tls_without_a_certificate() {
    let host = Host::boot(BOOKWORM);
    let mut watcher = host.watch();
    Site::of(&host, &CASE);
    host.root(OTHER_TLS);
    host.root("sed -i 's/--tlsverify/--tlsverify=false/' /etc/systemd/system/docker.service.d/override.conf");
    watcher.begin("tls");
    host.sh(host.release.restart);
    watcher.asks_until_it_gets("tls", 2376, "tls");
    host.root("sed -i 's/0.0.0.0:2376.*/0.0.0.0:8080/' /etc/systemd/system/docker.service.d/override.conf");
    watcher.begin("clear");
    host.sh(host.release.restart);
    watcher.asks_until_it_gets("clear", 8080, "http");
    let answers = watcher.end();
    let seen: Vec<_> = answers.iter().map(|answer| (answer.phase.as_str(), answer.port, answer.by.as_str())).collect();
    assert!(!seen.iter().any(|(phase, port, by)| *phase == "before" || *port == 2376 && *by == "http"), "{seen:?}");
}

/// The cases that are tried on both Debians: each on one of them in turn, and on both where `DOCKSEAL_CASE` says which.
pub fn every_second_case(name: &str, release: Release, cases: &[Case]) {
    let wanted = |number| std::env::var_os(ONLY).is_some() || (number % 2 == 0) == (release.name == BOOKWORM.name);
    try_all(name, release, cases.iter().enumerate().filter(|&(number, _)| wanted(number)).map(|(_, case)| case));
}

/// The table of the cases is what the test prints, and a file of this name in target/tmp/.
pub fn every_case(name: &str, release: Release, cases: &[Case]) {
    try_all(name, release, cases.iter());
}

/// Names of the cases that are tried, as far as one is interested.
const ONLY: &str = "DOCKSEAL_CASE";

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn try_all<'a>(name: &str, release: Release, cases: impl Iterator<Item = &'a Case>) {
    let only = std::env::var(ONLY).unwrap_or_default();
    let mut table = format!("| {} | outcome | |\n|---|---|---|\n", release.name);
    let mut failures = String::new();
    for case in cases.filter(|case| only.split('|').any(|some| case.name.contains(some))) {
        let tried = std::panic::catch_unwind(AssertUnwindSafe(|| try_case(release, case)));
        let outcome = match &case.outcome {
            Proved => "proved; the same after a reboot; undone to the byte",
            Refused(_) => "refused; nothing changed",
            PutBack(_) => "tried; put back to the byte",
            Shown(_) => "shown; nothing changed",
        };
        let row = format!("| {} | {outcome} | {} |", case.name, if tried.is_ok() { "ok" } else { "FAILED" });
        println!("{row}");
        _ = writeln!(table, "{row}");
        if let Err(why) = tried {
            let why = why.downcast_ref::<String>().map_or("", String::as_str);
            _ = writeln!(failures, "\n=== {}: {}\n{why}", release.name, case.name);
        }
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.md", release.name));
    fs::write(file, &table).expect("the table");
    assert!(failures.is_empty(), "{table}{failures}");
}

fn try_case(release: Release, case: &Case) {
    let mut host = Host::boot(release);
    let mut watcher = host.watch();
    let site = Site::of(&host, case);
    host.root("ln -s /usr/sbin/dockerd /usr/bin/dockerd");
    if let Some(unit) = case.unit {
        host.put("/lib/systemd/system/docker.service", 0o644, unit.as_bytes());
    }
    host.put("/root/container", 0o644, CONTAINER.as_bytes());
    if case.run.contains("busybox") {
        host.put("/root/busybox", 0o755, &fs::read("/usr/bin/busybox").expect("busybox, which `cargo xtask setup` installs"));
    }
    host.root(&case.before.join("\n"));
    host.sh(release.restart);
    let before = state(&host);
    let local = local_answer(&host);
    watcher.begin("host");
    watcher.asks_everything();
    watcher.begin("script");
    let ran = host.as_its_user(&format!("cd ~/bundle && {}", case.run));
    let said = ran.out.clone() + &ran.err;
    match case.outcome {
        Proved => {
            assert!(ran.code == Some(0), "{ran}");
            watcher.begin("proved");
            if !case.after.is_empty() {
                host.root(&format!("{COMMAND}{}", case.after));
            }
            // Whatever they were in the folder.
            let owner = release.owner;
            assert_eq!(
                host.root("find /etc/docker/tls /home/*/.config/docker/tls /var/snap/docker/common/tls -type f -printf '%u %m %f\\n' 2>/dev/null | sort -k 3"),
                format!("{owner} 444 ca.pem\n{owner} 444 server-cert.pem\n{owner} 400 server-key.pem\n")
            );
            site.judge(&host);
            host.reboot();
            site.judge(&host);
            watcher.begin("undone");
            let mut undone = host.as_its_user("sh ~/bundle/install.sh --uninstall --yes");
            if undone.out.contains("That opens again") {
                assert!(undone.code == Some(1) && undone.err.contains("Nothing was changed."), "{undone}");
                site.judge(&host);
                undone = host.as_its_user("sh ~/bundle/install.sh --uninstall --yes --replace");
            }
            assert!(undone.code == Some(0) && undone.err.contains("Everything is as it was before."), "{undone}");
        }
        Refused(what) => assert!(ran.code == Some(1) && said.contains(what) && said.contains("Nothing was changed."), "{ran}"),
        PutBack(what) => assert!(ran.code == Some(1) && said.contains(what) && said.contains("as it was before."), "{ran}"),
        Shown(what) => assert!(ran.code == Some(0) && said.contains(what), "{ran}"),
    }
    watcher.asks_everything();
    let answers = watcher.end();
    // Only where it was open to everybody before, it may be again after.
    let was_open =
        |answer: &Answer| answers.iter().any(|other| other.phase == "host" && (other.port, &other.by) == (answer.port, &answer.by));
    let let_in = answers.iter().find(|answer| match answer.phase.as_str() {
        "script" | "undone" => !was_open(answer),
        phase => phase == "proved",
    });
    assert!(let_in.is_none(), "somebody without a certificate gets in: {let_in:?}\n{said}");
    let after = state(&host);
    assert!(after == before, "{}{said}", differences(&before, &after));
    if let Some(before) = local {
        let after =
            (0..20).find_map(|_| local_answer(&host)).unwrap_or_else(|| panic!("the local socket does not answer any more\n{said}"));
        assert!(after == before, "another Docker\n{}{said}", differences(&before, &after));
    }
}

/// What `docker info` says by the local socket, but for what changes by itself.
fn local_answer(host: &Host) -> Option<String> {
    let ran = host.sh(&format!(
        "PATH=$PATH:/root; curl -sS --max-time 10 --unix-socket {} http://localhost/info || {{ sleep 0.5; false; }}",
        host.release.socket
    ));
    let mut info: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&ran.out).ok()?;
    info.retain(|name, _| {
        !["ID", "SystemTime", "NFd", "NGoroutines", "NEventsListener", "Images", "Containers", "ContainersRunning", "ContainersStopped"]
            .contains(&name.as_str())
    });
    // dockerd keeps its labels in a map, whose order is another one at each start.
    if let Some(serde_json::Value::Array(labels)) = info.get_mut("Labels") {
        labels.sort_by_cached_key(ToString::to_string);
    }
    Some(info.iter().map(|(name, value)| format!("{name}: {value}\n")).collect())
}

fn differences(before: &str, after: &str) -> String {
    let missing = |some: &str, from: &str, sign: char| -> String {
        some.lines().filter(|line| !from.lines().any(|other| other == *line)).map(|line| format!("{sign} {line}\n")).collect()
    };
    missing(before, after, '-') + &missing(after, before, '+')
}

#[test]
fn shellcheck_and_the_shells_have_nothing_to_say_about_the_script() {
    let folder = tempfile::tempdir().expect("a folder");
    for (scenario, draft) in scenarios() {
        let spec = draft.parse().spec.expect("valid");
        let Some(script) = install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }) else { continue };
        let file = folder.path().join(scenario);
        fs::write(&file, script).expect("a file");
        run(program("shellcheck").args(["--norc", "--shell=sh", "--"]).arg(&file)).says_nothing();
        for shell in [&["dash", "-n"][..], &["bash", "--posix", "-n"], &["busybox", "sh", "-n"]] {
            run(program(shell[0]).args(&shell[1..]).arg(&file)).says_nothing();
        }
    }
}

/// Everything that an installation could leave behind, with owners and modes. Docker itself makes its `key.json`.
fn state(host: &Host) -> String {
    host.root(&format!(
        "for folder in /etc /lib/systemd/system /var/lib/dockseal /var/snap {0}; do
           find $folder ! -path '*/.local/share/*' ! -name key.json -printf '%y %m %u %g %p %l\\n' 2>/dev/null || :
           find $folder -type f ! -path '*/.local/share/*' ! -name key.json -exec sha256sum '{{}}' + 2>/dev/null || :
         done | sort
         ls -d /run/dockseal* /run/user/1000/dockseal* /tmp/tmp* 2>/dev/null || :
         {1}",
        host.release.home, host.release.docker_is
    ))
}

/// The bundles of one run.
struct Site {
    bundles: Bundles,
    others: Bundles,
}

impl Site {
    fn of(host: &Host, case: &Case) -> Self {
        let mut draft = Draft { hosts: format!("docker.example.com {IPV4} {IPV6}"), listen_address: "::".into(), ..Draft::default() };
        for (field, text) in case.draft {
            (*text).clone_into(draft.field_mut(*field));
        }
        let made = UnixTime(now().0.saturating_add_signed(case.made * 24 * 60 * 60));
        let site = Self { bundles: issue(&draft, made).downloaded(), others: issue(&draft, UnixTime(now().0 - 3600)).downloaded() };
        let bundle = site.bundles.spec.daemons[0].bundle_name();
        for (folder, bundles) in [("bundle", &site.bundles), ("earlier", &site.others)] {
            for file in ["ca.pem", "server-cert.pem", "server-key.pem", "install.sh"] {
                host.put(&format!("{}/{folder}/{file}", host.release.home), 0o644, bundles.read(&bundle, file).as_bytes());
            }
            // Some extractors leave it like this.
            host.root(&format!("cd {}; chown -R daemon:daemon {folder}; chmod 0666 {folder}/*.pem", host.release.home));
        }
        site
    }

    /// From the other host: in by every name with the right certificate, and out without; on the host, the local socket.
    #[track_caller]
    fn judge(&self, host: &Host) {
        let client = self.bundles.spec.clients[0].bundle_name();
        for name in [IPV4, "[2001:db8::10]", "docker.example.com"] {
            let version = run(&mut self.docker(host, &self.bundles, &client, name)).succeeds();
            assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{version}");
        }
        let stranger = [None, Some((self.others.path(&client, "cert.pem"), self.others.path(&client, "key.pem")))];
        for certificate in stranger {
            let mut curl = host.beside("curl");
            curl.args(["-qsS", "--cacert"]).arg(self.bundles.authority()).arg(format!("https://{IPV4}:2376/version"));
            if let Some((certificate, key)) = certificate {
                // Unlike Go, OpenSSL sends a certificate that the daemon has not asked for.
                curl.arg("--cert").arg(certificate).arg("--key").arg(key);
            }
            let ran = run(&mut curl);
            assert!([Some(55), Some(56)].contains(&ran.code) && ran.out.is_empty(), "{ran}");
        }
        let plain = run(host.beside("curl").args(["-qsS", &format!("http://{IPV4}:2376/version")]));
        assert_eq!(plain.out, "Client sent an HTTP request to an HTTPS server.\n", "{plain}");
        let local = format!("PATH=$PATH:/root; curl -s --unix-socket {} http://localhost/_ping", host.release.socket);
        assert_eq!(host.root(&local), "OK");
        let mut log = String::new();
        // The journal is written after the client has got its answer.
        let is_logged = (0..20).any(|_| {
            log = host.root(host.release.log);
            ["client didn't provide a certificate", "certificate signed by unknown authority"].iter().all(|refusal| log.contains(refusal))
        });
        assert!(is_logged, "{log}");
    }

    fn docker(&self, host: &Host, bundles: &Bundles, client: &str, name: &str) -> Command {
        let mut docker = host.beside("docker");
        docker.arg("--tlsverify").arg("--tlscacert").arg(self.bundles.authority());
        docker.arg("--tlscert").arg(bundles.path(client, "cert.pem")).arg("--tlskey").arg(bundles.path(client, "key.pem"));
        docker.args(["-H", &format!("tcp://{name}:2376"), "version", "--format", "{{.Server.Version}}"]);
        docker
    }
}
