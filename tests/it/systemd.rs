//! Drop-ins, as systemd reads them under the units of Docker's own package and of Debian's.

use dockseal::{
    Draft, Platform, Spec,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    booted::{Host, IPV4, TRIXIE},
    golden::scenarios,
    judge::{Ran, issue, now, run},
    machine::{Machine, User},
};

/// The unit of the package docker-ce, as far as it matters here (moby/moby, contrib/init/systemd/docker.service).
pub const DOCKER_CE: &str = "\
[Unit]
Description=Docker Application Container Engine
Documentation=https://docs.docker.com
After=network-online.target docker.socket firewalld.service containerd.service
Wants=network-online.target containerd.service
Requires=docker.socket

[Service]
Type=notify
ExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutStartSec=0
RestartSec=2
Restart=always
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
Delegate=yes
KillMode=process
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
";

const UNIT: &str = "/lib/systemd/system/docker.service";
const DROP_INS: &str = "/etc/systemd/system/docker.service.d";

/// A machine on which Docker is installed in this way.
pub fn machine_with(platform: Platform) -> Machine {
    let machine = Machine::boot();
    let debians = machine.paste(User::Administrator, &format!("grep -c '^ExecStart=/usr/sbin/dockerd' {UNIT}"));
    assert_eq!(debians.out, "1\n", "Debian's package docker.io is missing: `cargo xtask setup` installs it\n{debians}");
    match platform {
        Platform::DebianDockerIo => {}
        _ => {
            machine.put(UNIT, DOCKER_CE.as_bytes());
            machine.root("ln -s /usr/sbin/dockerd /usr/bin/dockerd");
        }
    }
    machine
}

/// The command line that is in force, as systemd itself understands unit and drop-ins.
pub fn command_in_force(machine: &Machine) -> Vec<String> {
    // It refuses to be tested as root.
    let mut systemd = machine.program("setpriv");
    systemd.args(["--reuid=1000", "--regid=1000", "--clear-groups", "/lib/systemd/systemd", "--test", "--system", "--unit=docker.service"]);
    let dump = run(systemd.arg("--no-pager")).succeeds();
    let (_, unit) = dump.split_once("-> Unit docker.service:\n").expect("the unit");
    let unit = unit.split("-> Unit ").next().expect("the unit");
    let (_, start) = unit.split_once("-> ExecStart:\n").expect("ExecStart=");
    let lines: Vec<&str> =
        start.lines().take_while(|line| !line.contains("->")).filter_map(|line| line.trim().strip_prefix("Command Line: ")).collect();
    let [line] = lines[..] else { panic!("one command, not {lines:?}") };
    // Quoted for a shell.
    machine.root(&format!("printf '%s\\n' {line}")).lines().map(str::to_owned).collect()
}

/// The one for the whole machine, of a platform that has it.
fn drop_in_of(spec: &Spec) -> Option<String> {
    if spec.daemons[0].platform() == Platform::Rootless {
        return None;
    }
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let snippet = guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == SnippetId::SystemdDropIn)?;
    assert_eq!(snippet.path.as_deref(), Some(format!("{DROP_INS}/tls.conf").as_str()));
    Some(snippet.text)
}

fn drop_in(spec: &Spec) -> String {
    drop_in_of(spec).expect("a drop-in")
}

/// What systemd has to say. A misspelt key is a warning only: nothing may be said at all.
fn verify(machine: &Machine, drop_in: &str) -> Ran {
    machine.put(&format!("{DROP_INS}/tls.conf"), drop_in.as_bytes());
    run(machine.program("systemd-analyze").args(["verify", "--man=no", "--recursive-errors=no", "docker.service"]))
}

#[test]
fn drop_ins_are_understood_without_a_word_and_are_what_is_run() {
    for (_, draft) in scenarios() {
        let spec = draft.parse().spec.expect("valid");
        let Some(drop_in) = drop_in_of(&spec) else { continue };
        let machine = machine_with(spec.daemons[0].platform());
        verify(&machine, &drop_in).says_nothing();
        let written = drop_in.lines().last().and_then(|line| line.strip_prefix("ExecStart=")).expect("a command");
        let written: Vec<&str> = written.split(' ').collect();
        assert_eq!(command_in_force(&machine), written);
    }
}

#[test]
fn the_drop_in_prevails_over_an_earlier_edit() {
    let (_, draft) = scenarios().remove(0);
    let spec = draft.parse().spec.expect("valid");
    let machine = machine_with(spec.daemons[0].platform());
    let earlier = "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H tcp://0.0.0.0:2375\n";
    machine.put(&format!("{DROP_INS}/override.conf"), earlier.as_bytes());
    verify(&machine, &drop_in(&spec)).says_nothing();
    let command = command_in_force(&machine);
    assert!(command.contains(&"--tlsverify".to_owned()) && !command.iter().any(|word| word.contains("2375")), "{command:?}");
}

#[test]
fn a_drop_in_that_is_wrong_does_not_pass() {
    let (_, draft) = scenarios().remove(0);
    let spec = draft.parse().spec.expect("valid");
    let machine = machine_with(spec.daemons[0].platform());
    let right = drop_in(&spec);
    for (wrong, complaint) in [
        (right.replacen("ExecStart=\n", "", 1), "more than one ExecStart= setting"),
        (format!("{right}Restrat=always\n"), "Unknown key"),
        (right.replacen("[Service]", "[Sevice]", 1), "Unknown section"),
        (right.replacen("/usr/bin/dockerd", "/usr/local/bin/dockerd", 1), "No such file or directory"),
    ] {
        assert_ne!(wrong, right);
        let ran = verify(&machine, &wrong);
        assert!(ran.err.contains(complaint), "{complaint}: {ran}");
    }
}

#[test]
fn docker_ces_command_does_not_pass_where_debians_package_is_installed() {
    let (_, draft) = scenarios().remove(0);
    let spec = draft.parse().spec.expect("valid");
    let ran = verify(&machine_with(Platform::DebianDockerIo), &drop_in(&spec));
    assert!(ran.err.contains("/usr/bin/dockerd"), "{ran}");
}

/// Debian 13's Docker, which has `--validate`, booted.
#[test]
fn the_steps_by_hand_end_in_an_active_daemon_and_what_is_wrong_is_shown() {
    let draft = Draft { hosts: format!("docker.example.com {IPV4}"), platform: "systemd-daemon-json".into(), ..Draft::default() };
    let issued = issue(&draft, now());
    let pair = Pair { spec: &issued.spec, daemon: &issued.spec.daemons[0], client: &issued.spec.clients[0] };
    let host = Host::boot(TRIXIE);
    host.put("/usr/local/bin/sudo", 0o755, b"#!/bin/sh\nexec \"$@\"\n");
    host.root("ln -s /usr/sbin/dockerd /usr/bin/dockerd");
    let archive = format!("{}.tar.gz", issued.bundles[0].name);
    let (_, content) = issued.archives().into_iter().find(|(name, _)| *name == archive).expect("the archive");
    host.put(&format!("/root/{archive}"), 0o600, &content);
    let text = |id: SnippetId| {
        let mut all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair));
        all.find(|snippet| snippet.id == id).expect("the snippet").text
    };
    let paste = |id: SnippetId| host.sh(&format!("cd /root\n{}", text(id)));
    let placed = paste(SnippetId::PlaceServer);
    for file in &issued.bundles[0].files {
        assert!(placed.out.contains(&file.name), "{placed}");
    }
    // All that the page and the README say, and no more.
    let restarted = paste(SnippetId::Restart);
    let shown = restarted.err.lines().chain(restarted.out.lines()).collect::<Vec<_>>().join(", ");
    assert_eq!(
        Some(&*shown),
        guide::steps(pair)
            .iter()
            .flat_map(|step| &step.snippets)
            .filter(|snippet| matches!(snippet.id, SnippetId::Restart | SnippetId::Apply))
            .find_map(|snippet| snippet.words.shows),
        "{restarted}"
    );
    let said = paste(SnippetId::Diagnose).succeeds();
    for what in ["API listen on [::]:2376", "ExecStart=/usr/bin/dockerd --containerd", "(\"dockerd\",pid="] {
        assert!(said.contains(what), "{what}: {said}");
    }

    host.root("rm /etc/docker/tls/server-key.pem");
    assert!(paste(SnippetId::Restart).fails().contains("server-key.pem: no such file or directory"));
    assert_eq!(host.root("systemctl is-active docker"), "active\n", "nothing was restarted");
    host.sh("systemctl restart docker");
    assert!(paste(SnippetId::Diagnose).out.contains("server-key.pem: no such file or directory"));
}
