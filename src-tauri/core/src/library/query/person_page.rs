//! What the library has about somebody else, by name.

mod relations;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::calendar::{Calendar, date_of};
use super::find::{common, indexed, union};
use super::named;
use super::rows::{Context, Detail, StoredRecord};
use crate::library::json;
use crate::library::limits;
use crate::library::read::chat_name;
use crate::library::store::histogram::{Histogram, Histograms};
use crate::library::store::id;
use crate::library::{
    DayCount, LibraryError, PersonChat, PersonGroup, PersonPage, PersonRecords, Row, Section,
};

/// How many of the newest messages with a link are shown.
const SHARED: usize = 5;
/// The largest number of groups.
const MOST_GROUPS: usize = 50;

/// The data that a page is computed from, besides the records.
pub struct Basis<'b> {
    /// The number of records by time.
    pub histograms: &'b Histograms,
    /// The person's time zone.
    pub calendar: &'b Calendar,
    /// Owners and earlier names.
    pub context: &'b Context,
    /// The library's version.
    pub version: u64,
    /// Whether the index of words is complete.
    pub words_ready: bool,
}

/// The page of the person with this name; that of their later name, if nobody else has this one.
pub fn person_page(db: &Connection, basis: &Basis<'_>, name: &str) -> Result<PersonPage, LibraryError> {
    let page = of_name(db, basis, name)?;
    match basis.context.earlier_names.later(name) {
        Some(later) if !is_in_use(&page) => of_name(db, basis, later),
        _ => Ok(page),
    }
}

/// Whether records are stored under the name. Links and mentions keep earlier names.
fn is_in_use(page: &PersonPage) -> bool {
    let has_gifts = page.records.iter().any(|counted| counted.section == Section::GiftSent);
    page.is_owner || page.chat.is_some() || !page.groups.is_empty() || !page.relations.is_empty() || has_gifts
}

fn of_name(db: &Connection, basis: &Basis<'_>, name: &str) -> Result<PersonPage, LibraryError> {
    let Basis { context, version, .. } = *basis;
    let earlier = context.earlier_names.of(name, false);
    let mut page = PersonPage {
        version,
        name: name.to_owned(),
        earlier_names: earlier.to_vec(),
        is_owner: context.owners.is_owner(name),
        unfinished: !basis.words_ready,
        ..PersonPage::default()
    };
    // Removed accounts have no name, or one that stands for none. What is longer is no name.
    let is_name = name.len() <= limits::TERM_BYTES && name != chat_name::NAMELESS;
    if page.is_owner || !is_name || json::is_empty_scalar(name) {
        return Ok(page);
    }
    let person = Person::find(db, name)?;
    let written = person.tagged(db, Section::Message, "")?;
    let mut in_groups = person.tagged(db, Section::GroupMessage, "")?;
    let mut contacts = Vec::new();
    if let Some((thread, counts)) =
        person.thread.and_then(|id| Some((id, basis.histograms.threads.get(&id)?)))
    {
        // Some exports keep groups among the chats of two.
        let elsewhere = person.tagged(db, Section::Message, &format!(" NOT tags:c{thread}"))?;
        let theirs = (written.len() - elsewhere.len()) as u64;
        page.chat = Some(PersonChat { theirs, ..chat(db, basis, thread, counts, &written)? });
        contacts.extend(edges_of_thread(db, thread)?);
        in_groups = union(elsewhere, in_groups);
    } else {
        in_groups = union(written, in_groups);
    }
    (page.groups, page.groups_total) = groups(db, &in_groups)?;
    contacts.extend(in_groups);
    page.relations = relations::relations(db, context, name)?;
    let names: Vec<&str> = [name].into_iter().chain(earlier.iter().map(String::as_str)).collect();
    for section in named::sections() {
        let ids = named::naming(db, section, &names)?;
        page.records.extend(records(section, &ids));
        if matches!(section, Section::Comment | Section::LiveComment | Section::LiveQuestion) {
            contacts.extend(ids);
        }
    }
    // Not all of them are people: shops and advertisers, for example, have names, too.
    for section in Section::ALL.iter().copied().filter(|section| !is_told_elsewhere(*section)) {
        let ids = person.tagged(db, section, "")?;
        page.records.extend(records(section, &ids));
        if section == Section::GiftSent {
            contacts.extend(ids);
        }
    }
    let dated = contacts.into_iter().filter(|id| id::seconds(*id) > 0);
    let (first, last) = dated.fold((None, None), |(first, last): (Option<i64>, Option<i64>), id| {
        let at = |id: &i64| id::seconds(*id);
        (
            first.filter(|first| at(first) <= at(&id)).or(Some(id)),
            last.filter(|last| at(last) >= at(&id)).or(Some(id)),
        )
    });
    page.first = first.map(|id| row(db, context, id)).transpose()?.flatten();
    page.last = last.map(|id| row(db, context, id)).transpose()?.flatten();
    Ok(page)
}

/// Whether the page has the records of a section in another form, or by the names in them.
fn is_told_elsewhere(section: Section) -> bool {
    use Section as S;
    matches!(section, S::Message | S::GroupMessage | S::Follower | S::Following | S::Block)
        || named::sections().any(|named| named == section)
}

/// The numbers that stand for a person in records and in the index.
struct Person {
    /// As the other party: `name.id`.
    number: Option<i64>,
    /// The chat with the person.
    thread: Option<i64>,
}

impl Person {
    fn find(db: &Connection, name: &str) -> Result<Self, LibraryError> {
        let mut number = db.prepare_cached("SELECT id FROM name WHERE text = ?1")?;
        let mut thread = db.prepare_cached("SELECT id FROM thread WHERE section = ?1 AND text = ?2")?;
        let section = Section::Message.number();
        let is_group = chat_name::is_group(name);
        Ok(Self {
            number: number.query_row([name], |row| row.get(0)).optional()?.filter(|_| !is_group),
            thread: thread
                .query_row(params![section, name], |row| row.get(0))
                .optional()?
                .filter(|_| !is_group),
        })
    }

    /// The ids of a section's records from or to the person that fulfil a condition (` AND …`, ` NOT …`), in ascending order.
    fn tagged(&self, db: &Connection, section: Section, condition: &str) -> Result<Vec<i64>, LibraryError> {
        let Some(number) = self.number else { return Ok(Vec::new()) };
        indexed(db, &format!("tags:p{number}{condition}"), id::all(section))
    }
}

fn row(db: &Connection, context: &Context, id: i64) -> Result<Option<Row>, LibraryError> {
    let record = StoredRecord::load_part(db, id)?;
    Ok(record.map(|record| context.row(record, None, Detail::Preview)))
}

/// The chat with a person who wrote these messages, here and elsewhere.
fn chat(
    db: &Connection,
    basis: &Basis<'_>,
    thread: i64,
    counts: &Histogram,
    written: &[i64],
) -> Result<PersonChat, LibraryError> {
    let with_link = format!("body:(http OR https) AND tags:c{thread}");
    let links = indexed(db, &with_link, id::all(Section::Message))?;
    let mut shared = Vec::new();
    for id in links.iter().rev().take(SHARED) {
        shared.extend(row(db, basis.context, *id)?);
    }
    Ok(PersonChat {
        id: thread.to_string(),
        messages: counts.total,
        theirs: written.len() as u64,
        months: months(basis.calendar, counts),
        links: links.len() as u64,
        their_links: common(&links, written).len() as u64,
        shared,
    })
}

/// The number of messages of each month, from the first month with messages to the last.
fn months(calendar: &Calendar, counts: &Histogram) -> Vec<DayCount> {
    let mut months: Vec<DayCount> = Vec::new();
    let mut next = None;
    for (slot, count) in counts.dated() {
        let month = date_of(calendar.day(*slot)).first_of_month();
        let mut add = |month: jiff::civil::Date, count| {
            months.push(DayCount { day: month.strftime("%Y-%m").to_string(), count });
        };
        let mut until = next.unwrap_or(month);
        while until < month {
            add(until, 0);
            until = until.last_of_month().tomorrow().unwrap_or(month);
        }
        if next.is_none_or(|next| next <= month) {
            add(month, 0);
            next = month.last_of_month().tomorrow().ok();
        }
        if let Some(last) = months.last_mut() {
            last.count += u64::from(*count);
        }
    }
    months
}

/// The first and the last message of a chat that have a time.
fn edges_of_thread(db: &Connection, thread: i64) -> Result<Vec<i64>, LibraryError> {
    let (low, high) = id::span(Section::Message, 1, u32::MAX);
    let mut edges = Vec::new();
    for edge in ["min", "max"] {
        let sql = format!(
            "SELECT {edge}(id) FROM record INDEXED BY by_thread WHERE thread = ?1 AND id BETWEEN ?2 AND ?3"
        );
        let found: Option<i64> = db.prepare_cached(&sql)?.query_row([thread, low, high], |row| row.get(0))?;
        edges.extend(found);
    }
    Ok(edges)
}

/// The chats of these messages, those with most of them first, and their number.
fn groups(db: &Connection, messages: &[i64]) -> Result<(Vec<PersonGroup>, u64), LibraryError> {
    let mut of_thread: HashMap<i64, (u64, i64)> = HashMap::new();
    let mut thread = db.prepare_cached("SELECT thread FROM record WHERE id = ?1")?;
    for id in messages {
        let Some(thread) = thread.query_row([id], |row| row.get::<_, Option<i64>>(0))? else { continue };
        let (count, last) = of_thread.entry(thread).or_insert((0, *id));
        *count += 1;
        *last = *id;
    }
    let total = of_thread.len() as u64;
    let mut most: Vec<(i64, (u64, i64))> = of_thread.into_iter().collect();
    most.sort_unstable_by_key(|(thread, (count, last))| (std::cmp::Reverse((*count, *last)), *thread));
    let mut name = db.prepare_cached("SELECT text FROM thread WHERE id = ?1")?;
    let mut groups = Vec::new();
    for (thread, (messages, last)) in most.into_iter().take(MOST_GROUPS) {
        let name: String = name.query_row([thread], |row| row.get(0))?;
        let name = chat_name::shown(&name).to_owned();
        groups.push(PersonGroup {
            id: thread.to_string(),
            name,
            messages,
            last: last.to_string(),
            last_time: time(last),
        });
    }
    Ok((groups, total))
}

/// The time of a record, Unix milliseconds.
fn time(id: i64) -> Option<i64> {
    Some(i64::from(id::seconds(id)) * 1000).filter(|time| *time > 0)
}

fn records(section: Section, ids: &[i64]) -> Option<PersonRecords> {
    let first = ids.iter().find_map(|id| time(*id));
    let last = ids.last().and_then(|id| time(*id));
    (!ids.is_empty()).then_some(PersonRecords { section, records: ids.len() as u64, first, last })
}
