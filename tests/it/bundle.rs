//! Archives, as the programs see them that people unpack them with.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use dockseal::{
    Draft, Field, Pki, Platform, PrivateKey, UnixTime,
    bundle::{self, All, Format},
    guide::{self, Scripts},
    spec::{
        ClientKind,
        folder::{Around, Folders, Part},
        order::{Orders, Role},
    },
    verify,
};
use tempfile::TempDir;

use crate::judge::{Bundles, Issued, issue, mode, now, program, run};

const SERVER: &[(&str, &str)] = &[
    ("README.txt", "0644"),
    ("ca.pem", "0444"),
    ("install.sh", "0755"),
    ("server-cert.pem", "0444"),
    ("server-key.pem", "0400"),
    ("tls.conf", "0644"),
];
const SERVER_JSON: &[(&str, &str)] = &[
    ("README.txt", "0644"),
    ("ca.pem", "0444"),
    ("daemon.json", "0644"),
    ("install.sh", "0755"),
    ("server-cert.pem", "0444"),
    ("server-key.pem", "0400"),
    ("tls.conf", "0644"),
];
const CLIENT: &[(&str, &str)] = &[
    ("2001-db8--10.dockercontext", "0400"),
    ("README.txt", "0644"),
    ("ca.pem", "0444"),
    ("cert.pem", "0444"),
    ("connect.ps1", "0644"),
    ("connect.sh", "0755"),
    ("docker_1.example.com.dockercontext", "0400"),
    ("env.cmd", "0644"),
    ("env.fish", "0644"),
    ("env.ps1", "0644"),
    ("env.sh", "0644"),
    ("key.pem", "0400"),
];
const CA: &[(&str, &str)] = &[
    ("README.txt", "0644"),
    ("ca-key.pem", "0400"),
    ("ca.pem", "0444"),
    ("dockseal.ics", "0644"),
    ("dockseal.json", "0644"),
    ("issue.sh", "0755"),
];
const ALL: &[(&str, &str)] = &[
    ("2001-db8--10-and-others/2001-db8--10-server.{}", "0400"),
    ("2001-db8--10-and-others/README.txt", "0644"),
    ("2001-db8--10-and-others/ci-runner+1@build_host.x-client.{}", "0400"),
    ("2001-db8--10-and-others/client.{}", "0400"),
    ("2001-db8--10-and-others/docker_1.example.com-server.{}", "0400"),
];

/// Names that a shell, a disk or an archive could stumble over.
fn draft() -> Draft {
    Draft {
        hosts: "2001:db8::10\ndocker_1.example.com 192.0.2.10 *.docker.example.com".into(),
        clients: "client\nci-runner+1@build_host.x".into(),
        ..Draft::default()
    }
}

/// What is to be in the archive of this name.
fn expected(archive: &str, server: &[(&str, &str)]) -> BTreeMap<String, String> {
    let (stem, extension) = archive.rsplit_once(".tar.gz").map_or((archive.trim_end_matches(".zip"), "zip"), |(stem, _)| (stem, "tar.gz"));
    let files = match stem {
        bundle::CA_NAME => CA,
        _ if stem.ends_with(Around::ENDING) => ALL,
        _ if stem.ends_with("-server") => server,
        _ => CLIENT,
    };
    files.iter().map(|(name, mode)| (name.replace("{}", extension), (*mode).to_owned())).collect()
}

fn archives(issued: &Issued, format: Format) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let ending = format!(".{}", format.extension());
    let mut names = Vec::new();
    for (name, archive) in issued.archives().into_iter().filter(|(name, _)| name.ends_with(&ending)) {
        fs::write(folder.path().join(&name), archive).expect("an archive");
        names.push(name);
    }
    assert_eq!(names.len(), issued.bundles.len() + 1);
    (folder, names)
}

/// What lies in a folder and in the folders there, with its modes.
fn listing(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(listing(&entry.path()).into_iter().map(|(inner, mode)| (format!("{name}/{inner}"), mode)));
        } else {
            found.insert(name, mode(&entry.path()));
        }
    }
    found
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The command that unpacks an archive into a folder.
type Unpack = fn(&Path, &Path) -> Command;

/// Unpacks each archive by each program into a folder of its own and looks at what is there.
fn unpack_all(format: Format, programs: &[(&str, Unpack)]) {
    for platform in ["systemd", "systemd-daemon-json", "debian-docker-io"] {
        let server = if platform == "systemd-daemon-json" { SERVER_JSON } else { SERVER };
        let issued = issue(&Draft { platform: platform.into(), ..draft() }, now());
        let (folder, names) = archives(&issued, format);
        for name in &names {
            for (program, unpack) in programs {
                let into = folder.path().join(format!("{name}-{program}"));
                fs::create_dir(&into).expect("a folder");
                run(&mut unpack(&folder.path().join(name), &into)).succeeds();
                assert_eq!(listing(&into), expected(name, server), "{name} by {program}");
            }
        }
    }
}

#[test]
fn unzip_and_bsdtar_give_the_files_of_each_role_with_their_modes() {
    unpack_all(
        Format::Zip,
        &[
            ("unzip", |archive, into| {
                let mut unzip = program("unzip");
                unzip.arg("-q").arg(archive).arg("-d").arg(into);
                unzip
            }),
            ("bsdtar", bsdtar),
        ],
    );
}

#[test]
fn gnu_tar_bsdtar_and_busybox_give_the_files_of_each_role_with_their_modes() {
    unpack_all(
        Format::TarGz,
        &[
            ("tar", |archive, into| {
                let mut tar = program("tar");
                tar.arg("-xzf").arg(archive).arg("-C").arg(into);
                tar
            }),
            ("bsdtar", bsdtar),
            ("busybox", |archive, into| {
                let mut busybox = program("busybox");
                busybox.args(["tar", "-xzf"]).arg(archive).arg("-C").arg(into);
                busybox
            }),
        ],
    );
}

fn bsdtar(archive: &Path, into: &Path) -> Command {
    let mut bsdtar = program("bsdtar");
    bsdtar.arg("-xpf").arg(archive).arg("-C").arg(into);
    bsdtar
}

#[test]
fn zips_are_whole_for_every_reader_and_made_by_unix() {
    const PYTHON: &str =
        "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint('\\n'.join(z.namelist()))";
    let issued = issue(&draft(), now());
    let (folder, names) = archives(&issued, Format::Zip);
    for name in &names {
        let archive = folder.path().join(name);
        let files = expected(name, SERVER);
        let expected: Vec<String> = files.keys().cloned().collect();
        run(program("unzip").arg("-tqq").arg(&archive)).says_nothing();
        assert_eq!(lines(&run(program("zipinfo").arg("-1").arg(&archive)).succeeds()), expected);
        assert_eq!(lines(&run(program("bsdtar").arg("-tf").arg(&archive)).succeeds()), expected);
        assert_eq!(lines(&run(program("python3").args(["-c", PYTHON]).arg(&archive)).succeeds()), expected);

        let busybox = tempfile::tempdir().expect("a folder");
        run(program("busybox").args(["unzip", "-q"]).arg(&archive).arg("-d").arg(busybox.path())).succeeds();
        assert_eq!(listing(busybox.path()).into_keys().collect::<Vec<_>>(), expected);

        let details = run(program("zipinfo").arg("-v").arg(&archive)).succeeds();
        let count = |line: &str| details.lines().filter(|found| found.split_whitespace().eq(line.split_whitespace())).count();
        assert_eq!(count("file system or operating system of origin: Unix"), files.len(), "{details}");
        for mode in ["0400", "0444", "0644"] {
            // S_IFREG is 0100000.
            let found =
                details.lines().filter(|line| line.trim_start().starts_with(&format!("Unix file attributes (10{mode} octal):"))).count();
            assert_eq!(found, files.values().filter(|wanted| *wanted == mode).count(), "{name} {mode}: {details}");
        }
    }
}

#[test]
fn tar_archives_are_whole_for_every_reader_and_owned_by_root() {
    const PYTHON: &str = "import sys, tarfile\nt = tarfile.open(sys.argv[1], 'r:gz')\nprint('\\n'.join(m.name for m in t if m.isreg()))";
    let issued = issue(&draft(), now());
    let (folder, names) = archives(&issued, Format::TarGz);
    for name in &names {
        let archive = folder.path().join(name);
        let expected: Vec<String> = expected(name, SERVER).into_keys().collect();
        run(program("gzip").arg("-t").arg(&archive)).says_nothing();
        for reader in ["tar", "bsdtar"] {
            let ran = run(program(reader).arg("-tzf").arg(&archive));
            assert_eq!(ran.err, "", "{ran}");
            assert_eq!(lines(&ran.succeeds()), expected, "{name} by {reader}");
        }
        assert_eq!(lines(&run(program("busybox").args(["tar", "-tzf"]).arg(&archive)).succeeds()), expected);
        assert_eq!(lines(&run(program("python3").args(["-c", PYTHON]).arg(&archive)).succeeds()), expected);
        for numeric in [None, Some("--numeric-owner")] {
            let list = run(program("tar").arg("-tvzf").arg(&archive).args(numeric)).succeeds();
            let owner = if numeric.is_some() { "0/0" } else { "root/root" };
            assert!(list.lines().all(|line| line.starts_with('-') && line.split_whitespace().nth(1) == Some(owner)), "{list}");
        }
    }
}

#[test]
fn an_archive_of_more_than_one_block_is_whole() {
    let clients: Vec<String> = (0..30).map(|number| format!("client-{number}")).collect();
    let issued = issue(&Draft { clients: clients.join("\n"), ..draft() }, now());
    let folder = tempfile::tempdir().expect("a folder");
    let (name, archive) = issued.archives().into_iter().find(|(name, _)| name == "2001-db8--10-and-others.tar.gz").expect("all in one");
    // A stored block has 65535 octets at most.
    assert!(archive.len() > 2 * 65_535);
    let path = folder.path().join(name);
    fs::write(&path, &archive).expect("written");
    run(program("gzip").arg("-t").arg(&path)).says_nothing();
    for client in clients {
        run(program("tar").arg("-xzf").arg(&path).args(["-O", &format!("2001-db8--10-and-others/{client}-client.tar.gz")])).succeeds();
    }
    fs::write(&path, &archive[..archive.len() - 9]).expect("written");
    assert!(run(program("gzip").arg("-t").arg(&path)).fails().contains("unexpected end of file"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let issued = issue(&draft(), now());
    let again = bundle::all(&issued.pki, &issued.folders).expect("bundles");
    let packed_again = Issued { spec: issued.spec.clone(), bundles: again, pki: issued.pki, folders: issued.folders };
    let first: Vec<_> = issued.bundles.iter().map(|bundle| bundle.pack(Format::Zip, packed_again.pki.authority.not_before)).collect();
    let second: Vec<_> =
        packed_again.bundles.iter().map(|bundle| bundle.pack(Format::Zip, packed_again.pki.authority.not_before)).collect();
    assert!(first == second);
    assert!(packed_again.archives() == packed_again.archives());
}

#[test]
fn all_in_one_has_the_same_archives_as_are_offered_singly_but_for_the_authoritys() {
    let issued = issue(&draft(), now());
    for &format in Format::ALL {
        let (folder, names) = archives(&issued, format);
        let into = folder.path().join("all");
        fs::create_dir(&into).expect("a folder");
        let all = folder.path().join(format!("{}.{}", issued.folders.around.folder, format.extension()));
        run(&mut bsdtar(&all, &into)).succeeds();
        let of_authority = format!("{}.{}", bundle::CA_NAME, format.extension());
        assert!(names.contains(&of_authority) && !into.join("2001-db8--10-and-others").join(&of_authority).exists());
        for name in names.iter().filter(|name| !name.contains(Around::ENDING) && **name != of_authority) {
            run(program("cmp").arg(folder.path().join(name)).arg(into.join("2001-db8--10-and-others").join(name))).says_nothing();
        }
    }
}

#[test]
fn each_zip_stands_in_the_one_of_all_where_it_is_said_to() {
    let Issued { pki, folders, bundles, .. } = issue(&draft(), now());
    let modified = pki.authority.not_before;
    let packed = |format: Format| {
        let mut all = All::new(&folders, format, &pki, modified).expect("texts");
        let octets: Vec<u8> = std::iter::from_fn(|| all.next_piece(&bundles)).flat_map(|piece| piece.to_vec()).collect();
        (octets, all.places().to_vec())
    };
    let (octets, places) = packed(Format::Zip);
    let found: Vec<_> = places.into_iter().map(|place| &octets[place.start as usize..place.end as usize]).collect();
    let singly: Vec<_> = bundles.iter().filter(|bundle| bundle.role != Role::Ca).map(|bundle| bundle.pack(Format::Zip, modified)).collect();
    assert!(found == singly.iter().map(|packed| packed.as_slice()).collect::<Vec<_>>());
    assert_eq!(packed(Format::TarGz).1, []);
}

#[test]
fn the_archive_of_all_has_each_machines_in_the_format_that_the_commands_for_it_take() {
    let draft =
        Draft { hosts: "a.example\nw.example platform=windows".into(), clients: "alice\nbob kind=windows".into(), ..Draft::default() };
    let bundles = issue(&draft, now()).downloaded();
    let listed = |format: &str, list: &[&str]| {
        let archive = bundles.folder.join(format!("a.example-and-others.{format}"));
        let ran = run(program(list[0]).args(&list[1..]).arg(archive));
        let names = ran.out.lines().filter_map(|line| line.strip_prefix("a.example-and-others/")).map(str::to_owned);
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>()
    };
    let unix = ["README.txt", "a.example-server.tar.gz", "w.example-server.zip", "alice-client.tar.gz", "bob-client.zip"];
    assert_eq!(listed("tar.gz", &["tar", "-tzf"]), unix);
    assert_eq!(listed("zip", &["unzip", "-Z1"]), unix.map(|name| name.replace(".tar.gz", ".zip")));
}

#[test]
fn the_key_of_the_authority_is_in_no_other_bundle() {
    let bundles = issue(&draft(), now()).downloaded();
    let key = bundles.read(bundle::CA_NAME, "ca-key.pem");
    let secret: Vec<&str> = key.lines().filter(|line| !line.starts_with('-')).collect();
    assert!(!secret.is_empty());
    let folders = fs::read_dir(&bundles.folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut with_key = Vec::new();
    for path in folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).expect("a bundle")) {
        let path = path.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        if secret.iter().any(|line| text.contains(line)) {
            with_key.push(path);
        }
    }
    assert_eq!(with_key, [bundles.path(bundle::CA_NAME, "ca-key.pem")]);
}

#[test]
fn every_key_is_in_one_bundle_only() {
    let bundles = issue(&draft(), now()).downloaded();
    let keys: Vec<String> =
        bundles.certificates.iter().map(|certificate| bundles.read(&certificate.bundle, certificate.files().1)).collect();
    let different: std::collections::HashSet<&String> = keys.iter().collect();
    assert_eq!(different.len(), 1 + bundles.spec.orders().leaves.len());
}

#[test]
fn two_folders_of_one_name_and_two_certificates_for_one_folder_are_not_packed() {
    let is_packed = |change: fn(&mut Orders, &mut Folders)| {
        let (mut orders, mut folders) = verify::sample().expect("an order");
        change(&mut orders, &mut folders);
        let keys = orders.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let pki = Pki::issue(orders, keys, UnixTime(1_767_225_600)).expect("issued");
        bundle::all(&pki, &folders).is_ok()
    };
    assert!(is_packed(|_, _| {}));
    assert!(!is_packed(|_, folders| folders.folders.extend(folders.folders.first().cloned())));
    assert!(!is_packed(|orders, _| orders.leaves.extend(orders.leaves.first().cloned())));
    assert!(!is_packed(|_, folders| drop(folders.folders.pop())));
}

#[test]
fn a_wildcard_is_a_name_of_the_certificate_and_no_address_for_clients() {
    let draft = Draft { hosts: "docker.example.com *.docker.example.com".into(), ..Draft::default() };
    let bundles: Bundles = issue(&draft, now()).downloaded();
    assert!(bundles.read("docker.example.com-server", "README.txt").contains("*.docker.example.com"));
    for file in ["README.txt", "env.sh", "env.fish", "env.ps1", "env.cmd"] {
        let text = bundles.read("client", file);
        assert!(text.contains("tcp://docker.example.com:2376") && !text.contains("*."), "{text}");
    }
}

#[test]
fn who_is_not_root_can_unpack_again_over_an_earlier_unpacking() {
    let bundles: Bundles = issue(&draft(), now()).downloaded();
    let root = run(program("id").arg("-u")).succeeds().trim() == "0";
    for format in Format::ALL {
        for bundle in ["docker_1.example.com-server", "client"] {
            let folder = tempfile::tempdir().expect("a folder");
            let archive = format!("{bundle}.{}", format.extension());
            fs::copy(bundles.folder.join(&archive), folder.path().join(&archive)).expect("a copy");
            if root {
                run(program("chown").args(["-R", "1000:1000"]).arg(folder.path())).succeeds();
            }
            for _ in 0..2 {
                let mut unpack = if root { program("setpriv") } else { program("env") };
                if root {
                    unpack.args(["--reuid=1000", "--regid=1000", "--clear-groups"]);
                }
                match format {
                    Format::Zip => unpack.args(["unzip", "-q", "-o", &archive, "-d", "files"]),
                    Format::TarGz => unpack.args(["sh", "-c", "mkdir -p files && tar -xzf \"$0\" -C files", &archive]),
                };
                run(unpack.current_dir(folder.path())).succeeds();
                assert_eq!(listing(&folder.path().join("files")), expected(&archive, SERVER), "{archive}");
            }
        }
    }
}

/// One host of each platform, each with the files that it has in a fleet of its own; and what each machine is stands in `dockseal.json`.
#[test]
fn in_a_mixed_fleet_each_host_gets_the_files_of_its_platform() {
    let host = |platform: &Platform| format!("h{}.example", *platform as usize);
    let hosts = |of: &dyn Fn(&Platform) -> String| Platform::ALL.iter().map(of).collect::<Vec<_>>().join("\n");
    let clients = ClientKind::ALL.iter().map(|kind| format!("c{} kind={}", *kind as usize, kind.name())).collect::<Vec<_>>().join("\n");
    let row = |platform: &Platform| format!("{} platform={}", host(platform), platform.name());
    let mixed = issue(&Draft { hosts: hosts(&row), clients: clients.clone(), ..Draft::default() }, now());
    let texts = |issued: &Issued, name: &str| -> BTreeMap<String, String> {
        let bundle = issued.bundles.iter().find(|bundle| bundle.name == name).expect(name);
        let is_of_the_run = |name: &str| name.ends_with(".pem") || name.ends_with(".ign") || name == "user-data.yaml";
        let files = bundle.files.iter().filter(|file| !is_of_the_run(&file.name));
        files.map(|file| (file.name.clone(), String::from_utf8(file.content().to_vec()).expect("UTF-8"))).collect()
    };
    let day = mixed.pki.made.to_date();
    for platform in Platform::ALL {
        let own = Draft { hosts: hosts(&host), clients: clients.clone(), platform: platform.name().into(), ..Draft::default() };
        let own = own.parse().spec.expect("valid");
        let folders = guide::folders(&own);
        let name = format!("{}-server", host(platform));
        let folder = folders.folders.iter().find(|folder| folder.name == name).expect("a folder");
        let names: Vec<&str> = folder.files.iter().map(|file| file.name.as_str()).collect();
        let written = texts(&mixed, &name);
        assert!(written.keys().all(|name| names.contains(&name.as_str())), "{platform:?}");
        for file in folder.files.iter().filter(|file| written.contains_key(&file.name)) {
            let text = file.parts.iter().map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Shared(index) => &folders.shared[*index],
                Part::Day => &day,
                Part::ByTrust { authority, .. } => authority,
                Part::Trust(_) => "trust=0\nlisted=''\nremoved=''\nsettled=''\n",
                Part::File(name, _) => panic!("{name} in {}", file.name),
            });
            assert_eq!(written[&file.name], text.collect::<String>(), "{platform:?}: {}", file.name);
        }
    }
    let record = &texts(&mixed, bundle::CA_NAME)["dockseal.json"];
    let record: serde_json::Value = serde_json::from_str(record).expect("JSON");
    let of = |role: &str, key: &str| -> Vec<String> {
        let certificates = record["certificates"].as_array().expect("a list").iter().filter(|one| one["role"] == role);
        certificates.map(|one| one[key].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(of("server", "platform"), Platform::ALL.iter().map(|one| one.name().to_owned()).collect::<Vec<_>>());
    assert_eq!(of("client", "kind"), ClientKind::ALL.iter().map(|one| one.name().to_owned()).collect::<Vec<_>>());
    assert_eq!((of("ca", "platform"), of("server", "kind")[0].as_str()), (vec!["-".to_owned()], "-"));
    // What is recorded is read back as the same fleet.
    let mut again = Draft::default();
    for (key, field) in [("hosts", Field::Hosts), ("clients", Field::Clients), ("platform", Field::Platform)] {
        record["setup"][key].as_str().expect("text").clone_into(again.field_mut(field));
    }
    assert_eq!(again.parse().spec.expect("valid").daemons, mixed.spec.daemons);
}

#[test]
fn the_archive_of_the_rest_tells_of_what_is_in_it_and_of_nothing_else() {
    let draft =
        Draft { hosts: "a.example\nb.example\nc.example\nd.example platform=windows".into(), clients: "anna\nbob".into(), ..draft() };
    let spec = draft.parse().spec.expect("valid");
    let around = |kept: &[&str]| {
        let is_kept = |_: Role, name: &str| kept.contains(&name);
        let around = guide::folders_by(&spec, Scripts::own(), is_kept, |_, _| false, None, true).around;
        let parts = around.readme.into_iter().filter_map(|part| if let Part::Text(text) = part { Some(text) } else { None });
        (around.folder, parts.collect::<String>())
    };
    let names = ["a.example", "b.example", "c.example", "d.example", "anna", "bob"];
    for (kept, folder, is_fleet) in [
        (&[][..], "a.example-and-others", true),
        (&["a.example", "anna"], "b.example-and-others", true),
        // One with a script is none.
        (&["a.example", "b.example", "bob"], "c.example-and-others", false),
        (&["a.example", "b.example", "c.example", "d.example", "bob"], "anna-client-and-others", false),
        (&["b.example", "anna", "bob"], "a.example-and-others", true),
    ] {
        let (found, readme) = around(kept);
        assert_eq!(found, folder);
        assert_eq!(readme.contains("All hosts at once"), is_fleet, "{kept:?}: {readme}");
        assert_eq!(readme.contains(&format!("cd {folder};")), is_fleet, "{kept:?}: {readme}");
        let told = |name: &&str| readme.contains(&format!("{name}-server")) || readme.contains(&format!("the client \"{name}\":"));
        let expected: Vec<&str> = names.iter().copied().filter(|name| !kept.contains(name)).collect();
        assert_eq!(names.iter().copied().filter(told).collect::<Vec<_>>(), expected, "{readme}");
    }
}

#[test]
fn every_text_begins_with_what_made_it_and_when() {
    for &platform in Platform::ALL {
        for (locale, line) in [("en", "Made by Dockseal"), ("zh-CN", "由 Dockseal")] {
            let draft =
                Draft { hosts: "docker.example.com".into(), platform: platform.name().into(), locale: locale.into(), ..Draft::default() };
            let issued = issue(&draft, UnixTime(1_767_225_600));
            for bundle in &issued.bundles {
                for file in bundle
                    .files
                    .iter()
                    .filter(|file| !["json", "ign", "pem", "ics", "dockercontext"].iter().any(|end| file.name.ends_with(end)))
                {
                    let text = String::from_utf8(file.content().to_vec()).expect("UTF-8");
                    let (mark, line) = if file.name == "env.cmd" { ("@rem ", "Made by Dockseal") } else { ("# ", line) };
                    let first: Vec<&str> = text.lines().take(2).filter(|text| text.contains(line)).collect();
                    let [first] = first[..] else { panic!("{} of {platform:?}: {text}", file.name) };
                    assert!(first.contains(env!("CARGO_PKG_VERSION")) && first.contains("2026-01-01"), "{}: {first}", file.name);
                    assert!(first.trim_start_matches('\u{feff}').starts_with(mark) || file.name == "README.txt", "{}: {first}", file.name);
                }
            }
        }
    }
}
