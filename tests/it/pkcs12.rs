//! PKCS#12 that openssl and Python make: an authority with its key comes out of it, and what does not says why. And PKCS#12 that is written here: openssl,
//! GnuTLS, Python, Node.js, curl and Java take it, up to a real dockerd.

use dockseal::{
    Draft, KeyAlgorithm,
    brought::{self, Cause, Control, Flaw, Opened},
    pki::pkcs12::{self, Readers},
    problem::Code,
};
use tempfile::TempDir;

use crate::{
    brought::{content, draft, errors, file, files_of, flaw, go_on, made_by, opens, openssl_accepts},
    dockerd::Site,
    judge::{Issued, issue},
    judge::{now, program, run},
    machine::User,
};

const AUTHORITY: &str = "openssl ecparam -name prime256v1 -genkey -noout -out key.pem
     openssl req -new -x509 -key key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign -out ca.pem
     pack() { openssl pkcs12 -export -in ca.pem -inkey key.pem -name ours -passout pass:secret \"$@\"; }\n";

fn warns(opened: &Opened, flaw: Flaw) -> bool {
    opened.objections.iter().any(|one| one.code == Cause::Flaw(flaw))
}

/// Signs under it, and has openssl try the key that is written with the authority. Whether that is encrypted.
fn signs(folder: &TempDir, name: &str, passphrase: &str) -> bool {
    let given = opens(&files_of(folder, &[name]), passphrase);
    assert_eq!(given.certificate.name, "ours", "{name}");
    let (_, bundles) = go_on(given, &draft("a.example", "anna"), &[], now());
    openssl_accepts(&bundles, "anna-client", "sslclient", &["-x509_strict"]);
    let key = content(&bundles, "ca", "ca-key.pem");
    std::fs::write(folder.path().join("again.pem"), &key).expect("a file");
    let password = format!("pass:{passphrase}");
    run(program("openssl").args(["pkey", "-in", "again.pem", "-passin", &password, "-noout"]).current_dir(folder.path())).succeeds();
    key.contains("ENCRYPTED")
}

#[test]
fn an_authority_and_its_key_come_out_of_every_form_that_is_written_today_and_of_3des() {
    let forms = [
        ("", false),
        ("-macalg sha1", false),
        ("-macalg sha384", false),
        ("-macalg sha512 -maciter -iter 5000", false),
        ("-nomac", false),
        ("-nomaciter", false),
        ("-certpbe NONE", false),
        ("-certpbe AES-128-CBC -keypbe DES-EDE3-CBC", false),
        ("-keypbe NONE", false),
        ("-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1", true),
        ("-certpbe PBE-SHA1-3DES -keypbe AES-256-CBC", false),
    ];
    let script: String = forms.iter().enumerate().map(|(place, (form, _))| format!("pack {form} -out {place}.p12\n")).collect();
    let folder = made_by(&format!("{AUTHORITY}{script}"));
    for (place, (form, is_weak)) in forms.into_iter().enumerate() {
        let name = format!("{place}.p12");
        assert_eq!(signs(&folder, &name, "secret"), form != "-keypbe NONE", "{form}");
        let opened = brought::open(&files_of(&folder, &[&name]), "secret", now());
        assert_eq!(warns(&opened, Flaw::WeakEncryption), is_weak, "{form}");
        for (wrong, cause) in [("secre", Cause::Key(Code::KeyWrongPassphrase)), ("", Cause::Flaw(Flaw::PassphraseNeeded))] {
            let opened = brought::open(&files_of(&folder, &[&name]), wrong, now());
            assert_eq!(errors(&opened), [cause], "{form} {wrong}");
            assert_eq!(opened.objections[0].field, Control::AuthorityPassphrase, "{form}");
        }
    }
}

#[test]
fn a_passphrase_may_be_empty_or_have_any_characters() {
    let folder = made_by(&format!(
        "{AUTHORITY}openssl pkcs12 -export -in ca.pem -inkey key.pem -passout pass: -out empty.p12
         openssl pkcs12 -export -in ca.pem -inkey key.pem -passout pass: -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -out empty-3des.p12
         openssl pkcs12 -export -in ca.pem -inkey key.pem -passout 'pass:密码 😀' -out any.p12
         openssl pkcs12 -export -in ca.pem -inkey key.pem -passout 'pass:密码 😀' -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -out any-3des.p12"
    ));
    for name in ["empty.p12", "empty-3des.p12"] {
        assert!(!signs(&folder, name, ""), "{name}");
        assert_eq!(errors(&brought::open(&files_of(&folder, &[name]), "x", now())), [Cause::Key(Code::KeyWrongPassphrase)], "{name}");
    }
    for name in ["any.p12", "any-3des.p12"] {
        assert!(signs(&folder, name, "密码 😀"), "{name}");
    }
}

#[test]
fn what_is_in_it_is_judged_as_files_are() {
    let folder = made_by(&format!(
        "{AUTHORITY}openssl ecparam -name prime256v1 -genkey -noout -out leaf-key.pem
         openssl req -new -key leaf-key.pem -subj /CN=leaf -out leaf.csr
         openssl x509 -req -in leaf.csr -CA ca.pem -CAkey key.pem -CAcreateserial -out leaf.pem 2>/dev/null
         openssl ecparam -name prime256v1 -genkey -noout -out other.pem
         openssl req -new -x509 -key other.pem -subj /CN=other -out other-ca.pem
         openssl pkcs12 -export -nokeys -in ca.pem -passout pass:secret -out no-key.p12
         openssl pkcs12 -export -in leaf.pem -inkey leaf-key.pem -passout pass:secret -out leaf.p12
         openssl pkcs12 -export -in leaf.pem -inkey leaf-key.pem -certfile ca.pem -passout pass:secret -out chain.p12
         pack -certfile other-ca.pem -out several.pfx
         pack -out ca.p12
         mkdir folder && cp ca.p12 folder/my-ca.p12 && tar -cf ca.tar folder
         head -c 700 ca.p12 >cut.p12"
    ));
    let opened = |names: &[&str]| brought::open(&files_of(&folder, names), "secret", now());
    assert_eq!(errors(&opened(&["no-key.p12"])), flaw(Flaw::AuthorityKeyMissing));
    assert_eq!(errors(&opened(&["leaf.p12"])), flaw(Flaw::NotAuthority));
    assert_eq!(errors(&opened(&["chain.p12"])), flaw(Flaw::FilesOfMachines));
    assert_eq!(errors(&opened(&["cut.p12"])), flaw(Flaw::Pkcs12));
    assert_eq!(opened(&["several.pfx"]).given.map(|given| given.certificate.name), Some("ours".into()));
    assert!(signs(&folder, "ca.tar", "secret"));
    // The key in one file, the certificate in another; and the leaf's is on record without a record.
    assert!(opened(&["no-key.p12", "key.pem"]).given.is_some());
    assert_eq!(opened(&["ca.p12", "leaf.p12"]).given.map(|given| given.kept.manifest.certificates.len()), Some(1));
}

#[test]
fn without_its_passphrase_it_is_left_out_and_that_is_said_at_the_files() {
    let folder = made_by(&format!(
        "{AUTHORITY}openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout anna-key.pem -subj /CN=anna -out anna.csr 2>/dev/null
         echo extendedKeyUsage=clientAuth >anna.ext
         openssl x509 -req -in anna.csr -CA ca.pem -CAkey key.pem -CAcreateserial -extfile anna.ext -out anna.pem 2>/dev/null
         pack -out ca.p12
         openssl pkcs12 -export -in ca.pem -inkey key.pem -passout pass: -out open.p12"
    ));
    let opened = |names: &[&str]| brought::open_without_key(&files_of(&folder, names), now());
    let alone = opened(&["ca.p12"]);
    assert_eq!(errors(&alone), flaw(Flaw::Pkcs12Locked));
    assert_eq!((alone.objections[0].field, alone.objections[0].value.as_deref()), (Control::AuthorityFiles, Some("ca.p12")));
    let beside = opened(&["ca.p12", "ca.pem", "anna.pem"]);
    assert!(beside.given.is_some() && warns(&beside, Flaw::Pkcs12Locked));
    let open = opened(&["open.p12", "anna.pem"]);
    assert!(open.given.is_some() && !warns(&open, Flaw::Pkcs12Locked));
}

#[test]
fn what_is_too_old_or_too_costly_says_so_with_the_command_that_unpacks_it() {
    let folder = made_by(&format!(
        "{AUTHORITY}pack -legacy -out old.p12
         pack -legacy -certpbe NONE -keypbe PBE-SHA1-RC2-40 -out old-key.p12
         pack -iter 100000 -out costly.p12"
    ));
    for name in ["old.p12", "old-key.p12"] {
        let opened = brought::open(&files_of(&folder, &[name]), "secret", now());
        assert_eq!(errors(&opened), flaw(Flaw::Pkcs12TooOld), "{name}");
        let command = opened.objections[0].hint.clone().expect("a command");
        let command = command.replace("-out", "-passin pass:secret -passout pass:secret -out");
        run(program("sh").args(["-euc", &command]).current_dir(folder.path())).succeeds();
        assert!(opens(&files_of(&folder, &["ca-and-key.pem"]), "secret").kept.is_locked, "{name}");
    }
    // Each number of rounds is allowed, and all of them together are not.
    const ROUNDS: [u8; 5] = [2, 3, 1, 0x86, 0xa0];
    let mut octets = std::fs::read(folder.path().join("costly.p12")).expect("a file");
    let places: Vec<usize> = (0..octets.len()).filter(|&at| octets[at..].starts_with(&ROUNDS)).collect();
    assert_eq!(places.len(), 3, "of the certificate, the key and the sum");
    for at in places {
        octets[at + 2..at + ROUNDS.len()].copy_from_slice(&[0x7f, 0xff, 0xff]);
    }
    let opened = brought::open(&[file("costly.p12", &octets)], "secret", now());
    assert_eq!(errors(&opened), [Cause::Key(Code::KeyRoundsTooMany)]);
    assert!(opened.objections[0].hint.as_ref().is_some_and(|hint| hint.starts_with("openssl pkcs12 -in costly.p12 ")));
}

#[test]
fn what_python_writes_is_opened() {
    let folder = made_by(&format!(
        "{AUTHORITY}python3 - <<'END'
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, PrivateFormat, load_pem_private_key, pkcs12
key = load_pem_private_key(open('key.pem', 'rb').read(), None)
certificate = x509.load_pem_x509_certificate(open('ca.pem', 'rb').read())
pbes = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(3000)
old = pbes.key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1())
forms = {{'best': BestAvailableEncryption(b'secret'), 'none': NoEncryption(), '3des': old.build(b'secret')}}
for name, form in forms.items():
    open(name + '.p12', 'wb').write(pkcs12.serialize_key_and_certificates(b'ours', key, certificate, None, form))
END"
    ));
    assert!(signs(&folder, "best.p12", "secret"));
    assert!(signs(&folder, "3des.p12", "secret"));
    // There is no passphrase, and one that is typed does not matter.
    assert!(!signs(&folder, "none.p12", ""));
}

const PASSPHRASE: &str = "it's \"密码\" 😀";

fn draft_of(algorithm: KeyAlgorithm) -> Draft {
    Draft { hosts: "docker.example.com".into(), clients: "anna".into(), key_algorithm: algorithm.name().into(), ..Draft::default() }
}

/// The only client's file.
fn written(issued: &Issued, passphrase: &str, readers: Readers) -> Vec<u8> {
    let client = issued.pki.leaves.iter().find(|leaf| leaf.folder == "anna-client").expect("the client's");
    let key = client.key.private().expect("a key");
    pkcs12::write(key, &client.der, &issued.pki.authority.der, &client.name, passphrase, readers).expect("a file")
}

#[test]
fn openssl_gnutls_and_python_read_what_is_written_for_a_client() {
    for (algorithm, readers) in [
        (KeyAlgorithm::EcdsaP256, Readers::Today),
        (KeyAlgorithm::EcdsaP384, Readers::Old),
        (KeyAlgorithm::Ed25519, Readers::Today),
        (KeyAlgorithm::Rsa2048, Readers::Old),
    ] {
        let issued = issue(&draft_of(algorithm), now());
        let folder = issued.downloaded();
        let name = format!("{}.p12", readers.name());
        std::fs::write(folder.folder.join(&name), written(&issued, PASSPHRASE, readers)).expect("a file");
        let openssl = |options: &[&str]| {
            let mut openssl = program("openssl");
            openssl.args(["pkcs12", "-in", &name]).args(options).current_dir(&folder.folder);
            run(&mut openssl)
        };
        let password = format!("pass:{PASSPHRASE}");
        let told = openssl(&["-info", "-noout", "-passin", &password]);
        let said = match readers {
            Readers::Today => ["MAC: sha256, Iteration 300000", "PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256"],
            Readers::Old => ["MAC: sha1, Iteration 300000", "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 300000"],
        };
        assert!(told.code == Some(0) && said.iter().all(|line| told.err.contains(line)), "{algorithm:?} {told}");
        let inside = openssl(&["-nodes", "-passin", &password]).succeeds();
        for file in ["ca.pem", "cert.pem", "key.pem"] {
            assert!(inside.contains(folder.read("anna-client", file).trim()), "{algorithm:?} {file}");
        }
        assert!(inside.matches("friendlyName: anna").count() == 2, "{inside}");
        assert!(openssl(&["-noout", "-passin", "pass:another"]).fails().contains("invalid password"));
        let mut certtool = program("certtool");
        certtool.args(["--p12-info", "--inder", "--infile", &name, "--password", PASSPHRASE]).current_dir(&folder.folder);
        run(&mut certtool).succeeds();
        let script = "import sys
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
found = pkcs12.load_pkcs12(open(sys.argv[1], 'rb').read(), sys.argv[2].encode())
keys = [key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for key in (found.key.public_key(), found.cert.certificate.public_key())]
print(found.cert.friendly_name.decode(), len(found.additional_certs), keys[0] == keys[1])";
        let mut python = program("python3");
        python.args(["-c", script, &name, PASSPHRASE]).current_dir(&folder.folder);
        assert_eq!(run(&mut python).succeeds(), "anna 1 True\n", "{algorithm:?}");
    }
}

/// Java's own TLS, with what its programs are given: a PKCS#12, or a certificate and a key in PEM; and a CA in PEM. It prints what the daemon answers.
const JAVA: &str = r#"import java.io.FileInputStream;
import java.net.URL;
import java.nio.file.*;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.*;

public class Version {
    static Certificate certificate(String file) throws Exception {
        try (var in = new FileInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    static KeyStore empty() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static KeyStore ofPem(Path folder) throws Exception {
        var base64 = Files.readString(folder.resolve("key.pem")).replaceAll("-----.*-----|\\s", "");
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        var store = empty();
        store.setKeyEntry("key", key, new char[0], new Certificate[] {certificate(folder.resolve("cert.pem").toString())});
        return store;
    }

    public static void main(String[] words) throws Exception {
        var password = words.length > 2 ? words[2].toCharArray() : new char[0];
        KeyStore store;
        if (password.length == 0) {
            store = ofPem(Path.of(words[1]));
        } else {
            store = KeyStore.getInstance("PKCS12");
            try (var in = new FileInputStream(words[1])) {
                store.load(in, password);
            }
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var trusted = empty();
        trusted.setCertificateEntry("ca", certificate(words[0]));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var connection = (HttpsURLConnection) new URL("https://docker.example.com:2376/version").openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        System.out.println(new String(connection.getInputStream().readAllBytes()));
    }
}
"#;

#[test]
fn a_real_daemon_lets_in_whoever_has_it_and_nobody_who_has_one_of_another_authority() {
    let [ours, theirs] = [(); 2].map(|()| issue(&draft_of(KeyAlgorithm::EcdsaP256), now()));
    let bundles = ours.downloaded();
    let site = Site::open(&bundles, 0);
    let client = &bundles.spec.clients[0];
    site.unpack(client);
    site.machine.give(User::Person("anna"), "Version.java", JAVA.as_bytes());
    let running = site.start();
    for (whose, issued, readers) in [("ours", &ours, Readers::Today), ("ours", &ours, Readers::Old), ("theirs", &theirs, Readers::Today)] {
        let file = format!("{whose}-{}.p12", readers.name());
        site.machine.give(User::Person("anna"), &file, &written(issued, "a plain passphrase", readers));
        let curl = format!(
            "curl -sS --cacert .docker/anna-client/ca.pem --cert-type P12 --cert '{file}:a plain passphrase' https://docker.example.com:2376/version"
        );
        let script = "const [file, ca] = process.argv.slice(1); const read = require('fs').readFileSync; require('https').get({ host: 'docker.example.com', port: 2376, path: '/version', pfx: read(file), passphrase: 'a plain passphrase', ca: read(ca) }, (answer) => answer.pipe(process.stdout)).on('error', (error) => { console.log(String(error)); process.exit(1); });";
        let java = format!("java Version.java .docker/anna-client/ca.pem {file} 'a plain passphrase'");
        for command in [curl, java, format!("node -e \"{script}\" {file} .docker/anna-client/ca.pem")] {
            let ran = site.type_as(client, &command);
            assert_eq!((ran.code == Some(0), ran.out.contains("ApiVersion")), (whose == "ours", whose == "ours"), "{command} {ran}");
        }
    }
    let java = |ca: &str| site.type_as(client, &format!("java Version.java {ca} .docker/anna-client"));
    assert!(java(".docker/anna-client/ca.pem").succeeds().contains("ApiVersion"));
    site.machine.give(User::Person("anna"), "other.pem", theirs.downloaded().read("anna-client", "ca.pem").as_bytes());
    assert!(java("other.pem").fails().contains("SSLHandshakeException"));
    running.stop();
}
