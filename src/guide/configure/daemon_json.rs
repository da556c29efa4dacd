//! The daemon's configuration file: ours, or the one that is there with our options in it.

use crate::{
    certain,
    guide::snippet::{Pair, Snippet, SnippetId, Syntax},
    platform::ConfigFile,
    spec::{
        addresses,
        existing::{CommandLine, DaemonJson},
    },
};

/// The keys are in the order of Docker's documentation (<https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file>).
///
/// Never without `tlscacert`: the daemon would take the machine's own trust store, and with it every public authority. Never `tls`, which
/// `tlsverify` implies.
pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let installed = pair.installation();
    let ConfigFile::Ours { socket, .. } = pair.facts().daemon_json else { return None };
    let path = installed.daemon_json_path()?;
    let file = |name| certain(serde_json::to_string(&installed.cert_directory.file(name)), "a string is JSON");
    let options = [
        ("tlsverify", "true".to_owned()),
        ("tlscacert", file("ca.pem")),
        ("tlscert", file("server-cert.pem")),
        ("tlskey", file("server-key.pem")),
    ];
    let empty = DaemonJson::default();
    let file = installed.daemon_json.as_ref().unwrap_or(&empty);
    // The drop-in takes those of the command line away.
    let command = installed.command_line.as_ref();
    let hosts = [command.map_or(&[][..], CommandLine::hosts), file.hosts()].concat();
    let local = match command {
        None => socket,
        Some(command) if command.uses_socket_unit(&hosts) => "fd://",
        Some(_) => "unix:///var/run/docker.sock",
    };
    let text = file.merged(&addresses(&hosts, local, pair.spec.listen), &options);
    Some(Snippet {
        id: SnippetId::DaemonJson,
        words: pair.texts().snippets.daemon_json,
        path: Some(path.into()),
        syntax: Syntax::Json,
        text,
    })
}
