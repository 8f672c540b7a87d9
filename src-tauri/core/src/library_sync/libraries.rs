//! The open libraries, one for each person.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use crate::files;
use crate::library::{Library, LibraryError};
use crate::person::PersonId;
use crate::sync::lock;

/// How long the removal of a library waits for queries.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// How often something that waits checks whether it can go on.
pub(super) const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The libraries, each opened when it is first needed. Those of few people are open at a time.
pub(super) struct Libraries {
    folder: PathBuf,
    /// `None` once closed. Held while a library is opened, and never by queries.
    open: Mutex<Option<HashMap<PersonId, Arc<Library>>>>,
}

impl Libraries {
    /// Libraries in this folder. Nothing is opened yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::default() }
    }

    /// The folder that has the folders of all libraries.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Prepares the folder. Removes the libraries of everybody else than `people`. Blocks.
    pub(super) fn prepare(&self, people: &[PersonId]) -> Result<(), LibraryError> {
        let mut open = lock(&self.open);
        Library::prepare_parent(&self.folder)?;
        files::create_private_folder(&self.folder).map_err(LibraryError::Files)?;
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_of_nobody = |name: &str| !people.iter().any(|person| person == name);
        for entry in entries.filter(|entry| is_of_nobody(&entry.file_name().to_string_lossy())) {
            if entry.path().is_dir() {
                remove_folder(&entry.path());
            }
        }
        open.get_or_insert_default();
        Ok(())
    }

    /// The library of a person. Opens or creates it. Blocks.
    pub(super) fn get(&self, person: &str) -> Result<Arc<Library>, LibraryError> {
        let mut open = lock(&self.open);
        let open = open.as_mut().ok_or(LibraryError::NotFound("library"))?;
        if let Some(library) = open.get(person) {
            return Ok(Arc::clone(library));
        }
        let library = Arc::new(Library::open(&self.folder.join(person), TimeZone::system())?);
        open.insert(person.to_owned(), Arc::clone(&library));
        Ok(library)
    }

    /// The libraries that are open.
    pub(super) fn all(&self) -> Vec<(PersonId, Arc<Library>)> {
        let open = lock(&self.open);
        let each = open.iter().flatten();
        each.map(|(person, library)| (person.clone(), Arc::clone(library))).collect()
    }

    /// Removes the libraries of everybody else than `people`, which is asked while no library can be opened. Waits for queries
    /// that still read them, for some seconds. Blocks.
    pub(super) fn retain(&self, people: impl Fn() -> Vec<PersonId>) {
        let gone: Vec<(PersonId, Arc<Library>)> = {
            let mut open = lock(&self.open);
            let Some(open) = open.as_mut() else { return };
            let people = people();
            open.extract_if(|person, _| !people.contains(person)).collect()
        };
        for (person, library) in gone {
            wait_until_closed(library);
            let open = lock(&self.open);
            // Who has come back meanwhile, by an answer of the user, keeps the library.
            if !people().contains(&person) && open.as_ref().is_some_and(|open| !open.contains_key(&person)) {
                remove_folder(&self.folder.join(person));
            }
        }
    }

    /// Deletes the files of a library that cannot be opened. Blocks.
    pub(super) fn discard(&self, person: &str) {
        remove_folder(&self.folder.join(person));
    }

    /// Closes all libraries once no query uses them any more. Blocks.
    pub(super) fn close(&self) {
        lock(&self.open).take();
    }
}

/// Waits until nobody uses a library any more: on Windows, files that are open cannot be removed. Blocks.
fn wait_until_closed(library: Arc<Library>) {
    let began = Instant::now();
    let users = Arc::downgrade(&library);
    drop(library);
    while users.strong_count() > 0 && began.elapsed() < CLOSE_TIMEOUT {
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// Removes a folder. What is left of it, for example because a query is still reading, is removed at the next start.
fn remove_folder(folder: &Path) {
    if let Err(error) = files::remove_folder(folder) {
        tracing::warn!(%error, "the folder of a library could not be removed");
    }
}
