//! A text of several entries, and the words of one.

use std::borrow::Cow;

/// The full-width forms of ASCII, which Chinese and Japanese input methods type, as what they are (Unicode, NFKC); also their full stops, which
/// part the labels of a name (UTS #46).
pub fn half_width(text: &str) -> Cow<'_, str> {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3002}' | '\u{ff61}' => '.',
        _ => c,
    };
    if text.chars().all(|c| narrow(c) == c) { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(narrow).collect()) }
}

/// The lines that are not blank, with their numbers. `;` ends a line too, for attributes and links, but is not counted as one. `#` begins a
/// comment, as in a hosts file, if what follows it may be one.
pub fn entries(text: &str, is_comment: fn(&str) -> bool) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n')
        .enumerate()
        .flat_map(move |(index, line)| without_comment(line, is_comment).split([';', '\r']).map(move |entry| (index + 1, entry.trim())))
        .filter(|(_, entry)| !entry.is_empty())
}

pub fn without_comment(line: &str, is_comment: fn(&str) -> bool) -> &str {
    let begins = |&(at, _): &(usize, &str)| {
        let before = &line[..at];
        before.is_empty() || (before.ends_with(|c: char| is_comma(c) || c == ';' || c.is_whitespace()) && is_comment(&line[at + 1..]))
    };
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

/// Commas and any white space separate words.
pub fn words(entry: &str) -> impl Iterator<Item = &str> {
    entry.split(|c: char| is_comma(c) || c.is_whitespace()).filter(|word| !word.is_empty())
}

/// The name of an entry, and the words behind it, which begin with the first that has `=` in it. A name with `=` in it, or with words behind
/// its settings, is the whole entry.
pub fn without_settings(entry: &str) -> (&str, Vec<&str>) {
    let Some((before, _)) = entry.split_once('=') else { return (entry, Vec::new()) };
    let (name, settings) = entry.split_at(before.trim_end_matches(|c: char| !c.is_whitespace()).len());
    let words: Vec<&str> = settings.split_whitespace().collect();
    if words.iter().all(|word| word.contains('=')) { (name.trim(), words) } else { (entry, Vec::new()) }
}

/// The commas of English and Chinese.
pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、')
}
