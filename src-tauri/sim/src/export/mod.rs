//! Makes exports of the invented accounts, of any size, in any layout TikTok ever had, sound or odd.
//!
//! The same [`Plan`] gives the same bytes, and the same account and seed the same life in every layout: `contents`
//! makes the rows, `places` says where a layout has them. Nothing is held in memory but one day and one row.

mod activity;
mod bench;
mod chats;
mod contents;
mod corpus;
mod document;
mod encode;
mod expected;
mod facts;
mod fill;
mod json;
mod layout;
mod life;
mod node;
mod odd;
mod people;
mod persona;
mod places;
mod plan;
mod posts;
mod quirk;
mod scripts;
mod shop;
mod text;
mod touch;
mod zip;

use std::io::{self, BufWriter, Seek, Write};

pub use crate::scope::Category;
pub use bench::{Bench, SOUGHT};
use encode::Encoded;
pub use expected::{Expected, Tally};
pub use layout::{Language, Layout};
use life::Life;
pub use persona::Persona;
pub use plan::{Container, Plan};
pub use quirk::Quirk;

/// Name of the one file of a JSON export, since 2024.
pub const JSON_NAME: &str = "user_data_tiktok.json";

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Writing failed.
    #[error("the export was not written: {0}")]
    Write(#[from] io::Error),
    /// The zip was refused by its writer.
    #[error("the export's zip was not written: {0}")]
    Zip(#[from] ::zip::result::ZipError),
}

/// Writes the JSON of an export; for a plan of a text layout, that of 2026.
pub fn write_json(plan: &Plan, out: impl Write) -> Result<Expected, ExportError> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let expected = document::write(plan, &Life::new(plan), &mut Encoded::new(&mut out, &plan.quirks))?;
    out.flush()?;
    Ok(expected)
}

/// Writes an export as the zip that Download hands out.
pub fn write_zip(plan: &Plan, out: impl Write + Seek) -> Result<Expected, ExportError> {
    zip::write(plan, out)
}
