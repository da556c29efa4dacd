//! Netdata, which gives its library a host and no certificate (netdata/netdata 04b1cf5, go.d, docker).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[];
