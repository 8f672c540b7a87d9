//! Importing all backups again.

use std::sync::atomic::Ordering;

use super::{Building, LibrarySync};
use crate::archive::ARCHIVE;
use crate::backup::{ArchivedExport, Backup};
use crate::error::Error;
use crate::library::read;
use crate::library::{LibraryError, RebuildSource, Rename};
use crate::problem::ProblemCode;
use crate::sync::lock;

impl LibrarySync {
    /// Empties all libraries and imports every backup again.
    pub async fn rebuild(&self) -> Result<(), Error> {
        /// Says that nothing is being emptied, whatever happened.
        struct Emptying<'s>(&'s LibrarySync);
        impl Drop for Emptying<'_> {
            fn drop(&mut self) {
                self.0.0.is_emptying.store(false, Ordering::SeqCst);
            }
        }
        self.0.is_emptying.store(true, Ordering::SeqCst);
        let _emptying = Emptying(self);
        let sync = self.clone();
        let emptied = tokio::task::spawn_blocking(move || {
            let emptied = sync.empty();
            sync.update_counts();
            sync.update();
            emptied
        });
        emptied.await.map_err(|error| Error::Bug(error.to_string()))??;
        self.open().await;
        if self.library().is_none() {
            return Err(Error::Plain(ProblemCode::LibraryUnusable));
        }
        lock(&self.0.state).status.problem = None;
        self.sync();
        Ok(())
    }

    /// Empties all libraries. The files of those that cannot be opened are deleted. Blocks.
    fn empty(&self) -> Result<(), LibraryError> {
        let is_open = lock(&self.0.state).is_open;
        for person in self.0.people.ids() {
            match self.0.libraries.get(&person) {
                Ok(library) => library.reset()?,
                Err(_) => self.0.libraries.discard(&person),
            }
        }
        if is_open {
            self.follow_shown();
        }
        Ok(())
    }

    /// Imports a person's backups again, because the user said what a file of this one is.
    pub fn import_again(&self, backup: &str) {
        let owner = self.0.people.with(|people| people.owner_of(backup).cloned());
        self.require_rebuild(&owner.unwrap_or_else(|| self.0.people.shown()));
        self.sync();
    }

    /// Says that two names are those of the same person or group in the exports of the person who is shown, or, without a
    /// later name, that an earlier name is somebody else's. Imports the person's backups again if that is new. Blocks.
    pub fn set_rename(&self, earlier: String, later: Option<String>, is_group: bool) {
        let shown = self.0.people.shown();
        let is_new = self.0.people.change(|people| match later {
            Some(later) => people.join_names(&shown, Rename { earlier, later, is_group, until: None }),
            None => people.separate_names(&shown, &earlier, is_group),
        });
        if is_new {
            self.require_rebuild(&shown);
            self.sync();
        }
    }

    /// The next synchronisation rebuilds the library of this person.
    pub(super) fn require_rebuild(&self, person: &str) {
        lock(&self.0.state).needs_rebuild.insert(person.to_owned());
    }

    /// Rebuilds the library of a person from the backups in the folder. The old content is shown until that is done. Blocks.
    pub(super) fn rebuild_from(&self, person: &str, present: &[Backup]) -> Result<(), LibraryError> {
        let library = self.0.libraries.get(person)?;
        let people = self.0.people.get();
        let own =
            present.iter().filter(|backup| people.owner_of(&backup.id).is_some_and(|owner| owner == person));
        let sources = own.filter_map(|backup| {
            let archive = self.0.dir.folder_of(&backup.id)?.join(ARCHIVE);
            Some(RebuildSource {
                id: backup.id.clone(),
                dates: backup.dates(),
                open: ArchivedExport::opener(archive),
                choices: self.choices(&backup.id, person, backup.dates()),
            })
        });
        let sources: Vec<RebuildSource> = sources.collect();
        if let Some(indexing) = lock(&self.0.state).indexing.take() {
            indexing.cancel();
        }
        let backups_total = sources.len() as u64;
        let size =
            |source: &RebuildSource| (source.open)(&self.0.closing).map_or(0, |export| read::size(&*export));
        let sizes: Vec<u64> = sources.iter().map(size).collect();
        library.rebuild(&sources, &self.0.closing, &|backups, bytes, records| {
            let current = usize::try_from(backups).ok().and_then(|index| sizes.get(index));
            let bytes_total = current.copied().unwrap_or(0);
            let building = Building { backups, backups_total, records, bytes, bytes_total };
            lock(&self.0.state).building = Some((person.to_owned(), building));
            if self.is_update_due() {
                self.update();
            }
        })
    }
}
