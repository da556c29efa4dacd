//! What the reader does, in order, and every target by its step.

use super::{
    configure, connect, connecting, contexts, firewall, prove, server,
    snippet::{Pair, Snippet, SnippetId},
};
use crate::{
    locales::{StepWords, Texts, fill},
    named::listed,
    platform::{Account, Delivery, Exposure, Init, Platform},
    problem::Field,
    spec::{ClientKind, Daemon, Locale, Spec},
};
use serde::Serialize;

listed! {
    /// What the reader does, in order.
    #[serde(rename_all = "kebab-case")]
    pub enum Step {
        /// Set up all hosts at once: no step of a pair, but instead of the first ones of all.
        Fleet,
        /// Bring the files to the daemon's machine.
        Copy,
        /// Let the script do everything on the daemon's machine: the next three are the same by hand.
        Install,
        /// Put the files into their places.
        Place,
        /// Look at the daemon's configuration.
        Configure,
        /// Restart the daemon.
        Restart,
        /// Let known clients through the firewall.
        Firewall,
        /// Let the script do everything on the client's machine: the next two are the same by hand.
        Client,
        /// Put the client's files into their place.
        Unpack,
        /// Connect with the client's files.
        Connect,
        /// See that it works.
        Prove,
        /// See from outside that strangers are refused, by other programs than the scripts' own.
        ProveOutside,
        /// Have somebody told before the daemon's certificate ends.
        Watch,
    }
}

impl Step {
    /// Whether one of its snippets is to be picked, rather than all to be followed.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Firewall | Self::Client | Self::Unpack | Self::Connect | Self::Watch)
    }

    /// Whether it is about the daemon's machine; the others are about the client's.
    fn is_about_host(self) -> bool {
        match self {
            Self::Fleet | Self::Copy | Self::Install | Self::Place | Self::Configure | Self::Restart | Self::Firewall | Self::Watch => true,
            Self::Client | Self::Unpack | Self::Connect | Self::Prove | Self::ProveOutside => false,
        }
    }

    /// Where it is done, in words; `None` when the snippets say it.
    pub fn place_in_words(self, pair: Pair<'_>) -> Option<&'static str> {
        Some(self.place(pair)?.words(pair.texts()))
    }

    fn words(self, texts: &Texts) -> &StepWords {
        let steps = &texts.steps;
        match self {
            Self::Fleet => &steps.fleet,
            Self::Copy => &steps.copy,
            Self::Install => &steps.install,
            Self::Place => &steps.place,
            Self::Configure => &steps.configure,
            Self::Restart => &steps.restart,
            Self::Firewall => &steps.firewall,
            Self::Client => &steps.client,
            Self::Unpack => &steps.unpack,
            Self::Connect => &steps.connect,
            Self::Prove => &steps.prove,
            Self::ProveOutside => &steps.prove_outside,
            Self::Watch => &steps.watch,
        }
    }

    /// Where it is done; `None` when that differs from snippet to snippet.
    pub fn place(self, pair: Pair<'_>) -> Option<Place> {
        let facts = pair.facts();
        let host = match facts.account {
            Account::Root => Place::HostAsRoot,
            Account::Sudo | Account::Administrator | Account::User => Place::Host,
        };
        Some(match self {
            Self::Fleet | Self::Copy => Place::Desk,
            Self::Place | Self::Configure | Self::Restart if facts.files == Delivery::Afar => Place::Desk,
            Self::Unpack if facts.port == Exposure::Inside => host,
            // From there the files go into a form in a browser, or into a store of secrets.
            Self::Unpack if pair.client.kind.is_handed_files() => Place::Desk,
            Self::Connect if pair.client.kind == ClientKind::Portainer => Place::Desk,
            Self::Install | Self::Place | Self::Configure | Self::Restart | Self::Firewall | Self::Watch => host,
            Self::Client | Self::Unpack | Self::Connect | Self::Prove => Place::Client,
            Self::ProveOutside => return None,
        })
    }
}

/// A step of a pair, as the page and the README number it.
#[derive(Clone, Debug)]
pub struct Numbered {
    /// Which one.
    pub step: Step,
    /// Its heading.
    pub title: &'static str,
    /// What to do, or where to begin.
    pub text: String,
    /// Its number, from 1. Two ways to the same result share one number.
    pub number: usize,
    /// Script or by hand; `None` where the platform has one way only.
    pub way: Option<Way>,
    /// The heading of the two ways, with the first step of the first one.
    pub ways: Option<&'static str>,
    /// What the second way lacks, with its first step.
    pub lacks: Option<&'static str>,
    /// Nobody needs it at once for whom all has gone well: by hand, from outside, and later.
    pub folded: bool,
    /// The field that has to be filled in before there are snippets.
    pub missing: Option<Field>,
    /// Empty when `missing` says why.
    pub snippets: Vec<Snippet>,
}

listed! {
    /// How a machine is set up.
    #[serde(rename_all = "kebab-case")]
    pub enum Way {
        /// By the bundle's `install.sh` or `connect.sh`.
        Script,
        /// Command by command.
        Hand,
    }
}

listed! {
    /// Where a step is done.
    #[serde(rename_all = "kebab-case")]
    pub enum Place {
        /// The computer with the downloads.
        Desk,
        /// The daemon's machine.
        Host,
        /// The daemon's machine, as root.
        HostAsRoot,
        /// The client's machine.
        Client,
    }
}

impl Place {
    /// Its name in this language, without a capital letter.
    pub(super) fn words(self, texts: &Texts) -> &'static str {
        match self {
            Self::Desk => texts.on_desk,
            Self::Host => texts.on_host,
            Self::HostAsRoot => texts.on_host_as_root,
            Self::Client => texts.on_client,
        }
    }
}

/// What writes a snippet; `None` where the spec's platform has no use for it.
#[derive(Clone, Copy)]
enum Render {
    Alone(fn(Pair<'_>) -> Option<Snippet>),
    /// Writes one from the snippets of [`Step::Configure`] for the same pair.
    WithConfiguration(fn(Pair<'_>, &[Snippet]) -> Option<Snippet>),
}
use Render::{Alone, WithConfiguration};

macro_rules! all {
    ($($(#[$meta:meta])* $id:ident: $step:ident, $render:expr;)*) => {
        /// Every target.
        const ALL: &[(Step, Render)] = &[$((Step::$step, $render),)*];
    };
}
targets!(all);

/// The snippets of one step.
pub fn of_step(step: Step, pair: Pair<'_>) -> impl Iterator<Item = Snippet> {
    let configuration = if step == Step::Place { rendered(Step::Configure, pair, &[]) } else { Vec::new() };
    rendered(step, pair, &configuration).into_iter()
}

fn rendered(step: Step, pair: Pair<'_>, configuration: &[Snippet]) -> Vec<Snippet> {
    // Inside GitLab CI, the job is the client.
    let nobody_connects =
        pair.facts().port == Exposure::Inside && matches!(step, Step::Client | Step::Connect | Step::Prove | Step::ProveOutside);
    // A context is of the docker command.
    let lacks_docker = !pair.client.kind.has_docker() && matches!(step, Step::Client | Step::Prove);
    if nobody_connects || lacks_docker || missing(step, pair).is_some() {
        return Vec::new();
    }
    let targets = ALL.iter().filter(|(of, _)| *of == step);
    let snippets = targets.filter_map(|(_, render)| match render {
        Alone(render) => render(pair),
        WithConfiguration(render) => render(pair, configuration),
    });
    let mut snippets: Vec<Snippet> = snippets.collect();
    // Alpine and Devuan have no firewall that is set up; nftables stands alone.
    let has_nftables = matches!(pair.facts().script, Some(Init::Openrc | Init::Sysv));
    snippets.sort_by_key(|snippet| !(comes_first(snippet.id, pair.client.kind) || has_nftables && snippet.id == SnippetId::Nftables));
    snippets
}

/// Whether a snippet is what this kind of client is set up by, rather than what suits the docker command in a POSIX shell.
fn comes_first(id: SnippetId, kind: ClientKind) -> bool {
    match kind {
        ClientKind::Linux | ClientKind::Macos | ClientKind::Ide => false,
        ClientKind::Windows => matches!(id, SnippetId::ConnectPs1 | SnippetId::UnpackClientPowershell | SnippetId::ClientEnvPowershell),
        ClientKind::Portainer => id == SnippetId::ClientPortainer,
        ClientKind::Ci => id.is_of_job(),
        // Programs are told by their environment, which every library reads.
        ClientKind::Library | ClientKind::Dashboard => id == SnippetId::ClientEnvSh,
    }
}

/// The steps that the platform has.
pub fn steps(pair: Pair<'_>) -> Vec<Numbered> {
    let of_pair: Vec<Step> = Step::ALL.iter().copied().filter(|&step| step != Step::Fleet).collect();
    numbered(pair, &of_pair)
}

/// Those of them that the README of the daemon's bundle has: the others are in that of the client's.
pub fn steps_of_bundle(pair: Pair<'_>) -> Vec<Numbered> {
    let is_of_client = |step: Step| step.place(pair) == Some(Place::Client) || step == Step::Fleet;
    let of_bundle: Vec<Step> = Step::ALL.iter().copied().filter(|&step| !is_of_client(step)).collect();
    numbered(pair, &of_bundle)
}

/// Those of them that are about the daemon's machine.
pub fn host_steps(pair: Pair<'_>) -> Vec<Numbered> {
    let of_host: Vec<Step> = Step::ALL.iter().copied().filter(|&step| step != Step::Fleet && step.is_about_host()).collect();
    numbered(pair, &of_host)
}

/// Those that are about the client's.
pub fn client_steps(pair: Pair<'_>) -> Vec<Numbered> {
    let of_client: Vec<Step> = Step::ALL.iter().copied().filter(|step| !step.is_about_host()).collect();
    numbered(pair, &of_client)
}

/// All hosts at once, and which of them are left to their own steps; `None` where that is all of them.
pub fn fleet(spec: &Spec) -> Option<Numbered> {
    let pair = Pair { spec, daemon: spec.daemons.first(), client: spec.clients.first() };
    let mut fleet = numbered(pair, &[Step::Fleet]).pop()?;
    let is_left = |daemon: &&Daemon| Pair { daemon, ..pair }.facts().script.is_none();
    let left: Vec<String> = spec.daemons.iter().filter(is_left).map(|daemon| daemon.host().to_string()).collect();
    if !left.is_empty() {
        fleet.text += &fill(pair.texts().fleet_by_hand, &[("hosts", &left.join(", "))]);
    }
    let is_of_root = |daemon: &&Daemon| !is_left(daemon) && daemon.facts().account == Account::Root;
    let roots: Vec<String> = spec.daemons.iter().filter(is_of_root).map(|daemon| daemon.host().to_string()).collect();
    if !roots.is_empty() {
        fleet.text += &fill(pair.texts().fleet_as_root, &[("hosts", &roots.join(", "))]);
    }
    let is_limited = spec.daemons.iter().any(|daemon| Pair { daemon, ..pair }.allow().is_some());
    let ports = if is_limited { pair.texts().fleet_limited } else { pair.texts().fleet_open };
    fleet.text += &fill(ports, &[("port", &spec.listen.port.to_string())]);
    Some(fleet)
}

/// The same where several hosts have a script: one has it in its own steps.
pub fn fleet_of_several(spec: &Spec) -> Option<Numbered> {
    let has_script = |daemon: &&Daemon| daemon.facts().script.is_some();
    spec.daemons.iter().filter(has_script).nth(1).and_then(|_| fleet(spec))
}

/// Those of these steps that the platform has. The configuration is written once, for whatever has it.
pub(super) fn numbered(pair: Pair<'_>, wanted: &[Step]) -> Vec<Numbered> {
    let configuration = if wanted.contains(&Step::Configure) { rendered(Step::Configure, pair, &[]) } else { Vec::new() };
    let mut steps: Vec<Numbered> = Vec::new();
    for &step in wanted {
        let snippets = if step == Step::Configure { configuration.clone() } else { rendered(step, pair, &configuration) };
        let missing = missing(step, pair);
        if missing.is_none() && snippets.is_empty() {
            continue;
        }
        let by_hand_after = |script| steps.iter().any(|before| before.step == script).then_some(Way::Hand);
        let way = match step {
            Step::Install | Step::Client => Some(Way::Script),
            Step::Place | Step::Configure | Step::Restart => by_hand_after(Step::Install),
            Step::Unpack | Step::Connect => by_hand_after(Step::Client),
            // The script sets the same rules.
            Step::Firewall if pair.allow().is_some() => by_hand_after(Step::Install),
            Step::Fleet | Step::Copy | Step::Firewall | Step::Prove | Step::ProveOutside | Step::Watch => None,
        };
        let texts = pair.texts();
        let ways = match step {
            Step::Install => Some(texts.set_up),
            Step::Client => Some(texts.set_up_client),
            Step::Fleet | Step::Copy | Step::Place | Step::Configure | Step::Restart | Step::Firewall => None,
            Step::Unpack | Step::Connect | Step::Prove | Step::ProveOutside | Step::Watch => None,
        };
        let lacks = match step {
            Step::Place => way.map(|_| texts.by_hand_lacks),
            Step::Unpack => way.map(|_| texts.by_hand_lacks_client),
            Step::Fleet | Step::Copy | Step::Install | Step::Configure | Step::Restart | Step::Firewall => None,
            Step::Client | Step::Connect | Step::Prove | Step::ProveOutside | Step::Watch => None,
        };
        let folded = way == Some(Way::Hand) || matches!(step, Step::ProveOutside | Step::Watch);
        let number = steps.last().map_or(0, |last| last.number) + usize::from(way != Some(Way::Hand));
        let StepWords { title, text } = step.words(pair.texts());
        let lacks_contexts = step == Step::Connect && connecting::has_hosts(pair.spec) && !contexts::are_made(pair.spec);
        let text = match missing {
            Some(_) => fill(pair.texts().no_sources, &[("port", &pair.spec.listen.port.to_string())]),
            None if lacks_contexts => format!("{text}\n{}", fill(pair.texts().no_contexts, &[("most", &contexts::MOST.to_string())])),
            None => (*text).to_owned(),
        };
        steps.push(Numbered { step, title, text, number, way, ways, lacks, folded, missing, snippets });
    }
    steps
}

/// The configuration among the steps of a pair.
pub fn configuration(steps: &[Numbered]) -> &[Snippet] {
    steps.iter().find(|numbered| numbered.step == Step::Configure).map_or(&[], |numbered| numbered.snippets.as_slice())
}

/// What is said below a platform that was not tried on the real thing.
pub fn untried(platform: Platform, locale: Locale) -> Option<String> {
    let (facts, texts) = (platform.facts(), locale.texts());
    let source = facts.untried?;
    // OpenRC was tried, on a system that is not one of these.
    let is_openrc = facts.script == Some(Init::Openrc);
    Some(if is_openrc { texts.tried_openrc.to_owned() } else { fill(texts.untried, &[("source", source)]) })
}

/// Without known sources there are no rules for a firewall: an open port is not what is wanted.
fn missing(step: Step, pair: Pair<'_>) -> Option<Field> {
    let lacks_sources = pair.spec.allowed_sources.is_empty() && pair.facts().leaves_the_firewall_to_the_reader();
    (step == Step::Firewall && lacks_sources).then_some(Field::AllowedSources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::install_sh;
    use crate::{platform::Firewall, spec::Spec};

    fn spec(platform: Platform, sources: &str) -> Spec {
        let (hosts, clients) = ("a.example".into(), "anna\nci kind=ci\nweb kind=portainer\nwinnie kind=windows".into());
        let draft = crate::Draft { hosts, clients, platform: platform.name().into(), ..Default::default() };
        crate::Draft { allowed_sources: sources.into(), ..draft }.parse().spec.expect("valid")
    }

    #[test]
    fn numbers_count_up_and_the_two_ways_share_one() {
        for &platform in Platform::ALL {
            let spec = spec(platform, "");
            let steps = steps(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] });
            let of_host = |step: &&Numbered| !matches!(step.step, Step::Client | Step::Unpack | Step::Connect);
            let ways: Vec<&Numbered> = steps.iter().filter(|step| step.way.is_some()).filter(of_host).collect();
            assert!(ways.iter().all(|step| step.number == ways[0].number));
            for scripted in steps.windows(2).filter(|two| two[0].way == Some(Way::Script)) {
                let hand = &scripted[1];
                assert_eq!((hand.way, hand.number, hand.folded), (Some(Way::Hand), scripted[0].number, true));
                assert!(scripted[0].ways.is_some() && hand.lacks.is_some() && !scripted[0].folded, "{platform:?}");
            }
            let is_first = |way: Option<Way>| way.is_none() || way == Some(Way::Script);
            let counted: Vec<usize> = steps.iter().filter(|step| is_first(step.way)).map(|step| step.number).collect();
            assert_eq!(counted, (1..=counted.len()).collect::<Vec<_>>());
            assert_eq!(ways.is_empty(), install_sh(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).is_none());
        }
    }

    #[test]
    fn the_firewalls_step_has_rules_or_says_what_is_missing() {
        for &platform in Platform::ALL {
            for sources in ["", "192.0.2.7"] {
                let spec = spec(platform, sources);
                let steps = steps(Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] });
                let firewall = steps.iter().find(|step| step.step == Step::Firewall);
                assert_eq!(firewall.is_some(), platform.facts().leaves_the_firewall_to_the_reader(), "{platform:?}");
                let Some(firewall) = firewall else { continue };
                assert_eq!(firewall.missing.is_some(), sources.is_empty());
                assert_eq!(firewall.snippets.is_empty(), sources.is_empty());
            }
        }
    }

    #[test]
    fn who_is_let_in_is_in_the_configuration_of_those_platforms_that_say_so() {
        for &platform in Platform::ALL {
            let [nobody, somebody] = ["", "192.0.2.7"].map(|sources| {
                let spec = spec(platform, sources);
                of_step(Step::Configure, Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).collect::<Vec<_>>()
            });
            assert_eq!(nobody != somebody, platform.facts().firewall == Firewall::Configuration, "{platform:?}");
        }
    }

    #[test]
    fn what_a_kind_of_client_is_set_up_by_comes_first_and_nothing_is_lost() {
        let draft = crate::Draft { hosts: "a.example".into(), ..Default::default() };
        let ids = |kind: ClientKind, step: Step| -> Vec<SnippetId> {
            let spec = crate::Draft { clients: format!("bob kind={}", kind.name()), ..draft.clone() }.parse().spec.expect("valid");
            of_step(step, Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] }).map(|snippet| snippet.id).collect()
        };
        for &kind in ClientKind::ALL {
            let unpack = if kind == ClientKind::Windows { SnippetId::UnpackClientPowershell } else { SnippetId::UnpackClient };
            let connect = match kind {
                ClientKind::Linux | ClientKind::Macos | ClientKind::Ide => SnippetId::ClientContext,
                ClientKind::Windows => SnippetId::ClientEnvPowershell,
                ClientKind::Portainer => SnippetId::ClientPortainer,
                ClientKind::Ci => SnippetId::ClientCi,
                ClientKind::Library | ClientKind::Dashboard => SnippetId::ClientEnvSh,
            };
            for (step, first) in [(Step::Unpack, unpack), (Step::Connect, connect)] {
                let mut found = ids(kind, step);
                assert_eq!(found[0], first, "{kind:?}");
                let mut usual = ids(ClientKind::USUAL, step);
                // Only a job has a store of secrets, and only Portainer has this form.
                found.retain(|id| !id.is_of_job() && *id != SnippetId::ClientPortainer);
                found.sort();
                usual.sort();
                assert_eq!(found, usual, "{kind:?}");
            }
        }
    }

    #[test]
    fn every_id_has_a_target_and_the_other_way_round() {
        let mut ids = Vec::new();
        for &platform in crate::Platform::ALL {
            let spec = spec(platform, "192.0.2.7");
            for client in &spec.clients {
                let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client };
                ids.extend(Step::ALL.iter().flat_map(|&step| of_step(step, pair)).map(|snippet| snippet.id));
            }
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids, SnippetId::ALL);
    }
}
