//! systemd: Docker's own package, by flags and by `daemon.json`; the package `docker.io` of Debian and Ubuntu; a user's own daemon.

use super::{
    Account, ConfigFile, DOCKER_DROP_INS, Delivery, Diagnosis, Exposure, Facts, Firewall, Init, Platform, Restart, Service, Setup, System,
    Unit,
};

/// The path at which dockerd looks for `daemon.json` by itself.
pub(super) const DAEMON_JSON_PATH: &str = "/etc/docker/daemon.json";

/// The unit of Docker's own package.
pub(super) const UNIT: Unit = unit("/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock");

/// A unit of the machine's own systemd with this command.
pub(super) const fn unit(command: &'static str) -> Unit {
    Unit { command, folder: DOCKER_DROP_INS, socket: "fd://", default_socket: "unix:///var/run/docker.sock" }
}

const RESTART: &[&str] = &["sudo systemctl daemon-reload", "sudo systemctl restart docker", "systemctl is-active docker"];

pub(super) const DIAGNOSE: Diagnosis =
    Diagnosis::Unit("systemctl cat --no-pager docker\nsudo journalctl -u docker -n 50 --no-pager; sudo ss -ltnp 'sport = :{port}'\n");

pub(super) const LOCAL_DOCKER: &str = "sudo docker -H unix:///var/run/docker.sock";

/// Docker's own package, with every option as a flag.
pub(super) const DOCKER_CE: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: ConfigFile::Theirs { path: DAEMON_JSON_PATH },
    service: Service::Unit(UNIT),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Systemd),
    restart: Restart::Restart(RESTART),
    shows: Some("active"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some(LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: Some(Platform::SystemdDaemonJson),
    untried: None,
};

/// Docker's own package, with every option in `daemon.json`.
pub(super) const DAEMON_JSON: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: ConfigFile::Ours { path: DAEMON_JSON_PATH, socket: "fd://" },
    service: Service::Unit(UNIT),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Systemd),
    // `--validate` is known to Docker 23.0 and later.
    restart: Restart::Restart(&[
        "sudo dockerd --validate --config-file {daemon_json}",
        "sudo systemctl daemon-reload",
        "sudo systemctl restart docker",
        "systemctl is-active docker",
    ]),
    shows: Some("configuration OK, active"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some(LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: None,
};

/// The package `docker.io` of Debian and Ubuntu.
pub(super) const DOCKER_IO: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: ConfigFile::Theirs { path: DAEMON_JSON_PATH },
    // $DOCKER_OPTS is from /etc/default/docker.
    service: Service::Unit(unit("/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS")),
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Systemd),
    restart: Restart::Restart(RESTART),
    shows: Some("active"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some(LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: None,
};

/// A daemon of a user without rights, under that user's systemd.
pub(super) const ROOTLESS: Facts = Facts {
    system: System::Unix,
    account: Account::User,
    directory: "~/.config/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: ConfigFile::Theirs { path: "~/.config/docker/daemon.json" },
    service: Service::Unit(Unit {
        command: "/usr/bin/dockerd-rootless.sh",
        folder: "~/.config/systemd/user/docker.service.d",
        socket: "unix://%t/docker.sock",
        default_socket: "unix://%t/docker.sock",
    }),
    port: Exposure::Rootlesskit,
    firewall: Firewall::Machine,
    script: Some(Init::User),
    restart: Restart::Restart(&["systemctl --user daemon-reload", "systemctl --user restart docker", "systemctl --user is-active docker"]),
    shows: Some("active"),
    diagnose: Some(Diagnosis::UserUnit("systemctl --user cat --no-pager docker\njournalctl --user -u docker -n 50 --no-pager\n")),
    local_docker: Some("docker -H \"unix://$XDG_RUNTIME_DIR/docker.sock\""),
    needs_name: false,
    by_daemon_json: None,
    untried: None,
};
