//! The boundary to the page: plain data in, plain data out. The TypeScript types are derived from the Rust types.
//!
//! Keys leave this side inside archives only. RSA keys are made outside and come in, and so may what encrypts the authority's.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

use crate::{
    Draft, Pki, PrivateKey, Spec, UnixTime,
    bundle::{self, Bundle, Certificate, Format},
    key::{Derivation, Encryption, KeyAlgorithm},
    pki::Issuance,
    problem::{Code, Field, Problem},
    snippet::{self, Numbered, Pair, Place, Remark, Snippet, SnippetId, Step, Way},
    spec::{Host, Locale, Passphrase, Platform, Strength},
    verify::{self, Check, CheckCode},
};

/// What is given back is overwritten first, whoever held it: ring's copies of keys, texts that grew, what serde has read.
#[global_allocator]
static WIPED: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// Says a bug where a developer looks for it; the page sees the `RuntimeError` that follows.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&format!("This is a bug in Dockseal: {panic}").into())));
}

/// The product's defaults.
#[wasm_bindgen]
pub fn defaults() -> Result<Ts<Draft>, JsError> {
    Ok(Draft::default().into_ts()?)
}

/// Everything that the page has texts for, in the order to offer it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    platform: Vec<&'static str>,
    /// On what each platform rests, in the same order; empty where it was tried on the real thing.
    untried: Vec<&'static str>,
    /// The platforms whose files say whom the firewall lets in.
    firewalled: Vec<&'static str>,
    key_algorithm: Vec<&'static str>,
    locale: Vec<&'static str>,
    field: &'static [Field],
    problem: &'static [Code],
    step: &'static [Step],
    snippet: &'static [SnippetId],
    check: &'static [CheckCode],
}

/// What there is to choose from.
#[wasm_bindgen]
pub fn choices() -> Result<Ts<Choices>, JsError> {
    let choices = Choices {
        platform: Platform::ALL.iter().map(|one| one.name()).collect(),
        untried: Platform::ALL.iter().map(|one| one.untried().unwrap_or_default()).collect(),
        firewalled: Platform::ALL.iter().filter(|one| one.configures_the_firewall()).map(|one| one.name()).collect(),
        key_algorithm: KeyAlgorithm::ALL.iter().map(|one| one.name()).collect(),
        locale: Locale::ALL.iter().map(|one| one.name()).collect(),
        field: Field::ALL,
        problem: Code::ALL,
        step: Step::ALL,
        snippet: SnippetId::ALL,
        check: CheckCode::ALL,
    };
    Ok(choices.into_ts()?)
}

/// What a draft means.
#[derive(Serialize, Tsify)]
pub struct Preview {
    problems: Vec<Problem>,
    /// There is one when there is a passphrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<Strength>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Plan>,
}

/// What would be issued, and what to do with it.
#[derive(Serialize, Tsify)]
pub struct Plan {
    daemons: Vec<PlannedDaemon>,
    clients: Vec<PlannedClient>,
    steps: Vec<PlannedStep>,
    /// What the hosts have, where a file of ours changes it.
    existing: Vec<Existing>,
    remarks: Vec<Remarked>,
}

/// What is true of this snippet on this platform only.
#[derive(Serialize, Tsify)]
pub struct Remarked {
    snippet: SnippetId,
    remark: Remark,
}

/// What stands on the hosts where this snippet will.
#[derive(Serialize, Tsify)]
pub struct Existing {
    snippet: SnippetId,
    text: String,
}

/// A daemon that would get a certificate.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PlannedDaemon {
    name: String,
    bundle: String,
    names: Vec<String>,
    /// The values of `DOCKER_HOST` that the certificate allows, but for those on the machine itself; a wildcard is none.
    docker_hosts: Vec<String>,
}

/// A client that would get a certificate.
#[derive(Serialize, Tsify)]
pub struct PlannedClient {
    name: String,
    bundle: String,
}

/// What to do, for one daemon and one client.
#[derive(Serialize, Tsify)]
pub struct PlannedStep {
    step: Step,
    number: usize,
    /// Which of two ways to the same it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<Way>,
    /// Where it is done; none where the snippets say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    /// A field without which there are no snippets.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<Field>,
    /// One of the snippets is to be picked.
    choice: bool,
    snippets: Vec<Snippet>,
    /// What the last command says when all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    shows: Option<&'static str>,
}

/// Everything that is wrong with a draft and, when nothing is, what it means. The snippets are those for the daemon and the client of these
/// indices, or for the last ones.
#[wasm_bindgen]
pub fn preview(draft: Ts<Draft>, daemon: usize, client: usize) -> Result<Ts<Preview>, JsError> {
    let draft = read(&draft)?;
    let parsed = draft.parse();
    let preview = Preview {
        problems: parsed.problems,
        passphrase: draft.passphrase_strength(),
        plan: parsed.spec.map(|spec| plan(&spec, daemon, client)),
    };
    Ok(preview.into_ts()?)
}

fn plan(spec: &Spec, daemon: usize, client: usize) -> Plan {
    let pair =
        Pair { spec, daemon: &spec.daemons[daemon.min(spec.daemons.len() - 1)], client: &spec.clients[client.min(spec.clients.len() - 1)] };
    let daemons = spec.daemons.iter().map(|daemon| {
        let names = daemon.names();
        PlannedDaemon {
            name: daemon.host().to_string(),
            bundle: daemon.bundle_name(),
            docker_hosts: daemon.hosts().iter().filter(|name| !name.is_wildcard()).map(|name| spec.docker_host(name)).collect(),
            names: names.iter().map(Host::to_string).collect(),
        }
    });
    let clients = spec.clients.iter().map(|client| PlannedClient { name: client.name().as_str().into(), bundle: client.bundle_name() });
    let file = spec.daemon_json.as_ref().map(|file| Existing { snippet: SnippetId::DaemonJson, text: file.text().into() });
    let command = spec.command_line.as_ref();
    let command = command.map(|command| Existing { snippet: SnippetId::SystemdDropIn, text: format!("ExecStart={}\n", command.text()) });
    let steps = snippet::steps(pair).into_iter().map(|Numbered { step, number, way, missing, snippets, shows }| PlannedStep {
        step,
        number,
        way,
        place: step.place(spec.platform),
        missing,
        choice: step.is_choice(),
        snippets,
        shows,
    });
    let remark = |&snippet| Remark::about(snippet, spec.platform).map(|remark| Remarked { snippet, remark });
    Plan {
        remarks: SnippetId::ALL.iter().filter_map(remark).collect(),
        daemons: daemons.collect(),
        clients: clients.collect(),
        steps: steps.collect(),
        existing: file.into_iter().chain(command).collect(),
    }
}

/// A passphrase that nobody can guess.
#[derive(Serialize, Tsify)]
pub struct Generated {
    text: String,
    /// Its entropy.
    bits: usize,
}

/// A new passphrase.
#[wasm_bindgen(js_name = generatePassphrase)]
pub fn generate_passphrase() -> Result<Ts<Generated>, JsError> {
    let text = Passphrase::generate()?.as_str().to_owned();
    Ok(Generated { text, bits: Passphrase::GENERATED_BITS }.into_ts()?)
}

/// One run: its keys are wiped by `free()`.
#[wasm_bindgen]
pub struct Issuing {
    issuance: Issuance,
    pki: Option<Pki>,
    bundles: Vec<Bundle>,
}

/// A key that a run needs.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct NeededKey {
    role: bundle::Role,
    /// The first name of a daemon, the name of a client; the authority has none.
    name: String,
    /// A name of `Choices.keyAlgorithm`.
    algorithm: &'static str,
    /// How long the modulus of an RSA key is.
    #[serde(skip_serializing_if = "Option::is_none")]
    rsa_bits: Option<u32>,
}

/// How the key that encrypts the authority's is derived: PBKDF2 with HMAC-SHA-256.
#[derive(Serialize, Tsify)]
pub struct NeededDerivation {
    salt: Vec<u8>,
    rounds: u32,
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
    role: bundle::Role,
    /// None are told of the archive that has all bundles.
    files: Vec<Entry>,
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
        Self { name: bundle.name.clone(), role: bundle.role, files: files.collect() }
    }

    fn of_all() -> Self {
        Self { name: bundle::ALL_NAME.into(), role: bundle::Role::All, files: Vec::new() }
    }
}

#[wasm_bindgen]
impl Issuing {
    /// A run for a draft without an error. The time is in milliseconds since 1970.
    #[wasm_bindgen(constructor)]
    pub fn new(draft: Ts<Draft>, now_millis: f64) -> Result<Self, JsError> {
        let spec = read(&draft)?.parse().spec.ok_or_else(|| JsError::new("the draft has errors"))?;
        Ok(Self { issuance: Issuance::new(spec, time(now_millis))?, pki: None, bundles: Vec::new() })
    }

    /// The keys that are needed. Their places are the indices below.
    #[wasm_bindgen(getter)]
    pub fn keys(&self) -> Result<Vec<Ts<NeededKey>>, JsError> {
        let spec = self.issuance.spec();
        let servers = spec.daemons.iter().map(|daemon| (bundle::Role::Server, daemon.host().to_string()));
        let clients = spec.clients.iter().map(|client| (bundle::Role::Client, client.name().as_str().to_owned()));
        let owners = std::iter::once((bundle::Role::Ca, String::new())).chain(servers).chain(clients);
        let keys = owners.zip(spec.key_algorithms()).map(|((role, name), algorithm)| {
            NeededKey { role, name, algorithm: algorithm.name(), rsa_bits: algorithm.rsa_bits() }.into_ts()
        });
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Makes the key of this index, which is not RSA.
    #[wasm_bindgen(js_name = generateKey)]
    pub fn generate_key(&mut self, index: usize) -> Result<(), JsError> {
        let algorithm = self.algorithm(index)?;
        Ok(self.issuance.add_key(index, PrivateKey::generate(algorithm)?)?)
    }

    /// Takes the key of this index from elsewhere, in PKCS#8.
    #[wasm_bindgen(js_name = addKey)]
    pub fn add_key(&mut self, index: usize, pkcs8: Vec<u8>) -> Result<(), JsError> {
        let pkcs8 = Zeroizing::new(pkcs8);
        let algorithm = self.algorithm(index)?;
        Ok(self.issuance.add_key(index, PrivateKey::from_pkcs8(algorithm, &pkcs8)?)?)
    }

    /// Set when the authority's key is to be encrypted: then either `derive` or `setDerived` comes before `issue`.
    #[wasm_bindgen(getter)]
    pub fn derivation(&self) -> Result<Option<Ts<NeededDerivation>>, JsError> {
        let needed = self.issuance.derivation();
        let needed = needed.map(|(derivation, _)| NeededDerivation { salt: derivation.salt.into(), rounds: Derivation::ROUNDS }.into_ts());
        Ok(needed.transpose()?)
    }

    /// Derives it here, which takes a good part of a second.
    pub fn derive(&mut self) {
        if let Some((derivation, passphrase)) = self.issuance.derivation() {
            let encryption = derivation.derive(passphrase.as_str());
            self.issuance.set_encryption(encryption);
        }
    }

    /// Takes the 32 octets that were derived elsewhere.
    #[wasm_bindgen(js_name = setDerived)]
    pub fn set_derived(&mut self, key: Vec<u8>) -> Result<(), JsError> {
        let key = Zeroizing::new(key);
        let key = <[u8; Encryption::KEY_OCTETS]>::try_from(key.as_slice()).map_err(|_| JsError::new("not 32 octets"))?;
        if let Some((derivation, _)) = self.issuance.derivation() {
            self.issuance.set_encryption(derivation.derived(Zeroizing::new(key)));
        }
        Ok(())
    }

    /// What was issued, when every key is there.
    pub fn issue(&mut self) -> Result<Ts<Issued>, JsError> {
        let pki = self.issuance.finish()?;
        let spec = self.issuance.spec();
        self.bundles = bundle::all(spec, &pki)?;
        let issued = Issued {
            certificates: bundle::certificates(spec, &pki),
            bundles: self.bundles.iter().map(Contents::of).chain([Contents::of_all()]).collect(),
        };
        self.pki = Some(pki);
        Ok(issued.into_ts()?)
    }

    /// Reads what was issued again and tries it.
    pub fn verify(&self, now_millis: f64) -> Result<Vec<Ts<Check>>, JsError> {
        let checks = verify::all(self.issuance.spec(), self.issued()?, &self.bundles, time(now_millis));
        Ok(checks.iter().map(Check::into_ts).collect::<Result<_, _>>()?)
    }

    /// The archive of a bundle, or of all of them. `format` is `zip` or `tar.gz`.
    pub fn pack(&self, bundle: &str, format: &str) -> Result<Uint8Array, JsError> {
        let format = Format::from_name(format).ok_or_else(|| JsError::new("no such format"))?;
        // Not the time of issue: tar warns of files from the future on a machine whose clock is behind.
        let modified = self.issued()?.authority.not_before;
        let archive = if bundle == bundle::ALL_NAME {
            bundle::all_in_one(self.issuance.spec(), &self.bundles, format, modified).pack(format, modified)
        } else {
            let bundle = self.bundles.iter().find(|one| one.name == bundle);
            bundle.ok_or_else(|| JsError::new("no such bundle"))?.pack(format, modified)
        };
        Ok(Uint8Array::from(archive.as_slice()))
    }
}

impl Issuing {
    fn algorithm(&self, index: usize) -> Result<KeyAlgorithm, JsError> {
        self.issuance.spec().key_algorithms().nth(index).ok_or_else(|| JsError::new("no such key"))
    }

    fn issued(&self) -> Result<&Pki, JsError> {
        self.pki.as_ref().ok_or_else(|| JsError::new("nothing is issued yet"))
    }
}

fn time(millis: f64) -> UnixTime {
    UnixTime((millis / 1000.0) as u64)
}

/// Field by field: a JSON reader would bring every way of writing a number with it, a fifth of what the page transfers.
fn read(draft: &Ts<Draft>) -> Result<Draft, JsError> {
    let object = draft.js_value();
    let mut draft = Draft::default();
    for &field in Field::ALL {
        let value = Reflect::get(&object, &field.name().into()).ok().and_then(|value| value.as_string());
        *draft.field_mut(field) = value.ok_or_else(|| JsError::new("a field of the draft is missing"))?;
    }
    Ok(draft)
}

/// Whether there is WebCrypto: not on plain http, save from localhost.
#[wasm_bindgen(js_name = hasWebCrypto)]
pub fn has_web_crypto() -> bool {
    subtle().is_ok()
}

/// A new RSA key.
#[wasm_bindgen(js_name = requestRsaKey, unchecked_return_type = "Promise<CryptoKeyPair>")]
pub fn request_rsa_key(bits: u32) -> Result<Promise, JsValue> {
    // 65537 (FIPS 186-5, section 5.1).
    let exponent = Uint8Array::from(&[1, 0, 1][..]);
    let algorithm = object(&[
        ("name", "RSASSA-PKCS1-v1_5".into()),
        ("hash", "SHA-256".into()),
        ("modulusLength", bits.into()),
        ("publicExponent", exponent.into()),
    ])?;
    subtle()?.generate_key_with_object(&algorithm, true, &Array::of1(&"sign".into()))
}

/// The private key in PKCS#8.
#[wasm_bindgen(js_name = exportKey, unchecked_return_type = "Promise<ArrayBuffer>")]
pub fn export_key(pair: &CryptoKeyPair) -> Result<Promise, JsValue> {
    subtle()?.export_key("pkcs8", &pair.get_private_key())
}

/// What `deriveBits` wants instead of a passphrase.
#[wasm_bindgen(js_name = importPassphrase, unchecked_return_type = "Promise<CryptoKey>")]
pub fn import_passphrase(passphrase: &str) -> Result<Promise, JsValue> {
    let octets = Uint8Array::from(passphrase.as_bytes());
    subtle()?.import_key_with_str("raw", &octets, "PBKDF2", false, &Array::of1(&"deriveBits".into()))
}

/// What `Issuing.setDerived` takes.
#[wasm_bindgen(js_name = deriveBits, unchecked_return_type = "Promise<ArrayBuffer>")]
pub fn derive_bits(key: &CryptoKey, salt: &[u8], rounds: u32) -> Result<Promise, JsValue> {
    let algorithm = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ])?;
    subtle()?.derive_bits_with_object(&algorithm, key, 8 * Encryption::KEY_OCTETS as u32)
}

fn object(properties: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    Reflect::get(&crypto, &"subtle".into())?.dyn_into()
}
