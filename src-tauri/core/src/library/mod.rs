//! The library: every backup's records in one place, to browse and search.
//!
//! Exports are read ([`read`]), kept ([`store`]) and asked ([`ask`]); [`Library`] puts the three together. It knows
//! nothing of accounts, archives or jobs: it gets a file and gives answers.

pub mod ask;
mod error;
mod import;
pub mod json;
pub mod read;
mod shelf;
pub mod store;
mod upkeep;

pub use error::LibraryError;
pub use import::Source;
pub use shelf::{KnownBackup, Library, MOST_ROWS, Summary};
pub use upkeep::Left;
