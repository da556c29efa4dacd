//! A job of continuous integration: the three files out of the store of its secrets, and the environment that every program for Docker reads.

use crate::{
    guide::{
        quote::{chain, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    spec::ClientKind,
};

/// The variables that a job gets the files in.
pub const VARIABLES: [(&str, &str); 3] = [("DOCKER_CA_PEM", "ca.pem"), ("DOCKER_CERT_PEM", "cert.pem"), ("DOCKER_KEY_PEM", "key.pem")];

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.client.kind != ClientKind::Ci {
        return None;
    }
    let directory = pair.client_directory();
    let mut commands = vec!["umask 077".to_owned(), format!("mkdir -p \"{directory}\"")];
    // GitLab gives a variable of the type File as the path of a file, others give the text itself (docs.gitlab.com/ci/variables).
    commands.extend(VARIABLES.map(|(variable, file)| {
        format!("{{ cat -- \"${{{variable}:?}}\" 2>/dev/null || printf '%s\\n' \"${variable}\"; }} >\"{directory}/{file}\"")
    }));
    commands.push(format!("export DOCKER_HOST={} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=\"{directory}\"", sh_quote(&pair.docker_host())));
    commands.push("docker version".into());
    Some(Snippet {
        id: SnippetId::ClientCi,
        words: pair.texts().snippets.client_ci,
        path: None,
        syntax: Syntax::Sh,
        text: chain(&commands),
    })
}
