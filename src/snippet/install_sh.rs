//! `install.sh` of a daemon's bundle: the script beside this file, with settings of this daemon in place of those that it has for tests.

use std::net::IpAddr;

use super::{Pair, sh_quote};
use crate::spec::{Host, Listen, Platform, Source};

const SCRIPT: &str = include_str!("install.sh");
const BEGIN: &str = "# SETTINGS: written by the page\n";
const END: &str = "# END OF SETTINGS\n";

/// The file; none where Docker is not a service of a host.
pub fn install_sh(pair: Pair<'_>) -> Option<String> {
    let spec = pair.spec;
    if !is_for(spec.platform) {
        return None;
    }
    // No address can be asked for a name with `*`.
    let names = words(pair.daemon.hosts().iter().filter(|host| !host.is_wildcard()).map(Host::to_string));
    let place = if spec.platform == Platform::SystemdDaemonJson { "json" } else { "flags" };
    let settings = [
        ("locale", spec.locale.name().to_owned()),
        ("bundle_name", pair.daemon.bundle_name()),
        ("names", names),
        ("platform", spec.platform.name().to_owned()),
        ("place", place.to_owned()),
        ("listen", spec.listen.url()),
        ("port", spec.listen.port.to_string()),
        ("connect", connect(&spec.listen)),
        // Of a path without it, the script knows that it is in the home.
        ("directory", spec.cert_directory.as_str().trim_start_matches("~/").to_owned()),
        ("sources", words(spec.allowed_sources.iter().map(Source::to_string))),
    ];
    let lines: String = settings.iter().map(|(name, value)| format!("{name}={}\n", sh_quote(value))).collect();
    let (top, rest) = SCRIPT.split_once(BEGIN).unwrap_or_default();
    let (_, body) = rest.split_once(END).unwrap_or_default();
    Some(format!("{top}{BEGIN}{lines}{END}{body}"))
}

pub(super) fn is_for(platform: Platform) -> bool {
    use Platform::{DebianDockerIo, Openrc, Rootless, Snap, Systemd, SystemdDaemonJson, Sysv};
    matches!(platform, Systemd | SystemdDaemonJson | DebianDockerIo | Openrc | Sysv | Rootless | Snap)
}

fn words(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

/// Where the machine itself reaches the port.
fn connect(listen: &Listen) -> String {
    match listen.address {
        IpAddr::V4(address) if address.is_unspecified() => "127.0.0.1".into(),
        IpAddr::V6(address) if address.is_unspecified() => "[::1]".into(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draft;

    #[test]
    fn the_script_gets_the_settings_of_its_daemon_and_stays_the_same_else() {
        let draft = Draft { hosts: "a.example *.a.example".into(), port: "4243".into(), listen_address: "::".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let script = install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).expect("for systemd");
        for line in ["names=a.example", "listen='tcp://[::]:4243'", "port=4243", "connect='[::1]'", "sources=''"] {
            assert!(script.contains(&format!("\n{line}\n")), "{line}");
        }
        let names = |script: &str| -> Vec<String> {
            let (_, rest) = script.split_once(BEGIN).expect("the settings");
            let (settings, _) = rest.split_once(END).expect("their end");
            settings.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(names(&script), names(SCRIPT));
        let body = |script: &str| script.split_once(END).expect("a body").1.to_owned();
        assert_eq!(body(&script), body(SCRIPT));
        assert!(script.starts_with("#!/bin/sh\n"));
    }
}
