//! The daemon's command line in a systemd unit that is there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::Finding,
    options::{self, OptionWord},
    systemd::{self, BLANKS, Environment, Expanded, Item, Word, quoted},
};
use crate::{
    problem::{Code, Field, Problem, Severity},
    spec::{
        listen::{Listen, check_addresses, check_open},
        reading::is_invisible,
    },
};

/// The name of our own drop-in. If another one comes after it, ours takes the name of that one, with `_tls` behind.
pub const OUR_DROP_IN: &str = "tls.conf";

/// More than any host has, its variables written out.
const MAX_COMMAND: usize = 16 * 1024;

/// Its value are options of RootlessKit (moby `contrib/dockerd-rootless.sh`). A drop-in that sets it takes away what was in it.
pub const ROOTLESSKIT_FLAGS: &str = "DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS";

/// A command, its words as they stand in the unit. Our own options are not among them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CommandLine {
    program: String,
    hosts: Vec<String>,
    others: Vec<String>,
    /// What `--config-file` says, where the daemon reads another file than its own.
    config_file: Option<String>,
    /// What the unit gives to RootlessKit, where that starts the daemon.
    rootlesskit: String,
    /// The name of our drop-in, when it is not the usual one.
    drop_in: Option<String>,
    /// The variables in the words: those that the unit sets, and its files with others.
    variables: BTreeMap<String, String>,
    files: Vec<String>,
    /// Whether the unit wants docker.socket.
    has_socket_unit: bool,
}

/// What a command is read for.
pub(crate) struct WantedCommand<'a> {
    /// The program that has to be started.
    pub program: &'a str,
    /// Our address, where it is known.
    pub listen: Option<Listen>,
    /// Our authority's certificate on the host.
    pub authority: Option<&'a str>,
    /// Whether `daemon.json` gets our options.
    pub has_file: bool,
}

impl CommandLine {
    /// Reads what a person pastes: what `systemctl cat docker` says, a line of it, or the command alone.
    pub(crate) fn parse(pasted: &str, wanted: &WantedCommand<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let before = problems.len();
        let unit = Pasted::read(pasted);
        for (line, address) in &unit.sockets {
            problems.push(Problem::new(Field::ExecStart, Code::SocketListensTcp).at_line(*line).with_value(address));
        }
        let found = unit.command().and_then(|command| Ok((Reading::read(&command, &unit, wanted.program)?, command)));
        let (mut reading, found) = match found {
            Ok(found) => found,
            Err(finding) => {
                problems.push(finding.told(Field::ExecStart));
                return None;
            }
        };
        let line = found.line;
        reading.check(line, &unit, &systemd::words(&found.text).unwrap_or_default(), wanted, problems);
        let mut command = reading.command;
        if wanted.program == "dockerd-rootless.sh" {
            command.rootlesskit = unit.variables.get(ROOTLESSKIT_FLAGS).map(|(_, value)| value.clone()).unwrap_or_default();
            if command.rootlesskit.chars().any(is_unprintable) {
                problems.push(Problem::new(Field::ExecStart, Code::ExecStartUnclear).at_line(line).with_value(&command.rootlesskit));
            }
        }
        command.has_socket_unit = unit.has_socket_unit;
        match unit.drop_in() {
            Ok(name) => command.drop_in = name,
            Err((line, name)) => problems.push(Problem::new(Field::ExecStart, Code::ExecStartOverridden).at_line(line).with_value(&name)),
        }
        let is_right = problems[before..].iter().all(|problem| problem.severity == Severity::Warning);
        is_right.then_some(command)
    }

    /// A command of a package's own unit.
    pub fn of_package(command: &str) -> Self {
        let command = Command { line: 1, text: command.to_owned() };
        let program = command.text.split(' ').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let read = Reading::read(&command, &Pasted::default(), program);
        read.map(|read| read.command).unwrap_or_default()
    }

    /// The addresses that it gives by `-H`.
    pub fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// Whether a daemon with these addresses leaves the local socket to docker.socket, which the unit starts. One without any address has made its
    /// own in the place of that one (moby `daemon/command/daemon.go`).
    pub fn uses_socket_unit(&self, addresses: &[String]) -> bool {
        self.has_socket_unit && !addresses.is_empty()
    }

    /// The configuration file that `--config-file` names, in letters that a shell takes as they are.
    pub fn config_file(&self) -> Option<&str> {
        self.config_file.as_deref()
    }

    /// The name of the drop-in that comes after every other one with a command.
    pub fn drop_in(&self) -> &str {
        self.drop_in.as_deref().unwrap_or(OUR_DROP_IN)
    }

    /// The command with our own options, which come last: dockerd takes the last one of an option (pflag).
    ///
    /// What stands before them may want a value and have none, where a variable is empty. It takes `-H`, the first word of ours, and
    /// dockerd, which accepts no arguments, does not start with the address that is left over.
    pub fn with(&self, addresses: &[String], options: &[String]) -> String {
        let mut command = self.program.clone();
        let mut add = |word: &str| {
            command.push(' ');
            command += word;
        };
        self.others.iter().for_each(|word| add(word));
        addresses.iter().for_each(|address| {
            add("-H");
            add(&quoted(address));
        });
        options.iter().for_each(|word| add(word));
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
        let mut lines = String::new();
        if self.has_socket_unit {
            lines += "[Unit]\nRequires=docker.socket\n[Service]\n";
        }
        if let Some(before) = self.drop_in.as_ref().and_then(|name| name.strip_suffix("_tls.conf")) {
            lines += &format!("# /usr/lib/systemd/system/docker.service.d/{before}.conf\n[Service]\n");
        }
        for (name, value) in &self.variables {
            lines += &format!("Environment={}\n", quoted(&format!("{name}={value}")));
        }
        if !self.rootlesskit.is_empty() {
            lines += &format!("Environment={}\n", quoted(&format!("{ROOTLESSKIT_FLAGS}={}", self.rootlesskit)));
        }
        for file in &self.files {
            lines += &format!("EnvironmentFile={file}\n");
        }
        if lines.is_empty() { self.text() } else { format!("{lines}ExecStart={}\n", self.text()) }
    }

    /// The command as it was, but for our own options.
    pub fn text(&self) -> String {
        self.with(&self.hosts, &[])
    }
}

/// A command as dockerd gets it, with the values of those variables that are known.
#[derive(Default)]
struct Reading {
    command: CommandLine,
    /// The last values of our own options.
    tls: Option<bool>,
    tls_verify: Option<bool>,
    authority: Option<String>,
    /// Those that let everybody in.
    switches: Vec<String>,
    /// Variables in which options of ours are.
    brings_ours: BTreeSet<String>,
    /// The words that stay.
    kept: Vec<Option<String>>,
    /// The option that the next argument is the value of.
    waiting: Option<Waiting>,
    /// Whether the next argument may be the value of an option that is not known here.
    may_be_value: bool,
}

struct Waiting {
    what: What,
    shown: String,
    /// The number of its word, which goes where the value is ours.
    word: Option<usize>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum What {
    Host,
    Authority,
    Certificate,
    ConfigFile,
    Other,
}

impl What {
    fn of(name: &str) -> Self {
        match name {
            "host" => Self::Host,
            "tlscacert" => Self::Authority,
            "tlscert" | "tlskey" => Self::Certificate,
            "config-file" => Self::ConfigFile,
            _ => Self::Other,
        }
    }

    fn is_ours(self) -> bool {
        matches!(self, Self::Host | Self::Authority | Self::Certificate)
    }
}

/// An argument that dockerd gets.
struct Argument {
    text: String,
    /// The number of its word.
    word: usize,
    /// How much of it stands in the unit, and not in a variable.
    literal: usize,
    /// Whether it is the word of a variable whose value are several words.
    is_one_of_several: bool,
}

impl Reading {
    fn read(command: &Command, unit: &Pasted, program: &str) -> Result<Self, Finding> {
        let line = command.line;
        let unclear = |value: &str| Finding::new(Code::ExecStartUnclear, line, value);
        let words = systemd::words(&command.text).ok_or_else(|| unclear(&command.text))?;
        let (first, mut rest) = words.split_first().ok_or_else(|| unclear(&command.text))?;
        let (path, names_itself, is_expanded) = without_prefixes(&first.text);
        let name = path.rsplit('/').next().unwrap_or_default();
        // Red Hat's package of docker 1.13 calls it dockerd-current.
        let is_it = name == program || (program == "dockerd" && name == "dockerd-current");
        if !is_it || !(path.starts_with('/') || path.starts_with("%h/") || !path.contains('/')) {
            return Err(Finding::new(Code::ExecStartNotDockerd, line, &first.text));
        }
        if let Some(c) = command.text.chars().find(|&c| is_unprintable(c) || (c.is_whitespace() && !BLANKS.contains(&c))) {
            let hint = Some(format!("U+{:04X}", u32::from(c)));
            return Err(Finding { hint, ..Finding::new(Code::ExecStartCharacter, line, &command.text) });
        }
        let mut reading = Self::default();
        reading.command.program.clone_from(&first.raw);
        if names_itself {
            let (itself, after) = rest.split_first().ok_or_else(|| unclear(&command.text))?;
            reading.command.program = format!("{} {}", first.raw, itself.raw);
            rest = after;
        }
        reading.kept = rest.iter().map(|word| Some(word.raw.clone())).collect();
        let mut octets = 0;
        for (number, word) in rest.iter().enumerate() {
            let expanded = if is_expanded { systemd::expanded(&word.text, unit, MAX_COMMAND) } else { None };
            let arguments = match expanded {
                None if !is_expanded => vec![Argument::of(&word.text, number, word.text.len())],
                None => return Err(too_long(line, &word.text)),
                Some(Expanded::Split { name, words: None }) => {
                    reading.unknown(number, name);
                    continue;
                }
                Some(Expanded::Split { words: Some(values), .. }) => {
                    if values.is_empty() && reading.waiting.as_ref().is_some_and(|waiting| waiting.what.is_ours()) {
                        return Err(reading.value_missing(line, &word.text));
                    }
                    let is_one_of_several = values.len() > 1;
                    values.into_iter().map(|text| Argument { text, word: number, literal: 0, is_one_of_several }).collect()
                }
                Some(Expanded::One { text }) => {
                    let has_variable = !systemd::variables(&word.text).is_empty();
                    let literal = if has_variable { word.text.find('$').unwrap_or_default() } else { text.len() };
                    vec![Argument { text, word: number, literal, is_one_of_several: false }]
                }
            };
            for argument in arguments {
                octets += argument.text.len() + 1;
                if octets > MAX_COMMAND {
                    return Err(too_long(line, &word.text));
                }
                reading.argument(line, argument, &word.text)?;
            }
        }
        if reading.waiting.is_some() {
            return Err(reading.value_missing(line, ""));
        }
        if is_expanded {
            for name in rest.iter().flat_map(|word| systemd::variables(&word.text)) {
                reading.command.files.clone_from(&unit.files);
                if let Some((_, value)) = unit.variables.get(name) {
                    reading.command.variables.insert(name.to_owned(), value.clone());
                }
            }
        }
        reading.command.others = std::mem::take(&mut reading.kept).into_iter().flatten().collect();
        Ok(reading)
    }

    fn value_missing(&self, line: usize, variable: &str) -> Finding {
        let option = self.waiting.as_ref().map(|waiting| waiting.shown.as_str()).unwrap_or_default();
        Finding::new(Code::ExecStartValueMissing, line, format!("{option} {variable}").trim_end())
    }

    /// A variable that may be any words, or none.
    fn unknown(&mut self, number: usize, name: &str) {
        // It may itself end in an option that wants a value.
        self.may_be_value = self.waiting.is_none();
        let Some(Waiting { what, word, .. }) = self.waiting.take() else { return };
        match what {
            What::Host => self.command.hosts.push(format!("${name}")),
            What::Authority => self.authority = self.authority.take().or(Some(format!("${name}"))),
            What::Certificate => {}
            What::ConfigFile => {
                self.command.config_file = Some(format!("${name}"));
                return;
            }
            What::Other => return,
        }
        self.drop(word);
        self.drop(Some(number));
    }

    fn drop(&mut self, word: Option<usize>) {
        if let Some(kept) = word.and_then(|word| self.kept.get_mut(word)) {
            *kept = None;
        }
    }

    fn argument(&mut self, line: usize, argument: Argument, source: &str) -> Result<(), Finding> {
        let Argument { text, word, literal, is_one_of_several } = argument;
        let stray = || Finding::new(Code::ExecStartStray, line, &text);
        // What a terminal shows of a line that is too long for it.
        if text.ends_with('…') || (text.ends_with("...") && literal == text.len()) {
            return Err(stray());
        }
        // A dollar that begins no variable here, or that comes out of a variable, would begin one in another place.
        let is_readable = !text.contains('$') || (text == source && systemd::variables(&text).len() == text.matches('$').count());
        let from_variable = literal == 0 && !text.is_empty() && source.contains('$');
        if let Some(Waiting { what, word: option, .. }) = self.waiting.take() {
            if what.is_ours() {
                self.drop(option);
                self.drop(Some(word));
                if is_one_of_several {
                    self.brings_ours.extend(systemd::variables(source).into_iter().map(str::to_owned));
                }
            }
            return self.value(line, what, &text, is_readable);
        }
        let may_be_value = std::mem::take(&mut self.may_be_value);
        // A variable that is not known could make an option of a word that goes on.
        if from_variable && text.starts_with("${") && !(text == source && text.find('}') == Some(text.len() - 1)) {
            return Err(Finding::new(Code::ExecStartUnclear, line, &text));
        }
        let Some(OptionWord { switches, name, value, wants_next }) = options::parse(&text) else {
            // A whole word from a variable is the host's own affair.
            return if from_variable || (may_be_value && !text.starts_with('-')) { Ok(()) } else { Err(stray()) };
        };
        self.may_be_value = wants_next.is_none();
        let mut what = What::of(name);
        let is_switch = matches!(name, "tls" | "tlsverify");
        let end_of_name = text.len() - value.map_or(0, |value| text.len().min(value.len()));
        let is_literal = literal >= end_of_name;
        // It could become any option.
        if text[..end_of_name].contains('%') || (!is_literal && !from_variable) {
            return Err(Finding::new(Code::ExecStartUnclear, line, &text));
        }
        if !is_literal && (what.is_ours() || is_switch) {
            self.brings_ours.extend(systemd::variables(source).into_iter().map(str::to_owned));
            what = What::Other;
        } else if what.is_ours() || is_switch {
            self.kept[word] = (!switches.is_empty()).then(|| format!("-{switches}"));
        }
        if is_switch {
            // Go reads a boolean like this (strconv.ParseBool).
            let is_off = value.is_some_and(|value| ["0", "f", "F", "false", "FALSE", "False"].contains(&value));
            *(if name == "tls" { &mut self.tls } else { &mut self.tls_verify }) = Some(!is_off);
            self.switches.extend((is_off && is_literal).then(|| text.clone()));
        } else if let Some(value) = value {
            self.value(line, what, value, is_readable)?;
        } else if wants_next == Some(true) {
            self.waiting = Some(Waiting { what, shown: text.clone(), word: (is_literal && switches.is_empty()).then_some(word) });
        }
        Ok(())
    }

    fn value(&mut self, line: usize, what: What, value: &str, is_readable: bool) -> Result<(), Finding> {
        match what {
            What::Host if !is_readable || value.trim_start().starts_with('-') => {
                return Err(Finding::new(Code::ExecStartUnclear, line, value));
            }
            What::Host => {
                // Docker takes the blanks around it off (moby opts/hosts.go, ParseHost).
                let address = value.trim();
                if let Some(c) = address.chars().find(|&c| c.is_control() || is_invisible(c) || c.is_whitespace()) {
                    let hint = Some(format!("U+{:04X}", u32::from(c)));
                    return Err(Finding { hint, ..Finding::new(Code::ExecStartCharacter, line, address) });
                }
                // An empty one is dockerd's own local socket, which is among ours.
                self.command.hosts.extend((!address.is_empty()).then(|| address.to_owned()));
            }
            What::Authority => self.authority = Some(value.to_owned()),
            What::ConfigFile => self.command.config_file = Some(value.to_owned()),
            What::Certificate | What::Other => {}
        }
        Ok(())
    }

    /// What is to be said of it.
    fn check(&mut self, line: usize, unit: &Pasted, words: &[Word], wanted: &WantedCommand<'_>, problems: &mut Vec<Problem>) {
        let at = |code, value: &str| Problem::new(Field::ExecStart, code).at_line(line).with_value(value);
        for flag in &self.switches {
            problems.push(at(Code::FlagLetsEverybodyIn, flag));
        }
        let by_environment = unit.value("DOCKER_TLS_VERIFY").is_some_and(|value| !value.is_empty());
        let has_tls = self.tls == Some(true) || self.tls_verify.is_some() || by_environment;
        let asks = has_tls && self.tls_verify != Some(false);
        if let Some(listen) = wanted.listen {
            check_addresses(Field::ExecStart, line, &self.command.hosts, listen, problems);
            if !has_tls {
                check_open(Field::ExecStart, line, &self.command.hosts, listen, problems);
            }
        }
        let folder = unit.value("DOCKER_CERT_PATH").unwrap_or("~/.docker");
        let authority = self.authority.clone().unwrap_or_else(|| format!("{folder}/ca.pem"));
        let is_ours = wanted.authority.is_some_and(|ours| ours.replacen('~', "%h", 1) == authority.replacen('~', "%h", 1));
        if asks && !is_ours {
            problems.push(at(Code::AuthorityReplaced, &authority));
        }
        // The addresses go to the file, in which there are no variables.
        if let Some(address) = self.command.hosts.iter().find(|address| wanted.has_file && address.contains(['$', '%'])) {
            problems.push(at(Code::ExecStartUnclear, address));
        }
        if let Some(file) = &self.command.config_file
            && wanted.has_file
            && !is_plain_path(file)
        {
            problems.push(at(Code::ConfigFileUnclear, file));
        }
        self.command.config_file = self.command.config_file.take().filter(|file| is_plain_path(file));
        if let Some((line, before, text)) = &unit.stray {
            let problem = Problem::new(Field::ExecStart, Code::BackslashMissing)
                .at_line(*line)
                .with_value(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            problems.push(problem.with_hint(before.to_string()));
        }
        self.check_variables(line, unit, words, problems);
    }

    /// Addresses of a variable are there beside ours; where `daemon.json` has ours, dockerd does not start with both.
    fn check_variables(&self, line: usize, unit: &Pasted, words: &[Word], problems: &mut Vec<Problem>) {
        let mut names = BTreeSet::new();
        for word in words {
            names.extend(systemd::variables(&word.text));
        }
        let mut unknown = Vec::new();
        for name in names {
            let known = unit.variables.get(name);
            // With files, nothing is known for sure: what is in the text is looked at word by word.
            let has_ours = |value: &str| !unit.files.is_empty() && systemd::split(value).iter().any(|word| is_ours(word));
            if let Some((line, value)) = known.filter(|(_, value)| self.brings_ours.contains(name) || has_ours(value)) {
                let value = format!("{name}={value}");
                problems.push(Problem::new(Field::ExecStart, Code::VariableHasOptions).at_line(*line).with_value(&value));
            }
            if (known.is_none() && !unit.is_whole) || !unit.files.is_empty() {
                unknown.push(format!("${name}"));
            }
        }
        if !unknown.is_empty() {
            let code = if unit.files.is_empty() { Code::VariableUnknown } else { Code::VariableFromFile };
            let problem = Problem::new(Field::ExecStart, code).at_line(line).with_value(&unknown.join(" "));
            problems.push(if unit.files.is_empty() { problem } else { problem.with_hint(unit.files.join(" ")) });
        }
    }
}

impl Argument {
    fn of(text: &str, word: usize, literal: usize) -> Self {
        Self { text: text.to_owned(), word, literal, is_one_of_several: false }
    }
}

fn too_long(line: usize, value: &str) -> Finding {
    Finding { hint: Some(MAX_COMMAND.to_string()), ..Finding::new(Code::ExecStartTooLong, line, value) }
}

/// The path of a program; whether the next word is what it calls itself; whether `$` stands for variables (systemd.service(5), Command Lines).
fn without_prefixes(program: &str) -> (&str, bool, bool) {
    let (mut names_itself, mut is_expanded) = (false, true);
    let mut seen = String::new();
    let mut path = program;
    while let Some(c) = path.chars().next().filter(|&c| "@-:+!".contains(c)) {
        let times = seen.matches(c).count();
        // A prefix for rights stands once; `!!` is one of them.
        let is_taken = match c {
            '+' => seen.contains(['+', '!']),
            '!' => seen.contains('+') || times > 1,
            _ => times > 0,
        };
        if is_taken {
            break;
        }
        names_itself |= c == '@';
        is_expanded &= c != ':';
        seen.push(c);
        path = &path[1..];
    }
    (path, names_itself, is_expanded)
}

struct Command {
    line: usize,
    text: String,
}

/// What is pasted: a unit with its drop-ins, or a part of it.
#[derive(Default)]
struct Pasted {
    commands: Vec<Command>,
    /// `Environment=`: the line and the value.
    variables: BTreeMap<String, (usize, String)>,
    /// `EnvironmentFile=`, which goes before `Environment=` (systemd.exec(5)).
    files: Vec<String>,
    /// Drop-ins that ours must not have the name of, and those of them that have a command, with their lines.
    names: BTreeSet<String>,
    later: Option<(String, usize)>,
    /// The first line behind the command that reads like the rest of it, and the line that it would continue.
    stray: Option<(usize, usize, String)>,
    /// Addresses that docker.socket opens by TCP.
    sockets: Vec<(usize, String)>,
    /// What systemd cannot read either, or we cannot.
    broken: Option<Finding>,
    /// A variable of a shell, where there is no command.
    shell: Option<(usize, String)>,
    is_whole: bool,
    has_socket_unit: bool,
}

/// A file of what is pasted, with its lines.
#[derive(Default)]
struct PastedFile {
    heading: Option<String>,
    lines: Vec<(usize, usize, String)>,
}

impl Pasted {
    /// Drop-ins come in their order, each file behind a comment with its path.
    fn read(pasted: &str) -> Self {
        let mut unit = Self::default();
        let mut files = vec![PastedFile::default()];
        for item in systemd::items(pasted) {
            match item {
                Item::Heading(path) => files.push(PastedFile { heading: Some(path), lines: Vec::new() }),
                Item::Line(first, last, text) => files.last_mut().into_iter().for_each(|file| file.lines.push((first, last, text.clone()))),
                Item::Unclear(line) => {
                    unit.broken.get_or_insert_with(|| Finding::new(Code::ExecStartUnclear, line, "\\"));
                }
            }
        }
        let services: Vec<&str> =
            files.iter().filter_map(|file| file.heading.as_deref()).map(|path| systemd::unit_and_drop_in(path).0).collect();
        let is_docker = |name: &&&str| **name == "docker.service";
        let is_service = |name: &&&str| name.ends_with(".service");
        let service = services.iter().find(is_docker).or_else(|| services.iter().find(is_service)).map(|name| (*name).to_owned());
        let mut bare = Vec::new();
        for file in &files {
            unit.read_file(file, service.as_deref(), &mut bare);
        }
        // A command alone.
        if unit.commands.is_empty() && unit.broken.is_none() {
            let shell = |text: &str| {
                text.split_once('=').is_some_and(|(name, _)| systemd::is_name(name) && !name.contains(|c: char| c.is_ascii_lowercase()))
            };
            unit.shell = bare.iter().find(|(_, text)| shell(text)).cloned();
            if let [(line, text)] = &bare[..]
                && unit.shell.is_none()
            {
                unit.commands.push(Command { line: *line, text: text.clone() });
            }
        }
        unit
    }

    fn read_file(&mut self, file: &PastedFile, service: Option<&str>, bare: &mut Vec<(usize, String)>) {
        let (name, drop_in) = file.heading.as_deref().map_or(("", None), systemd::unit_and_drop_in);
        // Another service that was pasted with it. `service` is what holds for every service.
        if name.ends_with(".service") && Some(name) != service {
            return;
        }
        if drop_in.is_some() && file.is_ours() {
            return;
        }
        let drop_in = drop_in.filter(|_| Some(name) == service || name == "service");
        self.names.extend(drop_in.map(str::to_owned));
        let mut section = if file.heading.is_none() { "Service" } else { "" };
        let is_whole = &mut self.is_whole;
        let mut last_of_command = None;
        for (first, last, text) in &file.lines {
            if text.starts_with('[') {
                match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
                    Some(name) => section = name,
                    None => _ = self.broken.get_or_insert_with(|| Finding::new(Code::ExecStartUnclear, *first, text)),
                }
                *is_whole |= section == "Service";
                last_of_command = None;
                continue;
            }
            let (key, value) =
                text.split_once('=').map_or(("", ""), |(key, value)| (key.trim_end_matches(BLANKS), value.trim_start_matches(BLANKS)));
            if section == "Socket" && key == "ListenStream" {
                if value.is_empty() {
                    self.sockets.clear();
                } else if !value.starts_with(['/', '@', '%']) && !value.starts_with("vsock:") {
                    self.sockets.push((*first, value.to_owned()));
                }
            }
            if section == "Unit" && key == "Requires" {
                self.has_socket_unit |= value.split(BLANKS).any(|unit| unit == "docker.socket");
            }
            if section != "Service" {
                continue;
            }
            let sets_flags = |value: &str| systemd::assignments(value).iter().any(|(name, _)| name == ROOTLESSKIT_FLAGS);
            let is_later = key == "ExecStart" || (key == "Environment" && (value.is_empty() || sets_flags(value)));
            if let Some(drop_in) = drop_in.filter(|_| is_later)
                && self.later.as_ref().is_none_or(|(later, _)| later.as_str() <= drop_in)
            {
                self.later = Some((drop_in.to_owned(), *first));
            }
            if let Some(before) = last_of_command.filter(|_| text.starts_with(['-', '$', '"', '\''])) {
                self.stray.get_or_insert((*first, before, text.clone()));
                continue;
            }
            last_of_command = None;
            match key {
                "ExecStart" if value.is_empty() => {
                    self.commands.clear();
                    self.stray = None;
                }
                "ExecStart" => {
                    self.commands.push(Command { line: *first, text: value.to_owned() });
                    last_of_command = Some(*last);
                }
                "Environment" if value.is_empty() => self.variables.clear(),
                "Environment" => {
                    let set = systemd::assignments(value).into_iter().map(|(name, value)| (name, (*first, value)));
                    self.variables.extend(set);
                }
                "EnvironmentFile" if value.is_empty() => self.files.clear(),
                "EnvironmentFile" => self.files.push(value.trim_start_matches('-').to_owned()),
                _ if file.heading.is_none() => bare.push((*first, text.clone())),
                _ => {}
            }
        }
    }

    /// The one command that is in force.
    fn command(&self) -> Result<Command, Finding> {
        if let Some(Finding { code, line, value, .. }) = &self.broken {
            return Err(Finding::new(*code, *line, value));
        }
        match &self.commands[..] {
            [command] => {
                let text = shown(&command.text).unwrap_or_else(|| Some(command.text.clone()));
                let text = text.ok_or_else(|| Finding::new(Code::ExecStartShown, command.line, &command.text))?;
                Ok(Command { line: command.line, text })
            }
            [] => Err(match &self.shell {
                Some((line, text)) => Finding::new(Code::ExecStartShell, *line, text),
                None => Finding::new(Code::ExecStartMissing, 1, ""),
            }),
            [.., second] => Err(Finding::new(Code::ExecStartTwice, second.line, &second.text)),
        }
    }

    /// A name for our drop-in, where the usual one would be hidden or would not be the last; or the drop-in after which no name comes.
    fn drop_in(&self) -> Result<Option<String>, (usize, String)> {
        // Commands would have to quote other names.
        let is_safe = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-+@".contains(c))
        };
        if let Some((name, line)) = self.later.as_ref().filter(|(name, _)| name.as_str() > OUR_DROP_IN && !is_safe(name)) {
            return Err((*line, name.clone()));
        }
        let last = self.names.iter().rfind(|name| is_safe(name)).filter(|name| name.as_str() >= OUR_DROP_IN);
        Ok(last.and_then(|name| name.strip_suffix(".conf")).map(|name| format!("{name}_{OUR_DROP_IN}")))
    }
}

impl Environment for Pasted {
    /// Files go before what is in the unit.
    fn value(&self, name: &str) -> Option<&str> {
        match self.variables.get(name) {
            _ if !self.files.is_empty() => None,
            // One that is not set here may be in the manager's own environment (systemd-system.conf(5), DefaultEnvironment=).
            found => found.map(|(_, value)| value.as_str()),
        }
    }
}

impl PastedFile {
    /// Whether it is a drop-in as we make it, with nothing else in it.
    fn is_ours(&self) -> bool {
        let Some((folder, name)) = self.heading.as_deref().and_then(|path| path.rsplit_once('/')) else { return false };
        let is_place = folder.starts_with("/etc/systemd/") || folder.contains("/.config/systemd/user/");
        let sets_flags = |value: &str| systemd::assignments(value).iter().all(|(name, _)| name == ROOTLESSKIT_FLAGS);
        is_place
            && name.strip_suffix(OUR_DROP_IN).is_some_and(|before| before.is_empty() || before.ends_with('_'))
            && self.lines.iter().all(|(_, _, text)| match text.split_once('=') {
                Some(("ExecStart", _)) => true,
                Some(("Environment", value)) => !value.is_empty() && sets_flags(value),
                _ => text == "[Service]",
            })
    }
}

/// The command that `systemctl show` tells in its own form, in which words have no quotes: `Some(None)` when that leaves it uncertain, `None` when
/// it is another text.
fn shown(text: &str) -> Option<Option<String>> {
    let inner = text.strip_prefix("{ path=")?;
    let command = inner.split_once(" ; argv[]=").and_then(|(_, rest)| rest.split_once(" ; ")).map(|(command, _)| command);
    let is_certain = |command: &&str| !command.contains(['"', '\'', '\\', ';', '\t']) && !command.contains("  ");
    // What it shows has its specifiers behind it.
    Some(command.filter(is_certain).map(|command| command.replace('%', "%%")))
}

/// What a shell and every configuration takes as it is.
fn is_plain_path(path: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-+@".contains(c))
    };
    path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_part))
}

fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\t') || is_invisible(c)
}

fn is_ours(word: &str) -> bool {
    options::parse(word).is_some_and(|parsed| What::of(parsed.name).is_ours() || matches!(parsed.name, "tls" | "tlsverify"))
}

/// Our own options in a file of variables, or in what `sc.exe qc` says: the lines, and the options of each.
pub(crate) fn options_of_ours(pasted: &str) -> Vec<(usize, String)> {
    let is_quote = |c: char| c == '"' || c == '\'';
    // The first one of a value has its variable before it.
    let bare = |word: &'_ str| {
        word.split_once('=').filter(|(name, _)| systemd::is_name(name)).map_or(word, |(_, value)| value).trim_matches(is_quote).to_owned()
    };
    let lines = pasted.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#'));
    let found = lines.map(|(index, line)| {
        let options: Vec<String> = line.split_whitespace().map(bare).filter(|word| is_ours(word)).collect();
        (index + 1, options.join(" "))
    });
    found.filter(|(_, options)| !options.is_empty()).collect()
}

/// The port outside of `[address:]port:port/tcp`.
fn published_port(published: &str) -> Option<&str> {
    let (outside, _) = published.strip_suffix("/tcp")?.rsplit_once(':')?;
    Some(outside.rsplit(':').next().unwrap_or(outside))
}
