//! The configuration put into force. A reload would keep the certificates that the daemon has loaded (moby#23936).

use super::{Language, Pair, Snippet, SnippetId, chain};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let platform = pair.spec.platform;
    let restart = ["sudo systemctl daemon-reload", "sudo systemctl restart docker", "systemctl is-active docker"];
    let commands: Vec<String> = match platform {
        // Docker 23.0 and later
        Platform::SystemdDaemonJson => {
            let validate = platform.daemon_json().map(|path| format!("sudo dockerd --validate --config-file {path}"));
            validate.into_iter().chain(restart.map(str::to_owned)).collect()
        }
        Platform::Systemd | Platform::DebianDockerIo => restart.map(str::to_owned).to_vec(),
        Platform::Rootless => {
            ["daemon-reload", "restart docker", "is-active docker"].map(|what| format!("systemctl --user {what}")).to_vec()
        }
        Platform::Openrc => vec!["rc-service docker restart".into(), "rc-service docker status".into()],
        Platform::Sysv => vec!["service docker restart".into(), "service docker status".into()],
        Platform::Snap => vec!["sudo snap restart docker".into(), "snap services docker".into()],
        Platform::Windows => {
            let text = "Restart-Service docker -ErrorAction Stop; (Get-Service docker).Status\n".into();
            return Some(Snippet { id: SnippetId::Restart, path: None, language: Language::Powershell, text });
        }
        Platform::Proxy | Platform::Dind => vec!["docker compose up -d".into(), "docker compose ps".into()],
        Platform::GitlabDind => vec!["sudo gitlab-runner restart".into(), "sudo gitlab-runner status".into()],
        _ => return None,
    };
    Some(Snippet { id: SnippetId::Restart, path: None, language: Language::Sh, text: chain(&commands) })
}

/// What stands in the last lines that the commands of this step print when all is well, `apply`'s included. None: they print nothing.
pub(super) fn shows(platform: Platform) -> Option<&'static str> {
    Some(match platform {
        Platform::Systemd | Platform::DebianDockerIo | Platform::Rootless | Platform::Snap | Platform::Nixos => "active",
        Platform::SystemdDaemonJson => "configuration OK, active",
        Platform::Openrc => "status: started",
        Platform::Sysv => "Docker is running",
        Platform::Windows => "Running",
        Platform::Proxy | Platform::Dind => "Up",
        Platform::GitlabDind => "Service is running",
        Platform::CloudInit => "Valid",
        Platform::Ansible => "failed=0",
        Platform::FedoraCoreos | Platform::Flatcar => return None,
    })
}
