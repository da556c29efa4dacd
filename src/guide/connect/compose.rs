//! Docker Compose 2, which hands the context on to what it starts as files in a temporary folder (docker/compose f729794, `pkg/compose/shellout.go`).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[RecipeText::typed("docker --context {context} compose up -d\n")];
