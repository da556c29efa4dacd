//! What a host has already, with ours in it: nothing else changes, and a daemon takes it.

use std::fs;

use dockseal::{
    Code, Draft, Field, Problem,
    guide::{self, Pair, SnippetId, Step},
};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::{
    booted::{TRIXIE, unbooted},
    judge::{issue, now, run},
    machine::{Machine, User},
};

fn draft(platform: &str) -> Draft {
    Draft { hosts: "docker.example.com".into(), platform: platform.into(), ..Draft::default() }
}

fn with_file(text: &str) -> Draft {
    Draft { daemon_json: text.into(), ..draft("systemd-daemon-json") }
}

fn with_unit(text: &str) -> Draft {
    Draft { exec_start: text.into(), ..draft("systemd") }
}

/// The file of a draft, or its problems.
fn rendered(draft: &Draft, id: SnippetId) -> Result<String, Vec<Problem>> {
    let parsed = draft.parse();
    let Some(spec) = parsed.spec else { return Err(parsed.problems) };
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let found = guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == id);
    Ok(found.expect("the file").text)
}

fn merged(text: &str) -> String {
    rendered(&with_file(text), SnippetId::DaemonJson).expect("a merged file")
}

/// The last line of the drop-in.
fn command(draft: &Draft) -> String {
    let text = rendered(draft, SnippetId::SystemdDropIn).expect("a drop-in");
    text.trim_end().rsplit_once("ExecStart=").expect("a command").1.to_owned()
}

fn codes(draft: &Draft) -> Vec<(Code, Option<usize>)> {
    let of_ours = |problem: &Problem| matches!(problem.field, Field::DaemonJson | Field::ExecStart);
    draft.parse().problems.iter().filter(|problem| of_ours(problem)).map(|problem| (problem.code, problem.line)).collect()
}

const OPTIONS: &str = "\"tlsverify\": true,\n  \"tlscacert\": \"/etc/docker/tls/ca.pem\",\n  \"tlscert\": \"/etc/docker/tls/server-cert.pem\",\n  \"tlskey\": \"/etc/docker/tls/server-key.pem\"";

#[test]
fn a_file_keeps_its_order_its_indentation_and_what_is_not_ours() {
    let two = "{\n  \"log-driver\": \"local\",\n  \"dns\": [ \"192.0.2.53\" ]\n}\n";
    let hosts = "\"hosts\": [\"fd://\", \"tcp://0.0.0.0:2376\"]";
    assert_eq!(merged(two), format!("{{\n  \"log-driver\": \"local\",\n  \"dns\": [ \"192.0.2.53\" ],\n  {hosts},\n  {OPTIONS}\n}}\n"));
    let tabs = "{\n\t\"ipv6\": true\n}";
    assert_eq!(merged(tabs), format!("{{\n\t\"ipv6\": true,\n  {hosts},\n  {OPTIONS}\n}}").replace("\n  ", "\n\t"));
    let line = "{ \"ipv6\": true }";
    assert_eq!(merged(line), format!("{{ \"ipv6\": true,  {hosts},  {OPTIONS} }}").replace("\n ", "").replace("  ", " "));
    assert_eq!(merged("{\"a\":1}"), format!("{{\"a\":1, {hosts}, {OPTIONS}}}").replace("\n ", ""));
    for empty in ["", "{}", "{ }\n"] {
        assert_eq!(merged(empty), format!("{{\n  {hosts},\n  {OPTIONS}\n}}\n"));
    }
    let crlf = "{\r\n  \"ipv6\": true\r\n}\r\n";
    assert!(merged(crlf).lines().count() == 8 && !merged(crlf).replace("\r\n", "").contains(['\r', '\n']));
}

#[test]
fn ours_are_changed_where_they_are() {
    let old = "{\n  \"tlsverify\": false,\n  \"hosts\": [\"tcp://0.0.0.0:2375\", \"unix:///run/docker.sock\", \"tcp://192.0.2.1:2376\", \"tcp://192.0.2.1:4243\"],\n  \"ipv6\": true\n}\n";
    let new = merged(old);
    assert!(new.starts_with("{\n  \"tlsverify\": true,\n  \"hosts\": [\"unix:///run/docker.sock\", \"tcp://192.0.2.1:4243\", \"tcp://0.0.0.0:2376\"],\n  \"ipv6\": true,\n  \"tlscacert\""), "{new}");
    let said = [(Code::DaemonJsonLetsEverybodyIn, Some(2)), (Code::AddressPlain, Some(3)), (Code::AddressReplaced, Some(3))];
    assert_eq!(codes(&with_file(old)), said);
    assert_eq!(merged(&new), new, "a second time, nothing changes");
    assert_eq!(codes(&with_file(&new)), []);
}

#[test]
fn what_is_wrong_with_a_file_is_said_at_its_line() {
    for (text, code, line) in [
        ("{\n  \"a\": 1,\n}", Code::JsonTrailingComma, 2),
        ("{ \"a\": [1, 2,] }", Code::JsonTrailingComma, 1),
        ("{\n  // ours\n  \"a\": 1\n}", Code::JsonComment, 2),
        ("{ \"mtu\": 1 /* ours */ }", Code::JsonComment, 1),
        ("# ours\n{}", Code::JsonComment, 1),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", Code::JsonMissingComma, 3),
        ("{ 'a': 1 }", Code::JsonLookAlike, 1),
        ("{ \"a\": \u{201c}b\u{201d} }", Code::JsonLookAlike, 1),
        ("{ \"a\": 1", Code::JsonUnclosed, 1),
        ("{ \"a\": 01 }", Code::JsonBadNumber, 1),
        ("{} {}", Code::JsonSecondObject, 1),
        ("{ \"h\\u006fsts\": [] }", Code::JsonEscapedKey, 1),
        ("[1]", Code::JsonNotObject, 1),
        ("\"a\"", Code::JsonNotObject, 1),
        ("{\n\"tls\": true,\n\"tls\": false }", Code::DaemonJsonTwice, 3),
        ("{ \"hosts\": \"tcp://0.0.0.0:2376\" }", Code::DaemonJsonWrongType, 1),
        ("{ \"hosts\": [1] }", Code::DaemonJsonWrongType, 1),
        ("{ \"tlsverify\": \"true\" }", Code::DaemonJsonWrongType, 1),
        ("{ \"tlscacert\": true }", Code::DaemonJsonWrongType, 1),
    ] {
        assert_eq!(codes(&with_file(text)), [(code, Some(line))], "{text}");
        assert!(with_file(text).parse().spec.is_none(), "{text}");
    }
    for (text, code) in [
        ("{ \"tlsverify\": true }", Code::DaemonJsonNoAuthority),
        ("{ \"tls\": true }", Code::DaemonJsonNoAuthority),
        ("{ \"tls\": false }", Code::DaemonJsonTlsOff),
        ("{ \"hosts\": [\"fd://\", \"tcp://0.0.0.0\"] }", Code::AddressWithoutPort),
        ("{ \"hosts\": [\"fd://\", \"0.0.0.0:2375\"] }", Code::AddressPlain),
        ("{ \"hosts\": [\"fd://\", \"tcp://[::1]:2375/x\"] }", Code::AddressPlain),
        ("{ \"tlsverify\": true, \"tlscacert\": \"/etc/docker/tls/ca.pem\", \"hosts\": [\"tcp://192.0.2.1:4243\"] }", Code::NoLocalSocket),
    ] {
        assert_eq!(codes(&with_file(text)), [(code, Some(1))], "{text}");
        assert!(with_file(text).parse().spec.is_some(), "{text}");
    }
    assert_eq!(codes(&with_file("\u{feff}{}")), [(Code::JsonByteOrderMark, None)]);
    assert!(merged("\u{feff}{}").starts_with('{'));
    let long = format!("{{ \"a\": \"{}\" }}", "b".repeat(70_000));
    assert_eq!(codes(&with_file(&long)), [(Code::FieldTooLong, None)]);
}

/// There is no new file of which anything could be said.
const ONLY_CHECKED: (Code, Option<usize>) = (Code::DaemonJsonOnlyChecked, None);

#[test]
fn an_option_that_is_a_flag_and_in_the_file_is_refused() {
    let with = |text: &str| Draft { daemon_json: text.into(), ..draft("debian-docker-io") };
    assert_eq!(codes(&with("{\n\"tlskey\": \"/x\" }")), [(Code::DaemonJsonConflictsHere, Some(2)), ONLY_CHECKED]);
    let both = "{\n\"tls\": true,\n\"tlsverify\": false }";
    assert_eq!(codes(&with(both)), [(Code::DaemonJsonConflictsHere, Some(2)), (Code::DaemonJsonConflictsHere, Some(3)), ONLY_CHECKED]);
    assert_eq!(codes(&with("\u{feff}{ \"ipv6\": true }")), [ONLY_CHECKED]);
    assert!(with("{ \"ipv6\": true }").parse().spec.is_some_and(|spec| spec.daemons[0].installation().daemon_json.is_none()));
    assert_eq!(codes(&Draft { daemon_json: "{}".into(), ..draft("proxy") }), [(Code::NotUsedHere, None)]);
    assert_eq!(codes(&Draft { exec_start: "dockerd".into(), ..draft("snap") }), [(Code::NotUsedHere, None)]);
}

#[test]
fn a_file_of_windows_has_its_own_socket_and_paths() {
    let windows = Draft { daemon_json: "{\n  \"data-root\": \"D:\\\\docker\"\n}".into(), ..draft("windows") };
    let text = rendered(&windows, SnippetId::DaemonJson).expect("a file");
    let read: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(read["data-root"], "D:\\docker");
    assert_eq!(read["hosts"], serde_json::json!(["npipe://", "tcp://0.0.0.0:2376"]));
    assert_eq!(read["tlskey"], "C:\\ProgramData\\docker\\tls\\server-key.pem");
}

const TLS: &str =
    "--tlsverify --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/server-cert.pem --tlskey=/etc/docker/tls/server-key.pem";

#[test]
fn a_command_keeps_its_program_its_sockets_and_its_options() {
    let fedora = "# /usr/lib/systemd/system/docker.service\n[Unit]\nDescription=Docker\n[Service]\nType=notify\nEnvironmentFile=-/etc/sysconfig/docker\nExecStart=/usr/bin/dockerd \\\n          --host=fd:// \\\n          # a remark\n          --exec-opt native.cgroupdriver=systemd \\\n          $OPTIONS \\\n          $DOCKER_STORAGE_OPTIONS\nExecReload=/bin/kill -s HUP $MAINPID\n[Install]\nWantedBy=multi-user.target\n";
    let edited = format!(
        "{fedora}\n# /etc/systemd/system/docker.service.d/override.conf\n[Service]\nExecStart=\nExecStart=/opt/bin/dockerd -H fd:// -H tcp://0.0.0.0:2375 --log-level \"debug\" --tlsverify=false\n"
    );
    let again = format!(
        "{fedora}\n# /etc/systemd/system/docker.service.d/tls.conf\n[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// -H tcp://0.0.0.0:2376 {TLS}\n"
    );
    let expected = format!(
        "/usr/bin/dockerd --exec-opt native.cgroupdriver=systemd $OPTIONS $DOCKER_STORAGE_OPTIONS -H fd:// -H tcp://0.0.0.0:2376 {TLS}"
    );
    for (pasted, expected) in [
        (fedora.to_owned(), expected.clone()),
        (again, expected),
        (edited, format!("/opt/bin/dockerd --log-level \"debug\" -H fd:// -H tcp://0.0.0.0:2376 {TLS}")),
        (
            "ExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS".into(),
            format!("/usr/sbin/dockerd $DOCKER_OPTS -H fd:// -H tcp://0.0.0.0:2376 {TLS}"),
        ),
        // Short options in one word.
        (
            "ExecStart=/usr/bin/dockerd -DH tcp://0.0.0.0:2375 -DDHfd:// -lHarmless".into(),
            format!("/usr/bin/dockerd -D -DD -lHarmless -H fd:// -H tcp://0.0.0.0:2376 {TLS}"),
        ),
        // A unit without addresses has dockerd's own.
        (
            "/usr/bin/dockerd --add-runtime oci=/usr/sbin/runc".into(),
            format!("/usr/bin/dockerd --add-runtime oci=/usr/sbin/runc -H unix:///var/run/docker.sock -H tcp://0.0.0.0:2376 {TLS}"),
        ),
        (
            "/usr/bin/dockerd -Hfd:// --tlscacert /a --tlscert=/b --tls".into(),
            format!("/usr/bin/dockerd -H fd:// -H tcp://0.0.0.0:2376 {TLS}"),
        ),
    ] {
        assert_eq!(command(&with_unit(&pasted)), expected, "{pasted}");
    }
    let json = Draft { exec_start: fedora.into(), ..draft("systemd-daemon-json") };
    assert_eq!(command(&json), "/usr/bin/dockerd --exec-opt native.cgroupdriver=systemd $OPTIONS $DOCKER_STORAGE_OPTIONS");
    let rootless = Draft { exec_start: "ExecStart=/home/a/bin/dockerd-rootless.sh --debug".into(), ..draft("rootless") };
    assert!(
        command(&rootless)
            .starts_with("/home/a/bin/dockerd-rootless.sh --debug -H unix://%t/docker.sock -H tcp://0.0.0.0:2376 --tlsverify")
    );
}

#[test]
fn what_is_wrong_with_a_command_is_said_at_its_line() {
    for (text, code, line) in [
        ("[Service]\nType=notify\nRestart=always\n", Code::ExecStartMissing, 1),
        ("ExecStart=/usr/bin/dockerd\nExecStart=\n", Code::ExecStartMissing, 1),
        ("ExecStart=/usr/bin/dockerd\nExecStart=/usr/bin/dockerd -D\n", Code::ExecStartTwice, 2),
        ("\nExecStart=/usr/bin/dockerd \"--debug\n", Code::ExecStartUnclear, 2),
        ("ExecStart=/usr/bin/dockerd ; /bin/true", Code::ExecStartUnclear, 1),
        ("ExecStart=/usr/bin/dockerd -H", Code::ExecStartValueMissing, 1),
        ("ExecStart=/usr/bin/dockerd \u{202e}-D", Code::ExecStartCharacter, 1),
        ("ExecStart=/bin/sh -c 'dockerd -H fd://'", Code::ExecStartNotDockerd, 1),
        ("ExecStart=--/usr/bin/dockerd", Code::ExecStartNotDockerd, 1),
        ("/usr/bin/docker daemon", Code::ExecStartNotDockerd, 1),
        (
            "# /lib/systemd/system/docker.service\n[Service]\nExecStart=/usr/bin/dockerd\n# /etc/systemd/system/docker.service.d/~local.conf\n[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -D\n",
            Code::ExecStartOverridden,
            7,
        ),
        (
            "# /lib/systemd/system/docker.service\n[Service]\nExecStart=/usr/bin/dockerd\n# /etc/systemd/system/docker.service.d/本机.conf\n[Service]\n# /usr/bin/dockerd is the package's\nExecStart=\nExecStart=dockerd\n",
            Code::ExecStartOverridden,
            8,
        ),
    ] {
        assert_eq!(codes(&with_unit(text)), [(code, Some(line))], "{text}");
    }
    for (text, code) in [
        ("/usr/bin/dockerd -H fd:// -H tcp://0.0.0.0:2375", Code::AddressPlain),
        ("/usr/bin/dockerd -H fd:// -H 0.0.0.0", Code::AddressWithoutPort),
        ("/usr/bin/dockerd -H fd:// -H tcp://192.0.2.1:4243", Code::AddressOpen),
        ("/usr/bin/dockerd -H fd:// -H tcp://127.0.0.1:4243", Code::AddressGetsTls),
    ] {
        assert_eq!(codes(&with_unit(text)), [(code, Some(1))], "{text}");
        assert!(with_unit(text).parse().spec.is_some(), "{text}");
    }
}

#[test]
fn a_flag_that_lets_everybody_in_is_said() {
    for flag in ["--tlsverify=false", "--tlsverify=0", "\"--tls=false\"", "--tls=F"] {
        let draft = with_unit(&format!("[Service]\nExecStart=/usr/bin/dockerd -H fd:// {flag} --debug\n"));
        assert_eq!(codes(&draft), [(Code::FlagLetsEverybodyIn, Some(2))], "{flag}");
        assert_eq!(command(&draft), format!("/usr/bin/dockerd --debug -H fd:// -H tcp://0.0.0.0:2376 {TLS}"));
    }
    for flag in ["--tlsverify", "--tlsverify=true", "--tls=1", "--tls"] {
        let said = codes(&with_unit(&format!("/usr/bin/dockerd -H fd:// {flag} --tlscacert=/etc/docker/tls/ca.pem")));
        assert_eq!(said, [], "{flag}");
    }
}

/// The variables of a unit: what is set in the text is known, what is in a file is not.
#[test]
fn what_a_variable_of_the_command_brings_is_said_with_its_place() {
    const UNIT: &str = "# /lib/systemd/system/docker.service\n[Service]\nENV\nExecStart=/usr/bin/dockerd -H fd:// $OPTIONS ${MORE}\n";
    let said = |environment: &str| {
        let draft = with_unit(&UNIT.replace("ENV", environment));
        let mut problems = draft.parse().problems;
        problems.retain(|problem| problem.field == Field::ExecStart);
        problems
            .into_iter()
            .map(|problem| (problem.code, problem.line, problem.value.unwrap_or_default(), problem.hint.unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let options = |line, value: &str| vec![(Code::VariableHasOptions, Some(line), value.to_owned(), String::new())];
    for harmless in [
        "",
        "Environment=HTTP_PROXY=http://192.0.2.9:3128",
        "Environment=OPTIONS=--debug",
        "Environment=\"OPTIONS=--host-gateway-ip 192.0.2.9\"",
        "Environment=OTHER=--tls",
        "Environment=\"MORE=-H fd://\"\nEnvironment=",
    ] {
        assert_eq!(said(harmless), [], "{harmless}");
    }
    assert_eq!(said("Environment=OPTIONS=--tls=false"), options(3, "OPTIONS=--tls=false"));
    assert_eq!(said("Environment='OPTIONS=--debug -H tcp://0.0.0.0:2375' A=b"), options(3, "OPTIONS=--debug -H tcp://0.0.0.0:2375"));
    assert_eq!(said("Type=notify\nEnvironment=A=b \"MORE=--host=tcp://192.0.2.1:2376\""), options(4, "MORE=--host=tcp://192.0.2.1:2376"));
    assert_eq!(said("Environment=OPTIONS=--tls\nEnvironment=OPTIONS=--debug"), [], "the last one wins");
    let file = said("EnvironmentFile=-/etc/sysconfig/docker\nEnvironmentFile=-/etc/sysconfig/docker-network\nEnvironment=OPTIONS=--debug");
    assert_eq!(
        file,
        [(Code::VariableFromFile, Some(6), "$MORE $OPTIONS".into(), "/etc/sysconfig/docker /etc/sysconfig/docker-network".into())]
    );
    let drop_in = format!("{UNIT}# /etc/systemd/system/docker.service.d/zz.conf\n[Service]\nEnvironment=OPTIONS=-Htcp://0.0.0.0:2375\n")
        .replace("ENV\n", "");
    assert_eq!(codes(&with_unit(&drop_in)), [(Code::VariableHasOptions, Some(6))]);
    assert!(with_unit(&drop_in).parse().spec.is_none());

    let twice = with_unit("[Service]\nEnvironment=A=-H=fd:// B=-DHfd://\nExecStart=/usr/bin/dockerd $A $B $A $A\n");
    assert_eq!(codes(&twice), [(Code::VariableHasOptions, Some(2)); 2], "each once");

    let alone = with_unit("ExecStart=/usr/bin/dockerd -H fd:// --label=$$HOME $DOCKER_OPTS");
    assert_eq!(codes(&alone), [(Code::VariableUnknown, Some(1))]);
    assert!(alone.parse().spec.is_some());
    let address =
        with_unit("[Service]\nEnvironment=ADDRESS=0.0.0.0 PORT=2375\nExecStart=/usr/bin/dockerd -H fd:// -H tcp://${ADDRESS}:${PORT}\n");
    assert_eq!(codes(&address), [(Code::AddressPlain, Some(3))]);
    assert_eq!(command(&address), format!("/usr/bin/dockerd -H fd:// -H tcp://0.0.0.0:2376 {TLS}"));
}

#[test]
fn what_rootlesskit_is_given_stays_and_our_port_is_published_once() {
    let line = |pasted: &str| {
        let rootless = Draft { exec_start: pasted.into(), ..draft("rootless") };
        let text = rendered(&rootless, SnippetId::SystemdDropIn).expect("a drop-in");
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("Environment")).collect();
        let [line] = lines[..] else { panic!("{text}") };
        assert_eq!(Draft::from(&rootless.parse().spec.expect("valid")).parse().spec, rootless.parse().spec);
        (line.trim_start_matches("Environment=\"DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=").trim_end_matches('"').to_owned(), codes(&rootless))
    };
    let ours = "-p 0.0.0.0:2376:2376/tcp";
    let unit = |flags: &str| {
        format!(
            "# /home/a/.config/systemd/user/docker.service\n[Service]\n{flags}\nExecStart=/usr/bin/dockerd-rootless.sh  --iptables=false\n"
        )
    };
    let set = |flags: &str| format!("Environment=\"DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS={flags}\"\n");
    for (flags, others) in [
        (String::new(), ""),
        (set(ours), ""),
        (set("-p 0.0.0.0:80:80/tcp --ipv6"), " -p 0.0.0.0:80:80/tcp --ipv6"),
        (set("--publish=[::1]:2376:2376/tcp,2376:2376/udp --debug --p 2376:2375/tcp"), " -p 2376:2376/udp --debug"),
        (set("--ipv6") + &set("--debug"), " --debug"),
        ("Environment='A=b c' DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=--ipv6".into(), " --ipv6"),
    ] {
        assert_eq!(line(&unit(&flags)), (format!("{ours}{others}"), Vec::new()), "{flags}");
    }
    let drop_in = |name: &str, text: &str| format!("# /home/a/.config/systemd/user/docker.service.d/{name}\n[Service]\n{text}");
    let before = unit("") + &drop_in("port.conf", &set("--ipv6")) + &drop_in("tls.conf", &set("-p 0.0.0.0:4243:4243/tcp"));
    assert_eq!(line(&before), (format!("{ours} --ipv6"), Vec::new()), "what ours was is forgotten");
    let after = before + &drop_in("zz.conf", &set("--debug"));
    assert_eq!(line(&after), (format!("{ours} --debug"), Vec::new()), "ours comes after it, by another name");
    let unclear = Draft { exec_start: unit(&set("--ipv6\u{202e}")), ..draft("rootless") };
    assert_eq!(codes(&unclear), [(Code::ExecStartUnclear, Some(5))]);
}

/// dockerd says by itself what it thinks of a file: the one of Debian 12 by starting.
#[test]
fn dockerd_starts_with_a_merged_file_and_not_with_what_is_refused() {
    let machine = Machine::boot();
    let old = "{\n  \"bridge\": \"none\", \"iptables\": false,\n  \"storage-driver\": \"vfs\",\n  \"labels\": [\"a=b\"],\n  \"hosts\": [\"tcp://0.0.0.0:2375\"],\n  \"default-ulimits\": { \"nofile\": { \"Name\": \"nofile\", \"Hard\": 64000, \"Soft\": 64000 } }\n}\n";
    let draft = Draft { daemon_json: old.into(), locale: "en".into(), ..draft("openrc") };
    let issued = issue(&draft, now());
    for name in ["ca.pem", "server-cert.pem", "server-key.pem", "daemon.json"] {
        let path = if name == "daemon.json" { "/etc/docker/daemon.json".into() } else { format!("/etc/docker/tls/{name}") };
        machine.put(&path, &issued.bundles[0].file(name).expect(name).content());
    }
    let starts = |script: &str| {
        let script = format!(
            "dockerd </dev/null >/tmp/log 2>&1 & for try in $(seq 100); do docker -H unix:///var/run/docker.sock version >/dev/null 2>&1 && docker -H unix:///var/run/docker.sock {script} && break; kill -0 $! 2>/dev/null || break; sleep 0.1; done; kill $! 2>/dev/null; wait; grep -o 'unable to configure.*' /tmp/log || true"
        );
        run(machine.program("sh").args(["-c", &script])).out
    };
    assert_eq!(starts("info --format '{{.Labels}} {{.Driver}}'"), "[a=b] vfs\n");
    assert!(machine.root("cat /tmp/log").contains("API listen on [::]:2376"), "{}", machine.root("cat /tmp/log"));

    for (wrong, code) in [
        ("{ \"bridge\": \"none\", }", Code::JsonTrailingComma),
        ("// a\n{}", Code::JsonComment),
        ("[]", Code::JsonNotObject),
        ("{ \"hosts\": \"fd://\" }", Code::DaemonJsonWrongType),
        ("{ \"tlsverify\": \"yes\" }", Code::DaemonJsonWrongType),
    ] {
        assert_eq!(codes(&with_file(wrong))[0].0, code);
        machine.put("/etc/docker/daemon.json", wrong.as_bytes());
        assert!(starts("version").contains("unable to configure the Docker daemon"), "{wrong}");
    }
    machine.put("/etc/docker/daemon.json", b"{ \"tlskey\": \"/x\" }");
    let both = machine.paste(User::Administrator, "dockerd --tlskey=/y 2>&1 </dev/null");
    assert!(both.out.contains("specified both as a flag and in the configuration file"), "{both}");
}

/// What hosts have, by the places where people tell each other to write it.
const FILES_OF_HOSTS: &[(&str, &str)] = &[
    (
        "a cluster's node",
        "{\n  \"exec-opts\": [\"native.cgroupdriver=systemd\"],\n  \"log-driver\": \"json-file\",\n  \"log-opts\": {\n    \"max-size\": \"100m\",\n    \"max-file\": \"3\"\n  },\n  \"storage-driver\": \"overlay2\"\n}\n",
    ),
    (
        "mirrors",
        "{\n    \"registry-mirrors\": [\n        \"https://mirror.example\",\n        \"https://hub.example.cn\"\n    ],\n    \"insecure-registries\": [\"192.0.2.20:5000\", \"198.51.100.0/24\"],\n    \"max-concurrent-downloads\": 10\n}",
    ),
    (
        "a graphics card",
        "{\n    \"default-runtime\": \"nvidia\",\n    \"runtimes\": {\n        \"nvidia\": {\n            \"args\": [],\n            \"path\": \"nvidia-container-runtime\"\n        }\n    }\n}\n",
    ),
    (
        "networks",
        "{\"bip\":\"172.26.0.1/16\",\"default-address-pools\":[{\"base\":\"172.30.0.0/16\",\"size\":24}],\"dns\":[\"192.0.2.53\"],\"mtu\":1450,\"ipv6\":true,\"fixed-cidr-v6\":\"2001:db8:1::/64\",\"experimental\":true,\"ip6tables\":true,\"userland-proxy\":false}",
    ),
    (
        "a build machine",
        "{\n\t\"builder\": {\n\t\t\"gc\": { \"enabled\": true, \"defaultKeepStorage\": \"20GB\" }\n\t},\n\t\"features\": { \"buildkit\": true, \"containerd-snapshotter\": true },\n\t\"metrics-addr\": \"127.0.0.1:9323\",\n\t\"data-root\": \"/srv/docker\"\n}\n",
    ),
    (
        "a hardened host, saved by Windows",
        "{\r\n  \"icc\": false,\r\n  \"userns-remap\": \"default\",\r\n  \"no-new-privileges\": true,\r\n  \"live-restore\": true,\r\n  \"default-ulimits\": { \"nofile\": { \"Name\": \"nofile\", \"Hard\": 64000, \"Soft\": 64000 } }\r\n}\r\n",
    ),
    (
        "a proxy's user",
        "{\n  \"proxies\": {\n    \"http-proxy\": \"http://192.0.2.9:3128\",\n    \"no-proxy\": \"*.example,127.0.0.0/8\"\n  },\n  \"shutdown-timeout\": 60,\n  \"debug\": false\n}\n",
    ),
    (
        "a port that is open to all",
        "{\n  \"hosts\": [\"unix:///var/run/docker.sock\", \"tcp://0.0.0.0:2375\"],\n  \"tls\": false,\n  \"group\": \"root\"\n}\n",
    ),
    (
        "TLS of a tutorial",
        "{\n  \"tlsverify\": true,\n  \"tlscert\": \"/srv/server-cert.pem\",\n  \"hosts\": [\"tcp://0.0.0.0:2376\"],\n  \"tlskey\": \"/srv/server-key.pem\",\n  \"labels\": [\"hosts=tls\"]\n}\n",
    ),
    ("nothing", "{}"),
];

/// And the one of Debian 13, which has `--validate`.
#[test]
fn dockerd_takes_every_merged_file_of_real_hosts_and_none_that_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let issued = issue(&with_file("{}"), now());
    let other = issue(&with_file("{}"), now());
    for name in ["ca.pem", "server-cert.pem", "server-key.pem"] {
        fs::write(folder.path().join(name), issued.bundles[0].file(name).expect(name).content()).expect("a file");
    }
    fs::write(folder.path().join("other-key.pem"), other.bundles[0].file("server-key.pem").expect("the key").content()).expect("a file");
    let mut wanted = Vec::new();
    let mut put = |name: String, text: &str, verdict: &'static str| {
        fs::write(folder.path().join(&name), text).expect("a file");
        wanted.push((name, verdict));
    };
    for (number, (_, old)) in FILES_OF_HOSTS.iter().enumerate() {
        let new = merged(old);
        put(format!("{number}-merged.json"), &new, "configuration OK");
        // The refusals: an unknown option, another's key, no such file, and what the page would not take.
        let first = new.replacen('{', "{ \"tls-verify\": true, ", 1);
        put(format!("{number}-unknown.json"), &first, "the following directives don't match any configuration option: tls-verify");
        put(format!("{number}-key.json"), &new.replace("tls/server-key.pem", "tls/other-key.pem"), "private key does not match public key");
        put(
            format!("{number}-none.json"),
            &new.replace("tls/ca.pem", "tls/none.pem"),
            "/etc/docker/tls/none.pem: no such file or directory",
        );
        let (body, end) = new.rsplit_once('}').expect("an object");
        put(format!("{number}-comma.json"), &format!("{body},}}{end}"), "invalid character '}'");
    }
    let script = "mkdir -p /etc/docker/tls; cp /mnt/*.pem /etc/docker/tls; cd /mnt; for file in *.json; do echo \"$file: $(dockerd --validate --config-file \"$file\" 2>&1 | tr '\\n' ' ')\"; done
        echo \"flag: $(dockerd --validate --config-file 0-merged.json --tlskey /x 2>&1)\"";
    let said = unbooted(TRIXIE, folder.path(), script).succeeds();
    for (name, verdict) in wanted {
        let line = said.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap_or_default();
        let text = fs::read_to_string(folder.path().join(&name)).expect("the file");
        assert!(line.contains(verdict), "{verdict}\n{line}\n{text}");
    }
    assert!(
        said.contains("flag: unable to configure the Docker daemon")
            && said.contains("specified both as a flag and in the configuration file: tlskey"),
        "{said}"
    );
}

#[test]
fn a_merged_file_takes_the_place_of_the_one_that_was_pasted_which_is_kept() {
    let old = "{\n  \"log-driver\": \"local\"\n}\n";
    let issued = issue(&with_file(old), now());
    let machine = crate::systemd::machine_with(issued.spec.daemons[0].platform());
    machine.put("/etc/docker/daemon.json", old.as_bytes());
    let bundle = issued.spec.daemons[0].bundle_name();
    let place = {
        let pair = Pair { spec: &issued.spec, daemon: &issued.spec.daemons[0], client: &issued.spec.clients[0] };
        guide::of_step(Step::Place, pair).next().expect("the step").text
    };
    for _ in 0..2 {
        let (archive, content) = issued.archives().into_iter().find(|(name, _)| *name == format!("{bundle}.tar.gz")).expect("the archive");
        machine.give(User::Administrator, &archive, &content);
        machine.follow(User::Administrator, &place);
        assert_eq!(machine.root("cat /etc/docker/daemon.json"), merged(old));
        assert_eq!(machine.root("cat /etc/docker/daemon.json.before-tls"), old);
    }
}

/// A value of JSON with what hosts have in it.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        // What stands for octets that are no text is taken for them.
        any::<String>().prop_map(|text| Value::from(text.replace('\u{fffd}', "?"))),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[^\\\\\"\\pC\u{fffd}]{0,8}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_host() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("fd://".to_owned()),
        Just("unix:///var/run/docker.sock".to_owned()),
        Just("tcp://0.0.0.0:2376".to_owned()),
        "tcp://[a-z0-9.]{1,12}(:[0-9]{1,5})?",
        "[a-z0-9.:]{1,16}",
    ]
}

/// Options of ours among others, in any order.
fn any_options() -> impl Strategy<Value = Vec<(String, Value)>> {
    let ours = prop_oneof![
        prop::collection::vec(any_host(), 0..4).prop_map(|hosts| ("hosts".to_owned(), Value::from(hosts))),
        any::<bool>().prop_map(|on| ("tls".to_owned(), Value::from(on))),
        any::<bool>().prop_map(|on| ("tlsverify".to_owned(), Value::from(on))),
        "[ -~]{0,12}".prop_map(|path| ("tlscacert".to_owned(), Value::from(path))),
        "[ -~]{0,12}".prop_map(|path| ("tlskey".to_owned(), Value::from(path))),
    ];
    let others = ("[a-z][a-z-]{0,12}", any_value());
    prop::collection::vec(prop_oneof![ours, others], 0..8).prop_map(|mut options| {
        let mut seen = std::collections::BTreeSet::new();
        options.retain(|(key, _)| seen.insert(key.clone()));
        options
    })
}

/// Written in one of the ways that people have.
fn written(options: &[(String, Value)], style: usize) -> String {
    let member = |(key, value): &(String, Value)| {
        let value = if style == 2 { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        format!("{}: {}", Value::from(key.clone()), value.expect("JSON"))
    };
    let members: Vec<String> = options.iter().map(member).collect();
    match style {
        0 => format!("{{{}}}", members.join(",")),
        1 => format!("{{ {} }}\n", members.join(" , ")),
        2 => format!("{{\n    {}\n}}\n", members.join(",\n    ")),
        _ => format!("\n{{\r\n\t{}\r\n\r\n}}\r\n", members.join(",\r\n\t")),
    }
}

const OURS: [&str; 6] = ["hosts", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn any_valid_file_stays_valid_and_nothing_but_ours_changes(options in any_options(), style in 0..4usize) {
        let old = written(&options, style);
        let before: Map<String, Value> = serde_json::from_str(&old).expect("JSON");
        let new = match rendered(&with_file(&old), SnippetId::DaemonJson) {
            Ok(new) => new,
            Err(problems) => panic!("{old}: {problems:?}"),
        };
        let after: Map<String, Value> = serde_json::from_str(&new).unwrap_or_else(|error| panic!("{error}: {new}"));
        for (key, value) in &before {
            prop_assert!(OURS.contains(&key.as_str()) || after.get(key) == Some(value), "{} in {}", key, new);
        }
        prop_assert!(after.keys().all(|key| before.contains_key(key) || OURS.contains(&key.as_str())));
        for (key, value) in [("tlsverify", Value::from(true)), ("tlscacert", "/etc/docker/tls/ca.pem".into()), ("tlskey", "/etc/docker/tls/server-key.pem".into())] {
            prop_assert_eq!(&after[key], &value);
        }
        let hosts: Vec<&str> = after["hosts"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        prop_assert!(hosts.contains(&"tcp://0.0.0.0:2376") && hosts.iter().any(|host| host.starts_with("fd://") || host.starts_with("unix://")));
        prop_assert!(!hosts.iter().any(|host| host.ends_with(":2375")));
        // To the octet: what is before the first change and behind the last one.
        let others: Vec<&(String, Value)> = options.iter().filter(|(key, _)| !OURS.contains(&key.as_str())).collect();
        for option in others {
            let text = written(std::slice::from_ref(option), style);
            let text = text.trim().trim_start_matches('{').trim_end_matches('}').trim();
            prop_assert!(new.contains(text), "{} in {}", text, new);
        }
        let again = rendered(&with_file(&new), SnippetId::DaemonJson);
        prop_assert_eq!(again.ok(), Some(new));
    }

    #[test]
    fn what_is_taken_for_json_is_json(text in "[{}\\[\\]:,\"a0-9.eE+\\-\\\\/ \n\tu#*tfn]{0,40}") {
        let is_fault = |code: &Code| serde_json::to_value(code).is_ok_and(|name| name.as_str().is_some_and(|name| name.starts_with("json-")));
        let is_form = |code: &Code| matches!(code, Code::JsonDuplicateKey | Code::JsonEscapedKey);
        let taken = !codes(&with_file(&text)).iter().any(|(code, _)| is_fault(code) && !is_form(code));
        let is_object = text.trim().starts_with('{');
        let read = serde_json::from_str::<Value>(&text);
        // Numbers that are too large for it, and half a surrogate pair.
        let is_beyond = read.as_ref().is_err_and(|error| error.to_string().contains("out of range") || error.to_string().contains("surrogate") || error.to_string().contains("hex escape"));
        if is_object && !is_beyond && !text.contains('\\') {
            prop_assert_eq!(taken, read.is_ok(), "{}", text);
        }
    }

    #[test]
    fn no_pasted_text_breaks_anything(text in any::<String>(), platform in "systemd|systemd-daemon-json|windows|rootless") {
        let draft = Draft { daemon_json: text.clone(), exec_start: text, ..draft(&platform) };
        draft.parse();
    }

    #[test]
    fn no_pasted_command_changes_the_shape_of_the_drop_in(words in prop::collection::vec("[!-~]{1,10}|\"[ -~]{0,8}\"|'[ -~]{0,8}'", 0..8)) {
        let pasted = format!("ExecStart=/usr/bin/dockerd {}", words.join(" "));
        if let Ok(text) = rendered(&with_unit(&pasted), SnippetId::SystemdDropIn) {
            let lines: Vec<&str> = text.lines().collect();
            prop_assert_eq!(&lines[1..3], ["[Service]", "ExecStart="]);
            prop_assert_eq!(lines.len(), 4);
            prop_assert!(lines[3].contains(" -H tcp://0.0.0.0:2376 ") && lines[3].contains(TLS));
            let again = with_unit(lines[3]);
            prop_assert_eq!(command(&again), lines[3].trim_start_matches("ExecStart="));
        }
    }
}
