//! From when to when the records of a backup are.

use rusqlite::{Connection, OptionalExtension, params};

use crate::library::store::id;
use crate::library::{LibraryError, Section, SectionSpan};

/// The times of the oldest and the newest record of a backup, for each of its sections that has dated records.
pub fn spans(db: &Connection, backup: &str) -> Result<Vec<SectionSpan>, LibraryError> {
    let mut statement = db.prepare_cached(
        "SELECT DISTINCT l.section FROM list l JOIN backup b ON b.number = l.backup WHERE b.id = ?1 AND l.read > 0
         ORDER BY 1",
    )?;
    let mut rows = statement.query([backup])?;
    let mut spans = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(section) = Section::from_number(row.get(0)?) else { continue };
        // Records without a time come first in the table.
        let dated = id::span(section, 1, u32::MAX);
        if let Some(from) = edge(db, backup, dated, "ASC")?
            && let Some(to) = edge(db, backup, dated, "DESC")?
        {
            spans.push(SectionSpan { section, from, to });
        }
    }
    Ok(spans)
}

/// The time of the first record in this order, in Unix milliseconds. Mostly one at the end of the table is found at once.
fn edge(
    db: &Connection,
    backup: &str,
    (low, high): (i64, i64),
    order: &str,
) -> Result<Option<i64>, LibraryError> {
    let sql = format!(
        "SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND lists IN (SELECT s.id FROM list_set s
           JOIN list l ON l.serial = s.list JOIN backup b ON b.number = l.backup WHERE b.id = ?3)
         ORDER BY id {order} LIMIT 1"
    );
    let found: Option<i64> =
        db.prepare_cached(&sql)?.query_row(params![low, high, backup], |row| row.get(0)).optional()?;
    Ok(found.map(|found| i64::from(id::seconds(found)) * 1000))
}
