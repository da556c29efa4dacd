//! Traefik 3. The environment wins over its own settings (traefik/traefik fd5a576, `pkg/provider/docker/shared.go`).

use crate::guide::{
    recipe::{RecipeText, placed},
    snippet::Syntax,
};

pub const RECIPE: &[RecipeText] = &[
    placed!("root"),
    RecipeText::file(
        "traefik.yml",
        Syntax::Yaml,
        r#"providers:
  docker:
    endpoint: "tcp://{at}"
    tls:
      ca: /etc/docker-clients/{bundle}/ca.pem
      cert: /etc/docker-clients/{bundle}/cert.pem
      key: /etc/docker-clients/{bundle}/key.pem
"#,
    ),
];
