//! Certificates: an authority, and what it signs.
//!
//! The profile of each kind is a file of its own, `authority`, `server` and `client`, to be read from top to bottom.

mod profile;
mod authority;
mod server;
mod client;
pub mod blocker;
pub mod given;
pub mod request;
pub mod trust;
pub mod key;
pub mod pkcs12;

use std::cell::RefCell;

use pkcs8::LineEnding;
use rcgen::{CertificateParams, Issuer, PublicKeyData, SignatureAlgorithm, SigningKey};
use ring::digest::{SHA256, digest};
use time::{Date, Duration, Month, OffsetDateTime};

use crate::{
    certain,
    spec::{
        Host, Passphrase,
        existing::Manifest,
        order::{Holder, KeyAlgorithm, Order, Orders, Role, TrustKind, TrustOrder, Validity},
    },
};
use given::{AuthorityRenewal, Given, Kept, with_issuer, with_message, with_names};
use key::{Derivation, Encryption, KeyError, PrivateKey, PublicKey, Signer, SubjectKey, random};
use profile::Profile;
use trust::Trust;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(pub u64);

impl UnixTime {
    /// RFC 3339, in UTC.
    pub fn to_rfc3339(self) -> String {
        let at = self.date_time();
        let (date, time) = (at.date(), at.time());
        let of_date = [(date.year().unsigned_abs(), 4, '-'), (u32::from(u8::from(date.month())), 2, '-'), (u32::from(date.day()), 2, 'T')];
        let of_time = [(u32::from(time.hour()), 2, ':'), (u32::from(time.minute()), 2, ':'), (u32::from(time.second()), 2, 'Z')];
        let mut text = String::with_capacity("0000-00-00T00:00:00Z".len());
        for (number, digits, behind) in of_date.into_iter().chain(of_time) {
            text.extend((0..digits).rev().filter_map(|place| char::from_digit(number / 10_u32.pow(place) % 10, 10)));
            text.push(behind);
        }
        text
    }

    /// Reads what [`UnixTime::to_rfc3339`] writes.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
        let small = |from: usize| u8::try_from(number(from, from + 2)?).ok();
        let month = Month::try_from(small(5)?).ok()?;
        let date = Date::from_calendar_date(i32::from(number(0, 4)?), month, small(8)?).ok()?;
        let at = date.with_hms(small(11)?, small(14)?, small(17)?).ok()?.assume_utc();
        let time = Self(u64::try_from(at.unix_timestamp()).ok()?);
        (time.to_rfc3339() == text).then_some(time)
    }

    /// The day in UTC: RFC 3339, `full-date`.
    pub fn to_date(self) -> String {
        let mut date = self.to_rfc3339();
        date.truncate("0000-00-00".len());
        date
    }

    pub(crate) fn date_time(self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH.saturating_add(Duration::seconds(self.0.cast_signed()))
    }
}

/// How far the start of validity lies before the time of issue, for machines whose clocks are behind.
pub const BACKDATED_SECONDS: u64 = 60 * 60;

const DAY_SECONDS: u64 = 24 * 60 * 60;

/// Why nothing could be issued. A reader's typo is never the reason.
#[derive(Debug)]
pub enum IssueError {
    /// A key cannot be used.
    Key(KeyError),
    /// A key or a signature is missing, or one too many is there.
    Incomplete,
    /// Not the kind of key that was asked for.
    OtherKey,
    /// There is a passphrase, and nothing was derived from it.
    NotDerived,
    /// rcgen refuses what [`Orders`] should not be able to say. Its own text would be kilobytes of wasm.
    Encoding,
    /// The names of all clients on the list are more than TLS can say.
    ListTooLong,
}

impl std::fmt::Display for IssueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::Incomplete => f.write_str("not as many keys or signatures as certificates"),
            Self::OtherKey => f.write_str("not the kind of key that was asked for"),
            Self::NotDerived => f.write_str("nothing is derived from the passphrase"),
            Self::Encoding => f.write_str("a certificate cannot be encoded"),
            Self::ListTooLong => f.write_str("more clients than a list can name"),
        }
    }
}

impl std::error::Error for IssueError {}

impl From<KeyError> for IssueError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<rcgen::Error> for IssueError {
    fn from(_: rcgen::Error) -> Self {
        Self::Encoding
    }
}

/// The key that a certificate is for.
#[derive(Debug)]
pub enum CertifiedKey {
    /// It is here.
    Here(PrivateKey),
    /// Only whoever has asked for the certificate has the private one.
    Theirs(PublicKey),
}

impl CertifiedKey {
    /// What kind of key it is.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.subject().algorithm
    }

    /// The private key, if it is here.
    pub fn private(&self) -> Option<&PrivateKey> {
        match self {
            Self::Here(key) => Some(key),
            Self::Theirs(_) => None,
        }
    }

    /// The key as it stands in a certificate's subjectPublicKey.
    pub fn public_key(&self) -> &[u8] {
        self.subject().public
    }

    /// The same as a `SubjectPublicKeyInfo` (RFC 5280, section 4.1) in DER.
    pub fn public_key_info(&self) -> Vec<u8> {
        self.subject().subject_public_key_info()
    }

    fn subject(&self) -> SubjectKey<'_> {
        match self {
            Self::Here(key) => key.subject(),
            Self::Theirs(key) => key.subject(),
        }
    }
}

impl From<PrivateKey> for CertifiedKey {
    fn from(key: PrivateKey) -> Self {
        Self::Here(key)
    }
}

impl From<PublicKey> for CertifiedKey {
    fn from(key: PublicKey) -> Self {
        Self::Theirs(key)
    }
}

/// A certificate with its key.
#[derive(Debug)]
pub struct IssuedCertificate {
    /// What it is for.
    pub role: Role,
    /// The first name of a daemon, the name of a client, the authority's common name.
    pub name: String,
    /// The name of the folder that gets it, together with its key if that is here.
    pub folder: String,
    /// The subjectAltNames.
    pub names: Vec<Host>,
    /// The subject as a string (RFC 4514).
    pub subject: String,
    /// Its key.
    pub key: CertifiedKey,
    /// The certificate (RFC 5280) in DER.
    pub der: Vec<u8>,
    /// The serial number, big-endian.
    pub serial: Vec<u8>,
    /// The first second in which it is valid.
    pub not_before: UnixTime,
    /// The last second in which it is valid.
    pub not_after: UnixTime,
}

impl IssuedCertificate {
    /// The certificate in PEM.
    pub fn to_pem(&self) -> String {
        to_pem(&self.der)
    }

    /// SHA-256 over the certificate, as `openssl x509 -fingerprint -sha256` writes it.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.der)
    }

    /// The serial number in hexadecimal.
    pub fn serial_hex(&self) -> String {
        hex(&self.serial)
    }
}

/// Everything that is issued in one run.
#[derive(Debug)]
pub struct Pki {
    /// Signs the others.
    pub authority: IssuedCertificate,
    /// What the authority's key is to be encrypted with.
    pub encryption: Option<Encryption>,
    /// What it has signed, in the order of the orders.
    pub leaves: Vec<IssuedCertificate>,
    /// What stays of an authority that was there already; `None` when it is new.
    pub kept: Option<Kept>,
    /// What was to become of whom daemons let in.
    pub order: TrustOrder,
    /// Whom daemons let in; `None` when it is whomever the authority has signed, and always was.
    pub trust: Option<Trust>,
    /// When.
    pub made: UnixTime,
}

impl Pki {
    /// Issues every certificate, all of it here. The keys are the authority's, then those of the leaves in their order.
    pub fn issue(orders: Orders, keys: Vec<PrivateKey>, now: UnixTime) -> Result<Self, IssueError> {
        let mut issuance = Issuance::new(orders, now)?;
        for (place, key) in keys.into_iter().enumerate() {
            issuance.add_key(place, key)?;
        }
        issuance.sign_all()?;
        if let Some((derivation, passphrase)) = issuance.derivation() {
            let encryption = derivation.derive(passphrase.as_str());
            issuance.set_encryption(encryption);
        }
        issuance.finish()
    }

    /// The same under an authority that is there already, which needs no key.
    pub fn issue_under(
        given: Given,
        orders: Orders,
        trust: TrustOrder,
        keys: Vec<CertifiedKey>,
        now: UnixTime,
    ) -> Result<Self, IssueError> {
        Self::issue_by(Issuance::under(given, orders, trust, now), keys)
    }

    /// The same, and the authority's certificate is made anew.
    pub fn issue_renewing(
        given: Given,
        orders: Orders,
        trust: TrustOrder,
        renewal: AuthorityRenewal,
        keys: Vec<CertifiedKey>,
        now: UnixTime,
    ) -> Result<Self, IssueError> {
        Self::issue_by(Issuance::renewing(given, orders, trust, renewal, now)?, keys)
    }

    fn issue_by(mut issuance: Issuance, keys: Vec<CertifiedKey>) -> Result<Self, IssueError> {
        for (leaf, key) in keys.into_iter().enumerate() {
            issuance.add_key(leaf + 1, key)?;
        }
        issuance.sign_all()?;
        issuance.finish()
    }

    /// All of them, the authority first.
    pub fn iter(&self) -> impl Iterator<Item = &IssuedCertificate> {
        std::iter::once(&self.authority).chain(&self.leaves)
    }
}

/// Certificates under way. Keys come in any order, and so do signatures: both may be made here or elsewhere, as by a browser.
///
/// A certificate's place is 0 for the authority's, then that of its order, counted from 1.
pub struct Issuance {
    orders: Orders,
    now: UnixTime,
    derivation: Option<Derivation>,
    encryption: Option<Encryption>,
    /// What the authority's certificate says, once its key is there.
    authority: Option<CertificateParams>,
    /// Signs here, once it was asked to.
    signer: Option<Signer>,
    /// What is there already of the authority.
    given: Option<Before>,
    /// What is to become of whom daemons let in.
    trust: TrustOrder,
    certificates: Vec<Stage>,
}

/// What there is of an authority that was there already, beside its certificate and its key.
struct Before {
    /// Its name, bit for bit.
    subject: Vec<u8>,
    not_after: UnixTime,
    kept: Kept,
}

/// How far a certificate is.
enum Stage {
    /// There is no key.
    Ordered,
    /// There is a key, but that of the authority is missing.
    Keyed(CertifiedKey),
    /// There is everything but the signature.
    Unsigned(Box<Unsigned>),
    Issued(Box<IssuedCertificate>),
}

struct Unsigned {
    /// Without its DER.
    issued: IssuedCertificate,
    params: CertificateParams,
    /// What is to be signed: a `TBSCertificate` (RFC 5280, section 4.1).
    message: Vec<u8>,
}

impl Issuance {
    /// Without any key.
    pub fn new(orders: Orders, now: UnixTime) -> Result<Self, IssueError> {
        let derivation = orders.authority.passphrase.as_ref().map(|_| Derivation::new()).transpose()?;
        let certificates = orders.key_algorithms().map(|_| Stage::Ordered).collect();
        let trust = TrustOrder { is_begun: orders.trust == TrustKind::List, ..TrustOrder::default() };
        Ok(Self { orders, now, derivation, encryption: None, authority: None, signer: None, given: None, trust, certificates })
    }

    /// One key only, for whoever asks for a certificate; it is in the authority's place, and so is the passphrase that encrypts it.
    pub fn of_key(mut orders: Orders, algorithm: KeyAlgorithm, now: UnixTime) -> Result<Self, IssueError> {
        orders.leaves.clear();
        orders.authority.key_algorithm = algorithm;
        Self::new(orders, now)
    }

    /// That key, when it is there, and what it is encrypted with.
    pub fn key(&self) -> Result<(&PrivateKey, Option<&Encryption>), IssueError> {
        if self.derivation.is_some() && self.encryption.is_none() {
            return Err(IssueError::NotDerived);
        }
        Ok((self.authority_key().ok_or(IssueError::Incomplete)?, self.encryption.as_ref()))
    }

    /// Under an authority that is there already: its certificate and its key stay as they are, whatever the orders say of one.
    pub fn under(given: Given, mut orders: Orders, trust: TrustOrder, now: UnixTime) -> Self {
        orders.authority.key_algorithm = given.key.algorithm();
        orders.authority.passphrase = None;
        let authority = given.certificate.params(given.key.public_key());
        let (subject, not_after) = (given.certificate.subject.clone(), given.certificate.not_after);
        let (issued, kept) = given.into_issued();
        let leaves = orders.leaves.iter().map(|_| Stage::Ordered);
        let certificates = std::iter::once(Stage::Issued(Box::new(issued))).chain(leaves).collect();
        let given = Some(Before { subject, not_after, kept });
        Self { orders, now, derivation: None, encryption: None, authority: Some(authority), signer: None, given, trust, certificates }
    }

    /// The same, and the authority's certificate is made anew, for the same key and under the same name: what it has signed before stays valid.
    pub fn renewing(given: Given, orders: Orders, trust: TrustOrder, renewal: AuthorityRenewal, now: UnixTime) -> Result<Self, IssueError> {
        let previous = given.certificate.clone();
        let mut period = Period::new(now, renewal.validity);
        period.not_after = period.not_after.max(previous.not_after);
        // Where certificates name their issuer's serial number, another one would be another issuer.
        let serial = if previous.is_known_by_serial { previous.serial.clone() } else { random_serial()?.to_vec() };
        let params = previous.renewed(renewal, given.key.public_key(), period, &serial);
        let mut run = Self::under(given, orders, trust, now);
        let Stage::Issued(issued) = std::mem::replace(&mut run.certificates[0], Stage::Ordered) else { return Err(IssueError::Incomplete) };
        let (not_before, not_after) = (period.not_before, period.not_after);
        let issued = IssuedCertificate { der: Vec::new(), serial, not_before, not_after, ..*issued };
        let (message, _) = run.encode(&issued.key, &params, &[], true)?;
        run.certificates[0] = Stage::Unsigned(Box::new(Unsigned { issued, params, message }));
        if let Some(before) = &mut run.given {
            before.not_after = not_after;
            before.kept.previous = Some(previous);
        }
        Ok(run)
    }

    /// Whether this certificate has its key.
    pub fn has_key(&self, place: usize) -> bool {
        !matches!(self.certificates.get(place), Some(Stage::Ordered))
    }

    /// Whether this certificate is there: signed, or brought.
    pub fn is_issued(&self, place: usize) -> bool {
        matches!(self.certificates.get(place), Some(Stage::Issued(_)))
    }

    /// Has the key of an authority that is there already written anew, under the passphrase that it had.
    pub fn write_key_anew(&mut self, passphrase: Passphrase) -> Result<(), IssueError> {
        self.derivation = Some(Derivation::new()?);
        self.orders.authority.passphrase = Some(passphrase);
        Ok(())
    }

    /// Whether a passphrase is needed to use the authority's key.
    pub fn is_locked(&self) -> bool {
        self.given.as_ref().map_or(self.derivation.is_some(), |given| given.kept.is_locked)
    }

    /// Whether the authority's key goes into its archive: one that was not brought does not.
    pub fn has_key_text(&self) -> bool {
        self.given.as_ref().is_none_or(|given| !given.kept.key_text.is_empty())
    }

    /// What is to be made.
    pub fn orders(&self) -> &Orders {
        &self.orders
    }

    /// How many certificates there will be.
    #[expect(clippy::len_without_is_empty, reason = "there is always the authority's")]
    pub fn len(&self) -> usize {
        self.certificates.len()
    }

    /// The kind of key that is to be made for this certificate.
    pub fn key_algorithm(&self, place: usize) -> Option<KeyAlgorithm> {
        match place.checked_sub(1) {
            None => Some(self.orders.authority.key_algorithm),
            Some(leaf) => self.orders.leaves.get(leaf).map(|order| order.key_algorithm),
        }
    }

    /// Whether the key of this certificate is its holder's.
    fn is_requested(&self, place: usize) -> bool {
        place.checked_sub(1).and_then(|leaf| self.orders.leaves.get(leaf)).is_some_and(|order| order.is_requested)
    }

    /// What the key that encrypts the authority's is to be derived from, and how; `None` when it is not encrypted.
    pub fn derivation(&self) -> Option<(Derivation, &Passphrase)> {
        self.derivation.zip(self.orders.authority.passphrase.as_ref())
    }

    /// What the authority's key is to be encrypted with.
    pub fn set_encryption(&mut self, encryption: Encryption) {
        self.encryption = Some(encryption);
    }

    /// The key of this certificate, which has none yet.
    pub fn add_key(&mut self, place: usize, key: impl Into<CertifiedKey>) -> Result<(), IssueError> {
        let key = key.into();
        let wanted = self.key_algorithm(place).ok_or(IssueError::Incomplete)?;
        let is_wanted = match &key {
            CertifiedKey::Here(key) => !self.is_requested(place) && key.algorithm() == wanted,
            CertifiedKey::Theirs(_) => self.is_requested(place),
        };
        if !is_wanted {
            return Err(IssueError::OtherKey);
        }
        let Stage::Ordered = self.certificates[place] else { return Err(IssueError::Incomplete) };
        self.certificates[place] = Stage::Keyed(key);
        if place == 0 { (0..self.len()).try_for_each(|place| self.word(place)) } else { self.word(place) }
    }

    /// Writes what is to be signed, if both keys for it are there.
    fn word(&mut self, place: usize) -> Result<(), IssueError> {
        if place > 0 && self.authority.is_none() {
            return Ok(());
        }
        let key = match std::mem::replace(&mut self.certificates[place], Stage::Ordered) {
            Stage::Keyed(key) => key,
            other @ (Stage::Ordered | Stage::Unsigned(_) | Stage::Issued(_)) => {
                self.certificates[place] = other;
                return Ok(());
            }
        };
        let order = place.checked_sub(1).map(|leaf| &self.orders.leaves[leaf]);
        let (profile, validity) = match order {
            None => (authority::profile(&self.orders.authority, key.public_key()), self.orders.authority.validity),
            Some(order) => (profile_of(order, key.algorithm()), order.validity),
        };
        let mut period = Period::new(self.now, validity);
        if let Some(given) = &self.given {
            // A leaf does not outlive its authority.
            period.not_after = period.not_after.min(given.not_after);
        }
        let serial = random_serial()?;
        let params = profile.params(key.public_key(), period, &serial)?;
        if place == 0 {
            self.authority = Some(params.clone());
        }
        // As it was ordered: by this the self-check judges what the profile has made of it.
        let issued = IssuedCertificate {
            role: order.map_or(Role::Ca, |order| order.holder.role()),
            name: order.map_or_else(|| profile.subject.common_name().to_owned(), |order| order.holder.name()),
            folder: order.map_or_else(|| Orders::CA_FOLDER.to_owned(), |order| order.folder.clone()),
            subject: profile.subject.to_string(),
            names: order.map(|order| order.holder.names().to_vec()).unwrap_or_default(),
            key,
            der: Vec::new(),
            serial: serial.to_vec(),
            not_before: period.not_before,
            not_after: period.not_after,
        };
        let (message, _) = self.encode(&issued.key, &params, &[], place == 0)?;
        self.certificates[place] = Stage::Unsigned(Box::new(Unsigned { issued, params, message }));
        Ok(())
    }

    /// What is to be signed, and the certificate with this signature. rcgen has the last word on both, and asks for the signature in between.
    fn encode(
        &self,
        subject: &CertifiedKey,
        params: &CertificateParams,
        signature: &[u8],
        is_own: bool,
    ) -> Result<(Vec<u8>, Vec<u8>), IssueError> {
        let message = RefCell::default();
        // The authority's own certificate is the first to be written.
        let key = self.authority_key().map_or_else(|| subject.subject(), PrivateKey::subject);
        let authority = self.authority.as_ref().ok_or(IssueError::Incomplete)?;
        let issuer = Issuer::from_params(authority, Dictated { key, message: &message, signature });
        let der = params.signed_by(&subject.subject(), &issuer)?.der().to_vec();
        let Some(given) = &self.given else { return Ok((message.take(), der)) };
        let encoding = |_| IssueError::Encoding;
        let with = if is_own { with_names } else { with_issuer };
        let message = with(&message.take(), &given.subject).map_err(encoding)?;
        let der = with_message(&der, &message).map_err(encoding)?;
        Ok((message, der))
    }

    fn authority_key(&self) -> Option<&PrivateKey> {
        match self.certificates.first()? {
            Stage::Ordered => None,
            Stage::Keyed(key) => key.private(),
            Stage::Unsigned(unsigned) => unsigned.issued.key.private(),
            Stage::Issued(issued) => issued.key.private(),
        }
    }

    /// What the authority is to sign for this certificate; `None` while a key is missing, and once it is signed.
    pub fn message(&self, place: usize) -> Option<&[u8]> {
        match self.certificates.get(place)? {
            Stage::Unsigned(unsigned) => Some(&unsigned.message),
            Stage::Ordered | Stage::Keyed(_) | Stage::Issued(_) => None,
        }
    }

    /// Signs this certificate here.
    pub fn sign(&mut self, place: usize) -> Result<(), IssueError> {
        if self.signer.is_none() {
            self.signer = Some(self.authority_key().ok_or(IssueError::Incomplete)?.signer()?);
        }
        let signer = self.signer.as_ref().ok_or(IssueError::Incomplete)?;
        let signature = signer.sign(self.message(place).ok_or(IssueError::Incomplete)?)?;
        self.add_signature(place, &signature)
    }

    /// Signs all of them here.
    fn sign_all(&mut self) -> Result<(), IssueError> {
        (0..self.len()).filter(|&place| !self.is_issued(place)).collect::<Vec<_>>().into_iter().try_for_each(|place| self.sign(place))
    }

    /// The authority's signature on this certificate, as it stands in one. The self-check finds a wrong one.
    pub fn add_signature(&mut self, place: usize, signature: &[u8]) -> Result<(), IssueError> {
        let Some(Stage::Unsigned(unsigned)) = self.certificates.get(place) else { return Err(IssueError::Incomplete) };
        let (message, der) = self.encode(&unsigned.issued.key, &unsigned.params, signature, place == 0)?;
        if message != unsigned.message {
            return Err(IssueError::Encoding);
        }
        if let Stage::Unsigned(unsigned) = std::mem::replace(&mut self.certificates[place], Stage::Ordered) {
            self.certificates[place] = Stage::Issued(Box::new(IssuedCertificate { der, ..unsigned.issued }));
        }
        Ok(())
    }

    /// Everything, when every key and signature is there and, with a passphrase, what is derived from it.
    pub fn finish(&mut self) -> Result<Pki, IssueError> {
        if self.derivation.is_some() && self.encryption.is_none() {
            return Err(IssueError::NotDerived);
        }
        self.signer = None;
        let mut issued = std::mem::take(&mut self.certificates).into_iter().map(|stage| match stage {
            Stage::Issued(issued) => Ok(*issued),
            Stage::Ordered | Stage::Keyed(_) | Stage::Unsigned(_) => Err(IssueError::Incomplete),
        });
        let authority = issued.next().ok_or(IssueError::Incomplete)??;
        let leaves: Vec<IssuedCertificate> = issued.collect::<Result<_, _>>()?;
        let kept = self.given.take().map(|given| given.kept);
        let empty = Manifest::default();
        let manifest = kept.as_ref().map_or(&empty, |kept| &kept.manifest);
        let trust = Trust::of(manifest, &self.trust, &authority, &leaves, self.now)?;
        let order = std::mem::take(&mut self.trust);
        Ok(Pki { authority, encryption: self.encryption.take(), leaves, kept, order, trust, made: self.now })
    }
}

#[cfg(test)]
impl Issuance {
    /// Has a leaf say something that was not ordered.
    pub(crate) fn alter(&mut self, place: usize, change: impl FnOnce(&mut CertificateParams)) -> Result<(), IssueError> {
        let Stage::Unsigned(mut unsigned) = std::mem::replace(&mut self.certificates[place], Stage::Ordered) else {
            return Err(IssueError::Incomplete);
        };
        change(&mut unsigned.params);
        unsigned.message = self.encode(&unsigned.issued.key, &unsigned.params, &[], place == 0)?.0;
        self.certificates[place] = Stage::Unsigned(unsigned);
        Ok(())
    }
}

fn profile_of(order: &Order, key: KeyAlgorithm) -> Profile {
    match &order.holder {
        Holder::Daemon(names) => server::profile(names, key),
        Holder::Client(name) => client::profile(name),
    }
}

/// Notes down what is to be signed, and says a signature that is there already.
struct Dictated<'a> {
    key: SubjectKey<'a>,
    message: &'a RefCell<Vec<u8>>,
    signature: &'a [u8],
}

impl PublicKeyData for Dictated<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.key.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.key.algorithm()
    }
}

impl SigningKey for Dictated<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.message.replace(message.to_vec());
        Ok(self.signature.to_vec())
    }
}

#[derive(Clone, Copy, Debug)]
struct Period {
    not_before: UnixTime,
    not_after: UnixTime,
}

impl Period {
    /// Both ends are inside (RFC 5280, section 4.1.2.5), so a day is over one second before the next.
    fn new(now: UnixTime, validity: Validity) -> Self {
        let not_before = UnixTime(now.0.saturating_sub(BACKDATED_SECONDS));
        Self { not_before, not_after: UnixTime(not_before.0 + u64::from(validity.days()) * DAY_SECONDS - 1) }
    }
}

/// The most that RFC 5280, section 4.1.2.2, allows.
pub const SERIAL_OCTETS: usize = 20;

/// Positive and always of full length: the two highest bits are 01.
fn random_serial() -> Result<[u8; SERIAL_OCTETS], KeyError> {
    let mut serial: [u8; SERIAL_OCTETS] = random()?;
    serial[0] = serial[0] & 0x7f | 0x40;
    Ok(serial)
}

/// RFC 7093, section 2, method 1.
fn key_identifier(public_key: &[u8]) -> Vec<u8> {
    digest(&SHA256, public_key).as_ref()[..20].to_vec()
}

/// A certificate in PEM (RFC 7468).
pub(crate) fn to_pem(der: &[u8]) -> String {
    certain(pkcs8::der::pem::encode_string("CERTIFICATE", LineEnding::LF, der), "a certificate fits in PEM")
}

/// SHA-256 over a certificate, in hexadecimal.
pub(crate) fn fingerprint(der: &[u8]) -> String {
    hex(digest(&SHA256, der).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    // A record of ours has a thousand fingerprints.
    let mut text = String::with_capacity(3 * bytes.len());
    for &byte in bytes {
        let between = if text.is_empty() { None } else { Some(':') };
        text.extend(between.into_iter().chain([byte >> 4, byte & 0x0f].map(|half| char::from(DIGITS[usize::from(half)]))));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_in_rfc_3339() {
        assert_eq!(UnixTime(0).to_rfc3339(), "1970-01-01T00:00:00Z");
        assert_eq!(UnixTime(1_767_225_599).to_rfc3339(), "2025-12-31T23:59:59Z");
        assert_eq!(UnixTime::from_rfc3339("2025-12-31T23:59:59Z"), Some(UnixTime(1_767_225_599)));
        for wrong in
            ["", "2025-12-31", "2025-13-31T23:59:59Z", "2025-12-31T23:59:59+01:00", "2025-12-31T23:59:59Zé", "1969-12-31T23:59:59Z"]
        {
            assert_eq!(UnixTime::from_rfc3339(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_period_is_whole_days_from_an_hour_ago() {
        let now = UnixTime(1_767_225_600);
        let period = Period::new(now, Validity::parse("825").expect("days"));
        assert_eq!(period.not_before.to_rfc3339(), "2025-12-31T23:00:00Z");
        assert_eq!(period.not_after.to_rfc3339(), "2028-04-04T22:59:59Z");
    }

    #[test]
    fn a_key_is_taken_once() {
        let (orders, _) = crate::verify::sample().expect("an order");
        let mut issuance = Issuance::new(orders, UnixTime(1_767_225_600)).expect("an issuance");
        let mut add = |place| issuance.add_key(place, PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key")).is_ok();
        // While the authority's is missing, with it, and when it is signed.
        assert!(add(1) && !add(1) && add(0) && !add(0) && !add(1) && add(2) && !add(3));
        let message = issuance.message(1).map(<[u8]>::to_vec);
        issuance.sign(0).expect("signed");
        assert!(issuance.add_key(0, PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key")).is_err());
        assert_eq!(issuance.message(1), message.as_deref());
        (1..3).for_each(|place| issuance.sign(place).expect("signed"));
        assert!(issuance.finish().is_ok());
    }

    #[test]
    fn serial_numbers_are_positive_and_of_full_length() {
        for _ in 0..200 {
            let first = random_serial().expect("randomness")[0];
            assert_eq!(first & 0xc0, 0x40);
        }
    }
}
