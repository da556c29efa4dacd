//! `cargo xtask build`: the three editions of the product, in `dist`.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::recipe::{Module, Recipe};
use crate::{setup, size, wasm};

pub const SITE: &str = "dist/site";
const DIST: &str = "dist";

pub fn all(sh: &Shell, flavor: Flavor) -> Result<()> {
    setup::for_build(sh)?;
    let recipe = Recipe::read(sh)?;
    let workspace = wasm::Workspace::read(sh)?;
    let build = |module| wasm::build(sh, &recipe, module, &workspace, flavor);
    let built = recipe.modules.iter().map(build).collect::<Result<Vec<_>>>()?;
    let shares: Vec<_> = recipe.modules.iter().zip(&built).map(|(module, built)| (module, built.shares.as_slice())).collect();
    size::judge_owners(&shares)?;
    if flavor == Flavor::Release {
        built.iter().for_each(|built| size::print_shares(&built.file, &built.shares));
    }

    let scripts = wasm::write_scripts(&recipe, flavor)?;
    cmd!(sh, "node www/node_modules/typescript/bin/tsc --project www --noEmit").run()?;

    let (commit, version) = (commit(sh), workspace.version("dockseal")?);
    let dev = (flavor == Flavor::Dev).then_some("--dev");
    let kind = |module: &Module| if module.later { "later" } else { "wasm" };
    let wasms =
        recipe.modules.iter().zip(&built).map(|(module, built)| format!("--{}={}={}", kind(module), module.name, built.file.display()));
    let wasms: Vec<String> = wasms.collect();
    let source = workspace.repository("dockseal")?.map(|address| format!("--source={address}"));
    let report = cmd!(
        sh,
        "node www/build/build.mjs --out {DIST} {wasms...} --scripts {scripts} --version {version} --commit {commit} {source...} {dev...}"
    )
    .read()?;
    if flavor == Flavor::Release {
        let files: Vec<size::File> = serde_json::from_str(&report).context("www/build/build.mjs")?;
        size::print_files(&files);
        println!();
        for line in size::judge(&files, &recipe.budget, &recipe.modules)? {
            println!("{line}");
        }
    }
    println!("\n{DIST} is built");
    Ok(())
}

fn commit(sh: &Shell) -> String {
    let described = cmd!(sh, "git describe --always --dirty --abbrev=12 --exclude=*").quiet().ignore_stderr().read();
    described.unwrap_or_else(|_| "unknown".into())
}
