//! What is wrong with a [`Draft`](crate::Draft), and where: never a sentence. The page says it in words.

use serde::Serialize;

/// One thing that is wrong or worth a warning, at one field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The field of the draft.
    pub field: Field,
    /// The cause.
    pub code: Code,
    /// Whether anything can be issued in spite of it.
    pub severity: Severity,
    /// The line of the field, counted from 1, where the field holds one entry a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The offending text as typed, cut to [`Problem::VALUE_CHARS`] characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the cause's documentation says: a replacement, a limit, the other name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    /// How much of the offending text is repeated.
    pub const VALUE_CHARS: usize = 80;

    /// A problem of the whole field.
    pub fn new(field: Field, code: Code) -> Self {
        Self { field, code, severity: code.severity(), line: None, value: None, hint: None }
    }

    /// At this line of the field.
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// About this text.
    pub fn with_value(mut self, value: &str) -> Self {
        let mut shown: String = value.chars().take(Self::VALUE_CHARS).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.value = Some(shown);
        self
    }

    /// With what the cause's documentation says.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A cause without a place: what a single value answers when it cannot be made from a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The cause.
    pub code: Code,
    /// What the cause's documentation says.
    pub hint: Option<String>,
}

impl Fault {
    /// A cause with its hint.
    pub fn with_hint(code: Code, hint: impl Into<String>) -> Self {
        Self { code, hint: Some(hint.into()) }
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, hint: None }
    }
}

/// Whether anything can be issued in spite of a problem.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing is issued until it is mended.
    Error,
    /// It can be meant, but is rarely.
    Warning,
}

macro_rules! listed {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident,)* }) => {
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        $(#[$meta])*
        pub enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
        }
    };
}
pub(crate) use listed;

/// An enumeration whose values are chosen by name: in the form, in a link, in an attribute.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)* }) => {
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        $(#[$meta])*
        pub enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every one, in the order to offer them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
pub(crate) use named;

named! {
    /// A field of the [`Draft`](crate::Draft), by its name there.
    #[derive(Hash, Ord, PartialOrd, Serialize)]
    #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
    #[serde(rename_all = "camelCase")]
    pub enum Field {
        /// The daemons.
        Hosts = "hosts",
        /// The clients.
        Clients = "clients",
        /// How Docker is installed.
        Platform = "platform",
        /// The kind of key.
        KeyAlgorithm = "keyAlgorithm",
        /// The kind of the authority's key, if it is another.
        CaKeyAlgorithm = "caKeyAlgorithm",
        /// How long the authority is valid.
        CaDays = "caDays",
        /// How long a daemon's certificate is valid.
        ServerDays = "serverDays",
        /// How long a client's certificate is valid.
        ClientDays = "clientDays",
        /// The authority's common name.
        CaCommonName = "caCommonName",
        /// The authority's organization.
        Organization = "organization",
        /// The authority's organizational unit.
        OrganizationalUnit = "organizationalUnit",
        /// The authority's country.
        Country = "country",
        /// The authority's state or province.
        State = "state",
        /// The authority's locality.
        Locality = "locality",
        /// The authority's e-mail address.
        Email = "email",
        /// What encrypts the authority's key.
        CaPassphrase = "caPassphrase",
        /// The same once more.
        CaPassphraseRepeat = "caPassphraseRepeat",
        /// Where the daemon's files go.
        CertDirectory = "certDirectory",
        /// The address that the daemon listens on.
        ListenAddress = "listenAddress",
        /// The port that the daemon listens on.
        Port = "port",
        /// Who the firewall lets in.
        AllowedSources = "allowedSources",
        /// The `daemon.json` that the host has.
        DaemonJson = "daemonJson",
        /// The unit, or its `ExecStart=`, that the host has.
        ExecStart = "execStart",
        /// The language of what the files say.
        Locale = "locale",
    }
}

listed! {
    /// A cause. `value` and `hint` are those of the [`Problem`].
    #[serde(rename_all = "kebab-case")]
    pub enum Code {
        /// Nothing is there.
        Required,
        /// More than `hint` daemons.
        TooManyDaemons,
        /// More than `hint` names for one daemon.
        TooManyNames,
        /// More than `hint` clients.
        TooManyClients,
        /// A URL; `hint` is the host in it.
        HostIsUrl,
        /// `user@host`; `hint` is the host in it.
        HostHasUser,
        /// A port or an empty `:` behind the host; `hint` is the host.
        HostHasPort,
        /// A network, not an address. Who may connect is not said by a certificate's names.
        HostIsNetwork,
        /// `0.0.0.0` or `::`, which is where a daemon listens, not what a client connects to.
        HostUnspecified,
        /// A multicast or broadcast address.
        HostNotUnicast,
        /// A placeholder from a tutorial: `$HOST`, `${HOST}`, `<host>`, `{host}`, `{{ host }}`.
        HostPlaceholder,
        /// `10.10.10.20`, the address in Docker's documentation.
        HostFromDocumentation,
        /// A link-local zone (`%eth0`); X.509 has no place for it. `hint` is the address without.
        HostHasZone,
        /// Looks like an IP address and is none.
        HostBadAddress,
        /// Not a DNS name (RFC 1123, section 2.1).
        HostBadName,
        /// Longer than DNS allows: 253 characters, 63 between two dots (RFC 1035, section 2.3.4).
        HostTooLong,
        /// Not ASCII: the page turns it into punycode (RFC 5891).
        HostNotAscii,
        /// A wildcard as the first name: nobody can connect to it.
        HostWildcardFirst,
        /// A `*` elsewhere than alone in front of at least two labels (RFC 6125, section 6.4.3).
        HostBadWildcard,
        /// A wildcard stands for one label only, and not for the domain itself; `hint` is that domain.
        HostWildcard,
        /// The same name twice for one daemon.
        HostRepeated,
        /// A daemon in a container that has no DNS name; other containers know it by one only.
        HostNeedsName,
        /// A name that another daemon, in line `hint`, has as well: either can pass for the other.
        HostShared,
        /// The bundle's file name is that of line `hint`, on a disk that ignores case.
        BundleNameTaken,
        /// A character that is not an ASCII letter, a digit or one of `.`, `_`, `-`, `+`, `@`, or no letter or digit in front; `hint` is a name
        /// that would do.
        ClientBadName,
        /// Longer than a common name may be: `hint` characters (RFC 5280, appendix A.1, ub-common-name).
        ClientTooLong,
        /// Not one of the platforms; `hint` lists them.
        PlatformUnknown,
        /// Not one of the algorithms; `hint` lists them.
        KeyAlgorithmUnknown,
        /// Ed25519: Docker takes it, some other clients do not.
        KeyAlgorithmRare,
        /// Not one of the languages; `hint` lists them.
        LocaleUnknown,
        /// Not a whole number.
        DaysNotANumber,
        /// Not within `hint`.
        DaysOutOfRange,
        /// Ends after the authority, which ends after `hint` days.
        OutlivesAuthority,
        /// Longer than `hint` characters (RFC 5280, appendix A.1).
        TextTooLong,
        /// A control character, a line break or an invisible direction mark.
        TextHasControl,
        /// The authority is named like the host of line `hint`: OpenSSL's older verifiers take the leaf for self-signed.
        CaNamedLikeHost,
        /// The authority is named like a client, or like a daemon whose own name is too long for a common name: the same.
        CaNamedLikeClient,
        /// Not two letters (ISO 3166-1 alpha-2).
        CountryNotTwoLetters,
        /// Not an e-mail address in ASCII.
        EmailBad,
        /// Nothing but spaces: taken for none.
        PassphraseBlank,
        /// Somebody who has the file can try it out.
        PassphraseWeak,
        /// Its octets are its UTF-8, which is what OpenSSL gets from a terminal in UTF-8 only.
        PassphraseNotAscii,
        /// Longer than `hint` octets in UTF-8.
        PassphraseTooLong,
        /// Not the same twice.
        PassphraseMismatch,
        /// A private key that is encrypted with another passphrase.
        KeyWrongPassphrase,
        /// No private key in PEM, or a part of one.
        KeyDamaged,
        /// A private key of another kind, or encrypted in another way, than can be read.
        KeySchemeUnsupported,
        /// OpenSSL's traditional encryption; `hint` is the command that converts it.
        KeyLegacyEncryption,
        /// Not a full path; `hint` is one.
        DirectoryNotAbsolute,
        /// `..`, or a character other than ASCII letters, digits and `.`, `_`, `-`, `+`, `@` between the separators.
        DirectoryBad,
        /// Docker's folder for the certificates of registries, or one in it.
        DirectoryOfRegistries,
        /// Not an IP address.
        ListenAddressBad,
        /// A loopback address: only the machine itself can connect.
        ListenLoopback,
        /// Not a whole number from 1 to 65535.
        PortBad,
        /// 2375, the port of the API without TLS; `hint` is the one with TLS.
        PortWithoutTls,
        /// Neither an IP address nor a network (`192.0.2.0/24`).
        SourceBad,
        /// A network of everybody.
        SourceEverybody,
        /// The platform, `hint`, has no use for it.
        NotUsedHere,
        /// Not JSON from `value` on.
        JsonBroken,
        /// A comment, which JSON has none of.
        JsonComment,
        /// A comma with nothing behind it.
        JsonTrailingComma,
        /// A byte order mark: dockerd 20.10 does not start with it.
        JsonByteOrderMark,
        /// A key that is there twice: Go takes the last one.
        JsonDuplicateKey,
        /// JSON, but no object.
        JsonNotObject,
        /// An option of ours whose value is not like `hint`.
        DaemonJsonWrongType,
        /// An option that platform `hint` gives as a flag: dockerd does not start with both.
        DaemonJsonConflicts,
        /// TLS without `tlscacert`: the machine's own trust store decides who is let in.
        DaemonJsonNoAuthority,
        /// `tlsverify` is false, which lets in clients without a certificate.
        DaemonJsonLetsEverybodyIn,
        /// `tls`, which `tlsverify` implies.
        DaemonJsonTls,
        /// The platform's options are on the command line: no file comes of it.
        DaemonJsonOnlyChecked,
        /// An address with port 2375; `hint` takes its place.
        AddressPlain,
        /// An address without a port, which is 2375; `hint` takes its place.
        AddressWithoutPort,
        /// An address with the port of `hint`, which takes its place.
        AddressReplaced,
        /// Addresses, but no local socket among them.
        NoLocalSocket,
        /// No `ExecStart=`, and more or less than a command.
        ExecStartMissing,
        /// A command that cannot be taken apart, or several.
        ExecStartUnclear,
        /// A command of another program.
        ExecStartNotDockerd,
        /// A drop-in that comes after ours and has an `ExecStart=` too.
        ExecStartOverridden,
        /// A drop-in that comes after ours and sets what is given to RootlessKit, which publishes the port.
        PublishingOverridden,
        /// An option on the command line that lets in clients without a certificate.
        FlagLetsEverybodyIn,
        /// A variable of the command line in which are options of ours, as `Environment=` sets it.
        VariableHasOptions,
        /// Variables of the command line that come from `hint`, which is not known here.
        VariableFromFile,
        /// Variables of the command line, of which nothing is known here.
        VariableUnknown,
    }
}

impl Code {
    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::HostFromDocumentation
            | Self::HostWildcard
            | Self::HostRepeated
            | Self::HostShared
            | Self::KeyAlgorithmRare
            | Self::PassphraseBlank
            | Self::PassphraseNotAscii
            | Self::PassphraseWeak
            | Self::ListenLoopback
            | Self::NotUsedHere
            | Self::JsonByteOrderMark
            | Self::DaemonJsonNoAuthority
            | Self::DaemonJsonLetsEverybodyIn
            | Self::DaemonJsonTls
            | Self::DaemonJsonOnlyChecked
            | Self::AddressPlain
            | Self::AddressWithoutPort
            | Self::AddressReplaced
            | Self::NoLocalSocket
            | Self::PublishingOverridden
            | Self::FlagLetsEverybodyIn
            | Self::VariableFromFile
            | Self::VariableUnknown => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_at_a_character() {
        let problem = Problem::new(Field::Hosts, Code::HostBadName).with_value(&"é".repeat(200));
        assert_eq!(problem.value.map(|value| value.chars().count()), Some(Problem::VALUE_CHARS + 1));
    }

    #[test]
    fn names_are_those_of_the_form() {
        for field in Field::ALL {
            assert_eq!(serde_json::to_value(field).expect("JSON"), field.name());
        }
        assert_eq!(serde_json::to_value(Code::HostIsUrl).expect("JSON"), "host-is-url");
    }
}
