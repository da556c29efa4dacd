//! Who gets in to daemons that trust a list: real daemons of Debian 12 and 13, and the programs that clients have.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use dockseal::{
    Code, Draft, Field, Pki, PrivateKey, UnixTime,
    brought::{self, BroughtFile, Cause, Flaw, Knowledge, KnownState},
    bundle::{self, Bundle, Format},
    guide::{self, Scripts},
    pki::{given::Given, trust::ClientList},
    problem::Severity,
    spec::order::{Role, TrustKind, TrustOrder},
    verify,
};
use tempfile::TempDir;

use crate::{
    booted::{BOOKWORM, Host, Release, TRIXIE},
    brought::content,
    judge::{Issued, Ran, issue, now, program, run},
};

const DAY: u64 = 24 * 60 * 60;

/// What a client's program says when it was let in, for a request of this script: `$1` is a folder with `cert.pem` and `key.pem`.
const PROGRAMS: [(&str, &str); 8] = [
    ("docker", "docker --tlsverify --tlscacert=ca.pem --tlscert=$1/cert.pem --tlskey=$1/key.pem -H tcp://docker.example.com:2376 version"),
    ("curl", "curl -sS -m 10 --cacert ca.pem --cert $1/cert.pem --key $1/key.pem https://docker.example.com:2376/version"),
    (
        "curl, TLS 1.2",
        "curl -sS -m 10 --tls-max 1.2 --cacert ca.pem --cert $1/cert.pem --key $1/key.pem https://docker.example.com:2376/version",
    ),
    (
        "python",
        "python3 -c '
import http.client, ssl, sys
context = ssl.create_default_context(cafile=\"ca.pem\")
context.load_cert_chain(sys.argv[1] + \"/cert.pem\", sys.argv[1] + \"/key.pem\")
connection = http.client.HTTPSConnection(\"docker.example.com\", 2376, context=context, timeout=10)
connection.request(\"GET\", \"/version\")
print(connection.getresponse().read().decode())' $1",
    ),
    (
        "node",
        "node -e '
const { readFileSync } = require(\"fs\"), read = (name) => readFileSync(process.argv[1] + \"/\" + name);
const files = { ca: readFileSync(\"ca.pem\"), cert: read(\"cert.pem\"), key: read(\"key.pem\") };
require(\"https\").get(\"https://docker.example.com:2376/version\", { ...files, timeout: 10000 }, (answer) => answer.pipe(process.stdout)).on(\"error\", console.error)' $1",
    ),
    (
        "openssl",
        "printf 'GET /version HTTP/1.0\\r\\n\\r\\n' | timeout 10 openssl s_client -quiet -verify_return_error -CAfile ca.pem -cert $1/cert.pem -cert_chain $1/cert.pem -key $1/key.pem -connect docker.example.com:2376",
    ),
    (
        "openssl, TLS 1.2",
        "printf 'GET /version HTTP/1.0\\r\\n\\r\\n' | timeout 10 openssl s_client -quiet -tls1_2 -verify_return_error -CAfile ca.pem -cert $1/cert.pem -cert_chain $1/cert.pem -key $1/key.pem -connect docker.example.com:2376",
    ),
    (
        "gnutls",
        "printf 'GET /version HTTP/1.0\\r\\n\\r\\n' | timeout 10 gnutls-cli --x509cafile ca.pem --x509certfile $1/cert.pem --x509keyfile $1/key.pem docker.example.com:2376",
    ),
];

/// Certificates that Dockseal does not make, with the key of a listed client: in her name, in the authority's, and with a chain.
const VOUCHED: &str = r#"
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out $1/key.pem; }
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n' >leaf
printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n' >authority
mkdir vouched chained namesake
key vouched
openssl req -new -key vouched/key.pem -subj /CN=friend -out request
openssl x509 -req -days 2 -in request -extfile leaf -CA anna/cert.pem -CAkey anna/key.pem -out vouched/cert.pem
cp vouched/key.pem chained
cat vouched/cert.pem anna/cert.pem >chained/cert.pem
openssl x509 -in ca.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//' >subject
openssl req -new -x509 -days 2 -key anna/key.pem -subj "/CN=$(sed 's/^CN=//' subject)" -config /dev/null -extensions none -out pretended.pem 2>/dev/null || {
  printf '[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n' >configuration
  openssl req -new -x509 -days 2 -key anna/key.pem -subj "/CN=$(sed 's/^CN=//' subject)" -config configuration -extensions ca -out pretended.pem
}
key namesake
openssl req -new -key namesake/key.pem -subj /CN=anna -out request
openssl x509 -req -days 2 -in request -extfile leaf -CA pretended.pem -CAkey anna/key.pem -out namesake/cert.pem
"#;

/// A run under the authority of an earlier one, as the page does it.
pub struct Next {
    pub pki: Pki,
    pub bundles: Vec<Bundle>,
}

/// Files as a reader brings them.
fn brought(bundles: &[Bundle]) -> Given {
    let authority = bundles.iter().find(|bundle| bundle.role == Role::Ca).expect("the authority's");
    let octets = authority.pack(Format::Zip, now());
    let opened = brought::open(&[BroughtFile { name: "ca.zip".into(), octets }], "", now());
    let said = format!("{:?}", opened.objections);
    opened.given.unwrap_or_else(|| panic!("{said}"))
}

impl Next {
    /// Goes on from these bundles. What of the draft is not new is kept.
    pub fn run(bundles: &[Bundle], draft: &Draft, new: &[&str], trust: TrustOrder) -> Self {
        Self::under(brought(bundles), draft, new, trust)
    }

    fn under(given: Given, draft: &Draft, new: &[&str], trust: TrustOrder) -> Self {
        let spec = draft.parse().spec.expect("a draft without errors");
        let mut orders = spec.orders();
        orders.leaves.retain(|order| new.contains(&order.holder.name().as_str()));
        let is_list = given.kept.manifest.trust.as_ref().is_some_and(|trust| trust.kind == TrustKind::List);
        let new_trust = match trust.is_ended {
            true => Some(TrustKind::Authority),
            false => (is_list || trust != TrustOrder::default()).then_some(TrustKind::List),
        };
        let mut folders = guide::folders_by(
            &spec,
            Scripts::own(),
            |_, name| !new.contains(&name),
            |_, _| false,
            new_trust,
            !given.kept.key_text.is_empty(),
        );
        let wanted: Vec<String> = orders.leaves.iter().map(|order| order.folder.clone()).collect();
        folders.folders.retain(|folder| folder.role == Role::Ca || wanted.contains(&folder.name));
        let keys = orders.leaves.iter().map(|order| PrivateKey::generate(order.key_algorithm).expect("a key").into()).collect();
        let pki = Pki::issue_under(given, orders, trust, keys, now()).expect("issued");
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        let failed: Vec<_> = verify::all(&pki, &bundles, now()).into_iter().filter(|check| !check.passed).collect();
        assert_eq!(failed, []);
        Self { pki, bundles }
    }

    /// Shuts these clients out, and does nothing else.
    pub fn removing(bundles: &[Bundle], draft: &Draft, removed: &[&str]) -> Self {
        let removed = removed.iter().map(|name| (*name).to_owned()).collect();
        Self::run(bundles, draft, &[], TrustOrder { removed, ..TrustOrder::default() })
    }

    /// The same, with files that have no key that can be read.
    fn removing_without_key(files: &[BroughtFile], draft: &Draft, removed: &[&str]) -> Self {
        let removed = removed.iter().map(|name| (*name).to_owned()).collect();
        let opened = brought::open_without_key(files, now());
        let said = format!("{:?}", opened.objections);
        Self::under(opened.given.expect(&said), draft, &[], TrustOrder { removed, ..TrustOrder::default() })
    }

    fn list(&self) -> ClientList {
        self.pki.trust.clone().expect("a trust").list.expect("a list")
    }

    fn bundle(&self, name: &str) -> &Bundle {
        self.bundles.iter().find(|bundle| bundle.name == name).expect(name)
    }
}

fn unzipped(issued: &Issued, folder: &Path, bundle: &str, name: &str) {
    let bundle = issued.bundles.iter().find(|one| one.name == bundle).expect(bundle);
    fs::write(folder.join("x.zip"), &**bundle.pack(Format::Zip, issued.pki.made)).expect("an archive");
    run(program("unzip").args(["-q", "x.zip", "-d", name]).current_dir(folder)).succeeds();
}

/// A script on the other host, in this folder.
fn beside(host: &Host, folder: &TempDir, script: &str, who: &str) -> Ran {
    let mut shell = host.beside("sh");
    // A mount namespace begins in its root.
    let script = format!("cd \"$2\" && {{ {script}\n}}");
    run(shell.args(["-c", &script, "sh", who]).arg(folder.path()).env("HOME", folder.path()))
}

/// Whether a client with these files is let in, by each program, and what that said.
fn let_in(host: &Host, folder: &TempDir, who: &str) -> Vec<(&'static str, bool, Ran)> {
    let ask = |(name, script): &(&'static str, &str)| {
        let said = beside(host, folder, script, who);
        // The daemon's own answer, or a header of it.
        let is_in = said.out.contains("ApiVersion") || said.out.contains("\nApi-Version: ") || said.out.contains("\nServer:\n");
        (*name, is_in, said)
    };
    PROGRAMS.iter().map(ask).collect()
}

#[track_caller]
fn holds(host: &Host, folder: &TempDir, when: &str, expected: &[(&str, bool)]) {
    for (who, expected) in expected {
        for (program, is_in, said) in let_in(host, folder, who) {
            assert_eq!(is_in, *expected, "{}: {when}: {who} by {program}\n{said}", host.release.name);
        }
    }
}

/// systemd starts a service only so often in a while.
fn restart(host: &Host) {
    host.root(&format!("systemctl reset-failed docker.service docker.socket; {}", host.release.restart));
}

/// Whose certificates the daemon asks for, by the last line of its answer.
fn asked_for(host: &Host, folder: &TempDir) -> String {
    let script =
        "openssl s_client -connect docker.example.com:2376 -CAfile ca.pem </dev/null 2>&1 | sed -n '/^Acceptable client/,/^[RSC][a-z]* /p'";
    beside(host, folder, script, "").out
}

fn only_the_listed_get_in(release: Release, algorithm: &str) {
    let start = UnixTime(now().0 - 40 * DAY);
    let draft = Draft {
        hosts: "docker.example.com 192.0.2.10".into(),
        clients: "anna\nbob\ncarol\ndave days=20".into(),
        platform: "debian-docker-io".into(),
        ca_key_algorithm: algorithm.into(),
        ..Draft::default()
    };
    let first = issue(&draft, start);
    let stranger = issue(&Draft { ca_common_name: first.pki.authority.name.clone(), ..draft.clone() }, now());
    let folder = tempfile::tempdir().expect("a folder");
    for client in ["anna", "bob", "carol", "dave"] {
        unzipped(&first, folder.path(), &format!("{client}-client"), client);
    }
    unzipped(&stranger, folder.path(), "anna-client", "stranger");
    fs::copy(folder.path().join("anna/ca.pem"), folder.path().join("ca.pem")).expect("copied");
    run(program("sh").args(["-euc", VOUCHED]).current_dir(folder.path())).succeeds();

    for name in ["docker", "curl", "python3", "openssl", "gnutls-cli"] {
        program(name);
    }
    let host = Host::boot(release);
    let server = first.bundles.iter().find(|bundle| bundle.name == "docker.example.com-server").expect("the host's");
    for file in &server.files {
        let path = match file.name.as_str() {
            name if name.ends_with(".pem") => format!("/etc/docker/tls/{name}"),
            "tls.conf" => "/etc/systemd/system/docker.service.d/tls.conf".to_owned(),
            _ => continue,
        };
        host.put(&path, file.mode, &file.content());
    }
    restart(&host);
    let others = [("vouched", false), ("chained", false), ("namesake", false), ("stranger", false)];
    holds(&host, &folder, "before", &[("anna", true), ("bob", true), ("dave", false)]);
    holds(&host, &folder, "before", &others);

    let list = Next::removing(&first.bundles, &draft, &["bob"]).list();
    assert_eq!(list.names(), ["anna", "carol"]);
    // One that has ended is not on it; if it was, it would be refused all the same.
    let dave = first.pki.leaves.iter().find(|leaf| leaf.name == "dave").expect("a client").to_pem();
    host.put("/etc/docker/tls/ca.pem", 0o444, (dave + &list.to_pem()).as_bytes());
    restart(&host);
    let one_removed = [("anna", true), ("carol", true), ("bob", false), ("dave", false)];
    holds(&host, &folder, "bob is removed", &one_removed);
    holds(&host, &folder, "bob is removed", &others);
    let names = asked_for(&host, &folder);
    for name in ["anna", "carol", &first.pki.authority.name] {
        assert!(names.contains(name), "{name}: {names}");
    }
    assert!(!names.contains("bob"), "{names}");

    // Without the blocker nobody would be asked for what they have: the list as it is said to be wrong by itself.
    let without: String = list.to_pem().split_inclusive("-----END CERTIFICATE-----\n").take(list.listed.len()).collect();
    host.put("/etc/docker/tls/ca.pem", 0o444, without.as_bytes());
    restart(&host);
    let (program, is_in, said) = let_in(&host, &folder, "anna").remove(0);
    assert_eq!((program, is_in), ("docker", false), "the blocker would not be needed: {said}");

    // With the authority on the list, as before, bob gets in: the refusals are the list's.
    host.put("/etc/docker/tls/ca.pem", 0o444, first.pki.authority.to_pem().as_bytes());
    restart(&host);
    holds(&host, &folder, "the authority again", &[("bob", true)]);
}

#[test]
fn on_bookworm_only_the_listed_get_in() {
    only_the_listed_get_in(BOOKWORM, "ecdsa-p256");
}

#[test]
fn on_trixie_only_the_listed_get_in() {
    only_the_listed_get_in(TRIXIE, "ecdsa-p256");
}

#[test]
fn under_an_authority_of_ed25519_only_the_listed_get_in() {
    only_the_listed_get_in(TRIXIE, "ed25519");
}

#[test]
fn under_an_authority_of_rsa_only_the_listed_get_in() {
    only_the_listed_get_in(BOOKWORM, "rsa-2048");
}

/// Certificates that the authority's key has signed and nobody has named: for a name that is on the list, and for another.
const UNLISTED: &str = r#"
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n' >leaf
for name in anna mallory; do
  mkdir unlisted-$name
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out unlisted-$name/key.pem
  openssl req -new -key unlisted-$name/key.pem -subj /CN=$name -out request
  openssl x509 -req -days 2 -in request -extfile leaf -CA ca.pem -CAkey ca-key.pem -out unlisted-$name/cert.pem
done
"#;

fn a_list_from_the_first_day_lets_in_only_whom_it_names(release: Release) {
    let draft = Draft {
        hosts: "docker.example.com 192.0.2.10".into(),
        clients: "anna\nbob\ncarol".into(),
        platform: "debian-docker-io".into(),
        trust: "list".into(),
        ..Draft::default()
    };
    let first = issue(&Draft { clients: "anna\nbob".into(), ..draft.clone() }, now());
    let second = Next::run(&first.bundles, &draft, &["carol"], TrustOrder::default());
    assert_eq!(names(&second.list()), ["anna", "bob", "carol"]);
    assert_eq!(second.pki.trust.as_ref().map(|trust| (trust.count, trust.is_new)), Some((2, true)));
    let folder = tempfile::tempdir().expect("a folder");
    for client in ["anna", "bob"] {
        unzipped(&first, folder.path(), &format!("{client}-client"), client);
    }
    fs::create_dir(folder.path().join("carol")).expect("a folder");
    for file in ["cert.pem", "key.pem"] {
        fs::write(folder.path().join("carol").join(file), &*second.bundle("carol-client").file(file).expect(file).content())
            .expect("a file");
    }
    for file in files_of_authority(&first.bundles, &["ca.pem", "ca-key.pem"]) {
        fs::write(folder.path().join(&file.name), &*file.octets).expect("a file");
    }
    run(program("sh").args(["-euc", UNLISTED]).current_dir(folder.path())).succeeds();

    let host = Host::boot(release);
    let server = first.bundles.iter().find(|bundle| bundle.name == "docker.example.com-server").expect("the host's");
    give(&host, server, "server");
    give(&host, second.bundle("docker.example.com-trust"), "second");
    let said = install(&host, "server", "--yes").succeeds();
    assert!(said.contains("Only these clients get in: anna bob"), "{said}");
    assert!(said.contains("  proved      The port asks for certificates of these"), "{said}");
    let unlisted = [("unlisted-anna", false), ("unlisted-mallory", false)];
    holds(&host, &folder, "on the first day", &[("anna", true), ("bob", true), ("carol", false)]);
    holds(&host, &folder, "on the first day", &unlisted);
    // A new client gets in once its host has learnt it, and by that nobody else does.
    install(&host, "second", "--yes").succeeds();
    holds(&host, &folder, "with a third client", &[("anna", true), ("bob", true), ("carol", true)]);
    holds(&host, &folder, "with a third client", &unlisted);
    // Their certificates are right otherwise: the refusals are the list's.
    host.put("/etc/docker/tls/ca.pem", 0o444, first.pki.authority.to_pem().as_bytes());
    restart(&host);
    holds(&host, &folder, "the authority", &[("unlisted-anna", true), ("unlisted-mallory", true)]);
}

#[test]
fn on_bookworm_a_list_from_the_first_day_lets_in_only_whom_it_names() {
    a_list_from_the_first_day_lets_in_only_whom_it_names(BOOKWORM);
}

#[test]
fn on_trixie_a_list_from_the_first_day_lets_in_only_whom_it_names() {
    a_list_from_the_first_day_lets_in_only_whom_it_names(TRIXIE);
}

fn a_list_as_long_as_it_may_be_lets_in_the_listed(release: Release) {
    let name = |number: usize| format!("client-{number:057}");
    let most = |octets: usize| octets / (15 + name(0).len());
    let draft = |count: usize| Draft {
        hosts: "docker.example.com 192.0.2.10".into(),
        clients: (0..count).map(|number| name(number) + "\n").collect(),
        platform: "debian-docker-io".into(),
        trust: "list".into(),
        ..Draft::default()
    };
    // From half of what the first program fails at, it is warned of; what does not fit is refused.
    let told = |count| draft(count).parse().problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>();
    let longest = most(TrustKind::MAX_LIST_OCTETS - TrustKind::AUTHORITY_OCTETS);
    assert_eq!(told(most(TrustKind::LONG_LIST_OCTETS)), []);
    assert_eq!(told(most(TrustKind::LONG_LIST_OCTETS) + 1), [Code::ListLong]);
    assert_eq!(told(longest), [Code::ListLong]);
    assert_eq!(told(longest + 1), [Code::ListTooLong]);

    let first = issue(&draft(longest), now());
    let list = first.pki.trust.as_ref().and_then(|trust| trust.list.clone()).expect("a list");
    assert!(Knowledge::of(&brought(&first.bundles), now()).list.expect("a list").is_long);
    let folder = tempfile::tempdir().expect("a folder");
    unzipped(&first, folder.path(), &format!("{}-client", name(0)), "first");
    unzipped(&first, folder.path(), &format!("{}-client", name(longest - 1)), "last");
    for file in files_of_authority(&first.bundles, &["ca.pem", "ca-key.pem"]) {
        fs::write(folder.path().join(&file.name), &*file.octets).expect("a file");
    }
    run(program("sh").args(["-euc", UNLISTED]).current_dir(folder.path())).succeeds();
    let host = Host::boot(release);
    give(&host, first.bundles.iter().find(|bundle| bundle.name == "docker.example.com-server").expect("the host's"), "server");
    install(&host, "server", "--yes").succeeds();
    holds(&host, &folder, "the longest list", &[("first", true), ("last", true), ("unlisted-mallory", false)]);

    // A list that is longer than the page makes one lets in nobody, whoever is on it: that is why it makes none.
    let more = issue(&Draft { ca_common_name: "Another CA".into(), ..draft(longest / 8) }, now());
    let more = more.pki.trust.and_then(|trust| trust.list).expect("a list");
    host.put("/etc/docker/tls/ca.pem", 0o444, (list.to_pem() + &more.to_pem()).as_bytes());
    restart(&host);
    holds(&host, &folder, "a list beyond TLS", &[("first", false)]);
}

#[test]
fn on_bookworm_a_list_as_long_as_it_may_be_lets_in_the_listed() {
    a_list_as_long_as_it_may_be_lets_in_the_listed(BOOKWORM);
}

#[test]
fn on_trixie_a_list_as_long_as_it_may_be_lets_in_the_listed() {
    a_list_as_long_as_it_may_be_lets_in_the_listed(TRIXIE);
}

#[test]
fn a_list_from_the_first_day_is_in_the_record_and_where_it_does_not_work_that_is_said() {
    let draft = Draft {
        hosts: "a.example\nb.example platform=proxy\nc.example platform=dind\nd.example platform=windows".into(),
        clients: "anna\nbob".into(),
        trust: "list".into(),
        ..Draft::default()
    };
    let problems: Vec<_> = draft.parse().problems.into_iter().map(|one| (one.field, one.code, one.line, one.severity)).collect();
    let warned = |line| (Field::Hosts, Code::HostTakesNoList, Some(line), Severity::Warning);
    assert_eq!(problems, [warned(2), warned(3)]);
    assert_eq!(Draft { trust: "ca".into(), ..draft.clone() }.parse().problems, []);
    let first = issue(&draft, now());
    let text = |name: &str, file: &str| content(&first.bundles, name, file);
    let list = first.pki.trust.as_ref().and_then(|trust| trust.list.clone()).expect("a list");
    assert_eq!(names(&list), ["anna", "bob"]);
    for (name, has_list) in [("a.example", true), ("b.example", false), ("c.example", false), ("d.example", true)] {
        let expected = if has_list { list.to_pem() } else { first.pki.authority.to_pem() };
        assert_eq!(text(&format!("{name}-server"), "ca.pem"), expected, "{name}");
    }
    assert!(text("a.example-server", "install.sh").contains("\ntrust=1\nlisted='anna bob'\nremoved=''\n"));
    assert!(text("a.example-server", "README.txt").contains("the certificates of the clients that the daemon lets in"));
    assert!(text("b.example-server", "README.txt").contains("the daemon lets in clients that this CA has signed"));
    assert!(text("ca", "README.txt").contains("from issue.sh is refused until"));
    assert!(text("ca", "dockseal.json").contains("\"kind\": \"list\",\n    \"count\": 1,"));
    let known = Knowledge::of(&brought(&first.bundles), now()).list.expect("a list");
    assert_eq!((known.count, known.may_end), (1, true));
    // Without a word about it, everybody of the authority gets in, and nothing of it is recorded.
    let usual = issue(&Draft { trust: "ca".into(), ..draft }, now());
    assert_eq!(usual.pki.trust, None);
    assert!(!content(&usual.bundles, "ca", "dockseal.json").contains("\"count\""));
}

fn names(list: &ClientList) -> Vec<String> {
    list.names().iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_client_is_removed_renewed_given_anew_and_taken_back() {
    let draft = |hosts: &str, clients: &str| Draft { hosts: hosts.into(), clients: clients.into(), ..Draft::default() };
    let typed = draft("a.example\nb.example platform=windows\nd.example platform=dind", "anna\nbob\ncarol");
    let first = issue(&typed, UnixTime(now().0 - DAY));
    let states = |bundles: &[Bundle]| -> Vec<(String, KnownState)> {
        let known = Knowledge::of(&brought(bundles), now());
        known.certificates.into_iter().filter(|one| one.role == "client").map(|one| (one.name, one.state)).collect()
    };
    let state = |name: &str, state| (name.to_owned(), state);
    assert!(Knowledge::of(&brought(&first.bundles), now()).list.is_none());

    // One is removed: each host learns it, and nobody else gets anything.
    let removed = Next::removing(&first.bundles, &typed, &["bob"]);
    let bundles: Vec<_> = removed.bundles.iter().map(|bundle| (bundle.name.as_str(), bundle.is_trust)).collect();
    assert_eq!(bundles, [("a.example-trust", true), ("b.example-trust", true), ("ca", false)]);
    let files: Vec<&str> = removed.bundles[0].files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, ["README.txt", "ca.pem", "install.sh"]);
    assert_eq!(removed.bundles[1].files.len(), 2);
    let readme = String::from_utf8(removed.bundles[0].files[0].content().to_vec()).expect("text");
    assert!(readme.contains("Only these clients get in from now on: anna, carol\nShut out: bob\n"), "{readme}");
    let script = String::from_utf8(removed.bundles[0].files[2].content().to_vec()).expect("text");
    assert!(script.contains("\nbrings=trust\n") && script.contains("\ntrust=1\nlisted='anna carol'\nremoved='bob'\n"), "{script}");
    // Whoever goes on without the page is told of the list, and nobody else is.
    let told = |bundles: &[Bundle]| content(bundles, "ca", "README.txt").contains("from issue.sh is refused until");
    assert!(told(&removed.bundles) && !told(&first.bundles));
    let seen = [state("anna", KnownState::Valid), state("bob", KnownState::Removed), state("carol", KnownState::Valid)];
    assert_eq!(states(&removed.bundles), seen);

    // As long as it is in force, one that is renewed is on it with both certificates, and a new host has it from the start.
    let typed = draft("a.example\nb.example platform=windows\nc.example\nd.example platform=dind", "anna\ncarol");
    let renewed = Next::run(&removed.bundles, &typed, &["anna", "c.example", "d.example"], TrustOrder::default());
    let list = renewed.list();
    assert_eq!(list.listed.iter().map(|listed| listed.name.as_str()).collect::<Vec<_>>(), ["anna", "carol", "anna"]);
    assert_eq!(list.blocker, removed.list().blocker);
    let text = |name: &str| String::from_utf8(renewed.bundle(name).file("ca.pem").expect("a file").content().to_vec()).expect("text");
    assert_eq!(text("c.example-server"), list.to_pem());
    assert_eq!(text("a.example-trust"), list.to_pem());
    assert_eq!(text("anna-client"), renewed.pki.authority.to_pem());
    // What wants a chain would not start with a list.
    assert_eq!(text("d.example-server"), renewed.pki.authority.to_pem());
    // A new host alone changes nothing for the others.
    let alone = Next::run(&removed.bundles, &typed, &["c.example"], TrustOrder::default());
    assert!(!alone.pki.trust.as_ref().expect("a trust").is_new);
    assert_eq!(alone.bundles.iter().map(|bundle| bundle.name.as_str()).collect::<Vec<_>>(), ["c.example-server", "ca"]);

    // Whoever is removed is so with every certificate; the name can be given anew.
    let typed = draft("a.example", "anna\nbob\ncarol");
    let again = Next::run(&renewed.bundles, &typed, &["bob"], TrustOrder { removed: vec!["ANNA".into()], ..TrustOrder::default() });
    assert_eq!(names(&again.list()), ["carol", "bob"]);
    assert_eq!(again.list().listed.len(), 2);
    assert_eq!(again.pki.trust.as_ref().expect("a trust").removed, ["anna", "bob"]);
    let back = Next::run(&again.bundles, &typed, &[], TrustOrder { restored: vec!["anna".into()], ..TrustOrder::default() });
    assert_eq!(names(&back.list()), ["anna", "carol", "bob"]);
    assert_eq!(back.list().listed.len(), 4);
    assert_eq!(back.pki.trust.as_ref().expect("a trust").count, 4);

    // The authority again.
    let ended = Next::run(&back.bundles, &typed, &[], TrustOrder { is_ended: true, ..TrustOrder::default() });
    assert_eq!(ended.pki.trust.as_ref().expect("a trust").list, None);
    assert_eq!(
        String::from_utf8_lossy(&ended.bundle("a.example-trust").file("ca.pem").expect("a file").content()),
        ended.pki.authority.to_pem()
    );
    assert!(Knowledge::of(&brought(&ended.bundles), now()).list.is_none());
    let once_more = Next::removing(&ended.bundles, &typed, &["carol"]);
    assert_eq!((once_more.pki.trust.as_ref().expect("a trust").count, once_more.list().blocker), (6, list.blocker));
}

/// Files of the authority's bundle.
fn files_of_authority(bundles: &[Bundle], names: &[&str]) -> Vec<BroughtFile> {
    let authority = bundles.iter().find(|bundle| bundle.role == Role::Ca).expect("the authority's");
    names.iter().map(|&name| BroughtFile { name: name.into(), octets: authority.file(name).expect(name).content() }).collect()
}

const WITHOUT_KEY: [&str; 2] = ["ca.pem", "dockseal.json"];

#[test]
fn without_the_authoritys_key_or_its_passphrase_clients_are_shut_out_and_nothing_is_issued() {
    let passphrase = "correct horse battery staple";
    let draft = Draft {
        hosts: "a.example".into(),
        clients: "anna\nbob".into(),
        ca_passphrase: passphrase.to_owned().into(),
        ca_passphrase_repeat: passphrase.to_owned().into(),
        ..Draft::default()
    };
    let first = issue(&draft, now());
    let text = |files: &[BroughtFile], name: &str| files.iter().find(|one| one.name == name).map(|one| one.octets.clone());
    let all = files_of_authority(&first.bundles, &["ca.pem", "ca-key.pem", "dockseal.json"]);
    // Kept in its encryption, or not there.
    for names_of_files in [["ca.pem", "ca-key.pem", "dockseal.json"].as_slice(), &WITHOUT_KEY] {
        let files = files_of_authority(&first.bundles, names_of_files);
        let removed = Next::removing_without_key(&files, &draft, &["bob"]);
        assert_eq!(names(&removed.list()), ["anna"]);
        let authority = removed.bundle("ca");
        assert_eq!(authority.file("ca-key.pem").map(|file| file.content()), text(&files, "ca-key.pem"));
        let readme = authority.file("README.txt").expect("a README").content();
        let says_elsewhere = String::from_utf8_lossy(&readme).contains("not in this archive");
        assert_eq!(says_elsewhere, text(&files, "ca-key.pem").is_none());
        // With the key, the next run goes on from there.
        let mut next = files_of_authority(&removed.bundles, &WITHOUT_KEY);
        next.extend(files_of_authority(&first.bundles, &["ca-key.pem"]));
        let given = brought::open(&next, passphrase, now()).given.expect("an authority");
        let known = Knowledge::of(&given, now());
        assert!(known.authority.has_key);
        assert_eq!(known.certificates.iter().find(|one| one.name == "bob").map(|one| one.state), Some(KnownState::Removed));
    }

    let given = || brought::open_without_key(&all, now()).given.expect("an authority");
    assert!(!Knowledge::of(&given(), now()).authority.has_key);
    let orders = draft.parse().spec.expect("a draft without errors").orders();
    let keys: Vec<_> = orders.leaves.iter().map(|order| PrivateKey::generate(order.key_algorithm).expect("a key").into()).collect();
    assert!(Pki::issue_under(given(), orders, TrustOrder::default(), keys, now()).is_err());
    // A key that is not encrypted is no lost key.
    let open = issue(&Draft { hosts: "a.example".into(), clients: "anna".into(), ..Draft::default() }, now());
    let files = files_of_authority(&open.bundles, &["ca.pem", "ca-key.pem", "dockseal.json"]);
    assert!(Knowledge::of(&brought::open_without_key(&files, now()).given.expect("an authority"), now()).authority.has_key);
    // Whoever is not known cannot be shut out, and of two authorities nobody knows which one is meant.
    let flaws = |files: &[BroughtFile]| {
        let opened = brought::open_without_key(files, now());
        assert!(opened.given.is_none());
        opened.objections.into_iter().filter(|one| one.severity == Severity::Error).map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(flaws(&files_of_authority(&first.bundles, &["ca.pem"])), [Cause::Flaw(Flaw::RecordMissing)]);
    let mut two = files_of_authority(&first.bundles, &WITHOUT_KEY);
    two.extend(files_of_authority(&open.bundles, &["ca.pem"]));
    assert_eq!(flaws(&two), [Cause::Flaw(Flaw::SeveralAuthorities)]);
}

#[test]
fn the_authority_is_offered_again_once_whoever_was_shut_out_has_expired() {
    let draft = Draft { hosts: "a.example".into(), clients: "anna\nbob days=20".into(), ..Draft::default() };
    let first = issue(&draft, UnixTime(now().0 - 10 * DAY));
    let removed = Next::removing(&first.bundles, &draft, &["bob"]);
    let given = brought(&removed.bundles);
    let may_end = |now: u64| Knowledge::of(&given, UnixTime(now)).list.expect("a list").may_end;
    assert!(!may_end(now().0));
    assert!(may_end(now().0 + 11 * DAY));
}

#[test]
fn a_client_of_a_record_without_certificates_can_be_brought() {
    let draft = Draft { hosts: "a.example".into(), clients: "anna\nbob".into(), ..Draft::default() };
    let first = issue(&draft, now());
    let file = |bundle: &str, name: &str| {
        let bundle = first.bundles.iter().find(|one| one.name == bundle).expect(bundle);
        BroughtFile { name: name.into(), octets: bundle.file(name).expect(name).content() }
    };
    let record = String::from_utf8(file("ca", "dockseal.json").octets.to_vec()).expect("text");
    let without: String = record.lines().filter(|line| !line.contains("\"pem\"")).map(|line| format!("{line}\n")).collect();
    let without = without.replace("\"state\": \"valid\",", "\"state\": \"valid\"");
    let known = |mut files: Vec<BroughtFile>| {
        files.extend([file("ca", "ca.pem"), file("ca", "ca-key.pem")]);
        files.push(BroughtFile { name: "dockseal.json".into(), octets: without.clone().into_bytes().into() });
        let known = Knowledge::of(&brought::open(&files, "", now()).given.expect("an authority"), now());
        known.certificates.into_iter().filter(|one| one.role == "client").map(|one| (one.name, one.is_there)).collect::<Vec<_>>()
    };
    assert_eq!(known(Vec::new()), [("anna".to_owned(), false), ("bob".to_owned(), false)]);
    assert_eq!(known(vec![file("anna-client", "cert.pem")]), [("anna".to_owned(), true), ("bob".to_owned(), false)]);
    let archive = first.bundles.iter().find(|one| one.name == "bob-client").expect("an archive").pack(Format::Zip, now());
    let archive = BroughtFile { name: "bob-client.zip".into(), octets: archive };
    assert_eq!(known(vec![archive, file("anna-client", "cert.pem")]), [("anna".to_owned(), true), ("bob".to_owned(), true)]);
}

#[test]
fn the_paste_for_all_hosts_takes_no_archive_of_another_change() {
    let draft = Draft { hosts: "a.example\nb.example".into(), clients: "anna\nbob\ncarol".into(), ..Draft::default() };
    let first = issue(&draft, now());
    let second = Next::removing(&first.bundles, &draft, &["bob"]);
    let third = Next::removing(&second.bundles, &draft, &["carol"]);
    let folder = tempfile::tempdir().expect("a folder");
    let spec = draft.parse().spec.expect("a draft without errors");
    let learning = guide::Affected::of(&spec, |_, _| true, |_, _| false, Some(TrustKind::List));
    let paste = guide::paste(&spec, &learning, 2).expect("a paste");
    fs::write(folder.path().join("paste.sh"), &paste).expect("a file");
    fs::write(folder.path().join("ssh"), "#!/bin/sh\ncat >/dev/null\necho \"$*\" >>asked\nexit 1\n").expect("a file");
    fs::set_permissions(folder.path().join("ssh"), fs::Permissions::from_mode(0o755)).expect("a mode");
    let paste_with = |archives: [&Next; 2]| {
        let _ = fs::remove_file(folder.path().join("asked"));
        for (next, host) in archives.into_iter().zip(["a.example-trust", "b.example-trust"]) {
            fs::write(folder.path().join(format!("{host}.tar.gz")), &**next.bundle(host).pack(Format::TarGz, now())).expect("a file");
        }
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
        let said = run(program("sh").arg("paste.sh").current_dir(folder.path()).env("PATH", path));
        (said, folder.path().join("asked").exists())
    };
    let (said, was_asked) = paste_with([&third, &third]);
    assert!(was_asked && said.out.contains("Stopped at a.example"), "{said}");
    for older in [[&second, &second], [&third, &second], [&second, &third]] {
        let (said, was_asked) = paste_with(older);
        assert!(!was_asked && said.out.contains("-trust.tar.gz is of another run"), "{said}");
    }
}

#[test]
fn the_paste_that_sets_up_all_hosts_takes_no_archives_of_two_runs() {
    let draft = Draft { hosts: "a.example\nb.example".into(), clients: "anna".into(), ..Draft::default() };
    let runs = [issue(&draft, now()), issue(&draft, now())];
    let fleet = guide::fleet(&runs[0].spec).expect("a paste").snippets.remove(0).text;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("paste.sh"), &fleet).expect("a file");
    fs::write(folder.path().join("ssh"), "#!/bin/sh\ncat >/dev/null\necho \"$*\" >>asked\nexit 1\n").expect("a file");
    fs::set_permissions(folder.path().join("ssh"), fs::Permissions::from_mode(0o755)).expect("a mode");
    for (of, is_asked) in [([0, 0], true), ([1, 1], true), ([0, 1], false), ([1, 0], false)] {
        let _ = fs::remove_file(folder.path().join("asked"));
        for (run, name) in of.into_iter().zip(["a.example-server", "b.example-server"]) {
            let bundle = runs[run].bundles.iter().find(|bundle| bundle.name == name).expect(name);
            fs::write(folder.path().join(format!("{name}.tar.gz")), &**bundle.pack(Format::TarGz, now())).expect("a file");
        }
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
        let said = run(program("sh").arg("paste.sh").current_dir(folder.path()).env("PATH", path));
        assert_eq!(folder.path().join("asked").exists(), is_asked, "{of:?}: {said}");
        assert_eq!(said.out.contains("These archives are of different runs."), !is_asked, "{of:?}: {said}");
    }
}

/// Takes the place of systemctl. What /run/spoil says happens once at the next restart: `kill` ends the script, `fail` fails, and Docker stays down.
const SPOILER: &str = r#"cat >/usr/local/sbin/systemctl <<'END'
#!/bin/sh
case " $* " in *' restart '*)
  what=$(cat /run/spoil 2>/dev/null)
  rm -f /run/spoil
  case $what in
    kill) kill -KILL "$PPID"; sleep 1; exit 1 ;;
    fail) /usr/bin/systemctl stop docker.socket docker.service; exit 1 ;;
  esac ;;
esac
exec /usr/bin/systemctl "$@"
END
chmod +x /usr/local/sbin/systemctl"#;

/// Puts an archive on the host and unpacks it into a folder of its name.
fn give(host: &Host, bundle: &Bundle, name: &str) {
    host.put(&format!("/root/{name}.tar.gz"), 0o600, &bundle.pack(Format::TarGz, UnixTime(now().0 - 3600)));
    host.root(&format!("cd /root && rm -rf {name} && mkdir {name} && tar -xzf {name}.tar.gz -C {name}"));
}

fn install(host: &Host, name: &str, options: &str) -> Ran {
    host.root("systemctl reset-failed docker.service docker.socket");
    host.sh(&format!("cd /root && HOME=/root sh {name}/install.sh {options} </dev/null"))
}

/// Whether docker lets these in.
#[track_caller]
fn gets_in(host: &Host, folder: &TempDir, expected: &[(&str, bool)]) {
    for (who, expected) in expected {
        let said = beside(host, folder, PROGRAMS[0].1, who);
        assert_eq!(said.out.contains("\nServer:\n"), *expected, "{}: {who}\n{said}", host.release.name);
    }
}

fn archives_of_trust_do_what_they_say(release: Release) {
    let draft = Draft {
        hosts: "docker.example.com 192.0.2.10\nother.example.com".into(),
        clients: "anna\nbob\ncarol".into(),
        platform: "debian-docker-io".into(),
        ..Draft::default()
    };
    let first = issue(&draft, now());
    let second = Next::removing(&first.bundles, &draft, &["bob"]);
    let third = Next::removing_without_key(&files_of_authority(&second.bundles, &WITHOUT_KEY), &draft, &["carol"]);
    let folder = tempfile::tempdir().expect("a folder");
    for client in ["anna", "bob", "carol"] {
        unzipped(&first, folder.path(), &format!("{client}-client"), client);
    }
    fs::copy(folder.path().join("anna/ca.pem"), folder.path().join("ca.pem")).expect("copied");

    let host = Host::boot(release);
    let mut server = first.bundles.iter().filter(|bundle| bundle.name == "docker.example.com-server");
    give(&host, server.next().expect("the host's"), "server");
    give(&host, second.bundle("docker.example.com-trust"), "second");
    give(&host, second.bundle("other.example.com-trust"), "other");
    give(&host, third.bundle("docker.example.com-trust"), "third");
    host.root(SPOILER);
    let trusted = || host.root("cat /etc/docker/tls/ca.pem");

    // Without TLS there is nothing to change.
    let said = install(&host, "second", "--yes").fails();
    assert!(said.contains("nothing to change"), "{said}");
    install(&host, "server", "--yes").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", true), ("carol", true)]);
    let before = trusted();
    let said = install(&host, "other", "--yes").fails();
    assert!(said.contains("another host"), "{said}");
    let said = install(&host, "second", "--dry-run").succeeds();
    assert!(said.contains("Shut out: bob") && said.contains("Only these clients get in: anna carol"), "{said}");
    assert_eq!(trusted(), before);

    // One is shut out, and the proof says so; a second time there is nothing to do.
    let said = install(&host, "second", "--yes").succeeds();
    for proved in [
        "  proved      The port asks for certificates of these",
        "  proved      A client without",
        "  proved      Plain HTTP",
        "  proved      The local",
    ] {
        assert!(said.contains(proved), "{proved}: {said}");
    }
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", true)]);
    let said = install(&host, "second", "--yes").succeeds();
    assert!(said.contains("nothing to do"), "{said}");

    // What is older would let in whoever was shut out since.
    let said = install(&host, "server", "--yes").fails();
    assert!(said.contains("get in again: bob"), "{said}");
    install(&host, "third", "--yes").succeeds();
    let said = install(&host, "second", "--yes").fails();
    assert!(said.contains("older (number 1)") && said.contains("get in again: carol"), "{said}");
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", false)]);
    install(&host, "second", "--yes --replace").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", true)]);

    // A run that is killed at the restart is gone on with, and lets in nobody meanwhile.
    host.root("echo kill >/run/spoil");
    assert_ne!(install(&host, "third", "--yes").code, Some(0));
    let said = install(&host, "server", "--yes").fails();
    assert!(said.contains("was interrupted"), "{said}");
    assert_eq!(trusted(), third.list().to_pem());
    let said = install(&host, "third", "--yes").succeeds();
    assert!(said.contains("  proved      The port asks for certificates of these"), "{said}");
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", false)]);

    // To go back is a decision.
    let said = install(&host, "third", "--yes --uninstall").fails();
    assert!(said.contains("get in again: carol"), "{said}");
    let said = install(&host, "third", "--yes --replace --uninstall").succeeds();
    assert!(said.contains("get in again: carol"), "{said}");
    assert_eq!(trusted(), second.list().to_pem());
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", true)]);
    let said = install(&host, "third", "--yes --replace --uninstall").fails();
    assert!(said.contains("Nothing older"), "{said}");

    // Without an answer a failure puts back nothing that lets somebody in.
    host.root("echo fail >/run/spoil");
    let said = install(&host, "third", "--yes").fails();
    assert!(said.contains("do not get in again: carol"), "{said}");
    assert_eq!(trusted(), third.list().to_pem());
    install(&host, "third", "--yes").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", false)]);

    // What is undone at last is everything: nobody is let in by that.
    install(&host, "server", "--yes --uninstall").succeeds();
    assert_eq!(host.root("ls /etc/docker/tls /var/lib/dockseal 2>/dev/null || :"), "");
}

#[test]
fn on_bookworm_archives_of_trust_do_what_they_say() {
    archives_of_trust_do_what_they_say(BOOKWORM);
}

#[test]
fn on_trixie_archives_of_trust_do_what_they_say() {
    archives_of_trust_do_what_they_say(TRIXIE);
}

fn a_renewed_host_lets_nobody_in_again_unasked(release: Release) {
    let draft = Draft {
        hosts: "docker.example.com 192.0.2.10".into(),
        clients: "anna\nbob\ncarol".into(),
        platform: "debian-docker-io".into(),
        ..Draft::default()
    };
    const HOST: &str = "docker.example.com";
    let out = |name: &str| TrustOrder { removed: vec![name.into()], ..TrustOrder::default() };
    let first = issue(&draft, UnixTime(now().0 - DAY));
    let second = Next::run(&first.bundles, &draft, &[HOST], out("bob"));
    // Somebody else goes on from the older record.
    let elsewhere = Next::removing(&first.bundles, &draft, &["carol"]);
    let folder = tempfile::tempdir().expect("a folder");
    for client in ["anna", "bob", "carol"] {
        unzipped(&first, folder.path(), &format!("{client}-client"), client);
    }
    fs::copy(folder.path().join("anna/ca.pem"), folder.path().join("ca.pem")).expect("copied");
    let certificate =
        |bundle: &Bundle| String::from_utf8(bundle.file("server-cert.pem").expect("a certificate").content().to_vec()).expect("PEM");

    let host = Host::boot(release);
    let server = first.bundles.iter().find(|bundle| bundle.name == "docker.example.com-server").expect("the host's");
    give(&host, server, "first");
    give(&host, second.bundle("docker.example.com-server"), "second");
    give(&host, elsewhere.bundle("docker.example.com-trust"), "elsewhere");
    host.root(SPOILER);
    let installed = |name: &str| host.root(&format!("cat /etc/docker/tls/{name}"));
    install(&host, "first", "--yes").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", true), ("carol", true)]);

    // Whichever archive comes after a run that was killed puts back everything but the list; so does a run that fails.
    for how in ["kill", "fail"] {
        host.root(&format!("echo {how} >/run/spoil"));
        assert_ne!(install(&host, "second", "--yes").code, Some(0), "{how}");
        if how == "kill" {
            let said = install(&host, "first", "--yes").fails();
            assert!(said.contains("older (number 0)") && said.contains("do not get in again: bob"), "{said}");
        }
        assert_eq!(installed("server-cert.pem"), certificate(server), "{how}");
        assert_eq!(installed("ca.pem"), second.list().to_pem(), "{how}");
        gets_in(&host, &folder, &[("anna", true), ("bob", false), ("carol", true)]);
    }
    // The host knows of it, whatever comes: an older archive, or one by another copy of the record.
    let said = install(&host, "first", "--yes").fails();
    assert!(said.contains("older (number 0)") && said.contains("get in again: bob"), "{said}");
    let said = install(&host, "elsewhere", "--yes").fails();
    assert!(said.contains("another copy of ca.zip") && said.contains("get in again: bob"), "{said}");
    gets_in(&host, &folder, &[("bob", false), ("carol", true)]);

    install(&host, "second", "--yes").succeeds();
    assert_eq!(installed("server-cert.pem"), certificate(second.bundle("docker.example.com-server")));
    // Its certificate is older as well.
    let said = install(&host, "first", "--yes").fails();
    assert!(said.contains("older than what is installed here"), "{said}");
    // Let in again by the same record, nobody is missed.
    let restored = TrustOrder { restored: vec!["bob".into()], ..TrustOrder::default() };
    let back = Next::run(&second.bundles, &draft, &[], restored);
    give(&host, back.bundle("docker.example.com-trust"), "back");
    install(&host, "back", "--yes").succeeds();
    gets_in(&host, &folder, &[("bob", true), ("carol", true)]);
    // The older one all the same, where that is wanted.
    install(&host, "first", "--yes --replace").succeeds();
    assert_eq!(installed("server-cert.pem"), certificate(server));
}

#[test]
fn on_bookworm_a_renewed_host_lets_nobody_in_again_unasked() {
    a_renewed_host_lets_nobody_in_again_unasked(BOOKWORM);
}

#[test]
fn on_trixie_a_renewed_host_lets_nobody_in_again_unasked() {
    a_renewed_host_lets_nobody_in_again_unasked(TRIXIE);
}

#[test]
fn a_host_that_was_set_up_by_hand_learns_whom_it_lets_in() {
    let draft = Draft { hosts: "docker.example.com 192.0.2.10".into(), clients: "anna\nbob".into(), ..Draft::default() };
    let first = issue(&draft, now());
    let next = Next::removing(&first.bundles, &draft, &["bob"]);
    let folder = tempfile::tempdir().expect("a folder");
    for client in ["anna", "bob"] {
        unzipped(&first, folder.path(), &format!("{client}-client"), client);
    }
    fs::copy(folder.path().join("anna/ca.pem"), folder.path().join("ca.pem")).expect("copied");
    let host = Host::boot(TRIXIE);
    let server = first.bundles.iter().find(|bundle| bundle.name == "docker.example.com-server").expect("the host's");
    for (file, path) in [("ca.pem", "clients-ca.crt"), ("server-cert.pem", "cert.crt"), ("server-key.pem", "key.pem")] {
        host.put(&format!("/srv/tls/{path}"), 0o400, &server.file(file).expect(file).content());
    }
    let options =
        r#"{ "tlsverify": true, "tlscacert": "/srv/tls/clients-ca.crt", "tlscert": "/srv/tls/cert.crt", "tlskey": "/srv/tls/key.pem" }"#;
    host.put("/etc/docker/daemon.json", 0o644, options.as_bytes());
    host.put(
        "/etc/systemd/system/docker.service.d/mine.conf",
        0o644,
        b"[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2376\n",
    );
    restart(&host);
    gets_in(&host, &folder, &[("anna", true), ("bob", true)]);
    let before = host.root("cat /srv/tls/clients-ca.crt");
    give(&host, next.bundle("docker.example.com-trust"), "trust");
    install(&host, "trust", "--yes").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", false)]);
    assert_eq!(host.root("cat /srv/tls/clients-ca.crt"), next.list().to_pem());
    assert_eq!(host.root("cat /etc/docker/daemon.json"), options);
    install(&host, "trust", "--yes --replace --uninstall").succeeds();
    assert_eq!(host.root("cat /srv/tls/clients-ca.crt"), before);
    gets_in(&host, &folder, &[("anna", true), ("bob", true)]);

    // A renewed host's archive takes it over. Where that fails, the list is all that stays; to go back to what was set up by hand is a decision.
    let renewed = Next::run(&next.bundles, &draft, &["docker.example.com"], TrustOrder::default());
    give(&host, renewed.bundle("docker.example.com-server"), "renewed");
    host.root(SPOILER);
    host.root("echo fail >/run/spoil");
    let said = install(&host, "renewed", "--yes --replace").fails();
    assert!(said.contains("do not get in again: bob"), "{said}");
    assert_eq!(host.root("cat /srv/tls/clients-ca.crt"), renewed.list().to_pem());
    gets_in(&host, &folder, &[("anna", true), ("bob", false)]);
    install(&host, "renewed", "--yes --replace").succeeds();
    gets_in(&host, &folder, &[("anna", true), ("bob", false)]);
    let said = install(&host, "renewed", "--yes --uninstall").fails();
    assert!(said.contains("get in again: bob"), "{said}");
    gets_in(&host, &folder, &[("anna", true), ("bob", false)]);
}
