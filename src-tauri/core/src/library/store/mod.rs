//! Storage of records: two SQLite databases, which can be rebuilt from the backups at any time.

pub mod connections;
pub mod fold;
pub mod histogram;
pub mod id;
pub mod list_sets;
pub mod record_writer;
pub mod schema;
mod templates;
pub mod text_index;
