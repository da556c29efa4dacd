//! .tar.gz: POSIX ustar, owned by root, as an administrator would unpack it, in gzip (RFC 1952) that is stored, not compressed: keys are noise,
//! and a compressor would be 7 KiB of what the page transfers.

use std::io::{self, Read, Write};

use crc32fast::Hasher;
use tar::{Builder, EntryType, Header};
use zeroize::Zeroizing;

use super::File;
use crate::{certain::certain, pki::UnixTime};

/// An archive under way.
pub(super) struct TarGz {
    modified: UnixTime,
    archive: Builder<Gzip>,
}

impl TarGz {
    pub fn new(modified: UnixTime) -> Self {
        Self { modified, archive: Builder::new(Gzip::new()) }
    }

    /// No less than the archive of these files takes.
    pub fn len(files: &[File]) -> usize {
        // A header and the padding take 1024 octets at most, the end as many; a long name takes another header and itself.
        let tar = files.iter().map(|file| file.len() + 2048 + file.name.len()).sum::<usize>() + 2048;
        tar + tar / Gzip::BLOCK * Gzip::OVERHEAD + 64
    }

    /// Makes room at once: growing would leave copies of keys behind.
    pub fn reserve(&mut self, octets: usize) {
        self.archive.get_mut().output.reserve_exact(octets);
    }

    pub fn add(&mut self, file: &File) {
        certain(self.append(file), "writing to memory does not fail");
    }

    fn append(&mut self, file: &File) -> io::Result<()> {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(file.mode);
        header.set_mtime(self.modified.0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_username("root")?;
        header.set_groupname("root")?;
        header.set_size(file.len() as u64);
        let content = file.pieces().fold(Box::new(io::empty()) as Box<dyn Read>, |before, piece| Box::new(before.chain(piece)));
        self.archive.append_data(&mut header, &file.name, content)
    }

    /// What is written by now, and not taken yet.
    pub fn take(&mut self) -> Zeroizing<Vec<u8>> {
        std::mem::take(&mut self.archive.get_mut().output)
    }

    /// The end of the archive.
    pub fn finish(self) -> Zeroizing<Vec<u8>> {
        certain(self.archive.into_inner(), "writing to memory does not fail").finish()
    }
}

/// One member (RFC 1952, section 2.3) of stored blocks (RFC 1951, section 3.2.4).
struct Gzip {
    output: Zeroizing<Vec<u8>>,
    /// Not written yet: the last block says that it is.
    block: Zeroizing<Vec<u8>>,
    content: Hasher,
    octets: u32,
}

impl Gzip {
    const BLOCK: usize = u16::MAX as usize;
    const OVERHEAD: usize = 5;

    fn new() -> Self {
        // Deflate; no file name and no time; the system is "Unix".
        const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        Self {
            output: Zeroizing::new(HEADER.to_vec()),
            block: Zeroizing::new(Vec::with_capacity(Self::BLOCK)),
            content: Hasher::new(),
            octets: 0,
        }
    }

    fn write_block(&mut self, is_last: bool) {
        let length = self.block.len() as u16;
        self.output.push(u8::from(is_last));
        self.output.extend(length.to_le_bytes());
        self.output.extend((!length).to_le_bytes());
        self.output.extend_from_slice(&self.block);
        self.content.update(&self.block);
        // Modulo 2^32 (RFC 1952, section 2.3.1).
        self.octets = self.octets.wrapping_add(u32::from(length));
        self.block.clear();
    }

    fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.write_block(true);
        self.output.extend(self.content.finalize().to_le_bytes());
        self.output.extend(self.octets.to_le_bytes());
        self.output
    }
}

impl Write for Gzip {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if self.block.len() == Self::BLOCK {
            self.write_block(false);
        }
        let taken = octets.len().min(Self::BLOCK - self.block.len());
        self.block.extend_from_slice(&octets[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
