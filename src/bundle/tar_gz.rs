//! .tar.gz: POSIX ustar in gzip (RFC 1952), owned by root, as an administrator would unpack it.

use std::io;

use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};
use zeroize::Zeroizing;

use super::File;
use crate::{certain, pki::UnixTime};

pub(super) fn pack(files: &[File], modified: UnixTime) -> Zeroizing<Vec<u8>> {
    // Reserved at once: growing would leave copies of keys behind. A header and the padding take 1024 octets at most.
    let size: usize = files.iter().map(|file| file.content.len() + 1024).sum();
    let archive = Vec::with_capacity(size + 2048);
    // No file name and no time in the gzip header; its system is "Unix".
    let gzip = GzBuilder::new().operating_system(3).write(archive, Compression::default());
    let archive = write(files, modified, gzip).and_then(|gzip| gzip.finish());
    Zeroizing::new(certain(archive, "writing to memory does not fail"))
}

fn write<W: io::Write>(files: &[File], modified: UnixTime, output: W) -> io::Result<W> {
    let mut archive = Builder::new(output);
    for file in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(file.mode);
        header.set_mtime(modified.0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_username("root")?;
        header.set_groupname("root")?;
        header.set_size(file.content.len() as u64);
        archive.append_data(&mut header, &file.name, file.content.as_slice())?;
    }
    archive.into_inner()
}
