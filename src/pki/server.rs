//! A daemon's certificate: the names that clients type after `-H` stand in it, and it is good for nothing but answering them.

use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use super::profile::{Profile, Subject};
use crate::spec::{
    Host,
    order::{Holder, KeyAlgorithm},
};

/// `ub-common-name` (RFC 5280, appendix A.1); a DNS name may be longer.
const MAX_COMMON_NAME: usize = 64;

pub(super) fn profile(names: &[Host], key: KeyAlgorithm) -> Profile {
    let name = names.first().map(Host::to_string).unwrap_or_default();
    Profile {
        // For people only: Go, and Docker with it, reads the names below and nothing else.
        subject: Subject::of_common_name(if name.len() <= MAX_COMMON_NAME { &name } else { Holder::FALLBACK_NAME }),
        // RFC 5280, section 4.2.1.9: critical, CA:FALSE.
        basic_constraints: IsCa::ExplicitNoCa,
        key_usage: key_usage(key),
        // RFC 5280, section 4.2.1.12. Without clientAuth, so that a daemon cannot pass for a client.
        extended_key_usage: vec![ExtendedKeyUsagePurpose::ServerAuth],
        // RFC 5280, section 4.2.1.6: addresses as iPAddress, names as dNSName.
        names: names.to_vec(),
    }
}

/// RFC 5280, section 4.2.1.3: critical. keyEncipherment is for RSA key transport in TLS 1.2, which dockerd does not offer; verifiers of the time when
/// it was usual ask for it.
fn key_usage(key: KeyAlgorithm) -> Vec<KeyUsagePurpose> {
    match key.rsa_bits() {
        Some(_) => vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment],
        None => vec![KeyUsagePurpose::DigitalSignature],
    }
}
