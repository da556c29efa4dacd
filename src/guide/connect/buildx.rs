//! buildx, which takes a context, but no TLS files out of the environment (docker/buildx 461836b, `builder/builder.go`).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] =
    &[RecipeText::typed("docker buildx create --name buildx-{stem} --use {context} &&\ndocker buildx inspect --bootstrap\n")];
