//! Files of a bundle put into another file of it, for what cannot name files.

use super::{Language, Snippet};

/// The text with the content of a file in place of each `<name>` that `content` knows; none where there is no such place.
///
/// In YAML the lines of a block scalar, indented as the place is (YAML 1.2.2, section 8.1.2). In JSON a string, in a `data:` URL with
/// everything escaped that has a meaning in one (RFC 2397).
pub fn embed<'a>(snippet: &Snippet, content: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut text = String::new();
    let mut rest = snippet.text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text += before;
        let found = after.split_once('>').and_then(|(name, after)| Some((content(name)?, after)));
        let Some((content, after)) = found else {
            text.push('<');
            rest = after;
            continue;
        };
        rest = after;
        if snippet.language == Language::Json {
            let is_url = text.ends_with("data:,");
            content.chars().for_each(|c| if is_url { percent_encode(c, &mut text) } else { escape(c, &mut text) });
        } else {
            let indent = text.len() - text.trim_end_matches(' ').len();
            text += &content.trim_end().replace('\n', &format!("\n{}", " ".repeat(indent)));
        }
    }
    (rest.len() < snippet.text.len()).then(|| text + rest)
}

fn percent_encode(c: char, text: &mut String) {
    if c.is_ascii_alphanumeric() {
        text.push(c);
    } else {
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| *text += &format!("%{byte:02X}"));
    }
}

/// A character of a JSON string (RFC 8259, section 7).
fn escape(c: char, text: &mut String) {
    match c {
        '\n' => *text += "\\n",
        '"' | '\\' => text.extend(['\\', c]),
        c if c.is_control() => *text += &format!("\\u{:04x}", u32::from(c)),
        c => text.push(c),
    }
}
