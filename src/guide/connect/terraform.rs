//! Terraform and OpenTofu. `ca_material` left out turns the verification off, and a context gives the host alone
//! (kreuzwerker/terraform-provider-docker 83c00e0, `internal/provider/config.go`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "main.tf",
    Syntax::Hcl,
    r#"terraform {
  required_providers {
    docker = {
      source = "kreuzwerker/docker"
    }
  }
}

provider "docker" {
  host      = "tcp://{at}"
  cert_path = pathexpand("~/{under}")
}
"#,
)];
