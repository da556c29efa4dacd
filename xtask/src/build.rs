//! `cargo xtask build`: the three forms of the product, in `dist`.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::recipe::Recipe;
use crate::{setup, size, wasm};

pub const SITE: &str = "dist/site";
const DIST: &str = "dist";

pub fn all(sh: &Shell, flavor: Flavor) -> Result<()> {
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

    let (commit, version) = (commit(sh), workspace.version(&recipe.krate)?);
    let dev = (flavor == Flavor::Dev).then_some("--dev");
    let wasms = [format!("--wasm=core={}", core.file.display()), format!("--wasm=rsa={}", rsa.file.display())];
    let report = cmd!(sh, "node www/build.mjs --out {DIST} {wasms...} --version {version} --commit {commit} {dev...}").read()?;
    if flavor == Flavor::Release {
        let files: Vec<size::File> = serde_json::from_str(&report).context("www/build.mjs")?;
        size::print_files(&files);
        println!("\n{}", size::judge(&files, &recipe.budget)?);
        println!("{}", size::judge_later(&files, recipe.rsa.limit)?);
    }
    println!("\n{DIST} is built");
    Ok(())
}

fn commit(sh: &Shell) -> String {
    let described = cmd!(sh, "git describe --always --dirty --abbrev=12 --exclude=*").quiet().ignore_stderr().read();
    described.unwrap_or_else(|_| "unknown".into())
}
