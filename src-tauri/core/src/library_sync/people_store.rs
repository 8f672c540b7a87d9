//! The people, in memory and in the settings.

use std::sync::Mutex;

use crate::events::{Notifier, Topic};
use crate::person::{People, PersonId};
use crate::settings::SettingsStore;
use crate::sync::lock;

/// The people, as they are now. What cannot be stored is kept in memory, and stored with the next change.
pub(super) struct PeopleStore {
    settings: SettingsStore,
    is_demo: bool,
    notifier: Notifier,
    /// Held only for moments.
    people: Mutex<People>,
}

impl PeopleStore {
    /// The people in the settings.
    pub(super) fn new(settings: SettingsStore, is_demo: bool, notifier: Notifier) -> Self {
        let stored = settings
            .with(|settings| if is_demo { settings.demo_people.clone() } else { settings.people.clone() });
        Self { settings, is_demo, notifier, people: Mutex::new(stored.repaired()) }
    }

    /// All people.
    pub(super) fn get(&self) -> People {
        lock(&self.people).clone()
    }

    /// Reads something without copying all of it.
    pub(super) fn with<T>(&self, read: impl FnOnce(&People) -> T) -> T {
        read(&lock(&self.people))
    }

    /// The ids of all people.
    pub(super) fn ids(&self) -> Vec<PersonId> {
        self.with(|people| people.people.iter().map(|person| person.id.clone()).collect())
    }

    /// Whose library is shown.
    pub(super) fn shown(&self) -> PersonId {
        self.with(|people| people.shown.clone())
    }

    /// Changes the people, and stores and tells it if anything changed. Blocks.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut People) -> T) -> T {
        let (result, is_changed) = {
            let mut people = lock(&self.people);
            let before = people.clone();
            let result = change(&mut people);
            (result, *people != before)
        };
        if is_changed {
            self.store();
            // Tells of the people, too.
            self.notifier.changed(Topic::Backups);
        }
        result
    }

    fn store(&self) {
        let stored = self.settings.change_blocking(|settings| {
            // The latest, even if another change was made meanwhile.
            let people = self.get();
            *(if self.is_demo { &mut settings.demo_people } else { &mut settings.people }) = people;
        });
        if let Err(error) = stored {
            tracing::warn!(%error, "whose the backups are could not be stored");
        }
    }
}
