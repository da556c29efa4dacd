//! `connect.sh` and `connect.ps1` of a client's bundle: the same program for a POSIX shell and for PowerShell, put together from files in `connecting/`.
//! `connect.sh` and `connect.ps1` there say `@name` where a sentence goes; `en.sh` and `zh-CN.sh` have the sentences, in what both shells read alike.
//!
//! They put the files into a folder that only the user can read, make or update a docker context for each host, and try each host. What they have made
//! is listed in a file beside the keys; what is somebody else's stays unless the reader says yes to the question or gives `--replace`. The judge is
//! `tests/it/connect.rs`.

use std::sync::LazyLock;

use crate::{
    guide::{
        quote::powershell_quote,
        script::{Cut, Scripts, VALIDITY, assembled, sh_settings},
        snippet::place,
    },
    platform::Exposure,
    spec::{Client, Daemon, Spec},
};

const SH: &str = include_str!("connecting/connect.sh");
/// `--check`, which comes before the last line.
const CHECK: &str = include_str!("connecting/check.sh");
const LAST_LINE: &str = "main \"$@\"\n";
const POWERSHELL: &str = include_str!("connecting/connect.ps1");
/// What they say, a file for each language, in the order of the arguments of their `say`.
const LANGUAGES: [&str; 2] = [include_str!("connecting/en.sh"), include_str!("connecting/zh-CN.sh")];
const BEGIN: &str = "# SETTINGS: written by the page\n";
const END: &str = "# END OF SETTINGS\n";
const HOSTS: &str = "# HOSTS: written by the page\n";
const END_OF_HOSTS: &str = "# END OF HOSTS\n";

/// Each script with its sentences, for any client.
pub(super) static ASSEMBLED_SH: LazyLock<String> = LazyLock::new(|| assembled(&program_sh(), LANGUAGES));
pub(super) static ASSEMBLED_POWERSHELL: LazyLock<String> = LazyLock::new(|| assembled(POWERSHELL, LANGUAGES));

fn program_sh() -> String {
    [SH.strip_suffix(LAST_LINE).unwrap_or(SH), CHECK, "\n", VALIDITY, "\n", LAST_LINE].concat()
}

/// The hosts, a line each, with the name of the context and the value of `DOCKER_HOST`; `None` where none is reached by a context.
pub fn hosts(spec: &Spec) -> Option<String> {
    let lines: Vec<String> = reached(spec).map(|daemon| format!("{} {}", daemon.context_name(), spec.docker_host(daemon.host()))).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Whether there is such a host.
pub fn has_hosts(spec: &Spec) -> bool {
    reached(spec).next().is_some()
}

/// Those that are.
pub fn reached(spec: &Spec) -> impl Iterator<Item = &Daemon> {
    spec.daemons.iter().filter(is_reached)
}

/// Nobody outside connects to a daemon that is there for a job of GitLab CI.
pub fn is_reached(daemon: &&Daemon) -> bool {
    daemon.facts().port != Exposure::Inside
}

/// `connect.sh` in parts: what stands before this client's settings, the settings, and what stands after them. The first and the last are the same for
/// all clients.
pub fn sh(scripts: &Scripts, spec: &Spec, client: &Client, hosts: &str) -> [String; 3] {
    let settings =
        sh_settings(&[("locale", spec.locale.name().into()), ("bundle_name", client.bundle_name()), ("place", place(client).into())]);
    around(&scripts.connect_sh, settings, &sh_settings(&[("hosts", hosts.into())]))
}

/// `connect.ps1` in the same parts. Windows PowerShell 5.1 takes a script without a byte order mark for one in the machine's old code page
/// (about_Character_Encoding).
pub fn powershell(scripts: &Scripts, spec: &Spec, client: &Client, hosts: &str) -> [String; 3] {
    let line = |name: &str, value: &str| format!("${name} = {}\n", powershell_quote(value));
    let settings = line("locale", spec.locale.name()) + &line("bundle_name", &client.bundle_name()) + &line("place", place(client));
    let [top, settings, rest] = around(&scripts.connect_ps1, settings, &line("hosts", hosts));
    [format!("\u{feff}{top}"), settings, rest]
}

fn around(Cut { top, bottom }: &Cut, settings: String, hosts: &str) -> [String; 3] {
    [top.clone(), settings, format!("{END}{HOSTS}{hosts}{END_OF_HOSTS}{bottom}")]
}

/// A script around its settings and its hosts.
pub(super) fn cut(script: &str) -> Option<Cut> {
    let (top, rest) = script.split_once(BEGIN)?;
    let (_, bottom) = rest.split_once(END_OF_HOSTS)?;
    Some(Cut { top: format!("{top}{BEGIN}"), bottom: bottom.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Draft, guide::script::tests::all_is_said};

    #[test]
    fn the_scripts_get_their_settings_and_stay_the_same_else() {
        let draft = Draft { hosts: "a.example *.a.example\n2001:db8::1".into(), clients: "anna\nclient".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let hosts = hosts(&spec).expect("hosts");
        let [anna, client] = [0, 1].map(|index| sh(Scripts::own(), &spec, &spec.clients[index], &hosts));
        assert_eq!((&anna[0], &anna[2]), (&client[0], &client[2]));
        assert!(anna[1].contains("bundle_name=anna-client\n") && client[1].contains("bundle_name=client\n"));
        assert!(anna[2].contains("\nhosts='a.example tcp://a.example:2376\n2001-db8--1 tcp://[2001:db8::1]:2376'\n"), "{}", anna[2]);
        let portainer = Draft { clients: "nas kind=portainer".into(), ..Draft::from(&spec) }.parse().spec.expect("valid");
        let place = |spec: &Spec| sh(Scripts::own(), spec, &spec.clients[0], &hosts)[1].lines().last().map(str::to_owned);
        assert_eq!((place(&spec).as_deref(), place(&portainer).as_deref()), (Some("place=.docker/"), Some("place=''")));
        let powershell = powershell(Scripts::own(), &spec, &spec.clients[0], &hosts).concat();
        assert!(powershell.starts_with("\u{feff}# ") && powershell.contains("$bundle_name = 'anna-client'\n"));
        for (script, assembled) in [(anna.concat(), &ASSEMBLED_SH), (powershell, &ASSEMBLED_POWERSHELL)] {
            let body = |script: &str| script.split_once(END_OF_HOSTS).expect("a body").1.to_owned();
            assert_eq!(body(&script), body(assembled));
        }
    }

    #[test]
    fn every_sentence_of_the_scripts_is_there_in_each_language_and_said() {
        all_is_said(&[(&program_sh(), &ASSEMBLED_SH), (POWERSHELL, &ASSEMBLED_POWERSHELL)], LANGUAGES);
    }

    /// A variable is `${name}`. PowerShell takes typographic quotation marks for straight ones, and `$name:` for a variable of a drive.
    #[test]
    fn both_shells_read_the_sentences_alike() {
        for language in LANGUAGES {
            let lines = language.lines().filter(|line| !line.starts_with('#'));
            for line in lines {
                assert!(!line.contains(['`', '\\', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{201e}']), "{line}");
                assert_eq!(line.matches('$').count(), line.matches("${").count(), "{line}");
            }
        }
    }
}
