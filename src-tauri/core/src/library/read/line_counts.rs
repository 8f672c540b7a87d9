//! Accounts for every line of a text file: it is part of a record, or kept as it is.

use super::collect::Collector;
use super::field::KEYS;
use super::original::Source;
use crate::library::Section;
use crate::library::json;

/// The lines of a file that were read into records, and those that fit none.
pub struct LineCounts<'p> {
    path: &'p str,
    /// The list of the kept lines, once there are any.
    kept_in: Option<u32>,
    /// The number of lines in records.
    pub placed: u64,
    /// The number of lines that were kept as they are.
    pub kept: u64,
    /// The only line, if it may say that there is no data.
    pub sentence: Option<String>,
}

impl<'p> LineCounts<'p> {
    /// Counts for the file with this path.
    #[must_use]
    pub fn new(path: &'p str) -> Self {
        Self { path, kept_in: None, placed: 0, kept: 0, sentence: None }
    }

    /// Keeps a line that fits no record. The first line of a file may be the sentence that there is no data, so it waits for
    /// the next one.
    pub fn stray(&mut self, out: &mut Collector<'_>, line: &str) {
        if self.placed + self.kept == 0 && self.sentence.is_none() {
            self.sentence = Some(line.to_owned());
            return;
        }
        self.keep_sentence(out);
        self.keep(out, line);
    }

    /// Counts lines that are part of a record.
    pub fn place(&mut self, out: &mut Collector<'_>, lines: u64) {
        self.keep_sentence(out);
        self.placed += lines;
    }

    /// Keeps the waiting line, since it is not the only one.
    pub fn keep_sentence(&mut self, out: &mut Collector<'_>) {
        if let Some(sentence) = self.sentence.take() {
            self.keep(out, &sentence);
        }
    }

    fn keep(&mut self, out: &mut Collector<'_>, line: &str) {
        let list = *self.kept_in.get_or_insert_with(|| out.list(Section::Other, self.path.to_owned()));
        out.unknown(list, &thread(self.path), json::string(line).as_bytes(), Source::Text(line));
        self.kept += 1;
    }

    /// The number of lines counted so far.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.placed + self.kept + u64::from(self.sentence.is_some())
    }
}

/// The path under which unknown data of a file is kept.
#[must_use]
pub fn thread(path: &str) -> String {
    let stem = match path.len().checked_sub(4) {
        Some(at) if path.get(at..).is_some_and(|ending| ending.eq_ignore_ascii_case(".txt")) => &path[..at],
        _ => path,
    };
    stem.replace('/', &KEYS.to_string())
}
