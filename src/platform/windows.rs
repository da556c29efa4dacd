//! Windows.

use super::{Account, ConfigFile, Delivery, Diagnosis, Exposure, Facts, Firewall, Restart, Service, Setup, System};

/// The service of Docker Engine on Windows; not Docker Desktop.
pub(super) const FACTS: Facts = Facts {
    system: System::Windows,
    account: Account::Administrator,
    directory: r"C:\ProgramData\docker\tls",
    files: Delivery::Placed,
    setup: Setup::Service,
    daemon_json: ConfigFile::Ours { path: r"C:\ProgramData\docker\config\daemon.json", socket: "npipe://" },
    service: Service::Other { options: "sc.exe config docker binPath= \"…\"" },
    port: Exposure::Machine,
    firewall: Firewall::Windows,
    script: None,
    restart: Restart::Restart(&["Restart-Service docker -ErrorAction Stop; (Get-Service docker).Status"]),
    shows: Some("Running"),
    diagnose: Some(Diagnosis::Log(
        "Get-EventLog -LogName Application -Source docker -Newest 30 | Format-List TimeGenerated, Message; Get-NetTCPConnection -LocalPort {port}\n",
    )),
    local_docker: Some("docker -H npipe:////./pipe/docker_engine"),
    needs_name: false,
    by_daemon_json: None,
    untried: Some("learn.microsoft.com, \"Docker Engine on Windows\""),
};
