//! Drone's runner, by the environment of its container (drone-runners/drone-runner-docker 9ea626a, `engine/engine.go`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  runner:
    image: drone/drone-runner-docker:1
    environment:
      DOCKER_HOST: "tcp://{at}"
      DOCKER_TLS_VERIFY: "1"
      DOCKER_CERT_PATH: /certs
    volumes:
      - "${HOME}/{under}:/certs:ro"
"#,
)];
