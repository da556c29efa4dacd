//! A unit and its drop-ins as systemd reads them: systemd.syntax(7); systemd.service(5), "Command lines"; systemd.exec(5), `Environment=`.

/// What separates words and is cut off a line's ends. Other blanks of Unicode are part of a word.
pub const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// A word of a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word {
    /// The word as it is written.
    pub raw: String,
    /// Without quotes and escapes; specifiers and variables are still in it.
    pub text: String,
}

/// What a text says, in its order.
#[derive(Debug, Eq, PartialEq)]
pub enum Item {
    /// `systemctl cat` begins each file with its path.
    Heading(String),
    /// A line with those that continue it: the first number, the last one, the text without blanks around it.
    Line(usize, usize, String),
    /// A heading where a line goes on: either a comment inside of it, or a file that ends in a backslash.
    Unclear(usize),
}

/// A heading where the line before goes on is [`Item::Unclear`].
pub fn items(text: &str) -> Vec<Item> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut items = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut last = 0;
    for (index, line) in physical_lines(text).enumerate() {
        let number = index + 1;
        if let Some(path) = line.strip_prefix("# ").filter(|path| is_of_unit(path)) {
            items.push(if open.is_some() { Item::Unclear(number) } else { Item::Heading(path.trim_end_matches(BLANKS).to_owned()) });
            continue;
        }
        // A comment inside of a continued line is not one of its words.
        if line.trim_start_matches(BLANKS).starts_with(['#', ';']) {
            continue;
        }
        last = number;
        let (first, mut whole) = open.take().unwrap_or((number, String::new()));
        whole.push_str(line);
        if whole.len() % 2 != whole.trim_end_matches('\\').len() % 2 {
            whole.pop();
            whole.push(' ');
            open = Some((first, whole));
        } else {
            items.extend(item(first, number, &whole));
        }
    }
    items.extend(open.and_then(|(first, whole)| item(first, last, &whole)));
    items
}

fn item(first: usize, last: usize, text: &str) -> Option<Item> {
    let text = text.trim_matches(BLANKS);
    (!text.is_empty()).then(|| Item::Line(first, last, text.to_owned()))
}

/// A line ends with CR, LF, or one of each.
fn physical_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.find(['\n', '\r']).unwrap_or(text.len());
        let after = &text[end..];
        let length = if after.starts_with("\r\n") || after.starts_with("\n\r") { 2 } else { after.len().min(1) };
        rest = Some(&after[length..]).filter(|after| !after.is_empty());
        Some(&text[..end])
    })
}

/// Whether a path is that of a unit, or of a drop-in: other comments begin with paths too.
fn is_of_unit(path: &str) -> bool {
    let path = path.trim_end_matches(BLANKS);
    path.starts_with('/')
        && !path.contains(BLANKS)
        && ([".service", ".socket", ".mount", ".target"].iter().any(|kind| path.ends_with(kind))
            || (path.contains(".d/") && path.ends_with(".conf")))
}

/// The unit and the drop-in that a path belongs to. `service.d` holds for every service.
pub fn unit_and_drop_in(path: &str) -> (&str, Option<&str>) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match folder.rsplit('/').next().and_then(|folder| folder.strip_suffix(".d")) {
        Some(unit) => (unit, Some(name)),
        None => (name, None),
    }
}

/// The words of a command; `None` when a quote is open, several commands are on the line, or an octet is no text.
pub fn words(command: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = command.trim_start_matches(BLANKS);
    while !rest.is_empty() {
        if is_alone(rest.strip_prefix(';')) {
            return None;
        }
        if is_alone(rest.strip_prefix("\\;")) {
            words.push(Word { raw: "\\;".into(), text: ";".into() });
            rest = rest[2..].trim_start_matches(BLANKS);
            continue;
        }
        let (word, after) = match first_word(rest, false) {
            Ok(read) => read,
            // systemd warns, and takes the backslash for one.
            Err(NoWord::UnknownEscape) => first_word(rest, true).ok()?,
            Err(NoWord::Broken) => return None,
        };
        words.push(word);
        rest = after;
    }
    Some(words)
}

fn is_alone(rest: Option<&str>) -> bool {
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(BLANKS))
}

/// The assignments of an `Environment=`, up to what systemd does not understand.
pub fn assignments(value: &str) -> Vec<(String, String)> {
    let mut assignments = Vec::new();
    let mut rest = value.trim_start_matches(BLANKS);
    while let Ok((word, after)) = first_word(rest, false) {
        rest = after;
        match word.text.split_once('=') {
            Some((name, value)) if is_name(name) && !value.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n')) => {
                assignments.push((name.to_owned(), value.to_owned()));
            }
            _ => {}
        }
        if rest.is_empty() {
            break;
        }
    }
    assignments
}

/// Why no word of a command begins there.
enum NoWord {
    /// A backslash in front of what it means nothing for.
    UnknownEscape,
    /// An open quote, or an octet that is no text.
    Broken,
}

fn first_word(line: &str, keeps_unknown_escapes: bool) -> Result<(Word, &str), NoWord> {
    let mut text = String::new();
    let mut quote = None;
    let mut rest = line;
    let mut is_known = true;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match quote {
            None if BLANKS.contains(&c) => break,
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ if c == '\\' => match unescaped(after)? {
                Some((c, length)) => {
                    text.push(c);
                    rest = &after[length..];
                    continue;
                }
                None => {
                    is_known = false;
                    text.push(c);
                    let next = after.chars().next().ok_or(NoWord::Broken)?;
                    text.push(next);
                    rest = &after[next.len_utf8()..];
                    continue;
                }
            },
            _ => text.push(c),
        }
        rest = after;
    }
    if quote.is_some() {
        return Err(NoWord::Broken);
    }
    if !is_known && !keeps_unknown_escapes {
        return Err(NoWord::UnknownEscape);
    }
    let raw = line[..line.len() - rest.len()].to_owned();
    Ok((Word { raw, text }, rest.trim_start_matches(BLANKS)))
}

/// What a backslash before this stands for, and how many octets belong to it; `None` when it has no meaning.
fn unescaped(text: &str) -> Result<Option<(char, usize)>, NoWord> {
    let octets = text.as_bytes();
    let digits = |from: usize, count: usize, radix: u32| {
        let digits = text.get(from..from + count).filter(|digits| digits.chars().all(|c| c.is_digit(radix)))?;
        u32::from_str_radix(digits, radix).ok().filter(|&value| value != 0)
    };
    let (value, length) = match octets.first() {
        Some(b'a') => (7, 1),
        Some(b'b') => (8, 1),
        Some(b'f') => (12, 1),
        Some(b'n') => (10, 1),
        Some(b'r') => (13, 1),
        Some(b't') => (9, 1),
        Some(b'v') => (11, 1),
        Some(b's') => (32, 1),
        Some(&c @ (b'\\' | b'"' | b'\'')) => (u32::from(c), 1),
        Some(b'x') => match digits(1, 2, 16) {
            Some(128..) => return Err(NoWord::Broken),
            Some(value) => (value, 3),
            None => return Ok(None),
        },
        Some(b'u') => match digits(1, 4, 16) {
            Some(value) => (value, 5),
            None => return Ok(None),
        },
        Some(b'U') => match digits(1, 8, 16) {
            Some(value) if char::from_u32(value).is_some() => (value, 9),
            _ => return Ok(None),
        },
        Some(b'0'..=b'7') => match digits(0, 3, 8) {
            Some(128..=255) => return Err(NoWord::Broken),
            Some(value @ 1..=127) => (value, 3),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(Some((char::from_u32(value).ok_or(NoWord::Broken)?, length)))
}

/// The text as one word. `%` and `$` stay what they are.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| !BLANKS.contains(&c) && !c.is_control() && !['"', '\'', '\\'].contains(&c);
    if !text.is_empty() && text != ";" && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut word = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => word.extend(['\\', c]),
            c if c.is_ascii_control() => word += &format!("\\x{:02x}", u32::from(c)),
            c if c.is_control() => word += &format!("\\u{:04x}", u32::from(c)),
            c => word.push(c),
        }
    }
    word + "\""
}

/// Whether a variable can have this name.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The variables that a command is given.
pub trait Environment {
    /// Its value; `None` when that is not known.
    fn value(&self, name: &str) -> Option<&str>;
}

/// What becomes of a word.
#[derive(Debug, Eq, PartialEq)]
pub enum Expanded<'a> {
    /// One argument. Variables that are not known stand in it as they were.
    One { text: String },
    /// The words of `$NAME`; `None` when its value is not known.
    Split { name: &'a str, words: Option<Vec<String>> },
}

/// A word as an argument, by one pass: what a variable holds is not looked at again. `None` when it gets longer than this.
pub fn expanded<'a>(text: &'a str, environment: &dyn Environment, longest: usize) -> Option<Expanded<'a>> {
    if let Some(name) = text.strip_prefix('$').filter(|name| !name.starts_with(['{', '$'])) {
        let value = if is_name(name) { environment.value(name) } else { Some("") };
        if value.is_some_and(|value| value.len() > longest) {
            return None;
        }
        return Some(Expanded::Split { name, words: value.map(split) });
    }
    let mut result = String::new();
    let mut rest = text;
    while let Some(place) = rest.find('$') {
        result += &rest[..place];
        let after = &rest[place + 1..];
        rest = after;
        if let Some(after) = after.strip_prefix('$') {
            result.push('$');
            rest = after;
        } else if let Some((name, after)) = braced(after) {
            match environment.value(name) {
                Some(value) => result += value,
                // Nothing has such a name.
                None if !is_name(name) => {}
                None => result += &format!("${{{name}}}"),
            }
            rest = after;
        } else {
            result.push('$');
        }
        if result.len() > longest {
            return None;
        }
    }
    result += rest;
    (result.len() <= longest).then_some(Expanded::One { text: result })
}

/// The names of the variables in a word.
pub fn variables(text: &str) -> Vec<&str> {
    if let Some(name) = text.strip_prefix('$').filter(|name| !name.starts_with(['{', '$'])) {
        return Some(name).filter(|name| is_name(name)).into_iter().collect();
    }
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        rest = after;
        if let Some(after) = after.strip_prefix('$') {
            rest = after;
        } else if let Some((name, after)) = braced(after) {
            names.extend(is_name(name).then_some(name));
            rest = after;
        }
    }
    names
}

/// What is in braces, and what follows. A name with a colon in it is no variable.
fn braced(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{')?.split_once('}').filter(|(name, _)| !name.contains(':'))
}

/// The words of a variable's value: quotes may be open, and a backslash keeps what follows.
pub fn split(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if BLANKS.contains(&c) => {
                words.extend(word.take());
                continue;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ if c == '\\' => word.get_or_insert_default().extend(chars.next()),
            _ => word.get_or_insert_default().push(c),
        }
        word.get_or_insert_default();
    }
    words.extend(word);
    words
}
