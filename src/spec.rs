//! What is true: every value here is valid, and its alphabet is safe in a shell, a unit file, JSON and PowerShell.
//!
//! A `Spec` comes from [`Draft::parse`](crate::Draft::parse); its parts come from a text by their own `parse`, which answers a
//! [`Fault`] for what cannot be one.

use std::{fmt, net::IpAddr};

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    existing::{CommandLine, DaemonJson},
    key::{KeyAlgorithm, KeyError, random},
    problem::{Code, Fault, listed, named},
};

/// Everything that is to be made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spec {
    /// How Docker is installed on the daemons' machines.
    pub platform: Platform,
    /// The kind of the daemons' and the clients' keys.
    pub key_algorithm: KeyAlgorithm,
    /// At least one; their bundle names differ on a disk that ignores case.
    pub daemons: Vec<Daemon>,
    /// At least one; their bundle names differ on a disk that ignores case.
    pub clients: Vec<Client>,
    /// Who signs.
    pub authority: Authority,
    /// Of the daemons' certificates; never longer than the authority's.
    pub server_validity: Validity,
    /// Of the clients' certificates; never longer than the authority's.
    pub client_validity: Validity,
    /// Where the daemon's files go.
    pub cert_directory: CertDirectory,
    /// Where the daemon listens.
    pub listen: Listen,
    /// Who the firewall lets in.
    pub allowed_sources: Vec<Source>,
    /// The `daemon.json` that the hosts have, where ours goes into it.
    pub daemon_json: Option<DaemonJson>,
    /// The command that the hosts' unit has, where ours goes into it.
    pub command_line: Option<CommandLine>,
    /// The language of what the files say.
    pub locale: Locale,
}

impl Spec {
    /// How many keys are needed: the authority's, then one for each daemon, then one for each client.
    pub fn key_count(&self) -> usize {
        1 + self.daemons.len() + self.clients.len()
    }

    /// The kinds of the keys, in the same order.
    pub fn key_algorithms(&self) -> impl Iterator<Item = KeyAlgorithm> {
        std::iter::once(self.authority.key_algorithm).chain((1..self.key_count()).map(|_| self.key_algorithm))
    }

    /// The value of `DOCKER_HOST` for this host, unless it is a wildcard.
    pub fn docker_host(&self, host: &Host) -> String {
        format!("tcp://{}:{}", host.in_url(), self.listen.port)
    }
}

/// A daemon: every name and address that clients use for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Daemon {
    /// As typed, without repetitions; the first is no wildcard.
    hosts: Vec<Host>,
}

impl Daemon {
    /// What the machine is called by itself; every daemon's certificate has them.
    pub const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

    /// The common name of a certificate whose first name is too long for one.
    pub const FALLBACK_NAME: &str = "dockerd";

    pub(crate) fn new(hosts: Vec<Host>) -> Self {
        debug_assert!(hosts.first().is_some_and(|host| !host.is_wildcard()));
        Self { hosts }
    }

    /// The name that clients are shown.
    pub fn host(&self) -> &Host {
        &self.hosts[0]
    }

    /// The names as typed.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// The names that its certificate has: those typed, then the machine's own.
    pub fn names(&self) -> Vec<Host> {
        let own = Self::OWN_NAMES.iter().filter_map(|name| Host::parse(name).ok());
        let mut names = self.hosts.clone();
        names.extend(own.filter(|name| !self.hosts.contains(name)));
        names
    }

    /// The stem of its bundle's file name.
    pub fn bundle_name(&self) -> String {
        format!("{}-server", self.host().file_stem())
    }

    /// The name of its `docker context`: `^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$` and not `default`
    /// (docker/cli `cli/context/store/store.go`).
    pub fn context_name(&self) -> String {
        let stem = self.host().file_stem();
        // No host has a `+`.
        if stem.len() < 2 || stem == "default" { format!("{stem}+docker") } else { stem }
    }
}

/// A DNS name or an IP address of a daemon.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Host {
    /// A DNS name in lower case, of letters, digits, `-`, `_` and `.`, perhaps with `*.` in front.
    Dns(DnsName),
    /// A unicast address.
    Address(IpAddr),
}

impl Host {
    /// From what a person types. IPv6 addresses may stand in brackets.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Self::from_address(address);
        }
        if let Some((address, zone)) = bare.split_once('%')
            && address.parse::<std::net::Ipv6Addr>().is_ok()
            && !zone.is_empty()
        {
            return Err(Fault::with_hint(Code::HostHasZone, address));
        }
        Self::refuse_other_forms(text)?;
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
            _ => self.to_string(),
        }
    }

    /// As it stands in a file name: no `:` and no `*`, and a letter or a digit in front.
    pub fn file_stem(&self) -> String {
        let mut stem = self.to_string().replace(':', "-").replace('*', "wildcard");
        // With what is added to it, a file name has room for 255 octets.
        stem.truncate(200);
        if stem.starts_with(|first: char| first.is_ascii_alphanumeric()) { stem } else { format!("host{stem}") }
    }

    fn from_address(address: IpAddr) -> Result<Self, Fault> {
        let broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
        if address.is_unspecified() {
            Err(Code::HostUnspecified.into())
        } else if address.is_multicast() || broadcast {
            Err(Code::HostNotUnicast.into())
        } else {
            Ok(Self::Address(address))
        }
    }

    /// Recognises what people paste instead of a name, so that they are told what it is.
    fn refuse_other_forms(text: &str) -> Result<(), Fault> {
        if has_placeholder(text) {
            return Err(Code::HostPlaceholder.into());
        }
        if Source::parse(text).is_ok() && text.contains('/') {
            return Err(Code::HostIsNetwork.into());
        }
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
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name.as_str()),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// `host:port` and `[v6]:port`; a bare IPv6 address has no port.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && (host.ends_with(']') || !host.contains(':')) => {
            (host, Some(port))
        }
        _ => (text, None),
    }
}

/// A DNS name (RFC 1123, section 2.1), in lower case. `_` is allowed, as in Compose service names; Go and OpenSSL match it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DnsName(String);

impl DnsName {
    const MAX: usize = 253;
    const MAX_LABEL: usize = 63;

    fn parse(text: &str) -> Result<Self, Fault> {
        if text.chars().any(|c| c.is_control() || is_invisible(c)) {
            return Err(Code::HostBadName.into());
        }
        if !text.is_ascii() {
            return Err(Code::HostNotAscii.into());
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        if name.len() > Self::MAX || name.split('.').any(|label| label.len() > Self::MAX_LABEL) {
            return Err(Code::HostTooLong.into());
        }
        let labels = match name.strip_prefix("*.") {
            Some(domain) if domain.contains('.') && !domain.contains('*') => domain,
            _ if name.contains('*') => return Err(Code::HostBadWildcard.into()),
            _ => &name,
        };
        // A name whose last label is a number is an address or nothing (WHATWG URL, "ends in a number").
        let last = labels.rsplit('.').next().unwrap_or_default();
        if labels.contains(':') || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())) {
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

/// A person or a machine that may connect: the common name of its certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Client {
    name: ClientName,
}

impl Client {
    pub(crate) fn new(name: ClientName) -> Self {
        Self { name }
    }

    /// Its common name.
    pub fn name(&self) -> &ClientName {
        &self.name
    }

    /// The stem of its bundle's file name.
    pub fn bundle_name(&self) -> String {
        format!("{}-client", self.name.as_str())
    }
}

/// A client's common name: ASCII letters, digits, `.`, `_`, `-`, `+`, `@`, with a letter or digit in front.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientName(String);

impl ClientName {
    /// `ub-common-name` (RFC 5280, appendix A.1).
    pub const MAX: usize = 64;

    /// From what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if !is_plain(text, "._-+@") || !text.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            Err(Fault::with_hint(Code::ClientBadName, Self::near(text)))
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::ClientTooLong, Self::MAX.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// What somebody may have meant who has typed what cannot be a name.
    fn near(text: &str) -> String {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-+@".contains(c))).filter(|word| !word.is_empty());
        let mut name = words.collect::<Vec<_>>().join("-");
        name.truncate(Self::MAX);
        let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        if name.is_empty() { "client-1".into() } else { name.into() }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who signs: the authority's subject and how long it is valid.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authority {
    /// None: made from the authority's key, so that no two authorities are named alike.
    pub common_name: Option<Text>,
    /// O
    pub organization: Option<Text>,
    /// OU
    pub organizational_unit: Option<Text>,
    /// C
    pub country: Option<Country>,
    /// ST
    pub state: Option<Text>,
    /// L
    pub locality: Option<Text>,
    /// emailAddress (PKCS#9)
    pub email: Option<Email>,
    /// Of its certificate.
    pub validity: Validity,
    /// The kind of its key.
    pub key_algorithm: KeyAlgorithm,
    /// What its key is encrypted with; none leaves it in the clear.
    pub passphrase: Option<Passphrase>,
}

/// What encrypts a key: UTF-8 as typed, without control characters.
#[derive(Clone, Eq, PartialEq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// In octets.
    pub const MAX: usize = 1024;

    /// From what a person types. Blank is no passphrase; spaces around one belong to it.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text.trim().is_empty() {
            Err(Code::PassphraseBlank.into())
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::PassphraseTooLong, Self::MAX.to_string()))
        } else if text.chars().any(char::is_control) {
            Err(Code::TextHasControl.into())
        } else {
            Ok(Self(Zeroizing::new(text.to_owned())))
        }
    }

    /// One that nobody can guess: groups of letters and digits that cannot be taken for each other, [`Passphrase::GENERATED_BITS`] of entropy.
    pub fn generate() -> Result<Self, KeyError> {
        // Crockford's base 32, in lower case: five bits a character.
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        const CHARACTERS: usize = 20;
        loop {
            let octets = Zeroizing::new(random::<CHARACTERS>()?);
            let mut text = Zeroizing::new(String::with_capacity(octets.len() * 2));
            for (place, octet) in octets.iter().enumerate() {
                if place > 0 && place % 5 == 0 {
                    text.push('-');
                }
                text.push(char::from(ALPHABET[usize::from(octet % 32)]));
            }
            let passphrase = Self(text);
            // A third looks weaker than it is. Passing that over costs six tenths of a bit.
            if passphrase.strength().name == StrengthName::Strong {
                return Ok(passphrase);
            }
        }
    }

    /// The entropy of one that is made here.
    pub const GENERATED_BITS: usize = 99;

    /// The passphrase.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How hard it is to guess for somebody who has the file, by a cautious estimate.
    pub fn strength(&self) -> Strength {
        Strength::of(&self.0)
    }
}

/// A passphrase is never shown.
impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[elided]")
    }
}

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Strength {
    /// In a word.
    #[serde(rename = "strength")]
    pub name: StrengthName,
    /// The binary logarithm of the guesses that are needed, if it is no known sentence.
    pub bits: u32,
}

listed! {
    /// What the bits of a [`Strength`] mean. A graphics card of 2024 tries some 15 000 passphrases a second at this number of rounds; a hundred of
    /// them need a year for 2^45.
    #[serde(rename_all = "kebab-case")]
    pub enum StrengthName {
        /// Below 45 bits.
        Weak,
        /// Below 60 bits.
        Fair,
        /// What cannot be tried out.
        Strong,
    }
}

impl Strength {
    /// Without a list of words and sentences this can only be cautious: what looks like a word counts for one that is in a list of 4096.
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut bits = 0;
        let mut place = 0;
        while place < characters.len() {
            let rest = &characters[place..];
            let capitals = rest.iter().take_while(|c| c.is_uppercase()).count();
            let letters = capitals + rest[capitals..].iter().take_while(|c| c.is_lowercase()).count();
            let length = letters.max(1);
            let each: u32 = (place..place + length).map(|at| character_bits(&characters, at)).sum();
            bits += if letters > 0 { each.min(word_bits(length)) } else { each };
            place += length;
        }
        let name = match bits {
            ..45 => StrengthName::Weak,
            45..60 => StrengthName::Fair,
            _ => StrengthName::Strong,
        };
        Self { name, bits }
    }
}

/// Short words are fewer, and what is longer than words are may be letters at random.
fn word_bits(letters: usize) -> u32 {
    let letters = letters as u32;
    (2 * letters).clamp(4, 12) + 2 * letters.saturating_sub(8)
}

fn character_bits(characters: &[char], place: usize) -> u32 {
    /// What fingers and thoughts run along, in both directions.
    const WALKS: &str = "abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 1234567890 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol 0p";
    let c = characters[place];
    if let Some(before) = place.checked_sub(1).map(|before| characters[before]) {
        let pair = [before, c].map(|c| c.to_ascii_lowercase());
        let walks = |pair: &[char; 2]| WALKS.contains(&pair.iter().collect::<String>());
        let is_repeated = characters[..place].windows(2).any(|earlier| earlier == [before, c]);
        if before == c || is_repeated || walks(&pair) || walks(&[pair[1], pair[0]]) {
            return 1;
        }
    }
    match c {
        ' ' => 0,
        '0'..='9' => 3,
        // An ideograph is half a word.
        _ => 4,
    }
}

/// Free text of a distinguished name: no control character, no invisible direction mark.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text(String);

impl Text {
    pub(crate) fn parse(text: &str, max: usize) -> Result<Self, Fault> {
        if text.chars().any(|c| c.is_control() || is_invisible(c)) {
            Err(Code::TextHasControl.into())
        } else if text.chars().count() > max {
            Err(Fault::with_hint(Code::TextTooLong, max.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two letters in upper case (ISO 3166-1 alpha-2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Country(String);

impl Country {
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(Code::CountryNotTwoLetters.into())
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address in printable ASCII.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Email(String);

impl Email {
    /// `ub-emailaddress-length` (RFC 5280, appendix A.1).
    const MAX: usize = 255;

    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let (local, domain) = text.rsplit_once('@').ok_or(Code::EmailBad)?;
        if local.is_empty() || domain.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Err(Code::EmailBad.into())
        } else if text.len() > Self::MAX {
            Err(Fault::with_hint(Code::TextTooLong, Self::MAX.to_string()))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whole days from 1 to 9999.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Validity(u16);

impl Validity {
    /// The most.
    pub const MAX: u16 = 9999;

    /// From what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::DaysNotANumber.into());
        }
        match text.parse() {
            Ok(days @ 1..=Self::MAX) => Ok(Self(days)),
            _ => Err(Fault::with_hint(Code::DaysOutOfRange, format!("1–{}", Self::MAX))),
        }
    }

    /// The number of days.
    pub fn days(self) -> u16 {
        self.0
    }
}

named! {
    /// How Docker is installed on a daemon's machine, or how the machine is set up.
    pub enum Platform {
        /// Docker's own package under systemd: every option as a flag in a drop-in.
        Systemd = "systemd",
        /// Docker's own package under systemd: every option in `daemon.json`, and a drop-in that takes `-H` away.
        SystemdDaemonJson = "systemd-daemon-json",
        /// The package `docker.io` of Debian and Ubuntu under systemd.
        DebianDockerIo = "debian-docker-io",
        /// A daemon of a user without rights, under that user's systemd.
        Rootless = "rootless",
        /// OpenRC: Alpine, Gentoo.
        Openrc = "openrc",
        /// A System V init script: Devuan, old distributions.
        Sysv = "sysv",
        /// Canonical's snap.
        Snap = "snap",
        /// The service of Docker Engine on Windows; not Docker Desktop.
        Windows = "windows",
        /// A TLS-terminating nginx in front of the socket: Docker Desktop, and hosts whose daemon cannot be configured.
        Proxy = "proxy",
        /// Docker in Docker, by Compose.
        Dind = "dind",
        /// Docker in Docker as a service of GitLab CI.
        GitlabDind = "gitlab-dind",
        /// Fedora CoreOS, by Ignition.
        FedoraCoreos = "fedora-coreos",
        /// Flatcar, by Ignition.
        Flatcar = "flatcar",
        /// NixOS, by a module.
        Nixos = "nixos",
        /// A machine to be, with Docker's own package, by cloud-init.
        CloudInit = "cloud-init",
        /// Docker's own package under systemd, by Ansible.
        Ansible = "ansible",
    }
}

impl Platform {
    /// Where the daemon's files go unless the reader wants them elsewhere. Not `/etc/docker/certs.d`, which holds registries' certificates.
    pub fn default_directory(self) -> &'static str {
        match self {
            Self::Rootless => "~/.config/docker/tls",
            // What snapd keeps for all revisions; the daemon's data is there as well.
            Self::Snap => "/var/snap/docker/common/tls",
            Self::Windows => r"C:\ProgramData\docker\tls",
            Self::Proxy => "/certs",
            Self::Dind => "/certs/server",
            Self::GitlabDind => "/etc/gitlab-runner/docker-tls",
            _ => "/etc/docker/tls",
        }
    }

    /// Where the configuration file is, when it is what has the options.
    pub fn daemon_json(self) -> Option<&'static str> {
        match self {
            Self::SystemdDaemonJson | Self::Openrc | Self::Sysv => Some("/etc/docker/daemon.json"),
            // `--config-file` in the snap's own wrapper
            Self::Snap => Some("/var/snap/docker/current/config/daemon.json"),
            Self::Windows => Some(r"C:\ProgramData\docker\config\daemon.json"),
            _ => None,
        }
    }

    /// Whether its files are used where they were downloaded, and reach the machine by what sets it up.
    pub fn is_set_up_from_afar(self) -> bool {
        matches!(self, Self::FedoraCoreos | Self::Flatcar | Self::CloudInit | Self::Ansible)
    }

    /// Whether the daemon's port is one of the machine itself, which its firewall knows.
    pub fn listens_on_the_machine(self) -> bool {
        !matches!(self, Self::Windows | Self::Proxy | Self::Dind | Self::GitlabDind | Self::Nixos)
    }

    /// Whether its configuration has the firewall's rules.
    pub fn configures_the_firewall(self) -> bool {
        self == Self::Nixos
    }

    /// Whether the firewall is a step. GitLab's jobs have no port outside.
    pub fn leaves_the_firewall_to_the_reader(self) -> bool {
        !self.configures_the_firewall() && self != Self::GitlabDind
    }

    /// The command of the unit that the platform has, where a drop-in of ours takes its place.
    pub fn unit_command(self) -> Option<&'static str> {
        Some(match self {
            Self::Systemd | Self::SystemdDaemonJson | Self::CloudInit | Self::Ansible => {
                "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock"
            }
            // $DOCKER_OPTS is from /etc/default/docker.
            Self::DebianDockerIo => "/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS",
            Self::Rootless => "/usr/bin/dockerd-rootless.sh",
            // One that is not set is nothing to systemd.
            Self::FedoraCoreos => {
                "/usr/bin/dockerd -H fd:// --exec-opt native.cgroupdriver=systemd \
                 $OPTIONS $DOCKER_STORAGE_OPTIONS $DOCKER_NETWORK_OPTIONS $INSECURE_REGISTRY"
            }
            Self::Flatcar => {
                "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock \
                 $DOCKER_SELINUX $DOCKER_OPTS $DOCKER_CGROUPS $DOCKER_OPT_BIP $DOCKER_OPT_MTU $DOCKER_OPT_IPMASQ"
            }
            _ => return None,
        })
    }

    /// The address of the daemon's local socket, which has to be named as soon as any other is.
    pub fn local_socket(self) -> &'static str {
        match self {
            Self::Rootless => "unix://%t/docker.sock",
            Self::Openrc | Self::Sysv | Self::Snap => "unix:///var/run/docker.sock",
            Self::Windows => "npipe://",
            _ => "fd://",
        }
    }

    /// On what the files for it rest, when they were not tried on the real thing.
    pub fn untried(self) -> Option<&'static str> {
        Some(match self {
            Self::Systemd | Self::SystemdDaemonJson | Self::DebianDockerIo | Self::Sysv | Self::Rootless => return None,
            Self::Openrc => "moby/moby contrib/init/openrc",
            Self::Snap => "canonical/docker-snap bin/dockerd-wrapper",
            Self::Windows => "learn.microsoft.com, \"Docker Engine on Windows\"",
            Self::Proxy => "nginx.org/en/docs/stream/ngx_stream_ssl_module.html",
            Self::Dind => "docker-library/docker dockerd-entrypoint.sh",
            Self::GitlabDind => "docs.gitlab.com/ci/docker/using_docker_build.html",
            Self::FedoraCoreos => "docs.fedoraproject.org/en-US/fedora-coreos",
            Self::Flatcar => "flatcar.org/docs/latest/container-runtimes/customizing-docker",
            Self::Nixos => "NixOS/nixpkgs nixos/modules/virtualisation/docker.nix",
            Self::CloudInit => "docs.cloud-init.io",
            Self::Ansible => "docs.ansible.com/ansible/latest/collections/ansible/builtin",
        })
    }
}

/// A full path of ASCII letters, digits and `._-+@`, without `..` and without a separator at its end. On Windows it begins with a drive; of a
/// user's own daemon it may begin with `~/`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertDirectory(String);

impl CertDirectory {
    /// Far below what Linux takes, and far above what anybody needs.
    const MAX: usize = 200;

    /// From what a person types.
    pub fn parse(text: &str, platform: Platform) -> Result<Self, Fault> {
        if text.len() > Self::MAX {
            return Err(Fault::with_hint(Code::TextTooLong, Self::MAX.to_string()));
        }
        let (root, rest) = match platform {
            Platform::Windows => text.split_at_checked(3).filter(|(root, _)| is_drive(root)).map(|(root, rest)| (&root[..2], rest)),
            Platform::Rootless if text.starts_with("~/") => Some(("~", &text[1..])),
            _ => text.starts_with('/').then_some(("", text)),
        }
        .ok_or_else(|| Fault::with_hint(Code::DirectoryNotAbsolute, platform.default_directory()))?;
        let (separators, separator) = if platform == Platform::Windows { (&['/', '\\'][..], "\\") } else { (&['/'][..], "/") };
        let parts: Vec<&str> = rest.split(separators).filter(|part| !part.is_empty() && *part != ".").collect();
        if parts.is_empty() || parts.iter().any(|part| *part == ".." || !is_plain(part, "._-+@")) {
            return Err(Code::DirectoryBad.into());
        }
        if parts.starts_with(&["etc", "docker", "certs.d"]) {
            return Err(Code::DirectoryOfRegistries.into());
        }
        Ok(Self(format!("{root}{separator}{}", parts.join(separator))))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> String {
        format!("{}{}{name}", self.0, if self.0.contains('\\') { '\\' } else { '/' })
    }
}

/// `$HOST`, `${HOST}`, `<host>`, `{host}` or the braces of `{{ host }}`, whose spaces part it.
fn has_placeholder(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && is_plain(word, "._-");
    let is_between = |open: char, close: char| {
        text.match_indices(open).any(|(at, _)| text[at + 1..].split_once(close).is_some_and(|(word, _)| is_word(word)))
    };
    let is_variable =
        text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(|first: char| first.is_ascii_alphabetic() || first == '_'));
    is_variable || is_between('<', '>') || is_between('{', '}') || text.contains("{{") || text.contains("}}")
}

fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':', b'\\' | b'/'] if letter.is_ascii_alphabetic())
}

/// Where the daemon listens.
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

    /// From what a person types.
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

/// Addresses that the firewall lets in: one, or a network in CIDR notation (RFC 4632).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Source {
    /// The network's address, without host bits.
    pub address: IpAddr,
    /// None for a single address.
    pub prefix: Option<u8>,
}

impl Source {
    /// From what a person types.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| Code::SourceBad)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let Some(prefix) = prefix else {
            return if address.is_unspecified() { Err(Code::SourceEverybody.into()) } else { Ok(Self { address, prefix: None }) };
        };
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::SourceBad.into());
        }
        match prefix.parse::<u8>() {
            Ok(0) => Err(Code::SourceEverybody.into()),
            Ok(prefix) if prefix == width => Ok(Self { address, prefix: None }),
            Ok(prefix) if prefix < width => Ok(Self { address: without_host_bits(address, prefix), prefix: Some(prefix) }),
            _ => Err(Code::SourceBad.into()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix {
            Some(prefix) => write!(f, "{}/{prefix}", self.address),
            None => self.address.fmt(f),
        }
    }
}

fn without_host_bits(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4((address.to_bits() & (u32::MAX << (32 - prefix))).into()),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & (u128::MAX << (128 - prefix))).into()),
    }
}

named! {
    /// A language of what files and pages say.
    pub enum Locale {
        /// English
        En = "en",
        /// Simplified Chinese
        ZhCn = "zh-CN",
    }
}

fn is_plain(text: &str, also: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
}

/// Direction and zero-width marks and other format characters that let a text look like another one (Unicode, Cf).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

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
            ("12345", Code::HostBadAddress, None),
            ("2001:db8::1::2", Code::HostBadAddress, None),
            ("-docker", Code::HostBadName, None),
            ("docker..example", Code::HostBadName, None),
            ("a;b", Code::HostBadName, None),
            ("`id`", Code::HostBadName, None),
            ("a\u{202e}b", Code::HostBadName, None),
            ("bücher.example", Code::HostNotAscii, None),
            ("*.com", Code::HostBadWildcard, None),
            ("*", Code::HostBadWildcard, None),
            ("docker.*.example.com", Code::HostBadWildcard, None),
        ] {
            assert_eq!(host_fault(text), (code, hint.map(str::to_owned)), "{text}");
        }
        assert_eq!(host_fault(&"a".repeat(64)).0, Code::HostTooLong);
        assert_eq!(host_fault(&"a.".repeat(200)).0, Code::HostTooLong);
    }

    #[test]
    fn what_is_no_clients_name_is_answered_with_one() {
        for (text, near) in [
            ("alice smith", "alice-smith"),
            ("https://x/", "https-x"),
            ("-ci", "ci"),
            ("张三", "client-1"),
            ("a;b", "a-b"),
            ("_@_", "client-1"),
        ] {
            let fault = ClientName::parse(text).expect_err(text);
            assert_eq!((fault.code, fault.hint.as_deref()), (Code::ClientBadName, Some(near)), "{text}");
            assert!(ClientName::parse(near).is_ok(), "{near}");
        }
        for text in ["Alice@x", "ci+1", "a"] {
            assert_eq!(ClientName::parse(text).expect(text).as_str(), text);
        }
    }

    #[test]
    fn file_stems_suit_every_disk() {
        for (text, stem) in [("2001:db8::10", "2001-db8--10"), ("::2", "host--2"), ("_docker", "host_docker"), ("a.example", "a.example")] {
            assert_eq!(Host::parse(text).expect(text).file_stem(), stem);
        }
    }

    #[test]
    fn context_names_are_ones_that_docker_takes() {
        for (text, name) in [("a", "a+docker"), ("default", "default+docker"), ("docker.example.com", "docker.example.com")] {
            assert_eq!(Daemon::new(vec![Host::parse(text).expect(text)]).context_name(), name);
        }
    }

    #[test]
    fn own_names_are_added_once() {
        let hosts = vec![Host::parse("a.example").expect("a host"), Host::parse("127.0.0.1").expect("a host")];
        let names: Vec<String> = Daemon::new(hosts).names().iter().map(Host::to_string).collect();
        assert_eq!(names, ["a.example", "127.0.0.1", "localhost", "::1"]);
    }

    #[test]
    fn directories_are_absolute_and_plain() {
        for (platform, text, read) in [
            (Platform::Systemd, "/etc//docker/./tls/", "/etc/docker/tls"),
            (Platform::Rootless, "~/tls/", "~/tls"),
            (Platform::Rootless, "/srv/tls", "/srv/tls"),
            (Platform::Windows, r"d:/docker\\tls\", r"d:\docker\tls"),
        ] {
            assert_eq!(CertDirectory::parse(text, platform).expect(text).as_str(), read);
        }
        for &platform in Platform::ALL {
            let own = platform.default_directory();
            assert_eq!(CertDirectory::parse(own, platform).expect(own).as_str(), own);
        }
        for text in ["/etc/docker/tls", r"\docker", "C:docker", r"C:\", r"C:\a b", r"C:\..\a", "€:\\a"] {
            assert!(CertDirectory::parse(text, Platform::Windows).is_err(), "{text}");
        }
        for (text, code) in [
            ("etc/docker", Code::DirectoryNotAbsolute),
            ("~/tls", Code::DirectoryNotAbsolute),
            ("C:\\docker", Code::DirectoryNotAbsolute),
            ("/", Code::DirectoryBad),
            ("/etc/../tls", Code::DirectoryBad),
            ("/etc/my tls", Code::DirectoryBad),
            ("/etc/$(id)", Code::DirectoryBad),
            ("/etc/docker/certs.d", Code::DirectoryOfRegistries),
            ("/etc/docker/./certs.d/host", Code::DirectoryOfRegistries),
        ] {
            assert_eq!(CertDirectory::parse(text, Platform::Systemd).expect_err(text).code, code, "{text}");
        }
    }

    #[test]
    fn numbers_are_plain_digits_in_their_range() {
        assert_eq!(Validity::parse("825").map(Validity::days), Ok(825));
        for text in ["", "-", "1e3", "12.5", "+7", "一"] {
            assert_eq!(Validity::parse(text).expect_err(text).code, Code::DaysNotANumber, "{text}");
        }
        for text in ["0", "-1", "10000", "99999999999999999999"] {
            assert_eq!(Validity::parse(text).expect_err(text).code, Code::DaysOutOfRange, "{text}");
        }
        assert_eq!(Port::parse("2376").map(Port::number), Ok(2376));
        assert_eq!(Port::parse("2375").expect_err("2375").code, Code::PortWithoutTls);
        for text in ["", "0", "65536", "-1", "+2376", "http"] {
            assert_eq!(Port::parse(text).expect_err(text).code, Code::PortBad, "{text}");
        }
    }

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
            ("office", Code::SourceBad),
        ] {
            assert_eq!(Source::parse(text).expect_err(text).code, code, "{text}");
        }
    }
}
