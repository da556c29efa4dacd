//! Diun (crazy-max/diun 9050b6a, `docs/providers/docker.md`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  diun:
    image: crazymax/diun:latest
    command: serve
    environment:
      DIUN_PROVIDERS_DOCKER: "true"
      DIUN_PROVIDERS_DOCKER_ENDPOINT: "tcp://{at}"
      DIUN_PROVIDERS_DOCKER_TLSCERTSPATH: /certs/
      DIUN_PROVIDERS_DOCKER_TLSVERIFY: "true"
    volumes:
      - "${HOME}/{under}:/certs:ro"
"#,
)];
