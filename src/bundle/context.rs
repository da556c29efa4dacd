//! What `docker context import` takes: an uncompressed tar with `meta.json` and the folder's certificates and key below `tls/docker/`, in the order and with
//! the modes of `docker context export` (docker/cli `cli/context/store/store.go`). Docker refuses any other file in it, and gzip.

use std::io;

use tar::{Builder, EntryType, Header};
use zeroize::Zeroizing;

use super::{CA_FILE, File, PackError, Piece, SECRET, file_names};
use crate::{
    certain::certain,
    pki::UnixTime,
    spec::{folder::ContextFile, order::Role},
};

/// The one for a host, from the files of a client's folder.
pub(super) fn file(context: &ContextFile, folder: &[File], modified: UnixTime) -> Result<File, PackError> {
    Ok(File::new(&context.name, SECRET, vec![Piece::Own(archive(&context.meta, folder, modified)?)]))
}

/// What is in it.
pub(super) fn archive(meta: &str, folder: &[File], modified: UnixTime) -> Result<Zeroizing<Vec<u8>>, PackError> {
    let (certificate, key) = file_names(Role::Client);
    let tls = |name: &str| folder.iter().find(|file| file.name == name).map(|file| (format!("tls/docker/{name}"), file.content()));
    let tls: Vec<_> = [CA_FILE, certificate, key].into_iter().map(tls).collect::<Option<_>>().ok_or(PackError::Text)?;
    // A header and the padding of each of the six, and the end. Growing would leave copies of the key behind.
    let octets = meta.len() + tls.iter().map(|(_, content)| content.len()).sum::<usize>() + 6 * 1024 + 1024;
    let mut archive = Builder::new(Vec::with_capacity(octets));
    let mut add = |name: &str, kind, mode, content: &[u8]| append(&mut archive, modified, name, kind, mode, content);
    let written = add("meta.json", EntryType::Regular, 0o644, meta.as_bytes())
        .and_then(|()| add("tls", EntryType::Directory, 0o700, &[]))
        .and_then(|()| add("tls/docker", EntryType::Directory, 0o700, &[]))
        .and_then(|()| tls.iter().try_for_each(|(name, content)| add(name, EntryType::Regular, 0o600, content)));
    certain(written, "writing to memory does not fail");
    Ok(Zeroizing::new(certain(archive.into_inner(), "writing to memory does not fail")))
}

fn append(archive: &mut Builder<Vec<u8>>, modified: UnixTime, name: &str, kind: EntryType, mode: u32, content: &[u8]) -> io::Result<()> {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_mtime(modified.0);
    header.set_size(content.len() as u64);
    archive.append_data(&mut header, name, content)
}
