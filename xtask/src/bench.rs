//! `cargo xtask bench`: speed in the browser, and of the core without one.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::args::Flavor;
use crate::{build, setup};

pub fn run(sh: &Shell) -> Result<()> {
    setup::for_tests(sh)?;
    build::site(sh, Flavor::Release)?;
    cmd!(sh, "node benches/browser.mjs").run()?;
    cmd!(sh, "cargo bench --package dockseal").run()?;
    Ok(())
}
