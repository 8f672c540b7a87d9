//! The lines of a text file, in any encoding.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use memchr::memmem;

use super::decode::{DecodeNotes, Utf8};
use super::invisible::is_blank;
use super::values_below::NamesAbove;
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
    line_break: LineBreak,
    names_above: NamesAbove,
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
        let line_break = line_break(&head);
        let notes = rest.notes();
        Self { head, rest, failure, is_whole, line_break, names_above: NamesAbove::default(), notes }
    }

    /// Joins the names of fields with the values on the lines below them from now on.
    pub fn join_values(&mut self) {
        self.names_above = NamesAbove::of(self.lines_of_head());
    }

    /// The first complete lines.
    pub fn first_lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.names_above.join(self.lines_of_head())
    }

    fn lines_of_head(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let line_break = self.line_break;
        let end = if self.is_whole {
            self.head.len()
        } else {
            memmem::rfind(&self.head, line_break).unwrap_or_default()
        };
        let mut rest = Some(&self.head[..end]);
        std::iter::from_fn(move || {
            let text = rest?;
            let end = memmem::find(text, line_break);
            rest = end.map(|end| &text[end + line_break.len()..]);
            Some(clean(&text[..end.unwrap_or(text.len())], line_break))
        })
    }

    /// Reads the file line by line.
    #[must_use]
    pub fn into_lines(self) -> Lines<'e> {
        let rest = BufReader::new(Failing(self.failure).chain(self.rest));
        let input = Cursor::new(self.head).chain(rest);
        Lines {
            input: Box::new(input),
            line_break: self.line_break,
            names_above: self.names_above,
            line: Vec::new(),
            held: None,
            ahead: VecDeque::new(),
            read: 0,
        }
    }
}

/// What ends a line, as UTF-8.
type LineBreak = &'static [u8];

/// The line breaks of a file that begins like this: those of the oldest Macintosh computers and those of Unicode count only
/// in files that have no others, since they may be in texts.
fn line_break(head: &[u8]) -> LineBreak {
    const BREAKS: [LineBreak; 5] =
        [b"\n", b"\r", "\u{2028}".as_bytes(), "\u{2029}".as_bytes(), "\u{85}".as_bytes()];
    BREAKS.into_iter().find(|line_break| memmem::find(head, line_break).is_some()).unwrap_or(BREAKS[0])
}

/// A line without its line break, byte-order marks and zero bytes. Files that were joined, or padded, have some inside.
fn clean(line: &[u8], line_break: LineBreak) -> Cow<'_, str> {
    fn cleaned(line: &str) -> &str {
        line.trim_end_matches(['\n', '\r', '\0']).trim_start_matches(['\u{feff}', '\0'])
    }
    match String::from_utf8_lossy(line.strip_suffix(line_break).unwrap_or(line)) {
        Cow::Borrowed(line) => Cow::Borrowed(cleaned(line)),
        Cow::Owned(line) => Cow::Owned(cleaned(&line).to_owned()),
    }
}

/// Reads a text file line by line.
pub struct Lines<'e> {
    input: Box<dyn BufRead + 'e>,
    line_break: LineBreak,
    names_above: NamesAbove,
    line: Vec<u8>,
    /// The line below a name that is not its value.
    held: Option<io::Result<(Vec<u8>, bool)>>,
    /// The next lines that have been looked at: their bytes, and whether they were cut.
    ahead: VecDeque<io::Result<(Vec<u8>, bool)>>,
    /// The lines read so far, without blank ones.
    pub read: u64,
}

/// A line of a file.
pub struct TextLine<'l> {
    /// The line, without its line break.
    pub text: Cow<'l, str>,
    /// Whether it is longer than a record may be, so that only its beginning was read.
    pub is_cut: bool,
    /// Whether it is a name with the value on the line below it.
    pub is_joined: bool,
}

impl Lines<'_> {
    /// Reads the next line. Keeps no more of it than [`limits::RECORD_BYTES`].
    pub fn next(&mut self) -> io::Result<Option<TextLine<'_>>> {
        let is_cut = if let Some((line, is_cut)) = self.ahead.pop_front().transpose()? {
            self.line = line;
            is_cut
        } else {
            let mut line = std::mem::take(&mut self.line);
            let is_cut = self.read_joined(&mut line)?;
            self.line = line;
            is_cut
        };
        if self.line.is_empty() {
            return Ok(None);
        }
        let text = clean(&self.line, self.line_break);
        let is_joined = !self.names_above.is_empty() && text.contains('\n');
        self.read += u64::from(!is_blank(&text)) + u64::from(is_joined);
        Ok(Some(TextLine { text, is_cut, is_joined }))
    }

    /// Reads a line, and the value below it if it is only a name. Empty at the end.
    fn read_joined(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let is_cut = match self.held.take().transpose()? {
            Some((held, is_cut)) => {
                *line = held;
                is_cut
            }
            None => read_line(&mut *self.input, self.line_break, line)?,
        };
        if self.names_above.is_empty() || is_cut || !self.names_above.has(&clean(line, self.line_break)) {
            return Ok(is_cut);
        }
        let mut next = Vec::new();
        match read_line(&mut *self.input, self.line_break, &mut next) {
            Ok(is_cut) if self.names_above.is_value(&clean(&next, self.line_break)) => {
                let [name, value] = [&*line, &next].map(|line| clean(line, self.line_break));
                let joined = [name.as_bytes(), b"\n", value.as_bytes(), self.line_break].concat();
                *line = joined;
                Ok(is_cut)
            }
            read => {
                self.held = Some(read.map(|is_cut| (next, is_cut)));
                Ok(false)
            }
        }
    }

    /// The next line, which stays the next one; `None` at the end.
    pub fn peek(&mut self) -> Option<Cow<'_, str>> {
        self.peek_at(0)
    }

    /// The next line that is not blank; `None` at the end, or if many blank ones come before it.
    pub fn peek_text(&mut self) -> Option<Cow<'_, str>> {
        let at = (0..BLANKS).find(|at| self.peek_at(*at).is_none_or(|line| !is_blank(&line)))?;
        self.peek_at(at)
    }

    fn peek_at(&mut self, at: usize) -> Option<Cow<'_, str>> {
        while self.ahead.len() <= at {
            let is_end =
                self.ahead.back().is_some_and(|last| !matches!(last, Ok((line, _)) if !line.is_empty()));
            if is_end {
                return None;
            }
            let mut line = Vec::new();
            let read = self.read_joined(&mut line);
            self.ahead.push_back(read.map(|is_cut| (line, is_cut)));
        }
        let (line, _) = self.ahead[at].as_ref().ok().filter(|(line, _)| !line.is_empty())?;
        Some(clean(line, self.line_break))
    }
}

/// So many blank lines are looked past.
const BLANKS: usize = 16;

/// Reads a line with its line break, which is empty at the end, and returns whether it was cut.
fn read_line(input: &mut dyn BufRead, line_break: LineBreak, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    line.shrink_to(limits::RECORD_BYTES);
    read_until(&mut input.take(limits::RECORD_BYTES as u64), line_break, line)?;
    let is_cut = !line.ends_with(line_break) && line.len() >= limits::RECORD_BYTES;
    if is_cut {
        skip_line(input, line_break)?;
    }
    Ok(is_cut)
}

fn read_until(input: &mut dyn BufRead, line_break: LineBreak, line: &mut Vec<u8>) -> io::Result<()> {
    let Some(last) = line_break.last() else { return Ok(()) };
    while input.read_until(*last, line)? > 0 && !line.ends_with(line_break) {}
    Ok(())
}

fn skip_line(input: &mut dyn BufRead, line_break: LineBreak) -> io::Result<()> {
    let mut part = Vec::new();
    loop {
        part.clear();
        read_until(&mut input.take(PART), line_break, &mut part)?;
        if part.is_empty() || part.ends_with(line_break) {
            return Ok(());
        }
    }
}

/// So much of a line that is too long is skipped at once, in bytes.
const PART: u64 = 64 << 10;
