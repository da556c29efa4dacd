//! All hosts in one paste: what it does in the shells that people paste into, and on booted Debians by a real ssh.

use std::{fs, path::Path, process::Command};

use dockseal::{
    Draft, Platform,
    guide::{self, Pair, SnippetId, Step},
};
use tempfile::TempDir;

use crate::{
    booted::{Host, SMALL},
    judge::{Ran, issue, now, program, run},
};

/// Answers the questions of a shell that runs a script, each with the next of these lines, at a terminal; and prints what it said.
const TERMINAL: &str = r#"
import os, pty, sys
answers, command = sys.argv[1].split(), sys.argv[2:]
process, terminal = pty.fork()
if process == 0:
    os.execvp(command[0], command)
seen = b""
while True:
    try:
        said = os.read(terminal, 4096)
    except OSError:
        break
    if not said:
        break
    sys.stdout.buffer.write(said)
    sys.stdout.flush()
    seen += said
    if seen.rstrip().endswith(b"[y/N]") and answers:
        os.write(terminal, answers.pop(0).encode() + b"\n")
        seen = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"#;

fn paste(draft: &Draft) -> String {
    let spec = draft.parse().spec.expect("valid");
    guide::fleet(&spec).expect("hosts with a script").snippets.remove(0).text
}

/// A computer with downloads, and an ssh that writes down what it is asked for: it fails at the host whose name is in the file `fails`.
struct Desk {
    folder: TempDir,
}

const SSH: &str = r#"#!/bin/sh
for word; do printf '[%s]' "$word"; done >>log
case $* in *'cat >'*) printf ' %s octets' "$(wc -c)" ;; esac >>log
echo >>log
case $* in *" $(cat fails) "*install.sh*) exit 1 ;; esac
"#;

impl Desk {
    fn with(archives: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("bin")).expect("a folder");
        fs::write(folder.path().join("bin/ssh"), SSH).expect("a file");
        run(program("sh").args(["-c", "chmod 755 bin/ssh; echo none >fails"]).current_dir(folder.path())).succeeds();
        for archive in archives {
            fs::write(folder.path().join(archive), "archive").expect("a file");
        }
        Self { folder }
    }

    fn paste(&self, shell: &[&str], answers: &str, text: &str) -> (Ran, String) {
        _ = fs::remove_file(self.folder.path().join("log"));
        let mut terminal = program("python3");
        terminal.args(["-c", TERMINAL, answers]).args(shell).arg(text).current_dir(self.folder.path());
        let path = format!("{}:{}", self.folder.path().join("bin").display(), crate::judge::PATH);
        let ran = run(terminal.env("PATH", path));
        (ran, fs::read_to_string(self.folder.path().join("log")).unwrap_or_default())
    }
}

const SHELLS: [&[&str]; 4] = [&["dash", "-c"], &["bash", "-c"], &["zsh", "-f", "-c"], &["busybox", "sh", "-c"]];

fn three() -> Draft {
    Draft { hosts: "build1.example.com\n2001:db8::10\nbuild3.example.com".into(), clients: "anna".into(), ..Draft::default() }
}

#[test]
fn one_host_asks_first_and_the_others_follow_after_a_yes_until_one_fails() {
    let text = paste(&three());
    let archives = ["build1.example.com-server.tar.gz", "2001-db8--10-server.tar.gz", "build3.example.com-server.tar.gz"];
    for shell in SHELLS {
        let desk = Desk::with(&archives);
        let (ran, log) = desk.paste(shell, "y", &text);
        assert_eq!(ran.code, Some(0), "{shell:?}: {ran}");
        let lines: Vec<&str> = log.lines().collect();
        assert_eq!(lines.len(), 6, "{log}");
        assert_eq!(
            lines[0],
            "[-a][--][build1.example.com][umask 077 && rm -f build1.example.com-server.tar.gz && cat >build1.example.com-server.tar.gz] 7 octets"
        );
        assert_eq!(
            lines[1],
            "[-a][-t][--][build1.example.com][sh -c 'mkdir -p -m 0700 build1.example.com-server && tar -xzf build1.example.com-server.tar.gz -C build1.example.com-server && { sudo=; test root = user || test \"$(id -u)\" = 0 || sudo=$(command -v sudo || command -v doas); $sudo sh build1.example.com-server/install.sh ; } && rm -f build1.example.com-server.tar.gz build1.example.com-server/server-key.pem']"
        );
        assert!(lines[3].starts_with("[-a][-t][--][2001:db8::10]") && lines[3].contains("install.sh --yes;"), "{log}");
        assert!(lines[5].starts_with("[-a][-t][--][build3.example.com]") && lines[5].contains("install.sh --yes;"), "{log}");

        // A no keeps the others as they are.
        let (ran, log) = desk.paste(shell, "n", &text);
        assert!(ran.code == Some(1) && log.lines().count() == 2, "{shell:?}: {ran} {log}");

        // The second one fails: the third is not asked, and the paste says who is done.
        fs::write(desk.folder.path().join("fails"), "2001:db8::10").expect("a file");
        let (ran, log) = desk.paste(shell, "y", &text);
        assert!(ran.code == Some(1) && log.lines().count() == 4, "{shell:?}: {ran} {log}");
        assert!(ran.out.contains("Stopped at 2001:db8::10. Set up so far: build1.example.com."), "{shell:?}: {ran}");

        // Another user, in the first line.
        fs::write(desk.folder.path().join("fails"), "none").expect("a file");
        let (_, log) = desk.paste(shell, "y", &text.replacen("login=", "login=root@", 1));
        assert!(log.contains("[root@2001:db8::10]") && !log.contains("[build1"), "{log}");

        // Without one of the archives nobody is asked for anything.
        fs::remove_file(desk.folder.path().join(archives[2])).expect("it is there");
        let (ran, log) = desk.paste(shell, "y", &text);
        assert!(ran.code != Some(0) && log.is_empty() && ran.out.contains(archives[2]), "{shell:?}: {ran} {log}");
    }
}

#[test]
fn the_paste_takes_the_archive_of_all_where_the_others_are_not_and_offers_the_first_client() {
    let issued = issue(&three(), now());
    let desk = Desk::with(&[]);
    let (_, all) =
        issued.archives().into_iter().find(|(name, _)| name == "build1.example.com-and-others.tar.gz").expect("the archive of all");
    fs::write(desk.folder.path().join("build1.example.com-and-others.tar.gz"), all).expect("a file");
    let text = paste(&three()).replacen(
        "(login=",
        &format!("(HOME={0}; export HOME; PATH={0}/bin:/usr/bin:/bin; login=", desk.folder.path().display()),
        1,
    );
    let (ran, _) = desk.paste(SHELLS[0], "y y", &text.replace("ssh -a", "ssh -a -F none"));
    assert!(ran.out.contains("Set up this computer as the client \"anna\"?"), "{ran}");
    assert!(desk.folder.path().join(".docker/anna-client/key.pem").exists(), "{ran}");
    let unpacked = desk.folder.path().join("build1.example.com-and-others");
    assert_eq!(fs::read_to_string(unpacked.join("log")).expect("the log").lines().count(), 6);
}

#[test]
fn hosts_without_a_script_are_named_and_left() {
    for &platform in Platform::ALL {
        let spec = Draft { platform: platform.name().into(), hosts: "a.example\nb.example".into(), ..Draft::default() }.parse().spec;
        let spec = spec.expect("valid");
        let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
        assert_eq!(guide::fleet(&spec).is_some(), guide::install_sh(pair).is_some(), "{platform:?}");
        // Written once, not for each pair.
        assert!(guide::steps(pair).iter().all(|numbered| numbered.step != Step::Fleet));
        let is_there = guide::of_step(Step::Client, pair).any(|snippet| snippet.id == SnippetId::ConnectSh);
        assert_eq!(is_there, platform != Platform::GitlabDind);
    }
}

/// What a copied command does where it arrives is told by a host that is a folder: its ssh runs what it is asked to, there, as this user.
#[test]
fn known_sources_are_in_the_paste_and_in_each_card_and_no_shell_takes_them_for_anything_else() {
    let sources = "192.0.2.0/24 2001:db8::/64 198.51.100.7";
    let draft = Draft {
        hosts: "deb.example\nalpine.example platform=openrc\nmine.example platform=rootless".into(),
        allowed_sources: sources.into(),
        ..Draft::default()
    };
    let spec = draft.parse().spec.expect("valid");
    let texts = ["deb.example-server", "alpine.example-server", "mine.example-server"].map(|bundle| {
        let daemon = spec.daemons.iter().find(|daemon| daemon.bundle_name() == bundle).expect("the host");
        let pair = Pair { spec: &spec, daemon, client: &spec.clients[0] };
        let install = guide::of_step(Step::Install, pair).next().expect("a script").text;
        let copy = guide::of_step(Step::Copy, pair).next().expect("the copy").text;
        (copy, install.lines().last().expect("a line").to_owned())
    });
    assert_eq!(texts[0].1, format!("sudo sh deb.example-server/install.sh --allow {sources}"));
    assert_eq!(texts[1].1, format!("sh alpine.example-server/install.sh --allow {sources}"));
    assert_eq!(texts[2].1, "sh mine.example-server/install.sh");
    let copied = |host: &str, to: &str| format!("scp {host}-server.tar.gz {to}:\n");
    assert_eq!([&texts[0].0, &texts[1].0], [&copied("deb.example", "deb.example"), &copied("alpine.example", "root@alpine.example")]);

    let fleet = guide::fleet(&spec).expect("hosts with a script");
    assert!(fleet.text.contains("only the addresses that you have typed reach port 2376"), "{}", fleet.text);
    let archives = ["deb.example-server.tar.gz", "alpine.example-server.tar.gz", "mine.example-server.tar.gz"];
    for shell in SHELLS {
        let desk = Desk::with(&archives);
        let (ran, log) = desk.paste(shell, "y", &fleet.snippets[0].text);
        let runs: Vec<&str> = log.lines().filter(|line| line.contains("install.sh")).collect();
        assert!(ran.code == Some(0) && runs.len() == 3, "{shell:?}: {ran} {log}");
        assert!(runs[0].contains(&format!("install.sh --allow {sources}; }}")), "{log}");
        assert!(runs[1].starts_with("[-a][-t][--][root@alpine.example]"), "{log}");
        assert!(runs[1].contains(&format!("install.sh --yes --allow {sources}; }}")), "{log}");
        assert!(runs[2].contains("install.sh --yes; }") && runs[2].contains("test user = user ||"), "{log}");

        // A user of one's own in front of a host keeps it from that of the first line.
        let (_, log) = desk.paste(shell, "y", &fleet.snippets[0].text.replacen("login=", "login=admin@", 1));
        let logins: Vec<&str> =
            log.lines().filter(|line| line.contains("install.sh")).filter_map(|line| line.split(['[', ']']).nth(7)).collect();
        assert_eq!(logins, ["admin@deb.example", "root@alpine.example", "admin@mine.example"], "{log}");
    }
}

/// Whoever is not root becomes it by what is there. Run for real: by a sudo and a doas that write down their names.
#[test]
fn who_is_not_root_on_a_host_takes_sudo_or_doas_and_a_users_docker_neither() {
    let text = paste(&Draft { hosts: "a.example platform=openrc\nb.example platform=rootless".into(), ..Draft::default() });
    let line = text.lines().find(|line| line.contains("ssh -a -t")).expect("the line that runs the script");
    let (_, command) = line.split_once("\"$to\" \"sh -c '").expect("a command");
    let (command, _) = command.rsplit_once("'\" &&").expect("its end");
    let command = command.replace("\\\"", "\"").replace("\\$", "$").replace("mkdir -p -m 0700 $1 && tar -xzf $1.tar.gz -C $1 && ", "");
    for (rights, there, said) in [
        ("root", vec!["sudo", "doas"], "sudo sh a/install.sh"),
        ("root", vec!["doas"], "doas sh a/install.sh"),
        ("root", vec![], "sh a/install.sh"),
        ("user", vec!["sudo", "doas"], "sh a/install.sh"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        for name in there.iter().chain(&["sh", "rm", "id"]) {
            let answer = if *name == "id" { "echo 1000".to_owned() } else { format!("echo {name} \"$@\"") };
            fs::write(folder.path().join(name), format!("#!/bin/sh\n{answer}\n")).expect("a file");
            run(program("sh").args(["-c", "chmod 755 \"$0\""]).arg(folder.path().join(name))).succeeds();
        }
        let command = command.replace("$1", "a").replace("$3", rights).replace("$4", "");
        let ran = run(program("sh").args(["-c", &format!("PATH={}; {command}", folder.path().display())]));
        assert_eq!(ran.out.lines().next().map(str::trim_end), Some(said), "{rights} {there:?}: {ran}");
    }
}

#[test]
fn a_mixed_fleet_is_set_up_by_the_rights_of_each_host_and_what_has_no_docker_command_gets_no_context() {
    let draft = Draft {
        hosts: "alpine.example platform=openrc\nwin.example platform=windows\ndeb.example\nmine.example platform=rootless".into(),
        clients: "web kind=portainer\nwin kind=windows\nmac kind=macos".into(),
        ..Draft::default()
    };
    let spec = draft.parse().spec.expect("valid");
    let fleet = guide::fleet(&spec).expect("hosts with a script");
    assert!(fleet.text.contains("follow their own steps: win.example."), "{}", fleet.text);
    assert!(fleet.text.contains("logs in as root: alpine.example."), "{}", fleet.text);
    assert!(fleet.text.contains("Port 2376 is then open to every address."), "{}", fleet.text);
    let text = &fleet.snippets[0].text;
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("set_up ") && !line.starts_with("set_up()")).collect();
    assert_eq!(
        lines,
        [
            "set_up alpine.example-server root@alpine.example root &&",
            "set_up deb.example-server deb.example root --yes &&",
            "set_up mine.example-server mine.example user --yes &&"
        ]
    );
    assert!(text.contains("mac-client.tar.gz") && !text.contains("win"), "{text}");
    let ids = |client: usize| -> Vec<SnippetId> {
        let pair = Pair { spec: &spec, daemon: &spec.daemons[2], client: &spec.clients[client] };
        let steps = guide::steps(pair).into_iter().filter(|numbered| !numbered.folded);
        steps.filter(|numbered| numbered.step > Step::Firewall).flat_map(|numbered| numbered.snippets).map(|snippet| snippet.id).collect()
    };
    assert_eq!(ids(1), [SnippetId::ConnectPs1, SnippetId::ConnectSh, SnippetId::ProveContext]);
    assert_eq!(ids(2), [SnippetId::ConnectSh, SnippetId::ConnectPs1, SnippetId::ProveContext]);
    // The form of Portainer is in sight.
    assert!(ids(0).contains(&SnippetId::ClientPortainer) && !ids(0).contains(&SnippetId::ProveContext));
}

/// Three hosts and three clients, as a reader does it: counted.
#[test]
fn three_pastes_set_up_three_booted_hosts_and_three_clients_by_a_real_ssh() {
    let hosts = [Host::boot(SMALL), Host::boot(SMALL), Host::boot(SMALL)];
    hosts[1].join(&hosts[0], 101);
    hosts[2].join(&hosts[0], 102);
    let addresses = ["192.0.2.10", "198.51.101.2", "198.51.102.2"];
    let draft = Draft {
        hosts: "build1.example.com 192.0.2.10\nbuild2.example.com 198.51.101.2\nbuild3.example.com 198.51.102.2".into(),
        clients: "anna\nbob\nci".into(),
        ..Draft::default()
    };
    let bundles = issue(&draft, now()).downloaded();
    let desk = tempfile::tempdir().expect("a folder");
    let file = |name: &str| desk.path().join(name);
    fs::copy(bundles.folder.join("build1.example.com-and-others.tar.gz"), file("build1.example.com-and-others.tar.gz")).expect("a copy");

    // The reader's own ssh: a key, and for each host the user that it wants.
    run(program("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file("key"))).succeeds();
    let public = fs::read_to_string(file("key.pub")).expect("the public key");
    let users = ["root", "admin", "admin"];
    let mut config = format!(
        "IdentityFile {}\nUserKnownHostsFile {}\nStrictHostKeyChecking accept-new\nBatchMode yes\n",
        file("key").display(),
        file("known").display()
    );
    for (index, host) in hosts.iter().enumerate() {
        host.root("useradd -m -s /bin/bash admin; echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin; ! command -v openssl || exit; ! command -v curl && ! command -v unzip");
        for home in ["/root", "/home/admin"] {
            host.put(&format!("{home}/.ssh/authorized_keys"), 0o600, public.as_bytes());
        }
        host.root("chown -R admin /home/admin/.ssh; chmod 0700 /root/.ssh /home/admin/.ssh; systemctl start ssh");
        config += &format!("Host build{0}.example.com\nHostName {1}\nUser {2}\n", index + 1, addresses[index], users[index]);
    }
    fs::write(file("config"), config).expect("a file");
    fs::create_dir(file("bin")).expect("a folder");
    fs::write(file("bin/ssh"), format!("#!/bin/sh\nexec /usr/bin/ssh -F {} \"$@\"\n", file("config").display())).expect("a file");
    run(program("sh").args(["-c", "chmod 755 \"$0\""]).arg(file("bin/ssh"))).succeeds();
    let names: String = (0..3).map(|index| format!("{} build{}.example.com\n", addresses[index], index + 1)).collect();
    fs::write(file("names"), names).expect("a file");
    run(hosts[0].beside("sh").args(["-c", "cat \"$0\" >>/etc/hosts"]).arg(file("names"))).succeeds();

    // The first paste: every host, and the first client.
    let first = typed(&hosts[0], desk.path(), "anna", "y y y", &paste(&draft));
    assert_eq!(first.code, Some(0), "{first}");
    assert_eq!(proved(&first.out), 3, "{first}");
    // Again: nothing of what is there is hurt, and the same is proved.
    let again = typed(&hosts[0], desk.path(), "anna", "y y y y y", &paste(&draft));
    assert_eq!((again.code, proved(&again.out)), (Some(0), 3), "{again}");
    // The second and the third one: the other clients, each on a computer of its own.
    for client in ["bob", "ci"] {
        let computer = desk.path().join(client);
        fs::create_dir(&computer).expect("a folder");
        let archive = format!("{client}-client.tar.gz");
        fs::copy(bundles.folder.join(&archive), computer.join(&archive)).expect("a copy");
        let index = bundles.spec.clients.iter().position(|one| one.name().as_str() == client).expect("a client");
        let pair = Pair { spec: &bundles.spec, daemon: &bundles.spec.daemons[0], client: &bundles.spec.clients[index] };
        let connect = guide::of_step(Step::Client, pair).find(|snippet| snippet.id == SnippetId::ConnectSh).expect("the snippet").text;
        let ran = typed(&hosts[0], &computer, client, "", &connect);
        assert_eq!((ran.code, proved(&ran.out)), (Some(0), 3), "{ran}");
    }
}

/// How many hosts have answered a client's script.
fn proved(said: &str) -> usize {
    said.lines().filter(|line| line.trim_end().starts_with("  ok  build")).count()
}

fn typed(host: &Host, folder: &Path, home: &str, answers: &str, text: &str) -> Ran {
    let home = folder.join(format!("home-{home}"));
    _ = fs::create_dir(&home);
    let mut terminal: Command = host.beside_for(600, "env");
    terminal.arg("-C").arg(folder).arg(format!("HOME={}", home.display()));
    terminal.arg(format!("PATH={}:{}", folder.join("bin").display(), crate::judge::PATH));
    run(terminal.args(["python3", "-c", TERMINAL, answers, "bash", "-c", text]))
}
