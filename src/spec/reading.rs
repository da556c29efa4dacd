//! What the values of a spec are read with: alphabets, characters that nobody sees, and the parts of an address.

use std::net::IpAddr;

use crate::problem::{Code, Fault};

/// What stands in the brackets of an IPv6 address.
pub fn without_brackets(text: &str) -> &str {
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text)
}

/// `host:port` and `[v6]:port`; a bare IPv6 address has no port.
pub fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && (host.ends_with(']') || !host.contains(':')) => {
            (host, Some(port))
        }
        _ => (text, None),
    }
}

/// `/24`, or the netmask `/255.255.255.0`.
pub fn read_prefix(text: &str, address: IpAddr) -> Option<u8> {
    let width = if address.is_ipv4() { 32 } else { 128 };
    if let Ok(mask) = text.parse::<std::net::Ipv4Addr>() {
        let ones = mask.to_bits().leading_ones();
        let is_contiguous = ones + mask.to_bits().trailing_zeros() == 32 || ones == 32;
        return (address.is_ipv4() && is_contiguous).then_some(ones as u8);
    }
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|prefix| is_number && *prefix <= width)
}

pub fn is_plain(text: &str, also: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
}

/// Direction and zero-width marks, fillers and other characters without a shape that let a text look like another one (Unicode, Cf and
/// Default_Ignorable_Code_Point).
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Where the first such character is: its place, counted from 1, and its number in Unicode.
pub fn place_of(text: &str, is_such: impl Fn(char) -> bool) -> Option<String> {
    let (index, c) = text.chars().enumerate().find(|(_, c)| is_such(*c))?;
    Some(format!("{} (U+{:04X})", index + 1, u32::from(c)))
}

/// Names what a person cannot see in a text that machines read: characters without a shape, blanks other than the space, dashes and letters that look
/// like those of ASCII beside them.
pub fn refuse_odd_characters(text: &str) -> Result<(), Fault> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    let is_odd_blank = |c| matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}');
    if let Some(place) = place_of(text, |c| c.is_control() || is_invisible(c) || is_odd_blank(c)) {
        return Err(Fault::with_hint(Code::CharacterUnseen, place));
    }
    let is_dash = |c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}');
    // Greek, Cyrillic and Armenian; alone, they are names of their own.
    let is_like_ascii = |c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}');
    let is_mixed = text.split('.').any(|label| label.contains(|c: char| c.is_ascii_alphanumeric()) && label.contains(is_like_ascii));
    match place_of(text, |c| is_dash(c) || (is_mixed && is_like_ascii(c))) {
        Some(place) => Err(Fault::with_hint(Code::CharacterLooksAlike, place)),
        None => Ok(()),
    }
}

/// Whether Windows takes a file of this name for a device, whatever comes after its first dot ("Naming Files, Paths, and Namespaces").
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port = |port| stem.strip_prefix(port).is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit());
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}
