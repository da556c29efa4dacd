//! Whether a machine that has only Rust and Node gets all that the tests run: what `cargo xtask setup` installs, in a Debian that has nothing else.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{
    booted::{cache, mirror, named_after},
    judge::{DEBIAN, Debian, PATH, program, run},
    tidy::files,
};

/// An empty Debian of this machine's release, in which these packages are installed as setup installs them. What files it had before and has then is
/// written down; the first one on a line that exists is taken. No service is started.
const INSTALL: &str = r#"
suite=$1 mirror=$2 root=$3 packages=$4 probes=$5
in_root() { DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
list() { (cd "$root" && find . -xdev ! -type d -printf '/%P\n'); }
debootstrap --variant=minbase "$suite" "$root" "$mirror"
list >"$root.before"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"
in_root apt-get -q update
names=$(echo "$packages" | while read -r line; do
  for name in $line; do
    ! in_root apt-cache show "$name" >/dev/null 2>&1 </dev/null || break
  done
  echo "$name"
done)
in_root apt-get -q install -y --no-install-recommends $names
list >"$root.after"
in_root sh -euxc "$probes"
"#;

/// What is there and cannot be loaded is not there.
const PROBES: &str = r#"
clang --print-targets | grep -w wasm32
python3 -c 'import cryptography.hazmat.primitives.serialization, pip, ssl, yaml'
printf 'load_module modules/ngx_stream_module.so; events {} stream {} http { include /etc/nginx/mime.types; }' >/tmp/nginx.conf
nginx -t -c /tmp/nginx.conf
cd /usr/lib/apache2/modules
for module in mpm_event authz_core deflate dir filter headers mime; do echo "LoadModule ${module}_module $PWD/mod_$module.so"; done >/tmp/httpd.conf
printf 'ServerRoot /tmp\nErrorLog /dev/null\nDefaultRuntimeDir /tmp\nTypesConfig /etc/mime.types\n' >>/tmp/httpd.conf
apache2 -t -f /tmp/httpd.conf
cd /tmp
test -z "$(GO111MODULE=off GOPATH=/usr/share/gocode HOME=/tmp go list -deps -f '{{with .Error}}{{.}}{{end}}' github.com/youmark/pkcs8)"
ansible-playbook --version
echo 'class Probe { public static void main(String[] words) {} }' >Probe.java
java Probe.java
cloud-init --version
docker --version
docker-compose version
dockerd --version
nix-instantiate --version
caddy version
chromium --version
firefox-esr --version
"#;

/// The files of a system, by their full paths.
type Files = BTreeSet<String>;

/// The files of an empty Debian before and after setup. It is made once for each list, takes minutes and 3 GB, and is thrown away.
fn before_and_after() -> (Files, Files) {
    let release = fs::read_to_string("/etc/os-release").expect("a release");
    let suite = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).expect("a Debian with a name").to_owned();
    let folder = cache();
    let packages: BTreeSet<String> =
        DEBIAN.programs.values().map(|packages| packages.join(" ")).chain(DEBIAN.files.values().cloned()).collect();
    let packages: Vec<String> = packages.into_iter().collect();
    let packages = packages.join("\n");
    let root = folder.join(format!("setup-{}", named_after(&[INSTALL, PROBES, &suite, &packages].concat())));
    let lock = fs::File::create(folder.join("setup.lock")).expect("a lock");
    lock.lock().expect("the lock");
    let beside = |end: &str| root.with_extension(end);
    if !beside("done").exists() {
        for entry in fs::read_dir(&folder).expect("the cache").map(|entry| entry.expect("an entry").path()) {
            // These belong to other lists, or to a run that was ended.
            if entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with("setup-")) {
                _ = fs::remove_dir_all(&entry).or_else(|_| fs::remove_file(&entry));
            }
        }
        let mut unshare = program("unshare");
        unshare.args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", INSTALL, "install", &suite, &mirror()]);
        let installed = run(unshare.arg(&root).args([&packages, PROBES]));
        fs::remove_dir_all(&root).expect("thrown away");
        installed.succeeds();
        fs::write(beside("done"), "").expect("written");
    }
    let read = |end: &str| fs::read_to_string(beside(end)).expect("a list").lines().map(str::to_owned).collect();
    (read("before"), read("after"))
}

/// What of the list is not among these files.
fn missing<'a>(list: &'a Debian, files: &Files) -> Vec<&'a str> {
    let has_program = |name: &str| PATH.split(':').any(|folder| files.contains(&format!("{folder}/{name}")));
    let programs = list.programs.keys().filter(|name| !has_program(name));
    programs.chain(list.files.keys().filter(|file| !files.contains(*file))).map(String::as_str).collect()
}

#[test]
fn an_empty_debian_has_all_that_the_tests_run_once_setup_has_been_there() {
    let (before, after) = before_and_after();
    assert_eq!(missing(&DEBIAN, &after), [""; 0]);
    // Nothing but a system without them shows that these are looked for.
    let lacked = missing(&DEBIAN, &before);
    for what in ["unzip", "zipinfo", "nginx", "/usr/lib/nginx/modules/ngx_stream_module.so", "/etc/mime.types"] {
        assert!(lacked.contains(&what), "{what}");
    }
    for what in ["sh", "tar", "unshare"] {
        assert!(!lacked.contains(&what), "{what}");
    }
}

#[test]
fn what_setup_does_not_bring_is_found() {
    let list: Debian = toml::from_str("[programs]\na = ['a']\nb = ['b']\n[files]\n'/x/module' = 'c'\n").expect("a list");
    let system = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Files>();
    assert_eq!(missing(&list, &system(&["/usr/sbin/a", "/usr/bin/b", "/x/module"])), [""; 0]);
    assert_eq!(missing(&list, &system(&["/usr/bin/b", "/opt/a"])), ["a", "/x/module"]);
}

/// What Rust and Node bring.
const GIVEN: [&str; 5] = ["cargo", "node", "npm", "rustc", "rustup"];

/// The programs of the tests in Rust are looked up in the list when they are run.
#[test]
fn every_program_that_a_browser_test_or_xtask_runs_is_in_the_list() {
    let of_tests = files("tests/web", &["ts"]).into_iter().chain(files("xtask/src", &["rs"]));
    let unlisted: Vec<String> = of_tests
        .flat_map(|(path, text)| named_programs(&text).into_iter().map(move |name| format!("{path}: {name}")))
        .filter(|named| {
            let name = named.split(": ").nth(1).unwrap_or_default();
            let name = Path::new(name).file_name().and_then(|name| name.to_str()).unwrap_or_default();
            !DEBIAN.programs.contains_key(name) && !GIVEN.contains(&name)
        })
        .collect();
    assert_eq!(unlisted, [""; 0]);
}

/// Those that a call names first.
fn named_programs(text: &str) -> Vec<String> {
    let calls = ["execFileSync(\"", "execFile)(\"", "spawn(\"", "run(\"", "unpack(\"", "cmd!(sh, \"", "check(\""];
    let first_word = |rest: &str| rest.split(['"', ' ']).next().unwrap_or_default().to_owned();
    let after = |call| text.split(call).skip(1).map(first_word);
    calls.into_iter().flat_map(after).filter(|word| !word.contains(['{', '$'])).collect()
}

#[test]
fn a_program_of_a_browser_test_or_of_xtask_is_found() {
    let text = "execFileSync(\"cmp\", [a]); spawn(\"/usr/sbin/nginx\", []); cmd!(sh, \"apt-cache show {package}\"); cmd!(sh, \"{npm} ci\")";
    assert_eq!(named_programs(text), ["cmp", "/usr/sbin/nginx", "apt-cache"]);
}
