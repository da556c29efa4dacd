//! Where the daemon listens: our own address, and those that a host has already.

use std::{fmt, net::IpAddr};

use crate::problem::{Code, Fault, Field, Problem};

/// The address and port at which the daemon listens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Listen {
    /// `0.0.0.0` and `::` are every address of the machine.
    pub address: IpAddr,
    /// Never 0, never 2375.
    pub port: Port,
}

impl Listen {
    /// The value of dockerd's `-H`.
    pub fn url(&self) -> String {
        format!("tcp://{}:{}", self.address_in_url(), self.port)
    }

    /// As it stands in front of a port: IPv6 in brackets.
    pub fn address_in_url(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        }
    }
}

/// A TCP port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Port(u16);

impl Port {
    /// The registered port of Docker's API with TLS.
    pub const TLS: u16 = 2376;
    /// The registered port of Docker's API without TLS.
    pub const PLAIN: u16 = 2375;

    /// Reads what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        match text.parse() {
            Ok(Self::PLAIN) => Err(Fault::with_hint(Code::PortWithoutTls, Self::TLS.to_string())),
            Ok(port @ 1..) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Self(port)),
            _ => Err(Code::PortBad.into()),
        }
    }

    /// The number.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The addresses of a daemon that has some already: those stay that do not stand in the way of ours, which comes last. A local one comes first.
pub fn addresses(existing: &[String], local: &str, listen: Listen) -> Vec<String> {
    let ours = listen.url();
    let mut addresses: Vec<String> = Vec::new();
    for one in existing.iter().filter(|one| fault(one, listen).is_none() && **one != ours) {
        if !addresses.contains(one) {
            addresses.push(one.clone());
        }
    }
    addresses.sort_by_key(|one| !is_local(one));
    if !addresses.first().is_some_and(|one| is_local(one)) {
        addresses.insert(0, local.to_owned());
    }
    addresses.push(ours);
    addresses
}

/// What is wrong with the addresses that there are.
pub fn check_addresses(field: Field, line: usize, existing: &[String], listen: Listen, problems: &mut Vec<Problem>) {
    let at = |code| Problem::new(field, code).at_line(line);
    for one in existing {
        if let Some(code) = fault(one, listen).filter(|code| *code != Code::AddressReplaced || *one != listen.url()) {
            problems.push(at(code).with_value(one).with_hint(listen.url()));
        }
    }
    if !existing.is_empty() && !existing.iter().any(|one| is_local(one)) {
        problems.push(at(Code::NoLocalSocket));
    }
}

/// Addresses of a daemon that has no TLS today and will have it, but for those that are said to be closed.
pub fn check_open(field: Field, line: usize, existing: &[String], listen: Listen, problems: &mut Vec<Problem>) {
    for one in existing.iter().filter(|one| is_tcp(one)) {
        let code = match fault(one, listen) {
            Some(Code::AddressPlain | Code::AddressWithoutPort) => continue,
            Some(_) if is_of_loopback(one) => continue,
            None if is_of_loopback(one) => Code::AddressGetsTls,
            Some(_) | None => Code::AddressOpen,
        };
        problems.push(Problem::new(field, code).at_line(line).with_value(one));
    }
}

/// Why an address cannot stay. One without a scheme is TCP, and one without a port has 2375, with TLS as well; blanks around it are nothing
/// (moby `opts/hosts.go`).
fn fault(address: &str, listen: Listen) -> Option<Code> {
    let address = address.trim();
    if is_local(address) {
        return None;
    }
    let authority = match address.split_once("://") {
        None => address,
        Some(("tcp", authority)) => authority,
        Some((scheme, _)) if scheme.contains('$') => return None,
        Some(_) => return Some(Code::AddressUnknown),
    };
    let authority = authority.split('/').next().unwrap_or_default();
    let port = authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
    match port.map(str::parse::<u16>) {
        Some(Ok(Port::PLAIN)) => Some(Code::AddressPlain),
        Some(Ok(port)) if port == listen.port.number() => Some(Code::AddressReplaced),
        Some(Ok(_)) => None,
        // What a variable brings is not known.
        _ if address.contains('$') => None,
        _ => Some(Code::AddressWithoutPort),
    }
}

/// An address without a scheme is one too. What a variable brings is not known.
pub fn is_tcp(address: &str) -> bool {
    let address = address.trim();
    !is_local(address) && !address.starts_with('$') && (address.starts_with("tcp://") || !address.contains("://"))
}

fn is_of_loopback(address: &str) -> bool {
    let address = address.trim();
    let authority = address.strip_prefix("tcp://").unwrap_or(address);
    ["127.", "[::1]", "localhost"].iter().any(|one| authority.starts_with(one))
}

fn is_local(address: &str) -> bool {
    ["fd://", "unix://", "npipe://"].iter().any(|scheme| address.trim().starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_plain_digits_in_their_range() {
        assert_eq!(Port::parse("2376").map(Port::number), Ok(2376));
        assert_eq!(Port::parse("2375").expect_err("2375").code, Code::PortWithoutTls);
        for text in ["", "0", "65536", "-1", "+2376", "http"] {
            assert_eq!(Port::parse(text).expect_err(text).code, Code::PortBad, "{text}");
        }
    }
}
