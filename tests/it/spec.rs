//! Drafts: what each becomes, or which problems it has, and that no text whatever gets past its field.

use dockseal::{
    AtLeastOne, Code, Draft, Field, KeyAlgorithm, Platform, Severity, Spec,
    guide::{self, Pair, RECIPES, SnippetId},
    spec::{Host, Passphrase, StrengthName},
};
use proptest::prelude::*;

use crate::judge::{PASSPHRASE, program, run};

fn draft(hosts: &str) -> Draft {
    Draft { hosts: hosts.into(), ..Draft::default() }
}

/// The codes at the fields, with their lines.
fn problems(draft: &Draft) -> Vec<(Field, Code, Option<usize>)> {
    draft.parse().problems.into_iter().map(|problem| (problem.field, problem.code, problem.line)).collect()
}

#[test]
fn the_default_lacks_a_host_and_nothing_else() {
    assert_eq!(problems(&Draft::default()), [(Field::Hosts, Code::Required, None)]);
}

#[test]
fn one_line_is_one_daemon() {
    let spec =
        draft("docker.example.com, 192.0.2.10 ; b.example\n\n  c.example，198.51.100.1、2001:db8::1\r\n").parse().spec.expect("valid");
    let hosts: Vec<Vec<String>> = spec.daemons.iter().map(|daemon| daemon.hosts().iter().map(Host::to_string).collect()).collect();
    assert_eq!(hosts, [vec!["docker.example.com", "192.0.2.10"], vec!["b.example"], vec!["c.example", "198.51.100.1", "2001:db8::1"]]);
}

#[test]
fn all_problems_are_told_at_once_at_their_fields() {
    let draft = Draft {
        hosts: "https://a.example:2376\nb.example 0.0.0.0 192.0.2.0/24\n$HOST".into(),
        clients: "alice\nAlice\n../x".into(),
        platform: "solaris".into(),
        key_algorithm: "rsa".into(),
        ca_key_algorithm: "rsa-1024".into(),
        ca_days: "0".into(),
        server_days: "many".into(),
        client_days: "".into(),
        ca_common_name: "B.example".into(),
        organization: "a\u{202e}b".into(),
        organizational_unit: "x".repeat(65),
        country: "China".into(),
        state: "a\0b".into(),
        locality: "a\nb".into(),
        email: "nobody".into(),
        ca_passphrase: "sécret".to_owned().into(),
        ca_passphrase_repeat: "secret".to_owned().into(),
        trust: "everybody".into(),
        cert_directory: "tls".into(),
        listen_address: "localhost".into(),
        port: "2375".into(),
        allowed_sources: "office\n0.0.0.0/0".into(),
        daemon_json: "x".repeat(70_000),
        exec_start: "x".repeat(70_000),
        host_daemon_json: "x".repeat(1_100_000),
        host_exec_start: "x".repeat(1_100_000),
        locale: "de".into(),
    };
    let parsed = draft.parse();
    assert!(parsed.spec.is_none());
    assert_eq!(
        problems(&draft),
        [
            (Field::Hosts, Code::HostIsUrl, Some(1)),
            (Field::Hosts, Code::HostUnspecified, Some(2)),
            (Field::Hosts, Code::HostIsNetwork, Some(2)),
            (Field::Hosts, Code::HostPlaceholder, Some(3)),
            (Field::Clients, Code::BundleNameTaken, Some(2)),
            (Field::Clients, Code::ClientBadName, Some(3)),
            (Field::Platform, Code::PlatformUnknown, None),
            (Field::KeyAlgorithm, Code::KeyAlgorithmUnknown, None),
            (Field::CaKeyAlgorithm, Code::KeyAlgorithmUnknown, None),
            (Field::CaDays, Code::DaysOutOfRange, None),
            (Field::ServerDays, Code::DaysNotANumber, None),
            (Field::ClientDays, Code::Required, None),
            (Field::CaCommonName, Code::CaNamedLikeHost, None),
            (Field::Organization, Code::CharacterUnseen, None),
            (Field::OrganizationalUnit, Code::TextTooLong, None),
            (Field::Country, Code::CountryNotTwoLetters, None),
            (Field::State, Code::CharacterUnseen, None),
            (Field::Locality, Code::CharacterUnseen, None),
            (Field::Email, Code::EmailBad, None),
            (Field::CaPassphrase, Code::PassphraseWeak, None),
            (Field::CaPassphrase, Code::PassphraseNotAscii, None),
            (Field::CaPassphraseRepeat, Code::PassphraseMismatch, None),
            (Field::Trust, Code::TrustUnknown, None),
            (Field::CertDirectory, Code::DirectoryNotAbsolute, None),
            (Field::ListenAddress, Code::ListenAddressBad, None),
            (Field::Port, Code::PortWithoutTls, None),
            (Field::AllowedSources, Code::SourceIsName, Some(1)),
            (Field::AllowedSources, Code::SourceEverybody, Some(2)),
            (Field::DaemonJson, Code::FieldTooLong, None),
            (Field::ExecStart, Code::FieldTooLong, None),
            (Field::HostDaemonJson, Code::FieldTooLong, None),
            (Field::HostExecStart, Code::FieldTooLong, None),
            (Field::Locale, Code::LocaleUnknown, None),
        ]
    );
}

/// www/EMBEDDING.md has this list.
#[test]
fn several_values_are_separated_as_is_documented() {
    for (hosts, names) in [
        ("a.example b.example, c.example; d.example", vec![3, 1]),
        ("a.example\nb.example,c.example", vec![1, 2]),
        ("a.example；b.example、c.example", vec![1, 2]),
    ] {
        let spec = draft(hosts).parse().spec.expect(hosts);
        assert_eq!(spec.daemons.iter().map(|daemon| daemon.hosts().len()).collect::<Vec<_>>(), names, "{hosts}");
    }
    for clients in ["alice,bob", "alice, bob", "alice;bob", "alice\nbob", "alice、bob", " ,alice;;bob,\n"] {
        let spec = Draft { clients: clients.into(), ..draft("a.example") }.parse().spec.expect(clients);
        assert_eq!(spec.clients.iter().map(|client| client.name().as_str()).collect::<Vec<_>>(), ["alice", "bob"], "{clients}");
    }
    // A name of two words is one mistake.
    assert_eq!(problems(&Draft { clients: "alice bob".into(), ..draft("a.example") }), [(Field::Clients, Code::ClientBadName, Some(1))]);
    assert_eq!(problems(&Draft { clients: " , ;\n".into(), ..draft("a.example") }), [(Field::Clients, Code::Required, None)]);
    for sources in ["192.0.2.7,192.0.2.8", "192.0.2.7 192.0.2.8", "192.0.2.7;192.0.2.8", "192.0.2.7\n192.0.2.8"] {
        let spec = Draft { allowed_sources: sources.into(), ..draft("a.example") }.parse().spec.expect(sources);
        assert_eq!(spec.allowed_sources.len(), 2, "{sources}");
    }
}

#[test]
fn the_authority_is_named_like_no_other_certificate() {
    for (name, codes) in [
        ("Docker.Example.com", vec![Code::CaNamedLikeHost]),
        ("localhost", vec![Code::CaNamedLikeHost]),
        ("CLIENT", vec![Code::CaNamedLikeClient]),
        ("dockerd", vec![Code::CaNamedLikeClient]),
        ("My CA", vec![]),
    ] {
        let draft = Draft { ca_common_name: name.into(), ..draft("docker.example.com") };
        let found: Vec<Code> =
            draft.parse().problems.iter().filter(|problem| problem.field == Field::CaCommonName).map(|problem| problem.code).collect();
        assert_eq!(found, codes, "{name}");
    }
}

fn with_passphrase(passphrase: &str) -> Draft {
    Draft { ca_passphrase: passphrase.to_owned().into(), ca_passphrase_repeat: passphrase.to_owned().into(), ..draft("a.example") }
}

#[test]
fn a_passphrase_is_in_no_problem() {
    for draft in [with_passphrase("correct horse"), Draft { ca_passphrase_repeat: "horse".to_owned().into(), ..with_passphrase("horses") }]
    {
        let parsed = draft.parse();
        assert!(!format!("{parsed:?} {draft:?}").contains("horse"));
        if let Some(spec) = parsed.spec {
            assert!(!format!("{:?}", Draft::from(&spec).ca_passphrase).contains("horse"));
        }
    }
}

#[test]
fn a_blank_passphrase_is_none_and_said_and_spaces_around_one_belong_to_it() {
    for blank in [" ", "\u{3000} "] {
        let draft = with_passphrase(blank);
        assert_eq!(draft.parse().spec.expect("no error").authority.passphrase, None);
        assert_eq!(problems(&draft)[0], (Field::CaPassphrase, Code::PassphraseBlank, None));
    }
    let spaced = with_passphrase(&format!(" {PASSPHRASE} ")).parse().spec.expect("no error");
    assert_eq!(spaced.authority.passphrase.expect("one").as_str(), format!(" {PASSPHRASE} "));
}

#[test]
fn a_passphrase_has_up_to_1024_octets() {
    let text: String = PASSPHRASE.chars().chain("0123456789".chars().cycle()).take(1025).collect();
    assert!(with_passphrase(&text[..1024]).parse().spec.is_some());
    assert_eq!(problems(&with_passphrase(&text)), [(Field::CaPassphrase, Code::PassphraseTooLong, None)]);
    assert_eq!(problems(&with_passphrase("a\nb")), [(Field::CaPassphrase, Code::CharacterUnseen, None)]);
}

#[test]
fn what_is_easily_tried_out_is_weak_and_a_few_words_are_not_strong() {
    let strength = |text: &str| with_passphrase(text).parse().spec.expect("no error").authority.passphrase.expect("one").strength().name;
    for weak in [
        "a",
        "password",
        "12345678901234567890",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopqrstuvwxyz",
        "abababababababababab",
        "Docker2026!",
        "1qaz2wsx3edc4rfv5tgb",
        "qwertyuiopasdfghjklzxcvbnm",
        "床前明月光疑是地上霜",
    ] {
        assert_eq!(strength(weak), StrengthName::Weak, "{weak}");
    }
    for not_strong in [PASSPHRASE, "CorrectHorseBatteryStaple", "to be or not to be that is the question", "床前明月光，疑是地上霜"]
    {
        assert_ne!(strength(not_strong), StrengthName::Strong, "{not_strong}");
    }
    for strong in ["correct horse battery staple orange window", "k7m2q-9xw4t-3hgnb-p5rzd", "Vx3!qT9#mZ6$kR2@wL8%"] {
        assert_eq!(strength(strong), StrengthName::Strong, "{strong}");
    }
}

#[test]
fn a_passphrase_that_is_made_is_strong_and_never_the_same() {
    let made: std::collections::HashSet<String> =
        (0..200).map(|_| Passphrase::generate(getrandom::getrandom).expect("randomness").as_str().to_owned()).collect();
    assert_eq!(made.len(), 200);
    for text in made {
        assert_eq!(problems(&with_passphrase(&text)), [], "{text}");
        assert_eq!(text.len(), 23);
    }
}

#[test]
fn the_authority_may_have_another_kind_of_key() {
    let spec = Draft { ca_key_algorithm: "rsa-4096".into(), ..draft("a.example") }.parse().spec.expect("no error");
    let kinds: Vec<KeyAlgorithm> = spec.orders().key_algorithms().collect();
    assert_eq!(kinds, [KeyAlgorithm::Rsa4096, KeyAlgorithm::EcdsaP256, KeyAlgorithm::EcdsaP256]);
    let same = draft("a.example").parse().spec.expect("no error");
    assert_eq!(same.authority.key_algorithm, KeyAlgorithm::EcdsaP256);
}

#[test]
fn warnings_do_not_keep_from_issuing() {
    let draft = Draft {
        key_algorithm: "ed25519".into(),
        listen_address: "127.0.0.1".into(),
        ..draft("a.example 10.10.10.20 a.example *.a.example\nb.example 10.10.10.20")
    };
    let parsed = draft.parse();
    assert!(parsed.spec.is_some());
    assert!(parsed.problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert_eq!(
        problems(&draft),
        [
            (Field::Hosts, Code::HostFromDocumentation, Some(1)),
            (Field::Hosts, Code::HostRepeated, Some(1)),
            (Field::Hosts, Code::HostWildcard, Some(1)),
            (Field::Hosts, Code::HostShared, Some(2)),
            (Field::Hosts, Code::HostFromDocumentation, Some(2)),
            (Field::KeyAlgorithm, Code::KeyAlgorithmRare, None),
            (Field::ListenAddress, Code::ListenLoopback, None),
        ]
    );
}

#[test]
fn names_that_would_be_one_file_are_refused() {
    for hosts in ["2001:db8::1\n2001-db8--1", "2001-db8--1 192.0.2.1\n2001:db8::1 192.0.2.2"] {
        let taken = draft(hosts).parse().problems.into_iter().find(|problem| problem.code == Code::BundleNameTaken);
        assert_eq!(taken.and_then(|problem| problem.hint).as_deref(), Some("1"), "{hosts}");
    }
}

#[test]
fn a_host_that_is_there_twice_is_said_once_to_be() {
    for hosts in ["a.example\nA.example", "a.example 192.0.2.1\na.example 192.0.2.1", "a.example 192.0.2.1; a.example 192.0.2.2"] {
        let problems = draft(hosts).parse().problems;
        assert_eq!(
            problems.iter().map(|one| (one.code, one.hint.as_deref())).collect::<Vec<_>>(),
            [(Code::HostTwice, Some("1"))],
            "{hosts}"
        );
    }
    // What it shares with a third one is said of that.
    let shared = problems(&draft("a.example\nb.example 192.0.2.1\na.example 192.0.2.1"));
    assert_eq!(shared, [(Field::Hosts, Code::HostTwice, Some(3)), (Field::Hosts, Code::HostShared, Some(3))]);
}

#[test]
fn a_wildcard_cannot_come_first() {
    assert_eq!(
        problems(&draft("*.example.com docker.example.com")),
        [(Field::Hosts, Code::HostWildcard, Some(1)), (Field::Hosts, Code::HostWildcardFirst, Some(1))]
    );
}

#[test]
fn a_leaf_does_not_outlive_its_authority() {
    let short = Draft { ca_days: "30".into(), server_days: "31".into(), client_days: "30".into(), ..draft("a.example") };
    assert_eq!(problems(&short), [(Field::ServerDays, Code::OutlivesAuthority, None)]);
}

#[test]
fn too_much_is_refused_with_the_limit() {
    let daemons: String = (0..=Draft::MAX_ENTRIES).map(|index| format!("h{index}.example\n")).collect();
    assert_eq!(problems(&draft(&daemons)), [(Field::Hosts, Code::TooManyDaemons, None)]);
    let names: String = (0..=Draft::MAX_NAMES).map(|index| format!("h{index}.example ")).collect();
    assert_eq!(problems(&draft(&names)), [(Field::Hosts, Code::TooManyNames, Some(1))]);
}

#[test]
fn a_spec_is_the_same_after_a_round_trip() {
    let draft = Draft {
        organization: "Bücher & Söhne, \"GmbH\"".into(),
        country: "de".into(),
        email: "ops@example.com".into(),
        listen_address: "[::]".into(),
        allowed_sources: "192.0.2.7/24".into(),
        ..draft("Docker.Example.com 192.0.2.10\n2001:db8::10 *.example.com")
    };
    let spec = draft.parse().spec.expect("valid");
    assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec));
}

/// What breaks out of something somewhere.
fn hostile() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "'; rm -rf /; '",
        "\"$(id)\"",
        "`id`",
        "${HOME}",
        "a\nExecStart=/bin/sh",
        "a\r\nb",
        "a\0b",
        "../../etc/passwd",
        "a/../b",
        "-oProxyCommand=id",
        "--help",
        "\u{202e}moc.elpmaxe",
        "<img src=x onerror=alert(1)>",
        "%n%s",
        "C:\\x",
        "a&&b",
        "a|b",
        "~root",
        "*",
        "?",
        "[a]",
        "{a,b}",
        "a b",
        "\u{2018}x\u{2019}",
        "CN=x,O=y",
        "\u{feff}a",
        "b.example platform=rootless days=7",
        "alice kind=windows days=7",
        "platform=",
        "days=9",
    ])
    .prop_map(str::to_owned);
    let around = (any::<String>(), known.clone(), any::<String>()).prop_map(|(before, known, after)| before + &known + &after);
    prop_oneof![known, around, any::<String>(), "\\PC{0,40}", "[a-z0-9.:/_@= -]{1,40}"]
}

fn any_draft() -> impl Strategy<Value = Draft> {
    prop::collection::vec(prop::option::weighted(0.1, hostile()), Field::ALL.len()).prop_map(|texts| {
        let mut draft = draft("docker.example.com 192.0.2.10");
        for (&field, text) in Field::ALL.iter().zip(texts) {
            // Refused whatever they say: nothing else would be tried.
            if let (false, Some(text)) = (matches!(field, Field::CaPassphraseRepeat | Field::Locale), text) {
                *draft.field_mut(field) = text;
            }
        }
        draft
    })
}

/// A snippet in which everything that came from the draft is replaced: what is left is our own text.
fn skeleton(text: &str, spec: &Spec) -> String {
    let mut values: Vec<String> = spec.daemons.iter().flat_map(|daemon| [daemon.host().to_string(), daemon.host().file_stem()]).collect();
    values.extend(spec.clients.iter().map(|client| client.name().as_str().to_owned()));
    values.push(spec.daemons[0].installation().cert_directory.as_str().to_owned());
    values.extend(spec.allowed_sources.iter().map(ToString::to_string));
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values.iter().fold(text.to_owned(), |text, value| text.replace(value.as_str(), ""))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_draft_breaks_anything(draft in any_draft()) {
        let parsed = draft.parse();
        let errors = parsed.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        prop_assert_eq!(parsed.spec.is_none(), errors > 0);
        if let Some(spec) = parsed.spec {
            prop_assert_eq!(Draft::from(&spec).parse().spec, Some(spec));
        }
    }

    #[test]
    fn a_name_that_is_taken_is_plain(text in hostile()) {
        let safe = |text: &str, also: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c));
        if let Some(spec) = draft(&text).parse().spec {
            for daemon in &spec.daemons {
                prop_assert!(daemon.names().iter().all(|name| safe(&name.to_string(), ".-_:*")));
                prop_assert!(safe(&daemon.bundle_name(), ".-_") && safe(&daemon.context_name(), ".-_+"));
                prop_assert!(daemon.bundle_name().starts_with(|first: char| first.is_ascii_alphanumeric()));
            }
        }
        let clients = Draft { clients: text.clone(), ..draft("a.example") };
        if let Some(spec) = clients.parse().spec {
            for client in &spec.clients {
                prop_assert!(safe(client.name().as_str(), "._-+@"));
                prop_assert!(client.bundle_name().starts_with(|first: char| first.is_ascii_alphanumeric()));
            }
        }
        let directory = Draft { cert_directory: text, ..draft("a.example") };
        if let Some(spec) = directory.parse().spec {
            prop_assert!(safe(spec.daemons[0].installation().cert_directory.as_str(), "/._-+@"));
            prop_assert!(spec.daemons[0].installation().cert_directory.as_str().split('/').all(|part| part != ".."));
        }
    }

    #[test]
    fn nothing_typed_changes_the_shape_of_a_snippet(draft in any_draft()) {
        let Some(spec) = draft.parse().spec else { return Ok(()) };
        let name = match spec.daemons[0].host() {
            Host::Dns(_) => "h.example",
            Host::Address(address) if address.is_ipv4() => "192.0.2.1",
            Host::Address(_) => "2001:db8::1",
        };
        let harmless = Draft {
            hosts: format!("{name} platform={}", spec.daemons[0].platform().name()),
            clients: format!("c kind={}", spec.clients[0].kind.name()),
            organization: String::new(),
            ..Draft::from(&spec)
        };
        let harmless = harmless.parse().spec.expect("valid");
        let metacharacters = |spec: &Spec| -> Vec<usize> {
            let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
            // All hosts at once is as long as there are hosts, and so is Portainer's form.
            let texts = guide::steps(pair).into_iter().flat_map(|numbered| numbered.snippets);
            let texts = texts.filter(|snippet| snippet.id != SnippetId::ClientPortainer);
            // A list in a recipe has a part for each host.
            let alone = Spec { daemons: AtLeastOne::one(spec.daemons[0].clone()), ..spec.clone() };
            let of_alone = Pair { spec: &alone, daemon: &alone.daemons[0], client: &alone.clients[0] };
            let recipes = RECIPES.iter().flat_map(|recipe| recipe.blocks(of_alone)).map(|block| block.text);
            let texts = texts.map(|snippet| snippet.text).chain(recipes);
            texts.map(|text| skeleton(&text, spec).matches(['\n', ';', '|', '&', '$', '`', '\'', '"', '(', '<', '>']).count()).collect()
        };
        prop_assert_eq!(metacharacters(&spec), metacharacters(&harmless));
    }
}

#[test]
fn every_name_that_a_value_is_known_by_means_one_value() {
    let mut names: Vec<&str> = Vec::new();
    for &platform in Platform::ALL {
        for &name in [platform.name()].iter().chain(platform.aliases()) {
            assert_eq!(Platform::from_name(name), Some(platform));
            let draft = Draft { hosts: "docker.example.com".into(), platform: name.into(), ..Draft::default() };
            assert_eq!(draft.parse().problems, Draft { platform: platform.name().into(), ..draft.clone() }.parse().problems, "{name}");
            assert_eq!(Draft::from(&draft.parse().spec.expect(name)).platform, platform.name());
            names.push(name);
        }
    }
    for &algorithm in KeyAlgorithm::ALL {
        for &name in [algorithm.name()].iter().chain(algorithm.aliases()) {
            let draft =
                Draft { hosts: "docker.example.com".into(), key_algorithm: name.into(), ca_key_algorithm: name.into(), ..Draft::default() };
            let spec = draft.parse().spec.expect(name);
            assert_eq!([spec.key_algorithm, spec.authority.key_algorithm], [algorithm; 2]);
            names.push(name);
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(["docker-ce", "docker.io", "docker-desktop", "p256"].iter().all(|name| names.contains(name)));
}

#[test]
fn python_reads_in_a_link_what_the_draft_says() {
    let every: String = (' '..='~').chain("\t\n\u{e9}\u{6f22}\u{1f40b}".chars()).collect();
    let draft = Draft {
        hosts: every.clone(),
        clients: "alice;bob".into(),
        organization: "a&b=c+d %41#".into(),
        port: String::new(),
        ..Draft::default()
    };
    let read = "import sys, json, urllib.parse as u; print(json.dumps(u.parse_qsl(u.urlsplit(sys.argv[1]).fragment, keep_blank_values=True, strict_parsing=True)))";
    let said = run(program("python3").args(["-c", read, &draft.link("https://dockseal.example/tool/")])).succeeds();
    let read: Vec<(String, String)> = serde_json::from_str(&said).expect("JSON");
    let expected = [("hosts", every.as_str()), ("clients", "alice;bob"), ("organization", "a&b=c+d %41#"), ("port", "")];
    assert_eq!(read, expected.map(|(field, value)| (field.to_owned(), value.to_owned())));
}
