//! The boundary to the page: plain data in, plain data out. The TypeScript types are derived from the Rust types.
//!
//! Keys stay on this side; they cross it inside archives only.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use crate::{
    Draft, Pki, PrivateKey, Spec, UnixTime,
    bundle::{self, Bundle, Certificate, Format},
    key::KeyAlgorithm,
    problem::{Code, Field, Problem},
    snippet::{self, Pair, Snippet, SnippetId, Step},
    spec::{Host, Locale, Platform},
    verify::{self, Check, CheckCode},
};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Plan>,
}

/// What would be issued, and what to do with it.
#[derive(Serialize, Tsify)]
pub struct Plan {
    daemons: Vec<PlannedDaemon>,
    clients: Vec<PlannedClient>,
    steps: Vec<PlannedStep>,
}

/// A daemon that would get a certificate.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PlannedDaemon {
    name: String,
    bundle: String,
    names: Vec<String>,
    /// The values of `DOCKER_HOST` that the certificate allows; a wildcard is none.
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
    /// One of the snippets is to be picked.
    choice: bool,
    snippets: Vec<Snippet>,
}

/// Everything that is wrong with a draft and, when nothing is, what it means. The snippets are those for the daemon and the client of these
/// indices, or for the last ones.
#[wasm_bindgen]
pub fn preview(draft: Ts<Draft>, daemon: usize, client: usize) -> Result<Ts<Preview>, JsError> {
    let parsed = read(&draft)?.parse();
    let preview = Preview { problems: parsed.problems, plan: parsed.spec.map(|spec| plan(&spec, daemon, client)) };
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
            docker_hosts: names.iter().filter(|name| !name.is_wildcard()).map(|name| spec.docker_host(name)).collect(),
            names: names.iter().map(Host::to_string).collect(),
        }
    });
    let clients = spec.clients.iter().map(|client| PlannedClient { name: client.name().as_str().into(), bundle: client.bundle_name() });
    let steps =
        Step::ALL.iter().map(|&step| PlannedStep { step, choice: step.is_choice(), snippets: snippet::of_step(step, pair).collect() });
    Plan { daemons: daemons.collect(), clients: clients.collect(), steps: steps.collect() }
}

/// One run: its keys are wiped by `free()`.
#[wasm_bindgen]
pub struct Issuing {
    spec: Spec,
    keys: Vec<PrivateKey>,
    pki: Option<Pki>,
    bundles: Vec<Bundle>,
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
    /// A run for a draft without an error.
    #[wasm_bindgen(constructor)]
    pub fn new(draft: Ts<Draft>) -> Result<Self, JsError> {
        let spec = read(&draft)?.parse().spec.ok_or_else(|| JsError::new("the draft has errors"))?;
        Ok(Self { spec, keys: Vec::new(), pki: None, bundles: Vec::new() })
    }

    /// How many keys are to be generated.
    #[wasm_bindgen(getter, js_name = keyCount)]
    pub fn key_count(&self) -> usize {
        self.spec.key_count()
    }

    /// Generates the next key.
    #[wasm_bindgen(js_name = generateKey)]
    pub fn generate_key(&mut self) -> Result<(), JsError> {
        self.keys.push(PrivateKey::generate(self.spec.key_algorithm)?);
        Ok(())
    }

    /// Issues the certificates with the keys generated. The time is in milliseconds since 1970.
    pub fn issue(&mut self, now_millis: f64) -> Result<Ts<Issued>, JsError> {
        let pki = Pki::issue(&self.spec, std::mem::take(&mut self.keys), time(now_millis))?;
        self.bundles = bundle::all(&self.spec, &pki);
        let issued = Issued {
            certificates: bundle::certificates(&self.spec, &pki),
            bundles: self.bundles.iter().map(Contents::of).chain([Contents::of_all()]).collect(),
        };
        self.pki = Some(pki);
        Ok(issued.into_ts()?)
    }

    /// Reads what was issued again and tries it.
    pub fn verify(&self, now_millis: f64) -> Result<Vec<Ts<Check>>, JsError> {
        let checks = verify::all(&self.spec, self.issued()?, &self.bundles, time(now_millis));
        Ok(checks.iter().map(Check::into_ts).collect::<Result<_, _>>()?)
    }

    /// The archive of a bundle, or of all of them. `format` is `zip` or `tar.gz`.
    pub fn pack(&self, bundle: &str, format: &str) -> Result<js_sys::Uint8Array, JsError> {
        let format = Format::from_name(format).ok_or_else(|| JsError::new("no such format"))?;
        // Not the time of issue: tar warns of files from the future on a machine whose clock is behind.
        let modified = self.issued()?.authority.not_before;
        let archive = if bundle == bundle::ALL_NAME {
            bundle::all_in_one(&self.spec, &self.bundles, format, modified).pack(format, modified)
        } else {
            let bundle = self.bundles.iter().find(|one| one.name == bundle);
            bundle.ok_or_else(|| JsError::new("no such bundle"))?.pack(format, modified)
        };
        Ok(js_sys::Uint8Array::from(archive.as_slice()))
    }
}

impl Issuing {
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
        let value = js_sys::Reflect::get(&object, &field.name().into()).ok().and_then(|value| value.as_string());
        *draft.field_mut(field) = value.ok_or_else(|| JsError::new("a field of the draft is missing"))?;
    }
    Ok(draft)
}
