//! The names of the account's owner. Whoever is not certainly the owner is somebody else.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::Section;
use crate::library::json;
use crate::library::limits;
use crate::library::read::chat_name::{NAMELESS, is_group, partner};
use crate::library::read::{KEYS, is_user_name};
use crate::library::store::id;

/// The names of the owner: those of the profile; if none of them is among the senders, the one that the chats prove.
#[derive(Debug, Default)]
pub struct Owners {
    names: HashSet<String>,
}

/// A chat of two people, as far as is known.
struct DirectChat {
    name: String,
    senders: Vec<String>,
}

/// A name that is in no profile is proven by this many chats. In one, it may be an earlier name of the other person.
const PROOFS: usize = 2;

impl Owners {
    /// Loads the names from the library.
    pub fn load(db: &Connection) -> Result<Self, LibraryError> {
        let names = of_profile(db)?;
        let chats = direct_chats(db)?;
        Ok(Self::proven(names, &chats))
    }

    /// A chat of two is named after the other person. So whoever else writes in several of them as the only one beside that
    /// person, who writes in at least one of them, too, is the owner. Of several such names, none is.
    fn proven(mut of_profile: HashSet<String>, chats: &BTreeMap<i64, DirectChat>) -> Self {
        of_profile.retain(|name| !json::is_empty_scalar(name));
        let mut owners = Self { names: of_profile };
        if chats.values().flat_map(|chat| &chat.senders).any(|sender| owners.is_owner(sender)) {
            return owners;
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let (mut partners, mut answered) = (HashSet::new(), HashSet::new());
        for chat in chats.values() {
            let partner = partner(&chat.name, &chat.senders);
            partners.extend(partner);
            let is_other = |sender: &&String| Some(sender.as_str()) != partner && !is_nobody(sender);
            let mut others = chat.senders.iter().filter(is_other);
            if let (Some(only), None) = (others.next(), others.next()) {
                *counts.entry(only).or_default() += 1;
                answered.extend(partner.map(|_| only.as_str()));
            }
        }
        let may_be_owner =
            |name: &str| is_handle(name) && answered.contains(name) && !partners.contains(name);
        counts.retain(|name, count| *count >= PROOFS && may_be_owner(name));
        if let (1, Some(only)) = (counts.len(), counts.keys().next()) {
            owners.names.insert((*only).to_owned());
        }
        owners
    }

    /// Whether the owner has this name.
    #[must_use]
    pub fn is_owner(&self, name: &str) -> bool {
        self.names.contains(name) || self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
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

/// Whether an account can have this name. What stands for removed accounts, in whatever language, is written otherwise.
fn is_handle(name: &str) -> bool {
    let is_of_handle = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._".contains(&byte);
    name.bytes().all(is_of_handle)
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

    const TWO: [(&str, &[&str]); 2] = [("noor", &["noor", "me"]), ("sam", &["sam", "me"])];

    #[test]
    fn who_writes_beside_the_partners_of_several_chats_is_the_owner() {
        let owners = owners(&[], &TWO);
        assert!(owners.is_owner("me"));
        assert!(!owners.is_owner("noor") && !owners.is_owner("sam"));
        let unanswered = super::tests::owners(&[], &[TWO[0], ("sam", &["me"])]);
        assert!(unanswered.is_owner("me"));
    }

    #[test]
    fn an_earlier_name_of_a_partner_is_not_the_owner() {
        let renamed: (&str, &[&str]) = ("ivo_new", &["ivo_old", "ivo_new"]);
        for profile in [&["me"][..], &[]] {
            for chats in [&[renamed][..], &[renamed, TWO[0]], &[renamed, TWO[0], TWO[1]]] {
                let owners = owners(profile, chats);
                assert!(!owners.is_owner("ivo_old") && !owners.is_owner("ivo_new"), "{profile:?} {chats:?}");
                assert_eq!(owners.is_owner("me"), !profile.is_empty() || chats.len() > 2);
            }
        }
    }

    #[test]
    fn a_placeholder_is_never_the_owner() {
        for nobody in [
            "N/A",
            "None",
            " ",
            "Deleted account",
            "TikTok",
            "Utente eliminato",
            "Anonym",
            "退会したユーザー",
            "unknown",
        ] {
            for profile in [&["me"][..], &[]] {
                let chats: [(&str, &[&str]); 3] =
                    [("noor", &[nobody, "noor"]), ("sam", &["sam", nobody]), ("ada", &["ada"])];
                let owners = owners(profile, &chats);
                assert!(!owners.is_owner(nobody), "{nobody}");
                assert_eq!(owners.is_owner("me"), !profile.is_empty());
            }
        }
        assert!(!owners(&["N/A"], &[]).is_owner("N/A"));
    }

    #[test]
    fn beside_a_profile_another_name_is_the_owners_only_if_the_profile_wrote_nothing() {
        let seen = |chats: &[(&str, &[&str])]| owners(&["new_me"], chats).is_owner("me");
        assert!(seen(&TWO));
        assert!(!seen(&[TWO[0], TWO[1], ("ada", &["ada", "new_me"])]));
        assert!(!seen(&[("noor", &["me"]), ("sam", &["me"])]));
        assert!(!seen(&[("noor", &["noor", "me", "guest"]), ("sam", &["sam", "me", "guest"])]));
    }

    #[test]
    fn names_of_accounts_are_alike_in_any_case() {
        let owners = owners(&["Me.X"], &TWO);
        assert!(owners.is_owner("me.x") && owners.is_owner("Me.X"));
    }

    #[test]
    fn members_of_groups_with_titles_are_not_the_owner() {
        let groups: [(&str, &[&str]); 2] = [("Hiking", &["ada", "bo"]), ("Book club", &["cy", "ada"])];
        let named = |chats: &[(&str, &[&str])]| -> Vec<String> {
            let mut names: Vec<String> = owners(&[], chats).names.into_iter().collect();
            names.sort();
            names
        };
        assert_eq!(named(&groups), [""; 0]);
        assert_eq!(named(&[groups[0], groups[1], ("ada", &["ada", "me"])]), [""; 0]);
        assert_eq!(named(&[("Hiking", &["ada"]), ("Book club", &["ada"])]), [""; 0]);
        assert_eq!(named(&[groups[0], groups[1], TWO[0], TWO[1]]), ["me"]);
    }

    #[test]
    fn headings_in_other_words_name_the_partner() {
        for (one, two) in [
            ("Talk with noor", "Talk with sam"),
            ("Gespräch mit noor", "Gespräch mit sam"),
            ("noorとの会話", "samとの会話"),
            ("محادثة مع noor", "محادثة مع sam"),
        ] {
            let owners = owners(&[], &[(one, TWO[0].1), (two, TWO[1].1), ("Talk with cy", &["cy"])]);
            assert!(owners.is_owner("me"), "{one}");
            for name in ["noor", "sam", "cy"] {
                assert!(!owners.is_owner(name), "{one} {name}");
            }
        }
    }

    #[test]
    fn where_nothing_proves_the_owner_nobody_is() {
        for chats in [
            &[("noor", &["ada", "bo", "cy"][..]), ("ada", &["bo2"])][..],
            &[("noor", &["noor", "me"])],
            &[("Talk", &["noor", "me"]), ("Words", &["sam", "me"])],
            // Either of two names may be the owner's.
            &[TWO[0], TWO[1], ("ivo", &["ivo", "you"]), ("eva", &["eva", "you"])],
        ] {
            assert_eq!(owners(&[], chats).names, HashSet::new(), "{chats:?}");
        }
    }
}
