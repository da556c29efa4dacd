//! The daemon's command line under systemd, as a drop-in: a unit in /lib would be lost with the next update of the package.
//!
//! With every option on the line that opens the port, a mistake keeps the daemon from starting instead of opening the port without TLS.

use std::net::Ipv4Addr;

use crate::{
    guide::{
        quote::comment,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    platform::{Delivery, Exposure},
    spec::{
        Listen, addresses,
        existing::{self, CommandLine, command_line::ROOTLESSKIT_FLAGS},
    },
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let (spec, installed) = (pair.spec, pair.installation());
    let facts = pair.facts();
    let unit = facts.unit()?;
    let package = CommandLine::of_package(unit.command);
    let command = installed.command_line.as_ref().unwrap_or(&package);
    // RootlessKit's network has none of the host's addresses.
    let is_by_rootlesskit = facts.port == Exposure::Rootlesskit;
    let (why, text) = if facts.own_daemon_json().is_some() {
        // `hosts` in daemon.json beside a `-H` on the command line keeps the daemon from starting (moby#25471).
        (pair.texts().drop_in_no_hosts, command.with(&[], &[]))
    } else {
        let local = match &installed.command_line {
            None => unit.socket,
            Some(command) if command.uses_socket_unit(command.hosts()) => "fd://",
            Some(_) => unit.default_socket,
        };
        let everywhere = Listen { address: Ipv4Addr::UNSPECIFIED.into(), ..spec.listen };
        let listen = if is_by_rootlesskit { everywhere } else { spec.listen };
        let hosts = addresses(command.hosts(), local, listen);
        let file = |option: &str, name: &str| format!("--{option}={}", in_unit(&installed.cert_directory.file(name)));
        let tls = ["--tlsverify".into(), file("tlscacert", "ca.pem"), file("tlscert", "server-cert.pem"), file("tlskey", "server-key.pem")];
        (pair.texts().drop_in_flags, command.with(&hosts, &tls))
    };
    // The daemon listens in a network of its own, from which RootlessKit publishes the port.
    let rootlesskit = command.rootlesskit(spec.listen);
    let environment = match is_by_rootlesskit {
        true => format!("Environment={}\n", existing::quoted(&format!("{ROOTLESSKIT_FLAGS}={rootlesskit}"))),
        false => String::new(),
    };
    let text = format!("{}[Service]\n{environment}ExecStart=\nExecStart={text}\n", comment(why));
    let words = pair.texts().snippets.systemd_drop_in;
    let words = match facts.files {
        Delivery::Afar => Words { why: pair.texts().placed_from_afar, ..words },
        Delivery::Placed | Delivery::Merged | Delivery::Folder => words,
    };
    Some(Snippet {
        id: SnippetId::SystemdDropIn,
        words,
        path: Some(format!("{}/{}", unit.folder, installed.drop_in())),
        syntax: Syntax::Systemd,
        text,
    })
}

/// `%h` is the home of the unit's user (systemd.unit(5), Specifiers).
fn in_unit(path: &str) -> String {
    path.strip_prefix('~').map_or_else(|| path.to_owned(), |rest| format!("%h{rest}"))
}
