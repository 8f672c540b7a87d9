//! The results of an import, and the report of unrecognised data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension};

use crate::library::LibraryError;
use crate::library::json::{self, Kind};
use crate::library::read::KEYS;
use crate::library::{
    ImportCounts, ReadNote, Section, SectionLine, SectionState, SkipCount, SkipReason, UnsureFile,
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
    let mut statement =
        db.prepare_cached("SELECT section, path, read, stored, known, skipped FROM list WHERE backup = ?1")?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let section = Section::from_number(row.get(0)?).unwrap_or(Section::Other);
        let path = (section == Section::Other).then(|| row.get::<_, String>(1)).transpose()?;
        let skipped: Vec<(SkipReason, u64)> =
            serde_json::from_str(row.get_ref(5)?.as_str().unwrap_or("[]")).unwrap_or_default();
        let count = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
        let counts = ImportCounts {
            read: count(2)?,
            stored: count(3)?,
            known: count(4)?,
            skipped: skipped.iter().map(|(_, count)| count).sum(),
        };
        let line = lines.entry((section, path)).or_default();
        line.0.add(counts);
        for (reason, count) in skipped {
            *line.1.entry(reason).or_default() += count;
        }
    }
    for section in expected {
        lines.entry((*section, None)).or_insert_with(|| {
            details.sections.push(line(*section, None, SectionState::Absent, true, ImportCounts::default()));
            <_>::default()
        });
    }
    let absent: Vec<Section> = details.sections.iter().map(|line| line.section).collect();
    for ((section, path), (counts, reasons)) in lines {
        if path.is_none() && absent.contains(&section) {
            continue;
        }
        details.total.add(counts);
        let state = match (section, counts.read) {
            (Section::Other, _) => SectionState::Unknown,
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

fn line(
    section: Section,
    path: Option<String>,
    state: SectionState,
    expected: bool,
    counts: ImportCounts,
) -> SectionLine {
    SectionLine { section, path, state, expected, counts, reasons: Vec::new() }
}

/// The structure of unknown JSON: keys and types, but no values.
#[derive(Debug, Default)]
struct JsonShape {
    kinds: BTreeMap<&'static str, u64>,
    keys: BTreeMap<String, JsonShape>,
    items: Option<Box<JsonShape>>,
}

/// The keys of objects with more keys than this are treated as data.
const MOST_KEYS: usize = 40;

impl JsonShape {
    fn add(&mut self, value: &[u8], depth: usize) {
        let kind = match json::kind(value) {
            Kind::Object => "object",
            Kind::Array => "list",
            Kind::String => "text",
            Kind::Null => "null",
            Kind::Bare if value == b"true" || value == b"false" => "yes/no",
            Kind::Bare => "number",
        };
        *self.kinds.entry(kind).or_default() += 1;
        if depth > 12 {
            return;
        }
        match kind {
            "object" => {
                let pairs: Vec<_> = json::Pairs::of(value).collect();
                for (key, value) in &pairs {
                    let key = if pairs.len() > MOST_KEYS { "<key>".to_owned() } else { shareable(key) };
                    self.keys.entry(key).or_default().add(value, depth + 1);
                }
            }
            "list" => {
                let items = self.items.get_or_insert_with(Box::default);
                json::Items::of(value).for_each(|item| items.add(item, depth + 1));
            }
            _ => {}
        }
    }

    fn write(&self, name: &str, level: usize, out: &mut String) {
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{kind} × {count}")).collect();
        let _ = writeln!(out, "{}{name}: {}", "  ".repeat(level), kinds.join(", "));
        for (key, shape) in &self.keys {
            shape.write(key, level + 1, out);
        }
        if let Some(items) = &self.items {
            items.write("each", level + 1, out);
        }
    }
}

/// The key if it consists of plain words. Keys that may be a name, a number or an address are replaced.
fn shareable(key: &str) -> String {
    let is_plain = key.chars().all(|c| c.is_ascii_alphabetic() || " &+-_/()".contains(c));
    let is_data = key.contains(" with ") || key.chars().count() > 40 || key.is_empty();
    if is_plain && !is_data { key.to_owned() } else { "<key>".to_owned() }
}

/// A report of the unrecognised data of a backup: paths, keys and types, but no values.
pub fn report(db: &Connection, backup: &str, version: &str) -> Result<String, LibraryError> {
    let details = load(db, backup, &[])?.ok_or(LibraryError::NotFound("backup"))?;
    let mut shapes: BTreeMap<String, JsonShape> = BTreeMap::new();
    let mut statement = db.prepare_cached(
        "SELECT p.text, r.fields FROM record r JOIN thread p ON p.id = r.thread
         JOIN list l ON l.serial = r.first_list OR l.serial = r.last_list JOIN backup b ON b.number = l.backup
         WHERE b.id = ?1 AND r.id BETWEEN ?2 AND ?3 GROUP BY r.id",
    )?;
    let (low, high) = crate::library::store::id::all(Section::Other);
    let mut rows = statement.query(rusqlite::params![backup, low, high])?;
    while let Some(row) = rows.next()? {
        let path: String = row.get(0)?;
        let path: Vec<String> = path.split(KEYS).map(shareable).collect();
        let fields: Option<String> = row.get(1)?;
        shapes.entry(path.join(" / ")).or_default().add(fields.unwrap_or_default().as_bytes(), 0);
    }
    let mut out = format!(
        "What Satchel {version} did not understand in an export (layout {}).\nKeys and types only; no value of the export is in here.\n\n",
        details.layout.as_deref().unwrap_or("unknown"),
    );
    for (path, shape) in &shapes {
        shape.write(path, 0, &mut out);
    }
    if shapes.is_empty() {
        out.push_str("Nothing: every section is known.\n");
    }
    for note in &details.notes {
        let kind = serde_json::to_value(note.kind)
            .ok()
            .and_then(|k| k.as_str().map(str::to_owned))
            .unwrap_or_default();
        let _ = write!(out, "\nNote: {kind}");
    }
    Ok(out)
}
