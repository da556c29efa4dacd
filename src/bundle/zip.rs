//! .zip (PKWARE APPNOTE), "made by Unix", with the modes in the external attributes. Nothing is compressed: it is a few kilobytes, mostly keys.

use std::{
    cell::RefCell,
    io::{self, Seek, SeekFrom, Write},
    rc::Rc,
};

use zeroize::Zeroizing;
use zip::{CompressionMethod, DateTime, System, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::File;
use crate::{certain::certain, pki::UnixTime};

/// An archive under way.
pub(super) struct Zip {
    time: DateTime,
    writer: ZipWriter<Sink>,
    output: Sink,
    /// Where the header of the last file begins: the writer comes back to it.
    last: u64,
}

impl Zip {
    pub fn new(modified: UnixTime) -> Self {
        let output = Sink::default();
        Self { time: date_time(modified), writer: ZipWriter::new(output.clone()), output, last: 0 }
    }

    /// No less than the archive of these files takes.
    pub fn len(files: &[File]) -> usize {
        // The headers and the end take less than this, but for the name, which is there twice.
        const OVERHEAD: usize = 512;
        files.iter().map(|file| file.len() + 2 * file.name.len() + OVERHEAD).sum::<usize>() + OVERHEAD
    }

    /// Makes room at once: growing would leave copies of keys behind.
    pub fn reserve(&mut self, octets: usize) {
        self.output.0.borrow_mut().octets.reserve_exact(octets);
    }

    pub fn add(&mut self, file: &File) {
        certain(self.append(file), "writing to memory does not fail");
    }

    fn append(&mut self, file: &File) -> ZipResult<()> {
        self.last = self.end();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(self.time)
            .system(System::Unix)
            .unix_permissions(file.mode);
        self.writer.start_file(file.name.as_str(), options)?;
        for piece in file.pieces() {
            self.writer.write_all(piece)?;
        }
        Ok(())
    }

    /// How long the archive is by now: the content of the last file ends there.
    pub fn end(&self) -> u64 {
        self.output.0.borrow().end()
    }

    /// What nobody comes back to, and is not taken yet.
    pub fn take(&mut self) -> Zeroizing<Vec<u8>> {
        self.output.0.borrow_mut().take(self.last)
    }

    /// The end of the archive.
    pub fn finish(self) -> Zeroizing<Vec<u8>> {
        let output = certain(self.writer.finish(), "writing to memory does not fail");
        let end = output.0.borrow().end();
        output.0.borrow_mut().take(end)
    }
}

/// The output, which the writer and the archive share.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Outflow>>);

/// What is written and not taken yet.
#[derive(Default)]
struct Outflow {
    octets: Zeroizing<Vec<u8>>,
    /// How many octets before these are taken.
    taken: u64,
    /// Where the next octet goes, from the archive's start.
    place: u64,
}

impl Outflow {
    fn end(&self) -> u64 {
        self.taken + self.octets.len() as u64
    }

    fn take(&mut self, until: u64) -> Zeroizing<Vec<u8>> {
        let count = usize::try_from(until - self.taken).unwrap_or_default();
        if count == self.octets.len() {
            self.taken = until;
            return std::mem::take(&mut self.octets);
        }
        let rest = Zeroizing::new(self.octets[count..].to_vec());
        let mut taken = std::mem::replace(&mut self.octets, rest);
        taken.truncate(count);
        self.taken = until;
        taken
    }
}

impl Write for Sink {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let mut output = self.0.borrow_mut();
        let place = output.place.checked_sub(output.taken).and_then(|place| usize::try_from(place).ok());
        let place = place.ok_or(io::ErrorKind::InvalidInput)?;
        let over = octets.len().min(output.octets.len() - place);
        output.octets[place..place + over].copy_from_slice(&octets[..over]);
        output.octets.extend_from_slice(&octets[over..]);
        output.place += octets.len() as u64;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut output = self.0.borrow_mut();
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(offset) => output.place.checked_add_signed(offset),
            SeekFrom::End(offset) => output.end().checked_add_signed(offset),
        };
        let kept = output.taken..=output.end();
        output.place = place.filter(|place| kept.contains(place)).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(output.place)
    }
}

/// MS-DOS time: two seconds exact, from 1980 to 2107.
fn date_time(time: UnixTime) -> DateTime {
    let at = time.date_time();
    let year = u16::try_from(at.year()).unwrap_or_default();
    DateTime::from_date_and_time(year, at.month().into(), at.day(), at.hour(), at.minute(), at.second()).unwrap_or_default()
}
