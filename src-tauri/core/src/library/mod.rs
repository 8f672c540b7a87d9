//! The library: the records of all backups in one database, to browse and search offline.
//!
//! [`read`] parses exports with the JSON scanner in [`json`], [`store`] defines the database files and writes records,
//! [`query`] runs the queries, and [`types`] has the types of their parameters and results. [`Library`] connects these
//! parts. The library does not depend on accounts, archives or jobs.

mod database;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod import;
pub mod json;
pub mod limits;
mod maintenance;
pub mod query;
pub mod read;
mod section;
pub mod store;
pub mod types;

pub use database::{ImportProgress, ImportedBackup, Library, MAX_ROWS, RebuildSource, Summary};
pub use error::LibraryError;
pub use import::{ExportDates, ImportSource};
pub use maintenance::RemoveOutcome;
pub use section::{Group, Section};
pub use types::*;
