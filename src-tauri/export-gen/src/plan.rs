//! Plans of exports.

use jiff::Timestamp;

use satchel_sim::export::{Category, ExportSpec, Format, Persona, contents, document};

use crate::layout::{Language, Layout};
use crate::load_profile::LoadProfile;
use crate::quirk::Quirk;

/// The contents and form of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The account, an id of [`Persona`].
    pub persona: &'static str,
    /// Seed of all generated data.
    pub seed: u64,
    /// Approximate number of records of a full export. A partial export has fewer.
    pub records: u64,
    /// When the export was made. It has nothing later.
    pub end: Timestamp,
    /// Data before this time is left out, as TikTok does with old data.
    pub begin: Option<Timestamp>,
    /// The requested categories. Sections of others are left out.
    pub categories: Vec<Category>,
    /// The layout.
    pub layout: Layout,
    /// Irregularities.
    pub quirks: Vec<Quirk>,
    /// What else the zip contains.
    pub container: Container,
    /// Replaces the account's data with that of a load profile.
    pub load_profile: Option<LoadProfile>,
    /// Whether every section is present and empty.
    pub is_empty: bool,
    /// Number of incompressible extra files in the zip.
    pub padding_files: u32,
    /// Size of each extra file in bytes.
    pub padding_bytes: u64,
}

/// What a zip contains besides the export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// A folder that contains everything.
    pub folder: Option<&'static str>,
    /// `user_data_lemon8.json`, with a section of its own.
    pub lemon8: bool,
    /// Whether the zip is in another zip.
    pub nested: bool,
    /// Files that macOS adds: `__MACOSX`, `.DS_Store`.
    pub junk: bool,
}

impl Plan {
    /// A full JSON export of the first persona in the newest layout.
    #[must_use]
    pub fn new(seed: u64, records: u64, end: Timestamp) -> Self {
        Self {
            persona: Persona::ALL[0].id,
            seed,
            records,
            end,
            begin: None,
            categories: vec![Category::AllData],
            layout: Layout::V6,
            quirks: Vec::new(),
            container: Container::default(),
            load_profile: None,
            is_empty: false,
            padding_files: 0,
            padding_bytes: 0,
        }
    }

    /// An export for benchmarks with exactly this many records: watched videos, likes and messages in the ratio 3 : 1 : 1,
    /// over five years. A million records are about 150 MB of JSON.
    #[must_use]
    pub fn load(records: u64) -> Self {
        const END: i64 = 1_795_168_800;
        let end = Timestamp::from_second(END).unwrap_or(Timestamp::UNIX_EPOCH);
        Self { load_profile: Some(LoadProfile::default()), ..Self::new(1, records, end) }
    }

    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// Whether data of this time (Unix seconds) is in the export. Data without a time always is.
    pub(crate) fn covers(&self, at: Option<i64>) -> bool {
        at.zip(self.begin).is_none_or(|(at, begin)| at >= begin.as_second())
    }

    pub(crate) fn wants_all(&self) -> bool {
        self.categories.contains(&Category::AllData)
    }

    /// Whether a section at this path is in the export.
    pub(crate) fn includes(&self, section: &str, path: &[String]) -> bool {
        document::includes(&self.categories, section, path)
            && (!self.has(Quirk::MissingSections) || is_in_partial_export(section, path))
    }
}

impl From<&ExportSpec> for Plan {
    /// The plan of the export that the stand-in would generate, and, for text, of an English one.
    fn from(spec: &ExportSpec) -> Self {
        Self {
            persona: spec.persona,
            categories: spec.categories.clone(),
            layout: match spec.format {
                Format::Json => Layout::V6,
                Format::Text => Layout::TxtC(Language::English),
            },
            is_empty: spec.is_empty,
            padding_files: spec.padding_files,
            padding_bytes: spec.padding_bytes,
            ..Self::new(spec.seed, spec.records, spec.end)
        }
    }
}

/// Whether an export with [`Quirk::MissingSections`] has a section.
fn is_in_partial_export(section: &str, path: &[String]) -> bool {
    section == "like"
        || section == "comment"
        || section.starts_with("favourite")
        || section == "technical" && contents::neighbour(path) == "like"
}
