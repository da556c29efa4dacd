//! The daemon restarted. A reload would keep the certificates that it has loaded (moby#23936).

use super::{Language, Pair, Snippet, SnippetId, daemon_json};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let mut text = String::new();
    if pair.spec.platform == Platform::SystemdDaemonJson {
        // Docker 23.0 and later
        text += &format!("sudo dockerd --validate --config-file {}\n", daemon_json::PATH);
    }
    text += "sudo systemctl daemon-reload\nsudo systemctl restart docker\nsystemctl is-active docker\n";
    Some(Snippet { id: SnippetId::Restart, path: None, language: Language::Sh, text })
}
