//! Makes exports of the invented accounts, of any size, in the layout of 2026.
//!
//! The same [`Plan`] gives the same bytes. Nothing is held in memory but one day and one line.

mod account;
mod activity;
mod chats;
mod corpus;
mod json;
mod life;
mod persona;
mod posts;
mod shop;
mod text;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Seek, Write};

use jiff::Timestamp;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub use crate::scope::Category;
use json::Doc;
use life::Life;
pub use persona::Persona;

/// Name of the one file of a JSON export.
pub const JSON_NAME: &str = "user_data_tiktok.json";

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
    /// What was asked for; only groups that belong to it are present.
    pub categories: Vec<Category>,
    /// The text layout instead of JSON (main sections only).
    pub text: bool,
    /// Every section is present and empty.
    pub nothing: bool,
    /// Adds a section that no known export has.
    pub unknown_section: bool,
    /// Incompressible extra files in the zip.
    pub padding_files: u32,
    /// Bytes of each extra file.
    pub padding_bytes: u64,
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
            categories: vec![Category::AllData],
            text: false,
            nothing: false,
            unknown_section: false,
            padding_files: 0,
            padding_bytes: 0,
        }
    }

    fn wants(&self, category: Category) -> bool {
        self.categories.contains(&Category::AllData) || self.categories.contains(&category)
    }

    fn wants_all(&self) -> bool {
        self.categories.contains(&Category::AllData)
    }
}

/// The records a correct reader finds, by section (`Your Activity/Watch History`).
///
/// A record is a row of a section's list, or an entry of a map whose keys are data (a LIVE room, an order).
/// Facts such as the profile and the settings are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records of each section that has any.
    pub sections: BTreeMap<String, u64>,
}

impl Counts {
    /// All records.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sections.values().sum()
    }

    /// The records of a section; 0 if it is empty or absent.
    #[must_use]
    pub fn of(&self, section: &str) -> u64 {
        self.sections.get(section).copied().unwrap_or(0)
    }

    fn add(&mut self, section: &str) {
        match self.sections.get_mut(section) {
            Some(count) => *count += 1,
            None => {
                self.sections.insert(section.into(), 1);
            }
        }
    }
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Writing failed.
    #[error("the export was not written: {0}")]
    Write(#[from] io::Error),
    /// The zip was refused by its writer.
    #[error("the export's zip was not written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// Writes the JSON of an export.
pub fn write_json(plan: &Plan, out: impl Write) -> Result<Counts, ExportError> {
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let life = Life::new(plan);
    let counts = Doc::write(&mut out, |doc| top(doc, plan, &life))?;
    out.flush()?;
    Ok(counts)
}

/// Writes an export as the zip that Download hands out.
pub fn write_zip(plan: &Plan, out: impl Write + Seek) -> Result<Counts, ExportError> {
    // No times in the zip: they would be the only bytes that do not follow from the plan.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(4))
        // Room for a row takes up to 200 bytes; past 4 GiB the entry needs the larger header.
        .large_file(plan.records > 20_000_000);
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let counts = if plan.text {
        text::write(plan, &Life::new(plan), &mut zip, options)?
    } else {
        zip.start_file(JSON_NAME, options)?;
        write_json(plan, &mut zip)?
    };
    for number in 1..=plan.padding_files {
        let stored = options
            .compression_method(CompressionMethod::Stored)
            .compression_level(None)
            .large_file(plan.padding_bytes > 4_000_000_000);
        zip.start_file(format!("media/photo_{number:04}.jpg"), stored)?;
        pad(&mut zip, plan.seed ^ u64::from(number), plan.padding_bytes)?;
    }
    zip.finish()?.flush()?;
    Ok(counts)
}

/// Bytes that do not compress.
fn pad(out: &mut impl Write, seed: u64, bytes: u64) -> io::Result<()> {
    let mut rng = fastrand::Rng::with_seed(life::mix(seed, "padding"));
    let mut buffer = [0; 16 * 1024];
    let mut left = bytes;
    while left > 0 {
        rng.fill(&mut buffer);
        let size = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        out.write_all(&buffer[..size])?;
        left -= size as u64;
    }
    Ok(())
}

/// The groups, in the order of their names. Likes, comments and the rest come with everything only.
fn top(doc: &mut Doc<'_>, plan: &Plan, life: &Life) -> io::Result<()> {
    let all = plan.wants_all();
    if plan.nothing {
        return nothing(doc, plan);
    }
    if all {
        posts::comments(doc, life)?;
    }
    if plan.wants(Category::DirectMessage) {
        chats::group(doc, life)?;
    }
    if all {
        shop::wallet(doc, life)?;
        activity::favourites(doc, life)?;
        shop::reviews(doc, life)?;
    }
    if plan.wants(Category::Video) {
        posts::posts(doc, life)?;
    }
    if plan.wants(Category::Profile) {
        account::group(doc, life, all)?;
    }
    if all && plan.unknown_section {
        doc.object("Stand-in Novelties", |doc| {
            doc.table("Novelty", "NoveltyList", ["Date", "Thing"], [[life::date(life.end), "new".into()]])
        })?;
    }
    if all {
        shop::live(doc, life)?;
        shop::shop(doc, life)?;
    }
    if plan.wants(Category::Activity) {
        activity::group(doc, life)?;
    }
    Ok(())
}

/// The export of somebody who has no data, with the three ways of saying so.
fn nothing(doc: &mut Doc<'_>, plan: &Plan) -> io::Result<()> {
    if plan.wants(Category::DirectMessage) {
        doc.object("Direct Message", |doc| doc.object("Direct Messages", |doc| doc.empty("ChatHistory")))?;
    }
    if plan.wants(Category::Video) {
        doc.object("Post", |doc| doc.object("Posts", |doc| doc.list("VideoList", |_| Ok(()))))?;
    }
    if plan.wants(Category::Profile) {
        doc.object("Profile And Settings", |doc| doc.object("Follower", |doc| doc.null("FansList")))?;
    }
    if plan.wants(Category::Activity) {
        doc.object("Your Activity", |doc| {
            doc.object("Watch History", |doc| doc.list("VideoList", |_| Ok(())))
        })?;
    }
    Ok(())
}
