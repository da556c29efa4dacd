//! Docker in containers, and nginx in one.

use super::{Account, ConfigFile, Delivery, Diagnosis, Exposure, Facts, Firewall, Restart, Service, Setup, System};

const RESTART: &[&str] = &["docker compose up -d", "docker compose ps"];

const DIAGNOSE: Diagnosis = Diagnosis::Container("docker compose logs --tail 50\n");

/// nginx in front of the socket: Docker Desktop, and hosts whose daemon cannot be configured.
pub(super) const PROXY: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/certs",
    files: Delivery::Folder,
    setup: Setup::Proxy,
    daemon_json: ConfigFile::Unused,
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Container,
    firewall: Firewall::Container { desktop: true },
    script: None,
    restart: Restart::Restart(RESTART),
    shows: Some("Up"),
    diagnose: Some(DIAGNOSE),
    // Wherever Docker Desktop has its socket.
    local_docker: Some("docker"),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("nginx.org/en/docs/stream/ngx_stream_ssl_module.html"),
};

/// Docker in Docker, by Compose.
pub(super) const DIND: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/certs/server",
    files: Delivery::Folder,
    setup: Setup::Container,
    daemon_json: ConfigFile::Unused,
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Container,
    firewall: Firewall::Container { desktop: false },
    script: None,
    restart: Restart::Restart(RESTART),
    shows: Some("Up"),
    diagnose: Some(DIAGNOSE),
    local_docker: Some("docker compose exec docker docker -H unix:///var/run/docker.sock"),
    needs_name: true,
    by_daemon_json: None,
    untried: Some("docker-library/docker dockerd-entrypoint.sh"),
};

/// Docker in Docker as a service of GitLab CI.
pub(super) const GITLAB: Facts = Facts {
    system: System::Unix,
    account: Account::Sudo,
    directory: "/etc/gitlab-runner/docker-tls",
    files: Delivery::Merged,
    setup: Setup::Gitlab,
    daemon_json: ConfigFile::Unused,
    service: Service::Other { options: "/etc/default/docker" },
    port: Exposure::Inside,
    firewall: Firewall::Absent,
    script: None,
    restart: Restart::Restart(&["sudo gitlab-runner restart", "sudo gitlab-runner status"]),
    shows: Some("Service is running"),
    diagnose: None,
    local_docker: None,
    needs_name: true,
    by_daemon_json: None,
    untried: Some("docs.gitlab.com/ci/docker/using_docker_build.html"),
};
