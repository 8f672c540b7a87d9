//! Finds the entries of a zip by their own headers, for a zip whose central directory is damaged or missing, as in a
//! download that ended early.
//!
//! Format: APPNOTE.TXT 6.3.10, sections 4.3.7 (local file header) and 4.3.9 (data descriptor).

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;
use memchr::memmem::Finder;
use tokio_util::sync::CancellationToken;

use super::positioned::PositionedReader;
use super::unreadable::UnreadableReason;
use super::{ArchiveError, limits};

/// The `what` of [`ArchiveError::TooBig`] if the entries have too long names.
pub(super) const BYTES_OF_NAMES: &str = "bytes of names";

const SIGNATURE: &[u8; 4] = b"PK\x03\x04";
const DESCRIPTOR_SIGNATURE: &[u8; 4] = b"PK\x07\x08";
const HEADER_BYTES: usize = 30;
const ENCRYPTED: u16 = 1;
const HAS_DESCRIPTOR: u16 = 1 << 3;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The most bytes that one byte of deflated data can hold.
const DEFLATE_RATIO: u64 = 1032;
/// The id of the extra field with 64-bit sizes.
const ZIP64: u16 = 1;

/// An entry as its own header describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocalEntry {
    /// Its name, undecoded.
    pub(super) name: Vec<u8>,
    /// Its unpacked size in bytes. If its data are damaged, as much of it as can be read.
    pub(super) bytes: u64,
    header_at: u64,
    data_at: u64,
    packed: u64,
    flags: u16,
    method: u16,
    crc: u32,
    /// The mode of Unix, if the central directory says it.
    pub(super) mode: u32,
    damage: Option<String>,
}

/// What the central directory says about an entry.
pub(super) struct Header {
    pub(super) name: Vec<u8>,
    pub(super) method: u16,
    pub(super) flags: u16,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) bytes: u64,
    /// Where its own header is, from the beginning of the zip.
    pub(super) at: u64,
    pub(super) mode: u32,
}

/// Whether the header of an entry is at this position.
pub(super) fn is_at(reader: &mut PositionedReader, at: u64) -> io::Result<bool> {
    reader.seek(SeekFrom::Start(at))?;
    let mut signature = [0; SIGNATURE.len()];
    Ok(read_up_to(reader, &mut signature)? == SIGNATURE.len() && signature == *SIGNATURE)
}

/// The entry with this header in the central directory. `offset`: where the zip begins in the file.
pub(super) fn listed(reader: &mut PositionedReader, listed: Header, offset: u64) -> io::Result<LocalEntry> {
    let header_at = offset.saturating_add(listed.at);
    let local = if is_at(reader, header_at)? { header(reader, header_at)? } else { None };
    Ok(LocalEntry {
        name: listed.name,
        bytes: listed.bytes,
        header_at,
        data_at: local.as_ref().map_or(header_at, |local| local.data_at),
        packed: if local.is_some() { listed.packed } else { 0 },
        flags: listed.flags,
        method: listed.method,
        crc: listed.crc,
        mode: listed.mode,
        damage: local.is_none().then(|| "its own header is missing".into()),
    })
}

/// Whether the file begins with the header of an entry, or is a zip without entries.
pub(super) fn begins_with_one(reader: &mut PositionedReader) -> io::Result<bool> {
    reader.seek(SeekFrom::Start(0))?;
    let mut head = [0; 4];
    match reader.read_exact(&mut head) {
        Ok(()) => Ok(head.starts_with(b"PK")),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Finds the entries in the order of the file. Where one is damaged, the search continues at the next header.
pub(super) fn find(
    reader: &mut PositionedReader,
    file_bytes: u64,
    cancel: &CancellationToken,
) -> Result<Vec<LocalEntry>, super::ContentsError> {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut names = 0;
    // Sizes that seem wrong are tried out, but not for long.
    let mut trials = file_bytes.max(limits::RATIO_FROM);
    while let Some(header_at) = next_header(reader, at, cancel)? {
        if entries.len() as u64 > limits::ENTRIES {
            break;
        }
        let Some(mut entry) = header(reader, header_at)? else {
            at = header_at + SIGNATURE.len() as u64;
            continue;
        };
        let after = if entry.flags & HAS_DESCRIPTOR != 0 && entry.packed == 0 {
            measure(reader, &mut entry, file_bytes, cancel)?
        } else {
            end_of(reader, &mut entry, file_bytes, &mut trials, cancel)?
        };
        at = after;
        names += entry.name.len() as u64;
        if names > limits::DIRECTORY_BYTES {
            let (what, most) = (BYTES_OF_NAMES, limits::DIRECTORY_BYTES);
            return Err(ArchiveError::TooBig { what, found: names, most }.into());
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The position of the next header at or after `at`.
fn next_header(
    reader: &mut PositionedReader,
    mut at: u64,
    cancel: &CancellationToken,
) -> Result<Option<u64>, super::ContentsError> {
    if is_at(reader, at)? {
        return Ok(Some(at));
    }
    let finder = Finder::new(SIGNATURE);
    let mut buffer = vec![0; 128 * 1024];
    loop {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled.into());
        }
        reader.seek(SeekFrom::Start(at))?;
        let read = read_up_to(reader, &mut buffer)?;
        if let Some(found) = finder.find(&buffer[..read]) {
            return Ok(Some(at + found as u64));
        }
        if read < buffer.len() {
            return Ok(None);
        }
        // A signature may lie across two reads.
        at += (read - SIGNATURE.len() + 1) as u64;
    }
}

/// Parses the header at this position; `None` if it is cut off or none.
fn header(reader: &mut PositionedReader, at: u64) -> io::Result<Option<LocalEntry>> {
    reader.seek(SeekFrom::Start(at))?;
    let mut fixed = [0; HEADER_BYTES];
    if read_up_to(reader, &mut fixed)? < HEADER_BYTES {
        return Ok(None);
    }
    let u16_at = |i: usize| u16::from_le_bytes([fixed[i], fixed[i + 1]]);
    let u32_at = |i: usize| u32::from_le_bytes([fixed[i], fixed[i + 1], fixed[i + 2], fixed[i + 3]]);
    let (name_bytes, extra_bytes) = (usize::from(u16_at(26)), usize::from(u16_at(28)));
    let mut variable = vec![0; name_bytes + extra_bytes];
    if read_up_to(reader, &mut variable)? < variable.len() {
        return Ok(None);
    }
    let extra = variable.split_off(name_bytes);
    let (mut packed, mut bytes) = (u64::from(u32_at(18)), u64::from(u32_at(22)));
    apply_zip64(&extra, [&mut bytes, &mut packed]);
    Ok(Some(LocalEntry {
        name: variable,
        bytes,
        header_at: at,
        data_at: at + (HEADER_BYTES + name_bytes + extra_bytes) as u64,
        packed,
        flags: u16_at(6),
        method: u16_at(8),
        crc: u32_at(14),
        mode: 0,
        damage: None,
    }))
}

/// Replaces those of these values that do not fit into 32 bits by those of the extra field with 64-bit values, which are in
/// the same order.
pub(super) fn apply_zip64<const N: usize>(mut extra: &[u8], values: [&mut u64; N]) {
    let mut field: &[u8] = &[];
    while let [a, b, c, d, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let Some((content, others)) = rest.split_at_checked(length) else { break };
        if u16::from_le_bytes([*a, *b]) == ZIP64 {
            field = content;
            break;
        }
        extra = others;
    }
    for value in values.into_iter().filter(|value| **value == u64::from(u32::MAX)) {
        let Some((long, rest)) = field.split_first_chunk() else { return };
        *value = u64::from_le_bytes(*long);
        field = rest;
    }
}

/// The end of an entry by the size in its header. If the size is wrong, the entry ends before the next header.
fn end_of(
    reader: &mut PositionedReader,
    entry: &mut LocalEntry,
    file_bytes: u64,
    trials: &mut u64,
    cancel: &CancellationToken,
) -> Result<u64, super::ContentsError> {
    let end = entry.data_at.saturating_add(entry.packed);
    reader.seek(SeekFrom::Start(end.min(file_bytes)))?;
    let mut follows = [0; 2];
    let is_last = read_up_to(reader, &mut follows)? == 0 && end == file_bytes;
    // Headers, descriptors and records all begin like this.
    if is_last
        || follows == *b"PK"
        || end <= file_bytes && entry.has_right_checksum(reader, trials, cancel)?
    {
        return Ok(end);
    }
    let next = next_header(reader, entry.data_at, cancel)?.unwrap_or(file_bytes);
    let is_cut = end > file_bytes && next == file_bytes;
    entry.packed = next - entry.data_at;
    let most = if entry.method == STORED { 1 } else { DEFLATE_RATIO };
    entry.bytes = entry.bytes.min(entry.packed.saturating_mul(most));
    entry.damage = Some(if is_cut { "the end is missing" } else { "its size is wrong" }.into());
    Ok(next)
}

/// Finds the end of an entry whose size stands after its data, by unpacking it. Returns the position after it.
fn measure(
    reader: &mut PositionedReader,
    entry: &mut LocalEntry,
    file_bytes: u64,
    cancel: &CancellationToken,
) -> Result<u64, super::ContentsError> {
    if entry.method != DEFLATED || entry.flags & ENCRYPTED != 0 {
        // Only the next header tells where it ends.
        let next = next_header(reader, entry.data_at, cancel)?.unwrap_or(file_bytes);
        entry.packed = next - entry.data_at;
        entry.damage = Some("its size is not known".into());
        return Ok(next);
    }
    reader.seek(SeekFrom::Start(entry.data_at))?;
    let mut unpacked = DeflateDecoder::new(BufReader::new(&mut *reader));
    let mut buffer = vec![0; 64 * 1024];
    let mut crc = flate2::Crc::new();
    let most = file_bytes.saturating_mul(limits::RATIO).max(limits::RATIO_FROM);
    loop {
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled.into());
        }
        match unpacked.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                crc.update(&buffer[..read]);
                entry.bytes = unpacked.total_out();
                if entry.bytes > most {
                    let what = "times the packed size";
                    return Err(
                        ArchiveError::TooBig { what, found: limits::RATIO + 1, most: limits::RATIO }.into()
                    );
                }
            }
            Err(error) if error.raw_os_error().is_some() => return Err(error.into()),
            Err(error) => {
                entry.damage = Some(error.to_string());
                break;
            }
        }
    }
    entry.packed = unpacked.total_in();
    entry.crc = crc.sum();
    let end = entry.data_at + entry.packed;
    if entry.damage.is_some() {
        // The next header is after the damage.
        return Ok(next_header(reader, end, cancel)?.unwrap_or(file_bytes));
    }
    reader.seek(SeekFrom::Start(end))?;
    let mut descriptor = [0; 8];
    let read = read_up_to(reader, &mut descriptor)?;
    let has_signature = descriptor.starts_with(DESCRIPTOR_SIGNATURE);
    let expected = if has_signature { &descriptor[4..] } else { &descriptor[..4] };
    if read < descriptor.len() || expected != crc.sum().to_le_bytes() {
        entry.damage = Some("the checksum is wrong or missing".into());
    }
    Ok(end)
}

pub(super) fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

impl LocalEntry {
    /// Why it cannot be read at all. Damaged data can be read up to the damage.
    pub(super) fn unreadable(&self) -> Option<UnreadableReason> {
        if self.flags & ENCRYPTED != 0 {
            Some(UnreadableReason::Encrypted)
        } else if matches!(self.method, STORED | DEFLATED) {
            None
        } else {
            Some(UnreadableReason::Method(self.method))
        }
    }

    /// Whether its content can be read and has the checksum of the header. At most as many bytes as `left` are unpacked.
    fn has_right_checksum(
        &self,
        reader: &mut PositionedReader,
        left: &mut u64,
        cancel: &CancellationToken,
    ) -> Result<bool, super::ContentsError> {
        if self.unreadable().is_some() {
            return Ok(false);
        }
        let mut content = self.open(reader)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            if cancel.is_cancelled() {
                return Err(ArchiveError::Cancelled.into());
            }
            match content.read(&mut buffer) {
                Ok(0) => return Ok(true),
                Ok(read) if *left < read as u64 => return Ok(false),
                Ok(read) => *left -= read as u64,
                Err(error) if error.raw_os_error().is_some() => return Err(error.into()),
                Err(_) => return Ok(false),
            }
        }
    }

    /// The bytes of the zip that belong to it.
    pub(super) fn range(&self) -> (u64, u64) {
        (self.header_at, self.data_at.saturating_add(self.packed))
    }

    /// A reader of its content, which ends with an error if that is damaged.
    pub(super) fn open<'r>(&self, reader: &'r mut PositionedReader) -> io::Result<impl Read + use<'r>> {
        reader.seek(SeekFrom::Start(self.data_at))?;
        let packed = BufReader::with_capacity(64 * 1024, reader.take(self.packed));
        let content: Box<dyn Read + 'r> =
            if self.method == DEFLATED { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Checked { content, sum: flate2::Crc::new(), crc: self.crc, damage: self.damage.clone() })
    }
}

/// A reader that ends with an error if the checksum is wrong or the entry is known to be damaged.
struct Checked<R> {
    content: R,
    sum: flate2::Crc,
    crc: u32,
    damage: Option<String>,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.sum.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() {
            let damage = self.damage.clone();
            let wrong = (self.sum.sum() != self.crc).then(|| "the checksum is wrong".to_owned());
            if let Some(damage) = damage.or(wrong) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, damage));
            }
        }
        Ok(read)
    }
}
