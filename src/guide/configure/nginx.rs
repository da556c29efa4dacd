//! nginx that asks for a client's certificate and passes what is inside TLS to the socket.
//!
//! `stream`, not `http`: `docker attach` and builds leave HTTP behind, and close one direction before the other.

use crate::{
    guide::{
        quote::comment,
        snippet::{Pair, Snippet, SnippetId, Syntax},
    },
    platform::Setup,
};

pub fn render(pair: Pair<'_>) -> Option<Snippet> {
    if pair.facts().setup != Setup::Proxy {
        return None;
    }
    let directory = &pair.installation().cert_directory;
    // The socket belongs to root. The usual end after ten idle minutes would cut `docker logs --follow`.
    let text = format!(
        "{}user root;\nworker_processes 1;\nevents {{}}\nstream {{\n    server {{\n        listen 2376 ssl;\n        \
         ssl_certificate {};\n        ssl_certificate_key {};\n        ssl_client_certificate {};\n        ssl_verify_client on;\n        \
         ssl_protocols TLSv1.2 TLSv1.3;\n        proxy_pass unix:/var/run/docker.sock;\n        proxy_half_close on;\n        \
         proxy_timeout 1d;\n    }}\n}}\n",
        comment(pair.texts().nginx),
        directory.file("server-cert.pem"),
        directory.file("server-key.pem"),
        directory.file("ca.pem"),
    );
    Some(Snippet {
        id: SnippetId::NginxConf,
        words: pair.texts().snippets.nginx_conf,
        path: Some("nginx.conf".into()),
        syntax: Syntax::Nginx,
        text,
    })
}
