//! Reads the text files of an export: those with known names as what they are, the others as what they seem to be.

use std::collections::HashMap;
use std::io::{self, Read};

use super::collect::Collector;
use super::context::{ReadContext, ReadReport, with_file};
use super::export::ExportFiles;
use super::guess::{FileProfile, Headings, guess, question};
use super::json_keys::normal;
use super::line_counts::LineCounts;
use super::text_blocks::{Block, blocks};
use super::text_chats::{holds_chats, seems_to_hold_chats};
use super::text_files::{TextFormat, by_name, says_nothing};
use super::text_lines::TextFile;
use super::text_reader::{self, Outcome};
use super::text_template::Template;
use crate::library::{NoteKind, ReadNote, Section, SkipReason};

/// A sentence that is not known says that there is no data if it is all that this many files hold.
const LEAST_EMPTY: usize = 3;

/// Files of one line that may say that there is no data: their paths and that line.
#[derive(Debug, Default)]
pub struct Sentences(Vec<(String, String)>);

impl Sentences {
    /// Keeps the lines that say something else. The sentence for an empty section is not known in every language, but occurs
    /// in many files.
    pub fn settle(self, out: &mut Collector<'_>, report: &mut ReadReport) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (_, sentence) in &self.0 {
            *counts.entry(normal(sentence)).or_default() += 1;
        }
        for (path, sentence) in self.0 {
            let words = normal(&sentence);
            if !says_nothing(&words) && counts[&words] < LEAST_EMPTY {
                let mut line_counts = LineCounts::new(&path);
                line_counts.sentence = Some(sentence);
                line_counts.keep_sentence(out);
                report.notes.push(ReadNote::new(path.clone(), NoteKind::Unassigned));
            }
        }
    }
}

/// Reads the text files of an export, given as index, path and bytes. `has_json`: whether it has data as JSON, too.
pub fn read_texts(
    export: &dyn ExportFiles,
    files: &[&(usize, String, u64)],
    has_json: bool,
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    sentences: &mut Sentences,
) -> io::Result<()> {
    let mut unknown = Vec::new();
    let mut bytes = 0;
    for (index, name, size) in files {
        bytes += size;
        match by_name(name) {
            Some(known) => with_file(export, *index, name, context, report, |content, report| {
                read_text(content, name, context, Some(known), out, report, sentences)
            })?,
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
        let known_notes = report.notes.len();
        with_file(export, *index, name, context, report, |content, _| look_at(content, &mut profile))?;
        // The file is read again, and damage is noted then.
        report.notes.truncate(known_notes);
        profiles.push(profile);
    }
    let is_language_known = unknown.len() * 2 <= files.len();
    let guesses = guess(&profiles, is_language_known);
    for (((index, name), profile), guess) in unknown.iter().zip(&profiles).zip(guesses) {
        let chosen = context.choices.files.get(*name).copied();
        report.unsure.extend(question(profile, &guess, chosen));
        let section = chosen.unwrap_or(guess.section);
        if has_json && chosen.is_none() && !profile.holds_records() {
            // A text beside a JSON export is not part of it.
            let list = out.list(Section::Other, (*name).clone());
            out.skip(list, SkipReason::Unreadable);
            continue;
        }
        with_file(export, *index, name, context, report, |content, report| {
            let known = Some((section, format_of(section)));
            read_text(content, name, context, known, out, report, sentences)
        })?;
        if out.is_over {
            return Ok(());
        }
    }
    report.layout.get_or_insert_with(|| layout(files).to_owned());
    Ok(())
}

/// Reads a text file that is named like a JSON file, if it is written like data of an export.
pub fn read_renamed(
    export: &dyn ExportFiles,
    (index, name): (usize, &str),
    context: &ReadContext<'_>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    sentences: &mut Sentences,
) -> io::Result<()> {
    let mut profile = FileProfile::new(name);
    let known_notes = report.notes.len();
    with_file(export, index, name, context, report, |content, _| look_at(content, &mut profile))?;
    let is_known = by_name(name).is_some() || context.choices.files.contains_key(name);
    if !is_known && !profile.holds_records() {
        let list = out.list(Section::Other, name.to_owned());
        out.skip(list, SkipReason::Unreadable);
        return Ok(());
    }
    // The file is read again, and damage is noted then.
    report.notes.truncate(known_notes);
    with_file(export, index, name, context, report, |content, report| {
        report.layout.get_or_insert_with(|| "TXT".to_owned());
        read_text(content, name, context, None, out, report, sentences)
    })
}

/// Collects the features of a file with an unknown name.
fn look_at(content: impl Read, profile: &mut FileProfile) -> io::Result<()> {
    let mut file = TextFile::open(content);
    if holds_chats(&file) {
        profile.mark_as_chats(Headings::Known);
    } else if seems_to_hold_chats(&file) {
        profile.mark_as_chats(Headings::Translated);
    }
    file.join_values();
    let template = Template::of(None, file.first_lines());
    blocks(&mut file.into_lines(), &template, Section::Other, |block| {
        if let Block::Record(lines, ..) = &block {
            profile.add(lines);
        }
        true
    })
}

fn format_of(section: Section) -> TextFormat {
    match section {
        Section::Message | Section::GroupMessage | Section::Tako => TextFormat::Chats,
        _ if section.is_facts() => TextFormat::Facts,
        _ => TextFormat::Blocks,
    }
}

/// Reads one text file. If its section is not given, its name tells, or the person's choice.
fn read_text(
    text: impl Read,
    name: &str,
    context: &ReadContext<'_>,
    known: Option<(Section, TextFormat)>,
    out: &mut Collector<'_>,
    report: &mut ReadReport,
    sentences: &mut Sentences,
) -> io::Result<()> {
    let file = TextFile::open(text);
    let chosen = || context.choices.files.get(name).map(|section| (*section, format_of(*section)));
    let known = known.or_else(|| by_name(name)).or_else(chosen);
    let (mut section, mut format) = known.unwrap_or((Section::Other, TextFormat::Blocks));
    if holds_chats(&file) && format != TextFormat::Chats {
        (section, format) = (Section::Message, TextFormat::Chats);
    }
    let mut outcome = Outcome::default();
    out.profiles.parts.enter_text(name);
    let end = text_reader::read(file, out, name, section, format, &mut outcome);
    let note = |kind| ReadNote::new(name.to_owned(), kind);
    report.notes.extend(outcome.notes.into_iter().map(note));
    sentences.0.extend(outcome.sentence.map(|sentence| (name.to_owned(), sentence)));
    end
}

/// The layout of a text export, for diagnostics.
fn layout(files: &[&(usize, String, u64)]) -> &'static str {
    let has = |end: &str| files.iter().any(|(_, name, _)| name.ends_with(end));
    if has("Video Browsing History.txt") {
        "TXT-A"
    } else if has("Activity/Browsing History.txt") {
        "TXT-B"
    } else {
        "TXT-C"
    }
}
