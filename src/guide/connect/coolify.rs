//! Coolify, which goes by SSH (coolify.io/docs, "Servers").

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
