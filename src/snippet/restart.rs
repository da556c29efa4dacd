//! The daemon restarted, unless its configuration is wrong. A reload would keep the certificates that it has loaded (moby#23936).

use super::{Language, Pair, Snippet, SnippetId, chain, daemon_json};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let mut commands = Vec::new();
    if pair.spec.platform == Platform::SystemdDaemonJson {
        // Docker 23.0 and later
        commands.push(format!("sudo dockerd --validate --config-file {}", daemon_json::PATH));
    }
    commands.extend(["sudo systemctl daemon-reload", "sudo systemctl restart docker", "systemctl is-active docker"].map(str::to_owned));
    Some(Snippet { id: SnippetId::Restart, path: None, language: Language::Sh, text: chain(&commands) })
}
