//! What is asked of the generator.

use jiff::Timestamp;

use super::{Bench, Category, Layout, Persona, Quirk, contents, odd};

/// What an export shall hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Id of the account, see [`Persona`].
    pub persona: &'static str,
    /// Decides everything that is invented.
    pub seed: u64,
    /// Roughly the records of a full export; a partial one has its share of them.
    pub records: u64,
    /// The moment the export is made. Nothing in it is later.
    pub end: Timestamp,
    /// Everything with an earlier date is left out, as TikTok does with what is old.
    pub begin: Option<Timestamp>,
    /// What was asked for; only groups that belong to it are present.
    pub categories: Vec<Category>,
    /// How it is laid out.
    pub layout: Layout,
    /// What is odd about it.
    pub quirks: Vec<Quirk>,
    /// What the zip has around it.
    pub container: Container,
    /// The account of the speed figures instead of the persona's life.
    pub bench: Option<Bench>,
    /// Every section is present and empty.
    pub nothing: bool,
    /// Incompressible extra files in the zip.
    pub padding_files: u32,
    /// Bytes of each extra file.
    pub padding_bytes: u64,
}

/// What a zip has besides a sound export's one file or tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// A folder around everything.
    pub folder: Option<&'static str>,
    /// `user_data_lemon8.json` beside the export, with a section of its own.
    pub lemon8: bool,
    /// The zip is in another zip.
    pub nested: bool,
    /// What macOS leaves behind: `__MACOSX`, `.DS_Store`.
    pub junk: bool,
}

impl Plan {
    /// A full JSON export of the demo's own account.
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
            bench: None,
            nothing: false,
            padding_files: 0,
            padding_bytes: 0,
        }
    }

    /// The account of the speed figures: watches, likes and messages as 3 : 1 : 1, exactly as many as asked for,
    /// over five years. A million are some 150 MB of JSON.
    #[must_use]
    pub fn bench(records: u64) -> Self {
        const END: i64 = 1_795_168_800;
        let end = Timestamp::from_second(END).unwrap_or(Timestamp::UNIX_EPOCH);
        Self { bench: Some(Bench::default()), ..Self::new(1, records, end) }
    }

    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// Whether something of this moment is in the export. What has no date always is.
    pub(super) fn covers(&self, at: Option<i64>) -> bool {
        at.zip(self.begin).is_none_or(|(at, begin)| at >= begin.as_second())
    }

    pub(super) fn wants_all(&self) -> bool {
        self.categories.contains(&Category::AllData)
    }

    /// Whether a section at this path was asked for.
    pub(super) fn includes(&self, section: &str, path: &[String]) -> bool {
        let category = contents::category(section, path);
        (self.wants_all() || self.categories.contains(&category))
            && (!self.has(Quirk::MissingSections) || odd::survives(section, path))
    }
}
