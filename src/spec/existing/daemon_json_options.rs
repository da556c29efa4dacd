//! The options that dockerd knows in `daemon.json`, and the types of their values: the fields of `Config` in moby's `daemon/config` that are
//! names of flags or of named options too, since others are refused (`findConfigurationConflicts` there).
//!
//! A test asks dockerd 20.10 and 26.1 for each. The first version of an option is not here: the host's own Docker has taken the file.

use super::json::kind::{ARRAY, BOOLEAN, NULL, NUMBER, OBJECT, STRING};

/// What an option wants.
#[derive(Clone, Copy)]
pub(super) struct Type {
    /// Names, between blanks.
    names: &'static str,
    pub kind: u8,
    /// The kinds of what is in an array or an object.
    pub items: u8,
    /// An example.
    pub example: &'static str,
}

const ANY: u8 = NULL | BOOLEAN | NUMBER | STRING | ARRAY | OBJECT;

const TYPES: &[Type] = &[
    Type {
        names: "allow-direct-routing cri-containerd debug experimental icc init ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6 \
                live-restore no-new-privileges raw-logs rootless selinux-enabled tls tlsverify userland-proxy",
        kind: BOOLEAN,
        items: 0,
        example: "true",
    },
    Type {
        names: "cpu-rt-period cpu-rt-runtime max-concurrent-downloads max-concurrent-uploads max-download-attempts mtu \
                network-control-plane-mtu network-diagnostic-port shutdown-timeout",
        kind: NUMBER,
        items: 0,
        example: "5",
    },
    Type {
        names: "bip bip6 bridge bridge-accept-fwmark cgroup-parent containerd containerd-namespace data-root default-cgroupns-mode \
                default-gateway default-gateway-v6 default-ipc-mode default-runtime default-shm-size deprecated-key-path exec-root \
                firewall-backend fixed-cidr fixed-cidr-v6 group host-gateway-ip init-path ip log-driver log-format log-level metrics-addr \
                pidfile seccomp-profile storage-driver swarm-default-advertise-addr tlscacert tlscert tlskey userland-proxy-path userns-remap",
        kind: STRING,
        items: 0,
        example: "\"…\"",
    },
    Type {
        names: "allow-nondistributable-artifacts authorization-plugins cdi-spec-dirs dns dns-opts dns-search exec-opts host-gateway-ips hosts \
                insecure-registries labels node-generic-resources registry-mirrors storage-opts",
        kind: ARRAY,
        items: STRING | NULL,
        example: "[\"…\"]",
    },
    Type { names: "default-address-pools", kind: ARRAY, items: OBJECT | NULL, example: "[{ \"base\": \"…\", \"size\": 24 }]" },
    Type { names: "log-opts", kind: OBJECT, items: STRING | NULL, example: "{ \"…\": \"…\" }" },
    Type { names: "features", kind: OBJECT, items: BOOLEAN | NULL, example: "{ \"…\": true }" },
    Type {
        names: "default-network-opts default-ulimits runtimes",
        kind: OBJECT,
        items: OBJECT | NULL,
        example: "{ \"…\": { \"…\": \"…\" } }",
    },
    Type { names: "builder proxies", kind: OBJECT, items: ANY, example: "{ \"…\": … }" },
];

/// Options of the past: since which version dockerd does not start with them (docker/cli `docs/deprecated.md`).
const REMOVED: &[(&str, &str)] = &[
    ("17.09", "api-enable-cors"),
    ("19.03", "disable-legacy-registry"),
    ("23.0", "cluster-advertise cluster-store cluster-store-opts"),
    ("25.0", "oom-score-adjust"),
    ("28.0", "api-cors-header"),
];

/// Names that dockerd passes over in silence, because they are those of flags; then the ones that are read.
const NAMES_OF_FLAGS: &[(&str, &str)] = &[
    ("add-runtime", "runtimes"),
    ("authorization-plugin", "authorization-plugins"),
    ("cdi-spec-dir", "cdi-spec-dirs"),
    ("default-address-pool", "default-address-pools"),
    ("default-network-opt", "default-network-opts"),
    ("default-ulimit", "default-ulimits"),
    ("dns-opt", "dns-opts"),
    ("exec-opt", "exec-opts"),
    ("host", "hosts"),
    ("http-proxy", "proxies"),
    ("https-proxy", "proxies"),
    ("insecure-registry", "insecure-registries"),
    ("label", "labels"),
    ("log-opt", "log-opts"),
    ("no-proxy", "proxies"),
    ("node-generic-resource", "node-generic-resources"),
    ("registry-mirror", "registry-mirrors"),
    ("storage-opt", "storage-opts"),
];

/// What is known of a name.
pub(super) enum Known {
    Type(Type),
    /// This version has removed the option.
    Removed(&'static str),
    /// `graph` until 23.0.
    Renamed(&'static str),
    NameOfFlag(&'static str),
    /// Nothing but that this one is meant.
    Misspelt(String),
    Nothing,
}

/// Whether dockerd takes what is in an object of this name for options of its own, as if it stood outside (`flatOptions` in moby's
/// `daemon/config`, and that it does so for others).
pub(super) fn is_unfolded(name: &str) -> bool {
    !has(FOLDED, name)
}

/// The objects in which it takes nothing.
pub(crate) const FOLDED: &str = "builder cluster-store-opts default-network-opts default-ulimits features log-opts runtimes";

pub(super) fn find(name: &str) -> Known {
    if let Some(found) = TYPES.iter().find(|one| has(one.names, name)) {
        return Known::Type(*found);
    }
    if name == "graph" {
        return Known::Renamed("data-root");
    }
    if let Some((version, _)) = REMOVED.iter().find(|(_, names)| has(names, name)) {
        return Known::Removed(version);
    }
    if let Some((_, meant)) = NAMES_OF_FLAGS.iter().find(|(flag, _)| *flag == name) {
        return Known::NameOfFlag(meant);
    }
    let near = name.to_ascii_lowercase().replace('_', "-");
    if near != name && TYPES.iter().any(|one| has(one.names, &near)) { Known::Misspelt(near) } else { Known::Nothing }
}

fn has(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}

/// Every option with its example, and those of the past.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, Type)> {
    TYPES.iter().flat_map(|one| one.names.split_ascii_whitespace().map(move |name| (name, *one)))
}
