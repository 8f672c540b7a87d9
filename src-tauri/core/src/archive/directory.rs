//! The central directory of a zip. `zip` reads as many entries as the end record counts, and of several with one name only
//! the last. Some programs count wrongly: without Zip64, 70,001 entries are 4,465.
//!
//! Format: APPNOTE.TXT 6.3.10, sections 4.3.12 (central directory header) and 4.3.16 (end record).

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::data::{Data, into_io};
use super::limits;
use super::local_entries::{self, BYTES_OF_NAMES, Header, read_up_to};
use super::positioned::PositionedReader;
use super::{ArchiveError, ContentsError};

const SIGNATURE: &[u8; 4] = b"PK\x01\x02";
/// The end record, that of Zip64, and a signature of the directory.
const END_SIGNATURES: [&[u8; 4]; 3] = [b"PK\x05\x06", b"PK\x06\x06", b"PK\x05\x05"];
const HEADER_BYTES: usize = 46;
/// Unix, as the system that made an entry.
const UNIX: u8 = 3;
/// How many entries are looked at to tell whether the directory belongs to this file.
const SAMPLE: usize = 8;
/// The most bytes between the last entry and the directory: a data descriptor, or padding.
const GAP_BYTES: usize = 4 << 10;

/// The entries that the central directory lists; `None` if it is damaged, missing, or that of another file.
pub(super) fn read(reader: impl Fn() -> PositionedReader) -> Result<Option<Vec<Data>>, ContentsError> {
    let zip = match ZipArchive::new(Limited::new(reader())) {
        Ok(zip) => zip,
        Err(ZipError::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
            return Err(too_large().into());
        }
        Err(ZipError::Io(error)) if error.raw_os_error().is_some() => return Err(error.into()),
        Err(error) => {
            tracing::info!(%error, "a zip has no sound central directory");
            return Ok(None);
        }
    };
    let mut own = reader();
    let start = zip.central_directory_start();
    let mut found = 0;
    let is_complete = each(&mut own, start, |_| found += 1)?;
    // One more than the limit is enough to exceed it.
    let most = usize::try_from(limits::ENTRIES + 1).unwrap_or(usize::MAX);
    let listed: Vec<Data> = (0..zip.len())
        .take(most)
        .map(|index| Ok(Data::Listed(Box::new(zip.by_index_data(index)?.into()))))
        .collect::<Result<_, _>>()
        .map_err(into_io)?;
    if listed.is_empty() && found == 0 && begins_with_entry(&mut own)? {
        tracing::info!("the central directory of a zip lists nothing");
        return Ok(None);
    }
    // What is in front of a zip may be a program that unpacks it, but not another entry: then the end of the file is missing,
    // and the directory is that of a zip inside this one.
    let is_inner = zip.offset() > 0 && begins_with_entry(&mut own)?;
    if is_inner || !listed.is_empty() && !belongs_to(&listed, &mut own)? {
        tracing::info!("the central directory of a zip is that of another file");
        return Ok(None);
    }
    if found <= listed.len() {
        return Ok(Some(listed));
    }
    // More than the limit are refused by their number. Otherwise, a part of the directory does not tell of all entries.
    if !is_complete && found as u64 <= limits::ENTRIES {
        tracing::info!("the central directory of a zip has no end");
        return Ok(None);
    }
    let mut headers = Vec::with_capacity(found);
    each(&mut own, start, |header| headers.push(header))?;
    let mut by_position: HashMap<u64, Data> = listed.into_iter().map(|data| (data.range().0, data)).collect();
    let offset = zip.offset();
    let entry = |header: Header| match by_position.remove(&offset.saturating_add(header.at)) {
        Some(data) => Ok(data),
        None => local_entries::listed(&mut own, header, offset).map(Data::Local),
    };
    Ok(Some(headers.into_iter().map(entry).collect::<io::Result<_>>()?))
}

fn too_large() -> ArchiveError {
    let most = limits::DIRECTORY_BYTES;
    ArchiveError::TooBig { what: BYTES_OF_NAMES, found: most + 1, most }
}

/// Whether there is an entry at the beginning of the file.
fn begins_with_entry(reader: &mut PositionedReader) -> io::Result<bool> {
    local_entries::is_at(reader, 0)
}

/// Whether some of these entries are where the directory says.
fn belongs_to(listed: &[Data], reader: &mut PositionedReader) -> io::Result<bool> {
    for data in listed.iter().take(SAMPLE) {
        if local_entries::is_at(reader, data.range().0)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The number of entries in the directory behind the last entry; `None` if there is none that is whole.
pub(super) fn behind(reader: &mut PositionedReader, end: u64) -> Result<Option<u64>, ContentsError> {
    reader.seek(SeekFrom::Start(end))?;
    let mut gap = vec![0; GAP_BYTES];
    let read = read_up_to(reader, &mut gap)?;
    let Some(at) = memmem::find(&gap[..read], SIGNATURE) else { return Ok(None) };
    let mut count = 0;
    Ok(each(reader, end + at as u64, |_| count += 1)?.then_some(count))
}

/// Calls `take` with each header from this position on. Returns whether an end record follows the last one.
fn each(reader: &mut PositionedReader, at: u64, mut take: impl FnMut(Header)) -> Result<bool, ContentsError> {
    reader.seek(SeekFrom::Start(at))?;
    let mut reader = BufReader::new(reader);
    let mut bytes = 0;
    for _ in 0..=limits::ENTRIES {
        let mut fixed = [0; HEADER_BYTES];
        if read_up_to(&mut reader, &mut fixed[..4])? < 4 || !fixed.starts_with(SIGNATURE) {
            return Ok(END_SIGNATURES.iter().any(|end| fixed.starts_with(*end)));
        }
        let rest = read_up_to(&mut reader, &mut fixed[4..])?;
        let u16_at = |i: usize| u16::from_le_bytes([fixed[i], fixed[i + 1]]);
        let u32_at = |i: usize| u32::from_le_bytes([fixed[i], fixed[i + 1], fixed[i + 2], fixed[i + 3]]);
        let lengths = [u16_at(28), u16_at(30), u16_at(32)].map(usize::from);
        let mut variable = vec![0; lengths.iter().sum()];
        if rest < HEADER_BYTES - 4 || read_up_to(&mut reader, &mut variable)? < variable.len() {
            return Ok(false);
        }
        bytes += (HEADER_BYTES + variable.len()) as u64;
        if bytes > limits::DIRECTORY_BYTES {
            return Err(too_large().into());
        }
        let extra = variable.split_off(lengths[0]);
        let is_unix = fixed[5] == UNIX;
        let mut header = Header {
            name: variable,
            method: u16_at(10),
            flags: u16_at(8),
            crc: u32_at(16),
            packed: u32_at(20).into(),
            bytes: u32_at(24).into(),
            at: u32_at(42).into(),
            mode: if is_unix { u32_at(38) >> 16 } else { 0 },
        };
        local_entries::apply_zip64(
            &extra[..lengths[1]],
            [&mut header.bytes, &mut header.packed, &mut header.at],
        );
        take(header);
    }
    Ok(false)
}

/// A reader that limits how much of a directory `zip` reads. `zip` keeps as many entries as the end record counts, and
/// reads them without seeking.
struct Limited {
    reader: PositionedReader,
    /// Bytes that may be read before the next seek.
    bytes: u64,
    /// Calls of `read` before the next seek. An entry takes one to four.
    calls: u64,
}

impl Limited {
    fn new(reader: PositionedReader) -> Self {
        Self { reader, bytes: limits::DIRECTORY_BYTES, calls: Self::CALLS }
    }

    const CALLS: u64 = 4 * (limits::ENTRIES + 1);
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let left = (self.bytes.checked_sub(read as u64), self.calls.checked_sub(1));
        let (Some(bytes), Some(calls)) = left else { return Err(io::ErrorKind::FileTooLarge.into()) };
        (self.bytes, self.calls) = (bytes, calls);
        Ok(read)
    }
}

impl Seek for Limited {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to != SeekFrom::Current(0) {
            (self.bytes, self.calls) = (limits::DIRECTORY_BYTES, Self::CALLS);
        }
        self.reader.seek(to)
    }
}

#[cfg(test)]
mod tests;
