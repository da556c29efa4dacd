//! `README.txt` of each bundle: what is in it, and the steps, so that the page is not needed a second time.

use super::{Numbered, Pair, Place, Snippet, SnippetId, Step, Way, install_sh, issue_more, of_step, steps};
use crate::{
    spec::{Daemon, Host, Platform, Spec},
    text::{self, Text},
};

/// Of a daemon's bundle.
pub fn server_readme(pair: Pair<'_>) -> String {
    let names = pair.daemon.names().iter().map(Host::to_string).collect::<Vec<_>>().join(", ");
    let host = pair.daemon.host().to_string();
    let power = pair.say(if pair.spec.platform == Platform::Rootless { text::SERVER_POWER_OF_USER } else { text::SERVER_POWER });
    let mut text = fill(pair.say(text::SERVER_README), &[("host", &host), ("names", &names), ("power", power)]);
    if install_sh(pair).is_some() {
        text += pair.say(text::INSTALL_SH);
    }
    for file in of_step(Step::Configure, pair) {
        let (name, path) = (file.file_name(), file.path.as_deref().unwrap_or_default());
        let what = what_it_is(file.id).filter(|_| name == path).map_or_else(|| format!("-> {path}"), |what| pair.say(what).to_owned());
        text += &format!("{name:<16}  {what}\n");
    }
    if let Some(source) = pair.spec.platform.untried() {
        text += &format!("\n{}\n", fill(pair.say(text::UNTRIED), &[("source", source)]));
    }
    for numbered in steps(pair) {
        heading(&mut text, pair, &numbered);
        let is_the_clients = numbered.step.place(pair.spec.platform) == Some(Place::Client);
        if is_the_clients { paragraph(&mut text, pair.say(text::IN_CLIENTS_README)) } else { body(&mut text, pair, numbered) }
    }
    text
}

/// Of a client's bundle.
pub fn client_readme(pair: Pair<'_>) -> String {
    let urls = |daemon: &Daemon| {
        let urls: Vec<String> = daemon.hosts().iter().filter(|host| !host.is_wildcard()).map(|host| pair.spec.docker_host(host)).collect();
        let also = |others: &[String]| format!("\n    {}", fill(pair.say(text::ALSO), &[("others", &others.join(", "))]));
        format!("{}{}", urls[0], if urls.len() > 1 { also(&urls[1..]) } else { String::new() })
    };
    let hosts = pair.spec.daemons.iter().map(urls).collect::<Vec<_>>().join("\n  ");
    let power = pair.say(if pair.spec.platform == Platform::Rootless { text::CLIENT_POWER_OF_USER } else { text::CLIENT_POWER });
    let values = [("client", pair.client.name().as_str()), ("hosts", &hosts), ("power", power)];
    let mut text = fill(pair.say(text::CLIENT_README), &values);
    let of_the_client = steps(pair).into_iter().filter(|numbered| matches!(numbered.step, Step::Unpack | Step::Connect));
    for (index, numbered) in of_the_client.enumerate() {
        let numbered = Numbered { number: index + 1, ..numbered };
        heading(&mut text, pair, &numbered);
        body(&mut text, pair, numbered);
    }
    text
}

/// Of the authority's bundle.
pub fn ca_readme(spec: &Spec) -> String {
    let say = |text: Text| text.in_locale(spec.locale);
    let (key, then) = match spec.authority.passphrase {
        Some(_) => (text::CA_KEY_ENCRYPTED, text::CA_OPEN),
        None => (text::CA_KEY_CLEAR, text::CA_ENCRYPT),
    };
    let mut text = fill(say(text::CA_README), &[("key", say(key)), ("then", say(then))]);
    let client = [("client", issue_more::CLIENT)];
    let mut issue = |prose: String, commands: String| {
        paragraph(&mut text, &prose);
        text.push('\n');
        indented(&mut text, &commands);
    };
    issue(fill(say(text::CA_MORE_CLIENTS), &client), issue_more::client(spec));
    // Compose mounts what is beside it; the directory is that in the container.
    let place = match spec.platform {
        Platform::Proxy | Platform::Dind => text::CA_SERVER_COMPOSE,
        _ => text::CA_SERVER_DIRECTORY,
    };
    let place = fill(say(place), &[("directory", spec.cert_directory.as_str())]);
    let mut servers = fill(say(text::CA_MORE_SERVERS), &[("host", issue_more::HOST), ("where", &place)]);
    // GitLab's runner is the client, and its files are beside the daemon's.
    if spec.platform != Platform::GitlabDind {
        servers = format!("{}\n\n{servers}", fill(say(text::CA_CLIENT_FOLDER), &client));
    }
    issue(servers, issue_more::server(spec));
    text
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

/// As on the page: `2.` for both ways, `A.` and `B.` for each, `B1.` and so on for the steps of the second.
fn heading(text: &mut String, pair: Pair<'_>, numbered: &Numbered) {
    let title = pair.say(match numbered.step {
        Step::Copy => text::STEP_COPY,
        Step::Install => text::WAY_SCRIPT,
        Step::Place => text::STEP_PLACE,
        Step::Configure => text::STEP_CONFIGURE,
        Step::Restart => text::STEP_RESTART,
        Step::Firewall => text::STEP_FIREWALL,
        Step::Unpack => text::STEP_UNPACK,
        Step::Connect => text::STEP_CONNECT,
        Step::Prove => text::STEP_PROVE,
    });
    let place = numbered.step.place(pair.spec.platform).map_or("", |place| {
        pair.say(match place {
            Place::Desk => text::AT_DESK,
            Place::Host => text::AT_HOST,
            Place::HostAsRoot => text::AT_HOST_AS_ROOT,
            Place::Client => text::AT_CLIENT,
        })
    });
    let number = numbered.number;
    *text += &match (numbered.way, numbered.step) {
        (None, _) => format!("\n{number}. {title}{place}\n"),
        (Some(Way::Script), _) => format!("\n{number}. {}{place}\n\nA. {title}\n", pair.say(text::SET_UP)),
        (Some(Way::Hand), Step::Place) => format!("\nB. {}\n\nB1. {title}\n", pair.say(text::WAY_HAND)),
        (Some(Way::Hand), Step::Configure) => format!("\nB2. {title}\n"),
        (Some(Way::Hand), _) => format!("\nB3. {title}\n"),
    };
}

fn body(text: &mut String, pair: Pair<'_>, Numbered { step, missing, snippets, shows, .. }: Numbered) {
    let prose = match step {
        Step::Configure => return paragraph(text, &configuration(pair, &snippets)),
        Step::Firewall if missing.is_some() => {
            return paragraph(text, &fill(pair.say(text::NO_SOURCES), &[("port", &pair.spec.listen.port.to_string())]));
        }
        Step::Firewall if snippets.len() > 1 => Some(text::FIREWALL_CHOICE),
        Step::Unpack => Some(text::UNPACK_CHOICE),
        Step::Connect => Some(text::CONNECT_CHOICE),
        Step::Prove => Some(text::PROVE_WHERE),
        _ => None,
    };
    if let Some(prose) = prose {
        paragraph(text, pair.say(prose));
    }
    for snippet in snippets {
        if snippet.id == SnippetId::Diagnose {
            let is_elsewhere = pair.spec.platform.is_set_up_from_afar();
            paragraph(text, pair.say(if is_elsewhere { text::IF_NOT_ON_HOST } else { text::IF_NOT }));
        }
        block(text, &snippet);
        if let Some(shows) = shows.filter(|_| matches!(snippet.id, SnippetId::Restart | SnippetId::Apply)) {
            paragraph(text, &fill(pair.say(text::SHOWS), &[("shows", shows)]));
        }
    }
}

fn configuration(pair: Pair<'_>, files: &[Snippet]) -> String {
    let is_placed = |file: &Snippet| file.path.as_deref().is_some_and(|path| path != file.file_name());
    let uses_places = of_step(Step::Place, pair).any(|snippet| snippet.id != SnippetId::UnpackServer);
    let (template, files): (_, Vec<&str>) = match pair.spec.platform {
        Platform::GitlabDind => (text::CONFIGURE_MERGE, files.iter().map(Snippet::file_name).collect()),
        _ if uses_places => (text::CONFIGURE_PLACED, files.iter().filter(|file| is_placed(file)).map(Snippet::file_name).collect()),
        _ => (text::CONFIGURE_FOLDER, files.iter().map(Snippet::file_name).collect()),
    };
    fill(pair.say(template), &[("files", &files.join(", "))])
}

fn paragraph(text: &mut String, prose: &str) {
    *text += &format!("\n{prose}\n");
}

fn block(text: &mut String, snippet: &Snippet) {
    *text += &program(snippet.id).map_or_else(|| "\n".to_owned(), |program| format!("\n  {program}\n\n"));
    indented(text, &snippet.text);
}

fn indented(text: &mut String, lines: &str) {
    for line in lines.lines() {
        *text += if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }.as_str();
    }
}

/// Of a file that is not put anywhere.
fn what_it_is(id: SnippetId) -> Option<Text> {
    match id {
        SnippetId::Compose => Some(text::COMPOSE_FILE),
        SnippetId::NginxConf => Some(text::NGINX_FILE),
        SnippetId::GitlabJob => Some(text::GITLAB_FILE),
        SnippetId::Ignition => Some(text::IGNITION_FILE),
        SnippetId::Butane => Some(text::BUTANE_FILE),
        SnippetId::CloudInit => Some(text::CLOUD_INIT_FILE),
        SnippetId::Ansible => Some(text::ANSIBLE_FILE),
        SnippetId::InstallPs1 => Some(text::INSTALL_PS1),
        _ => None,
    }
}

/// What is used, for the snippets of which one is to be picked: a name in every language.
fn program(id: SnippetId) -> Option<&'static str> {
    match id {
        SnippetId::Firewalld => Some("firewalld"),
        SnippetId::Ufw => Some("ufw"),
        SnippetId::Nftables => Some("nftables"),
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
