//! What somebody brings to go on with: files, in which an authority, its key and its manifest are looked for, in whatever mixture they come.
//!
//! Everything is bounded before it is read. What is wrong is told all at once, and where nothing is wrong there is an authority.

mod archive;
mod known;
mod pkcs12;
mod requests;
mod unrecorded;

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    named::listed,
    pki::{
        UnixTime, fingerprint,
        given::{Given, GivenCertificate, Kept, NameConstraints},
        key::{CONVERT, Cost, PrivateKey, PublicKey, WrittenKey, blocks, decoded},
    },
    problem::{Code, Fault, Severity},
    spec::existing::{
        Manifest,
        manifest::{REPLACED, Recorded, STATE, Unreadable},
    },
};

use pkcs12::Container;

pub use known::{Knowledge, KnownAuthority, KnownCertificate, KnownState};
pub use requests::{FoundRequests, KnownRequest, RequestFlaw, RequestObjection, key_to_sign};

/// The most that is read, in octets, of all files together and of what is packed in them.
pub const MAX_OCTETS: usize = 32 << 20;
/// The most files in an archive.
pub const MAX_ENTRIES: usize = 10_000;
/// The most encrypted keys that are tried: opening one may take seconds.
const MAX_LOCKED_KEYS: usize = 8;
/// The most other keys: reading one may take a millisecond.
const MAX_OPEN_KEYS: usize = 300;
/// So many names are told of several.
const MAX_NAMES: usize = 5;

/// A file, by its name. A key may be in it.
pub struct BroughtFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub octets: Zeroizing<Vec<u8>>,
}

/// Elided, because a key may be in it.
impl std::fmt::Debug for BroughtFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BroughtFile").field("name", &self.name).field("octets", &"[elided]").finish()
    }
}

listed! {
    /// What is wrong with files that were brought. `value` and `hint` are those of the [`Objection`].
    #[serde(rename_all = "kebab-case")]
    pub enum Flaw {
        /// Nothing in the file `value` has to do with an authority.
        NothingInFile,
        /// More than `hint` MiB altogether.
        FilesTooLarge,
        /// An archive with more than `hint` files.
        TooManyEntries,
        /// The archive `value` has a link or leads out of its folder.
        ArchiveUnsafe,
        /// The archive `value` is packed in a way that is not read here.
        ArchiveCompressed,
        /// The archive `value` is damaged.
        ArchiveDamaged,
        /// PKCS#12 in a form that is not read here; `hint` is the command that unpacks it.
        Pkcs12,
        /// PKCS#12 with a cipher that is too old to be read here; `hint` is the command that unpacks it.
        Pkcs12TooOld,
        /// Nothing in the PKCS#12 file `value` can be read without its passphrase.
        Pkcs12Locked,
        /// They are what a host or client gets, or the archive of all of these.
        FilesOfMachines,
        /// There is no certificate.
        CertificateMissing,
        /// The certificate of `value` is no authority's.
        NotAuthority,
        /// The authority's certificate has an empty subject.
        AuthorityNameless,
        /// The certificate of `value` has a keyUsage without keyCertSign.
        MayNotSign,
        /// The certificate of `value` ended on the day `hint`.
        AuthorityExpired,
        /// The certificate of `value` begins on the day `hint`.
        AuthorityNotYet,
        /// The certificate of `value` has a critical extension that Docker does not know: `hint`.
        UnknownCritical,
        /// The extendedKeyUsage of `value` is not for hosts and clients both.
        AuthorityPurposes,
        /// The certificate of `value` allows only certain names to be signed.
        NamesPermitted,
        /// The certificate of `value` forbids certain names to be signed.
        NamesExcluded,
        /// The extension `hint` of `value` is not as strict programs want it.
        NotStrict,
        /// The RSA key of `value` has only `hint` bits.
        WeakKey,
        /// The certificate of `value` is signed with the hash `hint`.
        WeakSignature,
        /// The certificate of `value` is signed by another authority.
        NotRoot,
        /// There is no private key.
        AuthorityKeyMissing,
        /// Nothing is known of what an authority without its key has issued.
        RecordMissing,
        /// No key fits the certificate of `value`.
        AuthorityKeyOfAnother,
        /// Several authorities with their keys: `value`.
        SeveralAuthorities,
        /// The key is encrypted, and there is no passphrase.
        PassphraseNeeded,
        /// The manifest in `value` is of a later version.
        ManifestNewer,
        /// The manifest in `value` cannot be read.
        ManifestDamaged,
        /// The manifest in `value` does not know the authority.
        ManifestOfAnother,
        /// The manifest says something else of `value` than their certificates do.
        ManifestDisagrees,
        /// Another authority has signed the certificates of `value`.
        CertificateOfAnother,
        /// The key is in OpenSSL's traditional encryption or in that of PKCS#12; `hint` is the command that writes it anew.
        WeakEncryption,
        /// The authority's certificate has no keyUsage: strict programs refuse it.
        NoKeyUsage,
    }
}

/// A flaw, or what is wrong with a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Cause {
    /// The files have one.
    Flaw(Flaw),
    /// A key has one.
    Key(Code),
}

listed! {
    /// Where on the page an objection stands, by the name of the control.
    #[serde(rename_all = "camelCase")]
    pub enum Control {
        /// The files.
        AuthorityFiles,
        /// The passphrase.
        AuthorityPassphrase,
    }
}

/// What is wrong, or worth a warning.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Objection {
    /// Where.
    pub field: Control,
    /// What.
    pub code: Cause,
    /// Whether it can be gone on with in spite of it.
    pub severity: Severity,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the cause's documentation says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What came of the files.
#[derive(Debug)]
pub struct Opened {
    /// The authority; `None` when there is an error.
    pub given: Option<Given>,
    /// What is wrong.
    pub objections: Vec<Objection>,
}

/// Looks through the files. The passphrase is for encrypted keys.
pub fn open(files: &[BroughtFile], passphrase: &str, now: UnixTime) -> Opened {
    open_by(files, Some(passphrase), now)
}

/// Looks through the files for an authority whose key is lost, or its passphrase: enough to change whom daemons let in. A key that can be read all the
/// same is taken; one that is encrypted stays as it is.
pub fn open_without_key(files: &[BroughtFile], now: UnixTime) -> Opened {
    open_by(files, None, now)
}

fn open_by(files: &[BroughtFile], passphrase: Option<&str>, now: UnixTime) -> Opened {
    let mut found = Found::default();
    let octets: usize = files.iter().map(|file| file.octets.len()).sum();
    if octets > MAX_OCTETS {
        found.object(Flaw::FilesTooLarge, None, Some((MAX_OCTETS >> 20).to_string()));
    } else {
        found.left = MAX_OCTETS;
        files.iter().for_each(|file| found.look(&file.name, &file.octets));
        found.open_containers(passphrase);
    }
    let given = if found.is_wrong() { None } else { found.choose(passphrase, now) };
    let given = given.filter(|_| !found.is_wrong());
    Opened { given, objections: found.objections }
}

/// What was found in the files.
#[derive(Default)]
struct Found {
    certificates: Vec<GivenCertificate>,
    /// Private keys.
    keys: Vec<FoundKey>,
    /// PKCS#12, each with the name of its file.
    containers: Vec<(String, Container)>,
    /// How many rounds were spent on opening what is encrypted: all of it together costs no more than one key may.
    rounds: u64,
    /// Manifests, each with the name of its file.
    manifests: Vec<(String, Manifest)>,
    objections: Vec<Objection>,
    /// How many octets may be unpacked.
    left: usize,
    /// There is an archive in an archive that is not the authority's.
    has_others: bool,
}

/// A key that was opened.
struct OpenKey {
    key: PrivateKey,
    text: Zeroizing<String>,
    is_locked: bool,
    /// The command that writes it anew, where its encryption is weak.
    weak: Option<String>,
}

/// Where it is told why a key cannot be opened, why, and what the documentation of that says.
type KeyFault = (Control, Cause, Option<String>);

/// A private key in PEM, and the command that writes it anew.
struct FoundKey {
    text: Zeroizing<String>,
    convert: String,
}

/// Turns the key in a PKCS#12 file into one in PEM, in an encryption of today.
const CONVERT_PKCS12: &str =
    "openssl pkcs12 -in FILE -nocerts -nodes | openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -out ca-key.new.pem";

impl Found {
    fn is_wrong(&self) -> bool {
        self.objections.iter().any(|objection| objection.severity == Severity::Error)
    }

    fn object(&mut self, flaw: Flaw, value: Option<String>, hint: Option<String>) {
        self.add(Control::AuthorityFiles, Cause::Flaw(flaw), Severity::Error, value, hint);
    }

    fn warn(&mut self, flaw: Flaw, value: Option<String>, hint: Option<String>) {
        self.add(Control::AuthorityFiles, Cause::Flaw(flaw), Severity::Warning, value, hint);
    }

    fn add(&mut self, field: Control, code: Cause, severity: Severity, value: Option<String>, hint: Option<String>) {
        let objection = Objection { field, code, severity, value, hint };
        if !self.objections.contains(&objection) {
            self.objections.push(objection);
        }
    }

    /// Looks through a file, or an archive of files.
    fn look(&mut self, name: &str, octets: &[u8]) {
        let before = self.count();
        if archive::is_archive(octets) {
            self.unpack(name, octets, true);
        } else {
            self.look_into(name, octets);
        }
        if self.count() == before && !self.is_wrong() {
            self.warn(Flaw::NothingInFile, Some(name.to_owned()), None);
        }
    }

    fn count(&self) -> usize {
        self.certificates.len() + self.keys.len() + self.containers.len() + self.manifests.len() + self.objections.len()
    }

    fn unpack(&mut self, name: &str, octets: &[u8], may_nest: bool) {
        let entries = match archive::entries(octets, self.left) {
            Ok(entries) => entries,
            Err(flaw) => {
                let limit = if flaw == Flaw::TooManyEntries { MAX_ENTRIES } else { MAX_OCTETS >> 20 };
                return self.object(flaw, Some(name.to_owned()), Some(limit.to_string()));
            }
        };
        self.left -= entries.iter().map(|entry| entry.octets.len()).sum::<usize>().min(self.left);
        for entry in entries {
            let path = format!("{name}/{}", entry.name);
            let last = entry.name.rsplit('/').next().unwrap_or_default();
            let extension = last.rsplit('.').next().unwrap_or_default();
            // The archive of all archives has the authority's in it.
            if ["ca.zip", "ca.tar.gz", "ca.tar"].contains(&last) && may_nest && archive::is_archive(&entry.octets) {
                self.unpack(&path, &entry.octets, false);
            } else if archive::is_archive(&entry.octets) {
                self.has_others = true;
            } else if ["pem", "crt", "cer", "key", "der", "p12", "pfx", "json"].contains(&extension) {
                self.look_into(&path, &entry.octets);
            }
        }
    }

    fn look_into(&mut self, name: &str, octets: &[u8]) {
        if octets.first() == Some(&0x30) {
            return self.look_into_der(name, octets);
        }
        let Ok(text) = std::str::from_utf8(octets) else { return };
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('{') {
            return match Manifest::read(text) {
                Ok(manifest) => self.manifests.push((name.to_owned(), manifest)),
                // Somebody else's JSON, as daemon.json is.
                Err(Unreadable::Damaged) if !text.contains("\"certificates\"") => {}
                Err(Unreadable::Damaged) => self.object(Flaw::ManifestDamaged, Some(name.to_owned()), None),
                Err(Unreadable::Newer) => self.object(Flaw::ManifestNewer, Some(name.to_owned()), None),
            };
        }
        for block in blocks(text) {
            let is_key = block.lines().next().is_some_and(|first| first.contains("PRIVATE KEY-----"));
            if is_key {
                self.keys.push(FoundKey { text: Zeroizing::new(block.to_owned()), convert: CONVERT.to_owned() });
            } else if let Some((label, der)) = decoded(block)
                && label.ends_with("CERTIFICATE")
                && let Some(certificate) = GivenCertificate::read(&der)
            {
                self.add_certificate(certificate);
            }
        }
    }

    fn look_into_der(&mut self, name: &str, octets: &[u8]) {
        if pkcs12::is_pkcs12(octets) {
            return match Container::read(octets) {
                Ok(container) => self.containers.push((name.to_owned(), container)),
                Err(error) => self.object_to_container(name, error),
            };
        }
        if let Some(certificate) = GivenCertificate::read(octets) {
            return self.add_certificate(certificate);
        }
        // What a key is, its form says: only one of these can be read.
        let forms = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
        let texts = forms.iter().filter_map(|label| pkcs8::der::pem::encode_string(label, pkcs8::LineEnding::LF, octets).ok());
        let mut texts = texts.map(Zeroizing::new);
        let text = texts.find(|text| WrittenKey::find(text).is_ok_and(|key| key.cost().is_some() || key.open("").is_ok()));
        self.keys.extend(text.map(|text| FoundKey { text, convert: CONVERT.to_owned() }));
    }

    /// Takes the certificates and keys out of PKCS#12, as far as the passphrase opens it. Whoever does without the key has no passphrase: what is under
    /// one is left out, and that is an error where nothing else is there.
    fn open_containers(&mut self, passphrase: Option<&str>) {
        let mut locked = Vec::new();
        for (name, container) in std::mem::take(&mut self.containers).into_iter().take(MAX_LOCKED_KEYS) {
            self.rounds = self.rounds.saturating_add(container.rounds());
            if self.rounds > Cost::MAX_ROUNDS {
                self.object_to_container(&name, pkcs12::NotUnpacked::Fault(Fault::with_hint(Code::KeyRoundsTooMany, CONVERT)));
                continue;
            }
            match container.open(passphrase.unwrap_or_default()) {
                Ok(contents) => {
                    let convert = CONVERT_PKCS12.replace("FILE", &plain(&name));
                    self.keys.extend(contents.keys.into_iter().map(|text| FoundKey { text, convert: convert.clone() }));
                    contents.certificates.iter().filter_map(|der| GivenCertificate::read(der)).for_each(|one| self.add_certificate(one));
                }
                Err(pkcs12::NotUnpacked::Fault(fault)) if fault.code == Code::KeyWrongPassphrase => {
                    let Some(passphrase) = passphrase else {
                        locked.push(name);
                        continue;
                    };
                    let cause = if passphrase.is_empty() { Cause::Flaw(Flaw::PassphraseNeeded) } else { Cause::Key(fault.code) };
                    self.add(Control::AuthorityPassphrase, cause, Severity::Error, None, None);
                }
                Err(error) => self.object_to_container(&name, error),
            }
        }
        let severity = if self.certificates.is_empty() { Severity::Error } else { Severity::Warning };
        for name in locked {
            self.add(Control::AuthorityFiles, Cause::Flaw(Flaw::Pkcs12Locked), severity, Some(name), None);
        }
    }

    fn object_to_container(&mut self, name: &str, error: pkcs12::NotUnpacked) {
        let unpack = |options: &str| format!("openssl pkcs12 {options}-in {} -out ca-and-key.pem", plain(name));
        match error {
            pkcs12::NotUnpacked::Unknown => self.object(Flaw::Pkcs12, Some(name.to_owned()), Some(unpack(""))),
            pkcs12::NotUnpacked::TooOld => self.object(Flaw::Pkcs12TooOld, Some(name.to_owned()), Some(unpack("-legacy "))),
            pkcs12::NotUnpacked::Fault(Fault { code, hint }) => {
                let hint = hint.map(|_| CONVERT_PKCS12.replace("FILE", &plain(name)));
                self.add(Control::AuthorityFiles, Cause::Key(code), Severity::Error, None, hint);
            }
        }
    }

    fn add_certificate(&mut self, certificate: GivenCertificate) {
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
    }

    /// The authority and the key that belong together.
    fn choose(&mut self, passphrase: Option<&str>, now: UnixTime) -> Option<Given> {
        let authorities: Vec<GivenCertificate> = self.certificates.iter().filter(|one| one.is_authority).cloned().collect();
        match (self.certificates.first(), authorities.first()) {
            (None, _) => {
                self.object(if self.has_others { Flaw::FilesOfMachines } else { Flaw::CertificateMissing }, None, None);
                return None;
            }
            (Some(leaf), None) => {
                let name = leaf.name.clone();
                self.object(Flaw::NotAuthority, Some(name), None);
                return None;
            }
            (Some(_), Some(_)) => {}
        }
        if let (Some(weak), true) = (authorities.first(), authorities.iter().all(is_weak)) {
            self.object(Flaw::WeakKey, Some(weak.name.clone()), weak.rsa_bits.map(|bits| bits.to_string()));
            return None;
        }
        if self.keys.is_empty() && passphrase.is_some() {
            self.object(Flaw::AuthorityKeyMissing, None, None);
            return None;
        }
        let (keys, faults) = self.open_keys(passphrase.unwrap_or_default());
        let fits = |certificate: &GivenCertificate| keys.iter().position(|one| one.key.public_key_info() == certificate.public);
        let mut fitting: Vec<(&GivenCertificate, usize)> = authorities.iter().filter_map(|one| Some((one, fits(one)?))).collect();
        // The same authority with a certificate that was made anew: the one that is valid longest.
        fitting.sort_by_key(|(one, _)| std::cmp::Reverse(one.not_after));
        let Some(&(certificate, place)) = fitting.first() else {
            if passphrase.is_none() {
                return self.choose_without_key(authorities, now);
            }
            let is_of_machine = self.certificates.iter().any(|one| !one.is_authority && fits(one).is_some());
            if faults.is_empty() && is_of_machine {
                self.object(Flaw::FilesOfMachines, None, None);
            } else if faults.is_empty() {
                self.object(Flaw::AuthorityKeyOfAnother, authorities.first().map(|one| one.name.clone()), None);
            }
            for (field, code, hint) in faults {
                self.add(field, code, Severity::Error, None, hint);
            }
            return None;
        };
        if fitting.iter().any(|(other, _)| other.public != certificate.public) {
            let names: Vec<&str> = fitting.iter().map(|(one, _)| one.name.as_str()).collect();
            self.object(Flaw::SeveralAuthorities, Some(names.join(", ")), None);
            return None;
        }
        self.judge(certificate, now);
        let OpenKey { key, text, is_locked, weak } = keys.into_iter().nth(place)?;
        let is_weak = weak.is_some();
        if is_weak {
            self.warn(Flaw::WeakEncryption, None, weak);
        }
        let (manifest, certificates, unrecorded) = self.manifest(certificate);
        let key_text = if text.ends_with('\n') { text } else { Zeroizing::new(format!("{}\n", *text)) };
        Some(Given {
            certificate: certificate.clone(),
            key: key.into(),
            kept: Kept { key_text, is_locked, is_weakly_locked: is_weak, manifest, certificates, unrecorded, previous: None },
        })
    }

    /// The authority alone. An encrypted key may be its own, and goes on as it is.
    fn choose_without_key(&mut self, mut authorities: Vec<GivenCertificate>, now: UnixTime) -> Option<Given> {
        authorities.sort_by_key(|one| std::cmp::Reverse(one.not_after));
        let certificate = authorities.first()?.clone();
        if authorities.iter().any(|other| other.public != certificate.public) {
            let names: Vec<&str> = authorities.iter().map(|one| one.name.as_str()).collect();
            self.object(Flaw::SeveralAuthorities, Some(names.join(", ")), None);
            return None;
        }
        self.judge(&certificate, now);
        let Ok(public) = PublicKey::read(&certificate.public) else {
            self.add(Control::AuthorityFiles, Cause::Key(Code::KeySchemeUnsupported), Severity::Error, None, None);
            return None;
        };
        let is_locked = |text: &&str| WrittenKey::find(text).is_ok_and(|key| key.cost().is_some());
        let mut locked: Vec<&str> = self.keys.iter().map(|key| key.text.trim_end()).filter(is_locked).collect();
        locked.dedup();
        let key_text = Zeroizing::new(locked.iter().map(|text| format!("{text}\n")).collect::<String>());
        let (manifest, certificates, unrecorded) = self.manifest(&certificate);
        if !manifest.certificates.iter().any(|entry| entry.text("role").is_some_and(|role| role == "client")) {
            self.object(Flaw::RecordMissing, None, None);
            return None;
        }
        let is_locked = !key_text.is_empty();
        let kept = Kept { key_text, is_locked, is_weakly_locked: false, manifest, certificates, unrecorded, previous: None };
        Some(Given { certificate, key: public.into(), kept })
    }

    /// The keys that can be opened, and why others cannot.
    fn open_keys(&mut self, passphrase: &str) -> (Vec<OpenKey>, Vec<KeyFault>) {
        let mut keys = Vec::new();
        let mut faults = Vec::new();
        let (mut locked, mut open) = (0, 0);
        for FoundKey { text, convert } in &self.keys {
            let written = match WrittenKey::find(text) {
                Ok(written) => written,
                Err(Fault { code, hint }) => {
                    faults.push((Control::AuthorityFiles, Cause::Key(code), hint));
                    continue;
                }
            };
            let cost = written.cost();
            let (count, most) = if cost.is_some() { (&mut locked, MAX_LOCKED_KEYS) } else { (&mut open, MAX_OPEN_KEYS) };
            *count += 1;
            if *count > most {
                continue;
            }
            if cost.is_some() && passphrase.is_empty() {
                faults.push((Control::AuthorityPassphrase, Cause::Flaw(Flaw::PassphraseNeeded), None));
                continue;
            }
            self.rounds = self.rounds.saturating_add(cost.map_or(0, |cost| cost.rounds));
            if self.rounds > Cost::MAX_ROUNDS {
                faults.push((Control::AuthorityFiles, Cause::Key(Code::KeyRoundsTooMany), Some(CONVERT.to_owned())));
                continue;
            }
            match written.open(passphrase) {
                Ok(key) => {
                    let weak = written.is_weakly_encrypted().then(|| convert.clone());
                    keys.push(OpenKey { key, text: text.clone(), is_locked: cost.is_some(), weak });
                }
                Err(Fault { code, hint }) => {
                    let field = if code == Code::KeyWrongPassphrase { Control::AuthorityPassphrase } else { Control::AuthorityFiles };
                    faults.push((field, Cause::Key(code), hint));
                }
            }
        }
        (keys, faults)
    }

    /// Whether certificates may be signed in its name.
    fn judge(&mut self, certificate: &GivenCertificate, now: UnixTime) {
        let name = || Some(certificate.name.clone());
        match certificate.may_sign {
            Some(true) => {}
            Some(false) => self.object(Flaw::MayNotSign, name(), None),
            None => self.warn(Flaw::NoKeyUsage, name(), None),
        }
        if certificate.subject_text.is_empty() {
            self.object(Flaw::AuthorityNameless, None, None);
        }
        if let Some(id) = certificate.unknown_critical {
            self.object(Flaw::UnknownCritical, name(), Some(id.to_string()));
        }
        if certificate.purposes.is_some_and(|purposes| purposes != (true, true)) {
            self.object(Flaw::AuthorityPurposes, name(), None);
        }
        match certificate.name_constraints {
            Some(NameConstraints::Permitted) => self.object(Flaw::NamesPermitted, name(), None),
            Some(NameConstraints::Excluded) => self.warn(Flaw::NamesExcluded, name(), None),
            None => {}
        }
        if let Some(extension) = certificate.unstrict {
            self.warn(Flaw::NotStrict, name(), Some(extension.to_owned()));
        }
        if certificate.not_after < now {
            self.object(Flaw::AuthorityExpired, name(), Some(certificate.not_after.to_date()));
        }
        if certificate.not_before > now {
            self.warn(Flaw::AuthorityNotYet, name(), Some(certificate.not_before.to_date()));
        }
        if let Some(hash) = certificate.weak_signature() {
            self.warn(Flaw::WeakSignature, name(), Some(hash.to_owned()));
        }
        if certificate.issuer != certificate.subject {
            self.warn(Flaw::NotRoot, name(), None);
        }
    }

    /// What is known of what the authority has signed: of several manifests, the one that knows most, and the certificates that were brought. Each
    /// entry's certificate is read once. The fingerprints are of those that the manifest did not know.
    fn manifest(&mut self, authority: &GivenCertificate) -> (Manifest, Vec<Option<GivenCertificate>>, Vec<String>) {
        let fingerprint = fingerprint(&authority.der);
        let knows = |manifest: &Manifest| {
            manifest.certificates.iter().any(|entry| entry.text("fingerprint").is_some_and(|known| known == fingerprint))
        };
        let (known, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.manifests).into_iter().partition(|(_, manifest)| knows(manifest));
        for (name, _) in others {
            self.warn(Flaw::ManifestOfAnother, Some(name), None);
        }
        let knows_most = |manifest: &Manifest| (manifest.trust.as_ref().map_or(0, |trust| trust.count), manifest.certificates.len());
        let read = known.into_iter().map(|(_, manifest)| manifest).max_by_key(knows_most);
        let mut manifest = read.unwrap_or_default();
        // Format 1 has no certificates: a client's is needed for a list, and may be among the files.
        let by_fingerprint: HashMap<String, &GivenCertificate> =
            self.certificates.iter().map(|one| (crate::pki::fingerprint(&one.der), one)).collect();
        for entry in manifest.certificates.iter_mut().filter(|entry| !entry.has("pem")) {
            if let Some(found) = entry.text("fingerprint").and_then(|known| by_fingerprint.get(&known)) {
                *entry = entry.clone().with("pem", unrecorded::json(&found.to_pem()));
            }
        }
        let certificate = |entry: &Recorded| entry.text("pem").and_then(|pem| GivenCertificate::read(&decoded(&pem)?.1));
        let mut certificates: Vec<_> = manifest.certificates.iter().map(certificate).collect();
        let differs = |entry: &Recorded, one: &GivenCertificate| {
            !one.is_authority && (unrecorded::disagrees(entry, one) || !authority.is_issuer_of(one))
        };
        let entries = manifest.certificates.iter().zip(&certificates);
        let others = entries.filter(|(entry, one)| one.as_ref().is_some_and(|one| differs(entry, one)));
        self.warn_of(Flaw::ManifestDisagrees, others.filter_map(|(entry, _)| entry.text("name")).collect());
        let added = self.add_unrecorded(&mut manifest, authority);
        let unrecorded = added.iter().map(|one| crate::pki::fingerprint(&one.der)).collect();
        certificates.extend(added.into_iter().map(Some));
        (manifest, certificates, unrecorded)
    }

    /// Adds the certificates of hosts and clients that were brought and that the manifest does not know, in this order.
    fn add_unrecorded(&mut self, manifest: &mut Manifest, authority: &GivenCertificate) -> Vec<GivenCertificate> {
        let known: HashSet<String> = manifest.certificates.iter().filter_map(|entry| entry.text("fingerprint")).collect();
        let (mut found, others): (Vec<_>, Vec<_>) =
            self.certificates.iter().filter(|one| !one.is_authority).partition(|one| authority.is_issuer_of(one));
        // The last one of a machine is the one that counts.
        found.sort_by_key(|one| one.not_before);
        let mut added = Vec::new();
        for certificate in found {
            let is_known = known.contains(&fingerprint(&certificate.der));
            let Some(entry) = unrecorded::recorded(certificate).filter(|_| !is_known) else { continue };
            let is_of_same = |other: &Recorded| ["role", "name"].iter().all(|key| other.text(key) == entry.text(key));
            let begins = |other: &Recorded| other.text("notBefore").and_then(|text| UnixTime::from_rfc3339(&text));
            let is_older = manifest
                .certificates
                .iter()
                .any(|other| other.is_current() && is_of_same(other) && begins(other) > Some(certificate.not_before));
            let entry = if is_older { entry.with(STATE, unrecorded::json(REPLACED)) } else { entry };
            manifest.certificates.push(entry);
            added.push(certificate.clone());
        }
        let others = others.into_iter().map(|one| one.name.clone()).collect();
        self.warn_of(Flaw::CertificateOfAnother, others);
        added
    }

    /// Warns of what has these names, if any has.
    fn warn_of(&mut self, flaw: Flaw, mut names: Vec<String>) {
        if names.is_empty() {
            return;
        }
        let is_cut = names.len() > MAX_NAMES;
        names.truncate(MAX_NAMES);
        self.warn(flaw, Some(names.join(", ") + if is_cut { ", …" } else { "" }), None);
    }
}

/// Whether it has an RSA key that is too short for a security level of 112 bits (NIST SP 800-57 part 1, section 5.6.1.1).
fn is_weak(certificate: &GivenCertificate) -> bool {
    certificate.rsa_bits.is_some_and(|bits| bits < 2048)
}

/// A file's name as it can stand in a command: without what a shell would read in it.
fn plain(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if last.is_empty() || last.starts_with('-') || !last.chars().all(is_plain) { "ca.p12".to_owned() } else { last.to_owned() }
}
