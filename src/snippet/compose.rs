//! Compose: Docker in Docker, or nginx in front of the socket. The files are mounted one by one from the folder of the bundle.

use std::net::IpAddr;

use super::{Language, Pair, Snippet, SnippetId, yaml_quote};
use crate::spec::{Host, Listen, Platform};

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let ports = yaml_quote(&published(pair.spec.listen));
    let text = match pair.spec.platform {
        Platform::Dind => {
            let aliases: String = names(pair).map(|name| format!("          - {}\n", yaml_quote(&name))).collect();
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
                host = yaml_quote(&inner_host(pair)),
                client = yaml_quote(&format!("./{}:/certs/client:ro", pair.client.bundle_name())),
            )
        }
        Platform::Proxy => {
            let directory = &pair.spec.cert_directory;
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
        _ => return None,
    };
    Some(Snippet { id: SnippetId::Compose, path: Some("compose.yaml".into()), language: Language::Yaml, text })
}

/// The DNS names that a daemon in a container is given in its network, so that its certificate fits.
pub(super) fn names(pair: Pair<'_>) -> impl Iterator<Item = String> {
    pair.daemon.hosts().iter().filter(|host| matches!(host, Host::Dns(_)) && !host.is_wildcard()).map(Host::to_string)
}

/// The value of `DOCKER_HOST` in that network. The entrypoint of docker:dind always listens on this port.
pub(super) fn inner_host(pair: Pair<'_>) -> String {
    format!("tcp://{}:2376", names(pair).next().unwrap_or_else(|| "localhost".into()))
}

fn published(listen: Listen) -> String {
    match listen.address {
        address if address.is_unspecified() && address.is_ipv6() => format!("{}:2376", listen.port),
        IpAddr::V4(address) => format!("{address}:{}:2376", listen.port),
        IpAddr::V6(address) => format!("[{address}]:{}:2376", listen.port),
    }
}
