//! Names and addresses of daemons.

use std::{fmt, net::IpAddr};

use super::reading::{is_device, is_plain, read_prefix, refuse_odd_characters, split_port, without_brackets};
use crate::{
    named::spelt,
    problem::{Code, Fault},
};

/// A DNS name or an IP address of a daemon.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Host {
    /// A DNS name in lower case, of letters, digits, `-`, `_` and `.`, perhaps with `*.` in front.
    Dns(DnsName),
    /// A unicast address.
    Address(IpAddr),
}

impl Host {
    /// Far more than a URL with a host of the greatest length needs.
    const MAX_TYPED: usize = 1024;

    /// From what a person types. IPv6 addresses may stand in brackets, anything in quotes, and OpenSSL's `DNS:` or `IP:` in front.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > Self::MAX_TYPED {
            return Err(Code::HostTooLong.into());
        }
        let text = without_san_type(without_quotes(text));
        let bare = without_brackets(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Self::from_address(address);
        }
        if let Some((address, zone)) = bare.split_once('%')
            && address.parse::<std::net::Ipv6Addr>().is_ok()
            && !zone.is_empty()
        {
            return Err(Fault::with_hint(Code::HostHasZone, address));
        }
        // Nothing else has only these, but for a range of addresses.
        let is_range = |text: &str| text.starts_with(|first: char| first.is_ascii_digit()) && text.contains('-');
        if !is_plain(text, "._-") || is_range(text) {
            refuse_odd_characters(text)?;
            Self::refuse_other_forms(text)?;
        }
        DnsName::parse(text).map(Self::Dns)
    }

    /// A name that stands for many.
    pub fn is_wildcard(&self) -> bool {
        matches!(self, Self::Dns(name) if name.0.starts_with("*."))
    }

    /// As it stands in a URL: IPv6 in brackets (RFC 3986, section 3.2.2).
    pub fn in_url(&self) -> String {
        match self {
            Self::Address(IpAddr::V6(address)) => format!("[{address}]"),
            Self::Address(IpAddr::V4(_)) | Self::Dns(_) => self.to_string(),
        }
    }

    /// As it stands in a file name: no `:` and no `*`, a letter or a digit in front, and no device of Windows.
    pub fn file_stem(&self) -> String {
        let mut stem = self.to_string().replace(':', "-").replace('*', "wildcard");
        // A file name has room for 255 octets, and more is added to it.
        stem.truncate(200);
        match stem.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            true if is_device(&stem) => format!("host-{stem}"),
            true => stem,
            false => format!("host{stem}"),
        }
    }

    fn from_address(address: IpAddr) -> Result<Self, Fault> {
        // An IPv4 address in the clothes of IPv6 is one of IPv4 in a certificate, which compares octets (RFC 5280, section 4.2.1.6).
        let address = address.to_canonical();
        let broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
        if address.is_unspecified() {
            Err(Code::HostUnspecified.into())
        } else if address.is_multicast() || broadcast {
            Err(Code::HostNotUnicast.into())
        } else {
            Ok(Self::Address(address))
        }
    }

    /// Whether every host calls itself so: loopback, and the names of it that come with systems' hosts files.
    pub fn is_own(&self) -> bool {
        match self {
            Self::Address(address) => address.is_loopback(),
            Self::Dns(name) => {
                let label = name.0.split('.').next().unwrap_or_default();
                ["localhost", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback"].contains(&label)
            }
        }
    }

    /// Recognises what people paste instead of a name, so that they are told what it is.
    fn refuse_other_forms(text: &str) -> Result<(), Fault> {
        if has_placeholder(text) {
            return Err(Code::HostPlaceholder.into());
        }
        if is_network(text) {
            return Err(Code::HostIsNetwork.into());
        }
        Self::refuse_lines_of_tools(text)?;
        let without_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
        let authority = without_scheme.split(['/', '?', '#']).next().unwrap_or_default();
        let host_and_port = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = split_port(host_and_port);
        let code = if text.split_once('@').is_some_and(|(user, rest)| rest == host_and_port && !user.contains(['/', '?', '#'])) {
            Code::HostHasUser
        } else if host_and_port != text {
            Code::HostIsUrl
        } else if port.is_some() {
            Code::HostHasPort
        } else {
            return Ok(());
        };
        match Self::parse(host) {
            Ok(host) => Err(Fault::with_hint(code, host.to_string())),
            // The page converts it, when it stands alone.
            Err(Fault { code: Code::HostNotAscii, .. }) if host.len() <= DnsName::MAX => Err(Fault::with_hint(code, host)),
            Err(fault) => Err(fault),
        }
    }

    /// Words out of inventories, configuration files and the environment.
    fn refuse_lines_of_tools(text: &str) -> Result<(), Fault> {
        /// Variables and keys whose value is a host.
        const OF_A_HOST: [&str; 11] =
            ["docker_host", "ansible_host", "ansible_ssh_host", "host", "hostname", "cn", "commonname", "address", "ip", "url", "server"];
        if let Some((key, value)) = text.split_once('=').filter(|(key, _)| !key.contains(['?', '#']) && !key.contains("://")) {
            let key = key.trim_start_matches(['/', '-', '$']).to_ascii_lowercase();
            let is_of_a_host = OF_A_HOST.contains(&key.rsplit(':').next().unwrap_or_default());
            let host = match Self::parse(value) {
                _ if !is_of_a_host || value.contains('=') => None,
                Ok(host) => Some(host.to_string()),
                Err(fault) => fault.hint,
            };
            return Err(host.map_or_else(|| Code::SettingUnknown.into(), |host| Fault::with_hint(Code::HostIsAssignment, host)));
        }
        let heading = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if heading
            .is_some_and(|heading| is_plain(heading, "._-") || heading.split_once(':').is_some_and(|(group, _)| is_plain(group, "._-")))
        {
            return Err(Code::HostIsHeading.into());
        }
        if let Some(first) = first_of_range(text).filter(|first| Self::parse(first).is_ok()) {
            return Err(Fault::with_hint(Code::HostIsRange, first));
        }
        Ok(())
    }
}

/// What stands in a pair of quotes, as in JSON and YAML.
fn without_quotes(text: &str) -> &str {
    let inside = |quote| text.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// What a name of OpenSSL's `subjectAltName` says, behind its `DNS:`, `DNS.1:`, `IP:` or `IP.1:`. A host that is called DNS has a port there.
fn without_san_type(text: &str) -> &str {
    let Some((kind, name)) = text.split_once(':') else { return text };
    let (kind, number) = kind.split_once('.').unwrap_or((kind, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if ["DNS", "IP"].contains(&kind) && is_number(number) && !is_number(name) { name } else { text }
}

/// The first of the hosts that `web[01:20].example`, `web{1..3}` or `10.0.0.11-13` stand for.
fn first_of_range(text: &str) -> Option<String> {
    if let Some((before, rest)) = text.split_once(['[', '{'])
        && let Some((range, after)) = rest.split_once([']', '}'])
        && let Some((from, to)) = range.split_once(':').or_else(|| range.split_once("..")).or_else(|| range.split_once('-'))
    {
        let is_one = is_plain(from, "") && is_plain(to, "") && !after.contains(['[', '{']);
        return is_one.then(|| format!("{before}{from}{after}"));
    }
    let (from, _) = text.split_once('-').filter(|(from, _)| from.parse::<std::net::Ipv4Addr>().is_ok())?;
    Some(from.to_owned())
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name.as_str()),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// A DNS name (RFC 1123, section 2.1), in lower case. `_` is allowed, as in Compose service names; Go and OpenSSL match it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DnsName(String);

impl DnsName {
    const MAX: usize = 253;
    const MAX_LABEL: usize = 63;

    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if !text.is_ascii() {
            return Err(Code::HostNotAscii.into());
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        if name.len() > Self::MAX || name.split('.').any(|label| label.len() > Self::MAX_LABEL) {
            return Err(Code::HostTooLong.into());
        }
        let labels = match name.strip_prefix("*.") {
            Some(domain) if domain.contains('.') && !domain.contains('*') => domain,
            Some(domain) if is_label(domain) => {
                return Err(Fault::with_hint(Code::HostWildcardTooWide, format!("*.something.{domain}")));
            }
            _ if name.contains('*') => return Err(Code::HostBadWildcard.into()),
            _ => &name,
        };
        // A name whose last label is a number is an address or nothing (WHATWG URL, "ends in a number"). `0x` is the number 0 there.
        let last = labels.rsplit('.').next().unwrap_or_default();
        let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        let is_hexadecimal = last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if is_decimal && labels.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err(Code::HostIsPort.into());
        }
        if labels.contains(':') || is_hexadecimal || is_decimal {
            return Err(Code::HostBadAddress.into());
        }
        if labels.split('.').all(is_label) { Ok(Self(name)) } else { Err(Code::HostBadName.into()) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// An address with a prefix or a netmask.
fn is_network(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else { return false };
    without_brackets(address).parse().is_ok_and(|address| read_prefix(prefix, address).is_some())
}

/// `$HOST`, `${HOST}`, `<host>`, `{host}` or the braces of `{{ host }}`, whose spaces part it.
fn has_placeholder(text: &str) -> bool {
    let is_word = |word: &str| is_plain(word, "._-") && word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    // What follows an opening bracket ends at the next one, so that each character is looked at once.
    let is_between =
        |open: char, close: char| text.split(open).skip(1).any(|rest| rest.split_once(close).is_some_and(|(word, _)| is_word(word)));
    let is_variable = text.split('$').skip(1).any(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_'));
    is_variable || is_between('<', '>') || is_between('{', '}') || text.contains("{{") || text.contains("}}")
}

spelt!(Host, Host::to_string, |text| Host::parse(text).ok());

#[cfg(test)]
mod tests {
    use super::*;

    fn host_fault(text: &str) -> (Code, Option<String>) {
        let fault = Host::parse(text).expect_err(text);
        (fault.code, fault.hint)
    }

    #[test]
    fn hosts_are_read_as_typed_by_people() {
        for (text, read) in [
            ("Docker.Example.COM", "docker.example.com"),
            ("docker.example.com.", "docker.example.com"),
            ("docker_dind", "docker_dind"),
            ("docker.0xg", "docker.0xg"),
            ("0x.example", "0x.example"),
            ("192.0.2.10", "192.0.2.10"),
            ("[2001:DB8:0::10]", "2001:db8::10"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("*.example.com", "*.example.com"),
        ] {
            assert_eq!(Host::parse(text).expect(text).to_string(), read);
        }
    }

    #[test]
    fn what_is_no_host_is_named() {
        for (text, code, hint) in [
            ("tcp://docker.example.com:2376", Code::HostIsUrl, Some("docker.example.com")),
            ("https://[2001:db8::1]/x", Code::HostIsUrl, Some("2001:db8::1")),
            ("root@docker.example.com", Code::HostHasUser, Some("docker.example.com")),
            ("docker.example.com/", Code::HostIsUrl, Some("docker.example.com")),
            ("docker.example.com:2376", Code::HostHasPort, Some("docker.example.com")),
            ("[2001:db8::1]:2376", Code::HostHasPort, Some("2001:db8::1")),
            ("docker:", Code::HostHasPort, Some("docker")),
            ("tcp://bücher.example:2376", Code::HostIsUrl, Some("bücher.example")),
            ("tcp://", Code::HostBadName, None),
            (":2376", Code::HostBadName, None),
            ("http://0.0.0.0:2376", Code::HostUnspecified, None),
            ("192.0.2.0/24", Code::HostIsNetwork, None),
            ("2001:db8::/32", Code::HostIsNetwork, None),
            ("0.0.0.0", Code::HostUnspecified, None),
            ("::", Code::HostUnspecified, None),
            ("[::]", Code::HostUnspecified, None),
            ("255.255.255.255", Code::HostNotUnicast, None),
            ("ff02::1", Code::HostNotUnicast, None),
            ("$HOST", Code::HostPlaceholder, None),
            ("<host>", Code::HostPlaceholder, None),
            ("<your-host.example>", Code::HostPlaceholder, None),
            ("tcp://${HOST}:2376", Code::HostPlaceholder, None),
            ("{host}", Code::HostPlaceholder, None),
            ("{{", Code::HostPlaceholder, None),
            ("<img", Code::HostBadName, None),
            ("$(reboot)", Code::HostBadName, None),
            ("a$", Code::HostBadName, None),
            ("<>", Code::HostBadName, None),
            ("{}", Code::HostBadName, None),
            ("fe80::1%eth0", Code::HostHasZone, Some("fe80::1")),
            ("256.1.1.1", Code::HostBadAddress, None),
            ("192.168.1", Code::HostBadAddress, None),
            ("2222", Code::HostIsPort, None),
            ("65536", Code::HostBadAddress, None),
            ("0X", Code::HostBadAddress, None),
            ("docker.0x", Code::HostBadAddress, None),
            ("docker.0x7f", Code::HostBadAddress, None),
            ("2001:db8::1::2", Code::HostBadAddress, None),
            ("-docker", Code::HostBadName, None),
            ("docker..example", Code::HostBadName, None),
            ("a;b", Code::HostBadName, None),
            ("`id`", Code::HostBadName, None),
            ("a\u{202e}b", Code::CharacterUnseen, Some("2 (U+202E)")),
            ("bücher.example", Code::HostNotAscii, None),
            ("*.com", Code::HostWildcardTooWide, Some("*.something.com")),
            ("*.", Code::HostBadWildcard, None),
            ("*", Code::HostBadWildcard, None),
            ("docker.*.example.com", Code::HostBadWildcard, None),
        ] {
            assert_eq!(host_fault(text), (code, hint.map(str::to_owned)), "{text}");
        }
        assert_eq!(host_fault(&"a".repeat(64)).0, Code::HostTooLong);
        assert_eq!(host_fault(&"a.".repeat(200)).0, Code::HostTooLong);
    }

    #[test]
    fn file_stems_suit_every_disk() {
        for (text, stem) in [("2001:db8::10", "2001-db8--10"), ("::2", "host--2"), ("_docker", "host_docker"), ("a.example", "a.example")] {
            assert_eq!(Host::parse(text).expect(text).file_stem(), stem);
        }
    }
}
