//! `env.sh` and `env.ps1` of a client's bundle: the environment for the first daemon, the others as comments.

use super::{Pair, Snippet, client_env_powershell, client_env_sh, comment};
use crate::{
    spec::{Client, Spec},
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
    let mut text = comment(use_it.in_locale(spec.locale));
    for (index, daemon) in spec.daemons.iter().enumerate() {
        let lines = render(Pair { spec, daemon, client }).map(|snippet| snippet.text).unwrap_or_default();
        match index {
            0 => text += &lines,
            1 => text += &comment(text::ENV_OTHERS.in_locale(spec.locale)),
            _ => {}
        }
        if index > 0 {
            text += &comment(lines.lines().next().unwrap_or_default());
        }
    }
    text
}
