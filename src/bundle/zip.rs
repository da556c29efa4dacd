//! .zip (PKWARE APPNOTE), "made by Unix", with the modes in the external attributes. Nothing is compressed: it is a few kilobytes, mostly keys.

use std::io::{Cursor, Write};

use zeroize::Zeroizing;
use zip::{CompressionMethod, DateTime, System, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::File;
use crate::{certain, pki::UnixTime};

pub(super) fn pack(files: &[File], modified: UnixTime) -> Zeroizing<Vec<u8>> {
    // Reserved at once: growing would leave copies of keys behind. Local and central header and name take less than this for a file.
    const OVERHEAD: usize = 1024;
    let size: usize = files.iter().map(|file| file.content.len() + OVERHEAD).sum();
    let cursor = Cursor::new(Vec::with_capacity(size));
    Zeroizing::new(certain(write(files, modified, cursor), "writing to memory does not fail").into_inner())
}

fn write(files: &[File], modified: UnixTime, cursor: Cursor<Vec<u8>>) -> ZipResult<Cursor<Vec<u8>>> {
    let mut archive = ZipWriter::new(cursor);
    for file in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(date_time(modified))
            .system(System::Unix)
            .unix_permissions(file.mode);
        archive.start_file(file.name.as_str(), options)?;
        archive.write_all(&file.content)?;
    }
    archive.finish()
}

/// MS-DOS time: two seconds exact, from 1980 to 2107.
fn date_time(time: UnixTime) -> DateTime {
    let at = time.date_time();
    let year = u16::try_from(at.year()).unwrap_or_default();
    DateTime::from_date_and_time(year, at.month().into(), at.day(), at.hour(), at.minute(), at.second()).unwrap_or_default()
}
