//! Compose: Docker in Docker, or nginx in front of the socket. The files are mounted one by one from the folder of the bundle.

use std::net::IpAddr;

use crate::{
    guide::{
        quote::yaml_quote,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Setup,
    spec::Listen,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    let ports = yaml_quote(&published(pair.spec.listen));
    let text = match pair.facts().setup {
        Setup::Container => {
            let aliases: String = pair.inner_names().map(|name| format!("          - {}\n", yaml_quote(&name))).collect();
            format!(
                r#"services:
  docker:
    image: docker:dind
    privileged: true
    restart: unless-stopped
    environment:
      DOCKER_TLS_CERTDIR: /certs
    volumes:
      - ./ca.pem:/certs/server/ca.pem:ro
      - ./server-cert.pem:/certs/server/cert.pem:ro
      - ./server-key.pem:/certs/server/key.pem:ro
      - data:/var/lib/docker
    ports:
      - {ports}
    networks:
      default:
        aliases:
{aliases}  client:
    image: docker:cli
    profiles: [client]
    environment:
      DOCKER_HOST: {host}
      DOCKER_TLS_VERIFY: "1"
      DOCKER_CERT_PATH: /certs/client
    volumes:
      - {client}
volumes:
  data: {{}}
"#,
                host = yaml_quote(&pair.inner_host()),
                client = yaml_quote(&format!("./{}:/certs/client:ro", pair.client.bundle_name())),
            )
        }
        Setup::Proxy => {
            let directory = &pair.installation().cert_directory;
            let mounts: String = ["ca.pem", "server-cert.pem", "server-key.pem"]
                .iter()
                .map(|name| format!("      - {}\n", yaml_quote(&format!("./{name}:{}:ro", directory.file(name)))))
                .collect();
            format!(
                r#"services:
  docker-tls:
    image: nginx:alpine
    restart: unless-stopped
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
{mounts}      - /var/run/docker.sock:/var/run/docker.sock
    ports:
      - {ports}
"#
            )
        }
        Setup::Service | Setup::Gitlab | Setup::Ignition { .. } | Setup::Nixos | Setup::CloudInit | Setup::Ansible => return None,
    };
    Some(Snippet {
        id: SnippetId::Compose,
        words: pair.texts().snippets.compose,
        path: Some("compose.yaml".into()),
        syntax: Syntax::Yaml,
        text,
    })
}

fn published(listen: Listen) -> String {
    match listen.address {
        address if address.is_unspecified() && address.is_ipv6() => format!("{}:2376", listen.port),
        IpAddr::V4(address) => format!("{address}:{}:2376", listen.port),
        IpAddr::V6(address) => format!("[{address}]:{}:2376", listen.port),
    }
}
