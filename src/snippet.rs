//! What is to be pasted or put into a file: configuration and commands, without any key, so the same spec gives the same text.
//!
//! A target is a file of its own under `snippet/` with one function, a [`SnippetId`] and a line in [`ALL`]. What they write is in
//! `tests/golden/`, to the byte.

mod copy_server;
mod install_server;
mod place_server;
mod place_server_powershell;
mod unpack_server;
mod systemd_drop_in;
mod daemon_json;
mod install_ps1;
mod compose;
mod nginx_conf;
mod gitlab_runner;
mod gitlab_job;
mod ignition;
mod butane;
mod nixos_module;
mod cloud_init;
mod ansible;
mod restart;
mod apply;
mod diagnose;
mod firewalld;
mod ufw;
mod nftables;
mod windows_firewall;
mod unpack_client;
mod unpack_client_powershell;
mod client_env_sh;
mod client_env_powershell;
mod client_flags;
mod client_home;
mod client_context;
mod client_curl;
mod client_portainer;
mod prove_yes;
mod prove_no;
mod prove_local;
mod embed;
mod env_files;
mod install_sh;
mod issue_more;
mod readme;

use serde::Serialize;

use crate::{
    problem::{Field, listed},
    spec::{Client, Daemon, Platform, Spec},
    text::Text,
};

pub use embed::embed;
pub use env_files::{env_ps1, env_sh};
pub use install_sh::install_sh;
pub use readme::{all_readme, ca_readme, client_readme, server_readme};

/// A text to paste, or a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    /// Which one.
    pub id: SnippetId,
    /// Where the file goes; none for what is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What kind of text it is.
    pub language: Language,
    /// The text; its last line ends.
    pub text: String,
}

impl Snippet {
    /// The name of the file, of a snippet that is one.
    pub fn file_name(&self) -> &str {
        self.path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default()
    }
}

listed! {
    /// The targets, in the order of the page.
    #[serde(rename_all = "kebab-case")]
    pub enum SnippetId {
        /// `scp` to the daemon's machine.
        CopyServer,
        /// The bundle's `install.sh`.
        InstallServer,
        /// The files put into their places, with their owner and modes.
        PlaceServer,
        /// The same by PowerShell.
        PlaceServerPowershell,
        /// The files in a folder, to be used from there.
        UnpackServer,
        /// systemd: the command line of the daemon.
        SystemdDropIn,
        /// The daemon's configuration file.
        DaemonJson,
        /// A script that installs on Windows.
        InstallPs1,
        /// A Compose file.
        Compose,
        /// nginx in front of the socket.
        NginxConf,
        /// What GitLab's runner mounts.
        GitlabRunner,
        /// A job of GitLab CI.
        GitlabJob,
        /// Ignition.
        Ignition,
        /// Butane, from which Ignition is made.
        Butane,
        /// A module of NixOS.
        NixosModule,
        /// User data of cloud-init.
        CloudInit,
        /// A playbook of Ansible.
        Ansible,
        /// The daemon restarted.
        Restart,
        /// The machine set up.
        Apply,
        /// Why it does not start, or refuses.
        Diagnose,
        /// firewalld (Fedora, RHEL, openSUSE).
        Firewalld,
        /// ufw (Ubuntu).
        Ufw,
        /// nftables.
        Nftables,
        /// The firewall of Windows.
        WindowsFirewall,
        /// The client's files put into their place.
        UnpackClient,
        /// The same by PowerShell.
        UnpackClientPowershell,
        /// Environment variables in a POSIX shell.
        ClientEnvSh,
        /// Environment variables in PowerShell.
        ClientEnvPowershell,
        /// Options of the `docker` command.
        ClientFlags,
        /// `~/.docker`, where `docker --tlsverify` looks by itself.
        ClientHome,
        /// `docker context create`.
        ClientContext,
        /// curl.
        ClientCurl,
        /// Portainer's form.
        ClientPortainer,
        /// The client is let in.
        ProveYes,
        /// A stranger is not.
        ProveNo,
        /// The local socket still answers.
        ProveLocal,
    }
}

listed! {
    /// What the reader does, in order.
    #[serde(rename_all = "kebab-case")]
    pub enum Step {
        /// Bring the files to the daemon's machine.
        Copy,
        /// Let the script do everything on the daemon's machine: the next three are the same by hand.
        Install,
        /// Put them into their places.
        Place,
        /// Look at the daemon's configuration.
        Configure,
        /// Restart the daemon.
        Restart,
        /// Let known clients through the firewall.
        Firewall,
        /// Put the client's files into their place.
        Unpack,
        /// Use them.
        Connect,
        /// See that it works, and that strangers are refused.
        Prove,
    }
}

impl Step {
    /// Whether one of its snippets is to be picked, rather than all to be followed.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Firewall | Self::Unpack | Self::Connect)
    }

    /// Where it is done; none where that differs from snippet to snippet.
    pub fn place(self, platform: Platform) -> Option<Place> {
        let host = match platform {
            Platform::Openrc | Platform::Sysv => Place::HostAsRoot,
            _ => Place::Host,
        };
        Some(match self {
            Self::Copy => Place::Desk,
            Self::Place | Self::Configure | Self::Restart if platform.is_set_up_from_afar() => Place::Desk,
            Self::Unpack if platform == Platform::GitlabDind => host,
            Self::Install | Self::Place | Self::Configure | Self::Restart | Self::Firewall => host,
            Self::Unpack | Self::Connect => Place::Client,
            Self::Prove => return None,
        })
    }
}

/// A step of a pair, as the page and the README number it.
#[derive(Clone, Debug)]
pub struct Numbered {
    /// Which one.
    pub step: Step,
    /// From 1. Steps that are two ways to the same have the same.
    pub number: usize,
    /// Which of the two ways it belongs to; none where there is one.
    pub way: Option<Way>,
    /// A field without which there are no snippets.
    pub missing: Option<Field>,
    /// None of them where `missing` says why.
    pub snippets: Vec<Snippet>,
    /// What the last command says when all is well, as far as it is the same everywhere; it may be nothing.
    pub shows: Option<&'static str>,
}

listed! {
    /// How the daemon's machine is set up.
    #[serde(rename_all = "kebab-case")]
    pub enum Way {
        /// By the bundle's `install.sh`.
        Script,
        /// Command by command.
        Hand,
    }
}

listed! {
    /// Where a step is done.
    #[serde(rename_all = "kebab-case")]
    pub enum Place {
        /// Where the downloads are.
        Desk,
        /// On the daemon's machine.
        Host,
        /// There, by root.
        HostAsRoot,
        /// On the client's machine.
        Client,
    }
}

listed! {
    /// What is true of a snippet on some platforms only.
    #[serde(rename_all = "kebab-case")]
    pub enum Remark {
        /// `install.sh`, tried under systemd.
        TriedSystemd,
        /// Tried with a user's own daemon.
        TriedRootless,
        /// Tried with OpenRC, on another distribution.
        TriedOpenrc,
        /// Tried with System V's init.
        TriedSysv,
        /// Never tried with snapd.
        TriedNoSnap,
        /// The key is the user's, not root's.
        KeyOfUser,
        /// No command has put it there yet.
        PlacedFromAfar,
        /// A container is started, and no daemon restarted.
        RestartsContainer,
        /// The runner is restarted, and no daemon.
        RestartsRunner,
        /// The machine is there already, and is rebuilt.
        AppliesNixos,
        /// The machine is there already, and is reached by SSH.
        AppliesAnsible,
        /// It is typed elsewhere than the rest of the step.
        DiagnoseOnHost,
        /// The words of a container.
        DiagnoseContainer,
        /// The words of the daemon and who has the port.
        DiagnoseLog,
        /// The unit and the words of the daemon.
        DiagnoseUser,
        /// The computer around Docker's machine has a firewall of its own.
        FirewallOfDesktop,
    }
}

impl Remark {
    /// About this snippet, if there is one.
    pub fn about(snippet: SnippetId, platform: Platform) -> Option<Self> {
        Some(match (snippet, platform) {
            (SnippetId::InstallServer, Platform::Rootless) => Self::TriedRootless,
            (SnippetId::InstallServer, Platform::Openrc) => Self::TriedOpenrc,
            (SnippetId::InstallServer, Platform::Sysv) => Self::TriedSysv,
            (SnippetId::InstallServer, Platform::Snap) => Self::TriedNoSnap,
            (SnippetId::InstallServer, _) => Self::TriedSystemd,
            (SnippetId::PlaceServer, Platform::Rootless) => Self::KeyOfUser,
            (SnippetId::SystemdDropIn, _) if platform.is_set_up_from_afar() => Self::PlacedFromAfar,
            (SnippetId::Restart, Platform::Proxy | Platform::Dind) => Self::RestartsContainer,
            (SnippetId::Restart, Platform::GitlabDind) => Self::RestartsRunner,
            (SnippetId::Apply, Platform::Nixos) => Self::AppliesNixos,
            (SnippetId::Apply, Platform::Ansible) => Self::AppliesAnsible,
            (SnippetId::Diagnose, Platform::Proxy | Platform::Dind) => Self::DiagnoseContainer,
            (SnippetId::Diagnose, Platform::Openrc | Platform::Sysv | Platform::Snap | Platform::Windows) => Self::DiagnoseLog,
            (SnippetId::Diagnose, Platform::Rootless) => Self::DiagnoseUser,
            (SnippetId::Diagnose, _) if platform.is_set_up_from_afar() => Self::DiagnoseOnHost,
            (SnippetId::Nftables, Platform::Proxy) => Self::FirewallOfDesktop,
            _ => return None,
        })
    }
}

/// The kind of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// POSIX shell
    Sh,
    /// A systemd unit file
    Systemd,
    /// JSON
    Json,
    /// PowerShell
    Powershell,
    /// YAML
    Yaml,
    /// TOML
    Toml,
    /// Nix
    Nix,
    /// nginx's configuration
    Nginx,
    /// Plain text
    Text,
}

/// A daemon and a client of a spec: what a snippet is written for.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// What both are of.
    pub spec: &'a Spec,
    /// The daemon.
    pub daemon: &'a Daemon,
    /// The client.
    pub client: &'a Client,
}

/// Writes a snippet, or none where the spec's platform has no use for it.
type Render = fn(Pair<'_>) -> Option<Snippet>;

/// Every target.
pub const ALL: &[(Step, Render)] = &[
    (Step::Copy, copy_server::render),
    (Step::Install, install_server::render),
    (Step::Place, place_server::render),
    (Step::Place, place_server_powershell::render),
    (Step::Place, unpack_server::render),
    (Step::Configure, systemd_drop_in::render),
    (Step::Configure, daemon_json::render),
    (Step::Configure, install_ps1::render),
    (Step::Configure, compose::render),
    (Step::Configure, nginx_conf::render),
    (Step::Configure, gitlab_runner::render),
    (Step::Configure, gitlab_job::render),
    (Step::Configure, ignition::render),
    (Step::Configure, butane::render),
    (Step::Configure, nixos_module::render),
    (Step::Configure, cloud_init::render),
    (Step::Configure, ansible::render),
    (Step::Restart, restart::render),
    (Step::Restart, apply::render),
    (Step::Restart, diagnose::render),
    (Step::Firewall, firewalld::render),
    (Step::Firewall, ufw::render),
    (Step::Firewall, nftables::render),
    (Step::Firewall, windows_firewall::render),
    (Step::Unpack, unpack_client::render),
    (Step::Unpack, unpack_client_powershell::render),
    (Step::Connect, client_context::render),
    (Step::Connect, client_env_sh::render),
    (Step::Connect, client_env_powershell::render),
    (Step::Connect, client_flags::render),
    (Step::Connect, client_home::render),
    (Step::Connect, client_curl::render),
    (Step::Connect, client_portainer::render),
    (Step::Prove, prove_yes::render),
    (Step::Prove, prove_no::render),
    (Step::Prove, prove_local::render),
];

/// The snippets of one step.
pub fn of_step(step: Step, pair: Pair<'_>) -> impl Iterator<Item = Snippet> {
    // Inside GitLab CI, the job is the client.
    let nobody_connects = pair.spec.platform == Platform::GitlabDind && matches!(step, Step::Connect | Step::Prove);
    let is_empty = nobody_connects || missing(step, pair.spec).is_some();
    ALL.iter().filter(move |(of, _)| *of == step && !is_empty).filter_map(move |(_, render)| render(pair))
}

/// The steps that the platform has.
pub fn steps(pair: Pair<'_>) -> Vec<Numbered> {
    let mut steps: Vec<Numbered> = Vec::new();
    for &step in Step::ALL {
        let (missing, snippets) = (missing(step, pair.spec), of_step(step, pair).collect::<Vec<_>>());
        if missing.is_none() && snippets.is_empty() {
            continue;
        }
        let is_scripted = steps.iter().any(|before| before.step == Step::Install);
        let way = match step {
            Step::Install => Some(Way::Script),
            Step::Place | Step::Configure | Step::Restart if is_scripted => Some(Way::Hand),
            _ => None,
        };
        let number = steps.last().map_or(0, |last| last.number) + usize::from(way != Some(Way::Hand));
        let shows = (step == Step::Restart).then(|| restart::shows(pair.spec.platform)).flatten();
        steps.push(Numbered { step, number, way, missing, snippets, shows });
    }
    steps
}

/// Without known sources there are no rules for a firewall: an open port is not what is wanted.
fn missing(step: Step, spec: &Spec) -> Option<Field> {
    let lacks_sources = spec.allowed_sources.is_empty() && spec.platform.leaves_the_firewall_to_the_reader();
    (step == Step::Firewall && lacks_sources).then_some(Field::AllowedSources)
}

impl<'a> Pair<'a> {
    fn say(&self, text: Text) -> &'static str {
        text.in_locale(self.spec.locale)
    }

    /// What goes in front of a command of root's: nothing where root types, since Alpine has no sudo.
    fn sudo(&self) -> &'static str {
        if matches!(self.spec.platform, Platform::Openrc | Platform::Sysv) { "" } else { "sudo " }
    }

    /// The value of `DOCKER_HOST`.
    fn docker_host(&self) -> String {
        self.spec.docker_host(self.daemon.host())
    }

    /// `host:port`, as it stands in a URL.
    fn authority(&self) -> String {
        format!("{}:{}", self.daemon.host().in_url(), self.spec.listen.port)
    }

    /// Where the client's files are, for a shell to expand between double quotes.
    fn client_directory(&self) -> String {
        format!("$HOME/.docker/{}", self.client.bundle_name())
    }

    /// `docker` with everything on its command line, independent of the environment and of the current context.
    fn docker_command(&self) -> String {
        let directory = self.client_directory();
        format!(
            "docker --tlsverify \\\n  --tlscacert=\"{directory}/ca.pem\" \\\n  --tlscert=\"{directory}/cert.pem\" \\\n  \
             --tlskey=\"{directory}/key.pem\" \\\n  -H {}",
            sh_quote(&self.docker_host())
        )
    }
}

/// The bundle of a daemon, unpacked into a folder of its name.
fn unpacked(pair: Pair<'_>) -> Vec<String> {
    let bundle = pair.daemon.bundle_name();
    vec![format!("mkdir -p {bundle}"), format!("{{ unzip -o {bundle}.zip -d {bundle} || tar -xzvf {bundle}.tar.gz -C {bundle}; }}")]
}

/// Commands of which each runs only when the one before has succeeded, a line each.
fn chain(commands: &[String]) -> String {
    commands.join(" &&\n") + "\n"
}

/// A comment of a file. What is typed has none: zsh, the shell of macOS, takes `#` for a word there.
fn comment(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}

/// A scalar of YAML in double quotes (YAML 1.2.2, section 7.3.1), of characters that no escape is needed for.
fn yaml_quote(text: &str) -> String {
    debug_assert!(!text.contains(['"', '\\']) && !text.chars().any(char::is_control));
    format!("\"{text}\"")
}

/// One word of a POSIX shell (POSIX.1-2017, Shell Command Language, section 2.2.2); bare where that is the same.
fn sh_quote(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%+,-./:=@_".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for text in ["", "plain", "tcp://[2001:db8::1]:2376", "a b", "$(id)", "`id`", "it's", "a\nb", "\\", "~", "*", "!x", "\"", "é"] {
            let script = format!("printf %s {}", sh_quote(text));
            let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
            assert_eq!(String::from_utf8_lossy(&output.stdout), text);
        }
    }

    fn spec(platform: Platform, sources: &str) -> Spec {
        let draft = crate::Draft { hosts: "a.example".into(), platform: platform.name().into(), ..Default::default() };
        crate::Draft { allowed_sources: sources.into(), ..draft }.parse().spec.expect("valid")
    }

    #[test]
    fn numbers_count_up_and_the_two_ways_share_one() {
        for &platform in Platform::ALL {
            let spec = spec(platform, "");
            let steps = steps(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] });
            let ways: Vec<&Numbered> = steps.iter().filter(|step| step.way.is_some()).collect();
            assert!(ways.iter().all(|step| step.number == ways[0].number));
            let is_first = |way: Option<Way>| way.is_none() || way == Some(Way::Script);
            let counted: Vec<usize> = steps.iter().filter(|step| is_first(step.way)).map(|step| step.number).collect();
            assert_eq!(counted, (1..=counted.len()).collect::<Vec<_>>());
            assert_eq!(ways.is_empty(), install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).is_none());
        }
    }

    #[test]
    fn the_firewalls_step_has_rules_or_says_what_is_missing() {
        for &platform in Platform::ALL {
            for sources in ["", "192.0.2.7"] {
                let spec = spec(platform, sources);
                let steps = steps(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] });
                let firewall = steps.iter().find(|step| step.step == Step::Firewall);
                assert_eq!(firewall.is_some(), platform.leaves_the_firewall_to_the_reader(), "{platform:?}");
                let Some(firewall) = firewall else { continue };
                assert_eq!(firewall.missing.is_some(), sources.is_empty());
                assert_eq!(firewall.snippets.is_empty(), sources.is_empty());
            }
        }
    }

    #[test]
    fn who_is_let_in_is_in_the_configuration_of_those_platforms_that_say_so() {
        for &platform in Platform::ALL {
            let [nobody, somebody] = ["", "192.0.2.7"].map(|sources| {
                let spec = spec(platform, sources);
                of_step(Step::Configure, Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).collect::<Vec<_>>()
            });
            assert_eq!(nobody != somebody, platform.configures_the_firewall(), "{platform:?}");
        }
    }

    #[test]
    fn every_remark_is_made_somewhere() {
        let platforms = || Platform::ALL.iter().copied();
        let made = |remark| SnippetId::ALL.iter().any(|&id| platforms().any(|platform| Remark::about(id, platform) == Some(remark)));
        assert_eq!(Remark::ALL.iter().filter(|&&remark| !made(remark)).collect::<Vec<_>>(), [&Remark::KeyOfUser; 0]);
    }

    #[test]
    fn every_id_has_a_target_and_the_other_way_round() {
        let mut ids = Vec::new();
        for &platform in crate::spec::Platform::ALL {
            let spec = spec(platform, "192.0.2.7");
            let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
            ids.extend(Step::ALL.iter().flat_map(|&step| of_step(step, pair)).map(|snippet| snippet.id));
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids, SnippetId::ALL);
    }
}
