//! Dozzle, by the way that its makers have replaced by agents (amir20/dozzle ca4cab8, `docs/guide/remote-hosts.md`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  dozzle:
    image: amir20/dozzle:latest
    environment:
      DOZZLE_REMOTE_HOST: "tcp://{at}"
    volumes:
      - "${HOME}/{under}:/certs:ro"
"#,
)];
