//! What comes in with a dependency, judged by cargo-deny and the rules in deny.toml.

use std::{fs, path::Path, process::Command};

use crate::{
    judge::{Ran, run},
    tidy::repository,
};

/// Advisories are left out: their database is on the web. `cargo` brings what it needs, from where the rest came from.
fn cargo_deny(rules: &Path) -> Ran {
    let program = repository().join("target/tools/python/bin/cargo-deny");
    assert!(program.exists(), "cargo-deny is missing: `cargo xtask setup` installs it");
    let mut deny = Command::new(program);
    deny.args(["--color", "never", "--config"]).arg(rules).args(["check", "bans", "licenses", "sources"]).current_dir(repository());
    run(&mut deny)
}

#[test]
fn every_dependency_has_a_licence_a_version_and_a_source_that_may_come_in() {
    let said = cargo_deny(&repository().join("deny.toml")).succeeds();
    assert!(said.contains("bans ok, licenses ok, sources ok"), "{said}");
}

#[test]
fn a_dependency_that_may_not_come_in_is_found() {
    let rules = fs::read_to_string(repository().join("deny.toml")).expect("the rules");
    let folder = tempfile::tempdir().expect("a folder");
    for (right, wrong, what) in [
        ("    \"ISC\",\n", "", "licenses FAILED"),
        ("allow-wildcard-paths = true", "allow-wildcard-paths = false", "bans FAILED"),
        ("unknown-registry = \"deny\"", "unknown-registry = \"deny\"\nallow-registry = []", "sources FAILED"),
    ] {
        assert!(rules.contains(right), "{right}");
        let file = folder.path().join("deny.toml");
        fs::write(&file, rules.replacen(right, wrong, 1)).expect("written");
        let said = cargo_deny(&file).fails();
        assert!(said.contains(what), "{said}");
    }
}
