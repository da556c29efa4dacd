//! The roots of x509-limbo's test cases, by which readers of certificates are tried: each kind that differs from the others, made by its own program
//! (github.com/C2SP/x509-limbo, commit 8a2e6f4). In `tests/field/limbo-roots.txt`, each line has the name of a case and the root in base64.

use dockseal::{
    brought::{self, Cause, Flaw},
    problem::Code,
};

use crate::{
    brought::{file, flaw},
    judge::now,
};

const ROOTS: &str = include_str!("../field/limbo-roots.txt");

/// What is wrong with a root or odd in it, by the name of its case: the others can be gone on with, and nothing is said.
fn expected(case: &str) -> Vec<Cause> {
    let of = Cause::Flaw;
    let (kind, name) = case.rsplit_once("::").expect("a kind and a name");
    let cause = match (kind, name) {
        // Neither is permitted by a name that is none.
        ("rfc5280::nc", "invalid-dnsname-wildcard" | "invalid-dnsname-leading-period" | "invalid-ipv4-address") => of(Flaw::NamesPermitted),
        ("rfc5280::nc", "excluded-match-permitted-and-excluded" | "intermediate-with-san-rejected-by-root-nc") => of(Flaw::NamesPermitted),
        ("rfc5280::nc", name) if name.starts_with("permitted") => of(Flaw::NamesPermitted),
        ("rfc5280::nc", name) if name.starts_with("excluded") => of(Flaw::NamesExcluded),
        (_, "ca-empty-subject") => return vec![of(Flaw::AuthorityNameless), of(Flaw::NotRoot)],
        (_, "negative") => return vec![of(Flaw::AuthorityExpired), of(Flaw::NotRoot)],
        (_, "explicit-curve") => return vec![of(Flaw::AuthorityExpired), Cause::Key(Code::KeySchemeUnsupported)],
        (_, "critical-aki" | "critical-ski" | "root-missing-ski" | "root-non-critical-basic-constraints") => of(Flaw::NotStrict),
        (_, "cve-2024-0567" | "cross-signed-root-missing-aki" | "root-and-intermediate-swapped") => of(Flaw::NotRoot),
        (_, "root-missing-basic-constraints") => of(Flaw::NotAuthority),
        (_, "root-inconsistent-ca-extensions") => of(Flaw::MayNotSign),
        (_, "unknown-critical-extension-root" | "unknown-critical-extension-unrelated-root") => of(Flaw::UnknownCritical),
        (_, "root-has-eku") => of(Flaw::AuthorityPurposes),
        (_, "expired-root") => of(Flaw::AuthorityExpired),
        (_, "forbidden-weak-rsa-key-in-root") => of(Flaw::WeakKey),
        (_, "forbidden-p192-root" | "forbidden-dsa-root" | "forbidden-rsa-not-divisible-by-8-in-root") => {
            Cause::Key(Code::KeySchemeUnsupported)
        }
        _ => return Vec::new(),
    };
    vec![cause]
}

#[test]
fn each_root_of_limbo_is_judged_by_what_is_in_it() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in ROOTS.lines() {
        let (case, base64) = line.split_once(' ').expect("a case and its root");
        let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
        // Without its key and a record, a root that nothing is wrong with is not enough.
        let opened = brought::open_without_key(&[file("root.pem", &pem)], now());
        let found: Vec<Cause> =
            opened.objections.iter().map(|one| one.code).filter(|&code| vec![code] != flaw(Flaw::RecordMissing)).collect();
        if found != expected(case) {
            wrong.push(format!("{case}: {found:?}"));
        }
        assert!(opened.given.is_none(), "{case}");
        seen += usize::from(!found.is_empty());
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!((ROOTS.lines().count(), seen), (43, 36));
}
