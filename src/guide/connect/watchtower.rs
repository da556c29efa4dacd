//! Watchtower's fork that goes on (nicholas-fedor/watchtower 46a520f); the first one says that it does not (containrrr/watchtower ca0e86e, `README.md`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  watchtower:
    image: nickfedor/watchtower
    command: ["--host", "tcp://{at}", "--cert-path", "/etc/ssl/docker", "--tlsverify"]
    volumes:
      - "${HOME}/{under}:/etc/ssl/docker:ro"
"#,
)];
