//! Woodpecker's agent. Only where `TLS_VERIFY` is false, it does not verify (woodpecker-ci/woodpecker a4cb541,
//! `pipeline/backend/docker/flags.go`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  woodpecker-agent:
    image: woodpeckerci/woodpecker-agent:v3
    environment:
      WOODPECKER_BACKEND_DOCKER_HOST: "tcp://{at}"
      WOODPECKER_BACKEND_DOCKER_TLS_VERIFY: "true"
      WOODPECKER_BACKEND_DOCKER_CERT_PATH: /certs
    volumes:
      - "${HOME}/{under}:/certs:ro"
"#,
)];
