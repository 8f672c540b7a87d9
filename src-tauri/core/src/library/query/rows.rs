//! Rows: records as the window shows them.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow};

use super::relations::Relations;
use super::search_counts::SearchCounts;
use crate::library::LibraryError;
use crate::library::json::{self, Kind};
use crate::library::read::{link, normal, time};
use crate::library::store::id;
use crate::library::{Field, Placeholder, Row, Section};

/// The maximum length of a text in a list, in characters.
const LONGEST_TEXT: usize = 2000;
/// The maximum number of fields of a row.
const MOST_FIELDS: usize = 40;
/// The maximum length of a field's value in a list, in characters.
const LONGEST_VALUE: usize = 500;

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
    /// The first and the last list that contain it.
    pub lists: (i64, i64),
}

const COLUMNS: &str = "
SELECT r.id, r.item, n.text, r.thread, p.text, r.text, r.link, r.fields, r.first_list, r.last_list
FROM record r LEFT JOIN name n ON n.id = r.counterparty LEFT JOIN thread p ON p.id = r.thread";

impl StoredRecord {
    fn from_row(row: &SqlRow<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            item: row.get(1)?,
            counterparty: row.get(2)?,
            thread: row.get(3)?,
            thread_name: row.get(4)?,
            text: row.get(5)?,
            link: row.get(6)?,
            fields: row.get(7)?,
            lists: (row.get(8)?, row.get(9)?),
        })
    }

    /// Loads one record.
    pub fn load(db: &Connection, id: i64) -> Result<Option<Self>, LibraryError> {
        let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE r.id = ?1"))?;
        Ok(statement.query_row([id], Self::from_row).optional()?)
    }

    /// Its section.
    #[must_use]
    pub fn section(&self) -> Section {
        id::section(self.id)
    }

    /// The link, as it is in the export.
    #[must_use]
    pub fn full_link(&self) -> Option<String> {
        let of_item = || {
            self.item
                .filter(|_| is_about_video(self.section()))
                .map(|item| link::of_video(item.cast_unsigned()))
        };
        self.link.clone().or_else(of_item)
    }

    fn is_message(&self) -> bool {
        matches!(self.section(), Section::Message | Section::GroupMessage | Section::Tako)
    }
}

fn is_about_video(section: Section) -> bool {
    matches!(
        section,
        Section::Watch
            | Section::Like
            | Section::FavouriteVideo
            | Section::Repost
            | Section::Share
            | Section::Comment
            | Section::Message
            | Section::GroupMessage
    )
}

/// The values that rows need from all records.
#[derive(Debug, Default)]
pub struct Context {
    /// The names of the account's owner.
    pub owners: HashSet<String>,
    /// Who follows whom.
    pub relations: Relations,
}

impl Context {
    /// Loads the context from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        let (low, high) = id::all(Section::Profile);
        let mut statement = db.prepare_cached(
            "SELECT r.text FROM record r JOIN thread p ON p.id = r.thread
             WHERE r.id BETWEEN ?1 AND ?2 AND lower(replace(p.text, ' ', '')) = 'username'",
        )?;
        let owners = statement.query_map([low, high], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut context = Self { owners, relations: Relations::load(db)? };
        if context.owners.is_empty() {
            context.owners.extend(likeliest_owner(db)?);
        }
        Ok(context)
    }

    /// Whether the owner of the account wrote this record.
    fn is_mine(&self, record: &StoredRecord) -> bool {
        let Some(counterparty) = record.counterparty.as_deref().filter(|_| record.is_message()) else {
            return false;
        };
        // A direct chat is named after the other person, and the owner may have changed names.
        self.owners.contains(counterparty)
            || record.section() == Section::Message
                && record.thread_name.as_deref().is_some_and(|chat| chat != counterparty)
    }

    /// Converts a record to a row. If `is_whole`, texts are not truncated.
    #[must_use]
    pub fn row(&self, record: StoredRecord, times: Option<u64>, is_whole: bool) -> Row {
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
        let posted = item.filter(|_| is_about_video(section)).and_then(link::posted_at);
        let fields = fields(&record, if is_whole { usize::MAX } else { LONGEST_VALUE });
        let text = record.text.map(|text| if is_whole { (text, false) } else { cut(text, LONGEST_TEXT) });
        let (text, cut) = text.map_or((None, false), |(text, cut)| (Some(text), cut));
        Row {
            id: record.id.to_string(),
            section,
            time: (seconds > 0).then(|| i64::from(seconds) * 1000),
            text,
            cut,
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
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            records.extend(StoredRecord::load(db, *id)?);
        }
        let has_items = has_item_index(db)?;
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let times = match (record.section(), record.item, &record.text) {
                (Section::Search, _, Some(text)) => searches.get(text).copied(),
                (section, Some(item), _) if has_items && is_about_video(section) => {
                    Some(times(db, section, item)?)
                }
                _ => None,
            };
            rows.push(self.row(record, times, false));
        }
        Ok(rows)
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

/// Guesses the owner of the account: the person who writes in the most chats that are not named after them.
fn likeliest_owner(db: &Connection) -> Result<Option<String>, LibraryError> {
    let (low, high) = id::all(Section::Message);
    let mut statement = db.prepare_cached(
        "SELECT n.text FROM (SELECT DISTINCT counterparty, thread FROM record WHERE id BETWEEN ?1 AND ?2) r
         JOIN name n ON n.id = r.counterparty JOIN thread p ON p.id = r.thread
         WHERE n.text <> p.text GROUP BY n.text ORDER BY count(*) DESC LIMIT 1",
    )?;
    Ok(statement.query_row([low, high], |row| row.get(0)).optional()?)
}

fn cut(mut text: String, longest: usize) -> (String, bool) {
    match text.char_indices().nth(longest) {
        Some((at, _)) => {
            text.truncate(at);
            (text, true)
        }
        None => (text, false),
    }
}

/// Flattens nested objects and lists to paths and values.
fn flatten(before: &str, value: &[u8], depth: usize, out: &mut Vec<(String, String)>) {
    if out.len() >= MOST_FIELDS {
        return;
    }
    match json::kind(value) {
        Kind::Object if depth < 4 => {
            for (name, value) in json::Pairs::of(value) {
                let name = if before.is_empty() { name.into_owned() } else { format!("{before} › {name}") };
                flatten(&name, value, depth + 1, out);
            }
        }
        Kind::Array if depth > 0 && depth < 4 => {
            json::Items::of(value).for_each(|item| flatten(before, item, depth + 1, out));
        }
        _ if depth > 0 => out.push((before.to_owned(), json::scalar(value).into_owned())),
        _ => {}
    }
}

/// The fields that no column of the row shows.
fn fields(record: &StoredRecord, longest: usize) -> Vec<Field> {
    let Some(fields) = &record.fields else { return Vec::new() };
    let is_shown = |name: &str, value: &str| {
        Some(value) == record.text.as_deref()
            || Some(value) == record.counterparty.as_deref()
            || Some(value) == record.link.as_deref()
            || record.item.is_some() && record.full_link().as_deref() == Some(value)
            || id::seconds(record.id) > 0 && time::parse(value) == Some(id::seconds(record.id))
            || normal(name).is_empty() && value.is_empty()
    };
    let mut flat = Vec::new();
    flatten("", fields.as_bytes(), 0, &mut flat);
    let mut out: Vec<Field> = flat
        .into_iter()
        .filter(|(name, value)| !json::is_empty_scalar(value) && !is_shown(name, value))
        .map(|(name, value)| Field { name, value: cut(value, longest).0 })
        .collect();
    if out.is_empty() && json::Pairs::of(fields.as_bytes()).next().is_none() && record.text.is_none() {
        out.push(Field {
            name: String::new(),
            value: cut(json::scalar(fields.as_bytes()).into_owned(), longest).0,
        });
    }
    out
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
        .filter(|_| is_about_video(record.section()))
        .map(|item| link::page_of_video(item.cast_unsigned()))
}

/// The kind of a message whose text is only a placeholder.
fn placeholder(text: &str, item: Option<i64>) -> Option<Placeholder> {
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
