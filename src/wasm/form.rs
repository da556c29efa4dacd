//! What is said: the defaults, the choices, the problems and the plan of a draft, and what is handed to the other wasm.

use js_sys::{Reflect, Uint8Array};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::{
    Draft, KeyAlgorithm, Spec,
    certain::certain,
    draft::{Parsed, Rows},
    guide::{self, Affected, Audience, Block, Numbered, Pair, Place, RECIPES, Scripts, Snippet, SnippetId, Step, Tried, Way},
    platform::{Firewall, Platform},
    problem::{Code, Field, Problem},
    spec::{
        ClientKind, Locale, Passphrase, Strength,
        folder::Around,
        order::{Role, TrustKind},
    },
};

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
    client_kind: Vec<&'static str>,
    /// The platforms whose files say whom the firewall lets in.
    firewalled: Vec<&'static str>,
    key_algorithm: Vec<&'static str>,
    trust: Vec<&'static str>,
    /// Other names that platforms and kinds of keys are known by, each with the name that it stands for.
    alias: Vec<[&'static str; 2]>,
    locale: Vec<&'static str>,
    field: &'static [Field],
    /// The most octets that each field may have, in the same order.
    max_octets: Vec<usize>,
    problem: &'static [Code],
    step: &'static [Step],
    snippet: &'static [SnippetId],
}

/// What there is to choose from.
#[wasm_bindgen]
pub fn choices() -> Result<Ts<Choices>, JsError> {
    let choices = Choices {
        platform: Platform::ALL.iter().map(|one| one.name()).collect(),
        client_kind: ClientKind::ALL.iter().map(|one| one.name()).collect(),
        firewalled: Platform::ALL.iter().filter(|one| one.facts().firewall == Firewall::Configuration).map(|one| one.name()).collect(),
        key_algorithm: KeyAlgorithm::ALL.iter().map(|one| one.name()).collect(),
        trust: TrustKind::names().collect(),
        alias: aliases(Platform::ALL, Platform::name, Platform::aliases)
            .chain(aliases(KeyAlgorithm::ALL, KeyAlgorithm::name, KeyAlgorithm::aliases))
            .collect(),
        locale: Locale::ALL.iter().map(|one| one.name()).collect(),
        field: Field::ALL,
        max_octets: Field::ALL.iter().map(|&field| Draft::max_octets(field)).collect(),
        problem: Code::ALL,
        step: Step::ALL,
        snippet: SnippetId::ALL,
    };
    Ok(choices.into_ts()?)
}

fn aliases<T: Copy>(
    all: &'static [T],
    name: fn(T) -> &'static str,
    aliases: fn(T) -> &'static [&'static str],
) -> impl Iterator<Item = [&'static str; 2]> {
    all.iter().flat_map(move |&one| aliases(one).iter().map(move |&alias| [alias, name(one)]))
}

/// What a draft means.
#[derive(Serialize, Tsify)]
pub struct Preview {
    problems: Vec<Problem>,
    /// There is one when there is a passphrase.
    #[serde(skip_serializing_if = "Option::is_none")]
    passphrase: Option<Strength>,
    /// What the files rest on of the platform that is said for all, when it was not tried on the real thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    untried: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Plan>,
}

/// What would be issued, and what to do with it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    daemons: Vec<PlannedDaemon>,
    clients: Vec<PlannedClient>,
    /// All hosts at once, for whoever does not want to go from host to host.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<PlannedStep>,
    /// The stem of the file name of the archive with everything that is handed out.
    archive: String,
    /// How many hosts that sets up.
    scripted: usize,
    /// On the chosen host.
    host_steps: Vec<PlannedStep>,
    /// For the chosen client, with the host that is chosen in its commands.
    client_steps: Vec<PlannedStep>,
    /// The place of that host among the daemons.
    client_host: usize,
    /// What `docker context import` takes of the chosen client and that host; `None` where it is in the archive, or nobody outside connects.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<PlannedContext>,
    /// The heading of the two ways to set up a host.
    set_up: &'static str,
    /// The heading of the second way.
    by_hand: &'static str,
    /// Whose recipes suit the chosen client best; `None` where no other program connects.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_audience: Option<Audience>,
    /// The texts of the recipe that was asked for, for the chosen client and its host; `None` where none was, or there is none of that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<Vec<Block>>,
    /// What the host has, where a file of ours changes it.
    existing: Vec<Existing>,
}

/// A file for `docker context import` that is made on wish.
#[derive(Serialize, Tsify)]
pub struct PlannedContext {
    /// The name of the context.
    name: String,
    /// The name of the file.
    file: String,
    /// `meta.json` in it.
    meta: String,
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
    /// The stem of its archive's file name.
    bundle: String,
    /// Its line in the field.
    line: usize,
    /// The values of `DOCKER_HOST` that the certificate allows, but for those on the machine itself; a wildcard is none.
    docker_hosts: Vec<String>,
    /// The same where the key is its holder's.
    certificate: String,
    /// How Docker is installed on its machine.
    platform: &'static str,
    /// Whether a unit of systemd runs it, whose command can be pasted.
    has_unit: bool,
    /// How long its certificate would be valid.
    days: u16,
    /// The stem of the file name of what would bring it nothing but whom it lets in.
    trust_bundle: String,
    /// How it would learn that.
    trust_by: TrustBy,
}

/// How a daemon learns whom it lets in.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum TrustBy {
    /// By the script of its archive.
    Script,
    /// By hand.
    Hand,
    /// Not by a list: what stands in front of it wants a chain.
    Never,
}

/// A client that would get a certificate.
#[derive(Serialize, Tsify)]
pub struct PlannedClient {
    name: String,
    /// The stem of its archive's file name.
    bundle: String,
    /// Its line in the field.
    line: usize,
    /// The same of its archive where the key is its holder's.
    certificate: String,
    /// What connects.
    kind: &'static str,
    /// How long its certificate would be valid.
    days: u16,
}

/// What to do, for one daemon and one client.
#[derive(Serialize, Tsify)]
pub struct PlannedStep {
    step: Step,
    /// Its heading.
    title: &'static str,
    /// What to do, or where to begin.
    text: String,
    number: usize,
    /// Which of two ways to the same it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<Way>,
    /// The heading of the two ways, with the first step of the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    ways: Option<&'static str>,
    /// Nobody needs it for whom all has gone well.
    folded: bool,
    /// Where it is done; `None` when the snippets say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'static str>,
    /// A field without which there are no snippets.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<Field>,
    /// One of the snippets is to be picked.
    choice: bool,
    snippets: Vec<Snippet>,
}

/// A recipe, before it is made.
#[derive(Serialize, Tsify)]
pub struct RecipeHead {
    id: &'static str,
    title: &'static str,
    why: &'static str,
    audience: Audience,
    tried: Tried,
}

/// All of them.
#[derive(Serialize, Tsify)]
pub struct RecipeHeads {
    recipes: Vec<RecipeHead>,
}

/// Every recipe, and what is said of it in this language.
#[wasm_bindgen]
pub fn recipes(locale: &str) -> Result<Ts<RecipeHeads>, JsError> {
    let locale = Locale::from_name(locale).unwrap_or(Locale::En);
    let recipes = RECIPES.iter().map(|recipe| RecipeHead {
        id: recipe.id,
        title: recipe.title(locale),
        why: recipe.why(locale),
        audience: recipe.audience,
        tried: recipe.tried,
    });
    Ok(RecipeHeads { recipes: recipes.collect() }.into_ts()?)
}

/// Everything that is wrong with a draft and, when nothing is, what it means. The snippets are those for the daemon and the client of these
/// indices, or for the last ones; without an index there are none. The client's commands are for the host of this name, or for the first one,
/// and so is the recipe of this name, which may be empty.
#[wasm_bindgen]
pub fn preview(draft: Ts<Draft>, daemon: Option<usize>, client: Option<usize>, host: &str, recipe: &str) -> Result<Ts<Preview>, JsError> {
    let draft = read(&draft)?;
    let Parsed { spec, problems, lines } = draft.parse();
    let preview = Preview {
        problems,
        passphrase: draft.passphrase_strength(),
        untried: Platform::from_name(&draft.platform)
            .zip(Locale::from_name(&draft.locale))
            .and_then(|(platform, locale)| guide::untried(platform, locale)),
        plan: spec.map(|spec| plan(&spec, &lines, daemon, client, host, recipe)),
    };
    Ok(preview.into_ts()?)
}

fn plan(spec: &Spec, lines: &Rows, daemon: Option<usize>, client: Option<usize>, host: &str, recipe: &str) -> Plan {
    let pair = Pair { spec, daemon: spec.daemons.at_or_last(daemon.unwrap_or(0)), client: spec.clients.at_or_last(client.unwrap_or(0)) };
    let client_host = spec.daemons.iter().position(|daemon| daemon.host().to_string() == host).unwrap_or_default();
    let of_client = Pair { daemon: spec.daemons.at_or_last(client_host), ..pair };
    let mut certificates = spec.certificate_names();
    let of_clients = certificates.split_off(spec.daemons.len());
    let daemons = spec.daemons.iter().zip(&lines.daemons).zip(certificates).map(|((daemon, &line), certificate)| PlannedDaemon {
        certificate,
        name: daemon.host().to_string(),
        bundle: daemon.bundle_name(),
        line,
        docker_hosts: daemon.hosts().iter().filter(|name| !name.is_wildcard()).map(|name| spec.docker_host(name)).collect(),
        platform: daemon.platform().name(),
        has_unit: daemon.facts().unit().is_some(),
        days: daemon.validity.days(),
        trust_bundle: daemon.trust_name(),
        trust_by: match (daemon.facts().script, daemon.facts().takes_list()) {
            (_, false) => TrustBy::Never,
            (Some(_), true) => TrustBy::Script,
            (None, true) => TrustBy::Hand,
        },
    });
    let clients = spec.clients.iter().zip(&lines.clients).zip(of_clients).map(|((client, &line), certificate)| PlannedClient {
        certificate,
        name: client.name().as_str().into(),
        bundle: client.bundle_name(),
        line,
        kind: client.kind.name(),
        days: client.validity.days(),
    });
    let installed = pair.daemon.installation();
    let file = installed.daemon_json.as_ref().map(|file| Existing { snippet: SnippetId::DaemonJson, text: file.text().into() });
    let command = installed.command_line.as_ref();
    let command = command.map(|command| Existing { snippet: SnippetId::SystemdDropIn, text: format!("ExecStart={}\n", command.text()) });
    let planned = |numbered| planned_by(pair, numbered);
    Plan {
        daemons: daemons.collect(),
        clients: clients.collect(),
        fleet: guide::fleet_of_several(spec).map(planned),
        archive: Around::name(&spec.daemons.first().host().file_stem()),
        scripted: spec.daemons.iter().filter(|daemon| daemon.facts().script.is_some()).count(),
        host_steps: daemon.map_or_else(Vec::new, |_| guide::host_steps(pair).into_iter().map(planned).collect()),
        client_steps: client.map_or_else(Vec::new, |_| {
            guide::client_steps(of_client).into_iter().map(|numbered| planned_by(of_client, numbered)).collect()
        }),
        client_host,
        context: client.and_then(|_| guide::context_on_wish(spec, of_client.daemon)).map(|context| PlannedContext {
            name: of_client.daemon.context_name(),
            file: context.name,
            meta: context.meta,
        }),
        set_up: spec.locale.texts().set_up,
        by_hand: spec.locale.texts().by_hand,
        first_audience: guide::first_audience(of_client),
        recipe: guide::recipe(recipe).map(|recipe| recipe.blocks(of_client)),
        existing: file.into_iter().chain(command).collect(),
    }
}

fn planned_by(pair: Pair<'_>, numbered: Numbered) -> PlannedStep {
    let Numbered { step, title, text, number, way, ways, folded, lacks, missing, snippets } = numbered;
    PlannedStep {
        step,
        title,
        text: lacks.unwrap_or_default().to_owned() + &text,
        number,
        way,
        ways,
        folded,
        at: step.place(pair),
        place: step.place_in_words(pair),
        missing,
        choice: step.is_choice(),
        snippets,
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
    let passphrase = Passphrase::generate(getrandom::getrandom).map_err(|error| JsError::new(&error.to_string()))?;
    let text = passphrase.as_str().to_owned();
    Ok(Generated { text, bits: Passphrase::GENERATED_BITS }.into_ts()?)
}

/// Whether there is randomness that can be used.
#[wasm_bindgen(js_name = hasRandomness)]
pub fn has_randomness() -> bool {
    getrandom::is_usable()
}

/// Whether there is WebCrypto: not on plain http, except on localhost.
#[wasm_bindgen(js_name = hasWebCrypto)]
pub fn has_web_crypto() -> bool {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into());
    crypto.and_then(|crypto| Reflect::get(&crypto, &"subtle".into())).is_ok_and(|subtle| subtle.is_object())
}

/// What is to be issued, for the other wasm, of a draft without an error. Who has made the key already is requested: a line for each, with its role and
/// its name. Whoever takes it overwrites it: the passphrase is in it.
#[wasm_bindgen]
pub fn orders(draft: Ts<Draft>, requested: &str) -> Result<Uint8Array, JsError> {
    written(&spec(&draft)?.orders_by(named_in(requested)))
}

/// The texts of every folder, for the other wasm, made of what [`Scripts::text`] gives, which is not in here. What is kept gets nothing new; what is
/// requested gets a certificate without its key. Both have a line for each, with its role and its name. With a new trust, `list` or `ca`, hosts that are
/// kept learn that; otherwise it is empty. The authority's archive has its key, or not.
#[wasm_bindgen]
pub fn folders(draft: Ts<Draft>, scripts: &str, kept: &str, requested: &str, trust: &str, has_key: bool) -> Result<Uint8Array, JsError> {
    let scripts = Scripts::read(scripts).ok_or_else(|| JsError::new("not the scripts of this version"))?;
    written(&guide::folders_by(&spec(&draft)?, &scripts, named_in(kept), named_in(requested), TrustKind::from_name(trust), has_key))
}

/// What there is to do for all machines of a run under an authority that is there.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Afterwards {
    /// The hosts that get a certificate, all at once; nothing where one would go from host to host.
    #[serde(skip_serializing_if = "Option::is_none")]
    fleet: Option<PlannedStep>,
    /// The stem of the file name of the archive with everything that is handed out.
    archive: String,
    /// How many hosts that sets up.
    scripted: usize,
    /// The commands that bring the hosts that are kept nothing but whom they let in: all of them in one paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    trust_paste: Option<String>,
}

/// What there is to do for all, when a run has made files for whoever is not kept. The arguments are those of `folders`; `change` is the number of the
/// change of whom hosts let in.
#[wasm_bindgen]
pub fn afterwards(draft: Ts<Draft>, kept: &str, requested: &str, trust: &str, change: u32) -> Result<Option<Ts<Afterwards>>, JsError> {
    let Some(spec) = read(&draft)?.parse().spec else { return Ok(None) };
    let run = Affected::of(&spec, named_in(kept), named_in(requested), TrustKind::from_name(trust));
    let of_run = run.spec();
    let fleet = of_run.as_ref().and_then(|of_run| {
        let pair = Pair { spec: of_run, daemon: of_run.daemons.first(), client: of_run.clients.first() };
        Some(planned_by(pair, guide::fleet_of_several(of_run)?))
    });
    let afterwards = Afterwards { fleet, archive: run.archive(), scripted: run.scripted(), trust_paste: guide::paste(&spec, &run, change) };
    Ok(Some(afterwards.into_ts()?))
}

/// The texts beside a key and the request for its certificate, for the other wasm: of the draft's first host (`server`) or of its first client.
#[wasm_bindgen(js_name = requestFolder)]
pub fn request_folder(draft: Ts<Draft>, role: &str) -> Result<Uint8Array, JsError> {
    written(&guide::request_folder(&spec(&draft)?, asking(role)))
}

/// What makes that key and that request by OpenSSL, or the request alone; nothing while the draft has an error.
#[wasm_bindgen(js_name = requestCommand)]
pub fn request_command(draft: Ts<Draft>, role: &str, has_key: bool) -> Result<Option<String>, JsError> {
    Ok(read(&draft)?.parse().spec.map(|spec| guide::request_command(&spec, asking(role), has_key)))
}

fn asking(role: &str) -> Role {
    if role == "server" { Role::Server } else { Role::Client }
}

/// Whether a machine has one of these lines.
fn named_in(lines: &str) -> impl Fn(Role, &str) -> bool {
    let mut machines: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once(' ')).collect();
    machines.sort_unstable();
    move |role, name| machines.binary_search(&(if role == Role::Server { "server" } else { "client" }, name)).is_ok()
}

fn spec(draft: &Ts<Draft>) -> Result<Spec, JsError> {
    read(draft)?.parse().spec.ok_or_else(|| JsError::new("the draft has errors"))
}

fn written(value: &impl Serialize) -> Result<Uint8Array, JsError> {
    let octets = Zeroizing::new(certain(postcard::to_allocvec(value), "writing to memory does not fail"));
    Ok(Uint8Array::from(octets.as_slice()))
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
