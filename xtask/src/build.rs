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
    let core = wasm::build(sh, &recipe, &recipe.core(), &workspace, flavor)?;
    let rsa = wasm::build(sh, &recipe, &recipe.rsa(), &workspace, flavor)?;
    if flavor == Flavor::Release {
        for built in [&core, &rsa] {
            size::print_shares(&built.file, &built.shares);
        }
    }

    cmd!(sh, "node www/node_modules/typescript/bin/tsc --project www --noEmit").run()?;

    let (core, rsa, commit, version) = (&core.file, &rsa.file, commit(sh), workspace.version(&recipe.krate)?);
    let dev = (flavor == Flavor::Dev).then_some("--dev");
    let report =
        cmd!(sh, "node www/build.mjs --out {SITE} --wasm {core} --rsa {rsa} --version {version} --commit {commit} {dev...}").read()?;
    if flavor == Flavor::Release {
        let files: Vec<size::Transferred> = serde_json::from_str(&report).context("www/build.mjs")?;
        let (later, first): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| recipe.rsa.files.contains(&file.name));
        size::print_transfer("transferred", &first);
        println!("\n{}", size::judge(&first, &recipe.budget)?);
        size::print_transfer("where WebCrypto is missing", &later);
        println!("\n{}", size::judge_later(&later, recipe.rsa.limit)?);
    }
    println!("\n{SITE} is built");
    Ok(())
}

fn commit(sh: &Shell) -> String {
    let described = cmd!(sh, "git describe --always --dirty --abbrev=12 --exclude=*").quiet().ignore_stderr().read();
    described.unwrap_or_else(|_| "unknown".into())
}
