//! The lines of a text file, in any encoding.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::decode::{DecodeNotes, Utf8};
use crate::library::limits;

/// So much of a file is looked at before it is read, in bytes.
const HEAD: u64 = 128 << 10;

/// A text file whose beginning has been looked at.
pub struct TextFile<'e> {
    head: Vec<u8>,
    rest: Utf8<Box<dyn Read + 'e>>,
    /// What ended the reading of its beginning.
    failure: Option<io::Error>,
    is_whole: bool,
    /// What is noticed while it is decoded.
    pub notes: DecodeNotes,
}

/// Fails with this error.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl<'e> TextFile<'e> {
    /// Reads the beginning of a file. What cannot be read is reported by [`Lines::next`], after what could be.
    pub fn open(entry: impl Read + 'e) -> Self {
        let entry: Box<dyn Read + 'e> = Box::new(entry);
        let mut rest = Utf8::new(entry);
        let mut head = Vec::new();
        let failure = (&mut rest).take(HEAD).read_to_end(&mut head).err();
        let is_whole = (head.len() as u64) < HEAD;
        let notes = rest.notes();
        Self { head, rest, failure, is_whole, notes }
    }

    /// The first complete lines.
    pub fn first_lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let end =
            if self.is_whole { self.head.len() } else { memchr::memrchr(b'\n', &self.head).unwrap_or(0) };
        self.head[..end].split(|byte| *byte == b'\n').map(clean)
    }

    /// Reads the file line by line.
    #[must_use]
    pub fn into_lines(self) -> Lines<'e> {
        let rest = BufReader::new(Failing(self.failure).chain(self.rest));
        let input = Cursor::new(self.head).chain(rest);
        Lines { input: Box::new(input), line: Vec::new(), ahead: None, read: 0 }
    }
}

/// A line without its line break and byte-order marks. Files that were joined have some inside.
fn clean(line: &[u8]) -> Cow<'_, str> {
    fn cleaned(line: &str) -> &str {
        line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}')
    }
    match String::from_utf8_lossy(line) {
        Cow::Borrowed(line) => Cow::Borrowed(cleaned(line)),
        Cow::Owned(line) => Cow::Owned(cleaned(&line).to_owned()),
    }
}

/// Whether a line has nothing to read.
#[must_use]
pub fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Reads a text file line by line.
pub struct Lines<'e> {
    input: Box<dyn BufRead + 'e>,
    line: Vec<u8>,
    /// The next line, if it has been looked at: its bytes, and whether they are all of it.
    ahead: Option<io::Result<(Vec<u8>, bool)>>,
    /// The lines read so far, without blank ones.
    pub read: u64,
}

/// A line of a file.
pub struct TextLine<'l> {
    /// The line, without its line break.
    pub text: Cow<'l, str>,
    /// Whether it is longer than a record may be, so that only its beginning was read.
    pub is_cut: bool,
}

impl Lines<'_> {
    /// Reads the next line. Keeps no more of it than [`limits::RECORD_BYTES`].
    pub fn next(&mut self) -> io::Result<Option<TextLine<'_>>> {
        let is_cut = match self.ahead.take().transpose()? {
            Some((line, is_cut)) => {
                self.line = line;
                is_cut
            }
            None => read_line(&mut *self.input, &mut self.line)?,
        };
        if self.line.is_empty() {
            return Ok(None);
        }
        let text = clean(&self.line);
        self.read += u64::from(!is_blank(&text));
        Ok(Some(TextLine { text, is_cut }))
    }

    /// The next line, which stays the next one; `None` at the end.
    pub fn peek(&mut self) -> Option<Cow<'_, str>> {
        let input = &mut self.input;
        let ahead = self.ahead.get_or_insert_with(|| {
            let mut line = Vec::new();
            read_line(&mut **input, &mut line).map(|is_cut| (line, is_cut))
        });
        ahead.as_ref().ok().filter(|(line, _)| !line.is_empty()).map(|(line, _)| clean(line))
    }
}

/// Reads a line with its line break, which is empty at the end, and returns whether it was cut.
fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    line.shrink_to(limits::RECORD_BYTES);
    input.take(limits::RECORD_BYTES as u64).read_until(b'\n', line)?;
    let is_cut = !line.ends_with(b"\n") && line.len() >= limits::RECORD_BYTES;
    if is_cut {
        skip_line(input)?;
    }
    Ok(is_cut)
}

fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let rest = input.fill_buf()?;
        let (length, is_end) = match memchr::memchr(b'\n', rest) {
            Some(at) => (at + 1, true),
            None => (rest.len(), rest.is_empty()),
        };
        input.consume(length);
        if is_end {
            return Ok(());
        }
    }
}
