//! Records that name a person: videos and comments by the account in their link, the owner's own words by their mentions.

use rusqlite::Connection;

use super::find::{union, with_words};
use crate::library::limits::{self, beginning};
use crate::library::read::link;
use crate::library::{LibraryError, Section};

/// Sections whose records may have a link with the name of an account.
const LINKED: [Section; 8] = [
    Section::Watch,
    Section::MiniDrama,
    Section::Like,
    Section::FavouriteVideo,
    Section::Repost,
    Section::Share,
    Section::Comment,
    Section::LiveWatched,
];
/// Sections with what the owner wrote for others to read.
const WRITTEN: [Section; 6] = [
    Section::Comment,
    Section::Post,
    Section::DeletedPost,
    Section::Story,
    Section::LiveComment,
    Section::LiveQuestion,
];

/// The sections of which records may name a person.
pub fn sections() -> impl Iterator<Item = Section> {
    Section::ALL.iter().copied().filter(|section| LINKED.contains(section) || WRITTEN.contains(section))
}

/// The ids of a section's records that name the person with one of these names, in ascending order.
pub fn naming(db: &Connection, section: Section, names: &[&str]) -> Result<Vec<i64>, LibraryError> {
    let mut found = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if LINKED.contains(&section) {
            let is_named = |_: &str, link: &str| {
                link.lines().filter_map(link::account).any(|account| account.eq_ignore_ascii_case(name))
            };
            found = union(found, verified(db, section, &format!("tiktok.com/@{name}"), is_named)?);
        }
        if WRITTEN.contains(&section) {
            let is_named = |text: &str, _: &str| mentions(text, name);
            found = union(found, verified(db, section, name, is_named)?);
        }
    }
    Ok(found)
}

/// The ids of a section's records with these words whose text and link fulfil a condition, in ascending order.
fn verified(
    db: &Connection,
    section: Section,
    words: &str,
    is_wanted: impl Fn(&str, &str) -> bool,
) -> Result<Vec<i64>, LibraryError> {
    let mut found = with_words(db, section, words)?.unwrap_or_default();
    let mut statement = db.prepare_cached("SELECT text, link FROM record WHERE id = ?1")?;
    let mut failed = None;
    found.retain(|id| {
        let is_wanted = statement.query_row([id], |row| {
            let part = |at: usize| {
                let whole = row.get_ref(at)?.as_str_or_null()?.unwrap_or_default();
                Ok::<_, rusqlite::Error>(beginning(whole, limits::PART_BYTES))
            };
            Ok(is_wanted(part(0)?, part(1)?))
        });
        is_wanted.unwrap_or_else(|error| {
            failed = Some(error);
            false
        })
    });
    failed.map_or(Ok(found), |error| Err(error.into()))
}

/// Whether a text mentions this account: `@name`, and not a longer name or an address for e-mail.
fn mentions(text: &str, name: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices('@').any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let Some((found, rest)) = after.split_at_checked(name.len()) else { return false };
        let mut rest = rest.chars();
        let goes_on = match rest.next() {
            Some('.') => rest.next().is_some_and(is_of_name),
            next => next.is_some_and(is_of_name),
        };
        found.eq_ignore_ascii_case(name) && !goes_on && !before.ends_with(is_of_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_of_whole_names() {
        for text in ["@noor.hq", "see @noor.hq, and you", "thanks @noor.hq.", "(@Noor.HQ)", "x@y @noor.hq"] {
            assert!(mentions(text, "noor.hq"), "{text}");
        }
        for text in ["noor.hq", "@noor.hqs", "@noor.hq.2", "@noor.hq_", "mail@noor.hq", "@noor", "@"] {
            assert!(!mentions(text, "noor.hq"), "{text}");
        }
    }
}
