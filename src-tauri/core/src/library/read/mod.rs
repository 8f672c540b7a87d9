//! Reads exports of all known versions, and keeps unknown data as JSON.
//!
//! Each file is read once (`json_reader`, `text_reader`). Each row is converted to a record by the roles of its fields
//! (`field_roles`, `collect`). Sections are recognised by keys that TikTok rarely renames (`json_keys`) or by the names
//! of files (`text_files`), so the version does not matter.

pub mod archive;
pub mod batch;
mod collect;
mod field;
mod field_roles;
pub mod guess;
mod identity;
mod json_keys;
mod json_reader;
pub mod link;
mod text_files;
mod text_reader;
pub mod time;

pub use archive::{Choices, ReadContext, ReadReport, read, read_from};
pub use collect::Collector;
pub use field::KEYS;
pub use field_roles::original_names;
pub use json_keys::normal;
