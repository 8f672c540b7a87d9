//! The parameters and results of the library's queries. The window sends and receives the same types, so they are
//! exported to TypeScript.
//!
//! Ids of records and numbers of videos are strings, because they exceed 2^53, the largest exact integer in JavaScript.
//! Times are Unix milliseconds. Days (`2026-11-21`) and months (`2026-11`) are in the time zone of this computer.

mod chat;
mod fact;
mod import;
mod list;
mod overview;
mod page;
mod person_page;
mod record;
mod relation;
mod rename;
mod search;
mod year;

pub use chat::*;
pub use fact::*;
pub use import::*;
pub use list::*;
pub use overview::*;
pub use page::*;
pub use person_page::*;
pub use record::*;
pub use relation::*;
pub use rename::*;
pub use search::*;
pub use year::*;
