//! The daemon's configuration file.

use serde::Serialize;

use super::{Language, Pair, Snippet, SnippetId};
use crate::certain;

/// The keys, in the order of Docker's documentation (<https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file>).
///
/// Never without `tlscacert`: the daemon would take the machine's own trust store, and with it every public authority. Never `tls`, which
/// `tlsverify` implies.
#[derive(Serialize)]
struct DaemonJson {
    hosts: [String; 2],
    tlsverify: bool,
    tlscacert: String,
    tlscert: String,
    tlskey: String,
}

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    let path = spec.platform.daemon_json()?;
    let content = DaemonJson {
        hosts: [spec.platform.local_socket().into(), spec.listen.url()],
        tlsverify: true,
        tlscacert: spec.cert_directory.file("ca.pem"),
        tlscert: spec.cert_directory.file("server-cert.pem"),
        tlskey: spec.cert_directory.file("server-key.pem"),
    };
    let text = certain(serde_json::to_string_pretty(&content), "strings and a truth value are JSON") + "\n";
    Some(Snippet { id: SnippetId::DaemonJson, path: Some(path.into()), language: Language::Json, text })
}
