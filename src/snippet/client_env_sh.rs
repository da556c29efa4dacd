//! Environment variables for a POSIX shell; also the bundle's `env.sh`.

use super::{Language, Pair, Snippet, SnippetId, sh_quote};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    // The three together are what every client understands: the CLI looks at DOCKER_TLS_VERIFY, the Go SDK at DOCKER_CERT_PATH, dockerode
    // wants the 1.
    let text = format!(
        "export DOCKER_HOST={}\nexport DOCKER_TLS_VERIFY=1\nexport DOCKER_CERT_PATH=\"{}\"\n",
        sh_quote(&pair.docker_host()),
        pair.client_directory()
    );
    Some(Snippet { id: SnippetId::ClientEnvSh, path: None, language: Language::Sh, text })
}
