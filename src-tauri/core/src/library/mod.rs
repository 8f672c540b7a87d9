//! The library: the records of all backups in one database, to browse and search offline.
//!
//! [`read`] reads exports, [`store`] stores records, [`query`] answers queries, and [`Library`] connects the three. The library
//! does not depend on accounts, archives or jobs.

mod database;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod import;
pub mod json;
mod maintenance;
pub mod query;
pub mod read;
mod section;
pub mod store;
pub mod types;

pub use database::{ImportProgress, ImportedBackup, Library, MAX_ROWS, RebuildSource, Summary};
pub use error::LibraryError;
pub use import::ImportSource;
pub use maintenance::RemoveOutcome;
pub use section::{Group, Section};
pub use types::*;
