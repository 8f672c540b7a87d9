//! The people whose exports are in the backup folder, and which backup is whose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::OpenId;
use crate::library::{LaterNames, Rename};
use crate::random::random_hex;

/// The id of a person: lower-case hex. It is also the name of the folder of the person's library.
pub type PersonId = String;

/// The longest id of a person, in characters.
const LONGEST_ID: usize = 32;

/// Whether a person is certainly none of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// Nothing says otherwise.
    #[default]
    Recognised,
    /// The person may be one of the others. The window asks.
    Unsure,
    /// The user said so.
    Confirmed,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The TikTok accounts, the latest last.
    pub accounts: Vec<OpenId>,
    /// The user names in the profiles of the person's exports, as [`folded`] makes them; the latest last.
    pub user_names: Vec<String>,
    /// Whether the person is certainly none of the others.
    pub certainty: Certainty,
    /// Names of people and groups in the person's exports that changed; the latest known last.
    pub renames: Vec<Rename>,
    /// Names of which the user said that they are not those of the same person or group.
    pub separate: Vec<Rename>,
}

/// Whose a backup is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// The person.
    pub person: PersonId,
    /// Whether the user said so.
    #[serde(default)]
    pub is_chosen: bool,
}

impl Person {
    /// Adds a rename. One name has one later name, until the latest time that is known.
    fn add_rename(&mut self, mut rename: Rename) {
        let known =
            self.renames.iter().find(|known| is_same_pair(known, &rename) && known.earlier == rename.earlier);
        if let Some(known) = known {
            rename.until = known.until.zip(rename.until).map(|(a, b)| a.max(b));
        }
        if self.renames.contains(&rename) {
            return;
        }
        self.renames.retain(|known| known.earlier != rename.earlier || known.is_group != rename.is_group);
        self.renames.push(rename);
    }
}

/// Whether both are about the same two names.
fn is_same_pair(a: &Rename, b: &Rename) -> bool {
    let is_either =
        (a.earlier == b.earlier && a.later == b.later) || (a.earlier == b.later && a.later == b.earlier);
    a.is_group == b.is_group && is_either
}

/// All people, and which backup is whose. There is always at least one person: the first backup's, whoever that is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct People {
    /// The people, in the order in which they were first seen.
    pub people: Vec<Person>,
    /// Whose each backup is, by its id; until it is saved, by that of its job.
    pub backups: BTreeMap<String, Assignment>,
    /// The person whose library is shown.
    pub shown: PersonId,
}

/// A user name in the form in which names are compared: TikTok's are the same in upper and lower case.
#[must_use]
pub fn folded(name: &str) -> String {
    name.trim().trim_start_matches('@').to_lowercase()
}

impl People {
    /// Drops what cannot be used, for example because the file that it was read from was edited, and adds what is missing.
    #[must_use]
    pub fn repaired(mut self) -> Self {
        let is_id = |id: &str| {
            (1..=LONGEST_ID).contains(&id.len())
                && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let mut seen = Vec::new();
        self.people.retain(|person| {
            let is_new = is_id(&person.id) && !seen.contains(&person.id);
            seen.push(person.id.clone());
            is_new
        });
        let people = &self.people;
        self.backups.retain(|_, assigned| people.iter().any(|person| person.id == assigned.person));
        self.remove_unused();
        self
    }

    /// The person with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    fn get_mut(&mut self, id: &str) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    /// Whose a backup is, or the export of a job; `None` if that has not been determined.
    #[must_use]
    pub fn owner_of(&self, backup: &str) -> Option<&PersonId> {
        self.backups.get(backup).map(|assigned| &assigned.person)
    }

    /// The person with this account.
    #[must_use]
    pub fn with_account(&self, account: &OpenId) -> Option<&Person> {
        self.people.iter().find(|person| person.accounts.contains(account))
    }

    /// Whether a person has backups.
    #[must_use]
    pub fn has_backups(&self, person: &str) -> bool {
        self.backups.values().any(|assigned| assigned.person == person)
    }

    /// A person of whom nothing is known and who has no backups.
    #[must_use]
    pub fn unknown(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.accounts.is_empty() && !self.has_backups(&person.id))
    }

    /// Adds a person. Returns the id.
    pub fn add(&mut self, certainty: Certainty) -> PersonId {
        let id = random_hex::<8>();
        self.people.push(Person { id: id.clone(), certainty, ..Person::default() });
        id
    }

    /// Says whose a backup is.
    pub fn assign(&mut self, backup: &str, person: &str, is_chosen: bool) {
        self.backups.insert(backup.to_owned(), Assignment { person: person.to_owned(), is_chosen });
    }

    /// Says that an account is this person's, and nobody else's.
    pub fn set_account(&mut self, account: &OpenId, person: &str) {
        for other in &mut self.people {
            other.accounts.retain(|known| known != account);
        }
        if let Some(person) = self.get_mut(person) {
            person.accounts.push(account.clone());
        }
    }

    /// Adds user names of a person; with `only`, forgets those that are not among them.
    pub fn set_user_names(&mut self, person: &str, names: &[String], only: bool) {
        let Some(person) = self.get_mut(person) else { return };
        person.user_names.retain(|known| !only && !names.contains(known));
        for name in names {
            person.user_names.retain(|known| known != name);
            person.user_names.push(name.clone());
        }
    }

    /// The later names of people and groups in one of a person's exports, which was requested at this time (Unix
    /// milliseconds), if that is known.
    #[must_use]
    pub fn later_names(&self, person: &str, requested: Option<i64>) -> LaterNames {
        self.get(person).map(|person| LaterNames::new(&person.renames, requested)).unwrap_or_default()
    }

    /// Adds names that were proven to be those of the same person or group, unless the user said otherwise. Returns whether
    /// any of them is new.
    pub fn add_proven(&mut self, person: &str, renames: Vec<Rename>) -> bool {
        let Some(person) = self.get_mut(person) else { return false };
        let before = person.renames.clone();
        for rename in renames {
            if !person.separate.iter().any(|separate| is_same_pair(separate, &rename)) {
                person.add_rename(rename);
            }
        }
        person.renames != before
    }

    /// Says that two names are those of the same person or group. Returns whether that is new.
    pub fn join_names(&mut self, person: &str, rename: Rename) -> bool {
        let Some(person) = self.get_mut(person) else { return false };
        let before = person.renames.clone();
        person.separate.retain(|separate| !is_same_pair(separate, &rename));
        person.add_rename(rename);
        person.renames != before
    }

    /// Says that somebody, or a group, is not the one that has had this earlier name. Returns whether that is new.
    pub fn separate_names(&mut self, person: &str, earlier: &str, is_group: bool) -> bool {
        let Some(person) = self.get_mut(person) else { return false };
        let later = LaterNames::new(&person.renames, None).of(earlier, is_group).to_owned();
        let is_of_name = |rename: &Rename| {
            rename.is_group == is_group && (rename.earlier == earlier || rename.later == earlier)
        };
        let removed: Vec<Rename> = person.renames.extract_if(.., |rename| is_of_name(rename)).collect();
        if removed.is_empty() {
            return false;
        }
        // Those that had this name between two others stay the same.
        let others = removed.iter().filter(|rename| rename.later == earlier && rename.earlier != later);
        let kept: Vec<Rename> =
            others.map(|rename| Rename { later: later.clone(), ..rename.clone() }).collect();
        for rename in kept {
            person.add_rename(rename);
        }
        person.separate.extend(removed);
        person.separate.push(Rename { earlier: earlier.to_owned(), later, is_group, until: None });
        true
    }

    /// Somebody else who has one of this person's user names, unless one of the two was said to be nobody else.
    #[must_use]
    pub fn namesake(&self, person: &str) -> Option<&Person> {
        let person = self.get(person).filter(|person| person.certainty != Certainty::Confirmed)?;
        self.people.iter().find(|other| {
            other.id != person.id
                && other.certainty != Certainty::Confirmed
                && other.user_names.iter().any(|name| person.user_names.contains(name))
        })
    }

    /// Says that somebody is the same person as another one, who gets all backups, accounts and names.
    pub fn join(&mut self, joined: &str, into: &str, is_chosen: bool) {
        let Some(index) = self.people.iter().position(|person| person.id == joined) else { return };
        if joined == into || self.get(into).is_none() {
            return;
        }
        let Person { accounts, user_names, renames, separate, .. } = self.people.remove(index);
        for assigned in self.backups.values_mut().filter(|assigned| assigned.person == joined) {
            into.clone_into(&mut assigned.person);
            assigned.is_chosen |= is_chosen;
        }
        if let Some(person) = self.get_mut(into) {
            person.accounts.extend(accounts);
            for rename in renames {
                person.add_rename(rename);
            }
            person.separate.extend(separate);
            for name in user_names {
                if !person.user_names.contains(&name) {
                    person.user_names.push(name);
                }
            }
        }
        if self.shown == joined {
            into.clone_into(&mut self.shown);
        }
    }

    /// Notes that a person may be one of the others.
    pub fn doubt(&mut self, person: &str) {
        if let Some(person) = self.get_mut(person) {
            person.certainty = Certainty::Unsure;
        }
    }

    /// Says that a person is nobody else.
    pub fn confirm(&mut self, person: &str) {
        if let Some(person) = self.get_mut(person) {
            person.certainty = Certainty::Confirmed;
        }
    }

    /// Removes people without backups and accounts, apart from the last one, of whom nothing is known then.
    pub fn remove_unused(&mut self) {
        let with_backups: Vec<PersonId> =
            self.backups.values().map(|assigned| assigned.person.clone()).collect();
        let is_used = |person: &Person| !person.accounts.is_empty() || with_backups.contains(&person.id);
        if self.people.iter().any(is_used) {
            self.people.retain(is_used);
        } else {
            self.people.truncate(1);
            for person in &mut self.people {
                *person = Person { id: std::mem::take(&mut person.id), ..Person::default() };
            }
            if self.people.is_empty() {
                self.add(Certainty::default());
            }
        }
        if self.get(&self.shown).is_none() {
            let shown = self.people.iter().find(|person| with_backups.contains(&person.id));
            self.shown = shown.or(self.people.first()).map(|person| person.id.clone()).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(names: &[&str]) -> (People, Vec<PersonId>) {
        let mut people = People::default();
        let ids = names.iter().map(|name| {
            let id = people.add(Certainty::default());
            people.set_user_names(&id, &[folded(name)], false);
            people.assign(&format!("backup of {name}"), &id, false);
            id
        });
        let ids = ids.collect();
        (people.repaired(), ids)
    }

    #[test]
    fn there_is_always_a_person_who_is_shown() {
        let empty = People::default().repaired();
        assert_eq!((empty.people.len(), &empty.shown), (1, &empty.people[0].id));
        let (mut people, ids) = people(&["noor", "sam"]);
        assert_eq!(people.shown, ids[0]);
        people.backups.remove("backup of noor");
        people.remove_unused();
        assert_eq!((people.people.len(), &people.shown), (1, &ids[1]));
        people.backups.clear();
        people.remove_unused();
        assert_eq!(people.people, [Person { id: ids[1].clone(), ..Person::default() }]);
    }

    #[test]
    fn what_cannot_be_used_is_dropped() {
        let (mut people, ids) = people(&["noor", "sam"]);
        for id in ["", "..", "a/b", "A", "0123456789abcdef0123456789abcdef0", ids[0].as_str()] {
            people.people.push(Person { id: id.into(), ..Person::default() });
            people.assign(&format!("backup of {id}"), id, true);
        }
        people.shown = "..".into();
        let repaired = people.repaired();
        assert_eq!(repaired.people.iter().map(|person| &person.id).collect::<Vec<_>>(), [&ids[0], &ids[1]]);
        assert_eq!(repaired.owner_of("backup of .."), None);
        assert_eq!(repaired.shown, ids[0]);
    }

    #[test]
    fn who_is_joined_gives_everything_to_the_other() {
        let (mut people, ids) = people(&["noor", "sam"]);
        people.set_account(&OpenId("a".into()), &ids[1]);
        people.shown.clone_from(&ids[1]);
        people.join(&ids[1], &ids[0], true);
        assert_eq!(people.people.len(), 1);
        assert_eq!(people.people[0].user_names, ["noor", "sam"]);
        assert_eq!(people.people[0].accounts, [OpenId("a".into())]);
        let assigned = &people.backups["backup of sam"];
        assert_eq!((&assigned.person, assigned.is_chosen), (&ids[0], true));
        assert_eq!(people.shown, ids[0]);
        people.join(&ids[0], &ids[0], true);
        assert_eq!(people.people.len(), 1, "nobody is joined with themselves");
    }

    #[test]
    fn people_with_one_user_name_are_namesakes_unless_said_otherwise() {
        let (mut people, ids) = people(&["noor", "@Noor "]);
        assert_eq!(people.namesake(&ids[1]).map(|person| &person.id), Some(&ids[0]));
        people.confirm(&ids[0]);
        assert_eq!(people.namesake(&ids[1]), None);
    }
}
