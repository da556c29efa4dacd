//! What is true: every value here is valid, and its alphabet is safe in a shell, a unit file, JSON and PowerShell.
//!
//! A `Spec` comes from [`Draft::parse`](crate::Draft::parse); its parts come from a text by their own `parse`, which answers a
//! [`Fault`](crate::problem::Fault) for what cannot be one.

mod reading;
mod host;
mod source;
mod subject;
mod passphrase;
mod directory;
mod listen;
pub mod order;
pub mod folder;
pub mod existing;
mod installation;

use std::sync::Arc;

use crate::{
    at_least_one::AtLeastOne,
    named::named,
    platform::{Facts, Platform},
};
use order::{Authority, Holder, KeyAlgorithm, Order, Orders, Role, TrustKind, Validity};
use reading::is_device;

pub use directory::CertDirectory;
pub use host::{DnsName, Host};
pub use installation::Installation;
pub use listen::{Listen, Port, addresses};
pub use passphrase::{Passphrase, Strength, StrengthName};
pub use reading::is_invisible;
pub use source::Source;
pub use subject::{ClientName, Country, Email, FreeText};

/// Everything that is to be made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spec {
    /// The kind of the daemons' and the clients' keys.
    pub key_algorithm: KeyAlgorithm,
    /// Their bundle names differ on a disk that ignores case.
    pub daemons: AtLeastOne<Daemon>,
    /// Their bundle names differ on a disk that ignores case.
    pub clients: AtLeastOne<Client>,
    /// Who signs.
    pub authority: Authority,
    /// Whom the daemons let in.
    pub trust: TrustKind,
    /// The address and port of every daemon.
    pub listen: Listen,
    /// Who the firewall lets in.
    pub allowed_sources: Vec<Source>,
    /// The language of what the files say.
    pub locale: Locale,
}

impl Spec {
    /// What is to be issued: an authority, and a certificate for each daemon and each client.
    pub fn orders(&self) -> Orders {
        self.orders_by(|_, _| false)
    }

    /// The same where those have made their keys of whom this says so, by role and name.
    pub fn orders_by(&self, is_requested: impl Fn(Role, &str) -> bool) -> Orders {
        let daemons = self.daemons.iter().map(|daemon| (Holder::Daemon(daemon.names()), daemon.validity, daemon.bundle_name()));
        let clients = self.clients.iter().map(|client| (Holder::Client(client.name().clone()), client.validity, client.bundle_name()));
        let leaves = daemons.chain(clients).zip(self.certificate_names()).map(|((holder, validity, bundle), certificate)| {
            let is_requested = is_requested(holder.role(), &holder.name());
            let folder = if is_requested { certificate } else { bundle };
            Order { holder, key_algorithm: self.key_algorithm, is_requested, validity, folder }
        });
        Orders { authority: self.authority.clone(), trust: self.trust, leaves: leaves.collect() }
    }

    /// The stems of the file names of archives with a certificate and without its key: of the daemons, then of the clients. They differ from each
    /// other and from those of bundles.
    pub fn certificate_names(&self) -> Vec<String> {
        let bundles: Vec<String> =
            self.daemons.iter().map(Daemon::bundle_name).chain(self.clients.iter().map(Client::bundle_name)).collect();
        let stem = |bundle: &str| bundle.strip_suffix("-server").or(bundle.strip_suffix("-client")).unwrap_or(bundle).to_owned();
        let mut stems: Vec<String> = bundles.iter().map(|bundle| stem(bundle).to_lowercase()).collect();
        stems.sort_unstable();
        let is_alone = |bundle: &str| {
            let stem = stem(bundle).to_lowercase();
            let place = stems.partition_point(|other| *other < stem);
            stems.get(place + 1) != Some(&stem)
        };
        bundles
            .iter()
            .map(|bundle| if is_alone(bundle) { format!("{}-certificate", stem(bundle)) } else { format!("{bundle}.certificate") })
            .collect()
    }

    /// The value of `DOCKER_HOST` for this host, unless it is a wildcard.
    pub fn docker_host(&self, host: &Host) -> String {
        format!("tcp://{}:{}", host.in_url(), self.listen.port)
    }
}

/// A daemon: every name and address that clients use for it, and how it is installed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Daemon {
    /// Its hosts as typed, without repetitions; the first is no wildcard.
    hosts: AtLeastOne<Host>,
    /// What it has in common with the other hosts of its platform.
    installation: Arc<Installation>,
    /// How long its certificate is valid; never longer than the authority's.
    pub validity: Validity,
}

impl Daemon {
    /// What the machine is called by itself; every daemon's certificate has them.
    pub const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

    /// `None` when the first name is a wildcard: nobody can connect to it.
    pub(crate) fn new(hosts: AtLeastOne<Host>, installation: Arc<Installation>, validity: Validity) -> Option<Self> {
        (!hosts.first().is_wildcard()).then_some(Self { hosts, installation, validity })
    }

    /// The same daemon, by this host alone; `None` for a wildcard.
    pub(crate) fn by(&self, host: &Host) -> Option<Self> {
        Self::new(AtLeastOne::one(host.clone()), Arc::clone(&self.installation), self.validity)
    }

    /// How Docker is installed on its machine.
    pub fn platform(&self) -> Platform {
        self.installation.platform
    }

    /// What is true of its platform.
    pub fn facts(&self) -> &'static Facts {
        self.platform().facts()
    }

    /// How it is installed, and what its machine has already.
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// The name that clients are shown.
    pub fn host(&self) -> &Host {
        self.hosts.first()
    }

    /// The names as typed.
    pub fn hosts(&self) -> &AtLeastOne<Host> {
        &self.hosts
    }

    /// The names that its certificate has: those typed, then the machine's own.
    pub fn names(&self) -> AtLeastOne<Host> {
        let own = Self::OWN_NAMES.iter().filter_map(|name| Host::parse(name).ok());
        self.hosts.clone().and(own.filter(|name| !self.hosts.contains(name)))
    }

    /// The stem of its bundle's file name.
    pub fn bundle_name(&self) -> String {
        Self::bundle_name_of(self.host())
    }

    /// The same of a daemon that is called by this host.
    pub(crate) fn bundle_name_of(host: &Host) -> String {
        format!("{}-server", host.file_stem())
    }

    /// The stem of the file name of what brings it nothing but whom it lets in.
    pub fn trust_name(&self) -> String {
        format!("{}-trust", self.host().file_stem())
    }

    /// The name of its `docker context`: `^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$` and not `default`
    /// (docker/cli `cli/context/store/store.go`).
    pub fn context_name(&self) -> String {
        let stem = self.host().file_stem();
        // No host has a `+`.
        if stem.len() < 2 || stem == "default" { format!("{stem}+docker") } else { stem }
    }
}

/// A person or a machine that may connect: the common name of its certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Client {
    name: ClientName,
    /// What connects.
    pub kind: ClientKind,
    /// How long its certificate is valid; never longer than the authority's.
    pub validity: Validity,
}

impl Client {
    /// The name that the form begins with; its bundle needs no "client" behind that.
    const USUAL: &str = "client";

    pub(crate) fn new(name: ClientName, kind: ClientKind, validity: Validity) -> Self {
        Self { name, kind, validity }
    }

    /// Its common name.
    pub fn name(&self) -> &ClientName {
        &self.name
    }

    /// The stem of its bundle's file name.
    pub fn bundle_name(&self) -> String {
        Self::bundle_name_of(&self.name)
    }

    /// The same of a client of this name.
    pub(crate) fn bundle_name_of(name: &ClientName) -> String {
        let name = name.as_str();
        match name {
            _ if is_device(name) => format!("client-{name}-client"),
            _ if name.eq_ignore_ascii_case(Self::USUAL) => name.to_owned(),
            _ => format!("{name}-client"),
        }
    }
}

named! {
    /// What connects to daemons.
    pub enum ClientKind {
        /// The docker command on Linux.
        Linux = "linux",
        /// The docker command on macOS.
        Macos = "macos",
        /// The docker command on Windows.
        Windows = "windows",
        /// Portainer.
        Portainer = "portainer",
        /// An editor or a development environment.
        Ide = "ide",
        /// A job of continuous integration.
        Ci = "ci",
        /// A program with a library for Docker's API.
        Library = "library",
        /// A dashboard or a monitor.
        Dashboard = "dashboard",
    }
}

impl ClientKind {
    /// The one of a client of which nothing is said.
    pub const USUAL: Self = Self::Linux;

    /// Whether the docker command is there, and with it its contexts.
    pub fn has_docker(self) -> bool {
        match self {
            Self::Linux | Self::Macos | Self::Windows | Self::Ide => true,
            Self::Portainer | Self::Ci | Self::Library | Self::Dashboard => false,
        }
    }

    /// Whether it gets the files from somebody who has them on a computer of their own, through a form in a browser.
    pub fn is_handed_files(self) -> bool {
        match self {
            Self::Portainer | Self::Ci => true,
            Self::Linux | Self::Macos | Self::Windows | Self::Ide | Self::Library | Self::Dashboard => false,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn daemon(hosts: &[&str]) -> Daemon {
        let hosts = hosts.iter().map(|text| Host::parse(text).expect(text)).collect();
        let platform = Platform::USUAL;
        let cert_directory = CertDirectory::parse(platform.facts().directory, platform).expect("its own");
        let installation = Installation { platform, cert_directory, daemon_json: None, command_line: None };
        let validity = Validity::parse("30").expect("days");
        AtLeastOne::of(hosts).and_then(|hosts| Daemon::new(hosts, installation.into(), validity)).expect("a daemon")
    }

    #[test]
    fn context_names_are_ones_that_docker_takes() {
        for (text, name) in [("a", "a+docker"), ("default", "default+docker"), ("docker.example.com", "docker.example.com")] {
            assert_eq!(daemon(&[text]).context_name(), name);
        }
    }

    #[test]
    fn a_client_called_client_is_so_once_and_a_device_of_windows_never() {
        let names =
            [("client", "client"), ("Client", "Client"), ("anna", "anna-client"), ("nul", "client-nul-client"), ("ca", "ca-client")];
        for (name, bundle) in names {
            assert_eq!(Client::bundle_name_of(&ClientName::parse(name).expect(name)), bundle);
        }
    }

    #[test]
    fn archives_without_a_key_are_named_for_their_holders_and_differ() {
        let draft =
            crate::Draft { hosts: "a.example\nanna".into(), clients: "Anna\nclient\na.example-server".into(), ..Default::default() };
        let names = draft.parse().spec.expect("valid").certificate_names();
        let expected = [
            "a.example-certificate",
            "anna-server.certificate",
            "Anna-client.certificate",
            "client-certificate",
            "a.example-server-certificate",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn own_names_are_added_once() {
        let names: Vec<String> = daemon(&["a.example", "127.0.0.1"]).names().iter().map(Host::to_string).collect();
        assert_eq!(names, ["a.example", "127.0.0.1", "localhost", "::1"]);
    }
}
