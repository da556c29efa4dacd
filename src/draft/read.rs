//! How a draft becomes true, and what is wrong with it.

use std::{
    collections::{HashMap, HashSet},
    iter,
    sync::Arc,
};

use super::{
    Draft,
    copied::{self, Copied},
    entries::{entries, is_comma, without_settings, words},
    installations::OwnTexts,
    own,
    problems::Problems,
    row::{self, Settings},
};
use crate::{
    at_least_one::AtLeastOne,
    platform::Platform,
    problem::{Code, Fault, Field, Problem, Severity},
    spec::{
        Client, ClientKind, ClientName, Country, Daemon, Email, FreeText, Host, Installation, Listen, Locale, Passphrase, Port, Source,
        Spec, StrengthName,
        order::{Authority, Holder, TrustKind, Validity},
    },
};

/// What a draft means.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// `None` when a problem is an error.
    pub spec: Option<Spec>,
    /// What is wrong, in the order of the fields, and in a field by lines: at most [`Draft::MAX_PROBLEMS`] of a field, and how many more it has.
    pub problems: Vec<Problem>,
    /// Where the daemons and the clients stand, in the order of the spec's.
    pub lines: Rows,
}

/// The lines of a draft that name a machine, counted from 1.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rows {
    /// Those of the hosts.
    pub daemons: Vec<usize>,
    /// Those of the clients.
    pub clients: Vec<usize>,
}

impl Draft {
    /// Finds everything that is wrong, and what is meant when nothing is.
    pub fn parse(&self) -> Parsed {
        let mut problems = Problems::default();
        let (spec, lines) = self.read(&mut problems);
        let problems = problems.told();
        let refused = problems.iter().any(|problem| problem.severity == Severity::Error);
        Parsed { spec: spec.filter(|_| !refused), problems, lines }
    }

    /// Reads the fields. What the lines of hosts and clients may leave out comes first; problems are told in the order of the fields.
    fn read(&self, problems: &mut Problems) -> (Option<Spec>, Rows) {
        let platform = problems.choice(Field::Platform, &self.platform, Platform::names(), Platform::from_name, Code::PlatformUnknown);
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
        let rows = self.read_hosts(platform, ca_validity, problems);
        let clients = self.read_clients(ca_validity, problems);
        let key_algorithm = problems.key_algorithm(Field::KeyAlgorithm, &self.key_algorithm);
        let ca_key_algorithm = match self.ca_key_algorithm.trim() {
            "" => key_algorithm,
            _ => problems.key_algorithm(Field::CaKeyAlgorithm, &self.ca_key_algorithm),
        };

        // The upper bounds of RFC 5280, appendix A.1.
        let common_name = problems.optional(Field::CaCommonName, &self.ca_common_name, |text| FreeText::parse(text, 64));
        if let Some(name) = &common_name {
            refuse_leaf_as_authority(name, &rows, &clients, problems);
        }
        let organization = problems.optional(Field::Organization, &self.organization, |text| FreeText::parse(text, 64));
        let organizational_unit = problems.optional(Field::OrganizationalUnit, &self.organizational_unit, |text| FreeText::parse(text, 64));
        let country = problems.optional(Field::Country, &self.country, Country::parse);
        let state = problems.optional(Field::State, &self.state, |text| FreeText::parse(text, 128));
        let locality = problems.optional(Field::Locality, &self.locality, |text| FreeText::parse(text, 128));
        let email = problems.optional(Field::Email, &self.email, Email::parse);
        let passphrase = self.read_passphrase(problems);
        let trust = problems.choice(Field::Trust, &self.trust, TrustKind::names(), TrustKind::from_name, Code::TrustUnknown);
        if trust == Some(TrustKind::List) {
            warn_of_hosts_without_list(&rows, platform, problems);
            judge_length_of_list(&clients, problems);
        }

        let listen_address = self.read_listen_address(problems);
        let port = problems.value(Field::Port, &self.port, Port::parse);
        let allowed_sources = self.read_sources(problems);
        let listen = listen_address.zip(port).map(|(address, port)| Listen { address, port });
        let installations = self.read_installations(&platforms(&rows, platform), listen, problems);
        let locale = problems.choice(Field::Locale, &self.locale, Locale::names(), Locale::from_name, Code::LocaleUnknown);

        let lines =
            Rows { daemons: rows.iter().map(|row| row.line).collect(), clients: clients.iter().map(|client| client.line).collect() };
        let own = self.read_own_installations(&rows, platform, &installations, listen, problems);
        let daemon = |(row, own): (HostRow, Option<Arc<Installation>>)| {
            let shared = || installations.iter().find(|one| Some(one.platform) == row.platform.or(platform)).cloned();
            Daemon::new(row.hosts, own.or_else(shared)?, row.validity.or(server_validity)?)
        };
        let client = |row: ClientRow| Some(Client::new(row.name, row.kind, row.validity.or(client_validity)?));
        let spec = || {
            Some(Spec {
                key_algorithm: key_algorithm?,
                daemons: AtLeastOne::of(rows.into_iter().zip(own).map(daemon).collect::<Option<_>>()?)?,
                clients: AtLeastOne::of(clients.into_iter().map(client).collect::<Option<_>>()?)?,
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
                trust: trust?,
                listen: listen?,
                allowed_sources,
                locale: locale?,
            })
        };
        (spec(), lines)
    }

    fn read_hosts(&self, platform: Option<Platform>, authority: Option<Validity>, problems: &mut Problems) -> Vec<HostRow> {
        let field = Field::Hosts;
        let mut rows: Vec<HostRow> = Vec::new();
        let mut owners: HashMap<Host, usize> = HashMap::new();
        // The lines of the hosts' first names.
        let mut firsts: HashMap<Host, usize> = HashMap::new();
        let mut bundle_names = BundleNames::default();
        let Some(text) = problems.plain(field, &self.hosts) else { return rows };
        if let Some(Copied { line, tool, instead }) = copied::hosts(&text) {
            problems.push(Problem::new(field, Code::HostsCopied).at_line(line).with_value(tool).with_hint(instead));
            return rows;
        }
        // OpenSSL prints the addresses of a certificate like this.
        let text = text.replace("IP Address:", "IP:");
        for (line, entry) in entries(&text, |_| true) {
            if let Some((program, host)) = copied::command(entry) {
                problems.add(field, Code::HostIsCommand, |one| one.at_line(line).with_value(program).with_hint(host));
                continue;
            }
            let mut hosts: Vec<Host> = Vec::new();
            let mut settings = Settings::new(field, line, &row::PLATFORM, authority);
            let mut names = 0;
            // The line on which the same host is.
            let mut twin = None;
            for text in words(entry) {
                if settings.take(text, problems) {
                    continue;
                }
                if names >= Self::MAX_NAMES {
                    problems.add(field, Code::TooManyNames, |one| one.at_line(line).with_hint(Self::MAX_NAMES.to_string()));
                    break;
                }
                names += 1;
                let at = |one: Problem| one.at_line(line).with_value(text);
                let host = match Host::parse(text) {
                    Ok(host) => host,
                    Err(Fault { code, hint }) => {
                        let hint = if code == Code::SettingUnknown { Some(row::PLATFORM.known()) } else { hint };
                        problems.add(field, code, |one| Problem { hint, ..at(one) });
                        continue;
                    }
                };
                if hosts.is_empty() {
                    twin = firsts.get(&host).copied();
                    if let Some(twin) = twin {
                        problems.add(field, Code::HostTwice, |one| at(one).with_hint(twin.to_string()));
                    } else {
                        firsts.insert(host.clone(), line);
                    }
                }
                match owners.get(&host) {
                    Some(&owner) if owner == line && hosts.contains(&host) => {
                        problems.add(field, Code::HostRepeated, at);
                        continue;
                    }
                    Some(&owner) if Some(owner) == twin => {}
                    Some(&owner) => problems.add(field, Code::HostShared, |one| at(one).with_hint(owner.to_string())),
                    None => _ = owners.insert(host.clone(), line),
                }
                if text == "10.10.10.20" {
                    problems.add(field, Code::HostFromDocumentation, at);
                }
                if host.is_wildcard() {
                    let domain = || host.to_string().trim_start_matches("*.").to_owned();
                    problems.add(field, Code::HostWildcard, |one| at(one).with_hint(domain()));
                }
                hosts.push(host);
            }
            if names == 0 && settings.are_there() {
                problems.add(field, Code::SettingAlone, |one| one.at_line(line).with_value(entry));
            }
            let Some(hosts) = AtLeastOne::of(hosts) else { continue };
            let first = hosts.first().to_string();
            if hosts.first().is_wildcard() {
                problems.add(field, Code::HostWildcardFirst, |one| one.at_line(line).with_value(&first));
                continue;
            }
            if twin.is_none() {
                bundle_names.take(field, line, &Daemon::bundle_name_of(hosts.first()), &first, problems);
            }
            if let Some(named) = with_the_name_in_front(&hosts) {
                problems.add(field, Code::HostAddressFirst, |one| one.at_line(line).with_value(&first).with_hint(named));
            }
            let needs_name = settings.choice.or(platform).is_some_and(|platform| platform.facts().needs_name);
            if needs_name && !hosts.iter().any(|host| matches!(host, Host::Dns(_)) && !host.is_wildcard()) {
                problems.add(field, Code::HostNeedsName, |one| one.at_line(line).with_value(&first));
            }
            rows.push(HostRow { line, hosts, platform: settings.choice, validity: settings.validity });
            if rows.len() > Self::MAX_ENTRIES {
                problems.fault(field, Fault::with_hint(Code::TooManyDaemons, Self::MAX_ENTRIES.to_string()));
                break;
            }
        }
        refuse_loopback(&rows, problems);
        ask_whether_two_are_one(&rows, problems);
        problems.require(field, !rows.is_empty());
        rows
    }

    /// The installations of those hosts that have texts of their own, in the order of the rows.
    fn read_own_installations(
        &self,
        rows: &[HostRow],
        platform: Option<Platform>,
        installations: &[Arc<Installation>],
        listen: Option<Listen>,
        problems: &mut Problems,
    ) -> Vec<Option<Arc<Installation>>> {
        let files = problems.within(Field::HostDaemonJson, &self.host_daemon_json).map(own::read).unwrap_or_default();
        let units = problems.within(Field::HostExecStart, &self.host_exec_start).map(own::read).unwrap_or_default();
        let read = |row: &HostRow| {
            let host = row.hosts.first();
            let own = OwnTexts { daemon_json: files.get(host).copied(), exec_start: units.get(host).copied() };
            own.daemon_json.or(own.exec_start)?;
            let shared = installations.iter().find(|one| Some(one.platform) == row.platform.or(platform))?;
            Some(Self::read_own_installation(shared, &own, listen, problems))
        };
        rows.iter().map(read).collect()
    }

    fn read_clients(&self, authority: Option<Validity>, problems: &mut Problems) -> Vec<ClientRow> {
        let field = Field::Clients;
        let mut clients = Vec::new();
        let mut bundle_names = BundleNames::default();
        let Some(text) = problems.plain(field, &self.clients) else { return clients };
        // `#1` is a number.
        let is_comment = |rest: &str| !rest.starts_with(|first: char| first.is_ascii_digit());
        let entries = entries(&text, is_comment).flat_map(|(line, entry)| {
            let is_one = ClientName::is_in_distinguished_name(entry);
            entry.split(move |c| !is_one && is_comma(c)).map(move |entry| (line, entry.trim(), is_one))
        });
        for (line, entry, is_distinguished) in entries.filter(|(_, entry, _)| !entry.is_empty()) {
            let mut settings = Settings::new(field, line, &row::KIND, authority);
            let (name, others) = if is_distinguished { (entry, Vec::new()) } else { without_settings(entry) };
            for word in others {
                if !settings.take(word, problems) {
                    problems.add(field, Code::SettingUnknown, |one| one.at_line(line).with_value(word).with_hint(row::KIND.known()));
                }
            }
            if name.is_empty() {
                problems.add(field, Code::SettingAlone, |one| one.at_line(line).with_value(entry));
                continue;
            }
            match ClientName::parse(name) {
                Ok(name) => {
                    let kind = settings.choice.unwrap_or(ClientKind::USUAL);
                    bundle_names.take(field, line, &Client::bundle_name_of(&name), name.as_str(), problems);
                    clients.push(ClientRow { line, name, kind, validity: settings.validity });
                }
                Err(Fault { code, hint }) => {
                    problems.add(field, code, |one| Problem { hint, ..one.at_line(line).with_value(name) });
                }
            }
            if clients.len() > Self::MAX_ENTRIES {
                problems.fault(field, Fault::with_hint(Code::TooManyClients, Self::MAX_ENTRIES.to_string()));
                break;
            }
        }
        problems.require(field, !clients.is_empty());
        clients
    }

    /// The passphrase; its text is in no problem.
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
            // Go listens on IPv4 for an IPv4-mapped IPv6 address.
            bare.parse().map(|address: std::net::IpAddr| address.to_canonical()).map_err(|_| Code::ListenAddressBad.into())
        });
        if address.is_some_and(|address| address.is_loopback()) {
            problems.fault(Field::ListenAddress, Code::ListenLoopback.into());
        } else if let Some(address) = address.filter(|address| !address.is_unspecified()) {
            problems.fault_in(Field::ListenAddress, Code::ListenSingle.into(), &address.to_string());
        }
        address
    }

    fn read_sources(&self, problems: &mut Problems) -> Vec<Source> {
        let field = Field::AllowedSources;
        let mut sources = Vec::new();
        let mut seen = HashSet::new();
        let Some(text) = problems.plain(field, &self.allowed_sources) else { return sources };
        for (line, entry) in entries(&text, |_| true) {
            for text in words(entry) {
                match Source::parse(text) {
                    Ok(source) if !seen.insert(source) => {}
                    Ok(source) => sources.push(source),
                    Err(Fault { code, hint }) => {
                        problems.add(field, code, |one| Problem { hint, ..one.at_line(line).with_value(text) });
                    }
                }
            }
            if sources.len() > Self::MAX_SOURCES {
                problems.fault(field, Fault::with_hint(Code::TooManySources, Self::MAX_SOURCES.to_string()));
                break;
            }
        }
        if Source::are_everybody(&sources) {
            problems.fault(field, Code::SourcesEverybody.into());
        }
        sources
    }
}

/// The platforms of the hosts, each once; without a host, the one that is said for all.
fn platforms(rows: &[HostRow], said: Option<Platform>) -> Vec<Platform> {
    let mut platforms: Vec<Platform> = Vec::new();
    for platform in rows.iter().filter_map(|row| row.platform.or(said)) {
        if !platforms.contains(&platform) {
            platforms.push(platform);
        }
    }
    if rows.is_empty() {
        platforms.extend(said);
    }
    platforms
}

/// A line that names a host. What it leaves out is what is said for all.
struct HostRow {
    line: usize,
    hosts: AtLeastOne<Host>,
    platform: Option<Platform>,
    validity: Option<Validity>,
}

/// A line that names a client, in the same way.
struct ClientRow {
    line: usize,
    name: ClientName,
    kind: ClientKind,
    validity: Option<Validity>,
}

/// The names of a host whose address comes first, as they would be with its name in front; `None` where nothing is to be changed.
fn with_the_name_in_front(hosts: &AtLeastOne<Host>) -> Option<String> {
    let others = || hosts.iter().filter(|host| !host.is_own());
    let is_name = |host: &&Host| matches!(host, Host::Dns(_)) && !host.is_wildcard();
    let name = others().find(is_name)?;
    let is_in_front = matches!(hosts.first(), Host::Dns(_)) && !hosts.first().is_own();
    let rest = || others().filter(|host| *host != name);
    let words = || iter::once(name).chain(rest().filter(is_name)).chain(rest().filter(|host| !is_name(host)));
    (!is_in_front).then(|| words().map(Host::to_string).collect::<Vec<_>>().join(" "))
}

/// Lines of a hosts file that are about the machine which the file is on. Without another host, such a line is the host.
fn refuse_loopback(rows: &[HostRow], problems: &mut Problems) {
    let is_own = |row: &&HostRow| row.hosts.iter().all(Host::is_own);
    if rows.iter().all(|row| is_own(&row)) {
        return;
    }
    for row in rows.iter().filter(is_own) {
        problems.add(Field::Hosts, Code::HostIsLoopback, |one| one.at_line(row.line).with_value(&row.hosts.first().to_string()));
    }
}

/// Where something else than the daemon looks at a client's certificate, a list lets nobody in.
fn warn_of_hosts_without_list(rows: &[HostRow], platform: Option<Platform>, problems: &mut Problems) {
    let takes_list = |row: &&HostRow| row.platform.or(platform).is_none_or(|platform| platform.facts().takes_list());
    for row in rows.iter().filter(|row| !takes_list(row)) {
        problems.add(Field::Hosts, Code::HostTakesNoList, |one| one.at_line(row.line).with_value(&row.hosts.first().to_string()));
    }
}

/// A daemon sends the names of all clients on its list at the start of each connection.
fn judge_length_of_list(clients: &[ClientRow], problems: &mut Problems) {
    let octets: usize = clients.iter().map(|client| client.name.octets_on_list()).sum();
    let code = match octets {
        _ if octets > TrustKind::MAX_LIST_OCTETS - TrustKind::AUTHORITY_OCTETS => Code::ListTooLong,
        _ if octets > TrustKind::LONG_LIST_OCTETS => Code::ListLong,
        _ => return,
    };
    problems.fault(Field::Clients, Fault::with_hint(code, octets.div_ceil(1024).to_string()));
}

/// Where an address is on one line and a name on the one before or after it, one machine may be meant.
fn ask_whether_two_are_one(rows: &[HostRow], problems: &mut Problems) {
    let is_address = |host: &Host| matches!(host, Host::Address(_));
    let are_addresses = |row: &HostRow| row.hosts.iter().all(is_address);
    let are_names = |row: &HostRow| !row.hosts.iter().any(is_address);
    let mut index = 1;
    while let [Some(first), Some(second)] = [rows.get(index - 1), rows.get(index)] {
        index += 1;
        let (names, addresses) = match (first, second) {
            (names, addresses) | (addresses, names) if are_names(names) && are_addresses(addresses) => (names, addresses),
            _ => continue,
        };
        // A longer answer is none that anybody would read.
        if (first.platform, first.validity) != (second.platform, second.validity) || first.hosts.len() + second.hosts.len() > 4 {
            continue;
        }
        let words = |row: &HostRow| row.hosts.iter().map(Host::to_string).collect::<Vec<_>>().join(" ");
        problems.add(Field::Hosts, Code::HostsAreOne, |one| {
            let one = one.at_line(second.line).with_value(&format!("{}; {}", words(first), words(second)));
            one.with_hint(format!("{} {}", words(names), words(addresses)))
        });
        // Each line is asked about once.
        index += 1;
    }
}

/// Remembers which line has a bundle's file name, as a disk that ignores case sees it.
#[derive(Default)]
struct BundleNames(HashMap<String, usize>);

impl BundleNames {
    fn take(&mut self, field: Field, line: usize, name: &str, shown: &str, problems: &mut Problems) {
        if let Some(owner) = self.0.insert(name.to_ascii_lowercase(), line) {
            problems.add(field, Code::BundleNameTaken, |one| one.at_line(line).with_value(shown).with_hint(owner.to_string()));
        }
    }
}

fn refuse_leaf_as_authority(name: &FreeText, rows: &[HostRow], clients: &[ClientRow], problems: &mut Problems) {
    let is = |other: &str| other.eq_ignore_ascii_case(name.as_str());
    let problem = |code| Problem::new(Field::CaCommonName, code).with_value(name.as_str());
    let is_own = Daemon::OWN_NAMES.iter().any(|own| is(own));
    if let Some(row) = rows.iter().find(|row| is_own || row.hosts.iter().any(|host| is(&host.to_string()))) {
        problems.push(problem(Code::CaNamedLikeHost).with_hint(row.hosts.first().to_string()));
    } else if is(Holder::FALLBACK_NAME) || clients.iter().any(|client| is(client.name.as_str())) {
        problems.push(problem(Code::CaNamedLikeClient));
    }
}
