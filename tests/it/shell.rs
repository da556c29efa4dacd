//! What is pasted, as the shells and the programs read it that it is for.

use std::{fs, path::PathBuf};

use dockseal::{
    Platform, Spec, bundle,
    guide::{self, Pair, Snippet, SnippetId, Step, Syntax},
};
use tree_sitter::Parser;

use crate::{
    golden::{scenario, scenarios},
    judge::{Ran, issue, now, program, run},
    machine::{Machine, User},
    systemd::machine_with,
};

/// Every snippet of every scenario, for each daemon with each client, and the files to source.
fn texts(syntax: Syntax) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (scenario, draft) in scenarios() {
        let spec = draft.parse().spec.expect("valid");
        for daemon in &spec.daemons {
            for client in &spec.clients {
                let all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, Pair { spec: &spec, daemon, client }));
                for snippet in all.filter(|snippet| snippet.syntax == syntax) {
                    texts.push((format!("{scenario} {:?} {}", snippet.id, texts.len()), snippet.text));
                }
            }
        }
        let ending = match syntax {
            Syntax::Sh => ".sh",
            Syntax::Powershell => ".ps1",
            _ => continue,
        };
        for client in &spec.clients {
            let files = guide::environment_files(&spec, client).filter(|(name, _)| name.ends_with(ending));
            texts.extend(files.map(|(name, text)| (format!("{scenario} {name} of {}", client.name().as_str()), text)));
        }
    }
    assert!(!texts.is_empty());
    texts
}

pub fn shellcheck(files: &[PathBuf]) -> Ran {
    run(program("shellcheck").args(["--norc", "--shell=sh", "--"]).args(files))
}

#[test]
fn shellcheck_and_dash_have_nothing_to_say_about_any_snippet() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (name, text) in texts(Syntax::Sh) {
        let file = folder.path().join(name);
        fs::write(&file, text).expect("a file");
        run(program("dash").arg("-n").arg(&file)).says_nothing();
        files.push(file);
    }
    shellcheck(&files).says_nothing();
}

#[test]
fn shellcheck_and_dash_have_something_to_say_about_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wrong");
    for wrong in ["cp $1 /tmp\n", "echo \"${x[0]}\"\n", "cp 'a b /tmp\n"] {
        fs::write(&file, wrong).expect("a file");
        shellcheck(std::slice::from_ref(&file)).fails();
    }
    run(program("dash").arg("-n").arg(&file)).fails();
}

#[test]
fn powershell_is_without_a_syntax_error() {
    for (name, text) in texts(Syntax::Powershell) {
        assert!(is_powershell(&text), "{name}\n{text}");
    }
    for wrong in ["$env:X = 'it's'\n", "$env:X = \"\n", "$env:X = 'a' +\n", "if ($x {\n"] {
        assert!(!is_powershell(wrong), "{wrong}");
    }
}

pub fn is_powershell(text: &str) -> bool {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).expect("a grammar of this version");
    !parser.parse(text, None).expect("a tree").root_node().has_error()
}

/// Python reads JSON as strictly as dockerd does; a key that is there twice is a fault too.
#[test]
fn json_is_read_by_another_reader() {
    const PYTHON: &str = "
import json, sys
def once(pairs):
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)
print(' '.join(json.loads(open(sys.argv[1], encoding='utf-8').read(), object_pairs_hook=once)))
";
    let (_, draft) = scenarios().remove(1);
    let bundles = issue(&draft, now()).downloaded();
    let keys = |bundle: &str, file: &str| run(program("python3").args(["-c", PYTHON]).arg(bundles.path(bundle, file))).succeeds();
    let server = bundles.spec.daemons[0].bundle_name();
    assert_eq!(keys(&server, "daemon.json").trim(), "hosts tlsverify tlscacert tlscert tlskey");
    assert_eq!(keys(bundle::CA_NAME, "dockseal.json").trim(), "format dockseal setup certificates");
}

const ADMINISTRATOR: User<'_> = User::Administrator;

/// A small server has none.
const NO_UNZIP: &str = "rm -f $(command -v unzip)";

fn snippet_of(spec: &Spec, id: SnippetId) -> Snippet {
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    let mut all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair));
    all.find(|snippet| snippet.id == id).expect("the snippet")
}

/// Owner, mode and path of everything below.
fn stat(machine: &Machine, folder: &str) -> String {
    machine.root(&format!("find {folder} | sort | xargs stat -c '%U:%G %04a %n'"))
}

#[test]
fn the_daemons_files_are_placed_with_their_owner_and_modes_as_often_as_one_likes() {
    for platform in [Platform::Systemd, Platform::SystemdDaemonJson, Platform::DebianDockerIo] {
        let (scenario, draft) = (platform.name(), scenario(platform));
        let issued = issue(&draft, now());
        let spec = &issued.spec;
        let place = snippet_of(spec, SnippetId::PlaceServer).text;
        let bundle = spec.daemons[0].bundle_name();
        let machine = machine_with(spec.daemons[0].platform());
        machine.root(NO_UNZIP);
        for (archive, content) in issued.archives().into_iter().filter(|(name, _)| *name == format!("{bundle}.tar.gz")) {
            for _ in 0..2 {
                machine.root("rm -f /etc/docker/daemon.json");
                machine.give(ADMINISTRATOR, &archive, &content);
                machine.follow(ADMINISTRATOR, &place);
                let directory = spec.daemons[0].installation().cert_directory.as_str();
                assert_eq!(
                    stat(&machine, directory),
                    format!(
                        "root:root 0755 {directory}\nroot:root 0444 {directory}/ca.pem\nroot:root 0444 {directory}/server-cert.pem\nroot:root 0400 {directory}/server-key.pem\n"
                    ),
                    "{scenario} {archive}"
                );
                let drop_ins = "/etc/systemd/system/docker.service.d";
                assert_eq!(stat(&machine, drop_ins), format!("root:root 0755 {drop_ins}\nroot:root 0644 {drop_ins}/tls.conf\n"));
                for file in guide::of_step(Step::Configure, Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] }) {
                    let placed = machine.root(&format!("cat {}", file.path.expect("a file")));
                    let (first, rest) = placed.split_once('\n').expect("lines");
                    // JSON has no comments.
                    let text = if first.contains("Dockseal ") { rest } else { &placed };
                    assert_eq!(text, file.text);
                }
                assert_eq!(machine.root("find /root -name '*key*' -o -name '*.zip' -o -name '*.gz'"), "", "a copy of the key is left");
            }
        }
    }
}

#[test]
fn no_key_is_placed_where_somebody_else_may_write() {
    for platform in [Platform::Systemd, Platform::Rootless] {
        let issued = issue(&scenario(platform), now());
        let place = snippet_of(&issued.spec, SnippetId::PlaceServer).text;
        let user = if platform == Platform::Rootless { User::Person("alice") } else { ADMINISTRATOR };
        let directory = issued.spec.daemons[0].installation().cert_directory.as_str().replace('~', &user.home());
        let above = directory.rsplit_once('/').expect("a folder above").0;
        let owner = if platform == Platform::Rootless { "chown -R 1000:1000 /home/alice" } else { "true" };
        let machine = machine_with(platform);
        machine.root(NO_UNZIP);
        for (hostile, is_placed) in [
            ("true".to_owned(), true),
            (format!("chown 1234 {directory}"), false),
            (format!("chmod 0777 {directory}"), false),
            (format!("chown 1234 {above}"), false),
            (format!("mkdir -p /srv/other; chown 1234 /srv/other; rmdir {directory}; ln -s /srv/other {directory}"), false),
            (format!("mkdir -p /srv/own; chown --reference={directory} /srv/own; rmdir {directory}; ln -s /srv/own {directory}"), true),
        ] {
            let archives = issued.archives();
            let (archive, content) = archives.iter().find(|(name, _)| name.ends_with("-server.tar.gz")).expect("an archive");
            machine.give(user, archive, content);
            machine.root(&format!("rm -rf {directory}; mkdir -p {directory}; chown 0 {above}; {owner}; {hostile}"));
            let ran = machine.paste(user, &place);
            let is_there = machine.root(&format!("test ! -e {directory}/server-key.pem || echo there")) == "there\n";
            assert_eq!((ran.code == Some(0), is_there), (is_placed, is_placed), "{hostile}: {ran}");
            assert_eq!(
                ran.out.contains(&format!("ls -ld {}", issued.spec.daemons[0].installation().cert_directory.as_str())),
                !is_placed,
                "{hostile}: {ran}"
            );
        }
    }
}

#[test]
fn a_daemon_json_that_is_there_stays_as_it_is() {
    let (_, draft) = scenarios().remove(1);
    let issued = issue(&draft, now());
    assert_eq!(issued.spec.daemons[0].platform(), Platform::SystemdDaemonJson);
    let machine = machine_with(issued.spec.daemons[0].platform());
    let bundle = issued.spec.daemons[0].bundle_name();
    let before = "{ \"log-driver\": \"local\" }\n";
    machine.put("/etc/docker/daemon.json", before.as_bytes());
    for (archive, content) in issued.archives().into_iter().filter(|(name, _)| *name == format!("{bundle}.tar.gz")) {
        machine.give(ADMINISTRATOR, &archive, &content);
    }
    let place = snippet_of(&issued.spec, SnippetId::PlaceServer).text;
    let said = machine.paste(ADMINISTRATOR, &place);
    assert_eq!(said.code, Some(1), "{said}");
    assert_eq!(machine.root("cat /etc/docker/daemon.json"), before);
    let message = said.out.lines().find(|line| line.contains("/etc/docker/daemon.json")).unwrap_or_default();
    assert!(message.contains(&format!("{bundle}/daemon.json")), "{said}");
    let nothing = "ls -d /etc/docker/tls /etc/systemd/system/docker.service.d 2>/dev/null || echo nothing";
    assert_eq!(machine.root(nothing), "nothing\n", "nothing is placed");
    assert_eq!(
        machine.root(&format!("test -e /root/{bundle}/daemon.json && echo there")),
        "there\n",
        "what the message speaks of is there"
    );

    // A file with some of the keys may let in everybody, or another authority's clients.
    for half in [
        "{ \"tlscacert\": \"/etc/docker/tls/ca.pem\" }\n",
        "{ \"tlsverify\": false, \"tlscacert\": \"/etc/docker/tls/ca.pem\" }\n",
        "{ \"tlsverify\": true, \"tlscacert\": \"/srv/ca.pem\" }\n",
    ] {
        machine.put("/etc/docker/daemon.json", half.as_bytes());
        machine.paste(ADMINISTRATOR, &place).fails();
        assert_eq!(machine.root("cat /etc/docker/daemon.json"), half);
    }
    // Merged by hand, as the message says.
    let merged = "{ \"log-driver\": \"local\", \"tlsverify\": true, \"tlscacert\": \"/etc/docker/tls/ca.pem\" }\n";
    machine.put("/etc/docker/daemon.json", merged.as_bytes());
    machine.follow(ADMINISTRATOR, &place);
    assert_eq!(machine.root("cat /etc/docker/daemon.json"), merged);
    assert_eq!(machine.root("test -e /etc/docker/tls/server-key.pem && echo placed"), "placed\n");
}

#[test]
fn a_bundle_is_not_unpacked_into_what_somebody_else_has_put_there() {
    let spec = scenario(Platform::Systemd).parse().spec.expect("valid");
    for id in [SnippetId::InstallServer, SnippetId::PlaceServer] {
        let commands = snippet_of(&spec, id).text;
        let bundle = spec.daemons[0].bundle_name();
        let unpacking = commands.split_once("tar ").expect("tar").0.trim_end_matches(" &&\n").to_owned();
        let folder = tempfile::tempdir().expect("a folder");
        let shell = |before: &str| {
            let script = format!("cd {} && rm -rf {bundle} && {before} && {unpacking} && stat -c %a {bundle}", folder.path().display());
            run(program("dash").args(["-c", &script]))
        };
        assert_eq!(shell("true").succeeds(), "700\n");
        assert_eq!(shell(&format!("mkdir -m 0750 {bundle}")).succeeds(), "750\n");
        for other in [format!("install -d -o daemon {bundle}"), format!("mkdir mine; ln -s mine {bundle}")] {
            assert!(shell(&other).fails().contains("File exists"), "{other}");
        }
    }
}

#[test]
fn an_archive_that_cannot_be_unpacked_is_not_removed() {
    let (_, draft) = scenarios().remove(0);
    let issued = issue(&draft, now());
    let (server, client) = (issued.spec.daemons[0].bundle_name(), issued.spec.clients[0].bundle_name());
    let machine = machine_with(issued.spec.daemons[0].platform());
    for (archive, content) in issued.archives().into_iter().filter(|(name, _)| name.ends_with(".tar.gz")) {
        machine.give(ADMINISTRATOR, &archive, &content[..content.len() / 2]);
    }
    for (bundle, snippet) in [(server, SnippetId::PlaceServer), (client, SnippetId::UnpackClient)] {
        let said = machine.paste(ADMINISTRATOR, &snippet_of(&issued.spec, snippet).text);
        assert_ne!(said.code, Some(0), "{said}");
        assert_eq!(machine.root(&format!("ls /root/{bundle}.tar.gz")), format!("/root/{bundle}.tar.gz\n"));
    }
}

#[test]
fn a_clients_files_are_unpacked_for_their_owner_alone_and_never_over_others() {
    for (scenario, draft) in scenarios().into_iter().take(3) {
        let issued = issue(&draft, now());
        let client = &issued.spec.clients[0];
        let name = client.name().as_str();
        let unpack = snippet_of(&issued.spec, SnippetId::UnpackClient).text;
        let machine = Machine::boot();
        machine.root(NO_UNZIP);
        for (archive, content) in
            issued.archives().into_iter().filter(|(archive, _)| *archive == format!("{}.tar.gz", client.bundle_name()))
        {
            machine.give(User::Person(name), &archive, &content);
            machine.follow(User::Person(name), &unpack);
            let folder = format!("/home/{name}/.docker/{}", client.bundle_name());
            let mut files: Vec<(String, &str)> = [
                ("README.txt", "0644"),
                ("ca.pem", "0444"),
                ("cert.pem", "0444"),
                ("connect.ps1", "0644"),
                ("connect.sh", "0755"),
                ("env.cmd", "0644"),
                ("env.fish", "0644"),
                ("env.ps1", "0644"),
                ("env.sh", "0644"),
                ("key.pem", "0400"),
            ]
            .map(|(file, mode)| (file.to_owned(), mode))
            .into();
            files.extend(issued.spec.daemons.iter().map(|daemon| (format!("{}.dockercontext", daemon.context_name()), "0400")));
            files.sort();
            let mut expected = format!("1000 0700 {folder}\n");
            expected.extend(files.iter().map(|(file, mode)| format!("1000 {mode} {folder}/{file}\n")));
            let found = machine.root(&format!("LC_ALL=C; find '{folder}' | sort | xargs stat -c '%u %04a %n'"));
            assert_eq!(found, expected, "{scenario} {archive}");
            assert_eq!(machine.root("cd /home && find . -name '*.zip' -o -name '*.gz'"), "", "a copy of the key is left");
            machine.root(&format!("echo other >{folder}/ca.pem"));
            machine.give(User::Person(name), &archive, &content);
            let again = machine.paste(User::Person(name), &unpack);
            assert_ne!(again.code, Some(0), "{again}");
            assert_eq!(machine.root(&format!("cat {folder}/ca.pem")), "other\n");
            machine.root(&format!("ls '/home/{name}/{archive}'; rm -r '{folder}' '/home/{name}/{archive}'"));
        }
    }
}

/// The last scenario lets in 192.0.2.0/24, 198.51.100.7 and 2001:db8::/64.
#[test]
fn nftables_lets_in_known_sources_and_nobody_else_and_leaves_other_ports_alone() {
    let (_, draft) = scenarios().remove(2);
    let spec = draft.parse().spec.expect("valid");
    let snippet = snippet_of(&spec, SnippetId::Nftables);
    let machine = Machine::boot();
    program("nft");
    // There is no systemd here to be told of the drop-in.
    machine.put("/usr/local/bin/systemctl", b"#!/bin/sh\ntest \"$1\" = daemon-reload\n");
    machine.root("chmod 0755 /usr/local/bin/systemctl");
    machine.follow(ADMINISTRATOR, &snippet.text);
    let rules = machine.root("cat /etc/nftables.d/docker-tls.nft; nft flush ruleset");

    // Everything on one machine comes from "lo", which is always let in: without that line the sources alone decide.
    let decided_by_source = rules.replacen(&format!("    iifname \"lo\" tcp dport {} accept\n", spec.listen.port), "", 1);
    assert_ne!(decided_by_source, rules);
    machine.put("/tmp/by-source.nft", decided_by_source.as_bytes());
    let sources = [
        ("192.0.2.200", "127.0.0.1", true),
        ("198.51.100.7", "127.0.0.1", true),
        ("198.51.100.8", "127.0.0.1", false),
        ("203.0.113.9", "127.0.0.1", false),
        ("2001:db8::7", "[::1]", true),
        ("2001:db8:0:1::7", "[::1]", false),
    ];
    for (source, _, _) in sources {
        machine.answer_to(source);
    }
    let port = spec.listen.port;
    machine.root("mkdir -p /tmp/www; echo here >/tmp/www/index.html; busybox httpd -h /tmp/www -p '[::]:8080'");
    // What the machine itself asks for may come back to any port of its own. Linux gives none of these two away by itself.
    for (own, edit, comes_back) in [("20001", "", true), ("20002", "/reply/d", false)] {
        machine.root(&format!("sed 's/dport {port}/dport {own}/; {edit}' /tmp/by-source.nft >/tmp/own.nft; nft --file /tmp/own.nft"));
        let asked = format!("curl -s --max-time 1 --interface 203.0.113.9 --local-port {own} http://127.0.0.1:8080/index.html");
        assert_eq!(machine.paste(ADMINISTRATOR, &asked).out == "here\n", comes_back);
    }
    machine.root(&format!("nft flush ruleset; busybox httpd -h /tmp/www -p '[::]:{port}'"));
    let reaches = |source: &str, destination: &str, port: &str| {
        let curl = format!("curl -s --max-time 1 --interface {source} 'http://{destination}:{port}/index.html'");
        machine.paste(ADMINISTRATOR, &curl).out == "here\n"
    };
    let all_reach = |port: &str| sources.into_iter().all(|(source, destination, _)| reaches(source, destination, port));
    assert!(all_reach(&port.to_string()), "before there are rules");
    machine.root("nft --file /tmp/by-source.nft");
    // Loading it again changes nothing.
    machine.root("nft --file /tmp/by-source.nft");
    assert_eq!(machine.root("nft list ruleset | grep -c drop"), "1\n");
    for (source, destination, known) in sources {
        assert_eq!(reaches(source, destination, &port.to_string()), known, "{source}");
    }
    assert!(all_reach("8080"));
    const ECHO: &str = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 5353)); m, a = s.recvfrom(9); s.sendto(m, a)";
    const ASK: &str = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); s.bind(('203.0.113.9', 0)); s.sendto(b'here', ('127.0.0.1', 5353)); print(s.recv(9).decode())";
    machine.root(&format!(
        "setsid python3 -c \"{ECHO}\" </dev/null >/dev/null 2>&1 & until ss -Hlun sport = :5353 | grep -q .; do sleep 0.1; done"
    ));
    assert_eq!(machine.root(&format!("python3 -c \"{ASK}\"")), "here\n", "UDP is not Docker's");
    machine.root("nft flush ruleset; nft --file /etc/nftables.d/docker-tls.nft");
    assert!(all_reach(&port.to_string()), "the machine itself");

    // As its comment says; and where nobody knows whether systemd runs Docker, there is no drop-in unless it does.
    let drop_in = "cat /etc/systemd/system/docker.service.d/firewall.conf";
    assert_eq!(machine.root(drop_in), "[Service]\nExecStartPre=/usr/sbin/nft -f /etc/nftables.d/docker-tls.nft\n");
    machine.root("sh -ec \"$(sed -n 's/.* before you remove nftables: //p' /etc/nftables.d/docker-tls.nft)\"");
    let spec = dockseal::Draft { locale: "en".into(), ..scenario(Platform::Dind) }.parse().spec.expect("valid");
    let snippet = snippet_of(&spec, SnippetId::Nftables);
    machine.follow(ADMINISTRATOR, &snippet.text);
    assert_eq!(machine.root("nft list ruleset | grep -c drop; ls /etc/systemd/system/docker.service.d"), "1\n");
    machine.put("/usr/local/bin/systemctl", b"#!/bin/sh\n");
    machine.follow(ADMINISTRATOR, &snippet.text);
    assert!(machine.root(drop_in).starts_with("[Service]\nExecStartPre=/"));
}
