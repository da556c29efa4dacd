//! What GitLab's runner mounts into Docker in Docker and into its jobs.

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{spec::Platform, text};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform != Platform::GitlabDind {
        return None;
    }
    let directory = &pair.spec.cert_directory;
    let mount = |file: &str, to: &str| format!("\"{}:/certs/{to}:ro\"", directory.file(file));
    let text = format!(
        "{}[[runners]]\n  executor = \"docker\"\n  [runners.docker]\n    privileged = true\n    volumes = [\n      {},\n      {},\n      {},\n      \
         {},\n      \"/cache\",\n    ]\n",
        comment(pair.say(text::GITLAB_RUNNER)),
        mount("ca.pem", "server/ca.pem"),
        mount("server-cert.pem", "server/cert.pem"),
        mount("server-key.pem", "server/key.pem"),
        mount("client", "client"),
    );
    Some(Snippet { id: SnippetId::GitlabRunner, path: Some("/etc/gitlab-runner/config.toml".into()), language: Language::Toml, text })
}
