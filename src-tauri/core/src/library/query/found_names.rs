//! People and chats whose name a search finds.

use rusqlite::Connection;

use super::chats::CHATS;
use super::earlier_names::EarlierNames;
use super::find::tagged;
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

/// The people and chats whose names contain these words at the beginning of a word, or with `parts` anywhere, the best
/// first, at most `most`.
pub fn found_names(
    db: &Connection,
    histograms: &Histograms,
    earlier: &EarlierNames,
    words: &[String],
    parts: bool,
    most: usize,
) -> Result<Vec<FoundName>, LibraryError> {
    let sought = fold(&words.join(" "));
    if sought.chars().nth(1).is_none() {
        return Ok(Vec::new());
    }
    let fit = |name: &str, is_group: bool| {
        let names = [name].into_iter().chain(earlier.of(name, is_group).iter().map(String::as_str));
        names.filter_map(|name| fit(&fold(name), &sought)).min().filter(|fit| parts || *fit != Fit::Part)
    };
    let mut found: Vec<(Fit, FoundName)> = Vec::new();
    let mut statement =
        db.prepare_cached("SELECT id, section, text FROM thread WHERE section IN (?1, ?2, ?3)")?;
    let mut rows = statement.query(CHATS.map(Section::number))?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let name = chat_name::shown(row.get_ref(2)?.as_str().unwrap_or_default());
        let section = Section::from_number(row.get(1)?).unwrap_or(Section::Message);
        let Some((fit, counts)) =
            fit(name, section == Section::GroupMessage).zip(histograms.threads.get(&id))
        else {
            continue;
        };
        let chat = Some(id.to_string());
        found.push((fit, FoundName { name: name.to_owned(), chat, section, records: counts.total }));
    }
    // A person with a chat is found by the chat.
    let mut people = Vec::new();
    let mut statement = db.prepare_cached("SELECT id, text FROM name")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().unwrap_or_default();
        let Some(fit) = fit(name, false) else { continue };
        if !found.iter().any(|(_, chat)| chat.name == name) {
            people.push((fit, row.get::<_, i64>(0)?, name.to_owned()));
        }
    }
    people.sort();
    for (fit, id, name) in people.into_iter().take(most) {
        let records = tagged(db, &[format!("p{id}")])?.len() as u64;
        if records > 0 {
            found.push((fit, FoundName { name, chat: None, section: Section::Message, records }));
        }
    }
    found.sort_by(|(a_fit, a), (b_fit, b)| (a_fit, b.records, &a.name).cmp(&(b_fit, a.records, &b.name)));
    Ok(found.into_iter().take(most).map(|(_, name)| name).collect())
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
