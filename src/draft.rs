//! What the form says, as typed, and how it becomes true.

use std::collections::HashMap;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    existing::{self, CommandLine, DaemonJson},
    key::KeyAlgorithm,
    problem::{Code, Fault, Field, Problem, Severity},
    spec::{
        Authority, CertDirectory, Client, ClientName, Country, Daemon, Email, Host, Listen, Locale, Passphrase, Platform, Port, Source,
        Spec, Strength, StrengthName, Text, Validity,
    },
};

/// What the form says. Its fields are the names of the form's controls, the keys of a link's fragment and, in kebab-case, the attributes of
/// the element. Its default is the product's defaults.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// One line for each daemon (`;` ends a line too); in it every DNS name and IP address that clients use, separated by commas or spaces.
    pub hosts: String,
    /// One line for each client (`;` and commas end a line too).
    pub clients: String,
    /// A name of [`Platform`].
    pub platform: String,
    /// A name of [`KeyAlgorithm`].
    pub key_algorithm: String,
    /// A name of [`KeyAlgorithm`]; empty: the same for the authority.
    pub ca_key_algorithm: String,
    /// Days.
    pub ca_days: String,
    /// Days.
    pub server_days: String,
    /// Days.
    pub client_days: String,
    /// Empty: made from the authority's key.
    pub ca_common_name: String,
    /// Optional.
    pub organization: String,
    /// Optional.
    pub organizational_unit: String,
    /// Optional; two letters.
    pub country: String,
    /// Optional.
    pub state: String,
    /// Optional.
    pub locality: String,
    /// Optional.
    pub email: String,
    /// Optional. Never in a link, an attribute or `dockseal.json`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub ca_passphrase: Zeroizing<String>,
    /// The same once more, as it is typed unseen.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))]
    pub ca_passphrase_repeat: Zeroizing<String>,
    /// Empty: the platform's own ([`Platform::default_directory`]).
    pub cert_directory: String,
    /// An IP address.
    pub listen_address: String,
    /// A TCP port.
    pub port: String,
    /// Optional: IP addresses and networks, separated by commas, spaces or line breaks.
    pub allowed_sources: String,
    /// Optional: the file that the hosts have. Never in a link or `dockseal.json`: it may hold a proxy's password.
    pub daemon_json: String,
    /// Optional: what `systemctl cat docker` says on the hosts, or the line `ExecStart=`. Kept apart in the same way.
    pub exec_start: String,
    /// A name of [`Locale`].
    pub locale: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            hosts: String::new(),
            clients: "client".into(),
            platform: Platform::Systemd.name().into(),
            key_algorithm: KeyAlgorithm::EcdsaP256.name().into(),
            ca_key_algorithm: String::new(),
            ca_days: "3650".into(),
            server_days: "825".into(),
            client_days: "825".into(),
            ca_common_name: String::new(),
            organization: String::new(),
            organizational_unit: String::new(),
            country: String::new(),
            state: String::new(),
            locality: String::new(),
            email: String::new(),
            ca_passphrase: Zeroizing::default(),
            ca_passphrase_repeat: Zeroizing::default(),
            cert_directory: String::new(),
            listen_address: "0.0.0.0".into(),
            port: Port::TLS.to_string(),
            allowed_sources: String::new(),
            daemon_json: String::new(),
            exec_start: String::new(),
            locale: Locale::En.name().into(),
        }
    }
}

/// A passphrase is never shown.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("hosts", &self.hosts).field("clients", &self.clients).finish_non_exhaustive()
    }
}

/// What a draft means.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// None when a problem is an error.
    pub spec: Option<Spec>,
    /// All of them, in the order of the fields, and in a field by lines.
    pub problems: Vec<Problem>,
}

impl Draft {
    /// The most daemons, and the most clients, of one run.
    pub const MAX_ENTRIES: usize = 1000;
    /// The most names of one daemon.
    pub const MAX_NAMES: usize = 100;

    /// What one field says.
    pub fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Hosts => &mut self.hosts,
            Field::Clients => &mut self.clients,
            Field::Platform => &mut self.platform,
            Field::KeyAlgorithm => &mut self.key_algorithm,
            Field::CaKeyAlgorithm => &mut self.ca_key_algorithm,
            Field::CaDays => &mut self.ca_days,
            Field::ServerDays => &mut self.server_days,
            Field::ClientDays => &mut self.client_days,
            Field::CaCommonName => &mut self.ca_common_name,
            Field::Organization => &mut self.organization,
            Field::OrganizationalUnit => &mut self.organizational_unit,
            Field::Country => &mut self.country,
            Field::State => &mut self.state,
            Field::Locality => &mut self.locality,
            Field::Email => &mut self.email,
            Field::CaPassphrase => &mut self.ca_passphrase,
            Field::CaPassphraseRepeat => &mut self.ca_passphrase_repeat,
            Field::CertDirectory => &mut self.cert_directory,
            Field::ListenAddress => &mut self.listen_address,
            Field::Port => &mut self.port,
            Field::AllowedSources => &mut self.allowed_sources,
            Field::DaemonJson => &mut self.daemon_json,
            Field::ExecStart => &mut self.exec_start,
            Field::Locale => &mut self.locale,
        }
    }

    /// Finds everything that is wrong, and what is meant when nothing is.
    pub fn parse(&self) -> Parsed {
        let mut problems = Problems::default();
        let spec = self.read(&mut problems);
        let problems = problems.0;
        let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
        Parsed { spec: spec.filter(|_| !refused), problems }
    }

    /// How hard the passphrase is to guess, if there is one.
    pub fn passphrase_strength(&self) -> Option<Strength> {
        Passphrase::parse(&self.ca_passphrase).ok().map(|passphrase| passphrase.strength())
    }

    /// In the order of the fields, which is that of the problems.
    fn read(&self, problems: &mut Problems) -> Option<Spec> {
        let daemons = self.read_daemons(problems);
        let clients = self.read_clients(problems);
        let platform = problems.choice(Field::Platform, &self.platform, Platform::ALL, Platform::name, Code::PlatformUnknown);
        if matches!(platform, Some(Platform::Dind | Platform::GitlabDind)) {
            let is_name = |host: &Host| matches!(host, Host::Dns(_)) && !host.is_wildcard();
            for (line, daemon) in daemons.iter().filter(|(_, daemon)| !daemon.hosts().iter().any(is_name)) {
                let problem = Problem::new(Field::Hosts, Code::HostNeedsName).at_line(*line);
                problems.0.push(problem.with_value(&daemon.host().to_string()));
            }
        }
        let key_algorithm = problems.key_algorithm(Field::KeyAlgorithm, &self.key_algorithm);
        let ca_key_algorithm = match self.ca_key_algorithm.trim() {
            "" => key_algorithm,
            _ => problems.key_algorithm(Field::CaKeyAlgorithm, &self.ca_key_algorithm),
        };

        let ca_validity = problems.value(Field::CaDays, &self.ca_days, Validity::parse);
        let mut leaf_validity = |field, text| {
            let validity = problems.value(field, text, Validity::parse);
            if let (Some(leaf), Some(authority)) = (validity, ca_validity)
                && leaf > authority
            {
                problems.fault(field, Fault::with_hint(Code::OutlivesAuthority, authority.days().to_string()));
            }
            validity
        };
        let server_validity = leaf_validity(Field::ServerDays, &self.server_days);
        let client_validity = leaf_validity(Field::ClientDays, &self.client_days);

        // The upper bounds of RFC 5280, appendix A.1.
        let common_name = problems.optional(Field::CaCommonName, &self.ca_common_name, |text| Text::parse(text, 64));
        if let Some(name) = &common_name {
            refuse_leaf_as_authority(name, &daemons, &clients, problems);
        }
        let organization = problems.optional(Field::Organization, &self.organization, |text| Text::parse(text, 64));
        let organizational_unit = problems.optional(Field::OrganizationalUnit, &self.organizational_unit, |text| Text::parse(text, 64));
        let country = problems.optional(Field::Country, &self.country, Country::parse);
        let state = problems.optional(Field::State, &self.state, |text| Text::parse(text, 128));
        let locality = problems.optional(Field::Locality, &self.locality, |text| Text::parse(text, 128));
        let email = problems.optional(Field::Email, &self.email, Email::parse);
        let passphrase = self.read_passphrase(problems);

        let own_directory = platform.unwrap_or(Platform::Systemd).default_directory();
        let directory = Some(self.cert_directory.trim()).filter(|directory| !directory.is_empty()).unwrap_or(own_directory);
        let parse = |text: &str| CertDirectory::parse(text, platform.unwrap_or(Platform::Systemd));
        let cert_directory = problems.value(Field::CertDirectory, directory, parse);
        let listen_address = self.read_listen_address(problems);
        let port = problems.value(Field::Port, &self.port, Port::parse);
        let allowed_sources = self.read_sources(problems);
        let listen = listen_address.zip(port).map(|(address, port)| Listen { address, port });
        let daemon_json = self.read_daemon_json(platform, listen, problems);
        let command_line = self.read_command_line(platform, listen, problems);
        let locale = problems.choice(Field::Locale, &self.locale, Locale::ALL, Locale::name, Code::LocaleUnknown);

        Some(Spec {
            platform: platform?,
            key_algorithm: key_algorithm?,
            daemons: daemons.into_iter().map(|(_, daemon)| daemon).collect(),
            clients,
            authority: Authority {
                common_name,
                organization,
                organizational_unit,
                country,
                state,
                locality,
                email,
                validity: ca_validity?,
                key_algorithm: ca_key_algorithm?,
                passphrase,
            },
            server_validity: server_validity?,
            client_validity: client_validity?,
            cert_directory: cert_directory?,
            listen: listen?,
            allowed_sources,
            daemon_json,
            command_line,
            locale: locale?,
        })
    }

    fn read_daemons(&self, problems: &mut Problems) -> Vec<(usize, Daemon)> {
        let field = Field::Hosts;
        let mut daemons: Vec<(usize, Daemon)> = Vec::new();
        let mut owners: HashMap<String, usize> = HashMap::new();
        let mut bundle_names = BundleNames::default();
        for (line, entry) in entries(&self.hosts) {
            let mut hosts: Vec<Host> = Vec::new();
            for text in words(entry) {
                let at = |code: Code| Problem::new(field, code).at_line(line).with_value(text);
                let host = match Host::parse(text) {
                    Ok(host) => host,
                    Err(fault) => {
                        problems.0.push(Problem { hint: fault.hint, ..at(fault.code) });
                        continue;
                    }
                };
                match owners.get(&host.to_string()) {
                    Some(&owner) if owner == line && hosts.contains(&host) => {
                        problems.0.push(at(Code::HostRepeated));
                        continue;
                    }
                    Some(&owner) => problems.0.push(at(Code::HostShared).with_hint(owner.to_string())),
                    None => _ = owners.insert(host.to_string(), line),
                }
                if text == "10.10.10.20" {
                    problems.0.push(at(Code::HostFromDocumentation));
                }
                if host.is_wildcard() {
                    problems.0.push(at(Code::HostWildcard).with_hint(text.trim_start_matches("*.")));
                }
                hosts.push(host);
            }
            if hosts.len() > Self::MAX_NAMES {
                problems.0.push(Problem::new(field, Code::TooManyNames).at_line(line).with_hint(Self::MAX_NAMES.to_string()));
            }
            match hosts.first() {
                Some(first) if first.is_wildcard() => {
                    problems.0.push(Problem::new(field, Code::HostWildcardFirst).at_line(line).with_value(&first.to_string()));
                }
                Some(_) => {
                    let daemon = Daemon::new(hosts);
                    bundle_names.take(field, line, &daemon.bundle_name(), daemon.host(), problems);
                    daemons.push((line, daemon));
                }
                None => {}
            }
        }
        if entries(&self.hosts).next().is_none() {
            problems.fault(field, Code::Required.into());
        }
        if daemons.len() > Self::MAX_ENTRIES {
            problems.fault(field, Fault::with_hint(Code::TooManyDaemons, Self::MAX_ENTRIES.to_string()));
        }
        daemons
    }

    fn read_clients(&self, problems: &mut Problems) -> Vec<Client> {
        let field = Field::Clients;
        let mut clients = Vec::new();
        let mut bundle_names = BundleNames::default();
        let names = entries(&self.clients).flat_map(|(line, entry)| entry.split(is_comma).map(move |name| (line, name.trim())));
        let names: Vec<(usize, &str)> = names.filter(|(_, name)| !name.is_empty()).collect();
        if names.is_empty() {
            problems.fault(field, Code::Required.into());
        }
        for (line, entry) in names {
            match ClientName::parse(entry) {
                Ok(name) => {
                    let client = Client::new(name);
                    bundle_names.take(field, line, &client.bundle_name(), &entry, problems);
                    clients.push(client);
                }
                Err(fault) => {
                    problems.0.push(Problem { hint: fault.hint, ..Problem::new(field, fault.code).at_line(line).with_value(entry) });
                }
            }
        }
        if clients.len() > Self::MAX_ENTRIES {
            problems.fault(field, Fault::with_hint(Code::TooManyClients, Self::MAX_ENTRIES.to_string()));
        }
        clients
    }

    /// Its text is in no problem.
    fn read_passphrase(&self, problems: &mut Problems) -> Option<Passphrase> {
        let field = Field::CaPassphrase;
        let passphrase = match self.ca_passphrase.is_empty() {
            true => None,
            false => Passphrase::parse(&self.ca_passphrase).map_err(|fault| problems.fault(field, fault)).ok(),
        };
        if passphrase.as_ref().is_some_and(|passphrase| passphrase.strength().name == StrengthName::Weak) {
            problems.fault(field, Code::PassphraseWeak.into());
        }
        if !self.ca_passphrase.is_ascii() {
            problems.fault(field, Code::PassphraseNotAscii.into());
        }
        if *self.ca_passphrase != *self.ca_passphrase_repeat {
            problems.fault(Field::CaPassphraseRepeat, Code::PassphraseMismatch.into());
        }
        passphrase
    }

    fn read_listen_address(&self, problems: &mut Problems) -> Option<std::net::IpAddr> {
        let address = problems.value(Field::ListenAddress, &self.listen_address, |text| {
            let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
            bare.parse::<std::net::IpAddr>().map_err(|_| Code::ListenAddressBad.into())
        });
        if address.is_some_and(|address| address.is_loopback()) {
            problems.fault(Field::ListenAddress, Code::ListenLoopback.into());
        }
        address
    }

    fn read_sources(&self, problems: &mut Problems) -> Vec<Source> {
        let mut sources = Vec::new();
        for (line, entry) in entries(&self.allowed_sources) {
            for text in words(entry) {
                match Source::parse(text) {
                    Ok(source) if sources.contains(&source) => {}
                    Ok(source) => sources.push(source),
                    Err(fault) => {
                        problems.0.push(Problem::new(Field::AllowedSources, fault.code).at_line(line).with_value(text));
                    }
                }
            }
        }
        sources
    }
}

/// What the host has already.
impl Draft {
    fn read_daemon_json(&self, platform: Option<Platform>, listen: Option<Listen>, problems: &mut Problems) -> Option<DaemonJson> {
        let field = Field::DaemonJson;
        let (pasted, platform) = problems.pasted(field, &self.daemon_json).zip(platform)?;
        if platform.daemon_json().is_some() {
            return DaemonJson::parse(pasted, true, listen, &mut problems.0);
        }
        if platform.unit_command().is_none() || platform == Platform::Rootless {
            problems.fault(field, Fault::with_hint(Code::NotUsedHere, platform.name()));
            return None;
        }
        // Nothing goes into it; what is in it may stand against the flags.
        let read = DaemonJson::parse(pasted, false, None, &mut problems.0);
        for (key, line) in read.iter().flat_map(DaemonJson::conflicts_with_flags) {
            let problem = Problem::new(field, Code::DaemonJsonConflicts).at_line(line).with_value(key);
            problems.0.push(problem.with_hint(Platform::SystemdDaemonJson.name()));
        }
        if read.is_some() {
            problems.fault(field, Code::DaemonJsonOnlyChecked.into());
        }
        None
    }

    fn read_command_line(&self, platform: Option<Platform>, listen: Option<Listen>, problems: &mut Problems) -> Option<CommandLine> {
        let field = Field::ExecStart;
        let (pasted, platform) = problems.pasted(field, &self.exec_start).zip(platform)?;
        let Some(command) = platform.unit_command() else {
            problems.fault(field, Fault::with_hint(Code::NotUsedHere, platform.name()));
            return None;
        };
        let program = command.split(' ').next()?.rsplit('/').next()?;
        CommandLine::parse(pasted, program, listen, &mut problems.0)
    }
}

/// The draft that means this spec, without its passphrase.
impl From<&Spec> for Draft {
    fn from(spec: &Spec) -> Self {
        fn lines<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
            items.iter().map(text).collect::<Vec<_>>().join("\n")
        }
        let text = |text: &Option<Text>| text.as_ref().map(Text::as_str).unwrap_or_default().to_owned();
        let authority = &spec.authority;
        Self {
            hosts: lines(&spec.daemons, |daemon| daemon.hosts().iter().map(Host::to_string).collect::<Vec<_>>().join(" ")),
            clients: lines(&spec.clients, |client| client.name().as_str().to_owned()),
            platform: spec.platform.name().into(),
            key_algorithm: spec.key_algorithm.name().into(),
            ca_key_algorithm: authority.key_algorithm.name().into(),
            ca_days: authority.validity.days().to_string(),
            server_days: spec.server_validity.days().to_string(),
            client_days: spec.client_validity.days().to_string(),
            ca_common_name: text(&authority.common_name),
            organization: text(&authority.organization),
            organizational_unit: text(&authority.organizational_unit),
            country: authority.country.as_ref().map(Country::as_str).unwrap_or_default().into(),
            state: text(&authority.state),
            locality: text(&authority.locality),
            email: authority.email.as_ref().map(Email::as_str).unwrap_or_default().into(),
            ca_passphrase: Zeroizing::default(),
            ca_passphrase_repeat: Zeroizing::default(),
            cert_directory: spec.cert_directory.as_str().into(),
            listen_address: spec.listen.address.to_string(),
            port: spec.listen.port.to_string(),
            allowed_sources: lines(&spec.allowed_sources, Source::to_string),
            daemon_json: spec.daemon_json.as_ref().map(DaemonJson::text).unwrap_or_default().into(),
            exec_start: spec.command_line.as_ref().map(CommandLine::pasted).unwrap_or_default(),
            locale: spec.locale.name().into(),
        }
    }
}

/// Collects what is wrong.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn fault(&mut self, field: Field, fault: Fault) {
        self.0.push(Problem { hint: fault.hint, ..Problem::new(field, fault.code) });
    }

    fn fault_in(&mut self, field: Field, fault: Fault, text: &str) {
        self.0.push(Problem { hint: fault.hint, ..Problem::new(field, fault.code).with_value(text) });
    }

    /// What was pasted, if anything.
    fn pasted<'a>(&mut self, field: Field, text: &'a str) -> Option<&'a str> {
        if text.len() > existing::MAX_OCTETS {
            self.fault(field, Fault::with_hint(Code::TextTooLong, existing::MAX_OCTETS.to_string()));
            return None;
        }
        (!text.trim().is_empty()).then_some(text)
    }

    /// A value that must be there.
    fn value<T>(&mut self, field: Field, text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            self.fault(field, Code::Required.into());
            return None;
        }
        self.optional(field, text, parse)
    }

    /// A value that may be absent.
    fn optional<T>(&mut self, field: Field, text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        parse(text).map_err(|fault| self.fault_in(field, fault, text)).ok()
    }

    /// One of a few.
    fn choice<T: Copy>(&mut self, field: Field, text: &str, all: &[T], name: fn(T) -> &'static str, unknown: Code) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
        let index = self.value(field, text, |text| {
            names.iter().position(|&name| name == text).ok_or_else(|| Fault::with_hint(unknown, names.join(", ")))
        });
        index.map(|index| all[index])
    }

    fn key_algorithm(&mut self, field: Field, text: &str) -> Option<KeyAlgorithm> {
        let algorithm = self.choice(field, text, KeyAlgorithm::ALL, KeyAlgorithm::name, Code::KeyAlgorithmUnknown);
        if algorithm == Some(KeyAlgorithm::Ed25519) {
            self.fault(field, Code::KeyAlgorithmRare.into());
        }
        algorithm
    }
}

/// Remembers which line has a bundle's file name, as a disk that ignores case sees it.
#[derive(Default)]
struct BundleNames(HashMap<String, usize>);

impl BundleNames {
    fn take(&mut self, field: Field, line: usize, name: &str, shown: &dyn ToString, problems: &mut Problems) {
        if let Some(owner) = self.0.insert(name.to_ascii_lowercase(), line) {
            let problem = Problem::new(field, Code::BundleNameTaken).at_line(line).with_value(&shown.to_string());
            problems.0.push(problem.with_hint(owner.to_string()));
        }
    }
}

fn refuse_leaf_as_authority(name: &Text, daemons: &[(usize, Daemon)], clients: &[Client], problems: &mut Problems) {
    let is = |other: &str| other.eq_ignore_ascii_case(name.as_str());
    let problem = |code| Problem::new(Field::CaCommonName, code).with_value(name.as_str());
    if let Some((line, _)) = daemons.iter().find(|(_, daemon)| daemon.names().iter().any(|host| is(&host.to_string()))) {
        problems.0.push(problem(Code::CaNamedLikeHost).with_hint(line.to_string()));
    } else if is(Daemon::FALLBACK_NAME) || clients.iter().any(|client| is(client.name().as_str())) {
        problems.0.push(problem(Code::CaNamedLikeClient));
    }
}

/// The lines that are not blank, with their numbers. `;` ends a line too, for attributes and links, but is not counted as one.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n')
        .enumerate()
        .flat_map(|(index, line)| line.split([';', '；', '\r']).map(move |entry| (index + 1, entry.trim())))
        .filter(|(_, entry)| !entry.is_empty())
}

/// Commas and any white space separate words.
fn words(entry: &str) -> impl Iterator<Item = &str> {
    entry.split(|c: char| is_comma(c) || c.is_whitespace()).filter(|word| !word.is_empty())
}

/// Those of English and Chinese.
fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、')
}
