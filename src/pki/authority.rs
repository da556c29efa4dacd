//! The authority's certificate: it signs the daemons' and the clients', and nothing below them.

use rcgen::{BasicConstraints, IsCa, KeyUsagePurpose};

use super::{
    key_identifier,
    profile::{Attribute, Profile, Subject},
};
use crate::spec::{Country, Email, FreeText, order::Authority};

pub(super) fn profile(authority: &Authority, public_key: &[u8]) -> Profile {
    Profile {
        subject: subject(authority, public_key),
        // RFC 5280, section 4.2.1.9: critical; no authority below this one.
        basic_constraints: IsCa::Ca(BasicConstraints::Constrained(0)),
        // RFC 5280, section 4.2.1.3: critical. Python 3.13 refuses an authority without it.
        key_usage: vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
        extended_key_usage: Vec::new(),
        names: Vec::new(),
    }
}

fn subject(authority: &Authority, public_key: &[u8]) -> Subject {
    let text = |attribute, text: &Option<FreeText>| text.as_ref().map(|text| (attribute, text.as_str().to_owned()));
    // Two authorities of one name cannot be told apart by a client that looks for a certificate by its issuer, as Go and Java do.
    let unique = || key_identifier(public_key)[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let common_name = authority.common_name.as_ref().map_or_else(|| format!("Dockseal CA {}", unique()), |name| name.as_str().to_owned());
    let parts = [
        authority.country.as_ref().map(|country: &Country| (Attribute::Country, country.as_str().to_owned())),
        text(Attribute::State, &authority.state),
        text(Attribute::Locality, &authority.locality),
        text(Attribute::Organization, &authority.organization),
        text(Attribute::OrganizationalUnit, &authority.organizational_unit),
        Some((Attribute::CommonName, common_name)),
        authority.email.as_ref().map(|email: &Email| (Attribute::Email, email.as_str().to_owned())),
    ];
    Subject(parts.into_iter().flatten().collect())
}
