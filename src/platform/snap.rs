//! Canonical's snap.

use super::{Account, ConfigFile, Delivery, Diagnosis, Exposure, Facts, Firewall, Init, Restart, Service, Setup, System, systemd};

/// The snap.
pub(super) const FACTS: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    // What snapd keeps for all revisions; the daemon's data is there as well.
    directory: "/var/snap/docker/common/tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    // `--config-file` in the snap's own wrapper
    daemon_json: ConfigFile::Ours { path: "/var/snap/docker/current/config/daemon.json", socket: "unix:///var/run/docker.sock" },
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Machine,
    firewall: Firewall::Machine,
    script: Some(Init::Snapd),
    restart: Restart::Restart(&["sudo snap restart docker", "snap services docker"]),
    shows: Some("active"),
    diagnose: Some(Diagnosis::Log("sudo snap logs -n 50 docker; sudo ss -ltnp 'sport = :{port}'\n")),
    local_docker: Some(systemd::LOCAL_DOCKER),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("canonical/docker-snap bin/dockerd-wrapper"),
};
