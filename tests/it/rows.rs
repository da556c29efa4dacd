//! Lines that say more of their machine than its names: fleets of several platforms, and clients of several kinds.

use dockseal::{
    Code, Draft, Field, Platform, Problem, Severity, Spec,
    guide::{self, Pair, SnippetId, Step},
    spec::{ClientKind, Daemon, folder::Part},
};

fn draft(hosts: &str, clients: &str) -> Draft {
    Draft { hosts: hosts.into(), clients: clients.into(), ..Draft::default() }
}

fn spec(draft: &Draft) -> Spec {
    let parsed = draft.parse();
    parsed.spec.unwrap_or_else(|| panic!("{draft:?}: {:?}", parsed.problems))
}

fn spec_of(hosts: &str, clients: &str) -> Spec {
    spec(&draft(hosts, clients))
}

fn told(draft: &Draft) -> Vec<(Field, Code, Option<usize>, String, String)> {
    let told = |one: Problem| (one.field, one.code, one.line, one.value.unwrap_or_default(), one.hint.unwrap_or_default());
    draft.parse().problems.into_iter().map(told).collect()
}

#[test]
fn a_line_says_what_is_its_own_and_the_fields_say_the_rest() {
    let draft = Draft {
        platform: "debian-docker-io".into(),
        server_days: "90".into(),
        client_days: "30".into(),
        ..draft(
            "a.example 192.0.2.1 platform=rootless, days=7\n# c\n\nplatform=openrc b.example; c.example days=365",
            "alice kind=macos,bob days=1 kind=ci;carol\n\tdave  days=9\u{3000}kind=windows # laptop",
        )
    };
    let parsed = draft.parse();
    let spec = parsed.spec.expect("valid");
    let daemons: Vec<_> = spec.daemons.iter().map(|one| (one.host().to_string(), one.platform().name(), one.validity.days())).collect();
    let hosts = ["a.example", "b.example", "c.example"].map(str::to_owned);
    let [a, b, c] = hosts;
    assert_eq!(daemons, [(a, "rootless", 7), (b, "openrc", 90), (c, "debian-docker-io", 365)]);
    assert_eq!(spec.daemons[0].hosts().len(), 2);
    assert_eq!(parsed.lines.daemons, [1, 4, 4]);
    let clients: Vec<_> = spec.clients.iter().map(|one| (one.name().as_str(), one.kind.name(), one.validity.days())).collect();
    assert_eq!(clients, [("alice", "macos", 30), ("bob", "ci", 1), ("carol", "linux", 30), ("dave", "windows", 9)]);
    assert_eq!(parsed.lines.clients, [1, 1, 1, 2]);
    assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec));
    // What an input method types in full width is what it says.
    let wide = spec_of("ａ．ｅｘａｍｐｌｅ　ｐｌａｔｆｏｒｍ＝ｓｎａｐ，ｄａｙｓ＝７", "ａｌｉｃｅ ｋｉｎｄ＝ｉｄｅ");
    assert_eq!((wide.daemons[0].platform(), wide.daemons[0].validity.days(), wide.clients[0].kind), (Platform::Snap, 7, ClientKind::Ide));
}

#[test]
fn every_name_of_a_platform_and_of_a_kind_is_taken_and_read_back() {
    let hosts: Vec<String> = Platform::ALL.iter().map(|one| format!("h{}.example platform={}", *one as usize, one.name())).collect();
    let clients: Vec<String> = ClientKind::ALL.iter().map(|one| format!("c{} kind={}", *one as usize, one.name())).collect();
    let spec = spec_of(&hosts.join("\n"), &clients.join(", "));
    assert_eq!(spec.daemons.iter().map(Daemon::platform).collect::<Vec<_>>(), Platform::ALL);
    assert_eq!(spec.clients.iter().map(|client| client.kind).collect::<Vec<_>>(), ClientKind::ALL);
    assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec));
    // Each daemon has the snippets that it has in a fleet of its own platform.
    for daemon in &spec.daemons {
        let alone = Draft { platform: daemon.platform().name().into(), ..draft(&daemon.host().to_string(), "c0") };
        let alone = self::spec(&alone);
        let texts = |spec: &Spec, daemon: &Daemon| -> Vec<String> {
            let pair = Pair { spec, daemon, client: &spec.clients[0] };
            let snippets = guide::steps(pair).into_iter().flat_map(|numbered| numbered.snippets);
            snippets.map(|snippet| snippet.text).collect()
        };
        assert_eq!(texts(&spec, daemon), texts(&alone, &alone.daemons[0]), "{:?}", daemon.platform());
    }
}

#[test]
fn lines_without_settings_mean_what_they_have_always_meant() {
    let link = Draft {
        platform: "openrc".into(),
        server_days: "90".into(),
        client_days: "30".into(),
        ..draft("a.example\nb.example", "alice,bob")
    };
    let spec = spec(&link);
    assert!(spec.daemons.iter().all(|daemon| (daemon.platform(), daemon.validity.days()) == (Platform::Openrc, 90)));
    assert!(spec.clients.iter().all(|client| (client.kind, client.validity.days()) == (ClientKind::Linux, 30)));
    let back = Draft::from(&spec);
    assert_eq!((back.hosts.as_str(), back.clients.as_str()), ("a.example\nb.example", "alice\nbob"));
    assert_eq!((back.platform.as_str(), back.server_days.as_str(), back.client_days.as_str()), ("openrc", "90", "30"));
}

#[test]
fn what_most_lines_say_is_said_once_for_all() {
    let spec =
        spec_of("a.example days=7\nb.example platform=snap days=9\nc.example platform=snap days=9", "alice days=1\nbob days=1 kind=ci");
    let back = Draft::from(&spec);
    assert_eq!(back.hosts, "a.example platform=systemd days=7\nb.example\nc.example");
    assert_eq!((back.platform.as_str(), back.server_days.as_str()), ("snap", "9"));
    assert_eq!((back.clients.as_str(), back.client_days.as_str()), ("alice\nbob kind=ci", "1"));
}

#[test]
fn a_wrong_setting_is_told_at_its_line_with_what_would_be_right() {
    let platforms = Platform::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    let kinds = ClientKind::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
    for (text, code, value, hint) in [
        ("b.example platform=solaris", Code::PlatformUnknown, "platform=solaris", platforms.as_str()),
        ("b.example platform=Snap", Code::PlatformUnknown, "platform=Snap", &platforms),
        ("b.example platform=", Code::PlatformUnknown, "platform=", &platforms),
        ("b.example colour=red", Code::SettingUnknown, "colour=red", "platform=, days="),
        ("b.example kind=ci", Code::SettingUnknown, "kind=ci", "platform=, days="),
        ("b.example Days=7", Code::SettingUnknown, "Days=7", "platform=, days="),
        ("b.example days=7 days=8", Code::SettingRepeated, "days=8", "days=7"),
        ("platform=snap b.example platform=snap", Code::SettingRepeated, "platform=snap", "platform=snap"),
        ("b.example days=x days=7", Code::DaysNotANumber, "days=x", ""),
        ("b.example days=", Code::DaysNotANumber, "days=", ""),
        ("b.example days=7d", Code::DaysNotANumber, "days=7d", ""),
        ("b.example days=0", Code::DaysOutOfRange, "days=0", "1–9999"),
        ("b.example days=10000", Code::DaysOutOfRange, "days=10000", "1–9999"),
        ("b.example days=3651", Code::OutlivesAuthority, "days=3651", "3650"),
        ("platform=snap, days=7", Code::SettingAlone, "platform=snap, days=7", ""),
        ("192.0.2.7 platform=dind", Code::HostNeedsName, "192.0.2.7", ""),
    ] {
        let draft = draft(&format!("a.example\n{text}\nc.example"), "client");
        let first = told(&draft).into_iter().next();
        assert_eq!(first, Some((Field::Hosts, code, Some(2), value.to_owned(), hint.to_owned())), "{text}");
        assert!(draft.parse().spec.is_none(), "{text}");
    }
    for (text, code, value, hint) in [
        ("bob kind=phone", Code::ClientKindUnknown, "kind=phone", kinds.as_str()),
        ("bob platform=snap", Code::SettingUnknown, "platform=snap", "kind=, days="),
        ("bob kind=ci kind=ide", Code::SettingRepeated, "kind=ide", "kind=ci"),
        ("bob days=x", Code::DaysNotANumber, "days=x", ""),
        ("bob days=0", Code::DaysOutOfRange, "days=0", "1–9999"),
        ("bob days=3651", Code::OutlivesAuthority, "days=3651", "3650"),
        ("kind=ci", Code::SettingAlone, "kind=ci", ""),
        ("bob smith kind=ci", Code::ClientBadName, "bob smith", "bob-smith"),
        ("bob kind=ci smith", Code::ClientBadName, "bob kind=ci smith", "bob-kind-ci-smith"),
        ("CN=bob kind=ci", Code::ClientIsDistinguishedName, "CN=bob kind=ci", "bob-kind-ci"),
    ] {
        let draft = draft("a.example", &format!("alice\n{text}\ncarol"));
        let first = told(&draft).into_iter().next();
        assert_eq!(first, Some((Field::Clients, code, Some(2), value.to_owned(), hint.to_owned())), "{text}");
        assert!(draft.parse().spec.is_none(), "{text}");
    }
    // A line's own days may be right where those for all are not asked of it.
    assert_eq!(
        told(&Draft { ca_days: "30".into(), server_days: "30".into(), client_days: "30".into(), ..draft("a.example days=31", "client") })
            .len(),
        1
    );
}

#[test]
fn two_lines_of_which_one_has_addresses_and_the_other_names_may_be_one_machine() {
    for (text, value, hint) in [
        ("docker.lan; 192.168.1.50", "docker.lan; 192.168.1.50", "docker.lan 192.168.1.50"),
        ("192.168.1.50\ndocker.lan", "192.168.1.50; docker.lan", "docker.lan 192.168.1.50"),
        (
            "docker.lan docker\n192.168.1.50 2001:db8::1",
            "docker.lan docker; 192.168.1.50 2001:db8::1",
            "docker.lan docker 192.168.1.50 2001:db8::1",
        ),
    ] {
        let draft = draft(text, "client");
        let question = (Field::Hosts, Code::HostsAreOne, Some(text.lines().count()), value.to_owned(), hint.to_owned());
        assert_eq!(told(&draft), [question], "{text}");
        assert_eq!(spec(&draft).daemons.len(), 2, "{text}");
        assert_eq!(told(&Draft { hosts: hint.into(), ..draft }), [], "{hint}");
    }
    for text in [
        "docker.lan",
        "docker.lan 192.168.1.50",
        "a.lan; b.lan",
        "192.168.1.50; 192.168.1.51",
        "a.lan 192.168.1.50; 192.168.1.51",
        "a.lan; b.lan 192.168.1.50",
        "a.lan; b.lan 192.168.1.50; 192.168.1.51",
        "a.lan; 192.168.1.50 platform=snap",
        "a.lan days=7; 192.168.1.50",
    ] {
        assert_eq!(told(&draft(text, "client")), [], "{text}");
    }
    // Among others too, and each line once.
    for (text, asked) in [
        ("docker.lan\n192.168.1.50\nbuild.lan\n192.168.1.51", vec![(2, "docker.lan 192.168.1.50"), (4, "build.lan 192.168.1.51")]),
        ("nas.lan 192.168.1.9\ndocker.lan\nbuild.lan\n192.168.1.51", vec![(4, "build.lan 192.168.1.51")]),
        ("192.168.1.50\na.lan\n192.168.1.51", vec![(2, "a.lan 192.168.1.50")]),
    ] {
        let told = told(&draft(text, "client"));
        assert!(told.iter().all(|(_, code, ..)| *code == Code::HostsAreOne), "{text}: {told:?}");
        assert_eq!(told.iter().map(|(_, _, line, _, hint)| (line.expect("a line"), hint.as_str())).collect::<Vec<_>>(), asked, "{text}");
    }
}

#[test]
fn the_folder_is_that_of_the_form_where_the_platform_can_take_it() {
    let hosts = "a.example\nb.example platform=rootless\nc.example platform=windows\nd.example platform=openrc";
    for (typed, folders) in [
        ("", ["/etc/docker/tls", "~/.config/docker/tls", r"C:\ProgramData\docker\tls", "/etc/docker/tls"]),
        ("/srv/tls/", ["/srv/tls", "/srv/tls", r"C:\ProgramData\docker\tls", "/srv/tls"]),
        ("~/tls", ["/etc/docker/tls", "~/tls", r"C:\ProgramData\docker\tls", "/etc/docker/tls"]),
        ("d:/tls", ["/etc/docker/tls", "~/.config/docker/tls", r"d:\tls", "/etc/docker/tls"]),
        ("/etc/docker/tls", ["/etc/docker/tls", "/etc/docker/tls", r"C:\ProgramData\docker\tls", "/etc/docker/tls"]),
    ] {
        let spec = spec(&Draft { cert_directory: typed.into(), ..draft(hosts, "client") });
        let read: Vec<&str> = spec.daemons.iter().map(|daemon| daemon.installation().cert_directory.as_str()).collect();
        assert_eq!(read, folders, "{typed}");
        assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec), "{typed}");
    }
    // What none can take is told once.
    let draft = Draft { cert_directory: "tls".into(), ..draft(hosts, "client") };
    assert_eq!(told(&draft), [(Field::CertDirectory, Code::DirectoryNotAbsolute, None, "tls".into(), "/etc/docker/tls".into())]);
}

#[test]
fn what_hosts_have_already_is_for_those_whose_platform_takes_it() {
    let hosts = "a.example platform=systemd\nb.example platform=openrc\nc.example platform=rootless\nd.example platform=proxy";
    let pasted = |field: Field, text: &str, hosts: &str| {
        let mut draft = draft(hosts, "client");
        text.clone_into(draft.field_mut(field));
        draft
    };
    let has = |draft: &Draft| -> Vec<(bool, bool)> {
        let spec = spec(draft);
        assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec), "{draft:?}");
        let has = |daemon: &Daemon| (daemon.installation().daemon_json.is_some(), daemon.installation().command_line.is_some());
        spec.daemons.iter().map(has).collect()
    };
    // OpenRC's daemon.json gets our options; that it names addresses does not stand against the flags of the others.
    let file = pasted(Field::DaemonJson, "{ \"mtu\": 1400, \"hosts\": [\"unix:///var/run/docker.sock\"] }", hosts);
    assert_eq!(has(&file), [(false, false), (true, false), (false, false), (false, false)]);
    assert_eq!(told(&file), []);
    let merged = spec(&file);
    let pair = Pair { spec: &merged, daemon: &merged.daemons[1], client: &merged.clients[0] };
    let json = guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == SnippetId::DaemonJson).expect("one");
    assert!(json.text.contains("1400"), "{}", json.text);
    // A unit is that of the platforms that start its program.
    let dockerd = pasted(Field::ExecStart, "ExecStart=/usr/bin/dockerd -H fd:// --mtu 1400", hosts);
    assert_eq!(has(&dockerd), [(false, true), (false, false), (false, false), (false, false)]);
    assert_eq!(told(&dockerd), []);
    let rootless = pasted(Field::ExecStart, "ExecStart=/usr/bin/dockerd-rootless.sh --mtu 1400", hosts);
    assert_eq!(has(&rootless), [(false, false), (false, false), (false, true), (false, false)]);
    // What is wrong in it is told once, however many platforms read it.
    let both = "a.example platform=systemd\nb.example platform=debian-docker-io\nc.example platform=systemd-daemon-json";
    assert_eq!(has(&pasted(Field::ExecStart, "dockerd --mtu 1400", both)), [(false, true); 3]);
    for (field, text, codes) in [
        (Field::ExecStart, "ExecStart=/usr/bin/podman", vec![Code::ExecStartNotDockerd]),
        (Field::ExecStart, "dockerd \"", vec![Code::ExecStartUnclear]),
        (Field::DaemonJson, "{", vec![Code::JsonUnclosed]),
    ] {
        let found = told(&pasted(field, text, both));
        assert_eq!(found.iter().map(|one| one.1).collect::<Vec<_>>(), codes, "{text}");
    }
    // Without a platform that takes it, each says so.
    let none = "a.example platform=proxy\nb.example platform=dind\nc.example platform=proxy";
    for field in [Field::DaemonJson, Field::ExecStart] {
        let text = if field == Field::DaemonJson { "{}" } else { "dockerd" };
        let unused = |name: &str| (field, Code::NotUsedHere, None, String::new(), name.to_owned());
        assert_eq!(told(&pasted(field, text, none)), [unused("proxy"), unused("dind")]);
    }
}

#[test]
fn a_host_has_texts_of_its_own_in_the_place_of_those_for_all_and_what_is_wrong_in_them_is_told_of_it() {
    let own = |name: &str, text: &str| format!("\u{1e}{name}\n{text}");
    let with = |platform: &str, fields: &[(Field, &str)]| {
        let mut draft = Draft { platform: platform.into(), ..draft("a.example\nb.example 192.0.2.2\nc.example", "client") };
        for (field, text) in fields {
            (*text).clone_into(draft.field_mut(*field));
        }
        draft
    };
    let written = |draft: &Draft, id: SnippetId| -> Vec<String> {
        let spec = spec(draft);
        assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec), "{draft:?}");
        let text = |daemon: &Daemon| {
            let pair = Pair { spec: &spec, daemon, client: &spec.clients[0] };
            guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == id).expect("one").text
        };
        spec.daemons.iter().map(text).collect()
    };
    let has = |texts: &[String], wanted: [&str; 3]| {
        assert!(texts.iter().zip(wanted).all(|(text, wanted)| text.contains(wanted)), "{wanted:?}: {texts:?}");
    };
    // A name of another host, or one that is written in another way.
    let own_file = own("B.example", "{ \"mtu\": 1111 }") + &own("gone.example", "{");
    let files = with("systemd-daemon-json", &[(Field::DaemonJson, "{ \"mtu\": 1400 }"), (Field::HostDaemonJson, &own_file)]);
    has(&written(&files, SnippetId::DaemonJson), ["1400", "1111", "1400"]);
    // A blank text says that the host has none, whatever the others have.
    let (file, unit) = (own("a.example", "") + &own_file, own("a.example", " \n"));
    let files = with("systemd-daemon-json", &[(Field::DaemonJson, "{ \"mtu\": 1400 }"), (Field::HostDaemonJson, &file)]);
    let files = written(&files, SnippetId::DaemonJson);
    has(&files, ["tlsverify", "1111", "1400"]);
    assert!(!files[0].contains("mtu"), "{files:?}");
    let units = with("systemd", &[(Field::ExecStart, "dockerd -H fd:// --mtu 1400"), (Field::HostExecStart, &unit)]);
    let units = written(&units, SnippetId::SystemdDropIn);
    has(&units, ["dockerd", "1400", "1400"]);
    assert!(!units[0].contains("mtu"), "{units:?}");
    let own_unit = own("b.example", "ExecStart=/usr/bin/dockerd -H fd:// --mtu 1111");
    let units = with("systemd", &[(Field::ExecStart, "dockerd -H fd:// --mtu 1400"), (Field::HostExecStart, &own_unit)]);
    has(&written(&units, SnippetId::SystemdDropIn), ["1400", "1111", "1400"]);
    let alone = written(&with("systemd", &[(Field::HostExecStart, &own_unit)]), SnippetId::SystemdDropIn);
    has(&alone, ["dockerd", "1111", "dockerd"]);
    assert!(!alone[0].contains("mtu"), "{alone:?}");

    // The problem has the name of its host, as it stands there, and the line of the text.
    for (fields, field, code, line) in [
        ([(Field::HostDaemonJson, own("B.example", "{\n\"a\": }"))], Field::HostDaemonJson, Code::JsonMissingValue, Some(2)),
        ([(Field::HostExecStart, own("B.example", "ExecStart=/usr/bin/podman"))], Field::HostExecStart, Code::ExecStartNotDockerd, None),
        ([(Field::HostExecStart, own("B.example", &"x".repeat(70_000)))], Field::HostExecStart, Code::FieldTooLong, None),
        ([(Field::HostDaemonJson, "x".repeat(1_100_000))], Field::HostDaemonJson, Code::FieldTooLong, None),
    ] {
        let fields: Vec<(Field, &str)> = fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
        let parsed = with("systemd-daemon-json", &fields).parse();
        assert!(parsed.spec.is_none());
        let found: Vec<&Problem> = parsed.problems.iter().filter(|one| one.severity == Severity::Error).collect();
        assert_eq!(found.iter().map(|one| (one.field, one.code)).collect::<Vec<_>>(), [(field, code)]);
        let is_of_one = fields[0].1.starts_with('\u{1e}');
        assert_eq!(found[0].machine.as_deref(), is_of_one.then_some("B.example"));
        assert!(line.is_none() || found[0].line == line, "{found:?}");
    }
    // Where nothing reads it, the host's own is refused as one for all is.
    let unused = with("proxy", &[(Field::HostDaemonJson, &own("b.example", "{}"))]).parse();
    assert_eq!(
        unused.problems.iter().map(|one| (one.code, one.machine.as_deref())).collect::<Vec<_>>(),
        [(Code::NotUsedHere, Some("b.example"))]
    );
}

#[test]
fn a_thousand_lines_with_settings_are_within_the_limits() {
    let hosts: Vec<String> = (0..1000)
        .map(|index| {
            format!(
                "docker-production-{index:04}.department.example.com 10.20.{}.{} platform=systemd-daemon-json days={}",
                index / 250,
                index % 250,
                1000 + index
            )
        })
        .collect();
    let clients: Vec<String> = (0..1000).map(|index| format!("{index:064} kind=dashboard days={}", 1000 + index)).collect();
    let spec = spec_of(&hosts.join("\n"), &clients.join("\n"));
    assert_eq!((spec.daemons.len(), spec.clients.len()), (1000, 1000));
    assert_eq!(Draft::from(&spec).parse().spec.as_ref(), Some(&spec));
}

#[test]
fn orders_have_the_days_of_each_line() {
    let spec = spec(&draft("a.example\nb.example days=7", "alice days=1\nbob"));
    let days: Vec<u16> = spec.orders().leaves.iter().map(|order| order.validity.days()).collect();
    assert_eq!(days, [825, 7, 1, 825]);
}

#[test]
fn a_client_has_a_context_for_each_host_that_it_reaches() {
    let spec = spec_of(
        "a.example\nci.example platform=gitlab-dind\nb.example platform=rootless\n2001:db8::1 platform=windows",
        "alice\nnas kind=portainer",
    );
    let folders = guide::folders(&spec);
    for name in ["alice-client", "nas-client"] {
        let folder = folders.folders.iter().find(|folder| folder.name == name).expect(name);
        let file = folder.files.iter().find(|file| file.name == "connect.sh").expect("a script");
        let text: String = file
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Shared(index) => &folders.shared[*index],
                Part::Day | Part::Trust(_) => "",
                Part::ByTrust { authority, .. } => authority,
                Part::File(name, _) => panic!("{name}"),
            })
            .collect();
        let hosts = "a.example tcp://a.example:2376\nb.example tcp://b.example:2376\n2001-db8--1 tcp://[2001:db8::1]:2376'\n";
        assert!(text.contains(&format!("\nhosts='{hosts}")), "{name}");
    }
    // Where nobody connects from elsewhere, nobody needs one.
    let inside = guide::folders(&spec_of("ci.example platform=gitlab-dind", "alice"));
    assert!(inside.folders.iter().all(|folder| folder.files.iter().all(|file| file.name != "connect.sh")));
}
