//! The library: every backup's records in one place, to browse and search.
//!
//! Exports are read ([`read`]), kept ([`store`]) and asked ([`ask`]); [`Library`] puts the three together. It knows
//! nothing of accounts, archives or jobs: it gets a file and gives answers.

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
