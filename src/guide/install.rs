//! `install.sh` of a daemon's bundle: one script, put together from files in `install/`, with the settings of this daemon in place of those that it
//! has for tests. `install.sh` is the program and says `@name` where a sentence goes; `en.sh` and `zh-CN.sh` have the sentences; `readers.sh` has the
//! strict readers; `check.sh` is `--check`. shellcheck and the tests read the whole. These things are decided there:
//!
//! - **Each option has one place.** The usual place is a drop-in with flags, made from the host's own `ExecStart=`: a mistake then keeps Docker
//!   from starting. If `daemon.json` was chosen or has one of the five keys, all five go there, and the drop-in takes them off the command line.
//!   No text tool edits JSON: a strict reader in awk finds the members and replaces their values, and the script refuses what it cannot read, with
//!   the line. The drop-in repeats the host's words as they are written, and ours follow: dockerd uses the last of repeated options, and an option
//!   that lacks its value swallows a `-H` and stops dockerd.
//! - **systemd decides what is in force.** The script reads the words of `ExecStart=` in the unit's files, and goes on only if `systemctl show` has
//!   the same. A unit with the same settings prints what variables hold and what the daemon's environment is (`systemd-run`); if that fails,
//!   `/proc` of the running daemon tells it. An option of ours in a variable is refused; a configuration file named by one is found. After the
//!   restart the script compares the daemon's other words with those before.
//! - **One seam for who runs Docker**: `find_docker` and the functions after it. An init script names no address, so all options go to
//!   `daemon.json` there, as for a snap; options of ours in the script or its file are refused. Rootless Docker is a unit of the user's systemd: it
//!   gets the same drop-in, with the port that RootlessKit forwards. A snap is judged by the unit that snapd makes, without snapd.
//! - **Nothing of somebody else's goes unasked**: other addresses, other TLS files, addresses set twice. Port 2375 is closed; other TCP addresses
//!   stay and get TLS. The plan says what would become of them; `--yes` alone refuses, `--replace` or a yes to the question goes on.
//! - **The journal comes before the change.** Copies and a list are written to `/var/lib/dockseal/run`, and each is read again. Then every file
//!   changes at once by renaming, the drop-in before `daemon.json`, so that Docker starts at every moment. The next run undoes one that was killed.
//!   `base/` has what was there before the first installation. `docker.socket` restarts together with Docker only if a daemon without addresses has
//!   put a socket of its own there: containers may have that file as a mount.
//! - **The trial is closed.** The port first opens on 127.0.0.1 only, and the restarted Docker is tried there; what was proved is then opened,
//!   restarted and tried again. This works with every init and without root. A packet filter or `IPAddressDeny=` works on some systems only and
//!   would reach containers too. The price is a second restart. Rootless Docker keeps its address; RootlessKit forwards from 127.0.0.1.
//! - **What is there already stays.** Files are compared by content, owner and mode. If the options are there, and the open port refuses strangers with
//!   them, only files that differ are replaced, with one restart and no trial; if none differs and Docker has read them all, nothing is done, and that
//!   is proved. Whose certificate Docker has, openssl sees; without it, what an earlier run has placed counts as read.
//! - **The firewall changes when it is asked to** (`--allow`): rules of ufw or firewalld, one by one, so that those of others stay, or a table of
//!   nftables of its own. The journal has each rule, and `--uninstall` takes back these only. A firewall that is none of these is left alone, because
//!   no `accept` of ours would overrule its `drop`.
//! - **The proof** comes from openssl, curl or docker, whatever the host has: the certificate is the right one, a stranger gets TLS's own alert for
//!   a missing certificate, the port asks for certificates of our CA alone, and nothing that listens on the host answers as Docker. The script says
//!   what could not be proved. If it cannot prove that strangers are refused, it installs nothing without `--unproved`.
//! - **`--check` asks the port** and compares it with the files: dockerd keeps the certificate that it has read at its start. It changes nothing and
//!   asks nobody to be root, so that cron, a timer or a monitor can run it. What it cannot see is never said to be well.
//! - **Nobody else's folders.** Root (or the user) owns each folder on the way to a written file, and nobody else may write in it. The bundle's
//!   files are first copied into a private folder; the copies are judged and placed.
//!
//! The judge is `tests/it/booted.rs`.

use std::{net::IpAddr, sync::LazyLock};

use crate::{
    guide::{
        script::{Cut, Scripts, VALIDITY, assembled, sh_settings},
        snippet::Pair,
    },
    spec::{
        Host, Listen, Source,
        existing::{daemon_json::FOLDED, options},
    },
};

const SCRIPT: &str = include_str!("install/install.sh");
/// `--check`, which comes before them.
const CHECK: &str = include_str!("install/check.sh");
/// The strict readers, functions of awk, which come before the script's last line.
const READERS: &str = include_str!("install/readers.sh");
/// What the script says, a file for each language, in the order of the arguments of its `say`.
const LANGUAGES: [&str; 2] = [include_str!("install/en.sh"), include_str!("install/zh-CN.sh")];
const LAST_LINE: &str = "main \"$@\" </dev/null\n";
const BEGIN: &str = "# SETTINGS: written by the page\n";
const END: &str = "# END OF SETTINGS\n";
const OPTIONS: &str = "# OPTIONS OF DOCKERD: written by the page\n";
const END_OF_OPTIONS: &str = "# END OF OPTIONS\n";

/// The file; `None` when Docker is not a service of a host.
pub fn install_sh(pair: Pair<'_>) -> Option<String> {
    parts(Scripts::own(), pair).map(|[top, settings, bottom]| [&top, settings.as_str(), UNCHANGED, &bottom].concat())
}

/// What an archive brings.
#[derive(Clone, Copy)]
pub(super) enum Brings {
    /// Everything that a daemon needs.
    Host,
    /// Nothing but whom it lets in.
    Trust,
}

/// The same in parts: what stands before this daemon's settings, the settings, and what stands after them. Behind the settings come
/// [`TrustFact::Settings`](crate::spec::folder::TrustFact).
pub(super) fn parts(scripts: &Scripts, pair: Pair<'_>) -> Option<[String; 3]> {
    parts_of(scripts, pair, Brings::Host)
}

/// Those of an archive of this kind.
pub(super) fn parts_of(scripts: &Scripts, pair: Pair<'_>, kind: Brings) -> Option<[String; 3]> {
    let Cut { top, bottom } = &scripts.install_sh;
    settings(pair, kind).map(|settings| [top.clone(), settings, bottom.clone()])
}

/// What is said of whom a daemon lets in when that was never changed.
const UNCHANGED: &str = "trust=0\nlisted=''\nremoved=''\nsettled=''\n";

/// The script around the settings of a daemon.
pub(super) fn cut(script: &str) -> Option<Cut> {
    let options = [
        ("options_with_value", options::WITH_VALUE.to_owned()),
        ("letters_with_value", options::LETTERS.0.to_owned()),
        ("letters_alone", options::LETTERS.1.to_owned()),
        ("folded", FOLDED.to_owned()),
    ];
    let (top, rest) = script.split_once(BEGIN)?;
    let (_, body) = rest.split_once(END_OF_OPTIONS)?;
    Some(Cut { top: format!("{top}{BEGIN}"), bottom: format!("{END}{OPTIONS}{}{END_OF_OPTIONS}{body}", sh_settings(&options)) })
}

/// The settings of this daemon; `None` when Docker is not a service of a host.
fn settings(pair: Pair<'_>, kind: Brings) -> Option<String> {
    let spec = pair.spec;
    pair.facts().script?;
    // No address can be asked for a name with `*`.
    let names = words(pair.daemon.hosts().iter().filter(|host| !host.is_wildcard()).map(Host::to_string));
    let is_in_json = pair.facts().unit().is_some() && pair.facts().own_daemon_json().is_some();
    let place = if is_in_json { "json" } else { "flags" };
    let (brings, bundle_name) = match kind {
        Brings::Host => ("host", pair.daemon.bundle_name()),
        Brings::Trust => ("trust", pair.daemon.trust_name()),
    };
    let settings = [
        ("locale", spec.locale.name().to_owned()),
        ("brings", brings.to_owned()),
        ("bundle_name", bundle_name),
        ("names", names),
        ("platform", pair.daemon.platform().name().to_owned()),
        ("place", place.to_owned()),
        ("listen", spec.listen.url()),
        ("port", spec.listen.port.to_string()),
        ("connect", connect(&spec.listen)),
        // The script takes a relative path as one below $HOME.
        ("directory", pair.installation().cert_directory.as_str().trim_start_matches("~/").to_owned()),
        ("sources", words(spec.allowed_sources.iter().map(Source::to_string))),
    ];
    Some(sh_settings(&settings))
}

/// The script with its readers and its sentences, for any daemon.
pub(super) static ASSEMBLED: LazyLock<String> = LazyLock::new(|| {
    let program = assembled(&program(), LANGUAGES);
    program + "\n" + READERS + LAST_LINE
});

fn program() -> String {
    [SCRIPT.strip_suffix(LAST_LINE).unwrap_or(SCRIPT), CHECK, "\n", VALIDITY].concat()
}

fn words(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

/// The address at which the machine itself reaches the port.
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
    use crate::{Draft, guide::script::tests::all_is_said};

    #[test]
    fn the_script_gets_the_settings_of_its_daemon_and_stays_the_same_else() {
        let draft = Draft { hosts: "a.example *.a.example".into(), port: "4243".into(), listen_address: "::".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let script = install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).expect("for systemd");
        for line in ["letters_alone=Dhrv", "names=a.example", "listen='tcp://[::]:4243'", "port=4243", "connect='[::1]'", "sources=''"] {
            assert!(script.contains(&format!("\n{line}\n")), "{line}");
        }
        let names = |script: &str| -> Vec<String> {
            let (_, rest) = script.split_once(BEGIN).expect("the settings");
            let (settings, _) = rest.split_once(END_OF_OPTIONS).expect("their end");
            settings.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(names(&script), names(&ASSEMBLED));
        let body = |script: &str| script.split_once(END_OF_OPTIONS).expect("a body").1.to_owned();
        assert_eq!(body(&script), body(&ASSEMBLED));
        assert!(script.starts_with("#!/bin/sh\n"));
    }

    #[test]
    fn every_sentence_of_the_script_is_there_in_each_language_and_said() {
        all_is_said(&[(&program(), &ASSEMBLED)], LANGUAGES);
    }
}
