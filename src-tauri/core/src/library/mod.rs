//! The library: every backup's records in one place, to browse and search.

mod error;
mod import;
pub mod json;
pub mod read;
pub mod store;

pub use error::LibraryError;
pub use import::{Source, Watcher, import};
