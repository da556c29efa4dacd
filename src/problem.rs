//! What is wrong with a [`Draft`](crate::Draft), and where: never a sentence. The page says it in words.

use serde::Serialize;

use crate::{
    fields::fields,
    named::{listed, named},
};

/// One thing that is wrong or worth a warning, at one field.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The field of the draft.
    pub field: Field,
    /// The cause.
    pub code: Code,
    /// Whether anything can be issued in spite of it.
    pub severity: Severity,
    /// The host, as the field names it, whose own text it is in, where the field has a text for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
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
        Self { field, code, severity: code.severity(), machine: None, line: None, value: None, hint: None }
    }

    /// The same problem, at this line of the field.
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

    /// The same problem, with the hint that its cause promises.
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
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing is issued until it is fixed.
    Error,
    /// It can be meant, but is rarely.
    Warning,
}

macro_rules! field {
    ($($(#[$meta:meta])* $member:ident: $type:ty, $field:ident = $name:literal, $default:expr, $octets:expr;)*) => {
        named! {
            /// A field of the [`Draft`](crate::Draft), by its name there.
            #[derive(Hash, Ord, PartialOrd, Serialize)]
            #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
            #[serde(rename_all = "camelCase")]
            pub enum Field { $($(#[$meta])* $field = $name,)* }
        }
    };
}
fields!(field);

/// Each cause with its severity.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum Code { $($(#[$code_meta:meta])* $severity:ident $code:ident,)* }) => {
        listed! {
            $(#[$meta])*
            pub enum Code { $($(#[$code_meta])* $code,)* }
        }

        impl Code {
            /// Whether anything can be issued in spite of it.
            pub fn severity(self) -> Severity {
                match self { $(Self::$code => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A cause. `value` and `hint` are those of the [`Problem`].
    #[serde(rename_all = "kebab-case")]
    pub enum Code {
        /// Nothing is there.
        Error Required,
        /// More than `hint` octets: nothing in the field was looked at.
        Error FieldTooLong,
        /// `hint` more of the same field, which are not told. An error, when one of them is.
        Error MoreProblems,
        /// More than `hint` daemons.
        Error TooManyDaemons,
        /// More than `hint` names for one daemon.
        Error TooManyNames,
        /// More than `hint` clients.
        Error TooManyClients,
        /// A URL; `hint` is the host in it.
        Error HostIsUrl,
        /// `user@host`; `hint` is the host in it.
        Error HostHasUser,
        /// A port or an empty `:` behind the host; `hint` is the host.
        Error HostHasPort,
        /// A network, not an address. Who may connect is not said by a certificate's names.
        Error HostIsNetwork,
        /// `0.0.0.0` or `::`, which is where a daemon listens, not what a client connects to.
        Error HostUnspecified,
        /// A multicast or broadcast address.
        Error HostNotUnicast,
        /// A placeholder from a tutorial: `$HOST`, `${HOST}`, `<host>`, `{host}`, `{{ host }}`.
        Error HostPlaceholder,
        /// Lines that the tool `value` has printed or reads; `hint` is what to type instead.
        Error HostsCopied,
        /// A command line of the program `value`; `hint` is the host that it is for.
        Error HostIsCommand,
        /// `name=value`; `hint` is the host in it.
        Error HostIsAssignment,
        /// `name=value` that is no setting of a line and has no host in it; `hint` is the settings that there are.
        Error SettingUnknown,
        /// A setting that its line has already; `hint` is the first.
        Error SettingRepeated,
        /// Settings without a name in front.
        Error SettingAlone,
        /// The heading of a group, in brackets.
        Error HostIsHeading,
        /// Several hosts in one word; `hint` is the first.
        Error HostIsRange,
        /// `10.10.10.20`, the address in Docker's documentation.
        Warning HostFromDocumentation,
        /// A link-local zone (`%eth0`); X.509 has no place for it. `hint` is the address without.
        Error HostHasZone,
        /// Looks like an IP address and is none.
        Error HostBadAddress,
        /// A number that is a port's.
        Error HostIsPort,
        /// Not a DNS name (RFC 1123, section 2.1).
        Error HostBadName,
        /// Longer than DNS allows: 253 characters, 63 between two dots (RFC 1035, section 2.3.4).
        Error HostTooLong,
        /// Not ASCII: the page turns it into punycode (RFC 5891).
        Error HostNotAscii,
        /// A wildcard as the first name: nobody can connect to it.
        Error HostWildcardFirst,
        /// A `*` elsewhere than alone in front (RFC 6125, section 6.4.3).
        Error HostBadWildcard,
        /// A `*` in front of one label only, which programs refuse; `hint` is a wildcard that they take.
        Error HostWildcardTooWide,
        /// A wildcard stands for one label only, and not for the domain itself; `hint` is that domain.
        Warning HostWildcard,
        /// The same name twice for one daemon.
        Warning HostRepeated,
        /// A daemon in a container that has no DNS name; other containers know it by one only.
        Error HostNeedsName,
        /// Two lines, one after the other, `value`: one has addresses only, the other names only. `hint` is both on one line.
        Warning HostsAreOne,
        /// An address comes first, as in a hosts file, and names the files; `hint` is the same with its name in front.
        Warning HostAddressFirst,
        /// Nothing but `localhost` and addresses of loopback, beside other hosts: each of them has these by itself.
        Error HostIsLoopback,
        /// The first name is that of the daemon in line `hint`, too.
        Error HostTwice,
        /// A name that another daemon, in line `hint`, has as well: either can pass for the other.
        Warning HostShared,
        /// The bundle's file name is that of line `hint`, on a disk that ignores case.
        Error BundleNameTaken,
        /// A character that is not an ASCII letter, a digit or one of `.`, `_`, `-`, `+`, `@`, or no letter or digit in front; `hint` is a name
        /// that would do.
        Error ClientBadName,
        /// A distinguished name, of which only the common name can be set; `hint` is that.
        Error ClientIsDistinguishedName,
        /// Longer than a common name may be: `hint` characters (RFC 5280, appendix A.1, ub-common-name).
        Error ClientTooLong,
        /// Not one of the platforms; `hint` lists them.
        Error PlatformUnknown,
        /// Not one of the kinds of clients; `hint` lists them.
        Error ClientKindUnknown,
        /// Not one of the algorithms; `hint` lists them.
        Error KeyAlgorithmUnknown,
        /// Not one of the answers to whom the daemons let in; `hint` lists them.
        Error TrustUnknown,
        /// A host that lets in whomever the authority has signed, although the others have a list.
        Warning HostTakesNoList,
        /// The names of all clients on the list have `hint` KiB: some programs will not read many more.
        Warning ListLong,
        /// The names of all clients on the list have `hint` KiB, which is more than TLS can say.
        Error ListTooLong,
        /// Ed25519: Docker takes it, some other clients do not.
        Warning KeyAlgorithmRare,
        /// Not one of the languages; `hint` lists them.
        Error LocaleUnknown,
        /// Not a whole number.
        Error DaysNotANumber,
        /// Not within `hint`.
        Error DaysOutOfRange,
        /// Ends after the authority, which ends after `hint` days.
        Error OutlivesAuthority,
        /// Longer than `hint` characters (RFC 5280, appendix A.1).
        Error TextTooLong,
        /// A character that cannot be seen: a control character, a direction mark, a blank other than the space. `hint` is its place and its number.
        Error CharacterUnseen,
        /// A dash or a letter that only looks like one of ASCII; `hint` is its place and its number.
        Error CharacterLooksAlike,
        /// The authority is named like one of the names of the host `hint`: OpenSSL's older verifiers take the leaf for self-signed.
        Error CaNamedLikeHost,
        /// The authority is named like a client, or like a daemon whose own name is too long for a common name; older verifiers refuse that too.
        Error CaNamedLikeClient,
        /// Not two letters (ISO 3166-1 alpha-2).
        Error CountryNotTwoLetters,
        /// Not an e-mail address in ASCII.
        Error EmailBad,
        /// Nothing but spaces: taken for none.
        Warning PassphraseBlank,
        /// Somebody who has the file can try it out.
        Warning PassphraseWeak,
        /// Its octets are its UTF-8, which is what OpenSSL gets from a terminal in UTF-8 only.
        Warning PassphraseNotAscii,
        /// Longer than `hint` octets in UTF-8.
        Error PassphraseTooLong,
        /// Not the same twice.
        Error PassphraseMismatch,
        /// A private key that is encrypted with another passphrase.
        Error KeyWrongPassphrase,
        /// No private key in PEM, or a part of one.
        Error KeyDamaged,
        /// A private key of another kind, or encrypted in another way, than can be read.
        Error KeySchemeUnsupported,
        /// OpenSSL's traditional encryption; `hint` is the command that converts it.
        Error KeyLegacyEncryption,
        /// A text with a private key that is longer than `hint` KiB.
        Error KeyFileTooLong,
        /// On a curve that is written out, not named; `hint` is the command that names it.
        Error KeyCurveWrittenOut,
        /// Encrypted with parameters that no program can have encrypted it with.
        Error KeyParametersBad,
        /// Encrypted with so many rounds of PBKDF2 that they would take minutes; `hint` is the command that converts it.
        Error KeyRoundsTooMany,
        /// Encrypted by scrypt with parameters that take more memory or time than there is in a page.
        Error KeyScryptTooLarge,
        /// Not a full path; `hint` is one.
        Error DirectoryNotAbsolute,
        /// `..`, or a character other than ASCII letters, digits and `.`, `_`, `-`, `+`, `@` between the separators.
        Error DirectoryBad,
        /// Docker's folder for the certificates of registries, or one in it; `hint` is another.
        Error DirectoryOfRegistries,
        /// A folder that is empty after the next start; `hint` is another.
        Error DirectoryNotKept,
        /// A file in a folder, which is `hint`.
        Error DirectoryIsFile,
        /// Not an IP address.
        Error ListenAddressBad,
        /// A loopback address: only the machine itself can connect.
        Warning ListenLoopback,
        /// One address of the machine: without it, dockerd does not start.
        Warning ListenSingle,
        /// Not a whole number from 1 to 65535.
        Error PortBad,
        /// 2375, the port of the API without TLS; `hint` is the one with TLS.
        Error PortWithoutTls,
        /// Neither an IP address nor a network (`192.0.2.0/24`).
        Error SourceBad,
        /// A range, a pattern, a URL, or an address with a port or a zone; `hint` is what a firewall takes.
        Error SourceInOtherForm,
        /// A DNS name, which firewalls do not look up.
        Error SourceIsName,
        /// A network of everybody.
        Error SourceEverybody,
        /// Networks that are everybody together.
        Error SourcesEverybody,
        /// More than `hint` addresses and networks.
        Error TooManySources,
        /// The platform, `hint`, has no use for it.
        Warning NotUsedHere,
        /// Not UTF-8: what was pasted has octets of another encoding, or was UTF-16.
        Error JsonNotUtf8,
        /// Not JSON from `value` on.
        Error JsonBroken,
        /// A comment; JSON has no comments.
        Error JsonComment,
        /// A comma with nothing behind it, or in front.
        Error JsonTrailingComma,
        /// No comma in front of `value`.
        Error JsonMissingComma,
        /// No colon behind the key `value`.
        Error JsonMissingColon,
        /// The key `value` has none.
        Error JsonMissingValue,
        /// A key without quotes; `hint` has them.
        Error JsonBareKey,
        /// A word that is no value; `hint` is what it may mean.
        Error JsonBareWord,
        /// Begins like a number, and is not one of JSON's.
        Error JsonBadNumber,
        /// `value` looks like `hint`, as a typographic quote or a Chinese comma does.
        Error JsonLookAlike,
        /// A character that nobody sees, in the line `hint`.
        Error JsonInvisible,
        /// The quote in front of `value` has none behind it in its line.
        Error JsonUnclosedString,
        /// A backslash that means nothing; `hint` is a backslash itself.
        Error JsonBadEscape,
        /// The bracket in the line `value` is never closed.
        Error JsonUnclosed,
        /// A bracket where `hint` is to come.
        Error JsonWrongBracket,
        /// The object ends in the line `value`, and something follows.
        Error JsonEndsEarly,
        /// A second object, which dockerd 20.10 passes over and newer ones refuse.
        Error JsonSecondObject,
        /// More than `hint` brackets in one another.
        Error JsonTooDeep,
        /// An outermost key with an escape in it: what it is can only be guessed.
        Error JsonEscapedKey,
        /// A byte order mark: dockerd 20.10 does not start with it.
        Warning JsonByteOrderMark,
        /// A key that is there twice: Go takes the last one.
        Warning JsonDuplicateKey,
        /// JSON, but no object.
        Error JsonNotObject,
        /// An option of ours that is there twice.
        Error DaemonJsonTwice,
        /// An option of ours in the object `hint`, where dockerd takes it for one as well.
        Error DaemonJsonNested,
        /// An option of ours whose value is not like `hint`.
        Error DaemonJsonWrongType,
        /// Another option whose value is not like `hint`.
        Warning DaemonJsonOtherType,
        /// No option that is known here.
        Warning DaemonJsonUnknown,
        /// An option in other letters than dockerd wants: `hint` is the right name.
        Error DaemonJsonMisspelt,
        /// An option that is gone since version `hint`.
        Warning DaemonJsonRemoved,
        /// An option that has another name now, `hint`.
        Warning DaemonJsonRenamed,
        /// The name of a flag, which dockerd passes over in a file; `hint` is the one for a file.
        Warning DaemonJsonNameOfFlag,
        /// An option that platform `hint` gives as a flag: dockerd does not start with both.
        Error DaemonJsonConflicts,
        /// The same, where no other platform does without the flag; `hint` is the host's file.
        Error DaemonJsonConflictsHere,
        /// TLS without `tlscacert`: the machine's own trust store decides who is let in.
        Warning DaemonJsonNoAuthority,
        /// `tlsverify` is false, which lets in clients without a certificate.
        Warning DaemonJsonLetsEverybodyIn,
        /// Certificates, but nothing that switches TLS on.
        Warning DaemonJsonCertificatesAlone,
        /// `tls` is false, and there is no `tlsverify`.
        Warning DaemonJsonTlsOff,
        /// `tls`, which `tlsverify` implies.
        Warning DaemonJsonTls,
        /// The platform's options are on the command line: no file comes of it.
        Warning DaemonJsonOnlyChecked,
        /// An address with port 2375; `hint` takes its place.
        Warning AddressPlain,
        /// An address of a kind that dockerd does not know, such as `https://`.
        Error AddressUnknown,
        /// An address without a port, which is 2375; `hint` takes its place.
        Warning AddressWithoutPort,
        /// An address with the port of `hint`, which takes its place.
        Warning AddressReplaced,
        /// An address of a daemon that has no TLS.
        Warning AddressOpen,
        /// Another authority, at the path `value`, whose clients are let in today.
        Warning AuthorityReplaced,
        /// An address of loopback that stays, and has TLS from now on.
        Warning AddressGetsTls,
        /// Addresses, but no local socket among them.
        Warning NoLocalSocket,
        /// `ListenStream=` of docker.socket with a port.
        Warning SocketListensTcp,
        /// No `ExecStart=`, and more or less than a command.
        Error ExecStartMissing,
        /// A command that cannot be taken apart.
        Error ExecStartUnclear,
        /// Two commands, without an empty `ExecStart=` between them.
        Error ExecStartTwice,
        /// What `systemctl show` says, in which words have no quotes, where that leaves it open what they are.
        Error ExecStartShown,
        /// Variables of a shell, as in /etc/default/docker.
        Error ExecStartShell,
        /// The character `hint`, which cannot be seen or looks like a blank.
        Error ExecStartCharacter,
        /// Neither an option nor the value of one: of another text, or cut off.
        Error ExecStartStray,
        /// An option that wants a value and has none.
        Error ExecStartValueMissing,
        /// The command with its variables is longer than `hint` octets.
        Error ExecStartTooLong,
        /// What reads like the rest of the command, behind line `hint`, which nothing continues.
        Warning BackslashMissing,
        /// `--config-file` with a path that is not known here.
        Error ConfigFileUnclear,
        /// Options of ours in the command of a service for which `daemon.json` gets them; `hint` is where they stand.
        Error ServiceHasOptions,
        /// A command of another program.
        Error ExecStartNotDockerd,
        /// A drop-in with a command whose name comes after any that ours could have.
        Error ExecStartOverridden,
        /// An option on the command line that lets in clients without a certificate.
        Warning FlagLetsEverybodyIn,
        /// A variable of the command line in which are options of ours, as `Environment=` sets it.
        Error VariableHasOptions,
        /// Variables of the command line that come from `hint`, which is not known here.
        Warning VariableFromFile,
        /// Variables of the command line, of which nothing is known here.
        Warning VariableUnknown,
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
