//! How a page is laid out, and what it is made of.

use super::dates::Dates;
use crate::library::{PageTexts, Row};

/// How the records of a page are laid out.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// The texts of the page.
    pub texts: &'a PageTexts,
    /// Its days and times.
    pub dates: Dates<'a>,
    /// Whether the records are in chronological order, so that their days are headings.
    pub has_days: bool,
    /// Whether the local times have several offsets, which are then said.
    pub has_offsets: bool,
}

/// A record to be written.
pub struct Entry<'a> {
    /// Its row.
    pub row: &'a Row,
    /// Its number.
    pub id: i64,
    /// The name of its chat.
    pub chat: &'a str,
    /// The link as it is in the export.
    pub link: &'a str,
}
