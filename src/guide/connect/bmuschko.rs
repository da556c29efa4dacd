//! gradle-docker-plugin; `certPath` turns TLS on (bmuschko/gradle-docker-plugin 202d2f8).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "build.gradle",
    Syntax::Groovy,
    "docker {
  url = 'https://{at}'
  certPath = new File(System.getProperty('user.home'), '{under}')
}
",
)];
