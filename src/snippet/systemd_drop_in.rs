//! The daemon's command line under systemd, as a drop-in: a unit in /lib would be lost with the next update of the package.
//!
//! With every option on the line that opens the port, a mistake keeps the daemon from starting instead of opening the port without TLS.

use super::{Language, Pair, Snippet, SnippetId, comment};
use crate::{spec::Platform, text};

pub(super) const FOLDER: &str = "/etc/systemd/system/docker.service.d";

/// Drop-ins apply in the order of their names, and the last `ExecStart=` wins: this one comes after `override.conf` of `systemctl edit`.
pub(super) const FILE: &str = "tls.conf";

const CONTAINERD: &str = "--containerd=/run/containerd/containerd.sock";

pub(super) fn render(pair: Pair<'_>) -> Option<Snippet> {
    let spec = pair.spec;
    let file = |name: &str| in_unit(&spec.cert_directory.file(name));
    let tls =
        format!("--tlsverify --tlscacert={} --tlscert={} --tlskey={}", file("ca.pem"), file("server-cert.pem"), file("server-key.pem"));
    let hosts = format!("-H {} -H {}", spec.platform.local_socket(), spec.listen.url());
    let (why, command) = match spec.platform {
        Platform::Systemd | Platform::CloudInit | Platform::Ansible => {
            (text::DROP_IN_FLAGS, format!("/usr/bin/dockerd {hosts} {CONTAINERD} {tls}"))
        }
        // The package's own unit ends in $DOCKER_OPTS, from /etc/default/docker.
        Platform::DebianDockerIo => (text::DROP_IN_FLAGS, format!("/usr/sbin/dockerd {hosts} {CONTAINERD} {tls} $DOCKER_OPTS")),
        // `hosts` in daemon.json beside a `-H` on the command line keeps the daemon from starting (moby#25471).
        Platform::SystemdDaemonJson => (text::DROP_IN_NO_HOSTS, format!("/usr/bin/dockerd {CONTAINERD}")),
        // The variables are those of each system's own unit; one that is not set is nothing to systemd.
        Platform::FedoraCoreos => (
            text::DROP_IN_FLAGS,
            format!(
                "/usr/bin/dockerd {hosts} --exec-opt native.cgroupdriver=systemd {tls} $OPTIONS $DOCKER_STORAGE_OPTIONS \
                 $DOCKER_NETWORK_OPTIONS $INSECURE_REGISTRY"
            ),
        ),
        Platform::Flatcar => (
            text::DROP_IN_FLAGS,
            format!(
                "/usr/bin/dockerd {hosts} {CONTAINERD} {tls} $DOCKER_SELINUX $DOCKER_OPTS $DOCKER_CGROUPS $DOCKER_OPT_BIP \
                 $DOCKER_OPT_MTU $DOCKER_OPT_IPMASQ"
            ),
        ),
        Platform::Rootless => (text::DROP_IN_FLAGS, format!("/usr/bin/dockerd-rootless.sh {hosts} {tls}")),
        _ => return None,
    };
    // The daemon listens in a network of its own, from which RootlessKit publishes the port.
    let environment = match spec.platform {
        Platform::Rootless => {
            let (address, port) = (spec.listen.address_in_url(), spec.listen.port);
            format!("Environment=\"DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS=-p {address}:{port}:{port}/tcp\"\n")
        }
        _ => String::new(),
    };
    let folder = if spec.platform == Platform::Rootless { "~/.config/systemd/user/docker.service.d" } else { FOLDER };
    let text = format!("{}[Service]\n{environment}ExecStart=\nExecStart={command}\n", comment(pair.say(why)));
    Some(Snippet { id: SnippetId::SystemdDropIn, path: Some(format!("{folder}/{FILE}")), language: Language::Systemd, text })
}

/// `%h` is the home of the unit's user (systemd.unit(5), Specifiers).
fn in_unit(path: &str) -> String {
    path.strip_prefix('~').map_or_else(|| path.to_owned(), |rest| format!("%h{rest}"))
}
