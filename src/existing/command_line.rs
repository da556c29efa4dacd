//! The daemon's command line in a systemd unit that is there.

use super::check_addresses;
use crate::{
    problem::{Code, Field, Problem},
    spec::{Listen, is_invisible},
};

/// The name that our own drop-in has; others come before and after it by their names.
const OUR_DROP_IN: &str = "tls.conf";

/// A command, its words as they stand in the unit. Our own options are not among them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommandLine {
    program: String,
    hosts: Vec<String>,
    others: Vec<String>,
}

impl CommandLine {
    /// From what a person pastes: what `systemctl cat docker` says, a line of it, or the command alone.
    pub(crate) fn parse(pasted: &str, program: &str, listen: Option<Listen>, problems: &mut Vec<Problem>) -> Option<Self> {
        let found = command(pasted).and_then(|(line, command)| {
            let read = Self::read(&command, program).map_err(|fault| Fault { line, ..fault })?;
            Ok((line, read))
        });
        match found {
            Ok((line, read)) => {
                if let Some(listen) = listen {
                    check_addresses(Field::ExecStart, line, &read.hosts, listen, problems);
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
        Self::sort(&words).unwrap_or_else(|| Self { program: String::new(), hosts: Vec::new(), others: Vec::new() })
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
        if command.chars().any(|c| c.is_control() || is_invisible(c)) {
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
        let mut read = Self { program: words.next()?.clone(), hosts: Vec::new(), others: Vec::new() };
        while let Some(word) = words.next() {
            let plain = unquoted(word).unwrap_or_else(|| word.clone());
            let (name, value) = match plain.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (plain.as_str(), None),
            };
            match name {
                "-H" | "--host" => read.hosts.push(unquoted(&value.or_else(|| words.next().cloned())?)?),
                "--tls" | "--tlsverify" => {}
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

/// The one command that is in force, and its line. Drop-ins come in their order, each file behind a comment with its path.
fn command(pasted: &str) -> Result<(usize, String), Fault> {
    let mut commands = Vec::new();
    let mut bare = Vec::new();
    let (mut is_service, mut drop_in) = (true, "");
    let lines = logical_lines(pasted);
    for (number, line) in &lines {
        if let Some(path) = line.strip_prefix("# /") {
            (is_service, drop_in) = (true, path.split_once(".service.d/").map_or("", |(_, name)| name));
        } else if line.starts_with('[') {
            is_service = line == "[Service]";
        } else if is_service && !line.starts_with(['#', ';']) {
            let value = line.split_once('=').filter(|(key, _)| key.trim_end() == "ExecStart").map(|(_, value)| value.trim());
            match value {
                None => bare.push((*number, line.as_str())),
                Some(_) if drop_in == OUR_DROP_IN => {}
                Some(_) if drop_in > OUR_DROP_IN => {
                    return Err(Fault { code: Code::ExecStartOverridden, line: *number, value: drop_in.to_owned() });
                }
                Some("") => commands.clear(),
                Some(value) => commands.push((*number, value)),
            }
        }
    }
    // A command alone.
    if commands.is_empty() && bare.len() == 1 {
        commands = bare;
    }
    match commands[..] {
        [(line, command)] => Ok((line, command.to_owned())),
        [] => Err(Fault { code: Code::ExecStartMissing, line: 1, value: String::new() }),
        [_, (line, second), ..] => Err(Fault { code: Code::ExecStartUnclear, line, value: second.to_owned() }),
    }
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
