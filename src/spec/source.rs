//! Whom the firewall lets in.

use std::{fmt, net::IpAddr};

use super::{
    host::DnsName,
    reading::{read_prefix, refuse_odd_characters, split_port, without_brackets},
};
use crate::problem::{Code, Fault};

/// Addresses that the firewall lets in: one, or a network in CIDR notation (RFC 4632).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Source {
    /// The network's address, without host bits.
    pub address: IpAddr,
    /// `None` for a single address.
    pub prefix: Option<u8>,
}

impl Source {
    /// From what a person types: an address, which may stand in brackets, and perhaps a prefix or a netmask.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if ["any", "all", "anywhere", "everybody", "everyone", "*", "0/0"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Err(Code::SourceEverybody.into());
        }
        refuse_odd_characters(text)?;
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let Ok(address) = without_brackets(address).parse::<IpAddr>() else { return Err(Self::in_other_form(text)) };
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None if address.is_unspecified() => 0,
            None => width,
            Some(prefix) => read_prefix(prefix, address).ok_or(Code::SourceBad)?,
        };
        // A packet of IPv4 has an IPv4 address, whatever the socket calls it.
        let (address, prefix, width) = match address.to_canonical() {
            canonical @ IpAddr::V4(_) if width == 128 && prefix >= 96 => (canonical, prefix - 96, 32),
            _ => (address, prefix, width),
        };
        if prefix == 0 {
            return Err(Code::SourceEverybody.into());
        }
        let source = Self { address: without_host_bits(address, prefix), prefix: (prefix < width).then_some(prefix) };
        if Self::are_everybody(&[source]) { Err(Code::SourceEverybody.into()) } else { Ok(source) }
    }

    /// Whether these together let in every public address, over IPv4 or over IPv6.
    pub fn are_everybody(sources: &[Self]) -> bool {
        /// Addresses from which nobody comes over the Internet (IANA, IPv4 and IPv6 Special-Purpose Address Registries; multicast).
        const NOBODY: [(IpAddr, u8); 16] = {
            const fn v4(a: u8, b: u8, c: u8, prefix: u8) -> (IpAddr, u8) {
                (IpAddr::V4(std::net::Ipv4Addr::new(a, b, c, 0)), prefix)
            }
            const fn v6(a: u16, b: u16, prefix: u8) -> (IpAddr, u8) {
                (IpAddr::V6(std::net::Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0)), prefix)
            }
            [
                v4(0, 0, 0, 8),
                v4(10, 0, 0, 8),
                v4(100, 64, 0, 10),
                v4(127, 0, 0, 8),
                v4(169, 254, 0, 16),
                v4(172, 16, 0, 12),
                v4(192, 0, 0, 24),
                v4(192, 0, 2, 24),
                v4(192, 88, 99, 24),
                v4(192, 168, 0, 16),
                v4(198, 18, 0, 15),
                v4(198, 51, 100, 24),
                v4(203, 0, 113, 24),
                v4(224, 0, 0, 3),
                v6(0x2001, 0, 23),
                v6(0x2001, 0xdb8, 32),
            ]
        };
        let covers = |from: u128, to: u128, is_of_kind: fn(&IpAddr) -> bool| {
            let ours = sources.iter().map(|source| (source.address, source.prefix));
            let nobody = NOBODY.into_iter().map(|(address, prefix)| (address, Some(prefix)));
            let of_kind = ours.chain(nobody).filter(|(address, _)| is_of_kind(address));
            let mut ranges: Vec<(u128, u128)> = of_kind.map(|(address, prefix)| range(address, prefix)).collect();
            ranges.sort_unstable();
            let mut next = from;
            for (first, last) in ranges {
                if first > next {
                    return false;
                }
                if last >= to {
                    return true;
                }
                next = next.max(last + 1);
            }
            false
        };
        // IPv6 counts as far as it has been given out (RFC 4291, section 2.4; IANA).
        covers(0, u128::from(u32::MAX), IpAddr::is_ipv4) || covers(0x2 << 124, (0x4 << 124) - 1, IpAddr::is_ipv6)
    }

    /// What somebody may have meant who has typed neither an address nor a network.
    fn in_other_form(text: &str) -> Fault {
        let is_network = |text: &String| Self::parse(text).is_ok();
        let near = in_a_url(text).or_else(|| networks_of_range(text)).or_else(|| network_of_pattern(text).filter(is_network));
        let networks = near.iter().flat_map(|near| near.split(", ")).map(Self::parse);
        match near {
            Some(hint) if hint.ends_with("/0") || Self::are_everybody(&networks.flatten().collect::<Vec<_>>()) => {
                Code::SourceEverybody.into()
            }
            Some(hint) => Fault::with_hint(Code::SourceInOtherForm, hint),
            None if DnsName::parse(text).is_ok() => Code::SourceIsName.into(),
            None => Code::SourceBad.into(),
        }
    }
}

/// The first and the last address of a network, or of a single one.
fn range(address: IpAddr, prefix: Option<u8>) -> (u128, u128) {
    let (first, width) = match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let host_bits = width - u32::from(prefix.unwrap_or(width as u8));
    (first, first | u128::MAX.checked_shr(128 - host_bits).unwrap_or(0))
}

/// The address in a URL, in front of a port or of a zone.
fn in_a_url(text: &str) -> Option<String> {
    let (without_scheme, is_url) = text.split_once("://").map_or((text, false), |(_, rest)| (rest, true));
    let authority = if is_url { without_scheme.split(['/', '?', '#']).next()? } else { without_scheme };
    let (host, _) = split_port(authority.rsplit('@').next()?);
    let address = without_brackets(host).split('%').next()?;
    address.parse::<IpAddr>().ok().map(|address| address.to_string())
}

/// `192.168.1.*`, `10.x.x.x` and `172.16/12` as networks.
fn network_of_pattern(text: &str) -> Option<String> {
    let (pattern, prefix) = text.split_once('/').map_or((text, None), |(pattern, prefix)| (pattern, Some(prefix)));
    let parts: Vec<&str> = pattern.split('.').collect();
    let is_any = |part: &str| matches!(part, "*" | "x" | "X");
    let known = parts.iter().take_while(|part| part.parse::<u8>().is_ok()).count();
    if !(1..4).contains(&known) || parts.len() > 4 || !parts[known..].iter().all(|part| is_any(part)) {
        return None;
    }
    let own = (8 * known).to_string();
    let prefix = if parts.len() > known { Some(prefix.unwrap_or(&own)) } else { prefix }?;
    Some(format!("{}{}/{prefix}", parts[..known].join("."), ".0".repeat(4 - known)))
}

/// The networks that `192.168.1.10-192.168.1.20` or `192.168.1.10-20` are together.
fn networks_of_range(text: &str) -> Option<String> {
    /// More than anybody would read.
    const MOST: usize = 16;
    let (from, to) = text.split_once('-')?;
    let first: IpAddr = from.parse().ok()?;
    let last: IpAddr = match (first, to.parse::<u8>()) {
        (IpAddr::V4(_), Ok(last)) => format!("{}.{last}", from.rsplit_once('.')?.0).parse().ok()?,
        _ => to.parse().ok()?,
    };
    if first.is_ipv4() != last.is_ipv4() {
        return None;
    }
    let (width, (mut next, _), (_, last)) = (if first.is_ipv4() { 32 } else { 128 }, range(first, None), range(last, None));
    let mut networks = Vec::new();
    while next <= last {
        // The network is as large as its first address and what is left allow.
        let left = (last - next).checked_add(1).map_or(127, u128::ilog2);
        let host_bits = next.trailing_zeros().min(left).min(width);
        let address = if width == 32 { IpAddr::V4((next as u32).into()) } else { IpAddr::V6(next.into()) };
        networks.push(Source { address, prefix: (host_bits > 0).then_some((width - host_bits) as u8) }.to_string());
        let Some(after) = next.checked_add(1 << host_bits).filter(|_| networks.len() <= MOST) else { break };
        next = after;
    }
    (1..=MOST).contains(&networks.len()).then(|| networks.join(", "))
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix {
            Some(prefix) => write!(f, "{}/{prefix}", self.address),
            None => self.address.fmt(f),
        }
    }
}

/// The network's own address; the prefix is not 0.
fn without_host_bits(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4((address.to_bits() & (u32::MAX << (32 - prefix))).into()),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & (u128::MAX << (128 - prefix))).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_lose_their_host_bits() {
        for (text, read) in [("192.0.2.77/24", "192.0.2.0/24"), ("192.0.2.7/32", "192.0.2.7"), ("2001:db8::7/64", "2001:db8::/64")] {
            assert_eq!(Source::parse(text).expect(text).to_string(), read);
        }
        for (text, code) in [
            ("0.0.0.0/0", Code::SourceEverybody),
            ("::/0", Code::SourceEverybody),
            ("0.0.0.0", Code::SourceEverybody),
            ("192.0.2.0/33", Code::SourceBad),
            ("192.0.2.0/", Code::SourceBad),
            ("192.0.2.0/+8", Code::SourceBad),
            ("office", Code::SourceIsName),
            ("offi_ce!", Code::SourceBad),
        ] {
            assert_eq!(Source::parse(text).expect_err(text).code, code, "{text}");
        }
    }
}
