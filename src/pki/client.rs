//! A client's certificate: its common name is what the daemon and its authorization plugins know the client by.

use rcgen::{ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use super::profile::{Profile, Subject};
use crate::spec::ClientName;

pub(super) fn profile(name: &ClientName) -> Profile {
    Profile {
        // moby, pkg/authorization: the plugin's `User` is this name.
        subject: Subject::of_common_name(name.as_str()),
        // RFC 5280, section 4.2.1.9: critical, CA:FALSE.
        basic_constraints: IsCa::ExplicitNoCa,
        // RFC 5280, section 4.2.1.3: critical.
        key_usage: vec![KeyUsagePurpose::DigitalSignature],
        // RFC 5280, section 4.2.1.12. Without serverAuth, so that a client cannot pass for a daemon.
        extended_key_usage: vec![ExtendedKeyUsagePurpose::ClientAuth],
        names: Vec::new(),
    }
}
