//! How Docker is installed on a host, where its files go, and what it has already.

use super::{
    directory::CertDirectory,
    existing::{CommandLine, DaemonJson, command_line::OUR_DROP_IN},
};
use crate::platform::{Facts, Platform};

/// What is the same on every host of one platform.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Installation {
    /// How Docker is installed.
    pub platform: Platform,
    /// The folder of the daemon's files.
    pub cert_directory: CertDirectory,
    /// The `daemon.json` that the hosts have, where ours goes into it.
    pub daemon_json: Option<DaemonJson>,
    /// The command that the hosts' unit has, where ours goes into it.
    pub command_line: Option<CommandLine>,
}

impl Installation {
    /// What is true of the platform.
    pub fn facts(&self) -> &'static Facts {
        self.platform.facts()
    }

    /// Where the configuration file is, when it is what has the options: where the unit says, or else in the platform's own place.
    pub fn daemon_json_path(&self) -> Option<&str> {
        let usual = self.facts().own_daemon_json()?;
        Some(self.command_line.as_ref().and_then(CommandLine::config_file).unwrap_or(usual))
    }

    /// The name of our drop-in. They apply in the order of their names, and the last `ExecStart=` wins: ours comes after `override.conf` of
    /// `systemctl edit`, and after those that the host has.
    pub fn drop_in(&self) -> &str {
        self.command_line.as_ref().map_or(OUR_DROP_IN, CommandLine::drop_in)
    }
}
