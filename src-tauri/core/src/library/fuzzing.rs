//! Entry functions of the fuzz targets in `fuzz/`. The tests also run them on the committed corpus.

use std::fs::File;
use std::io::{self, Read};

use tokio_util::sync::CancellationToken;

use super::NoteKind;
use super::json::{self, Next, Scanner, Value};
use super::read::batch::{Batch, Sink};
use super::read::{Choices, ExportFile, ExportFiles, ReadContext, ReadReport, read};

/// Objects and arrays nested deeper than this are read as one value.
const MAX_DEPTH: usize = 64;
/// The size limit for one value, in bytes; small, so that the inputs exceed it.
const LIMIT: usize = 4096;

/// Scans arbitrary bytes as JSON, in pieces of several sizes. Panics if the events depend on the size, or if
/// pretty-printing or compacting valid JSON changes its value.
pub fn json_scanner(data: &[u8]) {
    let whole = events(data, data.len().max(1));
    for size in [1, 3, 4096] {
        assert_eq!(events(data, size), whole, "reading {size} bytes at a time changes the events");
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return };
    // Pretty-printing and compacting must not change the value.
    for again in [json::pretty(text.trim()), json::compact(text.trim().as_bytes())] {
        assert_eq!(serde_json::from_str::<serde_json::Value>(&again).ok(), Some(value.clone()), "{again}");
    }
    assert!(whole.iter().all(|event| !matches!(event.as_str(), "irregular" | "truncated")), "{whole:?}");
}

/// The events of scanning a text that is read in pieces of `size` bytes.
#[must_use]
pub fn events(data: &[u8], size: usize) -> Vec<String> {
    struct Pieces<'d>(&'d [u8], usize);
    impl std::io::Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.len().min(self.1).min(buffer.len());
            buffer[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }
    let mut scanner = Scanner::new(Pieces(data, size));
    let mut events = Vec::new();
    // Reading from memory cannot fail.
    let _ = scan(&mut scanner, &mut events);
    for (is_set, name) in [(scanner.irregular, "irregular"), (scanner.truncated, "truncated")] {
        events.extend(is_set.then(|| name.to_owned()));
    }
    events
}

fn scan<R: std::io::Read>(scanner: &mut Scanner<R>, events: &mut Vec<String>) -> std::io::Result<()> {
    let mut open = Vec::new();
    loop {
        let next = scanner.peek_value()?;
        match (next, open.last().copied()) {
            (Some(next @ (Next::Object | Next::Array)), _) if open.len() < MAX_DEPTH => {
                scanner.enter();
                events.push(if next == Next::Object { "{" } else { "[" }.to_owned());
                open.push(next);
            }
            (Some(_), _) => events.push(match scanner.value(LIMIT)? {
                Value::Whole(text) => String::from_utf8_lossy(text).into_owned(),
                Value::TooBig => "too big".to_owned(),
                Value::Cut => "cut".to_owned(),
            }),
            (None, None) if scanner.is_at_end()? => return Ok(()),
            (None, None) => {
                scanner.skip_character();
                events.push("stray bracket".to_owned());
            }
            (None, Some(_)) => {}
        }
        // Leave the objects and arrays that have ended, and read the next key.
        while let Some(current) = open.last().copied() {
            if current == Next::Object {
                let mut key = Vec::new();
                if scanner.key(&mut key)? {
                    events.push(format!("{}:", json::unescape(&key)));
                    if scanner.peek_value()?.is_some() {
                        break;
                    }
                    events.push("no value".to_owned());
                    if !scanner.is_at_end()? {
                        continue;
                    }
                }
            } else if scanner.peek_value()?.is_some() {
                break;
            }
            scanner.leave(current)?;
            events.push(if current == Next::Object { "}" } else { "]" }.to_owned());
            open.pop();
        }
    }
}

/// Counts records and reads their texts, as the record writer does.
#[derive(Default)]
struct CountingSink {
    records: u64,
    bytes: usize,
}

impl Sink for CountingSink {
    fn batch(&mut self, mut batch: Batch) -> Option<Batch> {
        for record in &batch.rows {
            self.records += 1;
            for span in [&record.text, &record.counterparty, &record.thread, &record.link, &record.fields] {
                self.bytes += batch.text(span).map_or(0, str::len);
            }
        }
        batch.clear();
        Some(batch)
    }
}

/// Reads arbitrary bytes as the files of a text export: the first byte selects the names of the files, and 0x1E bytes
/// separate their contents. Panics if the counts of records do not add up, or if a line is lost.
pub fn text_export(data: &[u8]) {
    const NAMES: [&str; 10] = [
        "TikTok/Activity/Watch History.txt",
        "TikTok/Direct Messages/Direct Messages.txt",
        "TikTok/Profile/Profile Info.txt",
        "TikTok/Ads and data/Ad Interests.txt",
        "TikTok/Comments/Reacties.txt",
        "TikTok/Unknown/Unbekannt.txt",
        "TikTok/Unknown/Unbekannt auch.txt",
        "renamed.json",
        "TikTok/TikTok Shop/Order History.txt",
        "TikTok/Profile and Settings/Settings.txt",
    ];
    let Some((first, rest)) = data.split_first() else { return };
    let names = NAMES.iter().cycle().skip(usize::from(*first) % NAMES.len());
    let files: Vec<_> = names.copied().zip(rest.split(|byte| *byte == 0x1E)).take(NAMES.len()).collect();
    let mut sink = CountingSink::default();
    let Ok(report) = read_in_memory(&files, &mut sink) else { return };
    let skipped: u64 = report.lists.iter().flat_map(|list| &list.skipped).map(|(_, count)| count).sum();
    let read: u64 = report.lists.iter().map(|list| list.read).sum();
    assert_eq!(read, sink.records + skipped, "the counts of records do not add up");
    let is_complete = report.notes.iter().all(|note| note.kind != NoteKind::Unaccounted);
    assert!(is_complete, "some lines are neither in records nor kept");
}

/// Reads an export that consists of files with these names and contents.
///
/// # Errors
///
/// As [`read`] of an export that is in a file.
pub fn read_in_memory(files: &[(&str, &[u8])], sink: &mut dyn Sink) -> io::Result<ReadReport> {
    let context = ReadContext {
        choices: &Choices::default(),
        scratch: &std::env::temp_dir(),
        cancel: &CancellationToken::new(),
        infers: true,
        progress: &|_| {},
    };
    read(&InMemory(files), sink, &context)
}

/// An export whose files are in memory.
struct InMemory<'f>(&'f [(&'f str, &'f [u8])]);

impl ExportFiles for InMemory<'_> {
    fn files(&self) -> Vec<ExportFile> {
        let file = |(name, content): &(&str, &[u8])| ExportFile {
            name: (*name).to_owned(),
            bytes: content.len() as u64,
        };
        self.0.iter().map(file).collect()
    }

    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    fn read(&self, index: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let mut content = self.0[index].1;
        take(&mut content)
    }

    fn nested(&self, _: File, _: &CancellationToken) -> io::Result<Box<dyn ExportFiles>> {
        Err(io::ErrorKind::InvalidData.into())
    }
}
