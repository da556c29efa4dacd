//! The environment that clients of every kind read, for a POSIX shell and for PowerShell; also as the files of a client's bundle.

use crate::{
    guide::{
        quote::{comment, powershell_quote, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    spec::{Client, Daemon, Host, Spec},
};

/// The environment for a POSIX shell.
pub fn sh(pair: Pair<'_>) -> Option<Snippet> {
    // Every client understands the three together: the CLI reads DOCKER_TLS_VERIFY, the Go SDK reads DOCKER_CERT_PATH, dockerode needs the 1.
    let text = format!(
        "export DOCKER_HOST={}\nexport DOCKER_TLS_VERIFY=1\nexport DOCKER_CERT_PATH=\"{}\"\n",
        sh_quote(&pair.docker_host()),
        pair.client_directory()
    );
    Some(Snippet { id: SnippetId::ClientEnvSh, words: pair.texts().snippets.client_env_sh, path: None, syntax: Syntax::Sh, text })
}

/// The environment for PowerShell.
pub fn powershell(pair: Pair<'_>) -> Option<Snippet> {
    // $HOME is a variable of PowerShell's own, on every system; Windows takes `/` in paths, and so does Docker there.
    let text = format!(
        "$env:DOCKER_HOST = {}\n$env:DOCKER_TLS_VERIFY = '1'\n$env:DOCKER_CERT_PATH = \"{}\" + {}\n",
        powershell_quote(&pair.docker_host()),
        pair.clients_place(),
        powershell_quote(&pair.client.bundle_name())
    );
    Some(Snippet {
        id: SnippetId::ClientEnvPowershell,
        words: pair.texts().snippets.client_env_powershell,
        path: None,
        syntax: Syntax::Powershell,
        text,
    })
}

/// `env.sh`
pub fn env_sh(spec: &Spec, client: &Client) -> String {
    file(spec, client, spec.locale.texts().env_sh, sh)
}

/// `env.ps1`
pub fn env_ps1(spec: &Spec, client: &Client) -> String {
    file(spec, client, spec.locale.texts().env_ps1, powershell)
}

/// The environment for the first daemon, the others as comments.
fn file(spec: &Spec, client: &Client, use_it: &str, render: fn(Pair<'_>) -> Option<Snippet>) -> String {
    let lines = |daemon: &Daemon| render(Pair { spec, daemon, client }).map(|snippet| snippet.text).unwrap_or_default();
    // The first one sets DOCKER_HOST.
    let line = |daemon: Daemon| comment(lines(&daemon).lines().next().unwrap_or_default());
    let section = |title: &str, hosts: Vec<(&Daemon, &Host)>| {
        // No client connects to a wildcard, and no daemon is called by one alone.
        let lines: String = hosts.into_iter().filter_map(|(daemon, host)| daemon.by(host)).map(line).collect();
        if lines.is_empty() { lines } else { comment(title) + &lines }
    };
    let (first, others) = (spec.daemons.first(), spec.daemons.others());
    let texts = spec.locale.texts();
    comment(use_it)
        + &lines(first)
        + &section(texts.env_other_names, first.hosts().others().iter().map(|host| (first, host)).collect())
        + &section(texts.env_others, others.iter().flat_map(|daemon| daemon.hosts().iter().map(move |host| (daemon, host))).collect())
}
