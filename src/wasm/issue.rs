//! What is secret: the keys, certificates and archives of a run.
//!
//! Keys leave this side inside archives only. RSA keys may be made outside and come in, and so may what encrypts the authority's.

use std::{
    cell::{Cell, Ref, RefCell, RefMut},
    collections::{HashMap, HashSet},
    rc::Rc,
};

use js_sys::{Array, Promise, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::CryptoKey;
use zeroize::Zeroizing;

use super::webcrypto;
use crate::{
    KeyAlgorithm, Pki, PrivateKey, UnixTime,
    brought::{self, BroughtFile, Control, FoundRequests, Knowledge, KnownRequest, Objection, Opened, RequestObjection},
    bundle::{self, All, Bundle, Certificate, Format},
    pki::{
        BACKDATED_SECONDS, Issuance,
        given::AuthorityRenewal,
        key::{Derivation, Encryption},
        pkcs12::{self, Readers},
        request::{self, CertificateRequest, Proof},
    },
    spec::{
        Passphrase,
        folder::Folders,
        order::{Order, Orders, Role, TrustOrder},
    },
    verify::{self, Check, Question, Unfit},
};

thread_local! {
    /// Whether a trial has passed in this instance, which is a worker's or the page's.
    static IS_FIT: Cell<bool> = const { Cell::new(false) };
}

/// Whether a trial has passed here: without one, nothing is issued.
#[wasm_bindgen(js_name = isFit)]
pub fn is_fit() -> bool {
    IS_FIT.get()
}

/// Why a trial cannot begin; nothing when it can.
#[wasm_bindgen(js_name = cannotTry)]
pub fn cannot_try() -> Result<Option<Ts<Unfit>>, JsError> {
    let unfit = (!getrandom::is_usable()).then_some(Unfit::NoRandomness);
    Ok(unfit.map(|unfit| unfit.into_ts()).transpose()?)
}

/// Files that somebody brings to go on with. What is in them is wiped by `free()`.
#[wasm_bindgen]
#[derive(Default)]
pub struct Bringing {
    files: Vec<BroughtFile>,
    /// The requests that are to be signed, in PEM, each by the role and the name of who gets the certificate, with a space between.
    requests: HashMap<String, String>,
}

/// What is in them, without a secret.
#[derive(Serialize, Tsify)]
pub struct Brought {
    /// `None` when there is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Knowledge>,
    /// Whose files they are, where only the passphrase is missing or wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked: Option<Knowledge>,
    objections: Vec<Objection>,
}

/// What others ask for.
#[derive(Serialize, Tsify)]
pub struct Asked {
    requests: Vec<KnownRequest>,
    objections: Vec<RequestObjection>,
}

#[wasm_bindgen]
impl Bringing {
    /// Without any file.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more file. A .gz is opened before.
    pub fn add(&mut self, name: String, octets: Vec<u8>) {
        self.files.push(BroughtFile { name, octets: Zeroizing::new(octets) });
    }

    /// A request that is to be signed, for whoever has this role and name.
    #[wasm_bindgen(js_name = addRequest)]
    pub fn add_request(&mut self, holder: String, pem: String) {
        self.requests.insert(holder, pem);
    }

    /// Looks through files that are requests.
    #[wasm_bindgen(js_name = readRequests)]
    pub fn read_requests(&self) -> Result<Ts<Asked>, JsError> {
        let FoundRequests { requests, objections } = FoundRequests::read(&self.files);
        Ok(Asked { requests, objections }.into_ts()?)
    }

    /// Looks through them. Without a passphrase, not even an empty one, the authority's key may be missing.
    pub fn open(&self, passphrase: Option<String>, now_millis: f64) -> Result<Ts<Brought>, JsError> {
        let now = time(now_millis);
        let Opened { given, objections } = self.look(passphrase.map(Zeroizing::new).as_ref().map(|one| one.as_str()), now);
        let is_locked = given.is_none() && objections.iter().any(|objection| objection.field == Control::AuthorityPassphrase);
        let locked = is_locked.then(|| brought::open_without_key(&self.files, now).given).flatten();
        let [known, locked] = [given, locked].map(|given| given.map(|given| Knowledge::of(&given, now)));
        Ok(Brought { known, locked, objections }.into_ts()?)
    }
}

impl Bringing {
    fn look(&self, passphrase: Option<&str>, now: UnixTime) -> Opened {
        match passphrase {
            Some(passphrase) => brought::open(&self.files, passphrase, now),
            None => brought::open_without_key(&self.files, now),
        }
    }
}

/// One run: its keys are wiped by `free()`.
///
/// Keys, signatures and answers are asked of the browser by `request…`, all at once, which says whether it gave them; what it does not give is
/// made here.
#[wasm_bindgen]
pub struct Issuing(Rc<RefCell<Option<Underway>>>);

struct Underway {
    /// For nobody, to see whether all goes well here.
    is_trial: bool,
    /// The folders that are wanted beside the authority's; `None` when all are.
    wanted: Option<HashSet<String>>,
    issuance: Issuance,
    /// The authority's key, where the browser has made it.
    signer: Option<CryptoKey>,
    folders: Folders,
    made: Option<Product>,
    /// What is asked for, where somebody else issues.
    asked: Option<Order>,
}

struct Product {
    pki: Pki,
    bundles: Vec<Bundle>,
    questions: Vec<Question>,
    answers: Vec<Option<bool>>,
    /// All of it was tried, and passed.
    is_checked: bool,
    /// The key that the browser was asked last about.
    verifier: Option<webcrypto::Verifier>,
    /// The .zip of what is handed out, under way.
    zip: Option<All>,
}

impl Product {
    /// What archives say of the files in them. It is not the time of issue: tar warns of files from the future on a machine whose clock is behind.
    fn modified(&self) -> UnixTime {
        UnixTime(self.pki.made.0.saturating_sub(BACKDATED_SECONDS))
    }
}

/// A key that a run needs.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NeededKey {
    role: Role,
    /// The first name of a daemon, the name of a client; the authority has none.
    name: String,
    /// A name of `Choices.keyAlgorithm`.
    algorithm: &'static str,
    /// How long the modulus of an RSA key is that is to be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    rsa_bits: Option<u32>,
}

/// What a run has issued.
#[derive(Serialize, Tsify)]
pub struct Issued {
    certificates: Vec<Certificate>,
    bundles: Vec<Contents>,
}

/// What is in a bundle.
#[derive(Serialize, Tsify)]
pub struct Contents {
    name: String,
    recipient: Recipient,
    /// None are told of the archive that has the bundles of all hosts and clients.
    files: Vec<Entry>,
}

/// Whom a bundle is for.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// A daemon's machine.
    Server,
    /// A client.
    Client,
    /// Whoever keeps the authority's key, offline.
    Ca,
    /// A daemon's machine that gets nothing new but whom it lets in.
    Trust,
    /// Nobody in particular: the bundles of all hosts and clients.
    All,
}

impl From<Role> for Recipient {
    fn from(role: Role) -> Self {
        match role {
            Role::Server => Self::Server,
            Role::Client => Self::Client,
            Role::Ca => Self::Ca,
        }
    }
}

/// A file of a bundle.
#[derive(Serialize, Tsify)]
pub struct Entry {
    name: String,
    mode: u32,
}

impl Contents {
    fn of(bundle: &Bundle) -> Self {
        let files = bundle.files.iter().map(|file| Entry { name: file.name.clone(), mode: file.mode });
        let recipient = if bundle.is_trust { Recipient::Trust } else { bundle.role.into() };
        Self { name: bundle.name.clone(), recipient, files: files.collect() }
    }

    fn of_all(folders: &Folders) -> Self {
        Self { name: folders.around.folder.clone(), recipient: Recipient::All, files: Vec::new() }
    }
}

/// What somebody asks for, together with the key: it is wiped by `free()`.
#[wasm_bindgen]
pub struct AskedFor {
    request: CertificateRequest,
    bundle: Bundle,
    modified: UnixTime,
}

#[wasm_bindgen]
impl AskedFor {
    /// The stem of the archive's file name.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.bundle.name.clone()
    }

    /// The request in PEM, which is all that is to be sent.
    #[wasm_bindgen(getter)]
    pub fn pem(&self) -> String {
        self.request.to_pem()
    }

    /// SHA-256 over the key, hexadecimal.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> String {
        self.request.key_fingerprint.clone()
    }

    /// The archive as .zip.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn zip(&self) -> Uint8Array {
        Uint8Array::from(self.bundle.pack(Format::Zip, self.modified).as_slice())
    }

    /// The archive as .tar.gz.
    #[wasm_bindgen(js_name = tarGz, unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn tar_gz(&self) -> Uint8Array {
        Uint8Array::from(self.bundle.pack(Format::TarGz, self.modified).as_slice())
    }
}

#[wasm_bindgen]
impl Issuing {
    /// A run for what `orders` of the other wasm has given, where a trial has passed. The time is in milliseconds since 1970.
    #[wasm_bindgen(constructor)]
    pub fn new(orders: Vec<u8>, now_millis: f64) -> Result<Self, JsError> {
        let orders = Zeroizing::new(orders);
        if !IS_FIT.get() {
            return Err(JsError::new("nothing can be issued here"));
        }
        Ok(Self::start(false, Issuance::new(read(&orders)?, time(now_millis))?, Folders::default()))
    }

    /// A run under the authority in these files. What is kept is not issued again: its role and its name, with a space between. In the same way
    /// clients are `removed` or `restored`; when the trust is `ended`, daemons trust the authority again. With `rewrites`, a key whose encryption is
    /// weak is encrypted anew. With a renewal (`alone` or `with-others-below`), the authority's certificate is made anew, for as long as the orders say.
    /// Without a passphrase, not even an empty one, the authority's key may be missing, and nothing is issued.
    pub fn under(
        orders: Vec<u8>,
        files: &Bringing,
        passphrase: Option<String>,
        kept: Vec<String>,
        rewrites: bool,
        trust: Vec<String>,
        renewal: &str,
        now_millis: f64,
    ) -> Result<Self, JsError> {
        let (orders, passphrase) = (Zeroizing::new(orders), passphrase.map(Zeroizing::new));
        if !IS_FIT.get() {
            return Err(JsError::new("nothing can be issued here"));
        }
        let now = time(now_millis);
        let given =
            files.look(passphrase.as_ref().map(|one| one.as_str()), now).given.ok_or_else(|| JsError::new("there is no authority"))?;
        let mut orders: Orders = read(&orders)?;
        let holder = |order: &Order| {
            let role = if order.holder.role() == Role::Server { "server" } else { "client" };
            format!("{role} {}", order.holder.name())
        };
        orders.leaves.retain(|order| !kept.contains(&holder(order)));
        let keys = orders.leaves.iter().map(|order| {
            let request = files.requests.get(&holder(order)).map(String::as_str);
            let key = || brought::key_to_sign(&given, order.holder.role(), &order.holder.name(), request);
            order.is_requested.then(|| key().ok_or_else(|| JsError::new("no request that can be signed"))).transpose()
        });
        let keys: Vec<_> = keys.collect::<Result<_, _>>()?;
        let wanted = orders.leaves.iter().map(|order| order.folder.clone()).collect();
        let anew = passphrase.filter(|_| rewrites && given.kept.is_weakly_locked).and_then(|passphrase| Passphrase::again(&passphrase));
        let chosen = |wanted: &str| trust.iter().filter_map(|line| line.strip_prefix(wanted)).map(str::to_owned).collect();
        let is_ended = trust.iter().any(|line| line == "ended");
        let trust = TrustOrder { removed: chosen("removed "), restored: chosen("restored "), is_ended, ..TrustOrder::default() };
        let renewal = (!renewal.is_empty())
            .then(|| AuthorityRenewal { validity: orders.authority.validity, has_others_below: renewal == "with-others-below" });
        let mut issuance = match renewal {
            Some(renewal) => Issuance::renewing(given, orders, trust, renewal, now)?,
            None => Issuance::under(given, orders, trust, now),
        };
        if let Some(passphrase) = anew {
            issuance.write_key_anew(passphrase)?;
        }
        for (leaf, key) in keys.into_iter().enumerate() {
            key.map(|key| issuance.add_key(leaf + 1, key)).transpose()?;
        }
        let run = Self::start(false, issuance, Folders::default());
        run.run_mut()?.wanted = Some(wanted);
        Ok(run)
    }

    /// A run that makes one key and asks for its certificate: that of the host or of the client in the orders.
    pub fn asking(orders: Vec<u8>, role: &str, now_millis: f64) -> Result<Self, JsError> {
        let orders = Zeroizing::new(orders);
        if !IS_FIT.get() {
            return Err(JsError::new("nothing can be issued here"));
        }
        let orders: Orders = read(&orders)?;
        let is_server = role == "server";
        let asked = orders.leaves.iter().find(|order| (order.holder.role() == Role::Server) == is_server).cloned();
        let asked = asked.ok_or_else(|| JsError::new("nobody asks"))?;
        let run = Self::start(false, Issuance::of_key(orders, asked.key_algorithm, time(now_millis))?, Folders::default());
        run.run_mut()?.asked = Some(asked);
        Ok(run)
    }

    /// The request for that key, when it is there, and the archive with both. The folder is what `requestFolder` of the other wasm has given.
    pub fn ask(&self, folder: &[u8], now_millis: f64) -> Result<AskedFor, JsError> {
        let run = self.run()?;
        let order = run.asked.as_ref().ok_or_else(|| JsError::new("nothing is asked for"))?;
        let (key, encryption) = run.issuance.key()?;
        // What is handed out was read again, as whoever signs it reads it.
        let request = CertificateRequest::read(&request::make(order, key)?).filter(|request| {
            request.proof == Proof::Right && request.key.as_ref().is_ok_and(|public| public.public_key() == key.public_key())
        });
        let request = request.ok_or_else(|| JsError::new("the request is not right"))?;
        let bundle = bundle::of_request(&read(folder)?, key, encryption, &request, time(now_millis))?;
        Ok(AskedFor { request, bundle, modified: UnixTime(time(now_millis).0.saturating_sub(BACKDATED_SECONDS)) })
    }

    /// A run for nobody. Once its checks have passed, others may begin.
    pub fn trial(now_millis: f64) -> Result<Self, JsError> {
        let (orders, folders) = verify::sample().ok_or_else(|| JsError::new("nothing can be tried here"))?;
        Ok(Self::start(true, Issuance::new(orders, time(now_millis))?, folders))
    }

    /// The keys that are needed. Their places are the indices below, which those of the certificates are too.
    #[wasm_bindgen(getter)]
    pub fn keys(&self) -> Result<Vec<Ts<NeededKey>>, JsError> {
        let run = self.run()?;
        let orders = run.issuance.orders();
        let leaves = orders.leaves.iter().map(|order| (order.holder.role(), order.holder.name()));
        let keys = std::iter::once((Role::Ca, String::new())).chain(leaves).zip(orders.key_algorithms()).enumerate().map(
            |(place, (holder, algorithm))| {
                let rsa_bits = algorithm.rsa_bits().filter(|_| !run.issuance.has_key(place));
                NeededKey { role: holder.0, name: holder.1, algorithm: algorithm.name(), rsa_bits }.into_ts()
            },
        );
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Asks the browser for a key.
    #[wasm_bindgen(js_name = requestKey, unchecked_return_type = "Promise<boolean>")]
    pub fn request_key(&self, place: usize) -> Result<Promise, JsError> {
        let run = self.run()?;
        if run.issuance.has_key(place) {
            return Ok(future_to_promise(async { Ok(true.into()) }));
        }
        let algorithm = run.algorithm(place)?;
        let shared = Rc::clone(&self.0);
        Ok(future_to_promise(async move {
            let Ok(made) = webcrypto::generate(algorithm).await else { return Ok(false.into()) };
            let mut run = borrowed(&shared)?;
            // What is no such key was not given.
            let Ok(key) = PrivateKey::from_pair(algorithm, &made.pkcs8.read(), &made.spki.read()) else { return Ok(false.into()) };
            if place == 0 {
                run.signer = Some(made.private);
            }
            run.issuance.add_key(place, key).map_err(|error| JsError::new(&error.to_string()))?;
            Ok(true.into())
        }))
    }

    /// Makes a key here, which is not RSA.
    #[wasm_bindgen(js_name = generateKey)]
    pub fn generate_key(&self, place: usize) -> Result<(), JsError> {
        let mut run = self.run_mut()?;
        let algorithm = run.algorithm(place)?;
        Ok(run.issuance.add_key(place, PrivateKey::generate(algorithm)?)?)
    }

    /// Takes a key from elsewhere, in PKCS#8.
    #[wasm_bindgen(js_name = addKey)]
    pub fn add_key(&self, place: usize, pkcs8: Vec<u8>) -> Result<(), JsError> {
        let pkcs8 = Zeroizing::new(pkcs8);
        let mut run = self.run_mut()?;
        let algorithm = run.algorithm(place)?;
        Ok(run.issuance.add_key(place, PrivateKey::from_pkcs8(algorithm, &pkcs8)?)?)
    }

    /// Asks the browser for the authority's signature on a certificate.
    #[wasm_bindgen(js_name = requestSignature, unchecked_return_type = "Promise<boolean>")]
    pub fn request_signature(&self, place: usize) -> Result<Promise, JsError> {
        let run = self.run()?;
        if run.issuance.is_issued(place) {
            return Ok(future_to_promise(async { Ok(true.into()) }));
        }
        let algorithm = run.algorithm(0)?;
        let message = run.issuance.message(place).map(<[u8]>::to_vec).ok_or_else(|| JsError::new("no such certificate"))?;
        let signer = run.signer.clone();
        let shared = Rc::clone(&self.0);
        Ok(future_to_promise(async move {
            let Some(signer) = signer else { return Ok(false.into()) };
            let Ok(signature) = webcrypto::sign(algorithm, &signer, &message).await else { return Ok(false.into()) };
            borrowed(&shared)?.issuance.add_signature(place, &signature).map_err(|error| JsError::new(&error.to_string()))?;
            Ok(true.into())
        }))
    }

    /// Signs a certificate here.
    pub fn sign(&self, place: usize) -> Result<(), JsError> {
        Ok(self.run_mut()?.issuance.sign(place)?)
    }

    /// Set when the authority's key is to be encrypted: then `requestDerived`, `derive` or both come before `issue`.
    #[wasm_bindgen(getter)]
    pub fn derives(&self) -> Result<bool, JsError> {
        Ok(self.run()?.issuance.derivation().is_some())
    }

    /// Whether a passphrase is needed to use the authority's key. Asked before `issue`, which hands out what was brought.
    #[wasm_bindgen(getter)]
    pub fn locked(&self) -> Result<bool, JsError> {
        Ok(self.run()?.issuance.is_locked())
    }

    /// Whether the authority's key goes into its archive. Asked before `issue`, too.
    #[wasm_bindgen(getter, js_name = hasKey)]
    pub fn has_key(&self) -> Result<bool, JsError> {
        Ok(self.run()?.issuance.has_key_text())
    }

    /// Asks the browser to derive the key that encrypts the authority's; it is several times as quick.
    #[wasm_bindgen(js_name = requestDerived, unchecked_return_type = "Promise<boolean>")]
    pub fn request_derived(&self) -> Result<Promise, JsError> {
        let run = self.run()?;
        let (derivation, passphrase) = run.issuance.derivation().ok_or_else(|| JsError::new("nothing to derive"))?;
        let passphrase = webcrypto::passphrase(passphrase.as_str());
        let shared = Rc::clone(&self.0);
        Ok(future_to_promise(async move {
            let Ok(passphrase) = passphrase.await else { return Ok(false.into()) };
            let derive = |rounds| webcrypto::derive(&passphrase, &derivation.salt, rounds, Encryption::KEY_OCTETS);
            let Ok(sample) = derive(Derivation::SAMPLE_ROUNDS.get()).await else { return Ok(false.into()) };
            let Ok(derived) = derive(derivation.rounds.get()).await else { return Ok(false.into()) };
            let mut run = borrowed(&shared)?;
            let expected = run.issuance.derivation().map(|(derivation, passphrase)| derivation.sample(passphrase.as_str()));
            let is_right = expected.is_some_and(|expected| expected.as_slice() == sample.read().as_slice());
            let key = <[u8; Encryption::KEY_OCTETS]>::try_from(derived.read().as_slice()).map(Zeroizing::new);
            let (true, Ok(key)) = (is_right, key) else { return Ok(false.into()) };
            run.issuance.set_encryption(derivation.derived(key));
            Ok(true.into())
        }))
    }

    /// Derives it here, which takes a good part of a second.
    pub fn derive(&self) -> Result<(), JsError> {
        let mut run = self.run_mut()?;
        if let Some((derivation, passphrase)) = run.issuance.derivation() {
            let encryption = derivation.derive(passphrase.as_str());
            run.issuance.set_encryption(encryption);
        }
        Ok(())
    }

    /// What `folders` of the other wasm has given. It may come while keys are being made.
    #[wasm_bindgen(js_name = setFolders)]
    pub fn set_folders(&self, folders: Vec<u8>) -> Result<(), JsError> {
        let mut run = self.run_mut()?;
        let mut folders: Folders = read(&folders)?;
        if let Some(wanted) = &run.wanted {
            folders.folders.retain(|folder| folder.role == Role::Ca || wanted.contains(&folder.name));
        }
        run.folders = folders;
        Ok(())
    }

    /// What was issued, when every key and signature is there.
    pub fn issue(&self) -> Result<Ts<Issued>, JsError> {
        let mut run = self.run_mut()?;
        let pki = run.issuance.finish()?;
        // Nothing is signed any more.
        run.signer = None;
        let bundles = bundle::all(&pki, &run.folders)?;
        let is_handed_out = bundles.iter().any(|bundle| bundle.role != Role::Ca);
        let issued = Issued {
            certificates: bundle::certificates(&pki, &run.folders),
            // Where nothing is handed out, there is no archive of it.
            bundles: bundles.iter().map(Contents::of).chain(is_handed_out.then(|| Contents::of_all(&run.folders))).collect(),
        };
        run.made = Some(Product { pki, bundles, questions: Vec::new(), answers: Vec::new(), is_checked: false, verifier: None, zip: None });
        Ok(issued.into_ts()?)
    }

    /// Reads what was issued again. So many questions are to be answered before it can be said whether it is right.
    pub fn examine(&self, now_millis: f64) -> Result<usize, JsError> {
        let mut run = self.run_mut()?;
        let made = run.made_mut()?;
        made.questions = verify::questions(&made.pki, &made.bundles, time(now_millis));
        made.answers = vec![None; made.questions.len()];
        Ok(made.questions.len())
    }

    /// Asks the browser for the answer to a question, if it is one for the browser.
    #[wasm_bindgen(js_name = requestAnswer, unchecked_return_type = "Promise<boolean>")]
    pub fn request_answer(&self, index: usize) -> Result<Promise, JsError> {
        let mut run = self.run_mut()?;
        let Product { pki, questions, verifier, .. } = run.made_mut()?;
        let question = questions.get(index).ok_or_else(|| JsError::new("no such question"))?;
        let answer = (!question.is_for_ring(pki)).then(|| match question {
            Question::Signature { algorithm, public, message, signature } => {
                // One key has signed them all.
                let known = verifier.take().filter(|known| known.is(*algorithm, public));
                let verifier = verifier.insert(known.unwrap_or_else(|| webcrypto::Verifier::new(*algorithm, public)));
                verifier.verify(message, signature)
            }
            Question::Pair { algorithm, private, public } => webcrypto::fits(*algorithm, private, public),
        });
        let shared = Rc::clone(&self.0);
        Ok(future_to_promise(async move {
            let Some(answer) = answer else { return Ok(false.into()) };
            let Ok(answer) = answer.await else { return Ok(false.into()) };
            borrowed(&shared)?.made_mut()?.answers[index] = Some(answer);
            Ok(true.into())
        }))
    }

    /// Answers a question here.
    pub fn answer(&self, index: usize) -> Result<(), JsError> {
        let mut run = self.run_mut()?;
        let answer = run.question(index)?.answer();
        run.made_mut()?.answers[index] = Some(answer);
        Ok(())
    }

    /// What the answers come to. Without that nothing is packed.
    pub fn verify(&self, now_millis: f64) -> Result<Vec<Ts<Check>>, JsError> {
        let mut run = self.run_mut()?;
        let made = run.made_mut()?;
        let (questions, answers) = (std::mem::take(&mut made.questions), std::mem::take(&mut made.answers));
        // What rests on a question that nobody has answered does not hold.
        let answers = questions.into_iter().zip(answers).filter_map(|(question, answer)| Some((question, answer?)));
        let checks = verify::checks(&made.pki, &made.bundles, time(now_millis), answers);
        made.is_checked = checks.iter().all(|check| check.passed);
        let passed = made.is_checked;
        if run.is_trial {
            IS_FIT.set(passed && getrandom::is_usable());
        }
        Ok(checks.iter().map(Check::into_ts).collect::<Result<_, _>>()?)
    }

    /// The next piece of the .zip with the bundles of all hosts and clients; nothing behind the last one.
    #[wasm_bindgen(js_name = zipPiece, unchecked_return_type = "Uint8Array<ArrayBuffer> | undefined")]
    pub fn zip_piece(&self) -> Result<Option<Uint8Array>, JsError> {
        let mut run = self.run_mut()?;
        let Underway { folders, made, .. } = &mut *run;
        let made = made.as_mut().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let modified = made.modified();
        let mut zip = made.zip.take().map_or_else(|| All::new(folders, Format::Zip, &made.pki, modified), Ok)?;
        let piece = zip.next_piece(&made.bundles);
        made.zip = Some(zip);
        Ok(piece.map(|piece| Uint8Array::from(piece.as_slice())))
    }

    /// The ends of all certificates, for a calendar.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn calendar(&self) -> Result<Uint8Array, JsError> {
        let run = self.run()?;
        let made = run.made.as_ref().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let file = made.bundles.iter().find_map(|bundle| bundle.file(bundle::CALENDAR_FILE)).ok_or_else(|| JsError::new("no calendar"))?;
        Ok(Uint8Array::from(file.content().as_slice()))
    }

    /// Where in it the .zip of each of them stands, as it is: its start and its end.
    #[wasm_bindgen(getter, js_name = zipPlaces, unchecked_return_type = "[number, number][]")]
    pub fn zip_places(&self) -> Result<Array, JsError> {
        let run = self.run()?;
        let zip = run.made.as_ref().and_then(|made| made.zip.as_ref());
        let places = zip.map(All::places).unwrap_or_default();
        Ok(places.iter().map(|place| Array::of2(&(place.start as f64).into(), &(place.end as f64).into())).collect())
    }

    /// The .zip of the authority's bundle, which is in no other archive.
    #[wasm_bindgen(js_name = authorityZip, unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn authority_zip(&self) -> Result<Uint8Array, JsError> {
        let run = self.run()?;
        let made = run.made.as_ref().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let authority = made.bundles.iter().find(|bundle| bundle.role == Role::Ca).ok_or_else(|| JsError::new("no such bundle"))?;
        Ok(Uint8Array::from(authority.pack(Format::Zip, made.modified()).as_slice()))
    }

    /// The certificate and the key of the client with this bundle, with the authority's certificate, as PKCS#12 for `today` or for `old` programs.
    #[wasm_bindgen(unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn pkcs12(&self, bundle: &str, passphrase: String, readers: &str) -> Result<Uint8Array, JsError> {
        let passphrase = Zeroizing::new(passphrase);
        let run = self.run()?;
        let made = run.made.as_ref().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let mut clients = made.pki.leaves.iter().filter(|leaf| leaf.role == Role::Client);
        let client = clients.find(|leaf| leaf.folder == bundle).ok_or_else(|| JsError::new("no such client"))?;
        let key = client.key.private().ok_or_else(|| JsError::new("no key"))?;
        let readers = Readers::from_name(readers).ok_or_else(|| JsError::new("no such readers"))?;
        let file = pkcs12::write(key, &client.der, &made.pki.authority.der, &client.name, &passphrase, readers)?;
        Ok(Uint8Array::from(file.as_slice()))
    }

    /// What `docker context import` takes of the client with this bundle, with this `meta.json`.
    #[wasm_bindgen(js_name = dockerContext, unchecked_return_type = "Uint8Array<ArrayBuffer>")]
    pub fn docker_context(&self, bundle: &str, meta: &str) -> Result<Uint8Array, JsError> {
        let run = self.run()?;
        let made = run.made.as_ref().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let mut clients = made.bundles.iter().filter(|one| one.role == Role::Client);
        let client = clients.find(|one| one.name == bundle).ok_or_else(|| JsError::new("no such client"))?;
        Ok(Uint8Array::from(client.docker_context(meta, made.modified())?.as_slice()))
    }

    /// The .tar.gz of a bundle, or of those of all hosts and clients, in pieces.
    #[wasm_bindgen(js_name = tarGz, unchecked_return_type = "Uint8Array<ArrayBuffer>[]")]
    pub fn tar_gz(&self, bundle: &str) -> Result<Array, JsError> {
        let run = self.run()?;
        let made = run.made.as_ref().filter(|made| made.is_checked).ok_or_else(unchecked)?;
        let modified = made.modified();
        if bundle == run.folders.around.folder {
            let pieces = All::new(&run.folders, Format::TarGz, &made.pki, modified)?.pieces(&made.bundles);
            return Ok(pieces.map(|piece| Uint8Array::from(piece.as_slice())).collect());
        }
        let bundle = made.bundles.iter().find(|one| one.name == bundle).ok_or_else(|| JsError::new("no such bundle"))?;
        Ok(Array::of1(&Uint8Array::from(bundle.pack(Format::TarGz, modified).as_slice())))
    }
}

impl Issuing {
    fn start(is_trial: bool, issuance: Issuance, folders: Folders) -> Self {
        let run = Underway { is_trial, wanted: None, issuance, signer: None, folders, made: None, asked: None };
        Self(Rc::new(RefCell::new(Some(run))))
    }

    fn run(&self) -> Result<Ref<'_, Underway>, JsError> {
        Ref::filter_map(self.0.borrow(), Option::as_ref).map_err(|_| ended())
    }

    fn run_mut(&self) -> Result<RefMut<'_, Underway>, JsError> {
        borrowed(&self.0)
    }
}

/// What the browser is still busy with comes too late.
impl Drop for Issuing {
    fn drop(&mut self) {
        *self.0.borrow_mut() = None;
    }
}

impl Underway {
    fn algorithm(&self, place: usize) -> Result<KeyAlgorithm, JsError> {
        self.issuance.key_algorithm(place).ok_or_else(|| JsError::new("no such key"))
    }

    fn made_mut(&mut self) -> Result<&mut Product, JsError> {
        self.made.as_mut().ok_or_else(|| JsError::new("nothing is issued yet"))
    }

    fn question(&self, index: usize) -> Result<&Question, JsError> {
        self.made.as_ref().and_then(|made| made.questions.get(index)).ok_or_else(|| JsError::new("no such question"))
    }
}

fn borrowed(shared: &RefCell<Option<Underway>>) -> Result<RefMut<'_, Underway>, JsError> {
    RefMut::filter_map(shared.borrow_mut(), Option::as_mut).map_err(|_| ended())
}

fn unchecked() -> JsError {
    JsError::new("not checked, or not right")
}

fn ended() -> JsError {
    JsError::new("the run has ended")
}

fn read<T: DeserializeOwned>(octets: &[u8]) -> Result<T, JsError> {
    match postcard::take_from_bytes(octets) {
        Ok((value, [])) => Ok(value),
        Ok(_) | Err(_) => Err(JsError::new("not what the other wasm writes")),
    }
}

fn time(millis: f64) -> UnixTime {
    UnixTime((millis / 1000.0) as u64)
}
