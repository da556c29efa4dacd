//! The daemon: a real dockerd, installed and started with what the reader is told, a real docker, and strangers.

use std::{
    fs::File,
    io::Read,
    process::Child,
    sync::atomic::{AtomicU16, Ordering},
    thread::sleep,
    time::Duration,
};

use dockseal::{
    Draft, Pki, Platform, UnixTime,
    brought::{self, BroughtFile},
    bundle::{CA_NAME, Format},
    guide::{self, Pair, Snippet, SnippetId, Step, Syntax},
    pki::given::AuthorityRenewal,
    spec::{Client, Daemon, Host, order::TrustOrder},
};
use tempfile::NamedTempFile;

use crate::{
    golden::scenarios,
    judge::{Bundles, PASSPHRASE, Ran, issue, now, program, run},
    machine::{Machine, User},
    openssl::{issue_more, recipes},
    systemd::{command_in_force, machine_with},
};

const DAY: u64 = 24 * 60 * 60;

/// A daemon in a test must not touch what is not its own: no bridge, no rules of a firewall; and no file system in a file system.
const HARMLESS: [&str; 6] =
    ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--storage-driver=vfs"];

const ADMINISTRATOR: User<'_> = User::Administrator;

#[test]
fn a_daemon_with_every_flag_in_its_drop_in_lets_in_its_clients_and_nobody_else() {
    let (_, draft) = scenarios().remove(0);
    everything_holds(&issue(&draft, now()).downloaded());
}

#[test]
fn a_daemon_with_daemon_json_lets_in_its_clients_and_nobody_else() {
    let (_, draft) = scenarios().remove(1);
    everything_holds(&issue(&draft, now()).downloaded());
}

#[test]
fn debians_daemon_lets_in_its_clients_and_nobody_else() {
    let (_, draft) = scenarios().remove(2);
    everything_holds(&issue(&draft, now()).downloaded());
}

#[test]
fn every_key_algorithm_is_taken_by_docker() {
    for algorithm in dockseal::KeyAlgorithm::ALL {
        let bundles =
            issue(&Draft { hosts: "docker.example.com".into(), key_algorithm: algorithm.name().into(), ..Draft::default() }, now());
        let bundles = bundles.downloaded();
        let site = Site::open(&bundles, 0);
        let running = site.start();
        site.unpack(&bundles.spec.clients[0]);
        site.connect(&bundles.spec.clients[0]);
        running.stop();
    }
}

#[test]
#[ignore = "tests/web/dockerd.spec.ts runs it on what a browser has downloaded"]
fn bundles_of_a_browser_are_taken_by_a_real_daemon() {
    everything_holds(&Bundles::of_a_browser());
}

#[test]
#[ignore = "tests/web/dockerd.spec.ts runs it on what a browser has downloaded"]
fn machines_that_a_browser_has_added_work_with_those_that_were_there() {
    let (before, after) = (Bundles::of_a_browser_in("before"), Bundles::of_a_browser_in("after"));
    let was_there = |name: &str| before.certificates.iter().any(|certificate| certificate.name == name);
    let (mut old_to_new, mut new_to_old) = (0, 0);
    for (index, daemon) in after.spec.daemons.iter().enumerate() {
        let site = Site::open(&after, index);
        let mut running = site.start();
        let is_old_daemon = was_there(&daemon.host().to_string());
        for client in &after.spec.clients {
            site.unpack(client);
            match (was_there(client.name().as_str()), is_old_daemon) {
                // The files of who was there name no host that came later, which knows them.
                (true, false) => {
                    site.lets_in(client);
                    old_to_new += 1;
                }
                (is_old, _) => {
                    site.connect(client);
                    site.prove(client);
                    new_to_old += usize::from(!is_old && is_old_daemon);
                }
            }
        }
        site.refuses_strangers(after.spec.clients.iter().next_back().expect("one"), &mut running);
        running.stop();
    }
    assert_eq!((old_to_new, new_to_old), (before.spec.clients.len(), before.spec.daemons.len()));
}

#[test]
#[ignore = "tests/web/dockerd.spec.ts runs it on what a browser has downloaded"]
fn both_certificates_of_a_client_that_a_browser_has_renewed_are_taken() {
    let (before, after) = (Bundles::of_a_browser_in("before"), Bundles::of_a_browser_in("after"));
    let client = &after.spec.clients[0];
    for file in ["cert.pem", "key.pem"] {
        assert_ne!(before.read(&client.bundle_name(), file), after.read(&client.bundle_name(), file));
    }
    for index in 0..after.spec.daemons.len() {
        let site = Site::open(&after, index);
        let mut running = site.start();
        for bundles in [&before, &after, &before, &after] {
            site.unpack_anew(bundles, client);
            site.lets_in(client);
        }
        for client in &after.spec.clients {
            site.unpack_anew(&after, client);
            site.connect(client);
            site.prove(client);
        }
        site.refuses_strangers(client, &mut running);
        // The key of one does not go with the certificate of the other.
        site.machine.give(User::Person(client.name().as_str()), "old-key.pem", before.read(&client.bundle_name(), "key.pem").as_bytes());
        let key = format!("$HOME/.docker/{}/key.pem", client.bundle_name());
        let said = site.type_as(client, &site.snippet(client, SnippetId::ClientFlags).text.replace(&key, "old-key.pem")).fails();
        assert!(said.contains("private key does not match public key"), "{said}");
        running.stop();
    }
}

#[test]
#[ignore = "tests/web/dockerd.spec.ts runs it on what a browser has downloaded"]
fn both_certificates_of_an_authority_that_a_browser_has_renewed_are_taken() {
    let (before, after) = (Bundles::of_a_browser_in("before"), Bundles::of_a_browser_in("after"));
    let client = &after.spec.clients[0];
    let [old, new] = [&before, &after].map(|bundles| bundles.read(CA_NAME, "ca.pem"));
    assert_eq!(after.read(&client.bundle_name(), "ca.pem"), new);
    let site = Site::open(&before, 0);
    for bundles in [&before, &after] {
        site.unpack_anew(bundles, client);
        both_certificates_of_its_authority_are_taken(&site, client, &old, &new);
    }
}

#[test]
fn a_client_trusts_no_daemon_that_has_a_clients_certificate() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), ..Draft::default() }, now()).downloaded();
    let client = &bundles.spec.clients[0];
    let certificate = bundles.read(&client.bundle_name(), "cert.pem");
    let with_names =
        signed_by_openssl(&bundles, &client.bundle_name(), "subjectAltName=DNS:docker.example.com\nextendedKeyUsage=clientAuth\n");
    for (certificate, complaint) in [(certificate, "not valid for any names"), (with_names, "incompatible key usage")] {
        let site = Site::open(&bundles, 0);
        site.machine.put(&bundles.spec.daemons[0].installation().cert_directory.file("server-cert.pem"), certificate.as_bytes());
        let key = bundles.read(&client.bundle_name(), "key.pem");
        site.machine.put(&bundles.spec.daemons[0].installation().cert_directory.file("server-key.pem"), key.as_bytes());
        let mut running = site.start();
        site.unpack(client);
        let said = site.type_as(client, &site.snippet(client, SnippetId::ClientFlags).text).fails();
        assert!(said.contains(complaint), "{said}");
        running.says(&["remote error: tls: bad certificate"]);
        running.stop();
    }
}

#[test]
fn a_real_daemon_and_a_real_client_take_what_the_authoritys_script_issues() {
    for passphrase in ["", PASSPHRASE] {
        let draft = Draft {
            hosts: "docker.example.com".into(),
            ca_passphrase: passphrase.to_owned().into(),
            ca_passphrase_repeat: passphrase.to_owned().into(),
            ..Draft::default()
        };
        let bundles = issue(&draft, now()).downloaded();
        let [client, server, _] = recipes(&bundles);
        for words in [client, server.replace("docker2.example.com", "docker.example.com")] {
            issue_more(&bundles, "dash", &words, passphrase).succeeds();
        }
        // What is taken is what the script has renewed by the names of the first ones.
        for (folder, certificate) in [("new-laptop-client", "cert.pem"), ("docker.example.com-server", "server-cert.pem")] {
            let folder = bundles.folder.join(CA_NAME).join(folder);
            std::fs::rename(&folder, folder.with_file_name("old")).expect("moved away");
            issue_more(&bundles, "busybox sh", &format!("renew old/{certificate}"), passphrase).succeeds();
            assert_ne!(std::fs::read(folder.join(certificate)).ok(), std::fs::read(folder.with_file_name("old").join(certificate)).ok());
            std::fs::remove_dir_all(folder.with_file_name("old")).expect("the old ones");
        }
        let site = Site::open(&bundles, 0);
        let client = &bundles.spec.clients[0];
        site.unpack(client);
        let made = |file: &str| std::fs::read(bundles.folder.join(CA_NAME).join(file)).expect(file);
        for file in ["server-cert.pem", "server-key.pem"] {
            site.machine.put(
                &bundles.spec.daemons[0].installation().cert_directory.file(file),
                &made(&format!("docker.example.com-server/{file}")),
            );
        }
        for file in ["cert.pem", "key.pem"] {
            let path = format!("/home/{}/.docker/{}/{file}", client.name().as_str(), client.bundle_name());
            site.machine.root(&format!("rm -f {path}"));
            site.machine.put(&path, &made(&format!("new-laptop-client/{file}")));
            site.machine.root(&format!("chown 1000:1000 {path}"));
        }
        let mut running = site.start();
        site.connect(client);
        site.refuses_strangers(client, &mut running);
        running.stop();

        // The new client is no daemon.
        for (from, to) in [("cert.pem", "server-cert.pem"), ("key.pem", "server-key.pem")] {
            site.machine.put(&bundles.spec.daemons[0].installation().cert_directory.file(to), &made(&format!("new-laptop-client/{from}")));
        }
        let running = site.start();
        let said = site.type_as(client, &site.snippet(client, SnippetId::ClientFlags).text).fails();
        assert!(said.contains("not valid for any names"), "{said}");
        running.stop();
    }
}

#[test]
fn daemons_and_clients_take_the_new_certificate_of_their_authority_with_the_certificates_that_they_have() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), ..Draft::default() }, now()).downloaded();
    let client = &bundles.spec.clients[0];
    let files = ["ca.pem", "ca-key.pem", "dockseal.json"].map(|name| {
        let octets = std::fs::read(bundles.path(CA_NAME, name)).expect(name);
        BroughtFile { name: name.into(), octets: octets.into() }
    });
    let given = brought::open(&files, "", now()).given.expect("an authority");
    let mut orders = bundles.spec.orders();
    orders.leaves.clear();
    let renewal = AuthorityRenewal { validity: orders.authority.validity, has_others_below: true };
    let new = Pki::issue_renewing(given, orders, TrustOrder::default(), renewal, Vec::new(), now()).expect("issued").authority.to_pem();
    let old = bundles.read(CA_NAME, "ca.pem");
    assert_ne!(old, new);
    let site = Site::open(&bundles, 0);
    site.unpack(client);
    both_certificates_of_its_authority_are_taken(&site, client, &old, &new);
}

/// The daemon and the client have the old or the new one, one after another, in whatever order.
fn both_certificates_of_its_authority_are_taken(site: &Site<'_>, client: &Client, old: &str, new: &str) {
    assert_ne!(old, new);
    let of_host = site.daemon.installation().cert_directory.file("ca.pem");
    let of_client = format!("/home/{}/.docker/{}/ca.pem", client.name().as_str(), client.bundle_name());
    for (at_host, at_client) in [(new, old), (old, new), (new, new)] {
        site.machine.root(&format!("rm -f {of_client}"));
        site.machine.put(&of_host, at_host.as_bytes());
        site.machine.put(&of_client, at_client.as_bytes());
        let mut running = site.start();
        site.lets_in(client);
        site.refuses_strangers(client, &mut running);
        running.stop();
    }
}

/// What Dockseal does not make: a certificate of ours with other extensions.
fn signed_by_openssl(bundles: &Bundles, client: &str, extensions: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("extensions"), extensions).expect("a file");
    let mut request = program("openssl");
    request.args(["req", "-new", "-subj", "/CN=x", "-key"]).arg(bundles.path(client, "key.pem")).arg("-out").arg(file("request"));
    run(&mut request).succeeds();
    let mut sign = program("openssl");
    sign.args(["x509", "-req", "-days", "2", "-in"]).arg(file("request")).arg("-extfile").arg(file("extensions"));
    sign.arg("-CA").arg(bundles.path(CA_NAME, "ca.pem")).arg("-CAkey").arg(bundles.path(CA_NAME, "ca-key.pem"));
    run(&mut sign).succeeds()
}

#[test]
fn a_daemon_that_asks_for_no_certificate_is_called_not_safe() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), ..Draft::default() }, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    let command: Vec<String> =
        command_in_force(&site.machine).iter().map(|word| word.replace("--tlsverify", "--tlsverify=false")).collect();
    let running = site.start_with(command);
    let said = site.type_as(client, &site.snippet(client, SnippetId::ProveNo).text);
    assert!(said.out.contains("NOT SAFE"), "{said}");
    running.stop();
}

#[test]
fn an_api_without_tls_is_called_not_safe() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), ..Draft::default() }, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    site.machine.root("mkdir -p /tmp/www; echo '{\"ApiVersion\":\"1.41\"}' >/tmp/www/version; busybox httpd -h /tmp/www -p 2376");
    let said = site.type_as(client, &site.snippet(client, SnippetId::ProveNo).text);
    assert!(said.out.contains("NOT SAFE"), "{said}");
}

/// PowerShell cannot be had here: a shell that quotes these words alike types its commands. What they say decides by the last line.
#[test]
fn the_commands_of_the_proof_in_powershell_end_as_it_expects() {
    // Windows' own TLS knows no such key: its failure is no refusal.
    let key_algorithm = "ed25519".into();
    let draft = Draft { hosts: "docker.example.com".into(), clients: "client kind=windows".into(), key_algorithm, ..Draft::default() };
    let bundles = issue(&draft, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    let text = site.snippet(client, SnippetId::ProveNoPowershell).text;
    let lines: Vec<&str> = text.lines().collect();
    let [
        plain,
        version,
        "$known = $LASTEXITCODE -eq 0",
        "$path = $env:DOCKER_CERT_PATH; $env:DOCKER_CERT_PATH = 'none'",
        said,
        "$stranger = $LASTEXITCODE -eq 0",
        "$env:DOCKER_CERT_PATH = $path",
        decision,
    ] = lines[..]
    else {
        panic!("{text}")
    };
    let refusals: Vec<&str> =
        decision.split("$said -match '").nth(1).and_then(|rest| rest.split('\'').next()).expect("words").split('|').collect();
    let command = |line: &str, before: &str, after: &str| {
        line.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).expect("a command").to_owned()
    };
    let plain = command(plain, "$plain = ", "").replace("curl.exe", "curl");
    let version = command(version, "$version = ", "");
    let stranger = command(said, "$said = ", " | Out-String");
    let script = format!(
        "plain=$({plain})\n{version} >/dev/null 2>&1\nknown=$?\nsaid=$(DOCKER_CERT_PATH=none {stranger})\necho \"$known $?\"\necho \"$plain\"\necho \"said $said\"\n"
    );
    // Whether the client and the stranger are let in, whether plain HTTP is answered, and whether what the stranger hears is a refusal.
    let asks = || -> [bool; 4] {
        let answer = site.type_as(client, &script).out;
        let (codes, answer) = answer.split_once('\n').expect("two codes");
        let (plain, said) = answer.split_once("said ").expect("what the stranger hears");
        let (known, stranger) = codes.split_once(' ').expect("two codes");
        [known == "0", stranger == "0", plain.contains("ApiVersion"), refusals.iter().any(|refusal| said.contains(refusal))]
    };
    let [known, stranger, is_open, _] = asks();
    assert!(!known && !stranger && !is_open);
    let running = site.start();
    assert_eq!(asks(), [true, false, false, true]);
    let yes = site.snippet(client, SnippetId::ProveYesPowershell).text;
    assert!(is_version(&site.follow_as(client, &yes)));
    running.stop();
    let command = command_in_force(&site.machine).iter().map(|word| word.replace("--tlsverify", "--tlsverify=false")).collect();
    let running = site.start_with(command);
    assert_eq!(asks(), [true, true, false, false]);
    running.stop();
    site.machine.root("mkdir -p /tmp/www; echo '{\"ApiVersion\":\"1.41\"}' >/tmp/www/version; busybox httpd -h /tmp/www -p 2376");
    assert_eq!(asks(), [false, false, true, false]);
}

/// cmd cannot be had here either: a shell types its commands, with the paths of its own system.
#[test]
fn the_commands_of_the_proof_in_cmd_end_as_they_say() {
    let draft = Draft { hosts: "docker.example.com".into(), clients: "client kind=windows".into(), ..Draft::default() };
    let bundles = issue(&draft, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    let text = site.snippet(client, SnippetId::ProveCmd).text.replace("%USERPROFILE%", "$HOME").replace('\\', "/");
    let (yes, no) = text.split_once('\n').expect("two lines");
    let no = no.strip_prefix("cmd /s /c \"set DOCKER_CERT_PATH=none&").and_then(|rest| rest.strip_suffix("\"\n")).expect("one line");
    let no = format!("DOCKER_CERT_PATH=none {no}");
    assert!(!is_version(&site.type_as(client, yes).out));
    let running = site.start();
    assert!(is_version(&site.follow_as(client, yes)));
    let refused = site.type_as(client, &no).fails();
    assert!(["bad certificate", "certificate required"].iter().any(|said| refused.contains(said)), "{refused}");
    running.stop();
    let command = command_in_force(&site.machine).iter().map(|word| word.replace("--tlsverify", "--tlsverify=false")).collect();
    let running = site.start_with(command);
    assert!(is_version(&site.follow_as(client, &no)));
    running.stop();
}

#[test]
fn nothing_is_proved_where_nobody_listens_or_another_authority_answers() {
    let bundles = issue(&Draft { hosts: "docker.example.com".into(), ..Draft::default() }, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    let prove_no = site.snippet(client, SnippetId::ProveNo).text;
    site.unpack(client);
    let said = site.type_as(client, &prove_no);
    assert!(said.out.contains("Nothing is proved"), "{said}");

    let running = site.start();
    let others = issue(&Draft::from(&bundles.spec), now()).downloaded();
    site.unpack_anew(&others, client);
    let said = site.type_as(client, &prove_no);
    assert!(said.out.contains("Nothing is proved"), "{said}");
    running.stop();
}

/// Each daemon is installed, started, used by every client in every way, and tried by strangers.
fn everything_holds(bundles: &Bundles) {
    for index in 0..bundles.spec.daemons.len() {
        let site = Site::open(bundles, index);
        let mut running = site.start();
        for client in &bundles.spec.clients {
            site.unpack(client);
            site.connect(client);
            site.prove(client);
        }
        site.is_reached_by_every_name(&bundles.spec.clients[0]);
        site.refuses_strangers(&bundles.spec.clients[0], &mut running);
        site.answers_locally();
        running.stop();
    }
}

/// A daemon's machine, which the clients sit at as well.
pub struct Site<'a> {
    pub machine: Machine,
    bundles: &'a Bundles,
    daemon: &'a Daemon,
}

impl<'a> Site<'a> {
    /// Installs the bundle as the steps say. The machine has no unzip.
    pub fn open(bundles: &'a Bundles, index: usize) -> Self {
        let daemon = &bundles.spec.daemons[index];
        let machine = machine_with(bundles.spec.daemons[0].platform());
        machine.root("rm $(command -v unzip)");
        for name in &daemon.names() {
            machine.answer_to(&name.to_string().replace('*', "any"));
        }
        let site = Self { machine, bundles, daemon };
        site.give(bundles, ADMINISTRATOR, &daemon.bundle_name());
        for snippet in site.snippets(&bundles.spec.clients[0], Step::Place) {
            site.machine.follow(ADMINISTRATOR, &snippet.text);
        }
        site
    }

    fn give(&self, bundles: &Bundles, user: User<'_>, bundle: &str) {
        let archive = format!("{bundle}.{}", Format::TarGz.extension());
        self.machine.give(user, &archive, &std::fs::read(bundles.folder.join(&archive)).expect("the archive"));
    }

    pub fn pair<'b>(&'b self, client: &'b Client) -> Pair<'b> {
        Pair { spec: &self.bundles.spec, daemon: self.daemon, client }
    }

    fn snippets(&self, client: &Client, step: Step) -> Vec<Snippet> {
        guide::of_step(step, self.pair(client)).collect()
    }

    fn snippet(&self, client: &Client, id: SnippetId) -> Snippet {
        let all = Step::ALL.iter().flat_map(|&step| self.snippets(client, step));
        all.into_iter().find(|snippet| snippet.id == id).expect("the snippet")
    }

    /// Starts it as systemd would, with `fd://` handed over by a socket.
    pub fn start(&self) -> Running<'_> {
        self.start_with(command_in_force(&self.machine))
    }

    fn start_with(&self, mut command: Vec<String>) -> Running<'_> {
        if self.bundles.spec.daemons[0].platform() == Platform::DebianDockerIo {
            // What systemd does with the EnvironmentFile= of the package's unit.
            let variable = command.iter().position(|word| word == "$DOCKER_OPTS").expect("the package's variable");
            command.remove(variable);
        }
        command.extend(HARMLESS.map(str::to_owned));
        self.machine.root(
            "containerd >/tmp/containerd 2>&1 & for try in $(seq 100); do test -S /run/containerd/containerd.sock && exit; sleep 0.1; done; cat /tmp/containerd; exit 1",
        );
        let log = NamedTempFile::new().expect("a file");
        let output = log.reopen().expect("the log");
        let mut activate = self.machine.program("systemd-socket-activate");
        activate.args(["--listen", "/run/docker.sock"]).args(&command);
        activate.stdout(output.try_clone().expect("the log")).stderr(output);
        let process = activate.spawn().expect("it starts");
        let mut running = Running { machine: &self.machine, process, log, read: 0 };
        running.says(&["Listening on /run/docker.sock"]);
        // The first connection to the socket starts it, and is answered when it has started.
        let answer = self.machine.paste(ADMINISTRATOR, &self.snippet(&self.bundles.spec.clients[0], SnippetId::ProveLocal).text);
        assert!(is_version(&answer.out), "{answer}{}", running.rest());
        running.says(&["API listen on"]);
        running
    }

    pub fn type_as(&self, client: &Client, lines: &str) -> Ran {
        self.machine.paste(User::Person(client.name().as_str()), lines)
    }

    #[track_caller]
    pub fn follow_as(&self, client: &Client, lines: &str) -> String {
        self.machine.follow(User::Person(client.name().as_str()), lines)
    }

    pub fn unpack(&self, client: &Client) {
        self.unpack_of(self.bundles, client);
    }

    /// In the place of what the client has.
    fn unpack_anew(&self, bundles: &Bundles, client: &Client) {
        self.machine.root(&format!("rm -rf /home/{}/.docker/{}", client.name().as_str(), client.bundle_name()));
        self.unpack_of(bundles, client);
    }

    /// The client connects by options, which need none of its other files.
    #[track_caller]
    fn lets_in(&self, client: &Client) {
        has_both_versions(&self.follow_as(client, &self.snippet(client, SnippetId::ClientFlags).text));
    }

    fn unpack_of(&self, bundles: &Bundles, client: &Client) {
        self.give(bundles, User::Person(client.name().as_str()), &client.bundle_name());
        for snippet in self.snippets(client, Step::Unpack).iter().filter(|snippet| snippet.syntax == Syntax::Sh) {
            self.follow_as(client, &snippet.text);
        }
    }

    /// Connects in every way that this machine knows.
    fn connect(&self, client: &Client) {
        let mut ways = 0;
        // Whoever has made the key elsewhere gets no file with it.
        let context = format!("$HOME/.docker/{}/{}.dockercontext", client.bundle_name(), self.daemon.context_name());
        let has_context = self.type_as(client, &format!("ls \"{context}\"")).code == Some(0);
        for snippet in self.snippets(client, Step::Connect).iter().filter(|snippet| snippet.syntax == Syntax::Sh) {
            match snippet.id {
                SnippetId::ClientCurl => {
                    let version: serde_json::Value = serde_json::from_str(&self.follow_as(client, &snippet.text)).expect("JSON");
                    assert!(is_version(version["Version"].as_str().unwrap_or_default()), "{version}");
                }
                SnippetId::ClientContextImport if !has_context => continue,
                SnippetId::ClientContextImport => {
                    // The other way has made one of this name.
                    let again = self.type_as(client, snippet.text.lines().next().expect("a line")).fails();
                    assert!(again.contains("already exists"), "{again}");
                    let context = self.daemon.context_name();
                    has_both_versions(&self.follow_as(client, &format!("docker context rm {context}\n{}", snippet.text)));
                }
                SnippetId::ClientEnvSh => has_both_versions(&self.follow_as(client, &format!("{}docker version\n", snippet.text))),
                _ => has_both_versions(&self.follow_as(client, &snippet.text)),
            }
            ways += 1;
        }
        assert_eq!(ways, 5 + usize::from(has_context));

        let directory = format!("$HOME/.docker/{}", client.bundle_name());
        // The other daemons stand in comments.
        let is_first = self.daemon == &self.bundles.spec.daemons[0];
        let choose = if is_first {
            String::new()
        } else {
            format!("$(sed -n 's/^# \\(export DOCKER_HOST=.*{}.*\\)/\\1/p' \"{directory}/env.sh\")", self.daemon.host())
        };
        has_both_versions(&self.follow_as(client, &format!(". \"{directory}/env.sh\"\neval \"{choose}\"\ndocker version\n")));
        if is_first {
            self.sets_the_environment_and_takes_it_away(client, "sh", &format!(". {directory}/env.sh"), "env.sh");
            self.sets_the_environment_and_takes_it_away(client, "fish", &format!("source {directory}/env.fish"), "env.fish");
        }
    }

    /// From whatever folder. How to take it away again is said in the file.
    fn sets_the_environment_and_takes_it_away(&self, client: &Client, shell: &str, set: &str, file: &str) {
        let text = self.bundles.read(&client.bundle_name(), file);
        let mut said = text.lines().filter(|line| line.starts_with('#') && line.contains("DOCKER_TLS_VERIFY"));
        let (_, undo) = said.next().and_then(|line| line.split_once("  ")).expect("how to undo it");
        has_both_versions(&self.follow_as(client, &format!("cd /; {shell} -c '{set}; docker version'")));
        let left = self.follow_as(client, &format!("cd /; {shell} -c '{set}; {undo}; env' | grep -c ^DOCKER_ || :"));
        assert_eq!(left, "0\n", "{shell}");
    }

    fn prove(&self, client: &Client) {
        assert!(is_version(&self.follow_as(client, &self.snippet(client, SnippetId::ProveYes).text)));
        let prove_no = self.snippet(client, SnippetId::ProveNo);
        let refused = self.type_as(client, &prove_no.text);
        assert_eq!(refused.out.lines().next(), prove_no.words.shows, "{refused}");
        self.answers_locally();
    }

    fn answers_locally(&self) {
        assert!(is_version(&self.machine.follow(ADMINISTRATOR, &self.snippet(&self.bundles.spec.clients[0], SnippetId::ProveLocal).text)));
    }

    fn is_reached_by_every_name(&self, client: &Client) {
        let listens_on_v4 = self.bundles.spec.listen.address.is_ipv4();
        for name in &self.daemon.names() {
            if listens_on_v4 && matches!(name, Host::Address(address) if address.is_ipv6()) {
                continue;
            }
            let host = self.bundles.spec.docker_host(&Host::parse(&name.to_string().replace('*', "any")).expect("a name"));
            let lines = format!(". \"$HOME/.docker/{}/env.sh\"\nexport DOCKER_HOST='{host}'\ndocker version\n", client.bundle_name());
            has_both_versions(&self.follow_as(client, &lines));
        }
    }

    /// Everybody who must not get in. What the client says differs from version to version: the daemon's log is the judge.
    fn refuses_strangers(&self, client: &Client, running: &mut Running<'_>) {
        let spec = &self.bundles.spec;
        let host = spec.docker_host(self.daemon.host());
        let https = host.replacen("tcp:", "https:", 1);
        let ours = format!("$HOME/.docker/{}", client.bundle_name());
        self.machine.answer_to("other.example");

        let plain = self.type_as(client, &format!("docker -H {host} version")).fails();
        assert!(plain.contains("Client sent an HTTP request to an HTTPS server."), "{plain}");

        // An empty --tlscert= ends docker 20.10 by a panic.
        let said = self
            .type_as(client, &format!("DOCKER_CERT_PATH=/nonexistent docker --tls --tlscacert=\"{ours}/ca.pem\" -H {host} version"))
            .fails();
        assert!(!said.contains("panic"), "{said}");
        running.says(&["client didn't provide a certificate"]);

        let other_name = spec.docker_host(&Host::parse("other.example").expect("a name"));
        let wrong_host = self.type_as(client, &self.snippet(client, SnippetId::ClientFlags).text.replace(&host, &other_name)).fails();
        assert!(wrong_host.contains("other.example"), "{wrong_host}");
        running.says(&["remote error: tls: bad certificate"]);

        // Names are all that two authorities may have in common.
        let named = Draft { ca_common_name: self.authority_name(), ..Draft::from(spec) };
        let namesake = issue(&named, now()).downloaded();
        let stranger = issue(&Draft { ca_common_name: "Somebody else".into(), ..named }, now()).downloaded();
        let late = self.bundles.issued_again(UnixTime(now().0 - (u64::from(spec.clients[0].validity.days()) + 1) * DAY));
        let client_bundle = client.bundle_name();
        let server_bundle = self.daemon.bundle_name();
        for (bundles, bundle, certificate, key, reason) in [
            (&stranger, &client_bundle, "cert.pem", "key.pem", "certificate signed by unknown authority"),
            (&namesake, &client_bundle, "cert.pem", "key.pem", "certificate signed by unknown authority"),
            (&late, &client_bundle, "cert.pem", "key.pem", "certificate has expired or is not yet valid"),
            (self.bundles, &server_bundle, "server-cert.pem", "server-key.pem", "certificate specifies an incompatible key usage"),
        ] {
            let user = User::Person(client.name().as_str());
            self.machine.give(user, "stranger.pem", bundles.read(bundle, certificate).as_bytes());
            self.machine.give(user, "stranger-key.pem", bundles.read(bundle, key).as_bytes());
            let port = port_to_be_known_by();
            let curl = format!(
                "curl -sS --local-port {port} --cacert \"{ours}/ca.pem\" --cert stranger.pem --key stranger-key.pem '{https}/version'"
            );
            let answer = self.type_as(client, &curl).fails();
            assert!(!answer.contains("ApiVersion"), "{answer}");
            running.says(&[&format!(":{port}: tls: failed to verify client"), reason]);
            let docker = format!(
                "docker --tlsverify --tlscacert=\"{ours}/ca.pem\" --tlscert=stranger.pem --tlskey=stranger-key.pem -H '{host}' version"
            );
            self.type_as(client, &docker).fails();
            running.says(&["TLS handshake error"]);
        }
    }

    fn authority_name(&self) -> String {
        self.bundles.certificates[0].name.clone()
    }
}

/// A connection's own port, to know it by in the daemon's log: none that Linux gives away by itself, and none twice, since Linux keeps a closed
/// connection's port for a minute.
fn port_to_be_known_by() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A daemon that runs. Whatever happens, it ends with its machine.
pub struct Running<'a> {
    machine: &'a Machine,
    process: Child,
    log: NamedTempFile,
    read: usize,
}

impl Running<'_> {
    /// Waits for a line of the log that has all of this, after the one that was waited for before.
    #[track_caller]
    pub fn says(&mut self, texts: &[&str]) {
        for _ in 0..400 {
            let mut end = self.read;
            for line in self.rest().split_inclusive('\n') {
                end += line.len();
                if line.ends_with('\n') && texts.iter().all(|text| line.contains(text)) {
                    self.read = end;
                    return;
                }
            }
            sleep(Duration::from_millis(25));
        }
        panic!("the daemon does not say {texts:?} but\n{}", self.rest());
    }

    pub fn rest(&self) -> String {
        let mut log = Vec::new();
        File::open(self.log.path()).and_then(|mut file| file.read_to_end(&mut log)).expect("the log");
        String::from_utf8_lossy(&log[self.read..]).into_owned()
    }

    #[track_caller]
    pub fn stop(mut self) {
        self.machine.root("kill -TERM $(cat /run/docker.pid)");
        let status = self.process.wait().expect("it ends");
        assert!(status.success(), "{status}\n{}", self.rest());
    }
}

pub fn is_version(text: &str) -> bool {
    text.trim().starts_with(|first: char| first.is_ascii_digit()) && text.contains('.')
}

/// `docker version` has a half for the client and one for the daemon.
#[track_caller]
fn has_both_versions(text: &str) {
    assert!(text.contains("Client:") && text.contains("Server:"), "{text}");
}
