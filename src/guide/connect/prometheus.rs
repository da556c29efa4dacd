//! Prometheus. With any other scheme than `https` its `tls_config` is left out without a word (prometheus/prometheus d15adb9, `discovery/moby/docker.go`).

use crate::guide::{
    recipe::{RecipeText, placed},
    snippet::Syntax,
};

pub const RECIPE: &[RecipeText] = &[
    placed!("prometheus"),
    RecipeText::file(
        "/etc/prometheus/prometheus.yml",
        Syntax::Yaml,
        "scrape_configs:
  - job_name: docker
    docker_sd_configs:
",
    )
    .each(
        r#"      - host: "https://{at}"
        tls_config:
          ca_file: /etc/docker-clients/{bundle}/ca.pem
          cert_file: /etc/docker-clients/{bundle}/cert.pem
          key_file: /etc/docker-clients/{bundle}/key.pem
"#,
    ),
];
