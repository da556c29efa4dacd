//! Keys as other people's programs read and write them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use dockseal::{
    Code, Draft, KeyAlgorithm, PrivateKey,
    bundle::CA_NAME,
    pki::key::{CONVERT, Cost, Derivation, NAME_CURVE, WrittenKey},
};
use num_bigint::BigUint;
use tempfile::TempDir;

use crate::judge::{Bundles, PASSPHRASE, Ran, issue, now, program, run};

/// A passphrase with everything in it that a shell, a terminal or an encoding could change.
const AWKWARD: &str = " pä$$ \"wörd\" '口令' \\ ";

fn encrypted(key_algorithm: &str, ca_key_algorithm: &str, passphrase: &str) -> Bundles {
    let draft = Draft {
        hosts: "docker.example.com".into(),
        key_algorithm: key_algorithm.into(),
        ca_key_algorithm: ca_key_algorithm.into(),
        ca_passphrase: passphrase.to_owned().into(),
        ca_passphrase_repeat: passphrase.to_owned().into(),
        ..Draft::default()
    };
    issue(&draft, now()).downloaded()
}

/// A program that opens an encrypted key and says its public key.
struct Reader {
    name: &'static str,
    read: fn(&Path, &str) -> Ran,
    refusal: &'static str,
}

const READERS: [Reader; 3] = [
    Reader {
        name: "openssl",
        read: |key, passphrase| {
            let mut openssl = program("openssl");
            run(openssl.args(["pkey", "-pubout", "-passin", "env:PASSPHRASE", "-in"]).arg(key).env("PASSPHRASE", passphrase))
        },
        // One time in 256 the padding fits by chance, and it is what is inside that is refused.
        refusal: "Could not read key",
    },
    Reader {
        name: "Python's cryptography",
        read: |key, passphrase| {
            const PYTHON: &str = "
import os, sys
from cryptography.hazmat.primitives import serialization as s
key = s.load_pem_private_key(open(sys.argv[1], 'rb').read(), os.environ['PASSPHRASE'].encode())
print(key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo).decode(), end='')";
            run(program("python3").args(["-c", PYTHON]).arg(key).env("PASSPHRASE", passphrase))
        },
        refusal: "ValueError",
    },
    Reader {
        name: "Go",
        read: |key, passphrase| run(program(GO_READER.1.to_str().expect("a plain path")).arg(key).env("PASSPHRASE", passphrase)),
        refusal: "incorrect password",
    },
];

/// Go's own library reads no encrypted PKCS#8; this is the one that its programs take.
static GO_READER: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    const GO: &str = r#"package main

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"os"

	"github.com/youmark/pkcs8"
)

func main() {
	text, _ := os.ReadFile(os.Args[1])
	block, _ := pem.Decode(text)
	key, err := pkcs8.ParsePKCS8PrivateKey(block.Bytes, []byte(os.Getenv("PASSPHRASE")))
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	der, _ := x509.MarshalPKIXPublicKey(key.(crypto.Signer).Public())
	pem.Encode(os.Stdout, &pem.Block{Type: "PUBLIC KEY", Bytes: der})
}
"#;
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("main.go");
    fs::write(&source, GO).expect("written");
    let binary = folder.path().join("reader");
    let mut go = program("go");
    go.arg("build").arg("-o").arg(&binary).arg(&source);
    run(go.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode").env("GOCACHE", folder.path().join("cache"))).succeeds();
    (folder, binary)
});

#[test]
fn openssl_python_and_go_open_an_encrypted_key_with_its_passphrase_and_no_other() {
    for (key_algorithm, ca_key_algorithm, passphrase) in [("ecdsa-p256", "", PASSPHRASE), ("ecdsa-p256", "rsa-2048", AWKWARD)] {
        let bundles = encrypted(key_algorithm, ca_key_algorithm, passphrase);
        let key = bundles.path(CA_NAME, "ca-key.pem");
        let public = run(program("openssl").args(["x509", "-noout", "-pubkey", "-in"]).arg(bundles.authority())).succeeds();
        for Reader { name, read, refusal } in READERS {
            assert_eq!(read(&key, passphrase).succeeds(), public, "{name}");
            for wrong in [&passphrase[1..], "another"] {
                assert!(read(&key, wrong).fails().contains(refusal), "{name}");
            }
        }
    }
}

#[test]
fn an_encrypted_key_is_what_openssl_writes_itself() {
    let bundles = encrypted("ecdsa-p256", "", PASSPHRASE);
    let key = bundles.path(CA_NAME, "ca-key.pem");
    let structure = |file: &Path| run(program("openssl").args(["asn1parse", "-in"]).arg(file)).succeeds();
    let ours = structure(&key);
    let rounds = format!("INTEGER           :{:06X}", Derivation::ROUNDS.get());
    for part in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", &rounds] {
        assert!(ours.contains(part), "{part} in {ours}");
    }
    let theirs = bundles.folder.join("theirs.pem");
    let mut openssl = program("openssl");
    openssl.args(["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "600000", "-passout", "pass:x", "-in"]);
    run(openssl.arg(bundles.path("client", "key.pem")).arg("-out").arg(&theirs)).succeeds();
    // Tags and algorithms; the lengths and the values differ.
    let shape = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.split_once(": ").map_or("", |(_, rest)| rest).split("[HEX DUMP]").next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(shape(&ours), shape(&structure(&theirs)));
}

#[test]
fn the_authoritys_readme_says_how_to_try_the_passphrase() {
    let bundles = encrypted("ecdsa-p256", "", PASSPHRASE);
    let readme = bundles.read(CA_NAME, "README.txt");
    let line = readme.lines().find(|line| line.contains("openssl ")).expect("the line");
    let tried = |passphrase: &str| {
        let line = line.replace("-in ", &format!("-passin 'pass:{passphrase}' -in "));
        run(program("sh").args(["-c", &line]).current_dir(bundles.folder.join(CA_NAME)))
    };
    assert_eq!(tried(PASSPHRASE).succeeds().trim(), "OK");
    tried("another").fails();
}

#[test]
fn the_authority_with_an_encrypted_key_signs_again() {
    let bundles = encrypted("ecdsa-p256", "", PASSPHRASE);
    let again = bundles.issued_again(now());
    let mut verify = program("openssl");
    verify.args(["verify", "-x509_strict", "-CAfile"]).arg(bundles.authority()).arg(again.path("client", "cert.pem"));
    run(&mut verify).succeeds();
}

/// Keys that openssl has written, in every form that people have them in.
#[test]
fn keys_of_openssl_are_read_in_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let openssl = |arguments: &str| {
        run(program("openssl").args(arguments.split(' ')).current_dir(folder.path())).succeeds();
    };
    for (algorithm, options) in [
        (KeyAlgorithm::Rsa2048, "RSA -pkeyopt rsa_keygen_bits:2048"),
        (KeyAlgorithm::EcdsaP256, "EC -pkeyopt ec_paramgen_curve:P-256"),
        (KeyAlgorithm::EcdsaP384, "EC -pkeyopt ec_paramgen_curve:P-384"),
        (KeyAlgorithm::Ed25519, "ED25519"),
    ] {
        openssl(&format!("genpkey -algorithm {options} -out plain.pem"));
        let mut forms = vec!["plain.pem"];
        if algorithm != KeyAlgorithm::Ed25519 {
            openssl("pkey -traditional -in plain.pem -out traditional.pem");
            forms.push("traditional.pem");
        }
        for (name, options) in [
            ("default.pem", "-v2 aes-256-cbc"),
            ("aes128.pem", "-v2 aes-128-cbc -v2prf hmacWithSHA512"),
            ("sha1.pem", "-v2 aes-256-cbc -v2prf hmacWithSHA1"),
            ("3des.pem", "-v2 des3"),
            ("scrypt.pem", "-scrypt"),
            ("pkcs12.pem", "-v1 PBE-SHA1-3DES"),
        ] {
            openssl(&format!("pkcs8 -topk8 {options} -passout pass:secret -in plain.pem -out {name}"));
            forms.push(name);
        }
        let public = PrivateKey::read(&fs::read_to_string(at("plain.pem")).expect("a key"), "").expect("read").public_key().to_vec();
        for form in forms {
            let text = fs::read_to_string(at(form)).expect("a key");
            let read = PrivateKey::read(&text, "secret").unwrap_or_else(|fault| panic!("{form} of {}: {fault:?}", algorithm.name()));
            assert_eq!((read.algorithm(), read.public_key()), (algorithm, &*public), "{form}");
            let wrong = PrivateKey::read(&text, "Secret").err().map(|fault| fault.code);
            assert_eq!(wrong, text.contains("ENCRYPTED").then_some(Code::KeyWrongPassphrase), "{form} of {}", algorithm.name());
        }
    }
}

#[test]
fn keys_of_openssl_that_cannot_be_read_say_why_and_the_line_that_is_told_helps() {
    let folder = tempfile::tempdir().expect("a folder");
    let openssl = |arguments: &str| {
        run(program("openssl").args(arguments.split(' ')).current_dir(folder.path())).succeeds();
    };
    let read = |name: &str, passphrase: &str| PrivateKey::read(&fs::read_to_string(folder.path().join(name)).expect("a key"), passphrase);
    let code = |name: &str| read(name, "secret").err().map(|fault| fault.code);

    // A cipher that is not read in this form.
    openssl("genrsa -camellia256 -traditional -passout pass:secret -out ca-key.pem 2048");
    let fault = read("ca-key.pem", "secret").expect_err("not read");
    assert_eq!((fault.code, fault.hint.as_deref()), (Code::KeyLegacyEncryption, Some(CONVERT)));
    let line = format!("{CONVERT} -passin pass:secret -passout pass:secret");
    run(program("sh").args(["-c", &line]).current_dir(folder.path())).succeeds();
    assert_eq!(read("ca-key.new.pem", "secret").expect("read").algorithm(), KeyAlgorithm::Rsa2048);

    openssl(
        "pkcs8 -topk8 -v1 PBE-SHA1-RC2-128 -provider legacy -provider default -passin pass:secret -passout pass:secret -in ca-key.pem -out pbes1.pem",
    );
    openssl("pkcs8 -topk8 -v2 camellia-256-cbc -passin pass:secret -passout pass:secret -in ca-key.pem -out camellia.pem");
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out p521.pem");
    openssl("genpkey -algorithm X25519 -out x25519.pem");
    openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out rsa1024.pem");
    openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3 -out exponent3.pem");
    openssl("ecparam -name prime256v1 -genkey -noout -out whole.pem");
    openssl("ec -in whole.pem -no_public -out no-public.pem");
    for name in ["pbes1.pem", "camellia.pem", "p521.pem", "x25519.pem", "rsa1024.pem", "exponent3.pem", "no-public.pem"] {
        assert_eq!(code(name), Some(Code::KeySchemeUnsupported), "{name}");
    }
    assert_eq!(code("whole.pem"), None);
}

/// Wycheproof's RSA keys: of every length and exponent, and damaged in no way.
#[test]
fn wycheproofs_rsa_keys_are_read_as_far_as_such_are_made_here() {
    let mut keys = Vec::new();
    for name in wycheproof::rsa_oaep::TestName::all() {
        let groups = wycheproof::rsa_oaep::TestSet::load(name).expect("tests").test_groups;
        keys.extend(groups.into_iter().map(|group| (group.pem, group.key)));
    }
    for name in wycheproof::rsa_pkcs1_decrypt::TestName::all() {
        let groups = wycheproof::rsa_pkcs1_decrypt::TestSet::load(name).expect("tests").test_groups;
        keys.extend(groups.into_iter().map(|group| (group.pem, group.key)));
    }
    let mut read = 0;
    for (pem, numbers) in &keys {
        let modulus = BigUint::from_bytes_be(&numbers.n);
        let is_usual = BigUint::from_bytes_be(&numbers.e) == BigUint::from(65537_u32);
        match PrivateKey::read(pem, "") {
            Ok(key) => {
                assert!(is_usual && key.algorithm().rsa_bits().map(u64::from) == Some(modulus.bits()), "{pem}");
                // RFC 8017, appendix A.1.1: the public key has the modulus.
                let octets = modulus.to_bytes_be();
                assert!(key.public_key().windows(octets.len()).any(|window| window == octets), "{pem}");
                read += 1;
            }
            Err(fault) => {
                assert_eq!(fault.code, Code::KeySchemeUnsupported, "{pem}");
                assert!(!is_usual || ![2048, 3072, 4096].contains(&modulus.bits()), "{pem}");
            }
        }
    }
    assert!(read >= 10 && read < keys.len(), "{read} of {}", keys.len());
}

#[test]
fn lines_of_any_length_are_read_and_what_was_cut_or_changed_is_damaged() {
    let key = PrivateKey::generate(KeyAlgorithm::Rsa2048).expect("a key");
    let pem = key.to_pem();
    let lines: Vec<&str> = pem.lines().collect();
    let body = lines[1..lines.len() - 1].concat();
    let with = |body: &str| format!("{}\n{body}\n{}\n", lines[0], lines[lines.len() - 1]);
    let columns = |count: usize| body.as_bytes().chunks(count).map(|line| String::from_utf8_lossy(line).into_owned()).collect::<Vec<_>>();
    for text in [with(&body), with(&columns(76).join("\r\n")), with(&columns(64).join("  \n  "))] {
        assert_eq!(PrivateKey::read(&text, "").expect("read").public_key(), key.public_key());
    }
    let changed = if body.as_bytes()[400] == b'A' { "B" } else { "A" };
    for text in [with(&body[4..]), with(&body[..body.len() - 4]), with(&format!("{}{changed}{}", &body[..400], &body[401..]))] {
        assert_eq!(PrivateKey::read(&text, "").err().map(|fault| fault.code), Some(Code::KeyDamaged));
    }
}

/// An `EncryptedPrivateKeyInfo` by PBES2, of which openssl has written every number: one that it would not make itself too.
struct Encrypted {
    folder: TempDir,
    salt: String,
    iv: String,
    data: String,
}

impl Encrypted {
    /// A key of 16-octet blocks under the passphrase "secret", encrypted by openssl with these options.
    fn by(options: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let openssl = |arguments: &str| run(program("openssl").args(arguments.split(' ')).current_dir(folder.path())).succeeds();
        openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out plain.pem");
        let made = || {
            openssl(&format!("pkcs8 -topk8 -v2 aes-256-cbc {options} -passout pass:secret -in plain.pem -out key.pem"));
            let parts = openssl("asn1parse -in key.pem");
            let octets = parts.lines().filter_map(|line| Some(line.split_once("[HEX DUMP]:")?.1.to_owned()));
            <[String; 3]>::try_from(octets.collect::<Vec<_>>()).ok()
        };
        // A salt that happens to be letters is shown as a text: then another one is made.
        let [salt, iv, data] = (0..4).find_map(|_| made()).expect("salt, iv and data");
        Self { folder, salt, iv, data }
    }

    /// The key as openssl has written it.
    fn unchanged(&self) -> String {
        fs::read_to_string(self.folder.path().join("key.pem")).expect("a key")
    }

    /// The key with other numbers after the salt, and this much of the data, in hexadecimal digits.
    fn with(&self, function: &str, numbers: &[&str], digits: usize) -> String {
        let Self { folder, salt, iv, data } = self;
        let numbers: String = numbers.iter().enumerate().map(|(place, number)| format!("n{place} = INTEGER:{number}\n")).collect();
        let hash = if function == "PBKDF2" { "hash = SEQUENCE:hash\n" } else { "" };
        let configuration = format!(
            "asn1 = SEQUENCE:key\n\
             [key]\nscheme = SEQUENCE:scheme\ndata = FORMAT:HEX,OCTETSTRING:{}\n\
             [scheme]\noid = OID:PBES2\nparameters = SEQUENCE:parameters\n\
             [parameters]\nfunction = SEQUENCE:function\ncipher = SEQUENCE:cipher\n\
             [function]\noid = OID:{function}\nparameters = SEQUENCE:numbers\n\
             [numbers]\nsalt = FORMAT:HEX,OCTETSTRING:{salt}\n{numbers}{hash}\
             [hash]\noid = OID:hmacWithSHA256\nnothing = NULL\n\
             [cipher]\noid = OID:aes-256-cbc\niv = FORMAT:HEX,OCTETSTRING:{iv}\n",
            &data[..digits.min(data.len())]
        );
        fs::write(folder.path().join("key.conf"), configuration).expect("written");
        let mut openssl = program("openssl");
        run(openssl.args(["asn1parse", "-genconf", "key.conf", "-noout", "-out", "key.der"]).current_dir(folder.path())).succeeds();
        let base64 = run(program("openssl").args(["base64", "-in", "key.der"]).current_dir(folder.path())).succeeds();
        format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{base64}-----END ENCRYPTED PRIVATE KEY-----\n")
    }
}

const WHOLE: usize = usize::MAX;

/// One for each limit of what is read.
pub fn beyond_every_limit() -> Vec<String> {
    let (pbkdf2, scrypt) = (Encrypted::by("-iter 2048"), Encrypted::by("-scrypt"));
    let written_out = run(program("openssl").args(["ecparam", "-name", "prime256v1", "-genkey", "-param_enc", "explicit"])).succeeds();
    vec![
        " ".repeat(WrittenKey::MAX_OCTETS + 1),
        written_out,
        pbkdf2.with("PBKDF2", &["0"], WHOLE),
        pbkdf2.with("PBKDF2", &["2147483647"], WHOLE),
        scrypt.with("id-scrypt", &["1048576", "8", "1"], WHOLE),
    ]
}

/// What it costs to open it, or why it is not opened, whatever the passphrase.
fn cost(text: &str) -> Result<(u64, u64), Code> {
    let cost = WrittenKey::find(text).map(|key| key.cost().expect("encrypted")).map_err(|fault| fault.code)?;
    Ok((cost.rounds, cost.memory))
}

#[test]
fn what_it_costs_to_open_a_key_is_known_before_it_is_opened() {
    let encrypted = Encrypted::by("-iter 2048");
    assert_eq!(cost(&encrypted.unchanged()), Ok((2048, 0)));
    assert_eq!(encrypted.with("PBKDF2", &["2048"], WHOLE), encrypted.unchanged(), "the test writes what openssl writes");
    let scrypt = Encrypted::by("-scrypt");
    assert_eq!(cost(&scrypt.unchanged()), Ok((4 * 16384 * 8, 128 * 8 * (16384 + 1))));
    assert_eq!(scrypt.with("id-scrypt", &["16384", "8", "1"], WHOLE), scrypt.unchanged(), "the test writes what openssl writes");
    for key in [encrypted, scrypt] {
        PrivateKey::read(&key.unchanged(), "secret").expect("opened");
        let plain = fs::read_to_string(key.folder.path().join("plain.pem")).expect("a key");
        assert_eq!(WrittenKey::find(&plain).expect("found").cost(), None);
    }
}

#[test]
fn rounds_of_pbkdf2_have_an_end() {
    let key = Encrypted::by("-iter 2048");
    let code = |rounds: &str| cost(&key.with("PBKDF2", &[rounds], WHOLE)).err();
    let most = Cost::MAX_ROUNDS;
    assert_eq!(code(&most.to_string()), None);
    for rounds in [&(most + 1).to_string(), "2147483648", "4294967296", "0x10000000000000000", "0xffffffffffffffffffffffffffffffffffff"] {
        assert_eq!(code(rounds), Some(Code::KeyRoundsTooMany), "{rounds}");
    }
    assert_eq!(code("0"), Some(Code::KeyParametersBad));
}

#[test]
fn a_key_with_too_many_rounds_is_read_after_the_command_that_is_told() {
    let key = Encrypted::by(&format!("-iter {}", Cost::MAX_ROUNDS + 1));
    let fault = PrivateKey::read(&key.unchanged(), "secret").expect_err("not read");
    assert_eq!((fault.code, fault.hint.as_deref()), (Code::KeyRoundsTooMany, Some(CONVERT)));
    fs::rename(key.folder.path().join("key.pem"), key.folder.path().join("ca-key.pem")).expect("renamed");
    let line = format!("{CONVERT} -passin pass:secret -passout pass:secret");
    run(program("sh").args(["-c", &line]).current_dir(key.folder.path())).succeeds();
    let converted = fs::read_to_string(key.folder.path().join("ca-key.new.pem")).expect("a key");
    PrivateKey::read(&converted, "secret").expect("opened");
}

#[test]
fn memory_and_time_of_scrypt_have_an_end_and_what_is_no_scrypt_is_no_wrong_passphrase() {
    let key = Encrypted::by("-scrypt");
    let code = |numbers: &[&str]| cost(&key.with("id-scrypt", numbers, WHOLE)).err();
    for fine in [["16384", "8", "1"], ["131072", "8", "1"], ["65536", "8", "2"], ["8192", "8", "10"], ["2", "1", "1"]] {
        assert_eq!(code(&fine), None, "{fine:?}");
    }
    for bad in [["0", "8", "1"], ["1", "8", "1"], ["16383", "8", "1"], ["16384", "0", "1"], ["16384", "8", "0"]] {
        assert_eq!(code(&bad), Some(Code::KeyParametersBad), "{bad:?}");
    }
    for large in [
        ["1048576", "8", "1"],
        ["262144", "8", "1"],
        ["131072", "8", "3"],
        ["0x10000000000", "8", "1"],
        ["16384", "65535", "1"],
        ["16384", "8", "65535"],
        ["2", "65535", "65535"],
        ["16384", "0x100000000", "1"],
        ["0x8000000000000000", "0x8000000000000000", "0x8000000000000000"],
    ] {
        assert_eq!(code(&large), Some(Code::KeyScryptTooLarge), "{large:?}");
    }
    // OpenSSL opens what we do not call bad or large.
    PrivateKey::read(&key.with("id-scrypt", &["16384", "8", "1"], WHOLE), "secret").expect("opened");
}

#[test]
fn a_length_that_does_not_fit_the_cipher_and_cut_data_are_no_wrong_passphrase() {
    for (key, function, numbers) in
        [(Encrypted::by("-iter 2048"), "PBKDF2", ["2048"].as_slice()), (Encrypted::by("-scrypt"), "id-scrypt", &["16384", "8", "1"])]
    {
        let code = |length: Option<&str>, digits| cost(&key.with(function, &[numbers, length.as_slice()].concat(), digits)).err();
        assert_eq!(code(None, WHOLE), None);
        assert_eq!(code(Some("32"), WHOLE), None);
        assert_eq!(code(Some("16"), WHOLE), Some(Code::KeyParametersBad));
        for digits in [2, 30, 34, key.data.len() - 2] {
            assert_eq!(code(None, digits), Some(Code::KeyDamaged), "{digits}");
        }
    }
}

#[test]
fn a_curve_that_is_written_out_is_said_and_named_by_the_command_that_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let openssl = |arguments: &str| {
        run(program("openssl").args(arguments.split(' ')).current_dir(folder.path())).succeeds();
    };
    let read = |name: &str| PrivateKey::read(&fs::read_to_string(folder.path().join(name)).expect("a key"), "secret");
    openssl("ecparam -name prime256v1 -genkey -param_enc explicit -out sec1.pem");
    openssl("pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem");
    openssl("pkcs8 -topk8 -passout pass:secret -in sec1.pem -out encrypted.pem");
    for name in ["sec1.pem", "pkcs8.pem", "encrypted.pem"] {
        let fault = read(name).expect_err("not read");
        assert_eq!((fault.code, fault.hint.as_deref()), (Code::KeyCurveWrittenOut, Some(NAME_CURVE)), "{name}");
        fs::copy(folder.path().join(name), folder.path().join("ca-key.pem")).expect("copied");
        let line = format!("{NAME_CURVE} -passin pass:secret");
        run(program("sh").args(["-c", &line]).current_dir(folder.path())).succeeds();
        assert_eq!(read("ca-key.new.pem").expect("read").algorithm(), KeyAlgorithm::EcdsaP256, "{name}");
    }
}

#[test]
fn a_text_with_a_key_may_be_long_but_not_too_long() {
    let pem = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key").to_pem();
    let filled = |length: usize| "x".repeat(length - pem.len()) + &pem;
    PrivateKey::read(&filled(WrittenKey::MAX_OCTETS), "").expect("read");
    let fault = PrivateKey::read(&filled(WrittenKey::MAX_OCTETS + 1), "").expect_err("not read");
    assert_eq!((fault.code, fault.hint.as_deref()), (Code::KeyFileTooLong, Some("64")));
}

/// As deep as fits: each level is a SEQUENCE around the next.
#[test]
fn a_key_of_nothing_but_nesting_is_damaged() {
    let mut der = Vec::new();
    while der.len() < 48_000 {
        let length = u32::try_from(der.len()).expect("small").to_be_bytes();
        der.splice(..0, [&[0x30, 0x84], length.as_slice()].concat());
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("key.der"), &der).expect("written");
    let base64 = run(program("openssl").args(["base64", "-in", "key.der"]).current_dir(folder.path())).succeeds();
    for label in ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"] {
        let text = format!("-----BEGIN {label}-----\n{}-----END {label}-----\n", base64.replace('\n', ""));
        assert!(text.len() <= WrittenKey::MAX_OCTETS, "{}", text.len());
        assert_eq!(PrivateKey::read(&text, "secret").err().map(|fault| fault.code), Some(Code::KeyDamaged), "{label}");
    }
}
