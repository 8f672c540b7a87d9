//! The types of the library's questions and answers. They are also what the window sends and receives, so they derive
//! their TypeScript form.
//!
//! Ids of records and numbers of videos are text, because they exceed 2^53. Times are Unix milliseconds in UTC; days
//! (`2026-11-21`) and months (`2026-11`) are in the time zone of this computer.

mod chat;
mod fact;
mod import;
mod list;
mod overview;
mod record;
mod relation;
mod search;

pub use chat::*;
pub use fact::*;
pub use import::*;
pub use list::*;
pub use overview::*;
pub use record::*;
pub use relation::*;
pub use search::*;
