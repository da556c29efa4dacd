//! The core without a browser, for the numbers of daemons that the arguments say. Each case is done once to warm up and once more to be timed,
//! and told as a line of JSON, in milliseconds: `files` is the way from the draft to every zip, `check` the self-check after it.
//! benches/main.mjs runs this again and again among the others.

#![allow(clippy::print_stdout, reason = "a command line tool")]

use std::{hint::black_box, time::Instant};

use dockseal::{
    Draft, KeyAlgorithm, Pki, PrivateKey, UnixTime,
    bundle::{self, All, Format},
    guide, verify,
};
use serde_json::json;

const NOW: UnixTime = UnixTime(1_767_225_600);

fn main() {
    // Cargo adds `--bench`.
    let mut numbers: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if numbers.is_empty() {
        numbers = vec![1, 100];
    }
    for daemons in numbers {
        // What RSA keys cost is measured where browsers make them (rsa.mjs).
        for &algorithm in KeyAlgorithm::ALL.iter().filter(|algorithm| algorithm.rsa_bits().is_none()) {
            run(algorithm, daemons);
            let (files, check) = run(algorithm, daemons);
            println!("{}", json!({ "algorithm": algorithm.name(), "daemons": daemons, "files": files, "check": check }));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn run(algorithm: KeyAlgorithm, daemons: usize) -> (f64, f64) {
    let hosts: Vec<_> = (1..=daemons).map(|number| format!("docker-{number}.example.com 2001:db8::{number}")).collect();
    let draft = Draft { hosts: hosts.join("\n"), key_algorithm: algorithm.name().into(), ..Draft::default() };

    let start = Instant::now();
    let spec = draft.parse().spec.expect("the draft has no error");
    let orders = spec.orders();
    let keys = orders.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
    let pki = Pki::issue(orders, keys, NOW).expect("certificates");
    let folders = guide::folders(&spec);
    let bundles = bundle::all(&pki, &folders).expect("bundles");
    let modified = pki.authority.not_before;
    All::new(&folders, Format::Zip, &pki, modified).expect("texts").pieces(&bundles).for_each(|piece| drop(black_box(piece)));
    let files = start.elapsed();

    let start = Instant::now();
    let checks = verify::all(&pki, &bundles, NOW);
    let check = start.elapsed();
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");
    (files.as_secs_f64() * 1000.0, check.as_secs_f64() * 1000.0)
}
