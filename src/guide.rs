//! What is to be pasted or put into a file: configuration and commands, without any key, so the same spec gives the same text.
//!
//! To add a target:
//! 1. Write `guide/<folder of its step>/<target>.rs` with one pure function `render(Pair) -> Option<Snippet>`; `None` where the platform has no use
//!    for it. It uses no other target.
//! 2. Add its `mod` and its line in the list below.
//! 3. Add what is said of it to `locales.rs` and both languages; the compiler asks for each.
//! 4. Run `BLESS=1 cargo test --test it golden`, then read the difference in `tests/golden/` as a stranger would.
//!
//! The tests give each text to the reader of its [`Syntax`]: shellcheck and dash, a JSON reader, PowerShell's grammar. What is typed has no
//! comments: zsh, the shell of macOS, takes `#` for a word there. It is one list joined by `&&`: it stops at the first failure, and a shell reads
//! all of it before `sudo` asks for a password and throws away what else was typed.
//!
//! A recipe is for a program other than the docker command. To add one:
//! 1. Write `guide/connect/<program>.rs` with its `RECIPE` and, in the comment above, where its keys were read.
//! 2. Add its `mod` and its line in `recipes!` below.
//! 3. Add its words to `locales.rs` and both languages.
//! 4. Run `BLESS=1 cargo test --test it golden`. `tests/it/recipes.rs` gives its texts to the readers of their languages.
//!
//! What cannot name files (Ignition, cloud-init) is a template: the page shows `<ca.pem>`, the bundle has the file itself there, and that file is
//! then as secret as the key.

/// Gives a macro, for each target in the order of the page, its identifier, its step and what writes it. The step and what is behind it are of
/// `steps`.
macro_rules! targets {
    ($make:ident) => {
        $make! {
            /// All hosts by ssh, one after the other.
            Fleet: Fleet, Alone(server::fleet::render);
            /// `scp` to the daemon's machine.
            CopyServer: Copy, Alone(server::copy::render);
            /// The bundle's `install.sh`.
            InstallServer: Install, Alone(server::install::render);
            /// The files put into their places, with their owner and modes.
            PlaceServer: Place, WithConfiguration(server::place::render);
            /// The same by PowerShell.
            PlaceServerPowershell: Place, Alone(server::place_powershell::render);
            /// The files in a folder, to be used from there.
            UnpackServer: Place, Alone(server::unpack::render);
            /// systemd: the command line of the daemon.
            SystemdDropIn: Configure, Alone(configure::systemd_drop_in::render);
            /// The daemon's configuration file.
            DaemonJson: Configure, Alone(configure::daemon_json::render);
            /// A script that installs on Windows.
            InstallPs1: Configure, Alone(configure::install_ps1::render);
            /// A Compose file.
            Compose: Configure, Alone(configure::compose::render);
            /// nginx in front of the socket.
            NginxConf: Configure, Alone(configure::nginx::render);
            /// What GitLab's runner mounts.
            GitlabRunner: Configure, Alone(configure::gitlab::runner);
            /// A job of GitLab CI.
            GitlabJob: Configure, Alone(configure::gitlab::job);
            /// Ignition.
            Ignition: Configure, Alone(configure::ignition::render);
            /// Butane, from which Ignition is made.
            Butane: Configure, Alone(configure::ignition::butane);
            /// A module of NixOS.
            NixosModule: Configure, Alone(configure::nixos_module::render);
            /// User data of cloud-init.
            CloudInit: Configure, Alone(configure::cloud_init::render);
            /// A playbook of Ansible.
            Ansible: Configure, Alone(configure::ansible::render);
            /// The daemon restarted.
            Restart: Restart, Alone(server::restart::render);
            /// The machine set up.
            Apply: Restart, Alone(server::restart::apply);
            /// Why it does not start, or refuses.
            Diagnose: Restart, Alone(server::diagnose::render);
            /// firewalld (Fedora, RHEL, openSUSE).
            Firewalld: Firewall, Alone(firewall::firewalld::render);
            /// ufw (Ubuntu).
            Ufw: Firewall, Alone(firewall::ufw::render);
            /// nftables.
            Nftables: Firewall, Alone(firewall::nftables::render);
            /// The firewall of Windows.
            WindowsFirewall: Firewall, Alone(firewall::windows::render);
            /// The bundle's `connect.sh`.
            ConnectSh: Client, Alone(connect::by_script::sh);
            /// The bundle's `connect.ps1`.
            ConnectPs1: Client, Alone(connect::by_script::powershell);
            /// The client's files put into their place.
            UnpackClient: Unpack, Alone(connect::unpack::render);
            /// The same by PowerShell.
            UnpackClientPowershell: Unpack, Alone(connect::unpack_powershell::render);
            /// `docker context create`.
            ClientContext: Connect, Alone(connect::context::render);
            /// `docker context import`.
            ClientContextImport: Connect, Alone(connect::context::import);
            /// Environment variables in a POSIX shell.
            ClientEnvSh: Connect, Alone(connect::environment::sh);
            /// Environment variables in PowerShell.
            ClientEnvPowershell: Connect, Alone(connect::environment::powershell);
            /// A job of continuous integration.
            ClientCi: Connect, Alone(connect::ci::render);
            /// The same as a job of GitLab CI.
            ClientGitlabCi: Connect, Alone(connect::ci::gitlab);
            /// The same as a workflow of GitHub Actions.
            ClientGithubActions: Connect, Alone(connect::ci::github);
            /// Options of the `docker` command.
            ClientFlags: Connect, Alone(connect::flags::render);
            /// `~/.docker`, where `docker --tlsverify` looks by itself.
            ClientHome: Connect, Alone(connect::home::render);
            /// curl.
            ClientCurl: Connect, Alone(connect::curl::render);
            /// Portainer's form.
            ClientPortainer: Connect, Alone(connect::portainer::render);
            /// The client is let in, by its context.
            ProveContext: Prove, Alone(prove::context);
            /// The client is let in, by its files alone.
            ProveYes: ProveOutside, Alone(prove::yes);
            /// The same in PowerShell.
            ProveYesPowershell: ProveOutside, Alone(prove::yes_powershell);
            /// A stranger is not.
            ProveNo: ProveOutside, Alone(prove::no);
            /// The same in PowerShell.
            ProveNoPowershell: ProveOutside, Alone(prove::no_powershell);
            /// Both in cmd.
            ProveCmd: ProveOutside, Alone(prove::cmd);
            /// The local socket still answers.
            ProveLocal: ProveOutside, Alone(prove::local);
            /// `install.sh --check`, every day by systemd.
            WatchTimer: Watch, Alone(server::watch::timer);
            /// The same by cron.
            WatchCron: Watch, Alone(server::watch::cron);
            /// The same for Prometheus.
            WatchExporter: Watch, Alone(server::watch::exporter);
        }
    };
}

/// Gives a macro, for each recipe by those who use it, its name, who uses it, and how it is known to be right.
macro_rules! recipes {
    ($make:ident) => {
        $make! {
            compose: People, Parsed;
            buildx: People, Parsed;
            vscode: People, Parsed;
            jetbrains: People, Read;
            lazydocker: People, Parsed;
            socat: People, Ran;
            jenkins: Ci, Parsed;
            gitlabrunner: Ci, Parsed;
            woodpecker: Ci, Parsed;
            drone: Ci, Parsed;
            terraform: Ci, Parsed;
            pulumi: Ci, Parsed;
            ansible: Ci, Ran;
            portainer: Dashboards, Parsed;
            uptimekuma: Dashboards, Parsed;
            traefik: Dashboards, Parsed;
            homepage: Dashboards, Parsed;
            prometheus: Dashboards, Ran;
            telegraf: Dashboards, Parsed;
            dozzle: Dashboards, Parsed;
            diun: Dashboards, Parsed;
            wud: Dashboards, Parsed;
            watchtower: Dashboards, Parsed;
            zabbix: Dashboards, Read;
            netdata: Dashboards, Read;
            komodo: Dashboards, Read;
            dockge: Dashboards, Read;
            arcane: Dashboards, Read;
            coolify: Dashboards, Read;
            testcontainers: Libraries, Ran;
            dockerjava: Libraries, Parsed;
            springboot: Libraries, Parsed;
            python: Libraries, Ran;
            go: Libraries, Parsed;
            node: Libraries, Ran;
            dotnet: Libraries, Parsed;
            rust: Libraries, Parsed;
            fabric8: Libraries, Parsed;
            bmuschko: Libraries, Parsed;
            spotify: Libraries, Parsed;
        }
    };
}

mod snippet;
mod quote;
mod recipe;
mod script;
mod server {
    pub mod fleet;
    pub mod copy;
    pub mod install;
    pub mod place;
    pub mod place_powershell;
    pub mod unpack;
    pub mod restart;
    pub mod diagnose;
    pub mod watch;
}
mod configure {
    pub mod systemd_drop_in;
    pub mod daemon_json;
    pub mod install_ps1;
    pub mod compose;
    pub mod nginx;
    pub mod gitlab;
    pub mod ignition;
    pub mod nixos_module;
    pub mod cloud_init;
    pub mod ansible;
}
mod firewall {
    pub mod firewalld;
    pub mod ufw;
    pub mod nftables;
    pub mod windows;
}
mod connect {
    pub mod by_script;
    pub mod unpack;
    pub mod unpack_powershell;
    pub mod context;
    pub mod environment;
    pub mod ci;
    pub mod flags;
    pub mod home;
    pub mod curl;
    pub mod compose;
    pub mod buildx;
    pub mod vscode;
    pub mod jetbrains;
    pub mod lazydocker;
    pub mod socat;
    pub mod jenkins;
    pub mod gitlabrunner;
    pub mod woodpecker;
    pub mod drone;
    pub mod terraform;
    pub mod pulumi;
    pub mod ansible;
    pub mod portainer;
    pub mod uptimekuma;
    pub mod traefik;
    pub mod homepage;
    pub mod prometheus;
    pub mod telegraf;
    pub mod dozzle;
    pub mod diun;
    pub mod wud;
    pub mod watchtower;
    pub mod zabbix;
    pub mod netdata;
    pub mod komodo;
    pub mod dockge;
    pub mod arcane;
    pub mod coolify;
    pub mod testcontainers;
    pub mod dockerjava;
    pub mod springboot;
    pub mod python;
    pub mod go;
    pub mod node;
    pub mod dotnet;
    pub mod rust;
    pub mod fabric8;
    pub mod bmuschko;
    pub mod spotify;
}
mod prove;
mod steps;
mod recipes;
mod install;
mod made;
mod connecting;
mod contexts;
mod issue_more;
mod ask;
mod readme;
mod trust;
mod affected;
mod folders;

use crate::spec::folder::Part;

pub use crate::locales::Words;
pub use affected::Affected;
pub use ask::{request_command, request_folder};
pub use connect::environment::files as environment_files;
pub use contexts::on_wish as context_on_wish;
pub use folders::{folders, folders_by};
pub use install::install_sh;
pub use readme::{all_readme, ca_readme, client_readme, requested_client_readme, requested_server_readme, server_readme};
pub use recipe::Block;
pub use recipes::{Audience, RECIPES, Recipe, Tried, first_audience, recipe};
pub use script::Scripts;
pub use snippet::{Pair, Snippet, SnippetId, Syntax};
pub use steps::{
    Numbered, Place, Step, Way, client_steps, configuration, fleet, fleet_of_several, host_steps, of_step, steps, steps_of_bundle, untried,
};
pub use trust::paste;

/// The file of a target as it is packed, with holes for other files of its folder; `None` when the target has no hole.
fn template(id: SnippetId, pair: Pair<'_>) -> Option<Vec<Part>> {
    let (_, template) = TEMPLATES.iter().find(|(of, _)| *of == id)?;
    template(pair)
}

type Template = fn(Pair<'_>) -> Option<Vec<Part>>;

/// The targets with holes.
const TEMPLATES: [(SnippetId, Template); 2] =
    [(SnippetId::Ignition, configure::ignition::template), (SnippetId::CloudInit, configure::cloud_init::template)];
