//! Programs that tests run and Debian does not have, or not in a version that people use: from crates.io, npm and PyPI, in `target/tools`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

const FOLDER: &str = "target/tools";
const MDBOOK: &str = "mdbook@0.5.4";

pub fn install(sh: &Shell) -> Result<()> {
    mdbook(sh)?;
    npm(sh)?;
    python(sh)
}

fn mdbook(sh: &Shell) -> Result<()> {
    once("mdbook", MDBOOK, || {
        let build = format!("{FOLDER}/build");
        // Without its server and watcher, which nobody asks here: they are half of it.
        cmd!(sh, "cargo install {MDBOOK} --locked --debug --no-default-features --features search --root {FOLDER} --target-dir {build}")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .run()?;
        Ok(sh.remove_path(build)?)
    })
}

fn npm(sh: &Shell) -> Result<()> {
    let lock = fs::read_to_string("tests/tools/package-lock.json")?;
    once("npm", &lock, || {
        for file in ["package.json", "package-lock.json"] {
            sh.copy_file(format!("tests/tools/{file}"), format!("{FOLDER}/{file}"))?;
        }
        let _folder = sh.push_dir(FOLDER);
        cmd!(sh, "npm ci --ignore-scripts --no-audit --no-fund").run()?;
        Ok(())
    })
}

/// By the system's Python, whatever else is on the PATH.
fn python(sh: &Shell) -> Result<()> {
    let recipe = "tests/tools/requirements.txt";
    once("python", &fs::read_to_string(recipe)?, || {
        let folder = format!("{FOLDER}/python");
        sh.remove_path(&folder)?;
        let quietly = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
        // Wheels only: nothing runs while it is installed. Only what the recipe has the digest of.
        let only = ["--no-deps", "--only-binary=:all:", "--require-hashes"];
        cmd!(sh, "/usr/bin/python3 -m pip install {quietly...} {only...} --target {folder} --requirement {recipe}").run()?;
        Ok(())
    })
}

/// Unless it was done by the same recipe before.
fn once(name: &str, recipe: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let done = Path::new(FOLDER).join(format!("{name}.done"));
    if fs::read_to_string(&done).is_ok_and(|before| before == recipe) {
        return Ok(());
    }
    fs::create_dir_all(FOLDER)?;
    work().with_context(|| format!("{name}, which the tests need"))?;
    Ok(fs::write(done, recipe)?)
}
