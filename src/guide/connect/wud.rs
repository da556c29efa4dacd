//! What's Up Docker. Its library speaks plain HTTP unless all three files are there (getwud/wud f249e06; apocas/docker-modem 5dc5674).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "compose.yaml",
    Syntax::Yaml,
    r#"services:
  wud:
    image: getwud/wud
    volumes:
      - "${HOME}/{under}:/certs:ro"
    environment:
"#,
)
.each(
    r#"      WUD_WATCHER_HOST{n}_HOST: "{in_url}"
      WUD_WATCHER_HOST{n}_PORT: "{port}"
      WUD_WATCHER_HOST{n}_CAFILE: /certs/ca.pem
      WUD_WATCHER_HOST{n}_CERTFILE: /certs/cert.pem
      WUD_WATCHER_HOST{n}_KEYFILE: /certs/key.pem
"#,
)];
