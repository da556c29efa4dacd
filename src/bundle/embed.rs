//! Texts with files in their holes: the one place where what is said and what is secret meet.

use std::rc::Rc;

use super::{File, PackError, Piece, SECRET, is_private_key};
use crate::{
    pki::UnixTime,
    spec::folder::{Filling, Part},
};

/// A text file with the files of its folder in its holes, made at this time.
pub(super) fn filled(
    name: &str,
    mode: u32,
    parts: &[Part],
    shared: &[Rc<[u8]>],
    folder: &[File],
    made: UnixTime,
) -> Result<File, PackError> {
    let mut file = File::new(name, mode, Vec::new());
    for part in parts {
        match part {
            Part::Text(text) => file.push(text.as_bytes()),
            Part::Shared(index) => file.content.push(Piece::Shared(Rc::clone(shared.get(*index).ok_or(PackError::Text)?))),
            Part::Day => file.push(made.to_date().as_bytes()),
            Part::File(name, form) => {
                let content = folder.iter().find(|file| file.name == *name).ok_or(PackError::Text)?.content();
                let content = std::str::from_utf8(&content).map_err(|_| PackError::Text)?;
                if is_private_key(content) {
                    file.mode = SECRET;
                }
                file.push(form.written(content).as_bytes());
            }
        }
    }
    Ok(file)
}

impl Filling {
    fn written(self, content: &str) -> zeroize::Zeroizing<String> {
        // Each octet takes six at most.
        let mut text = zeroize::Zeroizing::new(String::with_capacity(6 * content.len()));
        match self {
            Self::YamlLines(indentation) => {
                for (number, line) in content.trim_end().split('\n').enumerate() {
                    if number > 0 {
                        text.push('\n');
                        text.extend(std::iter::repeat_n(' ', indentation));
                    }
                    text.push_str(line);
                }
            }
            Self::JsonString => content.chars().for_each(|c| escape(c, &mut text)),
            Self::DataUrl => content.chars().for_each(|c| percent_encode(c, &mut text)),
        }
        text
    }
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
