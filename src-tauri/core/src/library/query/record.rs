//! Records with all their details.

use rusqlite::Connection;

use super::rows::{Context, Detail, StoredRecord};
use crate::library::LibraryError;
use crate::library::json::{self, Kind};
use crate::library::limits;
use crate::library::read::original::{Values, fill};
use crate::library::read::{KEYS, time};
use crate::library::store::id;
use crate::library::{BackupRef, Record, Section};

/// The maximum number of other records about the same video.
const ELSEWHERE: i64 = 50;

/// Loads a record with all its details.
pub fn record(db: &Connection, context: &Context, number: i64) -> Result<Record, LibraryError> {
    let stored = StoredRecord::load(db, number)?.ok_or(LibraryError::NotFound("record"))?;
    let mut elsewhere = Vec::new();
    if let Some(item) = stored.item {
        let sql = "SELECT id FROM record WHERE item = ?1 AND id <> ?2 ORDER BY id DESC LIMIT ?3";
        let ids: Vec<i64> = db
            .prepare_cached(sql)?
            .query_map([item, number, ELSEWHERE], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for id in ids {
            let other = StoredRecord::load_part(db, id)?;
            elsewhere.extend(other.map(|record| context.row(record, None, Detail::Preview)));
        }
        elsewhere.sort_by_key(|row| std::cmp::Reverse(row.time));
    }
    let backups = backups(db, stored.lists)?;
    let (original, is_cut) = shown_within(original(&stored), limits::SHEET_BYTES);
    let values = stored.fields.clone().filter(|_| stored.section() == Section::Other);
    let values = values.map(|values| json::pretty_within(&values, limits::SHEET_BYTES).0);
    let link = stored.full_link();
    let row = context.row(stored, None, Detail::Sheet);
    Ok(Record {
        original,
        values,
        link: link.map(|mut link| {
            limits::cut(&mut link, limits::SHEET_CHARS);
            link
        }),
        first: backups.first().cloned(),
        last: backups.last().cloned(),
        cut: is_cut || row.cut,
        row,
        elsewhere,
    })
}

/// JSON with line breaks, or the lines of a text export, up to this number of bytes. Returns whether that left something out.
fn shown_within(mut original: String, limit: usize) -> (String, bool) {
    if matches!(json::kind(original.as_bytes()), Kind::Object | Kind::Array) {
        return json::pretty_within(&original, limit);
    }
    let is_cut = original.len() > limit;
    original.truncate(original.floor_char_boundary(limit));
    (original, is_cut)
}

/// The record as it stands in the export. A fact is given as a JSON object with its name and value.
#[must_use]
pub fn original(record: &StoredRecord) -> String {
    if let Some(template) = &record.template {
        let seconds = id::seconds(record.id);
        let (time, link) = (time::write(seconds), record.full_link());
        let values = Values {
            time: Some(&*time).filter(|_| seconds > 0),
            link: link.as_deref(),
            text: record.text.as_deref(),
            counterparty: record.counterparty.as_deref(),
            fields: record.fields.as_deref(),
        };
        return fill(template, &values);
    }
    if let Some(fields) = &record.fields {
        return fields.clone();
    }
    let section = record.section();
    if section.is_facts() {
        let name = record.thread_name.as_deref().unwrap_or_default();
        let name = name.rsplit(KEYS).next().unwrap_or_default().to_owned();
        return json::object([(name.as_str(), record.text.as_deref().unwrap_or_default().into())]);
    }
    // A part of a value.
    record.text.clone().unwrap_or_default()
}

/// The backups that have one of these lists, in the order of their data.
pub(super) fn backups(db: &Connection, set: i64) -> Result<Vec<BackupRef>, LibraryError> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT b.id, b.as_of FROM list_set s JOIN list l ON l.serial = s.list
         JOIN backup b ON b.number = l.backup WHERE s.id = ?1 ORDER BY b.as_of, b.number",
    )?;
    let backups = statement.query_map([set], |row| Ok(BackupRef { id: row.get(0)?, as_of: row.get(1)? }))?;
    Ok(backups.collect::<Result<_, _>>()?)
}
