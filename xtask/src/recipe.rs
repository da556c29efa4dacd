//! `wasm-pack.toml`, and the versions that the lock file holds.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use xshell::Shell;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    /// The package that becomes the first wasm.
    #[serde(rename = "crate")]
    pub krate: String,
    pub target: Target,
    pub out_dir: String,
    pub profile: Profiles,
    pub wasm_opt: WasmOpt,
    pub budget: Budget,
    pub rsa: Rsa,
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

/// KiB: after brotli, of what the site's first load transfers, and of the offline file as it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Budget {
    pub total_aim: usize,
    pub total_limit: usize,
    pub wasm_limit: usize,
    pub file_limit: usize,
}

/// The second wasm.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rsa {
    #[serde(rename = "crate")]
    pub krate: String,
    /// KiB after brotli.
    pub limit: usize,
    pub wasm_opt: Vec<String>,
}

/// A package that becomes wasm.
pub struct Module<'a> {
    pub krate: &'a str,
    pub wasm_opt: &'a [String],
}

impl Module<'_> {
    /// Without an extension: what Rust calls the package.
    pub fn stem(&self) -> String {
        self.krate.replace('-', "_")
    }

    pub fn file_name(&self) -> String {
        format!("{}_bg.wasm", self.stem())
    }
}

impl Recipe {
    /// What the page cannot do without.
    pub fn core(&self) -> Module<'_> {
        Module { krate: &self.krate, wasm_opt: &self.wasm_opt.args }
    }

    pub fn rsa(&self) -> Module<'_> {
        Module { krate: &self.rsa.krate, wasm_opt: &self.rsa.wasm_opt }
    }

    pub fn read(sh: &Shell) -> Result<Recipe> {
        Recipe::parse(&sh.read_file("wasm-pack.toml")?).context("wasm-pack.toml")
    }

    fn parse(text: &str) -> Result<Recipe> {
        let recipe: Recipe = toml::from_str(text)?;
        ensure!(recipe.budget.total_aim <= recipe.budget.total_limit, "total-aim is above total-limit");
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
        assert_eq!(recipe.krate, "dockseal");
        for module in [recipe.core(), recipe.rsa()] {
            assert!(module.wasm_opt.iter().any(|arg| arg.starts_with("-O")));
        }
        assert!(RECIPE.lines().next().is_some_and(|line| line.starts_with('#') && line.contains("cargo xtask")));
        Ok(())
    }

    #[test]
    fn a_misspelt_key_or_an_aim_above_the_limit_is_refused() {
        assert!(Recipe::parse(&RECIPE.replace("out-dir", "out_dir")).is_err());
        assert!(Recipe::parse(&RECIPE.replace("wasm-limit", "wasm-limits")).is_err());
        assert!(Recipe::parse(&RECIPE.replace("total-aim = ", "total-aim = 9")).is_err());
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
