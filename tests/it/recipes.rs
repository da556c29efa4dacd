//! Recipes: each is read by a reader of its language, and those whose programs run here connect to a real daemon, and to none of another CA.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use dockseal::{
    Draft, Spec,
    guide::{Block, Pair, RECIPES, Recipe, Syntax, Tried, recipe},
    spec::{Client, ClientKind, Locale},
};
use serde_json::json;

use crate::{
    dockerd::{Site, is_version},
    golden::scenarios,
    judge::{self, Ran, issue, now, program, run},
    shell::shellcheck,
    tidy::repository,
};

/// What reads a text of each language, and says why it cannot.
const READERS: &str = r#"
import ast, json, sys, tomllib
import xml.etree.ElementTree
import hcl2, tree_sitter, tree_sitter_c_sharp, tree_sitter_groovy, tree_sitter_java, yaml

def grammar(module):
    parser = tree_sitter.Parser(tree_sitter.Language(module.language()))
    def read(text):
        if parser.parse(text.encode()).root_node.has_error:
            raise ValueError("no " + module.__name__)
    return read

class Once(yaml.SafeLoader):
    pass

def mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    if len(set(keys)) < len(keys):
        raise ValueError("a key is there twice")
    return {loader.construct_object(key): loader.construct_object(value, deep=True) for key, value in node.value}

Once.add_constructor("tag:yaml.org,2002:map", mapping)

readers = {
    "csharp": grammar(tree_sitter_c_sharp),
    "groovy": grammar(tree_sitter_groovy),
    "hcl": hcl2.loads,
    "java": grammar(tree_sitter_java),
    "json": json.loads,
    "python": ast.parse,
    "toml": tomllib.loads,
    "xml": xml.etree.ElementTree.fromstring,
    "yaml": lambda text: yaml.load(text, Once),
}
for name, syntax, text in json.load(sys.stdin):
    try:
        readers[syntax](text)
    except Exception as error:
        print(name, type(error).__name__, error)
"#;

/// The clients and hosts that are awkward somewhere: names with every character that there is, devices of Windows, IPv6, several hosts.
fn awkward() -> Vec<Spec> {
    let draft = |hosts: &str, clients: &str| Draft { hosts: hosts.into(), clients: clients.into(), ..Draft::default() };
    let drafts = [
        draft("docker.example.com", "client"),
        draft("2001:db8::10\n192.0.2.10\na", "a+b@c.d_e-"),
        draft("default\nbuild.example.com", "nul kind=portainer"),
        draft("::1", &format!("{} kind=ci", "a".repeat(64))),
        draft("192.0.2.10", "1e3 kind=library"),
        Draft { port: "1".into(), locale: "zh-CN".into(), ..draft("0x.example.com\n1.example.com", "null kind=dashboard") },
    ];
    drafts.iter().map(|draft| draft.parse().spec.expect("valid")).collect()
}

/// The texts of every recipe for every pair of these, each with its name.
fn texts() -> Vec<(String, Block)> {
    let mut texts = Vec::new();
    for (index, spec) in awkward().iter().enumerate() {
        for (place, daemon) in spec.daemons.iter().enumerate() {
            let pair = Pair { spec, daemon, client: spec.clients.first() };
            for recipe in RECIPES {
                let blocks = recipe.blocks(pair).into_iter().enumerate();
                texts.extend(blocks.map(|(at, block)| (format!("{} {index}-{place}-{at}", recipe.id), block)));
            }
        }
    }
    texts
}

fn of_syntax(texts: &[(String, Block)], syntax: Syntax) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().filter(move |(_, block)| block.syntax == syntax).map(|(name, block)| (name.as_str(), block.text.as_str()))
}

fn name(syntax: Syntax) -> String {
    serde_json::to_value(syntax).expect("JSON").as_str().expect("a name").to_owned()
}

/// What the readers in Python have to say about these.
fn complaints(texts: &[(&str, String, &str)]) -> String {
    let mut python = program("python3");
    python.args(["-c", READERS]).env("PYTHONPATH", repository().join("target/tools/python"));
    let mut python = python.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("python starts");
    python.stdin.take().expect("a pipe").write_all(json!(texts).to_string().as_bytes()).expect("the texts");
    let output = python.wait_with_output().expect("python ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The languages that are not read by those.
const READ_ELSEWHERE: [Syntax; 5] = [Syntax::Sh, Syntax::Text, Syntax::Go, Syntax::Javascript, Syntax::Rust];

#[test]
fn every_recipe_is_read_by_a_reader_of_its_language() {
    let texts = texts();
    let by_python: Vec<_> = texts
        .iter()
        .filter(|(_, block)| !READ_ELSEWHERE.contains(&block.syntax))
        .map(|(of, block)| (of.as_str(), name(block.syntax), block.text.as_str()))
        .collect();
    assert_eq!(complaints(&by_python), "");
    let folder = tempfile::tempdir().expect("a folder");
    let mut scripts = Vec::new();
    for (name, text) in of_syntax(&texts, Syntax::Sh) {
        scripts.push(written(folder.path(), name, text));
        run(program("dash").arg("-n").arg(scripts.last().expect("it"))).says_nothing();
    }
    shellcheck(&scripts).says_nothing();
    for (name, text) in of_syntax(&texts, Syntax::Go) {
        let file = written(folder.path(), &format!("{name}.go"), text);
        assert_eq!(gofmt(&file).succeeds(), text, "{name}");
    }
    for (name, text) in of_syntax(&texts, Syntax::Javascript) {
        node(["--check".as_ref(), written(folder.path(), &format!("{name}.js"), text).as_path()]).says_nothing();
    }
    for (name, text) in of_syntax(&texts, Syntax::Rust) {
        rustfmt(&written(folder.path(), &format!("{}.rs", name.replace(['-', ' '], "_")), text)).succeeds();
    }
    // Compose takes a second for each, so it reads one of them all: IPv6, several hosts, every character in the client's name.
    let is_compose = |(name, block): &&(String, Block)| name.contains(" 1-0-") && block.path.as_deref() == Some("compose.yaml");
    for (name, block) in texts.iter().filter(is_compose) {
        let file = written(folder.path(), &format!("{name}.yaml"), &block.text);
        run(program("docker-compose").arg("-f").arg(file).args(["config", "--quiet"])).succeeds();
    }
}

#[test]
fn what_is_wrong_in_a_language_is_found() {
    let wrong = [
        (Syntax::Csharp, "var x = new Uri(\"https://a\";"),
        (Syntax::Groovy, "docker {\n  url = 'https://a\n}"),
        (Syntax::Hcl, "provider \"docker\" {\n  host = tcp://a\n}"),
        (Syntax::Java, "class A { void b() { c(; } }"),
        (Syntax::Json, "{ \"a\": 1, }"),
        (Syntax::Python, "docker.TLSConfig(verify=True"),
        (Syntax::Toml, "host = tcp://a"),
        (Syntax::Xml, "<plugin><host></plugin>"),
        (Syntax::Yaml, "a: 1\na: 2\n"),
        (Syntax::Yaml, "uri: \"tcp://a\n"),
    ];
    for (syntax, text) in wrong {
        assert!(complaints(&[("it", name(syntax), text)]).starts_with("it "), "{text}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    gofmt(&written(folder.path(), "wrong.go", "package main\nfunc main() { f( }\n")).fails();
    node(["--check".as_ref(), written(folder.path(), "wrong.js", "f(\n").as_path()]).fails();
    rustfmt(&written(folder.path(), "wrong.rs", "fn main() { f( }\n")).fails();
    run(program("docker-compose")
        .arg("-f")
        .arg(written(folder.path(), "wrong.yaml", "services:\n  a:\n    image: b\n    wrong: c\n"))
        .arg("config"))
    .fails();
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).expect("a file");
    file
}

fn gofmt(file: &Path) -> Ran {
    run(program("gofmt").arg(file))
}

/// Node.js is there before anything else is, like Rust.
fn node<'a>(arguments: impl IntoIterator<Item = &'a Path>) -> Ran {
    run(Command::new("node").args(arguments).stdin(Stdio::null()))
}

/// That of the compiler which builds the tests.
fn rustfmt(file: &Path) -> Ran {
    run(Command::new(Path::new(env!("CARGO")).with_file_name("rustfmt"))
        .args(["--edition", "2024", "--emit", "stdout"])
        .arg(file)
        .stdin(Stdio::null()))
}

/// The file of properties that the recipe for Testcontainers writes.
#[test]
fn the_properties_of_testcontainers_are_read_as_they_are_meant() {
    const READ: &str = "import javaproperties, json, sys; print(json.dumps(javaproperties.load(open(sys.argv[1]))))";
    for spec in awkward() {
        let pair = Pair { spec: &spec, daemon: spec.daemons.first(), client: spec.clients.first() };
        let home = tempfile::tempdir().expect("a home");
        let text = &recipe("testcontainers").expect("it").blocks(pair)[0].text;
        // As often as one likes.
        for _ in 0..2 {
            run(program("sh").args(["-c", text]).env("HOME", home.path())).says_nothing();
        }
        let file = home.path().join(".testcontainers.properties");
        let read =
            run(program("python3").args(["-c", READ]).arg(file).env("PYTHONPATH", repository().join("target/tools/python"))).succeeds();
        let read: BTreeMap<String, String> = serde_json::from_str(&read).expect("JSON");
        let below = if spec.clients[0].kind == ClientKind::Portainer { "" } else { ".docker/" };
        let folder = format!("{}/{below}{}", home.path().display(), spec.clients[0].bundle_name());
        let host = spec.docker_host(spec.daemons[0].host());
        let meant = [("docker.cert.path", folder.as_str()), ("docker.host", &host), ("docker.tls.verify", "1")];
        assert_eq!(read, meant.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
    }
}

#[test]
fn what_is_said_to_be_tried_is_tried_and_nothing_else_is() {
    let ran: Vec<&str> = RECIPES.iter().filter(|recipe| recipe.tried == Tried::Ran).map(|recipe| recipe.id).collect();
    assert_eq!(ran, RUN.map(|(id, _)| id));
    let spec = &awkward()[0];
    let pair = Pair { spec, daemon: spec.daemons.first(), client: spec.clients.first() };
    for recipe in RECIPES {
        let is_parsed = recipe.blocks(pair).iter().any(|block| block.syntax != Syntax::Text);
        assert_eq!(is_parsed, recipe.tried != Tried::Read, "{}", recipe.id);
    }
}

/// A recipe is a record in a file of its own, whose comment says where its keys were read.
#[test]
fn every_recipe_names_its_source() {
    for recipe in RECIPES {
        let file = repository().join("src/guide/connect").join(recipe.id).with_extension("rs");
        let text = fs::read_to_string(&file).expect("a file of its own");
        let comment: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(comment.contains('('), "{}: {comment}", recipe.id);
    }
}

/// How each recipe is run as it is, in a folder of its own that has its texts: files by their names, and what is typed as `typed.sh`. What it prints is
/// the version of the daemon or, of a program that tells none, `taken`.
const RUN: [(&str, &str); 6] = [
    (
        "socat",
        r#"sh typed.sh &
for try in 1 2 3 4 5 6 7 8 9 10; do test -S "$HOME/docker-docker.example.com.sock" && break; sleep 0.2; done
docker -H "unix://$HOME/docker-docker.example.com.sock" version --format '{{.Server.Version}}'
code=$?
kill "$(pgrep -u "$(id -u)" -x socat)" && exit "$code""#,
    ),
    (
        "ansible",
        r#"PYTHONPATH=/opt/tools/python ANSIBLE_REMOTE_TMP="$HOME/tmp" ansible-playbook docker.yml >said 2>&1 || { cat said >&2; exit 1; }
sed -n 's/.*"docker.host_info.ServerVersion": "\(.*\)".*/\1/p' said"#,
    ),
    // Its user is another one, who reads nothing in the client's home folder.
    (
        "prometheus",
        r#"sudo() { "$@"; }
set -e
. ./typed.sh
rm -rf /tmp/prometheus && mkdir -m 0777 /tmp/prometheus && cp prometheus.yml /tmp/prometheus
cd /tmp/prometheus
chmod 0644 prometheus.yml
setpriv --reuid=prometheus --regid=prometheus --clear-groups prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:9099 >log 2>&1 &
trap 'kill $!; wait $! || :' EXIT
for try in $(seq 60); do
  curl -s http://127.0.0.1:9099/metrics >metrics && grep -q '^prometheus_sd_refresh_duration_seconds_count{.*"docker".*} [1-9]' metrics && break
  sleep 0.5
done
# A refresh that failed while the numbers were read is in some of them only.
curl -s http://127.0.0.1:9099/metrics >metrics
grep -q '^prometheus_sd_refresh_failures_total{.*"docker".*} 0$' metrics || { cat log >&2; exit 1; }
echo taken"#,
    ),
    // That of Node.js; it says only there why a daemon is passed over.
    (
        "testcontainers",
        r#"sh typed.sh
DEBUG=testcontainers NODE_PATH=/opt/tools/node_modules node -e "
require('testcontainers').getContainerRuntimeClient().then(({ info }) => console.log(info.containerRuntime.serverVersion), (error) => { throw error; });""#,
    ),
    ("python", "PYTHONPATH=/opt/tools/python python3 version.py"),
    ("node", "NODE_PATH=/opt/tools/node_modules node version.js"),
];

/// What a recipe's program says, in a folder of the client's that has its texts.
fn run_recipe(site: &Site<'_>, client: &Client, id: &str, script: &str) -> Ran {
    let folder = format!("/home/alice/{id}");
    for block in recipe(id).expect("it").blocks(site.pair(client)) {
        let name = block.path.as_deref().map_or("typed.sh", |path| path.rsplit('/').next().unwrap_or(path));
        site.machine.put(&format!("{folder}/{name}"), block.text.as_bytes());
    }
    site.machine.root(&format!("chown -R 1000:1000 {folder}"));
    let script = format!("cd {folder}\n{script}");
    if script.contains("setpriv") {
        judge::run(site.machine.program("env").args(["HOME=/home/alice", "timeout", "60", "sh", "-c", &script]))
    } else {
        site.type_as(client, &script)
    }
}

#[test]
fn recipes_that_run_connect_to_a_real_daemon_and_refuse_one_of_another_authority() {
    let draft = Draft { hosts: "docker.example.com".into(), clients: "alice".into(), ..Draft::default() };
    let [bundles, others] = [(), ()].map(|()| issue(&draft, now()).downloaded());
    let site = Site::open(&bundles, 0);
    let mut running = site.start();
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    let mut all = Vec::new();
    for (id, script) in RUN {
        let said = run_recipe(&site, client, id, script).succeeds();
        assert!(is_version(&said) || said == "taken\n", "{id}: {said}");
        all.push(said);
    }
    // The daemon would let her in: it is she who refuses.
    let folder = format!("/home/alice/.docker/{}", client.bundle_name());
    site.machine.put("/tmp/other.pem", others.read(&client.bundle_name(), "ca.pem").as_bytes());
    site.machine.root(&format!("cat /tmp/other.pem >{folder}/ca.pem"));
    _ = running.rest();
    for ((id, script), before) in RUN.into_iter().zip(all) {
        let said = run_recipe(&site, client, id, script).fails();
        assert!(!said.contains(&before) && said.contains("certificate"), "{id}: {said}");
        running.says(&["TLS handshake error"]);
    }
    running.stop();
}

/// A library may take a host for a name, a part of a URL or a whole one.
#[test]
fn recipes_that_run_connect_to_an_address_of_ipv6() {
    let draft = Draft { hosts: "2001:db8::10".into(), clients: "alice".into(), ..Draft::default() };
    let bundles = issue(&draft, now()).downloaded();
    let site = Site::open(&bundles, 0);
    let running = site.start();
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    // The socket of the one has the host in its name; the other connects, and then looks the address up with its brackets, which no resolver knows.
    for (id, script) in RUN.into_iter().filter(|(id, _)| !["socat", "testcontainers"].contains(id)) {
        let said = run_recipe(&site, client, id, script).succeeds();
        assert!(is_version(&said) || said == "taken\n", "{id}: {said}");
    }
    running.stop();
}

/// The words of every recipe in both languages, and its texts.
pub fn golden(recipe: &Recipe, locale: Locale) -> String {
    let (_, draft) = scenarios().into_iter().find(|(name, _)| *name == "debian-docker-io").expect("it");
    let spec = Draft { locale: locale.name().into(), ..draft }.parse().spec.expect("valid");
    let pair = Pair { spec: &spec, daemon: &spec.daemons[1], client: spec.clients.first() };
    let block = |block: Block| format!("\n--- {}\n{}", block.path.unwrap_or_else(|| name(block.syntax)), block.text);
    let blocks: String = recipe.blocks(pair).into_iter().map(block).collect();
    format!("{}\n\n{}\n{blocks}", recipe.title(locale), recipe.why(locale))
}
