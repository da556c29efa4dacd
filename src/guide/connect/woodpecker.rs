//! Woodpecker's agent. A folder without `TLS_VERIFY` is not verified (woodpecker-ci/woodpecker a4cb541, `pipeline/backend/docker/docker.go`).

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
      - ./{bundle}:/certs:ro
"#,
)];
