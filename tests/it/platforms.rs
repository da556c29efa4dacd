//! The files for each kind of machine, as the programs read them that they are for.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use dockseal::{
    Draft, Platform,
    bundle::Bundle,
    guide::{self, Pair, Snippet, SnippetId, Step, Syntax},
};
use tempfile::TempDir;

use crate::{
    booted::{TRIXIE, unbooted},
    golden::{scenario, scenarios},
    judge::{Issued, PATH, Ran, issue, now, program, run},
    machine::{Machine, User},
};

const ADMINISTRATOR: User<'_> = User::Administrator;

/// A daemon's bundle in a folder, as it is unpacked.
struct Unpacked {
    folder: TempDir,
    issued: Issued,
}

impl Unpacked {
    fn of(platform: Platform) -> Self {
        Self::from(&scenario(platform))
    }

    fn from(draft: &Draft) -> Self {
        let issued = issue(draft, now());
        let folder = tempfile::tempdir().expect("a folder");
        for file in &issued.bundles[0].files {
            fs::write(folder.path().join(&file.name), file.content()).expect("a file");
        }
        Self { folder, issued }
    }

    fn bundle(&self) -> &Bundle {
        &self.issued.bundles[0]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// What Nix makes of a file, in JSON.
    fn nix(&self, name: &str) -> Ran {
        let mut nix = program("nix-instantiate");
        nix.env("NIX_STATE_DIR", self.path("nix")).env("NIX_STORE_DIR", self.path("store"));
        run(nix.args(["--eval", "--strict", "--json"]).arg(self.path(name)))
    }

    /// What the module of NixOS writes into the daemon's configuration file.
    fn nix_settings(&self) -> serde_json::Value {
        let module: serde_json::Value = serde_json::from_str(&self.nix("docker-tls.nix").succeeds()).expect("JSON");
        module["virtualisation"]["docker"]["daemon"]["settings"].clone()
    }

    fn snippet(&self, id: SnippetId) -> Snippet {
        let spec = &self.issued.spec;
        let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
        let mut all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair));
        all.find(|snippet| snippet.id == id).expect("the snippet")
    }

    /// What the page and the README say that one sees after the last command.
    fn shows(&self) -> &'static str {
        let spec = &self.issued.spec;
        let steps = guide::steps(Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] });
        steps
            .iter()
            .flat_map(|step| &step.snippets)
            .filter(|snippet| matches!(snippet.id, SnippetId::Restart | SnippetId::Apply))
            .find_map(|snippet| snippet.words.shows)
            .expect("something")
    }
}

/// Python's YAML reader, told to refuse a key that is there twice; JSON out.
pub fn yaml(file: &Path) -> Ran {
    const PYTHON: &str = "
import json, sys, yaml
class Once(yaml.SafeLoader):
    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), keys
        return super().construct_mapping(node, deep)
print(json.dumps(yaml.load(open(sys.argv[1], encoding='utf-8'), Once)))
";
    run(program("python3").args(["-c", PYTHON]).arg(file))
}

/// The files of every bundle of every scenario.
fn files_of(syntax: Syntax) -> Vec<(Unpacked, String)> {
    let mut found = Vec::new();
    for (_, draft) in scenarios() {
        let unpacked = Unpacked::from(&draft);
        let spec = &unpacked.issued.spec;
        let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
        let names: Vec<String> = guide::of_step(Step::Configure, pair)
            .filter(|snippet| snippet.syntax == syntax)
            .map(|snippet| snippet.file_name().to_owned())
            .collect();
        found.extend(names.into_iter().map(|name| (Unpacked::from(&draft), name)));
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn yaml_is_read_by_another_reader() {
    for (unpacked, name) in files_of(Syntax::Yaml) {
        yaml(&unpacked.path(&name)).succeeds();
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wrong.yaml");
    for wrong in ["a: 1\na: 2\n", "a:\n- b\n c: d\n", "a: \"b\n"] {
        fs::write(&file, wrong).expect("a file");
        yaml(&file).fails();
    }
}

#[test]
fn every_file_of_a_bundle_that_has_the_key_in_it_is_its_readers_alone() {
    let mut embedding = 0;
    for (scenario, draft) in scenarios() {
        let unpacked = Unpacked::from(&draft);
        let key = unpacked.read("server-key.pem");
        let line = key.lines().nth(1).expect("a line of the key");
        for file in &unpacked.bundle().files {
            let content = file.content();
            let text = String::from_utf8_lossy(&content);
            let has_key = text.contains(line) || text.contains(&percent_encoded(line));
            assert_eq!(has_key, file.mode == 0o400, "{scenario} {}", file.name);
            embedding += usize::from(has_key && file.name != "server-key.pem");
        }
    }
    assert_eq!(embedding, 3, "Fedora CoreOS, Flatcar, cloud-init");
}

fn percent_encoded(text: &str) -> String {
    let encode = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("%{:02X}", u32::from(c)) };
    text.chars().map(encode).collect()
}

/// The programs that hide behind `docker compose` differ in age only.
fn compose(unpacked: &Unpacked) -> Ran {
    run(program("docker-compose").args(["--profile", "client", "-f", "compose.yaml", "config"]).current_dir(unpacked.folder.path()))
}

#[test]
fn compose_reads_its_files() {
    for platform in [Platform::Proxy, Platform::Dind] {
        let v6 = Draft { listen_address: "2001:db8::10".into(), port: "12376".into(), ..scenario(platform) };
        let any = Draft { listen_address: "::".into(), ..scenario(platform) };
        for draft in [scenario(platform), v6, any] {
            let unpacked = Unpacked::from(&draft);
            let read = compose(&unpacked).succeeds();
            for name in ["ca.pem", "server-cert.pem", "server-key.pem"] {
                assert!(read.contains(&format!("{}:/", unpacked.path(name).display())), "{read}");
            }
            fs::write(unpacked.path("compose.yaml"), unpacked.read("compose.yaml").replacen("    image:", "    imaeg:", 1))
                .expect("a file");
            compose(&unpacked).fails();
        }
    }
}

#[test]
fn nginx_takes_its_configuration_and_refuses_a_wrong_one() {
    let site = Proxied::open();
    let config = site.unpacked.read("nginx.conf");
    assert!(site.nginx_tests(&config).code == Some(0), "{}", site.nginx_tests(&config));
    for (from, to) in [("ssl_verify_client on", "ssl_verify_client yes"), ("/certs/ca.pem", "/certs/none.pem"), ("}\n}\n", "}\n")] {
        let wrong = config.replacen(from, to, 1);
        assert_ne!(wrong, config);
        site.nginx_tests(&wrong).fails();
    }
}

#[test]
fn nginx_in_front_of_a_daemons_socket_lets_in_its_clients_and_nobody_else() {
    let site = Proxied::open();
    let config = site.unpacked.read("nginx.conf");
    site.start(&config);
    let client = &site.unpacked.issued.spec.clients[0];
    let person = User::Person(client.name().as_str());
    for (archive, content) in site.unpacked.issued.archives() {
        if archive == format!("{}.tar.gz", client.bundle_name()) {
            site.machine.give(person, &archive, &content);
        }
    }
    site.machine.follow(person, &site.unpacked.snippet(SnippetId::UnpackClient).text);
    let version = site.machine.follow(person, &site.unpacked.snippet(SnippetId::ProveYes).text);
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
    let said = site.machine.follow(person, &site.unpacked.snippet(SnippetId::ProveNo).text);
    assert!(said.contains("Good: a client without a certificate is refused."), "{said}");

    // What leaves HTTP behind: one direction is closed before the other.
    let docker = site.unpacked.snippet(SnippetId::ClientFlags).text.replace(" version\n", "");
    site.machine.root(
        "mkdir -p /tmp/root/bin; cp /bin/busybox /tmp/root/bin/cat; ldd /bin/busybox | grep -o '/[^ ]*' | xargs -I{} cp --parents {} /tmp/root; \
         tar -C /tmp/root -c . | docker -H unix:///run/docker.sock import - cat",
    );
    let echoed = site.machine.follow(person, &format!("echo there and back | {docker} run --rm -i --network=none cat /bin/cat\n"));
    assert_eq!(echoed, "there and back\n");

    // Strangers: another authority's client, and the daemon's own certificate as a client's.
    let stranger = issue(&scenario(Platform::Proxy), now());
    let theirs = |bundle: usize, file: &str| stranger.bundles[bundle].file(file).expect(file).content().to_vec();
    let ours = |file: &str| fs::read(site.unpacked.path(file)).expect(file);
    for (certificate, key) in [(theirs(1, "cert.pem"), theirs(1, "key.pem")), (ours("server-cert.pem"), ours("server-key.pem"))] {
        site.machine.give(person, "stranger.pem", &certificate);
        site.machine.give(person, "stranger-key.pem", &key);
        let ca = format!("$HOME/.docker/{}/ca.pem", client.bundle_name());
        let curl = format!(
            "curl -sS --max-time 10 --cacert \"{ca}\" --cert stranger.pem --key stranger-key.pem https://docker.example.com:2376/version"
        );
        let said = site.machine.paste(person, &curl).fails();
        assert!(!said.contains("ApiVersion"), "{said}");
    }
    let log = site.machine.root("cat /var/log/nginx/error.log");
    assert!(
        log.contains("unable to verify the first certificate") || log.contains("self-signed certificate") || log.contains("self signed"),
        "{log}"
    );
    assert!(log.contains("unsuitable certificate purpose") || log.contains("unsupported certificate purpose"), "{log}");

    // The refusal of the judge: without the question for a certificate, a stranger is let in.
    site.machine.root("nginx -s stop; while pgrep -x nginx >/dev/null; do sleep 0.1; done");
    site.start(&config.replace("ssl_verify_client on", "ssl_verify_client off"));
    let said = site.machine.follow(person, &site.unpacked.snippet(SnippetId::ProveNo).text);
    assert!(said.contains("NOT SAFE"), "{said}");
}

/// A daemon with nothing but its socket, and nginx as Debian has it.
struct Proxied {
    machine: Machine,
    unpacked: Unpacked,
}

impl Proxied {
    fn open() -> Self {
        program("nginx");
        let machine = Machine::boot();
        let unpacked = Unpacked::from(&Draft { locale: "en".into(), ..scenario(Platform::Proxy) });
        for name in ["ca.pem", "server-cert.pem", "server-key.pem"] {
            machine.put(&format!("/certs/{name}"), unpacked.read(name).as_bytes());
        }
        machine.answer_to("docker.example.com");
        Self { machine, unpacked }
    }

    /// In Debian's package, `stream` is a module of its own; in the image nginx it is built in.
    fn put(&self, config: &str) {
        let config = format!("load_module modules/ngx_stream_module.so;\nerror_log /var/log/nginx/error.log info;\n{config}");
        self.machine.put("/etc/nginx/nginx.conf", config.as_bytes());
    }

    fn nginx_tests(&self, config: &str) -> Ran {
        self.put(config);
        run(self.machine.program("nginx").arg("-t"))
    }

    fn start(&self, config: &str) {
        self.put(config);
        self.machine.root("pgrep dockerd >/dev/null || { dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --storage-driver=vfs </dev/null >/tmp/dockerd.log 2>&1 & }; for try in $(seq 200); do test -S /run/docker.sock && docker -H unix:///run/docker.sock version >/dev/null 2>&1 && break; sleep 0.1; done; test -S /run/docker.sock || cat /tmp/dockerd.log");
        self.machine.root("nginx </dev/null >/dev/null 2>&1");
    }
}

#[test]
fn toml_of_the_runner_is_read_by_another_reader() {
    let unpacked = Unpacked::of(Platform::GitlabDind);
    let config: toml::Table = unpacked.read("config.toml").parse().expect("TOML");
    let docker = &config["runners"][0]["docker"];
    assert_eq!(docker["privileged"], toml::Value::Boolean(true));
    let volumes: Vec<&str> = docker["volumes"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
    for place in ["server/ca.pem", "server/cert.pem", "server/key.pem", "client"] {
        assert!(volumes.iter().any(|volume| volume.ends_with(&format!(":/certs/{place}:ro"))), "{volumes:?}");
    }
    assert!(unpacked.read("config.toml").replace("true", "yes").parse::<toml::Table>().is_err());
}

#[test]
fn ignition_takes_its_configuration_and_writes_the_files() {
    for platform in [Platform::FedoraCoreos, Platform::Flatcar] {
        let unpacked = Unpacked::of(platform);
        let validate = |file: &Path| run(program("ignition-validate").arg(file));
        validate(&unpacked.path("docker-tls.ign")).says_nothing();
        let wrong = unpacked.path("wrong.ign");
        fs::write(&wrong, unpacked.read("docker-tls.ign").replacen("data:,", "data:;base64,", 1)).expect("a file");
        validate(&wrong).fails();

        // Butane itself cannot be had. What it makes of its file, by its documentation: the version that its own stands for, and the merged file inside.
        let butane: serde_json::Value = serde_json::from_str(&yaml(&unpacked.path("machine.bu")).succeeds()).expect("JSON");
        let known = [("fcos", "1.4.0", Platform::FedoraCoreos), ("flatcar", "1.0.0", Platform::Flatcar)];
        assert!(
            known.iter().any(|(variant, version, of)| butane["variant"] == *variant && butane["version"] == *version && *of == platform)
        );
        assert_eq!(butane["ignition"]["config"]["merge"], serde_json::json!([{ "local": "docker-tls.ign" }]));
        let source = format!("data:,{}", percent_encoded(&unpacked.read("docker-tls.ign")));
        let machine = serde_json::json!({ "ignition": { "version": "3.3.0", "config": { "merge": [{ "source": source }] } } });
        fs::write(unpacked.path("machine.ign"), machine.to_string()).expect("a file");
        validate(&unpacked.path("machine.ign")).says_nothing();

        // The program that runs at a machine's first start.
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("etc/systemd/system")).expect("a folder");
        fs::create_dir_all(root.path().join("etc/selinux")).expect("a folder");
        // Labels are nothing that a folder has: the program that would set them does nothing.
        fs::write(root.path().join("etc/selinux/config"), "SELINUXTYPE=targeted\n").expect("a file");
        std::os::unix::fs::symlink("/bin/true", root.path().join("setfiles")).expect("a link");
        let cache = root.path().join("ignition.json");
        for stage in ["fetch", "files"] {
            let mut ignition = program("/usr/lib/dracut/modules.d/30ignition/ignition");
            ignition.args(["--platform", "file", "--log-to-stdout", "--stage", stage, "--root"]).arg(root.path());
            ignition.arg("--config-cache").arg(&cache).arg("--neednet").arg(root.path().join("neednet"));
            ignition.env("IGNITION_CONFIG_FILE", unpacked.path("machine.ign"));
            ignition.env("PATH", format!("{}:{PATH}", root.path().display()));
            run(&mut ignition).succeeds();
        }
        let drop_in = "etc/systemd/system/docker.service.d/tls.conf";
        for (name, mode, path) in [
            ("ca.pem", 0o444, "etc/docker/tls/ca.pem"),
            ("server-cert.pem", 0o444, "etc/docker/tls/server-cert.pem"),
            ("server-key.pem", 0o400, "etc/docker/tls/server-key.pem"),
            ("tls.conf", 0o644, drop_in),
        ] {
            let written = root.path().join(path);
            assert_eq!(fs::read_to_string(&written).expect(path), unpacked.read(name), "{path}");
            assert_eq!(fs::metadata(&written).expect(path).permissions().mode() & 0o7777, mode, "{path}");
        }
    }
}

/// The one of Debian 13, which has `--validate`. Windows has other paths and another local socket.
#[test]
fn dockerd_takes_the_configuration_file_of_every_platform_that_has_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut names = Vec::new();
    for &platform in Platform::ALL {
        let unpacked = Unpacked::of(platform);
        let mut text = match platform {
            Platform::Nixos => unpacked.nix_settings().to_string(),
            _ if platform.facts().own_daemon_json().is_some() => unpacked.read("daemon.json"),
            _ => continue,
        };
        let mut directory = unpacked.issued.spec.daemons[0].installation().cert_directory.as_str().to_owned();
        if platform == Platform::Windows {
            text =
                text.replace("C:\\\\ProgramData\\\\docker\\\\tls\\\\", "/srv/windows/").replace("npipe://", "unix:///var/run/docker.sock");
            directory = "/srv/windows".into();
        }
        let place = folder.path().join(platform.name());
        fs::create_dir(&place).expect("a folder");
        for name in ["ca.pem", "server-cert.pem", "server-key.pem"] {
            fs::write(place.join(name), unpacked.read(name)).expect("a file");
        }
        fs::write(place.join("daemon.json"), text).expect("a file");
        fs::write(place.join("directory"), directory).expect("a file");
        names.push(platform.name());
    }
    assert!(names.len() >= 6, "{names:?}");
    let script =
        "cd /mnt; for name in *; do directory=$(cat $name/directory); rm -rf $directory; mkdir -p $directory; cp $name/*.pem $directory
            for turn in whole without-key; do
              echo $name $turn: $(dockerd --validate --config-file $name/daemon.json 2>&1); rm -f $directory/server-key.pem
            done; done";
    let said = unbooted(TRIXIE, folder.path(), script).succeeds();
    for name in names {
        assert!(said.contains(&format!("{name} whole: configuration OK\n")), "{name}: {said}");
        assert!(said.contains(&format!("{name} without-key: invalid TLS configuration: Could not load X509 key pair")), "{name}: {said}");
    }
}

#[test]
fn nix_reads_its_module() {
    let sources = Draft { allowed_sources: "192.0.2.0/24 2001:db8::/64".into(), ..scenario(Platform::Nixos) };
    for draft in [scenario(Platform::Nixos), sources] {
        let unpacked = Unpacked::from(&draft);
        let settings = unpacked.nix_settings();
        assert_eq!(settings["tlsverify"], true);
        assert_eq!(settings["hosts"], serde_json::json!(["tcp://0.0.0.0:2376"]));
        for (key, file) in [("tlscacert", "ca.pem"), ("tlscert", "server-cert.pem"), ("tlskey", "server-key.pem")] {
            assert_eq!(settings[key], format!("/etc/docker/tls/{file}"));
        }
        let module = unpacked.nix("docker-tls.nix").succeeds();
        let module: serde_json::Value = serde_json::from_str(&module).expect("JSON");
        let rules = module["networking"]["firewall"]["extraCommands"].as_str().unwrap_or_default();
        assert_eq!(rules.lines().count(), if draft.allowed_sources.is_empty() { 0 } else { 2 }, "{rules}");
        fs::write(unpacked.path("wrong.nix"), unpacked.read("docker-tls.nix").replacen(" = true;", " = true", 1)).expect("a file");
        unpacked.nix("wrong.nix").fails();
    }
}

#[test]
fn cloud_init_takes_its_user_data_and_it_holds_the_files() {
    let unpacked = Unpacked::of(Platform::CloudInit);
    let schema = |file: &Path| run(program("cloud-init").args(["schema", "--config-file"]).arg(file));
    let valid = schema(&unpacked.path("user-data.yaml"));
    assert!(valid.code == Some(0) && valid.out.contains(unpacked.shows()), "{valid}");
    fs::write(unpacked.path("wrong.yaml"), unpacked.read("user-data.yaml").replacen("permissions:", "permisions:", 1)).expect("a file");
    schema(&unpacked.path("wrong.yaml")).fails();

    let data: serde_json::Value = serde_json::from_str(&yaml(&unpacked.path("user-data.yaml")).succeeds()).expect("JSON");
    for (index, (name, path, mode)) in [
        ("ca.pem", "/etc/docker/tls/ca.pem", "0444"),
        ("server-cert.pem", "/etc/docker/tls/server-cert.pem", "0444"),
        ("server-key.pem", "/etc/docker/tls/server-key.pem", "0400"),
        ("tls.conf", "/etc/systemd/system/docker.service.d/tls.conf", "0644"),
    ]
    .into_iter()
    .enumerate()
    {
        let file = &data["write_files"][index];
        assert_eq!(file["path"], path);
        assert_eq!(file["permissions"], mode);
        assert_eq!(file["content"], unpacked.read(name), "{name}");
    }
}

#[test]
fn ansible_runs_its_playbook_and_places_the_files() {
    let unpacked = Unpacked::of(Platform::Ansible);
    let machine = Machine::boot();
    for file in &unpacked.bundle().files {
        machine.put(&format!("/root/bundle/{}", file.name), &file.content());
    }
    // What differs here: no other machine, and no systemd to restart anything.
    let playbook = unpacked.snippet(SnippetId::Apply).text.replace("ansible-playbook", "cd bundle && ansible-playbook --connection=local");
    for changed in ["changed=2", "changed=0"] {
        let said = machine.follow(ADMINISTRATOR, &format!("{} --skip-tags restart\n", playbook.trim_end()));
        assert!(said.contains(changed) && said.contains(unpacked.shows()), "{said}");
    }
    for (name, mode, path) in [
        ("ca.pem", "444", "/etc/docker/tls"),
        ("server-cert.pem", "444", "/etc/docker/tls"),
        ("server-key.pem", "400", "/etc/docker/tls"),
        ("tls.conf", "644", "/etc/systemd/system/docker.service.d"),
    ] {
        assert_eq!(
            machine.root(&format!("stat -c '%U:%G %a' {path}/{name}; cat {path}/{name}")),
            format!("root:root {mode}\n{}", unpacked.read(name))
        );
    }
    machine.follow(ADMINISTRATOR, &format!("{} --syntax-check\n", playbook.trim_end()));
    let wrong = unpacked.read("docker-tls.yml").replace("ansible.builtin.copy:", "ansible.builtin.copi:");
    machine.put("/root/bundle/docker-tls.yml", wrong.as_bytes());
    machine.paste(ADMINISTRATOR, &format!("{} --syntax-check\n", playbook.trim_end())).fails();

    let v6 = Unpacked::from(&Draft { hosts: "2001:db8::10".into(), ..scenario(Platform::Ansible) });
    machine.put("/root/bundle/docker-tls.yml", v6.read("docker-tls.yml").as_bytes());
    let playbook = v6.snippet(SnippetId::Apply).text;
    let said = machine.follow(ADMINISTRATOR, &format!("cd bundle && {} --list-hosts\n", playbook.trim_end()));
    assert!(said.contains("hosts (1):\n      2001:db8::10"), "{said}");
}

#[test]
fn a_users_systemd_takes_the_drop_in_of_a_rootless_daemon() {
    let unpacked = Unpacked::of(Platform::Rootless);
    let folder = unpacked.path("units");
    fs::create_dir_all(folder.join("docker.service.d")).expect("a folder");
    // As dockerd-rootless-setuptool.sh writes it, as far as it matters here; the script is Debian's.
    let unit = "[Unit]\nDescription=Docker (rootless)\n[Service]\nExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh\n[Install]\nWantedBy=default.target\n";
    fs::write(folder.join("docker.service"), unit).expect("a unit");
    let verify = |drop_in: &str| {
        fs::write(folder.join("docker.service.d/tls.conf"), drop_in).expect("a drop-in");
        let mut verify = program("systemd-analyze");
        verify.env("SYSTEMD_UNIT_PATH", format!("{}:", folder.display())).env("XDG_RUNTIME_DIR", &folder);
        run(verify.args(["--user", "verify", "--man=no", "--recursive-errors=no", "docker.service"]))
    };
    // The daemon could not bind an address of the host in RootlessKit's network.
    let one_address = Unpacked::from(&Draft { listen_address: "192.0.2.10".into(), ..scenario(Platform::Rootless) }).read("tls.conf");
    assert!(one_address.contains("=-p 192.0.2.10:2376:2376/tcp\"") && one_address.contains(" -H tcp://0.0.0.0:2376 "), "{one_address}");
    let drop_in = unpacked.read("tls.conf").replace("/usr/bin/dockerd-rootless.sh", "/usr/share/docker.io/contrib/dockerd-rootless.sh");
    verify(&drop_in).says_nothing();
    let without_quotes = drop_in.replace('"', "");
    assert_ne!(without_quotes, drop_in);
    let said = verify(&without_quotes);
    assert!(said.err.contains("Invalid environment assignment"), "{said}");
}

/// A daemon in a test leaves the machine's network alone.
const HARMLESS: &str =
    "DOCKER_OPTS=\"--bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --storage-driver=vfs\"\n";

const ANSWERS: &str = "for try in $(seq 200); do docker -H unix:///var/run/docker.sock version >/dev/null 2>&1 && exit; sleep 0.1; done; cat /var/log/docker.log; exit 1";

/// What System V's and OpenRC's steps have in common: files placed, the service started by its script, clients in, strangers out.
fn is_installed_and_proved(platform: Platform, prepare: impl Fn(&Machine)) {
    let unpacked = Unpacked::from(&Draft { locale: "en".into(), ..scenario(platform) });
    let machine = Machine::boot();
    prepare(&machine);
    machine.root(ANSWERS);
    machine.answer_to("docker.example.com");
    let spec = &unpacked.issued.spec;
    let client = &spec.clients[0];
    let person = User::Person(client.name().as_str());
    for (archive, content) in unpacked.issued.archives() {
        if archive == format!("{}.tar.gz", spec.daemons[0].bundle_name()) {
            machine.give(ADMINISTRATOR, &archive, &content);
        } else if archive == format!("{}.tar.gz", client.bundle_name()) {
            machine.give(person, &archive, &content);
        }
    }
    machine.follow(ADMINISTRATOR, &unpacked.snippet(SnippetId::PlaceServer).text);
    let restarted = machine.paste(ADMINISTRATOR, &unpacked.snippet(SnippetId::Restart).text);
    let log = "cat /var/log/docker.log || true; cat /etc/docker/daemon.json";
    assert_eq!(restarted.code, Some(0), "{restarted}\n{}", machine.root(log));
    assert!(restarted.out.contains(unpacked.shows()), "{restarted}");
    machine.root(ANSWERS);
    machine.follow(person, &unpacked.snippet(SnippetId::UnpackClient).text);
    for id in [SnippetId::ProveYes, SnippetId::ProveLocal] {
        let user = if id == SnippetId::ProveLocal { ADMINISTRATOR } else { person };
        let version = machine.follow(user, &unpacked.snippet(id).text);
        assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
    }
    let said = machine.follow(person, &unpacked.snippet(SnippetId::ProveNo).text);
    assert!(said.contains("Good: a client without a certificate is refused."), "{said}");
    let log = machine.follow(ADMINISTRATOR, &unpacked.snippet(SnippetId::Diagnose).text);
    assert!(log.contains("client didn't provide a certificate"), "{log}");
    machine.root("kill -TERM $(cat /run/docker.pid)");
}

/// The script is that of Debian's package docker.io.
#[test]
fn a_daemon_under_system_v_lets_in_its_clients_and_nobody_else() {
    is_installed_and_proved(Platform::Sysv, |machine| {
        machine.put("/etc/default/docker", HARMLESS.as_bytes());
        // Limits and cgroups are not a test's to set.
        machine.root(
            "sed -i 's/^\\(\\t*\\)\\(ulimit\\|cgroupfs_mount$\\)/\\1: \\2/' /etc/init.d/docker; grep -q ': ulimit' /etc/init.d/docker",
        );
        machine.root("service docker start </dev/null >/dev/null 2>&1");
    });
}

/// OpenRC is Debian's. The script does what that of moby/moby does (contrib/init/openrc): dockerd with `$DOCKER_OPTS`, and no `-H`.
#[test]
fn a_daemon_under_openrc_lets_in_its_clients_and_nobody_else() {
    const SCRIPT: &str = "#!/usr/sbin/openrc-run\n\
        command=/usr/sbin/dockerd\ncommand_args=\"-p ${pidfile:-/run/docker.pid} ${DOCKER_OPTS}\"\npidfile=/run/docker.pid\nretry=TERM/60/KILL/10\n\
        start_stop_daemon_args=\"--background --output /var/log/docker.log\"\n";
    is_installed_and_proved(Platform::Openrc, |machine| {
        program("rc-service");
        machine.put("/etc/init.d/docker", SCRIPT.as_bytes());
        machine.put("/etc/conf.d/docker", HARMLESS.as_bytes());
        machine.root("chmod 0755 /etc/init.d/docker; mkdir -p /run/openrc; cd /run/openrc; touch softlevel; mkdir daemons exclusive failed inactive options scheduled started starting stopping tmp wasinactive");
        machine.root("rc-service docker start </dev/null");
    });
}
