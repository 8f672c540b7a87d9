//! Reads exports of every version that is known, and keeps what is not.
//!
//! A file is walked through once, from beginning to end ([`walk`] for JSON, [`text`] for text files); each row becomes
//! a record by the meaning of its fields ([`spec`], [`collect`]); records leave in batches. Where a section stands is
//! looked up by keys that have never been renamed ([`catalogue`]), so no version is ever asked for.

pub mod batch;
mod catalogue;
mod collect;
pub mod files;
mod labels;
pub mod link;
pub mod shape;
mod spec;
mod text;
pub mod time;
mod walk;

pub use catalogue::normal;
pub use collect::Collector;
pub use files::{Choices, Progress, Reading, read};
pub use spec::original_names;
pub use walk::KEYS;
