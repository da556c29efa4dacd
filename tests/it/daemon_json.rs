//! A `daemon.json` that is there: what its text can do and what it cannot.

use std::fs;

use dockseal::{
    Code, Draft, Field, Platform, Problem, Severity,
    guide::{self, Pair, SnippetId, Step, install_sh},
    spec::existing::MAX_OCTETS,
};
use proptest::{prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};

use crate::{
    booted::{BOOKWORM, TRIXIE, unbooted},
    judge::{issue, now, program, run},
    tidy::repository,
};

/// Everything that a bundle has in files, in the shape of the places where the page shows their names.
const LIKE_HOLES: &str = "<server-key.pem> <ca.pem> <server-cert.pem> data:,<server-key.pem>";

#[test]
fn what_looks_like_a_place_for_the_key_in_a_pasted_text_stays_as_it_was_typed() {
    let file = format!("{{\n  \"labels\": [\"{LIKE_HOLES}\"],\n  \"log-opts\": {{ \"tag\": \"<server-key.pem>\" }}\n}}\n");
    let command = format!("ExecStart=/usr/bin/dockerd -H fd:// --label \"{LIKE_HOLES}\" --label=a=<server-key.pem>");
    for &platform in Platform::ALL {
        let draft = Draft { hosts: "docker.example.com".into(), platform: platform.name().into(), ..Draft::default() };
        let with_file = platform.facts().own_daemon_json().is_some();
        let draft = match (with_file, platform.facts().unit()) {
            (true, _) => Draft { daemon_json: file.clone(), ..draft },
            (false, Some(unit)) if unit.command.contains("rootless") => {
                Draft { exec_start: command.replace("dockerd", "dockerd-rootless.sh"), ..draft }
            }
            (false, Some(_)) => Draft { exec_start: command.clone(), ..draft },
            (false, None) => continue,
        };
        let issued = issue(&draft, now());
        let bundle = &issued.bundles[0];
        let key = String::from_utf8(bundle.file("server-key.pem").expect("the key").content().to_vec()).expect("PEM");
        let line = key.lines().nth(1).expect("a line of the key");
        let pair = Pair { spec: &issued.spec, daemon: &issued.spec.daemons[0], client: &issued.spec.clients[0] };
        let mut typed = 0;
        for shown in
            guide::of_step(Step::Configure, pair).filter(|shown| matches!(shown.id, SnippetId::DaemonJson | SnippetId::SystemdDropIn))
        {
            let packed = bundle.file(shown.file_name()).expect("the file");
            let content = String::from_utf8(packed.content().to_vec()).expect("UTF-8");
            // A file that can have comments begins with who made it and when.
            let text = if content.starts_with("# Made by") { content.split_once('\n').expect("lines").1 } else { &content };
            assert_eq!(text, shown.text, "{platform:?}");
            assert_eq!(packed.mode, 0o644, "{platform:?}");
            typed += usize::from(shown.text.contains(LIKE_HOLES));
        }
        assert_eq!(typed, 1, "{platform:?}");
        // What is made to have the key in it has it once, and the drop-in as it was typed.
        for file in &bundle.files {
            let content = file.content();
            let text = String::from_utf8_lossy(&content);
            let found = text.matches(line).count().max(text.matches(&percent_encoded(line)).count());
            assert_eq!(found, usize::from(file.mode == 0o400), "{platform:?} {}", file.name);
        }
    }
}

fn percent_encoded(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("%{:02X}", u32::from(c)) }).collect()
}

fn with(platform: Platform, text: &str) -> Draft {
    Draft { hosts: "docker.example.com".into(), platform: platform.name().into(), daemon_json: text.into(), ..Draft::default() }
}

/// What is said of a file: the code, the line, the text and the hint.
fn said(draft: &Draft) -> Vec<(Code, usize, String, String)> {
    let of_file = |problem: &Problem| problem.field == Field::DaemonJson;
    let problems = draft.parse().problems.into_iter().filter(of_file);
    problems.map(|one| (one.code, one.line.unwrap_or_default(), one.value.unwrap_or_default(), one.hint.unwrap_or_default())).collect()
}

fn field(name: &str) -> String {
    let path = repository().join("tests/field").join(name);
    String::from_utf8(fs::read(&path).expect("the file")).expect("UTF-8")
}

fn merged(text: &str) -> String {
    let parsed = with(Platform::SystemdDaemonJson, text).parse();
    let spec = parsed.spec.unwrap_or_else(|| panic!("{:?}", parsed.problems));
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let file = guide::of_step(Step::Configure, pair).find(|one| one.id == SnippetId::DaemonJson);
    file.expect("the file").text
}

/// Each fault has its own words, at its own line.
#[test]
fn what_breaks_json_is_named_where_it_is() {
    let file = |text: &str| said(&with(Platform::SystemdDaemonJson, text));
    let lines = "\"insecure-registries\" : [ \"10.0.0.5:5006\"] },";
    assert_eq!(file(&field("21-brace-too-many.json")), [(Code::JsonEndsEarly, 3, lines.into(), String::new())]);
    assert_eq!(file(&field("20-three-objects.json")), [(Code::JsonSecondObject, 5, "{".into(), String::new())]);
    assert_eq!(file(&field("26-unquoted-key.json")), [(Code::JsonBareKey, 1, "experimental".into(), "\"experimental\"".into())]);
    let blank = "U+00A0 NO-BREAK SPACE".to_owned();
    assert_eq!(file(&field("29-no-break-space.json")), [(Code::JsonInvisible, 2, blank, "\"registry-mirrors\": [".into())]);
    for (text, code, line, value, hint) in [
        ("{\n \"mtu\": 1，\n \"debug\": true }", Code::JsonLookAlike, 2, "，", ","),
        ("{\n \"mtu\"： 1 }", Code::JsonLookAlike, 2, "：", ":"),
        ("{\n “mtu”: 1 }", Code::JsonLookAlike, 2, "“", "\""),
        ("{\n \"mtu”: 1 }", Code::JsonLookAlike, 2, "”", "\""),
        ("{\n \"bip\": 'a' }", Code::JsonLookAlike, 2, "'", "\""),
        ("{\n \"mtu\" = 1 }", Code::JsonLookAlike, 2, "=", ":"),
        ("{\n \"mtu\": 1; }", Code::JsonLookAlike, 2, ";", ","),
        ("｛\n \"mtu\": 1 }", Code::JsonLookAlike, 1, "｛", "{"),
        ("{ \"mtu\": 1\n｝", Code::JsonLookAlike, 2, "｝", "}"),
        ("{ \"dns\": [\n \"192.0.2.1\"、\"192.0.2.2\"] }", Code::JsonLookAlike, 2, "、", ","),
        ("\n{ \"mtu\":\u{3000}1 }", Code::JsonInvisible, 2, "U+3000 IDEOGRAPHIC SPACE", "{ \"mtu\":\u{3000}1 }"),
        ("{ \"mtu\": 1\n \u{200b}}", Code::JsonInvisible, 2, "U+200B ZERO WIDTH SPACE", "\u{200b}}"),
        ("{}\n\u{feff}", Code::JsonInvisible, 2, "U+FEFF BYTE ORDER MARK", "\u{feff}"),
        ("{\n \"bip\": \"a\tb\" }", Code::JsonInvisible, 2, "U+0009 TAB", "\"bip\": \"a\tb\" }"),
        ("{\n \"b\u{200b}ip\": \"a\" }", Code::JsonInvisible, 2, "U+200B ZERO WIDTH SPACE", "\"b\u{200b}ip\": \"a\" }"),
        ("{ \"mtu\": 1\n , }", Code::JsonTrailingComma, 2, ", }", ""),
        ("{ \"dns\": [\n , ] }", Code::JsonTrailingComma, 2, ", ] }", ""),
        ("{ \"mtu\": 1,\n\n, \"debug\": true }", Code::JsonTrailingComma, 1, "{ \"mtu\": 1,", ""),
        ("{\n // mtu\n}", Code::JsonComment, 2, "// mtu", ""),
        ("{\n \"mtu\": 1 # mtu\n}", Code::JsonComment, 2, "# mtu", ""),
        ("{ \"dns\": [\"a\"\n \"b\"] }", Code::JsonMissingComma, 2, "\"b\"] }", ""),
        ("{ \"log-opts\": {} \n \"mtu\": 1 }", Code::JsonMissingComma, 2, "\"mtu\": 1 }", ""),
        ("{\n \"mtu\" 1 }", Code::JsonMissingColon, 2, "\"mtu\"", ""),
        ("{\n \"mtu\":\n }", Code::JsonMissingValue, 3, "\"mtu\"", ""),
        ("{\n \"mtu\": ,\n \"debug\": true }", Code::JsonMissingValue, 2, "\"mtu\"", ""),
        ("{\n data-root: \"/a\" }", Code::JsonBareKey, 2, "data-root", "\"data-root\""),
        ("{\n \"debug\": True }", Code::JsonBareWord, 2, "True", "true"),
        ("{\n \"debug\": off }", Code::JsonBareWord, 2, "off", "false"),
        ("{\n \"bridge\": None }", Code::JsonBareWord, 2, "None", "null"),
        ("{\n \"data-root\": /srv }", Code::JsonComment, 2, "/srv }", ""),
        ("{\n \"bridge\": br0 }", Code::JsonBareWord, 2, "br0", "\"br0\""),
        ("{\n \"bip\": 192.0.2.1/24 }", Code::JsonBadNumber, 2, "192.0.2.1/24", ""),
        ("{\n \"mtu\": +1 }", Code::JsonBadNumber, 2, "+1", ""),
        ("{\n \"mtu\": 0x10 }", Code::JsonBadNumber, 2, "0x10", ""),
        ("{\n \"data-root\": \"C:\\docker\" }", Code::JsonBadEscape, 2, "\\d", "\\\\d"),
        ("{\n \"bip\": \"\\u12\" }", Code::JsonBadEscape, 2, "\\u", "\\\\u"),
        ("{\n \"bip\": \"\\u12é4\" }", Code::JsonBadEscape, 2, "\\u", "\\\\u"),
        ("{\n \"bip\": \"a,\n \"mtu\": 1 }", Code::JsonUnclosedString, 2, "\"a,", ""),
        ("{\n \"runtimes\": {\n  \"a\": {}\n", Code::JsonUnclosed, 2, "\"runtimes\": {", ""),
        ("{\n \"dns\": [\"a\"\n}", Code::JsonWrongBracket, 3, "}", "]"),
        ("{\n \"log-opts\": { \"a\": \"b\" ]\n}", Code::JsonWrongBracket, 2, "]", "}"),
        ("{}\n}", Code::JsonEndsEarly, 2, "}", ""),
        ("{ \"mtu\": 1 }\n\"debug\": true", Code::JsonEndsEarly, 1, "{ \"mtu\": 1 }", ""),
        ("\"debug\": true", Code::JsonNotObject, 1, "\"debug\": true", ""),
        ("debug = true", Code::JsonNotObject, 1, "debug = true", ""),
        ("null", Code::JsonNotObject, 1, "null", ""),
    ] {
        assert_eq!(file(text), [(code, line, value.into(), hint.into())], "{text}");
        assert!(with(Platform::SystemdDaemonJson, text).parse().spec.is_none(), "{text}");
    }
    let deep = format!("{{ \"features\":\n {}{} }}", "[".repeat(129), "]".repeat(129));
    assert_eq!(file(&deep), [(Code::JsonTooDeep, 2, String::new(), "128".into())]);
}

/// A text in UTF-16 that was read as UTF-8, and one in no Unicode at all.
#[test]
fn a_file_that_is_no_utf_8_is_named_as_such() {
    let utf16 = String::from_utf8_lossy(&fs::read(repository().join("tests/field/27-utf16.json")).expect("the file")).into_owned();
    for text in [utf16, "{\0\"\0m\0t\0u\0".into(), String::from_utf8_lossy(b"{ \"labels\": [\"a=\xd6\xd0\"] }").into_owned()] {
        assert_eq!(said(&with(Platform::SystemdDaemonJson, &text)), [(Code::JsonNotUtf8, 1, String::new(), String::new())]);
    }
    let chinese = "{ \"labels\": [\"a=中\"] }";
    assert_eq!(said(&with(Platform::SystemdDaemonJson, chinese)), []);
    for blank in ["\u{feff}", "\u{feff}\n"] {
        assert_eq!(merged(blank), merged("{}"));
    }
}

/// What dockerd would take for an option of ours, however it is hidden.
#[test]
fn no_hidden_option_of_ours_wins_over_the_one_that_is_seen() {
    let one = |code, line, value: &str, hint: &str| vec![(code, line, value.to_owned(), hint.to_owned())];
    for (text, expected) in [
        ("{\n \"\\u0074lscacert\": \"/x\" }", one(Code::JsonEscapedKey, 2, "\\u0074lscacert", "")),
        ("{\n \"tlsverify\": true,\n \"tlsverif\\u0079\": false }", one(Code::JsonEscapedKey, 3, "tlsverif\\u0079", "")),
        ("{\n \"Hosts\": [] }", one(Code::DaemonJsonMisspelt, 2, "Hosts", "hosts")),
        ("{\n \"TlsVerify\": false }", one(Code::DaemonJsonMisspelt, 2, "TlsVerify", "tlsverify")),
        ("{\n \"log_driver\": \"local\" }", one(Code::DaemonJsonMisspelt, 2, "log_driver", "log-driver")),
        ("{\n \"tlsverify\": true,\n \"tlsverify\": false }", one(Code::DaemonJsonTwice, 3, "tlsverify", "")),
        ("{\n \"hosts\": [],\n \"hosts\": null }", one(Code::DaemonJsonTwice, 3, "hosts", "")),
        ("{\n \"proxies\": {\n \"tlsverify\": false } }", one(Code::DaemonJsonNested, 3, "tlsverify", "proxies")),
    ] {
        for platform in [Platform::SystemdDaemonJson, Platform::Systemd] {
            let problems = said(&with(platform, text));
            assert_eq!(problems[..1], expected[..], "{text}");
            assert!(with(platform, text).parse().spec.is_none(), "{text}");
        }
    }
    // Elsewhere dockerd sees no options of its own: not in these objects, and not deeper.
    for text in [
        "{ \"log-opts\": { \"tls\\u0063ert\": \"a\", \"tlscert\": \"b\" } }",
        "{ \"default-network-opts\": { \"bridge\": { \"hosts\": \"a\" } } }",
    ] {
        assert_eq!(said(&with(Platform::SystemdDaemonJson, text)), [], "{text}");
    }
    // A daemon with these runs, and goes on to.
    let twice = "{\n \"debug\": true,\n \"debug\": false,\n \"log-opts\": { \"a\": \"b\",\n \"a\": \"c\" } }";
    let expected = [(Code::JsonDuplicateKey, 3, "debug".into(), String::new()), (Code::JsonDuplicateKey, 5, "a".into(), String::new())];
    assert_eq!(said(&with(Platform::SystemdDaemonJson, twice)), expected);
    assert!(merged(twice).starts_with("{\n \"debug\": true,\n \"debug\": false,"));
}

/// null is what Go leaves as it is: taken, and replaced where it is ours.
#[test]
fn null_is_taken_as_if_it_were_not_there() {
    let nulls = "{ \"hosts\": null, \"tls\": null, \"tlsverify\": null, \"tlscacert\": null, \"tlscert\": null, \"tlskey\": null, \"mtu\": null, \"dns\": null, \"log-opts\": { \"a\": null } }";
    assert_eq!(said(&with(Platform::SystemdDaemonJson, nulls)), []);
    let new: serde_json::Value = serde_json::from_str(&merged(nulls)).expect("JSON");
    assert_eq!(new["hosts"], serde_json::json!(["fd://", "tcp://0.0.0.0:2376"]));
    assert_eq!((&new["tls"], &new["tlsverify"]), (&true.into(), &true.into()));
    assert_eq!(new["tlscacert"], "/etc/docker/tls/ca.pem");
}

/// What a file lets in today, and who is cut off tomorrow.
#[test]
fn what_is_open_today_and_who_is_cut_off_is_said() {
    let file = |name: &str| -> Vec<(Code, usize, String)> {
        said(&with(Platform::SystemdDaemonJson, &field(name))).into_iter().map(|(code, line, value, _)| (code, line, value)).collect()
    };
    let ours = "tcp://0.0.0.0:2376".to_owned();
    assert_eq!(file("39-port-2376-without-tls.json"), [(Code::AddressOpen, 1, ours.clone())]);
    assert_eq!(
        file("38-certificate-without-tls.json"),
        [(Code::DaemonJsonCertificatesAlone, 2, "tlscert".into()), (Code::AddressOpen, 4, ours)]
    );
    assert_eq!(
        file("22-tls-false-ipv6-listener.json"),
        [(Code::AddressPlain, 14, "tcp://[::]:2375".into()), (Code::DaemonJsonTlsOff, 18, "tls".into())]
    );
    assert_eq!(
        file("23-tls-without-verify.json"),
        [
            (Code::DaemonJsonTls, 2, "tls".into()),
            (Code::AuthorityReplaced, 3, "/etc/docker/certs/ca.pem".into()),
            (Code::DaemonJsonLetsEverybodyIn, 6, "tlsverify".into())
        ]
    );
    assert_eq!(
        file("36-removed-option.json"),
        [(Code::DaemonJsonRenamed, 2, "graph".into()), (Code::DaemonJsonRemoved, 3, "disable-legacy-registry".into())]
    );
    assert_eq!(file("24-openwrt-slashes.json"), []);
    assert_eq!(file("34-proxies-runtimes.json"), []);
    let only = |text: &str| said(&with(Platform::SystemdDaemonJson, text)).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
    let tls = "\"tlsverify\": true, \"tlscacert\": \"/etc/docker/tls/ca.pem\", \"hosts\"";
    assert_eq!(only(&format!("{{ {tls}: [\"fd://\", \"tcp://192.0.2.1:4243\", \"tcp://0.0.0.0:2376\"] }}")), []);
    assert_eq!(
        only("{ \"hosts\": [\"fd://\", \"tcp://127.0.0.1:4243\", \"localhost:4244\", \"tcp://[::1]:4245\"] }"),
        [Code::AddressGetsTls; 3]
    );
    let blank = "{ \"hosts\": [\"fd://\", \" tcp://0.0.0.0:2375 \", \"\u{a0}tcp://0.0.0.0\", \" 0.0.0.0:2376\"] }";
    assert_eq!(only(blank), [Code::AddressPlain, Code::AddressWithoutPort, Code::AddressReplaced, Code::AddressOpen]);
    assert!(!merged(blank).contains("2375") && merged(blank).contains("[\"fd://\", \"tcp://0.0.0.0:2376\"]"), "{}", merged(blank));
    assert_eq!(only("{ \"tlscert\": \"/a\", \"tlskey\": \"/b\" }"), [], "no port");
    assert_eq!(only("{ \"tls\": true, \"tlscacert\": \"\\/etc\\/docker\\/tls\\/ca.pem\" }"), [Code::DaemonJsonTls], "our own");
}

/// On every platform whose options are flags, the same options in the file keep dockerd from starting.
#[test]
fn options_that_would_be_there_twice_are_refused_on_every_platform() {
    let rootless = field("32-rootless-hosts.json");
    for &platform in Platform::ALL {
        let problems = said(&with(platform, &rootless));
        let conflicts =
            problems.iter().filter(|(code, ..)| matches!(code, Code::DaemonJsonConflicts | Code::DaemonJsonConflictsHere)).count();
        let is_flags = platform.facts().unit().is_some() && platform.facts().own_daemon_json().is_none();
        assert_eq!(conflicts, if is_flags { 5 } else { 0 }, "{platform:?}");
        assert_eq!(with(platform, &rootless).parse().spec.is_none(), is_flags, "{platform:?}");
        let is_unused = problems.iter().any(|(code, ..)| *code == Code::NotUsedHere);
        assert_eq!(is_unused, platform.facts().unit().is_none() && platform.facts().own_daemon_json().is_none(), "{platform:?}");
    }
    let path = "~/.config/docker/daemon.json".to_owned();
    assert_eq!(said(&with(Platform::Rootless, &rootless))[0], (Code::DaemonJsonConflictsHere, 2, "hosts".into(), path));
    assert!(with(Platform::Rootless, "{ \"debug\": true }").parse().spec.is_some());
}

/// The unit says which file is read: it is that one that is made, placed and validated.
#[test]
fn the_configuration_file_is_the_one_that_the_unit_names() {
    let path = "/opt/nas/conf/docker-daemon.json";
    let draft = Draft {
        exec_start: field("03-opensuse-config-file.conf"),
        ..with(Platform::SystemdDaemonJson, &field("03-opensuse-config-file.json"))
    };
    let issued = issue(&draft, now());
    let pair = Pair { spec: &issued.spec, daemon: &issued.spec.daemons[0], client: &issued.spec.clients[0] };
    let texts = |step| guide::of_step(step, pair).map(|one| one.text).collect::<String>();
    let file = guide::of_step(Step::Configure, pair).find(|one| one.id == SnippetId::DaemonJson).expect("the file");
    assert_eq!((file.path.as_deref(), file.file_name()), (Some(path), "daemon.json"));
    assert!(
        texts(Step::Place).contains(&format!("{}/daemon.json {path} ", issued.spec.daemons[0].bundle_name())),
        "{}",
        texts(Step::Place)
    );
    assert!(texts(Step::Restart).starts_with(&format!("sudo dockerd --validate --config-file {path} ")), "{}", texts(Step::Restart));
    let readme = guide::server_readme(pair, &guide::steps(pair));
    assert!(readme.contains(&format!("daemon.json       -> {path}\n")), "{readme}");
    for text in [texts(Step::Place), texts(Step::Restart), readme] {
        assert!(!text.contains("/etc/docker/daemon.json"), "{text}");
    }
    assert_eq!(issued.bundles[0].file("daemon.json").expect("the file").content().as_slice(), file.text.as_bytes());
    // Another name in the bundle could be that of another file in it.
    let draft = Draft {
        exec_start: "ExecStart=/usr/bin/dockerd -H fd:// --config-file=/etc/docker/ca.pem".into(),
        ..with(Platform::SystemdDaemonJson, "{}")
    };
    let names: Vec<String> = issue(&draft, now()).bundles[0].files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(names.iter().filter(|name| *name == "ca.pem").count(), 1);
    // Where the options are flags, it is the file from which they have to be taken.
    let draft = Draft { exec_start: draft.exec_start, ..with(Platform::Ansible, "{ \"tls\": true }") };
    let hint = "/etc/docker/ca.pem".to_owned();
    assert_eq!(said(&draft)[0], (Code::DaemonJsonConflictsHere, 1, "tls".into(), hint));
}

/// What the drop-in takes off the command line is in the file; and docker.socket stays in use where the unit starts it.
#[test]
fn the_file_has_the_addresses_of_the_command_line_as_well() {
    let hosts = |unit: &str, file: &str| {
        let draft = Draft { exec_start: unit.into(), ..with(Platform::SystemdDaemonJson, file) };
        let spec = draft.parse().spec?;
        let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
        let text = guide::of_step(Step::Configure, pair).find(|one| one.id == SnippetId::DaemonJson).expect("the file").text;
        let new: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        Some(new["hosts"].to_string())
    };
    let (local, ours) = ("unix:///var/run/docker.sock", "tcp://0.0.0.0:2376");
    let socket = "[Unit]\nRequires=docker.socket\n[Service]\n";
    for (unit, file, expected) in [
        ("ExecStart=/usr/bin/dockerd -H fd:// -H tcp://127.0.0.1:4243".to_owned(), "{}", vec!["fd://", "tcp://127.0.0.1:4243", ours]),
        (
            "ExecStart=/usr/bin/dockerd -D".to_owned(),
            "{ \"hosts\": [\"tcp://127.0.0.1:4243\"] }",
            vec![local, "tcp://127.0.0.1:4243", ours],
        ),
        (
            format!("{socket}ExecStart=/usr/bin/dockerd -D"),
            "{ \"hosts\": [\"tcp://127.0.0.1:4243\"] }",
            vec!["fd://", "tcp://127.0.0.1:4243", ours],
        ),
        (format!("{socket}ExecStart=/usr/bin/dockerd -D"), "{}", vec![local, ours]),
        (format!("{socket}ExecStart=/usr/bin/dockerd -H fd://"), "", vec!["fd://", ours]),
    ] {
        assert_eq!(hosts(&unit, file), Some(serde_json::json!(expected).to_string()), "{unit} {file}");
    }
    // Nobody expands these in the file.
    for address in ["$LISTEN", "unix://%t/docker.sock"] {
        assert_eq!(hosts(&format!("ExecStart=/usr/bin/dockerd -H {address}"), "{}"), None, "{address}");
    }
}

/// A listener on `[::]` loses nothing when `0.0.0.0` takes its place: Go listens on every address of both families for either.
#[test]
fn dockerd_listens_over_ipv6_on_the_address_of_every_ipv4() {
    let folder = tempfile::tempdir().expect("a folder");
    let issued = issue(&with(Platform::Systemd, ""), now());
    for (bundle, name) in [(0, "ca.pem"), (0, "server-cert.pem"), (0, "server-key.pem"), (1, "cert.pem"), (1, "key.pem")] {
        fs::write(folder.path().join(name), issued.bundles[bundle].file(name).expect(name).content()).expect("a file");
    }
    let script = r#"
        mount -t sysfs sysfs /sys
        mount -t cgroup2 cgroup2 /sys/fs/cgroup || mount -t tmpfs tmpfs /sys/fs/cgroup
        ip link set lo up
        cd /mnt
        dockerd -H tcp://0.0.0.0:2376 --tlsverify --tlscacert ca.pem --tlscert server-cert.pem --tlskey server-key.pem --bridge none --iptables=false --ip6tables=false \
          --storage-driver vfs --data-root /tmp/data --exec-root /tmp/exec --pidfile /tmp/pid </dev/null >/tmp/log 2>&1 &
        for try in $(seq 300); do grep -q 'API listen on' /tmp/log && break; kill -0 $! || break; sleep 0.2; done
        for host in 127.0.0.1 '[::1]'; do curl -gsS --cacert ca.pem --cert cert.pem --key key.pem https://$host:2376/_ping; echo " $host"; done
        kill $!
        wait
    "#;
    for release in [BOOKWORM, TRIXIE] {
        assert_eq!(unbooted(release, folder.path(), script).succeeds(), "OK 127.0.0.1\nOK [::1]\n", "{}", release.name);
    }
}

#[test]
fn an_address_of_a_kind_that_dockerd_does_not_know_is_refused() {
    let listen = |address: &str| run(program("dockerd").args(["-H", address, "--pidfile=/dev/null/none"])).err;
    for address in ["tcP://127.0.0.1:2399", "https://127.0.0.1:2399", "UNIX:///run/docker.sock", "ssh://docker@192.0.2.1"] {
        let text = format!("{{ \"hosts\": [\"{address}\"] }}");
        assert!(said_of(&text).contains(&Code::AddressUnknown), "{address}");
        assert!(listen(address).contains("Invalid bind address format"), "{address}");
        let unit = Draft { hosts: "a.example".into(), exec_start: format!("/usr/bin/dockerd -H {address}"), ..Draft::default() };
        assert!(unit.parse().problems.iter().any(|problem| problem.code == Code::AddressUnknown), "{address}");
    }
    assert!(!said_of("{ \"hosts\": [\"tcp://127.0.0.1:2399\"] }").contains(&Code::AddressUnknown));
    assert!(!listen("tcp://127.0.0.1:2399").contains("Invalid bind address format"));
}

#[test]
fn listening_on_one_address_is_said_with_the_ways_out() {
    for line in field("50-listen-address.txt").lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let draft = Draft { hosts: "docker.example.com".into(), listen_address: line.into(), ..Draft::default() };
        let problems = draft.parse().problems;
        assert!(
            problems.iter().any(|problem| problem.code == Code::ListenSingle && problem.field == Field::ListenAddress),
            "{line}: {problems:?}"
        );
    }
    for everywhere in ["0.0.0.0", "::", "127.0.0.1"] {
        let draft = Draft { hosts: "docker.example.com".into(), listen_address: everywhere.into(), ..Draft::default() };
        assert!(draft.parse().problems.iter().all(|problem| problem.code != Code::ListenSingle), "{everywhere}");
    }
}

/// What a daemon says to a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Says {
    Takes,
    /// `don't match any configuration option`
    Unknown,
    /// A value of another type than the option's.
    Type,
    /// What of it is wrong otherwise.
    Refuses,
}

impl Says {
    /// `None` when it is not about the file: it crashed, or was killed.
    fn of(line: &str) -> Option<Self> {
        Some(match line {
            _ if line.contains("don't match any configuration option") => Self::Unknown,
            _ if line.contains("cannot unmarshal") || line.contains("invalid size") => Self::Type,
            // What dockerd looks for next, when it has taken the file, is not there.
            _ if line.contains("configuration OK") || line.contains("X509 key pair") || line.contains("/proc/none") => Self::Takes,
            _ if [
                "unable to configure the Docker daemon with file",
                "unable to parse logging level",
                "daemon-scoped cpu-rt",
                "Error during uid lookup",
            ]
            .iter()
            .any(|one| line.starts_with(one)) =>
            {
                Self::Refuses
            }
            _ => return None,
        })
    }
}

/// Asks dockerd 20.10, which has to be started, and 26.1, which only looks.
fn dockerd_says(files: &[Vec<u8>]) -> Vec<[Says; 2]> {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, content) in files.iter().enumerate() {
        fs::write(folder.path().join(number.to_string()), content).expect("a file");
    }
    let ask = |release, command: &str| -> Vec<Says> {
        let script = format!(
            "cd /mnt; for file in $(seq 0 {}); do {command} >$file.said 2>&1; echo \"exit code $?\" >>$file.said; done",
            files.len() - 1
        );
        unbooted(release, folder.path(), &script).succeeds();
        let said = (0..files.len()).map(|number| {
            let said = String::from_utf8_lossy(&fs::read(folder.path().join(format!("{number}.said"))).expect("what it says")).into_owned();
            let line = said.lines().rev().skip(1).find(|line| !line.contains("level=")).unwrap_or_default();
            Says::of(line).unwrap_or_else(|| panic!("{}: {}\n{said}", release.name, String::from_utf8_lossy(&files[number])))
        });
        said.collect()
    };
    // A folder that cannot be made is the first thing after the configuration.
    let old = ask(BOOKWORM, "dockerd --config-file $file --pidfile /proc/none/pid");
    let new = ask(TRIXIE, "dockerd --validate --config-file $file");
    assert_eq!((old.len(), new.len()), (files.len(), files.len()));
    old.into_iter().zip(new).map(|(old, new)| [old, new]).collect()
}

/// What the page says: nothing that keeps anything from starting, a warning of it, or a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Page {
    Takes,
    Warns,
    Refuses,
}

fn page_says(text: &str) -> Page {
    let draft = with(Platform::SystemdDaemonJson, text);
    let warns = |code: &Code| {
        use Code::{DaemonJsonNameOfFlag, DaemonJsonOtherType, DaemonJsonRemoved, DaemonJsonRenamed, DaemonJsonUnknown, JsonByteOrderMark};
        matches!(
            code,
            DaemonJsonNameOfFlag | DaemonJsonOtherType | DaemonJsonRemoved | DaemonJsonRenamed | DaemonJsonUnknown | JsonByteOrderMark
        )
    };
    match draft.parse().spec {
        None => Page::Refuses,
        Some(_) if said(&draft).iter().any(|(code, ..)| warns(code)) => Page::Warns,
        Some(_) => Page::Takes,
    }
}

/// Texts where dockerd's two readers, encoding/json's rules and our own part ways; what dockerd 20.10 and 26.1 say, and the page.
const ANSWERS: &[(&str, Says, Says, Page)] = {
    use Says::{Refuses as No, Takes as Ok, Type, Unknown};
    &[
        ("{}", Ok, Ok, Page::Takes),
        ("{ \"tlsverify\": null, \"hosts\": null, \"tls\": null, \"tlscacert\": null, \"mtu\": null }", Ok, Ok, Page::Takes),
        ("{ \"Hosts\": [] }", Unknown, Unknown, Page::Refuses),
        ("{ \"TlsVerify\": true }", Unknown, Unknown, Page::Refuses),
        ("{ \"DEBUG\": true }", Unknown, Unknown, Page::Refuses),
        ("{ \"debug\": true, \"debug\": false }", Ok, Ok, Page::Takes),
        ("{ \"debug\": \"a\", \"debug\": false }", Type, Type, Page::Warns),
        // Taken by dockerd, and refused: nobody sees what they are.
        ("{ \"\\u0074lscacert\": \"/a\" }", Ok, Ok, Page::Refuses),
        ("{ \"d\\u0065bug\": true }", Ok, Ok, Page::Refuses),
        ("{ \"hosts\": [], \"hosts\": null }", Ok, Ok, Page::Refuses),
        ("{ \"a\": { \"hosts\": [] } }", Ok, Ok, Page::Refuses),
        ("{ \"a\": { \"h\\u006fsts\": [] } }", Ok, Ok, Page::Refuses),
        ("{ \"hosts\": [null] }", Ok, Ok, Page::Refuses),
        ("{ \"hosts\": [\" tcp://127.0.0.1:2375\"] }", Ok, Ok, Page::Takes),
        ("null", Ok, Ok, Page::Refuses),
        // Only a newer dockerd, or only an older one, takes these.
        ("\u{feff}{}", No, Ok, Page::Warns),
        ("{ \"proxies\": { \"http-proxy\": \"http://192.0.2.1\" } }", Unknown, Ok, Page::Takes),
        ("{ \"log-format\": \"text\" }", Unknown, Ok, Page::Takes),
        ("{} {}", Ok, No, Page::Refuses),
        ("{ \"graph\": \"/a\" }", Ok, Unknown, Page::Warns),
        ("{ \"cluster-store\": \"a\" }", Ok, Unknown, Page::Warns),
        ("{ \"oom-score-adjust\": 1 }", Ok, Unknown, Page::Warns),
        ("{ \"disable-legacy-registry\": true }", Unknown, Unknown, Page::Warns),
        ("{ \"a\": 1 }", Unknown, Unknown, Page::Warns),
        ("{ \"\": 1 }", Unknown, Unknown, Page::Warns),
        ("{ \"a\": { \"b\": 1 } }", Unknown, Unknown, Page::Warns),
        ("{ \"a\": {} }", Ok, Ok, Page::Warns),
        ("{ \"label\": [\"a=b\"] }", Ok, Ok, Page::Warns),
        ("{ \"labels\": [\"a=\\ud800\", \"b=\u{7f}\", \"c=\u{1f433}\"] }", Ok, Ok, Page::Takes),
        ("{ \"labels\": [\"\\u12\"] }", No, No, Page::Refuses),
        ("{ \"labels\": [\"\\x\"] }", No, No, Page::Refuses),
        ("{ \"labels\": [\"a=\0\"] }", No, No, Page::Refuses),
        ("{ \"labels\": [\"a=\t\"] }", No, No, Page::Refuses),
        ("{\u{a0}\"debug\": true }", No, No, Page::Refuses),
        ("{ \"debug\": true, }", No, No, Page::Refuses),
        ("{ // a\n}", No, No, Page::Refuses),
        ("{ \"mtu\": 01 }", No, No, Page::Refuses),
        ("{ \"mtu\": 1500.0 }", Type, Type, Page::Warns),
        ("{ \"mtu\": 15e2 }", Type, Type, Page::Warns),
        ("{ \"mtu\": 1e999 }", Type, Type, Page::Warns),
        ("[]", Type, Type, Page::Refuses),
        ("{ \"log-opts\": { \"max-file\": \"3\", \"tag\": null } }", Ok, Ok, Page::Takes),
        ("{ \"log-opts\": { \"max-file\": 3 } }", Type, Type, Page::Warns),
        ("{ \"features\": { \"buildkit\": \"true\" } }", Type, Type, Page::Warns),
        ("{ \"default-ulimits\": { \"nofile\": \"1024:1024\" } }", Type, Type, Page::Warns),
        ("{ \"default-address-pools\": [\"base=192.0.2.0/24,size=28\"] }", Type, Type, Page::Warns),
        ("{ \"dns\": \"192.0.2.1\" }", Type, Type, Page::Warns),
        ("{ \"debug\": \"true\" }", Type, Type, Page::Warns),
        ("{ \"tlsverify\": \"true\" }", Type, Type, Page::Refuses),
        ("{ \"hosts\": \"fd://\" }", Type, Type, Page::Refuses),
    ]
};

#[test]
fn dockerd_of_two_versions_and_the_page_say_what_is_recorded() {
    let texts: Vec<Vec<u8>> = ANSWERS.iter().map(|(text, ..)| text.as_bytes().to_vec()).collect();
    for ((text, old, new, page), said) in ANSWERS.iter().zip(dockerd_says(&texts)) {
        assert_eq!(said, [*old, *new], "{text}");
        assert_eq!(page_says(text), *page, "{text}");
    }
}

/// In other encodings the page reads a file as dockerd 23.0 and later does, by its first octets.
#[test]
fn dockerd_takes_utf_16_with_its_mark_since_23() {
    let text = "{ \"labels\": [\"a=\u{4e2d}\u{1f433}\"] }";
    let units = |mark: Option<u16>| mark.into_iter().chain(text.encode_utf16());
    let little: Vec<u8> = units(Some(0xfeff)).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units(Some(0xfeff)).flat_map(u16::to_be_bytes).collect();
    let unmarked: Vec<u8> = units(None).flat_map(u16::to_le_bytes).collect();
    let expected = [[Says::Refuses, Says::Takes], [Says::Refuses, Says::Takes], [Says::Refuses, Says::Refuses]];
    assert_eq!(dockerd_says(&[little, big, unmarked]), expected);
}

/// Every name in the table of options, with a value of its type and with another.
#[test]
fn dockerd_knows_the_options_as_the_page_does() {
    let source = fs::read_to_string(repository().join("src/spec/existing/daemon_json_options.rs")).expect("the table");
    let is_name = |word: &&str| {
        word.len() > 1
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let table = source.split("/// What is known of a name.").next().expect("a table");
    let strings = table.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let words = strings.split('"').enumerate().filter(|(place, _)| place % 2 == 1).flat_map(|(_, text)| text.split_ascii_whitespace());
    let mut names: Vec<&str> = words.filter(is_name).collect();
    names.extend(["graph"]);
    names.sort_unstable();
    names.dedup();
    assert!(names.len() > 100 && names.contains(&"debug") && names.contains(&"registry-mirror"), "{names:?}");
    let values = ["true", "5", "\"a\"", "[\"a\"]"];
    // Another object is unfolded, and the answer is about what is in it.
    let of_objects = |name: &str| match name {
        "builder" | "default-network-opts" | "default-ulimits" | "features" | "log-opts" | "runtimes" => {
            &["{ \"a\": \"a\" }", "{ \"a\": true }", "{ \"a\": {} }", "null"][..]
        }
        "default-address-pools" => &["[{}]", "null"],
        _ => &[],
    };
    let mut questions: Vec<(&str, String)> = Vec::new();
    for name in names {
        // The one string that has to be a size.
        let a = if name == "default-shm-size" { "64M" } else { "a" };
        // What the page takes, and the first that it does not.
        let asked =
            values.iter().chain(of_objects(name)).map(|value| format!("{{ \"{name}\": {} }}", value.replace("\"a\"", &format!("\"{a}\""))));
        let (taken, others): (Vec<String>, Vec<String>) = asked.partition(|text| said(&with(Platform::SystemdDaemonJson, text)).is_empty());
        questions.extend(taken.into_iter().chain(others.into_iter().take(1)).map(|text| (name, text)));
    }
    let texts: Vec<Vec<u8>> = questions.iter().map(|(_, text)| text.as_bytes().to_vec()).collect();
    // These are newer than both.
    let newer = ["allow-direct-routing", "bip6", "bridge-accept-fwmark", "firewall-backend", "host-gateway-ips", "ip-forward-no-drop"];
    for ((name, text), [old, new]) in questions.iter().zip(dockerd_says(&texts)) {
        let codes: Vec<Code> = said(&with(Platform::SystemdDaemonJson, text)).into_iter().map(|(code, ..)| code).collect();
        let is_of_type = !codes.iter().any(|code| matches!(code, Code::DaemonJsonOtherType | Code::DaemonJsonWrongType));
        let is_known =
            !codes.iter().any(|code| matches!(code, Code::DaemonJsonRemoved | Code::DaemonJsonRenamed | Code::DaemonJsonUnknown));
        let takes = |says| matches!(says, Says::Takes | Says::Refuses);
        if newer.contains(name) {
            assert_eq!([old, new], [Says::Unknown, Says::Unknown], "{text}");
        } else if codes.contains(&Code::DaemonJsonNameOfFlag) {
            assert!(takes(new), "{text}: {new:?}");
        } else if !is_known {
            assert!(new == Says::Unknown || *name == "api-cors-header", "{text}: {new:?}");
        } else if *name != "deprecated-key-path" {
            assert_eq!(is_of_type, takes(new), "{text}: {new:?} {codes:?}");
            // 20.10 is started, with a flag for this one.
            assert!(old == Says::Unknown || takes(old) == takes(new) || *name == "pidfile", "{text}: {old:?}");
        }
    }
}

/// As many of everything as fit into the field: nothing overflows, and what is said has a bound.
#[test]
fn the_largest_files_are_read_and_no_more_is_said_than_a_person_reads() {
    let fill = |start: &str, item: &dyn Fn(usize) -> String, end: &str| {
        let mut text = start.to_owned();
        for number in 0.. {
            let next = item(number);
            if text.len() + next.len() + end.len() > MAX_OCTETS {
                break;
            }
            text += &next;
        }
        text + end
    };
    for text in [
        fill("{", &|_| "\n".into(), "}"),
        fill("{\n", &|number| format!("\"{number}\":1,\n"), "\"debug\":true}"),
        fill("{\n", &|_| "\"tls\":1,\n".into(), "\"tls\":1}"),
        fill("{\n", &|_| "\"a\\\\\":1,\n".into(), "\"a\":1}"),
        fill("{\n", &|_| "\"a\":1,\n".into(), "\"a\":1}"),
        fill("{\n", &|_| "\"a\":{\"tls\":1},\n".into(), "\"a\":1}"),
        fill("{\"hosts\":[", &|_| "\"a\",\n".into(), "\"fd://\"]}"),
        fill("{\"hosts\":[", &|_| "\"a:1\",".into(), "\"fd://\"]}"),
        fill("{\"a\":", &|_| "[".into(), ""),
        fill("{\"a\":", &|_| "{\"a\":".into(), ""),
        fill("{\"features\":{", &|number| format!("\"{number}\":true,"), "\"a\":true}}"),
        fill("{\"a\":\"", &|_| "\\u00".into(), "\"}"),
        fill("", &|_| "{}".into(), ""),
        fill("", &|_| "\u{feff}".into(), ""),
    ] {
        for platform in [Platform::SystemdDaemonJson, Platform::Systemd] {
            let start: String = text.chars().take(40).collect();
            let parsed = with(platform, &text).parse();
            assert!(parsed.problems.len() <= 210, "{start}: {}", parsed.problems.len());
            let is_refused = parsed.problems.iter().any(|problem| problem.severity == Severity::Error);
            assert_eq!(parsed.spec.is_none(), is_refused, "{start}");
            let lines = text.lines().count().max(1);
            assert!(parsed.problems.iter().all(|problem| problem.line.is_none_or(|line| line <= lines)), "{start}");
        }
    }
    assert!(page_says(&fill("{\n", &|number| format!("\"{number}\":1,\n"), "\"debug\":true}")) == Page::Warns);
}

/// A value as people write them, of no option's type.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|one| one.to_string()),
        "-?(0|[1-9][0-9]{0,3})([.][0-9]{1,2})?([eE][+-]?[0-9])?",
        "[a-z\\pC€中 ]{0,6}".prop_map(|text| serde_json::to_string(&text.replace('\u{fffd}', "")).expect("JSON")),
        Just("\"\\/\\u00e9\\b\"".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(("[a-z]{1,3}", inner), 0..4).prop_map(|members| format!(
                "{{ {} }}",
                members.iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect::<Vec<_>>().join(",\n")
            )),
        ]
    })
}

/// A file that is right but for one slip of the fingers: these characters in the place of so many.
fn slipped(members: &[(String, String)], (slip, place, gone): &(String, Index, usize)) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| format!("  \"{key}\": {value}")).collect();
    let mut characters: Vec<char> = format!("{{\n{}\n}}\n", members.join(",\n")).chars().collect();
    let at = place.index(characters.len());
    characters.splice(at..(at + gone).min(characters.len()), slip.chars());
    characters.into_iter().collect()
}

/// So many of them, the same in each run.
fn slips(count: usize, names: &str, characters: &str) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let file = prop::collection::vec((names, any_json()), 0..5);
    let slip = (characters, any::<Index>(), 0..3usize);
    let mut next = || (file.new_tree(&mut runner).expect("members").current(), slip.new_tree(&mut runner).expect("a slip").current());
    (0..count).map(|_| next()).map(|(members, slip)| slipped(&members, &slip)).collect()
}

/// What says of a text that it is no JSON.
fn is_form(code: Code) -> bool {
    let name = serde_json::to_value(code).expect("JSON");
    let is_of_json = name.as_str().is_some_and(|name| name.starts_with("json-"));
    is_of_json && !matches!(code, Code::JsonDuplicateKey | Code::JsonEscapedKey | Code::JsonByteOrderMark)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    /// One slip of the fingers in a text that is right: serde_json and the page agree whether it still is.
    #[test]
    fn the_page_and_serde_json_agree_on_what_is_json(
        members in prop::collection::vec(("[a-z]{1,4}", any_json()), 0..4),
        slip in ("[{}\\[\\]:,\"a0.eE+\\\\/ \n\t#'\u{a0}\u{ff0c}\u{201d}-]{0,2}", any::<Index>(), 0..2usize),
    ) {
        let text = slipped(&members, &slip);
        let codes: Vec<Code> = said(&with(Platform::SystemdDaemonJson, &text)).into_iter().map(|(code, ..)| code).collect();
        let is_json = match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => value.is_object(),
            // What Go takes for a string, or for a number that is told of by its option's type.
            Err(error) => ["out of range", "surrogate", "hex escape"].iter().any(|one| error.to_string().contains(one)),
        };
        // An invisible character in a key is right in JSON, and wrong for dockerd.
        let is_unseen = codes.contains(&Code::JsonInvisible);
        prop_assert!(codes.iter().any(|code| is_form(*code)) != is_json || (is_json && is_unseen), "{}: {:?}", text, codes);
        // Each fault of form is the only one, and has a line.
        prop_assert!(is_json || codes.iter().filter(|code| is_form(**code)).count() == 1, "{}: {:?}", text, codes);
    }
}

/// The page and `install.sh` read the same file: what one takes for JSON the other does too, and both make the same of it.
#[test]
fn the_page_and_the_script_read_the_same() {
    let spec = with(Platform::SystemdDaemonJson, "").parse().spec.expect("valid");
    let script = install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).expect("for systemd");
    let folded = script.lines().find(|line| line.starts_with("folded=")).expect("a setting");
    let (_, reader) = script.split_once("\njson() {\n").expect("its reader");
    let (reader, _) = reader.split_once("\n}\n").expect("its end");
    let mut texts: Vec<String> = ANSWERS.iter().map(|(text, ..)| (*text).to_owned()).collect();
    texts.extend(
        fs::read_dir(repository().join("tests/field"))
            .expect("a folder")
            .filter_map(|entry| fs::read_to_string(entry.expect("an entry").path()).ok())
            .filter(|text| text.contains('{')),
    );
    texts.extend(slips(400, "[a-z]{1,4}|hosts|tlsverify|tlscacert|\\\\u0074ls", "[{}\\[\\]:,\"a0.eE+\\\\/ \n\t#'\u{a0}\u{ff0c}-]{0,2}"));
    for name in ["log-opts", "features", "builder", "a", "proxies", "default-network-opts"] {
        texts.extend(
            ["tlscacert", "tls\\u0063acert", "b", "hosts"].map(|inner| format!("{{ \"{name}\": {{ \"a\": {{}},\n \"{inner}\": null }} }}")),
        );
        texts.push(format!("{{ \"{name}\": [{{ \"hosts\": [] }}], \"b\": {{ \"c\": {{ \"tls\": 1 }} }} }}"));
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(number.to_string()), text).expect("a file");
    }
    const NEW: &str = "{ \"tlsverify\": true, \"tlscacert\": \"/etc/docker/tls/ca.pem\", \"hosts\": [] }";
    let new: serde_json::Map<String, serde_json::Value> = serde_json::from_str(NEW).expect("JSON");
    let set: String = new.iter().map(|(key, value)| format!("{key}\t{value}\n")).collect();
    let ask = format!(
        "{folded}\njson() {{\n{reader}\n}}\nfor number in $(seq 0 {}); do json $number >$number.members && json $number \"$1\" >$number.new || echo $number; done",
        texts.len() - 1
    );
    let said = run(program("sh").args(["-c", &ask, "sh", set.trim_end()]).current_dir(folder.path())).succeeds();
    let refused: Vec<usize> = said.lines().map(|line| line.parse().expect("a number")).collect();
    let mut taken = 0;
    for (number, text) in texts.iter().enumerate() {
        let codes: Vec<Code> = said_of(text);
        let is_refused = codes.iter().any(|code| is_form(*code) || matches!(code, Code::JsonEscapedKey | Code::DaemonJsonNested));
        // What nobody sees in a key is one of dockerd's unknown names for the script. Both take nothing for an empty file.
        if codes.contains(&Code::JsonInvisible) && serde_json::from_str::<serde_json::Value>(text).is_ok() {
            continue;
        }
        assert_eq!(refused.contains(&number), is_refused, "{text:?}: {codes:?}");
        if is_refused || codes.contains(&Code::DaemonJsonTwice) {
            continue;
        }
        let made = fs::read_to_string(folder.path().join(format!("{number}.new"))).expect("a new file");
        let (Ok(before), Ok(after)) =
            (serde_json::from_str(text.trim_start_matches('\u{feff}')), serde_json::from_str(made.trim_start_matches('\u{feff}')))
        else {
            continue;
        };
        let (mut before, after): (serde_json::Map<String, serde_json::Value>, serde_json::Map<String, serde_json::Value>) = (before, after);
        before.extend(new.clone());
        assert_eq!(before, after, "{text:?}");
        taken += 1;
    }
    assert!(taken > 100 && refused.len() > 100, "{taken} {}", refused.len());
}

fn said_of(text: &str) -> Vec<Code> {
    said(&with(Platform::SystemdDaemonJson, text)).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn dockerd_takes_what_becomes_of_files_of_real_hosts() {
    let names = [
        "22-tls-false-ipv6-listener",
        "23-tls-without-verify",
        "24-openwrt-slashes",
        "38-certificate-without-tls",
        "39-port-2376-without-tls",
    ];
    // Proxies are newer than 20.10.
    let only_new = ["34-proxies-runtimes"];
    let texts: Vec<Vec<u8>> = names.iter().chain(&only_new).map(|name| merged(&field(&format!("{name}.json"))).into_bytes()).collect();
    let mut expected = vec![[Says::Takes, Says::Takes]; names.len()];
    expected.push([Says::Unknown, Says::Takes]);
    assert_eq!(dockerd_says(&texts), expected);
}

/// Go's own reader, as dockerd calls it, on many slips of the fingers at once.
#[test]
fn the_page_and_encoding_json_agree_on_what_is_json() {
    const READER: &str = r#"package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	for _, name := range os.Args[2:] {
		text, err := os.ReadFile(os.Args[1] + "/" + name)
		var config map[string]interface{}
		if err != nil || json.Unmarshal(text, &config) != nil || config == nil {
			fmt.Println(name)
		}
	}
}
"#;
    let folder = tempfile::tempdir().expect("a folder");
    let texts = slips(3000, "[a-z]{1,4}", "[{}\\[\\]:,\"aut0.eE+\\\\/ \n\t\r'\u{7f}\u{a0}\u{ff0c}-]{0,3}");
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(number.to_string()), text).expect("a file");
    }
    fs::write(folder.path().join("main.go"), READER).expect("a program");
    let mut go = program("go");
    go.current_dir(folder.path()).env("GOCACHE", folder.path().join("cache")).env("GO111MODULE", "off").args(["run", "main.go", "."]);
    let said = run(go.args((0..texts.len()).map(|number| number.to_string()))).succeeds();
    let refused: std::collections::HashSet<usize> = said.lines().map(|line| line.parse().expect("a number")).collect();
    for (number, text) in texts.iter().enumerate() {
        let codes = said_of(text);
        let is_refused = codes.iter().any(|code| is_form(*code));
        // An invisible character in a key is right for Go, and wrong for dockerd. A number that is too large has its option's type in the way.
        let has_exponent =
            |text: &str| text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].eq_ignore_ascii_case(&b'e'));
        let is_apart = (codes.contains(&Code::JsonInvisible) && !refused.contains(&number)) || (!is_refused && has_exponent(text));
        assert!(is_refused == refused.contains(&number) || is_apart, "{text:?}: {codes:?}");
    }
    assert!(refused.len() > 500 && texts.len() - refused.len() > 500, "{}", refused.len());
}
