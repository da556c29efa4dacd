//! IntelliJ IDEA and its relatives (jetbrains.com/help/idea/docker-connection-settings.html, up to 2022.3).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[RecipeText::form(
    "Settings > Build, Execution, Deployment > Docker > TCP socket

Engine API URL        https://{at}
Certificates folder   ~/{under}
",
)];
