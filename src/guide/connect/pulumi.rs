//! Pulumi (pulumi/pulumi-docker 237b789). The example of its documentation puts paths where texts are read.

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] =
    &[RecipeText::typed("pulumi config set docker:host 'tcp://{at}' &&\npulumi config set docker:certPath \"$HOME/{under}\"\n")];
