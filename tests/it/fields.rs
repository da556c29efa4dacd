//! Names, lists and small fields: what real people paste there, what no person does, and how much of it.

use std::{fs, sync::mpsc, thread, time::Duration};

use dockseal::{
    Code, Draft, Field, Pki, PrivateKey, Problem, Severity, UnixTime,
    bundle::{self, All, Format},
    guide::{self, Pair, Step},
    spec::{Host, Source},
};
use proptest::prelude::*;

use crate::{
    judge::{issue, program, run},
    tidy::repository,
};

fn with(field: Field, text: &str) -> Draft {
    let mut draft = Draft { hosts: "docker.example.com".into(), ..Draft::default() };
    text.clone_into(draft.field_mut(field));
    draft
}

fn of(field: Field, draft: &Draft) -> Vec<Problem> {
    draft.parse().problems.into_iter().filter(|problem| problem.field == field).collect()
}

/// The codes and hints at a field that says this.
fn told(field: Field, text: &str) -> Vec<(Code, String)> {
    of(field, &with(field, text)).into_iter().map(|problem| (problem.code, problem.hint.unwrap_or_default())).collect()
}

/// What a field makes of a text without a problem.
fn hosts(text: &str) -> Vec<Vec<String>> {
    let spec = with(Field::Hosts, text).parse().spec.unwrap_or_else(|| panic!("{text}: {:?}", told(Field::Hosts, text)));
    spec.daemons.iter().map(|daemon| daemon.hosts().iter().map(Host::to_string).collect()).collect()
}

fn clients(text: &str) -> Vec<String> {
    let spec = with(Field::Clients, text).parse().spec.unwrap_or_else(|| panic!("{text}: {:?}", told(Field::Clients, text)));
    spec.clients.iter().map(|client| client.name().as_str().to_owned()).collect()
}

fn sources(text: &str) -> Vec<String> {
    let spec = with(Field::AllowedSources, text).parse().spec;
    let spec = spec.unwrap_or_else(|| panic!("{text}: {:?}", told(Field::AllowedSources, text)));
    spec.allowed_sources.iter().map(Source::to_string).collect()
}

/// An input of a real host.
fn real(name: &str) -> String {
    fs::read_to_string(repository().join("tests/field").join(name)).expect(name)
}

fn case(code: Code, hint: &str) -> Vec<(Code, String)> {
    vec![(code, hint.to_owned())]
}

// At least one.

#[test]
fn a_list_of_nothing_but_separators_lacks_its_first_item() {
    for field in [Field::Hosts, Field::Clients] {
        for text in ["", " ", ",", "、", "，", ";", "；", ",,", ", ;\n；、", "\r\n,\r\n", "# nobody", "\u{3000}"] {
            assert_eq!(told(field, text), case(Code::Required, ""), "{text:?} in {field:?}");
            assert!(with(field, text).parse().spec.is_none());
        }
    }
    // A wrong item is there: a second problem does not call the field empty.
    assert_eq!(told(Field::Hosts, "0.0.0.0"), case(Code::HostUnspecified, ""));
}

/// Words, separators, and characters that mean something somewhere.
fn list() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("a.example".to_owned()),
        Just("192.0.2.7".to_owned()),
        Just("2001:db8::7".to_owned()),
        Just("*.example.com".to_owned()),
        Just("aux.lan".to_owned()),
        prop::sample::select(vec!["DNS:", "IP:", "CN=", "[", "]", "-", "#", "export DOCKER_HOST=", "ansible_host=", "\u{200b}", "а", "．"])
            .prop_map(str::to_owned),
        prop::sample::select(vec![
            "platform=openrc",
            "platform=windows",
            "platform=dind",
            "platform=",
            "days=7",
            "days=x",
            "kind=ci",
            "kind=x",
            "x=y"
        ])
        .prop_map(str::to_owned),
        "[A-Za-z0-9.:/*_%=@-]{1,12}",
        any::<String>(),
    ];
    let separator = prop::sample::select(vec![",", "、", "，", ";", "；", " ", "\n", "\r\n", "\t", "\u{a0}", "", "/", "="]);
    prop::collection::vec((word, separator), 0..8)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, separator)| [word, separator.into()]).collect())
}

fn any_fields() -> impl Strategy<Value = Draft> {
    prop::collection::vec(prop::option::weighted(0.15, list()), Field::ALL.len()).prop_map(|texts| {
        let mut draft = with(Field::Hosts, "docker.example.com 192.0.2.10");
        for (&field, text) in Field::ALL.iter().zip(texts) {
            if let Some(text) = text {
                *draft.field_mut(field) = text;
            }
        }
        draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn a_draft_without_a_spec_has_an_error_and_one_with_a_spec_has_none(draft in any_fields()) {
        let parsed = draft.parse();
        let errors = parsed.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        prop_assert_eq!(parsed.spec.is_none(), errors > 0, "{:?}", parsed.problems);
        for &field in Field::ALL {
            let of_field = parsed.problems.iter().filter(|problem| problem.field == field).count();
            prop_assert!(of_field <= Draft::MAX_PROBLEMS + 1);
        }
    }

    #[test]
    fn whatever_two_lists_say_every_snippet_and_every_archive_can_be_made(hosts in list(), clients in list()) {
        let draft = Draft { hosts, clients, ..Draft::default() };
        let Some(spec) = draft.parse().spec else { return Ok(()) };
        // dockseal.json has it like this.
        let read_back = Draft::from(&spec).parse().spec;
        prop_assert_eq!(read_back.as_ref(), Some(&spec));
        for daemon in &spec.daemons {
            for client in &spec.clients {
                let pair = Pair { spec: &spec, daemon, client };
                prop_assert!(Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair)).count() > 0);
            }
        }
        let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let pki = Pki::issue(spec.orders(), keys, UnixTime(1_767_225_600)).expect("issued");
        let folders = guide::folders(&spec);
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        let all = All::new(&folders, Format::Zip, &pki, pki.authority.not_before).expect("texts");
        prop_assert_eq!(all.pieces(&bundles).count(), bundles.len());
        for bundle in &bundles {
            prop_assert!(!bundle.pack(Format::Zip, pki.authority.not_before).is_empty());
            prop_assert!(bundle.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+@".contains(&byte)), "{}", bundle.name);
        }
    }
}

// How much.

#[test]
fn every_field_has_a_limit_and_says_it_before_it_looks_closer() {
    for &field in Field::ALL {
        let draft = with(field, &"{<\u{200f}".repeat(2_000_000));
        let codes: Vec<Code> = of(field, &draft).iter().map(|problem| problem.code).collect();
        match field {
            Field::CaPassphrase => assert_eq!(codes, [Code::PassphraseTooLong, Code::PassphraseNotAscii]),
            Field::CaPassphraseRepeat => assert_eq!(codes, [Code::PassphraseMismatch]),
            _ => assert_eq!(codes, [Code::FieldTooLong], "{field:?}"),
        }
        assert!(draft.parse().spec.is_none());
    }
}

#[test]
fn a_thousand_hosts_clients_and_sources_are_within_the_limits() {
    let many = |text: fn(usize) -> String| (0..1000).map(text).collect::<Vec<_>>().join("\n");
    let draft = Draft {
        hosts: many(|index| {
            format!("docker-production-{index:04}.department.example.com 10.20.{}.{} docker-{index}", index / 250, index % 250)
        }),
        clients: many(|index| format!("{index:064}")),
        allowed_sources: many(|index| format!("2001:db8:1234:5678:9abc:def0:{index:x}:0/112")),
        ..Draft::default()
    };
    let spec = draft.parse().spec.unwrap_or_else(|| panic!("{:?}", draft.parse().problems));
    assert_eq!((spec.daemons.len(), spec.clients.len(), spec.allowed_sources.len()), (1000, 1000, 1000));
}

/// A look at each character for each other one would take minutes; no clock decides about less.
#[test]
fn the_longest_text_that_is_looked_at_costs_no_more_than_its_length() {
    for field in [Field::Hosts, Field::Clients, Field::AllowedSources, Field::CertDirectory, Field::CaCommonName, Field::CaPassphrase] {
        for unit in [
            "{",
            "<",
            "$",
            "[",
            "=",
            "#",
            " #",
            "://",
            "@",
            ":",
            ".",
            "-",
            "a.",
            "%",
            "a ",
            "a\n",
            "a,",
            "1 ",
            "x=1 ",
            "\u{200f}",
            "\u{200b}a ",
            "é",
            "а1",
            "10.0.0.1 ",
            "1.1.1.1-",
            "DNS:",
            "CN=",
            "/CN=a,",
            "\"",
            "a:\n",
            "A B C\n",
            "*.a.b ",
            "10.0.0.*\n",
            "[a:b]",
            "a days=1\n",
            "a.b platform=snap\n",
            "kind=ci ",
            "platform=x ",
            "days=1,",
            "a =",
        ] {
            let most = Draft::max_octets(field);
            let text = unit.repeat(most / unit.len());
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || sender.send(with(field, &text).parse().problems.len()));
            let problems = receiver.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| panic!("{unit:?} in {field:?}"));
            assert!(problems <= 3 * (Draft::MAX_PROBLEMS + 1));
        }
    }
}

#[test]
fn of_many_problems_the_first_are_told_and_how_many_more_there_are() {
    let bad = "0.0.0.0\n".repeat(3000);
    let problems = of(Field::Hosts, &with(Field::Hosts, &bad));
    assert_eq!(problems.len(), Draft::MAX_PROBLEMS + 1);
    assert_eq!(problems.iter().map(|problem| problem.line).take(3).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let last = problems.last().expect("one");
    assert_eq!((last.code, last.severity, last.hint.as_deref()), (Code::MoreProblems, Severity::Error, Some("2980")));

    // An error is not hidden by warnings in front of it.
    let warnings: String = (0..50).map(|index| format!("h{index}.example *.h{index}.example\n")).collect();
    let problems = of(Field::Hosts, &with(Field::Hosts, &format!("{warnings}0.0.0.0")));
    let errors: Vec<(Code, Option<usize>)> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).map(|problem| (problem.code, problem.line)).collect();
    assert_eq!(errors, [(Code::HostUnspecified, Some(51))]);
    let last = problems.last().expect("one");
    assert_eq!((last.code, last.severity, last.hint.as_deref()), (Code::MoreProblems, Severity::Warning, Some("31")));
    // Nothing but warnings keeps nobody from issuing.
    assert!(with(Field::Hosts, &warnings).parse().spec.is_some());
    assert_eq!(of(Field::Hosts, &with(Field::Hosts, "0.0.0.0\n0.0.0.0")).len(), 2);
}

// Who may connect.

#[test]
fn networks_that_are_everybody_together_are_everybody() {
    for text in [
        "0.0.0.0/1 128.0.0.0/1",
        "128.0.0.0/1, 0.0.0.0/2, 64.0.0.0/2",
        "0.0.0.0/1\n128.0.0.0/2\n192.0.0.0/2\n10.0.0.0/8",
        "2000::/4 3000::/4",
        // The addresses from which nobody can come are left out.
        "1.0.0.0/8 2.0.0.0/7 4.0.0.0/6 8.0.0.0/5 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/2 192.0.0.0/3",
        "::ffff:0.0.0.0/97 ::ffff:128.0.0.0/97",
    ] {
        assert_eq!(told(Field::AllowedSources, text), case(Code::SourcesEverybody, ""), "{text}");
        assert!(with(Field::AllowedSources, text).parse().spec.is_none(), "{text}");
    }
    for text in [
        "0.0.0.0/0",
        "::/0",
        "2000::/3",
        "::/1",
        "0.0.0.0",
        "::",
        "any",
        "*",
        "0/0",
        "0.0.0.0/0.0.0.0",
        "::ffff:0:0/96",
        "0.0.0.0-255.255.255.255",
    ] {
        assert_eq!(told(Field::AllowedSources, text)[0].0, Code::SourceEverybody, "{text}");
    }
    // Half of everybody may be wrong, but is not everybody.
    for text in
        ["0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/1 128.0.0.0/2", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16", "2000::/4", "fc00::/7 fe80::/10"]
    {
        assert!(with(Field::AllowedSources, text).parse().spec.is_some(), "{text}");
    }
}

#[test]
fn sources_are_taken_in_the_forms_that_are_certain() {
    for (text, read) in [
        ("10.0.0.0/255.0.0.0", vec!["10.0.0.0/8"]),
        ("192.168.1.7/255.255.255.128", vec!["192.168.1.0/25"]),
        ("192.0.2.1/255.255.255.255", vec!["192.0.2.1"]),
        ("[2001:db8::7] [2001:db8::]/32", vec!["2001:db8::7", "2001:db8::/32"]),
        ("::ffff:192.0.2.7", vec!["192.0.2.7"]),
        ("100.64.0.0/10", vec!["100.64.0.0/10"]),
        ("１０．０．０．０／８", vec!["10.0.0.0/8"]),
        ("192.0.2.7 # office", vec!["192.0.2.7"]),
        ("192.0.2.7, 192.0.2.7/32", vec!["192.0.2.7"]),
    ] {
        assert_eq!(sources(text), read, "{text}");
    }
    for (text, code, hint) in [
        ("192.168.1.*", Code::SourceInOtherForm, "192.168.1.0/24"),
        ("10.x.x.x", Code::SourceInOtherForm, "10.0.0.0/8"),
        ("172.16/12", Code::SourceInOtherForm, "172.16.0.0/12"),
        ("192.168.1.10-192.168.1.20", Code::SourceInOtherForm, "192.168.1.10/31, 192.168.1.12/30, 192.168.1.16/30, 192.168.1.20"),
        ("192.168.1.0-255", Code::SourceInOtherForm, "192.168.1.0/24"),
        ("203.0.113.7:2376", Code::SourceInOtherForm, "203.0.113.7"),
        ("tcp://203.0.113.7:2376", Code::SourceInOtherForm, "203.0.113.7"),
        ("[2001:db8::7]:2376", Code::SourceInOtherForm, "2001:db8::7"),
        ("fe80::1%eth0", Code::SourceInOtherForm, "fe80::1"),
        ("home.dyndns.example", Code::SourceIsName, ""),
        ("10.0.0.0/255.0.255.0", Code::SourceBad, ""),
        ("192.168.1.20-192.168.1.10", Code::SourceBad, ""),
        ("192.0.2.1-198.51.100.77", Code::SourceBad, ""),
        ("::1-8000::", Code::SourceBad, ""),
        ("192.168.1\u{2013}2", Code::CharacterLooksAlike, "10 (U+2013)"),
        ("192.0.2.7\u{200b}", Code::CharacterUnseen, "10 (U+200B)"),
    ] {
        assert_eq!(told(Field::AllowedSources, text), case(code, hint), "{text}");
        // A hint can be typed as it is.
        if code == Code::SourceInOtherForm {
            sources(hint);
        }
    }
    let real = told(Field::AllowedSources, &real("49-sources.txt"));
    let hints: Vec<&str> = real.iter().map(|(_, hint)| hint.as_str()).collect();
    assert_eq!(hints, ["192.168.1.0/24", "192.168.1.10/31, 192.168.1.12/30, 192.168.1.16/30, 192.168.1.20", "", "203.0.113.7"]);
}

// Lines of other tools.

#[test]
fn names_of_a_certificate_are_taken_without_openssls_types() {
    assert_eq!(hosts(&real("41-san-dns-with-ip.txt").replace("DNS:192.168.1.122,", "")), [["192.168.1.122", "127.0.0.1"]]);
    assert_eq!(hosts("DNS:a.example, IP Address:192.0.2.1, DNS.2:*.a.example"), [["a.example", "192.0.2.1", "*.a.example"]]);
    assert_eq!(hosts("IP:2001:db8::1"), [["2001:db8::1"]]);
    assert_eq!(hosts(&real("41-san-dns-with-ip.txt")), [["192.168.1.122", "127.0.0.1"]]);
    // What stays refused is refused for itself.
    let san = told(Field::Hosts, &real("40-san-line.txt"));
    assert_eq!(san.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::HostWildcard, Code::HostBadWildcard]);
    assert_eq!(told(Field::Hosts, "DNS:2376"), case(Code::HostHasPort, "dns"));
}

#[test]
fn what_a_tool_has_printed_is_named_with_what_to_type() {
    for (text, tool, instead) in [
        (real("43-docker-machine-env.txt"), "DOCKER_HOST", "192.168.99.100"),
        ("set -gx DOCKER_HOST \"tcp://a.example:2376\";".into(), "DOCKER_HOST", "a.example"),
        ("$Env:DOCKER_HOST = \"tcp://192.0.2.7:2376\"".into(), "DOCKER_HOST", "192.0.2.7"),
        ("SET DOCKER_HOST=tcp://192.0.2.7:2376".into(), "DOCKER_HOST", "192.0.2.7"),
        ("DOCKER_HOST: tcp://docker:2376".into(), "DOCKER_HOST", "docker"),
        (real("46-ansible-inventory.txt"), "Ansible", "node1 10.0.0.11; node2 10.0.0.12"),
        (real("47-docker-machine-ls.txt"), "docker-machine ls", "203.0.113.7"),
        (
            "NAME        DESCRIPTION   DOCKER ENDPOINT               ERROR\ndefault *   Local         unix:///var/run/docker.sock\nprod   tcp://prod.example.com:2376".into(),
            "docker context ls",
            "prod.example.com",
        ),
        ("NAME  STATUS  ROLES  AGE  INTERNAL-IP\nn1  Ready  worker  9d  10.0.0.7".into(), "kubectl get nodes", "10.0.0.7"),
        ("[alt_names]\nDNS.1 = *.a.example\nDNS.2 = a.example\nIP.1 = 192.0.2.7".into(), "OpenSSL", "a.example 192.0.2.7 *.a.example"),
        ("subjectAltName = DNS:a.example,IP:192.0.2.7".into(), "OpenSSL", "a.example 192.0.2.7"),
        ("X509v3 Subject Alternative Name:\n    DNS:a.example, IP Address:192.0.2.7".into(), "OpenSSL", "a.example 192.0.2.7"),
        ("Host prod\n  HostName 192.0.2.7\n  User root".into(), "ssh_config", "192.0.2.7"),
        ("Host nas\n  User root\nHost *\n  Port 22\nHost build\n  Hostname=build.lan".into(), "ssh_config", "nas; build.lan"),
        ("User root".into(), "ssh_config", "docker.example.com 192.0.2.10"),
        (real("55-burmilla-cloud-config.txt"), "YAML", "docker.example.com 192.0.2.10"),
    ] {
        let problems = of(Field::Hosts, &with(Field::Hosts, &text));
        let said: Vec<_> = problems.iter().map(|one| (one.code, one.value.as_deref(), one.hint.as_deref())).collect();
        assert_eq!(said, [(Code::HostsCopied, Some(tool), Some(instead))], "{text}");
        // A hint can be typed as it is.
        hosts(instead);
    }
}

#[test]
fn a_hosts_file_is_taken_without_its_comments() {
    let problems = told(Field::Hosts, &real("44-etc-hosts.txt"));
    assert_eq!(
        problems.iter().filter(|(code, _)| *code != Code::HostAddressFirst).collect::<Vec<_>>(),
        [&(Code::HostHasZone, "fe80::1".to_owned())]
    );
    assert_eq!(
        hosts(&real("44-etc-hosts.txt").replace("fe80::1%eth0", "2001:db8::1")),
        [
            vec!["192.168.50.11", "docker-prod-01", "docker-prod-01.lan"],
            vec!["192.168.50.12", "docker-prod-02"],
            vec!["2001:db8::1", "docker-prod-03"],
            vec!["192.168.50.14", "docker-prod-04"],
        ]
    );
    assert_eq!(hosts("a.example # b.example; c.example\n#d.example\n;e.example"), [["a.example"], ["e.example"]]);
    assert_eq!(told(Field::Hosts, "a.example#x"), case(Code::HostIsUrl, "a.example"));
}

#[test]
fn a_command_line_is_named_with_the_host_that_it_is_for() {
    for (text, program, instead) in [
        ("ssh root@192.168.1.50", "ssh", "192.168.1.50"),
        ("ssh 192.168.1.50", "ssh", "192.168.1.50"),
        ("$ sudo ssh -p 2222 -i key -v nas.lan docker version", "ssh", "nas.lan"),
        ("SSH -p2222 nas.lan", "ssh", "nas.lan"),
        ("ssh -V", "ssh", "docker.example.com 192.0.2.10"),
        ("ssh-copy-id admin@[2001:db8::7]", "ssh-copy-id", "2001:db8::7"),
        ("scp -P 22 alice-client.tar.gz nas.lan:", "scp", "nas.lan"),
        ("ping -c 3 docker.lan", "ping", "docker.lan"),
        ("curl https://docker.lan:2376/version", "curl", "docker.lan"),
        ("docker -H tcp://192.168.1.50:2376 ps", "docker", "192.168.1.50"),
        ("docker --tlsverify --host=ssh://root@nas.lan version", "docker", "nas.lan"),
    ] {
        let problems = of(Field::Hosts, &with(Field::Hosts, &format!("a.example\n{text}\nb.example")));
        let said: Vec<_> = problems.iter().map(|one| (one.code, one.line, one.value.as_deref(), one.hint.as_deref())).collect();
        assert_eq!(said, [(Code::HostIsCommand, Some(2), Some(program), Some(instead))], "{text}");
        // A hint can be typed as it is.
        hosts(instead);
    }
    // A host may be called like a program.
    for text in ["docker 192.168.1.50", "ssh", "nas.lan ssh", "docker.lan docker"] {
        assert_eq!(hosts(text), [text.split(' ').map(str::to_owned).collect::<Vec<_>>()]);
    }
}

#[test]
fn a_line_of_a_hosts_file_says_what_names_the_host_and_loopback_is_no_host_beside_others() {
    for (text, hint) in [
        ("192.168.1.50 docker.lan docker", "docker.lan docker 192.168.1.50"),
        ("192.168.1.50 2001:db8::1 *.docker.lan docker.lan", "docker.lan 192.168.1.50 2001:db8::1 *.docker.lan"),
        // Debian's line about the machine itself.
        ("127.0.1.1 docker.lan docker", "docker.lan docker"),
        ("localhost docker.lan", "docker.lan"),
    ] {
        let told_but_wildcards =
            |text: &str| -> Vec<_> { told(Field::Hosts, text).into_iter().filter(|(code, _)| *code != Code::HostWildcard).collect() };
        assert_eq!(told_but_wildcards(text), case(Code::HostAddressFirst, hint), "{text}");
        // It is a warning, and its hint can be typed as it is.
        assert_eq!(hosts(text)[0][0], text.split(' ').next().expect("a word"));
        assert_eq!(told_but_wildcards(hint), [], "{hint}");
    }
    for text in ["docker.lan 192.168.1.50", "192.168.1.50 2001:db8::1", "192.168.1.50 localhost", "127.0.0.1 localhost"] {
        assert_eq!(told(Field::Hosts, text), [], "{text}");
    }
    for own in ["127.0.0.1 localhost localhost.localdomain", "::1 localhost ip6-localhost ip6-loopback", "localhost"] {
        assert_eq!(told(Field::Hosts, own), [], "{own}");
        let problems = of(Field::Hosts, &with(Field::Hosts, &format!("{own}\ndocker.lan")));
        let said: Vec<_> = problems.iter().map(|one| (one.code, one.line)).collect();
        assert_eq!(said, [(Code::HostIsLoopback, Some(1))], "{own}");
    }
}

#[test]
fn a_list_that_looks_like_none_of_these_is_one() {
    assert_eq!(hosts(real("42-boot2docker-hostnames.txt").trim()), [["default", "127.0.0.1", "10.0.2.15", "192.168.99.100"]]);
    for text in ["hostname 192.0.2.7", "hostname, 192.0.2.7", "host a.example\nname b.example"] {
        let spec = with(Field::Hosts, text).parse().spec.expect(text);
        assert_eq!(Draft::from(&spec).parse().spec, Some(spec), "{text}");
    }
    for shout in ["DOCKER-HOST HOST NAME", "NAS CI HUB"] {
        assert_eq!(hosts(shout), [shout.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>()]);
    }
    assert_eq!(hosts("\"a.example\", 'b.example'"), [["a.example", "b.example"]]);
    assert_eq!(hosts("2001:db8::1"), [["2001:db8::1"]]);
    assert_eq!(told(Field::Hosts, "docker:"), case(Code::HostHasPort, "docker"));
    assert_eq!(hosts("a.example # was: DOCKER_HOST=tcp://b.example:2376"), [["a.example"]]);
}

#[test]
fn a_word_of_a_configuration_is_named_with_the_host_in_it() {
    for (text, code, hint) in [
        ("ansible_host=10.0.0.11", Code::HostsCopied, "docker.example.com 192.0.2.10"),
        ("host=a.example", Code::HostIsAssignment, "a.example"),
        ("--host=tcp://a.example:2376", Code::HostIsAssignment, "a.example"),
        ("/CN=a.example", Code::HostIsAssignment, "a.example"),
        ("CN=a.example", Code::HostIsAssignment, "a.example"),
        ("user=root", Code::SettingUnknown, "platform=, days="),
        ("a=b=c", Code::SettingUnknown, "platform=, days="),
        ("[docker]", Code::HostIsHeading, ""),
        ("[docker:vars]", Code::HostIsHeading, ""),
        ("10.0.0.[11:13]", Code::HostIsRange, "10.0.0.11"),
        ("web[01:10].example", Code::HostIsRange, "web01.example"),
        ("web{1..3}.example", Code::HostIsRange, "web1.example"),
        ("10.0.0.11-13", Code::HostIsRange, "10.0.0.11"),
        ("0x7f000001", Code::HostBadAddress, ""),
        ("::ffff:0.0.0.0", Code::HostUnspecified, ""),
        ("::ffff:224.0.0.1", Code::HostNotUnicast, ""),
        ("[2001:db8::1]", Code::Required, ""),
    ] {
        if code == Code::Required {
            hosts(text);
            continue;
        }
        assert_eq!(told(Field::Hosts, text), case(code, hint), "{text}");
    }
}

#[test]
fn clients_names_of_other_tools_are_answered_with_the_right_one() {
    let hints: Vec<(Code, String)> = told(Field::Clients, &real("48-client-names.txt"));
    assert_eq!(
        hints,
        [
            (Code::ClientBadName, "Docker-Client".to_owned()),
            (Code::ClientIsDistinguishedName, "client".into()),
            (Code::ClientIsDistinguishedName, "alice".into()),
            (Code::ClientBadName, "CORP-bob".into()),
            (Code::ClientBadName, "ci-runner-01".into()),
            (Code::ClientBadName, "client-1".into()),
            (Code::ClientBadName, "system-node-worker-1".into()),
            (Code::ClientBadName, "OBrien".into()),
        ]
    );
    for (text, hint) in [
        ("/C=DE/O=Example/CN=bob", "bob"),
        ("subject=CN = carol, O = Example", "carol"),
        ("subject=/CN=dave", "dave"),
        ("O=Example,OU=ops", "client-1"),
        ("CN=张三", "client-1"),
    ] {
        assert_eq!(told(Field::Clients, text), case(Code::ClientIsDistinguishedName, hint), "{text}");
    }
    assert_eq!(clients("alice # ops\n# nobody\nbob"), ["alice", "bob"]);
    assert_eq!(told(Field::Clients, "runner #1"), case(Code::ClientBadName, "runner-1"));
    assert_eq!(clients("ａｌｉｃｅ"), ["alice"]);
}

#[test]
fn what_cannot_be_seen_or_looks_like_something_else_is_named_with_its_place() {
    for (field, text, code, hint) in [
        (Field::Hosts, "docker\u{200b}.example", Code::CharacterUnseen, "7 (U+200B)"),
        (Field::Hosts, "\u{feff}docker.example", Code::CharacterUnseen, "1 (U+FEFF)"),
        (Field::Hosts, "docker.ex\u{430}mple", Code::CharacterLooksAlike, "10 (U+0430)"),
        (Field::Hosts, "docker\u{2010}1", Code::CharacterLooksAlike, "7 (U+2010)"),
        (Field::Clients, "Docker\u{a0}Client", Code::CharacterUnseen, "7 (U+00A0)"),
        (Field::Clients, "\u{430}lice", Code::CharacterLooksAlike, "1 (U+0430)"),
        (Field::CertDirectory, "/etc/docker/\u{200d}tls", Code::CharacterUnseen, "13 (U+200D)"),
        (Field::Organization, "Example\u{202e}", Code::CharacterUnseen, "8 (U+202E)"),
        (Field::CaCommonName, "My\u{3164}CA", Code::CharacterUnseen, "3 (U+3164)"),
    ] {
        assert_eq!(told(field, text), case(code, hint), "{text:?} in {field:?}");
    }
    // A name in letters of its own is one.
    assert_eq!(told(Field::Hosts, "пример.рф"), case(Code::HostNotAscii, ""));
    // A no-break space parts words like another one.
    assert_eq!(hosts("a.example\u{a0}192.0.2.7"), [["a.example", "192.0.2.7"]]);
    // What an input method types in full width is what it says.
    assert_eq!(
        hosts("ｄｏｃｋｅｒ．ｅｘａｍｐｌｅ １９２．０．２．７；ｂ。ｅｘａｍｐｌｅ"),
        [vec!["docker.example", "192.0.2.7"], vec!["b.example"]]
    );
    let draft =
        Draft {
            port: "２３７７".into(), ca_days: "３６５０".into(), listen_address: "：：".into(), ..with(Field::Hosts, "a.example")
        };
    let spec = draft.parse().spec.expect("valid");
    assert_eq!((spec.listen.url(), spec.authority.validity.days()), ("tcp://[::]:2377".into(), 3650));
}

#[test]
fn folders_are_answered_by_what_is_right_on_the_platform() {
    let told = |platform: &str, text: &str| {
        let draft = Draft { platform: platform.into(), ..with(Field::CertDirectory, text) };
        of(Field::CertDirectory, &draft).into_iter().map(|problem| (problem.code, problem.hint.unwrap_or_default())).next()
    };
    let (linux, windows) = ("/etc/docker/tls", r"C:\ProgramData\docker\tls");
    for (platform, text, code, hint) in [
        ("systemd", "~/.docker", Code::DirectoryNotAbsolute, linux),
        ("systemd", "$HOME/.docker", Code::DirectoryNotAbsolute, linux),
        ("systemd", r"C:\ProgramData\docker\daemoncerts", Code::DirectoryNotAbsolute, linux),
        ("systemd", "/etc/docker/certs.d", Code::DirectoryOfRegistries, linux),
        ("systemd", "/etc/docker/tls/server-cert.pem", Code::DirectoryIsFile, linux),
        ("systemd", "/run/docker-tls", Code::DirectoryNotKept, linux),
        ("systemd", "/tmp", Code::DirectoryNotKept, linux),
        ("rootless", "$HOME/.docker", Code::DirectoryNotAbsolute, "~/.docker"),
        ("rootless", "${HOME}/a b", Code::DirectoryNotAbsolute, "~/.config/docker/tls"),
        ("rootless", "~/.config/docker/certs.d", Code::DirectoryOfRegistries, "~/.config/docker/tls"),
        ("rootless", "/home/ci/.config/docker/certs.d/x", Code::DirectoryOfRegistries, "~/.config/docker/tls"),
        ("windows", r"C:\ProgramData\docker\certs.d", Code::DirectoryOfRegistries, windows),
        ("windows", r"c:\programdata\Docker\CERTS.D\", Code::DirectoryOfRegistries, windows),
        ("windows", r"C:\Program Files\docker\tls", Code::DirectoryBad, ""),
        ("windows", r"C:\docker\aux", Code::DirectoryBad, ""),
        ("windows", r"C:\docker\tls.", Code::DirectoryBad, ""),
        ("windows", "/etc/docker/tls", Code::DirectoryNotAbsolute, windows),
        ("windows", r"%ProgramData%\docker\tls", Code::DirectoryNotAbsolute, windows),
    ] {
        assert_eq!(told(platform, text), Some((code, hint.to_owned())), "{text} on {platform}");
    }
    use Code::{DirectoryBad, DirectoryNotAbsolute, DirectoryOfRegistries};
    for (platform, codes) in [
        ("systemd", [None, Some(DirectoryOfRegistries)].into_iter().chain([Some(DirectoryNotAbsolute); 5]).collect::<Vec<_>>()),
        ("rootless", {
            let refused = [DirectoryNotAbsolute; 4].map(Some);
            [None, Some(DirectoryOfRegistries), None].into_iter().chain(refused).collect()
        }),
        ("windows", {
            let told = [None, Some(DirectoryOfRegistries), Some(DirectoryBad)];
            [Some(DirectoryNotAbsolute); 4].into_iter().chain(told).collect()
        }),
    ] {
        let lines: Vec<_> = real("53-folders.txt").lines().map(|line| told(platform, line).map(|(code, _)| code)).collect();
        assert_eq!(lines, codes, "{platform}");
    }
    for (platform, text) in [
        ("systemd", "/root/DockerCert"),
        ("systemd", "/etc/docker/aux"),
        ("systemd", "/srv/run/tls"),
        ("rootless", "~/.docker"),
        ("windows", r"C:\ProgramData\docker\daemoncerts"),
        ("dind", "/certs/server"),
    ] {
        assert_eq!(told(platform, text), None, "{text} on {platform}");
    }
}

#[test]
fn an_address_of_ipv4_in_ipv6_listens_as_what_it_is() {
    assert_eq!(told(Field::ListenAddress, "::ffff:127.0.0.1"), case(Code::ListenLoopback, ""));
    let spec = with(Field::ListenAddress, "[::ffff:192.0.2.7]").parse().spec.expect("valid");
    assert_eq!(spec.listen.url(), "tcp://192.0.2.7:2376");
}

// File names.

/// Python knows the names that Windows keeps for devices.
#[test]
fn no_archive_and_no_file_in_one_is_called_like_a_device_of_windows() {
    let devices = ["con", "prn", "aux", "nul", "com1", "lpt9", "Com0"];
    let draft = Draft {
        hosts: devices.map(|name| format!("{name}.lan\n{name}\n")).concat(),
        clients: devices.map(|name| format!("{name}\n{name}.bob\n")).concat(),
        ..Draft::default()
    };
    let issued = issue(&draft, UnixTime(1_767_225_600));
    let folder = tempfile::tempdir().expect("a folder");
    let mut names = Vec::new();
    for (name, archive) in issued.archives().into_iter().filter(|(name, _)| name.ends_with(".zip")) {
        let file = folder.path().join(&name);
        fs::write(&file, archive).expect("an archive");
        names.extend(run(program("zipinfo").arg("-1").arg(&file)).succeeds().lines().map(str::to_owned));
        names.push(name);
    }
    assert!(names.contains(&"host-aux.lan-server.zip".to_owned()) && names.contains(&"client-nul.bob-client.zip".to_owned()));
    let judge = "import pathlib, sys\nfor name in sys.argv[1:]:\n    for part in pathlib.PureWindowsPath(name).parts:\n        if pathlib.PureWindowsPath(part).is_reserved(): print(part)";
    let reserved = |names: &[String]| run(program("python3").args(["-W", "ignore", "-c", judge]).args(names)).succeeds();
    assert_eq!(reserved(&names), "");
    // The judge finds what it is asked for.
    assert_eq!(reserved(&["a-and-others/aux.lan-server.zip".into()]), "aux.lan-server.zip\n");
}

// The authority's name.

#[test]
fn an_authority_named_like_any_other_certificate_is_refused() {
    let draft = |name: &str| Draft {
        ca_common_name: name.into(),
        hosts: "Docker.example.com *.example.com 192.0.2.7 2001:DB8::7\naux.lan".into(),
        clients: "Alice,bob@corp.example".into(),
        ..Draft::default()
    };
    for name in ["docker.example.com", "*.EXAMPLE.com", "192.0.2.7", "2001:db8::7", "aux.lan", "::1", "LOCALHOST", " localhost "] {
        assert_eq!(of(Field::CaCommonName, &draft(name))[0].code, Code::CaNamedLikeHost, "{name}");
    }
    for name in ["alice", "BOB@corp.example", "Dockerd", " alice "] {
        assert_eq!(of(Field::CaCommonName, &draft(name))[0].code, Code::CaNamedLikeClient, "{name}");
    }
    for name in ["", "Alice's CA", "docker.example.com CA"] {
        assert_eq!(of(Field::CaCommonName, &draft(name)), [], "{name}");
    }
}
