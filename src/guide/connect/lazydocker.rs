//! lazydocker, which takes the host of a context without its TLS files (jesseduffield/lazydocker 7e7aadc, issue 603).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] =
    &[RecipeText::typed("DOCKER_HOST='tcp://{at}' DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=\"$HOME/{under}\" lazydocker\n")];
