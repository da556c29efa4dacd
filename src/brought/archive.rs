//! Archives that were brought: .zip, whose files are stored, as ours are, or deflated, as other programs do it, .tar and .tar.gz. Read here by hand: the
//! readers of the crates that write them would be 30 KiB more after brotli, for what they decrypt and keep on a disk.

use std::borrow::Cow;

use crc32fast::Hasher;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use zeroize::Zeroizing;

use super::{BroughtFile, Flaw, MAX_ENTRIES};

/// Whether the octets begin as an archive does.
pub(super) fn is_archive(octets: &[u8]) -> bool {
    is_zip(octets) || is_gzip(octets) || is_tar(octets)
}

fn is_zip(octets: &[u8]) -> bool {
    octets.starts_with(b"PK\x03\x04") || octets.starts_with(zip::END)
}

fn is_gzip(octets: &[u8]) -> bool {
    octets.starts_with(&[0x1f, 0x8b])
}

fn is_tar(octets: &[u8]) -> bool {
    const MAGIC: usize = 257;
    octets.get(MAGIC..).is_some_and(|rest| rest.starts_with(b"ustar"))
}

/// The files in an archive, which have no more octets together than these.
pub(super) fn entries(octets: &[u8], most: usize) -> Result<Vec<BroughtFile>, Flaw> {
    if is_gzip(octets) {
        let inside = Zeroizing::new(gunzipped(octets, most)?);
        // One that is no archive is a file.
        let entries = if is_tar(&inside) { tar::entries(&inside)? } else { vec![("file.pem".to_owned(), Cow::Borrowed(&**inside))] };
        return files(entries, most);
    }
    if is_zip(octets) {
        files(zip::entries(octets, most)?, most)
    } else if is_tar(octets) {
        files(tar::entries(octets)?, most)
    } else {
        Err(Flaw::ArchiveDamaged)
    }
}

fn files(entries: Vec<(String, Cow<'_, [u8]>)>, most: usize) -> Result<Vec<BroughtFile>, Flaw> {
    if entries.iter().map(|(_, content)| content.len()).sum::<usize>() > most {
        return Err(Flaw::FilesTooLarge);
    }
    Ok(entries.into_iter().map(|(name, content)| BroughtFile { name, octets: Zeroizing::new(content.into_owned()) }).collect())
}

/// The name and the content of each file.
type Entries<'a> = Result<Vec<(String, Cow<'a, [u8]>)>, Flaw>;

/// What a gzip of one member has in it (RFC 1952).
fn gunzipped(octets: &[u8], most: usize) -> Result<Vec<u8>, Flaw> {
    const HEADER: usize = 10;
    const TRAILER: usize = 8;
    const DEFLATE: u8 = 8;
    let header = part(octets, 0, HEADER)?;
    let flags = header[3];
    let mut at = HEADER;
    let is_set = |bit: u8| flags & bit != 0;
    if is_set(4) {
        at += 2 + part(octets, at, 2)?.iter().rev().fold(0, |sum, &octet| sum << 8 | usize::from(octet));
    }
    for _ in [8, 16].into_iter().filter(|&bit| is_set(bit)) {
        let rest = octets.get(at..).unwrap_or_default();
        at += rest.iter().position(|&octet| octet == 0).ok_or(Flaw::ArchiveDamaged)? + 1;
    }
    at += if is_set(2) { 2 } else { 0 };
    let end = octets.len().checked_sub(TRAILER).filter(|&end| end >= at && header[2] == DEFLATE).ok_or(Flaw::ArchiveDamaged)?;
    let inside = inflated(&octets[at..end], most)?;
    if is_whole(&inside, &octets[end..end + 4]) { Ok(inside) } else { Err(Flaw::ArchiveDamaged) }
}

/// The content of deflated octets (RFC 1951), of which there may be so many.
fn inflated(octets: &[u8], most: usize) -> Result<Vec<u8>, Flaw> {
    decompress_to_vec_with_limit(octets, most).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Flaw::FilesTooLarge,
        _ => Flaw::ArchiveDamaged,
    })
}

fn is_whole(content: &[u8], sum: &[u8]) -> bool {
    let mut hasher = Hasher::new();
    hasher.update(content);
    hasher.finalize().to_le_bytes() == sum
}

/// Whether unpacking a file of this name would stay in the folder.
fn stays_inside(name: &str) -> bool {
    !name.starts_with('/') && !name.contains(['\\', '\0', ':']) && name.split('/').all(|part| part != "..")
}

fn part(octets: &[u8], at: usize, length: usize) -> Result<&[u8], Flaw> {
    at.checked_add(length).and_then(|end| octets.get(at..end)).ok_or(Flaw::ArchiveDamaged)
}

/// PKWARE APPNOTE 6.3.10, section 4.3.
mod zip {
    use super::{Cow, Entries, Flaw, MAX_ENTRIES, inflated, is_whole, part, stays_inside};

    /// The signature of the end of the central directory.
    pub const END: &[u8] = b"PK\x05\x06";
    const END_LENGTH: usize = 22;
    const HEADER: &[u8] = b"PK\x01\x02";
    const HEADER_LENGTH: usize = 46;
    const LOCAL: &[u8] = b"PK\x03\x04";
    const LOCAL_LENGTH: usize = 30;
    const STORED: usize = 0;
    const DEFLATED: usize = 8;
    const ENCRYPTED: usize = 1;
    const UNIX: usize = 3;
    const TYPE_OF_FILE: usize = 0o170_000;
    const LINK: usize = 0o120_000;

    pub fn entries(octets: &[u8], most: usize) -> Entries<'_> {
        let from = octets.len().saturating_sub(END_LENGTH + usize::from(u16::MAX));
        let end = octets[from..].windows(END.len()).rposition(|window| window == END).ok_or(Flaw::ArchiveDamaged)? + from;
        let count = number(octets, end + 10, 2)?;
        if count > MAX_ENTRIES {
            return Err(Flaw::TooManyEntries);
        }
        let mut at = number(octets, end + 16, 4)?;
        let mut entries = Vec::with_capacity(count);
        let mut left = most;
        for _ in 0..count {
            let header = part(octets, at, HEADER_LENGTH)?;
            if !header.starts_with(HEADER) {
                return Err(Flaw::ArchiveDamaged);
            }
            let field = |at: usize, length: usize| number(header, at, length);
            let (name_length, behind) = (field(28, 2)?, field(30, 2)? + field(32, 2)?);
            let name = String::from_utf8_lossy(part(octets, at + HEADER_LENGTH, name_length)?).into_owned();
            at += HEADER_LENGTH + name_length + behind;
            let is_link = field(4, 2)? >> 8 == UNIX && (field(38, 4)? >> 16) & TYPE_OF_FILE == LINK;
            if is_link || !stays_inside(&name) {
                return Err(Flaw::ArchiveUnsafe);
            }
            if name.ends_with('/') {
                continue;
            }
            let method = field(10, 2)?;
            if ![STORED, DEFLATED].contains(&method) || field(8, 2)? & ENCRYPTED != 0 {
                return Err(Flaw::ArchiveCompressed);
            }
            let local = field(42, 4)?;
            let local_header = part(octets, local, LOCAL_LENGTH)?;
            if !local_header.starts_with(LOCAL) {
                return Err(Flaw::ArchiveDamaged);
            }
            let start = local + LOCAL_LENGTH + number(local_header, 26, 2)? + number(local_header, 28, 2)?;
            let packed = part(octets, start, field(20, 4)?)?;
            let content = if method == STORED { Cow::Borrowed(packed) } else { Cow::Owned(inflated(packed, left)?) };
            // Several entries may be the same octets.
            left = left.checked_sub(content.len()).ok_or(Flaw::FilesTooLarge)?;
            if !is_whole(&content, &header[16..20]) {
                return Err(Flaw::ArchiveDamaged);
            }
            entries.push((name, content));
        }
        Ok(entries)
    }

    fn number(octets: &[u8], at: usize, length: usize) -> Result<usize, Flaw> {
        Ok(part(octets, at, length)?.iter().rev().fold(0, |sum, &octet| sum << 8 | usize::from(octet)))
    }
}

/// POSIX.1-1988, `ustar`.
mod tar {
    use super::{Cow, Entries, Flaw, MAX_ENTRIES, part, stays_inside};

    const BLOCK: usize = 512;

    pub fn entries(octets: &[u8]) -> Entries<'_> {
        let mut entries = Vec::new();
        let mut at = 0;
        while let Some(header) = octets.get(at..at + BLOCK).filter(|header| header.iter().any(|&octet| octet != 0)) {
            let size = number(&header[124..136])?;
            let content = part(octets, at + BLOCK, size)?;
            at += BLOCK + size.div_ceil(BLOCK) * BLOCK;
            let prefix = text(&header[345..500]);
            let name = if prefix.is_empty() { text(&header[..100]) } else { format!("{prefix}/{}", text(&header[..100])) };
            match header[156] {
                // What follows is said of the next file: a long name, or a time. No file is ever written by its name.
                b'L' | b'K' | b'x' | b'g' => continue,
                b'0' | 0 | b'5' if stays_inside(&name) => {}
                _ => return Err(Flaw::ArchiveUnsafe),
            }
            if header[156] == b'5' {
                continue;
            }
            if entries.len() >= MAX_ENTRIES {
                return Err(Flaw::TooManyEntries);
            }
            entries.push((name, Cow::Borrowed(content)));
        }
        Ok(entries)
    }

    fn text(field: &[u8]) -> String {
        let end = field.iter().position(|&octet| octet == 0).unwrap_or(field.len());
        String::from_utf8_lossy(&field[..end]).into_owned()
    }

    fn number(field: &[u8]) -> Result<usize, Flaw> {
        usize::from_str_radix(text(field).trim(), 8).map_err(|_| Flaw::ArchiveDamaged)
    }
}
