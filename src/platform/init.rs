//! Init systems that are not systemd: OpenRC and System V.

use super::{Account, ConfigFile, Delivery, Diagnosis, Exposure, Facts, Firewall, Init, Restart, Service, Setup, System, systemd};

const DAEMON_JSON: ConfigFile = ConfigFile::Ours { path: systemd::DAEMON_JSON_PATH, socket: "unix:///var/run/docker.sock" };

/// The diagnosis for busybox, which has no ss, and for Debian, which has no netstat by itself.
const DIAGNOSE: Diagnosis =
    Diagnosis::Log("tail -n 50 /var/log/docker.log; { ss -ltnp || netstat -ltnp; } 2>/dev/null | grep ':{port} '\n");

const LOCAL_DOCKER: &str = "docker -H unix:///var/run/docker.sock";

/// OpenRC: Alpine, Gentoo.
pub(super) const OPENRC: Facts = Facts {
    system: System::Unix,
    account: Account::Root,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: DAEMON_JSON,
    service: Service::Other { options: "/etc/conf.d/docker" },
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Openrc),
    restart: Restart::Restart(&["rc-service docker restart", "rc-service docker status"]),
    shows: Some("status: started"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some(LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("moby/moby contrib/init/openrc"),
};

/// A System V init script: Devuan, old distributions.
pub(super) const SYSV: Facts = Facts {
    system: System::Unix,
    account: Account::Root,
    directory: "/etc/docker/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: DAEMON_JSON,
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Sysv),
    restart: Restart::Restart(&["service docker restart", "service docker status"]),
    shows: Some("Docker is running"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some(LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: None,
};
