//! Reads the files of an export, in the order of their names.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use super::batch::Sink;
use super::collect::Collector;
use super::context::{ReadContext, ReadReport, with_file};
use super::counted::{Counted, UntilDamage, fill};
use super::decode::{self, Utf8};
use super::export::{ExportFiles, is, is_damage, is_other_data, may_be_json, names};
use super::json_reader;
use super::text_export::{Sentences, read_renamed, read_texts};
use super::text_files::by_name;
use crate::files;
use crate::library::json::Scanner;
use crate::library::{NoteKind, ReadNote, Section, SkipReason};

/// Zips inside the export are read if they are no larger than this, in bytes.
const MAX_NESTED_BYTES: u64 = 4 << 30;
/// A zip inside the export, in a zip inside it, and so on, is read down to this level.
const MAX_NESTED_LEVEL: usize = 8;
/// No more zips inside an export are read than this, however they are nested: each may hold many others.
const MAX_NESTED_ZIPS: usize = 1000;
/// Free space is checked again after writing this many bytes.
const SPOOL_CHUNK: u64 = 16 << 20;
/// All zips inside an export have at most this size together when they are unpacked, in bytes.
const MAX_ALL_NESTED_BYTES: u64 = 16 << 30;
/// Temporary files leave at least this much space free on the volume, in bytes.
const MIN_FREE_BYTES: u64 = 64 << 20;

/// The size of the files that will be read, in bytes.
#[must_use]
pub fn size(export: &dyn ExportFiles) -> u64 {
    names(export).iter().map(|(_, _, bytes)| bytes).sum()
}

/// Reads an export and passes its records to `sink`. Blocks.
pub fn read(
    export: &dyn ExportFiles,
    sink: &mut dyn Sink,
    context: &ReadContext<'_>,
) -> io::Result<ReadReport> {
    let mut out = Collector::new(sink);
    out.infers = context.infers;
    out.names = context.choices.names.clone();
    let mut report = ReadReport::default();
    let mut sentences = Sentences::default();
    let nesting = Nesting { level: 0, bytes: &Cell::new(0), zips: &Cell::new(0) };
    read_export(export, context, &mut out, &mut report, &mut sentences, nesting)?;
    sentences.settle(&mut out, &mut report);
    out.flush();
    report.lists = out.lists;
    report.has_several_owners = out.profiles.are_of_several();
    Ok(report)
}

/// Where an export is that is in another one.
#[derive(Clone, Copy)]
struct Nesting<'n> {
    /// How many zips it is in.
    level: usize,
    /// The bytes of all exports that are in another one.
    bytes: &'n Cell<u64>,
    /// The number of zips in the export that were read.
    zips: &'n Cell<usize>,
}

/// Reads an export, and those in it.
fn read_export(
    export: &dyn ExportFiles,
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    sentences: &mut Sentences,
    nesting: Nesting<'_>,
) -> io::Result<()> {
    for name in export.unreadable() {
        let list = out.list(Section::Other, name.clone());
        out.skip(list, SkipReason::Unreadable);
        report.notes.push(ReadNote::new(name, NoteKind::Damaged));
    }
    for file in export.files().into_iter().filter(|file| is_other_data(&file.name)) {
        let list = out.list(Section::Other, file.name);
        out.skip(list, SkipReason::Unreadable);
    }
    let names = names(export);
    let from = out.lists.len();
    out.profiles.parts.begin_export();
    for (index, name, _) in names.iter().filter(|(_, name, _)| is(name, ".json")) {
        let mut is_json = true;
        with_file(export, *index, name, context, report, |content, report| {
            is_json = read_json(content, name, out, report, context)?;
            Ok(())
        })?;
        if !is_json {
            read_renamed(export, (*index, name), context, out, report, sentences)?;
        }
    }
    // What is in both formats is the same, and is not stored twice.
    let mut texts = Vec::new();
    for file in names.iter().filter(|(_, name, _)| is(name, ".txt") || may_be_json(name)) {
        let (index, name, _) = file;
        if begins_as_json(export, *index) {
            with_file(export, *index, name, context, report, |content, report| {
                read_json(content, name, out, report, context).map(drop)
            })?;
        } else if is(name, ".txt") || by_name(name).is_some() {
            texts.push(file);
        }
    }
    if !texts.is_empty() {
        let has_json = out.lists[from..].iter().any(|list| list.read > 0);
        read_texts(export, &texts, has_json, context, out, report, sentences)?;
    }
    for (index, name, bytes) in names.iter().filter(|(_, name, _)| is(name, ".zip")) {
        if out.is_over {
            break;
        }
        let is_too_deep = nesting.level == MAX_NESTED_LEVEL;
        let is_one_too_many = nesting.zips.get() == MAX_NESTED_ZIPS;
        if is_too_deep || is_one_too_many || *bytes > MAX_NESTED_BYTES {
            // Skipped, but counted.
            let list = out.list(Section::Other, name.clone());
            let reason = match (is_too_deep, is_one_too_many) {
                (true, _) => SkipReason::Unreadable,
                (_, true) => SkipReason::TooMany,
                _ => SkipReason::TooBig,
            };
            out.skip(list, reason);
            continue;
        }
        nesting.zips.set(nesting.zips.get() + 1);
        read_nested(export, (*index, name, *bytes), context, out, report, sentences, nesting)?;
    }
    Ok(())
}

/// Reads an export in a zip that is a file of another one. A file that is no zip, or exceeds the limits, does not keep the
/// rest out.
fn read_nested(
    export: &dyn ExportFiles,
    (index, name, bytes): (usize, &str, u64),
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    sentences: &mut Sentences,
    nesting: Nesting<'_>,
) -> io::Result<()> {
    let mut spooled = None;
    with_file(export, index, name, context, report, |content, _| {
        spooled = Some(spool(content, bytes, context)?);
        Ok(())
    })?;
    let inner = match spooled.map(|file| export.nested(file, context.cancel)) {
        Some(Ok(inner)) => Some(inner),
        Some(Err(error)) if !is_damage(&error) => return Err(error),
        Some(Err(_)) | None => None,
    };
    let within_limit = inner.filter(|inner| {
        nesting.bytes.set(nesting.bytes.get().saturating_add(size(&**inner)));
        nesting.bytes.get() <= MAX_ALL_NESTED_BYTES
    });
    let Some(inner) = within_limit else {
        let list = out.list(Section::Other, name.to_owned());
        out.skip(list, SkipReason::Unreadable);
        return Ok(());
    };
    report.notes.push(ReadNote::new(name.to_owned(), NoteKind::Nested));
    let nesting = Nesting { level: nesting.level + 1, ..nesting };
    read_export(&*inner, context, out, report, sentences, nesting)
}

/// Copies a zip entry to a temporary file, since a zip can only be read with random access.
fn spool(entry: impl Read, bytes: u64, context: &ReadContext<'_>) -> io::Result<File> {
    let mut spool = tempfile::tempfile_in(context.scratch)?;
    let mut entry = entry.take(MAX_NESTED_BYTES);
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

/// Whether a text file holds JSON: somebody may have given it another ending. Chats of 2021 begin with a bracket, too.
fn begins_as_json(export: &dyn ExportFiles, index: usize) -> bool {
    let mut head = [0; 512];
    let mut filled = 0;
    // An error is reported when the file is read.
    let _ = export.read(index, &mut |content| {
        filled = fill(&mut UntilDamage { inner: content, damage: Rc::default() }, &mut head)?;
        Ok(())
    });
    is_json(&head[..filled])
}

/// Whether this is the beginning of a JSON file with objects.
#[must_use]
pub fn is_json(head: &[u8]) -> bool {
    let text = decode::beginning(head);
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), next) => next == Some('{'),
        _ => false,
    }
}

/// Whether this is the beginning of a JSON file whose first brace is missing: a key whose value is an object or a list.
fn lacks_brace(head: &[u8]) -> bool {
    let Some(key) = head.trim_ascii_start().strip_prefix(b"\"") else { return false };
    let Some(quote) = key.iter().position(|byte| *byte == b'"') else { return false };
    let mut characters = key[quote + 1..].iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!((characters.next(), characters.next()), (Some(b':'), Some(b'{' | b'[')))
}

/// Reads a JSON file; `false` if it is not JSON.
fn read_json(
    entry: impl Read,
    name: &str,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    context: &ReadContext<'_>,
) -> io::Result<bool> {
    let damage = Rc::new(Cell::new(None));
    let entry = UntilDamage { inner: entry, damage: Rc::clone(&damage) };
    let counted = Counted { inner: entry, bytes: 0, reported: 0, progress: context.progress };
    let mut text = Utf8::new(counted);
    let decode_notes = text.notes();
    let mut head = [0; 512];
    let filled = fill(&mut text, &mut head)?;
    let head = &head[..filled];
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[') | None) && !lacks_brace(head) {
        return damage.take().map_or(Ok(false), Err);
    }
    let result = scan(head.chain(text), name, out, report, context.scratch);
    report.notes.extend(decode_notes.kinds().map(|kind| ReadNote::new(name.to_owned(), kind)));
    if let Some(error) = damage.take() {
        // It does not end there by itself.
        report.notes.retain(|note| note.file != name || note.kind != NoteKind::Truncated);
        return Err(error);
    }
    result
}

fn scan(
    source: impl Read,
    name: &str,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    scratch: &Path,
) -> io::Result<bool> {
    let mut scanner = Scanner::new(source);
    let from = out.lists.len();
    let kinds = json_reader::read(&mut scanner, out, name, scratch)?;
    report.notes.extend(kinds.into_iter().map(|kind| ReadNote::new(name.to_owned(), kind)));
    let note = |inference| ReadNote {
        inference: Some(inference),
        ..ReadNote::new(name.to_owned(), NoteKind::Inferred)
    };
    report.notes.extend(out.inferences.drain(..).map(note));
    let layout = layout(out.lists[from..].iter().map(|list| list.path.as_str()));
    report.layout = report.layout.take().or(layout);
    Ok(true)
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
