//! GitLab Runner with a remote daemon. `tls_verify` is what turns TLS on at all (gitlab-runner d79f3e7b8, `helpers/docker/options.go`).

use crate::guide::{
    recipe::{RecipeText, placed},
    snippet::Syntax,
};

pub const RECIPE: &[RecipeText] = &[
    placed!("root"),
    RecipeText::file(
        "/etc/gitlab-runner/config.toml",
        Syntax::Toml,
        r#"[[runners]]
  executor = "docker"

  [runners.docker]
    host = "tcp://{at}"
    tls_cert_path = "/etc/docker-clients/{bundle}"
    tls_verify = true
"#,
    ),
];
