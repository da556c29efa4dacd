//! Jenkins: the credential is of docker-commons (jenkinsci/docker-commons-plugin ee120e2), the cloud of docker-plugin (2fbbdf97). Without a CA it ends
//! in a NullPointerException (docker-swarm-plugin issue 69). An ID has letters, digits and `_.-` (jenkinsci/credentials-plugin). `readFile` gives an
//! empty text for a file that cannot be read.

use crate::guide::{
    recipe::{RecipeText, placed},
    snippet::Syntax,
};

pub const RECIPE: &[RecipeText] = &[
    RecipeText::form(
        "New credential
  Kind                    X.509 Client Certificate
  Client Key              key.pem
  Client Certificate      cert.pem
  Server CA Certificate   ca.pem
  ID                      docker-{stem}

Cloud of the type Docker
  Docker Host URI         tcp://{at}
  Server credentials      docker-{stem}
",
    ),
    placed!("jenkins"),
    RecipeText::file(
        "jenkins.yaml",
        Syntax::Yaml,
        r#"credentials:
  system:
    domainCredentials:
      - credentials:
          - x509ClientCert:
              scope: GLOBAL
              id: "docker-{stem}"
              clientKeySecret: "${readFile:/etc/docker-clients/{bundle}/key.pem}"
              clientCertificate: "${readFile:/etc/docker-clients/{bundle}/cert.pem}"
              serverCaCertificate: "${readFile:/etc/docker-clients/{bundle}/ca.pem}"
jenkins:
  clouds:
    - docker:
        name: "{stem}"
        dockerApi:
          dockerHost:
            uri: "tcp://{at}"
            credentialsId: "docker-{stem}"
"#,
    ),
    RecipeText::file(
        "Jenkinsfile",
        Syntax::Groovy,
        "pipeline {
  agent any
  environment {
    DOCKER_HOST = 'tcp://{at}'
    DOCKER_TLS_VERIFY = '1'
    DOCKER_CERT_PATH = credentials('docker-{stem}')
  }
  stages {
    stage('Docker') {
      steps {
        sh 'docker version'
      }
    }
  }
}
",
    ),
];
