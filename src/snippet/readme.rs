//! `README.txt` of each bundle: what is in it, and the steps, so that the page is not needed a second time.

use super::{Pair, Place, Snippet, SnippetId, Step, install_sh, of_step};
use crate::{
    spec::{Daemon, Host, Spec},
    text::{self, Text},
};

/// Of a daemon's bundle.
pub fn server_readme(pair: Pair<'_>) -> String {
    let names = pair.daemon.names().iter().map(Host::to_string).collect::<Vec<_>>().join(", ");
    let host = pair.daemon.host().to_string();
    let mut text = fill(pair.say(text::SERVER_README), &[("host", &host), ("names", &names)]);
    if install_sh(pair).is_some() {
        text += pair.say(text::INSTALL_SH);
    }
    for file in of_step(Step::Configure, pair) {
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        text += &if name == path { format!("{name}\n") } else { format!("{name:<16}  -> {path}\n") };
    }
    if let Some(source) = pair.spec.platform.untried() {
        text += &format!("\n{}\n", fill(pair.say(text::UNTRIED), &[("source", source)]));
    }
    let steps = [
        (Step::Install, text::STEP_INSTALL),
        (Step::Place, text::STEP_PLACE),
        (Step::Restart, text::STEP_RESTART),
        (Step::Firewall, text::STEP_FIREWALL),
        (Step::Prove, text::STEP_PROVE),
    ];
    sections(&mut text, pair, &steps);
    text
}

/// Of a client's bundle.
pub fn client_readme(pair: Pair<'_>) -> String {
    let hosts = pair.spec.daemons.iter().map(|daemon| pair.spec.docker_host(daemon.host())).collect::<Vec<_>>().join("\n  ");
    let mut text = fill(pair.say(text::CLIENT_README), &[("client", pair.client.name().as_str()), ("hosts", &hosts)]);
    sections(&mut text, pair, &[(Step::Unpack, text::STEP_UNPACK), (Step::Connect, text::STEP_CONNECT)]);
    text
}

/// Of the authority's bundle.
pub fn ca_readme(spec: &Spec) -> String {
    let say = |text: Text| text.in_locale(spec.locale);
    let (key, then) = match spec.authority.passphrase {
        Some(_) => (text::CA_KEY_ENCRYPTED, text::CA_OPEN),
        None => (text::CA_KEY_CLEAR, text::CA_ENCRYPT),
    };
    fill(say(text::CA_README), &[("key", say(key)), ("then", say(then))])
}

/// Of the archive that has all bundles.
pub fn all_readme(spec: &Spec) -> String {
    let say = |text: Text| text.in_locale(spec.locale);
    let mut text = say(text::ALL_README).to_owned();
    let line = |name: &str, what: &str| format!("{name}\n    {what}\n");
    for daemon in &spec.daemons {
        text += &line(&daemon.bundle_name(), &fill(say(text::ALL_SERVER), &[("host", &Daemon::host(daemon).to_string())]));
    }
    for client in &spec.clients {
        text += &line(&client.bundle_name(), &fill(say(text::ALL_CLIENT), &[("client", client.name().as_str())]));
    }
    text + &line("ca", say(text::ALL_CA))
}

/// The steps that the platform has, numbered.
fn sections(text: &mut String, pair: Pair<'_>, steps: &[(Step, Text)]) {
    let steps = steps.iter().map(|(step, title)| (*step, *title, of_step(*step, pair).collect::<Vec<_>>()));
    for (index, (step, title, snippets)) in steps.filter(|(_, _, snippets)| !snippets.is_empty()).enumerate() {
        let place = step.place(pair.spec.platform).map(|place| match place {
            Place::Desk => text::AT_DESK,
            Place::Host => text::AT_HOST,
            Place::HostAsRoot => text::AT_HOST_AS_ROOT,
            Place::Client => text::AT_CLIENT,
        });
        let (number, title, place) = (index + 1, pair.say(title), place.map_or("", |place| pair.say(place)));
        *text += &format!("\n{number}. {title}{place}\n");
        if step == Step::Firewall && pair.spec.allowed_sources.is_empty() {
            *text += &format!("\n    {}\n", pair.say(text::NO_SOURCES));
        } else {
            section(text, snippets);
        }
    }
}

fn section(text: &mut String, snippets: Vec<Snippet>) {
    for snippet in snippets {
        *text += &program(snippet.id).map_or_else(|| "\n".to_owned(), |program| format!("\n  {program}\n\n"));
        for line in snippet.text.lines() {
            *text += if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }.as_str();
        }
    }
}

/// What is used, for the snippets of which one is to be picked: a name in every language.
fn program(id: SnippetId) -> Option<&'static str> {
    match id {
        SnippetId::Firewalld => Some("firewalld"),
        SnippetId::Ufw => Some("ufw"),
        SnippetId::Nftables => Some("nftables"),
        SnippetId::DockerUser => Some("iptables"),
        SnippetId::WindowsFirewall => Some("Windows"),
        SnippetId::UnpackClient | SnippetId::ClientEnvSh => Some("sh, bash, zsh"),
        SnippetId::UnpackClientPowershell | SnippetId::ClientEnvPowershell => Some("PowerShell"),
        SnippetId::ClientContext => Some("docker context"),
        SnippetId::ClientFlags => Some("docker --tlsverify"),
        SnippetId::ClientHome => Some("~/.docker"),
        SnippetId::ClientCurl => Some("curl"),
        SnippetId::ClientPortainer => Some("Portainer"),
        _ => None,
    }
}

fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
