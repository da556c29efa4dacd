//! Zabbix agent 2: only `unix://` is supported (its documentation, 6.0 to 8.0).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
