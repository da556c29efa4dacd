//! What `install.sh` does to a host, where it goes wrong: the trial is closed, the proof is one, and what was there comes back.

use dockseal::Field;

use crate::{
    booted::{BOOKWORM, OPENRC, ROOTLESS, SYSV, TRIXIE},
    install::{CASE, Case, PutBack, Refused, Shown, every_case, every_second_case},
    systemd::DOCKER_CE,
};

const JSON: &[(Field, &str)] = &[(Field::Platform, "systemd-daemon-json")];

const ED25519: &[(Field, &str)] = &[(Field::KeyAlgorithm, "ed25519")];

/// An address that the host does not have: the trial on 127.0.0.1 is passed, and what comes after it is not.
const NOWHERE: &[(Field, &str)] = &[(Field::ListenAddress, "203.0.113.9")];

/// A program called dockerd that does as it is told and a little more, in which nobody can read what.
macro_rules! dockerd {
    ($more:literal) => {
        concat!(
            "printf '%s\\n' '#!/bin/sh' 'case \"$*\" in *--help* | *--validate*) exec /usr/sbin/dockerd \"$@\" ;; esac' '",
            $more,
            "' >/srv/dockerd; chmod +x /srv/dockerd
mkdir -p /etc/systemd/system/docker.service.d; printf '[Service]\\nExecStart=\\nExecStart=/srv/dockerd -H fd://\\n' >/etc/systemd/system/docker.service.d/override.conf"
        )
    };
}

/// Takes the place of mv and systemctl. /run/killer/now has the program, the signal, the number of times and the arguments at which the caller gets it.
const KILLER: &str = r#"install -d -m 777 /run/killer
for program in mv systemctl; do
  cat >/usr/local/sbin/$program <<'END'
#!/bin/sh
read -r program signal times arguments 2>/dev/null </run/killer/now
if [ "$program" = "${0##*/}" ]; then
  case "$*" in $arguments)
    echo "$program $signal $((times - 1)) $arguments" >/run/killer/now
    if [ "$times" = 1 ]; then rm /run/killer/now; kill -s "$signal" "$PPID"; [ "$signal" = TERM ] || sleep 1; exit 1; fi ;;
  esac
fi
exec "/usr/bin/${0##*/}" "$@"
END
  chmod +x /usr/local/sbin/$program
done"#;

/// A port that systemd hands to Docker's socket.
macro_rules! proxy {
    ($address:literal) => {
        concat!(
            "printf '[Socket]\\nListenStream=",
            $address,
            "\\n' >/etc/systemd/system/proxy.socket; printf '[Service]\\nExecStart=/lib/systemd/systemd-socket-proxyd /run/docker.sock\\n' >/etc/systemd/system/proxy.service; systemctl daemon-reload; systemctl start proxy.socket"
        )
    };
}

/// Signatures that OpenSSL's programs take on this host: all but Ed25519.
const POLICY: &str = "cat >/etc/ssl/openssl.cnf <<'END'
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = policy
[policy]
SignatureAlgorithms = ECDSA+SHA256:RSA+SHA256
END";

/// Every one is tried on one Debian or the other.
const CASES: &[Case] = &[
    // While it is tried, nobody gets in.
    Case {
        name: "a dockerd that lets everybody in",
        before: &[dockerd!("case \"$*\" in *--tls*) set -- \"$@\" --tlsverify=false ;; esac; exec /usr/sbin/dockerd \"$@\"")],
        outcome: PutBack("stranger refused: no"),
        ..CASE
    },
    Case {
        name: "a dockerd that lets everybody in, daemon.json chosen",
        before: &[dockerd!(
            "sed s/\\\"tlsverify\\\":.true/\\\"tlsverify\\\":false/ /etc/docker/daemon.json >/run/d.json 2>/dev/null || echo {} >/run/d.json; exec /usr/sbin/dockerd \"$@\" --config-file=/run/d.json"
        )],
        draft: JSON,
        outcome: PutBack("stranger refused: no"),
        ..CASE
    },
    // The proof demands what it claims.
    Case {
        name: "a dockerd with another CA",
        before: &[dockerd!(
            "case \"$*\" in *--tls*) set -- \"$@\" --tlscacert=/root/earlier/ca.pem ;; esac; exec /usr/sbin/dockerd \"$@\""
        )],
        outcome: PutBack("only this CA is asked for: no"),
        ..CASE
    },
    Case {
        name: "a dockerd with another CA as well",
        before: &[dockerd!(
            "cat /etc/docker/tls/ca.pem /root/earlier/ca.pem >/run/both.pem; case \"$*\" in *--tls*) set -- \"$@\" --tlscacert=/run/both.pem ;; esac; exec /usr/sbin/dockerd \"$@\""
        )],
        outcome: PutBack("only this CA is asked for: no"),
        ..CASE
    },
    Case {
        name: "Ed25519 where it may not be used, no docker",
        draft: ED25519,
        before: &[POLICY, "rm /usr/bin/docker"],
        outcome: PutBack("Nothing proves that strangers are refused"),
        ..CASE
    },
    Case { name: "Ed25519 where it may not be used, but by docker", draft: ED25519, before: &[POLICY], ..CASE },
    Case {
        name: "openssl only, a CA with a backslash in its name",
        draft: &[(Field::Organization, r"a\c")],
        before: &["rm /usr/bin/docker; mv /usr/bin/curl /root"],
        run: "sh install.sh --yes | grep 'proved      A client without a certificate is refused'",
        ..CASE
    },
    // Other ways to Docker.
    Case {
        name: "a proxy to the socket on port 2375",
        before: &[proxy!("2375")],
        outcome: Refused(":2375 leads to Docker without a certificate"),
        ..CASE
    },
    Case {
        name: "a proxy to the socket on port 2375, no curl",
        before: &[proxy!("2375"), "mv /usr/bin/curl /root"],
        outcome: Refused(":2375 leads to Docker without a certificate"),
        ..CASE
    },
    Case {
        name: "a proxy to the socket on port 2375, --replace",
        before: &[proxy!("2375")],
        run: "sh install.sh --yes --replace | grep -A 1 'Done, but another program' | grep ':2375 .\"systemd' && sh install.sh --uninstall --yes",
        outcome: Shown("2375"),
        ..CASE
    },
    Case {
        name: "a proxy to the socket that does not name Docker",
        before: &[
            "cat >/srv/proxy <<'END'
use IO::Socket::INET; use IO::Socket::UNIX;
my $listening = IO::Socket::INET->new(LocalPort => 8080, Listen => 9, ReuseAddr => 1);
while (my $asking = $listening->accept) {
  my $request = '';
  while (<$asking>) { $request .= $_ unless /^connection:/i; last if /^\\r\\n/ }
  $request =~ s/\\r\\n\\r\\n/\\r\\nConnection: close\\r\\n\\r\\n/;
  my $docker = IO::Socket::UNIX->new('/run/docker.sock') or next;
  print $docker $request;
  while (<$docker>) { print $asking $_ unless /^server:/i }
  close $asking;
}
END
systemd-run -q --unit=proxy perl /srv/proxy; timeout 60 sh -c 'until ss -Hltn sport = :8080 | grep -q .; do sleep 0.1; done'",
        ],
        outcome: Refused("0.0.0.0:8080 leads to Docker without a certificate"),
        ..CASE
    },
    Case {
        name: "a proxy to the socket for this host",
        before: &[proxy!("127.0.0.1:4000")],
        run: "sh install.sh --dry-run",
        outcome: Shown("127.0.0.1:4000 leads to Docker without a certificate"),
        ..CASE
    },
    Case {
        name: "a port that never says anything",
        before: &["systemd-run -q --unit=silent systemd-socket-activate -l 7000 sleep 600; timeout 60 sh -c 'until ss -Hltn sport = :7000 | grep -q .; do sleep 0.1; done'"],
        run: "sh install.sh --yes && systemctl stop silent",
        ..CASE
    },
    Case {
        name: "another socket unit with port 2375",
        before: &[
            "printf '[Socket]\nListenStream=2375\nBindIPv6Only=both\nService=docker.service\n' >/etc/systemd/system/docker-tcp.socket; systemctl daemon-reload; systemctl stop docker; systemctl start docker-tcp.socket docker",
        ],
        outcome: Refused("docker-tcp.socket opens a TCP port"),
        ..CASE
    },
    // The socket is alive afterwards.
    Case {
        name: "a dockerd with another configuration file, daemon.json chosen",
        before: &[dockerd!("exec /usr/sbin/dockerd --config-file=/srv/d.json \"$@\""), "echo {} >/srv/d.json"],
        draft: JSON,
        outcome: PutBack("Nothing answers on port 2376."),
        ..CASE
    },
    Case {
        name: "killed between drop-in and daemon.json, and put back",
        unit: Some(DOCKER_CE),
        before: &[KILLER],
        draft: JSON,
        run: "echo 'mv KILL 1 */daemon.json' >/run/killer/now; sh install.sh --yes; systemctl reset-failed docker && systemctl restart docker; docker -H unix:///var/run/docker.sock ps && sh install.sh --uninstall --yes",
        outcome: Shown("An earlier run was interrupted"),
        ..CASE
    },
    Case {
        name: "the file of the socket stays, for containers that have it as a mount",
        run: "file=$(stat -c %i /run/docker.sock); sh install.sh --yes && test $(stat -c %i /run/docker.sock) = $file",
        ..CASE
    },
    Case {
        name: "Docker and its socket are stopped",
        draft: NOWHERE,
        run: "systemctl stop docker docker.socket; sh install.sh --yes; code=$?; ! systemctl is-active docker docker.socket || exit 9; systemctl start docker; exit $code",
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "Docker is started by its socket",
        draft: NOWHERE,
        run: "systemctl stop docker; sh install.sh --yes; code=$?; systemctl is-active docker && exit 9; docker -H unix:///var/run/docker.sock ps || exit 9; exit $code",
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    // Cut off, in the trial and after it.
    Case {
        name: "killed in the trial",
        before: &[KILLER],
        run: "echo 'systemctl KILL 1 *restart*' >/run/killer/now; sh install.sh --yes; systemctl daemon-reload; systemctl reset-failed docker && systemctl restart docker; ss -ltnH | grep '127.0.0.1:2376' && ! ss -ltnH | grep -F '[::]:2376' && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "killed after the trial",
        before: &[KILLER],
        run: "echo 'systemctl KILL 2 *restart*' >/run/killer/now; sh install.sh --yes; test -e /var/lib/dockseal/run/journal && systemctl reset-failed docker && systemctl restart docker && sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "interrupted after the trial",
        before: &[KILLER],
        run: "echo 'systemctl TERM 2 *restart*' >/run/killer/now; sh install.sh --yes",
        outcome: PutBack("interrupted"),
        ..CASE
    },
    Case {
        name: "an --uninstall that was killed, and run again",
        unit: Some(DOCKER_CE),
        draft: JSON,
        before: &[KILLER, "echo '{\"debug\": false}' >/etc/docker/daemon.json"],
        run: "sh install.sh --yes && { echo 'systemctl KILL 1 *restart*' >/run/killer/now; sh install.sh --uninstall --yes; sh install.sh --uninstall --yes; }",
        outcome: Shown("as it was before"),
        ..CASE
    },
    Case {
        name: "killed in the trial, where port 2375 was open",
        before: &[
            KILLER,
            "mkdir -p /etc/systemd/system/docker.service.d; printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375\n' >/etc/systemd/system/docker.service.d/override.conf",
        ],
        run: "echo 'systemctl KILL 2 *restart*' >/run/killer/now; sh install.sh --yes --replace; sh install.sh --yes",
        outcome: Refused("Docker listens on tcp://0.0.0.0:2375 and asks for no certificate, as before"),
        ..CASE
    },
    // Nothing is written by halves.
    Case {
        name: "no space in /tmp",
        before: &["mount -t tmpfs -o size=4k tmpfs /tmp; echo >/tmp/full"],
        run: "TMPDIR=/tmp sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "little space for copies of the old files, and a little more",
        before: &["mkdir -p /var/lib/dockseal; printf '{\"labels\": [\"a=%09000d\"]}' 0 >/etc/docker/daemon.json"],
        draft: JSON,
        run: "for pages in 2 4 5 9; do mount -t tmpfs -o mode=755,size=$((pages * 4))k tmpfs /var/lib/dockseal || exit 9; if sh install.sh --yes; then sh install.sh --uninstall --yes || exit 9; fi; umount /var/lib/dockseal; test ! -e /etc/systemd/system/docker.service.d || exit 9; done",
        outcome: Shown("is the disk full?"),
        ..CASE
    },
    Case {
        name: "a list of the old files that is empty",
        run: "sh install.sh --yes && cd /var/lib/dockseal/base && cp journal /run/journal && : >journal && ! sh /root/bundle/install.sh --uninstall --yes && test -e /etc/docker/tls/ca.pem && cp /run/journal . && cd / && sh /root/bundle/install.sh --uninstall --yes",
        outcome: Shown("journal is incomplete"),
        ..CASE
    },
    Case {
        name: "a folder where the new file has to be made",
        before: &["mkdir -p /etc/docker/tls/ca.pem.dockseal"],
        outcome: PutBack("/etc/docker/tls/ca.pem cannot be written"),
        ..CASE
    },
    // Who may write there.
    Case {
        name: "the certificates' folder is somebody else's, with a link in it",
        before: &["echo secret >/etc/victim; install -d -o daemon /etc/docker/tls; ln -s /etc/victim /etc/docker/tls/ca.pem.dockseal"],
        outcome: Refused("/etc/docker/tls is not yours alone"),
        ..CASE
    },
    Case {
        name: "the certificates' folder is everybody's",
        before: &["install -d -m 1777 /etc/docker/tls"],
        outcome: Refused("/etc/docker/tls is not yours alone"),
        ..CASE
    },
    Case {
        name: "the certificates' folder is a link of somebody else",
        before: &["mkdir /srv/tls; ln -s /srv/tls /etc/docker/tls; chown -h daemon /etc/docker/tls"],
        outcome: Refused("/etc/docker/tls is not yours alone"),
        ..CASE
    },
    Case {
        name: "a folder above is a group's",
        before: &["chgrp daemon /etc/docker; chmod 775 /etc/docker"],
        outcome: Refused("/etc/docker is not yours alone"),
        ..CASE
    },
    Case {
        name: "a folder above is of root's group, and of somebody else by an access control list",
        before: &[
            "test $(uname -m) = x86_64 && call=188 || call=5; perl -e '$list = pack(\"V\", 2) . join(\"\", map { pack(\"vvV\", @$_) } [1,7,4294967295], [2,7,1], [4,5,4294967295], [16,7,4294967295], [32,5,4294967295]); $folder = \"/etc/docker\"; $name = \"system.posix_acl_access\"; exit !!syscall(shift, $folder, $name, $list, length $list, 0)' $call",
        ],
        outcome: Refused("/etc/docker is not yours alone"),
        ..CASE
    },
    Case { name: "a folder above is of root's group", before: &["chmod 775 /etc/docker"], ..CASE },
    Case {
        name: "a folder above, behind a link, is somebody else's",
        before: &["mkdir -p /srv/a/tls; chown daemon /srv/a; ln -s /srv/a/tls /etc/docker/tls"],
        outcome: Refused("/srv/a is not yours alone"),
        ..CASE
    },
    Case {
        name: "the folder of the copies is somebody else's",
        before: &["install -d -o daemon /var/lib/dockseal"],
        outcome: Refused("/var/lib/dockseal is not yours alone"),
        ..CASE
    },
    Case {
        name: "the files are swapped after they were read",
        before: &[
            "printf '%s\\n' '#!/bin/sh' 'case $* in *daemon-reload*) cp /run/swap/*.pem /root/bundle ;; esac' 'exec /usr/bin/systemctl \"$@\"' >/usr/local/sbin/systemctl; chmod +x /usr/local/sbin/systemctl",
        ],
        run: "cp -a . /run/mine; cp -r /root/earlier /run/swap; sh install.sh --yes && rm -r /run/swap && cmp /root/earlier/ca.pem ca.pem && cp -a /run/mine/. .",
        ..CASE
    },
    Case {
        name: "daemon.json is somebody else's, daemon.json chosen",
        before: &["echo '{}' >/etc/docker/daemon.json; chown daemon /etc/docker/daemon.json"],
        draft: JSON,
        outcome: Refused("/etc/docker/daemon.json is not yours alone: others could change it"),
        ..CASE
    },
    Case {
        name: "daemon.json is everybody's, daemon.json chosen",
        before: &["echo '{}' >/etc/docker/daemon.json; chmod 666 /etc/docker/daemon.json"],
        draft: JSON,
        outcome: Refused("/etc/docker/daemon.json is not yours alone: others could change it"),
        ..CASE
    },
    Case {
        name: "a folder whose files are everybody's by its default access control list",
        before: &[
            "mkdir /etc/docker/tls; test $(uname -m) = x86_64 && call=188 || call=5; perl -e '$list = pack(\"V\", 2) . join(\"\", map { pack(\"vvV\", @$_) } [1,7,4294967295], [2,7,1], [4,7,4294967295], [16,7,4294967295], [32,7,4294967295]); $folder = \"/etc/docker/tls\"; $name = \"system.posix_acl_default\"; exit !!syscall(shift, $folder, $name, $list, length $list, 0)' $call
printf '%s\n' '#!/bin/sh' '/usr/bin/cat \"$@\" || exit' 'for file in /etc/docker/tls/server-key.pem*; do test ! -e $file || case $(stat -c %a $file) in ?00) ;; *) touch /run/seen ;; esac; done' >/usr/local/sbin/cat; chmod +x /usr/local/sbin/cat",
        ],
        run: "sh install.sh --yes && test ! -e /run/seen",
        ..CASE
    },
    Case {
        name: "the key is a mount that everybody reads",
        before: &[
            "mkdir /etc/docker/tls; cp /root/earlier/*.pem /etc/docker/tls; chmod 644 /etc/docker/tls/*.pem; cp -p /etc/docker/tls/server-key.pem /srv; mount --bind /srv/server-key.pem /etc/docker/tls/server-key.pem",
        ],
        run: "sh install.sh --yes && stat -c %a /srv/server-key.pem | grep 400 && sh install.sh --uninstall --yes && stat -c %a /srv/server-key.pem | grep 644",
        outcome: Shown("as it was before"),
        ..CASE
    },
    Case {
        name: "a hundred and fifty ports, and a proxy to the socket behind them",
        before: &[
            "systemd-run -q --unit=many sh -c 'exec systemd-socket-activate $(seq -f \"-l 127.0.0.1:%.0f\" 5001 5150) sleep 600'; timeout 60 sh -c 'until ss -Hltn sport = :5150 | grep -q .; do sleep 0.1; done'",
            proxy!("2375"),
        ],
        run: "sh install.sh --yes; code=$?; systemctl stop many; exit $code",
        outcome: Refused(":2375 leads to Docker without a certificate"),
        ..CASE
    },
    Case {
        name: "a program whose name a terminal obeys",
        before: &[
            "systemd-run -q --unit=named perl -e 'use Socket; socket($s, PF_INET, SOCK_STREAM, 0); bind($s, sockaddr_in(2376, INADDR_ANY)); listen($s, 1); open($c, q(>), q(/proc/self/comm)); print $c \"e\\e[31mvil\"; close $c; sleep 600'; timeout 60 sh -c 'until ss -Hltn sport = :2376 | grep -q .; do sleep 0.1; done'",
        ],
        run: "sh install.sh --yes >/run/said 2>&1; code=$?; systemctl stop named; cat /run/said; ! grep -q \"$(printf '\\033')\" /run/said || exit 9; exit $code",
        outcome: Refused("Another program has port 2376 (\"e[31mvil\""),
        ..CASE
    },
    // Nobody reads what is said.
    Case {
        name: "what is said goes nowhere, and it fails",
        draft: NOWHERE,
        run: "sh install.sh --yes 2>&1 | true; test ! -e /var/lib/dockseal && echo all is back",
        outcome: Shown("all is back"),
        ..CASE
    },
    Case { name: "what is said goes nowhere", run: "sh install.sh --yes 2>&1 | true; test -e /var/lib/dockseal/base/journal", ..CASE },
    // Everything is put back.
    Case {
        name: "a daemon.json that is a mount",
        unit: Some(DOCKER_CE),
        before: &[
            "echo '{\"debug\": false}' | tee /srv/d.json >/etc/docker/daemon.json; echo '/srv/d.json /etc/docker/daemon.json none bind 0 0' >>/etc/fstab; mount --bind /srv/d.json /etc/docker/daemon.json",
        ],
        draft: JSON,
        run: "sh install.sh --yes && sh install.sh --yes",
        after: "grep -q tlscacert /srv/d.json; test ! -e /etc/docker/daemon.json.dockseal",
        ..CASE
    },
    Case {
        name: "a daemon.json that is a mount, and is put back",
        unit: Some(DOCKER_CE),
        before: &["echo '{\"debug\": false}' | tee /srv/d.json >/etc/docker/daemon.json; mount --bind /srv/d.json /etc/docker/daemon.json"],
        draft: &[(Field::Platform, "systemd-daemon-json"), (Field::ListenAddress, "203.0.113.9")],
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    Case {
        name: "not started at boot, and no links of an init script",
        before: &["systemctl disable docker; rm -f /etc/rc?.d/*docker"],
        ..CASE
    },
    Case {
        name: "not started at boot, and links of an init script in one runlevel",
        before: &[
            "systemctl disable docker; rm -f /etc/rc?.d/*docker; ln -s ../init.d/docker /etc/rc3.d/S20docker; ln -s ../init.d/docker /etc/rc0.d/K20docker",
        ],
        draft: NOWHERE,
        outcome: PutBack("This host does not have the address"),
        ..CASE
    },
    // How it is run.
    Case {
        name: "it runs already",
        run: "mkdir /run/dockseal.lock; echo \"$$ $(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)\" >/run/dockseal.lock/pid; sh install.sh --yes; code=$?; rm -r /run/dockseal.lock; exit $code",
        outcome: Refused("This runs already"),
        ..CASE
    },
    Case {
        name: "what a killed run has left in memory, whose number another program has now",
        run: "mkdir /run/dockseal.lock; echo \"$$ 1\" >/run/dockseal.lock/pid; sh install.sh --yes",
        ..CASE
    },
    Case {
        name: "what a killed run has left in memory",
        run: "mkdir /run/dockseal.lock /run/dockseal-abcdef; echo 999999 | tee /run/dockseal.lock/pid >/run/dockseal-abcdef/pid; sh install.sh --yes && test ! -e /run/dockseal-abcdef",
        ..CASE
    },
];

/// Every one is tried with each init that starts Docker by a script.
const SCRIPT_CASES: &[Case] = &[Case {
    name: "a dockerd that lets everybody in",
    before: &[
        "mv /usr/sbin/dockerd /usr/sbin/dockerd.real; printf '%s\\n' '#!/bin/sh' 'sed s/\\\"tlsverify\\\":.true/\\\"tlsverify\\\":false/ /etc/docker/daemon.json >/run/d.json 2>/dev/null || echo {} >/run/d.json' 'exec /usr/sbin/dockerd.real \"$@\" --config-file=/run/d.json' >/usr/sbin/dockerd; chmod +x /usr/sbin/dockerd",
    ],
    outcome: PutBack("stranger refused: no"),
    ..CASE
}];

/// Every one is tried with Docker of a user.
const ROOTLESS_CASES: &[Case] = &[
    Case {
        name: "a dockerd that lets everybody in",
        before: &[
            "printf '%s\\n' '#!/bin/sh' 'case \"$*\" in *--tls*) set -- \"$@\" --tlsverify=false ;; esac' 'exec /usr/sbin/dockerd \"$@\"' >/srv/dockerd; chmod +x /srv/dockerd; sed -i s,PATH=,PATH=/srv:, /home/alice/.config/systemd/user/docker.service",
        ],
        outcome: PutBack("stranger refused: no"),
        ..CASE
    },
    Case { name: "folders of the user's own group", before: &["chmod 775 /home/alice /home/alice/.config"], ..CASE },
    Case {
        name: "a folder of everybody",
        before: &["chmod 777 /home/alice/.config"],
        outcome: Refused("/home/alice/.config is not yours alone"),
        ..CASE
    },
];

#[test]
fn on_bookworm_nobody_gets_in_and_all_comes_back() {
    every_second_case("install-does", BOOKWORM, CASES);
}

#[test]
fn on_trixie_nobody_gets_in_and_all_comes_back() {
    every_second_case("install-does", TRIXIE, CASES);
}

#[test]
fn under_system_v_nobody_gets_in_and_all_comes_back() {
    every_case("install-does", SYSV, SCRIPT_CASES);
}

#[test]
fn under_openrc_nobody_gets_in_and_all_comes_back() {
    every_case("install-does", OPENRC, SCRIPT_CASES);
}

#[test]
fn without_root_nobody_gets_in_and_all_comes_back() {
    every_case("install-does", ROOTLESS, ROOTLESS_CASES);
}
