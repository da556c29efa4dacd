//! User data of cloud-init. It cannot name files: the bundle's has them in it, and here is where they go.

use super::{Language, Pair, Snippet, SnippetId, comment, systemd_drop_in, yaml_quote};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform != Platform::CloudInit {
        return None;
    }
    let certificates = &pair.spec.cert_directory;
    let file = |path: &str, mode: &str, name: &str| {
        format!("  - path: {}\n    owner: root:root\n    permissions: \"{mode}\"\n    content: |\n      <{name}>\n", yaml_quote(path))
    };
    let text = format!(
        "#cloud-config\n{}write_files:\n{}{}{}{}runcmd:\n  - [systemctl, daemon-reload]\n  - [systemctl, restart, docker]\n",
        comment(pair.say(text::EMBEDS_KEY)),
        file(&certificates.file("ca.pem"), "0444", "ca.pem"),
        file(&certificates.file("server-cert.pem"), "0444", "server-cert.pem"),
        file(&certificates.file("server-key.pem"), "0400", "server-key.pem"),
        file(&format!("{}/{}", systemd_drop_in::FOLDER, systemd_drop_in::FILE), "0644", systemd_drop_in::FILE),
    );
    Some(Snippet { id: SnippetId::CloudInit, path: Some("user-data.yaml".into()), language: Language::Yaml, text })
}
