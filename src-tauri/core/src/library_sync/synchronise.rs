//! Synchronising the libraries with the backup folder.

use std::path::Path;

use super::LibrarySync;
use crate::archive::ARCHIVE;
use crate::backup::{ArchivedExport, Backup, Outcome};
use crate::library::{ImportedBackup, LibraryError, RemoveOutcome};
use crate::person::{People, PersonId};
use crate::sync::lock;

/// What is in the library of one person.
type Known = (PersonId, Vec<ImportedBackup>);

impl LibrarySync {
    /// Imports new backups, and removes those that are gone or another person's. Returns whether the libraries are in step
    /// with the folder then.
    pub(super) fn synchronise(&self) -> Result<bool, LibraryError> {
        // Before the folder is read: a backup that a job publishes in between is then not taken for a removed one.
        let known = self.known()?;
        let assigned: Vec<String> = self.0.people.with(|people| people.backups.keys().cloned().collect());
        let mut present = match self.0.dir.scan() {
            Ok(present) => present,
            // A folder that is missing or cannot be read says nothing about the backups in it.
            Err(error) => {
                tracing::info!(%error, "the library is not synchronised: the backup folder cannot be read");
                return Ok(false);
            }
        };
        // In the order of their data: where two have different texts of the same record, the later one counts.
        let as_of = |backup: &Backup| {
            let mut imported = known.iter().flat_map(|(_, backups)| backups);
            let imported = imported.find(|known| known.id == backup.id);
            imported.map_or_else(|| backup.dates().as_of(None), |imported| imported.as_of)
        };
        present.sort_by_key(as_of);
        self.remove_gone(&known, &assigned, &present)?;
        if !self.rebuild_required(&present)? {
            return Ok(false);
        }
        self.note_all_user_names()?;
        let is_in_step = self.import_missing_backups(&present)?;
        if is_in_step {
            self.remove_unused_people();
        }
        let mut state = lock(&self.0.state);
        state.is_requested |= !state.needs_rebuild.is_empty();
        Ok(is_in_step)
    }

    /// What is in each library.
    fn known(&self) -> Result<Vec<Known>, LibraryError> {
        let people = self.0.people.ids().into_iter();
        people.map(|person| Ok((person.clone(), self.0.libraries.get(&person)?.backups()?))).collect()
    }

    /// Removes backups that are gone from the libraries, and those that are another person's. `assigned`: the backups of
    /// which it was known whose they are before the folder was read.
    fn remove_gone(
        &self,
        known: &[Known],
        assigned: &[String],
        present: &[Backup],
    ) -> Result<(), LibraryError> {
        let is_present = |id: &str| present.iter().any(|backup| backup.id == id);
        for (person, backups) in known {
            for backup in backups.iter().filter(|backup| !self.is_running_job(&backup.id)) {
                let owner = self.0.people.with(|people| people.owner_of(&backup.id).cloned());
                if is_present(&backup.id) {
                    match owner {
                        Some(owner) if owner == *person => continue,
                        Some(_) => {}
                        // What was stored about it was lost.
                        None => {
                            self.0.people.change(|people| people.assign(&backup.id, person, false));
                            continue;
                        }
                    }
                }
                if self.0.libraries.get(person)?.remove(&backup.id)? == RemoveOutcome::RebuildRequired {
                    self.require_rebuild(person);
                }
                self.update();
            }
        }
        let gone: Vec<&String> =
            assigned.iter().filter(|id| !is_present(id) && !self.is_running_job(id)).collect();
        self.0.people.change(|people| people.backups.retain(|id, _| !gone.contains(&id)));
        Ok(())
    }

    /// Rebuilds the libraries that have to be; `false` if that was cancelled.
    fn rebuild_required(&self, present: &[Backup]) -> Result<bool, LibraryError> {
        let required = std::mem::take(&mut lock(&self.0.state).needs_rebuild);
        let mut required = required.into_iter();
        while let Some(person) = required.next() {
            if !self.0.people.with(|people| people.get(&person).is_some()) {
                continue;
            }
            if let Err(error) = self.rebuild_from(&person, present) {
                self.require_rebuild(&person);
                required.for_each(|other| self.require_rebuild(&other));
                return if matches!(error, LibraryError::Cancelled) { Ok(false) } else { Err(error) };
            }
        }
        Ok(true)
    }

    /// Imports the backups that are in no library; `false` if that was cancelled.
    fn import_missing_backups(&self, present: &[Backup]) -> Result<bool, LibraryError> {
        let known = self.known()?;
        let is_new = |backup: &&Backup| {
            let owner = self.0.people.with(|people| people.owner_of(&backup.id).cloned());
            let library = known.iter().find(|(person, _)| Some(person) == owner.as_ref());
            !library.is_some_and(|(_, known)| known.iter().any(|k| k.id == backup.id && k.is_read))
        };
        let new: Vec<&Backup> = present.iter().filter(is_new).collect();
        for (done, backup) in (0u64..).zip(&new) {
            if self.0.closing.is_cancelled() {
                return Ok(false);
            }
            let Some(folder) = self.0.dir.folder_of(&backup.id) else { continue };
            if self.is_being_published(&folder) {
                continue;
            }
            lock(&self.0.state).queue = Some((done, new.len() as u64));
            let (account, dates) = (backup.account_id.as_ref(), backup.dates());
            let imported = ArchivedExport::open(&folder.join(ARCHIVE), &self.0.closing)
                .map_err(LibraryError::Read)
                .and_then(|export| {
                    self.import_as(&backup.id, account, dates, &export, &self.0.closing, &|_, _| {})
                });
            match imported {
                // It does not matter if the job that published it was faster.
                Ok(_) | Err(LibraryError::AlreadyImported) => self.update_counts(),
                Err(LibraryError::Cancelled) => return Ok(false),
                // An export that cannot be imported must not keep the others out.
                Err(error) if error.is_of_export() => self.update_counts(),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Notes the user names in all libraries. A backup that is gone, or another person's, may have had one that nobody has
    /// any more; so may one that has not been imported again yet.
    fn note_all_user_names(&self) -> Result<(), LibraryError> {
        for (person, library) in self.0.libraries.all() {
            let known = library.backups()?;
            let is_whole = self.0.people.with(|people| {
                let mut own = people.backups.iter().filter(|(_, assigned)| assigned.person == person);
                own.all(|(id, _)| known.iter().any(|backup| backup.id == *id && backup.is_read))
            });
            self.note_user_names(&person, &library, is_whole);
        }
        Ok(())
    }

    /// Removes people without backups, and their libraries.
    pub(super) fn remove_unused_people(&self) {
        self.0.people.change(People::remove_unused);
        // First, so that the library of somebody who is gone is not kept open.
        self.follow_shown();
        self.0.libraries.retain(|| self.0.people.ids());
    }

    /// Whether this is the id of a running job, under which its archive is being imported.
    fn is_running_job(&self, id: &str) -> bool {
        self.0.jobs.get(id).is_some_and(|handle| handle.job.outcome == Outcome::Running)
    }

    /// Whether a running job has just put this folder in place: it assigns the final id itself.
    pub(crate) fn is_being_published(&self, folder: &Path) -> bool {
        let jobs = self.0.jobs.all();
        let mut running = jobs.iter().filter(|handle| handle.job.outcome == Outcome::Running);
        running.any(|handle| {
            let name = handle.job.final_name.as_ref();
            name.is_some_and(|name| self.0.dir.layout(&handle.job).account.join(name) == folder)
        })
    }
}
