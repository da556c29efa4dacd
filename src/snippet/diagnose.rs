//! Where the daemon says why it does not start, or whom it refuses.

use super::{Language, Pair, Snippet, SnippetId};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let port = pair.spec.listen.port;
    // On one line: sudo throws away what is typed while it asks for a password.
    let (language, text) = match pair.spec.platform {
        Platform::Rootless => {
            (Language::Sh, "systemctl --user cat --no-pager docker\njournalctl --user -u docker -n 50 --no-pager\n".to_owned())
        }
        // busybox has no ss.
        Platform::Openrc | Platform::Sysv => (Language::Sh, format!("tail -n 50 /var/log/docker.log; netstat -ltnp | grep ':{port} '\n")),
        Platform::Snap => (Language::Sh, format!("sudo snap logs -n 50 docker; sudo ss -ltnp 'sport = :{port}'\n")),
        Platform::Windows => (
            Language::Powershell,
            format!(
                "Get-EventLog -LogName Application -Source docker -Newest 30 | Format-List TimeGenerated, Message; Get-NetTCPConnection -LocalPort {port}\n"
            ),
        ),
        Platform::Proxy | Platform::Dind => (Language::Sh, "docker compose logs --tail 50\n".to_owned()),
        Platform::GitlabDind => return None,
        _ => (
            Language::Sh,
            format!("systemctl cat --no-pager docker\nsudo journalctl -u docker -n 50 --no-pager; sudo ss -ltnp 'sport = :{port}'\n"),
        ),
    };
    Some(Snippet { id: SnippetId::Diagnose, path: None, language, text })
}
