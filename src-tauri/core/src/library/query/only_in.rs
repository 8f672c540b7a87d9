//! What only one backup contains.

use rusqlite::{Connection, OptionalExtension, params};

use crate::library::{Group, GroupCount, LibraryError, OnlyIn, Section};

/// The records that no other imported backup contains; `None` if this backup has not been imported.
///
/// The lists of a backup are numbered in sequence.
pub fn only_in(db: &Connection, backup: &str) -> Result<Option<OnlyIn>, LibraryError> {
    let sql = "SELECT number, enriched > 0 FROM backup WHERE id = ?1 AND is_read = 1";
    let found = db.prepare_cached(sql)?.query_row([backup], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
    let Some((number, adds_details)) = found.optional()? else { return Ok(None) };
    let sql = "SELECT ifnull(min(serial), 0), ifnull(max(serial), -1) FROM list WHERE backup = ?1";
    let (from, to): (i64, i64) =
        db.prepare_cached(sql)?.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut statement = db.prepare_cached(
        "SELECT id >> 56, count(*) FROM record
         WHERE lists IN (SELECT id FROM list_set GROUP BY id HAVING min(list) >= ?1 AND max(list) <= ?2) GROUP BY 1",
    )?;
    let mut groups: Vec<GroupCount> =
        Group::ALL.into_iter().map(|group| GroupCount { group, records: 0 }).collect();
    let mut rows = statement.query(params![from, to])?;
    while let Some(row) = rows.next()? {
        let section = Section::from_number(row.get(0)?).unwrap_or(Section::Other);
        let records = row.get::<_, i64>(1)?.unsigned_abs();
        if let Some(counted) = groups.iter_mut().find(|counted| counted.group == section.group()) {
            counted.records += records;
        }
    }
    groups.retain(|counted| counted.records > 0);
    let records = groups.iter().map(|counted| counted.records).sum();
    Ok(Some(OnlyIn { records, groups, adds_details }))
}
