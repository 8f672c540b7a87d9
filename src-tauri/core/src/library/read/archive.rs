//! Reads the files of an export's archive, in the order of their names.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use encoding_rs_io::DecodeReaderBytesBuilder;
use tokio_util::sync::CancellationToken;
use zip::ZipArchive;

use super::batch::{List, Sink};
use super::collect::Collector;
use super::guess::{FileProfile, guess, question};
use super::text_files::TextFormat;
use super::{json_reader, text_reader};
use crate::files;
use crate::library::json::Scanner;
use crate::library::{NoteKind, ReadNote, Section, SkipReason, UnsureFile};

/// The sections that the person chose for unrecognised text files, by their path in the export.
pub type Choices = BTreeMap<String, Section>;

/// Zips inside the export are read if they are no larger than this, in bytes.
const MAX_NESTED_BYTES: u64 = 4 << 30;
/// Free space is checked again after writing this many bytes.
const SPOOL_CHUNK: u64 = 16 << 20;
/// Temporary files leave at least this much space free on the volume, in bytes.
const MIN_FREE_BYTES: u64 = 64 << 20;

/// The parameters of reading an export.
#[derive(Clone, Copy)]
pub struct ReadContext<'c> {
    /// The sections that the person chose for its unrecognised files.
    pub choices: &'c Choices,
    /// A folder for temporary files.
    pub scratch: &'c Path,
    /// Cancels reading.
    pub cancel: &'c CancellationToken,
    /// Called with the number of uncompressed bytes read so far of the current file.
    pub progress: &'c (dyn Fn(u64) + Sync),
}

/// The result of reading an export.
#[derive(Debug, Default)]
pub struct ReadReport {
    /// Its lists, each with its counts.
    pub lists: Vec<List>,
    /// Irregularities of the files.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics.
    pub layout: Option<String>,
    /// Files whose section the person may be asked for.
    pub unsure: Vec<UnsureFile>,
}

/// The uncompressed size of the files that will be read, in bytes.
pub fn size(archive: &Path) -> io::Result<u64> {
    let mut zip = open(BufReader::new(File::open(archive)?))?;
    Ok(names(&mut zip)?.iter().map(|(_, _, bytes)| bytes).sum())
}

/// Reads the export in this archive and passes its records to `sink`. Blocks.
pub fn read(archive: &Path, sink: &mut dyn Sink, context: &ReadContext<'_>) -> io::Result<ReadReport> {
    read_from(BufReader::with_capacity(64 << 10, File::open(archive)?), sink, context)
}

/// As [`read`], from any source with random access.
pub fn read_from(
    archive: impl Read + Seek,
    sink: &mut dyn Sink,
    context: &ReadContext<'_>,
) -> io::Result<ReadReport> {
    let mut out = Collector::new(sink);
    let mut report = ReadReport::default();
    read_zip(archive, context, &mut out, &mut report, false)?;
    out.flush();
    report.lists = out.lists;
    Ok(report)
}

fn open<R: Read + Seek>(file: R) -> io::Result<ZipArchive<R>> {
    ZipArchive::new(file).map_err(io::Error::other)
}

/// The files that can be read: index, path, uncompressed bytes.
fn names<R: Read + Seek>(zip: &mut ZipArchive<R>) -> io::Result<Vec<(usize, String, u64)>> {
    let mut names = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(io::Error::other)?;
        let name = entry.name().map_err(io::Error::other)?.replace('\\', "/");
        let base = name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_junk = name.starts_with("__MACOSX/") || base.starts_with("._") || base == ".ds_store";
        let is_readable = [".json", ".txt", ".zip"].iter().any(|ending| base.ends_with(ending));
        if !entry.is_dir() && !is_junk && is_readable {
            names.push((index, name, entry.size()));
        }
    }
    names.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(names)
}

fn is(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

fn read_zip(
    file: impl Read + Seek,
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    is_nested: bool,
) -> io::Result<()> {
    let mut zip = open(file)?;
    let names = names(&mut zip)?;
    let mut has_json = false;
    for (index, name, _) in names.iter().filter(|(_, name, _)| is(name, ".json")) {
        let mut entry = zip.by_index(*index).map_err(io::Error::other)?;
        // A renamed text export is recognised by its first character.
        if read_json(&mut entry, name, out, report, context)? {
            has_json = true;
        } else {
            drop(entry);
            read_text(&mut zip, *index, name, context, None, out, report)?;
        }
    }
    let texts: Vec<_> = names.iter().filter(|(_, name, _)| is(name, ".txt")).collect();
    // An export with both formats contains everything twice; JSON has more fields.
    if !has_json && !texts.is_empty() {
        read_texts(&mut zip, &texts, context, out, report)?;
    }
    for (index, name, bytes) in names.iter().filter(|(_, name, _)| is(name, ".zip")) {
        if out.is_over {
            break;
        }
        if is_nested || *bytes > MAX_NESTED_BYTES {
            // Skipped, but counted.
            let list = out.list(Section::Other, name.clone());
            out.skip(list, if is_nested { SkipReason::Unreadable } else { SkipReason::TooBig });
            continue;
        }
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        let spool = spool(entry, *bytes, context)?;
        report.notes.push(ReadNote { file: name.clone(), kind: NoteKind::Nested });
        read_zip(BufReader::new(spool), context, out, report, true)?;
    }
    Ok(())
}

/// Copies a zip entry to a temporary file, since a zip can only be read with random access.
fn spool(entry: impl Read, bytes: u64, context: &ReadContext<'_>) -> io::Result<File> {
    let mut spool = tempfile::tempfile_in(context.scratch)?;
    let mut entry = Cancellable { inner: entry.take(MAX_NESTED_BYTES), cancel: context.cancel };
    let mut announced = bytes;
    loop {
        // The size in the archive's header may be wrong.
        let needed = announced.max(SPOOL_CHUNK).saturating_add(MIN_FREE_BYTES);
        if files::free_bytes(context.scratch).is_some_and(|free| free < needed) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let copied = io::copy(&mut (&mut entry).take(SPOOL_CHUNK), &mut spool)?;
        announced = announced.saturating_sub(copied);
        if copied < SPOOL_CHUNK {
            return Ok(spool);
        }
    }
}

/// Reads a JSON file; `false` if it is not JSON.
fn read_json(
    entry: &mut dyn Read,
    name: &str,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    context: &ReadContext<'_>,
) -> io::Result<bool> {
    let inner = Cancellable { inner: entry, cancel: context.cancel };
    let mut counted = Counted { inner, bytes: 0, reported: 0, progress: context.progress };
    let mut head = [0; 512];
    let filled = fill(&mut counted, &mut head)?;
    let head = &head[..filled];
    let mut note = |kind| report.notes.push(ReadNote { file: name.to_owned(), kind });
    let utf16 = utf16(head);
    if let Some(encoding) = utf16 {
        note(NoteKind::Utf16);
        let joined = head.chain(&mut counted);
        let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(joined);
        return scan(decoded, name, out, report);
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[') | None) {
        return Ok(false);
    }
    scan(head.chain(&mut counted), name, out, report)
}

fn scan(source: impl Read, name: &str, out: &mut Collector<'_>, report: &mut ReadReport) -> io::Result<bool> {
    let mut scanner = Scanner::new(source);
    let from = out.lists.len();
    let kinds = json_reader::read(&mut scanner, out, name)?;
    report.notes.extend(kinds.into_iter().map(|kind| ReadNote { file: name.to_owned(), kind }));
    let layout = layout(out.lists[from..].iter().map(|list| list.path.as_str()));
    report.layout = report.layout.take().or(layout);
    Ok(true)
}

fn fill(source: &mut dyn Read, head: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < head.len() {
        match source.read(&mut head[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Detects UTF-16, with or without a byte-order mark.
fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [0xFF, 0xFE, ..] | [b'{' | b'[', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Decodes a text file to UTF-8; the first four bytes are in the buffer.
fn lines<'e>(entry: impl Read + 'e) -> io::Result<Box<dyn BufRead + 'e>> {
    // A byte-order mark determines the encoding; the default is UTF-8.
    let mut text = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(entry);
    let mut head = [0; 4];
    let filled = fill(&mut text, &mut head)?;
    let head = io::Cursor::new(head).take(filled as u64);
    Ok(Box::new(BufReader::new(head.chain(text))))
}

fn read_texts<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    files: &[&(usize, String, u64)],
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
) -> io::Result<()> {
    let mut unknown = Vec::new();
    let mut bytes = 0;
    for (index, name, size) in files {
        bytes += size;
        match text_reader::by_name(name) {
            Some(known) => read_text(zip, *index, name, context, Some(known), out, report)?,
            None => unknown.push((*index, name)),
        }
        (context.progress)(bytes);
        if out.is_over {
            return Ok(());
        }
    }
    let mut profiles = Vec::new();
    for (index, name) in &unknown {
        let mut profile = FileProfile::new(name);
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        let mut input = lines(Cancellable { inner: entry, cancel: context.cancel })?;
        if input.fill_buf()?.starts_with(b">>> ") {
            profile.mark_as_chats();
        }
        text_reader::blocks(&mut *input, |block| {
            profile.add(&block);
            true
        })?;
        profiles.push(profile);
    }
    for (((index, name), profile), guess) in unknown.iter().zip(&profiles).zip(guess(&profiles)) {
        let chosen = context.choices.get(*name).copied();
        report.unsure.extend(question(profile, &guess, chosen));
        let section = chosen.unwrap_or(guess.section);
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        let mut input = lines(Cancellable { inner: entry, cancel: context.cancel })?;
        if section == Section::Message {
            text_reader::read(&mut *input, out, name, section, TextFormat::Chats)?;
        } else {
            text_reader::read_by_shape(&mut *input, out, name, section)?;
        }
    }
    let is_old = files.iter().any(|(_, name, _)| name.ends_with("Video Browsing History.txt"));
    let is_middle = files.iter().any(|(_, name, _)| name.ends_with("Activity/Browsing History.txt"));
    let layout = if is_old {
        "TXT-A"
    } else if is_middle {
        "TXT-B"
    } else {
        "TXT-C"
    };
    report.layout.get_or_insert_with(|| layout.to_owned());
    Ok(())
}

fn read_text<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    name: &str,
    context: &ReadContext<'_>,
    known: Option<(Section, TextFormat)>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
) -> io::Result<()> {
    let entry = zip.by_index(index).map_err(io::Error::other)?;
    let mut input = lines(Cancellable { inner: entry, cancel: context.cancel })?;
    let is_chats = input.fill_buf()?.starts_with(b">>> ");
    let known = known.or_else(|| text_reader::by_name(name.trim_end_matches(".json")));
    match known {
        Some((section, _)) if is_chats => {
            text_reader::read(&mut *input, out, name, section, TextFormat::Chats)
        }
        Some((section, TextFormat::Chats)) => {
            // Without a heading, the file has only a note that there are no chats.
            out.list(section, name.to_owned());
            Ok(())
        }
        Some((section, profile)) => text_reader::read(&mut *input, out, name, section, profile),
        None => {
            let section = context.choices.get(name).copied().unwrap_or(Section::Other);
            report.layout.get_or_insert_with(|| "TXT".to_owned());
            text_reader::read_by_shape(&mut *input, out, name, section)
        }
    }
}

/// Detects the layout by keys that differ between versions, for diagnostics.
fn layout<'l>(paths: impl Iterator<Item = &'l str>) -> Option<String> {
    let paths: Vec<&str> = paths.collect();
    let has = |key: &str| paths.iter().any(|path| path.split('/').any(|part| part == key));
    let tag = if has("Reposts") || has("Group Chat") || has("Tako Chat History") {
        "V6"
    } else if has("Profile And Settings") || has("Likes and Favorites") {
        "V5"
    } else if has("Your Activity") {
        "V4"
    } else if has("Poi Review") || has("RecentlyDeletedPosts") || has("IsFastLane") {
        "V3"
    } else if has("Tiktok Live") || has("Status List") {
        "V2"
    } else if has("Activity") || has("Video") {
        "V1"
    } else {
        return None;
    };
    Some(tag.to_owned())
}

/// A reader that fails once cancelled.
struct Cancellable<'c, R> {
    inner: R,
    cancel: &'c CancellationToken,
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.inner.read(buffer)
    }
}

/// A reader that counts the bytes read and reports the count about once per MiB.
struct Counted<'c, R> {
    inner: R,
    bytes: u64,
    reported: u64,
    progress: &'c (dyn Fn(u64) + Sync),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        if self.bytes - self.reported > 1 << 20 || read == 0 {
            (self.progress)(self.bytes);
            self.reported = self.bytes;
        }
        Ok(read)
    }
}
