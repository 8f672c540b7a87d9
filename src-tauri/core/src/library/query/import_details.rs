//! The results of an import.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use crate::library::limits::{self, shortened};
use crate::library::{
    ImportCounts, LibraryError, NoteKind, ReadNote, Section, SectionLine, SectionState, SkipCount,
    SkipReason, UnsureFile,
};

/// The key of a line: a section, or an unknown path.
type LineKey = (Section, Option<String>);
/// The numbers of skipped records, by reason.
type Reasons = BTreeMap<SkipReason, u64>;

/// The results of importing a backup.
#[derive(Debug, Default)]
pub struct ImportDetails {
    /// One line for each section and unknown path.
    pub sections: Vec<SectionLine>,
    /// The sum of all lines.
    pub total: ImportCounts,
    /// Irregularities of the files.
    pub notes: Vec<ReadNote>,
    /// The layout of the export, for diagnostics.
    pub layout: Option<String>,
    /// Files whose section the person may be asked for.
    pub unsure: Vec<UnsureFile>,
}

/// The counts of a backup; `None` if it has not been imported.
pub fn counts(db: &Connection, backup: &str) -> Result<Option<ImportCounts>, LibraryError> {
    Ok(load(db, backup, &[])?.map(|details| details.total))
}

/// Loads the results of an import; `None` if the backup has not been imported. The sections in `expected` are reported
/// as absent if the backup does not contain them.
pub fn load(
    db: &Connection,
    backup: &str,
    expected: &[Section],
) -> Result<Option<ImportDetails>, LibraryError> {
    let sql = "SELECT number, layout, notes, unsure FROM backup WHERE id = ?1 AND is_read = 1";
    let found = db
        .prepare_cached(sql)?
        .query_row([backup], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let Some((number, layout, notes, unsure)) = found else { return Ok(None) };
    let mut details = ImportDetails {
        layout,
        notes: serde_json::from_str(&notes).unwrap_or_default(),
        unsure: serde_json::from_str(&unsure).unwrap_or_default(),
        ..ImportDetails::default()
    };
    let mut lines: BTreeMap<LineKey, (ImportCounts, Reasons)> = BTreeMap::new();
    let mut statement = db.prepare_cached(
        "SELECT section, path, read, stored, known, repeated, skipped FROM list WHERE backup = ?1",
    )?;
    let mut rows = statement.query([number])?;
    let mut unassigned = HashSet::new();
    let (mut message_paths, mut group_paths) = (HashSet::new(), HashSet::new());
    // The paths of lists without records, and of unknown ones with records.
    let (mut empty_paths, mut unknown_paths) = (Vec::new(), Vec::new());
    let has_unassigned: HashSet<&str> = details
        .notes
        .iter()
        .filter(|note| note.kind == NoteKind::Unassigned)
        .map(|note| note.file.as_str())
        .collect();
    while let Some(row) = rows.next()? {
        let section = Section::from_number(row.get(0)?).unwrap_or(Section::Other);
        if has_unassigned.contains(row.get_ref(1)?.as_str().unwrap_or_default()) {
            unassigned.insert(section);
        }
        if section == Section::GroupMessage {
            group_paths.insert(row.get::<_, String>(1)?);
        } else if section == Section::Message {
            message_paths.insert(row.get::<_, String>(1)?);
        }
        match (section, row.get::<_, i64>(2)?) {
            (Section::Other, read) if read > 0 => unknown_paths.push(row.get::<_, String>(1)?),
            (_, 0) => empty_paths.push((section, row.get::<_, String>(1)?)),
            _ => {}
        }
        let path = (section == Section::Other).then(|| row.get::<_, String>(1)).transpose()?;
        let path = path.map(|path| shortened(&path, limits::NAME_CHARS).into_owned());
        let skipped: Vec<(SkipReason, u64)> =
            serde_json::from_str(row.get_ref(6)?.as_str().unwrap_or("[]")).unwrap_or_default();
        let count = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
        let counts = ImportCounts {
            read: count(2)?,
            stored: count(3)?,
            known: count(4)?,
            repeated: count(5)?,
            skipped: skipped.iter().map(|(_, count)| count).sum(),
        };
        let line = lines.entry((section, path)).or_default();
        line.0.add(counts);
        for (reason, count) in skipped {
            *line.1.entry(reason).or_default() += count;
        }
    }
    // What it holds was not recognised.
    let holds_unknown =
        |(_, path): &&(Section, String)| unknown_paths.iter().any(|known| is_within(known, path));
    unassigned.extend(empty_paths.iter().filter(holds_unknown).map(|(section, _)| *section));
    for section in expected {
        lines.entry((*section, None)).or_insert_with(|| {
            details.sections.push(line(*section, None, SectionState::Absent, true, ImportCounts::default()));
            <_>::default()
        });
    }
    let lines = without_small_paths(lines);
    let absent: Vec<Section> = details.sections.iter().map(|line| line.section).collect();
    for ((section, path), (counts, reasons)) in lines {
        if path.is_none() && absent.contains(&section) {
            continue;
        }
        details.total.add(counts);
        let state = match (section, counts.read) {
            (Section::Other, _) => SectionState::Unknown,
            // Its files have lines, or its keys have values, which are kept as unknown data.
            (_, 0) if unassigned.contains(&section) => SectionState::Unknown,
            // All its chats are groups.
            (Section::Message, 0) if !message_paths.is_disjoint(&group_paths) => SectionState::Found,
            (_, 0) => SectionState::Empty,
            _ => SectionState::Found,
        };
        let mut line = line(section, path, state, expected.contains(&section), counts);
        line.reasons = reasons.into_iter().map(|(reason, count)| SkipCount { reason, count }).collect();
        details.sections.push(line);
    }
    let rank = |state: SectionState| match state {
        SectionState::Found => 0,
        SectionState::Unknown => 1,
        SectionState::Empty => 2,
        SectionState::Absent => 3,
    };
    details
        .sections
        .sort_by_key(|line| (rank(line.state), std::cmp::Reverse(line.counts.read), line.section));
    Ok(Some(details))
}

/// Whether a path is another one, or begins with its keys.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds up the smallest of the unknown paths, if there are too many of them.
fn without_small_paths(
    mut lines: BTreeMap<LineKey, (ImportCounts, Reasons)>,
) -> BTreeMap<LineKey, (ImportCounts, Reasons)> {
    let mut paths: Vec<(u64, LineKey)> = lines
        .iter()
        .filter(|((_, path), _)| path.is_some())
        .map(|(key, (counts, _))| (counts.read, key.clone()))
        .collect();
    paths.sort_by_key(|(read, _)| std::cmp::Reverse(*read));
    for (_, key) in paths.into_iter().skip(limits::REPLY_PATHS) {
        let Some((counts, reasons)) = lines.remove(&key) else { continue };
        let rest = lines.entry((Section::Other, Some("…".to_owned()))).or_default();
        rest.0.add(counts);
        for (reason, count) in reasons {
            *rest.1.entry(reason).or_default() += count;
        }
    }
    lines
}

fn line(
    section: Section,
    path: Option<String>,
    state: SectionState,
    expected: bool,
    counts: ImportCounts,
) -> SectionLine {
    SectionLine { section, path, state, expected, counts, reasons: Vec::new() }
}
