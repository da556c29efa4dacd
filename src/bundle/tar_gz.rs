//! .tar.gz: POSIX ustar, owned by root, as an administrator would unpack it, in gzip (RFC 1952) that is stored, not compressed: keys are noise,
//! and a compressor would be 7 KiB of what the page transfers.

use std::io;

use tar::{Builder, EntryType, Header};
use zeroize::Zeroizing;

use super::File;
use crate::{certain, pki::UnixTime};

pub(super) fn pack(files: &[File], modified: UnixTime) -> Zeroizing<Vec<u8>> {
    // Reserved at once: growing would leave copies of keys behind. A header and the padding take 1024 octets at most.
    let size: usize = files.iter().map(|file| file.content.len() + 1024).sum();
    let archive = write(files, modified, Vec::with_capacity(size + 2048));
    gzip(&Zeroizing::new(certain(archive, "writing to memory does not fail")))
}

/// One member (RFC 1952, section 2.3) of stored blocks (RFC 1951, section 3.2.4).
fn gzip(content: &[u8]) -> Zeroizing<Vec<u8>> {
    // Deflate; no file name and no time; the system is "Unix".
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    const BLOCK: usize = u16::MAX as usize;
    const OVERHEAD: usize = 5;
    let blocks = content.chunks(BLOCK);
    let last = blocks.len() - 1;
    let mut member = Zeroizing::new(Vec::with_capacity(HEADER.len() + content.len() + OVERHEAD * blocks.len() + 8));
    member.extend(HEADER);
    for (index, block) in blocks.enumerate() {
        let length = block.len() as u16;
        member.push(u8::from(index == last));
        member.extend(length.to_le_bytes());
        member.extend((!length).to_le_bytes());
        member.extend(block);
    }
    member.extend(crc32fast::hash(content).to_le_bytes());
    member.extend((content.len() as u32).to_le_bytes());
    member
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
