//! Generates exports of fictional accounts in the JSON layout of 2026.
//!
//! [`activity_model`] generates what an account did, [`contents`] turns it into rows, [`layout`] says where the document
//! has them, and [`document`] writes them. Only one day and one row are in memory at a time.

mod activity;
pub mod activity_model;
mod category;
mod chats;
pub mod contents;
mod corpus;
pub mod date;
pub mod document;
pub mod facts;
pub mod json;
pub mod layout;
mod people;
mod persona;
mod posts;
mod scripts;
pub mod section;
mod section_writer;
pub mod shop;
mod spec;
pub mod value;
pub mod zip;

pub use category::Category;
pub use persona::Persona;
pub use spec::{ExportSpec, Format};
pub use zip::{ExportError, JSON_NAME, write_zip};
