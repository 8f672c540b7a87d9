//! The parser of the search box: words and the operators `from:`, `in:`, `before:` and `after:`.

use rusqlite::Connection;

use super::chats::CHATS;
use crate::library::LibraryError;
use crate::library::limits;
use crate::library::read::chat_name::NAMELESS;
use crate::library::store::fold::fold;
use crate::library::store::histogram::SLOT_SECONDS;
use crate::library::{Completion, Group};

/// A parsed query.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ParsedQuery {
    /// Words and phrases.
    pub words: Vec<String>,
    /// A person's name.
    pub from: Option<String>,
    /// The name of a chat or a group.
    pub within: Option<String>,
    /// Only before this day.
    pub before: Option<String>,
    /// Only from this day on.
    pub after: Option<String>,
    /// Operators with an invalid value, as typed.
    pub invalid_operators: Vec<String>,
}

/// Splits at white space outside quotes. Control characters count as spaces: no text is found by them, and the text
/// index takes none.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars().take(limits::QUERY_CHARS).map(|c| if c.is_control() { ' ' } else { c }) {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => parts.push(String::new()),
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.truncate(limits::QUERY_WORDS);
    parts
}

/// The words of a filter, which has no operators.
#[must_use]
pub fn parse_words(text: &str) -> Vec<String> {
    split(text)
}

impl ParsedQuery {
    /// Parses the text of the search box.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut typed = Self::default();
        for part in split(text) {
            let (operator, value) = part.split_once(':').unwrap_or(("", ""));
            let is_day = value.parse::<jiff::civil::Date>().is_ok();
            let day = || match value.len() {
                4 if value.parse::<u16>().is_ok() => Some(format!("{value}-01-01")),
                7 => Some(format!("{value}-01")).filter(|day| day.parse::<jiff::civil::Date>().is_ok()),
                _ => is_day.then(|| value.to_owned()),
            };
            match operator.to_lowercase().as_str() {
                "from" | "in" | "before" | "after" if value.is_empty() => {}
                "from" => typed.from = Some(value.to_owned()),
                "in" => typed.within = Some(value.to_owned()),
                "before" if day().is_some() => typed.before = day(),
                "after" if day().is_some() => typed.after = day(),
                "before" | "after" => typed.invalid_operators.push(part),
                _ => typed.words.push(part),
            }
        }
        typed
    }
}

/// The names of the groups after `in:`.
const GROUPS: [(&str, Group); 16] = [
    ("watched", Group::Watch),
    ("likes", Group::Likes),
    ("favourites", Group::Favourites),
    ("shares", Group::Shares),
    ("searches", Group::Searches),
    ("comments", Group::Comments),
    ("messages", Group::Messages),
    ("posts", Group::Posts),
    ("people", Group::People),
    ("logins", Group::Logins),
    ("live", Group::Live),
    ("shop", Group::Shop),
    ("wallet", Group::Wallet),
    ("ads", Group::Ads),
    ("settings", Group::Facts),
    ("other", Group::Other),
];

/// American spellings of these names.
const AMERICAN_GROUPS: [(&str, Group); 1] = [("favorites", Group::Favourites)];

/// The groups with this name.
#[must_use]
pub fn groups_named(name: &str) -> Vec<Group> {
    let name = name.to_lowercase();
    let groups = GROUPS.iter().chain(&AMERICAN_GROUPS);
    groups.filter(|(known, _)| *known == name).map(|(_, group)| *group).collect()
}

/// Completions of the word that is being typed.
pub fn complete(db: &Connection, word: &str) -> Result<Vec<Completion>, LibraryError> {
    let plain =
        |insert: &str| Completion { insert: insert.to_owned(), label: insert.to_owned(), count: None };
    let Some((operator, value)) = word.split_once(':') else {
        let lower = word.to_lowercase();
        let operators = ["from:", "in:", "before:", "after:"];
        return Ok(operators
            .into_iter()
            .filter(|o| !lower.is_empty() && o.starts_with(&lower))
            .map(plain)
            .collect());
    };
    let value = fold(value.trim_matches('"'));
    let mut out = Vec::new();
    let mut named = |sql: &str, operator: &str| -> Result<(), LibraryError> {
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if fold(&name).contains(&value) && out.len() < 8 {
                let insert = if name.contains(char::is_whitespace) {
                    format!("{operator}\"{name}\"")
                } else {
                    format!("{operator}{name}")
                };
                let count: i64 = row.get(1)?;
                out.push(Completion { insert, label: name, count: Some(count.cast_unsigned()) });
            }
        }
        Ok(())
    };
    match operator.to_lowercase().as_str() {
        "from" => named(
            "SELECT n.text, ifnull(c.count, 0) AS c FROM name n
             LEFT JOIN (SELECT p.text, sum(t.count) AS count FROM thread p
                        JOIN histogram t ON t.section = p.section AND t.thread = p.id GROUP BY p.text) c
               ON c.text = n.text
             ORDER BY c DESC",
            "from:",
        )?,
        "in" => {
            named(
                &format!(
                    "SELECT p.text, sum(t.count) AS c FROM thread p JOIN histogram t ON t.section = p.section AND t.thread = p.id
                     WHERE p.section IN ({}) AND p.text <> '{NAMELESS}' GROUP BY p.id ORDER BY c DESC",
                    CHATS.map(|section| section.number().to_string()).join(",")
                ),
                "in:",
            )?;
            // A group is offered once: in the American spelling if only that begins with what was typed.
            let fits = |(name, _): &&(&str, Group)| name.starts_with(&value);
            let british: Vec<_> = GROUPS.iter().filter(fits).collect();
            let american = AMERICAN_GROUPS.iter().filter(fits);
            let american = american.filter(|(_, group)| !british.iter().any(|(_, other)| other == group));
            let all = british.iter().copied().chain(american);
            out.splice(0..0, all.map(|(name, _)| plain(&format!("in:{name}"))));
            out.truncate(8);
        }
        "before" | "after" => {
            let years: Vec<String> = db
                .prepare_cached(
                    "SELECT DISTINCT strftime('%Y', slot * ?1, 'unixepoch') AS year FROM histogram
                     WHERE slot > 0 ORDER BY year DESC",
                )?
                .query_map([SLOT_SECONDS], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let fitting = years.iter().filter(|year| year.starts_with(&value) || year.ends_with(&value));
            out.extend(fitting.take(8).map(|year| plain(&format!("{operator}:{year}"))));
        }
        _ => {}
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn group_names_match_those_of_the_window() {
        let window = include_str!("../../../../../ui/src/search/query-text.ts");
        let (_, table) = window.split_once("GROUP_WORD: Record<Group, string> = {").unwrap();
        let (table, _) = table.split_once('}').unwrap();
        let theirs: BTreeMap<String, String> = table
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(": "))
            .map(|(group, word)| (group.to_owned(), word.trim_matches('"').to_owned()))
            .collect();
        let name = |group: &Group| serde_json::to_value(group).unwrap().as_str().unwrap().to_owned();
        let ours = GROUPS.iter().map(|(word, group)| (name(group), (*word).to_owned())).collect();
        assert_eq!(theirs, ours);
    }

    #[test]
    fn groups_have_both_spellings() {
        for name in ["favourites", "Favorites"] {
            assert_eq!(groups_named(name), [Group::Favourites]);
        }
    }

    #[test]
    fn operators_and_words_are_separated() {
        let typed = ParsedQuery::parse(
            "lantern from:\"Noor Achterberg\" in:messages before:2024 after:2023-05 re:port after:soon",
        );
        assert_eq!(typed.words, ["lantern", "re:port"]);
        assert_eq!(typed.from.as_deref(), Some("Noor Achterberg"));
        assert_eq!(typed.within.as_deref(), Some("messages"));
        assert_eq!(typed.before.as_deref(), Some("2024-01-01"));
        assert_eq!(typed.after.as_deref(), Some("2023-05-01"));
        assert_eq!(typed.invalid_operators, ["after:soon"]);
    }
}
