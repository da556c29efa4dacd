//! `env.sh` and `env.ps1` of a client's bundle: the environment for the first daemon, the others as comments.

use super::{Pair, Snippet, client_env_powershell, client_env_sh, comment};
use crate::{
    spec::{Client, Daemon, Host, Spec},
    text::{self, Text},
};

/// `env.sh`
pub fn env_sh(spec: &Spec, client: &Client) -> String {
    file(spec, client, text::ENV_SH, client_env_sh::render)
}

/// `env.ps1`
pub fn env_ps1(spec: &Spec, client: &Client) -> String {
    file(spec, client, text::ENV_PS1, client_env_powershell::render)
}

fn file(spec: &Spec, client: &Client, use_it: Text, render: fn(Pair<'_>) -> Option<Snippet>) -> String {
    let lines = |daemon: &Daemon| render(Pair { spec, daemon, client }).map(|snippet| snippet.text).unwrap_or_default();
    // The first one sets DOCKER_HOST.
    let line = |host: &Host| comment(lines(&Daemon::new(vec![host.clone()])).lines().next().unwrap_or_default());
    let section = |title: Text, hosts: Vec<&Host>| {
        let lines: String = hosts.into_iter().filter(|host| !host.is_wildcard()).map(line).collect();
        if lines.is_empty() { lines } else { comment(title.in_locale(spec.locale)) + &lines }
    };
    let (first, others) = (&spec.daemons[0], &spec.daemons[1..]);
    comment(use_it.in_locale(spec.locale))
        + &lines(first)
        + &section(text::ENV_OTHER_NAMES, first.hosts()[1..].iter().collect())
        + &section(text::ENV_OTHERS, others.iter().flat_map(Daemon::hosts).collect())
}
