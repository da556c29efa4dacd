//! What a host has already: its `daemon.json` and the command line of its unit, as pasted. They stay as they are but for our own options.

pub mod command_line;
pub mod daemon_json;
mod json;

pub use command_line::CommandLine;
pub use daemon_json::DaemonJson;

use crate::{
    problem::{Code, Field, Problem},
    spec::{Listen, Port},
};

/// More than any host has; a person pastes the wrong file.
pub const MAX_OCTETS: usize = 64 * 1024;

/// The addresses of a daemon that has some already: those stay that do not stand in the way of ours, which comes last, and there is a local one.
pub fn addresses(existing: &[String], local: &str, listen: Listen) -> Vec<String> {
    let ours = listen.url();
    let mut addresses: Vec<String> = existing.iter().filter(|one| fault(one, listen).is_none() && **one != ours).cloned().collect();
    if !addresses.iter().any(|one| is_local(one)) {
        addresses.insert(0, local.to_owned());
    }
    addresses.push(ours);
    addresses
}

/// What is wrong with the addresses that there are.
fn check_addresses(field: Field, line: usize, existing: &[String], listen: Listen, problems: &mut Vec<Problem>) {
    let at = |code| Problem::new(field, code).at_line(line);
    for one in existing {
        match fault(one, listen) {
            Some(code) if code != Code::AddressReplaced || *one != listen.url() => {
                problems.push(at(code).with_value(one).with_hint(listen.url()));
            }
            _ => {}
        }
    }
    if !existing.is_empty() && !existing.iter().any(|one| is_local(one)) {
        problems.push(at(Code::NoLocalSocket));
    }
}

/// Why an address cannot stay. One without a scheme is TCP, and one without a port has 2375, with TLS as well (moby `opts/hosts.go`).
fn fault(address: &str, listen: Listen) -> Option<Code> {
    if is_local(address) || address.contains('$') {
        return None;
    }
    let authority = address.strip_prefix("tcp://").or_else(|| (!address.contains("://")).then_some(address))?;
    let authority = authority.split('/').next().unwrap_or_default();
    let port = authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
    match port.map(str::parse::<u16>) {
        Some(Ok(Port::PLAIN)) => Some(Code::AddressPlain),
        Some(Ok(port)) if port == listen.port.number() => Some(Code::AddressReplaced),
        Some(Ok(_)) => None,
        _ => Some(Code::AddressWithoutPort),
    }
}

fn is_local(address: &str) -> bool {
    ["fd://", "unix://", "npipe://"].iter().any(|scheme| address.starts_with(scheme))
}
