//! What `install.sh` reads on a host: units, drop-ins, variables, configuration files and the environment of its caller, in the forms that systemd and
//! Docker take. A host ends proved with the options that it had, or as it was.

use std::{collections::BTreeSet, fmt::Write as _, fs, os::unix::fs::PermissionsExt as _, path::Path};

use dockseal::{
    Draft, Field,
    guide::{self, Pair},
};
use serde_json::{Map, Value, json};

use crate::{
    booted::{BOOKWORM, Host, ROOTLESS, TRIXIE},
    install::{CASE, Case, DROP_INS, JSON, NO_FLAGS, OTHER_TLS, PutBack, Refused, every_case, every_second_case},
    judge::{program, run},
};

/// Docker with a label as its own option, which has to be there afterwards.
const LABELLED: &str = "case $command in *' --label=kept=yes '*) ;; *) false; esac";

/// The options of the script are the last words of the command.
const OURS_LAST: &str = "case $command in *' -H fd:// -H tcp://[::]:2376 --tlsverify --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/server-cert.pem --tlskey=/etc/docker/tls/server-key.pem ') ;; *) false; esac";

/// A daemon whose certificates are named by its environment.
const TLS_BY_ENVIRONMENT: &str = "mkdir -p /srv/tls /etc/systemd/system/docker.service.d; cd /root/earlier; cp ca.pem /srv/tls/ca.pem; cp server-cert.pem /srv/tls/cert.pem; cp server-key.pem /srv/tls/key.pem
printf '[Service]\nEnvironment=DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=/srv/tls\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376\n' >/etc/systemd/system/docker.service.d/override.conf";

/// Puts back what the run itself has changed, so that only the script's changes count.
macro_rules! with_a_change {
    ($file:literal, $change:literal, $run:literal) => {
        concat!(
            "cp -p ",
            $file,
            " /run/changed; ",
            $change,
            "; ",
            $run,
            "; code=$?; cp -p /run/changed ",
            $file,
            "; rm /run/changed; systemctl daemon-reload; exit $code"
        )
    };
}

/// A command line in a drop-in of this name.
macro_rules! command_line {
    ($name:literal, $command:literal) => {
        concat!(
            "mkdir -p /etc/systemd/system/docker.service.d; cat >'/etc/systemd/system/docker.service.d/",
            $name,
            "' <<'END'\n[Service]\nExecStart=\nExecStart=",
            $command,
            "\nEND\n"
        )
    };
}

const CASES: &[Case] = &[
    // Ours come last.
    Case {
        name: "ours are the last words",
        before: &["echo 'DOCKER_OPTS=--label=kept=yes' >>/etc/default/docker"],
        after: OURS_LAST,
        ..CASE
    },
    Case {
        name: "an option before ours lacks its value",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --label")],
        outcome: Refused("--label lacks its value"),
        ..CASE
    },
    Case {
        name: "an option before ours has an unset variable for its value",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --label=kept=yes --cgroup-parent $PARENT")],
        outcome: PutBack("Docker does not start like this."),
        ..CASE
    },
    Case {
        name: "a variable in braces that is unset, as a value",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --cgroup-parent ${PARENT} --label=kept=yes")],
        after: LABELLED,
        ..CASE
    },
    // What is in variables.
    Case {
        name: "DOCKER_OPTS over two lines with tlsverify=false",
        before: &["printf 'DOCKER_OPTS=\"--label a=b\\n--tlsverify=false\"\\n' >>/etc/default/docker"],
        outcome: Refused("dockerd gets: -H fd:// --containerd=/run/containerd/containerd.sock --label a=b --tlsverify=false"),
        ..CASE
    },
    Case {
        name: "DOCKER_OPTS over two lines with options of its own",
        before: &["printf 'DOCKER_OPTS=\"--label a=b\\n--label=kept=yes\"\\n' >>/etc/default/docker"],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "tlsverify=false in a variable behind what the script itself prints",
        before: &["echo \"DOCKER_OPTS='--label \\\"THE WORDS:\\\" --tlsverify=false'\" >>/etc/default/docker"],
        outcome: Refused("addresses or TLS options"),
        ..CASE
    },
    Case {
        name: "another CA in a file of a pattern",
        before: &[
            "mkdir -p /srv/env /etc/systemd/system/docker.service.d; cp /root/earlier/ca.pem /srv/ca.pem; echo 'DOCKER_OPTS=--tlscacert=/srv/ca.pem' >/srv/env/2.env; echo 'DOCKER_OPTS=--debug' >/srv/env/1.env",
            "printf '[Service]\\nEnvironmentFile=/srv/env/*.env\\n' >/etc/systemd/system/docker.service.d/env.conf",
        ],
        outcome: Refused("In /srv/env/2.env, line 1 has to become:\n    DOCKER_OPTS=\n"),
        ..CASE
    },
    Case {
        name: "a second address in a file of a pattern",
        before: &[
            "mkdir -p /srv/env /etc/systemd/system/docker.service.d; echo 'DOCKER_OPTS=\"-H tcp://127.0.0.1:4243\"' >/srv/env/1.env",
            "printf '[Service]\\nEnvironmentFile=-/srv/env/*.env\\n' >/etc/systemd/system/docker.service.d/env.conf",
        ],
        outcome: Refused("addresses or TLS options"),
        ..CASE
    },
    Case {
        name: "tlsverify=false in the environment of systemd",
        before: &[
            "mkdir -p /etc/systemd/system.conf.d; printf '[Manager]\\nDefaultEnvironment=DOCKER_OPTS=--tlsverify=false\\n' >/etc/systemd/system.conf.d/env.conf; systemctl daemon-reexec",
        ],
        outcome: Refused("dockerd gets: -H fd:// --containerd=/run/containerd/containerd.sock --tlsverify=false"),
        ..CASE
    },
    Case {
        name: "a variable that was set after Docker had started",
        run: with_a_change!(
            "/etc/default/docker",
            "echo 'DOCKER_OPTS=\"--debug --tlsverify=false\"' >>/etc/default/docker",
            "sh install.sh --yes"
        ),
        outcome: Refused("has to become:\n    DOCKER_OPTS=\"--debug\""),
        ..CASE
    },
    Case {
        name: "an address that is a variable",
        before: &[
            "echo 'LISTEN=unix:///var/run/docker.sock' >>/etc/default/docker",
            command_line!("override.conf", "/usr/sbin/dockerd -H ${LISTEN} --label=kept=yes\nEnvironment=A=b"),
        ],
        after: "case $command in *' --label=kept=yes -H unix:///var/run/docker.sock -H tcp://[::]:2376 --tlsverify '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "an address in a variable that has another one in it",
        before: &[command_line!(
            "override.conf",
            "/usr/sbin/dockerd -H fd:// $LISTEN\nEnvironment=\"LISTEN=--label=a=b -H tcp://127.0.0.1:2375\""
        )],
        outcome: Refused("has to become:\n    Environment=\"LISTEN=--label=a=b\"\n"),
        ..CASE
    },
    Case {
        name: "variables, and no systemd-run",
        before: &["mv /usr/bin/systemd-run /root", "echo 'DOCKER_OPTS=--label=kept=yes' >>/etc/default/docker"],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "two lines in a variable, and no systemd-run",
        before: &["mv /usr/bin/systemd-run /root", "printf 'DOCKER_OPTS=\"--label a=b\\n--tls=false\"\\n' >>/etc/default/docker"],
        outcome: Refused("dockerd gets:"),
        ..CASE
    },
    Case {
        name: "variables, no systemd-run, and Docker does not run",
        before: &["mv /usr/bin/systemd-run /root; echo '{\"no-such-option\": 1}' >/etc/docker/daemon.json"],
        outcome: Refused("First: systemctl start docker"),
        ..CASE
    },
    // daemon.json as dockerd reads it.
    Case {
        name: "tlsverify by an escaped name",
        before: &[NO_FLAGS, "printf '{\\n\"hosts\": [\"fd://\"], \"tlsverif\\\\u0079\": false}' >/etc/docker/daemon.json"],
        outcome: Refused("has a name with a backslash in line 2"),
        ..CASE
    },
    Case {
        name: "another CA by an escaped name",
        before: &["cp /root/earlier/ca.pem /srv; printf '{\"\\\\u0074lscacert\": \"/srv/ca.pem\"}' >/etc/docker/daemon.json"],
        outcome: Refused("has a name with a backslash in line 1"),
        ..CASE
    },
    Case {
        name: "an escaped name deeper in daemon.json",
        before: &["printf '{\"log-opts\": {\"max-\\\\u0073ize\": \"10m\"}}' >/etc/docker/daemon.json"],
        draft: JSON,
        after: "grep -Fq 'max-\\u0073ize' /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "the same name twice in daemon.json",
        before: &[
            NO_FLAGS,
            "echo '{\"hosts\": [\"tcp://127.0.0.1:2375\"], \"debug\": true, \"hosts\": [\"unix:///var/run/docker.sock\"], \"debug\": false}' >/etc/docker/daemon.json",
        ],
        after: "! grep -q 2375 /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "tlsverify twice in daemon.json, the last one false",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"fd://\"], \"tlsverify\": true, \"tlsverify\": false}' >/etc/docker/daemon.json"],
        after: "! grep -q false /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "names in another case, which Docker refuses",
        before: &[NO_FLAGS, "echo '{\"Hosts\": [\"fd://\"]}' >/etc/docker/daemon.json"],
        draft: JSON,
        outcome: PutBack("Hosts"),
        ..CASE
    },
    Case {
        name: "null in daemon.json",
        before: &[NO_FLAGS, "echo '{\"hosts\": null, \"tlsverify\": null, \"log-level\": null}' >/etc/docker/daemon.json"],
        after: "grep -q '\"log-level\": null' /etc/docker/daemon.json; grep -q '\"hosts\": \\[\"unix:///var/run/docker.sock\", ' /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "no address in the hosts of daemon.json",
        before: &[NO_FLAGS, "echo '{\"hosts\": []}' >/etc/docker/daemon.json"],
        after: "grep -q '\"hosts\": \\[\"unix:///var/run/docker.sock\", ' /etc/docker/daemon.json",
        ..CASE
    },
    Case { name: "tls: false in daemon.json", before: &["echo '{\"tls\": false}' >/etc/docker/daemon.json"], ..CASE },
    Case {
        name: "tls: false in daemon.json, daemon.json chosen",
        before: &["echo '{\"tls\": false}' >/etc/docker/daemon.json"],
        draft: JSON,
        ..CASE
    },
    Case {
        name: "a daemon.json of two megabytes, daemon.json chosen",
        before: &[
            "awk 'BEGIN { printf \"{\\\"labels\\\": [\"; for (i = 0; i < 60000; i++) printf \"\\\"label%d=a value that is somewhat long\\\", \", i; print \"\\\"last=one\\\"], \\\"debug\\\": false}\" }' >/etc/docker/daemon.json; test $(wc -c </etc/docker/daemon.json) -gt 2000000",
        ],
        draft: JSON,
        after: "tail -c 400 /etc/docker/daemon.json | grep -q '\"debug\": false,\"hosts\"\\|\"debug\": false,'; test $(wc -c </etc/docker/daemon.json) -gt 2000000",
        ..CASE
    },
    Case {
        name: "a daemon.json of two megabytes that breaks at its end",
        before: &[
            "awk 'BEGIN { print \"{\\\"labels\\\": [\"; for (i = 0; i < 60000; i++) printf \"\\\"label%d=a value that is somewhat long\\\",\\n\", i; print \"]}\" }' >/etc/docker/daemon.json",
        ],
        outcome: Refused("is not JSON (line 60002)"),
        ..CASE
    },
    Case {
        name: "a bad escape in daemon.json",
        before: &["printf '{\\n\"log-level\": \"in\\\\u00zz\"}' >/etc/docker/daemon.json"],
        outcome: Refused("is not JSON (line 2)"),
        ..CASE
    },
    Case {
        name: "a NUL in daemon.json",
        before: &["printf '{\\n\"debug\": true\\0}' >/etc/docker/daemon.json"],
        outcome: Refused("is not JSON (line 2)"),
        ..CASE
    },
    Case {
        name: "a comma too many, and Docker runs",
        before: &["echo '{\"debug\": true}' >/etc/docker/daemon.json"],
        run: with_a_change!(
            "/etc/docker/daemon.json",
            "echo '{\"debug\": true,}' >/etc/docker/daemon.json",
            "sh install.sh --yes >/run/said 2>&1; code=$?; cat /run/said; ! grep -i 'cannot start' /run/said || code=9; rm /run/said; (exit $code)"
        ),
        outcome: Refused("is not JSON (line 1)"),
        ..CASE
    },
    Case {
        name: "UTF-16, with an option of ours",
        before: &["printf '{\"hosts\": [\"fd://\"]}' | iconv -f UTF-8 -t UTF-16 >/etc/docker/daemon.json"],
        outcome: Refused("is UTF-16"),
        ..CASE
    },
    // The configuration file that is used.
    Case {
        name: "the configuration file in DOCKER_OPTS, daemon.json chosen",
        before: &["echo '{\"debug\": false}' >/srv/my.json; echo 'DOCKER_OPTS=--config-file=/srv/my.json' >>/etc/default/docker"],
        draft: JSON,
        after: "grep -q '\"debug\": false,\"hosts\": \\[\"fd://\", \\|\"debug\": false,' /srv/my.json; grep -q tlscacert /srv/my.json; test ! -e /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "the configuration file in DOCKER_OPTS, and another one with TLS that is not used",
        before: &[
            "echo '{\"debug\": false}' >/srv/my.json; echo 'DOCKER_OPTS=\"--config-file /srv/my.json\"' >>/etc/default/docker",
            "echo '{\"hosts\": [\"tcp://127.0.0.1:2375\"], \"tlsverify\": true}' >/etc/docker/daemon.json",
        ],
        after: "case $command in *--tlsverify*) ;; *) false; esac; grep -q 2375 /etc/docker/daemon.json; ! grep -q tls /srv/my.json",
        ..CASE
    },
    Case {
        name: "the configuration file in a variable over two lines, daemon.json chosen",
        before: &[
            "echo '{}' >/srv/my.json; printf 'DOCKER_OPTS=\"--label=kept=yes\\n--config-file\\n/srv/my.json\"\\n' >>/etc/default/docker",
        ],
        draft: JSON,
        after: "grep -q tlscacert /srv/my.json; test ! -e /etc/docker/daemon.json; case $command in *' --label=kept=yes --config-file /srv/my.json '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "the configuration file by specifiers, daemon.json chosen",
        before: &[
            "echo '{}' >/srv/docker.json",
            command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --config-file /srv/%p.json --label=kept=yes --label=a=%%h"),
        ],
        draft: JSON,
        after: "grep -q tlscacert /srv/docker.json; test ! -e /etc/docker/daemon.json; case $command in *' --label=kept=yes --label=a=%h '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "the configuration file by a variable in braces, and options of ours in it",
        before: &[
            "echo '{\"hosts\": [\"unix:///var/run/docker.sock\"]}' >/srv/my.json",
            command_line!("override.conf", "/usr/sbin/dockerd --config-file=${CONF}\nEnvironment=CONF=/srv/my.json"),
        ],
        after: "grep -q tlscacert /srv/my.json; test ! -e /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "a configuration file without its whole path",
        before: &["echo '{}' >/srv/my.json", command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --config-file=srv/my.json")],
        outcome: Refused("Write its full path there"),
        ..CASE
    },
    Case {
        name: "a specifier that is not known",
        before: &["echo '{}' >/srv/my.json", command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --label=boot=%b")],
        outcome: Refused("systemd reads the command line of docker.service as: /usr/sbin/dockerd -H fd:// --label=boot="),
        ..CASE
    },
    // The sources of the host's options.
    Case {
        name: "an indented section",
        before: &[
            DROP_INS,
            "printf '    [Service]\\n    ExecStart=\\n    ExecStart = /usr/sbin/dockerd -H fd:// --label=kept=yes\\n' >override.conf",
        ],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a vendor's drop-in with the name of ours",
        before: &[
            "mkdir -p /lib/systemd/system/docker.service.d; printf '[Service]\\nLimitNOFILE=65536\\n' >/lib/systemd/system/docker.service.d/tls.conf",
        ],
        after: "systemctl show -p LimitNOFILE docker | grep -q 65536",
        ..CASE
    },
    Case {
        name: "a vendor's drop-in for every service, with the name of ours",
        before: &[
            "mkdir -p /lib/systemd/system/service.d; printf '[Service]\\nLimitNOFILE=65536\\n' >/lib/systemd/system/service.d/tls.conf",
        ],
        after: "systemctl show -p LimitNOFILE docker | grep -q 65536",
        ..CASE
    },
    Case {
        // It is gone after the reboot, so nothing that `docker info` says may depend on it.
        name: "a drop-in in /run",
        before: &[
            "mkdir -p /run/systemd/system/docker.service.d; printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// --shutdown-timeout=17\\n' >/run/systemd/system/docker.service.d/zz.conf",
        ],
        after: "case $command in *' --shutdown-timeout=17 '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "drop-ins for every service, and docker.service in /etc",
        before: &[
            "sed 's/-H fd/--label=kept=yes &/' /lib/systemd/system/docker.service >/etc/systemd/system/docker.service; mkdir -p /etc/systemd/system/service.d; printf '[Service]\\nEnvironment=MINE=yes\\n' >/etc/systemd/system/service.d/mine.conf",
        ],
        after: "case $command in *' --label=kept=yes '*) ;; *) false; esac; grep -qz MINE=yes /proc/$(systemctl show -p MainPID --value docker)/environ",
        ..CASE
    },
    Case {
        name: "docker.service is a link to somewhere else",
        before: &[
            "mkdir -p /srv/units; sed 's/-H fd/--label=kept=yes &/' /lib/systemd/system/docker.service >/srv/units/docker.service; ln -s /srv/units/docker.service /etc/systemd/system/docker.service",
        ],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a drop-in that is switched off by a link to nothing",
        before: &[
            DROP_INS,
            "ln -s /dev/null override.conf; ln -s /dev/null tls.conf",
            "echo 'DOCKER_OPTS=--label=kept=yes' >>/etc/default/docker",
        ],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a drop-in with a blank in its name",
        before: &[command_line!("my own.conf", "/usr/sbin/dockerd -H fd:// --label=kept=yes")],
        outcome: Refused("cannot be read"),
        ..CASE
    },
    Case {
        name: "a last drop-in in Chinese",
        before: &[command_line!("本机.conf", "/usr/sbin/dockerd -H fd:// --label=kept=yes")],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a last drop-in with a tilde",
        before: &[command_line!("~local.conf", "/usr/sbin/dockerd -H fd:// --label=kept=yes")],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a last drop-in in Chinese, only shown, and then twice",
        before: &[command_line!("本机.conf", "/usr/sbin/dockerd -H fd:// --label=kept=yes")],
        run: "sh install.sh --dry-run | grep '+++ /etc/systemd/system/docker.service.d/本机_tls.conf' && sh install.sh --yes && sh install.sh --yes",
        after: "test $(ls /etc/systemd/system/docker.service.d | wc -l) = 2",
        ..CASE
    },
    // The syntax of systemd.
    Case {
        name: "comments and blank lines in a continued line",
        before: &[command_line!(
            "override.conf",
            "/usr/sbin/dockerd \\\n    # indented\n  ; another\n# one more\n    -H fd:// \\\n\t--label=kept=yes \\\n\n  --label=not=there"
        )],
        after: "case $command in *not=there*) false; esac; case $command in *' --label=kept=yes '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "a file that ends in a backslash",
        before: &[
            DROP_INS,
            "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// --label=kept=yes \\\\' >override.conf; printf '[Service]\\nLimitNOFILE=65536\\n' >zz.conf",
        ],
        after: "case $command in *' --label=kept=yes '*) ;; *) false; esac; systemctl show -p LimitNOFILE docker | grep -q 65536",
        ..CASE
    },
    Case {
        name: "another name for the program",
        before: &[command_line!("override.conf", "@/usr/sbin/dockerd mine -H fd:// --label=kept=yes")],
        after: "tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value docker)/cmdline | grep '^mine --label=kept=yes -H fd'",
        ..CASE
    },
    Case {
        name: "prefixes of the program",
        before: &[command_line!("override.conf", "-+/usr/sbin/dockerd -H fd:// --label=kept=yes")],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "no variables, by a prefix",
        before: &[command_line!("override.conf", ":/usr/sbin/dockerd -H fd:// --label=kept=yes --label=price=${X}")],
        after: "case $command in *'--label=price=${X}'*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "quotes of each kind",
        before: &[command_line!(
            "override.conf",
            "\"/usr/sbin/dockerd\" '-H' \"fd://\" --label='a=b c' \"--label=d=it's\" --label=e='\"'\"f g\" --label=kept=yes '--label=h=\\\\i'"
        )],
        after: "case $command in *\" --label=a=b c --label=d=it's --label=e=\\\"f g --label=kept=yes --label=h=\\\\i \"*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "an address in escapes",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// \\x2dH tcp://127.0.0.1:4243")],
        outcome: Refused("Docker listens on tcp://127.0.0.1:4243 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "addresses in quotes within words",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -\"H\" fd:// --ho'st'=tcp://127.0.0.1:2375 --label=kept=yes")],
        outcome: Refused("Docker listens on tcp://127.0.0.1:2375 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "short options in one word",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -DH fd:// -Dl debug")],
        after: "case $command in *' -D -Dl debug -H fd:// -H tcp://[::]:2376 '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "values that look like options",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd --cgroup-parent -H --log-level \"info\" --label=kept=yes -H fd://")],
        after: "case $command in *' --cgroup-parent -H --log-level info --label=kept=yes -H fd:// '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "values that look like options in a variable with an address",
        before: &["echo 'DOCKER_OPTS=\"--cgroup-parent -H --log-level info -DH tcp://127.0.0.1:4243 -l debug\"' >>/etc/default/docker"],
        outcome: Refused("has to become:\n    DOCKER_OPTS=\"--cgroup-parent -H --log-level info -l debug\"\n"),
        ..CASE
    },
    Case {
        name: "an address of TCP only, and docker.socket, which the unit wants",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H tcp://127.0.0.1:4243 --label=kept=yes")],
        run: "sh install.sh --yes --replace",
        after: "case $command in *' --label=kept=yes -H fd:// -H tcp://127.0.0.1:4243 -H tcp://[::]:2376 '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "an option of ours inside of another one in daemon.json",
        before: &["printf '{\n \"default-address-pools\": [],\n \"a\": { \"tlscacert\": \"/srv/ca.pem\" } }' >/etc/docker/daemon.json"],
        outcome: Refused("inside of another option in line 3"),
        ..CASE
    },
    Case {
        name: "the output of systemctl cat in a drop-in",
        before: &[
            DROP_INS,
            "{ systemctl cat docker.service | sed 's/^ExecStart=.*/ExecStart=\\n&/'; printf '# /etc/systemd/system/docker.service.d/zzzz.conf\\n[Service]\\nExecStart=\\n# /lib/systemd/system/docker.service\\nExecStart=/usr/sbin/dockerd -H fd:// --label=kept=yes\\n'; } >override.conf",
        ],
        after: "case $command in *' --label=kept=yes '*) ;; *) false; esac; ls /etc/systemd/system/docker.service.d/tls.conf",
        ..CASE
    },
    Case {
        name: "line ends of Windows in a drop-in",
        before: &[
            DROP_INS,
            "printf '[Service]\\r\\nExecStart=\\r\\nExecStart=/usr/sbin/dockerd -H fd:// \\\\\\r\\n --label=kept=yes\\r\\n' >override.conf",
        ],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a byte order mark, and blanks around",
        before: &[
            DROP_INS,
            "printf '\\357\\273\\277[Service]\\nExecStart=\\n ExecStart  =  /usr/sbin/dockerd   -H\\tfd://   --label=kept=yes  \\n' >override.conf",
        ],
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "a setting of another section",
        before: &[
            DROP_INS,
            "printf '[X-Mine]\\nExecStart=/usr/bin/env\\n[Unit]\\nExecStart=/usr/bin/env\\n[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H fd:// --label=kept=yes\\n' >override.conf",
        ],
        after: LABELLED,
        ..CASE
    },
    // Addresses.
    Case {
        name: "a unit without addresses, with a socket unit",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd --label=kept=yes")],
        after: "case $command in *' --label=kept=yes -H unix:///var/run/docker.sock -H tcp://[::]:2376 '*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "run again, all in daemon.json",
        draft: JSON,
        run: "sh install.sh --yes && sh install.sh --yes && sh install.sh --yes",
        after: "case $command in *-H*) false; esac; test $(grep -o tcp:// /etc/docker/daemon.json | wc -l) = 1",
        ..CASE
    },
    Case {
        name: "run again, after a port was closed",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// -H tcp://127.0.0.1:2375 --label=kept=yes")],
        run: "sh install.sh --yes --replace && sh install.sh --yes",
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "run again, after somebody changed the command line beneath",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// --label=kept=no")],
        run: "sh install.sh --yes && cp -p /etc/systemd/system/docker.service.d/override.conf /run/o && sed -i s/kept=no/kept=yes/ /etc/systemd/system/docker.service.d/override.conf && sh install.sh --yes && cp -p /run/o /etc/systemd/system/docker.service.d/override.conf && rm /run/o",
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "TLS by the environment of the daemon",
        before: &[TLS_BY_ENVIRONMENT],
        outcome: Refused("TLS is set up already, with /srv/tls/cert.pem: this will be replaced, and clients of its CA (CN"),
        ..CASE
    },
    Case {
        name: "TLS by the environment of the daemon, --replace",
        before: &[TLS_BY_ENVIRONMENT],
        run: "sh install.sh --yes --replace",
        ..CASE
    },
    Case {
        name: "another port without TLS",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:4243")],
        outcome: Refused(
            "Docker listens on tcp://0.0.0.0:4243 and asks for no certificate: whoever reaches it is root. It has TLS from now on",
        ),
        ..CASE
    },
    Case {
        name: "another port without TLS, --replace",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:4243 --label=kept=yes")],
        run: "sh install.sh --yes --replace",
        after: "case $command in *' --label=kept=yes -H fd:// -H tcp://0.0.0.0:4243 -H tcp://[::]:2376 --tlsverify '*) ;; *) false; esac; curl -s http://127.0.0.1:4243/version | grep 'HTTPS server'",
        ..CASE
    },
    Case {
        name: "another port without TLS in daemon.json, --replace, and again",
        before: &[NO_FLAGS, "echo '{\"hosts\": [\"fd://\", \"tcp://127.0.0.1:4243\"]}' >/etc/docker/daemon.json"],
        run: "sh install.sh --yes --replace && sh install.sh --yes",
        after: "curl -s http://127.0.0.1:4243/version | grep 'HTTPS server'",
        ..CASE
    },
    Case {
        name: "another port of IPv6 in daemon.json, --replace, and again",
        before: &[NO_FLAGS, "echo '{\"hosts\": [ \"fd:\\/\\/\", \"tcp://[::1]:4243\" ]}' >/etc/docker/daemon.json"],
        run: "sh install.sh --yes --replace && sh install.sh --yes",
        after: "grep -F '\"hosts\": [\"fd://\", \"tcp://[::1]:4243\", \"tcp://[::]:2376\"]' /etc/docker/daemon.json",
        ..CASE
    },
    Case {
        name: "an address without a port",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// -H 127.0.0.1 --host=tcp://[::1]")],
        outcome: Refused("Docker listens on 127.0.0.1 tcp://[::1] and asks for no certificate: whoever reaches it is root. It is closed"),
        ..CASE
    },
    Case {
        name: "our own port without TLS",
        before: &[command_line!("override.conf", "/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376")],
        outcome: Refused(
            "Docker listens on tcp://0.0.0.0:2376 and asks for no certificate: whoever reaches it is root. From now on its clients need one.",
        ),
        ..CASE
    },
    Case {
        name: "our own port with TLS for everybody",
        before: &[OTHER_TLS, "sed -i 's/--tlsverify/--tlsverify=false/' /etc/systemd/system/docker.service.d/override.conf"],
        outcome: Refused("Docker listens on tcp://0.0.0.0:2376 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "certificates in daemon.json that nothing switches on",
        before: &[
            NO_FLAGS,
            "mkdir /etc/docker/tls; cp /root/earlier/*.pem /etc/docker/tls",
            "echo '{\"hosts\": [\"fd://\", \"tcp://0.0.0.0:2376\"], \"tlscert\": \"/etc/docker/tls/server-cert.pem\", \"tlskey\": \"/etc/docker/tls/server-key.pem\"}' >/etc/docker/daemon.json",
        ],
        outcome: Refused("Docker listens on tcp://0.0.0.0:2376 and asks for no certificate"),
        ..CASE
    },
    Case {
        name: "dockerd-current",
        before: &[
            "ln -s dockerd /usr/sbin/dockerd-current",
            command_line!("override.conf", "/usr/sbin/dockerd-current -H fd:// --label=kept=yes"),
        ],
        after: "case $(tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value docker)/cmdline) in *' --label=kept=yes '*) ;; *) false; esac",
        ..CASE
    },
    // The environment of the caller.
    Case {
        name: "colours, and POSIX to the letter",
        before: &["echo 'DOCKER_OPTS=--label=kept=yes' >>/etc/default/docker"],
        run: "export SYSTEMD_COLORS=1 POSIXLY_CORRECT=1 && sh install.sh --yes && bash install.sh --yes",
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "an environment that programs listen to",
        before: &["mkdir /srv/home; echo 'proxy = http://192.0.2.99:1' >/srv/home/.curlrc"],
        run: "export IFS=/ TMPDIR=/nonexistent CDPATH=/srv ENV=/nonexistent GREP_OPTIONS=--color=always GREP_COLORS=x LS_COLORS=x BLOCK_SIZE=human-readable TZ=Asia/Shanghai SYSTEMD_PAGER=cat SYSTEMD_LESS=x SYSTEMD_LOG_LEVEL=debug SYSTEMD_URLIFY=1 LESS=x COLUMNS=20 CURL_HOME=/srv/home CURL_CA_BUNDLE=/nonexistent OPENSSL_CONF=/nonexistent AWKPATH=/srv AWK_HASH=x PAGER=cat http_proxy=http://192.0.2.99:1 HTTPS_PROXY=http://192.0.2.99:1 ALL_PROXY=http://192.0.2.99:1 DOCKER_HOST=tcp://192.0.2.99:1 DOCKER_TLS_VERIFY=1 DOCKER_CONFIG=/nonexistent DOCKER_CERT_PATH=/nonexistent XDG_STATE_HOME=/srv/home SYSTEMD_UNIT_PATH=/nonexistent mode=uninstall yes=no state=/srv user=--user && sh install.sh --yes && test \"$(ls -A /srv/home)\" = .curlrc",
        ..CASE
    },
    Case {
        name: "bash with variables that are read-only",
        run: "bash -c 'export SHELLOPTS BASHOPTS UID PPID; exec bash --posix install.sh --yes'",
        ..CASE
    },
    Case {
        name: "only shown, with a unit that systemd has not read yet",
        before: &[DROP_INS, "printf '[Service]\\nLimitNOFILE=65536\\n' >limits.conf"],
        run: with_a_change!(
            "/etc/systemd/system/docker.service.d/limits.conf",
            "sleep 1; echo >>/etc/systemd/system/docker.service.d/limits.conf",
            "sh install.sh --dry-run"
        ),
        outcome: Refused("First: systemctl daemon-reload"),
        ..CASE
    },
];

/// What Docker 20.10 does not take.
const NEWER_CASES: &[Case] = &[
    Case {
        name: "UTF-16 with other settings",
        before: &["printf '{\"debug\": false}' | iconv -f UTF-8 -t UTF-16LE | sed '1s/^/\\xff\\xfe/' >/etc/docker/daemon.json"],
        after: "case $command in *--tlsverify*) ;; *) false; esac",
        ..CASE
    },
    Case {
        name: "UTF-16 with other settings, daemon.json chosen",
        before: &["printf '{\"debug\": false}' | iconv -f UTF-8 -t UTF-16 >/etc/docker/daemon.json"],
        draft: JSON,
        outcome: Refused("is UTF-16"),
        ..CASE
    },
    Case {
        name: "a byte order mark, daemon.json chosen",
        before: &["printf '\\357\\273\\277{\"debug\": false}' >/etc/docker/daemon.json"],
        draft: JSON,
        after: "test \"$(head -c 4 /etc/docker/daemon.json)\" = \"$(printf '\\357\\273\\277{')\"",
        ..CASE
    },
];

const ROOTLESS_DRAFT: &[(Field, &str)] = &[(Field::Platform, "rootless")];

/// Cases with the Docker of a user.
const ROOTLESS_CASES: &[Case] = &[
    Case {
        name: "a variable of the user's systemd, the configuration file by a specifier, and twice",
        draft: ROOTLESS_DRAFT,
        before: &[
            "cd /home/alice; mkdir -p .config/systemd/user/docker.service.d .config/environment.d; echo 'OPTS=--label=kept=yes' >.config/mine.env; echo '{}' >my.json
printf '[Service]\\nEnvironmentFile=-%%h/.config/*.env\\nExecStart=\\nExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh --iptables=false --config-file=%%h/my.json $OPTS\\n' >.config/systemd/user/docker.service.d/~local.conf
chown -R 1000:1000 /home/alice",
        ],
        run: "sh install.sh --yes && sh install.sh --yes",
        after: LABELLED,
        ..CASE
    },
    Case {
        name: "an address in a variable of two lines",
        draft: ROOTLESS_DRAFT,
        before: &[
            "cd /home/alice; mkdir -p .config/systemd/user/docker.service.d; printf 'OPTS=\"--label=a=b\\n-H tcp://127.0.0.1:4243\"\\n' >mine.env
printf '[Service]\\nEnvironmentFile=%%h/mine.env\\nExecStart=\\nExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh --iptables=false $OPTS\\n' >.config/systemd/user/docker.service.d/override.conf
chown -R 1000:1000 /home/alice",
        ],
        outcome: Refused("dockerd gets: --iptables=false --label=a=b -H tcp://127.0.0.1:4243"),
        ..CASE
    },
];

#[test]
fn on_bookworm_the_options_of_the_host_are_kept() {
    every_second_case("install-reads", BOOKWORM, CASES);
}

#[test]
fn on_trixie_the_options_of_the_host_are_kept() {
    every_second_case("install-reads", TRIXIE, CASES);
}

#[test]
fn on_trixie_what_docker_20_does_not_read_is_read() {
    every_case("install-reads-newer", TRIXIE, NEWER_CASES);
}

#[test]
fn without_root_the_options_of_the_host_are_kept() {
    every_case("install-reads", ROOTLESS, ROOTLESS_CASES);
}

/// The same pieces in the same order in every run.
struct Pieces(u64);

impl Pieces {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % count
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn unit(&mut self) -> String {
        const WORDS: &[&str] = &[
            "-H",
            "fd://",
            "--label=a",
            "\"-H\"",
            "--ho'st'=x",
            "\"a b\"",
            "'c \"d\"'",
            "e=\"f g\"h",
            "\"\"",
            "''",
            "\\\\",
            "i\\\\j",
            "k\\\"l",
            "\"\\'\"",
            "%n",
            "%p.json",
            "%%x",
            "\"%h\"/y",
            "%t",
            "$X",
            "${X}",
            "$$X",
            "a${X}b",
            "#m",
            "a#b",
            "a;b",
            "=",
            "[z]",
            "中",
            "\\x2dH",
            "\\055\\055debug",
            "\\u002d\\U0000002d\\s\\t",
            "\\q\\;",
            "\\;",
            "a\\;",
            "\\x2",
            "\\x25n",
        ];
        const BETWEEN: &[&str] = &[" ", " ", " ", "  \t", " \\\n", " \\\n  # c \\\n\t; d\n ", "\\\n \\\n   "];
        let mut text = self.one(&["[Unit]\nExecStart=/bin/false\n", "\u{feff}", "# x \\\n", ""]).to_owned();
        text += self.one(&["[Service]\n", "\t[Service]  \n"]);
        text += self.one(&["", "ExecStart=/bin/false old\nExecStart=\n", "ExecStart=/bin/false \\\n  old\n\n  ExecStart =\t\n"]);
        text += self.one(&["ExecStart=", "ExecStart = ", "   ExecStart=\t"]);
        text += self.one(&["/bin/true", "-/bin/true", "@/bin/true name", "+/bin/true", "-@/bin/true name", "\"/bin/true\""]);
        for _ in 0..1 + self.below(6) {
            text += self.one(BETWEEN);
            text += self.one(WORDS);
        }
        text + self.one(&["", "  ", "\r", "\\", " \\\n\n", "\n; end\n[Install]\nExecStart=/bin/false\n", "\nType=simple\n"])
    }

    fn blank(&mut self) -> &'static str {
        self.one(&["", "", "", " ", "\n", "\t", " \r\n "])
    }

    fn value(&mut self, depth: usize) -> String {
        match if depth > 3 { 0 } else { self.below(6) } {
            0..=2 => self
                .one(&[
                    "1",
                    "-0.5e+1",
                    "true",
                    "false",
                    "null",
                    "\"a\"",
                    "\"\\u00e9\\n\\\\\"",
                    "\"x,y:{}[]\"",
                    "\"\\\"\"",
                    "\"\"",
                    "\"中\"",
                ])
                .to_owned(),
            3 | 4 => {
                let items: Vec<_> =
                    (0..self.below(4)).map(|_| format!("{}{}{}", self.blank(), self.value(depth + 1), self.blank())).collect();
                format!("[{}{}]", items.join(","), self.blank())
            }
            _ => self.object(depth + 1),
        }
    }

    fn object(&mut self, depth: usize) -> String {
        let names = ["hosts", "tls", "tlsverify", "a", "log-opts", "tlscacert", "b c", "é"];
        let members: Vec<_> = (0..self.below(5))
            .map(|_| {
                format!("{}\"{}\"{}:{}{}{}", self.blank(), self.one(&names), self.blank(), self.blank(), self.value(depth), self.blank())
            })
            .collect();
        format!("{{{}{}}}", members.join(","), self.blank())
    }

    /// A document, or what is almost one.
    fn document(&mut self) -> String {
        let text = format!("{}{}{}", self.blank(), self.object(0), self.blank());
        if self.below(3) > 0 {
            return text;
        }
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..1 + self.below(2) {
            let place = self.below(characters.len());
            let new = self.one(&["", "{", "}", "[", "]", ",", ":", "\"", "\\", "1", "t", "u", "\0", "\u{1}", "\n"]);
            let until = place + self.below(2);
            characters.splice(place..until.min(characters.len()), new.chars());
        }
        characters.into_iter().collect()
    }
}

/// A function of the script or of its readers.
fn function(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/install");
    let script: String =
        ["install.sh", "readers.sh"].iter().map(|file| fs::read_to_string(folder.join(file)).expect("the script")).collect();
    let (_, rest) = script.split_once(&format!("\n{name}() {{\n")).expect("it is there");
    let (body, _) = rest.split_once("\n}\n").expect("its end");
    format!("{name}() {{\n{body}\n}}\n")
}

#[test]
fn the_script_reads_a_unit_as_systemd_does() {
    let mut pieces = Pieces(1);
    let host = Host::boot(BOOKWORM);
    let mut script = function("settings") + &function("words") + "export LC_ALL=C; cd /etc/systemd/system\n";
    for number in 0..200 {
        host_unit(&mut script, number, &pieces.unit());
    }
    script += r#"
        systemctl daemon-reload
        for file in read*.service; do
          settings ExecStart $file >/run/command
          # A comment in front of the last line makes that a part of this one, and there are two.
          count=$(systemctl show -p ExecStart $file | grep -c '^ExecStart={')
          test $count = 1 || { test $count = $(wc -l </run/command) || cat -A $file /run/command; continue; }
          words "%=% n=$file N=${file%.service} p=${file%.service} h=/root t=/run" </run/command | sed '1d; 2{ /^name\t/d; }' | cut -f 2- | sed 's/^/ /' | tr -d '\n' >/run/ours
          systemctl show -p ExecStart $file | sed -n 's/^ExecStart={ path=.* ; argv\[\]=[^ ]*\(.*\) ; ignore_errors=.*/\1/p' >/run/shown
          tr -d '\n' </run/shown >/run/theirs
          test -s /run/shown && cmp -s /run/ours /run/theirs || { cat -A $file /run/ours /run/theirs; echo; }
        done"#;
    assert_eq!(host.root(&script), "");
}

#[test]
fn what_does_not_end_is_ended_whichever_shell_there_is() {
    // What does not end is ended well after a loaded machine has begun it.
    let script = "patience=20\n".to_owned()
        + &function("limited")
        + r#"
        printf in | limited cat
        limited sh -c 'exit 7'; echo " $?"
        out=$(limited sh -c 'trap "" TERM; echo begun; exec sleep 600'); echo "$out $?"
        limited no-such-program; echo "$?""#;
    std::thread::scope(|scope| {
        for shell in SHELLS {
            let script = &script;
            scope.spawn(move || {
                let mut limited = program("env");
                limited.args(["timeout", "300"]).args(shell).args(["-c", script]);
                let ran = run(&mut limited);
                assert!(ran.code == Some(0) && ran.out == "in 7\nbegun 137\n127\n", "{shell:?}: {ran}");
            });
        }
    });
}

const SHELLS: [&[&str]; 3] = [&["dash"], &["bash", "--posix"], &["busybox", "sh"]];

/// A variable of the environment that is set by the script as well, or whose value looks like some, leaves no trace in it.
#[test]
fn the_script_sets_what_it_sets_whatever_the_caller_calls_the_same() {
    let spec = Draft { hosts: "a.example".into(), ..Draft::default() }.parse().spec.expect("valid");
    let script = guide::install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).expect("for systemd");
    let is_of_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let names: BTreeSet<&str> = script
        .match_indices('=')
        .map(|(end, _)| &script[script[..end].trim_end_matches(is_of_name).len()..end])
        .filter(|name| name.len() > 1 && !["temporary", "variable"].contains(name))
        .collect();
    assert!(["port", "line", "mode", "patience"].iter().all(|name| names.contains(name)), "{names:?}");
    let shown: String = names.iter().map(|name| format!("printf '%s\\n' \"{name}=${name}\"\n")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("install.sh");
    fs::write(&file, script.replace("\nfind_docker() {\n", &format!("\nfind_docker() {{\n{shown}exit\n"))).expect("a file");
    for shell in SHELLS {
        let says = |environment: &[&str]| {
            let said = run(program("env").args(environment).args(shell).arg(&file).arg("--yes")).succeeds();
            let (before, me) = said.split_once("\nme=").expect("the process");
            let (me, behind) = me.split_once('\n').expect("a line");
            assert!(me.split_once(' ').is_some_and(|(id, began)| [id, began].iter().all(|part| part.parse::<u64>().is_ok())), "{me}");
            format!("{before}\n{behind}")
        };
        let alone = says(&[]);
        assert!(alone.contains("\nport=2376\n") && alone.contains("\nmode=install\n"), "{shell:?}: {alone}");
        let theirs: Vec<String> = names.iter().map(|name| format!("{name}=theirs")).collect();
        let theirs: Vec<&str> = theirs
            .iter()
            .map(String::as_str)
            .chain(["IFS=t", "SHELLOPTS=errexit:noclobber:noglob:nounset", "x=\nport=1\nmode=dry-run\n"])
            .collect();
        assert_eq!(says(&theirs), alone, "{shell:?}");
    }
}

/// Where the script may be told to end at any time, its trap removes what is in this variable.
#[test]
fn what_the_script_removes_at_its_end_is_only_what_it_has_made() {
    let script = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/install/install.sh")).expect("the script");
    assert!(script.contains(r#"trap 'rm -rf "$temporary" "$lock"' EXIT"#));
    for name in ["temporary", "lock"] {
        assert!(!script.contains(&format!("for {name} ")) && !script.contains(&format!("read -r {name}")), "{name}");
        let set = format!(" {name}=");
        let values = script.split(&set).skip(1).map(|rest| rest.split([' ', ';', '\n']).next().unwrap_or_default());
        let values: BTreeSet<&str> = values.collect();
        let own: &[&str] = if name == "lock" { &["$run/dockseal.lock", "''"] } else { &["$(mktemp", "''"] };
        assert_eq!(values.into_iter().collect::<Vec<_>>(), own, "{name}");
    }
}

/// Rules of ufw, as it lists them, and of firewalld, as they are asked for; and whether somebody gets in by one who is not among these sources.
#[test]
fn a_rule_that_lets_in_others_is_seen_and_somebody_elses_is_known() {
    const UFW: [(&str, bool); 24] = [
        ("Default: deny (incoming), allow (outgoing), deny (routed)", false),
        ("Default: allow (incoming), allow (outgoing), deny (routed)", true),
        ("2376/tcp                   ALLOW IN    192.0.2.1                  # office", false),
        ("2376/tcp                   ALLOW IN    2001:db8::/32", false),
        ("2376/tcp                   ALLOW IN    192.0.2.9", true),
        ("2376                       ALLOW IN    Anywhere", true),
        ("2376/tcp (v6)              ALLOW IN    Anywhere (v6)", true),
        ("2376/udp                   ALLOW IN    Anywhere", false),
        ("2376/tcp                   LIMIT IN    Anywhere", true),
        ("2376/tcp                   DENY IN     Anywhere", false),
        ("2376/tcp                   ALLOW OUT   Anywhere", false),
        ("22/tcp                     ALLOW IN    Anywhere", false),
        ("2300:2375/tcp              ALLOW IN    Anywhere", false),
        ("2300:2400/tcp              ALLOW IN    Anywhere", true),
        ("80,443,2375:2377/tcp       ALLOW IN    10.0.0.0/8", true),
        ("80,443/tcp (Nginx Full)    ALLOW IN    Anywhere", false),
        ("2375,2376/tcp (Docker (v6)) ALLOW IN    Anywhere (v6)", true),
        ("Anywhere                   ALLOW IN    10.0.0.0/8                 # the VPN", true),
        ("Anywhere                   ALLOW IN    192.0.2.1", false),
        ("Anywhere on eth0           ALLOW IN    Anywhere", true),
        ("Anywhere on lo             ALLOW IN    Anywhere", false),
        ("192.168.1.5 2376/tcp       ALLOW IN    Anywhere", true),
        ("192.168.1.5 22/tcp         ALLOW IN    Anywhere", false),
        ("192.168.1.5                ALLOW IN    10.0.0.0/8", true),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let bin = folder.path();
    let put = |name: &str, text: &str| {
        fs::write(bin.join(name), text).expect("a file");
        fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).expect("its mode");
    };
    put("ufw", "#!/bin/sh\ncase $* in 'status verbose') cat status ;; 'show added') cat added ;; esac\n");
    put(
        "firewall-cmd",
        "#!/bin/sh\ncase $* in *get-active-zones) cat zones ;; *--zone=work\\ --query-port=2376/tcp) ;; *--zone=trusted\\ --get-target) echo ACCEPT ;; *) exit 1 ;; esac\n",
    );
    put(
        "added",
        "Added user rules (see 'ufw status' for running firewall):\nufw allow from 192.0.2.1 to any port 2376 proto tcp comment 'the office'\nufw allow 22/tcp\n",
    );
    let (is_wide, rule) = (function("is_wide"), function("rule"));
    for awk in ["", "awk() { busybox awk \"$@\"; }\n"] {
        let script = |wall: &str, last: &str| {
            let script =
                format!("cd \"$1\"; PATH=$1:$PATH port=2376 allow='192.0.2.1 2001:db8::/32' wall={wall}\n{awk}{is_wide}{rule}{last}");
            run(program("dash").args(["-c", &script, "sh"]).arg(bin)).code == Some(0)
        };
        for (line, wide) in UFW {
            put("status", &format!("Status: active\nTo                         Action      From\n{line}\n"));
            assert_eq!(script("ufw", "is_wide"), wide, "{awk}{line}");
        }
        for (zones, wide) in [
            ("public (default)\n  interfaces: eth0\ndocker\n  interfaces: docker0\n", false),
            ("public\n  interfaces: eth0\nwork\n  interfaces: eth1\n", true),
            ("trusted\n  sources: 10.0.0.0/8\n", true),
        ] {
            put("zones", zones);
            assert_eq!(script("firewalld/public", "is_wide"), wide, "{zones}");
        }
        assert!(script("ufw", "rule has 'ufw 2376 192.0.2.1'"));
        assert!(!script("ufw", "rule has 'ufw 2376 192.0.2.2'") && !script("ufw", "rule has 'ufw 2375 192.0.2.1'"));
    }
}

fn host_unit(script: &mut String, number: usize, text: &str) {
    let octets = text.bytes().fold(String::new(), |mut all, octet| {
        _ = write!(all, "\\{octet:03o}");
        all
    });
    _ = writeln!(script, "printf '{octets}' >read{number}.service");
}

#[test]
fn the_script_reads_and_changes_json_as_serde_json_does_whichever_awk_there_is() {
    for awk in ["awk", "busybox awk"] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("awk");
        let path = run(program("sh").args(["-c", "command -v awk"])).succeeds();
        fs::write(&file, format!("#!/bin/sh\nexec {} \"$@\"\n", awk.replace("awk", if awk == "awk" { path.trim() } else { "awk" })))
            .expect("a file");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("its mode");
        let mut pieces = Pieces(2);
        let documents: Vec<String> = (0..250).map(|_| pieces.document()).collect();
        for (number, text) in documents.iter().enumerate() {
            fs::write(folder.path().join(number.to_string()), text).expect("a file");
        }
        let script = "folded='x log-opts y'\n".to_owned()
            + &function("json")
            + "export LC_ALL=C; cd \"$1\"; PATH=$1:$PATH; set=$(printf 'hosts\\t[\"fd://\"]\\ntlsverify\\ttrue\\ntlscacert\\t\"/a b/ca.pem\"')
for number in $(seq 0 249); do json $number >$number.list; echo $? >$number.code; json $number \"$set\" >$number.set; done; :";
        run(program("sh").args(["-c", &script, "sh"]).arg(folder.path())).succeeds();
        for (number, text) in documents.iter().enumerate() {
            let read = |what: &str| fs::read_to_string(folder.path().join(format!("{number}.{what}"))).expect("a file");
            let (list, code) = (read("list"), read("code"));
            let Ok(mut members) = serde_json::from_str::<Map<String, Value>>(text) else {
                assert!(
                    code == "1\n"
                        && list.lines().last().is_some_and(|line| line
                            .trim_end_matches(" name")
                            .trim_end_matches(" inside")
                            .parse::<u32>()
                            .is_ok()),
                    "{awk}: {text:?} {list}"
                );
                continue;
            };
            if code == "1\n" && list.ends_with(" name\n") {
                assert!(text.contains('\\'), "{awk}: {text:?} {list}");
                continue;
            }
            const OURS: [&str; 6] = ["hosts", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"];
            let inner = members.iter().filter(|(name, _)| *name != "log-opts").filter_map(|(_, value)| value.as_object());
            // A name that stands there twice is among the members once, with its last value.
            if list.ends_with(" inside\n") {
                assert!(code == "1\n" && OURS.iter().any(|name| text.contains(name)), "{awk}: {text:?} {list}");
                continue;
            }
            assert!(!inner.flat_map(Map::keys).any(|name| OURS.contains(&&**name)), "{awk}: {text:?} {list}");
            let listed: Map<String, Value> = list
                .lines()
                .map(|line| line.split_once('\t').expect("a name and a value"))
                .map(|(name, value)| (name.to_owned(), serde_json::from_str(value).expect("a value")))
                .collect();
            assert_eq!((&*code, &listed), ("0\n", &members), "{awk}: {text:?}");
            for (name, value) in [("hosts", json!(["fd://"])), ("tlsverify", json!(true)), ("tlscacert", json!("/a b/ca.pem"))] {
                members.insert(name.to_owned(), value);
            }
            assert_eq!(serde_json::from_str::<Map<String, Value>>(&read("set")).expect("JSON"), members, "{awk}: {text:?}");
        }
    }
}
