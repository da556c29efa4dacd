//! The daemon's configuration file: ours, or the one that is there with our options in it.

use super::{Language, Pair, Snippet, SnippetId};
use crate::{certain, existing::DaemonJson};

/// The keys are in the order of Docker's documentation (<https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file>).
///
/// Never without `tlscacert`: the daemon would take the machine's own trust store, and with it every public authority. Never `tls`, which
/// `tlsverify` implies.
pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    let path = spec.platform.daemon_json()?;
    let file = |name| certain(serde_json::to_string(&spec.cert_directory.file(name)), "a string is JSON");
    let options = [
        ("tlsverify", "true".to_owned()),
        ("tlscacert", file("ca.pem")),
        ("tlscert", file("server-cert.pem")),
        ("tlskey", file("server-key.pem")),
    ];
    // A unit that has no socket activation has none in this file either.
    let has_no_activation = spec.command_line.as_ref().is_some_and(|command| !command.hosts().iter().any(|host| host == "fd://"));
    let local = if has_no_activation { "unix:///var/run/docker.sock" } else { spec.platform.local_socket() };
    let empty = DaemonJson::default();
    let text = spec.daemon_json.as_ref().unwrap_or(&empty).merged(local, spec.listen, &options);
    Some(Snippet { id: SnippetId::DaemonJson, path: Some(path.into()), language: Language::Json, text })
}
