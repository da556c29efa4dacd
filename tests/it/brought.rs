//! A CA that is there already: made by openssl with the commands of guides and tools, or by an earlier run, and gone on with. openssl judges.

use std::{fs, path::Path};

use dockseal::{
    Draft, Pki, PrivateKey, UnixTime,
    brought::{self, BroughtFile, Cause, Control, Flaw, FoundRequests, Knowledge, KnownState, Opened, RequestFlaw},
    bundle::{self, Bundle, Format},
    guide::{self, Scripts},
    pki::{
        Issuance,
        given::{AuthorityRenewal, Given},
    },
    problem::{Code, Severity},
    spec::{
        Passphrase,
        order::{Role, TrustOrder, Validity},
    },
    verify::{self, CheckCode},
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::{
    judge::{issue, now, program, run},
    trust::Next,
};

const DAY: u64 = 24 * 60 * 60;

pub fn file(name: &str, octets: impl AsRef<[u8]>) -> BroughtFile {
    BroughtFile { name: name.into(), octets: Zeroizing::new(octets.as_ref().to_vec()) }
}

/// Runs lines of a shell in a new folder.
pub fn made_by(script: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    run(program("sh").args(["-euc", script]).current_dir(folder.path())).succeeds();
    folder
}

pub fn files_of(folder: &TempDir, names: &[&str]) -> Vec<BroughtFile> {
    names.iter().map(|name| file(name, fs::read(folder.path().join(name)).expect(name))).collect()
}

fn codes(opened: &Opened) -> Vec<(Control, Cause, Severity)> {
    opened.objections.iter().map(|one| (one.field, one.code, one.severity)).collect()
}

pub fn errors(opened: &Opened) -> Vec<Cause> {
    opened.objections.iter().filter(|one| one.severity == Severity::Error).map(|one| one.code).collect()
}

pub fn flaw(flaw: Flaw) -> Vec<Cause> {
    vec![Cause::Flaw(flaw)]
}

#[track_caller]
pub fn opens(files: &[BroughtFile], passphrase: &str) -> Given {
    let opened = brought::open(files, passphrase, now());
    let said = format!("{:?}", opened.objections);
    opened.given.unwrap_or_else(|| panic!("{said}"))
}

/// The authority in an archive that was downloaded.
#[track_caller]
pub fn opened_again(archive: &Path, passphrase: &str) -> Given {
    opens(&[file("ca.zip", fs::read(archive).expect("the archive"))], passphrase)
}

/// Issues what is not kept, as the page does.
pub fn go_on(given: Given, draft: &Draft, kept: &[&str], now: UnixTime) -> (Pki, Vec<Bundle>) {
    go_on_by(given, draft, kept, &[], now)
}

/// The same where some have made their keys themselves: each with the request in PEM or, without one, for the key that is known.
pub fn go_on_by(given: Given, draft: &Draft, kept: &[&str], requests: &[(&str, Option<&str>)], now: UnixTime) -> (Pki, Vec<Bundle>) {
    let spec = draft.parse().spec.expect("a draft without errors");
    let of_role = |role| if role == Role::Server { "server" } else { "client" };
    let request = |role, name: &str| requests.iter().find(|(holder, _)| *holder == format!("{name}-{}", of_role(role)));
    let is_requested = |role, name: &str| request(role, name).is_some();
    let is_kept = |role, name: &str| kept.contains(&format!("{name}-{}", of_role(role)).as_str());
    let mut orders = spec.orders_by(is_requested);
    orders.leaves.retain(|order| !is_kept(order.holder.role(), &order.holder.name()));
    let mut folders = guide::folders_by(&spec, Scripts::own(), is_kept, is_requested, None, true);
    folders.folders.retain(|folder| folder.role == Role::Ca || orders.leaves.iter().any(|order| order.folder == folder.name));
    let keys = orders.leaves.iter().map(|order| {
        let (role, name) = (order.holder.role(), order.holder.name());
        let key = |request| brought::key_to_sign(&given, role, &name, request).expect("a key to sign");
        match request(role, &name) {
            Some((_, request)) => key(*request).into(),
            None => PrivateKey::generate(order.key_algorithm).expect("a key").into(),
        }
    });
    let keys = keys.collect();
    let pki = Pki::issue_under(given, orders, TrustOrder::default(), keys, now).expect("issued");
    let bundles = bundle::all(&pki, &folders).expect("bundles");
    let failed: Vec<_> = verify::all(&pki, &bundles, now).into_iter().filter(|check| !check.passed).collect();
    assert_eq!(failed, []);
    (pki, bundles)
}

pub fn draft(hosts: &str, clients: &str) -> Draft {
    Draft { hosts: hosts.into(), clients: clients.into(), ..Draft::default() }
}

pub fn content(bundles: &[Bundle], bundle: &str, name: &str) -> String {
    let bundle = bundles.iter().find(|one| one.name == bundle).expect(bundle);
    String::from_utf8(bundle.file(name).expect(name).content().to_vec()).expect("text")
}

/// openssl on a leaf of these bundles, under the authority in them.
#[track_caller]
pub fn openssl_accepts(bundles: &[Bundle], name: &str, purpose: &str, options: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let leaf = if purpose == "sslserver" { "server-cert.pem" } else { "cert.pem" };
    fs::write(folder.path().join("ca.pem"), content(bundles, "ca", "ca.pem")).expect("a file");
    fs::write(folder.path().join("leaf.pem"), content(bundles, name, leaf)).expect("a file");
    let verify = ["verify", "-CAfile", "ca.pem", "-purpose", purpose];
    run(program("openssl").args(verify).args(options).arg("leaf.pem").current_dir(folder.path())).succeeds();
    let text = |file: &str, what: &str| {
        run(program("openssl").args(["x509", "-noout", what, "-nameopt", "RFC2253", "-in", file]).current_dir(folder.path())).succeeds()
    };
    // The issuer's name is the subject's, bit for bit: -issuer_hash is over its canonical form, so the DER is compared too.
    assert_eq!(text("leaf.pem", "-issuer").replace("issuer=", ""), text("ca.pem", "-subject").replace("subject=", ""));
    assert_eq!(text("leaf.pem", "-issuer_hash"), text("ca.pem", "-subject_hash"));
}

/// Docker's documentation: https://docs.docker.com/engine/security/protect-access/
const DOCKERS_OWN: &str = "openssl genrsa -aes256 -passout pass:secret -out ca-key.pem 2048 2>/dev/null
openssl req -new -x509 -days 365 -key ca-key.pem -passin pass:secret -sha256 -out ca.pem -subj '/C=DE/ST=Berlin/O=Example, Inc/CN=docker.example'";

#[test]
fn an_authority_by_the_commands_of_dockers_documentation_signs_and_keeps_its_key() {
    let folder = made_by(DOCKERS_OWN);
    let files = files_of(&folder, &["ca.pem", "ca-key.pem"]);
    let given = opens(&files, "secret");
    let warned: Vec<Cause> = brought::open(&files, "secret", now()).objections.iter().map(|one| one.code).collect();
    assert_eq!(warned, flaw(Flaw::NoKeyUsage));
    let end = given.certificate.not_after;
    let (pki, bundles) = go_on(given, &draft("a.example 192.0.2.1", "anna"), &[], now());
    openssl_accepts(&bundles, "a.example-server", "sslserver", &["-verify_hostname", "a.example"]);
    openssl_accepts(&bundles, "anna-client", "sslclient", &[]);
    // 825 days would be more than the authority has.
    assert!(pki.leaves.iter().all(|leaf| leaf.not_after == end));
    assert_eq!(content(&bundles, "ca", "ca-key.pem").into_bytes(), *files[1].octets);
    assert_eq!(content(&bundles, "ca", "ca.pem").into_bytes(), *files[0].octets);
    // The refusals.
    let wrong = brought::open(&files, "Secret", now());
    assert_eq!(codes(&wrong), [(Control::AuthorityPassphrase, Cause::Key(Code::KeyWrongPassphrase), Severity::Error)]);
    let none = brought::open(&files, "", now());
    assert_eq!(codes(&none), [(Control::AuthorityPassphrase, Cause::Flaw(Flaw::PassphraseNeeded), Severity::Error)]);
    assert!(wrong.given.is_none() && none.given.is_none());
}

#[test]
fn authorities_as_tools_make_them_sign_what_passes_openssls_strict_rules() {
    // easy-rsa 3: keyUsage is there and not critical. mkcert: a name of several parts, in the clear.
    let easy_rsa = "openssl req -new -x509 -newkey rsa:2048 -passout pass:secret -keyout ca.key -days 3650 -subj '/CN=Easy-RSA CA' \
        -addext keyUsage=cRLSign,keyCertSign -out ca.crt 2>/dev/null";
    let mkcert = "openssl req -new -x509 -newkey rsa:3072 -nodes -keyout ca.key -days 3650 -subj '/O=mkcert development CA/OU=me@host (Me)/CN=mkcert me' \
        -addext keyUsage=critical,keyCertSign -addext basicConstraints=critical,CA:TRUE,pathlen:0 -out ca.crt 2>/dev/null";
    let curve = "openssl ecparam -name secp384r1 -genkey -noout -out ca.key 2>/dev/null
        openssl req -new -x509 -key ca.key -subj '/O=\u{c4}rzte+OU=IT/CN=curve' -utf8 -addext keyUsage=critical,keyCertSign -out ca.crt";
    let edwards = "openssl genpkey -algorithm ed25519 -out ca.key
        openssl req -new -x509 -key ca.key -subj '/CN=edwards' -addext keyUsage=critical,keyCertSign -out ca.crt";
    for (script, passphrase) in [(easy_rsa, "secret"), (mkcert, ""), (curve, ""), (edwards, "")] {
        let folder = made_by(script);
        let given = opens(&files_of(&folder, &["ca.key", "ca.crt"]), passphrase);
        let (_, bundles) = go_on(given, &draft("a.example", "anna"), &[], now());
        openssl_accepts(&bundles, "a.example-server", "sslserver", &["-x509_strict"]);
        openssl_accepts(&bundles, "anna-client", "sslclient", &["-x509_strict"]);
    }
}

/// The tool's name, the commands, the names of certificate and key, the passphrase, and whether the authority itself is what openssl's strict rules want.
const TOOLS: [(&str, &str, [&str; 2], &str, bool); 7] = [
    (
        "easy-rsa 3.1.0",
        "export EASYRSA=$PWD EASYRSA_PKI=$PWD/pki EASYRSA_BATCH=1 EASYRSA_REQ_CN='Easy-RSA CA' EASYRSA_PASSIN=pass:secret EASYRSA_PASSOUT=pass:secret
         cp -r /usr/share/easy-rsa/x509-types /usr/share/easy-rsa/openssl-easyrsa.cnf .
         /usr/share/easy-rsa/easyrsa init-pki >/dev/null 2>&1
         /usr/share/easy-rsa/easyrsa build-ca >/dev/null 2>&1
         cp pki/ca.crt pki/private/ca.key .",
        ["ca.crt", "ca.key"],
        "secret",
        false,
    ),
    ("mkcert 1.4.4", "CAROOT=$PWD TRUST_STORES=none mkcert host.example >/dev/null 2>&1", ["rootCA.pem", "rootCA-key.pem"], "", true),
    (
        "cfssl 1.2.0",
        r#"echo '{"CN":"cfssl","key":{"algo":"ecdsa","size":384},"names":[{"O":"Example"}]}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca"#,
        ["ca.pem", "ca-key.pem"],
        "",
        true,
    ),
    // These are not to be had, and their forms are made by openssl.
    (
        "step-ca",
        "openssl ecparam -name prime256v1 -genkey -noout | openssl ec -aes256 -passout pass:secret -out root_ca_key 2>/dev/null
         openssl req -new -x509 -days 3650 -key root_ca_key -passin pass:secret -subj '/O=N/CN=N Root CA' -addext keyUsage=critical,keyCertSign,cRLSign \
           -addext basicConstraints=critical,CA:TRUE,pathlen:1 -out root_ca.crt",
        ["root_ca.crt", "root_ca_key"],
        "secret",
        true,
    ),
    (
        "certstrap",
        "openssl genrsa 4096 2>/dev/null | openssl rsa -des3 -traditional -passout pass:secret -out ca.key 2>/dev/null
         openssl req -new -x509 -days 540 -key ca.key -passin pass:secret -subj /CN=ca -addext keyUsage=critical,keyCertSign,cRLSign \
           -addext basicConstraints=critical,CA:TRUE,pathlen:0 -out ca.crt",
        ["ca.crt", "ca.key"],
        "secret",
        true,
    ),
    (
        "LibreSSL, by Docker's documentation",
        "openssl genrsa -traditional -aes256 -passout pass:secret -out ca-key.pem 2048 2>/dev/null
         openssl req -new -x509 -days 365 -key ca-key.pem -passin pass:secret -sha256 -out ca.pem -subj /CN=docker.example",
        ["ca.pem", "ca-key.pem"],
        "secret",
        false,
    ),
    (
        "XCA, its certificate and its key exported",
        "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes256 -pass pass:secret -out xca.pem 2>/dev/null
         openssl req -new -x509 -days 3650 -key xca.pem -passin pass:secret -subj '/C=DE/CN=xca' -addext keyUsage=keyCertSign,cRLSign -outform DER -out xca.crt",
        ["xca.crt", "xca.pem"],
        "secret",
        true,
    ),
];

#[test]
fn authorities_of_other_tools_are_opened_and_sign() {
    for (tool, script, names, passphrase, is_strict) in TOOLS {
        let folder = made_by(script);
        let given = opens(&files_of(&folder, &names), passphrase);
        let (_, bundles) = go_on(given, &draft("a.example 192.0.2.1", "anna"), &[], now());
        let options: &[&str] = if is_strict { &["-x509_strict"] } else { &[] };
        for (bundle, purpose) in [("a.example-server", "sslserver"), ("anna-client", "sslclient")] {
            openssl_accepts(&bundles, bundle, purpose, options);
        }
        assert_eq!(brought::open(&files_of(&folder, &names[..1]), passphrase, now()).given.map(|_| tool), None);
    }
}

#[test]
fn keys_in_traditional_encryption_are_taken_with_the_advice_to_write_them_anew() {
    for cipher in ["aes128", "aes192", "aes256", "des3"] {
        let script = format!(
            "openssl ecparam -name prime256v1 -genkey -noout | openssl ec -{cipher} -passout pass:secret -out ec.pem 2>/dev/null
             openssl req -new -x509 -key ec.pem -passin pass:secret -subj /CN=ec -out ec-ca.pem
             openssl genrsa 2048 2>/dev/null | openssl rsa -{cipher} -traditional -passout pass:secret -out rsa.pem 2>/dev/null
             openssl req -new -x509 -key rsa.pem -passin pass:secret -subj /CN=rsa -out rsa-ca.pem"
        );
        let folder = made_by(&script);
        for (certificate, key) in [("ec-ca.pem", "ec.pem"), ("rsa-ca.pem", "rsa.pem")] {
            let files = files_of(&folder, &[certificate, key]);
            assert!(String::from_utf8_lossy(&files[1].octets).contains("DEK-Info"), "{cipher}");
            let opened = brought::open(&files, "secret", now());
            assert!(
                opened.given.is_some() && opened.objections.iter().any(|one| one.code == Cause::Flaw(Flaw::WeakEncryption)),
                "{cipher}"
            );
            assert_eq!(errors(&brought::open(&files, "secre", now())), [Cause::Key(Code::KeyWrongPassphrase)], "{cipher}");
        }
    }
}

#[test]
fn pem_and_der_line_ends_marks_text_and_several_blocks_are_read() {
    let folder = made_by(
        "openssl ecparam -name prime256v1 -genkey -noout -out key.pem
         openssl req -new -x509 -key key.pem -subj /CN=x -addext keyUsage=keyCertSign -out ca.pem
         openssl x509 -in ca.pem -outform DER -out ca.der
         openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out pkcs8.der
         openssl ec -in key.pem -outform DER -out sec1.der 2>/dev/null
         openssl pkcs8 -topk8 -in key.pem -passout pass:secret -outform DER -out locked.der
         cat ca.pem key.pem >both.pem
         openssl ecparam -name prime256v1 -out parameters.pem
         { printf '\\357\\273\\277Bag Attributes\\r\\n'; cat parameters.pem key.pem ca.pem; echo end; } | sed 's/$/\\r/' >windows.pem",
    );
    for names in [&["ca.der", "pkcs8.der"][..], &["ca.der", "sec1.der"], &["locked.der", "ca.pem"], &["both.pem"], &["windows.pem"]] {
        let given = opens(&files_of(&folder, names), "secret");
        assert_eq!(given.certificate.name, "x", "{names:?}");
        let (_, bundles) = go_on(given, &draft("a.example", "anna"), &[], now());
        openssl_accepts(&bundles, "anna-client", "sslclient", &["-x509_strict"]);
        // What is written is PEM that openssl reads.
        let key = content(&bundles, "ca", "ca-key.pem");
        fs::write(folder.path().join("again.pem"), key).expect("a file");
        run(program("openssl").args(["pkey", "-in", "again.pem", "-passin", "pass:secret", "-noout"]).current_dir(folder.path()))
            .succeeds();
    }
}

#[test]
fn what_cannot_be_gone_on_with_is_refused_each_by_its_code() {
    let folder = made_by(
        "openssl ecparam -name prime256v1 -genkey -noout -out key.pem
         openssl ecparam -name prime256v1 -genkey -noout -out other.pem
         openssl req -new -x509 -key key.pem -subj /CN=ours -out ca.pem
         openssl req -new -x509 -key other.pem -subj /CN=theirs -out other-ca.pem
         openssl req -new -x509 -key key.pem -subj /CN=leaf -addext basicConstraints=CA:FALSE -out leaf.pem
         openssl req -new -x509 -key key.pem -subj /CN=mute -addext keyUsage=digitalSignature -out mute.pem
         echo hello >hello.txt
         echo '{ \"format\": 3 }' >newer.json
         echo '{ \"format\": 2, \"certificates\": [' >broken.json",
    );
    let opened = |names: &[&str]| brought::open(&files_of(&folder, names), "", now());
    for (names, expected) in [
        (&["hello.txt"][..], Flaw::CertificateMissing),
        (&["key.pem"], Flaw::CertificateMissing),
        (&["leaf.pem", "key.pem"], Flaw::NotAuthority),
        (&["mute.pem", "key.pem"], Flaw::MayNotSign),
        (&["ca.pem"], Flaw::AuthorityKeyMissing),
        (&["ca.pem", "other.pem"], Flaw::AuthorityKeyOfAnother),
        (&["ca.pem", "key.pem", "other-ca.pem", "other.pem"], Flaw::SeveralAuthorities),
        (&["ca.pem", "key.pem", "newer.json"], Flaw::ManifestNewer),
        (&["ca.pem", "key.pem", "broken.json"], Flaw::ManifestDamaged),
    ] {
        assert_eq!(errors(&opened(names)), flaw(expected), "{names:?}");
        assert!(opened(names).given.is_none(), "{names:?}");
    }
    // Something that has nothing to do with it is passed over, and said.
    let mixed = opened(&["hello.txt", "ca.pem", "key.pem"]);
    assert!(mixed.given.is_some() && mixed.objections.iter().any(|one| one.code == Cause::Flaw(Flaw::NothingInFile)));
    // The certificate of another authority beside the right pair does not matter.
    assert!(opened(&["ca.pem", "key.pem", "other-ca.pem"]).given.is_some());
    let late = UnixTime(now().0 + 40 * DAY);
    let expired = brought::open(&files_of(&folder, &["ca.pem", "key.pem"]), "", late);
    assert_eq!(errors(&expired), flaw(Flaw::AuthorityExpired));
    assert!(expired.objections.iter().any(|one| one.hint.as_deref().is_some_and(|hint| hint.len() == "0000-00-00".len())));
}

#[test]
fn archives_that_lead_elsewhere_or_are_too_large_are_refused() {
    let folder = made_by(
        "echo x >x.pem
         ln -s /etc/passwd link.pem
         tar -cf link.tar link.pem
         mkdir sub
         (cd sub && tar -cPf ../up.tar ../x.pem)
         python3 -c '
import zipfile
def made(name, entries, how=zipfile.ZIP_STORED):
    with zipfile.ZipFile(name, \"w\", how) as archive:
        for entry, content in entries: archive.writestr(entry, content)
made(\"up.zip\", [(\"../x.pem\", \"x\")])
made(\"root.zip\", [(\"/x.pem\", \"x\")])
made(\"many.zip\", [(\"%d.pem\" % number, \"\") for number in range(10001)])
made(\"millions.zip\", [(\"%d.pem\" % number, \"\") for number in range(70000)])
made(\"packed.zip\", [(\"x.pem\", \"x\" * 1000)], zipfile.ZIP_LZMA)
made(\"inflated.zip\", [(\"x.txt\", \"x\" * 1000)], zipfile.ZIP_DEFLATED)
made(\"many-bombs.zip\", [(\"%d.pem\" % number, \"x\" * (1 << 20)) for number in range(40)], zipfile.ZIP_DEFLATED)
made(\"bomb.zip\", [(\"x.pem\", \"x\" * (64 << 20))], zipfile.ZIP_DEFLATED)
link = zipfile.ZipInfo(\"link.pem\"); link.create_system = 3; link.external_attr = 0o120777 << 16
made(\"link.zip\", [(link, \"/etc/passwd\")])
'
         head -c 33554433 /dev/zero >large.pem
         head -c 67108864 /dev/zero | gzip >bomb.gz
         head -c 50 bomb.gz >cut.gz
         echo x | gzip | head -c 20 >short.gz
         { head -c 10 bomb.gz; echo nonsense nonsense; } >nonsense.gz
         head -c 100 up.zip >cut.zip",
    );
    for (name, expected) in [
        ("link.tar", Flaw::ArchiveUnsafe),
        ("up.tar", Flaw::ArchiveUnsafe),
        ("up.zip", Flaw::ArchiveUnsafe),
        ("root.zip", Flaw::ArchiveUnsafe),
        ("link.zip", Flaw::ArchiveUnsafe),
        ("many.zip", Flaw::TooManyEntries),
        // So many that their number stands elsewhere.
        ("millions.zip", Flaw::TooManyEntries),
        ("packed.zip", Flaw::ArchiveCompressed),
        ("inflated.zip", Flaw::CertificateMissing),
        ("bomb.zip", Flaw::FilesTooLarge),
        ("many-bombs.zip", Flaw::FilesTooLarge),
        ("bomb.gz", Flaw::FilesTooLarge),
        ("cut.gz", Flaw::ArchiveDamaged),
        ("short.gz", Flaw::ArchiveDamaged),
        ("nonsense.gz", Flaw::ArchiveDamaged),
        ("cut.zip", Flaw::ArchiveDamaged),
        ("large.pem", Flaw::FilesTooLarge),
    ] {
        assert_eq!(errors(&brought::open(&files_of(&folder, &[name]), "", now())), flaw(expected), "{name}");
    }
}

#[test]
fn a_folder_that_is_usual_is_no_choice_of_the_last_run() {
    for (hosts, typed, known) in [
        ("a.example", "", None),
        ("a.example", "/srv/tls", Some("/srv/tls")),
        ("a.example\nb.example platform=openrc", "", None),
        // The second host has another usual folder, and was given that of the first one.
        ("a.example\nb.example platform=proxy", "/etc/docker/tls", Some("/etc/docker/tls")),
    ] {
        let draft = Draft { cert_directory: typed.into(), ..draft(hosts, "anna") };
        let archives = issue(&draft, now()).archives();
        let (_, zipped) = archives.iter().find(|(archive, _)| archive == "ca.zip").expect("an archive");
        let setup = Knowledge::of(&opens(&[file("ca.zip", zipped)], ""), now()).setup;
        let said = setup.iter().find(|[field, _]| field == "certDirectory").map(|[_, value]| value.as_str());
        assert_eq!(said.filter(|said| !said.is_empty()), known, "{hosts}, {typed}");
    }
}

#[test]
fn an_archive_of_ours_is_gone_on_with_and_the_old_certificates_stay_valid() {
    let start = UnixTime(now().0 - 800 * DAY);
    let first = issue(
        &Draft {
            ca_passphrase: String::from("secret").into(),
            ca_passphrase_repeat: String::from("secret").into(),
            ..draft("a.example 192.0.2.1\nb.example platform=snap", "anna\nbob kind=ci days=900")
        },
        start,
    );
    let archives = first.archives();
    let archive = |name: &str| &archives.iter().find(|(archive, _)| archive == name).expect("an archive").1;
    for name in ["a.example-server.zip", "anna-client.tar.gz", "a.example-and-others.zip", "a.example-and-others.tar.gz"] {
        let octets = archive(name);
        assert_eq!(errors(&brought::open(&[file(name, octets)], "secret", now())), flaw(Flaw::FilesOfMachines), "{name}");
    }
    let zipped = archive("ca.zip");
    let by_others = by_other_programs(zipped);
    let all = of_version_0_1_0(&archives);
    let all_ways = ["ca.zip", "ca.tar.gz"].into_iter().map(|name| (name, archive(name).clone()));
    for (name, octets) in all_ways.chain(by_others).chain(all) {
        let given = opens(&[file(name, &octets)], "secret");
        let known = Knowledge::of(&given, now());
        let seen: Vec<_> = known.certificates.iter().map(|one| (one.name.as_str(), one.state, one.line.as_deref())).collect();
        let expected = [
            ("a.example", KnownState::Expiring, Some("a.example 192.0.2.1")),
            ("b.example", KnownState::Expiring, Some("b.example platform=snap")),
            ("anna", KnownState::Expiring, Some("anna")),
            ("bob", KnownState::Valid, Some("bob kind=ci days=900")),
        ];
        assert_eq!(seen, expected, "{name}");
        let said = |name: &str| known.setup.iter().find(|[field, _]| field == name).map(|[_, value]| value.as_str());
        assert_eq!((said("serverDays"), said("platform")), (Some("825"), Some("systemd")));
        assert!(known.authority.locked);
        assert_eq!(known.newest, Some(start.to_rfc3339()), "{name}");

        // One host and one client are new, and one client is renewed.
        let lines = |role: &str| {
            known.certificates.iter().filter(|one| one.role == role).filter_map(|one| one.line.clone()).collect::<Vec<_>>().join("\n")
        };
        let typed = draft(&format!("c.example\n{}", lines("server")), &format!("carol\n{}", lines("client")));
        let (pki, bundles) = go_on(given, &typed, &["a.example-server", "b.example-server", "bob-client"], now());
        let names: Vec<&str> = bundles.iter().map(|bundle| bundle.name.as_str()).collect();
        assert_eq!(names, ["c.example-server", "carol-client", "anna-client", "ca"]);
        openssl_accepts(&bundles, "c.example-server", "sslserver", &["-x509_strict"]);
        openssl_accepts(&bundles, "anna-client", "sslclient", &["-x509_strict"]);
        assert_eq!(content(&bundles, "ca", "ca.pem"), content(&first.bundles, "ca", "ca.pem"));
        assert_eq!(content(&bundles, "ca", "ca-key.pem"), content(&first.bundles, "ca", "ca-key.pem"));

        // The new archive knows everything that was ever issued, and is gone on with in turn.
        let again = opens(&[file("ca.zip", &**bundles[3].pack(Format::Zip, pki.made))], "secret");
        let known = Knowledge::of(&again, now());
        let states: Vec<_> = known.certificates.iter().map(|one| (one.name.as_str(), one.state, one.replaced_at.is_some())).collect();
        let expected = [
            ("a.example", KnownState::Expiring, false),
            ("b.example", KnownState::Expiring, false),
            ("anna", KnownState::Replaced, true),
            ("anna", KnownState::Valid, false),
            ("bob", KnownState::Valid, false),
            ("c.example", KnownState::Valid, false),
            ("carol", KnownState::Valid, false),
        ];
        assert_eq!(states, expected, "{name}");
    }
}

#[test]
fn a_renewed_client_keeps_its_place() {
    let first = issue(&draft("a.example", "anna days=20\nbob"), now());
    let ca = first.archives().into_iter().find(|(name, _)| name == "ca.zip").expect("an archive").1;
    let given = opens(&[file("ca.zip", &ca)], "");
    let known = Knowledge::of(&given, now());
    assert_eq!(known.certificates[1].state, KnownState::Expiring);
    let lines = |role: &str| {
        known.certificates.iter().filter(|one| one.role == role).filter_map(|one| one.line.clone()).collect::<Vec<_>>().join("\n")
    };
    let (pki, bundles) = go_on(given, &draft(&lines("server"), &lines("client")), &["a.example-server", "bob-client"], now());
    let again = opens(&[file("ca.zip", &**bundles[1].pack(Format::Zip, pki.made))], "");
    let known = Knowledge::of(&again, now());
    let left: Vec<_> = known.certificates.iter().filter(|one| one.state != KnownState::Replaced).map(|one| one.name.as_str()).collect();
    assert_eq!(left, ["a.example", "anna", "bob"]);
}

#[test]
fn a_key_that_was_encrypted_by_the_line_in_the_readme_is_gone_on_with_beside_the_record() {
    let first = issue(&draft("a.example", "anna"), now());
    let folder = tempfile::tempdir().expect("a folder");
    let text = |name: &str| content(&first.bundles, "ca", name);
    for name in ["ca.pem", "ca-key.pem", "dockseal.json"] {
        fs::write(folder.path().join(name), text(name)).expect("a file");
    }
    let readme = text("README.txt");
    let line = readme.lines().map(str::trim).find(|line| line.starts_with("openssl pkcs8")).expect("the line");
    let line = line.replace("openssl pkcs8", "openssl pkcs8 -passout pass:secret");
    run(program("sh").args(["-euc", &line]).current_dir(folder.path())).succeeds();
    let brought = ["ca.pem", "ca-key.enc.pem", "dockseal.json"].map(|name| file(name, fs::read(folder.path().join(name)).expect("a file")));
    let known = Knowledge::of(&opens(&brought, "secret"), now());
    assert!(known.authority.locked && known.certificates.len() == 2);
    assert!(!folder.path().join("ca-key.pem").exists());
}

/// The archive unpacked and packed again by others: deflated, with folders, and by tar and gzip.
fn by_other_programs(zip: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ca.zip"), zip).expect("a file");
    let script = "mkdir -p new/ca
        unzip -q ca.zip -d new/ca
        (cd new && python3 -m zipfile -c ../python.zip ca)
        bsdtar -cf bsdtar.zip --format zip -C new ca
        tar -czf gnu.tar.gz -C new ca
        tar -cf plain.tar -C new ca
        bsdtar -czf bsdtar.tar.gz -C new ca";
    run(program("sh").args(["-euc", script]).current_dir(folder.path())).succeeds();
    let names = ["python.zip", "bsdtar.zip", "gnu.tar.gz", "plain.tar", "bsdtar.tar.gz"];
    names.map(|name| (name, fs::read(folder.path().join(name)).expect(name))).into()
}

/// Version 0.1.0 was to have the authority's archive in that of all, each packed in the same way: stored, or as a gzip that is stored.
fn of_version_0_1_0(archives: &[(String, Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("dockseal-a.example");
    fs::create_dir(&inside).expect("a folder");
    for (name, octets) in archives.iter().filter(|(name, _)| !name.contains("-and-others.")) {
        fs::write(inside.join(name), octets).expect("a file");
    }
    let script = "python3 -c '
import glob, zipfile
with zipfile.ZipFile(\"dockseal.zip\", \"w\", zipfile.ZIP_STORED) as archive:
    for name in sorted(glob.glob(\"dockseal-a.example/*.zip\")): archive.write(name)
'
        tar --format ustar -cf dockseal.tar dockseal-a.example/*.tar.gz
        gzip -1 dockseal.tar";
    run(program("sh").args(["-euc", script]).current_dir(folder.path())).succeeds();
    ["dockseal.zip", "dockseal.tar.gz"].map(|name| (name, fs::read(folder.path().join(name)).expect(name))).into()
}

#[test]
fn the_self_check_finds_another_key_and_one_that_is_elsewhere() {
    let folder = made_by(DOCKERS_OWN);
    let run = || {
        let given = opens(&files_of(&folder, &["ca.pem", "ca-key.pem"]), "secret");
        go_on(given, &draft("a.example", "anna"), &["a.example-server"], now())
    };
    let failing = |pki: &Pki, bundles: &[Bundle]| {
        let failed = verify::all(pki, bundles, now()).into_iter().filter(|check| !check.passed);
        failed.map(|check| check.code).collect::<Vec<_>>()
    };
    let place = |bundle: &Bundle| bundle.files.iter().position(|file| file.name == "ca-key.pem").expect("the key");
    let (pki, mut bundles) = run();
    let at = place(&bundles[1]);
    let key = bundles[1].files.remove(at);
    bundles[0].files.push(key);
    assert_eq!(failing(&pki, &bundles), [CheckCode::KeysFit, CheckCode::AuthorityKeyApart]);
    // The key of another authority in its place.
    let (pki, mut bundles) = run();
    let other = issue(&draft("a.example", "anna"), now());
    let (mut others, at) = (other.bundles, place(&bundles[1]));
    let last = others.len() - 1;
    let theirs = place(&others[last]);
    bundles[1].files[at] = others[last].files.remove(theirs);
    assert_eq!(failing(&pki, &bundles), [CheckCode::KeysFit, CheckCode::AuthorityKeyApart]);
}

#[test]
fn certificates_without_a_record_are_known_marked_and_renewed() {
    let folder = made_by(&format!(
        "{DOCKERS_OWN}
         sign() {{
           openssl req -new -newkey rsa:2048 -nodes -keyout $1-key.pem -subj \"/CN=$1\" -out $1.csr 2>/dev/null
           printf '%b' \"$3\" >$1.ext
           openssl x509 -req -days $2 -in $1.csr -CA ca.pem -CAkey ca-key.pem -passin pass:secret -CAcreateserial -extfile $1.ext -out $1.pem 2>/dev/null
         }}
         sign host.example 20 'subjectAltName = DNS:host.example,IP:192.0.2.20,IP:127.0.0.1\nextendedKeyUsage = serverAuth\n'
         cp host.example.pem older.pem
         sign host.example 200 'subjectAltName = DNS:host.example,IP:192.0.2.21,IP:127.0.0.1\nextendedKeyUsage = serverAuth\n'
         sign second.example 200 'subjectAltName = DNS:alias.example,IP:2001:db8::5\n'
         sign client 200 'extendedKeyUsage = clientAuth\n'
         openssl ecparam -name prime256v1 -genkey -noout -out other.pem
         openssl req -new -x509 -key other.pem -subj /CN=stranger -addext basicConstraints=CA:FALSE -out stranger.pem"
    ));
    let names = [
        "ca.pem",
        "ca-key.pem",
        "older.pem",
        "host.example.pem",
        "second.example.pem",
        "client.pem",
        "stranger.pem",
        "host.example-key.pem",
    ];
    let files = files_of(&folder, &names);
    let opened = brought::open(&files, "secret", now());
    let of_another = opened.objections.iter().find(|one| one.code == Cause::Flaw(Flaw::CertificateOfAnother)).expect("a warning");
    assert_eq!(of_another.value.as_deref(), Some("stranger"));
    let given = opened.given.expect("an authority");
    let known = Knowledge::of(&given, now());
    let mut seen: Vec<_> = known.certificates.iter().map(|one| (one.line.clone().unwrap_or_default(), one.state, one.recorded)).collect();
    seen.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("alias.example 2001:db8::5 days=200".to_owned(), KnownState::Valid, false),
        ("client days=200".to_owned(), KnownState::Valid, false),
        ("host.example 192.0.2.20 days=20".to_owned(), KnownState::Replaced, false),
        ("host.example 192.0.2.21 days=200".to_owned(), KnownState::Valid, false),
    ];
    assert_eq!(seen, expected);
    let line = |role: &str| {
        let current = known.certificates.iter().filter(|one| one.role == role && one.state != KnownState::Replaced);
        current.filter_map(|one| one.line.clone()).collect::<Vec<_>>().join("\n")
    };
    let (pki, bundles) = go_on(given, &draft(&line("server"), &line("client")), &["alias.example-server"], now());
    openssl_accepts(&bundles, "host.example-server", "sslserver", &["-verify_ip", "192.0.2.21"]);
    // From now on the record has them.
    let again = opens(&[file("ca.zip", &**bundles[2].pack(Format::Zip, pki.made))], "secret");
    let known = Knowledge::of(&again, now());
    let mut states: Vec<_> = known.certificates.iter().map(|one| (one.name.as_str(), one.state, one.recorded)).collect();
    states.sort_by_key(|one| one.0);
    let current = |name| (name, KnownState::Valid, true);
    let replaced = |name| (name, KnownState::Replaced, true);
    let expected = [
        current("alias.example"),
        replaced("client"),
        current("client"),
        replaced("host.example"),
        replaced("host.example"),
        current("host.example"),
    ];
    assert_eq!(states, expected);
}

#[test]
fn a_record_that_disagrees_with_its_certificates_is_said_and_the_certificate_counts() {
    let first = issue(&draft("a.example 192.0.2.1\nb.example", "anna"), now());
    let record = content(&first.bundles, "ca", "dockseal.json");
    let others = [
        record.replacen("\"192.0.2.1\"", "\"192.0.2.9\"", 1),
        record.replacen(&first.pki.leaves[0].not_after.to_rfc3339(), "2099-01-01T00:00:00Z", 1),
        record.replacen(&first.pki.leaves[0].fingerprint(), &first.pki.leaves[1].fingerprint(), 1),
    ];
    for changed in &others {
        assert_ne!(*changed, record);
        let files = [
            file("ca.pem", content(&first.bundles, "ca", "ca.pem")),
            file("ca-key.pem", content(&first.bundles, "ca", "ca-key.pem")),
            file("dockseal.json", changed),
        ];
        let opened = brought::open(&files, "", now());
        let said = opened.objections.iter().find(|one| one.code == Cause::Flaw(Flaw::ManifestDisagrees)).expect("a warning");
        assert_eq!((said.value.as_deref(), said.severity), (Some("a.example"), Severity::Warning));
        let known = Knowledge::of(&opened.given.expect("an authority"), now());
        assert_eq!(known.certificates[0].line.as_deref(), Some("a.example 192.0.2.1"));
        assert_eq!(known.certificates[0].fingerprint, first.pki.leaves[0].fingerprint());
    }
    let ours = brought::open(&[file("ca.zip", &**first.bundles[3].pack(Format::Zip, now()))], "", now());
    assert_eq!(codes(&ours), []);
}

#[test]
fn weak_and_odd_authorities_are_named_or_refused() {
    let folder = made_by(
        "ca() { openssl req -new -x509 -key $1 -subj \"/CN=$2\" -addext keyUsage=critical,keyCertSign -out $2.pem ${3:-} 2>/dev/null; }
         openssl genrsa -out short.key 1024 2>/dev/null
         openssl genrsa -out usual.key 2048 2>/dev/null
         openssl ecparam -name prime256v1 -genkey -noout -out curve.key
         ca short.key short
         ca usual.key sha1 -sha1
         ca curve.key root
         openssl req -new -key usual.key -subj /CN=below -out below.csr
         printf 'basicConstraints=critical,CA:TRUE,pathlen:2\nkeyUsage=critical,keyCertSign\n' >below.ext
         openssl x509 -req -in below.csr -CA root.pem -CAkey curve.key -CAcreateserial -extfile below.ext -out below.pem 2>/dev/null",
    );
    let opened = |names: &[&str]| brought::open(&files_of(&folder, names), "", now());
    let short = opened(&["short.pem", "short.key"]);
    assert_eq!(errors(&short), flaw(Flaw::WeakKey));
    assert_eq!(short.objections[0].hint.as_deref(), Some("1024"));
    for (names, expected) in [(["sha1.pem", "usual.key"], Flaw::WeakSignature), (["below.pem", "usual.key"], Flaw::NotRoot)] {
        let opened = opened(&names);
        assert_eq!(codes(&opened), [(Control::AuthorityFiles, Cause::Flaw(expected), Severity::Warning)], "{names:?}");
        assert!(opened.given.is_some(), "{names:?}");
    }
    let early = brought::open(&files_of(&folder, &["root.pem", "curve.key"]), "", UnixTime(now().0 - 20 * DAY));
    assert_eq!(codes(&early), [(Control::AuthorityFiles, Cause::Flaw(Flaw::AuthorityNotYet), Severity::Warning)]);
    let known = |names: &[&str]| Knowledge::of(&opened(names).given.expect("an authority"), now()).authority.path_length;
    assert_eq!((known(&["below.pem", "usual.key"]), known(&["root.pem", "curve.key"])), (Some(2), None));
}

#[test]
fn a_key_in_traditional_encryption_is_encrypted_anew_with_its_passphrase() {
    let folder = made_by(
        "openssl ecparam -name prime256v1 -genkey -noout | openssl ec -aes256 -passout pass:secret -out ca.key 2>/dev/null
         openssl req -new -x509 -key ca.key -passin pass:secret -subj /CN=step -addext keyUsage=critical,keyCertSign -out ca.crt",
    );
    let files = files_of(&folder, &["ca.crt", "ca.key"]);
    let given = opens(&files, "secret");
    assert!(Knowledge::of(&given, now()).authority.weakly_locked);
    let spec = draft("a.example", "anna").parse().spec.expect("valid");
    let (orders, folders) = (spec.orders(), guide::folders(&spec));
    let keys: Vec<_> = orders.leaves.iter().map(|order| PrivateKey::generate(order.key_algorithm).expect("a key")).collect();
    let mut issuance = Issuance::under(given, orders, TrustOrder::default(), now());
    issuance.write_key_anew(Passphrase::again("secret").expect("a passphrase")).expect("randomness");
    for (leaf, key) in keys.into_iter().enumerate() {
        issuance.add_key(leaf + 1, key).expect("a key");
        issuance.sign(leaf + 1).expect("signed");
    }
    let (derivation, passphrase) = issuance.derivation().expect("to be derived");
    let encryption = derivation.derive(passphrase.as_str());
    issuance.set_encryption(encryption);
    let pki = issuance.finish().expect("issued");
    let bundles = bundle::all(&pki, &folders).expect("bundles");
    assert!(verify::all(&pki, &bundles, now()).into_iter().all(|check| check.passed));
    let key = content(&bundles, "ca", "ca-key.pem");
    assert!(key.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{key}");
    fs::write(folder.path().join("new.pem"), &key).expect("a file");
    let pkey = |arguments: &[&str]| run(program("openssl").args(arguments).current_dir(folder.path()));
    let public = |file: &str| pkey(&["pkey", "-in", file, "-passin", "pass:secret", "-pubout"]).succeeds();
    assert_eq!(public("new.pem"), public("ca.key"));
    pkey(&["pkey", "-in", "new.pem", "-passin", "pass:Secret", "-noout"]).fails();
    let parsed = pkey(&["asn1parse", "-in", "new.pem"]).succeeds();
    assert!(parsed.contains("PBES2") && parsed.contains("hmacWithSHA256") && parsed.contains(":0927C0"), "{parsed}");
    let again = opens(&[file("ca.zip", &**bundles[2].pack(Format::Zip, pki.made))], "secret");
    assert!(!Knowledge::of(&again, now()).authority.weakly_locked);
}

/// As version 0.1.0 was to write it before it had a second door.
const FORMAT_1: &str = include_str!("../field/dockseal-format-1.json");

#[test]
fn a_record_of_format_1_is_read_and_what_is_unknown_in_it_is_kept() {
    let folder = made_by(
        "openssl ecparam -name prime256v1 -genkey -noout -out key.pem
         openssl req -new -x509 -key key.pem -subj /CN=ours -addext keyUsage=keyCertSign -days 30 -out ca.pem",
    );
    let fingerprint =
        run(program("openssl").args(["x509", "-noout", "-fingerprint", "-sha256", "-in", "ca.pem"]).current_dir(folder.path())).succeeds();
    let fingerprint = fingerprint.trim_end().rsplit('=').next().expect("a fingerprint");
    let ours = FORMAT_1.replace("FINGERPRINT-OF-THE-CA", fingerprint);
    let mut files = files_of(&folder, &["ca.pem", "key.pem"]);
    files.push(file("dockseal.json", &ours));
    let given = opens(&files, "");
    let known = Knowledge::of(&given, now());
    let seen: Vec<_> = known.certificates.iter().map(|one| (one.name.as_str(), one.line.as_deref())).collect();
    assert_eq!(seen, [("docker.example.com", Some("docker.example.com 192.0.2.10")), ("anna", Some("anna")), ("..", None)]);
    let (_, bundles) = go_on(given, &draft("docker.example.com 192.0.2.10", "anna"), &["docker.example.com-server"], now());
    let written = content(&bundles, "ca", "dockseal.json");
    let json: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(json["format"], 2);
    assert_eq!(json["owner"]["phone"], serde_json::json!(["1", 2.50]));
    assert_eq!(json["certificates"][2]["note"], "lent to Bob");
    assert_eq!(json["certificates"][2]["state"], "replaced");
    assert_eq!(json["certificates"].as_array().map(Vec::len), Some(5));
    // A record that does not know the authority is passed over, and said.
    files[2] = file("dockseal.json", FORMAT_1);
    let other = brought::open(&files, "", now());
    assert!(other.objections.iter().any(|one| one.code == Cause::Flaw(Flaw::ManifestOfAnother)));
    assert!(Knowledge::of(&other.given.expect("an authority"), now()).certificates.is_empty());
}

#[test]
fn the_record_is_as_its_schema_says() {
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bundle/manifest.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let typed = draft("a.example", "anna\nbob");
    let removed = Next::removing(&issue(&typed, now()).bundles, &typed, &["bob"]);
    let restored = Next::run(&removed.bundles, &typed, &[], TrustOrder { restored: vec!["bob".into()], ..TrustOrder::default() });
    let record: serde_json::Value = serde_json::from_str(&content(&restored.bundles, "ca", "dockseal.json")).expect("JSON");
    let mut missing = Vec::new();
    let mut look = |what: &str, schema: &serde_json::Value, value: &serde_json::Value| {
        for key in value.as_object().expect("an object").keys() {
            if schema["properties"].get(key).is_none() {
                missing.push(format!("{what} does not know {key}"));
            }
        }
        for key in schema["required"].as_array().expect("a list") {
            if value.get(key.as_str().expect("a name")).is_none() {
                missing.push(format!("{what} wants {key}"));
            }
        }
    };
    look("the record", &schema, &record);
    look("the trust", &schema["properties"]["trust"], &record["trust"]);
    for certificate in record["certificates"].as_array().expect("a list") {
        look("a certificate", &schema["properties"]["certificates"]["items"], certificate);
    }
    assert_eq!(missing, [""; 0]);
}

/// FoundRequests as people and tools make them, each in a file.
const REQUESTS: &str = "openssl req -new -newkey rsa:2048 -nodes -keyout rsa-key.pem -out rsa.csr -subj '/O=Example/CN=build1.example' 2>/dev/null \
        -addext subjectAltName=DNS:build1.example,IP:192.0.2.7,IP:2001:db8::7,DNS:localhost,email:a@example -addext extendedKeyUsage=serverAuth \
        -addext keyUsage=keyCertSign
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec-key.pem -out ec.csr -subj /CN=anna 2>/dev/null
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-384 -sha256 -nodes -keyout p384-key.pem -out p384.csr -outform DER -subj /CN=bob 2>/dev/null
    openssl req -new -newkey ed25519 -nodes -keyout ed-key.pem -out ed.csr -subj / 2>/dev/null
    openssl req -new -key ec-key.pem -out authority.csr -subj /CN=anna -addext basicConstraints=critical,CA:TRUE
    openssl req -new -key rsa-key.pem -sha1 -out sha1.csr -subj /CN=old
    openssl req -new -newkey rsa:1024 -nodes -keyout short-key.pem -out short.csr -subj /CN=short 2>/dev/null
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:secp521r1 -nodes -keyout other-key.pem -out other.csr -subj /CN=other 2>/dev/null
    openssl req -new -key rsa-key.pem -sigopt rsa_padding_mode:pss -out pss.csr -subj /CN=pss
    openssl req -new -key ec-key.pem -out odd.csr -subj '/CN=carol yubikey'
    openssl req -new -key ec-key.pem -out parted.csr -subj '/CN=carol, bob'
    openssl req -in ec.csr -outform DER -out damaged.csr
    python3 -c 'import sys; octets = bytearray(open(\"damaged.csr\", \"rb\").read()); octets[-1] ^= 1; open(\"damaged.csr\", \"wb\").write(octets)'
    openssl req -x509 -key ec-key.pem -subj /CN=certificate -out certificate.pem
    { echo hello; cat ec.csr; sed 's/$/\r/' rsa.csr; sed 's/CERTIFICATE REQUEST/NEW CERTIFICATE REQUEST/' ed.csr; cat ec.csr; } >several.txt
    tar -cf with-key.tar ec.csr ec-key.pem
    echo hello >hello.txt";

fn flaws(requests: &FoundRequests) -> Vec<(RequestFlaw, Severity)> {
    let of_requests = requests.requests.iter().flat_map(|request| &request.objections);
    requests.objections.iter().chain(of_requests).map(|one| (one.code, one.severity)).collect()
}

#[test]
fn requests_say_what_they_ask_for_and_what_is_wrong_with_them() {
    let folder = made_by(REQUESTS);
    let read = |name: &str| FoundRequests::read(&files_of(&folder, &[name]));
    for (name, role, line, algorithm, signature) in [
        ("rsa.csr", Role::Server, "build1.example 192.0.2.7 2001:db8::7", "rsa-2048", "sha256WithRSAEncryption"),
        ("ec.csr", Role::Client, "anna", "ecdsa-p256", "ecdsa-with-SHA256"),
        ("p384.csr", Role::Client, "bob", "ecdsa-p384", "ecdsa-with-SHA256"),
        ("ed.csr", Role::Client, "", "ed25519", "ED25519"),
        ("odd.csr", Role::Client, "carol yubikey", "ecdsa-p256", "ecdsa-with-SHA256"),
        ("parted.csr", Role::Client, "", "ecdsa-p256", "ecdsa-with-SHA256"),
    ] {
        let requests = read(name);
        assert_eq!(flaws(&requests), [], "{name}");
        let [request] = &requests.requests[..] else { panic!("{name}") };
        let said = (request.role, request.line.as_str(), request.key_algorithm, request.signature.as_str());
        assert_eq!(said, (role, line, Some(algorithm), signature), "{name}");
    }
    assert_eq!(read("rsa.csr").requests[0].subject, "CN=build1.example,O=Example");
    assert_eq!(
        read("several.txt").requests.iter().map(|one| one.line.as_str()).collect::<Vec<_>>(),
        ["anna", "build1.example 192.0.2.7 2001:db8::7", ""]
    );
    for (name, flaw, severity) in [
        ("damaged.csr", RequestFlaw::SignatureWrong, Severity::Warning),
        ("sha1.csr", RequestFlaw::SignatureWeak, Severity::Warning),
        ("pss.csr", RequestFlaw::SignatureUnknown, Severity::Warning),
        ("short.csr", RequestFlaw::KeyTooShort, Severity::Error),
        ("other.csr", RequestFlaw::KeyOfOtherKind, Severity::Error),
        ("authority.csr", RequestFlaw::AsksForAuthority, Severity::Error),
        ("certificate.pem", RequestFlaw::IsCertificate, Severity::Error),
        ("ec-key.pem", RequestFlaw::IsPrivateKey, Severity::Error),
        ("with-key.tar", RequestFlaw::IsPrivateKey, Severity::Error),
        ("hello.txt", RequestFlaw::NoRequest, Severity::Error),
    ] {
        assert_eq!(flaws(&read(name)), [(flaw, severity)], "{name}");
    }
    assert_eq!(read("short.csr").requests[0].objections[0].hint.as_deref(), Some("1024"));
    assert_eq!(read("with-key.tar").requests.len(), 1);
    let large = file("large.csr", vec![b' '; (4 << 20) + 1]);
    assert_eq!(flaws(&FoundRequests::read(&[large])), [(RequestFlaw::TooLarge, Severity::Error)]);
}

pub const OURS: &str = "openssl ecparam -name prime256v1 -genkey -noout -out ca-key.pem
    openssl req -new -x509 -days 3650 -key ca-key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem";

#[test]
fn a_request_is_signed_for_its_key_under_the_name_that_the_keeper_says_and_renewed_for_the_same_key() {
    let folder = made_by(&format!("{OURS}\n{REQUESTS}"));
    let given = || opens(&files_of(&folder, &["ca.pem", "ca-key.pem"]), "");
    let pem = |name: &str| fs::read_to_string(folder.path().join(name)).expect(name);
    let bob = FoundRequests::read(&files_of(&folder, &["p384.csr"])).requests[0].pem.clone();
    let (rsa, ed, sha1) = (pem("rsa.csr"), pem("ed.csr"), pem("sha1.csr"));
    let requests = [("build7.example-server", Some(rsa.as_str())), ("robert-client", Some(&bob)), ("eddy-client", Some(&ed))];
    let draft = draft("build7.example 192.0.2.9\nplain.example", "robert\neddy kind=portainer");
    let (pki, bundles) = go_on_by(given(), &draft, &[], &requests, now());
    for (bundle, certificate, key, purpose) in [
        ("build7.example-certificate", "server-cert.pem", "rsa-key.pem", "sslserver"),
        ("robert-certificate", "cert.pem", "p384-key.pem", "sslclient"),
        ("eddy-certificate", "cert.pem", "ed-key.pem", "sslclient"),
    ] {
        openssl_accepts(&bundles, bundle, purpose, &["-x509_strict"]);
        fs::write(folder.path().join("leaf.pem"), content(&bundles, bundle, certificate)).expect("a file");
        let of = |command: &[&str]| run(program("openssl").args(command).current_dir(folder.path())).succeeds();
        assert_eq!(of(&["x509", "-in", "leaf.pem", "-noout", "-pubkey"]), of(&["pkey", "-in", key, "-pubout"]), "{bundle}");
        let text = of(&["x509", "-in", "leaf.pem", "-noout", "-text"]);
        // Nothing but the key is the request's.
        for asked in ["build1", "192.0.2.7", "a@example", "Certificate Sign", "O = Example", "O=Example"] {
            assert!(!text.contains(asked), "{bundle}: {asked}");
        }
        let files: Vec<&str> =
            bundles.iter().find(|one| one.name == bundle).expect(bundle).files.iter().map(|file| file.name.as_str()).collect();
        assert!(
            files.contains(&"README.txt") && files.contains(&"ca.pem") && !files.iter().any(|name| name.ends_with("key.pem")),
            "{files:?}"
        );
        assert!(content(&bundles, bundle, "README.txt").contains("Your private key is not in here"));
    }
    let names = content(&bundles, "build7.example-certificate", "README.txt");
    assert!(names.contains("build7.example, 192.0.2.9, localhost") && names.contains("sh ./install.sh"));
    openssl_accepts(&bundles, "plain.example-server", "sslserver", &["-x509_strict"]);

    // The new ca.zip knows whose the keys are; the same key is signed without a request.
    let record = content(&bundles, "ca", "dockseal.json");
    let again = || {
        let mut files = files_of(&folder, &["ca.pem", "ca-key.pem"]);
        files.push(file("dockseal.json", &record));
        opens(&files, "")
    };
    let known: Vec<(String, bool)> =
        Knowledge::of(&again(), now()).certificates.iter().map(|one| (one.name.clone(), one.requested)).collect();
    let expected = [("build7.example", true), ("plain.example", false), ("robert", true), ("eddy", true)];
    assert_eq!(known, expected.map(|(name, requested)| (name.to_owned(), requested)));
    let (renewed, bundles) = go_on_by(
        again(),
        &draft,
        &["eddy-client", "plain.example-server"],
        &[("build7.example-server", None), ("robert-client", None)],
        now(),
    );
    let keys = |pki: &Pki| pki.leaves.iter().map(|leaf| leaf.key.public_key_info()).collect::<Vec<_>>();
    assert_eq!(keys(&renewed), [keys(&pki)[0].clone(), keys(&pki)[2].clone()]);
    openssl_accepts(&bundles, "robert-certificate", "sslclient", &["-x509_strict"]);

    // A key that was made here is renewed by no request that nobody sent, and what may not be signed is not.
    let given = again();
    assert!(brought::key_to_sign(&given, Role::Server, "plain.example", None).is_none());
    assert!(brought::key_to_sign(&given, Role::Client, "nobody", None).is_none());
    for refused in ["short.csr", "other.csr", "authority.csr", "certificate.pem", "ec-key.pem", "hello.txt"] {
        assert!(brought::key_to_sign(&given, Role::Client, "x", Some(&pem(refused))).is_none(), "{refused}");
    }
    assert!(brought::key_to_sign(&given, Role::Client, "x", Some(&sha1)).is_some());
}

/// Makes the authority's certificate anew, and what is not kept.
fn renew(given: Given, draft: &Draft, kept: &[&str], has_others_below: bool, now: UnixTime) -> (Pki, Vec<Bundle>) {
    let spec = draft.parse().spec.expect("a draft without errors");
    let of_role = |role| if role == Role::Server { "server" } else { "client" };
    let is_kept = |role, name: &str| kept.contains(&format!("{name}-{}", of_role(role)).as_str());
    let mut orders = spec.orders();
    orders.leaves.retain(|order| !is_kept(order.holder.role(), &order.holder.name()));
    let mut folders = guide::folders_by(&spec, Scripts::own(), is_kept, |_, _| false, None, true);
    folders.folders.retain(|folder| folder.role == Role::Ca || orders.leaves.iter().any(|order| order.folder == folder.name));
    let keys = orders.leaves.iter().map(|order| PrivateKey::generate(order.key_algorithm).expect("a key").into()).collect();
    let renewal = AuthorityRenewal { validity: Validity::parse("7300").expect("days"), has_others_below };
    let pki = Pki::issue_renewing(given, orders, TrustOrder::default(), renewal, keys, now).expect("issued");
    let bundles = bundle::all(&pki, &folders).expect("bundles");
    let failed: Vec<_> = verify::all(&pki, &bundles, now).into_iter().filter(|check| !check.passed).collect();
    assert_eq!(failed, []);
    (pki, bundles)
}

#[test]
fn the_authoritys_certificate_is_made_anew_and_all_that_it_has_signed_stays_valid() {
    let leaf = "openssl req -new -newkey rsa:2048 -nodes -keyout leaf-key.pem -out leaf.csr -subj /CN=old 2>/dev/null
        openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca-key.pem -passin pass:secret -CAcreateserial -days 300 -extfile leaf.ext -out leaf.pem 2>/dev/null";
    let usual = "printf 'extendedKeyUsage=clientAuth\\nauthorityKeyIdentifier=keyid' >leaf.ext";
    // easy-rsa 3 names the issuer's serial number in what it signs, and in the authority's own certificate.
    let easy_rsa = "openssl req -new -x509 -newkey rsa:2048 -passout pass:secret -keyout ca-key.pem -days 400 -subj '/CN=Easy-RSA CA' \
        -addext keyUsage=cRLSign,keyCertSign -addext authorityKeyIdentifier=keyid:always,issuer:always -out ca.pem 2>/dev/null";
    let by_serial = "printf 'extendedKeyUsage=clientAuth\\nauthorityKeyIdentifier=keyid:always,issuer:always' >leaf.ext";
    let constrained = "openssl ecparam -name secp384r1 -genkey -noout -out ca-key.pem
        openssl req -new -x509 -days 400 -key ca-key.pem -subj '/O=\u{c4}rzte+OU=IT/CN=constrained' -utf8 -out ca.pem \
        -addext nameConstraints=critical,excluded\\;DNS:forbidden.example -addext nsComment=hello";
    for (name, authority, extensions) in
        [("docker", DOCKERS_OWN, usual), ("easy-rsa", easy_rsa, by_serial), ("constrained", constrained, usual)]
    {
        let folder = made_by(&format!("{authority}\n{extensions}\n{leaf}"));
        let given = opens(&files_of(&folder, &["ca.pem", "ca-key.pem"]), "secret");
        let old_end = given.certificate.not_after;
        let (pki, bundles) = renew(given, &draft("a.example", "anna"), &["a.example-server"], false, now());
        assert!(pki.authority.not_after > old_end, "{name}");
        fs::write(folder.path().join("new.pem"), content(&bundles, "ca", "ca.pem")).expect("a file");
        fs::write(folder.path().join("anna.pem"), content(&bundles, "anna-client", "cert.pem")).expect("a file");
        let openssl = |command: &[&str]| run(program("openssl").args(command).current_dir(folder.path()));
        let both = |what: &str| ["ca.pem", "new.pem"].map(|file| openssl(&["x509", "-noout", what, "-in", file]).succeeds());
        for what in ["-subject", "-subject_hash", "-pubkey"] {
            let [old, new] = both(what);
            assert_eq!(old, new, "{name}: {what}");
        }
        let extension = |file: &str, id: &str| openssl(&["x509", "-noout", "-ext", id, "-in", file]).succeeds();
        assert_eq!(extension("ca.pem", "subjectKeyIdentifier"), extension("new.pem", "subjectKeyIdentifier"), "{name}");
        assert!(extension("new.pem", "keyUsage").contains("Certificate Sign, CRL Sign"), "{name}");
        let [old, new] = both("-serial");
        assert_eq!(old == new, name == "easy-rsa", "{name}");
        for file in ["leaf.pem", "anna.pem"] {
            openssl(&["verify", "-CAfile", "new.pem", "-purpose", "sslclient", file]).succeeds();
            openssl(&["verify", "-CAfile", "ca.pem", "-purpose", "sslclient", file]).succeeds();
        }
        openssl(&["verify", "-x509_strict", "-CAfile", "new.pem", "-purpose", "sslclient", "anna.pem"]).succeeds();
        if name == "constrained" {
            let text = openssl(&["x509", "-noout", "-text", "-in", "new.pem"]).succeeds();
            assert!(
                text.contains("X509v3 Name Constraints: critical") && text.contains("forbidden.example") && text.contains("hello"),
                "{text}"
            );
        }
        // The record says which one is the authority's now, and the new ca.zip opens.
        let record = content(&bundles, "ca", "dockseal.json");
        let key = content(&bundles, "ca", "ca-key.pem");
        let again =
            opens(&[file("ca.pem", content(&bundles, "ca", "ca.pem")), file("ca-key.pem", key), file("dockseal.json", record)], "secret");
        assert_eq!(again.certificate.not_after, pki.authority.not_after, "{name}");
        assert!(again.certificate.may_sign == Some(true) && Knowledge::of(&again, now()).certificates.len() == 1, "{name}");
    }
}

#[test]
fn an_authority_of_ours_is_made_anew_alone_for_others_below_it_too_and_never_ends_sooner() {
    let first = issue(&draft("a.example", "anna"), now());
    let files = |bundles: &[Bundle]| ["ca.pem", "ca-key.pem", "dockseal.json"].map(|name| file(name, content(bundles, "ca", name)));
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("old.pem", &content(&first.bundles, "ca", "ca.pem"));
    write("ca-key.pem", &content(&first.bundles, "ca", "ca-key.pem"));
    write("server.pem", &content(&first.bundles, "a.example-server", "server-cert.pem"));
    write("client.pem", &content(&first.bundles, "anna-client", "cert.pem"));
    let openssl = |command: &[&str]| run(program("openssl").args(command).current_dir(folder.path()));
    write(
        "below.ext",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid",
    );
    write("leaf.ext", "extendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=DNS:b.example");
    let sign = |name: &str, by: &str, key: &str| {
        let (request, its_key, certificate) = (format!("{name}.csr"), format!("{name}-key.pem"), format!("{name}.pem"));
        openssl(&["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", &its_key, "-out", &request, "-subj", &format!("/CN={name}")])
            .succeeds();
        let extensions = format!("{name}.ext");
        openssl(&[
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            by,
            "-CAkey",
            key,
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            &extensions,
            "-out",
            &certificate,
        ])
        .succeeds();
    };
    sign("below", "old.pem", "ca-key.pem");
    sign("leaf", "below.pem", "below-key.pem");
    let kept = ["a.example-server", "anna-client"];
    for has_others_below in [false, true] {
        let given = opens(&files(&first.bundles), "");
        let (pki, bundles) = renew(given, &draft("a.example", "anna"), &kept, has_others_below, now());
        assert_eq!(bundles.len(), 1);
        assert_eq!(content(&bundles, "ca", "ca-key.pem"), content(&first.bundles, "ca", "ca-key.pem"));
        write("new.pem", &content(&bundles, "ca", "ca.pem"));
        for (leaf, purpose) in [("server.pem", "sslserver"), ("client.pem", "sslclient")] {
            openssl(&["verify", "-x509_strict", "-CAfile", "new.pem", "-purpose", purpose, leaf]).succeeds();
        }
        let below = openssl(&["verify", "-CAfile", "new.pem", "-untrusted", "below.pem", "leaf.pem"]);
        if has_others_below {
            drop(below.succeeds())
        } else {
            drop(below.fails())
        }
        let record: serde_json::Value = serde_json::from_str(&content(&bundles, "ca", "dockseal.json")).expect("JSON");
        let states: Vec<String> = record["certificates"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| format!("{} {}", one["role"].as_str().expect("a role"), one["state"].as_str().expect("a state")))
            .collect();
        assert_eq!(states, ["ca replaced", "server valid", "client valid", "ca valid"]);
        // Whoever asks for less gets no less.
        let again = opens(&files(&bundles), "");
        let later = UnixTime(now().0 + DAY);
        let end = again.certificate.not_after;
        let renewal = AuthorityRenewal { validity: Validity::parse("1").expect("days"), has_others_below: false };
        let mut orders = first.spec.orders();
        orders.leaves.clear();
        let shorter = Pki::issue_renewing(again, orders, TrustOrder::default(), renewal, Vec::new(), later).expect("issued");
        assert_eq!((shorter.authority.not_after, pki.authority.not_after), (end, end));
    }
}
