//! A `daemon.json` that is there.

pub(crate) use super::daemon_json_options::FOLDED;
use super::{
    daemon_json_options::{self as options, Known, Type},
    json::{self, Key, Lines, Member, kind},
};
use crate::{
    problem::{Code, Field, Problem, Severity},
    spec::listen::{Listen, check_addresses, check_open, is_tcp},
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

/// What a file of ours will say, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WantedFile<'a> {
    pub listen: Option<Listen>,
    /// The path of the authority's certificate.
    pub authority: Option<&'a str>,
    /// Whether the file is merged with ours, rather than only looked at.
    pub is_merged: bool,
}

/// More errors, or more warnings, than a person reads.
const MAX_REMARKS: usize = 100;

impl DaemonJson {
    /// Reads what a person pastes. What merging repairs is a warning, if the file is merged.
    pub(crate) fn parse(pasted: &str, wanted: WantedFile<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let field = Field::DaemonJson;
        let text = pasted.strip_prefix('\u{feff}').unwrap_or(pasted);
        let lines = Lines::of(text);
        if wanted.is_merged && text.len() < pasted.len() {
            problems.push(Problem::new(field, Code::JsonByteOrderMark));
        }
        // What UTF-16 looks like when it was read as UTF-8, and what stands for octets that are no UTF-8.
        if let Some(at) = text.find(['\0', '\u{fffd}']) {
            problems.push(Problem::new(field, Code::JsonNotUtf8).at_line(lines.number(at)));
            return None;
        }
        if text.trim_ascii().is_empty() {
            return Some(Self::default());
        }
        let object = match json::read(text) {
            Ok(object) => object,
            Err(finding) => {
                problems.push(finding.told(field));
                return None;
            }
        };
        let before = problems.len();
        let mut read = Self { text: text.to_owned(), members: object.members, hosts: Vec::new() };
        read.check_names(&lines, problems);
        read.check_others(&lines, problems);
        for key in object.repeated {
            let is_ours = OURS.contains(&&*key.text) && read.members.iter().any(|member| member.key.start == key.start);
            let code = if is_ours { Code::DaemonJsonTwice } else { Code::JsonDuplicateKey };
            problems.push(Problem::new(field, code).at_line(lines.number(key.start)).with_value(&key.text));
        }
        read.check_types_of_ours(&lines, problems);
        let is_refused = problems[before..].iter().any(|problem| problem.severity == Severity::Error);
        if wanted.is_merged && !is_refused {
            read.check_ours(&lines, wanted, problems);
        }
        let mut found = problems.split_off(before);
        found.sort_by_key(|problem| problem.line);
        for severity in [Severity::Error, Severity::Warning] {
            problems.extend(found.iter().filter(|problem| problem.severity == severity).take(MAX_REMARKS).cloned());
        }
        problems[before..].sort_by_key(|problem| problem.line);
        (!is_refused).then_some(read)
    }

    /// Names that dockerd reads as others than they look like.
    fn check_names(&self, lines: &Lines<'_>, problems: &mut Vec<Problem>) {
        for Member { key, keys, .. } in &self.members {
            let at = |code, key: &Key| Problem::new(Field::DaemonJson, code).at_line(lines.number(key.start)).with_value(&key.text);
            if key.text.contains('\\') {
                problems.push(at(Code::JsonEscapedKey, key));
            } else if let Some((_, c)) = json::unseen(&key.text) {
                problems.push(at(Code::JsonInvisible, key).with_value(&json::name(c)).with_hint(lines.text(key.start)));
            }
            if options::is_unfolded(&key.text) {
                for inner in keys {
                    if inner.text.contains('\\') {
                        problems.push(at(Code::JsonEscapedKey, inner));
                    } else if OURS.contains(&&*inner.text) {
                        problems.push(at(Code::DaemonJsonNested, inner).with_hint(&*key.text));
                    }
                }
            }
        }
    }

    /// Options that are not ours.
    fn check_others(&self, lines: &Lines<'_>, problems: &mut Vec<Problem>) {
        for member in &self.members {
            let name = &*member.key.text;
            if OURS.contains(&name) || name.contains('\\') || json::unseen(name).is_some() {
                continue;
            }
            let at = |code| Problem::new(Field::DaemonJson, code).at_line(lines.number(member.key.start)).with_value(name);
            let problem = match options::find(name) {
                Known::Type(wanted) if self.fits(member, wanted) => continue,
                Known::Type(wanted) => at(Code::DaemonJsonOtherType).with_hint(wanted.example),
                Known::Removed(version) => at(Code::DaemonJsonRemoved).with_hint(version),
                Known::Renamed(meant) => at(Code::DaemonJsonRenamed).with_hint(meant),
                Known::NameOfFlag(meant) => at(Code::DaemonJsonNameOfFlag).with_hint(meant),
                Known::Misspelt(meant) => at(Code::DaemonJsonMisspelt).with_hint(meant),
                Known::Nothing => at(Code::DaemonJsonUnknown),
            };
            problems.push(problem);
        }
    }

    /// Whether Go reads it into a field of this type: null leaves every field as it is, and a number has to be whole.
    fn fits(&self, member: &Member, wanted: Type) -> bool {
        let is_whole = || self.value(member).bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
        member.kind == kind::NULL
            || (member.kind == wanted.kind && member.items & !wanted.items == 0 && (member.kind != kind::NUMBER || is_whole()))
    }

    fn check_types_of_ours(&self, lines: &Lines<'_>, problems: &mut Vec<Problem>) {
        for member in self.members.iter().filter(|member| OURS.contains(&&*member.key.text)) {
            let Known::Type(wanted) = options::find(&member.key.text) else { continue };
            let is_list = member.kind != kind::ARRAY || json::strings(self.value(member)).is_some();
            if !self.fits(member, wanted) || !is_list {
                let problem = Problem::new(Field::DaemonJson, Code::DaemonJsonWrongType).at_line(lines.number(member.key.start));
                problems.push(problem.with_value(&member.key.text).with_hint(wanted.example));
            }
        }
    }

    /// What the options of ours, each there once, mean today and what becomes of it.
    fn check_ours(&mut self, lines: &Lines<'_>, wanted: WantedFile<'_>, problems: &mut Vec<Problem>) {
        let at = |key: &str, code| {
            let place = self.member(key).map(|member| member.key.start);
            Problem::new(Field::DaemonJson, code).at_line(lines.number(place.unwrap_or_default())).with_value(key)
        };
        let hosts = self.member("hosts").and_then(|member| json::strings(self.value(member))).unwrap_or_default();
        let (tls, verify) = (self.set("tls"), self.set("tlsverify"));
        // `tlsverify` switches TLS on, whatever it says (moby `daemon/command/daemon.go`).
        let is_encrypted = verify.is_some() || tls == Some("true");
        if let (Some(member), Some(listen)) = (self.member("hosts"), wanted.listen) {
            let line = lines.number(member.key.start);
            check_addresses(Field::DaemonJson, line, &hosts, listen, problems);
            if !is_encrypted {
                check_open(Field::DaemonJson, line, &hosts, listen, problems);
            }
        }
        match (tls, verify) {
            (Some("false"), None) => problems.push(at("tls", Code::DaemonJsonTlsOff)),
            (Some(_), _) if verify.is_some() || self.set("tlscacert").is_some() => problems.push(at("tls", Code::DaemonJsonTls)),
            _ => {}
        }
        let first = if tls == Some("true") { "tls" } else { "tlsverify" };
        if verify == Some("false") {
            problems.push(at("tlsverify", Code::DaemonJsonLetsEverybodyIn));
        } else if is_encrypted && self.set("tlscacert").is_none_or(|path| path == "\"\"") {
            problems.push(at(first, Code::DaemonJsonNoAuthority));
        }
        if let Some(path) = self.set("tlscacert").filter(|path| is_encrypted && wanted.authority.is_some_and(|ours| !is_path(path, ours))) {
            problems.push(at("tlscacert", Code::AuthorityReplaced).with_value(path.trim_matches('"')));
        }
        let certificate = ["tlscacert", "tlscert", "tlskey"].into_iter().find(|key| self.set(key).is_some());
        if let Some(key) = certificate.filter(|_| !is_encrypted && hosts.iter().any(|host| is_tcp(host))) {
            problems.push(at(key, Code::DaemonJsonCertificatesAlone));
        }
        self.hosts = hosts;
    }

    /// The options of ours that it has, and their lines: they would stand against the same ones as flags.
    pub(crate) fn conflicts_with_flags(&self) -> impl Iterator<Item = (&str, usize)> {
        let lines = Lines::of(&self.text);
        let ours = self.members.iter().filter(|member| OURS.contains(&&*member.key.text));
        ours.map(move |member| (&*member.key.text, lines.number(member.key.start)))
    }

    /// The text as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The addresses that it has.
    pub fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// With these options and addresses; everything else stays to the octet. Values are JSON already.
    pub fn merged(&self, hosts: &[String], options: &[(&str, String)]) -> String {
        let array = hosts.iter().map(|host| format!("\"{host}\"")).collect::<Vec<_>>().join(", ");
        let mut wanted = vec![("hosts", format!("[{array}]")), ("tls", "true".to_owned())];
        wanted.extend(options.iter().cloned());

        let mut text = String::new();
        let mut done = 0;
        for member in &self.members {
            let Some(place) = wanted.iter().position(|(key, _)| *key == member.key.text) else { continue };
            let (key, value) = wanted.remove(place);
            if key != "hosts" || hosts != self.hosts {
                text += &self.text[done..member.value.start];
                text += &value;
                done = member.value.end;
            }
        }
        wanted.retain(|(key, _)| *key != "tls");
        let Some(first) = self.text.find('{').filter(|_| !wanted.is_empty()) else { return text + &self.text[done..] };
        // The file itself does so between its brace and its first member.
        let between = match self.members.first() {
            Some(member) => &self.text[first + 1..member.key.start],
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
        self.members.iter().find(|member| member.key.text == key)
    }

    fn value(&self, member: &Member) -> &str {
        &self.text[member.value.clone()]
    }

    /// The value of an option, unless it is null, which is as if it were not there.
    fn set(&self, key: &str) -> Option<&str> {
        self.member(key).filter(|member| member.kind != kind::NULL).map(|member| self.value(member))
    }
}

/// Whether a string of JSON is this path: no path needs an escape but for its separators.
fn is_path(string: &str, path: &str) -> bool {
    string.trim_matches('"').replace("\\/", "/").replace("\\\\", "\\") == path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_fits_its_own_example() {
        for (name, wanted) in options::all() {
            let text = format!("{{ \"{name}\": {} }}", wanted.example.replace("{ \"…\": … }", "{}"));
            let mut problems = Vec::new();
            DaemonJson::parse(&text, WantedFile::default(), &mut problems);
            assert_eq!(problems, [], "{text}");
        }
    }
}
