//! Where the members of a JSON object are (RFC 8259), so that a text can be changed in its own form.
//!
//! Not serde_json: it says nothing of places, and every way of reading a number would be in the wasm.

use std::{collections::HashMap, ops::Range};

use crate::problem::Code;

/// As deep as serde_json goes; a `daemon.json` has three levels.
const MAX_DEPTH: usize = 128;

/// A member of the outermost object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Member {
    /// As written, without the quotes; without escapes.
    pub key: String,
    /// Where the key begins.
    pub start: usize,
    /// Where the value is.
    pub value: Range<usize>,
}

/// What is wrong, and where in the text.
#[derive(Debug)]
pub(super) struct Fault {
    pub code: Code,
    pub at: usize,
    /// A key that is there twice.
    pub key: Option<String>,
}

/// The members of the object that the text is.
pub(super) fn members(text: &str) -> Result<Vec<Member>, Fault> {
    let mut reader = Reader { text, at: 0 };
    reader.skip()?;
    let start = reader.at;
    let is_object = reader.peek() == Some(b'{');
    let members = if is_object { reader.object(0)? } else { reader.value(0).map(|()| Vec::new())? };
    reader.skip()?;
    if reader.at < text.len() {
        Err(reader.fault(Code::JsonBroken))
    } else if !is_object {
        Err(Fault { code: Code::JsonNotObject, at: start, key: None })
    } else {
        Ok(members)
    }
}

/// The strings of the array at this place of a text that was read; none if it is anything else.
pub(super) fn strings(text: &str) -> Option<Vec<String>> {
    let mut reader = Reader { text, at: 0 };
    let mut strings = Vec::new();
    if !reader.take(b'[') {
        return None;
    }
    while let Some(next) = reader.text[reader.at..].find(|c: char| !c.is_ascii_whitespace() && c != ',') {
        reader.at += next;
        if reader.take(b']') {
            return Some(strings);
        }
        let range = reader.string().ok()?;
        let string = text[range].replace("\\/", "/");
        // No address needs another escape.
        strings.push((!string.contains('\\')).then_some(string)?);
    }
    None
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn fault(&self, code: Code) -> Fault {
        Fault { code, at: self.at, key: None }
    }

    /// White space; a comment is known by its first character, which nothing else has outside a string.
    fn skip(&mut self) -> Result<(), Fault> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        if matches!(self.peek(), Some(b'/' | b'#')) { Err(self.fault(Code::JsonComment)) } else { Ok(()) }
    }

    fn value(&mut self, depth: usize) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{') => _ = self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => _ = self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => {
                let rest = &self.text[self.at..];
                let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word));
                self.at += word.ok_or_else(|| self.fault(Code::JsonBroken))?.len();
            }
        }
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member>, Fault> {
        let mut members = Vec::new();
        let mut keys: HashMap<String, usize> = HashMap::new();
        self.list(b'}', depth, |reader| {
            let start = reader.at;
            let key = reader.text[reader.string()?].to_owned();
            // An escape could hide a key of ours.
            if depth == 0 && key.contains('\\') {
                return Err(Fault { code: Code::JsonBroken, at: start, key: None });
            }
            if keys.insert(key.clone(), start).is_some() {
                return Err(Fault { code: Code::JsonDuplicateKey, at: start, key: Some(key) });
            }
            reader.skip()?;
            if !reader.take(b':') {
                return Err(reader.fault(Code::JsonBroken));
            }
            reader.skip()?;
            let value = reader.at;
            reader.value(depth + 1)?;
            members.push(Member { key, start, value: value..reader.at });
            Ok(())
        })?;
        Ok(members)
    }

    fn array(&mut self, depth: usize) -> Result<(), Fault> {
        self.list(b']', depth, |reader| reader.value(depth + 1))
    }

    /// What stands between brackets with commas in between.
    fn list(&mut self, end: u8, depth: usize, mut item: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault(Code::JsonBroken));
        }
        self.at += 1;
        self.skip()?;
        if self.take(end) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.skip()?;
            if self.take(end) {
                return Ok(());
            }
            let comma = self.at;
            if !self.take(b',') {
                return Err(self.fault(Code::JsonBroken));
            }
            self.skip()?;
            if self.peek() == Some(end) {
                return Err(Fault { code: Code::JsonTrailingComma, at: comma, key: None });
            }
        }
    }

    /// Where it is between its quotes.
    fn string(&mut self) -> Result<Range<usize>, Fault> {
        if !self.take(b'"') {
            return Err(self.fault(Code::JsonBroken));
        }
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(start..self.at - 1);
                }
                Some(b'\\') => {
                    let escape = self.text.as_bytes().get(self.at + 1).copied();
                    let digits = self.text.as_bytes().get(self.at + 2..self.at + 6);
                    self.at += match escape {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                        Some(b'u') if digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) => 6,
                        _ => return Err(self.fault(Code::JsonBroken)),
                    };
                }
                Some(0x20..) => self.at += 1,
                _ => return Err(self.fault(Code::JsonBroken)),
            }
        }
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.take(b'-');
        let start = self.at;
        let whole = self.digits();
        let mut is_right = whole > 0 && (whole == 1 || self.text.as_bytes()[start] != b'0');
        if self.take(b'.') {
            is_right &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            _ = self.take(b'+') || self.take(b'-');
            is_right &= self.digits() > 0;
        }
        if is_right { Ok(()) } else { Err(self.fault(Code::JsonBroken)) }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }
}
