//! Texts with files in their holes: the one place where what is said and what is secret meet.

use std::rc::Rc;

use super::{File, PackError, Piece, SECRET, is_private_key};
use crate::{
    pki::{UnixTime, trust::Trust},
    spec::folder::{Filling, Part, TrustFact},
};

/// What fills the holes of all texts of a run.
pub(super) struct Fillings<'a> {
    /// Texts that several files have in common.
    pub shared: Vec<Rc<[u8]>>,
    /// When the run was.
    pub made: UnixTime,
    /// Whom daemons let in, when it is not whomever the authority has signed.
    pub trust: Option<&'a Trust>,
}

/// A text file with the files of its folder in its holes.
pub(super) fn filled(name: &str, mode: u32, parts: &[Part], fillings: &Fillings<'_>, folder: &[File]) -> Result<File, PackError> {
    let Fillings { shared, made, trust } = fillings;
    let mut file = File::new(name, mode, Vec::new());
    for part in parts {
        match part {
            Part::Text(text) => file.push(text.as_bytes()),
            Part::Shared(index) => file.content.push(Piece::Shared(Rc::clone(shared.get(*index).ok_or(PackError::Text)?))),
            Part::Day => file.push(made.to_date().as_bytes()),
            Part::Trust(fact) => file.push(fact.written(*trust).as_bytes()),
            Part::ByTrust { authority, list } => {
                let has_list = trust.is_some_and(|trust| trust.list.is_some());
                file.push(if has_list { list } else { authority }.as_bytes());
            }
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

impl TrustFact {
    fn written(self, trust: Option<&Trust>) -> String {
        let listed = trust.and_then(|trust| trust.list.as_ref()).map(|list| list.names()).unwrap_or_default();
        let removed = trust.map(|trust| trust.removed.as_slice()).unwrap_or_default();
        match self {
            Self::Settings => {
                let count = trust.map_or(0, |trust| trust.count);
                let settled = trust.map(|trust| trust.settled.join(" ")).unwrap_or_default();
                format!("trust={count}\nlisted='{}'\nremoved='{}'\nsettled='{settled}'\n", listed.join(" "), removed.join(" "))
            }
            Self::Listed => listed.join(", "),
            Self::Removed => removed.join(", "),
        }
    }
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
