//! Whom daemons let in, when it is not whomever the authority has signed: a list of clients' certificates, as the authority has issued them, and the
//! blocker.
//!
//! Go takes a client's certificate that is itself among those that it trusts, and checks its dates and its usage as ever (crypto/x509, Verify).
//! So a client is shut out by leaving its certificate off the list, with nothing changed but one file of each daemon.

use super::{IssueError, IssuedCertificate, UnixTime, blocker, given::GivenCertificate, key::decoded};
use crate::spec::{
    existing::{
        Manifest,
        manifest::{REMOVED_AT, Recorded},
    },
    order::{Role, TrustKind, TrustOrder},
};

/// Whom daemons let in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trust {
    /// How many times it has changed, this run included.
    pub count: u32,
    /// Whether this run has changed it, so that each daemon has to learn it.
    pub is_new: bool,
    /// `None` when daemons trust the authority again.
    pub list: Option<ClientList>,
    /// The clients that are shut out though they have certificates that are valid.
    pub removed: Vec<String>,
    /// Those that were shut out at some time and are not among them: they were let in again, or their certificates have ended. A host that knows of
    /// somebody else who was shut out was told by another record.
    pub settled: Vec<String>,
}

/// Who gets in, and nobody else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClientList {
    /// Their certificates.
    pub listed: Vec<Listed>,
    /// What brings the authority's name onto the list, in DER.
    pub blocker: Vec<u8>,
}

/// A certificate on the list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listed {
    /// The client's name.
    pub name: String,
    /// The certificate in DER.
    pub der: Vec<u8>,
}

impl ClientList {
    /// Every certificate, the blocker last.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.listed.iter().map(|listed| listed.der.as_slice()).chain([self.blocker.as_slice()])
    }

    /// What a daemon reads: all of them in PEM.
    pub fn to_pem(&self) -> String {
        self.certificates().map(super::to_pem).collect()
    }

    /// The names of the clients, each once.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for listed in &self.listed {
            if !names.contains(&listed.name.as_str()) {
                names.push(&listed.name);
            }
        }
        names
    }
}

impl Trust {
    /// Whom daemons let in after this run; `None` when it is whomever the authority has signed, and always was.
    pub(super) fn of(
        manifest: &Manifest,
        order: &TrustOrder,
        authority: &IssuedCertificate,
        leaves: &[IssuedCertificate],
        now: UnixTime,
    ) -> Result<Option<Self>, IssueError> {
        let before = manifest.trust.as_ref();
        let was_list = before.is_some_and(|before| before.kind == TrustKind::List);
        let known_count = before.map_or(0, |before| before.count);
        let is_changed = !order.removed.is_empty() || !order.restored.is_empty() || (order.is_begun && !was_list);
        let is_list = !order.is_ended && (was_list || is_changed);
        if !is_list {
            let is_new = was_list;
            let count = known_count + u32::from(is_new);
            let settled = settled(manifest, &[]);
            return Ok((count > 0).then_some(Self { count, is_new, list: None, removed: Vec::new(), settled }));
        }
        let new = leaves.iter().filter(|leaf| leaf.role == Role::Client);
        let is_new = is_changed || new.clone().next().is_some();
        let mut listed = Vec::new();
        let mut removed: Vec<String> = Vec::new();
        for entry in manifest.certificates.iter().filter(|entry| entry.text("role").is_some_and(|role| role == "client")) {
            let Some((name, certificate)) = valid(entry, now) else { continue };
            if order.shuts_out(&name, entry.is_removed()) {
                if !removed.contains(&name) {
                    removed.push(name);
                }
            } else if let Some(certificate) = certificate {
                listed.push(Listed { name, der: certificate.der });
            }
        }
        listed.extend(new.map(|leaf| Listed { name: leaf.name.clone(), der: leaf.der.clone() }));
        let authority = GivenCertificate::read(&authority.der).ok_or(IssueError::Encoding)?;
        let known = before.and_then(|before| decoded(&before.blocker)).and_then(|(_, der)| GivenCertificate::read(&der));
        let blocker = match known.filter(|known| blocker::blocks(known, &authority)) {
            Some(known) => known.der,
            None => blocker::make(&authority, now)?,
        };
        let list = ClientList { listed, blocker };
        let names = list.certificates().filter_map(GivenCertificate::read).map(|one| one.octets_on_list());
        if names.sum::<usize>() > TrustKind::MAX_LIST_OCTETS {
            return Err(IssueError::ListTooLong);
        }
        let settled = settled(manifest, &removed);
        Ok(Some(Self { count: known_count + u32::from(is_new), is_new, list: Some(list), removed, settled }))
    }
}

impl TrustOrder {
    /// Whether a certificate of this client stays off the list, which it was on or was not.
    pub(crate) fn shuts_out(&self, name: &str, is_removed: bool) -> bool {
        let has = |names: &[String]| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        has(&self.removed) || (is_removed && !has(&self.restored))
    }
}

/// Who was shut out at some time, by this record, and is none of these.
fn settled(manifest: &Manifest, removed: &[String]) -> Vec<String> {
    let mut settled: Vec<String> = Vec::new();
    for entry in manifest.certificates.iter().filter(|entry| entry.text(REMOVED_AT).is_some()) {
        settled.extend(entry.text("name").filter(|name| !removed.contains(name) && !settled.contains(name)));
    }
    settled
}

/// The name of a certificate that has not ended, and the certificate itself where the record has it.
fn valid(entry: &Recorded, now: UnixTime) -> Option<(String, Option<GivenCertificate>)> {
    let certificate = entry.text("pem").and_then(|pem| GivenCertificate::read(&decoded(&pem)?.1));
    let end = match &certificate {
        Some(certificate) => certificate.not_after,
        None => UnixTime::from_rfc3339(&entry.text("notAfter")?)?,
    };
    (end >= now).then_some((entry.text("name")?, certificate))
}
