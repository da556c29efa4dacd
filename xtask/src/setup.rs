//! What the commands need: found, or installed where that can be done without asking.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use xshell::{Shell, cmd};

use crate::tools;

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

const OLDEST_NODE: u32 = 20;

/// A program, and the Debian packages that bring it: the first one that the machine's release has.
struct Tool {
    program: &'static str,
    packages: &'static [&'static str],
}

const TEST_TOOLS: &[Tool] = &[
    Tool { program: "apache2", packages: &["apache2"] },
    Tool { program: "ansible-playbook", packages: &["ansible-core"] },
    Tool { program: "bsdtar", packages: &["libarchive-tools"] },
    Tool { program: "busybox", packages: &["busybox"] },
    Tool { program: "caddy", packages: &["caddy"] },
    Tool { program: "certtool", packages: &["gnutls-bin"] },
    Tool { program: "chromium", packages: &["chromium"] },
    Tool { program: "cloud-init", packages: &["cloud-init"] },
    Tool { program: "containerd", packages: &["docker.io"] },
    Tool { program: "curl", packages: &["curl"] },
    Tool { program: "dash", packages: &["dash"] },
    Tool { program: "debootstrap", packages: &["debootstrap"] },
    Tool { program: "docker", packages: &["docker-cli", "docker.io"] },
    Tool { program: "docker-compose", packages: &["docker-compose"] },
    Tool { program: "dockerd", packages: &["docker.io"] },
    Tool { program: "firefox-esr", packages: &["firefox-esr"] },
    Tool { program: "go", packages: &["golang-go"] },
    Tool { program: "ignition-validate", packages: &["ignition"] },
    Tool { program: "ip", packages: &["iproute2"] },
    Tool { program: "nft", packages: &["nftables"] },
    Tool { program: "nginx", packages: &["nginx"] },
    Tool { program: "nix-instantiate", packages: &["nix-bin"] },
    Tool { program: "openssl", packages: &["openssl"] },
    Tool { program: "pip3", packages: &["python3-pip"] },
    Tool { program: "python3", packages: &["python3"] },
    Tool { program: "rc-service", packages: &["openrc"] },
    Tool { program: "shellcheck", packages: &["shellcheck"] },
    Tool { program: "systemd-analyze", packages: &["systemd"] },
    Tool { program: "systemd-nspawn", packages: &["systemd-container"] },
    Tool { program: "systemd-socket-activate", packages: &["systemd"] },
    Tool { program: "unshare", packages: &["util-linux"] },
    Tool { program: "unzip", packages: &["unzip"] },
    Tool { program: "zipinfo", packages: &["unzip"] },
];

/// What is no program, by a file of it, and the package that brings it.
const TEST_FILES: &[(&str, &str)] = &[
    ("/usr/share/gocode/src/github.com/youmark/pkcs8/pkcs8.go", "golang-github-youmark-pkcs8-dev"),
    // Without it the Chinese page is drawn as empty boxes, which hides what a screenshot should show.
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
    ("/usr/lib/python3/dist-packages/cryptography/__init__.py", "python3-cryptography"),
];

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
    missing.extend(test_packages());
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

type Packages = Vec<&'static [&'static str]>;

fn build_packages() -> Packages {
    if clang().is_some() { Vec::new() } else { vec![&["clang"]] }
}

fn test_packages() -> Packages {
    let mut missing: Packages = TEST_TOOLS.iter().filter(|tool| !is_of_the_system(tool.program)).map(|tool| tool.packages).collect();
    let files = TEST_FILES.iter().filter(|(file, _)| !Path::new(file).exists());
    missing.extend(files.map(|(_, package)| std::slice::from_ref(package)));
    missing.sort();
    missing.dedup();
    missing
}

/// What a version manager puts in front of a program of the system is another program.
fn is_of_the_system(program: &str) -> bool {
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        .iter()
        .any(|folder| Path::new(folder).join(program).is_file())
}

fn packages(sh: &Shell, missing: &Packages) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let debian_like = find("apt-get").is_some();
    let root = cmd!(sh, "id -u").quiet().ignore_stderr().read().is_ok_and(|id| id == "0");
    if debian_like && root {
        cmd!(sh, "apt-get -q update").run()?;
    }
    let names: Vec<_> = missing.iter().filter_map(|packages| available(sh, packages).or(packages.last()).copied()).collect();
    if !(debian_like && root) {
        bail!(by_hand(&names, debian_like));
    }
    cmd!(sh, "apt-get -q install -y --no-install-recommends {names...}").env("DEBIAN_FRONTEND", "noninteractive").run()?;
    Ok(())
}

fn available<'a>(sh: &Shell, packages: &'a [&'static str]) -> Option<&'a &'static str> {
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
    fn a_program_is_found_where_it_is() {
        assert!(find("sh").is_some_and(|file| file.is_absolute()));
        assert_eq!(find("no-such-program-as-this"), None);
    }
}
