//! Homepage (gethomepage/homepage b2a52ff, `docs/configs/docker.md`). Its paths begin in its folder of configuration, and the host is for dockerode.

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file("docker.yaml", Syntax::Yaml, "").each(
    r#""{host}":
  host: "{in_url}"
  port: {port}
  tls:
    caFile: {bundle}/ca.pem
    certFile: {bundle}/cert.pem
    keyFile: {bundle}/key.pem
"#,
)];
