//! A small reader of units, as systemd.syntax(7) and systemd.service(5), "Command lines", have it: the page's own is held against it, and
//! systemd itself judges both.

use std::collections::{BTreeMap, BTreeSet};

use dockseal::{
    Draft,
    guide::{self, Pair, SnippetId, Step},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    booted::{BOOKWORM, Host, Release, TRIXIE},
    judge::{program, run},
    units::OURS,
};

type Argument = Vec<u8>;

/// The arguments of the service's command, behind its name; `None` when systemd does not run it.
pub fn arguments(files: &[&str]) -> Option<Vec<Argument>> {
    let (mut commands, mut environment) = (Vec::new(), BTreeMap::new());
    for file in files {
        let mut section = Vec::new();
        for line in lines(file.as_bytes()) {
            let line = strip(&line);
            if line.first() == Some(&b'[') {
                section = line.strip_prefix(b"[")?.strip_suffix(b"]")?.to_vec();
                continue;
            }
            let Some(place) = line.iter().position(|&c| c == b'=').filter(|_| section == b"Service") else { continue };
            let value = strip(&line[place + 1..]);
            match strip(&line[..place]) {
                b"ExecStart" if value.is_empty() => commands.clear(),
                b"ExecStart" => commands.extend(command(value)?),
                b"Environment" if value.is_empty() => environment.clear(),
                b"Environment" => set(&mut environment, value),
                _ => {}
            }
        }
    }
    let [all] = &mut commands[..] else { return None };
    let first = all.first()?.clone();
    let prefix = first.iter().take_while(|c| b"@-:+!".contains(c)).count();
    if ["-", "@", ":", "+"].iter().any(|c| first[..prefix].iter().filter(|one| **one == c.as_bytes()[0]).count() > 1) {
        return None;
    }
    all.drain(..if first[..prefix].contains(&b'@') { 2.min(all.len()) } else { 1 });
    let values = |word: Argument| if first[..prefix].contains(&b':') { vec![word] } else { expand(&word, &environment) };
    Some(all.drain(..).flat_map(values).collect())
}

/// Its words: no command when the first one is broken, or failures do not count; `None` when another one is broken.
#[expect(clippy::option_option, reason = "a line that is left out is another thing than a unit that is refused")]
fn command(line: &[u8]) -> Option<Option<Vec<Argument>>> {
    let mut words = Words { rest: line, is_command: true };
    let mut all: Vec<Argument> = Vec::new();
    while let Some(word) = words.next() {
        match word {
            Some(word) => all.push(specifiers(&word)),
            None if all.first().is_none_or(|first| first.iter().take_while(|c| b"@-:+!".contains(c)).any(|&c| c == b'-')) => {
                return Some(None);
            }
            None => return None,
        }
    }
    Some(Some(all))
}

fn is_blank(c: u8) -> bool {
    b" \t\n\r".contains(&c)
}

fn strip(text: &[u8]) -> &[u8] {
    let from = text.iter().position(|&c| !is_blank(c)).unwrap_or(text.len());
    let to = text.iter().rposition(|&c| !is_blank(c)).map_or(from, |place| place + 1);
    &text[from..to]
}

fn lines(text: &[u8]) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut is_open = false;
    // A byte order mark is left out.
    let mut rest = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    while !rest.is_empty() {
        let end = rest.iter().position(|&c| c == b'\n' || c == b'\r').unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = match after {
            [a, b, ..] if a != b && b"\r\n".contains(b) => &after[2..],
            [_, ..] => &after[1..],
            [] => after,
        };
        let from = line.iter().position(|&c| !is_blank(c)).unwrap_or(line.len());
        if matches!(line.get(from), Some(b'#' | b';')) {
            continue;
        }
        if !is_open {
            lines.push(Vec::new());
        }
        let whole = lines.last_mut().expect("one that is open");
        whole.extend(line);
        is_open = whole.iter().rev().take_while(|&&c| c == b'\\').count() % 2 == 1;
        if is_open {
            *whole.last_mut().expect("the backslash") = b' ';
        }
    }
    lines
}

/// Each word without its quotes and escapes; an error ends them.
struct Words<'a> {
    rest: &'a [u8],
    is_command: bool,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Option<Argument>> {
        self.rest = &self.rest[self.rest.iter().position(|&c| !is_blank(c)).unwrap_or(self.rest.len())..];
        let is_alone = |length: usize| self.rest.get(length).is_none_or(|&c| is_blank(c));
        match self.rest {
            [] => return None,
            // A second command, which a service that is not of the type oneshot cannot have.
            [b';', ..] if self.is_command && is_alone(1) => return Some(None),
            [b'\\', b';', ..] if self.is_command && is_alone(2) => {
                self.rest = &self.rest[2..];
                return Some(Some(b";".to_vec()));
            }
            _ => {}
        }
        let found = word(self.rest, false).or_else(|| if self.is_command { word(self.rest, true) } else { None });
        let Some((word, length)) = found else {
            self.rest = &[];
            return Some(None);
        };
        self.rest = &self.rest[length..];
        Some(Some(word))
    }
}

fn word(text: &[u8], keeps_unknown: bool) -> Option<(Argument, usize)> {
    let (mut word, mut place, mut quote) = (Vec::new(), 0, 0);
    while let Some(&c) = text.get(place) {
        place += 1;
        if c == b'\\' {
            let number = |from: usize, count: usize, radix: u32| {
                let digits = std::str::from_utf8(text.get(from..from + count)?).ok()?;
                u32::from_str_radix(digits, radix).ok().filter(|_| digits.bytes().all(|c| c.is_ascii_hexdigit())).filter(|&value| value > 0)
            };
            let Some(&next) = text.get(place) else {
                word.push(c);
                return (keeps_unknown && quote == 0).then_some((word, place));
            };
            let simple = b"abfnrtvs\\\"'".iter().position(|&c| c == next).map(|found| b"\x07\x08\x0c\n\r\t\x0b \\\"'"[found]);
            let (octet, unicode, length) = match next {
                _ if simple.is_some() => (simple.map(u32::from), None, 1),
                b'x' => (number(place + 1, 2, 16), None, 3),
                b'u' => (None, number(place + 1, 4, 16), 5),
                b'U' => (None, number(place + 1, 8, 16), 9),
                _ => (number(place, 3, 8).filter(|&value| value < 256), None, 3),
            };
            match (octet, unicode.and_then(char::from_u32)) {
                (Some(octet), _) => word.push(octet as u8),
                (_, Some(c)) => word.extend(c.to_string().bytes()),
                _ if keeps_unknown => {
                    word.extend([c, next]);
                    place += 1;
                    continue;
                }
                _ => return None,
            }
            place += length;
        } else if quote == 0 && is_blank(c) {
            place -= 1;
            break;
        } else if quote == 0 && (c == b'"' || c == b'\'') {
            quote = c;
        } else if quote == c {
            quote = 0;
        } else {
            word.push(c);
        }
    }
    (quote == 0).then_some((word, place))
}

fn set(environment: &mut BTreeMap<Argument, Argument>, value: &[u8]) {
    let mut words = Words { rest: value, is_command: false };
    while let Some(Some(word)) = words.next() {
        let word = specifiers(&word);
        let Some(place) = word.iter().position(|&c| c == b'=') else { continue };
        let (name, value) = (&word[..place], &word[place + 1..]);
        if is_name(name) && !value.iter().any(|&c| c < 32 && c != b'\t' && c != b'\n' || c == 127) {
            environment.insert(name.to_vec(), value.to_vec());
        }
    }
}

fn is_name(name: &[u8]) -> bool {
    name.first().is_some_and(|first| !first.is_ascii_digit()) && name.iter().all(|&c| c.is_ascii_alphanumeric() || c == b'_')
}

fn specifiers(word: &[u8]) -> Argument {
    let text = |from: &[u8], to: &[u8], word: Argument| {
        let mut result = Vec::new();
        let mut rest = &word[..];
        while let Some(place) = rest.windows(2).position(|two| two == from || two == b"%%") {
            result.extend(&rest[..place]);
            result.extend(if rest[place..].starts_with(b"%%") { &b"%%"[..] } else { to });
            rest = &rest[place + 2..];
        }
        result.extend(rest);
        result
    };
    let mut result = Vec::new();
    let word = text(b"%t", b"/run", word.to_vec());
    let mut rest = &word[..];
    while let Some(place) = rest.windows(2).position(|two| two == b"%%") {
        result.extend(&rest[..=place]);
        rest = &rest[place + 2..];
    }
    result.extend(rest);
    result
}

fn expand(word: &[u8], environment: &BTreeMap<Argument, Argument>) -> Vec<Argument> {
    let value = |name: &[u8]| environment.get(name).map_or(&b""[..], Vec::as_slice);
    if word.first() == Some(&b'$') && !matches!(word.get(1), Some(b'{' | b'$')) {
        return split(value(&word[1..]));
    }
    let (mut result, mut place) = (Vec::new(), 0);
    while place < word.len() {
        let rest = &word[place..];
        let end = rest.iter().position(|&c| c == b'}' || c == b':').filter(|&end| rest[end] == b'}');
        match (rest, end) {
            ([b'$', b'$', ..], _) => {
                result.push(b'$');
                place += 2;
            }
            ([b'$', b'{', ..], Some(end)) => {
                result.extend(value(&rest[2..end]));
                place += end + 1;
            }
            _ => {
                result.push(rest[0]);
                place += 1;
            }
        }
    }
    vec![result]
}

fn split(value: &[u8]) -> Vec<Argument> {
    let (mut words, mut word, mut quote, mut is_escaped) = (Vec::new(), None, 0, false);
    for &c in value {
        if is_escaped {
            word.get_or_insert_with(Vec::new).push(c);
            is_escaped = false;
        } else if quote == 0 && is_blank(c) {
            words.extend(word.take());
        } else {
            let word = word.get_or_insert_with(Vec::new);
            match c {
                b'\\' => is_escaped = true,
                b'"' | b'\'' if quote == 0 => quote = c,
                _ if quote == c => quote = 0,
                _ => word.push(c),
            }
        }
    }
    words.extend(word);
    words
}

/// What dockerd makes of its arguments, by its own list of options: addresses, its last word on TLS, and what is not ours.
#[derive(Debug)]
struct Understood {
    hosts: Vec<String>,
    verifies: bool,
    authority: String,
    others: Vec<String>,
}

/// The options with a value, of one letter too, as `dockerd --help` lists them.
fn options_with_value() -> BTreeSet<String> {
    let help = run(program("dockerd").arg("--help")).succeeds();
    let mut names = BTreeSet::new();
    for line in help.lines().map(str::trim_start).filter(|line| line.starts_with('-')) {
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        let (short, rest) = if words[0].ends_with(',') { (Some(words[0].trim_end_matches(',')), &words[1..]) } else { (None, &words[..]) };
        // The word behind it is a type, in small letters, where what it does begins with a capital.
        let is_of_type =
            rest.get(1).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) && !line.contains("  start with");
        if is_of_type {
            names.extend([Some(rest[0]), short].into_iter().flatten().map(str::to_owned));
        }
    }
    assert!(names.contains("--label") && names.contains("-H") && !names.contains("--tlsverify") && !names.contains("-D"), "{names:?}");
    names
}

/// `None` when dockerd does not start: an argument that belongs to no option, or an option without its value.
fn understood(arguments: &[String], with_value: &BTreeSet<String>) -> Option<Understood> {
    let mut read = Understood { hosts: Vec::new(), verifies: false, authority: String::new(), others: Vec::new() };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut of_option = vec![argument.clone()];
        let mut letters = String::new();
        let (name, mut value) = if let Some(long) = argument.strip_prefix("--").filter(|long| !long.is_empty()) {
            long.split_once('=').map_or((argument.clone(), None), |(name, value)| (format!("--{name}"), Some(value.to_owned())))
        } else {
            let short = argument.strip_prefix('-').filter(|short| !short.is_empty() && !short.starts_with('-'))?;
            letters = short.chars().take_while(|&c| c == 'D').collect();
            match short[letters.len()..].chars().next() {
                None => ("-D".into(), None),
                Some('=') => (letters.clone(), Some(String::new())),
                Some(letter) => {
                    let behind = &short[letters.len() + letter.len_utf8()..];
                    let behind = behind.strip_prefix('=').filter(|behind| !behind.is_empty()).unwrap_or(behind);
                    (format!("-{letter}"), Some(behind.to_owned()).filter(|behind| !behind.is_empty()))
                }
            }
        };
        if with_value.contains(&name) && value.is_none() {
            let next = rest.next()?;
            of_option.push(next.clone());
            value = Some(next.clone());
        }
        let value = value.unwrap_or_else(|| "true".into());
        match &*name {
            "-H" | "--host" => {
                if !letters.is_empty() {
                    read.others.push(format!("-{letters}"));
                }
                // `-H=` and nothing behind it, or an option in the place of an address.
                if value == "=" || value.trim().starts_with('-') {
                    return None;
                }
                read.hosts.push(value.trim().to_owned());
            }
            "--tlsverify" => read.verifies = !["0", "f", "F", "false", "FALSE", "False"].contains(&&*value),
            "--tlscacert" => read.authority = value,
            "--tls" | "--tlscert" | "--tlskey" => {}
            _ => read.others.extend(of_option),
        }
    }
    Some(read)
}

/// Pieces of units, of which more than systemd understands are made.
fn any_unit() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "-H",
        "-H ",
        "-H=",
        "--host",
        "--host=",
        "fd://",
        " fd://",
        "tcp://0.0.0.0:2375",
        "unix:///run/a.sock",
        "--label",
        "--label ",
        "a=b",
        " a=b",
        "--tlsverify=false",
        "--tls",
        "verify",
        "=false",
        "--tlscacert",
        " /a",
        "-D",
        "-DH",
        "-l",
        "--debug",
        "$A",
        "${A}",
        "$$",
        "$B",
        "${B}",
        "$C",
        "${C}",
        "\\x2d",
        "\\055",
        "\\u0048",
        "\\U00000048",
        "\\s",
        "\\t",
        "\\q",
        "\\x",
        "\\",
        "\\\\",
        "\"",
        "\"",
        "'",
        "'",
        " ",
        " ",
        " ",
        " ",
        "\t",
        ";",
        " ; ",
        " \\; ",
        " \\\n",
        " \\\n  ",
        "\\\n# a\n",
        "\\\n ; b \\\n",
        "\\ \n",
        "\\\\\n",
        "\r\n",
        "\u{a0}",
        "\u{3000}",
        "é",
        "%%",
        "%t",
        "=",
        "{",
        "}",
        ":",
        "\\\"",
    ]);
    let command = prop::collection::vec(piece.clone(), 0..9).prop_map(|pieces| pieces.concat());
    let environment =
        prop::collection::vec(prop_oneof![piece, Just("A="), Just(" B="), Just("\"A=")], 0..6).prop_map(|pieces| pieces.concat());
    let program = prop::sample::select(vec![
        "/opt/dockerd ",
        "/opt/dockerd ",
        "/opt/dockerd ",
        "\"/opt/dockerd\" ",
        "-/opt/dockerd ",
        ":/opt/dockerd ",
        "@/opt/dockerd a ",
        "-@/opt/dockerd \"a b\" ",
        "!!/opt/dockerd ",
        "/opt/dockerd\\\n",
    ]);
    let section = prop::sample::select(vec![
        "[Service]\n",
        "[Service]\n",
        "  [Service] \n",
        "[Unit]\nExecStart=/bin/true\n[Service]\n",
        "ExecStart=/bin/true\n[Service]\n",
    ]);
    let key = prop::sample::select(vec!["ExecStart=", "ExecStart = ", "  ExecStart=", "ExecStart=\nExecStart="]);
    let end = prop::sample::select(vec!["\n", "", "\\", "\n# end", "\n--debug\n", "\nExecStart=/opt/dockerd -D\n"]);
    let variables = prop::sample::select(vec![
        "",
        "Environment=A=a\n",
        "Environment=\"A=--label a\" B=fd://\n",
        "Environment='A=-H tcp://0.0.0.0:2375'\n",
        "Environment=A= B=\\x2dD\n",
    ]);
    (section, variables, environment, key, program, command, end).prop_map(
        |(section, variables, environment, key, program, command, end)| {
            let environment = if environment.is_empty() { String::new() } else { format!("Environment={environment}\n") };
            format!("{section}{variables}{environment}{key}{program}{command}{end}")
        },
    )
}

const PATH: &str = "# /lib/systemd/system/docker.service\n";

/// The drop-in that the page makes of this unit, where it takes it.
fn drop_in(unit: &str) -> Option<String> {
    let draft = Draft { hosts: "docker.example.com".into(), exec_start: format!("{PATH}{unit}"), ..Draft::default() };
    let spec = draft.parse().spec?;
    let pair = Pair { spec: &spec, daemon: &spec.daemons[0], client: &spec.clients[0] };
    Some(guide::of_step(Step::Configure, pair).find(|snippet| snippet.id == SnippetId::SystemdDropIn).expect("a drop-in").text)
}

fn texts(arguments: Vec<Argument>) -> Vec<String> {
    arguments.into_iter().map(|argument| String::from_utf8(argument).expect("text")).collect()
}

/// What the page makes of a unit that it takes, held against what dockerd gets today. Whether it took it.
fn is_right(unit: &str, with_value: &BTreeSet<String>, run: impl Fn(&[&str]) -> Option<Vec<Argument>>) -> Result<bool, String> {
    let Some(drop_in) = drop_in(unit) else { return Ok(false) };
    let before = run(&[unit]).ok_or("systemd does not run it")?;
    let after = texts(run(&[unit, &drop_in]).ok_or("systemd does not run what comes of it")?);
    let is_plain = |host: &String| host.ends_with(":2375") && (host.starts_with("tcp://") || !host.contains("://"));
    let is_open = |after: &Understood| {
        // What a variable that is not set would bring is not known to the page.
        let is_plain = after.hosts.iter().any(is_plain) && !unit.contains("2375$");
        !after.verifies || after.authority != "/etc/docker/tls/ca.pem" || is_plain
    };
    if let Some(after) = understood(&after, with_value).filter(is_open) {
        return Err(format!("open: {after:?}"));
    }
    // In a word, a variable that is not set leaves less than the page sees: what comes of it has to be safe, and no more.
    if unit.contains("{C}") {
        return Ok(true);
    }
    // One that does not start today is a variable away from one that does.
    let Some(before) = understood(&texts(before), with_value) else { return Ok(true) };
    let kept = after.strip_prefix(&before.others[..]).ok_or(format!("the host's words are {:?}, not {after:?}", before.others))?;
    let ours: Vec<&str> = OURS.split(' ').collect();
    let hosts = kept
        .strip_suffix(&ours.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()[..])
        .ok_or(format!("ours are not last: {after:?}"))?;
    for pair in hosts.chunks(2) {
        let is_known = pair.len() == 2 && pair[0] == "-H" && (pair[1] == "unix:///var/run/docker.sock" || before.hosts.contains(&pair[1]));
        if !is_known {
            return Err(format!("{pair:?} is none of {:?}", before.hosts));
        }
    }
    if before.hosts.iter().any(|host| host.contains("://") && !host.starts_with("tcp://") && !hosts.contains(host)) {
        return Err(format!("{:?} is not all in {hosts:?}", before.hosts));
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6000) })]

    #[test]
    fn whatever_unit_is_taken_is_read_as_systemd_reads_it(unit in any_unit()) {
        static WITH_VALUE: std::sync::LazyLock<BTreeSet<String>> = std::sync::LazyLock::new(options_with_value);
        let found = is_right(&unit, &WITH_VALUE, arguments);
        prop_assert!(found.is_ok(), "{:?}\n{}\n{:?}", found, unit, drop_in(&unit));
    }
}

/// Texts in which readers differ, besides those by chance.
const TEXTS: &[&str] = &[
    "[Service]\nExecStart=/opt/dockerd a \\\n# b\n  ; c\n  d\n",
    "[Service]\nExecStart=/opt/dockerd a \\\n\n  b\n",
    "[Service]\nExecStart=/opt/dockerd a \\\n  \n  b\n",
    "[Service]\nExecStart=/opt/dockerd a\\\\\n  b\n",
    "[Service]\nExecStart=/opt/dockerd a\\ \n  b\n",
    "[Service]\nExecStart=/opt/dockerd 'a\tb' \"a \\\n    b\" 'a\\tb'\tc\n",
    "[Service]\nExecStart=/opt/dockerd a\\",
    "[Service]\nExecStart=/opt/dockerd a\u{a0}b\u{2003}\n",
    "[Service]\nExecStart=/opt/dockerd a\"b c\"d'e \"f'\\x2d\\055\\u2014\\U0001f600\\s\\n\n",
    "[Service]\nExecStart=/opt/dockerd \\q \\x2 \\400 \\u12 \\777 a\\ b\n",
    "[Service]\nExecStart=/opt/dockerd \\q\\x2d \"\\q\\x2d\"\n",
    "[Service]\nExecStart=/opt/dockerd \"a\n",
    "[Service]\nExecStart=/opt/dockerd a ; /opt/dockerd b\n",
    "[Service]\nExecStart=/opt/dockerd a \\; b ;c \";\" d;\n",
    "[Service]\nEnvironment=\"A=a b\" B='c \"d' C=e\\x20f\nExecStart=/opt/dockerd $A ${A} x$A x${A} \"$A\" '${A}' $$A $${A} $B ${B} $C ${C} $N ${N} ${A:-b} $A-x $ a$ ${A\n",
    "[Service]\nEnvironment=A=$A$A B=${A}\nExecStart=/opt/dockerd $A ${B} $B\n",
    "[Service]\nEnvironment=A=\\\"a\\\\b\\\" B=\\q C=d\nExecStart=/opt/dockerd $A ${A} $B $C\n",
    "[Service]\nEnvironment=1A=a A-B=b A = c A=d=e\nExecStart=/opt/dockerd $A ${1A} ${A-B}\n",
    "[Service]\nExecStart=:/opt/dockerd $A ${A} $$\n",
    "[Service]\nExecStart=@/opt/dockerd a b\n",
    "[Service]\nExecStart=-@:/opt/dockerd a $B\n",
    "[Service]\nExecStart=!/opt/dockerd a\n",
    "[Service]\nExecStart=--/opt/dockerd a\n",
    "[Service]\nExecStart=/opt/dockerd %% %%t %t a%\n",
    "[Service]\nEnvironment=A=%%%t\nExecStart=/opt/dockerd $A\n",
    "    [Service]\n    ExecStart  =  /opt/dockerd   a  \n",
    "[Service]\nExecStart=/opt/dockerd a\r\nRestart=no\r\n",
    "[Service]\nexecstart=/opt/dockerd b\nExecStart=/opt/dockerd a\n",
    "ExecStart=/opt/dockerd b\n[Service]\nExecStart=/opt/dockerd a\n[Install]\nExecStart=/opt/dockerd c\n[X-A]\nExecStart=/opt/dockerd d\n",
    "[Service]\nExecStart=/opt/dockerd a\nExecStart=/opt/dockerd b\n",
    "[Service]\nExecStart=/opt/dockerd a\nExecStart=\n",
    "[Service]\nExecStart=/opt/dockerd a\n--debug\n-H=b\n$A\n",
    "[Service]\nExecStart=/opt/dockerd --label \"\" '' a\"\"\n",
    "\u{feff}[Service]\nExecStart=/opt/dockerd a\n",
    "[Service]\n# /lib/systemd/system/docker.service\n[Service]\nExecStart=/opt/dockerd a\n\n# /etc/systemd/system/docker.service.d/x.conf\n[Service]\nExecStart=\nExecStart=/opt/dockerd b\n",
];

/// Services of these texts, each with the drop-ins that belong to it, are run, and the program says what it is given.
fn run_by_systemd(release: Release, units: &[Vec<&str>]) -> Vec<Option<Vec<Argument>>> {
    let host = Host::boot(release);
    host.put("/opt/dockerd", 0o755, b"#!/bin/sh\nunit=$(grep -o 't[0-9]*[.]service' /proc/self/cgroup | head -n 1)\n{ for argument; do printf '%s\\0' \"$argument\"; done; echo; } >\"/said/.$unit\"; mv \"/said/.$unit\" \"/said/$unit\"\n");
    let folder = tempfile::tempdir().expect("a folder");
    for (number, files) in units.iter().enumerate() {
        let name = format!("t{number}.service");
        std::fs::write(folder.path().join(&name), files[0]).expect("a file");
        for (number, drop_in) in files[1..].iter().chain([&"[Service]\nType=exec\n"]).enumerate() {
            let drop_ins = folder.path().join(format!("{name}.d"));
            std::fs::create_dir_all(&drop_ins).expect("a folder");
            std::fs::write(drop_ins.join(format!("{number}.conf")), drop_in).expect("a file");
        }
    }
    let archive = run(program("tar").args([
        "-C".as_ref(),
        folder.path().as_os_str(),
        "-cf".as_ref(),
        folder.path().join("../units.tar").as_os_str(),
        ".".as_ref(),
    ]));
    archive.succeeds();
    let archive = folder.path().join("../units.tar");
    host.put("/root/units.tar", 0o644, &std::fs::read(&archive).expect("the archive"));
    std::fs::remove_file(archive).expect("it goes");
    host.root("mkdir -p /said; tar -C /etc/systemd/system -xf /root/units.tar; systemctl daemon-reload");
    host.sh("cd /etc/systemd/system; ls -d t*.service | xargs systemctl start >/dev/null 2>&1");
    let said = host.root("for try in $(seq 600); do [ \"$(systemctl list-units --plain --no-legend 't[0-9]*.service' --state=active,activating | wc -l)\" != 0 ] || break; sleep 0.1; done; cd /said; for file in t*.service; do printf '%s ' $file; od -An -v -tx1 $file | tr -d '[:space:]'; echo; done");
    let mut found: BTreeMap<usize, Vec<Argument>> = BTreeMap::new();
    for line in said.lines() {
        let (name, content) = line.split_once(' ').unwrap_or_else(|| panic!("{line}: a name and what was said"));
        let number = name.trim_start_matches('t').trim_end_matches(".service").parse().expect("a number");
        let octet = |place: usize| u8::from_str_radix(&content[place..place + 2], 16).unwrap_or_else(|_| panic!("{line}: octets"));
        let content: Vec<u8> = (0..content.len()).step_by(2).map(octet).collect();
        let (end, arguments) = content.split_last().expect("an end");
        assert_eq!(*end, b'\n');
        let mut arguments: Vec<Argument> = arguments.split(|&c| c == 0).map(<[u8]>::to_vec).collect();
        arguments.pop();
        found.insert(number, arguments);
    }
    (0..units.len()).map(|number| found.remove(&number)).collect()
}

/// Tried with systemd 252 and 257.
#[test]
fn systemd_reads_units_like_the_reference_and_runs_what_the_page_says() {
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[9; 32]));
    let by_chance: Vec<String> = (0..400).map(|_| any_unit().new_tree(&mut runner).expect("a unit").current()).collect();
    let with_value = options_with_value();
    let texts: Vec<&str> = TEXTS.iter().copied().chain(by_chance.iter().map(String::as_str)).collect();
    let taken: Vec<(&str, String)> = texts.iter().filter_map(|unit| Some((*unit, drop_in(unit)?))).collect();
    assert!(taken.len() > 40, "{}", taken.len());
    let mut units: Vec<Vec<&str>> = texts.iter().map(|unit| vec![*unit]).collect();
    units.extend(taken.iter().map(|(unit, drop_in)| vec![*unit, drop_in.as_str()]));
    for release in [BOOKWORM, TRIXIE] {
        let said = run_by_systemd(release, &units);
        let known: BTreeMap<&[&str], &Option<Vec<Argument>>> = units.iter().map(Vec::as_slice).zip(&said).collect();
        assert!(said.iter().filter(|said| said.is_some()).count() > 150, "systemd runs next to nothing");
        for (number, (files, said)) in units.iter().zip(&said).enumerate() {
            let text = |found: &Option<Vec<Argument>>| {
                found.as_ref().map(|all| all.iter().map(|one| String::from_utf8_lossy(one).into_owned()).collect::<Vec<_>>())
            };
            // What becomes of the commands around a lone semicolon depends on which of them is broken. The page takes none.
            let is_second = number >= TEXTS.len() && files[0].contains(';') && drop_in(files[0]).is_none();
            if is_second {
                continue;
            }
            assert_eq!(text(said), text(&arguments(files)), "{} of {}\n{files:?}", "what systemd runs", release.name);
        }
        for (unit, _) in &taken {
            let found = is_right(unit, &with_value, |files| known.get(files).and_then(|said| (*said).clone()));
            assert_eq!(found, Ok(true), "{unit}");
        }
    }
}
