//! What the commands need: found, or installed where that can be done without asking.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use serde::Deserialize;
use xshell::{Shell, cmd};

use crate::tools;

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const OLDEST_NODE: u32 = 20;

/// What the tests run and read that comes from Debian, and the packages that bring it.
#[derive(Deserialize)]
struct Debian {
    programs: BTreeMap<String, Packages>,
    files: BTreeMap<String, String>,
}

impl Debian {
    fn read() -> Result<Self> {
        Ok(toml::from_str(include_str!("../../tests/tools/debian.toml"))?)
    }

    /// The packages of what is not there, each with those that would do instead.
    fn missing(self, has_program: impl Fn(&str) -> bool, has_file: impl Fn(&Path) -> bool) -> Vec<Packages> {
        let programs = self.programs.into_iter().filter(|(program, _)| !has_program(program)).map(|(_, packages)| packages);
        let files = self.files.into_iter().filter(|(file, _)| !has_file(Path::new(file))).map(|(_, package)| vec![package]);
        let mut missing: Vec<Packages> = programs.chain(files).collect();
        missing.sort();
        missing.dedup();
        missing
    }
}

/// The first one that the machine's release has is taken.
type Packages = Vec<String>;

/// Everything, for builds, tests and benches.
pub fn everything(sh: &Shell) -> Result<()> {
    for_tests(sh)?;
    println!("everything is there");
    Ok(())
}

pub fn for_build(sh: &Shell) -> Result<()> {
    packages(sh, &build_packages())?;
    wasm_target(sh)?;
    npm(sh)
}

/// What the build needs as well: tests and benches begin with a build.
pub fn for_tests(sh: &Shell) -> Result<()> {
    let mut missing = build_packages();
    missing.extend(Debian::read()?.missing(is_of_the_system, Path::exists));
    packages(sh, &missing)?;
    wasm_target(sh)?;
    npm(sh)?;
    tools::install(sh)
}

/// The C compiler for ring. GCC has no wasm target, and Apple's clang is built without it.
pub fn clang() -> Option<PathBuf> {
    ["clang", "/opt/homebrew/opt/llvm/bin/clang", "/usr/local/opt/llvm/bin/clang"].into_iter().filter_map(find).find(|clang| {
        std::process::Command::new(clang)
            .arg("--print-targets")
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("wasm32"))
    })
}

/// Where on the PATH a program is.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX))).find(|file| file.is_file())
}

fn build_packages() -> Vec<Packages> {
    if clang().is_some() { Vec::new() } else { vec![vec!["clang".into()]] }
}

/// What a version manager puts in front of a program of the system is another program.
fn is_of_the_system(program: &str) -> bool {
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        .iter()
        .any(|folder| Path::new(folder).join(program).is_file())
}

fn packages(sh: &Shell, missing: &[Packages]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let debian_like = find("apt-get").is_some();
    let root = cmd!(sh, "id -u").quiet().ignore_stderr().read().is_ok_and(|id| id == "0");
    if debian_like && root {
        cmd!(sh, "apt-get -q update").run()?;
    }
    let names: Vec<&str> = missing.iter().filter_map(|packages| available(sh, packages).or(packages.last()).map(String::as_str)).collect();
    if !(debian_like && root) {
        bail!(by_hand(&names, debian_like));
    }
    cmd!(sh, "apt-get -q install -y --no-install-recommends {names...}").env("DEBIAN_FRONTEND", "noninteractive").run()?;
    Ok(())
}

fn available<'a>(sh: &Shell, packages: &'a [String]) -> Option<&'a String> {
    packages.iter().find(|package| cmd!(sh, "apt-cache show {package}").quiet().ignore_stdout().ignore_stderr().run().is_ok())
}

/// What to run for somebody who is not root, or not on Debian.
fn by_hand(names: &[&str], debian_like: bool) -> String {
    let names = names.join(" ");
    if debian_like {
        return format!(
            "packages are missing; run\n\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\n"
        );
    }
    let command = match env::consts::OS {
        _ if names != "clang" => {
            return format!(
                "the tests start a real Docker daemon and a browser as root, and know Debian only; what is missing here, by Debian's package names: {names}"
            );
        }
        "macos" => "brew install llvm",
        "windows" => "winget install LLVM.LLVM",
        _ if find("dnf").is_some() => "sudo dnf install clang",
        _ if find("pacman").is_some() => "sudo pacman -S clang",
        _ if find("zypper").is_some() => "sudo zypper install clang",
        _ if find("apk").is_some() => "doas apk add clang",
        _ => return "clang is missing: it compiles ring's C code to wasm".into(),
    };
    format!("a clang that compiles to wasm is missing; run\n\n    {command}\n")
}

fn wasm_target(sh: &Shell) -> Result<()> {
    let libraries = cmd!(sh, "rustc --print target-libdir --target {WASM_TARGET}").quiet().read()?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    ensure!(
        find("rustup").is_some(),
        "Rust's library for {WASM_TARGET} is missing and there is no rustup to add it: install Rust from https://rustup.rs"
    );
    cmd!(sh, "rustup target add {WASM_TARGET}").run()?;
    Ok(())
}

fn npm(sh: &Shell) -> Result<()> {
    let version = cmd!(sh, "node --version").quiet().ignore_stderr().read().unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    ensure!(
        major.is_some_and(|major| major >= OLDEST_NODE),
        "Node {OLDEST_NODE} or newer is needed, with npm: https://nodejs.org/en/download (found: {version:?})"
    );

    let written = |file: &str| Path::new(file).metadata().and_then(|metadata| metadata.modified()).ok();
    if written("www/node_modules/.package-lock.json") < written("www/package-lock.json") {
        let _www = sh.push_dir("www");
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        cmd!(sh, "{npm} ci --ignore-scripts --no-audit --no-fund").run()?;
    }
    link_modules()
}

/// Tests and benches stand beside `www`; Node looks for packages in the folders above a file.
#[cfg(unix)]
fn link_modules() -> Result<()> {
    let link = Path::new("node_modules");
    if !link.exists() {
        std::os::unix::fs::symlink("www/node_modules", link)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_modules() -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_root_on_debian_is_told_one_command_to_run() {
        let text = by_hand(&["docker.io", "shellcheck"], true);
        assert!(text.contains("apt-get install -y --no-install-recommends docker.io shellcheck\n"), "{text}");
    }

    #[test]
    fn each_package_of_what_is_missing_is_named_once() -> Result<()> {
        let all = Debian::read()?.missing(|_| false, |_| false);
        assert_eq!(all.iter().filter(|packages| packages[0] == "unzip").count(), 1);
        let module = |file: &Path| !file.ends_with("ngx_stream_module.so");
        assert_eq!(Debian::read()?.missing(|_| true, module), [["libnginx-mod-stream"]]);
        assert_eq!(Debian::read()?.missing(|program| program != "docker", |_| true), [["docker-cli", "docker.io"]]);
        Ok(())
    }

    #[test]
    fn a_program_is_found_where_it_is() {
        assert!(find("sh").is_some_and(|file| file.is_absolute()));
        assert_eq!(find("no-such-program-as-this"), None);
    }
}
