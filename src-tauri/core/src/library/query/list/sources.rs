//! The data sources for resolving a list.

use rusqlite::Connection;

use crate::library::query::calendar::Calendar;
use crate::library::query::earlier_names::EarlierNames;
use crate::library::query::relations::Relations;
use crate::library::store::histogram::Histograms;

/// The data sources for resolving a list.
pub struct Sources<'a> {
    /// The records and their text indexes.
    pub db: &'a Connection,
    /// The number of records by time.
    pub histograms: &'a Histograms,
    /// The person's time zone.
    pub calendar: &'a Calendar,
    /// Who follows whom.
    pub relations: &'a Relations,
    /// The names that people had before.
    pub earlier_names: &'a EarlierNames,
    /// Whether the index of trigrams is complete.
    pub trigrams_ready: bool,
}
