//! A package as wasm with its JavaScript glue: cargo, wasm-bindgen, wasm-opt.

use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dockseal::guide::Scripts;
use serde::Deserialize;
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::recipe::{Module, Recipe, Target, check_wasm_bindgen};
use crate::setup::{WASM_TARGET, clang};
use crate::size;

/// What `cargo metadata` knows of the workspace.
#[derive(Deserialize)]
pub struct Workspace {
    target_directory: PathBuf,
    workspace_root: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    repository: Option<String>,
}

/// The wasm as it is delivered, and what it is made of.
pub struct Built {
    pub file: PathBuf,
    pub shares: Vec<size::Share>,
}

impl Workspace {
    pub fn read(sh: &Shell) -> Result<Workspace> {
        let json = cmd!(sh, "cargo metadata --format-version 1 --no-deps").quiet().read()?;
        Ok(serde_json::from_str(&json)?)
    }

    pub fn version(&self, package: &str) -> Result<&str> {
        Ok(&self.package(package)?.version)
    }

    /// Where the source is, if its manifest says so.
    pub fn repository(&self, package: &str) -> Result<Option<&str>> {
        Ok(self.package(package)?.repository.as_deref())
    }

    fn package(&self, name: &str) -> Result<&Package> {
        self.packages.iter().find(|candidate| candidate.name == name).with_context(|| format!("there is no package {name}"))
    }
}

pub fn build(sh: &Shell, recipe: &Recipe, module: &Module, workspace: &Workspace, flavor: Flavor) -> Result<Built> {
    check_wasm_bindgen(sh)?;
    let raw = compile(sh, recipe, module, workspace, flavor)?;
    let out = Path::new(&recipe.out_dir);
    bind(recipe, module, &raw, out, flavor)?;
    let file = out.join(module.file_name());
    if flavor == Flavor::Release {
        optimize(sh, module.wasm_opt.as_ref().unwrap_or(&recipe.wasm_opt.args), &file)?;
    }
    let named = fs::read(&file)?;
    let shares = size::by_crate(&named, &module.krate)?;
    if flavor == Flavor::Release {
        fs::write(&file, size::without_custom_sections(&named)?)?;
    }
    compress(&file, flavor)?;
    Ok(Built { file, shares })
}

fn compile(sh: &Shell, recipe: &Recipe, module: &Module, workspace: &Workspace, flavor: Flavor) -> Result<PathBuf> {
    let profile = match flavor {
        Flavor::Release => &recipe.profile.release,
        Flavor::Dev => &recipe.profile.dev,
    };
    let krate = &module.krate;
    let features =
        module.features.iter().flat_map(|features| ["--no-default-features".to_owned(), format!("--features={}", features.join(","))]);
    let features: Vec<String> = features.collect();
    let flags = format!("target.{WASM_TARGET}.rustflags={:?}", neutral_paths(sh, &workspace.workspace_root)?);
    println!("$ cargo build --lib --package {krate} --target {WASM_TARGET} --profile {profile} {}", features.join(" "));
    cmd!(sh, "cargo build --lib --package {krate} --target {WASM_TARGET} --profile {profile} {features...} --config {flags}")
        .quiet()
        .env("CC_wasm32_unknown_unknown", clang().context("no clang")?)
        // They would replace the flags above.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .run()?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(workspace.target_directory.join(WASM_TARGET).join(folder).join(krate.replace('-', "_")).with_extension("wasm"))
}

/// Panics name their source file: without this the wasm would hold the builder's folders and differ from machine to machine.
fn neutral_paths(sh: &Shell, root: &Path) -> Result<Vec<String>> {
    let sysroot = PathBuf::from(cmd!(sh, "rustc --print sysroot").quiet().read()?);
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir().context("no home folder")?.join(".cargo"),
    };
    // rustc takes the last of several that fit.
    let mut folders = vec![(cargo_home.clone(), "cargo"), (root.to_owned(), "")];
    // The registry's folder is named after the host that crates come from.
    if let Ok(registries) = fs::read_dir(cargo_home.join("registry/src")) {
        folders.extend(registries.flatten().map(|registry| (registry.path(), "")));
    }
    // Where the standard library's sources are installed, rustc prefers them to the name that they have everywhere.
    let rustc = cmd!(sh, "rustc --version --verbose").quiet().read()?;
    let commit = rustc.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let standard = format!("/rustc/{commit}");
    folders.push((sysroot.join("lib/rustlib/src/rust"), &standard));
    Ok(folders.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect())
}

fn bind(recipe: &Recipe, module: &Module, raw: &Path, out: &Path, flavor: Flavor) -> Result<()> {
    let mut bindgen = Bindgen::new();
    match recipe.target {
        Target::Web => bindgen.web(true)?,
    };
    bindgen
        .input_path(raw)
        .out_name(&module.stem())
        .typescript(true)
        .debug(flavor == Flavor::Dev)
        .keep_debug(false)
        // For the size table; a release drops them after that.
        .remove_name_section(false)
        .demangle(false)
        .remove_producers_section(true)
        // The page says where the wasm is: its three editions keep it in three places.
        .omit_default_module_path(true);
    bindgen.generate(out).context("wasm-bindgen")
}

fn optimize(sh: &Shell, args: &[String], file: &Path) -> Result<()> {
    cmd!(sh, "node www/node_modules/binaryen/bin/wasm-opt {args...} --debuginfo {file} --output {file}").run()?;
    Ok(())
}

/// The scripts that go into archives.
pub fn write_scripts(recipe: &Recipe, flavor: Flavor) -> Result<PathBuf> {
    let file = Path::new(&recipe.out_dir).join("scripts.txt");
    fs::write(&file, Scripts::text())?;
    compress(&file, flavor)?;
    Ok(file)
}

/// The gzip for the single files: Node's own zlib gives other bytes on other processors and systems.
fn compress(file: &Path, flavor: Flavor) -> Result<()> {
    let mut options = zopfli::Options::default();
    if flavor == Flavor::Dev {
        options.iteration_count = NonZeroU64::MIN;
    }
    let mut gzip = Vec::new();
    zopfli::compress(options, zopfli::Format::Gzip, &*fs::read(file)?, &mut gzip)?;
    fs::write(file.with_added_extension("gz"), gzip)?;
    Ok(())
}
