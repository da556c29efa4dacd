//! Units of real hosts, pasted: what comes of them, and what is said.

use std::fs;

use dockseal::{
    Code, Draft, Field, Severity,
    guide::{self, Pair, SnippetId, Step},
};

use crate::{
    machine::{Machine, User},
    tidy::repository,
};

/// What stands behind the host's own words.
pub const OURS: &str = "-H tcp://0.0.0.0:2376 --tlsverify --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/server-cert.pem --tlskey=/etc/docker/tls/server-key.pem";

fn draft(unit: &str) -> Draft {
    Draft { hosts: "docker.example.com".into(), exec_start: unit.into(), ..Draft::default() }
}

fn field(name: &str) -> Draft {
    draft(&fs::read_to_string(repository().join("tests/field").join(name)).expect("the input"))
}

/// What is said at the field: the line, the code, the value, the hint.
fn said(draft: &Draft) -> Vec<(usize, Code, String, String)> {
    let problems = draft.parse().problems.into_iter().filter(|problem| problem.field == Field::ExecStart);
    problems
        .map(|problem| {
            (problem.line.unwrap_or_default(), problem.code, problem.value.unwrap_or_default(), problem.hint.unwrap_or_default())
        })
        .collect()
}

fn codes(draft: &Draft) -> Vec<(usize, Code)> {
    said(draft).into_iter().map(|(line, code, ..)| (line, code)).collect()
}

/// The name of the drop-in, and its command.
fn rendered(draft: &Draft) -> (String, String) {
    let parsed = draft.parse();
    let spec = parsed.spec.unwrap_or_else(|| panic!("{:?} in {}", parsed.problems, draft.exec_start));
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let found = guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == SnippetId::SystemdDropIn).expect("a drop-in");
    let name = found.path.as_deref().and_then(|path| path.rsplit('/').next()).expect("a name").to_owned();
    (name, found.text.trim_end().rsplit_once("ExecStart=").expect("a command").1.to_owned())
}

fn command(draft: &Draft) -> String {
    rendered(draft).1
}

#[test]
fn the_hosts_words_keep_their_order_and_ours_come_last() {
    for (words, expected) in [
        ("-H fd:// --iptables=false --bip $X", "--iptables=false --bip $X -H fd://"),
        ("--bip $X -H fd:// --iptables=false", "--bip $X --iptables=false -H fd://"),
        ("--bip=${X} -H fd://", "--bip=${X} -H fd://"),
        ("--bip ${X} -H fd:// $Y --cgroup-parent \"$Z\"", "--bip ${X} $Y --cgroup-parent \"$Z\" -H fd://"),
        ("$Y -H fd:// --cgroup-parent '${Z}' -D", "$Y --cgroup-parent '${Z}' -D -H fd://"),
        ("-H fd:// --tlsverify --label a=b $Y --tlscacert /x --tlscert $C --tlskey=${K}", "--label a=b $Y -H fd://"),
        ("-G $G -H fd:// -l debug", "-G $G -l debug -H fd://"),
        // What an option takes for its value is no option.
        ("--label -H --cgroup-parent --tlsverify=false -H fd://", "--label -H --cgroup-parent --tlsverify=false -H fd://"),
    ] {
        let draft = draft(&format!("[Service]\nExecStart=/usr/bin/dockerd {words}\n"));
        assert_eq!(command(&draft), format!("/usr/bin/dockerd {expected} {OURS}"), "{words}");
    }
}

#[test]
fn what_is_meant_by_units_of_real_hosts_is_taken() {
    for (name, expected) in [
        (
            "01-centos7-dockerd-current.conf",
            "/usr/bin/dockerd-current --add-runtime docker-runc=/usr/libexec/docker/docker-runc-current --default-runtime=docker-runc --exec-opt native.cgroupdriver=systemd --userland-proxy-path=/usr/libexec/docker/docker-proxy-current --seccomp-profile=/etc/docker/seccomp.json $OPTIONS $DOCKER_STORAGE_OPTIONS $DOCKER_NETWORK_OPTIONS $ADD_REGISTRY $INSECURE_REGISTRY -H unix:///var/run/docker.sock",
        ),
        ("02-missing-backslash.conf", "/usr/local/bin/dockerd --graph=/data/docker -H unix:///var/run/docker.sock"),
        (
            "03-opensuse-config-file.conf",
            "/usr/bin/dockerd --add-runtime oci=/usr/sbin/docker-runc $DOCKER_NETWORK_OPTIONS $DOCKER_OPTS --config-file /opt/nas/conf/docker-daemon.json -H unix:///var/run/docker.sock",
        ),
        ("04-variable-as-value.conf", "/usr/bin/dockerd --iptables=false --ip-masq=false --bip $FLANNEL_SUBNET -H fd://"),
        ("07-tls-on-2375.conf", "/usr/bin/dockerd --experimental --containerd=/run/containerd/containerd.sock -H fd://"),
        (
            "12-systemctl-show.txt",
            "/usr/bin/dockerd --data-root=/var/lib/docker --log-opt max-size=50m --containerd=/run/containerd/containerd.sock -H fd://",
        ),
        (
            "14-minikube-unit.conf",
            "/usr/bin/dockerd --default-ulimit=nofile=1048576:1048576 --label provider=docker --insecure-registry 10.96.0.0/12 -H unix:///var/run/docker.sock",
        ),
        ("15-wsl2-service-and-socket.conf", "/usr/bin/dockerd -G docker-linux -H fd://"),
        ("19-jenkins-4243.conf", "/usr/bin/dockerd -H unix:///var/run/docker.sock -H tcp://0.0.0.0:4243"),
        ("39-port-2376-without-tls.conf", "/usr/bin/dockerd -H fd://"),
    ] {
        assert_eq!(command(&field(name)), format!("{expected} {OURS}"), "{name}");
    }
}

#[test]
fn what_would_be_lost_or_opened_is_said_at_its_line() {
    let text = String::new;
    let all = |name: &str| said(&field(name));
    assert_eq!(
        all("02-missing-backslash.conf"),
        [(
            6,
            Code::BackslashMissing,
            "--selinux-enabled=false --log-opt max-size=1g --log-level=error $DOCKER_NETWORK_…".into(),
            "5".into()
        )],
    );
    let (ca, url) = ("/root/DockerCert/ca.pem", "tcp://0.0.0.0:2376");
    assert_eq!(
        all("07-tls-on-2375.conf"),
        [(5, Code::AddressPlain, "tcp://0.0.0.0:2375".into(), url.into()), (5, Code::AuthorityReplaced, ca.into(), text())],
    );
    assert_eq!(all("14-minikube-unit.conf"), [(13, Code::AuthorityReplaced, "/etc/docker/ca.pem".into(), text())]);
    assert_eq!(all("15-wsl2-service-and-socket.conf"), [(23, Code::SocketListensTcp, "2375".into(), text())]);
    assert_eq!(all("19-jenkins-4243.conf"), [(2, Code::AddressOpen, "tcp://0.0.0.0:4243".into(), text())]);
    assert_eq!(all("39-port-2376-without-tls.conf"), [(3, Code::AddressOpen, url.into(), text())]);
    let file =
        |name: &str, line, file: &str| assert_eq!(all(name)[0], (line, Code::VariableFromFile, all(name)[0].2.clone(), file.to_owned()));
    file("04-variable-as-value.conf", 4, "/run/flannel/subnet.env");
    file(
        "01-centos7-dockerd-current.conf",
        15,
        "/run/containers/registries.conf /etc/sysconfig/docker /etc/sysconfig/docker-storage /etc/sysconfig/docker-network",
    );
    // And the same with TLS, and of our own authority: there is nothing to say.
    for harmless in [
        "-H fd:// -H tcp://0.0.0.0:4243 --tlsverify --tlscacert=/etc/docker/tls/ca.pem",
        "-H fd:// -H tcp://0.0.0.0:2376 --tls --tlscacert /etc/docker/tls/ca.pem",
        "-H fd:// -G docker",
    ] {
        assert_eq!(codes(&draft(&format!("/usr/bin/dockerd {harmless}"))), [], "{harmless}");
    }
    let socket = "# /lib/systemd/system/docker.service\n[Service]\nExecStart=/usr/bin/dockerd -H fd://\n# /lib/systemd/system/docker.socket\n[Socket]\n";
    for (listens, expected) in [
        ("ListenStream=/run/docker.sock\n", vec![]),
        ("ListenStream=2375\nListenStream=\nListenStream=%t/docker.sock\n", vec![]),
        ("ListenStream=[::1]:2375\n", vec![(6, Code::SocketListensTcp)]),
    ] {
        assert_eq!(codes(&draft(&format!("{socket}{listens}"))), expected, "{listens}");
    }
}

#[test]
fn what_is_not_the_unit_is_called_by_its_name() {
    for (name, line, code) in [
        ("06-drop-in-without-reset.conf", 9, Code::ExecStartTwice),
        ("11-systemctl-status.txt", 1, Code::ExecStartMissing),
        ("13-environment-in-drop-in.conf", 7, Code::VariableHasOptions),
        ("17-default-docker.txt", 4, Code::ExecStartShell),
    ] {
        let draft = field(name);
        assert_eq!(codes(&draft), [(line, code)], "{name}");
        assert!(draft.parse().spec.is_none(), "{name}");
    }
    for (unit, code) in [
        // Words of systemctl status, and what a terminal cuts off.
        ("/usr/bin/dockerd -H fd:// (code=exited, status=0/SUCCESS)", Code::ExecStartStray),
        ("/usr/bin/dockerd -H fd:// --containerd=/run/containerd/conta...", Code::ExecStartStray),
        ("/usr/bin/dockerd -H fd:// --containerd=/run/containerd/conta…", Code::ExecStartStray),
        ("└─21395 /usr/bin/dockerd -H fd://", Code::ExecStartNotDockerd),
        ("/usr/bin/dockerd –H fd://", Code::ExecStartStray),
        ("/usr/bin/dockerd --iptables false", Code::ExecStartStray),
        ("/usr/bin/dockerd -H fd:// --", Code::ExecStartStray),
        ("/usr/bin/dockerd\u{a0}-H fd://", Code::ExecStartNotDockerd),
        ("/usr/bin/dockerd -D\u{3000}-H fd://", Code::ExecStartCharacter),
        ("/usr/bin/dockerd -H unix:///a\\u202eb", Code::ExecStartCharacter),
        ("/usr/bin/dockerd --label", Code::ExecStartValueMissing),
        ("Environment=X=\nExecStart=/usr/bin/dockerd --cgroup-parent $X", Code::ExecStartValueMissing),
        ("Environment=X=\nExecStart=/usr/bin/dockerd -H $X fd://", Code::ExecStartValueMissing),
        ("ExecStart={ path=/usr/bin/dockerd ; argv[]=/usr/bin/dockerd --label \"a  b\" ; ignore_errors=no ; }", Code::ExecStartShown),
    ] {
        let draft = draft(unit);
        assert_eq!(draft.parse().problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>(), [code], "{unit}");
        assert!(code.severity() == Severity::Error && draft.parse().spec.is_none(), "{unit}");
    }
}

#[test]
fn options_of_a_service_that_stands_beside_our_daemon_json_are_told_with_their_place() {
    let on = |platform: &str, draft: Draft| Draft { platform: platform.into(), ..draft };
    let told = |draft: &Draft| {
        said(draft).into_iter().map(|(line, code, value, hint)| (line, code == Code::ServiceHasOptions, value, hint)).collect::<Vec<_>>()
    };
    let windows = on("windows", field("18-windows-sc-qc.txt"));
    let [(6, true, value, hint)] = &told(&windows)[..] else { panic!("{:?}", told(&windows)) };
    assert!(value.starts_with("-H -H --tlsverify --tlscacert=C:") && hint.starts_with("sc.exe config docker binPath= "), "{value} {hint}");
    assert!(windows.parse().spec.is_none());
    let sysv = on("sysv", field("17-default-docker.txt"));
    let lines: Vec<usize> = told(&sysv).into_iter().filter(|(_, is_it, ..)| *is_it).map(|(line, ..)| line).collect();
    assert_eq!(lines, [5, 6, 8, 9, 10, 11]);
    let openrc = on("openrc", draft("DOCKER_OPTS=\"-H tcp://0.0.0.0:2375 --debug\"\n# --tls\n"));
    assert_eq!(told(&openrc), [(1, true, "-H".into(), "/etc/conf.d/docker".into())]);
    for harmless in ["DOCKER_OPTS=\"--debug --host-gateway-ip 192.0.2.9\"\n", "#DOCKER_OPTS=-H\n"] {
        assert_eq!(codes(&on("sysv", draft(harmless))), [(0, Code::NotUsedHere)], "{harmless}");
    }
}

#[test]
fn an_option_in_disguise_is_one_of_ours() {
    for (words, expected) in [
        ("-\"H\" tcp://0.0.0.0:2375 --tls\"verify\"=false", ""),
        ("\"-H tcp://0.0.0.0:2375\" -D", " -D"),
        ("\\x2dH tcp://0.0.0.0:2375 \\055\\055tls=false", ""),
        ("-H \"\" -D", " -D"),
        ("'--host' 'tcp://0.0.0.0:2375' \"--tlscacert\" \"/a b\" -D", " -D"),
        ("-DH=tcp://0.0.0.0:2375 -DHtcp://0.0.0.0:2375", " -D -D"),
        ("--tl\\u0073verify=false \\U0000002d-tls=F", ""),
    ] {
        let draft = draft(&format!("ExecStart=/usr/bin/dockerd {words}"));
        assert_eq!(command(&draft), format!("/usr/bin/dockerd{expected} -H unix:///var/run/docker.sock {OURS}"), "{words}");
    }
    // A variable or a specifier could make any option of these.
    for words in ["--tls${X}=false", "-${X}", "-%iH tcp://0.0.0.0:2375", "--%i", "%i-H tcp://0.0.0.0:2375"] {
        let draft = draft(&format!("ExecStart=/usr/bin/dockerd {words}"));
        assert!(draft.parse().spec.is_none(), "{words}: {:?}", said(&draft));
    }
}

#[test]
fn what_a_variable_brings_is_read_as_dockerd_gets_it() {
    let unit =
        |environment: &str, words: &str| draft(&format!("[Service]\nEnvironment={environment}\nExecStart=/usr/bin/dockerd {words}\n"));
    let address = |environment: &str, words: &str| {
        command(&unit(environment, words)).replace(&format!(" {OURS}"), "").replace("/usr/bin/dockerd -H ", "")
    };
    assert_eq!(address("H=fd://", "-H $H"), "fd://");
    assert_eq!(address("H=fd", "-H ${H}://"), "fd://");
    assert_eq!(address("H=/run/a", "--host=unix://${H}.sock"), "unix:///run/a.sock");
    assert_eq!(address("X=a", "-H fd:// -H tcp://${IP}:4243"), "fd:// -H tcp://${IP}:4243");
    assert_eq!(address("X=a", "-H fd:// -H tcp://${IP}:2375 -H tcp://${IP}:2376"), "fd://", "one is closed, and one in the way of ours");
    // Only braces stand for a variable inside a word (systemd.service(5)).
    for literal in ["--host=$H", "-H $$H", "--host=unix://$${H}", "-H unix:///$H", "-H ${H}$H"] {
        assert_eq!(codes(&unit("H=fd://", literal)), [(3, Code::ExecStartUnclear)], "{literal}");
    }
    for (environment, words, code) in [
        ("\"H=unix:///run/a -H tcp://0.0.0.0:2375\"", "-H $H", Code::VariableHasOptions),
        ("\"H=fd:// --debug\"", "-H $H", Code::VariableHasOptions),
        ("H=-Htcp://0.0.0.0:2375", "-H fd:// ${H}", Code::VariableHasOptions),
        ("T=--tlsverify=false", "-H fd:// $T", Code::VariableHasOptions),
        ("'T=\"--tls\"cacert=/a'", "-H fd:// $T", Code::VariableHasOptions),
        ("\"T=--label a --tlscacert /a\"", "-H fd:// $T", Code::VariableHasOptions),
        ("H=unix:///run/\\u202e", "-H $H", Code::ExecStartCharacter),
        ("H=unix:///run/\\x09a", "-H ${H}", Code::ExecStartCharacter),
    ] {
        assert_eq!(said(&unit(environment, words)).iter().map(|(_, code, ..)| *code).collect::<Vec<_>>(), [code], "{environment} {words}");
        assert!(unit(environment, words).parse().spec.is_none());
    }
    for (environment, words) in
        [("\"T=--label --tlsverify=false\"", "-H fd:// $T"), ("T=--label", "-H fd:// $T --tls"), ("T=-H", "-H fd:// --label $T")]
    {
        assert_eq!(codes(&unit(environment, words)), [], "{environment} {words}");
    }
}

/// 99 characters of this took 18 s, and 107 ended in a trap.
#[test]
fn variables_are_written_out_once_and_within_bounds() {
    let doubles = format!("[Service]\nEnvironment=A=$A$A\nExecStart=/usr/bin/dockerd -H {}", "$A".repeat(20));
    assert!(draft(&doubles).parse().spec.is_none());
    for (value, words, code) in [
        ("a".repeat(15_000), "--label ${A}${A}".to_owned(), Code::ExecStartTooLong),
        ("--debug ".repeat(1000), "$A $A $A".into(), Code::ExecStartTooLong),
        ("a".repeat(100), format!("--label {}", "${A}".repeat(5000)), Code::ExecStartTooLong),
        ("$A".repeat(10_000), "$A".into(), Code::ExecStartTooLong),
        ("a".into(), format!("--label {}", "b".repeat(54_000)), Code::ExecStartTooLong),
    ] {
        let draft = draft(&format!("[Service]\nEnvironment=\"A={value}\"\nExecStart=/usr/bin/dockerd {words}\n"));
        assert_eq!(codes(&draft), [(3, code)]);
    }
    let within = draft("[Service]\nEnvironment=A=$A$A\nExecStart=/usr/bin/dockerd --label a=$A$A${A}\n");
    assert_eq!(codes(&within), []);
}

#[test]
fn our_drop_in_comes_after_every_other_one_with_a_command() {
    let unit = |drop_ins: &[(&str, &str)]| {
        let mut text = "# /lib/systemd/system/docker.service\n[Service]\nExecStart=/usr/bin/dockerd -H fd://\n".to_owned();
        for (path, content) in drop_ins {
            text += &format!("\n# {path}\n{content}");
        }
        draft(&text)
    };
    let edit = "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// --debug\n";
    let proxy = "[Service]\nEnvironment=HTTP_PROXY=http://192.0.2.9:3128\n";
    let etc = |name: &str| format!("/etc/systemd/system/docker.service.d/{name}");
    for (name, content, ours, is_debug) in [
        ("override.conf", edit, "tls.conf", true),
        ("tls.conf", edit, "tls.conf", false),
        ("zz_tls.conf", edit, "tls.conf", false),
        ("tls.conf", proxy, "tls_tls.conf", false),
        ("tls2.conf", edit, "tls2_tls.conf", true),
        ("zz.conf", edit, "zz_tls.conf", true),
        ("zz.conf", proxy, "zz_tls.conf", false),
        ("~local.conf", proxy, "tls.conf", false),
    ] {
        let draft = unit(&[(&etc(name), content)]);
        let (found, command) = rendered(&draft);
        assert_eq!((found.as_str(), command.contains("--debug")), (ours, is_debug), "{name}\n{content}");
        assert_eq!(Draft::from(&draft.parse().spec.expect("valid")).parse().spec, draft.parse().spec);
    }
    // The package's own of our name would be hidden by ours.
    let vendor = unit(&[("/usr/lib/systemd/system/docker.service.d/tls.conf", proxy)]);
    assert_eq!(rendered(&vendor).0, "tls_tls.conf");
    // What `systemctl cat` says, in a drop-in: the last name counts.
    let inside = format!("[Service]\nExecStart=\n# /lib/systemd/system/docker.service\n{edit}");
    assert_eq!(rendered(&unit(&[(&etc("zz.conf"), &inside)])).0, "zz_tls.conf");
    assert_eq!(codes(&unit(&[(&etc("~local.conf"), edit)])), [(8, Code::ExecStartOverridden)]);
}

#[test]
fn the_file_of_config_file_is_known() {
    let json = |draft: Draft| Draft { platform: "systemd-daemon-json".into(), ..draft };
    let file = |draft: Draft| {
        let spec = json(draft).parse().spec.expect("valid");
        spec.daemons[0].installation().command_line.as_ref().expect("a command").config_file().map(str::to_owned)
    };
    assert_eq!(file(field("03-opensuse-config-file.conf")).as_deref(), Some("/opt/nas/conf/docker-daemon.json"));
    assert_eq!(file(draft("dockerd --config-file=/a --config-file \"/b\"")).as_deref(), Some("/b"));
    assert_eq!(file(draft("[Service]\nEnvironment=\"O=--debug --config-file /c\"\nExecStart=dockerd $O")).as_deref(), Some("/c"));
    assert_eq!(file(draft("dockerd --label --config-file=/a")), None);
    for unclear in ["$F", "%h/daemon.json", "daemon.json", "\"/a b\"", "/a/../b", "\"/a$(reboot)\""] {
        let draft = json(draft(&format!("dockerd --config-file {unclear}")));
        assert!(codes(&draft).contains(&(1, Code::ConfigFileUnclear)) && draft.parse().spec.is_none(), "{unclear}");
    }
}

/// Whatever a variable is, nobody gets in without a certificate: dockerd has TLS, or does not start.
#[test]
fn no_variable_takes_tls_away_from_dockerd() {
    let machine = Machine::boot();
    let issued = crate::judge::issue(&draft(""), crate::judge::now());
    for name in ["ca.pem", "server-cert.pem", "server-key.pem"] {
        machine.put(&format!("/etc/docker/tls/{name}"), &issued.bundles[0].file(name).expect(name).content());
    }
    machine.put(
        "/etc/docker/daemon.json",
        b"{ \"bridge\": \"none\", \"iptables\": false, \"ip6tables\": false, \"storage-driver\": \"vfs\" }",
    );
    // As systemd splits the variable that is a word of its own: so does a shell.
    let tried = |command: &str, value: &str| {
        let script = format!(
            "X='{value}'; : >/tmp/log; {command} </dev/null >/tmp/log 2>&1 & for try in $(seq 900); do grep -q 'API listen on .*2376' /tmp/log && break; kill -0 $! 2>/dev/null || break; sleep 0.1; done; echo \"plain $(curl -s -m 5 http://127.0.0.1:2376/_ping)\"; echo \"stranger $(curl -sk -m 5 https://127.0.0.1:2376/_ping)\"; kill $! 2>/dev/null; wait; grep -m 2 -E 'argument|provide' /tmp/log || tail -n 5 /tmp/log"
        );
        machine.paste(User::Administrator, &script).out
    };
    let line =
        |words: &str| command(&draft(&format!("[Service]\nExecStart=dockerd {words}\n"))).replace("fd://", "unix:///var/run/docker.sock");
    let refuses = |said: &str| assert!(said.contains("accepts no argument"), "{said}");
    let has_tls = |said: &str| {
        assert!(said.contains("plain Client sent an HTTP request to an HTTPS server."), "{said}");
        assert!(said.contains("stranger \n") && said.contains("client didn't provide a certificate"), "{said}");
    };
    let (value, words) = (line("-H fd:// --cgroup-parent $X"), line("$X -H fd://"));
    for (command, value, verdict) in [
        (&value, "", &refuses as &dyn Fn(&str)),
        (&value, "/a", &has_tls),
        (&words, "", &has_tls),
        (&words, "--label a=b", &has_tls),
        (&words, "--cgroup-parent", &refuses),
        (&words, "--tlsverify=false --tlscacert=/none", &has_tls),
        (&words, "--tls=false", &has_tls),
        (&words, "--", &refuses),
    ] {
        let said = tried(command, value);
        assert!(!said.contains("plain OK") && !said.contains("stranger OK"), "{value}: {said}");
        verdict(&format!("{command} with {value:?}\n{said}"));
    }
    // The judge notices what it is there for: the order before, in which the option took --tlsverify.
    let before = value
        .replace(" --cgroup-parent $X", "")
        .replace(" --tlsverify", " --cgroup-parent $X --tlsverify")
        .replace(" --cgroup-parent $X", " --cgroup-parent");
    let (first, _) = before.split_once(" --tlscacert").expect("options");
    assert!(tried(first, "").contains("plain OK"), "{first}");
}
