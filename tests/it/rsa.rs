//! RSA keys of our own generator, as OpenSSL and ring see them.

use std::{fs, path::Path};

use dockseal_rsa::{Size, generate, system_random};
use ring::rsa::KeyPair;
use tempfile::tempdir;

use crate::judge::{program, run};

#[test]
fn keys_of_every_size_pass_openssl_and_ring() {
    let folder = tempdir().expect("a folder");
    for size in Size::ALL {
        let pkcs8 = generate(size, &mut system_random());
        let file = folder.path().join("key.der");
        fs::write(&file, &pkcs8).expect("the key");
        passes_openssl(&file, size);
        let pair = KeyPair::from_pkcs8(&pkcs8).expect("ring takes it");
        assert_eq!(pair.public().modulus_len() as u32 * 8, size.bits());
    }
}

fn passes_openssl(file: &Path, size: Size) {
    let openssl =
        |what: &str, options: &[&str]| run(program("openssl").args([what, "-check", "-inform", "DER", "-in"]).arg(file).args(options));
    let text = openssl("pkey", &["-text", "-noout"]).succeeds();
    assert!(text.starts_with(&format!("Key is valid\nPrivate-Key: ({} bit, 2 primes)\n", size.bits())), "{text}");
    assert!(openssl("rsa", &["-noout"]).succeeds().contains("RSA key ok"));
}
