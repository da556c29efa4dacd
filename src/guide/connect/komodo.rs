//! Komodo, whose library is built without TLS (moghtech/komodo cc1c5aa, `Cargo.toml`).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
