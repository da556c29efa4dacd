//! RSA keys of our own generator, as OpenSSL and ring see them.

use std::{collections::BTreeMap, fs};

use dockseal_rsa::{Size, generate, system_random};
use num_bigint::BigUint;
use num_integer::Integer;
use ring::rsa::KeyPair;
use tempfile::tempdir;

use crate::judge::{program, run};

#[test]
fn keys_of_every_size_pass_openssl_and_ring_and_are_as_the_standard_wants_them() {
    for size in Size::ALL {
        let pkcs8 = generate(size, &mut system_random());
        let pair = KeyPair::from_pkcs8(&pkcs8).expect("ring takes it");
        assert_eq!(pair.public().modulus_len() as u32 * 8, size.bits());
        let text = checked_by_openssl(&pkcs8, size);
        let key = numbers(&text);
        follows_fips_186(&key, size);
    }
}

#[test]
#[should_panic(expected = "left: 3")]
fn a_key_with_another_exponent_is_not_as_the_standard_wants_it() {
    let options = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3", "-text"];
    let text = run(program("openssl").arg("genpkey").args(options)).succeeds();
    follows_fips_186(&numbers(&text), Size::Rsa2048);
}

#[test]
fn a_few_keys_pass_openssl_and_share_no_factor() {
    pass_openssl_and_share_no_factor(20);
}

#[test]
#[ignore = "it takes minutes; ask for it by name: cargo test --test it -- --ignored a_thousand_rsa_keys"]
fn a_thousand_rsa_keys_pass_openssl_and_share_no_factor() {
    pass_openssl_and_share_no_factor(1000);
}

fn pass_openssl_and_share_no_factor(count: usize) {
    let key = |_| {
        let pkcs8 = generate(Size::Rsa2048, &mut system_random());
        let text = checked_by_openssl(&pkcs8, Size::Rsa2048);
        let key = numbers(&text);
        follows_fips_186(&key, Size::Rsa2048);
        key["modulus"].clone()
    };
    // The machine has more than one processor.
    let moduli: Vec<BigUint> = std::thread::scope(|scope| {
        let halves = [0..count / 2, count / 2..count].map(|half| scope.spawn(move || half.map(key).collect::<Vec<_>>()));
        halves.into_iter().flat_map(|half| half.join().expect("keys")).collect()
    });
    assert_eq!(moduli.len(), count);
    assert_eq!(with_a_shared_factor(&moduli), [0; 0]);
}

#[test]
fn a_shared_factor_is_found() {
    let moduli = [3_u32 * 5, 7 * 11, 13 * 17, 19 * 11, 23 * 29, 7 * 31, 37 * 37].map(BigUint::from);
    assert_eq!(with_a_shared_factor(&moduli), [1, 3, 5]);
    assert_eq!(with_a_shared_factor(&[15_u32, 15].map(BigUint::from)), [0, 1]);
}

#[test]
fn a_damaged_key_is_refused_by_openssl_and_ring() {
    let mut pkcs8 = generate(Size::Rsa2048, &mut system_random()).to_vec();
    // The last byte of the coefficient.
    *pkcs8.last_mut().expect("a key") ^= 1;
    assert!(KeyPair::from_pkcs8(&pkcs8).is_err());
    openssl(&pkcs8, &["pkey", "-check"]).fails();
}

/// Its text, when `pkey` and `rsa` take it for a key.
#[track_caller]
fn checked_by_openssl(pkcs8: &[u8], size: Size) -> String {
    let text = openssl(pkcs8, &["pkey", "-check", "-text"]).succeeds();
    assert!(text.starts_with(&format!("Key is valid\nPrivate-Key: ({} bit, 2 primes)\n", size.bits())), "{text}");
    let text_of_rsa = openssl(pkcs8, &["rsa", "-check"]).succeeds();
    assert_eq!(text_of_rsa, "RSA key ok\n");
    text
}

fn openssl(pkcs8: &[u8], arguments: &[&str]) -> crate::judge::Ran {
    let folder = tempdir().expect("a folder");
    let file = folder.path().join("key.der");
    fs::write(&file, pkcs8).expect("the key");
    run(program("openssl").args(arguments).args(["-noout", "-inform", "DER", "-in"]).arg(&file))
}

/// What `openssl pkey -text` says of a key: names in a line, and below each its bytes in hexadecimal.
fn numbers(text: &str) -> BTreeMap<&str, BigUint> {
    let mut digits = BTreeMap::<&str, String>::new();
    let mut name = "";
    for line in text.lines() {
        if let Some(bytes) = line.strip_prefix("    ") {
            digits.entry(name).or_default().push_str(&bytes.replace(':', ""));
        } else if let Some((before, after)) = line.split_once(':') {
            name = before;
            if let Some((number, _)) = after.trim().split_once(" (0x") {
                digits.insert(name, format!("{:x}", number.parse::<u64>().expect("a number")));
            }
        }
    }
    let number = |digits: &String| BigUint::parse_bytes(digits.as_bytes(), 16);
    digits.iter().filter_map(|(&name, digits)| Some((name, number(digits)?))).collect()
}

/// FIPS 186-5, A.1.1 and A.1.3.
#[track_caller]
fn follows_fips_186(key: &BTreeMap<&str, BigUint>, size: Size) {
    let (one, two) = (BigUint::from(1_u32), BigUint::from(2_u32));
    let half = size.bits() / 2;
    let [n, e, d, p, q] = ["modulus", "publicExponent", "privateExponent", "prime1", "prime2"].map(|name| &key[name]);
    assert_eq!(*e, BigUint::from(65537_u32));
    assert_eq!(*n, p * q);
    assert_eq!(n.bits(), u64::from(size.bits()));
    for prime in [p, q] {
        assert_eq!(prime.bits(), u64::from(half));
        assert!(prime * prime >= two.pow(size.bits() - 1), "√2 · 2^(nlen/2 − 1)");
        assert_eq!((prime - &one).gcd(e), one);
    }
    assert!(p - q > two.pow(half - 100), "ring wants p to be the larger");
    let lcm = (p - &one).lcm(&(q - &one));
    assert!(*d > two.pow(half) && *d < lcm);
    assert_eq!(e * d % lcm, one);
}

/// The places of those that have a factor in common with another one (Bernstein's batch gcd): of all others' product, only what is left modulo a
/// number's square has to be looked at.
fn with_a_shared_factor(moduli: &[BigUint]) -> Vec<usize> {
    let mut products = moduli.to_vec();
    while products.len() > 1 {
        products = products.chunks(2).map(|pair| pair.iter().product()).collect();
    }
    let shares = |n: &BigUint| (&products[0] % (n * n) / n).gcd(n) != BigUint::from(1_u32);
    (0..moduli.len()).filter(|&place| shares(&moduli[place])).collect()
}
