//! Records with all their details.

use rusqlite::Connection;

use super::rows::{Context, Detail, StoredRecord};
use crate::library::LibraryError;
use crate::library::json;
use crate::library::limits;
use crate::library::read::{KEYS, original_names, time};
use crate::library::store::id;
use crate::library::{BackupRef, Record};

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
    let (original, is_cut) = json::pretty_within(&original(&stored), limits::SHEET_BYTES);
    let link = stored.full_link();
    let row = context.row(stored, None, Detail::Sheet);
    Ok(Record {
        original,
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

/// The original JSON object: the stored one, or else reconstructed from the columns.
#[must_use]
pub fn original(record: &StoredRecord) -> String {
    if let Some(fields) = &record.fields {
        return fields.clone();
    }
    let section = record.section();
    if section.is_facts() {
        let name = record.thread_name.as_deref().unwrap_or_default();
        let name = name.rsplit(KEYS).next().unwrap_or_default().to_owned();
        return json::object([(name.as_str(), record.text.as_deref().unwrap_or_default().into())]);
    }
    let (date, link, text, counterparty) = original_names(section);
    let seconds = id::seconds(record.id);
    let mut pairs = Vec::new();
    if seconds > 0 {
        pairs.push((date, time::write(seconds).into()));
    }
    if let Some(value) = &record.counterparty {
        pairs.push((counterparty, value.as_str().into()));
    }
    // A message that is only a link has no link field.
    if let Some(value) = record.full_link().filter(|link| record.text.as_deref() != Some(link)) {
        pairs.push((link, value.into()));
    }
    if let Some(value) = &record.text {
        pairs.push((text, value.as_str().into()));
    }
    json::object(pairs)
}

/// The backups that have one of these lists, in the order of their data.
fn backups(db: &Connection, set: i64) -> Result<Vec<BackupRef>, LibraryError> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT b.id, b.as_of FROM list_set s JOIN list l ON l.serial = s.list
         JOIN backup b ON b.number = l.backup WHERE s.id = ?1 ORDER BY b.as_of, b.number",
    )?;
    let backups = statement.query_map([set], |row| Ok(BackupRef { id: row.get(0)?, as_of: row.get(1)? }))?;
    Ok(backups.collect::<Result<_, _>>()?)
}
