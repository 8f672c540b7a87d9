//! A reader of a file with a position of its own, so that several threads can read one open file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// The number of bytes read at once.
const WINDOW: usize = 64 * 1024;

/// Reads a file that others may read at the same time. Seeking inside the bytes that were read last keeps them, which
/// matters in a zip of many small entries, where each entry is a few seeks away from the one before.
#[derive(Debug)]
pub(super) struct PositionedReader {
    file: Arc<File>,
    bytes: u64,
    position: u64,
    window: Vec<u8>,
    window_at: u64,
}

impl PositionedReader {
    /// A reader at the start of `file`, which has this size in bytes.
    pub(super) fn new(file: Arc<File>, bytes: u64) -> Self {
        Self { file, bytes, position: 0, window: Vec::new(), window_at: 0 }
    }

    fn at_position(&self) -> &[u8] {
        let inside = self.position.checked_sub(self.window_at).and_then(|start| usize::try_from(start).ok());
        inside.and_then(|start| self.window.get(start..)).unwrap_or_default()
    }
}

impl Read for PositionedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at_position().is_empty() {
            if buffer.len() >= WINDOW {
                let read = read_at(&self.file, buffer, self.position)?;
                self.position += read as u64;
                return Ok(read);
            }
            self.window.resize(WINDOW, 0);
            self.window_at = self.position;
            let read = read_at(&self.file, &mut self.window, self.position);
            self.window.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        let ready = self.at_position();
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for PositionedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.bytes.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn seeks_and_reads_equal_those_of_a_file(steps in prop::collection::vec((0u64..300_000, 0usize..90_000), 1..20)) {
            let content: Vec<u8> = (0..200_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&content).unwrap();
            let mut reader = PositionedReader::new(Arc::new(file), content.len() as u64);
            for (at, count) in steps {
                reader.seek(SeekFrom::Start(at)).unwrap();
                let mut read = Vec::new();
                (&mut reader).take(count as u64).read_to_end(&mut read).unwrap();
                let start = usize::try_from(at).unwrap().min(content.len());
                let end = (start + count).min(content.len());
                prop_assert!(read == content[start..end]);
                prop_assert_eq!(reader.stream_position().unwrap(), at + read.len() as u64);
            }
        }
    }
}
