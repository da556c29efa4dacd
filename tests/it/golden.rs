//! Every snippet and every text file of a bundle, byte for byte. `BLESS=1 cargo test` writes them anew.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use dockseal::{
    Draft, Pki, PrivateKey, Spec, UnixTime,
    bundle::{self, Bundle, Role},
    snippet::{self, Language, Numbered, Pair, Snippet, Step},
    spec::Platform,
};

#[test]
fn snippets_and_files_are_as_in_the_goldens() {
    let mut written = BTreeMap::new();
    let mut first = BTreeMap::new();
    for (scenario, draft) in scenarios() {
        let spec = draft.parse().spec.expect(scenario);
        let texts: BTreeMap<_, _> = snippets(&spec).into_iter().chain(files(&spec)).chain([steps(&spec)]).collect();
        // What is as in the first scenario is not there a second time; `steps.txt` says that it is written.
        let own = texts.iter().filter(|(name, text)| first.get(*name) != Some(*text));
        written.extend(own.map(|(name, text)| (Path::new(scenario).join(name), text.clone())));
        if first.is_empty() {
            first = texts;
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    if std::env::var_os("BLESS").is_some() {
        bless(&folder, &written);
    }
    let golden = read_all(&folder);
    for (name, text) in &written {
        assert_eq!(golden.get(name), Some(text), "{} differs; BLESS=1 writes it anew", name.display());
    }
    let stale: Vec<_> = golden.keys().filter(|name| !written.contains_key(*name)).collect();
    assert!(stale.is_empty(), "nothing writes {stale:?} any more");
}

/// One for each platform at least, by its name, and what is rare: IPv6, several daemons, firewall sources, Chinese.
pub fn scenarios() -> Vec<(&'static str, Draft)> {
    let draft = |hosts: &str| Draft { hosts: hosts.into(), ..Draft::default() };
    vec![
        ("systemd", draft("docker.example.com, 192.0.2.10")),
        ("systemd-daemon-json", Draft { platform: "systemd-daemon-json".into(), locale: "zh-CN".into(), ..draft("docker.example.com") }),
        (
            "debian-docker-io",
            Draft {
                platform: "debian-docker-io".into(),
                clients: "alice@laptop\nci-runner".into(),
                cert_directory: "/srv/docker/tls".into(),
                listen_address: "::".into(),
                port: "12376".into(),
                allowed_sources: "192.0.2.0/24 198.51.100.7, 2001:db8::/64".into(),
                ..draft("2001:db8::10\ndocker-2.example.com *.docker.example.com")
            },
        ),
    ]
    .into_iter()
    .chain(Platform::ALL[3..].iter().map(|platform| {
        // Every second one in Chinese, with sources; and that whose firewall no other has.
        let name = platform.name();
        let is_second = name.len() % 2 == 0;
        let locale = if is_second { "zh-CN" } else { "en" };
        let allowed_sources = if is_second || *platform == Platform::Windows { "192.0.2.0/24 2001:db8::/64" } else { "" };
        let rest = draft("docker.example.com, 192.0.2.10");
        (name, Draft { platform: name.into(), locale: locale.into(), allowed_sources: allowed_sources.into(), ..rest })
    }))
    .collect()
}

/// The scenario of a platform.
pub fn scenario(platform: Platform) -> Draft {
    let found = scenarios().into_iter().find(|(_, draft)| draft.platform == platform.name());
    found.expect("each platform has one").1
}

/// Those for the first daemon and the last client.
fn snippets(spec: &Spec) -> Vec<(PathBuf, String)> {
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[spec.clients.len() - 1] };
    let all = Step::ALL.iter().flat_map(|&step| snippet::of_step(step, pair));
    all.map(|snippet| (PathBuf::from(file_name(&snippet)), snippet.text)).collect()
}

/// What there is for the first daemon and the last client, in order.
fn steps(spec: &Spec) -> (PathBuf, String) {
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[spec.clients.len() - 1] };
    let name = |value: serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let lines = snippet::steps(pair).into_iter().map(|Numbered { step, number, way, missing, snippets, shows }| {
        let ids: String = snippets.iter().map(|snippet| format!(" {}", name(serde_json::to_value(snippet.id).expect("JSON")))).collect();
        let place = name(serde_json::to_value(step.place(spec.platform)).expect("JSON"));
        let way = way.map_or(String::new(), |way| format!(" {}", name(serde_json::to_value(way).expect("JSON"))));
        let missing = missing.map_or(String::new(), |field| format!(" missing {}", field.name()));
        let shows = shows.map_or(String::new(), |shows| format!(" shows {shows:?}"));
        format!("{number}{way} {} ({place}):{ids}{missing}{shows}\n", name(serde_json::to_value(step).expect("JSON")))
    });
    ("steps.txt".into(), lines.collect())
}

/// A file has its own name, a text to paste that of its target.
pub fn file_name(snippet: &Snippet) -> String {
    if snippet.path.is_some() {
        return snippet.file_name().to_owned();
    }
    let id = serde_json::to_value(snippet.id).expect("JSON");
    let extension = match snippet.language {
        Language::Powershell => "ps1",
        Language::Sh => "sh",
        _ => "txt",
    };
    format!("{}.{extension}", id.as_str().expect("a string"))
}

/// The bundles' text files, without those that are snippets and without what differs from run to run.
fn files(spec: &Spec) -> Vec<(PathBuf, String)> {
    let now = UnixTime(1_767_225_600);
    let keys = spec.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
    let pki = Pki::issue(spec, keys, now).expect("issued");
    let bundles = bundle::all(spec, &pki).expect("bundles");
    let all = bundle::all_in_one(spec, &bundles, bundle::Format::Zip, now);
    let mut texts = Vec::new();
    for role in [Role::Server, Role::Client, Role::Ca, Role::All] {
        let of_role = bundles.iter().chain([&all]).rfind(|bundle| bundle.role == role).expect("a bundle of each role");
        for name in ["README.txt", "install.sh", "env.sh", "env.ps1"] {
            let is_it = |file: &&bundle::File| file.name.rsplit('/').next() == Some(name);
            if let Some(file) = of_role.files.iter().find(is_it) {
                let mut text = String::from_utf8(file.content().to_vec()).expect("UTF-8");
                // What follows is the same in each, as `install_sh.rs` holds, and stands in `src/snippet/install.sh`.
                if let Some(settings) = text.find("# END OF SETTINGS\n") {
                    text.truncate(settings);
                }
                texts.push((Path::new(folder(of_role)).join(name), text));
            }
        }
    }
    texts
}

fn folder(bundle: &Bundle) -> &str {
    match bundle.role {
        Role::Server => "server",
        Role::Client => "client",
        Role::Ca => "ca",
        Role::All => "all",
    }
}

fn bless(folder: &Path, written: &BTreeMap<PathBuf, String>) {
    _ = fs::remove_dir_all(folder);
    for (name, text) in written {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the golden");
    }
}

fn read_all(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the goldens") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_path_buf();
                found.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    found
}
