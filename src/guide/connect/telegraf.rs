//! Telegraf (influxdata/telegraf b272631, `plugins/inputs/docker/README.md`).

use crate::guide::{
    recipe::{RecipeText, placed},
    snippet::Syntax,
};

pub const RECIPE: &[RecipeText] = &[
    placed!("telegraf"),
    RecipeText::file("/etc/telegraf/telegraf.d/docker.conf", Syntax::Toml, "").each(
        r#"[[inputs.docker]]
  endpoint = "tcp://{at}"
  tls_ca = "/etc/docker-clients/{bundle}/ca.pem"
  tls_cert = "/etc/docker-clients/{bundle}/cert.pem"
  tls_key = "/etc/docker-clients/{bundle}/key.pem"
"#,
    ),
];
