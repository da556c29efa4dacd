//! A `daemon.json` that is there.

use super::{
    addresses, check_addresses,
    json::{self, Member},
};
use crate::{
    problem::{Code, Field, Problem},
    spec::Listen,
};

/// A file that dockerd can read and whose options of ours, where it has them, are of the right types.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DaemonJson {
    text: String,
    members: Vec<Member>,
    hosts: Vec<String>,
}

/// The options that are ours. `tls` is written by nobody here, since `tlsverify` implies it, but may be there.
const OURS: [&str; 6] = ["hosts", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"];

/// `{}`
impl Default for DaemonJson {
    fn default() -> Self {
        Self { text: "{}".into(), members: Vec::new(), hosts: Vec::new() }
    }
}

impl DaemonJson {
    /// From what a person pastes. What can be mended by merging is a warning, where it is merged.
    pub(crate) fn parse(pasted: &str, is_merged: bool, listen: Option<Listen>, problems: &mut Vec<Problem>) -> Option<Self> {
        let field = Field::DaemonJson;
        let text = pasted.strip_prefix('\u{feff}').unwrap_or(pasted);
        if is_merged && text.len() < pasted.len() {
            problems.push(Problem::new(field, Code::JsonByteOrderMark));
        }
        let line_of = |at: usize| text[..at].matches('\n').count() + 1;
        let members = match json::members(text) {
            Ok(members) => members,
            Err(fault) => {
                let rest = text[fault.at..].lines().next().unwrap_or_default().trim();
                let problem = Problem::new(field, fault.code).at_line(line_of(fault.at));
                problems.push(problem.with_value(fault.key.as_deref().unwrap_or(rest)));
                return None;
            }
        };
        let mut read = Self { text: text.to_owned(), members, hosts: Vec::new() };
        let mut is_right = true;
        for key in OURS {
            let Some(member) = read.member(key) else { continue };
            let (value, line) = (&text[member.value.clone()], line_of(member.start));
            let at = |code| Problem::new(field, code).at_line(line).with_value(key);
            let wanted = match key {
                "hosts" => "[\"…\"]",
                "tls" | "tlsverify" => "true",
                _ => "\"…\"",
            };
            let hosts = if key == "hosts" { json::strings(value) } else { None };
            let is_of_type = match key {
                "hosts" => hosts.is_some(),
                "tls" | "tlsverify" => ["true", "false"].contains(&value),
                _ => value.starts_with('"'),
            };
            if !is_of_type {
                problems.push(at(Code::DaemonJsonWrongType).with_hint(wanted));
                is_right = false;
            } else if !is_merged {
                continue;
            } else if key == "tlsverify" && value == "false" {
                problems.push(at(Code::DaemonJsonLetsEverybodyIn));
            } else if key.starts_with("tls") && !key.starts_with("tlsc") && value == "true" && read.member("tlscacert").is_none() {
                problems.push(at(Code::DaemonJsonNoAuthority));
            } else if key == "tls" {
                problems.push(at(Code::DaemonJsonTls));
            }
            if let (Some(hosts), Some(listen)) = (hosts, listen) {
                check_addresses(field, line, &hosts, listen, problems);
                read.hosts = hosts;
            }
        }
        is_right.then_some(read)
    }

    /// The options of ours that it has, and their lines: they would stand against the same ones as flags.
    pub(crate) fn conflicts_with_flags(&self) -> impl Iterator<Item = (&str, usize)> {
        let ours = self.members.iter().filter(|member| OURS.contains(&member.key.as_str()));
        ours.map(|member| (member.key.as_str(), self.text[..member.start].matches('\n').count() + 1))
    }

    /// As it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// With these options, and the addresses that they need; everything else stays to the octet. Values are JSON already.
    pub fn merged(&self, local: &str, listen: Listen, options: &[(&str, String)]) -> String {
        let hosts = addresses(&self.hosts, local, listen);
        let array = hosts.iter().map(|host| format!("\"{host}\"")).collect::<Vec<_>>().join(", ");
        let mut wanted = vec![("hosts", format!("[{array}]")), ("tls", "true".to_owned())];
        wanted.extend(options.iter().cloned());

        let mut text = String::new();
        let mut done = 0;
        for member in &self.members {
            let Some(place) = wanted.iter().position(|(key, _)| *key == member.key) else { continue };
            let (key, value) = wanted.remove(place);
            if key != "hosts" || hosts != self.hosts {
                text += &self.text[done..member.value.start];
                text += &value;
                done = member.value.end;
            }
        }
        wanted.retain(|(key, _)| *key != "tls");
        let Some(first) = self.text.find('{').filter(|_| !wanted.is_empty()) else { return text + &self.text[done..] };
        // As the file does between its brace and its first member.
        let between = match self.members.first() {
            Some(member) => &self.text[first + 1..member.start],
            None => "\n  ",
        };
        let end = self.members.last().map_or(first + 1, |member| member.value.end);
        text += &self.text[done..end];
        let mut comma = !self.members.is_empty();
        for (key, value) in wanted {
            if comma {
                text.push(',');
            }
            text += if comma && between.is_empty() { " " } else { between };
            text += &format!("\"{key}\": {value}");
            comma = true;
        }
        if self.members.is_empty() { text + "\n}\n" } else { text + &self.text[end..] }
    }

    fn member(&self, key: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.key == key)
    }
}
