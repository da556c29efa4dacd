//! `cargo xtask test`: every check that a change has to pass, summed up in one line.

use std::io::{BufRead, BufReader, Write};
use std::ops::AddAssign;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::Shell;

use crate::args::{Flavor, Layer, Selection};
use crate::{build, setup};

/// What one runner found, or all together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    passed: usize,
    failed: usize,
}

pub fn run(sh: &Shell, selection: &Selection) -> Result<ExitCode> {
    let wanted = |layer| selection.layer.is_none_or(|only| only == layer);
    let filters = &selection.filters;
    let mut all = Tally::default();
    let built = setup::for_tests(sh).and_then(|()| build::all(sh, Flavor::Release));
    if let Err(error) = &built {
        println!("\nerror: {error:#}");
        all.failed += 1;
    }
    if wanted(Layer::Rust) {
        if filters.is_empty() {
            all += check("cargo fmt --all --check")?;
            all += check("cargo clippy --workspace --all-targets -- -D warnings")?;
        }
        all += cargo_test(filters)?;
    }
    if wanted(Layer::Web) && built.is_ok() {
        if filters.is_empty() {
            all += check("node www/node_modules/typescript/bin/tsc --project tests/web --noEmit")?;
        }
        all += playwright(sh, filters)?;
    }
    if all.passed + all.failed == 0 {
        println!("\nnothing ran: no test's name contains {}", filters.join(" or "));
    }
    println!("\n{} passed, {} failed", all.passed, all.failed);
    Ok(if all.passed > 0 && all.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A program that says yes or no; one test, whatever it looks at.
fn check(line: &str) -> Result<Tally> {
    let mut words = line.split(' ');
    let mut command = child(words.next().context("a program")?);
    command.args(words);
    println!("\n$ {line}");
    let succeeded = command.status()?.success();
    Ok(Tally { passed: usize::from(succeeded), failed: usize::from(!succeeded) })
}

fn cargo_test(filters: &[String]) -> Result<Tally> {
    let mut command = child("cargo");
    command.args(["test", "--workspace", "--no-fail-fast", "--"]).args(filters);
    // Booted systems wait about as long as they work.
    command.env("RUST_TEST_THREADS", (2 * std::thread::available_parallelism()?.get()).to_string());
    println!("\n$ cargo test --workspace --no-fail-fast -- {}", filters.join(" "));
    let mut process = command.stdout(Stdio::piped()).spawn()?;
    let mut tally = Tally::default();
    let mut lines = BufReader::new(process.stdout.take().context("cargo's output")?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        std::io::stdout().write_all(&line)?;
        tally += libtest(&String::from_utf8_lossy(&line)).unwrap_or_default();
        line.clear();
    }
    Ok(tally.of_runner("cargo test", process.wait()?.success(), filters))
}

fn playwright(sh: &Shell, filters: &[String]) -> Result<Tally> {
    let report = std::path::absolute("target/playwright/report.json")?;
    sh.remove_path(&report)?;
    let mut command = child("node");
    command
        .args(["www/node_modules/@playwright/test/cli.js", "test", "--config", "tests/web/playwright.config.ts", "--reporter", "list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("CHROMIUM", setup::find("chromium").context("chromium is missing")?);
    if !filters.is_empty() {
        let escaped: Vec<_> = filters.iter().map(|filter| escape(filter)).collect();
        command.args(["--pass-with-no-tests", "--grep", &escaped.join("|")]);
    }
    println!("\n$ playwright test {}", filters.join(" "));
    let succeeded = command.status()?.success();
    let tally = match std::fs::read_to_string(&report) {
        Ok(json) => playwright_report(&json)?,
        Err(_) => Tally::default(),
    };
    Ok(tally.of_runner("playwright", succeeded, filters))
}

/// A child that has the certificates its test gives it and no others.
fn child(program: &str) -> Command {
    let mut command = Command::new(program);
    for name in ["CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
        command.env_remove(name);
    }
    command
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`. Some of the ignored ones wait for a browser's downloads: a browser test runs them, and
/// `tidy` holds that. The others take minutes and say how to ask for them.
fn libtest(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |what: &str| counts.split("; ").find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok());
    Some(Tally { passed: count("passed")?, failed: count("failed")? })
}

fn playwright_report(json: &str) -> Result<Tally> {
    #[derive(Deserialize)]
    struct Report {
        stats: Stats,
    }
    #[derive(Deserialize)]
    struct Stats {
        expected: usize,
        unexpected: usize,
        flaky: usize,
        skipped: usize,
    }
    let Report { stats } = serde_json::from_str(json).context("Playwright's report")?;
    Ok(Tally { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped })
}

/// For `--grep`, which is a regular expression.
fn escape(filter: &str) -> String {
    filter.chars().flat_map(|c| (!c.is_alphanumeric() && !c.is_whitespace()).then_some('\\').into_iter().chain([c])).collect()
}

impl Tally {
    /// A runner that breaks before a test fails, or finds nothing to run where it should, is a failure of its own.
    fn of_runner(mut self, runner: &str, succeeded: bool, filters: &[String]) -> Tally {
        if !succeeded && self.failed == 0 {
            println!("\n{runner} did not get through");
            self.failed = 1;
        } else if filters.is_empty() && self.passed + self.failed == 0 {
            println!("\n{runner} ran nothing");
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_libtest_are_counted() {
        let line = "test result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.01s\n";
        assert_eq!(libtest(line), Some(Tally { passed: 12, failed: 1 }));
        assert_eq!(libtest("test result_of_a_certificate ... ok\n"), None);
        assert_eq!(libtest("running 3 tests\n"), None);
    }

    #[test]
    fn a_browser_test_that_is_flaky_or_does_not_run_has_not_passed() -> Result<()> {
        let report = r#"{"config":{},"stats":{"startTime":"","duration":1,"expected":3,"skipped":1,"unexpected":1,"flaky":1}}"#;
        assert_eq!(playwright_report(report)?, Tally { passed: 3, failed: 3 });
        Ok(())
    }

    #[test]
    fn a_runner_that_breaks_or_runs_nothing_is_a_failure() {
        let failed = |tally: Tally, succeeded, filters: &[String]| tally.of_runner("runner", succeeded, filters).failed;
        let three = Tally { passed: 3, failed: 0 };
        assert_eq!(failed(three, true, &[]), 0);
        assert_eq!(failed(three, false, &[]), 1);
        assert_eq!(failed(Tally { failed: 2, ..three }, false, &[]), 2);
        assert_eq!(failed(Tally::default(), true, &[]), 1);
        assert_eq!(failed(Tally::default(), true, &["zip".into()]), 0, "the other runner may have it");
    }

    #[test]
    fn a_filter_is_plain_text_for_playwright_too() {
        assert_eq!(escape("a.tar (gz)"), "a\\.tar \\(gz\\)");
    }
}
