//! Dockge, which knows the local socket alone (louislam/dockge f809ae1).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
