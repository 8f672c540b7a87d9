//! The library: every backup's records in one place, to browse and search.
//!
//! Exports are read ([`read`]), kept ([`store`]) and asked ([`ask`]); [`Library`] puts the three together. It knows
//! nothing of accounts, archives or jobs: it gets a file and gives answers.

pub mod ask;
mod error;
mod import;
pub mod json;
pub mod read;
mod section;
mod shelf;
pub mod store;
pub mod types;
mod upkeep;

pub use error::LibraryError;
pub use import::Source;
pub use section::{Group, Section};
pub use shelf::{KnownBackup, Library, MOST_ROWS, Summary};
pub use types::*;
pub use upkeep::Left;
