//! Ignition, for Fedora CoreOS and Flatcar. As a file of its own that a Butane file merges; the bundle's has the daemon's files in it.

use super::{Language, Pair, Snippet, SnippetId, systemd_drop_in};
use crate::spec::Platform;

pub(super) const FILE: &str = "docker-tls.ign";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if !is_for(pair) {
        return None;
    }
    // Modes are decimal. A path is of characters that JSON takes as they are.
    let file = |name: &str, mode: u32| {
        format!(
            "      {{\n        \"path\": \"{}\",\n        \"mode\": {mode},\n        \"contents\": {{ \"source\": \"data:,<{name}>\" }}\n      }}",
            pair.spec.cert_directory.file(name)
        )
    };
    // 3.3.0 is the newest version that both systems have long read (Flatcar since 3185, Fedora CoreOS since 2021). Both start the daemon at
    // its first local use only, unless it is enabled.
    let text = format!(
        r#"{{
  "ignition": {{ "version": "3.3.0" }},
  "storage": {{
    "files": [
{},
{},
{}
    ]
  }},
  "systemd": {{
    "units": [
      {{
        "name": "docker.service",
        "enabled": true,
        "dropins": [{{ "name": "{name}", "contents": "<{name}>" }}]
      }}
    ]
  }}
}}
"#,
        file("ca.pem", 0o444),
        file("server-cert.pem", 0o444),
        file("server-key.pem", 0o400),
        name = systemd_drop_in::FILE,
    );
    Some(Snippet { id: SnippetId::Ignition, path: Some(FILE.into()), language: Language::Json, text })
}

pub(super) fn is_for(pair: Pair<'_>) -> bool {
    matches!(pair.spec.platform, Platform::FedoraCoreos | Platform::Flatcar)
}
