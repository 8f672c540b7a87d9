//! Keeps the libraries in step with the backup folder: new backups are imported, removed ones are removed. Each person whose
//! exports are in the folder has a library of their own. One of them is shown, and answers all queries.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::backup::{BackupDir, JobStore};
use crate::error::Error;
use crate::events::{Notifier, Topic};
use crate::library::Library;
use crate::person::{People, PersonId};
use crate::settings::SettingsStore;
use crate::sync::lock;

mod import;
mod importer;
mod libraries;
mod opening;
mod owner;
mod people_commands;
mod people_store;
mod rebuild;
mod status;
mod synchronise;

use libraries::Libraries;
use people_store::PeopleStore;
pub use status::{Building, Imported, LibraryStatus};

/// The shortest time between two updates about a growing library.
const UPDATE_INTERVAL: Duration = Duration::from_millis(150);

/// The libraries and their synchronisation. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct LibrarySync(Arc<Inner>);

struct Inner {
    settings: SettingsStore,
    dir: BackupDir,
    jobs: JobStore,
    notifier: Notifier,
    tasks: TaskTracker,
    closing: CancellationToken,
    libraries: Libraries,
    people: PeopleStore,
    /// Held while the libraries are opened or closed.
    opening: tokio::sync::Mutex<()>,
    /// Held while it is found out whose an export is, and while it is imported: the next one may be the same person's.
    importing: Mutex<()>,
    /// Held while another library becomes the one that is shown.
    showing: Mutex<()>,
    /// Held while what is shown is read from a library, so that an older reading does not replace a newer one.
    reading: Mutex<()>,
    /// Held only for moments, never during an import or a query.
    /// Whether the libraries are being emptied, to be synchronised then.
    is_emptying: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether libraries can be opened.
    is_open: bool,
    /// The library that is shown, and whose it is.
    shown: Option<(PersonId, Arc<Library>)>,
    /// What is known of it, apart from the import in progress.
    status: LibraryStatus,
    /// The import in progress, and into whose library.
    building: Option<(PersonId, Building)>,
    /// How many backups the synchronisation has imported, and of how many.
    queue: Option<(u64, u64)>,
    /// What was imported, by backup.
    imported: HashMap<String, Imported>,
    /// How many records the library of each person has.
    records: HashMap<PersonId, u64>,
    updated: Option<Instant>,
    /// Stops the indexing in the background, so that an import can begin.
    indexing: Option<CancellationToken>,
    /// Whether a synchronisation runs. Checked and set together with `is_requested`, so that no request is lost.
    is_syncing: bool,
    /// Whether something has changed since the running synchronisation began.
    is_requested: bool,
    /// Whose libraries have to be rebuilt. Until that is done, their content stays as it is.
    needs_rebuild: HashSet<PersonId>,
}

impl LibrarySync {
    /// Libraries in `folder` that follow the backup folder. Nothing is opened yet.
    #[must_use]
    pub fn new(
        folder: PathBuf,
        settings: SettingsStore,
        dir: BackupDir,
        jobs: JobStore,
        notifier: Notifier,
        tasks: TaskTracker,
        closing: CancellationToken,
    ) -> Self {
        let people = PeopleStore::new(settings.clone(), dir.is_demo(), notifier.clone());
        Self(Arc::new(Inner {
            libraries: Libraries::new(folder),
            people,
            settings,
            dir,
            jobs,
            notifier,
            tasks,
            closing,
            opening: tokio::sync::Mutex::default(),
            importing: Mutex::default(),
            showing: Mutex::default(),
            reading: Mutex::default(),
            is_emptying: AtomicBool::default(),
            state: Mutex::default(),
        }))
    }

    /// The library that is shown, if it could be opened and is not closed.
    #[must_use]
    pub fn library(&self) -> Option<Arc<Library>> {
        lock(&self.0.state).shown.as_ref().map(|(_, library)| Arc::clone(library))
    }

    /// The library that a backup belongs to; the one that is shown if that has not been determined. Blocks.
    pub fn library_of(&self, backup: &str) -> Result<Arc<Library>, Error> {
        let owner = self.0.people.with(|people| people.owner_of(backup).cloned());
        Ok(self.0.libraries.get(&owner.unwrap_or_else(|| self.0.people.shown()))?)
    }

    /// What is known of the library that is shown.
    #[must_use]
    pub fn status(&self) -> LibraryStatus {
        let state = lock(&self.0.state);
        let shown = state.shown.as_ref().map(|(person, _)| person);
        let building = state.building.as_ref().filter(|(person, _)| Some(person) == shown);
        LibraryStatus { building: building.map(|(_, building)| *building), ..state.status.clone() }
    }

    /// The imported backups of all people, by id.
    #[must_use]
    pub fn imported(&self) -> HashMap<String, Imported> {
        lock(&self.0.state).imported.clone()
    }

    /// The people whose exports are in the backup folder.
    #[must_use]
    pub fn people(&self) -> People {
        self.0.people.get()
    }

    /// How many records the library of each person has.
    #[must_use]
    pub fn records(&self) -> HashMap<PersonId, u64> {
        lock(&self.0.state).records.clone()
    }

    /// Synchronises the libraries with the folder in the background. One synchronisation runs at a time; what changes
    /// meanwhile is taken up before it ends.
    pub fn sync(&self) {
        {
            let mut state = lock(&self.0.state);
            state.is_requested = true;
            if state.is_syncing || !state.is_open || self.0.closing.is_cancelled() {
                return;
            }
            state.is_syncing = true;
        }
        let sync = self.clone();
        self.0.tasks.spawn_blocking(move || sync.run());
    }

    fn run(&self) {
        /// Says that no synchronisation runs, even if this one panics.
        struct Running<'s>(&'s LibrarySync);
        impl Drop for Running<'_> {
            fn drop(&mut self) {
                lock(&self.0.0.state).is_syncing = false;
            }
        }
        let running = Running(self);
        loop {
            lock(&self.0.state).is_requested = false;
            let result = self.synchronise();
            {
                let mut state = lock(&self.0.state);
                (state.building, state.queue) = (None, None);
                match result {
                    Ok(is_in_step) if is_in_step => state.status.problem = None,
                    Ok(_) => {}
                    Err(error) => state.status.problem = Some(Error::from(error).into_problem()),
                }
            }
            self.update_counts();
            self.update();
            let mut state = lock(&self.0.state);
            if !state.is_requested || self.0.closing.is_cancelled() {
                // Under the lock, so that a request from now on starts a synchronisation of its own.
                state.is_syncing = false;
                break;
            }
        }
        // It has said so already; another synchronisation may be running by now.
        std::mem::forget(running);
        self.complete_indexes();
    }

    fn is_update_due(&self) -> bool {
        lock(&self.0.state).updated.is_none_or(|updated| updated.elapsed() >= UPDATE_INTERVAL)
    }

    /// Reads the summary of the library that is shown, and tells. Blocks.
    fn update(&self) {
        let _reading = lock(&self.0.reading);
        let summary = self.library().and_then(|library| library.summary().ok());
        {
            let mut state = lock(&self.0.state);
            state.status.summary = summary;
            state.updated = Some(Instant::now());
        }
        self.0.notifier.changed(Topic::Library);
    }

    /// Reads what was imported and tells if it has changed. Blocks.
    fn update_counts(&self) {
        let _reading = lock(&self.0.reading);
        let (mut imported, mut records) = (HashMap::new(), HashMap::new());
        for (person, library) in self.0.libraries.all() {
            let (Ok(backups), Ok(summary)) = (library.backups(), library.summary()) else { continue };
            records.insert(person, summary.records);
            imported.extend(backups.into_iter().filter_map(|backup| {
                let counts = library.import_counts(&backup.id).ok().flatten()?;
                Some((backup.id, Imported { counts, as_of: backup.as_of }))
            }));
        }
        let (is_changed, is_other_size) = {
            let mut state = lock(&self.0.state);
            let is_changed = state.imported != imported;
            let is_other_size = state.records != records;
            (state.imported, state.records) = (imported, records);
            (is_changed, is_other_size)
        };
        if is_changed {
            self.0.notifier.changed(Topic::Backups);
        }
        if is_other_size {
            self.0.notifier.changed(Topic::People);
        }
    }
}
