//! Folders of text files with holes for what is issued: what one side of the core writes and the other one fills and packs, as plain data.
//!
//! Only who writes a text says where its holes are. What a person typed or pasted is text and stays text, whatever it looks like.

use serde::{Deserialize, Serialize};

use super::order::Role;

/// The texts of one run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Folders {
    /// Texts that files of several folders have in common.
    pub shared: Vec<String>,
    /// One for each certificate, and what else there is to say.
    pub folders: Vec<Folder>,
    /// One for each daemon that gets nothing new but whom it lets in.
    pub trust: Vec<Folder>,
    /// What stands beside the archives of all folders in one archive.
    pub around: Around,
    /// What a calendar says.
    pub reminders: Reminders,
    /// What was asked for: JSON without a secret, for `dockseal.json`.
    pub draft: String,
}

/// What a calendar says of the end of a certificate, with `{name}` where it goes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Reminders {
    /// The authority's.
    pub authority: String,
    /// A host's.
    pub server: String,
    /// A client's.
    pub client: String,
    /// What is to be done.
    pub advice: String,
}

/// The texts for one place.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Folder {
    /// The stem of the archive's file name.
    pub name: String,
    /// Whom it is for.
    pub role: Role,
    /// Whether it is for a daemon that can let in clients by a list of their certificates.
    pub takes_list: bool,
    /// Whether it is for Windows, whose commands take the .zip.
    pub is_for_windows: bool,
    /// How Docker is installed on the host that it is for, or what kind of client that is, by its name; empty for the authority.
    pub setup: String,
    /// In the order of the archive. What is issued stands behind the first one.
    pub files: Vec<TextFile>,
    /// What `docker context import` takes, after them.
    pub contexts: Vec<ContextFile>,
}

/// A file for `docker context import`: what is issued for the folder, for one host.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ContextFile {
    /// Its name.
    pub name: String,
    /// `meta.json` in it.
    pub meta: String,
}

/// A text file, with holes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TextFile {
    /// Its name.
    pub name: String,
    /// Its Unix mode. One that a private key goes into is made readable by its owner only.
    pub mode: u32,
    /// One after the other.
    pub parts: Vec<Part>,
}

/// A part of a text file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum Part {
    /// Text of this file alone.
    Text(String),
    /// A text of [`Folders::shared`], by its index.
    Shared(usize),
    /// A file of the same folder, by its name.
    File(String, Filling),
    /// The day on which this is made, in UTC: texts know no time.
    Day,
    /// Whom daemons let in.
    Trust(TrustFact),
    /// What is said where daemons let in whomever the authority has signed, and where they have a list.
    ByTrust {
        /// The first.
        authority: String,
        /// The second.
        list: String,
    },
}

/// What texts say of whom daemons let in. Names of clients have nothing in them that a shell would read.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub enum TrustFact {
    /// Variables of a POSIX shell: how many times it has changed, who gets in, who is shut out, and who was once and is so no more.
    Settings,
    /// The clients that get in, with commas.
    Listed,
    /// The clients that are shut out, with commas.
    Removed,
}

/// How the content of a file is written in a hole.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub enum Filling {
    /// Lines of a block scalar of YAML with this indentation (YAML 1.2.2, section 8.1.2).
    YamlLines(usize),
    /// Inside a string of JSON.
    JsonString,
    /// Inside a `data:` URL, with everything escaped that has a meaning in one (RFC 2397).
    DataUrl,
}

/// What stands in the archive of all archives besides them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Around {
    /// The stem of its file name, and the folder in it that everything is in. Unpacked where other files are, as in a home directory, the archive
    /// would scatter its own among them.
    pub folder: String,
    /// `README.txt`, without files in it.
    pub readme: Vec<Part>,
}

impl Around {
    /// How its name ends. No archive of a single machine ends so.
    pub const ENDING: &str = "-and-others";

    /// The name of the archive whose first machine is this one.
    pub fn name(first: &str) -> String {
        format!("{first}{}", Self::ENDING)
    }
}
