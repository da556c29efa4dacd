//! A job of GitLab CI with Docker in Docker.

use super::{Language, Pair, Snippet, SnippetId, compose, yaml_quote};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.spec.platform != Platform::GitlabDind {
        return None;
    }
    let text = format!(
        "docker:\n  image: docker:cli\n  services:\n    - name: docker:dind\n      alias: {alias}\n  variables:\n    DOCKER_HOST: {host}\n    \
         DOCKER_TLS_CERTDIR: /certs\n    DOCKER_TLS_VERIFY: \"1\"\n    DOCKER_CERT_PATH: /certs/client\n  script:\n    - docker version\n",
        alias = yaml_quote(&compose::names(pair).next().unwrap_or_else(|| "localhost".into())),
        host = yaml_quote(&compose::inner_host(pair)),
    );
    Some(Snippet { id: SnippetId::GitlabJob, path: Some(".gitlab-ci.yml".into()), language: Language::Yaml, text })
}
