//! The options of dockerd, as far as it has to be known which of them take a value.
//!
//! They are those of docker 1.13, with what Red Hat added, to 29 (moby `cmd/dockerd/config.go`, `config_unix.go`, `options.go`; `dockerd --help`).

/// With a value: in the same word behind `=`, or the next word, whatever that is (pflag).
pub(crate) const WITH_VALUE: &str = " \
    add-registry add-runtime allow-nondistributable-artifacts api-cors-header authorization-plugin bip bip6 block-registry bridge \
    bridge-accept-fwmark cdi-spec-dir cgroup-parent cluster-advertise cluster-store cluster-store-opt config-file containerd \
    containerd-namespace containerd-plugins-namespace cpu-rt-period cpu-rt-runtime data-root default-address-pool default-cgroupns-mode \
    default-gateway default-gateway-v6 default-ipc-mode default-network-opt default-runtime default-shm-size default-ulimit dns dns-opt \
    dns-search exec-opt exec-root feature firewall-backend fixed-cidr fixed-cidr-v6 graph group host host-gateway-ip http-proxy https-proxy \
    init-path insecure-registry ip label log-driver log-format log-level log-opt max-concurrent-downloads max-concurrent-uploads \
    max-download-attempts metrics-addr mtu network-control-plane-mtu network-diagnostic-port no-proxy node-generic-resource nri-opts \
    oom-score-adjust pidfile registry-mirror seccomp-profile service-name shutdown-timeout storage-driver storage-opt \
    swarm-default-advertise-addr tlscacert tlscert tlskey userland-proxy-path userns-remap ";

/// On or off: a value only behind `=`.
const SWITCHES: &str = " \
    allow-direct-routing cri-containerd debug disable-legacy-registry experimental help icc init ip-forward ip-forward-no-drop ip-masq \
    ip6tables iptables ipv6 live-restore no-new-privileges raw-logs restart rootless run-service selinux-enabled signature-verification tls \
    tlsverify userland-proxy validate version ";

/// Options of one letter: those with a value, and those without.
pub(crate) const LETTERS: (&str, &str) = ("GHbglps", "Dhrv");

/// One word of an option.
#[derive(Debug, Eq, PartialEq)]
pub struct OptionWord<'a> {
    /// The switches of one letter in front of it, in the same word.
    pub switches: &'a str,
    /// Its name: of several letters, or the long one of `H`, or the letter.
    pub name: &'a str,
    /// What is behind it in the same word.
    pub value: Option<&'a str>,
    /// Whether the next word is its value; `None` when no such option is known.
    pub wants_next: Option<bool>,
}

/// A word as pflag reads it; `None` when it is no option.
pub fn parse(word: &str) -> Option<OptionWord<'_>> {
    if let Some(long) = word.strip_prefix("--").filter(|long| !long.is_empty()) {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let is_in = |list: &str| list.contains(&format!(" {name} "));
        let wants_next = match value {
            _ if name.contains(' ') => None,
            Some(_) => Some(false),
            None if is_in(WITH_VALUE) => Some(true),
            None if is_in(SWITCHES) => Some(false),
            None => None,
        };
        return Some(OptionWord { switches: "", name, value, wants_next });
    }
    let letters = word.strip_prefix('-').filter(|letters| !letters.is_empty() && !letters.starts_with('-'))?;
    for (place, letter) in letters.char_indices() {
        let (switches, from) = letters.split_at(place);
        let rest = &from[letter.len_utf8()..];
        let name = if letter == 'H' { "host" } else { &from[..letter.len_utf8()] };
        // `=` and nothing behind it is a letter (pflag, parseSingleShortArg).
        let assigned = rest.strip_prefix('=').filter(|value| !value.is_empty());
        let is_switch = LETTERS.1.contains(letter);
        if let Some(value) = assigned {
            return Some(OptionWord { switches, name, value: Some(value), wants_next: Some(false) });
        }
        if is_switch && !rest.is_empty() {
            continue;
        }
        let value = Some(rest).filter(|rest| !rest.is_empty());
        let wants_next = match value {
            Some(_) => Some(false),
            None if is_switch => Some(false),
            None if LETTERS.0.contains(letter) => Some(true),
            None => None,
        };
        return Some(OptionWord { switches, name, value, wants_next });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_pflag_reads_them() {
        let read = |word| parse(word).map(|parsed| (parsed.switches, parsed.name, parsed.value, parsed.wants_next));
        for (word, expected) in [
            ("--label", Some(("", "label", None, Some(true)))),
            ("--label=a=b", Some(("", "label", Some("a=b"), Some(false)))),
            ("--tlsverify", Some(("", "tlsverify", None, Some(false)))),
            ("--tlsverify=", Some(("", "tlsverify", Some(""), Some(false)))),
            ("--not-known", Some(("", "not-known", None, None))),
            ("-H", Some(("", "host", None, Some(true)))),
            ("-H=a", Some(("", "host", Some("a"), Some(false)))),
            ("-Ha", Some(("", "host", Some("a"), Some(false)))),
            ("-DHa", Some(("D", "host", Some("a"), Some(false)))),
            ("-DDH", Some(("DD", "host", None, Some(true)))),
            ("-D=true", Some(("", "D", Some("true"), Some(false)))),
            ("-Dl", Some(("D", "l", None, Some(true)))),
            ("-lH", Some(("", "l", Some("H"), Some(false)))),
            ("-x", Some(("", "x", None, None))),
            ("--", None),
            ("-", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(read(word), expected, "{word}");
        }
    }

    #[test]
    fn no_option_is_in_both_lists() {
        assert!(WITH_VALUE.split_whitespace().all(|name| !SWITCHES.contains(&format!(" {name} "))));
    }
}
