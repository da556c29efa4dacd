//! The daemon's command line in a systemd unit that is there.

use super::check_addresses;
use crate::{
    problem::{Code, Field, Problem},
    spec::{Listen, is_invisible},
};

/// The name that our own drop-in has; others come before and after it by their names.
const OUR_DROP_IN: &str = "tls.conf";

/// Its value are options of RootlessKit (moby `contrib/dockerd-rootless.sh`). A drop-in that sets it takes away what was in it.
pub const ROOTLESSKIT_FLAGS: &str = "DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS";

/// A command, its words as they stand in the unit. Our own options are not among them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CommandLine {
    program: String,
    hosts: Vec<String>,
    others: Vec<String>,
    /// Options of ours that switch TLS, or the question for a certificate, off.
    switches: Vec<String>,
    /// What the unit gives to RootlessKit, where that starts the daemon.
    rootlesskit: String,
}

impl CommandLine {
    /// From what a person pastes: what `systemctl cat docker` says, a line of it, or the command alone.
    pub(crate) fn parse(pasted: &str, program: &str, listen: Option<Listen>, problems: &mut Vec<Problem>) -> Option<Self> {
        let unit = Unit::read(pasted);
        let found = unit.command().and_then(|(line, command)| {
            let mut read = Self::read(command, program).map_err(|fault| Fault { line, ..fault })?;
            read.hosts.iter_mut().for_each(|host| *host = unit.expanded(host));
            Ok((line, read))
        });
        match found {
            Ok((line, mut read)) => {
                for flag in &read.switches {
                    problems.push(Problem::new(Field::ExecStart, Code::FlagLetsEverybodyIn).at_line(line).with_value(flag));
                }
                if let Some(listen) = listen {
                    check_addresses(Field::ExecStart, line, &read.hosts, listen, problems);
                }
                unit.check_variables(line, &read, problems);
                if program == "dockerd-rootless.sh" {
                    let flags = unit.value(ROOTLESSKIT_FLAGS).unwrap_or_default();
                    if flags.chars().any(is_unprintable) {
                        problems.push(Problem::new(Field::ExecStart, Code::ExecStartUnclear).at_line(line).with_value(flags));
                        return None;
                    }
                    read.rootlesskit = flags.to_owned();
                    if let Some((line, drop_in)) = &unit.publishing {
                        problems.push(Problem::new(Field::ExecStart, Code::PublishingOverridden).at_line(*line).with_value(drop_in));
                    }
                }
                Some(read)
            }
            Err(Fault { code, line, value }) => {
                problems.push(Problem::new(Field::ExecStart, code).at_line(line).with_value(value.trim()));
                None
            }
        }
    }

    /// A command of a package's own unit.
    pub fn of_package(command: &str) -> Self {
        let words = words(command).unwrap_or_default();
        Self::sort(&words).unwrap_or_default()
    }

    /// The addresses that it gives by `-H`.
    pub fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// The command with these words after its program, and these behind its own options: variables, which may be empty, come last.
    pub fn with(&self, before: &[String], behind: &[String]) -> String {
        let mut command = self.program.clone();
        let mut add = |words: &[String], which: fn(&str) -> bool| {
            for word in words.iter().filter(|word| which(word)) {
                command.push(' ');
                command += word;
            }
        };
        add(before, |_| true);
        add(&self.others, |word| !word.starts_with('$'));
        add(behind, |_| true);
        add(&self.others, |word| word.starts_with('$'));
        command
    }

    /// The options of RootlessKit with this port published, which stands in the way of another one for the same.
    pub fn rootlesskit(&self, listen: Listen) -> String {
        let port = listen.port.to_string();
        let mut flags = vec![format!("-p {}:{port}:{port}/tcp", listen.address_in_url())];
        let mut words = self.rootlesskit.split_whitespace();
        while let Some(word) = words.next() {
            let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            if !matches!(name, "-p" | "--p" | "-publish" | "--publish") {
                flags.push(word.to_owned());
                continue;
            }
            // Several may stand in one, between commas.
            let Some(value) = value.or_else(|| words.next()) else { continue };
            let others: Vec<&str> = value.split(',').filter(|one| published_port(one) != Some(&port)).collect();
            if !others.is_empty() {
                flags.push(format!("-p {}", others.join(",")));
            }
        }
        flags.join(" ")
    }

    /// What a person may paste to mean the same.
    pub fn pasted(&self) -> String {
        match &*self.rootlesskit {
            "" => self.text(),
            flags => format!("Environment=\"{ROOTLESSKIT_FLAGS}={flags}\"\nExecStart={}\n", self.text()),
        }
    }

    /// The command as it was, but for our own options.
    pub fn text(&self) -> String {
        let mut command = self.program.clone();
        for host in &self.hosts {
            command += " -H ";
            command += host;
        }
        for word in &self.others {
            command.push(' ');
            command += word;
        }
        command
    }

    fn read(command: &str, program: &str) -> Result<Self, Fault> {
        let unclear = |value: &str| Fault { code: Code::ExecStartUnclear, line: 0, value: value.to_owned() };
        if command.chars().any(is_unprintable) {
            return Err(unclear(command));
        }
        let words = words(command).ok_or_else(|| unclear(command))?;
        let first = words.first().ok_or_else(|| unclear(command))?;
        // Prefixes of systemd (systemd.service(5)) and other programs that start the daemon change what the words mean.
        if first.rsplit('/').next() != Some(program) || first.starts_with(['@', '-', ':', '+', '!', '|']) {
            return Err(Fault { code: Code::ExecStartNotDockerd, line: 0, value: first.clone() });
        }
        Self::sort(&words).ok_or_else(|| unclear(command))
    }

    fn sort(words: &[String]) -> Option<Self> {
        let mut words = words.iter();
        let mut read = Self { program: words.next()?.clone(), ..Self::default() };
        while let Some(word) = words.next() {
            let mut plain = unquoted(word).unwrap_or_else(|| word.clone());
            if let Some(host) = host_behind_debug(&plain) {
                read.others.push("-D".to_owned());
                plain = host;
            }
            let (name, value) = match plain.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (plain.as_str(), None),
            };
            match name {
                "-H" | "--host" => read.hosts.push(unquoted(&value.or_else(|| words.next().cloned())?)?),
                // As Go reads a boolean (strconv.ParseBool).
                "--tls" | "--tlsverify" => {
                    let is_off = value.is_some_and(|value| ["0", "f", "F", "false", "FALSE", "False"].contains(&value.as_str()));
                    read.switches.extend(is_off.then(|| plain.clone()));
                }
                "--tlscacert" | "--tlscert" | "--tlskey" => _ = value.or_else(|| words.next().cloned())?,
                _ => match plain.strip_prefix("-H") {
                    Some(host) => read.hosts.push(unquoted(host)?),
                    None => read.others.push(word.clone()),
                },
            }
        }
        Some(read)
    }
}

struct Fault {
    code: Code,
    line: usize,
    value: String,
}

/// What is pasted: a unit with its drop-ins, or a part of it.
#[derive(Default)]
struct Unit {
    commands: Vec<(usize, String)>,
    /// The first drop-in behind ours that has a command.
    overriding: Option<(usize, String)>,
    /// The first drop-in behind ours that sets what is given to RootlessKit.
    publishing: Option<(usize, String)>,
    /// `Environment=`: the line, the name, the value.
    variables: Vec<(usize, String, String)>,
    /// `EnvironmentFile=`, which goes before `Environment=` (systemd.exec(5)).
    files: Vec<String>,
    is_whole: bool,
}

impl Unit {
    /// Drop-ins come in their order, each file behind a comment with its path.
    fn read(pasted: &str) -> Self {
        let mut unit = Self::default();
        let mut bare = Vec::new();
        let (mut is_service, mut drop_in) = (true, String::new());
        for (number, line) in logical_lines(pasted) {
            if let Some(path) = line.strip_prefix("# /").filter(|path| is_of_unit(path)) {
                (is_service, drop_in) = (true, path.split_once(".service.d/").map_or_else(String::new, |(_, name)| name.to_owned()));
            } else if line.starts_with('[') {
                is_service = line == "[Service]";
                unit.is_whole |= is_service;
            } else if is_service && !line.starts_with(['#', ';']) {
                let (key, value) = line.split_once('=').map_or(("", ""), |(key, value)| (key.trim_end(), value.trim()));
                let is_later = drop_in.as_str() > OUR_DROP_IN;
                if is_later && key == "Environment" && (value.is_empty() || assignments(value).any(|(name, _)| name == ROOTLESSKIT_FLAGS)) {
                    unit.publishing.get_or_insert((number, drop_in.clone()));
                }
                match key {
                    "ExecStart" if drop_in == OUR_DROP_IN => {}
                    "ExecStart" if is_later => _ = unit.overriding.get_or_insert((number, drop_in.clone())),
                    "Environment" if drop_in == OUR_DROP_IN => {}
                    "ExecStart" if value.is_empty() => unit.commands.clear(),
                    "ExecStart" => unit.commands.push((number, value.to_owned())),
                    "Environment" if value.is_empty() => unit.variables.clear(),
                    "Environment" => unit.variables.extend(assignments(value).map(|(name, value)| (number, name, value))),
                    "EnvironmentFile" if value.is_empty() => unit.files.clear(),
                    "EnvironmentFile" => unit.files.push(value.trim_start_matches('-').to_owned()),
                    _ => bare.push((number, line)),
                }
            }
        }
        // A command alone.
        if unit.commands.is_empty() && bare.len() == 1 {
            unit.commands = bare;
        }
        unit
    }

    /// The one command that is in force, and its line.
    fn command(&self) -> Result<(usize, &str), Fault> {
        if let Some((line, drop_in)) = &self.overriding {
            return Err(Fault { code: Code::ExecStartOverridden, line: *line, value: drop_in.clone() });
        }
        match &self.commands[..] {
            [(line, command)] => Ok((*line, command)),
            [] => Err(Fault { code: Code::ExecStartMissing, line: 1, value: String::new() }),
            [_, (line, second), ..] => Err(Fault { code: Code::ExecStartUnclear, line: *line, value: second.clone() }),
        }
    }

    /// A word with those variables in it that are known, and in no file.
    fn expanded(&self, word: &str) -> String {
        if !self.files.is_empty() {
            return word.to_owned();
        }
        variables(word).fold(word.to_owned(), |text, name| match self.value(name) {
            Some(value) => text.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value),
            None => text,
        })
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.variables.iter().rfind(|(_, known, _)| known == name).map(|(_, _, value)| value.as_str())
    }

    /// Our own options in a variable come after the command's: given twice, or the last one wins.
    fn check_variables(&self, line: usize, command: &CommandLine, problems: &mut Vec<Problem>) {
        let mut unknown = Vec::new();
        let mut told = Vec::new();
        for word in command.hosts.iter().chain(&command.others) {
            for name in variables(word) {
                let known = self.variables.iter().rfind(|(_, known, _)| known == name);
                let has_ours = |value: &str| value.split_whitespace().any(is_ours);
                if let Some((line, _, value)) = known.filter(|(_, _, value)| has_ours(value) && !told.contains(&name)) {
                    told.push(name);
                    let value = format!("{name}={value}");
                    problems.push(Problem::new(Field::ExecStart, Code::VariableHasOptions).at_line(*line).with_value(&value));
                }
                // A file goes before what is known.
                if (known.is_none() && !self.is_whole) || !self.files.is_empty() {
                    unknown.push(format!("${name}"));
                }
            }
        }
        unknown.sort();
        unknown.dedup();
        if !unknown.is_empty() {
            let code = if self.files.is_empty() { Code::VariableUnknown } else { Code::VariableFromFile };
            let problem = Problem::new(Field::ExecStart, code).at_line(line).with_value(&unknown.join(" "));
            problems.push(if self.files.is_empty() { problem } else { problem.with_hint(self.files.join(" ")) });
        }
    }
}

fn is_unprintable(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// `--host-gateway-ip` is another.
fn is_ours(word: &str) -> bool {
    word == "--host" || host_behind_debug(word).is_some() || ["-H", "--host=", "--tls"].iter().any(|option| word.starts_with(option))
}

/// The `-H` of `-DH`: of dockerd's short options `-D` alone takes no value, so that others may follow in the same word.
fn host_behind_debug(word: &str) -> Option<String> {
    let rest = word.strip_prefix("-D")?.trim_start_matches('D');
    rest.starts_with('H').then(|| format!("-{rest}"))
}

/// The port outside of `[address:]port:port/tcp`.
fn published_port(published: &str) -> Option<&str> {
    let (outside, _) = published.strip_suffix("/tcp")?.rsplit_once(':')?;
    Some(outside.rsplit(':').next().unwrap_or(outside))
}

/// Whether a path is that of a unit, or of a drop-in: other comments begin with paths too.
fn is_of_unit(path: &str) -> bool {
    path.ends_with(".service") || (path.contains(".d/") && path.ends_with(".conf"))
}

/// The names of the variables in a word; `$$` is a dollar (systemd.service(5), Command Lines).
fn variables(word: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let mut parts = word.split('$');
    parts.next();
    let mut is_escaped = false;
    let mut parts = parts.peekable();
    std::iter::from_fn(move || {
        let part = parts.next()?;
        let name = if is_escaped { "" } else { part.strip_prefix('{').map_or(part, |rest| rest.split('}').next().unwrap_or_default()) };
        is_escaped = !is_escaped && part.is_empty() && parts.peek().is_some();
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
        Some(&name[..end])
    })
    .filter(is_name)
}

/// The assignments of an `Environment=`, without their quotes.
fn assignments(value: &str) -> impl Iterator<Item = (String, String)> {
    words(value).unwrap_or_default().into_iter().filter_map(|word| {
        let plain: String = word.chars().filter(|c| !['"', '\'', '\\'].contains(c)).collect();
        plain.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
    })
}

/// Lines that a backslash continues are one; comments between them are none (systemd.syntax(7)).
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim().replace('\t', " ");
        let is_comment = line.starts_with(['#', ';']);
        if line.is_empty() || (continues && is_comment) {
            continues &= is_comment;
            continue;
        }
        let part = line.strip_suffix('\\').filter(|_| !is_comment);
        let text = part.unwrap_or(&line).trim_end();
        match lines.last_mut().filter(|_| continues) {
            Some((_, whole)) => whole.extend([" ", text]),
            None => lines.push((index + 1, text.to_owned())),
        }
        continues = part.is_some();
    }
    lines
}

/// The words as they are written (systemd.service(5), Command Lines); none where a quote is open or several commands are on the line.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        if quote.is_none() && c == ' ' {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        word.push(c);
        match c {
            '\\' => word.push(chars.next()?),
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            _ => {}
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    (quote.is_none() && words.iter().all(|word| word != ";")).then_some(words)
}

/// A word without the quotes around it; none where it has more to be understood.
fn unquoted(word: impl AsRef<str>) -> Option<String> {
    let word = word.as_ref();
    let inner = ['"', '\''].into_iter().find_map(|quote| word.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(word);
    (!inner.contains(['"', '\'', '\\', ' '])).then(|| inner.to_owned())
}
