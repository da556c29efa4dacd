//! Who gets something by a run under an authority that is there, and what brings it to all hosts at once.

use crate::{
    at_least_one::AtLeastOne,
    spec::{
        Client, Daemon, Spec,
        folder::Around,
        order::{Role, TrustKind},
    },
};

/// The machines that a run makes files for.
pub struct Affected<'s> {
    spec: &'s Spec,
    /// The hosts that get a certificate.
    pub daemons: Vec<&'s Daemon>,
    /// The hosts that get nothing but whom they let in.
    pub learning: Vec<&'s Daemon>,
    /// The clients that get a certificate.
    pub clients: Vec<&'s Client>,
    /// The bundles that somebody's certificate would be in if the key was made here, each with the archive that takes its place. They are sorted.
    pub requested: Vec<(String, String)>,
}

impl<'s> Affected<'s> {
    /// What is kept, by its role and name, gets nothing new; with a new trust, each daemon that is kept learns that. What is requested gets a
    /// certificate without its key.
    pub fn of(
        spec: &'s Spec,
        is_kept: impl Fn(Role, &str) -> bool,
        is_requested: impl Fn(Role, &str) -> bool,
        new_trust: Option<TrustKind>,
    ) -> Self {
        let bundles = spec.daemons.iter().map(|daemon| (Role::Server, daemon.host().to_string(), daemon.bundle_name()));
        let bundles =
            bundles.chain(spec.clients.iter().map(|client| (Role::Client, client.name().as_str().to_owned(), client.bundle_name())));
        let requested = bundles.zip(spec.certificate_names()).filter(|((role, name, _), _)| is_requested(*role, name));
        let mut requested: Vec<(String, String)> = requested.map(|((.., bundle), certificate)| (bundle, certificate)).collect();
        requested.sort_unstable();
        let (kept, daemons): (Vec<_>, Vec<_>) = spec.daemons.iter().partition(|daemon| is_kept(Role::Server, &daemon.host().to_string()));
        let learning = kept.into_iter().filter(|daemon| new_trust.is_some() && daemon.facts().takes_list()).collect();
        let clients = spec.clients.iter().filter(|client| !is_kept(Role::Client, client.name().as_str())).collect();
        Self { spec, daemons, learning, clients, requested }
    }

    /// The name of the archive that somebody gets in the place of a bundle, if the key is not made here.
    pub fn certificate_name(&self, bundle: &str) -> Option<&str> {
        let place = self.requested.binary_search_by(|(known, _)| known.as_str().cmp(bundle)).ok()?;
        Some(&self.requested[place].1)
    }

    /// The stem of the file name of the archive that has the files of all: that of the first host for which there is a paste.
    pub fn archive(&self) -> String {
        let hosts = self.of_fleet().chain(self.learning.iter().copied()).chain(self.daemons.iter().copied());
        let first = hosts.map(|daemon| daemon.host().file_stem()).next();
        Around::name(&first.or_else(|| Some(self.clients.first()?.bundle_name())).unwrap_or_default())
    }

    /// How many hosts get a certificate, a key and a script.
    pub fn scripted(&self) -> usize {
        self.of_fleet().filter(|daemon| daemon.facts().script.is_some()).count()
    }

    /// The run's own hosts and clients; `None` where no host gets a certificate and its key. Where no client does, a paste finds no archive of one, and asks
    /// nothing.
    pub fn spec(&self) -> Option<Spec> {
        let daemons = AtLeastOne::of(self.of_fleet().cloned().collect())?;
        let clients = self.clients.iter().filter(|client| self.certificate_name(&client.bundle_name()).is_none());
        let clients = AtLeastOne::of(clients.map(|&client| client.clone()).collect()).unwrap_or_else(|| self.spec.clients.clone());
        Some(Spec { daemons, clients, ..self.spec.clone() })
    }

    /// The hosts that get a key: without it there is nothing to install by a paste.
    fn of_fleet(&self) -> impl Iterator<Item = &'s Daemon> {
        self.daemons.iter().copied().filter(|daemon| self.certificate_name(&daemon.bundle_name()).is_none())
    }
}
