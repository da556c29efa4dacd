//! The daemon's command line under systemd, as a drop-in: a unit in /lib would be lost with the next update of the package.
//!
//! With every option on the line that opens the port, a mistake keeps the daemon from starting instead of opening the port without TLS.

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{spec::Platform, text};

/// Drop-ins apply in the order of their names, and the last `ExecStart=` wins: this one comes after `override.conf` of `systemctl edit`.
const PATH: &str = "/etc/systemd/system/docker.service.d/tls.conf";

const CONTAINERD: &str = "--containerd=/run/containerd/containerd.sock";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    let listen = format!(
        "-H fd:// -H {} {CONTAINERD} --tlsverify --tlscacert={} --tlscert={} --tlskey={}",
        spec.listen.url(),
        spec.cert_directory.file("ca.pem"),
        spec.cert_directory.file("server-cert.pem"),
        spec.cert_directory.file("server-key.pem"),
    );
    let (why, command) = match spec.platform {
        Platform::Systemd => (text::DROP_IN_FLAGS, format!("/usr/bin/dockerd {listen}")),
        // The package's own unit ends in $DOCKER_OPTS, from /etc/default/docker.
        Platform::DebianDockerIo => (text::DROP_IN_FLAGS, format!("/usr/sbin/dockerd {listen} $DOCKER_OPTS")),
        // `hosts` in daemon.json beside a `-H` on the command line keeps the daemon from starting (moby#25471).
        Platform::SystemdDaemonJson => (text::DROP_IN_NO_HOSTS, format!("/usr/bin/dockerd {CONTAINERD}")),
    };
    let text = format!("{}[Service]\nExecStart=\nExecStart={command}\n", comment(pair.say(why)));
    Some(Snippet { id: SnippetId::SystemdDropIn, path: Some(PATH.into()), language: Language::Systemd, text })
}
