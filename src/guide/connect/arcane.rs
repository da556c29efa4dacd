//! Arcane, which gives its library a host and no certificate (getarcaneapp/arcane c8ad3ed).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
