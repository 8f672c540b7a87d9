//! Decompresses Deflate entries with one decompressor for all: it takes tens of kilobytes, and a new one for each of many
//! thousands of small entries would leave as many gaps between what is kept in memory.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::positioned::PositionedReader;

/// The size of the buffer of compressed bytes.
const INPUT: usize = 32 * 1024;
/// The size of a local header without its name and its extra fields, and where their lengths are in it.
const HEADER: usize = 30;
const NAME_LENGTH: usize = 26;
const EXTRA_LENGTH: usize = 28;
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// A decompressor and its buffer, for one entry at a time.
#[derive(Debug)]
pub(super) struct Inflater {
    state: Decompress,
    input: Vec<u8>,
}

/// Where the compressed bytes of an entry are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compressed {
    /// The position of its local header.
    pub(super) header: u64,
    /// The number of compressed bytes.
    pub(super) bytes: u64,
    /// The CRC-32 of its content.
    pub(super) crc32: u32,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self { state: Decompress::new(false), input: Vec::new() }
    }

    /// Starts to read an entry. Its end is only reached if its checksum is right.
    pub(super) fn read<'r>(
        &'r mut self,
        source: &'r mut PositionedReader,
        entry: Compressed,
    ) -> io::Result<impl Read + 'r> {
        source.seek(SeekFrom::Start(entry.header))?;
        let mut header = [0; HEADER];
        source.read_exact(&mut header)?;
        if !header.starts_with(SIGNATURE) {
            return Err(damaged("an entry has no header"));
        }
        let length = |at: usize| i64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        source.seek(SeekFrom::Current(length(NAME_LENGTH) + length(EXTRA_LENGTH)))?;
        self.state.reset(false);
        self.input.resize(INPUT, 0);
        Ok(Inflating {
            inflater: self,
            source: source.take(entry.bytes),
            ready: 0..0,
            crc: Crc::new(),
            crc32: entry.crc32,
            is_over: false,
        })
    }
}

/// An entry that is being read.
struct Inflating<'r, R> {
    inflater: &'r mut Inflater,
    source: R,
    /// The part of the input that was not used yet.
    ready: std::ops::Range<usize>,
    crc: Crc,
    crc32: u32,
    is_over: bool,
}

impl<R: Read> Read for Inflating<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while !self.is_over {
            if self.ready.is_empty() {
                self.ready = 0..self.source.read(&mut self.inflater.input)?;
            }
            let (state, input) = (&mut self.inflater.state, &self.inflater.input[self.ready.clone()]);
            let is_last = input.is_empty();
            let (consumed, produced) = (state.total_in(), state.total_out());
            let status = state.decompress(input, buffer, FlushDecompress::None);
            let count = |now: u64, before: u64| usize::try_from(now - before).unwrap_or(usize::MAX);
            self.ready.start += count(state.total_in(), consumed);
            let produced = count(state.total_out(), produced);
            self.crc.update(&buffer[..produced]);
            self.is_over = status.map_err(|error| damaged(&error.to_string()))? == Status::StreamEnd;
            if produced > 0 {
                return Ok(produced);
            }
            if is_last && !self.is_over {
                return Err(damaged("the compressed data ends early"));
            }
        }
        if self.crc.sum() == self.crc32 { Ok(0) } else { Err(damaged("wrong checksum")) }
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
