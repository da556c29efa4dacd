//! The self-check: what is in the bundles is read again and tried by webpki, the verifier of rustls, and judged by what was ordered.
//!
//! webpki shares no code with rcgen, which wrote it. What needs arithmetic with keys is a [`Question`]. Whoever asks for the questions first may have
//! them answered elsewhere, as by a browser, which may have made the keys and signatures too; so ring has a say in each run: some
//! [are for it alone](Question::is_for_ring).

use std::{
    collections::{HashMap, HashSet},
    hash::{Hash, Hasher},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use pkcs8::der::{self, Decode, Reader, SliceReader, asn1::BitStringRef};
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime as PkiTime,
};
use serde::Serialize;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring as algorithms};
use zeroize::Zeroizing;

use crate::{
    at_least_one::AtLeastOne,
    bundle::{self, Bundle, CA_FILE, CA_NAME, File, file_names},
    named::listed,
    pki::{
        IssuedCertificate, Pki, UnixTime,
        blocker::blocks as blocks_authority,
        given::GivenCertificate,
        key::{PrivateKey, blocks, decoded, public_key_info, read_private_key},
        trust::ClientList,
    },
    spec::{
        ClientName, Host,
        folder::{Folder, Folders},
        order::{Authority, Holder, KeyAlgorithm, Order, Orders, Role, TrustKind, Validity},
    },
};

/// One thing that was tried.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What.
    pub code: CheckCode,
    /// Whether it is as it should be, for all bundles.
    pub passed: bool,
    /// The bundle that failed first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<String>,
}

listed! {
    /// What is tried.
    #[serde(rename_all = "kebab-case")]
    pub enum CheckCode {
        /// Each private key belongs to the certificate beside it and to no other, each certificate without one has the key of its request, and the authority's has signed the authority's own.
        KeysFit,
        /// Each daemon's certificate is accepted as a server's, now, under the authority in every client's bundle.
        ServersAccepted,
        /// Each client's certificate is accepted as a client's, now, under the authority in every daemon's bundle.
        ClientsAccepted,
        /// Each daemon's certificate is accepted for its names, and refused for another.
        NamesHold,
        /// No daemon's certificate is accepted as a client's, and no client's as a daemon's.
        RolesHold,
        /// No certificate is accepted before its time or after it.
        TimesHold,
        /// A certificate is refused under an authority of the same name with another key.
        StrangersRefused,
        /// An authority whose certificate was made anew has the same name, key and identifier, and what it has signed before is accepted under the new
        /// one as it was under the old.
        KnownStand,
        /// The authority's key is in the authority's bundle and in no other; under a passphrase it is nowhere in the clear.
        AuthorityKeyApart,
        /// Each daemon lets in whom it should: where there is a list, its bundle has that list and no authority, nobody who is shut out is on it, and
        /// no certificate that the authority has ever signed leads to what is on it. What brings a daemon nothing but the list has no key.
        ListHolds,
    }
}

listed! {
    /// What keeps anything from being issued. It is nobody's typo.
    #[serde(rename_all = "kebab-case")]
    pub enum Unfit {
        /// The machine gives no randomness, or only pretends to.
        NoRandomness,
        /// What was made for a trial is not as it should be.
        SelfTest,
    }
}

/// What arithmetic with keys is to say.
#[derive(Clone, Eq, PartialEq)]
pub enum Question {
    /// Whether a signature holds.
    Signature {
        /// The kind of the key that has signed.
        algorithm: KeyAlgorithm,
        /// That key, as a `SubjectPublicKeyInfo` in DER.
        public: Vec<u8>,
        /// What was signed.
        message: Vec<u8>,
        /// As it stands in a certificate.
        signature: Vec<u8>,
    },
    /// Whether a private key belongs to a public one.
    Pair {
        /// The kind of both.
        algorithm: KeyAlgorithm,
        /// PKCS#8 in DER.
        private: Zeroizing<Vec<u8>>,
        /// A `SubjectPublicKeyInfo` in DER.
        public: Vec<u8>,
    },
}

impl Hash for Question {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Signature { public, signature, .. } => (public, signature).hash(state),
            Self::Pair { private, public, .. } => (private.as_slice(), public).hash(state),
        }
    }
}

/// Some have private keys in them.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Signature { .. } => "Signature([elided])",
            Self::Pair { .. } => "Pair([elided])",
        })
    }
}

impl Question {
    /// Whether nobody else is asked: it is about the authority's key or signature, the first leaf's, or an RSA key, of which others may not look at
    /// the length.
    pub fn is_for_ring(&self, pki: &Pki) -> bool {
        let mut sampled = [&pki.authority].into_iter().chain(pki.leaves.first());
        match self {
            Self::Signature { public, signature, .. } => {
                *public == pki.authority.key.public_key_info() && sampled.any(|issued| issued.der.ends_with(signature))
            }
            Self::Pair { algorithm, public, .. } => {
                algorithm.rsa_bits().is_some() || sampled.any(|issued| issued.key.public_key_info() == *public)
            }
        }
    }

    /// The answer, worked out here by ring.
    pub fn answer(&self) -> bool {
        match self {
            Self::Signature { algorithm, public, message, signature } => {
                let key = pkcs8::spki::SubjectPublicKeyInfoRef::try_from(public.as_slice());
                key.is_ok_and(|key| verifier(*algorithm).verify_signature(key.subject_public_key.raw_bytes(), message, signature).is_ok())
            }
            Self::Pair { algorithm, private, public } => {
                PrivateKey::from_pkcs8(*algorithm, private).is_ok_and(|key| key.public_key_info() == *public)
            }
        }
    }
}

/// Who knows the answers.
enum Oracle {
    /// Nobody yet: the questions are noted down.
    Asked(Mutex<Vec<Question>>),
    /// What was asked before. Nothing holds that rests on another question.
    Knows(HashMap<Question, bool>, AtomicBool),
}

impl Oracle {
    fn holds(&self, question: Question) -> bool {
        match self {
            Self::Knows(answers, is_lost) => answers.get(&question).copied().unwrap_or_else(|| {
                is_lost.store(true, Ordering::Relaxed);
                false
            }),
            Self::Asked(questions) => {
                questions.lock().unwrap_or_else(PoisonError::into_inner).push(question);
                true
            }
        }
    }

    /// Whether it did not know something since this was asked last.
    fn was_lost(&self) -> bool {
        match self {
            Self::Knows(_, is_lost) => is_lost.swap(false, Ordering::Relaxed),
            Self::Asked(_) => false,
        }
    }
}

/// What has to be answered before [`checks`] can say anything.
pub fn questions(pki: &Pki, bundles: &[Bundle], now: UnixTime) -> Vec<Question> {
    let oracle = Oracle::Asked(Mutex::default());
    try_all(pki, bundles, now, &oracle);
    match oracle {
        Oracle::Asked(questions) => questions.into_inner().unwrap_or_else(PoisonError::into_inner),
        Oracle::Knows(..) => Vec::new(),
    }
}

/// Tries everything, by these answers. A question that has two holds by both or not at all.
pub fn checks(pki: &Pki, bundles: &[Bundle], now: UnixTime, answers: impl IntoIterator<Item = (Question, bool)>) -> Vec<Check> {
    let mut known = HashMap::new();
    for (question, answer) in answers {
        *known.entry(question).or_insert(true) &= answer;
    }
    try_all(pki, bundles, now, &Oracle::Knows(known, AtomicBool::new(false)))
}

/// Tries everything, all of it here.
pub fn all(pki: &Pki, bundles: &[Bundle], now: UnixTime) -> Vec<Check> {
    let answer = |question: Question| {
        let answer = question.answer();
        (question, answer)
    };
    checks(pki, bundles, now, questions(pki, bundles, now).into_iter().map(answer))
}

/// An order for nobody.
pub fn sample() -> Option<(Orders, Folders)> {
    let validity = Validity::parse("1").ok()?;
    let authority = Authority {
        common_name: None,
        organization: None,
        organizational_unit: None,
        country: None,
        state: None,
        locality: None,
        email: None,
        validity,
        key_algorithm: KeyAlgorithm::EcdsaP256,
        passphrase: None,
    };
    let order =
        |holder: Holder| Order { folder: holder.name(), holder, key_algorithm: KeyAlgorithm::EcdsaP256, is_requested: false, validity };
    let leaves = vec![
        order(Holder::Daemon(AtLeastOne::one(Host::parse("self-test.example.com").ok()?))),
        order(Holder::Client(ClientName::parse("self-test").ok()?)),
    ];
    let folder = |name: &str, role| Folder {
        name: name.into(),
        role,
        takes_list: role == Role::Server,
        is_for_windows: false,
        setup: String::new(),
        files: Vec::new(),
        contexts: Vec::new(),
    };
    let folders = leaves.iter().map(|order| folder(&order.folder, order.holder.role())).chain([folder(CA_NAME, Role::Ca)]);
    let folders = Folders { folders: folders.collect(), draft: "{}".into(), ..Folders::default() };
    Some((Orders { authority, trust: TrustKind::USUAL, leaves }, folders))
}

fn try_all(pki: &Pki, bundles: &[Bundle], now: UnixTime, oracle: &Oracle) -> Vec<Check> {
    let by_name: HashMap<&str, &Bundle> = bundles.iter().map(|bundle| (bundle.name.as_str(), bundle)).collect();
    let files: Vec<_> =
        pki.leaves.iter().map(|issued| by_name.get(issued.folder.as_str()).and_then(|bundle| Files::read(bundle, issued, pki))).collect();
    let authority = CertificateDer::from(pki.authority.der.as_slice());
    let leaves = pki.leaves.iter().zip(&files).map(|(issued, files)| Leaf { issued, read: files.as_ref().and_then(Files::certificate) });
    let trial = Trial { pki, bundles, leaves: leaves.collect(), anchor: anchor_from_trusted_cert(&authority).ok(), oracle, now };
    let check = |&code| {
        let failed = trial.failed(code).or_else(|| oracle.was_lost().then(|| CA_NAME.to_owned()));
        Check { code, passed: failed.is_none(), bundle: failed }
    };
    // Without the authority's private key nothing is said of keys: nothing is issued.
    let is_keyless = pki.authority.key.private().is_none();
    CheckCode::ALL.iter().filter(|&&code| !(is_keyless && code == CheckCode::KeysFit)).map(check).collect()
}

/// What the bundle of a leaf has, as read from its files.
struct Files {
    certificate: CertificateDer<'static>,
    /// `None` where its holder has it.
    private: Option<Zeroizing<Vec<u8>>>,
}

impl Files {
    /// `None` when something is missing, or a certificate is not the one that was issued.
    fn read(bundle: &Bundle, issued: &IssuedCertificate, pki: &Pki) -> Option<Self> {
        let (certificate, key) = file_names(bundle.role);
        let certificate = read_certificate(bundle, certificate)?;
        let private = match (bundle.file(key), issued.key.private()) {
            (Some(file), Some(_)) => Some(read_private_key(std::str::from_utf8(&file.content()).ok()?, None).ok()?),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return None,
        };
        // Whether a list is right is a check of its own.
        let is_list = bundle.takes_list && bundle::trusted(pki).is_some();
        let has_authority = is_list || *read_certificate(bundle, CA_FILE)? == *pki.authority.der;
        (*certificate == *issued.der && has_authority).then_some(Self { certificate, private })
    }

    fn certificate(&self) -> Option<(EndEntityCert<'_>, &Self)> {
        Some((EndEntityCert::try_from(&self.certificate).ok()?, self))
    }
}

fn read_certificate(bundle: &Bundle, name: &str) -> Option<CertificateDer<'static>> {
    let text = bundle.file(name)?.content();
    let (label, der) = der::pem::decode_vec(&text).ok()?;
    (label == "CERTIFICATE").then(|| CertificateDer::from(der))
}

/// What is signed in a certificate (RFC 5280, section 4.1), the name of the algorithm and the signature.
fn parts(certificate: &[u8]) -> der::Result<(&[u8], &[u8], &[u8])> {
    SliceReader::new(certificate)?.sequence(|inside| {
        let message = inside.tlv_bytes()?;
        let algorithm = inside.sequence(|name| name.read_slice(name.remaining_len()))?;
        Ok((message, algorithm, BitStringRef::decode(inside)?.raw_bytes()))
    })
}

/// A certificate that was signed, and the same as read from its bundle; a bundle that is missing, or not as it should be, has none.
struct Leaf<'a> {
    issued: &'a IssuedCertificate,
    read: Option<(EndEntityCert<'a>, &'a Files)>,
}

struct Trial<'a> {
    pki: &'a Pki,
    bundles: &'a [Bundle],
    leaves: Vec<Leaf<'a>>,
    anchor: Option<TrustAnchor<'a>>,
    oracle: &'a Oracle,
    now: UnixTime,
}

impl Trial<'_> {
    /// The bundle that fails first.
    fn failed(&self, code: CheckCode) -> Option<String> {
        // Without a certificate that the authority has signed, nothing was tried; but a run may do no more than shut somebody out or renew the
        // authority's own certificate.
        if self.leaves.is_empty() && self.previous().is_none() && !self.pki.trust.as_ref().is_some_and(|trust| trust.is_new) {
            return Some(CA_NAME.to_owned());
        }
        match code {
            CheckCode::KeysFit => {
                let leaf = self.first_failing(|leaf, certificate, files| {
                    let public = certificate.subject_public_key_info().to_vec();
                    match &files.private {
                        Some(private) => self.fits(leaf.key.algorithm(), private.clone(), public),
                        None => public == leaf.key.public_key_info(),
                    }
                });
                leaf.or_else(|| self.key_repeated()).or_else(|| (self.authority_fits() != Some(true)).then(|| CA_NAME.to_owned()))
            }
            CheckCode::ServersAccepted => {
                self.first_failing(|leaf, certificate, _| leaf.role != Role::Server || self.accepts(certificate, Role::Server, self.now))
            }
            CheckCode::ClientsAccepted => {
                self.first_failing(|leaf, certificate, _| leaf.role != Role::Client || self.accepts(certificate, Role::Client, self.now))
            }
            CheckCode::NamesHold => {
                self.first_failing(|leaf, certificate, _| leaf.role != Role::Server || names_hold(certificate, &leaf.names))
            }
            CheckCode::RolesHold => self.first_failing(|leaf, certificate, _| {
                let other = if leaf.role == Role::Server { Role::Client } else { Role::Server };
                !self.accepts(certificate, other, self.now)
            }),
            CheckCode::TimesHold => self.first_failing(|leaf, certificate, _| {
                let (start, end) = (leaf.not_before.0, leaf.not_after.0);
                let is_late = self.accepts(certificate, leaf.role, UnixTime(end + 1));
                !is_late && (start == 0 || !self.accepts(certificate, leaf.role, UnixTime(start - 1)))
            }),
            CheckCode::StrangersRefused => self.stranger_accepted(),
            CheckCode::KnownStand => {
                // An authority whose bundle is missing was not delivered: nothing holds for it.
                let is_there = self.bundles.iter().any(|bundle| bundle.role == Role::Ca);
                let stands = is_there && self.previous().is_none_or(|previous| self.stands(previous));
                (!stands).then(|| CA_NAME.to_owned())
            }
            CheckCode::AuthorityKeyApart => self.authority_key_elsewhere(),
            CheckCode::ListHolds => self.list_is_wrong(),
        }
    }

    /// The bundle of the first leaf for which this does not hold. A certificate without a bundle was not delivered: nothing holds for it.
    fn first_failing(&self, holds: impl Fn(&IssuedCertificate, &EndEntityCert<'_>, &Files) -> bool) -> Option<String> {
        // Each is asked about, also behind one that fails: whoever notes the questions down hears all of them.
        let failing = self
            .leaves
            .iter()
            .filter(|leaf| !leaf.read.as_ref().is_some_and(|(certificate, files)| holds(leaf.issued, certificate, files)));
        failing.map(|leaf| leaf.issued.folder.clone()).reduce(|first, _| first)
    }

    fn fits(&self, algorithm: KeyAlgorithm, private: Zeroizing<Vec<u8>>, public: Vec<u8>) -> bool {
        self.oracle.holds(Question::Pair { algorithm, private, public })
    }

    /// The first whose key another before it has, the authority among them.
    fn key_repeated(&self) -> Option<String> {
        let mut seen = HashSet::from([self.pki.authority.key.public_key_info()]);
        let mut repeats = |leaf: &&Leaf<'_>| {
            leaf.read.as_ref().is_some_and(|(certificate, _)| !seen.insert(certificate.subject_public_key_info().to_vec()))
        };
        self.leaves.iter().find(&mut repeats).map(|leaf| leaf.issued.folder.clone())
    }

    /// Whether the authority's certificate is signed by the key beside it. webpki takes it as given and does not look.
    ///
    /// An encrypted key is opened by what was derived from the passphrase: to derive it again would take as long as to issue everything.
    fn authority_fits(&self) -> Option<bool> {
        let bundle = self.bundles.iter().find(|bundle| bundle.role == Role::Ca)?;
        let (certificate, key) = file_names(Role::Ca);
        let text = bundle.file(key)?.content();
        let text = std::str::from_utf8(&text).ok()?;
        // One that was brought may be encrypted in many ways: what it has inside was read when it came, and its text is what came.
        let private = match (&self.pki.kept, &self.pki.encryption) {
            (Some(kept), None) if *kept.key_text == text => read_private_key(&self.pki.authority.key.private()?.to_pem(), None).ok()?,
            (Some(_), None) => return None,
            // One that was brought in a weak encryption is encrypted anew.
            (_, encryption) => read_private_key(text, encryption.as_ref()).ok()?,
        };
        let certificate = read_certificate(bundle, certificate)?;
        let public = EndEntityCert::try_from(&certificate).ok()?.subject_public_key_info().to_vec();
        let algorithm = self.pki.authority.key.algorithm();
        if self.pki.kept.is_some() && self.previous().is_none() {
            // Who has signed a certificate that was brought, and how, is its own affair: it is trusted for itself.
            return Some(*certificate == *self.pki.authority.der && self.fits(algorithm, private, public));
        }
        let (message, name, signature) = parts(&certificate).ok()?;
        if *certificate != *self.pki.authority.der || *name != *verifier(algorithm).signature_alg_id() {
            return None;
        }
        let signed = Question::Signature { algorithm, public: public.clone(), message: message.to_vec(), signature: signature.to_vec() };
        Some(self.fits(algorithm, private, public) && self.oracle.holds(signed))
    }

    /// The authority's certificate before this run, if that has made another one.
    fn previous(&self) -> Option<&GivenCertificate> {
        self.pki.kept.as_ref()?.previous.as_ref()
    }

    /// Whether all that was under the old certificate of the authority is under the new one.
    fn stands(&self, previous: &GivenCertificate) -> bool {
        let Some(new) = GivenCertificate::read(&self.pki.authority.der) else { return false };
        let identifier = previous.key_identifier.as_ref().or(new.key_identifier.as_ref());
        let is_same = new.subject == previous.subject && new.public == previous.public && new.key_identifier.as_ref() == identifier;
        let old = CertificateDer::from(previous.der.as_slice());
        let (Ok(old), Some(anchor)) = (anchor_from_trusted_cert(&old), &self.anchor) else { return false };
        let known = self.pki.kept.iter().flat_map(|kept| &kept.manifest.certificates).filter(|entry| entry.is_current());
        // Each is asked about, also behind one that fails.
        let fallen = known.filter(|entry| {
            let role = match entry.text("role").as_deref() {
                Some("server") => Role::Server,
                Some("client") => Role::Client,
                _ => return false,
            };
            let read = || Some(CertificateDer::from(der::pem::decode_vec(entry.text("pem")?.as_bytes()).ok()?.1));
            let Some(certificate) = read() else { return false };
            let Ok(certificate) = EndEntityCert::try_from(&certificate) else { return false };
            self.accepts_under(&old, &certificate, role, self.now) && !self.accepts_under(anchor, &certificate, role, self.now)
        });
        is_same && fallen.count() == 0
    }

    fn accepts(&self, certificate: &EndEntityCert<'_>, role: Role, at: UnixTime) -> bool {
        self.anchor.as_ref().is_some_and(|anchor| self.accepts_under(anchor, certificate, role, at))
    }

    fn accepts_under(&self, anchor: &TrustAnchor<'_>, certificate: &EndEntityCert<'_>, role: Role, at: UnixTime) -> bool {
        let algorithm = self.pki.authority.key.algorithm();
        let asking = Asking { algorithm, verifier: verifier(algorithm), oracle: self.oracle };
        let usage = if role == Role::Server { KeyUsage::server_auth() } else { KeyUsage::client_auth() };
        let time = PkiTime::since_unix_epoch(std::time::Duration::from_secs(at.0));
        certificate.verify_for_usage(&[&asking], std::slice::from_ref(anchor), &[], time, usage, None, None).is_ok()
    }

    /// Tries the first certificate under an authority that has the right name and the certificate's own key.
    fn stranger_accepted(&self) -> Option<String> {
        let first = self.leaves.first()?;
        let refused = (|| {
            let (certificate, files) = first.read.as_ref()?;
            let mut anchor = self.anchor.clone()?;
            anchor.subject_public_key_info = anchor_from_trusted_cert(&files.certificate).ok()?.subject_public_key_info;
            Some(!self.accepts_under(&anchor, certificate, first.issued.role, self.now))
        })();
        // Noted down, the answer is not known yet.
        (refused != Some(true) && !matches!(self.oracle, Oracle::Asked(_))).then(|| first.issued.folder.clone())
    }

    /// The bundle of the first daemon that would let in somebody else than it should.
    fn list_is_wrong(&self) -> Option<String> {
        let of_daemons = || self.bundles.iter().filter(|bundle| bundle.role == Role::Server);
        let list = self.pki.trust.as_ref().and_then(|trust| trust.list.as_ref());
        if list.is_some_and(|list| !self.is_only_for_the_listed(list)) {
            return Some(of_daemons().next().map_or_else(|| CA_NAME.to_owned(), |bundle| bundle.name.clone()));
        }
        let names: HashSet<&str> = of_daemons().map(|bundle| bundle.name.as_str()).collect();
        let mut leaves = self.pki.leaves.iter().filter(|leaf| leaf.role == Role::Server);
        if let Some(missing) = leaves.find(|leaf| !names.contains(leaf.folder.as_str())) {
            return Some(missing.folder.clone());
        }
        let authority = self.pki.authority.to_pem();
        let expected = bundle::trusted(self.pki).unwrap_or_else(|| authority.clone());
        let is_as_expected = |bundle: &Bundle| {
            let is_key = |piece: &[u8]| std::str::from_utf8(piece).is_ok_and(|text| text.contains("PRIVATE KEY-----"));
            let is_safe = !bundle.is_trust || !bundle.files.iter().flat_map(File::pieces).any(is_key);
            let expected = if bundle.takes_list { &expected } else { &authority };
            is_safe && bundle.file(CA_FILE).is_some_and(|file| *file.content() == *expected.as_bytes())
        };
        of_daemons().find(|bundle| !is_as_expected(bundle)).map(|bundle| bundle.name.clone())
    }

    /// Whether what a daemon of this list is shown gets in only by standing on it: by no chain, whoever has signed it.
    fn is_only_for_the_listed(&self, list: &ClientList) -> bool {
        let text = list.to_pem();
        let on_list: Vec<_> = blocks(&text).filter_map(|block| Some(CertificateDer::from(decoded(block)?.1.to_vec()))).collect();
        let authority = GivenCertificate::read(&self.pki.authority.der);
        let given: Vec<_> = on_list.iter().filter_map(|one| GivenCertificate::read(one)).collect();
        let Some((blocker, listed)) = given.split_last() else { return false };
        let (Some(authority), true) = (authority, given.len() == on_list.len()) else { return false };
        if !blocks_authority(blocker, &authority) || listed.iter().any(|one| one.is_authority || one.subject == authority.subject) {
            return false;
        }
        let anchors: Vec<_> = on_list.iter().filter_map(|one| anchor_from_trusted_cert(one).ok()).collect();
        if anchors.len() != on_list.len() {
            return false;
        }
        let recorded = self.pki.kept.iter().flat_map(|kept| &kept.manifest.certificates);
        let mut is_right = true;
        for entry in recorded {
            let (name, pem) = (entry.text("name").unwrap_or_default(), entry.text("pem"));
            let Some(der) = pem.and_then(|pem| Some(CertificateDer::from(decoded(&pem)?.1.to_vec()))) else { continue };
            let is_shut_out = self.pki.order.shuts_out(&name, entry.is_removed()) || entry.text("role").is_none_or(|role| role != "client");
            let (leads, is_listed) = (self.leads_to(&anchors, &der), on_list.contains(&der));
            is_right &= !(leads || is_shut_out && is_listed);
        }
        for leaf in &self.pki.leaves {
            let der = CertificateDer::from(leaf.der.as_slice());
            let (leads, is_listed) = (self.leads_to(&anchors, &der), on_list.contains(&der));
            is_right &= !leads && is_listed == (leaf.role == Role::Client);
        }
        is_right
    }

    /// Whether a certificate is accepted as a client's because of what one of these has signed.
    fn leads_to(&self, anchors: &[TrustAnchor<'_>], der: &CertificateDer<'_>) -> bool {
        let Ok(certificate) = EndEntityCert::try_from(der) else { return false };
        // Each is asked about. Noted down, the answer is not known yet.
        let accepted = anchors.iter().filter(|anchor| self.accepts_under(anchor, &certificate, Role::Client, self.now)).count();
        accepted > 0 && !matches!(self.oracle, Oracle::Asked(_))
    }

    fn authority_key_elsewhere(&self) -> Option<String> {
        let key = self.pki.authority.key.private().map(PrivateKey::to_pem);
        // Empty where no key was brought: then none is anywhere.
        let kept = self.pki.kept.as_ref().map(|kept| kept.key_text.as_str()).filter(|text| !text.is_empty());
        let mut seen = HashSet::new();
        // A text that is in many bundles is looked through in the first one.
        let mut has_key = |bundle: &Bundle| {
            let new = bundle.files.iter().flat_map(File::pieces).filter(|piece| seen.insert((piece.as_ptr(), piece.len())));
            let has_it =
                |text: &str| key.as_ref().is_some_and(|key| text.contains(&***key)) || kept.is_some_and(|kept| text.contains(kept));
            new.filter(|piece| std::str::from_utf8(piece).is_ok_and(has_it)).count() > 0
        };
        // As it was brought, it is there whether it is encrypted or not.
        let may_have = |bundle: &Bundle| bundle.role == Role::Ca && self.pki.encryption.is_none() && (key.is_some() || kept.is_some());
        let wrong = self.bundles.iter().find(|bundle| has_key(bundle) != may_have(bundle)).map(|bundle| bundle.name.clone());
        wrong.or_else(|| (!self.bundles.iter().any(|bundle| bundle.role == Role::Ca)).then(|| CA_NAME.to_owned()))
    }
}

fn names_hold(certificate: &EndEntityCert<'_>, names: &[Host]) -> bool {
    // RFC 6761, section 6.4: nobody's.
    const OTHER: [&str; 2] = ["dockseal.invalid", "0.0.0.0"];
    let accepted = |name: &str| ServerName::try_from(name).is_ok_and(|name| certificate.verify_is_valid_for_subject_name(&name).is_ok());
    names.iter().all(|name| accepted(&name.to_string().replace('*', "dockseal"))) && !OTHER.into_iter().any(accepted)
}

fn verifier(algorithm: KeyAlgorithm) -> &'static dyn SignatureVerificationAlgorithm {
    match algorithm {
        KeyAlgorithm::EcdsaP256 => algorithms::ECDSA_P256_SHA256,
        KeyAlgorithm::EcdsaP384 => algorithms::ECDSA_P384_SHA384,
        KeyAlgorithm::Ed25519 => algorithms::ED25519,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => algorithms::RSA_PKCS1_2048_8192_SHA256,
    }
}

/// What webpki asks about signatures.
#[derive(Clone, Copy)]
struct Asking<'a> {
    algorithm: KeyAlgorithm,
    verifier: &'static dyn SignatureVerificationAlgorithm,
    oracle: &'a Oracle,
}

impl std::fmt::Debug for Asking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.algorithm.name())
    }
}

impl SignatureVerificationAlgorithm for Asking<'_> {
    fn verify_signature(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let public = public_key_info(self.algorithm, public_key);
        let question = Question::Signature { algorithm: self.algorithm, public, message: message.to_vec(), signature: signature.to_vec() };
        if self.oracle.holds(question) { Ok(()) } else { Err(InvalidSignature) }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.verifier.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.verifier.signature_alg_id()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, SanType};
    use time::Duration;

    use super::*;
    use crate::{Draft, bundle, guide, pki::Issuance};

    const NOW: UnixTime = UnixTime(1_767_225_600);

    fn issue(algorithm: &str) -> (Folders, Pki, Vec<Bundle>) {
        issue_with(algorithm, "")
    }

    fn issue_with(algorithm: &str, passphrase: &str) -> (Folders, Pki, Vec<Bundle>) {
        let draft = Draft {
            ca_passphrase: passphrase.to_owned().into(),
            ca_passphrase_repeat: passphrase.to_owned().into(),
            hosts: "docker.example.com 192.0.2.10\n*.x.example, 2001:db8::1".replace("*.x.example, ", "b.example *.x.example "),
            clients: "alice\nbob".into(),
            key_algorithm: algorithm.into(),
            ..Draft::default()
        };
        let spec = draft.parse().spec.expect("valid");
        let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let pki = Pki::issue(spec.orders(), keys, NOW).expect("issued");
        let folders = guide::folders(&spec);
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        (folders, pki, bundles)
    }

    fn failing(pki: &Pki, bundles: &[Bundle], now: UnixTime) -> Vec<CheckCode> {
        all(pki, bundles, now).into_iter().filter(|check| !check.passed).map(|check| check.code).collect()
    }

    #[test]
    fn the_trial_passes_and_fails_where_certificates_cannot_be_right() {
        let passes = |now| {
            let (orders, folders) = sample()?;
            let keys = orders.key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().ok()?;
            let pki = Pki::issue(orders, keys, now).ok()?;
            let bundles = bundle::all(&pki, &folders).ok()?;
            Some(all(&pki, &bundles, now).iter().all(|check| check.passed))
        };
        assert_eq!(passes(NOW), Some(true));
        // The year 10000 cannot be written in a certificate.
        assert_ne!(passes(UnixTime(253_402_300_800)), Some(true));
    }

    #[test]
    fn what_is_issued_passes() {
        for &algorithm in KeyAlgorithm::ALL {
            let (_, pki, bundles) = issue(algorithm.name());
            assert_eq!(failing(&pki, &bundles, NOW), [], "{}", algorithm.name());
        }
    }

    /// What fails of a daemon and two clients, when the issuance and then the bundles are spoilt. Their places are 1, 2 and 3.
    fn failing_of(issuing: impl FnOnce(&mut Issuance), packing: impl FnOnce(&mut Pki, &mut Vec<Bundle>)) -> Vec<CheckCode> {
        let (pki, bundles) = spoilt(issuing, packing);
        failing(&pki, &bundles, NOW)
    }

    fn spoilt(issuing: impl FnOnce(&mut Issuance), packing: impl FnOnce(&mut Pki, &mut Vec<Bundle>)) -> (Pki, Vec<Bundle>) {
        let draft = Draft { hosts: "docker.example.com".into(), clients: "alice\nbob".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let mut issuance = Issuance::new(spec.orders(), NOW).expect("an issuance");
        for place in 0..issuance.len() {
            issuance.add_key(place, PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key")).expect("taken");
        }
        issuing(&mut issuance);
        for place in 0..issuance.len() {
            if issuance.message(place).is_some() {
                issuance.sign(place).expect("signed");
            }
        }
        let mut pki = issuance.finish().expect("issued");
        let mut bundles = bundle::all(&pki, &guide::folders(&spec)).expect("bundles");
        packing(&mut pki, &mut bundles);
        (pki, bundles)
    }

    fn as_made(_: &mut Pki, _: &mut Vec<Bundle>) {}

    fn as_ordered(_: &mut Issuance) {}

    /// Signs a certificate by another key of the same kind.
    fn sign_by_another(issuance: &mut Issuance, place: usize) {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
        let signature = key.signer().and_then(|signer| signer.sign(issuance.message(place).expect("unsigned"))).expect("a signature");
        issuance.add_signature(place, &signature).expect("taken");
    }

    fn alter(issuance: &mut Issuance, place: usize, change: impl FnOnce(&mut CertificateParams)) {
        issuance.alter(place, change).expect("altered");
    }

    /// Exchanges the file of this name of two bundles.
    fn exchange(bundles: &mut [Bundle], one: usize, other: usize, name: &str) {
        let place = |bundle: &Bundle| bundle.files.iter().position(|file| file.name == name).expect("such a file");
        let (at_one, at_other) = (place(&bundles[one]), place(&bundles[other]));
        let (before, after) = bundles.split_at_mut(other);
        std::mem::swap(&mut before[one].files[at_one], &mut after[0].files[at_other]);
    }

    #[test]
    fn nothing_fails_where_nothing_is_spoilt() {
        assert_eq!(failing_of(as_ordered, as_made), []);
        assert_eq!(failing_of(|issuance| alter(issuance, 1, |_| {}), as_made), []);
    }

    #[test]
    fn keys_fit_fails_for_a_key_beside_the_certificate_of_another() {
        assert_eq!(failing_of(as_ordered, |_, bundles| exchange(bundles, 1, 2, "key.pem")), [CheckCode::KeysFit]);
    }

    #[test]
    fn keys_fit_fails_for_an_authority_that_has_not_signed_itself() {
        assert_eq!(failing_of(|issuance| sign_by_another(issuance, 0), as_made), [CheckCode::KeysFit]);
        assert_eq!(failing_of(|issuance| issuance.add_signature(0, &[]).expect("taken"), as_made), [CheckCode::KeysFit]);
    }

    #[test]
    fn keys_fit_fails_for_two_clients_of_one_key() {
        let draft = Draft { hosts: "docker.example.com".into(), clients: "alice\nbob".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let key = || PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key");
        let pem = key().to_pem();
        let same = || PrivateKey::from_pem(KeyAlgorithm::EcdsaP256, &pem).expect("the same key");
        let pki = Pki::issue(spec.orders(), vec![key(), key(), same(), same()], NOW).expect("issued");
        let bundles = bundle::all(&pki, &guide::folders(&spec)).expect("bundles");
        assert_eq!(failing(&pki, &bundles, NOW), [CheckCode::KeysFit]);
        let check = all(&pki, &bundles, NOW).into_iter().find(|check| check.code == CheckCode::KeysFit);
        assert_eq!(check.and_then(|check| check.bundle), Some(bundles[2].name.clone()));
    }

    #[test]
    fn servers_accepted_fails_for_a_server_that_another_has_signed() {
        assert_eq!(failing_of(|issuance| sign_by_another(issuance, 1), as_made), [CheckCode::ServersAccepted]);
    }

    #[test]
    fn clients_accepted_fails_for_a_client_that_another_has_signed() {
        assert_eq!(failing_of(|issuance| sign_by_another(issuance, 3), as_made), [CheckCode::ClientsAccepted]);
    }

    #[test]
    fn both_fail_when_it_is_too_late() {
        let (pki, bundles) = spoilt(as_ordered, as_made);
        let late = UnixTime(NOW.0 + 830 * 24 * 3600);
        assert_eq!(failing(&pki, &bundles, late), [CheckCode::ServersAccepted, CheckCode::ClientsAccepted]);
    }

    #[test]
    fn names_hold_fails_for_a_name_that_is_missing_or_too_many() {
        let lose = |issuance: &mut Issuance| alter(issuance, 1, |params| drop(params.subject_alt_names.remove(0)));
        assert_eq!(failing_of(lose, as_made), [CheckCode::NamesHold]);
        for other in [SanType::DnsName("dockseal.invalid".try_into().expect("ASCII")), SanType::IpAddress([0; 4].into())] {
            let add = |issuance: &mut Issuance| alter(issuance, 1, |params| params.subject_alt_names.push(other));
            assert_eq!(failing_of(add, as_made), [CheckCode::NamesHold]);
        }
    }

    #[test]
    fn roles_hold_fails_for_a_certificate_that_is_good_for_both() {
        for (place, other) in [(1, ExtendedKeyUsagePurpose::ClientAuth), (3, ExtendedKeyUsagePurpose::ServerAuth)] {
            let add = |issuance: &mut Issuance| alter(issuance, place, |params| params.extended_key_usages.push(other));
            assert_eq!(failing_of(add, as_made), [CheckCode::RolesHold]);
        }
    }

    #[test]
    fn times_hold_fails_for_a_certificate_that_begins_too_early_or_ends_too_late() {
        let early = |issuance: &mut Issuance| alter(issuance, 3, |params| params.not_before -= Duration::SECOND);
        assert_eq!(failing_of(early, as_made), [CheckCode::TimesHold]);
        let late = |issuance: &mut Issuance| alter(issuance, 1, |params| params.not_after += Duration::SECOND);
        assert_eq!(failing_of(late, as_made), [CheckCode::TimesHold]);
    }

    #[test]
    fn strangers_refused_fails_where_every_signature_is_said_to_hold() {
        let (pki, bundles) = spoilt(as_ordered, as_made);
        let answers = questions(&pki, &bundles, NOW).into_iter().map(|question| (question, true));
        let checks = checks(&pki, &bundles, NOW, answers).into_iter().filter(|check| !check.passed).map(|check| check.code);
        assert_eq!(checks.collect::<Vec<_>>(), [CheckCode::StrangersRefused]);
    }

    #[test]
    fn authority_key_apart_fails_where_it_is_in_another_bundle_too() {
        let (folders, pki, mut bundles) = issue("ecdsa-p256");
        let mut again = bundle::all(&pki, &folders).expect("bundles");
        let files = again.pop().expect("the authority's").files;
        bundles[1].files.extend(files.into_iter().filter(|file| file.name == "ca-key.pem"));
        assert_eq!(failing(&pki, &bundles, NOW), [CheckCode::AuthorityKeyApart]);
    }

    #[test]
    fn known_stand_fails_for_a_renewed_authority_with_another_identifier() {
        let (folders, _, bundles) = issue("ecdsa-p256");
        let files = ["ca.pem", "ca-key.pem", "dockseal.json"].map(|name| {
            let content = bundles.last().and_then(|bundle| bundle.file(name)).expect("a file").content();
            crate::brought::BroughtFile { name: name.into(), octets: content }
        });
        let renewed = |change: fn(&mut CertificateParams)| {
            let given = crate::brought::open(&files, "", NOW).given.expect("an authority");
            let (mut orders, _) = sample().expect("an order");
            orders.leaves.clear();
            let renewal = crate::pki::given::AuthorityRenewal { validity: orders.authority.validity, has_others_below: false };
            let mut issuance =
                Issuance::renewing(given, orders, crate::spec::order::TrustOrder::default(), renewal, NOW).expect("an issuance");
            alter(&mut issuance, 0, change);
            issuance.sign(0).expect("signed");
            let pki = issuance.finish().expect("issued");
            let mut folders = folders.clone();
            folders.folders.retain(|folder| folder.role == Role::Ca);
            failing(&pki, &bundle::all(&pki, &folders).expect("bundles"), NOW)
        };
        assert_eq!(renewed(|_| {}), []);
        assert_eq!(renewed(|params| params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(vec![1; 20])), [CheckCode::KnownStand]);
    }

    #[test]
    fn two_clients_that_get_the_files_of_each_other_are_found() {
        let swap = |_: &mut Pki, bundles: &mut Vec<Bundle>| {
            exchange(bundles, 1, 2, "key.pem");
            exchange(bundles, 1, 2, "cert.pem");
        };
        assert!(failing_of(as_ordered, swap).contains(&CheckCode::ClientsAccepted));
    }

    #[test]
    fn the_certificate_of_another_authority_is_found_beside_the_key() {
        let (_, mut other) = spoilt(as_ordered, as_made);
        let mix = |_: &mut Pki, bundles: &mut Vec<Bundle>| {
            let (ours, theirs) = (&mut bundles.last_mut().expect("the authority's").files, &mut other.last_mut().expect("theirs").files);
            for name in ["ca.pem", "ca-key.pem"] {
                let place = |files: &[File]| files.iter().position(|file| file.name == name).expect("such a file");
                let (one, another) = (place(ours), place(theirs));
                std::mem::swap(&mut ours[one], &mut theirs[another]);
            }
        };
        assert!(failing_of(as_ordered, mix).contains(&CheckCode::KeysFit));
    }

    /// What fails where ring has a say only in what is for it alone, and another answers the rest by `outside`.
    fn failing_by(pki: &Pki, bundles: &[Bundle], outside: impl Fn(&Question) -> bool) -> Vec<CheckCode> {
        let answers = questions(pki, bundles, NOW).into_iter().map(|question| {
            let answer = if question.is_for_ring(pki) { question.answer() } else { outside(&question) };
            (question, answer)
        });
        checks(pki, bundles, NOW, answers).into_iter().filter(|check| !check.passed).map(|check| check.code).collect()
    }

    #[test]
    fn whoever_answers_what_suits_it_hides_no_wrong_authority_and_no_wrong_first_leaf() {
        // It takes what it has made for right, and a stranger for none.
        let suits = |pki: &Pki| {
            let authority = pki.authority.key.public_key_info();
            move |question: &Question| match question {
                Question::Signature { public, .. } => *public == authority,
                Question::Pair { .. } => true,
            }
        };
        let failing_of = |issuing: fn(&mut Issuance), packing: fn(&mut Pki, &mut Vec<Bundle>)| {
            let (pki, bundles) = spoilt(issuing, packing);
            failing_by(&pki, &bundles, suits(&pki))
        };
        assert_eq!(failing_of(as_ordered, as_made), []);
        assert_eq!(failing_of(|issuance| sign_by_another(issuance, 0), as_made), [CheckCode::KeysFit]);
        assert_eq!(failing_of(|issuance| sign_by_another(issuance, 1), as_made), [CheckCode::ServersAccepted]);
        // The key of the first leaf, then that of the authority.
        for place in [0, 3] {
            let (_, mut other) = spoilt(as_ordered, as_made);
            let (pki, mut bundles) = spoilt(as_ordered, as_made);
            let name = if place == 0 { "server-key.pem" } else { "ca-key.pem" };
            let at = |bundle: &Bundle| bundle.files.iter().position(|file| file.name == name).expect("a key");
            let (one, another) = (at(&bundles[place]), at(&other[place]));
            std::mem::swap(&mut bundles[place].files[one], &mut other[place].files[another]);
            assert!(failing_by(&pki, &bundles, suits(&pki)).contains(&CheckCode::KeysFit), "{name}");
        }
        // Whoever takes everything for right is found by the stranger.
        let (pki, bundles) = spoilt(as_ordered, as_made);
        assert_eq!(failing_by(&pki, &bundles, |_| true), [CheckCode::StrangersRefused]);
    }

    #[test]
    fn ring_looks_at_the_length_of_every_rsa_key() {
        let (_, pki, bundles) = issue("rsa-2048");
        let pairs = questions(&pki, &bundles, NOW).into_iter().filter(|question| matches!(question, Question::Pair { .. }));
        let pairs: Vec<_> = pairs.map(|question| question.is_for_ring(&pki)).collect();
        assert_eq!(pairs, vec![true; pki.iter().count()]);
    }

    #[test]
    fn nothing_holds_that_rests_on_a_question_without_an_answer() {
        let (pki, bundles) = spoilt(as_ordered, as_made);
        let asked = questions(&pki, &bundles, NOW);
        let by = |answers: Vec<(Question, bool)>| {
            let failing = checks(&pki, &bundles, NOW, answers).into_iter().filter(|check| !check.passed);
            failing.map(|check| check.code).collect::<Vec<_>>()
        };
        let answered = || asked.iter().map(|question| (question.clone(), question.answer()));
        assert_eq!(by(answered().collect()), []);
        // One is about a stranger.
        assert_eq!(by(answered().filter(|(_, answer)| *answer).collect()), [CheckCode::StrangersRefused]);
        assert_eq!(by(Vec::new()).first(), Some(&CheckCode::KeysFit));
        assert!(by(Vec::new()).contains(&CheckCode::StrangersRefused));
        // Two answers are one no.
        let no = |(question, _)| (question, false);
        let (first, last) = (answered().take(1).map(no).chain(answered()), answered().chain(answered().take(1).map(no)));
        assert_eq!(by(first.collect()), [CheckCode::KeysFit]);
        assert_eq!(by(last.collect()), [CheckCode::KeysFit]);
    }

    #[test]
    fn nothing_holds_where_nothing_is_signed() {
        let (mut orders, mut folders) = sample().expect("an order");
        orders.leaves.clear();
        folders.folders.retain(|folder| folder.role == Role::Ca);
        let pki = Pki::issue(orders, vec![PrivateKey::generate(KeyAlgorithm::EcdsaP256).expect("a key")], NOW).expect("issued");
        let bundles = bundle::all(&pki, &folders).expect("a bundle");
        assert_eq!(failing(&pki, &bundles, NOW), CheckCode::ALL);
    }

    #[test]
    fn nothing_holds_for_a_bundle_that_is_missing() {
        let (_, pki, mut bundles) = issue("ecdsa-p256");
        assert_eq!(failing(&pki, &[], NOW), CheckCode::ALL);
        bundles.truncate(1);
        assert!(failing(&pki, &bundles, NOW).contains(&CheckCode::ClientsAccepted));
    }

    #[test]
    fn an_encrypted_key_is_opened_and_a_damaged_or_another_one_is_found() {
        let (folders, pki, bundles) = issue_with("ecdsa-p256", "correct horse");
        assert_eq!(failing(&pki, &bundles, NOW), []);
        // In the clear, and under another key.
        for (_, _, mut other) in [issue("ecdsa-p256"), issue_with("ecdsa-p256", "correct horse")] {
            let mut mixed = bundle::all(&pki, &folders).expect("bundles");
            let (ours, theirs) = (mixed.last_mut().expect("the authority's"), other.last_mut().expect("the authority's"));
            let key = ours.files.iter().position(|file| file.name == "ca-key.pem").expect("a key");
            std::mem::swap(&mut ours.files[key], &mut theirs.files[key]);
            assert!(failing(&pki, &mixed, NOW).contains(&CheckCode::KeysFit));
        }
    }

    /// A run that shuts bob out and renews nothing, its authority from one with a daemon and two clients.
    fn removed() -> (Pki, Vec<Bundle>) {
        let draft = Draft { hosts: "docker.example.com".into(), clients: "alice\nbob".into(), ..Draft::default() };
        let spec = draft.parse().spec.expect("valid");
        let keys = spec.orders().key_algorithms().map(PrivateKey::generate).collect::<Result<_, _>>().expect("keys");
        let first = Pki::issue(spec.orders(), keys, NOW).expect("issued");
        let bundles = bundle::all(&first, &guide::folders(&spec)).expect("bundles");
        let files = bundles[3].files.iter().map(|file| crate::brought::BroughtFile { name: file.name.clone(), octets: file.content() });
        let given = crate::brought::open(&files.collect::<Vec<_>>(), "", NOW).given.expect("an authority");
        let orders = Orders { leaves: Vec::new(), ..spec.orders() };
        let trust = crate::spec::order::TrustOrder { removed: vec!["bob".into()], ..Default::default() };
        let pki = Pki::issue_under(given, orders, trust, Vec::new(), NOW).expect("a list");
        let mut folders = guide::folders_by(&spec, guide::Scripts::own(), |_, _| true, |_, _| false, Some(TrustKind::List), true);
        folders.folders.retain(|folder| folder.role == Role::Ca);
        let bundles = bundle::all(&pki, &folders).expect("bundles");
        (pki, bundles)
    }

    #[test]
    fn a_list_that_lets_in_somebody_else_is_found() {
        let (pki, bundles) = removed();
        assert_eq!(failing(&pki, &bundles, NOW), []);
        let recorded = |pki: &Pki, name: &str| {
            let entries = &pki.kept.as_ref().expect("a record").manifest.certificates;
            let entry = entries.iter().find(|entry| entry.text("name").as_deref() == Some(name)).expect(name);
            decoded(&entry.text("pem").expect("a certificate")).expect("PEM").1.to_vec()
        };
        let spoilt = |spoil: &dyn Fn(&Pki, &mut ClientList)| {
            let (mut pki, mut bundles) = removed();
            let mut list = pki.trust.as_ref().and_then(|trust| trust.list.clone()).expect("a list");
            spoil(&pki, &mut list);
            pki.trust.as_mut().expect("a trust").list = Some(list.clone());
            // What is packed is what is said.
            bundles[0].files.retain(|file| file.name != CA_FILE);
            bundles[0].files.push(File::of(CA_FILE, 0o444, list.to_pem().as_bytes()));
            failing(&pki, &bundles, NOW)
        };
        use crate::pki::trust::Listed;
        let listed = |name: &str, der: Vec<u8>| Listed { name: name.into(), der };
        assert_eq!(spoilt(&|_, _| {}), []);
        // Whoever is shut out is on it; a host; the authority, before the blocker and in its place.
        assert_eq!(spoilt(&|pki, list| list.listed.push(listed("bob", recorded(pki, "bob")))), [CheckCode::ListHolds]);
        assert_eq!(spoilt(&|pki, list| list.listed.push(listed("x", recorded(pki, "docker.example.com")))), [CheckCode::ListHolds]);
        assert_eq!(spoilt(&|pki, list| list.listed.push(listed("x", pki.authority.der.clone()))), [CheckCode::ListHolds]);
        assert_eq!(spoilt(&|pki, list| list.blocker.clone_from(&pki.authority.der)), [CheckCode::ListHolds]);
        assert_eq!(spoilt(&|pki, list| list.blocker = recorded(pki, "alice")), [CheckCode::ListHolds]);
        // What is packed is another list; a key is in it.
        let (pki, mut bundles) = removed();
        bundles[0].files.retain(|file| file.name != CA_FILE);
        bundles[0].files.push(File::of(CA_FILE, 0o444, pki.authority.to_pem().as_bytes()));
        assert_eq!(failing(&pki, &bundles, NOW), [CheckCode::ListHolds]);
        let (pki, mut bundles) = removed();
        bundles[0].files.push(File::of("key.pem", 0o400, b"-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(failing(&pki, &bundles, NOW), [CheckCode::ListHolds]);
    }
}
