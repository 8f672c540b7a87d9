//! What an export contains.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Category, Persona};

/// File format of an export, as `data_format` of a data request names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// One JSON file.
    Json,
    /// A tree of text files.
    Text,
}

/// The contents of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportSpec {
    /// The account, an id of [`Persona`].
    pub persona: &'static str,
    /// Seed of all generated data.
    pub seed: u64,
    /// Approximate number of records of a full export.
    pub records: u64,
    /// When the export was made. It has nothing later.
    pub end: Timestamp,
    /// The requested categories. Sections of others are left out.
    pub categories: Vec<Category>,
    /// The requested format.
    pub format: Format,
    /// Whether every section is present and empty.
    pub is_empty: bool,
    /// Number of incompressible extra files in the zip.
    pub padding_files: u32,
    /// Size of each extra file in bytes.
    pub padding_bytes: u64,
}

impl ExportSpec {
    /// A full JSON export of the first persona.
    #[must_use]
    pub fn new(seed: u64, records: u64, end: Timestamp) -> Self {
        Self {
            persona: Persona::ALL[0].id,
            seed,
            records,
            end,
            categories: vec![Category::AllData],
            format: Format::Json,
            is_empty: false,
            padding_files: 0,
            padding_bytes: 0,
        }
    }
}
