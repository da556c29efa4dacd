//! Testcontainers, by the file that all its languages read (testcontainers-java deb78e1, -dotnet 1717807, -go 5dec9dd, -node 457707f). In a value of
//! such a file, a colon needs no escape (java.util.Properties).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[RecipeText::typed(
    "cat >>\"$HOME/.testcontainers.properties\" <<END
docker.host=tcp://{at}
docker.tls.verify=1
docker.cert.path=$HOME/{under}
END
",
)];
