//! Records that another export has, too.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::library::LibraryError;
use crate::library::Section;
use crate::library::read::SampledRecord;
use crate::library::store::id;

/// How many of these records the library has. Messages of one chat do not count: both people of it have them.
pub fn shared(db: &Connection, records: &[SampledRecord]) -> Result<usize, LibraryError> {
    let mut find = db.prepare_cached("SELECT hash FROM record WHERE id = ?1")?;
    let mut chats = HashSet::new();
    let (mut messages, mut others) = (0, 0);
    for record in records {
        let id = id::new(record.section, record.seconds, record.content >> 40);
        let hash: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        if hash != Some(record.content.cast_signed()) {
            continue;
        }
        if record.section == Section::Message {
            messages += 1;
            chats.insert(record.chat);
        } else {
            others += 1;
        }
    }
    Ok(if chats.len() > 1 { messages + others } else { others })
}
