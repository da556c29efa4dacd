//! `install.sh` on booted Debians, in the states that people's machines are in: what comes out is a daemon that lets in its clients and nobody
//! else, or the machine as it was.

use std::{fmt::Write as _, fs, panic::AssertUnwindSafe, path::Path, process::Command};

use dockseal::{
    Draft, Field, UnixTime,
    snippet::{Pair, install_sh},
};

use crate::{
    booted::{BOOKWORM, Host, IPV4, IPV6, OPENRC, ROOTLESS, Release, SYSV, TRIXIE},
    golden::scenarios,
    judge::{Bundles, issue, now, program, run},
    systemd::DOCKER_CE,
};

/// What becomes of a machine.
enum Outcome {
    /// The daemon lets in its clients and nobody else.
    Proved,
    /// Nothing was changed, and this was said.
    Refused(&'static str),
    /// It was tried, it failed, all is as it was, and this was said.
    PutBack(&'static str),
    /// It was said only what would be done, and this with it.
    Shown(&'static str),
}
use Outcome::{Proved, PutBack, Refused, Shown};

/// A machine in some state.
struct Case {
    name: &'static str,
    /// docker.service, unless it is Debian's own.
    unit: Option<&'static str>,
    /// What is done to the system before Docker is started again, as root.
    before: &'static [&'static str],
    /// Changes of the draft.
    draft: &'static [(Field, &'static str)],
    /// When the certificates were made, in days from now.
    made: i64,
    /// How the script is run, in the folder with the unpacked bundle; that of an earlier run is in /root/earlier.
    run: &'static str,
    outcome: Outcome,
    /// What has to hold after the installation, as root.
    after: &'static str,
}

const CASE: Case = Case { name: "", unit: None, before: &[], draft: &[], made: 0, run: "sh install.sh --yes", outcome: Proved, after: "" };

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
const NO_ADDRESS: &str = "\
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

const JSON: &[(Field, &str)] = &[(Field::Platform, "systemd-daemon-json")];

const DROP_INS: &str = "mkdir -p /etc/systemd/system/docker.service.d; cd /etc/systemd/system/docker.service.d";

/// Takes the addresses off the command line, as Docker's documentation says.
const NO_FLAGS: &str = "mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --containerd=/run/containerd/containerd.sock\n' >/etc/systemd/system/docker.service.d/override.conf";

const NO_SOCKET_UNIT: &str = "systemctl stop docker docker.socket; systemctl disable docker.socket; rm /lib/systemd/system/docker.socket";

const OTHER_TLS: &str = "mkdir -p /srv/tls /etc/systemd/system/docker.service.d; cp /root/earlier/*.pem /srv/tls
printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376 --tlsverify --tlscacert /srv/tls/ca.pem --tlscert /srv/tls/server-cert.pem --tlskey /srv/tls/server-key.pem\n' >/etc/systemd/system/docker.service.d/override.conf";

const OTHER_KEY: &str = "cp /root/earlier/server-key.pem /root/bundle/server-key.pem";

/// In place of mv and systemctl. /run/killer/now has the program, the signal, and the arguments at which the caller gets it.
const KILLER: &str = r#"install -d -m 777 /run/killer
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

const COMMAND: &str = "command=$(tr '\\0' ' ' </proc/$(pgrep -xo dockerd)/cmdline)\n";

/// Every one is tried on each release.
const CASES: &[Case] = &[
    // How Docker comes.
    Case { name: "Debian's docker.io", ..CASE },
    Case {
        name: "docker-ce",
        unit: Some(DOCKER_CE),
        after: "case $command in *' -H fd:// -H tcp://[::]:2376 '*' --containerd='*) ;; *) false; esac",
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
        before: &["mount -t tmpfs -o size=8k tmpfs /etc/docker", "dd if=/dev/zero of=/etc/docker/full bs=1k count=7 2>/dev/null || :"],
        outcome: PutBack("is the disk full?"),
        ..CASE
    },
    Case {
        name: "no space for copies of the old files",
        before: &[
            "mkdir -p /var/lib/dockseal",
            "mount -t tmpfs -o size=4k tmpfs /var/lib/dockseal; dd if=/dev/zero of=/var/lib/dockseal/full bs=1k count=8 2>/dev/null || :",
        ],
        outcome: Refused("is the disk full?"),
        ..CASE
    },
    Case {
        name: "an archive for rootless Docker",
        draft: &[(Field::Platform, "rootless")],
        outcome: Refused("This archive was made for rootless Docker, but this is root's"),
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
    Case { name: "neither openssl nor curl", before: &["rm /usr/bin/openssl; mv /usr/bin/curl /root"], ..CASE },
    Case { name: "neither openssl nor curl nor docker", before: &["rm /usr/bin/openssl /usr/bin/docker; mv /usr/bin/curl /root"], ..CASE },
    Case {
        name: "port 2376 is taken",
        before: &["systemd-run -q --unit=other systemd-socket-activate -l 2376 cat; sleep 0.5"],
        outcome: Refused("Port 2376 is taken (\"systemd-socket-"),
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
        outcome: Refused("docker.service has no ExecStart=, or several"),
        ..CASE
    },
    Case {
        // What SELinux and AppArmor do, without them.
        name: "Docker is kept from the files",
        before: &[
            DROP_INS,
            "printf '[Service]\\nInaccessiblePaths=-/etc/docker/tls\\nCapabilityBoundingSet=~CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH\\n' >confined.conf",
        ],
        outcome: PutBack(
            "Something keeps Docker from the files. SELinux: ausearch -m avc -ts recent. AppArmor: journalctl -k | grep DENIED",
        ),
        ..CASE
    },
    Case { name: "a key that does not fit", before: &[OTHER_KEY], outcome: Refused("does not belong to server-cert.pem"), ..CASE },
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
        outcome: Refused("As you wish"),
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
        outcome: Shown("+ExecStart=/usr/sbin/dockerd -H fd:// -H tcp://[::]:2376 --tlsverify"),
        ..CASE
    },
    Case {
        name: "--uninstall where nothing is",
        run: "sh install.sh --uninstall --yes",
        outcome: Shown("Nothing of this is installed."),
        ..CASE
    },
    Case {
        name: "in Chinese",
        run: "LANG=zh_CN.UTF-8 sh install.sh --dry-run",
        outcome: Shown("本机的 Docker：/usr/sbin/dockerd"),
        ..CASE
    },
    Case {
        name: "--uninstall after a change of one's own",
        run: "sh install.sh --yes && cd /etc/systemd/system/docker.service.d && echo '# mine' >>tls.conf && sh /root/bundle/install.sh --uninstall --yes && grep mine tls.conf.changed && cd / && rm -r /etc/systemd/system/docker.service.d",
        outcome: Shown("/tls.conf was changed since"),
        ..CASE
    },
    Case {
        name: "--uninstall after Docker has gone",
        run: "sh install.sh --yes && systemctl stop docker docker.socket && mv /lib/systemd/system/docker.service /etc/init.d/docker /srv && sh install.sh --uninstall --yes && mv /srv/docker /etc/init.d && mv /srv/docker.service /lib/systemd/system/ && systemctl daemon-reload && systemctl start docker",
        outcome: Shown("Everything is as it was before."),
        ..CASE
    },
    // Cut off: in place of the program that comes next stands one that ends the script.
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
        run: "echo 'mv KILL */ca.pem' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && systemctl restart docker && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed between drop-in and daemon.json",
        unit: Some(DOCKER_CE),
        before: &[KILLER],
        draft: JSON,
        run: "echo 'mv KILL */daemon.json' >/run/killer/now; sh install.sh --yes; test -e /etc/systemd/system/docker.service.d/tls.conf && systemctl restart docker && docker -H unix:///var/run/docker.sock version && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed before the restart",
        before: &[KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && systemctl restart docker && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed before the restart, then --uninstall",
        before: &[KILLER],
        run: "echo 'systemctl KILL *restart*' >/run/killer/now; sh install.sh --yes; sh install.sh --uninstall --yes; code=$?; rm -r /tmp/tmp.*; exit $code",
        outcome: Shown("An earlier run was cut off"),
        ..CASE
    },
    Case {
        name: "killed after the proof, when its copies are kept",
        before: &[KILLER],
        run: "(cd /root/earlier && sh install.sh --yes) && { echo 'mv KILL */base/journal' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/done/journal; } && sh install.sh --yes",
        ..CASE
    },
];

/// Every one is tried with each init that starts Docker by a script. By which of them is nothing that the script is told.
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
        run: "sh install.sh --yes | grep 'containers go on running' && sh install.sh --yes",
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
        outcome: Refused("write its path there"),
        ..CASE
    },
    Case {
        name: "installed before, when systemd started Docker",
        before: &[
            "mkdir -p /var/lib/dockseal/base; cd /var/lib/dockseal/base; echo 'drop-in /etc/systemd/system/docker.service.d/tls.conf' >facts; echo 'was active' >journal",
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
        after: "case $command in *'dockerd -H unix:///run/user/1000/docker.sock -H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/home/alice/.config/docker/tls/ca.pem '*' --iptables=false '*) ;; *) false; esac",
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
        before: &["rm /var/lib/systemd/linger/alice"],
        run: "sh install.sh --dry-run",
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

#[test]
fn on_bookworm_it_ends_proved_or_as_it_was() {
    every_case(BOOKWORM, CASES);
}

#[test]
fn on_trixie_it_ends_proved_or_as_it_was() {
    every_case(TRIXIE, CASES);
}

#[test]
fn under_system_v_it_ends_proved_or_as_it_was() {
    every_case(SYSV, SCRIPT_CASES);
}

#[test]
fn under_openrc_it_ends_proved_or_as_it_was() {
    every_case(OPENRC, SCRIPT_CASES);
}

#[test]
fn without_root_it_ends_proved_or_as_it_was() {
    every_case(ROOTLESS, ROOTLESS_CASES);
}

/// The table of the cases is what the test prints, and a file in target/tmp/.
#[expect(clippy::print_stdout, reason = "the table is the result")]
fn every_case(release: Release, cases: &[Case]) {
    let only = std::env::var("DOCKSEAL_CASE").unwrap_or_default();
    let mut table = format!("| {} | outcome | |\n|---|---|---|\n", release.name);
    let mut failures = String::new();
    for case in cases.iter().filter(|case| only.split('|').any(|some| case.name.contains(some))) {
        let tried = std::panic::catch_unwind(AssertUnwindSafe(|| try_case(release, case)));
        let outcome = match &case.outcome {
            Proved => "proved; the same after a reboot; undone to the byte",
            Refused(_) => "refused; nothing changed",
            PutBack(_) => "tried; put back to the byte",
            Shown(_) => "shown; nothing changed",
        };
        _ = writeln!(table, "| {} | {outcome} | {} |", case.name, if tried.is_ok() { "ok" } else { "FAILED" });
        if let Err(why) = tried {
            let why = why.downcast_ref::<String>().map_or("", String::as_str);
            _ = writeln!(failures, "\n=== {}: {}\n{why}", release.name, case.name);
        }
    }
    println!("{table}");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("install-{}.md", release.name));
    fs::write(file, &table).expect("the table");
    assert!(failures.is_empty(), "{table}{failures}");
}

fn try_case(release: Release, case: &Case) {
    let mut host = Host::boot(release);
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
    let ran = host.as_its_user(&format!("cd ~/bundle && {}", case.run));
    let said = ran.out.clone() + &ran.err;
    match case.outcome {
        Proved => {
            assert!(ran.code == Some(0), "{ran}");
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
            let undone = host.as_its_user("sh ~/bundle/install.sh --uninstall --yes");
            assert!(undone.code == Some(0) && undone.err.contains("Everything is as it was before."), "{undone}");
        }
        Refused(what) => assert!(ran.code == Some(1) && said.contains(what) && said.contains("Nothing was changed."), "{ran}"),
        PutBack(what) => assert!(ran.code == Some(1) && said.contains(what) && said.contains("as it was before."), "{ran}"),
        Shown(what) => assert!(ran.code == Some(0) && said.contains(what), "{ran}"),
    }
    let after = state(&host);
    assert!(after == before, "{}{said}", differences(&before, &after));
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
        let site = Self { bundles: issue(&draft, made).downloaded(), others: issue(&draft, now()).downloaded() };
        let bundle = site.bundles.spec.daemons[0].bundle_name();
        for (folder, bundles) in [("bundle", &site.bundles), ("earlier", &site.others)] {
            for file in ["ca.pem", "server-cert.pem", "server-key.pem", "install.sh"] {
                host.put(&format!("{}/{folder}/{file}", host.release.home), 0o644, bundles.read(&bundle, file).as_bytes());
            }
            // As somebody's extractor left it.
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
