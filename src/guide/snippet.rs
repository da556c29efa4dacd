//! What a target writes, and what it is written for.

use serde::Serialize;

use super::quote::{powershell_quote, sh_quote};
use crate::{
    locales::{Texts, Words},
    named::listed,
    platform::{Account, Facts, Init, System},
    spec::{Client, ClientKind, Daemon, Host, Installation, Spec, folder::Part},
};

/// The name of the daemon's configuration file in the bundle, wherever it goes.
const DAEMON_JSON: &str = "daemon.json";

/// A text to paste, or a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    /// Which one.
    pub id: SnippetId,
    /// What is said of it.
    pub words: Words,
    /// Where the file goes; `None` for what is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What kind of text it is.
    pub syntax: Syntax,
    /// The text; its last line ends.
    pub text: String,
}

impl Snippet {
    /// The name that the file has in the bundle, of a snippet that is one.
    pub fn file_name(&self) -> &str {
        if self.id == SnippetId::DaemonJson {
            return DAEMON_JSON;
        }
        self.path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default()
    }
}

/// Writes what is packed with files in its holes as the page shows it: with their names there.
pub(super) fn shown(template: &[Part]) -> String {
    let show = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::File(name, _) => format!("<{name}>"),
        // A template shares nothing, and says nothing of the day and of whom daemons let in.
        Part::Shared(_) | Part::Day | Part::Trust(_) | Part::ByTrust { .. } => String::new(),
    };
    template.iter().map(show).collect()
}

macro_rules! ids {
    ($($(#[$meta:meta])* $id:ident: $step:ident, $render:expr;)*) => {
        listed! {
            /// The targets, in the order of the page.
            #[serde(rename_all = "kebab-case")]
            pub enum SnippetId { $($(#[$meta])* $id,)* }
        }
    };
}
targets!(ids);

impl SnippetId {
    /// Whether it is how a job of CI connects.
    pub const fn is_of_job(self) -> bool {
        matches!(self, Self::ClientCi | Self::ClientGitlabCi | Self::ClientGithubActions)
    }
}

/// The kind of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Syntax {
    /// POSIX shell
    Sh,
    /// A systemd unit file
    Systemd,
    /// JSON
    Json,
    /// PowerShell
    Powershell,
    /// cmd, of Windows
    Cmd,
    /// YAML
    Yaml,
    /// TOML
    Toml,
    /// Nix
    Nix,
    /// nginx's configuration
    Nginx,
    /// HCL, of Terraform
    Hcl,
    /// XML
    Xml,
    /// Groovy, of Jenkins and Gradle
    Groovy,
    /// Python
    Python,
    /// JavaScript
    Javascript,
    /// Java
    Java,
    /// Go
    Go,
    /// C#
    Csharp,
    /// Rust
    Rust,
    /// Plain text
    Text,
}

/// A daemon and a client of a spec: what a snippet is written for.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// The spec that has both.
    pub spec: &'a Spec,
    /// The daemon.
    pub daemon: &'a Daemon,
    /// The client.
    pub client: &'a Client,
}

/// Where below the home folder a client's folder is. A file dialog hides `.docker`.
pub(super) fn place(client: &Client) -> &'static str {
    if client.kind == ClientKind::Portainer { "" } else { ".docker/" }
}

impl<'a> Pair<'a> {
    /// What is said in the language of the spec.
    pub(super) fn texts(&self) -> &'static Texts {
        self.spec.locale.texts()
    }

    pub(super) fn facts(&self) -> &'static Facts {
        self.daemon.facts()
    }

    pub(super) fn installation(&self) -> &'a Installation {
        self.daemon.installation()
    }

    /// The beginning of a command that needs root: empty when root types it.
    pub(super) fn sudo(&self) -> &'static str {
        match self.facts().account {
            Account::Root | Account::Administrator => "",
            Account::Sudo | Account::User => "sudo ",
        }
    }

    /// The option that has `install.sh` open the port to known sources only; `None` where there are none, and for a user's Docker, whose script may
    /// not change the machine's firewall.
    pub(super) fn allow(self) -> Option<String> {
        let sources = &self.spec.allowed_sources;
        let may = self.facts().script.is_some_and(|init| init != Init::User);
        (may && !sources.is_empty()).then(|| sources.iter().fold("--allow".to_owned(), |option, source| format!("{option} {source}")))
    }

    /// What commands on the host are typed in.
    pub(super) fn syntax(&self) -> Syntax {
        match self.facts().system {
            System::Unix => Syntax::Sh,
            System::Windows => Syntax::Powershell,
        }
    }

    /// The value of `DOCKER_HOST`.
    pub(super) fn docker_host(&self) -> String {
        self.spec.docker_host(self.daemon.host())
    }

    /// `host:port`, as it stands in a URL.
    pub(super) fn authority(&self) -> String {
        format!("{}:{}", self.daemon.host().in_url(), self.spec.listen.port)
    }

    /// The folder of the client's files, for a shell to expand between double quotes.
    pub(super) fn client_directory(&self) -> String {
        format!("{}{}", self.clients_place(), self.client.bundle_name())
    }

    /// Where that folder is.
    pub(super) fn clients_place(&self) -> String {
        format!("$HOME/{}", place(self.client))
    }

    /// `docker` with everything on its command line, independent of the environment and of the current context.
    pub(super) fn docker_command(&self) -> String {
        let directory = self.client_directory();
        format!(
            "docker --tlsverify \\\n  --tlscacert=\"{directory}/ca.pem\" \\\n  --tlscert=\"{directory}/cert.pem\" \\\n  \
             --tlskey=\"{directory}/key.pem\" \\\n  -H {}",
            sh_quote(&self.docker_host())
        )
    }

    /// The same in PowerShell, on one line.
    pub(super) fn docker_command_powershell(&self) -> String {
        let directory = self.client_directory();
        format!(
            "docker --tlsverify --tlscacert=\"{directory}/ca.pem\" --tlscert=\"{directory}/cert.pem\" --tlskey=\"{directory}/key.pem\" -H {}",
            powershell_quote(&self.docker_host())
        )
    }

    /// The client's folder, as cmd writes it.
    pub(super) fn client_directory_cmd(&self) -> String {
        self.client_directory().replace("$HOME", "%USERPROFILE%").replace('/', "\\")
    }

    /// The DNS names that a daemon in a container is given in its network, so that its certificate fits.
    pub(super) fn inner_names(&self) -> impl Iterator<Item = String> {
        self.daemon.hosts().iter().filter(|host| matches!(host, Host::Dns(_)) && !host.is_wildcard()).map(Host::to_string)
    }

    /// The value of `DOCKER_HOST` in that network. The entrypoint of docker:dind always listens on this port.
    pub(super) fn inner_host(&self) -> String {
        format!("tcp://{}:2376", self.inner_names().next().unwrap_or_else(|| "localhost".into()))
    }
}

/// Commands that unpack a bundle into a folder of its name. An existing folder is used only if it belongs to whoever types this and is no
/// link: in `/tmp`, somebody else may have made it, to change what root is going to run.
pub(super) fn unpacked(bundle: &str) -> Vec<String> {
    vec![
        format!("{{ find {bundle} -prune -type d -user \"$(id -u)\" 2>/dev/null | grep -q . || mkdir -m 0700 {bundle}; }}"),
        format!("tar -xzvf {bundle}.tar.gz -C {bundle}"),
    ]
}
