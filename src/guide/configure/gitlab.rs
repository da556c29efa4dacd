//! GitLab CI with Docker in Docker: what the runner mounts, and a job.

use crate::{
    guide::{
        quote::{comment, yaml_quote},
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Setup,
};

/// What GitLab's runner mounts into Docker in Docker and into its jobs.
pub fn runner(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().setup != Setup::Gitlab {
        return None;
    }
    let directory = &pair.installation().cert_directory;
    let mount = |file: &str, to: &str| format!("\"{}:/certs/{to}:ro\"", directory.file(file));
    let text = format!(
        "{}[[runners]]\n  executor = \"docker\"\n  [runners.docker]\n    privileged = true\n    volumes = [\n      {},\n      {},\n      {},\n      \
         {},\n      \"/cache\",\n    ]\n",
        comment(pair.texts().gitlab_runner),
        mount("ca.pem", "server/ca.pem"),
        mount("server-cert.pem", "server/cert.pem"),
        mount("server-key.pem", "server/key.pem"),
        mount("client", "client"),
    );
    Some(Snippet {
        id: SnippetId::GitlabRunner,
        words: pair.texts().snippets.gitlab_runner,
        path: Some("/etc/gitlab-runner/config.toml".into()),
        syntax: Syntax::Toml,
        text,
    })
}

/// A job of GitLab CI with Docker in Docker.
pub fn job(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().setup != Setup::Gitlab {
        return None;
    }
    let text = format!(
        "docker:\n  image: docker:cli\n  services:\n    - name: docker:dind\n      alias: {alias}\n  variables:\n    DOCKER_HOST: {host}\n    \
         DOCKER_TLS_CERTDIR: /certs\n    DOCKER_TLS_VERIFY: \"1\"\n    DOCKER_CERT_PATH: /certs/client\n  script:\n    - docker version\n",
        alias = yaml_quote(&pair.inner_names().next().unwrap_or_else(|| "localhost".into())),
        host = yaml_quote(&pair.inner_host()),
    );
    Some(Snippet {
        id: SnippetId::GitlabJob,
        words: pair.texts().snippets.gitlab_job,
        path: Some(".gitlab-ci.yml".into()),
        syntax: Syntax::Yaml,
        text,
    })
}
