//! A job of continuous integration: the three files out of the store of its secrets, and the environment that every program for Docker reads.

use crate::{
    guide::{
        quote::{chain, sh_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    locales::Words,
    spec::ClientKind,
};

/// The variables that a job gets the files in.
pub const VARIABLES: [(&str, &str); 3] = [("DOCKER_CA_PEM", "ca.pem"), ("DOCKER_CERT_PEM", "cert.pem"), ("DOCKER_KEY_PEM", "key.pem")];

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let mut commands = files(pair);
    commands.push(format!("export {}", variables(pair)));
    commands.push("docker version".into());
    of_job(pair, SnippetId::ClientCi, pair.texts().snippets.client_ci, None, Syntax::Sh, chain(&commands))
}

/// `.gitlab-ci.yml`. GitLab runs both scripts in one shell (docs.gitlab.com/ci/yaml/script), so what the first one exports is there in the second.
pub fn gitlab(pair: Pair<'_>) -> Option<Snippet> {
    let mut commands = files(pair);
    commands.push(format!("export {}", variables(pair)));
    let text = format!(
        "docker:\n  image: docker:cli\n  before_script:\n    - |\n{}  script:\n    - docker version\n",
        indented(&chain(&commands), "      ")
    );
    of_job(pair, SnippetId::ClientGitlabCi, pair.texts().snippets.client_gitlab_ci, Some(".gitlab-ci.yml"), Syntax::Yaml, text)
}

/// A workflow. Each step has a shell of its own, and hands variables on in a file (docs.github.com, "Workflow commands for GitHub Actions").
pub fn github(pair: Pair<'_>) -> Option<Snippet> {
    let mut commands = files(pair);
    commands.push(format!("printf '%s\\n' {} >>\"$GITHUB_ENV\"", variables(pair)));
    let secrets: String = VARIABLES.iter().map(|(variable, _)| format!("          {variable}: ${{{{ secrets.{variable} }}}}\n")).collect();
    let text = format!(
        "name: docker\non: workflow_dispatch\njobs:\n  docker:\n    runs-on: ubuntu-latest\n    steps:\n      - env:\n{secrets}        run: |\n{}      - run: docker version\n",
        indented(&chain(&commands), "          ")
    );
    of_job(
        pair,
        SnippetId::ClientGithubActions,
        pair.texts().snippets.client_github_actions,
        Some(".github/workflows/docker.yml"),
        Syntax::Yaml,
        text,
    )
}

/// Writes the files out of the job's variables. The mask is for them alone: what a job builds may be for others to read.
fn files(pair: Pair<'_>) -> Vec<String> {
    let directory = pair.client_directory();
    let mut commands = vec!["(umask 077".to_owned(), format!("mkdir -p \"{directory}\"")];
    // GitLab gives a variable of the type File as the path of a file, others give the text itself (docs.gitlab.com/ci/variables).
    commands.extend(VARIABLES.map(|(variable, file)| {
        format!("{{ cat -- \"${{{variable}:?}}\" 2>/dev/null || printf '%s\\n' \"${variable}\"; }} >\"{directory}/{file}\"")
    }));
    if let Some(last) = commands.last_mut() {
        last.push(')');
    }
    commands
}

/// What every program for Docker reads.
fn variables(pair: Pair<'_>) -> String {
    format!(
        "{} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=\"{}\"",
        sh_quote(&format!("DOCKER_HOST={}", pair.docker_host())),
        pair.client_directory()
    )
}

fn indented(lines: &str, by: &str) -> String {
    lines.lines().map(|line| format!("{by}{line}\n")).collect()
}

fn of_job(pair: Pair<'_>, id: SnippetId, words: Words, path: Option<&str>, syntax: Syntax, text: String) -> Option<Snippet> {
    (pair.client.kind == ClientKind::Ci).then(|| Snippet { id, words, path: path.map(str::to_owned), syntax, text })
}
