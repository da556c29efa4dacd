//! The blocker: the certificate on a daemon's list that stands for the authority, and lets nobody in.
//!
//! A daemon that trusts a list of clients' certificates asks for certificates by the names on that list, and clients send nothing when the name of
//! their issuer is not among them (the docker command and Java: "client didn't provide a certificate"). The blocker brings the name: it has the
//! authority's subject, bit for bit. Go looks for an issuer by name, finds the blocker, and refuses it: it is no authority, and its key has signed
//! nothing but itself.

use rcgen::{ExtendedKeyUsagePurpose, IsCa, Issuer, KeyUsagePurpose};
use std::cell::RefCell;

use super::{
    BACKDATED_SECONDS, Dictated, IssueError, Period, UnixTime,
    given::{GivenCertificate, with_message, with_names},
    key::PrivateKey,
    profile::{Profile, Subject},
    random_serial,
};
use crate::spec::{Host, order::KeyAlgorithm};

/// What it says of itself. Nobody has a name below `.invalid` (RFC 6761, section 6.4).
const NAMES: [&str; 2] = ["only-clients-on-this-list-get-in.invalid", "the-key-of-this-certificate-was-destroyed.invalid"];

/// A blocker for this authority, in DER. Its key is made here, signs it, and is wiped at the end: it goes nowhere.
pub(super) fn make(authority: &GivenCertificate, now: UnixTime) -> Result<Vec<u8>, IssueError> {
    // Whatever the authority's own kind of key is: nobody ever needs this one.
    let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256)?;
    let period = Period { not_before: UnixTime(now.0.saturating_sub(BACKDATED_SECONDS)), not_after: authority.not_after };
    let params = profile()?.params(key.public_key(), period, &random_serial()?)?;
    let message = RefCell::default();
    let written = |signature: &[u8]| -> Result<Vec<u8>, IssueError> {
        let issuer = Issuer::from_params(&params, Dictated { key: key.subject(), message: &message, signature });
        Ok(params.signed_by(&key.subject(), &issuer)?.der().to_vec())
    };
    written(&[])?;
    let encoding = |_| IssueError::Encoding;
    // rcgen would write the name in its own way.
    let named = with_names(&message.take(), &authority.subject).map_err(encoding)?;
    let signature = key.signer()?.sign(&named)?;
    with_message(&written(&signature)?, &named).map_err(encoding)
}

fn profile() -> Result<Profile, IssueError> {
    Ok(Profile {
        // In the place of the authority's.
        subject: Subject::of_common_name("blocker"),
        // Go takes no certificate with CA:FALSE for an issuer (crypto/x509, CheckSignatureFrom).
        basic_constraints: IsCa::ExplicitNoCa,
        // Neither signs certificates nor speaks TLS.
        key_usage: vec![KeyUsagePurpose::ContentCommitment],
        // Without clientAuth, so that the blocker itself is no client either.
        extended_key_usage: vec![ExtendedKeyUsagePurpose::EmailProtection],
        names: NAMES.iter().map(|name| Host::parse(name)).collect::<Result<_, _>>().map_err(|_| IssueError::Encoding)?,
    })
}

/// Whether a certificate has this authority's name and can do nothing in it.
pub fn blocks(certificate: &GivenCertificate, authority: &GivenCertificate) -> bool {
    let is_powerless = !certificate.is_authority && certificate.may_sign == Some(false);
    certificate.subject == authority.subject && certificate.public != authority.public && is_powerless
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pki, verify};

    const NOW: UnixTime = UnixTime(1_767_225_600);

    #[test]
    fn a_blocker_has_the_name_of_its_authority_and_no_power_in_it() {
        for &algorithm in KeyAlgorithm::ALL {
            let (mut orders, _) = verify::sample().expect("an order");
            orders.authority.key_algorithm = algorithm;
            let keys = orders.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
            let pki = Pki::issue(orders, keys, NOW).expect("issued");
            let authority = GivenCertificate::read(&pki.authority.der).expect("a certificate");
            let blocker = GivenCertificate::read(&make(&authority, NOW).expect("a blocker")).expect("a certificate");
            assert!(blocks(&blocker, &authority));
            assert!(!blocks(&authority, &authority));
            let leaf = GivenCertificate::read(&pki.leaves[0].der).expect("a certificate");
            assert!(!blocks(&leaf, &authority));
            assert_eq!(blocker.not_after, authority.not_after);
        }
    }
}
