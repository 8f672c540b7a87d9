//! What the head of a page says about its records, before they are written: their number, the backups that have them, and
//! the offsets of their times.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rusqlite::{Connection, OptionalExtension};

use crate::library::query::export::PORTION;
use crate::library::query::list::List;
use crate::library::query::record::backups;
use crate::library::store::id;
use crate::library::{BackupRef, LibraryError};

/// What is known about the records of a list.
#[derive(Debug, Default)]
pub struct Sources {
    /// Their number.
    pub records: u64,
    /// The backups that have them, in the order of their data, and how many of them each has.
    pub backups: Vec<(BackupRef, u64)>,
    /// The offsets from UTC that their local times have, from west to east.
    pub offsets: BTreeSet<Offset>,
}

impl Sources {
    /// Reads all records of a list, but not their texts.
    pub fn of(db: &Connection, list: &List, zone: &TimeZone) -> Result<Self, LibraryError> {
        let mut found = Self::default();
        let mut sets: HashMap<i64, u64> = HashMap::new();
        let mut set_of = db.prepare_cached("SELECT lists FROM record WHERE id = ?1")?;
        let mut position = 0;
        loop {
            let ids = list.ids(db, position, PORTION)?;
            if ids.is_empty() {
                break;
            }
            position += ids.len() as u64;
            for number in ids {
                let Some(set) = set_of.query_row([number], |row| row.get(0)).optional()? else { continue };
                found.records += 1;
                *sets.entry(set).or_default() += 1;
                let seconds = id::seconds(number);
                if seconds > 0 {
                    let time = Timestamp::from_second(i64::from(seconds)).unwrap_or_default();
                    found.offsets.insert(zone.to_offset(time));
                }
            }
        }
        for (set, records) in sets {
            for backup in backups(db, set)? {
                match found.backups.iter_mut().find(|(known, _)| *known == backup) {
                    Some((_, sum)) => *sum += records,
                    None => found.backups.push((backup, records)),
                }
            }
        }
        found.backups.sort_by(|(a, _), (b, _)| (a.as_of, &a.id).cmp(&(b.as_of, &b.id)));
        Ok(found)
    }
}
