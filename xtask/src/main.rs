//! `cargo xtask`: the one front door to building, running and testing Dockseal.

#![allow(clippy::print_stdout, reason = "a command line tool")]

mod args;
mod recipe;
mod setup;
mod tools;
mod wasm;
mod size;
mod build;
mod serve;
mod test;
mod bench;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use xshell::Shell;

use args::Command;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let command = match Command::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("{problem}\n\n{}", args::USAGE);
            return Ok(ExitCode::from(2));
        }
    };
    // From here on every path is one from the workspace's root. Cargo tells where that is when it runs us, which may be another copy than it was when it built us.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    std::env::set_current_dir(Path::new(&manifest).parent().context("xtask stands in the workspace")?)?;
    let sh = Shell::new()?;
    match command {
        Command::Help => println!("{}", args::USAGE),
        Command::Setup => setup::everything(&sh)?,
        Command::Build { flavor } => build::all(&sh, flavor)?,
        Command::Serve { flavor, port } => serve::run(&sh, flavor, port)?,
        Command::Test(selection) => return test::run(&sh, &selection),
        Command::Bench { rsa } => bench::run(&sh, rsa)?,
    }
    Ok(ExitCode::SUCCESS)
}
