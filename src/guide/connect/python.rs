//! docker-py. Without `verify=True` nothing is verified, though there is a CA (docker/docker-py afc6d1e, `docker/tls.py`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "version.py",
    Syntax::Python,
    r#"from pathlib import Path

import docker

files = Path.home() / "{under}"
tls = docker.TLSConfig(
    ca_cert=str(files / "ca.pem"),
    client_cert=(str(files / "cert.pem"), str(files / "key.pem")),
    verify=True,
)
client = docker.DockerClient(base_url="tcp://{at}", tls=tls)
print(client.version()["Version"])
"#,
)];
