//! The command line.

pub const USAGE: &str = "\
cargo xtask setup                                    install what is missing
cargo xtask build [--dev]                            site, offline file and element in dist; --dev is quick and large
cargo xtask serve [--dev] [--port N]                 build, then serve dist/site on this machine
cargo xtask test  [--layer rust|web] [FILTER...]     format, lints, Rust tests, browser tests
cargo xtask bench [--rsa]                            speed, never run by test; --rsa is RSA alone, which takes minutes";

#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Setup,
    Build { flavor: Flavor },
    Serve { flavor: Flavor, port: Option<u16> },
    Test(Selection),
    Bench { rsa: bool },
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Flavor {
    Dev,
    #[default]
    Release,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layer {
    Rust,
    Web,
}

/// Which tests to run: everything when empty.
#[derive(Debug, Default, PartialEq)]
pub struct Selection {
    pub layer: Option<Layer>,
    pub filters: Vec<String>,
}

impl Command {
    pub fn parse(args: impl IntoIterator<Item = String>) -> Result<Command, String> {
        let mut args = args.into_iter();
        let name = args.next().unwrap_or_else(|| "help".into());
        let mut flavor = Flavor::default();
        let mut port = None;
        let mut rsa = false;
        let mut selection = Selection::default();
        let (mut dev_allowed, mut port_allowed, mut tests_allowed, mut rsa_allowed) = (false, false, false, false);
        match name.as_str() {
            "build" => dev_allowed = true,
            "serve" => (dev_allowed, port_allowed) = (true, true),
            "test" => tests_allowed = true,
            "bench" => rsa_allowed = true,
            "help" | "--help" | "-h" | "setup" => {}
            _ => return Err(format!("there is no command `{name}`")),
        }
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--help" | "-h" => return Ok(Command::Help),
                "--dev" if dev_allowed => flavor = Flavor::Dev,
                "--port" if port_allowed => {
                    let text = args.next().ok_or("--port needs a number")?;
                    port = Some(text.parse().map_err(|_| format!("`{text}` is not a port"))?);
                }
                "--rsa" if rsa_allowed => rsa = true,
                "--layer" if tests_allowed => {
                    selection.layer = Some(match args.next().as_deref() {
                        Some("rust") => Layer::Rust,
                        Some("web") => Layer::Web,
                        _ => return Err("--layer is rust or web".into()),
                    });
                }
                filter if tests_allowed && !filter.starts_with('-') => selection.filters.push(arg),
                _ => return Err(format!("`cargo xtask {name}` has no `{arg}`")),
            }
        }
        Ok(match name.as_str() {
            "setup" => Command::Setup,
            "build" => Command::Build { flavor },
            "serve" => Command::Serve { flavor, port },
            "test" => Command::Test(selection),
            "bench" => Command::Bench { rsa },
            _ => Command::Help,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        Command::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn commands_are_read_with_their_options() {
        assert_eq!(parse(""), Ok(Command::Help));
        assert_eq!(parse("build"), Ok(Command::Build { flavor: Flavor::Release }));
        assert_eq!(parse("serve --port 0 --dev"), Ok(Command::Serve { flavor: Flavor::Dev, port: Some(0) }));
        assert_eq!(parse("serve --help"), Ok(Command::Help));
        assert_eq!(parse("bench"), Ok(Command::Bench { rsa: false }));
        assert_eq!(parse("bench --rsa"), Ok(Command::Bench { rsa: true }));
        let selection = Selection { layer: Some(Layer::Web), filters: vec!["zip".into(), "tar".into()] };
        assert_eq!(parse("test zip --layer web tar"), Ok(Command::Test(selection)));
    }

    #[test]
    fn what_a_command_does_not_know_is_refused() {
        for line in [
            "deploy",
            "setup --dev",
            "build --rsa",
            "build x",
            "build --port 1",
            "serve --port",
            "serve --port 65536",
            "test --dev",
            "test --layer ui",
            "bench x",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
