//! The names of the account's owner. Whoever is not certainly the owner is somebody else.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::Section;
use crate::library::json;
use crate::library::limits;
use crate::library::read::chat_name::{NAMELESS, is_group};
use crate::library::read::{KEYS, is_user_name};
use crate::library::store::id;

/// The names of the owner: those of the profile, and those that the chats prove.
#[derive(Debug, Default)]
pub struct Owners {
    /// Names that are the owner's everywhere.
    names: HashSet<String>,
    /// Names that are the owner's in one chat, by its id.
    in_chat: HashMap<i64, String>,
}

/// A chat of two people.
struct DirectChat {
    name: String,
    senders: Vec<String>,
}

impl Owners {
    /// Loads the names from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        let names = of_profile(db)?;
        let chats = direct_chats(db)?;
        Ok(Self::proven(names, &chats))
    }

    /// A chat of two is named after the other person, so who writes in several of them is the owner; and so is whoever
    /// else writes in one, beside that person. Owners may have had other names before; where a profile names them, only
    /// chats in which both sides write prove one.
    fn proven(mut of_profile: HashSet<String>, chats: &BTreeMap<i64, DirectChat>) -> Self {
        of_profile.retain(|name| !json::is_empty_scalar(name));
        let others = |chat: &DirectChat| -> Vec<String> {
            if chat.senders.iter().any(|sender| of_profile.contains(sender)) {
                return Vec::new();
            }
            let is_other = |sender: &&String| **sender != chat.name && !is_nobody(sender);
            chat.senders.iter().filter(is_other).cloned().collect()
        };
        let mut counts: HashMap<String, usize> = HashMap::new();
        for chat in chats.values() {
            let found = others(chat);
            let has_both = found.len() == 1 && chat.senders.contains(&chat.name);
            if of_profile.is_empty() || has_both {
                for name in found {
                    *counts.entry(name).or_default() += 1;
                }
            }
        }
        let mut names: HashSet<String> =
            counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
        let mut in_chat = HashMap::new();
        for (id, chat) in chats {
            if let [only] = &others(chat)[..]
                && chat.senders.contains(&chat.name)
                && !names.contains(only)
            {
                in_chat.insert(*id, only.clone());
            }
        }
        let is_unknown = of_profile.is_empty() && names.is_empty();
        let candidates: HashSet<&String> = in_chat.values().collect();
        if let (true, 1, Some(only)) = (is_unknown, candidates.len(), candidates.iter().next()) {
            names.insert((*only).clone());
        }
        names.extend(of_profile);
        Self { names, in_chat }
    }

    /// Whether the owner has this name in this chat.
    #[must_use]
    pub fn is_owner(&self, name: &str, chat: Option<i64>) -> bool {
        self.names.contains(name)
            || chat.and_then(|chat| self.in_chat.get(&chat)).is_some_and(|owner| owner == name)
    }
}

/// The user names in the profiles of all exports.
fn of_profile(db: &Connection) -> Result<HashSet<String>, LibraryError> {
    let (low, high) = id::all(Section::Profile);
    let mut statement = db.prepare_cached(
        "SELECT p.text, r.text FROM record r JOIN thread p ON p.id = r.thread
         WHERE r.id BETWEEN ?1 AND ?2 AND octet_length(r.text) <= ?3",
    )?;
    let mut rows = statement.query([low, high, longest()])?;
    let mut names = HashSet::new();
    while let Some(row) = rows.next()? {
        let path = row.get_ref(0)?.as_str().unwrap_or_default();
        if !path.contains(KEYS) && is_user_name(path) {
            names.insert(row.get(1)?);
        }
    }
    Ok(names)
}

/// The user names in the profiles of all exports; that of the newest data last.
pub fn user_names(db: &Connection) -> Result<Vec<String>, LibraryError> {
    let (low, high) = id::all(Section::Profile);
    let mut statement = db.prepare_cached(
        "SELECT p.text, r.text, max(b.as_of) FROM record r JOIN thread p ON p.id = r.thread
         JOIN list_set s ON s.id = r.lists JOIN list l ON l.serial = s.list JOIN backup b ON b.number = l.backup
         WHERE r.id BETWEEN ?1 AND ?2 AND octet_length(r.text) <= ?3 GROUP BY r.id ORDER BY 3, r.id",
    )?;
    let mut rows = statement.query([low, high, longest()])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let path = row.get_ref(0)?.as_str().unwrap_or_default();
        let name: String = row.get(1)?;
        if !path.contains(KEYS) && is_user_name(path) && !json::is_empty_scalar(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The chats of two, by their ids.
fn direct_chats(db: &Connection) -> Result<BTreeMap<i64, DirectChat>, LibraryError> {
    let mut chats: BTreeMap<i64, DirectChat> = BTreeMap::new();
    let (low, high) = id::all(Section::Message);
    let mut statement = db.prepare_cached(
        "SELECT m.thread, p.text, n.text FROM
           (SELECT DISTINCT thread, counterparty FROM record WHERE id BETWEEN ?1 AND ?2) m
         JOIN thread p ON p.id = m.thread JOIN name n ON n.id = m.counterparty
         WHERE octet_length(n.text) <= ?3",
    )?;
    let mut rows = statement.query([low, high, longest()])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        if name == NAMELESS || is_group(&name) {
            continue;
        }
        let chat = chats.entry(row.get(0)?).or_insert_with(|| DirectChat { name, senders: Vec::new() });
        // More of them are no chat of two.
        if chat.senders.len() < limits::SENDERS {
            chat.senders.push(row.get(2)?);
        }
    }
    Ok(chats)
}

/// Whether this stands for a sender without an account, or for TikTok itself.
fn is_nobody(name: &str) -> bool {
    const WORDS: [&str; 7] =
        ["deleted account", "account deleted", "deleted user", "unknown user", "unknown", "system", "tiktok"];
    json::is_empty_scalar(name) || WORDS.contains(&name.trim().to_lowercase().as_str())
}

/// What is longer is no name.
fn longest() -> i64 {
    i64::try_from(limits::TERM_BYTES).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(profile: &[&str], chats: &[(&str, &[&str])]) -> Owners {
        let chat = |(name, senders): &(&str, &[&str])| DirectChat {
            name: (*name).to_owned(),
            senders: senders.iter().map(|sender| (*sender).to_owned()).collect(),
        };
        let profile = profile.iter().map(|name| (*name).to_owned()).collect();
        Owners::proven(profile, &(0..).zip(chats.iter().map(chat)).collect())
    }

    #[test]
    fn who_writes_in_several_chats_is_the_owner() {
        let owners = owners(&[], &[("noor", &["me"]), ("sam", &["sam", "me"])]);
        assert!(owners.is_owner("me", None));
        assert!(!owners.is_owner("noor", Some(0)) && !owners.is_owner("sam", Some(1)));
    }

    #[test]
    fn an_earlier_name_of_the_owner_is_known_by_the_chat() {
        let owners = owners(&["me"], &[("noor", &["noor", "old_me"]), ("sam", &["me", "sam", "guest"])]);
        assert!(owners.is_owner("old_me", Some(0)) && !owners.is_owner("old_me", Some(1)));
        assert!(!owners.is_owner("guest", Some(1)));
    }

    #[test]
    fn a_placeholder_is_never_the_owner() {
        for nobody in ["N/A", "None", "null", " ", "Deleted account", "System", "TikTok"] {
            for profile in [&["me"][..], &[]] {
                let owners =
                    owners(profile, &[("noor", &[nobody, "noor"]), ("sam", &[nobody]), ("ada", &["ada"])]);
                assert!((0..3).all(|chat| !owners.is_owner(nobody, Some(chat))), "{nobody}");
                assert_eq!(owners.is_owner("me", None), !profile.is_empty());
            }
        }
        assert!(!owners(&["N/A"], &[]).is_owner("N/A", None));
    }

    #[test]
    fn beside_a_profile_another_name_needs_both_sides_of_the_chats() {
        let seen = |chats: &[(&str, &[&str])]| owners(&["me"], chats).is_owner("other", None);
        assert!(!seen(&[("noor", &["other"]), ("sam", &["other"]), ("ada", &["me", "ada"])]));
        assert!(!seen(&[("noor", &["noor", "other", "guest"]), ("sam", &["sam", "other", "guest"])]));
        assert!(seen(&[("noor", &["noor", "other"]), ("sam", &["sam", "other"])]));
    }

    #[test]
    fn where_nothing_proves_the_owner_nobody_is() {
        let owners = owners(&[], &[("noor", &["ada", "bo", "cy"]), ("ada", &["bo2"])]);
        for name in ["ada", "bo", "cy", "bo2", "noor"] {
            assert!(!owners.is_owner(name, Some(0)) && !owners.is_owner(name, Some(1)), "{name}");
        }
    }
}
