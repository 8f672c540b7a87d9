//! The number of searches for each term.

use std::collections::HashMap;
use std::ops::Range;

use rusqlite::Connection;

use crate::library::limits;
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::store::id;
use crate::library::{LibraryError, Section};

/// Search terms, up to a length of [`limits::TERM_BYTES`], and how often each was searched for.
pub type SearchCounts = HashMap<String, u64>;

/// Counts the searches within these slots.
pub fn search_counts(db: &Connection, span: &Range<u32>) -> Result<SearchCounts, LibraryError> {
    let last = span.end.saturating_mul(SLOT_SECONDS).saturating_sub(1);
    let (low, high) = id::span(Section::Search, span.start.saturating_mul(SLOT_SECONDS), last);
    let mut statement =
        db.prepare_cached("SELECT text FROM record WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL")?;
    let mut rows = statement.query([low, high])?;
    let mut counts = HashMap::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(0)?.as_str().unwrap_or_default();
        match counts.get_mut(text) {
            Some(count) => *count += 1,
            None if text.len() > limits::TERM_BYTES => {}
            None => {
                counts.insert(text.to_owned(), 1);
            }
        }
    }
    Ok(counts)
}
