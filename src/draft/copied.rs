//! What people paste in place of a list of hosts: what another tool has printed, or its configuration. From it comes the list that is meant, so
//! that they are told what to type.

use super::entries::{without_comment, words};
use crate::spec::Host;

/// Where something was recognised, what it is from, and what to type instead.
pub(super) struct Copied {
    pub line: usize,
    /// A program, a file or a format, as it is called in every language.
    pub tool: &'static str,
    /// The list that is meant, in the form of the field, on one line.
    pub instead: String,
}

/// An example, when the text names no host.
const EXAMPLE: &str = "docker.example.com 192.0.2.10";
/// The most hosts in a hint: nobody reads more.
const MOST: usize = 20;

/// Looks at each line a few times; `None` for a list of hosts.
pub(super) fn hosts(text: &str) -> Option<Copied> {
    let lines: Vec<&str> = text.lines().map(|line| without_comment(line, |_| true).trim()).collect();
    // What no line can be without is looked for in all of them at once: there may be a thousand.
    let has = |wanted: &str| text.contains(wanted);
    let is_set = text.contains('=');
    let later = || {
        let of_ansible = (is_set && has("ansible_")).then(|| ansible(&lines)).flatten();
        let of_openssl = || (is_set || text.contains('[') || has("Subject Alternative Name")).then(|| openssl(&lines)).flatten();
        of_ansible.or_else(of_openssl).or_else(|| ssh_config(&lines)).or_else(|| yaml(&lines))
    };
    has("DOCKER_HOST").then(|| docker_host(&lines)).flatten().or_else(|| table(&lines)).or_else(later)
}

/// The number of the first such line.
fn first(lines: &[&str], is_such: impl Fn(&str) -> bool) -> Option<usize> {
    lines.iter().position(|line| is_such(line)).map(|index| index + 1)
}

/// `export DOCKER_HOST=…` and the same for other shells, as `docker-machine env` and Minikube print it; also `Environment=` of a unit.
fn docker_host(lines: &[&str]) -> Option<Copied> {
    let line = first(lines, is_docker_host)?;
    let values = lines.iter().filter_map(|line| {
        let (_, value) = line.split_once("DOCKER_HOST")?;
        host_in(value.trim_start_matches(|c: char| "=:'\" ".contains(c)))
    });
    Some(Copied { line, tool: "DOCKER_HOST", instead: one_line(values, "; ") })
}

fn is_docker_host(line: &str) -> bool {
    line.split_once("DOCKER_HOST").is_some_and(|(_, value)| value.starts_with(['=', ' ', ':', '"']) && value.contains("://"))
}

/// A table under a heading in capitals: `docker-machine ls`, `docker context ls`, `kubectl get nodes`.
fn table(lines: &[&str]) -> Option<Copied> {
    let is_heading = |line: &str| {
        let is_capital =
            |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/' | b'('));
        line.split_whitespace().count() > 2
            && line.split_whitespace().next().is_some_and(|first| ["NAME", "ID", "CONTAINER", "HOSTNAME"].contains(&first))
            && line.split_whitespace().all(is_capital)
    };
    let line = first(lines, is_heading)?;
    let has = |word: &str| lines[line - 1].contains(word);
    let tool = match () {
        () if has("ENDPOINT") => "docker context ls",
        () if has("ACTIVE") => "docker-machine ls",
        () if has("AVAILABILITY") => "docker node ls",
        () if has("ROLES") => "kubectl get nodes",
        () if has("IMAGE") => "docker ps",
        () => "NAME …",
    };
    let rows = lines[line..].iter().filter_map(|row| {
        let is_address = |word: &str| word.contains("://") || word.parse::<std::net::IpAddr>().is_ok();
        row.split_whitespace().filter(|word| is_address(word)).find_map(host_in)
    });
    Some(Copied { line, tool, instead: one_line(rows, "; ") })
}

/// An inventory with variables: `node1 ansible_host=10.0.0.11`.
fn ansible(lines: &[&str]) -> Option<Copied> {
    let line = first(lines, |line| line.split_whitespace().any(|word| word.starts_with("ansible_") && word.contains('=')))?;
    let hosts = lines.iter().filter_map(|line| {
        let mut words = line.split_whitespace();
        let alias = words.next().filter(|word| !word.contains('=') && !word.starts_with(['[', '#', ';']))?;
        let address = words.find_map(|word| word.strip_prefix("ansible_host=").or_else(|| word.strip_prefix("ansible_ssh_host=")));
        match (Host::parse(alias), address.and_then(host_in)) {
            (Ok(alias), Some(address)) if alias.to_string() != address => Some(format!("{alias} {address}")),
            (Ok(alias), _) => Some(alias.to_string()),
            (Err(_), address) => address,
        }
    });
    Some(Copied { line, tool: "Ansible", instead: one_line(hosts, "; ") })
}

/// `DNS.1 = a.example` below `[alt_names]`, `subjectAltName = DNS:a.example,IP:192.0.2.1`, and what `openssl x509 -text` prints: names of one
/// certificate, so of one host.
fn openssl(lines: &[&str]) -> Option<Copied> {
    let key_of = |line: &str| line.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = |line: &str| {
        let key = key_of(line);
        line.contains('=') && key.split_once('.').is_some_and(|(kind, number)| ["dns", "ip"].contains(&kind) && is_number(number))
    };
    let is_san = |line: &str| (line.contains('=') && key_of(line) == "subjectaltname") || line.contains("Subject Alternative Name");
    let line = first(lines, |line| is_name(line) || is_san(line) || key_of(line).replace(' ', "") == "[alt_names]")?;
    let values = lines.iter().flat_map(|line| {
        let values = match line.split_once('=') {
            Some((_, values)) if is_name(line) || is_san(line) => values,
            _ => line,
        };
        values.split(',').map(move |value| (line, value.trim()))
    });
    let typed = |value: &str| ["DNS:", "IP:", "IP Address:"].iter().find_map(|kind| value.strip_prefix(kind).map(str::to_owned));
    let names = values.filter_map(|(line, value)| {
        let name = typed(value).or_else(|| is_name(line).then(|| value.to_owned()))?;
        Host::parse(&name).ok().map(|host| host.to_string())
    });
    // A wildcard cannot be the first.
    let (wildcards, others): (Vec<String>, Vec<String>) = names.take(MOST).partition(|name| name.starts_with('*'));
    Some(Copied { line, tool: "OpenSSL", instead: one_line(others.into_iter().chain(wildcards), " ") })
}

/// `Host prod` and `HostName 192.0.2.10` of `~/.ssh/config`; also without the second, where the first is what ssh looks up.
fn ssh_config(lines: &[&str]) -> Option<Copied> {
    /// Words in small letters may be the names of a host.
    const KEYS: [&str; 9] = ["Host", "HostName", "Hostname", "User", "Port", "IdentityFile", "IdentitiesOnly", "ProxyJump", "ForwardAgent"];
    let read = |line: &str| {
        let (key, value) = line.split_once([' ', '\t', '='])?;
        let key = KEYS.into_iter().find(|known| *known == key)?;
        Some((key, value.trim_matches(|c: char| c.is_whitespace() || c == '=').to_owned()))
    };
    let line = first(lines, |line| read(line).is_some())?;
    let mut hosts: Vec<String> = Vec::new();
    let mut is_alias = false;
    for (key, value) in lines.iter().filter_map(|line| read(line)) {
        let is_name = key.eq_ignore_ascii_case("HostName");
        let Some(host) = (is_name || key == "Host").then(|| host_in(&value)).flatten() else { continue };
        if is_name && is_alias {
            hosts.pop();
        }
        hosts.push(host);
        is_alias = !is_name;
    }
    Some(Copied { line, tool: "ssh_config", instead: one_line(hosts.into_iter(), "; ") })
}

/// Where a command line names the host that it is for.
#[derive(Clone, Copy)]
enum Target {
    /// The first word that is no option and no value of one.
    First,
    /// The first word with a `:` in it.
    Remote,
    /// The value of `-H`.
    Option,
}

/// Programs whose command lines have a host in them, and the letters of their options that take a value.
const PROGRAMS: [(&str, &str, Target); 10] = [
    ("ssh", "BbcDEeFIiJLlmOopQRSWw", Target::First),
    ("ssh-copy-id", "Fiop", Target::First),
    ("sftp", "BbcDFiJloPRSsX", Target::First),
    ("mosh", "p", Target::First),
    ("ping", "cIiMmpQSsTtWw", Target::First),
    ("telnet", "l", Target::First),
    ("scp", "cDFiJloPSX", Target::Remote),
    ("rsync", "e", Target::Remote),
    ("curl", "", Target::Remote),
    ("docker", "", Target::Option),
];

/// A command line in the place of a host: its program, and what to type instead.
pub(super) fn command(entry: &str) -> Option<(&'static str, String)> {
    let mut typed = words(entry).skip_while(|word| ["$", "%", ">", "sudo", "doas"].contains(word));
    // As the name of a host is read: what is accepted today is accepted again. No program's name has a full stop in it.
    let first = typed.next()?;
    if !first.contains(':') && first.trim_end_matches('.').contains('.') {
        return None;
    }
    let name = Host::parse(first).ok()?.to_string();
    let &(program, with_value, target) = PROGRAMS.iter().find(|(program, ..)| *program == name)?;
    let words: Vec<&str> = typed.collect();
    let is_option = |word: &&str| word.starts_with('-');
    let is_command = match target {
        Target::First | Target::Remote => !words.is_empty(),
        // Many a host is called docker.
        Target::Option => words.iter().any(is_option),
    };
    let takes_value = |word: &str| word.len() == 2 && is_option(&word) && word.ends_with(|letter| with_value.contains(letter));
    let is_value = |index: usize| index > 0 && takes_value(words[index - 1]);
    let plain = || words.iter().enumerate().filter(|(index, word)| !is_option(word) && !is_value(*index)).map(|(_, word)| *word);
    let host = || match target {
        Target::First => plain().find_map(host_in),
        Target::Remote => plain().filter(|word| word.contains(':')).find_map(host_in),
        Target::Option => words.iter().enumerate().find_map(|(index, word)| match word.split_once('=') {
            Some(("-H" | "--host", value)) => host_in(value),
            _ if ["-H", "--host"].contains(word) => host_in(words.get(index + 1)?),
            _ => None,
        }),
    };
    is_command.then(|| (program, host().unwrap_or_else(|| EXAMPLE.into())))
}

/// Two keys or more at the beginning of lines: cloud-config, Compose, playbooks.
fn yaml(lines: &[&str]) -> Option<Copied> {
    let is_key = |line: &str| {
        let line = line.trim_start_matches("- ");
        line.split_once(':').is_some_and(|(key, rest)| {
            let is_word = key.starts_with(|first: char| first.is_ascii_alphabetic())
                && !key.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            is_word && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let line = first(lines, is_key).filter(|_| lines.iter().filter(|line| is_key(line)).count() > 1)?;
    let words = lines.iter().flat_map(|line| line.split(|c: char| c.is_whitespace() || "\"',[]".contains(c)));
    let hosts = words.filter(|word| word.contains("://")).filter_map(host_in);
    Some(Copied { line, tool: "YAML", instead: one_line(hosts, "; ") })
}

/// The host that the first word of a value is or has in it.
fn host_in(value: &str) -> Option<String> {
    let word = value.split(|c: char| c.is_whitespace() || "'\";,".contains(c)).next().filter(|word| !word.starts_with("unix:"))?;
    match Host::parse(word) {
        Ok(host) => Some(host.to_string()),
        Err(fault) => fault.hint.filter(|host| Host::parse(host).is_ok()),
    }
}

/// The items, each once.
fn one_line(hosts: impl Iterator<Item = String>, between: &str) -> String {
    let mut each: Vec<String> = Vec::new();
    for host in hosts.take(MOST) {
        if !each.contains(&host) {
            each.push(host);
        }
    }
    if each.is_empty() { EXAMPLE.into() } else { each.join(between) }
}
