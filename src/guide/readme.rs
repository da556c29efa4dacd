//! `README.txt` of each bundle: what is in it, and the steps, so that the page is not needed a second time.

use crate::{
    guide::{
        affected::Affected,
        connecting, contexts, issue_more,
        snippet::{Pair, Snippet, SnippetId},
        steps::{Numbered, Step, Way, configuration, fleet_of_several, numbered, untried},
        template,
    },
    locales::fill,
    platform::{Account, Delivery, Exposure},
    spec::{Client, Daemon, Host, Spec},
};

/// The README of a daemon's bundle, from the steps of this pair.
pub fn server_readme(pair: Pair<'_>, steps: &[Numbered]) -> String {
    let mut text = server_top(pair, pair.texts().server_readme);
    server_files(&mut text, pair, configuration(steps).iter());
    let again = if pair.facts().script.is_some() { pair.texts().server_again } else { pair.texts().server_again_by_hand };
    paragraph(&mut text, again);
    if let Some(untried) = untried(pair.daemon.platform(), pair.spec.locale) {
        paragraph(&mut text, &untried);
    }
    for numbered in steps {
        heading(&mut text, pair, numbered);
        body(&mut text, pair, numbered);
    }
    text
}

/// The README beside a daemon's certificate whose key is on the host.
pub fn requested_server_readme(pair: Pair<'_>, steps: &[Numbered]) -> String {
    let texts = pair.texts();
    let mut text = server_top(pair, texts.requested_server);
    // The key would be in the others.
    server_files(&mut text, pair, configuration(steps).iter().filter(|file| template(file.id, pair).is_none()));
    requested_key(&mut text, pair.spec, "server-key.pem", "server-cert.pem");
    let then = if pair.facts().script.is_some() { texts.requested_install } else { texts.requested_place };
    paragraph(&mut text, &fill(then, &[("directory", pair.installation().cert_directory.as_str())]));
    text
}

/// The README beside a client's certificate whose key the client has.
pub fn requested_client_readme(spec: &Spec, client: &Client) -> String {
    let texts = spec.locale.texts();
    let mut text = client_top(spec, client, texts.requested_client);
    requested_key(&mut text, spec, "key.pem", "cert.pem");
    paragraph(&mut text, texts.requested_connect);
    text
}

/// Where the private key goes, and how to see whether it is the right one.
fn requested_key(text: &mut String, spec: &Spec, key: &str, certificate: &str) {
    paragraph(text, &fill(spec.locale.texts().requested_key, &[("key", key), ("certificate", certificate)]));
}

fn server_top(pair: Pair<'_>, template: &str) -> String {
    let names = pair.daemon.names().iter().map(Host::to_string).collect::<Vec<_>>().join(", ");
    let host = pair.daemon.host().to_string();
    let power = if pair.facts().account == Account::User { pair.texts().server_power_of_user } else { pair.texts().server_power };
    fill(template, &[("host", &host), ("names", &names), ("power", power), ("trusted", pair.texts().server_ca)])
}

/// The files of the host beside its certificates.
fn server_files<'s>(text: &mut String, pair: Pair<'_>, configuration: impl Iterator<Item = &'s Snippet>) {
    if pair.facts().script.is_some() {
        *text += pair.texts().install_sh;
    }
    for file in configuration {
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        let what = file.words.file.filter(|_| name == path).map_or_else(|| format!("-> {path}"), str::to_owned);
        *text += &format!("{name:<16}  {what}\n");
    }
}

/// What the README of a client begins with.
fn client_top(spec: &Spec, client: &Client, template: &str) -> String {
    let texts = spec.locale.texts();
    let urls = |daemon: &Daemon| {
        let others = daemon.hosts().others().iter().filter(|host| !host.is_wildcard());
        let others = others.map(|host| spec.docker_host(host)).collect::<Vec<_>>().join(", ");
        let also = if others.is_empty() { others } else { format!("\n    {}", fill(texts.also, &[("others", &others)])) };
        format!("{}{also}", spec.docker_host(daemon.host()))
    };
    let hosts = spec.daemons.iter().map(urls).collect::<Vec<_>>().join("\n  ");
    let is_of_user = |daemon: &Daemon| daemon.facts().account == Account::User;
    let power = match (spec.daemons.iter().any(is_of_user), spec.daemons.iter().all(is_of_user)) {
        (_, true) => texts.client_power_of_user,
        (true, false) => texts.client_power_of_both,
        (false, _) => texts.client_power,
    };
    let values = [("client", client.name().as_str()), ("hosts", &hosts), ("power", power)];
    let mut text = fill(template, &values);
    if connecting::has_hosts(spec) {
        text += texts.connect_sh;
    }
    text
}

/// The README of a client's bundle.
pub fn client_readme(spec: &Spec, client: &Client) -> String {
    let texts = spec.locale.texts();
    let mut text = client_top(spec, client, texts.client_readme);
    if contexts::are_made(spec) {
        text += texts.contexts;
    }
    paragraph(&mut text, if connecting::has_hosts(spec) { texts.client_again_by_script } else { texts.client_again });
    // The client's files go to its own machine, and to each runner that starts daemons and clients in containers.
    let is_inside = |daemon: &&Daemon| daemon.facts().port == Exposure::Inside;
    let outside = spec.daemons.iter().find(|daemon| !is_inside(daemon));
    let inside: Vec<&Daemon> = spec.daemons.iter().filter(is_inside).collect();
    let mut count = 0;
    for &daemon in outside.iter().chain(inside.first()) {
        let pair = Pair { spec, daemon, client };
        for mut numbered in numbered(pair, &[Step::Client, Step::Unpack, Step::Connect, Step::Prove]) {
            count += usize::from(numbered.way != Some(Way::Hand));
            numbered.number = count;
            heading(&mut text, pair, &numbered);
            // With other hosts in the fleet, the place alone does not tell which ones are meant.
            if is_inside(&daemon) && outside.is_some() {
                let hosts = inside.iter().map(|daemon| daemon.host().to_string()).collect::<Vec<_>>().join(", ");
                paragraph(&mut text, &fill(texts.these_hosts, &[("hosts", &hosts)]));
            }
            body(&mut text, pair, &numbered);
        }
    }
    if outside.is_some() {
        paragraph(&mut text, texts.other_programs);
    }
    text += &format!("\n{}\n", texts.lost);
    paragraph(&mut text, &fill(texts.lost_client, &[("client", client.name().as_str())]));
    text
}

/// The README of the authority's bundle, which has its key or not.
pub fn ca_readme(spec: &Spec, has_key: bool) -> String {
    let texts = spec.locale.texts();
    let (key, then) = match spec.authority.passphrase {
        _ if !has_key => (texts.ca_key_elsewhere, texts.ca_without_key),
        Some(_) => (texts.ca_key_encrypted, texts.ca_open),
        None => (texts.ca_key_clear, texts.ca_encrypt),
    };
    let mut text = fill(texts.ca_readme, &[("key", key), ("then", then)]);
    paragraph(&mut text, texts.ca_continue);
    text.push('\n');
    indented(&mut text, &issue_more::commands());
    paragraph(&mut text, texts.ca_issue);
    // GitLab's runner is the client, and its files are beside the daemon's.
    if spec.daemons.iter().any(|daemon| daemon.facts().port != Exposure::Inside) {
        paragraph(&mut text, &fill(texts.ca_client_folder, &[("client", issue_more::CLIENT)]));
    }
    paragraph(&mut text, &fill(texts.ca_server_files, &[("where", &places(spec))]));
    text
}

/// Where the files of one more daemon go: with hosts of several kinds, like those of one that is named for each.
fn places(spec: &Spec) -> String {
    let texts = spec.locale.texts();
    let mut places: Vec<(String, &Daemon)> = Vec::new();
    for daemon in &spec.daemons {
        // Compose mounts what is beside it; the directory is that in the container.
        let place = match daemon.facts().files {
            Delivery::Folder => texts.ca_server_compose,
            Delivery::Placed | Delivery::Merged | Delivery::Afar => texts.ca_server_directory,
        };
        let place = fill(place, &[("directory", daemon.installation().cert_directory.as_str())]);
        if !places.iter().any(|(known, _)| *known == place) {
            places.push((place, daemon));
        }
    }
    if let [(place, _)] = places.as_slice() {
        return place.clone();
    }
    let like = |(place, daemon): &(String, &Daemon)| {
        let host = daemon.host().to_string();
        format!("\n- {}", fill(texts.ca_server_like, &[("host", &host), ("where", place)]))
    };
    format!("{}{}", texts.ca_servers_differ, places.iter().map(like).collect::<String>())
}

/// The README of the archive that has what a run makes. Where the key is not made here, the archive has another name, by that of the bundle, and no paste
/// takes it: the key is missing in it.
pub fn all_readme(spec: &Spec, run: &Affected<'_>) -> String {
    let texts = spec.locale.texts();
    let mut text = texts.all_readme.to_owned();
    let line = |bundle: &str, what: &str| format!("{}\n    {what}\n", run.certificate_name(bundle).unwrap_or(bundle));
    for daemon in &run.daemons {
        text += &line(&daemon.bundle_name(), &fill(texts.all_server, &[("host", &Daemon::host(daemon).to_string())]));
    }
    for daemon in &run.learning {
        text += &line(&daemon.trust_name(), &fill(texts.all_trust, &[("host", &Daemon::host(daemon).to_string())]));
    }
    for client in &run.clients {
        text += &line(&client.bundle_name(), &fill(texts.all_client, &[("client", client.name().as_str())]));
    }
    paragraph(&mut text, texts.all_ca);
    if let Some(of_run) = run.spec()
        && let Some(fleet) = fleet_of_several(&of_run)
    {
        let pair = Pair { spec: &of_run, daemon: of_run.daemons.first(), client: of_run.clients.first() };
        text += &format!("\n{}\n", fleet.title);
        body(&mut text, pair, &fleet);
    }
    text
}

/// Writes a heading as the page does: `2.` for both ways, `A.` and `B.` for each, `B1.` and so on for the steps of the second.
fn heading(text: &mut String, pair: Pair<'_>, numbered: &Numbered) {
    let texts = pair.texts();
    let (number, title) = (numbered.number, numbered.title);
    let placed = |title: &str| match numbered.step.place_in_words(pair) {
        Some(place) => fill(texts.heading, &[("title", title), ("place", place)]),
        None => title.to_owned(),
    };
    *text += &match (numbered.way, numbered.step) {
        (None, _) => format!("\n{number}. {}\n", placed(title)),
        (Some(Way::Script), _) => format!("\n{number}. {}\n\nA. {title}\n", placed(numbered.ways.unwrap_or_default())),
        (Some(Way::Hand), Step::Place | Step::Unpack) => format!("\nB. {}\n\nB1. {title}\n", texts.by_hand),
        (Some(Way::Hand), Step::Configure | Step::Connect) => format!("\nB2. {title}\n"),
        (Some(Way::Hand), Step::Firewall) => format!("\nB4. {title}\n"),
        (Some(Way::Hand), _) => format!("\nB3. {title}\n"),
    };
}

fn body(text: &mut String, pair: Pair<'_>, numbered: &Numbered) {
    let texts = pair.texts();
    let Numbered { step, missing, snippets, text: prose, .. } = numbered;
    let prose = match step {
        Step::Configure => return paragraph(text, &files(pair, snippets)),
        Step::Firewall if missing.is_some() => return paragraph(text, &format!("{prose}\n{}", texts.no_sources_fill)),
        Step::Firewall if snippets.len() == 1 => None,
        Step::Firewall | Step::Connect | Step::Watch => Some(prose.as_str()),
        Step::Unpack => Some(texts.unpack_choice),
        Step::ProveOutside => Some(texts.prove_where),
        Step::Fleet | Step::Client => Some(prose.as_str()),
        Step::Copy | Step::Install | Step::Place | Step::Restart | Step::Prove => None,
    };
    for prose in numbered.lacks.map(str::trim_end).into_iter().chain(prose) {
        paragraph(text, prose);
    }
    for snippet in snippets {
        if snippet.id == SnippetId::Diagnose {
            let is_elsewhere = pair.facts().files == Delivery::Afar;
            paragraph(text, if is_elsewhere { texts.if_not_on_host } else { texts.if_not });
        }
        block(text, *step, snippet);
        if snippet.id.is_of_job() {
            paragraph(text, snippet.words.why);
        }
        if let (SnippetId::Restart | SnippetId::Apply, Some(see)) = (snippet.id, snippet.words.see) {
            paragraph(text, &fill(see, &[("shows", snippet.words.shows.unwrap_or_default())]));
        }
    }
}

fn files(pair: Pair<'_>, files: &[Snippet]) -> String {
    let is_placed = |file: &Snippet| file.path.as_deref().is_some_and(|path| path != file.file_name());
    let (template, files): (_, Vec<&str>) = match pair.facts().files {
        Delivery::Merged => (pair.texts().configure_merge, files.iter().map(Snippet::file_name).collect()),
        Delivery::Placed => (pair.texts().configure_placed, files.iter().filter(|file| is_placed(file)).map(Snippet::file_name).collect()),
        Delivery::Folder | Delivery::Afar => (pair.texts().configure_folder, files.iter().map(Snippet::file_name).collect()),
    };
    fill(template, &[("files", &files.join(", "))])
}

fn paragraph(text: &mut String, prose: &str) {
    *text += &format!("\n{prose}\n");
}

fn block(text: &mut String, step: Step, snippet: &Snippet) {
    *text += &if step.is_choice() { format!("\n  {}\n\n", snippet.words.title) } else { "\n".to_owned() };
    indented(text, &snippet.text);
}

fn indented(text: &mut String, lines: &str) {
    for line in lines.lines() {
        *text += if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }.as_str();
    }
}
