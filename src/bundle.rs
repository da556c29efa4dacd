//! Who gets which file, under which name and mode. Texts come as plain data: nothing here knows what they say.
//!
//! The authority's key is in the authority's bundle and in no other.

mod context;
mod embed;
mod manifest;
mod calendar;
mod tar_gz;
mod zip;

use std::{collections::HashMap, ops::Range, rc::Rc};

use zeroize::Zeroizing;

use crate::{
    named::named,
    pki::{
        IssuedCertificate, Pki, UnixTime,
        key::{Encryption, KeyError, PrivateKey},
        request::CertificateRequest,
        trust::ClientList,
    },
    spec::{
        folder::{Folder, Folders, TextFile},
        order::{Orders, Role},
    },
};

use embed::Fillings;

pub use manifest::{Certificate, certificates};

/// The name of the authority's bundle.
pub const CA_NAME: &str = Orders::CA_FOLDER;

const SECRET: u32 = 0o400;
const CERTIFICATE: u32 = 0o444;
const TEXT: u32 = 0o644;

/// Why nothing can be packed. None of it is a reader's typo.
#[derive(Debug)]
pub enum PackError {
    /// A key cannot be written.
    Key(KeyError),
    /// A certificate has no folder of its own, two folders have one name, or a text has a hole that nothing fits in.
    Text,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::Text => f.write_str("certificates and folders do not fit"),
        }
    }
}

impl std::error::Error for PackError {}

impl From<KeyError> for PackError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

/// The files that go to one place.
#[derive(Debug)]
pub struct Bundle {
    /// The stem of the archive's file name.
    pub name: String,
    /// Whom it is for.
    pub role: Role,
    /// Whether it is for a daemon that has everything but whom it lets in now. There is no certificate of its own in it, and no key.
    pub is_trust: bool,
    /// Whether it is for a daemon that can let in clients by a list of their certificates.
    pub takes_list: bool,
    /// Whether it is for Windows, whose commands take the .zip.
    pub is_for_windows: bool,
    /// Its files, in the order of the archive.
    pub files: Vec<File>,
}

/// A file of a bundle.
pub struct File {
    /// Its name. The archive of all has a folder in front of it.
    pub name: String,
    /// Its Unix mode.
    pub mode: u32,
    content: Vec<Piece>,
}

enum Piece {
    Own(Zeroizing<Vec<u8>>),
    /// A text that many files have in them.
    Shared(Rc<[u8]>),
}

impl File {
    fn new(name: &str, mode: u32, content: Vec<Piece>) -> Self {
        Self { name: name.to_owned(), mode, content }
    }

    pub(crate) fn of(name: &str, mode: u32, content: &[u8]) -> Self {
        let mut file = Self::new(name, mode, Vec::with_capacity(1));
        file.push(content);
        file
    }

    fn push(&mut self, content: &[u8]) {
        self.content.push(Piece::Own(Zeroizing::new(content.to_vec())));
    }

    /// What is in it.
    pub fn content(&self) -> Zeroizing<Vec<u8>> {
        let mut content = Zeroizing::new(Vec::with_capacity(self.len()));
        self.pieces().for_each(|piece| content.extend_from_slice(piece));
        content
    }

    /// The same in the pieces that it is kept in. A key is never in more than one.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.content.iter().map(|piece| match piece {
            Piece::Own(octets) => octets.as_slice(),
            Piece::Shared(text) => text,
        })
    }

    fn len(&self) -> usize {
        self.pieces().map(<[u8]>::len).sum()
    }
}

/// Elided, because some files are keys.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).field("mode", &self.mode).field("content", &"[elided]").finish()
    }
}

/// The names of a certificate and of its key in the folder of who has this role. The authority's certificate is `ca.pem` in every folder.
pub fn file_names(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Server => ("server-cert.pem", "server-key.pem"),
        Role::Client => ("cert.pem", "key.pem"),
        Role::Ca => (CA_FILE, "ca-key.pem"),
    }
}

/// What is sent to whoever keeps the authority.
pub const REQUEST_FILE: &str = "request.pem";

/// The authority's certificate.
pub const CA_FILE: &str = "ca.pem";

/// The ends of all certificates, for a calendar.
pub const CALENDAR_FILE: &str = calendar::NAME;

fn is_private_key(text: &str) -> bool {
    text.starts_with("-----BEGIN PRIVATE KEY-----")
}

/// The bundles of what the authority has signed, in this order, and the authority's own.
pub fn all(pki: &Pki, folders: &Folders) -> Result<Vec<Bundle>, PackError> {
    let ca: Rc<[u8]> = pki.authority.to_pem().into_bytes().into();
    let trusted = trusted(pki).map_or_else(|| Rc::clone(&ca), |list| list.into_bytes().into());
    let fillings = Fillings { shared: shared(folders), made: pki.made, trust: pki.trust.as_ref() };
    let fill = |text: &TextFile, folder: &[File]| embed::filled(&text.name, text.mode, &text.parts, &fillings, folder);
    let mut by_name: HashMap<&str, &Folder> = folders.folders.iter().map(|folder| (folder.name.as_str(), folder)).collect();
    if by_name.len() < folders.folders.len() {
        return Err(PackError::Text);
    }
    let bundle = |issued: &IssuedCertificate| {
        // Each folder is for one certificate.
        let folder = by_name.remove(issued.folder.as_str()).filter(|folder| folder.role == issued.role).ok_or(PackError::Text)?;
        let mut texts = folder.files.iter();
        let mut files = Vec::with_capacity(folder.files.len() + folder.contexts.len() + 3);
        files.extend(texts.next().map(|text| fill(text, &[])).transpose()?);
        let authority = if folder.takes_list { &trusted } else { &ca };
        files.push(File::new(CA_FILE, CERTIFICATE, vec![Piece::Shared(Rc::clone(authority))]));
        let (certificate, key) = file_names(issued.role);
        if issued.role != Role::Ca {
            files.push(File::of(certificate, CERTIFICATE, issued.to_pem().as_bytes()));
        }
        let pem = match issued.role {
            Role::Ca => authority_key(pki)?,
            Role::Server | Role::Client => issued.key.private().map(PrivateKey::to_pem),
        };
        files.extend(pem.map(|pem| File::of(key, SECRET, pem.as_bytes())));
        for text in texts {
            files.push(fill(text, &files)?);
        }
        for context in &folder.contexts {
            files.push(context::file(context, &files, pki.made)?);
        }
        if issued.role == Role::Ca {
            files.push(File::of("dockseal.json", TEXT, manifest::render(pki, folders).as_bytes()));
            files.push(File::of(CALENDAR_FILE, TEXT, calendar::render(pki, folders).as_bytes()));
        }
        let Folder { takes_list, is_for_windows, .. } = *folder;
        Ok(Bundle { name: issued.folder.clone(), role: issued.role, is_trust: false, takes_list, is_for_windows, files })
    };
    let mut bundles: Vec<Bundle> = pki.leaves.iter().chain([&pki.authority]).map(bundle).collect::<Result<_, PackError>>()?;
    if pki.trust.as_ref().is_some_and(|trust| trust.is_new) {
        let of_daemon = |folder: &Folder| {
            let mut files: Vec<File> = folder.files.iter().map(|text| fill(text, &[])).collect::<Result<_, _>>()?;
            files.insert(files.len().min(1), File::new(CA_FILE, CERTIFICATE, vec![Piece::Shared(Rc::clone(&trusted))]));
            let Folder { ref name, role, is_for_windows, .. } = *folder;
            Ok(Bundle { name: name.clone(), role, is_trust: true, takes_list: true, is_for_windows, files })
        };
        let trust = folders.trust.iter().map(of_daemon).collect::<Result<Vec<_>, PackError>>()?;
        // The authority's comes after all others.
        let place = bundles.len() - 1;
        bundles.splice(place..place, trust);
    }
    Ok(bundles)
}

/// What a daemon reads to know whom it lets in, when that is a list.
pub(crate) fn trusted(pki: &Pki) -> Option<String> {
    pki.trust.as_ref()?.list.as_ref().map(ClientList::to_pem)
}

/// The bundle of whoever asks for a certificate: the key, and the request for it.
pub fn of_request(
    folder: &Folder,
    key: &PrivateKey,
    encryption: Option<&Encryption>,
    request: &CertificateRequest,
    made: UnixTime,
) -> Result<Bundle, PackError> {
    let pem = match encryption {
        Some(encryption) => key.to_encrypted_pem(encryption)?,
        None => key.to_pem(),
    };
    let fillings = Fillings { shared: Vec::new(), made, trust: None };
    let texts = folder.files.iter().map(|text| embed::filled(&text.name, text.mode, &text.parts, &fillings, &[]));
    let mut files = texts.collect::<Result<Vec<_>, _>>()?;
    files.push(File::of(file_names(folder.role).1, SECRET, pem.as_bytes()));
    files.push(File::of(REQUEST_FILE, CERTIFICATE, request.to_pem().as_bytes()));
    Ok(Bundle { name: folder.name.clone(), role: folder.role, is_trust: false, takes_list: false, is_for_windows: false, files })
}

/// The authority's key as it is written: one that was brought as it was brought, unless it is to be encrypted anew. `None` where none was brought.
fn authority_key(pki: &Pki) -> Result<Option<Zeroizing<String>>, KeyError> {
    let key = || pki.authority.key.private().ok_or(KeyError::Malformed);
    match (&pki.kept, &pki.encryption) {
        (_, Some(encryption)) => key()?.to_encrypted_pem(encryption).map(Some),
        (Some(kept), None) => Ok((!kept.key_text.is_empty()).then(|| kept.key_text.clone())),
        (None, None) => Ok(Some(key()?.to_pem())),
    }
}

fn shared(folders: &Folders) -> Vec<Rc<[u8]>> {
    folders.shared.iter().map(|text| text.as_bytes().into()).collect()
}

impl Bundle {
    /// The archive: the same files and time give the same bytes. The time is in UTC; a zip archive names no zone.
    pub fn pack(&self, format: Format, modified: UnixTime) -> Zeroizing<Vec<u8>> {
        pack(&self.files, format, modified)
    }

    /// What `docker context import` takes of a client's bundle, with this `meta.json`.
    pub fn docker_context(&self, meta: &str, modified: UnixTime) -> Result<Zeroizing<Vec<u8>>, PackError> {
        context::archive(meta, &self.files, modified)
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

fn pack(files: &[File], format: Format, modified: UnixTime) -> Zeroizing<Vec<u8>> {
    let mut archive = Archive::new(format, modified);
    archive.reserve(match format {
        Format::Zip => zip::Zip::len(files),
        Format::TarGz => tar_gz::TarGz::len(files),
    });
    files.iter().for_each(|file| archive.add(file));
    archive.finish()
}

/// An archive under way.
enum Archive {
    Zip(Box<zip::Zip>),
    TarGz(Box<tar_gz::TarGz>),
}

impl Archive {
    fn new(format: Format, modified: UnixTime) -> Self {
        match format {
            Format::Zip => Self::Zip(Box::new(zip::Zip::new(modified))),
            Format::TarGz => Self::TarGz(Box::new(tar_gz::TarGz::new(modified))),
        }
    }

    fn reserve(&mut self, octets: usize) {
        match self {
            Self::Zip(zip) => zip.reserve(octets),
            Self::TarGz(tar) => tar.reserve(octets),
        }
    }

    fn add(&mut self, file: &File) {
        match self {
            Self::Zip(zip) => zip.add(file),
            Self::TarGz(tar) => tar.add(file),
        }
    }

    /// Where the content of the last file stands, if it is in one piece.
    fn last(&self, length: u64) -> Option<Range<u64>> {
        match self {
            Self::Zip(zip) => Some(zip.end() - length..zip.end()),
            Self::TarGz(_) => None,
        }
    }

    fn take(&mut self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Zip(zip) => zip.take(),
            Self::TarGz(tar) => tar.take(),
        }
    }

    fn finish(self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Zip(zip) => zip.finish(),
            Self::TarGz(tar) => tar.finish(),
        }
    }
}

/// The archive of what is handed out under way: the bundles of all hosts and clients, without the authority's, which is put away. Each is packed by
/// itself, in the format that the commands for it take, so that it can be passed on as it is. It comes piece by piece, so that a thousand of them need no more memory than one.
pub struct All {
    folder: String,
    format: Format,
    modified: UnixTime,
    archive: Option<Archive>,
    /// How many bundles are in it.
    count: usize,
    places: Vec<Range<u64>>,
}

impl All {
    /// Begins with what stands beside the bundles of this run.
    pub fn new(folders: &Folders, format: Format, pki: &Pki, modified: UnixTime) -> Result<Self, PackError> {
        let folder = folders.around.folder.clone();
        let mut archive = Archive::new(format, modified);
        let fillings = Fillings { shared: shared(folders), made: pki.made, trust: pki.trust.as_ref() };
        archive.add(&embed::filled(&format!("{folder}/README.txt"), TEXT, &folders.around.readme, &fillings, &[])?);
        Ok(Self { folder, format, modified, archive: Some(archive), count: 0, places: Vec::new() })
    }

    /// The next piece, of an archive of these bundles.
    pub fn next_piece(&mut self, bundles: &[Bundle]) -> Option<Zeroizing<Vec<u8>>> {
        // The authority's comes after all others.
        let Some(bundle) = bundles.get(self.count).filter(|bundle| bundle.role != Role::Ca) else {
            return self.archive.take().map(Archive::finish);
        };
        let archive = self.archive.as_mut()?;
        let format = if bundle.is_for_windows { Format::Zip } else { self.format };
        let packed = bundle.pack(format, self.modified);
        let length = packed.len();
        let name = format!("{}/{}.{}", self.folder, bundle.name, format.extension());
        archive.reserve(length + 4096);
        // Readable by nobody else: there is a key in it.
        archive.add(&File::new(&name, SECRET, vec![Piece::Own(packed)]));
        self.count += 1;
        self.places.extend(archive.last(length as u64));
        Some(archive.take())
    }

    /// All pieces, one after the other.
    pub fn pieces(mut self, bundles: &[Bundle]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
        std::iter::from_fn(move || self.next_piece(bundles))
    }

    /// Where in a .zip the .zip of each bundle in it stands, as it is. The blocks of a .tar.gz cut through what is in it.
    pub fn places(&self) -> &[Range<u64>] {
        &self.places
    }
}

named! {
    /// A kind of archive; its name is the file's extension.
    pub enum Format {
        /// The format that everybody can open; some programs lose the modes.
        Zip = "zip",
        /// A format for small servers, which have no `unzip`.
        TarGz = "tar.gz",
    }
}

impl Format {
    /// The extension without its dot.
    pub fn extension(self) -> &'static str {
        self.name()
    }
}
