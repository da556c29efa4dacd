//! docker-java 3 (docker-java/docker-java 002b6eb, `docs/getting_started.md`). Without `sslConfig` the transport has no certificate.

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "Version.java",
    Syntax::Java,
    r#"import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;

class Version {
  public static void main(String[] arguments) {
    var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost("tcp://{at}")
        .withDockerTlsVerify(true)
        .withDockerCertPath(System.getProperty("user.home") + "/{under}")
        .build();
    var transport = new ApacheDockerHttpClient.Builder()
        .dockerHost(config.getDockerHost())
        .sslConfig(config.getSSLConfig())
        .build();
    var docker = DockerClientImpl.getInstance(config, transport);
    System.out.println(docker.versionCmd().exec().getVersion());
  }
}
"#,
)];
