//! VS Code: Container Tools runs the docker command since 1.23.0 (microsoft/vscode-containers 9aac5ff, `packages/vscode-container-client`); Dev Containers
//! goes by the same setting, and `DOCKER_CONTEXT` may stand in it (microsoft/vscode-docs, `remote/advancedcontainers/develop-remote-host.md`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[
    RecipeText::typed("docker context use {context}\n"),
    RecipeText::file(
        "settings.json",
        Syntax::Json,
        r#"{
  "containers.environment": {
    "DOCKER_CONTEXT": "{context}"
  }
}
"#,
    ),
];
