//! A person's entries in the lists of people: since when, and which newer backup lacks them.

use rusqlite::{Connection, OptionalExtension, params};

use crate::library::query::find::with_words;
use crate::library::query::record::backups;
use crate::library::query::rows::{Context, Detail, StoredRecord};
use crate::library::store::id;
use crate::library::{BackupRef, LibraryError, PersonRelation, Section};

/// The largest number of entries.
const MOST: usize = 50;

/// The lists of people.
const LISTS_OF_PEOPLE: [Section; 4] =
    [Section::Following, Section::Follower, Section::Block, Section::ProfileView];

/// The person's entries in the lists of people, the newest first.
pub(super) fn relations(
    db: &Connection,
    context: &Context,
    name: &str,
) -> Result<Vec<PersonRelation>, LibraryError> {
    let mut relations = Vec::new();
    for section in LISTS_OF_PEOPLE {
        for id in entries(db, section, name)? {
            let Some(record) = StoredRecord::load_part(db, id)? else { continue };
            let backups = backups(db, record.lists)?;
            let (Some(first), Some(last)) = (backups.first().cloned(), backups.last().cloned()) else {
                continue;
            };
            let missing = missing(db, section, &last)?;
            let row = context.row(record, None, Detail::Preview);
            relations.push(PersonRelation { row, first, last, missing });
        }
    }
    relations.sort_by_key(|relation| std::cmp::Reverse((relation.row.time, relation.last.as_of)));
    relations.truncate(MOST);
    Ok(relations)
}

/// The ids of the entries with exactly this name.
fn entries(db: &Connection, section: Section, name: &str) -> Result<Vec<i64>, LibraryError> {
    let mut ids: Vec<i64> = if let Some(candidates) = with_words(db, section, name)? {
        let mut text = db.prepare_cached("SELECT text FROM record WHERE id = ?1")?;
        let mut same = Vec::new();
        for id in candidates {
            if text.query_row([id], |row| Ok(row.get_ref(0)?.as_str_or_null()? == Some(name)))? {
                same.push(id);
            }
        }
        same
    } else {
        // The index has no words of this name.
        let (low, high) = id::all(section);
        let mut all = db.prepare_cached("SELECT id FROM record WHERE id BETWEEN ?1 AND ?2 AND text = ?3")?;
        all.query_map(params![low, high, name], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    // The newest ones.
    ids.drain(..ids.len().saturating_sub(MOST));
    Ok(ids)
}

/// The next backup after this one that has a list of this section. An empty one tells nothing: TikTok leaves out what was not
/// asked for.
fn missing(db: &Connection, section: Section, last: &BackupRef) -> Result<Option<BackupRef>, LibraryError> {
    let mut next = db.prepare_cached(
        "SELECT b.id, b.as_of FROM list l JOIN backup b ON b.number = l.backup
         WHERE l.section = ?1 AND l.read > 0 AND b.is_read = 1 AND b.as_of > ?2 ORDER BY b.as_of LIMIT 1",
    )?;
    let next = next.query_row(params![section.number(), last.as_of], |row| {
        Ok(BackupRef { id: row.get(0)?, as_of: row.get(1)? })
    });
    Ok(next.optional()?)
}
