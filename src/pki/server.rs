//! A daemon's certificate: the names that clients type after `-H` stand in it, and it is good for nothing but answering them.

use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use super::{Profile, Role, Subject};
use crate::spec::Daemon;

/// `ub-common-name` (RFC 5280, appendix A.1); a DNS name may be longer.
const MAX_COMMON_NAME: usize = 64;

pub(super) fn profile(daemon: &Daemon) -> Profile {
    let name = daemon.host().to_string();
    Profile {
        role: Role::Server,
        // For people only: Go, and Docker with it, reads the names below and nothing else.
        subject: Subject::of_common_name(if name.len() <= MAX_COMMON_NAME { &name } else { "dockerd" }),
        // RFC 5280, section 4.2.1.9: critical, CA:FALSE.
        basic_constraints: IsCa::ExplicitNoCa,
        // RFC 5280, section 4.2.1.3: critical. keyEncipherment is for RSA key transport only.
        key_usage: vec![KeyUsagePurpose::DigitalSignature],
        // RFC 5280, section 4.2.1.12. Without clientAuth, so that a daemon cannot pass for a client.
        extended_key_usage: vec![ExtendedKeyUsagePurpose::ServerAuth],
        // RFC 5280, section 4.2.1.6: addresses as iPAddress, names as dNSName.
        names: daemon.names(),
    }
}
