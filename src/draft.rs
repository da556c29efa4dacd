//! What the form says, as typed.

mod entries;
mod copied;
mod problems;
mod row;
mod own;
mod installations;
mod link;
mod read;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    KeyAlgorithm,
    at_least_one::AtLeastOne,
    fields::fields,
    platform::{Platform, Unit},
    problem::Field,
    spec::{
        ClientKind, Country, Daemon, Email, FreeText, Host, Installation, Locale, Passphrase, Port, Source, Spec, Strength, existing,
        order::{TrustKind, Validity},
    },
};

pub use read::{Parsed, Rows};

/// A thousand hosts with room to spare, in octets.
const HOSTS: usize = 256 * 1024;
/// A thousand clients with room to spare.
const CLIENTS: usize = 128 * 1024;
/// A thousand addresses with room to spare.
const ENTRIES: usize = 64 * 1024;
/// A dozen hosts with the most that is read of one, and many with what they usually have.
const OWN: usize = 16 * existing::MAX_OCTETS;
/// Far more than a line needs.
const LINE: usize = 2 * 1024;

macro_rules! draft {
    ($($(#[$meta:meta])* $member:ident: $type:ty, $field:ident = $name:literal, $default:expr, $octets:expr;)*) => {
        /// What the form says. Its fields are the names of the form's controls, the keys of a link's fragment and, in kebab-case, the attributes
        /// of the element. Its default is the product's defaults.
        #[derive(Clone, Eq, PartialEq, Serialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        #[serde(rename_all = "camelCase")]
        pub struct Draft {
            $($(#[$meta])* #[cfg_attr(target_arch = "wasm32", tsify(type = "string"))] pub $member: $type,)*
        }

        impl Default for Draft {
            fn default() -> Self {
                Self { $($member: $default,)* }
            }
        }

        impl Draft {
            /// The most octets that a field may have before anything in it is looked at.
            pub fn max_octets(field: Field) -> usize {
                match field { $(Field::$field => $octets,)* }
            }

            /// What one field says.
            pub fn field_mut(&mut self, field: Field) -> &mut String {
                match field { $(Field::$field => &mut self.$member,)* }
            }
        }
    };
}
fields!(draft);

/// A passphrase is never shown.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("hosts", &self.hosts).field("clients", &self.clients).finish_non_exhaustive()
    }
}

impl Draft {
    /// The most daemons, and the most clients, of one run.
    pub const MAX_ENTRIES: usize = 1000;
    /// The most names of one daemon.
    pub const MAX_NAMES: usize = 100;
    /// The most addresses and networks that the firewall lets in.
    pub const MAX_SOURCES: usize = 1000;
    /// The most problems of one field that are told; of more, only their number.
    pub const MAX_PROBLEMS: usize = 20;

    /// How hard the passphrase is to guess, if there is one.
    pub fn passphrase_strength(&self) -> Option<Strength> {
        Passphrase::parse(&self.ca_passphrase).ok().map(|passphrase| passphrase.strength())
    }
}

/// The draft that means this spec, without its passphrase.
impl From<&Spec> for Draft {
    fn from(spec: &Spec) -> Self {
        fn lines<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
            items.iter().map(text).collect::<Vec<_>>().join("\n")
        }
        let text = |text: &Option<FreeText>| text.as_ref().map(FreeText::as_str).unwrap_or_default().to_owned();
        let authority = &spec.authority;
        // What most have is said for all.
        let platform = spec.daemons.most(Daemon::platform);
        let server_validity = spec.daemons.most(|daemon| daemon.validity);
        let client_validity = spec.clients.most(|client| client.validity);
        let days = |validity: Validity| format!("{}={}", row::DAYS, validity.days());
        let files = PastedTexts::of(
            &spec.daemons,
            |one| Some(one.daemon_json.as_ref()?.text().to_owned()),
            |one| one.facts().own_daemon_json().map(|_| ()),
        );
        let program = |one: &Installation| one.facts().unit().map(Unit::program);
        let commands = PastedTexts::of(&spec.daemons, |one| Some(one.command_line.as_ref()?.pasted()), program);
        Self {
            hosts: lines(&spec.daemons, |daemon| {
                let mut words: Vec<String> = daemon.hosts().iter().map(Host::to_string).collect();
                words.extend((daemon.platform() != platform).then(|| format!("{}={}", row::PLATFORM.key, daemon.platform().name())));
                words.extend((daemon.validity != server_validity).then(|| days(daemon.validity)));
                words.join(" ")
            }),
            clients: lines(&spec.clients, |client| {
                let mut words = vec![client.name().as_str().to_owned()];
                words.extend((client.kind != ClientKind::USUAL).then(|| format!("{}={}", row::KIND.key, client.kind.name())));
                words.extend((client.validity != client_validity).then(|| days(client.validity)));
                words.join(" ")
            }),
            platform: platform.name().into(),
            key_algorithm: spec.key_algorithm.name().into(),
            ca_key_algorithm: authority.key_algorithm.name().into(),
            ca_days: authority.validity.days().to_string(),
            server_days: server_validity.days().to_string(),
            client_days: client_validity.days().to_string(),
            ca_common_name: text(&authority.common_name),
            organization: text(&authority.organization),
            organizational_unit: text(&authority.organizational_unit),
            country: authority.country.as_ref().map(Country::as_str).unwrap_or_default().into(),
            state: text(&authority.state),
            locality: text(&authority.locality),
            email: authority.email.as_ref().map(Email::as_str).unwrap_or_default().into(),
            ca_passphrase: Zeroizing::default(),
            ca_passphrase_repeat: Zeroizing::default(),
            trust: spec.trust.name().into(),
            cert_directory: cert_directory(&spec.daemons).into(),
            listen_address: spec.listen.address.to_string(),
            port: spec.listen.port.to_string(),
            allowed_sources: lines(&spec.allowed_sources, Source::to_string),
            daemon_json: files.all,
            exec_start: commands.all,
            host_daemon_json: files.own,
            host_exec_start: commands.own,
            locale: spec.locale.name().into(),
        }
    }
}

/// What hosts have already, as it is pasted: for all, or for single ones.
struct PastedTexts {
    all: String,
    own: String,
}

impl PastedTexts {
    /// For all where every host that a text for all would be read for has the same one; a host reads it when `reader` says what reads it there, and that is
    /// the same as where there is one.
    fn of<'a, Reader: PartialEq>(
        daemons: &'a [Daemon],
        text: impl Fn(&'a Installation) -> Option<String>,
        reader: impl Fn(&'a Installation) -> Option<Reader>,
    ) -> Self {
        let texts: Vec<(&'a Daemon, Option<String>)> = daemons.iter().map(|daemon| (daemon, text(daemon.installation()))).collect();
        let Some((_, Some(first))) = texts.iter().find(|(_, text)| text.is_some()) else {
            return Self { all: String::new(), own: String::new() };
        };
        let is_reader = |daemon: &'a Daemon| {
            let own = reader(daemon.installation());
            own.is_some() && texts.iter().any(|(other, text)| text.is_some() && reader(other.installation()) == own)
        };
        if texts.iter().all(|(daemon, text)| if is_reader(daemon) { text.as_ref() == Some(first) } else { text.is_none() }) {
            return Self { all: first.clone(), own: String::new() };
        }
        let own = texts.into_iter().filter_map(|(daemon, text)| Some((daemon.host(), text?)));
        Self { all: String::new(), own: own::written(own) }
    }
}

/// The folder that means those of all daemons: where they differ, the one that is no platform's own. Each platform that cannot take it has its own.
fn cert_directory(daemons: &AtLeastOne<Daemon>) -> &str {
    let mut installations = daemons.iter().map(Daemon::installation);
    let first = daemons.first().installation().cert_directory.as_str();
    if installations.clone().all(|one| one.cert_directory.as_str() == first) {
        return first;
    }
    installations.find_map(|one| Some(one.cert_directory.as_str()).filter(|typed| *typed != one.facts().directory)).unwrap_or_default()
}
