//! `<host>.dockercontext` of a client's bundle: what `docker context import` takes, one for each host that is reached by a context.
//!
//! What is in one, and which names docker takes: docker/cli `cli/context/store/store.go`. `docker context inspect` says `SkipTLSVerify` of a context that
//! docker has made; docker-py takes one without it for a context that verifies nothing.

use serde::Serialize;

use crate::{
    certain::certain,
    guide::connecting,
    spec::{Daemon, Spec, folder::ContextFile},
};

/// How the name of such a file ends.
const ENDING: &str = "dockercontext";

/// How many there are at most in all bundles of a run. Each has a copy of the key, and every client has one for every host: `connect.sh` makes
/// contexts without any copy that is carried about.
pub const MOST: usize = 500;

/// The name of the file for this daemon.
pub fn file_name(daemon: &Daemon) -> String {
    format!("{}.{ENDING}", daemon.context_name())
}

/// Whether the bundles of clients have such files.
pub fn are_made(spec: &Spec) -> bool {
    let hosts = connecting::reached(spec).count();
    (1..=MOST).contains(&hosts.saturating_mul(spec.clients.iter().count()))
}

/// The files of each client.
pub fn files(spec: &Spec) -> Vec<ContextFile> {
    if !are_made(spec) {
        return Vec::new();
    }
    connecting::reached(spec).map(|daemon| file(spec, daemon)).collect()
}

/// The file for this daemon where the bundles have none: made on wish, one at a time.
pub fn on_wish(spec: &Spec, daemon: &Daemon) -> Option<ContextFile> {
    (!are_made(spec) && connecting::is_reached(&daemon)).then(|| file(spec, daemon))
}

fn file(spec: &Spec, daemon: &Daemon) -> ContextFile {
    ContextFile { name: file_name(daemon), meta: meta(spec, daemon) }
}

/// `meta.json`, as `docker context create` writes it.
fn meta(spec: &Spec, daemon: &Daemon) -> String {
    let docker = Endpoint { host: spec.docker_host(daemon.host()), skip_tls_verify: false };
    let meta = Meta { name: daemon.context_name(), metadata: Metadata {}, endpoints: Endpoints { docker } };
    certain(serde_json::to_string(&meta), "strings are JSON")
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Meta {
    name: String,
    metadata: Metadata,
    endpoints: Endpoints,
}

#[derive(Serialize)]
struct Metadata {}

#[derive(Serialize)]
struct Endpoints {
    docker: Endpoint,
}

#[derive(Serialize)]
struct Endpoint {
    #[serde(rename = "Host")]
    host: String,
    #[serde(rename = "SkipTLSVerify")]
    skip_tls_verify: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draft;

    fn spec(hosts: usize, clients: usize) -> Spec {
        let lines = |count: usize, word: &str| (0..count).map(|number| format!("{word}{number}\n")).collect::<String>();
        Draft { hosts: lines(hosts, "host"), clients: lines(clients, "client"), ..Draft::default() }.parse().spec.expect("valid")
    }

    #[test]
    fn there_is_one_for_each_host_until_there_are_too_many() {
        assert_eq!(files(&spec(5, 100)).len(), 5);
        assert_eq!(files(&spec(500, 1)).len(), 500);
        for (hosts, clients) in [(501, 1), (6, 100), (50, 200)] {
            let spec = spec(hosts, clients);
            assert!(!are_made(&spec) && files(&spec).is_empty(), "{hosts} {clients}");
        }
        let inside = Draft { hosts: "a.example".into(), platform: "gitlab-dind".into(), ..Draft::default() }.parse().spec.expect("valid");
        assert!(!are_made(&inside) && on_wish(&inside, inside.daemons.first()).is_none());
        let [few, many] = [spec(1, 1), spec(501, 1)];
        assert!(on_wish(&few, few.daemons.first()).is_none());
        let first = on_wish(&many, many.daemons.first()).expect("a file");
        assert_eq!((first.name.as_str(), &first.meta), ("host0.dockercontext", &meta(&many, many.daemons.first())));
    }

    #[test]
    fn a_context_says_where_its_host_is_and_that_it_is_to_be_verified() {
        let spec = Draft { hosts: "2001:db8::1\ndefault".into(), ..Draft::default() }.parse().spec.expect("valid");
        let [address, default] = <[_; 2]>::try_from(files(&spec)).expect("two");
        assert_eq!(address.name, "2001-db8--1.dockercontext");
        assert_eq!(
            address.meta,
            r#"{"Name":"2001-db8--1","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://[2001:db8::1]:2376","SkipTLSVerify":false}}}"#
        );
        assert_eq!(default.name, "default+docker.dockercontext");
    }
}
