//! The fields of the form: one list, from which `problem` makes their enumeration and `draft` makes the draft.

/// Gives a macro, for each field, what it says, its member of the draft and that one's type, its variant and name, the product's default, and the
/// most octets that it may have before anything in it is looked at. The last two are of `draft`.
macro_rules! fields {
    ($make:ident) => {
        $make! {
            /// One line for each daemon (`;` ends a line too); in it every DNS name and IP address that clients use, separated by commas or spaces.
            /// `platform=` and `days=` say of this daemon what the fields below say of all.
            hosts: String, Hosts = "hosts", String::new(), HOSTS;
            /// One line for each client (`;` and commas end a line too). Behind the name, `kind=` says what it is, a name of
            /// [`ClientKind`](crate::spec::ClientKind), and `days=` what the field below says of all.
            clients: String, Clients = "clients", "client".into(), CLIENTS;
            /// How Docker is installed on hosts whose lines do not say it: a name of [`Platform`](crate::Platform).
            platform: String, Platform = "platform", Platform::USUAL.name().into(), LINE;
            /// The kind of the hosts' and the clients' keys: a name of [`KeyAlgorithm`](crate::KeyAlgorithm).
            key_algorithm: String, KeyAlgorithm = "keyAlgorithm", KeyAlgorithm::EcdsaP256.name().into(), LINE;
            /// The kind of the authority's key, in the same way; empty: the same kind.
            ca_key_algorithm: String, CaKeyAlgorithm = "caKeyAlgorithm", String::new(), LINE;
            /// How long the authority is valid, in days.
            ca_days: String, CaDays = "caDays", "3650".into(), LINE;
            /// How long a daemon's certificate is valid, in days.
            server_days: String, ServerDays = "serverDays", "825".into(), LINE;
            /// How long a client's certificate is valid, in days.
            client_days: String, ClientDays = "clientDays", "825".into(), LINE;
            /// The authority's common name. Empty: made from its key.
            ca_common_name: String, CaCommonName = "caCommonName", String::new(), LINE;
            /// The authority's organization. Optional.
            organization: String, Organization = "organization", String::new(), LINE;
            /// The authority's organizational unit. Optional.
            organizational_unit: String, OrganizationalUnit = "organizationalUnit", String::new(), LINE;
            /// The authority's country. Optional; two letters.
            country: String, Country = "country", String::new(), LINE;
            /// The authority's state or province. Optional.
            state: String, State = "state", String::new(), LINE;
            /// The authority's locality. Optional.
            locality: String, Locality = "locality", String::new(), LINE;
            /// The authority's e-mail address. Optional.
            email: String, Email = "email", String::new(), LINE;
            /// What encrypts the authority's key. Optional. Never in a link, an attribute or `dockseal.json`.
            ca_passphrase: Zeroizing<String>, CaPassphrase = "caPassphrase", Zeroizing::default(), LINE;
            /// The same once more, as it is typed unseen.
            ca_passphrase_repeat: Zeroizing<String>, CaPassphraseRepeat = "caPassphraseRepeat", Zeroizing::default(), LINE;
            /// Whom the daemons let in: a name of [`TrustKind`](crate::spec::order::TrustKind).
            trust: String, Trust = "trust", TrustKind::USUAL.name().into(), LINE;
            /// Where the daemon's files go. Empty: the platform's own folder ([`Facts::directory`](crate::platform::Facts::directory)).
            cert_directory: String, CertDirectory = "certDirectory", String::new(), LINE;
            /// The IP address that the daemon listens on.
            listen_address: String, ListenAddress = "listenAddress", "0.0.0.0".into(), LINE;
            /// The TCP port that the daemon listens on.
            port: String, Port = "port", Port::TLS.to_string(), LINE;
            /// Who the firewall lets in. Optional: IP addresses and networks, separated by commas, spaces or line breaks.
            allowed_sources: String, AllowedSources = "allowedSources", String::new(), ENTRIES;
            /// The `daemon.json` that the hosts have. Optional. Never in a link or `dockseal.json`: it may hold a proxy's password.
            daemon_json: String, DaemonJson = "daemonJson", String::new(), existing::MAX_OCTETS;
            /// What `systemctl cat docker` says on the hosts, or the line `ExecStart=`. Optional. Kept apart in the same way.
            exec_start: String, ExecStart = "execStart", String::new(), existing::MAX_OCTETS;
            /// The `daemon.json` that single hosts have, in place of the one above: several texts, as `draft/own.rs` reads them. Kept apart in the same way.
            host_daemon_json: String, HostDaemonJson = "hostDaemonJson", String::new(), OWN;
            /// The unit that single hosts have, in the same way.
            host_exec_start: String, HostExecStart = "hostExecStart", String::new(), OWN;
            /// The language of what the files say: a name of [`Locale`](crate::spec::Locale).
            locale: String, Locale = "locale", Locale::En.name().into(), LINE;
        }
    };
}
pub(crate) use fields;
