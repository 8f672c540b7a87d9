//! Opens an export's archive and reads what is in it, in the order of its files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use encoding_rs_io::DecodeReaderBytesBuilder;
use zip::ZipArchive;

use super::batch::{List, Sink};
use super::collect::Collector;
use super::guess::{FileProfile, guess, question};
use super::text_files::TextFormat;
use super::{json_reader, text_reader};
use crate::library::json::Scanner;
use crate::library::{NoteKind, ReadNote, Section, UnsureFile};

/// TextIndex the person said of files whose names say nothing, by their path in the export.
pub type Choices = BTreeMap<String, Section>;
/// Told bytes that were read, unpacked.
pub type Progress<'p> = &'p (dyn Fn(u64) + Sync);

/// A zip inside the zip is read if it is no larger.
const LARGEST_NESTED: u64 = 4 << 30;

/// TextIndex came of report an export.
#[derive(Debug, Default)]
pub struct ReadReport {
    /// Its lists, with what was read of each.
    pub lists: Vec<List>,
    /// TextIndex the reader had to put up with.
    pub notes: Vec<ReadNote>,
    /// The layout, for diagnostics.
    pub layout: Option<String>,
    /// Files of which the person may say what they are.
    pub unsure: Vec<UnsureFile>,
}

/// Bytes of the files that will be read, unpacked.
pub fn size(archive: &Path) -> io::Result<u64> {
    let mut zip = open(BufReader::new(File::open(archive)?))?;
    Ok(names(&mut zip)?.iter().map(|(_, _, bytes)| bytes).sum())
}

/// Reads a whole export. Records go to `sink` while it is read. Blocks.
pub fn read(
    archive: &Path,
    choices: &Choices,
    sink: &mut dyn Sink,
    progress: Progress<'_>,
) -> io::Result<ReadReport> {
    let mut out = Collector::new(sink);
    let mut report = ReadReport::default();
    let file = BufReader::with_capacity(64 << 10, File::open(archive)?);
    read_zip(file, choices, &mut out, &mut report, progress, false)?;
    out.flush();
    report.lists = out.lists;
    Ok(report)
}

fn open<R: Read + Seek>(file: R) -> io::Result<ZipArchive<R>> {
    ZipArchive::new(file).map_err(io::Error::other)
}

/// Files worth a look: index, path, bytes.
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

fn read_zip<R: Read + Seek>(
    file: R,
    choices: &Choices,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    progress: Progress<'_>,
    is_nested: bool,
) -> io::Result<()> {
    let mut zip = open(file)?;
    let names = names(&mut zip)?;
    let mut has_json = false;
    for (index, name, _) in names.iter().filter(|(_, name, _)| is(name, ".json")) {
        let mut entry = zip.by_index(*index).map_err(io::Error::other)?;
        // A text export that somebody renamed is told by its first character.
        if read_json(&mut entry, name, out, report, progress)? {
            has_json = true;
        } else {
            drop(entry);
            read_text(&mut zip, *index, name, choices, None, out, report)?;
        }
    }
    let texts: Vec<_> = names.iter().filter(|(_, name, _)| is(name, ".txt")).collect();
    // An export that holds both says the same twice; JSON says more.
    if !has_json && !texts.is_empty() {
        read_texts(&mut zip, &texts, choices, out, report, progress)?;
    }
    for (index, name, bytes) in names.iter().filter(|(_, name, _)| is(name, ".zip")) {
        if is_nested || *bytes > LARGEST_NESTED {
            continue;
        }
        let mut spool = tempfile::tempfile()?;
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        io::copy(&mut entry.take(LARGEST_NESTED), &mut spool)?;
        report.notes.push(ReadNote { file: name.clone(), kind: NoteKind::Nested });
        read_zip(BufReader::new(spool), choices, out, report, progress, true)?;
    }
    Ok(())
}

/// Reads a JSON file; `false` if it is none.
fn read_json(
    entry: &mut dyn Read,
    name: &str,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    progress: Progress<'_>,
) -> io::Result<bool> {
    let mut counted = Counted { inner: entry, bytes: 0, told: 0, progress };
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

/// Text of two bytes a character, with or without a mark at its beginning.
fn utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match head {
        [0xFF, 0xFE, ..] | [b'{' | b'[', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The lines of a text file, as UTF-8; the first four bytes can be looked at before anything is read.
fn lines<'e>(entry: impl Read + 'e) -> io::Result<Box<dyn BufRead + 'e>> {
    // A mark at the beginning decides; without one it is UTF-8.
    let mut text = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(entry);
    let mut head = [0; 4];
    let filled = fill(&mut text, &mut head)?;
    let head = io::Cursor::new(head).take(filled as u64);
    Ok(Box::new(BufReader::new(head.chain(text))))
}

fn read_texts<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    files: &[&(usize, String, u64)],
    choices: &Choices,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    progress: Progress<'_>,
) -> io::Result<()> {
    let mut unknown = Vec::new();
    let mut bytes = 0;
    for (index, name, size) in files {
        bytes += size;
        match text_reader::by_name(name) {
            Some(known) => read_text(zip, *index, name, choices, Some(known), out, report)?,
            None => unknown.push((*index, name)),
        }
        progress(bytes);
        if out.is_over {
            return Ok(());
        }
    }
    let mut profiles = Vec::new();
    for (index, name) in &unknown {
        let mut profile = FileProfile::new(name);
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        let mut input = lines(entry)?;
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
        let chosen = choices.get(*name).copied();
        report.unsure.extend(question(profile, &guess, chosen));
        let section = chosen.unwrap_or(guess.section);
        let entry = zip.by_index(*index).map_err(io::Error::other)?;
        let mut input = lines(entry)?;
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
    choices: &Choices,
    known: Option<(Section, TextFormat)>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
) -> io::Result<()> {
    let entry = zip.by_index(index).map_err(io::Error::other)?;
    let mut input = lines(entry)?;
    let is_chats = input.fill_buf()?.starts_with(b">>> ");
    let known = known.or_else(|| text_reader::by_name(name.trim_end_matches(".json")));
    match known {
        Some((section, _)) if is_chats => {
            text_reader::read(&mut *input, out, name, section, TextFormat::Chats)
        }
        Some((section, TextFormat::Chats)) => {
            // No heading: the file says that there is nothing.
            out.list(section, name.to_owned());
            Ok(())
        }
        Some((section, profile)) => text_reader::read(&mut *input, out, name, section, profile),
        None => {
            let section = choices.get(name).copied().unwrap_or(Section::Other);
            report.layout.get_or_insert_with(|| "TXT".to_owned());
            text_reader::read_by_shape(&mut *input, out, name, section)
        }
    }
}

/// Tells the layout by the keys that changed; only for diagnostics.
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

/// Histogram bytes on their way, and tells of every few megabytes.
struct Counted<'c> {
    inner: &'c mut dyn Read,
    bytes: u64,
    told: u64,
    progress: Progress<'c>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        if self.bytes - self.told > 1 << 20 || read == 0 {
            (self.progress)(self.bytes);
            self.told = self.bytes;
        }
        Ok(read)
    }
}
