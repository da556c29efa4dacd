//! What a manifest says of the authority's certificates, for the page: public facts only.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::{
    named::listed,
    pki::{
        BACKDATED_SECONDS, UnixTime, fingerprint,
        given::{Given, GivenCertificate, Kept},
        key::{PublicKey, decoded},
    },
    platform::Platform,
    problem::Field,
    spec::{
        ClientName, Daemon, Host,
        existing::{
            Manifest,
            manifest::{KEY, OF_REQUEST, REMOVED_AT, REPLACED_AT, Recorded},
        },
        order::TrustKind,
    },
};

const DAY_SECONDS: u64 = 24 * 60 * 60;
/// From so many days before its end on, a certificate is said to be ending.
const SOON_DAYS: u64 = 30;

/// What there is to go on with.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Knowledge {
    /// Who signs.
    pub authority: KnownAuthority,
    /// What was asked for: the fields of the form and their values.
    pub setup: Vec<[String; 2]>,
    /// What the authority has signed, in the order of the manifest; what was renewed, where its first one stands.
    pub certificates: Vec<KnownCertificate>,
    /// How many times it has changed whom daemons let in.
    pub changes: u32,
    /// When the newest certificate of the record was made: RFC 3339. None without a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    /// Whom daemons let in, when that is a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListInForce>,
}

/// A list of clients that daemons let in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ListInForce {
    /// How many times it has changed.
    pub count: u32,
    /// When it changed last: RFC 3339.
    pub changed_at: String,
    /// Whether every certificate that was shut out has ended, so that daemons can trust the authority again.
    pub may_end: bool,
    /// Whether it has so many certificates that some programs will not read many more.
    pub is_long: bool,
}

/// The authority that was brought.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct KnownAuthority {
    /// Its common name.
    pub name: String,
    /// Its subject (RFC 4514).
    pub subject: String,
    /// The last second in which it is valid: RFC 3339.
    pub not_after: String,
    /// SHA-256 over its certificate, hexadecimal.
    pub fingerprint: String,
    /// How many whole days it is valid still.
    pub days_left: u32,
    /// The kind of its key.
    pub key_algorithm: &'static str,
    /// Whether its private key was read: without it, nothing is issued.
    pub has_key: bool,
    /// Whether its key is encrypted.
    pub locked: bool,
    /// Whether its key can be encrypted better than it is, with the same passphrase.
    pub weakly_locked: bool,
    /// How many more authorities may stand between it and a leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_length: Option<u8>,
}

listed! {
    /// What has become of a certificate.
    #[serde(rename_all = "kebab-case")]
    pub enum KnownState {
        /// It is valid, and for a while.
        Valid,
        /// It ends within thirty days.
        Expiring,
        /// It has ended.
        Expired,
        /// Another one was made for the same host or client.
        Replaced,
        /// Its client was shut out.
        Removed,
    }
}

/// A certificate that the authority has signed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct KnownCertificate {
    /// `server` or `client`.
    pub role: String,
    /// The first name of a daemon, the name of a client.
    pub name: String,
    /// The other names and addresses of a daemon.
    pub names: Vec<String>,
    /// The line of the form that asks for it again; `None` when the name is none that can be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The stem of its archive's file name.
    pub bundle: String,
    /// Whoever has asked for it has the key, and it is renewed for the same one.
    pub requested: bool,
    /// SHA-256 over it, hexadecimal.
    pub fingerprint: String,
    /// The last second in which it is valid: RFC 3339.
    pub not_after: String,
    /// How many whole days it is valid still; none when its time is over.
    pub days_left: u32,
    /// What has become of it.
    pub state: KnownState,
    /// Whether the record knew it; else its file was brought.
    pub recorded: bool,
    /// When another one took its place: RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<String>,
    /// When its client was shut out: RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<String>,
    /// Whether the certificate itself is there, as a list needs it.
    pub is_there: bool,
}

impl Knowledge {
    /// At this time.
    pub fn of(given: &Given, now: UnixTime) -> Self {
        let Given { certificate, key, kept } = given;
        let manifest = &kept.manifest;
        let authority = KnownAuthority {
            name: certificate.name.clone(),
            subject: certificate.subject_text.clone(),
            not_after: certificate.not_after.to_rfc3339(),
            fingerprint: fingerprint(&certificate.der),
            days_left: days_left(certificate.not_after, now),
            key_algorithm: key.algorithm().name(),
            has_key: key.private().is_some(),
            locked: kept.is_locked,
            weakly_locked: kept.is_weakly_locked,
            path_length: certificate.path_length,
        };
        // The last certificate of a machine is the one that counts, whatever the manifest says of those before it.
        let mut seen = HashSet::new();
        let entries = manifest.certificates.iter().zip(&kept.certificates);
        let read = entries.rev().filter_map(|(entry, certificate)| known(entry, certificate.as_ref(), kept, now, &mut seen));
        let mut certificates: Vec<_> = read.collect();
        certificates.reverse();
        // One that was renewed has the place of the first one of its machine.
        let mut places: HashMap<(String, String), usize> = HashMap::new();
        certificates.sort_by_cached_key(|one: &KnownCertificate| {
            let next = places.len();
            *places.entry((one.role.clone(), one.name.to_ascii_lowercase())).or_insert(next)
        });
        let said = |field: Field| manifest.setup.iter().find(|(key, _)| key == field.name()).map(|(_, value)| value.as_str());
        // What is usual for each host's platform, the form says by an empty field.
        let usual = |name: &str| Platform::from_name(name).map(|platform| platform.facts().directory);
        let platforms: Vec<String> = manifest.certificates.iter().filter_map(|entry| entry.text("platform")).collect();
        let are_usual = |value: &str| {
            let names = platforms.iter().map(String::as_str).chain(said(Field::Platform));
            names.map(usual).all(|usual| usual == Some(value))
        };
        let is_usual = |field: &str, value: &str| field == Field::CertDirectory.name() && are_usual(value);
        let setup = manifest.setup.iter().filter(|(field, value)| !is_usual(field, value));
        let setup = setup.map(|(field, value)| [field.clone(), value.clone()]).collect();
        let entries = || manifest.certificates.iter().zip(&kept.certificates);
        let is_listed = |entry: &Recorded, certificate: &GivenCertificate| {
            entry.text("role").as_deref() == Some("client") && !entry.is_removed() && certificate.not_after >= now
        };
        let listed = entries().filter_map(|(entry, certificate)| certificate.as_ref().filter(|one| is_listed(entry, one)));
        let octets: usize = listed.map(GivenCertificate::octets_on_list).sum();
        let list = manifest.trust.as_ref().filter(|trust| trust.kind == TrustKind::List).map(|trust| ListInForce {
            count: trust.count,
            changed_at: trust.changed_at.clone(),
            is_long: octets > TrustKind::LONG_LIST_OCTETS,
            may_end: !entries()
                .any(|(entry, certificate)| entry.is_removed() && end_of(entry, certificate.as_ref()).is_none_or(|end| end >= now)),
        });
        let changes = manifest.trust.as_ref().map_or(0, |trust| trust.count);
        let is_recorded = |one: &&GivenCertificate| kept.unrecorded.is_empty() || !kept.unrecorded.contains(&fingerprint(&one.der));
        let made = kept.certificates.iter().flatten().filter(is_recorded).map(|one| one.not_before.0);
        let newest = made.max().map(|begin| UnixTime(begin + BACKDATED_SECONDS).to_rfc3339());
        Self { authority, setup, certificates, changes, newest, list }
    }
}

/// The key of the last certificate of this role and name, where that was made for a request.
pub(super) fn key_of_request(manifest: &Manifest, role: &str, name: &str) -> Option<PublicKey> {
    let is_of = |entry: &&Recorded| {
        entry.text("role").as_deref() == Some(role) && entry.text("name").is_some_and(|known| known.eq_ignore_ascii_case(name))
    };
    let entry = manifest.certificates.iter().rev().find(is_of)?;
    entry.text(KEY).filter(|key| key == OF_REQUEST)?;
    PublicKey::read(&GivenCertificate::read(&decoded(&entry.text("pem")?)?.1)?.public).ok()
}

fn days_left(end: UnixTime, now: UnixTime) -> u32 {
    u32::try_from(end.0.saturating_sub(now.0) / DAY_SECONDS).unwrap_or(u32::MAX)
}

/// The end of its time. The certificate is true, where it is there.
fn end_of(entry: &Recorded, certificate: Option<&GivenCertificate>) -> Option<UnixTime> {
    certificate.map(|one| one.not_after).or_else(|| UnixTime::from_rfc3339(&entry.text("notAfter")?))
}

fn known(
    entry: &Recorded,
    certificate: Option<&GivenCertificate>,
    Kept { manifest, unrecorded, .. }: &Kept,
    now: UnixTime,
    seen: &mut HashSet<(String, String)>,
) -> Option<KnownCertificate> {
    let (role, name) = (entry.text("role")?, entry.text("name")?);
    let is_server = match role.as_str() {
        "server" => true,
        "client" => false,
        _ => return None,
    };
    let time = |key: &str| entry.text(key).and_then(|text| UnixTime::from_rfc3339(&text));
    let begin = certificate.map(|one| one.not_before).or_else(|| time("notBefore"))?;
    let end = end_of(entry, certificate)?;
    let fingerprint = certificate.map(|one| fingerprint(&one.der)).or_else(|| entry.text("fingerprint"))?;
    let is_removed = entry.is_removed();
    let is_last = (entry.is_current() || is_removed) && seen.insert((role.clone(), name.to_ascii_lowercase()));
    let days_left = days_left(end, now);
    let state = match () {
        () if !is_last => KnownState::Replaced,
        () if is_removed => KnownState::Removed,
        () if end < now => KnownState::Expired,
        () if days_left <= u32::try_from(SOON_DAYS).unwrap_or_default() => KnownState::Expiring,
        () => KnownState::Valid,
    };
    // The machine's own names are added to each certificate.
    let names = certificate.map(|one| one.names.clone()).filter(|names| !names.is_empty());
    let names: Vec<String> = names
        .unwrap_or_else(|| entry.texts("names"))
        .into_iter()
        .filter(|other| *other != name && !Daemon::OWN_NAMES.contains(&other.as_str()))
        .collect();
    let said = |field: &str| manifest.setup.iter().find(|(key, _)| key == field).map(|(_, value)| value.as_str());
    let setting = |key: &str, value: Option<String>, usual: Option<&str>| {
        value.filter(|value| Some(value.as_str()) != usual).map(|value| format!(" {key}={value}")).unwrap_or_default()
    };
    let days = end.0.saturating_sub(begin.0).div_ceil(DAY_SECONDS).clamp(1, 9999).to_string();
    let days = setting("days", Some(days), said(if is_server { "serverDays" } else { "clientDays" }));
    let line = if is_server {
        let is_host = std::iter::once(&name).chain(&names).all(|name| Host::parse(name).is_ok());
        let platform = setting("platform", entry.text("platform"), said("platform"));
        is_host.then(|| [std::slice::from_ref(&name), names.as_slice()].concat().join(" ") + &platform + &days)
    } else {
        let kind = setting("kind", entry.text("kind"), Some("linux"));
        ClientName::parse(&name).is_ok().then(|| name.clone() + &kind + &days)
    };
    let recorded = !unrecorded.contains(&fingerprint);
    Some(KnownCertificate {
        role,
        names,
        line,
        bundle: entry.text("bundle").unwrap_or_default(),
        requested: entry.text(KEY).is_some_and(|key| key == OF_REQUEST),
        fingerprint,
        not_after: end.to_rfc3339(),
        days_left,
        state,
        recorded,
        replaced_at: entry.text(REPLACED_AT),
        removed_at: entry.text(REMOVED_AT),
        is_there: certificate.is_some(),
        name,
    })
}
