//! Certificates and keys, as OpenSSL, GnuTLS and Python see them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use dockseal::{Draft, KeyAlgorithm, bundle::CA_NAME, spec::Locale};

use crate::{
    judge::{Bundles, Certificate, PASSPHRASE, issue, mode, now, program, run},
    shell::shellcheck,
};

const HOUR: u64 = 60 * 60;

fn draft(algorithm: &str) -> Draft {
    Draft {
        hosts: "docker.example.com 192.0.2.10 2001:db8::10 *.docker.example.com\ndocker_2".into(),
        clients: "alice\nci-runner".into(),
        key_algorithm: algorithm.into(),
        ..Draft::default()
    }
}

#[test]
fn every_algorithm_passes_openssl() {
    for algorithm in KeyAlgorithm::ALL {
        everything_holds(&issue(&draft(algorithm.name()), now()).downloaded());
    }
}

#[test]
#[ignore = "tests/web/dockerd.spec.ts runs it on what a browser has downloaded"]
fn bundles_of_a_browser_pass_openssl() {
    everything_holds(&Bundles::of_a_browser());
}

/// Everything that can be said of a run without knowing how it came about.
fn everything_holds(bundles: &Bundles) {
    let stranger = issue(&Draft::from(&bundles.spec), now()).downloaded();
    for certificate in &bundles.certificates {
        says_what_the_record_says(bundles, certificate);
        has_the_extensions_of_its_profile(bundles, certificate);
        key_fits_and_is_pkcs8_version_1(bundles, certificate);
    }
    for server in bundles.of_role("server") {
        assert_eq!(server.names[server.names.len() - 3..], ["localhost", "127.0.0.1", "::1"]);
        for name in &server.names {
            verify(bundles, server).purpose("sslserver").named(name).accepts();
        }
        for name in ["other.example", "example.com", "192.0.2.99", "2001:db8::99"] {
            verify(bundles, server).purpose("sslserver").named(name).refuses("mismatch");
        }
        verify(bundles, server).purpose("sslclient").refuses("unsuitable certificate purpose");
    }
    for client in bundles.of_role("client") {
        verify(bundles, client).purpose("sslclient").accepts();
        verify(bundles, client).purpose("sslserver").refuses("unsuitable certificate purpose");
    }
    for leaf in bundles.of_role("server").chain(bundles.of_role("client")) {
        verify(bundles, leaf).under(&stranger).refuses("unable to get local issuer certificate");
        let (start, end) = (seconds(&leaf.not_before), seconds(&leaf.not_after));
        verify(bundles, leaf).at(start - 1).refuses("not yet valid");
        verify(bundles, leaf).at(start).accepts();
        verify(bundles, leaf).at(end - 1).accepts();
        verify(bundles, leaf).at(end + 1).refuses("expired");
    }
}

#[test]
fn a_client_whose_clock_is_an_hour_behind_connects_and_one_further_behind_does_not() {
    let now = now();
    let bundles = issue(&draft("ecdsa-p256"), now).downloaded();
    for leaf in bundles.of_role("server").chain(bundles.of_role("client")) {
        verify(&bundles, leaf).at(now.0 - HOUR).accepts();
        verify(&bundles, leaf).at(now.0 - HOUR - 1).refuses("not yet valid");
    }
}

#[test]
fn an_authority_of_the_same_name_with_another_key_is_refused() {
    let draft = Draft { ca_common_name: "Our CA".into(), ..draft("ecdsa-p256") };
    let (ours, theirs) = (issue(&draft, now()).downloaded(), issue(&draft, now()).downloaded());
    assert_eq!(ours.certificates[0].subject, theirs.certificates[0].subject);
    for leaf in ours.of_role("server").chain(ours.of_role("client")) {
        verify(&ours, leaf).under(&theirs).refuses("error 20 at 0 depth lookup");
    }
}

#[test]
fn every_part_of_the_authoritys_name_arrives_in_its_own_type() {
    let draft = Draft {
        ca_common_name: "Ümlaut, \"CA\" <1>; =+\\".into(),
        organization: "#示例 有限公司".into(),
        organizational_unit: "运维".into(),
        country: "cn".into(),
        state: "北京市".into(),
        locality: "Köln".into(),
        email: "ops@example.com".into(),
        ..draft("ecdsa-p256")
    };
    let bundles = issue(&draft, now()).downloaded();
    everything_holds(&bundles);

    let ca = &bundles.certificates[0];
    let lines = |format: &str| -> Vec<String> {
        let subject = x509(&bundles, ca, &["-subject", "-nameopt", format]);
        subject.lines().skip(1).map(|line| line.trim().to_owned()).collect()
    };
    let parts = [
        ("C", "PRINTABLESTRING", "CN"),
        ("ST", "UTF8STRING", "北京市"),
        ("L", "UTF8STRING", "Köln"),
        ("O", "UTF8STRING", "#示例 有限公司"),
        ("OU", "UTF8STRING", "运维"),
        ("CN", "UTF8STRING", "Ümlaut, \"CA\" <1>; =+\\"),
        ("emailAddress", "IA5STRING", "ops@example.com"),
    ];
    assert_eq!(lines("sep_multiline,utf8"), parts.map(|(keyword, _, value)| format!("{keyword}={value}")));
    assert_eq!(lines("sep_multiline,utf8,show_type"), parts.map(|(keyword, kind, value)| format!("{keyword}={kind}:{value}")));
}

#[test]
fn a_name_too_long_for_a_common_name_is_still_verified_by_its_alternative_name() {
    let host = format!("{}.{}.example.com", "a".repeat(63), "b".repeat(63));
    everything_holds(&issue(&Draft { hosts: host, ..draft("ecdsa-p256") }, now()).downloaded());
}

#[test]
fn the_line_in_the_authoritys_readme_encrypts_its_key() {
    for locale in Locale::ALL {
        let bundles = issue(&Draft { locale: locale.name().into(), ..draft("ecdsa-p256") }, now()).downloaded();
        let readme = bundles.read(CA_NAME, "README.txt");
        let line = readme.lines().find(|line| line.contains("openssl ")).expect("the line");
        // It asks for the passphrase twice.
        let line = line.replacen("-in ", "-passout pass:secret -in ", 1);
        let folder = bundles.folder.join(CA_NAME);
        let public = run(program("openssl").args(["pkey", "-pubout", "-in", "ca-key.pem"]).current_dir(&folder)).succeeds();
        run(program("sh").args(["-c", &line]).current_dir(&folder)).succeeds();
        assert!(!folder.join("ca-key.pem").exists());
        assert_eq!(mode(&folder.join("ca-key.enc.pem")), "0600");
        assert!(bundles.read(CA_NAME, "ca-key.enc.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let mut open = program("openssl");
        open.args(["pkey", "-pubout", "-in", "ca-key.enc.pem", "-passin", "pass:secret"]).current_dir(&folder);
        assert_eq!(run(&mut open).succeeds(), public);
    }
}

/// The commands in the authority's README that issue more certificates, without what they begin with.
pub fn recipes(bundles: &Bundles) -> [String; 3] {
    let readme = bundles.read(CA_NAME, "README.txt");
    let commands = readme.lines().filter_map(|line| line.strip_prefix("    sh issue.sh ")).map(str::to_owned);
    commands.collect::<Vec<_>>().try_into().expect("for a client, for a host, and to renew")
}

/// Runs the script of the authority's bundle where that is unpacked. Without a terminal openssl asks its input for the passphrase.
pub fn issue_more(bundles: &Bundles, shell: &str, words: &str, passphrase: &str) -> crate::judge::Ran {
    for name in ["setsid", shell.split(' ').next().expect("a shell")] {
        program(name);
    }
    let line = format!("printf '%s\\n' '{passphrase}' | setsid --wait {shell} issue.sh {words}");
    run(program("sh").args(["-c", &line]).current_dir(bundles.folder.join(CA_NAME)))
}

pub const SHELLS: [&str; 4] = ["dash", "bash --posix", "busybox sh", "zsh"];

#[test]
fn the_authoritys_script_issues_more_certificates_that_pass_like_the_others() {
    for (index, (algorithm, ca_algorithm, locale, passphrase)) in [
        ("ecdsa-p256", "", "en", ""),
        ("ecdsa-p384", "ecdsa-p384", "zh-CN", PASSPHRASE),
        ("ed25519", "ed25519", "en", ""),
        ("rsa-2048", "rsa-3072", "en", PASSPHRASE),
        ("ecdsa-p256", "rsa-2048", "zh-CN", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let draft = Draft {
            ca_key_algorithm: ca_algorithm.into(),
            locale: locale.into(),
            ca_passphrase: passphrase.to_owned().into(),
            ca_passphrase_repeat: passphrase.to_owned().into(),
            ..draft(algorithm)
        };
        let mut bundles = issue(&draft, now()).downloaded();
        let shell = SHELLS[index % SHELLS.len()];
        let [client, server, renew] = recipes(&bundles);
        let folder = |name: &str| bundles.folder.join(CA_NAME).join(name);
        if !passphrase.is_empty() {
            issue_more(&bundles, shell, &client, "another").fails();
            assert!(!folder("new-laptop-client").exists());
        }
        for words in [&client, &server, &client.replace("new-laptop", "carol"), &client.replace("new-laptop", "dave+ci")] {
            let said = issue_more(&bundles, shell, words, passphrase).succeeds();
            assert!(said.contains("README.txt"), "{said}");
        }
        // By the names of a certificate that is there, with a new key.
        let old = std::fs::read(folder("docker2.example.com-server/server-cert.pem")).expect("the certificate");
        std::fs::write(folder("server-cert.pem"), &old).expect("a copy");
        let said = issue_more(&bundles, shell, &renew, passphrase).fails();
        assert!(said.contains("docker2.example.com-server"), "{said}");
        std::fs::remove_dir_all(folder("docker2.example.com-server")).expect("moved away");
        issue_more(&bundles, shell, &renew, passphrase).succeeds();
        assert_ne!(std::fs::read(folder("docker2.example.com-server/server-cert.pem")).expect("the new one"), old);
        std::fs::rename(folder("carol-client"), folder("old")).expect("moved away");
        issue_more(&bundles, shell, &renew.replace("server-cert.pem", "old/cert.pem"), passphrase).succeeds();
        std::fs::remove_file(folder("server-cert.pem")).expect("the copy");

        let mut more = Vec::new();
        for (role, name, purpose) in [
            ("client", "new-laptop", "Client"),
            ("client", "carol", "Client"),
            ("client", "dave+ci", "Client"),
            ("server", "docker2.example.com", "Server"),
        ] {
            let bundle = format!("{name}-{role}");
            std::fs::rename(bundles.folder.join(CA_NAME).join(&bundle), bundles.folder.join(&bundle)).expect("the folder");
            let template = bundles.of_role(role).next().expect("one of ours").clone();
            let names = [name, "192.0.2.20", "localhost", "127.0.0.1", "::1"].map(str::to_owned);
            let names = if role == "server" { names.to_vec() } else { Vec::new() };
            let mut certificate = Certificate { name: name.into(), names, bundle: bundle.clone(), ..template };
            certificate.serial = x509(&bundles, &certificate, &["-serial"]).trim_end().replace("serial=", "");
            let (file, key) = certificate.files();
            let found: Vec<String> = std::fs::read_dir(bundles.folder.join(&bundle))
                .expect("the folder")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .collect();
            assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["ca.pem", file, key]), "{purpose}");
            assert_eq!(mode(&bundles.path(&bundle, key)), "0600");
            more.push(certificate);
        }
        bundles.certificates.extend(more.iter().cloned());
        let stranger = issue(&self::draft("ecdsa-p256"), now()).downloaded();
        let serials: BTreeSet<&str> = bundles.certificates.iter().map(|certificate| certificate.serial.as_str()).collect();
        assert_eq!(serials.len(), bundles.certificates.len());
        for certificate in &more {
            has_the_extensions_of_its_profile(&bundles, certificate);
            key_fits_and_is_pkcs8_version_1(&bundles, certificate);
            let subject = x509(&bundles, certificate, &["-subject", "-nameopt", "RFC2253"]);
            assert_eq!(subject.trim_end(), format!("subject=CN={}", certificate.name.replace('+', "\\+")));
            let (right, wrong) = if certificate.role == "server" { ("sslserver", "sslclient") } else { ("sslclient", "sslserver") };
            verify(&bundles, certificate).purpose(right).accepts();
            verify(&bundles, certificate).purpose(wrong).refuses("unsuitable certificate purpose");
            for name in &certificate.names {
                verify(&bundles, certificate).purpose(right).named(name).accepts();
            }
            verify(&bundles, certificate).under(&stranger).refuses("unable to get local issuer certificate");
        }
        // Old and new shake hands in both directions; a client's certificate is no daemon's.
        let folder = |bundle: &str| bundles.folder.join(bundle);
        let (laptop, daemon) = (folder("new-laptop-client"), folder("docker2.example.com-server"));
        let (alice, first) = (folder("alice-client"), folder(&bundles.spec.daemons[0].bundle_name()));
        for (server, client, name) in
            [(&daemon, &laptop, "docker2.example.com"), (&first, &laptop, "docker.example.com"), (&daemon, &alice, "192.0.2.20")]
        {
            shake(server, client, &[name.into()]).succeeds();
        }
        let posing = folder("posing");
        std::fs::create_dir(&posing).expect("a folder");
        for (from, to) in [("ca.pem", "ca.pem"), ("cert.pem", "server-cert.pem"), ("key.pem", "server-key.pem")] {
            std::fs::copy(laptop.join(from), posing.join(to)).expect("a copy");
        }
        assert!(shake(&posing, &alice, &["new-laptop".into()]).fails().contains("SSLCertVerificationError"));
    }
}

#[test]
fn shellcheck_and_the_shells_have_nothing_to_say_about_the_authoritys_script() {
    let sentences = ["en.sh", "zh-CN.sh"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/issue_more").join(name));
    shellcheck(&sentences).says_nothing();
    for locale in Locale::ALL {
        let bundles = issue(&Draft { locale: locale.name().into(), ..draft("rsa-2048") }, now()).downloaded();
        let script = bundles.path(CA_NAME, "issue.sh");
        shellcheck(std::slice::from_ref(&script)).says_nothing();
        for shell in SHELLS {
            let words: Vec<&str> = shell.split(' ').collect();
            run(program(words[0]).args(&words[1..]).arg("-n").arg(&script)).says_nothing();
        }
        let said = issue_more(&bundles, "dash", "--help", "").succeeds();
        assert_eq!(said.contains("为新增的主机生成"), locale.name() == "zh-CN", "{said}");
    }
}

#[test]
fn the_authoritys_script_takes_all_names_that_a_host_has_and_refuses_what_is_none_without_a_trace() {
    let bundles =
        issue(&Draft { ca_days: "400".into(), server_days: "300".into(), client_days: "300".into(), ..draft("ecdsa-p256") }, now())
            .downloaded();
    let folder = bundles.folder.join(CA_NAME);
    let stranger = issue(&draft("ecdsa-p256"), now()).downloaded();
    std::fs::copy(stranger.path("alice-client", "cert.pem"), folder.join("stranger.pem")).expect("a copy");
    let state = || run(program("sh").args(["-c", "find . -type f -exec cksum {} + | sort"]).current_dir(&folder)).succeeds();
    let before = state();
    let long = "a".repeat(65);
    for shell in SHELLS {
        for (words, complaint) in [
            ("client 'bob smith'", "not the name of a client: bob smith"),
            ("client ../bob", "not the name of a client: ../bob"),
            ("client '/CN=bob'", "not the name of a client"),
            ("client ''", "not the name of a client"),
            ("client -bob", "not the name of a client"),
            (&*format!("client {long}"), "not the name of a client"),
            ("host 'a.example,DNS:evil.example'", "neither a DNS name nor an IP address: a.example,dns:evil.example"),
            ("host a..example", "neither"),
            (&*format!("host {long}.example"), "neither"),
            (&*format!("host {}example", "a.".repeat(124)), "neither"),
            ("host a.example 'b example'", "neither a DNS name nor an IP address: b example"),
            ("host a.example 1.2.3", "neither"),
            ("host a.example 1.2.3.4.5", "neither"),
            ("host a.example '2001:db8::1,email:x'", "neither"),
            ("host a.example 300.1.1.1", "FAILED. Nothing was changed."),
            ("host a.example 1:2", "FAILED. Nothing was changed."),
            ("host '*.a.example'", "Begin with a name without *"),
            ("host 'a.*.example'", "neither"),
            ("renew stranger.pem", "not a certificate that this CA has signed: "),
            ("renew README.txt", "not a certificate"),
            ("renew nowhere.pem", "not a certificate"),
            ("--days 401 client bob", "The CA ends sooner, on "),
        ] {
            let said = issue_more(&bundles, shell, words, "").fails();
            assert!(said.contains(complaint), "{shell}: {words}: {said}");
        }
        for words in
            ["", "client", "client a b", "host", "renew", "renew a b", "--days 0 client a", "--days x client a", "--days", "nonsense a"]
        {
            let ran = issue_more(&bundles, shell, words, "");
            assert!(ran.code == Some(2) && ran.out.starts_with("sh issue.sh [--days N] client NAME"), "{shell}: {words}: {ran}");
        }
        assert_eq!(state(), before, "{shell}");
    }

    let mut names = vec!["build_2.example", "192.0.2.20", "2001:db8::20", "*.build.example"];
    issue_more(&bundles, "dash", &format!("--days 30 host {}", names.iter().map(|name| format!("'{name}' ")).collect::<String>()), "")
        .succeeds();
    names.extend(["localhost", "127.0.0.1", "::1"]);
    let long = format!("{}.{}.example", "a".repeat(60), "b".repeat(60));
    issue_more(&bundles, "dash", &format!("host {long}"), "").succeeds();
    issue_more(&bundles, "dash", "host 2001:DB8::7", "").succeeds();
    issue_more(&bundles, "dash", "client client", "").succeeds();
    // From elsewhere, by a path of its own, and renewed by its names.
    let elsewhere = "mkdir -p /tmp/x.$$; cd /tmp/x.$$ && cp \"$1/build_2.example-server/server-cert.pem\" . && mv \"$1/build_2.example-server\" . && \
        sh \"$1/issue.sh\" renew server-cert.pem && cd / && rm -r /tmp/x.$$";
    run(program("sh").args(["-euc", elsewhere, "elsewhere"]).arg(&folder)).succeeds();
    for (folder_name, names) in
        [("build_2.example-server", &names[..]), (&*format!("{long}-server"), &[&*long]), ("2001-db8--7-server", &["2001:db8::7"])]
    {
        let leaf = folder.join(folder_name).join("server-cert.pem");
        for name in names {
            let how = if name.parse::<std::net::IpAddr>().is_ok() { "-verify_ip" } else { "-verify_hostname" };
            let mut verify = program("openssl");
            verify.args(["verify", "-x509_strict", "-purpose", "sslserver", how, &name.replace('*', "any"), "-CAfile"]);
            run(verify.arg(folder.join("ca.pem")).arg(&leaf)).succeeds();
        }
        let mut verify = program("openssl");
        verify.args(["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "other.example", "-CAfile"]);
        run(verify.arg(folder.join("ca.pem")).arg(&leaf)).fails();
    }
    assert!(folder.join("client/key.pem").exists());
}

#[test]
fn gnutls_takes_each_leaf_for_its_purpose_and_names() {
    for algorithm in KeyAlgorithm::ALL {
        let bundles = issue(&draft(algorithm.name()), now()).downloaded();
        let certtool = |leaf: &Certificate, purpose: &str, name: Option<&str>| {
            let mut certtool = program("certtool");
            certtool.arg("--verify").arg("--load-ca-certificate").arg(bundles.path(&leaf.bundle, "ca.pem"));
            certtool.args(["--verify-purpose", purpose]).args(name.map(|name| format!("--verify-hostname={name}")));
            run(certtool.arg("--infile").arg(bundles.path(&leaf.bundle, leaf.files().0)))
        };
        let (server_auth, client_auth) = ("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        for server in bundles.of_role("server") {
            for name in &server.names {
                certtool(server, server_auth, Some(&name.replace('*', "a"))).succeeds();
            }
            certtool(server, server_auth, Some("other.example")).fails();
            certtool(server, client_auth, None).fails();
        }
        for client in bundles.of_role("client") {
            certtool(client, client_auth, None).succeeds();
            certtool(client, server_auth, None).fails();
        }
    }
}

/// Python 3.13 has VERIFY_X509_STRICT on by itself; older ones are asked for it.
#[test]
fn python_shakes_hands_in_both_directions_under_strict_rules() {
    for algorithm in KeyAlgorithm::ALL {
        let bundles = issue(&draft(algorithm.name()), now()).downloaded();
        let stranger = issue(&draft(algorithm.name()), now()).downloaded();
        for server in bundles.of_role("server") {
            let server_folder = bundles.folder.join(&server.bundle);
            for client in bundles.of_role("client") {
                let client_folder = bundles.folder.join(&client.bundle);
                let people = shake(&server_folder, &client_folder, &server.names).succeeds();
                assert_eq!(people.lines().collect::<Vec<_>>(), vec![client.name.as_str(); server.names.len()]);
                assert!(shake(&server_folder, &client_folder, &["other.example".into()]).fails().contains("Hostname mismatch"));
                assert!(
                    shake(&server_folder, &stranger.folder.join(&client.bundle), &server.names)
                        .fails()
                        .contains("SSLCertVerificationError")
                );
            }
        }
    }
}

/// A daemon's bundle and a client's, both under strict rules, by each of these names of the daemon.
fn shake(server: &Path, client: &Path, names: &[String]) -> crate::judge::Ran {
    const PYTHON: &str = r"
import ssl, sys
server, client, *names = sys.argv[1:]

def context(protocol, bundle, certificate, key):
    made = ssl.SSLContext(protocol)
    made.verify_flags |= ssl.VERIFY_X509_STRICT
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(f'{bundle}/ca.pem')
    made.load_cert_chain(f'{bundle}/{certificate}', f'{bundle}/{key}')
    return made

for name in names:
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    daemon = context(ssl.PROTOCOL_TLS_SERVER, server, 'server-cert.pem', 'server-key.pem').wrap_bio(up, down, server_side=True)
    person = context(ssl.PROTOCOL_TLS_CLIENT, client, 'cert.pem', 'key.pem').wrap_bio(down, up, server_hostname=name)
    waiting = [person, daemon]
    for turn in range(10):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                pass
    assert not waiting
    person.write(b'GET')
    assert daemon.read() == b'GET'
    print(dict(part[0] for part in daemon.getpeercert()['subject'])['commonName'])
";
    run(program("python3").args(["-c", PYTHON]).args([server, client]).args(names.iter().map(|name| name.replace('*', "a"))))
}

fn says_what_the_record_says(bundles: &Bundles, certificate: &Certificate) {
    let say = |options: &[&str]| {
        let said = x509(bundles, certificate, options);
        said.trim_end().split_once('=').expect("a name and a value").1.to_owned()
    };
    assert_eq!(say(&["-subject", "-nameopt", "RFC2253,utf8,-esc_msb"]), certificate.subject);
    assert_eq!(say(&["-fingerprint", "-sha256"]), certificate.fingerprint);
    assert_eq!(say(&["-startdate", "-dateopt", "iso_8601"]).replace(' ', "T"), certificate.not_before);
    assert_eq!(say(&["-enddate", "-dateopt", "iso_8601"]).replace(' ', "T"), certificate.not_after);
    let serial = say(&["-serial"]);
    assert_eq!(serial, certificate.serial.replace(':', ""));
    assert!(!serial.starts_with('-') && serial.len() <= 2 * 20, "{serial}");
    let different: BTreeSet<&str> = bundles.certificates.iter().map(|one| one.serial.as_str()).collect();
    assert_eq!(different.len(), bundles.certificates.len());
}

fn has_the_extensions_of_its_profile(bundles: &Bundles, certificate: &Certificate) {
    let mut found = extensions(bundles, certificate);
    let key_identifier = |found: &BTreeMap<String, String>| found["X509v3 Subject Key Identifier:"].clone();
    let own = key_identifier(&found);
    let authoritys = key_identifier(&extensions(bundles, &bundles.certificates[0]));
    assert_eq!(own.len(), "XX:".len() * 20 - 1, "{own}");
    assert_eq!(found.remove("X509v3 Subject Key Identifier:"), Some(own));
    assert_eq!(found.remove("X509v3 Authority Key Identifier:"), Some(authoritys));

    let names = |certificate: &Certificate| -> String {
        let kind = |name: &String| {
            if name.parse::<std::net::IpAddr>().is_ok() { format!("IP Address:{}", long(name)) } else { format!("DNS:{name}") }
        };
        certificate.names.iter().map(kind).collect::<Vec<_>>().join(", ")
    };
    let leaf = |purpose: &str, usage: &str| {
        vec![
            ("X509v3 Basic Constraints: critical", "CA:FALSE".into()),
            ("X509v3 Key Usage: critical", usage.into()),
            ("X509v3 Extended Key Usage:", purpose.to_owned()),
        ]
    };
    let mut expected = match certificate.role.as_str() {
        "ca" => vec![
            ("X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:0".into()),
            ("X509v3 Key Usage: critical", "Certificate Sign, CRL Sign".into()),
        ],
        "server" if bundles.spec.key_algorithm.rsa_bits().is_some() => {
            leaf("TLS Web Server Authentication", "Digital Signature, Key Encipherment")
        }
        "server" => leaf("TLS Web Server Authentication", "Digital Signature"),
        _ => leaf("TLS Web Client Authentication", "Digital Signature"),
    };
    if certificate.role == "server" {
        expected.push(("X509v3 Subject Alternative Name:", names(certificate)));
    }
    let expected: BTreeMap<String, String> = expected.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    assert_eq!(found, expected, "{}", certificate.bundle);
}

/// By what `openssl x509 -text` says in front of each: its name and whether it is critical.
fn extensions(bundles: &Bundles, certificate: &Certificate) -> BTreeMap<String, String> {
    let text = x509(bundles, certificate, &["-text", "-certopt", "no_sigdump"]);
    assert!(text.contains("Version: 3 (0x2)"), "{text}");
    let (_, block) = text.split_once("        X509v3 extensions:\n").expect("extensions");
    let mut found = BTreeMap::new();
    let mut name = "";
    for line in block.lines() {
        let indent = line.len() - line.trim_start().len();
        match indent {
            12 => {
                name = line.trim();
                assert!(found.insert(name.to_owned(), String::new()).is_none(), "{name} twice");
            }
            16 => found.get_mut(name).expect("a name before the value").push_str(line.trim()),
            _ => assert!(line.trim().is_empty(), "{line:?} in {text}"),
        }
    }
    found
}

/// As OpenSSL writes addresses: IPv6 without `::`, in capitals.
fn long(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(address) => address.segments().iter().map(|segment| format!("{segment:X}")).collect::<Vec<_>>().join(":"),
        Err(_) => address.to_owned(),
    }
}

fn key_fits_and_is_pkcs8_version_1(bundles: &Bundles, certificate: &Certificate) {
    let key = bundles.path(&certificate.bundle, certificate.files().1);
    run(program("openssl").args(["pkey", "-noout", "-check", "-in"]).arg(&key)).succeeds();
    let structure = run(program("openssl").args(["asn1parse", "-in"]).arg(&key)).succeeds();
    let version = structure.lines().nth(1).expect("a second line");
    assert!(version.contains("prim: INTEGER") && version.trim_end().ends_with(":00"), "{structure}");
    assert!(bundles.read(&certificate.bundle, certificate.files().1).starts_with("-----BEGIN PRIVATE KEY-----\n"));
    let public = run(program("openssl").args(["pkey", "-pubout", "-in"]).arg(&key)).succeeds();
    assert_eq!(x509(bundles, certificate, &["-pubkey"]), public);
}

fn x509(bundles: &Bundles, certificate: &Certificate, options: &[&str]) -> String {
    let file = bundles.path(&certificate.bundle, certificate.files().0);
    run(program("openssl").args(["x509", "-noout", "-in"]).arg(file).args(options)).succeeds()
}

/// `openssl verify` of one leaf, under the authority in its own bundle.
struct Verify {
    authority: std::path::PathBuf,
    file: std::path::PathBuf,
    options: Vec<String>,
}

fn verify(bundles: &Bundles, leaf: &Certificate) -> Verify {
    Verify {
        authority: bundles.path(&leaf.bundle, "ca.pem"),
        file: bundles.path(&leaf.bundle, leaf.files().0),
        options: vec!["-x509_strict".into(), "-no-CApath".into(), "-no-CAstore".into()],
    }
}

impl Verify {
    fn purpose(self, purpose: &str) -> Self {
        self.option("-purpose", purpose)
    }

    /// A wildcard is tried with a name that it stands for.
    fn named(self, name: &str) -> Self {
        let option = if name.parse::<std::net::IpAddr>().is_ok() { "-verify_ip" } else { "-verify_hostname" };
        self.option(option, &name.replace('*', "a"))
    }

    fn at(self, time: u64) -> Self {
        self.option("-attime", &time.to_string())
    }

    fn under(mut self, other: &Bundles) -> Self {
        self.authority = other.authority();
        self
    }

    fn option(mut self, option: &str, value: &str) -> Self {
        self.options.extend([option.to_owned(), value.to_owned()]);
        self
    }

    #[track_caller]
    fn accepts(self) {
        self.run().succeeds();
    }

    #[track_caller]
    fn refuses(self, reason: &str) {
        let said = self.run().fails();
        assert!(said.contains(reason), "{said}");
    }

    fn run(self) -> crate::judge::Ran {
        run(program("openssl").arg("verify").args(self.options).arg("-CAfile").arg(self.authority).arg(self.file))
    }
}

/// The seconds since 1970 of a time in RFC 3339; `date` is the judge.
fn seconds(time: &str) -> u64 {
    run(program("date").args(["-u", "+%s", "-d", time])).succeeds().trim().parse().expect("a number")
}
