//! The environment that clients of every kind read: for a POSIX shell and for PowerShell on the page, and as the files of a client's bundle for fish and
//! cmd too.

use crate::{
    guide::{
        quote::{powershell_quote, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::fill,
    spec::{Client, Daemon, Host, Locale, Spec},
};

/// The environment for a POSIX shell.
pub fn sh(pair: Pair<'_>) -> Option<Snippet> {
    let words = pair.texts().snippets.client_env_sh;
    Some(Snippet { id: SnippetId::ClientEnvSh, words, path: None, syntax: Syntax::Sh, text: set_in_sh(pair) })
}

/// The environment for PowerShell.
pub fn powershell(pair: Pair<'_>) -> Option<Snippet> {
    let words = pair.texts().snippets.client_env_powershell;
    Some(Snippet { id: SnippetId::ClientEnvPowershell, words, path: None, syntax: Syntax::Powershell, text: set_in_powershell(pair) })
}

/// The files of a client's bundle that set the environment, one for each shell.
pub fn files(spec: &Spec, client: &Client) -> impl Iterator<Item = (&'static str, String)> {
    EnvironmentFile::ALL.iter().map(move |file| (file.name, file.render(spec, client)))
}

/// A file that sets the environment of one shell.
struct EnvironmentFile {
    name: &'static str,
    /// What begins a comment.
    mark: &'static str,
    /// What sets the environment.
    use_it: &'static str,
    /// What takes it away again.
    undo: &'static str,
    set: fn(Pair<'_>) -> String,
    /// Whether a comment may have more than ASCII in it.
    reads_unicode: bool,
}

impl EnvironmentFile {
    const ALL: [Self; 4] = [
        Self {
            name: "env.sh",
            mark: "# ",
            use_it: ". ./env.sh",
            undo: "unset DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH",
            set: set_in_sh,
            reads_unicode: true,
        },
        // fish, documentation of `set`.
        Self {
            name: "env.fish",
            mark: "# ",
            use_it: "source env.fish",
            undo: "set --erase DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH",
            set: set_in_fish,
            reads_unicode: true,
        },
        Self {
            name: "env.ps1",
            mark: "# ",
            use_it: ". ./env.ps1",
            undo: "Remove-Item Env:DOCKER_HOST, Env:DOCKER_TLS_VERIFY, Env:DOCKER_CERT_PATH",
            set: set_in_powershell,
            reads_unicode: true,
        },
        // cmd reads a file in the code page of its window, in which a character of UTF-8 may take the end of its line along.
        Self {
            name: "env.cmd",
            mark: "@rem ",
            use_it: "call env.cmd",
            undo: "set DOCKER_HOST=& set DOCKER_TLS_VERIFY=& set DOCKER_CERT_PATH=",
            set: set_in_cmd,
            reads_unicode: false,
        },
    ];

    /// The environment for the first daemon, the others as comments.
    fn render(&self, spec: &Spec, client: &Client) -> String {
        let texts = if self.reads_unicode { spec.locale } else { Locale::En }.texts();
        let comment = |text: &str| text.lines().map(|line| format!("{}{line}\n", self.mark)).collect::<String>();
        let lines = |daemon: &Daemon| (self.set)(Pair { spec, daemon, client });
        // The first one sets DOCKER_HOST.
        let line = |daemon: Daemon| comment(lines(&daemon).lines().next().unwrap_or_default());
        let section = |title: &str, hosts: Vec<(&Daemon, &Host)>| {
            // No client connects to a wildcard, and no daemon is called by one alone.
            let lines: String = hosts.into_iter().filter_map(|(daemon, host)| daemon.by(host)).map(line).collect();
            if lines.is_empty() { lines } else { comment(title) + &lines }
        };
        let (first, others) = (spec.daemons.first(), spec.daemons.others());
        comment(&fill(texts.env_use, &[("command", self.use_it)]))
            + &comment(&fill(texts.env_undo, &[("command", self.undo)]))
            + &lines(first)
            + &section(texts.env_other_names, first.hosts().others().iter().map(|host| (first, host)).collect())
            + &section(texts.env_others, others.iter().flat_map(|daemon| daemon.hosts().iter().map(move |host| (daemon, host))).collect())
    }
}

// Every client understands the three together: the CLI reads DOCKER_TLS_VERIFY, the Go SDK reads DOCKER_CERT_PATH, dockerode needs the 1.

fn set_in_sh(pair: Pair<'_>) -> String {
    let (host, directory) = (sh_quote(&pair.docker_host()), pair.client_directory());
    format!("export DOCKER_HOST={host}\nexport DOCKER_TLS_VERIFY=1\nexport DOCKER_CERT_PATH=\"{directory}\"\n")
}

fn set_in_fish(pair: Pair<'_>) -> String {
    // Neither an address nor the name of a folder has a quotation mark or a backslash.
    let (host, directory) = (pair.docker_host(), pair.client_directory());
    format!("set -gx DOCKER_HOST '{host}'\nset -gx DOCKER_TLS_VERIFY 1\nset -gx DOCKER_CERT_PATH \"{directory}\"\n")
}

fn set_in_powershell(pair: Pair<'_>) -> String {
    // $HOME is a variable of PowerShell's own, on every system; Windows takes `/` in paths, and so does Docker there.
    format!(
        "$env:DOCKER_HOST = {}\n$env:DOCKER_TLS_VERIFY = '1'\n$env:DOCKER_CERT_PATH = \"{}\" + {}\n",
        powershell_quote(&pair.docker_host()),
        pair.clients_place(),
        powershell_quote(&pair.client.bundle_name())
    )
}

fn set_in_cmd(pair: Pair<'_>) -> String {
    let (host, directory) = (pair.docker_host(), pair.client_directory_cmd());
    format!("@set \"DOCKER_HOST={host}\"\n@set \"DOCKER_TLS_VERIFY=1\"\n@set \"DOCKER_CERT_PATH={directory}\"\n")
}
