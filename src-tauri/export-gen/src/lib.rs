//! Generates exports for tests and benchmarks. Nothing of this crate is part of the app.
//!
//! A [`Plan`] describes an export in any layout, with any [`Quirk`]; [`write_zip`] writes it and returns what a correct
//! reader finds in it ([`Expected`]). The same plan gives the same bytes, and the same account and seed the same data in
//! every layout. [`hostile`] makes archives that must not be unpacked as they are. [`archive_source`] lets the stand-in
//! serve such exports.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod contents;
mod document;
mod drift;
mod encode;
mod expected;
pub mod hostile;
mod layout;
mod load_profile;
mod older_layouts;
mod plan;
mod quirk;
mod recorder;
mod row_quirks;
mod section_quirks;
mod source;
mod text;
mod zip;

pub use drift::{Drift, rename_keys};
pub use expected::{Counts, Expected};
pub use layout::{Language, Layout};
pub use load_profile::{LoadProfile, SEARCH_TERMS};
pub use plan::{Container, Plan};
pub use quirk::Quirk;
pub use satchel_sim::export::{Category, ExportError, JSON_NAME, Persona};
pub use zip::{archive_source, write_json, write_zip};
