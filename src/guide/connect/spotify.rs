//! docker-maven-plugin of Spotify, which is dead and still in many tutorials; it reads RSA keys alone (spotify/docker-client issues 554 and 887).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "pom.xml",
    Syntax::Xml,
    "<plugin>
  <groupId>com.spotify</groupId>
  <artifactId>docker-maven-plugin</artifactId>
  <configuration>
    <dockerHost>https://{at}</dockerHost>
    <dockerCertPath>${user.home}/{under}</dockerCertPath>
  </configuration>
</plugin>
",
)];
