//! `cargo xtask bench`: speed in the browser, and of the core without one.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::{build, setup};

pub fn run(sh: &Shell, rsa: bool) -> Result<()> {
    setup::for_tests(sh)?;
    build::all(sh, Flavor::Release)?;
    let chromium = setup::find("chromium").context("chromium is missing")?;
    if rsa {
        cmd!(sh, "node benches/rsa.mjs").env("CHROMIUM", chromium).run()?;
        return Ok(());
    }
    let core = executable(&cmd!(sh, "cargo bench --package dockseal --bench core --no-run --message-format json").read()?)?;
    cmd!(sh, "node benches/main.mjs --core {core}").env("CHROMIUM", chromium).run()?;
    Ok(())
}

/// The program that cargo's messages end with.
fn executable(messages: &str) -> Result<PathBuf> {
    #[derive(Deserialize)]
    struct Message {
        executable: Option<PathBuf>,
    }
    let mut messages = messages.lines().rev().map(serde_json::from_str::<Message>);
    messages.find_map(|message| message.ok()?.executable).context("cargo names no executable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_the_messages_of_cargo() -> Result<()> {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"ring"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"core"},"executable":"/target/release/deps/core-1"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages)?, PathBuf::from("/target/release/deps/core-1"));
        assert!(executable("").is_err());
        Ok(())
    }
}
