//! The daemon's command line under systemd, as a drop-in: a unit in /lib would be lost with the next update of the package.
//!
//! With every option on the line that opens the port, a mistake keeps the daemon from starting instead of opening the port without TLS.

use std::net::Ipv4Addr;

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{
    existing::{self, CommandLine, command_line::ROOTLESSKIT_FLAGS},
    spec::{Listen, Platform},
    text,
};

pub(super) const FOLDER: &str = "/etc/systemd/system/docker.service.d";

/// Drop-ins apply in the order of their names, and the last `ExecStart=` wins: this one comes after `override.conf` of `systemctl edit`.
pub(super) const FILE: &str = "tls.conf";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    let package = CommandLine::of_package(spec.platform.unit_command()?);
    let command = spec.command_line.as_ref().unwrap_or(&package);
    let (why, text) = if spec.platform == Platform::SystemdDaemonJson {
        // `hosts` in daemon.json beside a `-H` on the command line keeps the daemon from starting (moby#25471).
        (text::DROP_IN_NO_HOSTS, command.with(&[], &[]))
    } else {
        // A unit that names no address has dockerd's own.
        let is_usual = spec.command_line.is_none() || spec.platform == Platform::Rootless;
        let local = if is_usual { spec.platform.local_socket() } else { "unix:///var/run/docker.sock" };
        // RootlessKit's network has none of the host's addresses.
        let everywhere = Listen { address: Ipv4Addr::UNSPECIFIED.into(), ..spec.listen };
        let listen = if spec.platform == Platform::Rootless { everywhere } else { spec.listen };
        let hosts = existing::addresses(command.hosts(), local, listen);
        let hosts: Vec<String> = hosts.iter().map(|host| format!("-H {host}")).collect();
        let file = |option: &str, name: &str| format!("--{option}={}", in_unit(&spec.cert_directory.file(name)));
        let tls = ["--tlsverify".into(), file("tlscacert", "ca.pem"), file("tlscert", "server-cert.pem"), file("tlskey", "server-key.pem")];
        (text::DROP_IN_FLAGS, command.with(&hosts, &tls))
    };
    // The daemon listens in a network of its own, from which RootlessKit publishes the port.
    let rootlesskit = command.rootlesskit(spec.listen);
    let environment = match spec.platform {
        Platform::Rootless => format!("Environment=\"{ROOTLESSKIT_FLAGS}={rootlesskit}\"\n"),
        _ => String::new(),
    };
    let folder = if spec.platform == Platform::Rootless { "~/.config/systemd/user/docker.service.d" } else { FOLDER };
    let text = format!("{}[Service]\n{environment}ExecStart=\nExecStart={text}\n", comment(pair.say(why)));
    Some(Snippet { id: SnippetId::SystemdDropIn, path: Some(format!("{folder}/{FILE}")), language: Language::Systemd, text })
}

/// `%h` is the home of the unit's user (systemd.unit(5), Specifiers).
fn in_unit(path: &str) -> String {
    path.strip_prefix('~').map_or_else(|| path.to_owned(), |rest| format!("%h{rest}"))
}
