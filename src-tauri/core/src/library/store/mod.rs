//! Where records are kept: two SQLite databases, which can be made anew from the backups at any time.

pub mod fold;
pub mod id;
pub mod schema;
pub mod tally;
pub mod words;
pub mod write;
