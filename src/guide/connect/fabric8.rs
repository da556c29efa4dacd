//! docker-maven-plugin of fabric8 (fabric8io/docker-maven-plugin 2512057).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "pom.xml",
    Syntax::Xml,
    "<plugin>
  <groupId>io.fabric8</groupId>
  <artifactId>docker-maven-plugin</artifactId>
  <configuration>
    <dockerHost>https://{at}</dockerHost>
    <certPath>${user.home}/{under}</certPath>
  </configuration>
</plugin>
",
)];
