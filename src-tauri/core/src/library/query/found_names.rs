//! People and chats that a search finds.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::chats::CHATS;
use super::find::tagged;
use super::rows::Context;
use crate::library::read::chat_name;
use crate::library::store::fold::fold;
use crate::library::store::histogram::Histograms;
use crate::library::{FoundName, LibraryError, Section};

/// How well a name fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Word,
    Part,
}

/// What is searched for among names.
pub struct SoughtNames<'a> {
    /// The words of the name. Without any, only the people in `listed` are found.
    pub words: &'a [String],
    /// Whether the words may be in the middle of a word of the name.
    pub parts: bool,
    /// The people whose entries in lists of people were found, and how many of them.
    pub listed: BTreeMap<String, u64>,
}

/// The people and chats whose names contain the words at the beginning of a word, or with `parts` anywhere, and the people
/// who are listed: the best first, at most `most`, and the number of all. Each person is found once.
pub fn found_names(
    db: &Connection,
    histograms: &Histograms,
    context: &Context,
    sought: &SoughtNames<'_>,
    most: usize,
) -> Result<(Vec<FoundName>, u64), LibraryError> {
    let text = fold(&sought.words.join(" "));
    let is_name = text.chars().nth(1).is_some();
    let fit = |name: &str, section: Section| {
        let is_group = section == Section::GroupMessage;
        let names =
            [name].into_iter().chain(context.earlier_names.of(name, is_group).iter().map(String::as_str));
        let best = names.filter(|_| is_name).filter_map(|name| fit(&fold(name), &text)).min();
        let is_listed = section == Section::Message && sought.listed.contains_key(name);
        best.filter(|fit| sought.parts || *fit != Fit::Part).or(is_listed.then_some(Fit::Part))
    };
    let person = |name: &str, chat: Option<i64>, records: u64| FoundName {
        name: name.to_owned(),
        person: true,
        chat: chat.map(|chat| chat.to_string()),
        records,
        relation: context.relations.of(name),
        blocked: context.relations.is_blocked(name),
    };
    let mut found: Vec<(Fit, FoundName)> = Vec::new();
    let mut people: HashSet<String> = HashSet::new();
    let mut statement =
        db.prepare_cached("SELECT id, section, text FROM thread WHERE section IN (?1, ?2, ?3)")?;
    let mut rows = statement.query(CHATS.map(Section::number))?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let name = chat_name::shown(row.get_ref(2)?.as_str().unwrap_or_default());
        let section = Section::from_number(row.get(1)?).unwrap_or(Section::Message);
        let Some((fit, counts)) = fit(name, section).zip(histograms.threads.get(&id)) else { continue };
        // Some exports keep groups among the chats of two.
        if section == Section::Message && !chat_name::is_group(name) {
            people.insert(name.to_owned());
            found.push((fit, person(name, Some(id), counts.total)));
        } else {
            let (name, chat) = (name.to_owned(), Some(id.to_string()));
            let records = counts.total;
            found.push((
                fit,
                FoundName { name, person: false, chat, records, relation: None, blocked: false },
            ));
        }
    }
    let mut statement = db.prepare_cached("SELECT id, text FROM name")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().unwrap_or_default();
        let Some(fit) = fit(name, Section::Message) else { continue };
        if people.contains(name) {
            continue;
        }
        let records = tagged(db, &[format!("p{}", row.get::<_, i64>(0)?)])?.len() as u64;
        if records > 0 {
            people.insert(name.to_owned());
            found.push((fit, person(name, None, records)));
        }
    }
    for (name, entries) in &sought.listed {
        if !people.contains(name) {
            let fit = fit(name, Section::Message).unwrap_or(Fit::Part);
            found.push((fit, person(name, None, *entries)));
        }
    }
    found.sort_by(|(a_fit, a), (b_fit, b)| (a_fit, b.records, &a.name).cmp(&(b_fit, a.records, &b.name)));
    let total = found.len() as u64;
    Ok((found.into_iter().take(most).map(|(_, name)| name).collect(), total))
}

fn fit(name: &str, sought: &str) -> Option<Fit> {
    let at = name.find(sought)?;
    let is_word = name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    Some(match (at, is_word) {
        (0, _) if name.len() == sought.len() => Fit::Whole,
        (0, _) => Fit::Beginning,
        (_, true) => Fit::Word,
        (_, false) => Fit::Part,
    })
}
