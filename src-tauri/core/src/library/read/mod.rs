//! Reads exports of every version that is known, and keeps what is not.
//!
//! A file is walked through once, from beginning to end ([`walk`] for JSON, [`text`] for text files); each row becomes
//! a record by the meaning of its fields ([`spec`], [`collect`]); records leave in batches. Where a section stands is
//! looked up by keys that have never been renamed ([`catalogue`]), so no version is ever asked for.

pub mod archive;
pub mod batch;
mod collect;
mod field_roles;
pub mod guess;
mod json_keys;
mod json_reader;
pub mod link;
mod text_files;
mod text_reader;
pub mod time;

pub use archive::{Choices, ReadContext, ReadReport, read, read_from};
pub use collect::Collector;
pub use field_roles::original_names;
pub use json_keys::normal;
pub use json_reader::KEYS;
