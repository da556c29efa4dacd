//! Who gets which file, under which name and mode.
//!
//! The authority's key is in the authority's bundle and in no other.

mod record;
mod tar_gz;
mod zip;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    key::KeyError,
    pki::{Pki, UnixTime},
    problem::{listed, named},
    snippet::{self, Language, Pair, Snippet, Step},
    spec::Spec,
};

pub use record::{Certificate, certificates};

/// The name of the archive that has all bundles.
pub const ALL_NAME: &str = "dockseal";
/// The name of the authority's bundle.
pub const CA_NAME: &str = "ca";

const SECRET: u32 = 0o400;
const CERTIFICATE: u32 = 0o444;
const TEXT: u32 = 0o644;
const PROGRAM: u32 = 0o755;

/// The files that go to one place.
pub struct Bundle {
    /// The stem of the archive's file name.
    pub name: String,
    /// Who it is for.
    pub role: Role,
    /// In the order of the archive.
    pub files: Vec<File>,
}

listed! {
    /// Who a bundle is for.
    #[serde(rename_all = "kebab-case")]
    pub enum Role {
        /// A daemon's machine.
        Server,
        /// A client.
        Client,
        /// Kept offline.
        Ca,
        /// All bundles in one.
        All,
    }
}

/// A file of a bundle.
pub struct File {
    /// Its name. The archive of all bundles has a folder in front of it.
    pub name: String,
    /// Its Unix mode.
    pub mode: u32,
    content: Zeroizing<Vec<u8>>,
}

impl File {
    fn new(name: &str, mode: u32, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), mode, content: Zeroizing::new(content.into()) }
    }

    /// What is in it.
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.content).ok()
    }
}

/// Some files are keys.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).field("mode", &self.mode).field("content", &"[elided]").finish()
    }
}

/// Windows PowerShell 5.1 takes a script without a byte order mark for one in the machine's old code page (about_Character_Encoding).
fn in_encoding(file: &Snippet) -> String {
    let mark = if file.language == Language::Powershell && !file.text.is_ascii() { "\u{feff}" } else { "" };
    format!("{mark}{}", file.text)
}

/// The bundles of the daemons, the clients and the authority, in this order.
pub fn all(spec: &Spec, pki: &Pki) -> Result<Vec<Bundle>, KeyError> {
    let ca = pki.authority.to_pem();
    let mut bundles = Vec::with_capacity(spec.key_count());
    for (daemon, issued) in spec.daemons.iter().zip(&pki.servers) {
        let pair = Pair { spec, daemon, client: &spec.clients[0] };
        let mut files = vec![
            File::new("README.txt", TEXT, snippet::server_readme(pair)),
            File::new("ca.pem", CERTIFICATE, &*ca),
            File::new("server-cert.pem", CERTIFICATE, issued.to_pem()),
            File::new("server-key.pem", SECRET, issued.key.to_pem().as_bytes()),
        ];
        files.extend(snippet::install_sh(pair).map(|text| File::new("install.sh", PROGRAM, text)));
        for file in snippet::of_step(Step::Configure, pair) {
            let embedded = snippet::embed(&file, |name| files.iter().find(|file| file.name == name)?.text());
            let file = match embedded {
                Some(text) => File::new(file.file_name(), SECRET, text),
                None => File::new(file.file_name(), TEXT, in_encoding(&file)),
            };
            files.push(file);
        }
        bundles.push(Bundle { name: daemon.bundle_name(), role: Role::Server, files });
    }
    for (client, issued) in spec.clients.iter().zip(&pki.clients) {
        let files = vec![
            File::new("README.txt", TEXT, snippet::client_readme(Pair { spec, daemon: &spec.daemons[0], client })),
            File::new("ca.pem", CERTIFICATE, &*ca),
            File::new("cert.pem", CERTIFICATE, issued.to_pem()),
            File::new("key.pem", SECRET, issued.key.to_pem().as_bytes()),
            File::new("env.sh", TEXT, snippet::env_sh(spec, client)),
            File::new("env.ps1", TEXT, snippet::env_ps1(spec, client)),
        ];
        bundles.push(Bundle { name: client.bundle_name(), role: Role::Client, files });
    }
    let key = match &pki.encryption {
        Some(encryption) => pki.authority.key.to_encrypted_pem(encryption)?,
        None => pki.authority.key.to_pem(),
    };
    let files = vec![
        File::new("README.txt", TEXT, snippet::ca_readme(spec)),
        File::new("ca.pem", CERTIFICATE, &*ca),
        File::new("ca-key.pem", SECRET, key.as_bytes()),
        File::new("dockseal.json", TEXT, record::render(spec, pki)),
    ];
    bundles.push(Bundle { name: CA_NAME.into(), role: Role::Ca, files });
    Ok(bundles)
}

/// All bundles in one, each packed by itself, so that it can be passed on as it is.
pub fn all_in_one(spec: &Spec, bundles: &[Bundle], format: Format, modified: UnixTime) -> Bundle {
    // Unpacked where other files are, as in a home directory, it would scatter its own among them. The archives in it are unpacked by commands
    // that name a folder.
    let folder = format!("{ALL_NAME}-{}", spec.daemons[0].host().file_stem());
    let mut files = vec![File::new(&format!("{folder}/README.txt"), TEXT, snippet::all_readme(spec))];
    for bundle in bundles {
        // Readable by nobody else: there is a key in it.
        let name = format!("{folder}/{}.{}", bundle.name, format.extension());
        files.push(File { name, mode: SECRET, content: bundle.pack(format, modified) });
    }
    Bundle { name: ALL_NAME.into(), role: Role::All, files }
}

impl Bundle {
    /// The archive: the same files and time give the same bytes. The time is in UTC, of which a zip archive says nothing.
    pub fn pack(&self, format: Format, modified: UnixTime) -> Zeroizing<Vec<u8>> {
        match format {
            Format::Zip => zip::pack(&self.files, modified),
            Format::TarGz => tar_gz::pack(&self.files, modified),
        }
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

named! {
    /// A kind of archive; its name is the file's extension.
    pub enum Format {
        /// Known everywhere; some programs lose the modes.
        Zip = "zip",
        /// For small servers, which have no `unzip`.
        TarGz = "tar.gz",
    }
}

impl Format {
    /// What comes after the dot.
    pub fn extension(self) -> &'static str {
        self.name()
    }
}
