//! The report of unrecognised data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::Connection;

use super::import_details::load;
use crate::library::LibraryError;
use crate::library::Section;
use crate::library::json::{self, Kind};
use crate::library::limits;
use crate::library::read::KEYS;

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
    /// Adds a value. `left` is the number of keys that may still be added.
    fn add(&mut self, value: &[u8], depth: usize, left: &mut usize) {
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
                let has_many = json::Pairs::of(value).nth(MOST_KEYS).is_some();
                for (key, value) in json::Pairs::of(value) {
                    let key = if has_many { "<key>".to_owned() } else { shareable(&key) };
                    if let Some(shape) = entry(&mut self.keys, key, left) {
                        shape.add(value, depth + 1, left);
                    }
                }
            }
            "list" => {
                let items = self.items.get_or_insert_with(Box::default);
                json::Items::of(value).for_each(|item| items.add(item, depth + 1, left));
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

/// The shape of this key. A new one is added if it is not one too many.
fn entry<'s>(
    shapes: &'s mut BTreeMap<String, JsonShape>,
    key: String,
    left: &mut usize,
) -> Option<&'s mut JsonShape> {
    if !shapes.contains_key(&key) {
        *left = left.checked_sub(1)?;
    }
    Some(shapes.entry(key).or_default())
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
    let mut left = limits::REPORT_KEYS;
    let mut statement = db.prepare_cached(
        "SELECT p.text, r.fields FROM record r JOIN thread p ON p.id = r.thread
         WHERE r.id BETWEEN ?2 AND ?3 AND r.lists IN (SELECT s.id FROM list_set s JOIN list l ON l.serial = s.list
           JOIN backup b ON b.number = l.backup WHERE b.id = ?1)",
    )?;
    let (low, high) = crate::library::store::id::all(Section::Other);
    let mut rows = statement.query(rusqlite::params![backup, low, high])?;
    while let Some(row) = rows.next()? {
        let path: String = row.get(0)?;
        let path: Vec<String> = path.split(KEYS).map(shareable).collect();
        let fields = row.get_ref(1)?.as_str().unwrap_or_default();
        if let Some(shape) = entry(&mut shapes, path.join(" / "), &mut left) {
            shape.add(fields.as_bytes(), 0, &mut left);
        }
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
    if left == 0 {
        out.push_str("There are more keys than are listed here.\n");
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
