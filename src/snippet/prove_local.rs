//! The local socket still answers, so nobody on the machine has lost Docker.

use super::{Language, Pair, Snippet, SnippetId};
use crate::spec::Platform;

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let (docker, language) = match pair.spec.platform {
        Platform::Rootless => ("docker -H \"unix://$XDG_RUNTIME_DIR/docker.sock\"", Language::Sh),
        Platform::Windows => ("docker -H npipe:////./pipe/docker_engine", Language::Powershell),
        Platform::Dind => ("docker compose exec docker docker -H unix:///var/run/docker.sock", Language::Sh),
        // Wherever Docker Desktop has its socket.
        Platform::Proxy => ("docker", Language::Sh),
        Platform::Openrc | Platform::Sysv => ("docker -H unix:///var/run/docker.sock", Language::Sh),
        _ => ("sudo docker -H unix:///var/run/docker.sock", Language::Sh),
    };
    let text = format!("{docker} version --format '{{{{.Server.Version}}}}'\n");
    Some(Snippet { id: SnippetId::ProveLocal, path: None, language, text })
}
