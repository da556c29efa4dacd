//! `cargo xtask build`: dist/site.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::recipe::Recipe;
use crate::{setup, size, wasm};

pub const SITE: &str = "dist/site";

pub fn site(sh: &Shell, flavor: Flavor) -> Result<()> {
    setup::for_build(sh)?;
    let recipe = Recipe::read(sh)?;
    let workspace = wasm::Workspace::read(sh)?;
    let built = wasm::build(sh, &recipe, &workspace, flavor)?;
    if flavor == Flavor::Release {
        size::print_shares(&built.shares);
    }

    cmd!(sh, "node www/node_modules/typescript/bin/tsc --project www --noEmit").run()?;

    let (file, commit, version) = (&built.file, commit(sh), workspace.version(&recipe.krate)?);
    let dev = (flavor == Flavor::Dev).then_some("--dev");
    let report = cmd!(sh, "node www/build.mjs --out {SITE} --wasm {file} --version {version} --commit {commit} {dev...}").read()?;
    if flavor == Flavor::Release {
        let files: Vec<size::Transferred> = serde_json::from_str(&report).context("www/build.mjs")?;
        size::print_transfer(&files);
        println!("\n{}", size::judge(&files, &recipe.budget)?);
    }
    println!("\n{SITE} is built");
    Ok(())
}

fn commit(sh: &Shell) -> String {
    let described = cmd!(sh, "git describe --always --dirty --abbrev=12 --exclude=*").quiet().ignore_stderr().read();
    described.unwrap_or_else(|_| "unknown".into())
}
