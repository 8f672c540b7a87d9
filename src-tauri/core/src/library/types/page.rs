//! The texts of a list that is saved as a page for reading and printing.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;

use super::Placeholder;
use crate::library::Section;

/// The texts of a page, in the language of the window. What is in braces is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageTexts {
    /// The language of these texts (`en-GB`).
    pub language: String,
    /// The title of the page.
    pub title: String,
    /// Whether the records are the messages of one chat.
    pub is_chat: bool,
    /// What the window knows about the list: the account, the filter, the program.
    pub facts: Vec<PageFact>,
    /// What each backup is called, by its id.
    pub backups: BTreeMap<String, String>,
    /// How days and times are written.
    pub dates: PageDates,
    /// The texts before and after the records.
    pub about: PageAbout,
    /// The texts of the records.
    pub rows: PageRows,
}

/// A line of the head of a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageFact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// How days and times are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageDates {
    /// A day in full, for each month from January: `{weekday}, {day} January {year}`.
    pub days: Vec<String>,
    /// A day in short, for each month: `{day} Jan {year}`.
    pub short_days: Vec<String>,
    /// The days of the week from Monday.
    pub weekdays: Vec<String>,
    /// A time, for each hour from 0: `8:{minutes} AM`.
    pub hours: Vec<String>,
}

/// The texts before and after the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageAbout {
    /// The label of the number of records.
    pub records: String,
    /// The separator of thousands in numbers.
    pub thousands: String,
    /// The label of the time zone.
    pub zone: String,
    /// The time zone: `{zone} ({offsets})`.
    pub zone_offsets: String,
    /// The label of the backups.
    pub backups: String,
    /// How many of the records a backup has: `{count} of these records`.
    pub part: String,
    /// The label of the checksums of the archives.
    pub archives: String,
    /// Instead of a checksum, of a backup that has none or that is not in the folder.
    pub no_checksum: String,
    /// The label of the checksum of the records.
    pub checksum: String,
    /// What that checksum covers, and how it is checked.
    pub checksum_of: String,
    /// What the checksums prove, and what they do not.
    pub proof: String,
    /// How to print the page. It is not printed.
    pub print: String,
    /// The heading of records without a time.
    pub undated: String,
}

/// The texts of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageRows {
    /// What records of these sections are called, if that is to be shown.
    pub kinds: BTreeMap<Section, String>,
    /// What stands for media that the export does not contain.
    pub stands: BTreeMap<Placeholder, String>,
    /// A placeholder: `{what}. TikTok’s export does not contain it.`
    pub missing: String,
    /// Instead of a sender without a name.
    pub someone: String,
    /// A video of which the day is known: `Video posted {day}`.
    pub video_from: String,
    /// A video of which the creator is known: `Video by {name}`.
    pub video_by: String,
    /// A video of which both are known: `Video by {name}, posted {day}`.
    pub video_by_from: String,
    /// Another video.
    pub video: String,
    /// When a video was posted: `posted {day}`.
    pub posted: String,
    /// How often something recurs: `{count} times`.
    pub times: String,
    /// Instead of a text, if there is none.
    pub no_text: String,
    /// The text of a link whose address is too long to be read.
    pub link: String,
}
