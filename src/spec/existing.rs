//! What a host has already: its `daemon.json` and the command line of its unit, as pasted. They stay as they are but for our own options.

pub mod command_line;
pub mod daemon_json;
mod daemon_json_options;
mod finding;
mod json;
pub mod manifest;
pub(crate) mod options;
mod systemd;

pub use command_line::CommandLine;
pub use daemon_json::DaemonJson;
pub use manifest::Manifest;
pub use systemd::quoted;

/// More than any host has; a person pastes the wrong file.
pub const MAX_OCTETS: usize = 64 * 1024;
