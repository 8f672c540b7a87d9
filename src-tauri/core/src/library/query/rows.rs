//! Rows: records as the window shows them.

use std::cell::Cell;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow};

use super::earlier_names::EarlierNames;
use super::owners::Owners;
use super::relations::Relations;
use super::search_counts::SearchCounts;
use crate::library::LibraryError;
use crate::library::json::{self, Kind};
use crate::library::limits::{self, beginning, cut};
use crate::library::read::{link, normal, time};
use crate::library::store::id;
use crate::library::{Field, Placeholder, Row, Section};

/// How much of a record a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The beginning of its text, without its fields.
    Preview,
    /// As in a list.
    Row,
    /// As in the record's sheet.
    Sheet,
    /// Everything.
    Whole,
}

impl Detail {
    /// The longest text, in characters.
    fn text(self) -> usize {
        match self {
            Self::Preview => limits::PREVIEW_CHARS,
            Self::Row => limits::ROW_CHARS,
            Self::Sheet => limits::SHEET_CHARS,
            Self::Whole => usize::MAX,
        }
    }

    /// The largest number of fields, the longest value, and the longest names and values together, in characters.
    fn fields(self) -> (usize, usize, usize) {
        match self {
            Self::Preview => (0, 0, 0),
            Self::Row => (limits::ROW_FIELDS, limits::ROW_VALUE_CHARS, limits::ROW_FIELDS_CHARS),
            Self::Sheet => (limits::ROW_FIELDS, limits::SHEET_CHARS, limits::SHEET_CHARS),
            Self::Whole => (limits::ROW_FIELDS, usize::MAX, usize::MAX),
        }
    }
}

/// A record as it is stored.
#[derive(Debug, Clone)]
pub struct StoredRecord {
    /// The id of the record.
    pub id: i64,
    /// The number of its video.
    pub item: Option<i64>,
    /// The other party.
    pub counterparty: Option<String>,
    /// The id of the chat or path.
    pub thread: Option<i64>,
    /// The name of the chat or path.
    pub thread_name: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// The link, unless it can be derived from the item.
    pub link: Option<String>,
    /// The original JSON object, unless it can be derived from the other columns.
    pub fields: Option<String>,
    /// How it stands in the export, see [`original`](crate::library::read::original).
    pub template: Option<String>,
    /// The set of the lists that contain it.
    pub lists: i64,
    /// Whether only the beginnings of its texts were loaded.
    is_part: bool,
}

const COLUMNS: &str = "
SELECT r.id, r.item, n.text, r.thread, p.text, r.text, r.link, r.fields, r.lists, t.text
FROM record r LEFT JOIN name n ON n.id = r.counterparty LEFT JOIN thread p ON p.id = r.thread
  LEFT JOIN template t ON t.id = r.template";

impl StoredRecord {
    fn from_row(row: &SqlRow<'_>, limit: usize) -> rusqlite::Result<Self> {
        let mut is_part = false;
        let mut text = |at: usize| -> rusqlite::Result<Option<String>> {
            let Some(whole) = row.get_ref(at)?.as_str_or_null()? else { return Ok(None) };
            let part = beginning(whole, limit);
            is_part |= part.len() < whole.len();
            Ok(Some(part.to_owned()))
        };
        let (text, link, fields) = (text(5)?, text(6)?, text(7)?);
        Ok(Self {
            id: row.get(0)?,
            item: row.get(1)?,
            counterparty: row.get(2)?,
            thread: row.get(3)?,
            thread_name: row.get(4)?,
            text,
            link,
            fields,
            template: row.get(9)?,
            lists: row.get(8)?,
            is_part,
        })
    }

    /// Loads one record.
    pub fn load(db: &Connection, id: i64) -> Result<Option<Self>, LibraryError> {
        Self::load_within(db, id, usize::MAX)
    }

    /// Loads one record, and of each of its texts no more than lists and searches need.
    pub fn load_part(db: &Connection, id: i64) -> Result<Option<Self>, LibraryError> {
        Self::load_within(db, id, limits::PART_BYTES)
    }

    fn load_within(db: &Connection, id: i64, limit: usize) -> Result<Option<Self>, LibraryError> {
        let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE r.id = ?1"))?;
        Ok(statement.query_row([id], |row| Self::from_row(row, limit)).optional()?)
    }

    /// Its section.
    #[must_use]
    pub fn section(&self) -> Section {
        id::section(self.id)
    }

    /// The link, as it is in the export.
    #[must_use]
    pub fn full_link(&self) -> Option<String> {
        let of_item = || self.item.and_then(|item| link::of_record(self.section(), item.cast_unsigned()));
        self.link.clone().or_else(of_item)
    }

    fn is_message(&self) -> bool {
        matches!(self.section(), Section::Message | Section::GroupMessage | Section::Tako)
    }
}

/// The values that rows need from all records.
#[derive(Debug, Default)]
pub struct Context {
    /// The names of the account's owner.
    pub owners: Owners,
    /// Who follows whom.
    pub relations: Relations,
    /// The names that people and groups had before.
    pub earlier_names: EarlierNames,
}

impl Context {
    /// Loads the context from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        Ok(Self {
            owners: Owners::load(db)?,
            relations: Relations::load(db)?,
            earlier_names: EarlierNames::load(db)?,
        })
    }

    /// Whether the owner of the account wrote this record.
    fn is_mine(&self, record: &StoredRecord) -> bool {
        record.is_message() && record.counterparty.as_deref().is_some_and(|name| self.owners.is_owner(name))
    }

    /// Converts a record to a row.
    #[must_use]
    pub fn row(&self, record: StoredRecord, times: Option<u64>, detail: Detail) -> Row {
        let section = record.section();
        let seconds = id::seconds(record.id);
        let mine = self.is_mine(&record);
        let stands_for = record
            .is_message()
            .then(|| record.text.as_deref().and_then(|t| placeholder(t, record.item)))
            .flatten();
        let address = address(&record);
        let relation = match section {
            Section::Follower | Section::Following => {
                record.text.as_deref().and_then(|name| self.relations.of(name))
            }
            _ => None,
        };
        let item = record.item.map(i64::cast_unsigned);
        let posted = item.filter(|_| link::is_about_video(section)).and_then(link::posted_at);
        let (fields, has_more) = fields(&record, detail);
        let mut text = record.text;
        let is_cut = text.as_mut().is_some_and(|text| cut(text, detail.text()));
        Row {
            id: record.id.to_string(),
            section,
            time: (seconds > 0).then(|| i64::from(seconds) * 1000),
            text,
            cut: is_cut || has_more || record.is_part,
            who: record.counterparty,
            mine,
            chat: record.thread.filter(|_| !section.is_facts()).map(|thread| thread.to_string()),
            item: item.map(|item| item.to_string()),
            posted_at: posted.map(|posted| i64::from(posted) * 1000),
            times: times.filter(|times| *times > 1),
            address,
            stands_for,
            relation,
            fields,
        }
    }

    /// The rows of these records, in this order.
    pub fn rows(
        &self,
        db: &Connection,
        ids: &[i64],
        searches: &SearchCounts,
    ) -> Result<Vec<Row>, LibraryError> {
        let recurring = Recurring::new(db, searches)?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(record) = StoredRecord::load_part(db, *id)? else { continue };
            let times = recurring.times(&record)?;
            rows.push(self.row(record, times, Detail::Row));
        }
        Ok(rows)
    }
}

/// How often videos and searches occur.
pub struct Recurring<'a> {
    db: &'a Connection,
    searches: &'a SearchCounts,
    has_items: bool,
}

impl<'a> Recurring<'a> {
    /// The searches are counted already, videos are counted one by one.
    pub fn new(db: &'a Connection, searches: &'a SearchCounts) -> Result<Self, LibraryError> {
        Ok(Self { db, searches, has_items: has_item_index(db)? })
    }

    /// How often the video or the search of a record occurs; `None` if that is not known.
    pub fn times(&self, record: &StoredRecord) -> Result<Option<u64>, LibraryError> {
        Ok(match (record.section(), record.item, &record.text) {
            (Section::Search, _, Some(text)) => self.searches.get(text).copied(),
            (section, Some(item), _) if self.has_items && link::is_about_video(section) => {
                Some(times(self.db, section, item)?)
            }
            _ => None,
        })
    }
}

/// Whether the index over videos exists. It is created after the imports.
fn has_item_index(db: &Connection) -> Result<bool, LibraryError> {
    let mut statement = db.prepare_cached("SELECT count(*) FROM sqlite_schema WHERE name = 'by_item'")?;
    Ok(statement.query_row([], |row| row.get::<_, i64>(0))? > 0)
}

/// How often a video occurs in a section.
fn times(db: &Connection, section: Section, item: i64) -> Result<u64, LibraryError> {
    let (low, high) = id::all(section);
    let mut statement =
        db.prepare_cached("SELECT count(*) FROM record WHERE item = ?1 AND +id BETWEEN ?2 AND ?3")?;
    let count: i64 = statement.query_row([item, low, high], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// Values nested deeper than this are shown as JSON.
const FLATTENED: usize = 8;

/// Flattens nested objects and lists to paths and values.
fn flatten(before: &str, value: &[u8], depth: usize, out: &mut Vec<(String, String)>) {
    if out.len() >= limits::ROW_FIELDS {
        return;
    }
    match json::kind(value) {
        Kind::Object if depth < FLATTENED => {
            for (name, value) in json::Pairs::of(value) {
                let name = if before.is_empty() { name.into_owned() } else { format!("{before} › {name}") };
                flatten(&name, value, depth + 1, out);
            }
        }
        Kind::Array if depth > 0 && depth < FLATTENED => {
            json::Items::of(value).for_each(|item| flatten(before, item, depth + 1, out));
        }
        Kind::Object | Kind::Array if value.len() <= 2 => {}
        _ if depth > 0 => out.push((before.to_owned(), json::scalar(value).into_owned())),
        _ => {}
    }
}

/// The fields that no column of the row shows, and whether any of them is shortened or left out.
fn fields(record: &StoredRecord, detail: Detail) -> (Vec<Field>, bool) {
    let (most, longest, longest_together) = detail.fields();
    let Some(fields) = record.fields.as_ref().filter(|_| most > 0) else { return (Vec::new(), false) };
    let is_shown = |name: &str, value: &str| {
        Some(value) == record.text.as_deref()
            || Some(value) == record.counterparty.as_deref()
            || Some(value) == record.link.as_deref()
            || record.item.is_some() && record.full_link().as_deref() == Some(value)
            || id::seconds(record.id) > 0 && time::parse(value) == Some(id::seconds(record.id))
            || normal(name).is_empty() && value.is_empty()
    };
    // What an unknown word means is not known either.
    let is_absent = |value: &str| match record.section() {
        Section::Other => value.trim().is_empty(),
        _ => json::is_empty_scalar(value),
    };
    let mut flat = Vec::new();
    flatten("", fields.as_bytes(), 0, &mut flat);
    let has_more = Cell::new(flat.len() >= most);
    let field = |mut name: String, mut value: String| {
        let is_cut = cut(&mut name, limits::NAME_CHARS) | cut(&mut value, longest);
        has_more.set(has_more.get() || is_cut);
        Field { name, value }
    };
    let mut left = longest_together;
    let mut out: Vec<Field> = flat
        .into_iter()
        .filter(|(name, value)| !is_absent(value) && !is_shown(name, value))
        .map(|(name, value)| field(name, value))
        .take_while(|Field { name, value }| {
            // A field that does not fit any more is left out, and so are those after it.
            let length = name.chars().count() + value.chars().count();
            let fits = length <= left;
            left = left.saturating_sub(length);
            has_more.set(has_more.get() || !fits);
            fits
        })
        .collect();
    if out.is_empty() && json::Pairs::of(fields.as_bytes()).next().is_none() && record.text.is_none() {
        out.push(field(String::new(), json::scalar(fields.as_bytes()).into_owned()));
    }
    (out, has_more.get())
}

/// The address to open for the record's link or video.
fn address(record: &StoredRecord) -> Option<String> {
    if let Some(link) = &record.link {
        // A post of photos has several links, one on each line.
        return link.lines().next().and_then(link::address);
    }
    if record.is_message() {
        return record.text.as_deref().filter(|text| link::is_link(text)).and_then(link::address);
    }
    record
        .item
        .filter(|_| link::is_about_video(record.section()))
        .map(|item| link::page_of_video(item.cast_unsigned()))
}

/// The kind of a message whose text is only a placeholder.
pub(super) fn placeholder(text: &str, item: Option<i64>) -> Option<Placeholder> {
    if link::is_link(text) {
        return Some(if item.is_some() { Placeholder::SharedVideo } else { Placeholder::SharedLink });
    }
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.is_empty() || inner.contains(['[', ']', '\n']) || inner.chars().count() > 30 {
        return None;
    }
    Some(match normal(inner).as_str() {
        "sticker" | "gif" | "emoji" | "animatedsticker" => Placeholder::Sticker,
        "photo" | "image" | "picture" | "pictures" | "photos" => Placeholder::Picture,
        "voice" | "voicemessage" | "audio" => Placeholder::Voice,
        "video" | "call" | "videocall" | "media" | "file" | "live" | "post" => Placeholder::Media,
        _ => return None,
    })
}
