//! The lines of a text file, in any encoding.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::counted::fill;
use crate::library::limits;

/// So much of a file is looked at before it is read, in bytes.
const HEAD: u64 = 128 << 10;

/// A text file whose beginning has been looked at.
pub struct TextFile<'e> {
    head: Vec<u8>,
    rest: Box<dyn Read + 'e>,
    is_whole: bool,
}

/// Fails with this error.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl<'e> TextFile<'e> {
    /// Decodes a file to UTF-8. Fails if not even its first bytes can be read; what fails later is reported by
    /// [`Lines::next`], after what could be read.
    pub fn open(mut entry: impl Read + 'e) -> io::Result<Self> {
        let mut first = [0; 4];
        let filled = fill(&mut entry, &mut first)?;
        let encoding = unmarked_utf16(&first[..filled]);
        let entry = Cursor::new(first).take(filled as u64).chain(entry);
        // A byte-order mark determines the encoding; the default is UTF-8.
        let mut decoder = DecodeReaderBytesBuilder::new();
        decoder.strip_bom(true);
        match encoding {
            Some(_) => decoder.encoding(encoding),
            None => decoder.utf8_passthru(true),
        };
        let mut text = decoder.build(entry);
        let mut head = Vec::new();
        let read = (&mut text).take(HEAD).read_to_end(&mut head);
        let is_whole = (head.len() as u64) < HEAD;
        let rest: Box<dyn Read + 'e> = match read {
            Ok(_) => Box::new(text),
            Err(error) => Box::new(Failing(Some(error))),
        };
        Ok(Self { head, rest, is_whole })
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
        let input = Cursor::new(self.head).chain(BufReader::new(self.rest));
        Lines { input: Box::new(input), line: Vec::new(), read: 0 }
    }
}

/// Detects UTF-16 without a byte-order mark, by the zeros in its first letters.
fn unmarked_utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [a, 0, b, 0] if *a != 0 && *b != 0 => Some(encoding_rs::UTF_16LE),
        [0, a, 0, b] if *a != 0 && *b != 0 => Some(encoding_rs::UTF_16BE),
        _ => None,
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
        let (input, line) = (&mut self.input, &mut self.line);
        line.clear();
        line.shrink_to(limits::RECORD_BYTES);
        if Read::take(&mut *input, limits::RECORD_BYTES as u64).read_until(b'\n', line)? == 0 {
            return Ok(None);
        }
        let is_cut = !line.ends_with(b"\n") && line.len() >= limits::RECORD_BYTES;
        if is_cut {
            skip_line(input)?;
        }
        let text = clean(line);
        self.read += u64::from(!is_blank(&text));
        Ok(Some(TextLine { text, is_cut }))
    }
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
