//! Where the members of a JSON object are (RFC 8259), so that a text can be changed in its own form; and what is wrong with a text that is none.
//!
//! Not serde_json: it says nothing of places, names no fault in the words of who made it, and every way of reading a number would be in the wasm.

use std::{collections::HashSet, ops::Range};

use super::finding::Finding;
use crate::{problem::Code, spec::reading::is_invisible};

/// As deep as serde_json goes; a `daemon.json` has three levels. Go stops at 10 000, more than the stack of a page's thread would hold.
const MAX_DEPTH: usize = 128;

/// Kinds of values, to be combined.
pub(super) mod kind {
    pub const NULL: u8 = 1;
    pub const BOOLEAN: u8 = 2;
    pub const NUMBER: u8 = 4;
    pub const STRING: u8 = 8;
    pub const ARRAY: u8 = 16;
    pub const OBJECT: u8 = 32;
}

/// What the text is.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// The members as they stand there; a key may be there more than once.
    pub members: Vec<Member>,
    /// Keys of objects at any depth that were there before in the same object, and where.
    pub repeated: Vec<Key>,
}

/// A member of the outermost object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Member {
    pub key: Key,
    /// The place of the value.
    pub value: Range<usize>,
    /// The kind of the value.
    pub kind: u8,
    /// The kinds of the values that are directly in it, all together.
    pub items: u8,
    /// The keys of an object.
    pub keys: Vec<Key>,
    /// The members of each item of an array, where these are objects: the key as written, and the place of the value.
    pub objects: Vec<Vec<(String, Range<usize>)>>,
}

/// A key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Key {
    /// The text between the quotes as written, with its escapes.
    pub text: String,
    /// The place of its first quote.
    pub start: usize,
}

/// The numbers of lines, counted from 1.
pub(super) struct Lines<'a> {
    text: &'a str,
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, ends: text.match_indices('\n').map(|(end, _)| end).collect() }
    }

    /// The number of the line with this place.
    pub fn number(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + 1
    }

    /// Its text, without the blanks around it.
    pub fn text(&self, at: usize) -> &'a str {
        line_around(self.text, at)
    }
}

fn line_around(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default().trim()
}

/// A character by its number, and by its name where it is one that editors and pages put into texts (The Unicode Standard, Character Names).
pub(super) fn name(c: char) -> String {
    let name = match c {
        '\t' => "TAB",
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        '\u{feff}' => "BYTE ORDER MARK",
        _ => "",
    };
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}

/// The first character of a text that nobody sees, or takes for a blank, and where it is.
pub(super) fn unseen(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|&(_, c)| is_unseen(c))
}

fn is_unseen(c: char) -> bool {
    !matches!(c, ' ' | '\n' | '\r') && (c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// The object that the text is.
pub(super) fn read(text: &str) -> Result<Object, Finding> {
    let mut reader = Reader { text, at: 0, open: Vec::new(), repeated: Vec::new(), members: Vec::new() };
    reader.skip()?;
    if reader.peek() != Some('{') {
        return Err(reader.look_alike().unwrap_or_else(|| reader.fault(Code::JsonNotObject)));
    }
    reader.value(0)?;
    let end = reader.at;
    reader.skip()?;
    match reader.peek() {
        None => Ok(Object { members: reader.members, repeated: reader.repeated }),
        Some('{') => Err(reader.fault(Code::JsonSecondObject)),
        // The brace that was one too many is this one, or the one with which the object has ended.
        Some('}' | ']') => Err(reader.fault_in_line(Code::JsonEndsEarly, reader.at)),
        Some(_) => Err(reader.fault_in_line(Code::JsonEndsEarly, end - 1)),
    }
}

/// The strings of the array at this place of a text that was read; `None` when it is anything else.
pub(super) fn strings(text: &str) -> Option<Vec<String>> {
    let mut reader = Reader { text, at: 0, open: Vec::new(), repeated: Vec::new(), members: Vec::new() };
    let mut strings = Vec::new();
    if !reader.take('[') {
        return None;
    }
    while let Some(next) = reader.text[reader.at..].find(|c: char| !c.is_ascii_whitespace() && c != ',') {
        reader.at += next;
        if reader.take(']') {
            return Some(strings);
        }
        let range = reader.string().ok()?;
        let string = text[range].replace("\\/", "/");
        // No address needs another escape.
        strings.push((!string.contains('\\')).then_some(string)?);
    }
    None
}

/// The places of the values in the array that the text is; `None` when it is anything else.
pub(super) fn items(text: &str) -> Option<Vec<Range<usize>>> {
    let mut reader = Reader { text, at: 0, open: Vec::new(), repeated: Vec::new(), members: Vec::new() };
    let mut items = Vec::new();
    if reader.peek() != Some('[') {
        return None;
    }
    let read = reader.list(']', 1, |reader| {
        let start = reader.at;
        reader.value(2)?;
        items.push(start..reader.at);
        Ok(())
    });
    read.ok().map(|()| items)
}

/// What a string says, from between its quotes as written (RFC 8259, section 7). Half a surrogate pair becomes U+FFFD.
pub(super) fn unescaped(written: &str) -> String {
    let mut said = String::with_capacity(written.len());
    // Two that follow each other may be one character.
    let mut units = Vec::new();
    let mut rest = written;
    // What is between two escapes is copied as it is: a record of ours has a thousand certificates.
    while let Some(at) = rest.find('\\') {
        let mut after = rest[at + 1..].chars();
        let escaped = after.next();
        if at > 0 || escaped != Some('u') {
            say(&mut said, &mut units);
        }
        said.push_str(&rest[..at]);
        match escaped {
            Some('u') => {
                let digits: String = after.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).unwrap_or(0xfffd));
            }
            Some(c) => said.push(match c {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                c => c,
            }),
            None => said.push('\\'),
        }
        rest = after.as_str();
    }
    say(&mut said, &mut units);
    said + rest
}

fn say(said: &mut String, units: &mut Vec<u16>) {
    said.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The places of the open brackets.
    open: Vec<usize>,
    repeated: Vec<Key>,
    /// The members of the outermost object.
    members: Vec<Member>,
}

/// What a value is, and what is directly in it.
#[derive(Default)]
struct Content {
    kind: u8,
    items: u8,
    keys: Vec<Key>,
    members: Vec<(String, Range<usize>)>,
    objects: Vec<Vec<(String, Range<usize>)>>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, c: char) -> bool {
        let is_next = self.peek() == Some(c);
        self.at += if is_next { c.len_utf8() } else { 0 };
        is_next
    }

    /// Up to where nothing of a word or a number can stand.
    fn word(&self) -> &'a str {
        let end = |c: char| c.is_whitespace() || ",:{}[]\"".contains(c) || looks_like(c).is_some();
        self.rest().split(end).next().unwrap_or_default()
    }

    /// Here, with the rest of the line.
    /// The number of the line with this place, counted from 1.
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    fn fault(&self, code: Code) -> Finding {
        Finding { code, line: self.line(self.at), value: self.rest().lines().next().unwrap_or_default().trim().to_owned(), hint: None }
    }

    fn fault_in_line(&self, code: Code, at: usize) -> Finding {
        Finding { code, line: self.line(at), value: line_around(self.text, at).to_owned(), hint: None }
    }

    fn fault_about(&self, code: Code, value: &str, hint: Option<&str>) -> Finding {
        Finding { code, line: self.line(self.at), value: value.to_owned(), hint: hint.map(str::to_owned) }
    }

    fn invisible(&self, at: usize, c: char) -> Finding {
        Finding { code: Code::JsonInvisible, line: self.line(at), value: name(c), hint: Some(line_around(self.text, at).to_owned()) }
    }

    /// Skips white space, and refuses what its first character shows not to be JSON, wherever it stands outside a string.
    fn skip(&mut self) -> Result<(), Finding> {
        self.at += self.rest().bytes().take_while(|octet| matches!(octet, b' ' | b'\t' | b'\n' | b'\r')).count();
        match self.peek() {
            Some('/' | '#') => Err(self.fault(Code::JsonComment)),
            Some(c) if is_unseen(c) => Err(self.invisible(self.at, c)),
            _ => Ok(()),
        }
    }

    /// What stands here and only looks like JSON, or works like it elsewhere.
    fn look_alike(&self) -> Option<Finding> {
        let c = self.peek()?;
        Some(self.fault_about(Code::JsonLookAlike, &c.to_string(), Some(looks_like(c)?)))
    }

    /// The fault where the text ends, or has what looks like JSON's; the given one elsewhere.
    fn fault_or(&self, code: Code, value: &str) -> Finding {
        match (self.peek(), self.open.last()) {
            (None, Some(&open)) => self.fault_in_line(Code::JsonUnclosed, open),
            _ => self.look_alike().unwrap_or_else(|| self.fault_about(code, value, None)),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Content, Finding> {
        let kind = match self.peek() {
            Some('{') => return self.object(depth),
            Some('[') => return self.array(depth),
            Some('"') => {
                self.string()?;
                kind::STRING
            }
            _ => {
                let word = self.word();
                let kind = match word {
                    "true" | "false" => kind::BOOLEAN,
                    "null" => kind::NULL,
                    _ if is_number(word) => kind::NUMBER,
                    _ => return Err(self.no_value(word)),
                };
                self.at += word.len();
                kind
            }
        };
        Ok(Content { kind, ..Content::default() })
    }

    fn no_value(&self, word: &str) -> Finding {
        if word.is_empty() || self.look_alike().is_some() {
            return self.fault_or(Code::JsonBroken, &self.fault(Code::JsonBroken).value);
        }
        if word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
            return self.fault_about(Code::JsonBadNumber, word, None);
        }
        let meant = match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => "true".to_owned(),
            "false" | "no" | "off" => "false".to_owned(),
            "null" | "none" | "nil" | "undefined" => "null".to_owned(),
            _ => format!("\"{word}\""),
        };
        self.fault_about(Code::JsonBareWord, word, Some(&meant))
    }

    fn object(&mut self, depth: usize) -> Result<Content, Finding> {
        let mut content = Content { kind: kind::OBJECT, ..Content::default() };
        let mut known: HashSet<&'a str> = HashSet::new();
        self.list('}', depth, |reader| {
            let start = reader.at;
            let text = reader.key()?;
            let key = Key { text: text.to_owned(), start };
            if !known.insert(text) {
                reader.repeated.push(key.clone());
            }
            reader.skip()?;
            if !reader.take(':') {
                return Err(reader.fault_or(Code::JsonMissingColon, &format!("\"{text}\"")));
            }
            reader.skip()?;
            if matches!(reader.peek(), Some(',' | '}' | ']')) {
                return Err(reader.fault_about(Code::JsonMissingValue, &format!("\"{text}\""), None));
            }
            let place = reader.at;
            let Content { kind, items, keys, objects, .. } = reader.value(depth + 1)?;
            content.items |= kind;
            match depth {
                0 => reader.members.push(Member { key, value: place..reader.at, kind, items, keys, objects }),
                1 => content.keys.push(key),
                2 => content.members.push((key.text, place..reader.at)),
                _ => {}
            }
            Ok(())
        })?;
        Ok(content)
    }

    fn array(&mut self, depth: usize) -> Result<Content, Finding> {
        let mut content = Content { kind: kind::ARRAY, ..Content::default() };
        self.list(']', depth, |reader| {
            let Content { kind, members, .. } = reader.value(depth + 1)?;
            content.items |= kind;
            if depth == 1 {
                content.objects.push(members);
            }
            Ok(())
        })?;
        Ok(content)
    }

    /// What stands between brackets with commas in between.
    fn list(&mut self, end: char, depth: usize, mut item: impl FnMut(&mut Self) -> Result<(), Finding>) -> Result<(), Finding> {
        if depth > MAX_DEPTH {
            return Err(self.fault_about(Code::JsonTooDeep, "", Some(&MAX_DEPTH.to_string())));
        }
        self.open.push(self.at);
        self.at += 1;
        self.skip()?;
        let mut comma = None;
        loop {
            match (self.peek(), comma) {
                (Some(c), None) if c == end => break,
                (Some(c), Some(comma)) if c == end || c == ',' => return Err(self.fault_in_line(Code::JsonTrailingComma, comma)),
                (Some(','), None) => return Err(self.fault_in_line(Code::JsonTrailingComma, self.at)),
                _ => {}
            }
            item(self)?;
            self.skip()?;
            if self.peek() == Some(end) {
                break;
            }
            let place = self.at;
            if !self.take(',') {
                return Err(self.no_comma(end));
            }
            comma = Some(place);
            self.skip()?;
        }
        self.at += 1;
        self.open.pop();
        Ok(())
    }

    /// What is wrong when neither a comma nor the end follows an item.
    fn no_comma(&self, end: char) -> Finding {
        match self.peek() {
            Some('}' | ']') => {
                self.fault_about(Code::JsonWrongBracket, self.fault(Code::JsonBroken).value.as_str(), Some(&end.to_string()))
            }
            Some(c) if c.is_ascii_alphanumeric() || "\"{[-_".contains(c) => self.fault(Code::JsonMissingComma),
            _ => self.fault_or(Code::JsonBroken, &self.fault(Code::JsonBroken).value),
        }
    }

    fn key(&mut self) -> Result<&'a str, Finding> {
        if self.peek() == Some('"') {
            let range = self.string()?;
            return Ok(&self.text[range]);
        }
        let word = self.word();
        let is_word = word.starts_with(|c: char| c.is_alphabetic() || "_$-".contains(c)) && self.look_alike().is_none();
        Err(match self.peek() {
            Some(']') => self.fault_about(Code::JsonWrongBracket, &self.fault(Code::JsonBroken).value, Some("}")),
            _ if is_word => self.fault_about(Code::JsonBareKey, word, Some(&format!("\"{word}\""))),
            _ => self.fault_or(Code::JsonBroken, &self.fault(Code::JsonBroken).value),
        })
    }

    /// Reads a string: its place between the quotes.
    fn string(&mut self) -> Result<Range<usize>, Finding> {
        let quote = self.at;
        if !self.take('"') {
            return Err(self.fault(Code::JsonBroken));
        }
        let start = self.at;
        loop {
            // None of these octets is a part of another character.
            let next = self.rest().bytes().position(|octet| octet == b'"' || octet == b'\\' || octet < b' ');
            self.at = next.map_or(self.text.len(), |next| self.at + next);
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(start..self.at - 1);
                }
                Some('\\') => self.escape()?,
                Some(c) if c != '\n' && c != '\r' => return Err(self.invisible(self.at, c)),
                _ => return Err(self.unclosed_string(quote)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Finding> {
        let mut next = self.rest().chars().skip(1);
        let length = match next.next() {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 2,
            Some('u') if next.by_ref().take(4).filter(char::is_ascii_hexdigit).count() == 4 => 6,
            _ => {
                let written: String = self.rest().chars().take_while(|c| !c.is_control()).take(2).collect();
                return Err(self.fault_about(Code::JsonBadEscape, &written, Some(&format!("\\{written}"))));
            }
        };
        self.at += length;
        Ok(())
    }

    /// A string without an end in its line: its end may be a quote of another kind.
    fn unclosed_string(&self, quote: usize) -> Finding {
        let line = self.text[quote..self.at].trim_end();
        match line.char_indices().find(|(_, c)| "“”„‟″＂「」".contains(*c)) {
            Some((at, c)) => {
                Finding { code: Code::JsonLookAlike, line: self.line(quote + at), value: c.to_string(), hint: Some("\"".into()) }
            }
            None => Finding { code: Code::JsonUnclosedString, line: self.line(quote), value: line.to_owned(), hint: None },
        }
    }
}

/// The character of JSON that one looks like, as those of a Chinese keyboard do, or stands for in other languages.
fn looks_like(c: char) -> Option<&'static str> {
    Some(match c {
        '\'' | '`' | '\u{b4}' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '‛' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '＂'
        | '＇' => "\"",
        '，' | '、' | '､' | '﹐' | '；' | ';' => ",",
        '：' | '﹕' | '=' | '＝' => ":",
        '｛' => "{",
        '｝' => "}",
        '［' | '【' => "[",
        '］' | '】' => "]",
        _ => return None,
    })
}

/// Whether a word is a number by RFC 8259, section 6.
fn is_number(word: &str) -> bool {
    fn digits(text: &str) -> usize {
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
    }
    let text = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(text);
    let (mut is_right, mut rest) = (whole == 1 || (whole > 1 && !text.starts_with('0')), &text[whole..]);
    if let Some(fraction) = rest.strip_prefix('.') {
        let places = digits(fraction);
        (is_right, rest) = (is_right && places > 0, &fraction[places..]);
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let places = digits(exponent);
        (is_right, rest) = (is_right && places > 0, &exponent[places..]);
    }
    is_right && rest.is_empty()
}
