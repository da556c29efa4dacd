//! Spring Boot's build-image (docs.spring.io, Maven and Gradle plugins, "Docker Daemon"). What the environment says
//! comes first (spring-projects/spring-boot, `ResolvedDockerHost`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[
    RecipeText::file(
        "pom.xml",
        Syntax::Xml,
        "<plugin>
  <groupId>org.springframework.boot</groupId>
  <artifactId>spring-boot-maven-plugin</artifactId>
  <configuration>
    <docker>
      <host>tcp://{at}</host>
      <tlsVerify>true</tlsVerify>
      <certPath>${user.home}/{under}</certPath>
    </docker>
  </configuration>
</plugin>
",
    ),
    RecipeText::file(
        "build.gradle",
        Syntax::Groovy,
        r#"tasks.named("bootBuildImage") {
  docker {
    host = "tcp://{at}"
    tlsVerify = true
    certPath = System.getProperty("user.home") + "/{under}"
  }
}
"#,
    ),
];
