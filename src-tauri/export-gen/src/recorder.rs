//! How a document is spelt, and what is expected of it.

use std::borrow::Cow;
use std::io::{self, Write};

use satchel_sim::export::json::{Observer, Record};

use crate::expected::{Expected, Outcome};

/// How a document is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) trailing_commas: bool,
    pub(crate) key_case: bool,
    /// Number of bytes after which the file is truncated.
    pub(crate) limit: u64,
}

/// Applies a [`Style`], and counts the records of a document that a reader finds.
pub(crate) struct Recorder<'e> {
    style: Style,
    /// The document is the second copy in its file.
    is_copy: bool,
    /// Number of bytes before the document.
    start: u64,
    expected: &'e mut Expected,
}

impl<'e> Recorder<'e> {
    pub(crate) fn new(style: Style, is_copy: bool, start: u64, expected: &'e mut Expected) -> Self {
        Self { style, is_copy, start, expected }
    }
}

impl Observer for Recorder<'_> {
    fn key<'k>(&self, key: &'k str) -> Cow<'k, str> {
        if self.style.key_case { respell(key).into() } else { key.into() }
    }

    fn trailing_commas(&self) -> bool {
        self.style.trailing_commas
    }

    fn record(&mut self, section: &'static str, record: Record, end: u64) {
        if self.start + end + u64::from(record.needs_delimiter) > self.style.limit {
            return;
        }
        let outcome = match (record.is_empty, record.is_repeated || self.is_copy) {
            (true, _) => Outcome::Skipped,
            (false, true) => Outcome::Repeated,
            (false, false) => Outcome::Stored,
        };
        self.expected.add(section, outcome);
    }

    fn unknown_path(&mut self, path: &str, end: u64) {
        if self.start + end <= self.style.limit {
            self.expected.add_unknown(path);
        }
    }
}

/// Varies case, spacing and punctuation of a key.
fn respell(key: &str) -> String {
    match key.bytes().map(usize::from).sum::<usize>() % 4 {
        0 => key.to_uppercase(),
        1 => key.to_lowercase().replace(' ', ""),
        2 => key.to_lowercase().replace(' ', "_"),
        _ => {
            let mut spaced = String::new();
            for letter in key.chars() {
                if letter.is_uppercase() && spaced.ends_with(char::is_lowercase) {
                    spaced.push('-');
                }
                spaced.push(letter);
            }
            spaced
        }
    }
}

/// Passes on a limited number of bytes, and discards the rest.
pub(crate) struct Limited<'w> {
    out: &'w mut dyn Write,
    left: u64,
}

impl<'w> Limited<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, limit: u64) -> Self {
        Self { out, left: limit }
    }
}

impl Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let passed = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
        self.out.write_all(&bytes[..passed])?;
        self.left -= passed as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
