//! Every snippet and every text file of a bundle, byte for byte. `BLESS=1 cargo test` writes them anew.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use dockseal::{
    Draft, Pki, Platform, PrivateKey, Spec, UnixTime,
    bundle::{self, Bundle},
    guide::{self, Numbered, Pair, RECIPES, Snippet, Step, Syntax},
    spec::{Locale, folder::Part, order::Role},
};

use crate::recipes;

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
    for recipe in RECIPES {
        for &locale in Locale::ALL {
            let file = Path::new("recipes").join(format!("{}.{}.txt", recipe.id, locale.name()));
            written.insert(file, recipes::golden(recipe, locale));
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

/// A terminal, an editor or a printer may know no other characters. What only the page shows may have them.
#[test]
fn english_files_are_ascii() {
    for (scenario, draft) in scenarios().into_iter().filter(|(_, draft)| draft.locale == "en") {
        let spec = draft.parse().spec.expect(scenario);
        for (name, text) in snippets(&spec).into_iter().chain(files(&spec)) {
            assert!(text.is_ascii(), "{scenario}/{}", name.display());
        }
    }
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
    // A fleet of several platforms, with clients of several kinds.
    .chain([(
        "mixed",
        Draft {
            clients: "alice kind=macos\nbob\nnas kind=portainer days=30\ncarol kind=windows".into(),
            ..draft(
                "docker.example.com 192.0.2.10\nci.example.com platform=gitlab-dind\ndesk.example.com platform=proxy\n\
                 build.example.com platform=rootless days=90\nalpine.example.com platform=openrc\ndebian.example.com platform=debian-docker-io",
            )
        },
    )])
    // Portainer, which has every host in its form.
    .chain([("portainer", Draft { clients: "nas kind=portainer".into(), ..draft("docker.example.com\n2001:db8::10") })])
    // Clients are named on each host.
    .chain([("list", Draft { trust: "list".into(), clients: "alice\nbob".into(), ..draft("docker.example.com") })])
    // A job, whose files are in a store of secrets.
    .chain([("ci", Draft { clients: "deploy kind=ci".into(), ..draft("docker.example.com\nbuild2.example.com") })])
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
    let all = Step::ALL.iter().flat_map(|&step| guide::of_step(step, pair));
    all.map(|snippet| (PathBuf::from(file_name(&snippet)), snippet.text)).collect()
}

/// What there is for the first daemon and the last client, in order.
fn steps(spec: &Spec) -> (PathBuf, String) {
    let pair = Pair { spec, daemon: &spec.daemons[0], client: &spec.clients[spec.clients.len() - 1] };
    let name = |value: serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let lines = guide::steps(pair).into_iter().map(|Numbered { step, number, way, missing, snippets, .. }| {
        let ids: String = snippets.iter().map(|snippet| format!(" {}", name(serde_json::to_value(snippet.id).expect("JSON")))).collect();
        let place = name(serde_json::to_value(step.place(pair)).expect("JSON"));
        let way = way.map_or(String::new(), |way| format!(" {}", name(serde_json::to_value(way).expect("JSON"))));
        let missing = missing.map_or(String::new(), |field| format!(" missing {}", field.name()));
        let shows = (step == Step::Restart).then(|| snippets.iter().find_map(|snippet| snippet.words.shows)).flatten();
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
    let extension = match snippet.syntax {
        Syntax::Powershell => "ps1",
        Syntax::Sh => "sh",
        _ => "txt",
    };
    format!("{}.{extension}", id.as_str().expect("a string"))
}

/// The bundles' text files, without those that are snippets and without what differs from run to run.
fn files(spec: &Spec) -> Vec<(PathBuf, String)> {
    let now = UnixTime(1_767_225_600);
    let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
    let pki = Pki::issue(spec.orders(), keys, now).expect("issued");
    let folders = guide::folders(spec);
    let bundles = bundle::all(&pki, &folders).expect("bundles");
    let around = folders.around.readme.into_iter().map(|part| match part {
        Part::Text(text) => text,
        Part::Day => now.to_date(),
        Part::Trust(_) | Part::ByTrust { .. } => panic!("nobody is shut out"),
        Part::Shared(_) | Part::File(..) => panic!("no text of its own"),
    });
    let mut texts = vec![("all/README.txt".into(), around.collect())];
    for &role in Role::ALL {
        let of_role = bundles.iter().rfind(|bundle| bundle.role == role).expect("a bundle of each role");
        for name in ["README.txt", "install.sh", "connect.sh", "connect.ps1", "env.sh", "env.ps1"] {
            if let Some(file) = of_role.file(name) {
                let text = String::from_utf8(file.content().to_vec()).expect("UTF-8");
                let mut text = text.trim_start_matches('\u{feff}').to_owned();
                // What follows is the same in each, as `guide/install.rs` and `guide/connect/script.rs` hold, and stands in files of its own there.
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
