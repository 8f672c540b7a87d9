//! Commands about the people: who is shown, and whose the backups are.

use super::LibrarySync;
use crate::account::OpenId;
use crate::error::Error;
use crate::person::{Certainty, People};

impl LibrarySync {
    /// Shows the library of a person.
    pub async fn show(&self, person: &str) -> Result<(), Error> {
        let person = person.to_owned();
        self.change_people(move |people| {
            if people.get(&person).is_some() {
                people.shown = person;
            }
        })
        .await
    }

    /// Shows the library of the person with this account. Without such a person, adds one; with `unless_unknown`, only if the
    /// person who is shown has another account: who has none may have this one.
    pub async fn show_account(&self, account: &OpenId, unless_unknown: bool) -> Result<(), Error> {
        let account = account.clone();
        self.change_people(move |people| {
            let known = people.with_account(&account).map(|person| person.id.clone());
            let is_unknown = people.get(&people.shown).is_none_or(|shown| shown.accounts.is_empty());
            people.shown = match known {
                Some(known) => known,
                None if unless_unknown && is_unknown => return,
                None => {
                    let added = people.add(Certainty::Recognised);
                    people.set_account(&account, &added);
                    added
                }
            };
        })
        .await
    }

    /// Says that a person is the same as another one, or nobody else.
    pub async fn settle(&self, person: &str, same_as: Option<&str>) -> Result<(), Error> {
        let (person, same_as) = (person.to_owned(), same_as.map(str::to_owned));
        self.change_people(move |people| match same_as {
            Some(other) => people.join(&person, &other, true),
            None => people.confirm(&person),
        })
        .await?;
        self.sync();
        Ok(())
    }

    /// Says whose a backup is: this person's, or somebody's of whom there is nothing else.
    pub async fn assign(&self, backup: &str, person: Option<&str>) -> Result<(), Error> {
        let (backup, person) = (backup.to_owned(), person.map(str::to_owned));
        self.change_people(move |people| {
            let person = match person {
                Some(person) if people.get(&person).is_none() => return,
                Some(person) => person,
                None => people.add(Certainty::Confirmed),
            };
            people.assign(&backup, &person, true);
        })
        .await?;
        self.sync();
        Ok(())
    }

    async fn change_people(&self, change: impl FnOnce(&mut People) + Send + 'static) -> Result<(), Error> {
        let sync = self.clone();
        let changed = tokio::task::spawn_blocking(move || {
            sync.0.people.change(change);
            sync.follow_shown();
        });
        changed.await.map_err(|error| Error::Bug(error.to_string()))
    }
}
