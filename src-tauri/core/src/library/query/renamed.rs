//! People and groups who had another name in an earlier export.
//!
//! The name of a chat is the only thing that tells two chats apart, so one whose name has changed looks like another chat
//! with the same messages. Two names are those of the same person or group if
//!
//! - no export has both, and
//! - at least two messages of the two chats have the same text and the same second, and so do at least half of the messages
//!   of the time that both chats cover; or both began to follow, or to be followed, in the same second, alone.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::Connection;

use crate::library::json;
use crate::library::limits;
use crate::library::read::chat_name::NAMELESS;
use crate::library::store::id;
use crate::library::{LibraryError, Rename, Section};

/// How many messages of two chats have to be the same.
const SHARED_MESSAGES: u64 = 2;
/// At most this many messages of one second are compared with each other.
const OF_ONE_SECOND: usize = 64;

/// The backups that contain something, by number.
type Backups = BTreeSet<i64>;

/// Names that content proves to be those of the same person or group. Blocks.
pub fn renamed(db: &Connection) -> Result<Vec<Rename>, LibraryError> {
    let sets = Sets::load(db)?;
    if sets.dates.len() < 2 {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for section in [Section::Message, Section::GroupMessage] {
        found.extend(chats(db, &sets, section)?);
    }
    for section in [Section::Follower, Section::Following] {
        found.extend(people(db, &sets, section)?);
    }
    Ok(found)
}

/// Which backups the sets of lists belong to, and how old these are.
struct Sets {
    backups: HashMap<i64, Backups>,
    /// The times of their data, by number.
    dates: HashMap<i64, i64>,
}

impl Sets {
    fn load(db: &Connection) -> Result<Self, LibraryError> {
        let mut backups: HashMap<i64, Backups> = HashMap::new();
        let mut statement = db.prepare_cached(
            "SELECT DISTINCT s.id, l.backup FROM list_set s JOIN list l ON l.serial = s.list",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            backups.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
        let mut statement = db.prepare_cached("SELECT number, as_of FROM backup WHERE is_read = 1")?;
        let dates =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Self { backups, dates })
    }

    fn of(&self, sets: &HashSet<i64>) -> Backups {
        sets.iter().filter_map(|set| self.backups.get(set)).flatten().copied().collect()
    }

    /// The time of the newest of these.
    fn newest(&self, backups: &Backups) -> i64 {
        backups.iter().filter_map(|backup| self.dates.get(backup)).copied().max().unwrap_or_default()
    }

    /// Says that the older of two names became the newer one.
    fn rename(&self, a: (String, &Backups), b: (String, &Backups), is_group: bool) -> Rename {
        let (a_until, b_until) = (self.newest(a.1), self.newest(b.1));
        let (earlier, later, until) =
            if a_until <= b_until { (a.0, b.0, a_until) } else { (b.0, a.0, b_until) };
        Rename { earlier, later, is_group, until: Some(until) }
    }
}

/// The chats that had another name.
fn chats(db: &Connection, sets: &Sets, section: Section) -> Result<Vec<Rename>, LibraryError> {
    let candidates = exclusive_chats(db, sets, section)?;
    if candidates.len() < 2 {
        return Ok(Vec::new());
    }
    let mut pairs: Vec<(u64, i64, i64)> = shared_messages(db, section, &candidates)?
        .into_iter()
        .filter(|(_, shared)| *shared >= SHARED_MESSAGES)
        .map(|((a, b), shared)| (shared, a, b))
        .collect();
    pairs.sort_by_key(|(shared, a, b)| (std::cmp::Reverse(*shared), *a, *b));
    let mut name = db.prepare_cached("SELECT text FROM thread WHERE id = ?1")?;
    let mut name = |chat: i64| name.query_row([chat], |row| row.get::<_, String>(0));
    let mut found = Vec::new();
    for (shared, a, b) in pairs {
        let (backups_a, backups_b) = (&candidates[&a], &candidates[&b]);
        if !backups_a.is_disjoint(backups_b) || shared * 2 < messages_of_common_time(db, section, a, b)? {
            continue;
        }
        let (a, b) = (name(a)?, name(b)?);
        // Chats with removed accounts have no name, and may be with several people.
        if a != NAMELESS && b != NAMELESS {
            found.push(sets.rename((a, backups_a), (b, backups_b), section == Section::GroupMessage));
        }
    }
    Ok(found)
}

/// The chats that not all backups have, and which backups have them.
fn exclusive_chats(
    db: &Connection,
    sets: &Sets,
    section: Section,
) -> Result<HashMap<i64, Backups>, LibraryError> {
    let (low, high) = id::all(section);
    let mut statement = db.prepare_cached("SELECT thread, lists FROM record WHERE id BETWEEN ?1 AND ?2")?;
    let mut rows = statement.query([low, high])?;
    let mut lists: HashMap<i64, HashSet<i64>> = HashMap::new();
    let mut last = None;
    while let Some(row) = rows.next()? {
        let Some(chat) = row.get::<_, Option<i64>>(0)? else { continue };
        let next: Option<(i64, i64)> = Some((chat, row.get(1)?));
        if next != last {
            lists.entry(chat).or_default().extend(next.map(|(_, set)| set));
            last = next;
        }
    }
    let chats: HashMap<i64, Backups> = lists.iter().map(|(chat, lists)| (*chat, sets.of(lists))).collect();
    let all: Backups = chats.values().flatten().copied().collect();
    Ok(chats.into_iter().filter(|(_, backups)| *backups != all).collect())
}

/// The number of seconds in which two of these chats have the same message, by their ids.
fn shared_messages(
    db: &Connection,
    section: Section,
    chats: &HashMap<i64, Backups>,
) -> Result<HashMap<(i64, i64), u64>, LibraryError> {
    let (low, high) = id::span(section, 1, u32::MAX);
    let mut statement = db
        .prepare_cached("SELECT id, thread, text, item FROM record WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = statement.query([low, high])?;
    let mut shared = HashMap::new();
    let mut second: Vec<(i64, Option<String>, Option<i64>)> = Vec::new();
    let mut seconds = 0;
    let mut count = |second: &mut Vec<(i64, Option<String>, Option<i64>)>| {
        let mut pairs = BTreeSet::new();
        for (index, (chat, text, item)) in second.iter().enumerate() {
            let same = second[..index]
                .iter()
                .filter(|other| other.0 != *chat && other.1 == *text && other.2 == *item);
            pairs.extend(same.map(|other| (other.0.min(*chat), other.0.max(*chat))));
        }
        for pair in pairs {
            *shared.entry(pair).or_default() += 1;
        }
        second.clear();
    };
    while let Some(row) = rows.next()? {
        let Some(chat) = row.get::<_, Option<i64>>(1)?.filter(|chat| chats.contains_key(chat)) else {
            continue;
        };
        let at = id::seconds(row.get(0)?);
        if at != seconds {
            count(&mut second);
            seconds = at;
        }
        if second.len() < OF_ONE_SECOND {
            second.push((chat, row.get(2)?, row.get(3)?));
        }
    }
    count(&mut second);
    Ok(shared)
}

/// How many messages the smaller of two chats has in the time that both cover.
fn messages_of_common_time(db: &Connection, section: Section, a: i64, b: i64) -> Result<u64, LibraryError> {
    let (low, high) = id::span(section, 1, u32::MAX);
    let mut edges = db.prepare_cached(
        "SELECT min(id), max(id) FROM record INDEXED BY by_thread WHERE thread = ?1 AND id BETWEEN ?2 AND ?3",
    )?;
    let mut edges = |chat: i64| edges.query_row([chat, low, high], |row| Ok((row.get(0)?, row.get(1)?)));
    let ((first_a, last_a), (first_b, last_b)): ((i64, i64), (i64, i64)) = (edges(a)?, edges(b)?);
    let from = id::new(section, id::seconds(first_a.max(first_b)), 0);
    let to = id::new(section, id::seconds(last_a.min(last_b)), id::SLOTS - 1);
    let mut messages = db.prepare_cached(
        "SELECT count(*) FROM record INDEXED BY by_thread WHERE thread = ?1 AND id BETWEEN ?2 AND ?3",
    )?;
    let mut messages = |chat: i64| messages.query_row([chat, from, to], |row| row.get::<_, i64>(0));
    Ok(messages(a)?.min(messages(b)?).unsigned_abs())
}

/// The people in a list of followers who had another name: who followed in the same second, alone.
fn people(db: &Connection, sets: &Sets, section: Section) -> Result<Vec<Rename>, LibraryError> {
    let (low, high) = id::all(section);
    let mut statement = db.prepare_cached(
        "SELECT id, text, lists FROM record WHERE id BETWEEN ?1 AND ?2 AND octet_length(text) <= ?3 ORDER BY id",
    )?;
    let longest = i64::try_from(limits::TERM_BYTES).unwrap_or(i64::MAX);
    let mut rows = statement.query([low, high, longest])?;
    let mut of_name: HashMap<String, Backups> = HashMap::new();
    let mut of_second: HashMap<u32, BTreeSet<String>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (seconds, name) = (id::seconds(row.get(0)?), row.get::<_, String>(1)?);
        if json::is_empty_scalar(&name) {
            continue;
        }
        let backups = sets.backups.get(&row.get(2)?).into_iter().flatten();
        of_name.entry(name.clone()).or_default().extend(backups);
        if seconds > 0 {
            of_second.entry(seconds).or_default().insert(name);
        }
    }
    let mut found = Vec::new();
    for names in of_second.into_values().filter(|names| names.len() == 2) {
        let (Some(a), Some(b)) = (names.first(), names.last()) else { continue };
        let (backups_a, backups_b) = (&of_name[a], &of_name[b]);
        if backups_a.is_disjoint(backups_b) {
            found.push(sets.rename((a.clone(), backups_a), (b.clone(), backups_b), false));
        }
    }
    found.sort();
    Ok(found)
}
