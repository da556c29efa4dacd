//! `wasm-pack.toml`, and the versions that the lock file holds.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use xshell::Shell;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    pub target: Target,
    pub out_dir: String,
    pub profile: Profiles,
    pub wasm_opt: WasmOpt,
    pub budget: Budget,
    /// Every wasm.
    #[serde(rename = "wasm")]
    pub modules: Vec<Module>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    Web,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    pub release: String,
    pub dev: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WasmOpt {
    pub args: Vec<String>,
}

/// How much there may be, after brotli where nothing else is said.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Budget {
    /// What is there before the form can be filled in.
    pub typing: Bound,
    /// What is there before the page closes its policy; that before the form is part of it.
    pub closing: Bound,
    /// The offline file as it is.
    pub file: Bound,
}

/// KiB. Over the limit the build fails; over the aim it says so.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    pub aim: usize,
    pub limit: usize,
}

/// A wasm.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Module {
    /// What the page calls it.
    pub name: String,
    /// The package that it is made of.
    #[serde(rename = "crate")]
    pub krate: String,
    /// The features of the package; without, its own choice.
    pub features: Option<Vec<String>>,
    /// Whether it is fetched only when it is asked for.
    #[serde(default)]
    pub later: bool,
    /// After brotli.
    pub size: Bound,
    /// The packages that no function of it may come from.
    #[serde(default)]
    pub without: Vec<String>,
    /// Another choice than the recipe's.
    pub wasm_opt: Option<Vec<String>>,
}

impl Module {
    /// Without an extension: what its glue is called.
    pub fn stem(&self) -> String {
        format!("dockseal_{}", self.name)
    }

    pub fn file_name(&self) -> String {
        format!("{}_bg.wasm", self.stem())
    }
}

impl Recipe {
    pub fn read(sh: &Shell) -> Result<Recipe> {
        Recipe::parse(&sh.read_file("wasm-pack.toml")?).context("wasm-pack.toml")
    }

    fn parse(text: &str) -> Result<Recipe> {
        let recipe: Recipe = toml::from_str(text)?;
        let Budget { typing, closing, file } = recipe.budget;
        let sizes = recipe.modules.iter().map(|module| module.size);
        ensure!([typing, closing, file].into_iter().chain(sizes).all(|Bound { aim, limit }| aim <= limit), "an aim is above its limit");
        Ok(recipe)
    }
}

/// The glue is made by wasm-bindgen-cli-support and the wasm by the wasm-bindgen macros: they only understand each other when their versions are equal.
pub fn check_wasm_bindgen(sh: &Shell) -> Result<()> {
    same_wasm_bindgen(&sh.read_file("Cargo.lock")?).context("Cargo.lock")
}

fn same_wasm_bindgen(lock: &str) -> Result<()> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let lock: Lock = toml::from_str(lock)?;
    let version = |name: &str| {
        let mut found = lock.package.iter().filter(|package| package.name == name).map(|package| package.version.as_str());
        match (found.next(), found.next()) {
            (Some(version), None) => Ok(version),
            (None, _) => bail!("{name} is missing"),
            (Some(_), Some(_)) => bail!("{name} is there twice"),
        }
    };
    let (macros, tool) = (version("wasm-bindgen")?, version("wasm-bindgen-cli-support")?);
    ensure!(
        macros == tool,
        "wasm-bindgen is {macros}, but xtask uses wasm-bindgen-cli-support {tool}\nmake them equal: cargo update -p wasm-bindgen-cli-support --precise {macros}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECIPE: &str = include_str!("../../wasm-pack.toml");

    #[test]
    fn the_recipe_of_the_workspace_is_understood_and_says_first_who_reads_it() -> Result<()> {
        let recipe = Recipe::parse(RECIPE)?;
        assert_eq!(recipe.modules.iter().map(|module| module.name.as_str()).collect::<Vec<_>>(), ["form", "issue", "rsa"]);
        for module in &recipe.modules {
            assert!(module.wasm_opt.as_ref().unwrap_or(&recipe.wasm_opt.args).iter().any(|arg| arg.starts_with("-O")));
        }
        assert!(RECIPE.lines().next().is_some_and(|line| line.starts_with('#') && line.contains("cargo xtask")));
        Ok(())
    }

    #[test]
    fn a_misspelt_key_or_an_aim_above_the_limit_is_refused() {
        assert!(Recipe::parse(&RECIPE.replace("out-dir", "out_dir")).is_err());
        assert!(Recipe::parse(&RECIPE.replace("limit = 90", "limits = 90")).is_err());
        assert!(Recipe::parse(&RECIPE.replace("typing = { aim = ", "typing = { aim = 9")).is_err());
        assert!(Recipe::parse(&RECIPE.replace("\"web\"", "\"nodejs\"")).is_err());
    }

    #[test]
    fn unequal_wasm_bindgen_versions_are_refused_with_the_command_that_mends_them() {
        let lock = |macros: &str, tool: &str| {
            format!(
                "[[package]]\nname = \"wasm-bindgen\"\nversion = \"{macros}\"\n[[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"{tool}\"\n"
            )
        };
        assert!(same_wasm_bindgen(&lock("0.2.130", "0.2.130")).is_ok());
        let text = same_wasm_bindgen(&lock("0.2.131", "0.2.130")).map_err(|error| error.to_string());
        assert!(text.is_err_and(|text| text.contains("cargo update -p wasm-bindgen-cli-support --precise 0.2.131")));
        assert!(same_wasm_bindgen("[[package]]\nname = \"wasm-bindgen\"\nversion = \"1.0.0\"\n").is_err());
    }
}
