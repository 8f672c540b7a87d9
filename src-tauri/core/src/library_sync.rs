//! Keeps the library in step with the backup folder: new backups are imported, removed ones are removed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::archive::ARCHIVE;
use crate::backup::{Backup, BackupDir, JobStore, Outcome};
use crate::error::Error;
use crate::events::{Notifier, Topic};
use crate::library::{ImportCounts, ImportSource, Library, LibraryError, RebuildSource, RemoveOutcome};
use crate::problem::ProblemCode;
use crate::settings::SettingsStore;
use crate::sync::lock;

mod importer;
mod status;

pub use status::{Building, LibraryStatus};

/// The shortest time between two updates about a growing library.
const UPDATE_INTERVAL: Duration = Duration::from_millis(150);

/// The library and its synchronisation. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct LibrarySync(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    settings: SettingsStore,
    dir: BackupDir,
    jobs: JobStore,
    notifier: Notifier,
    tasks: TaskTracker,
    closing: CancellationToken,
    /// Held only for moments, never during an import or a query.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    library: Option<Arc<Library>>,
    status: LibraryStatus,
    /// Import results by backup.
    counts: HashMap<String, ImportCounts>,
    updated: Option<Instant>,
    /// Stops the indexing in the background, so that an import can begin.
    indexing: Option<CancellationToken>,
    /// Whether a synchronisation runs. Checked and set together with `is_requested`, so that no request is lost.
    is_syncing: bool,
    /// Whether something has changed since the running synchronisation began.
    is_requested: bool,
    /// Whether the library has to be rebuilt. Until that is done, its content stays as it is.
    needs_rebuild: bool,
}

impl LibrarySync {
    /// A library in `folder` that follows the backup folder. Nothing is opened yet.
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
        let state = Mutex::default();
        Self(Arc::new(Inner { folder, settings, dir, jobs, notifier, tasks, closing, state }))
    }

    /// Opens the library and begins to synchronise it.
    pub async fn open(&self) {
        let folder = self.0.folder.clone();
        let opened = tokio::task::spawn_blocking(move || Library::open(&folder, TimeZone::system())).await;
        {
            let mut state = lock(&self.0.state);
            match opened {
                Ok(Ok(library)) => state.library = Some(Arc::new(library)),
                Ok(Err(error)) => state.status.problem = Some(Error::from(error).into_problem()),
                Err(error) => state.status.problem = Some(Error::Bug(error.to_string()).into_problem()),
            }
        }
        self.sync();
    }

    /// The library, if it could be opened.
    #[must_use]
    pub fn library(&self) -> Option<Arc<Library>> {
        lock(&self.0.state).library.clone()
    }

    /// What is known of the library.
    #[must_use]
    pub fn status(&self) -> LibraryStatus {
        lock(&self.0.state).status.clone()
    }

    /// The import results of all backups.
    #[must_use]
    pub fn counts(&self) -> HashMap<String, ImportCounts> {
        lock(&self.0.state).counts.clone()
    }

    /// Synchronises the library with the folder in the background. One synchronisation runs at a time; what changes
    /// meanwhile is taken up before it ends.
    pub fn sync(&self) {
        {
            let mut state = lock(&self.0.state);
            state.is_requested = true;
            if state.is_syncing || state.library.is_none() || self.0.closing.is_cancelled() {
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
            let result = self.import_new();
            {
                let mut state = lock(&self.0.state);
                state.status.building = None;
                if let Err(error) = result {
                    state.status.problem = Some(Error::from(error).into_problem());
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
        self.complete_index();
    }

    fn import_new(&self) -> Result<(), LibraryError> {
        let Some(library) = self.library() else { return Ok(()) };
        // Before the folder is read: a backup that a job publishes in between is then not taken for a removed one.
        let known = library.backups()?;
        let mut present = match self.0.dir.scan() {
            Ok(present) => present,
            // A folder that is missing or cannot be read says nothing about the backups in it.
            Err(error) => {
                tracing::info!(%error, "the library is not synchronised: the backup folder cannot be read");
                return Ok(());
            }
        };
        present.sort_by_key(|backup| backup.saved_at);
        for known in &known {
            let is_present = present.iter().any(|backup| backup.id == known.id);
            if !is_present && !self.is_running_job(&known.id) {
                if library.remove(&known.id)? == RemoveOutcome::RebuildRequired {
                    self.require_rebuild();
                }
                self.update();
            }
        }
        if std::mem::take(&mut lock(&self.0.state).needs_rebuild)
            && let Err(error) = self.rebuild_from(&library, &present)
        {
            self.require_rebuild();
            return if matches!(error, LibraryError::Cancelled) { Ok(()) } else { Err(error) };
        }
        let known = library.backups()?;
        let is_new = |backup: &&Backup| !known.iter().any(|k| k.id == backup.id && k.is_read);
        let new: Vec<&Backup> = present.iter().filter(is_new).collect();
        for (done, backup) in (0u64..).zip(&new) {
            if self.0.closing.is_cancelled() {
                return Ok(());
            }
            let Some(folder) = self.0.dir.folder_of(&backup.id) else { continue };
            if self.is_being_published(&folder) {
                continue;
            }
            let building = Building { backups: done, backups_total: new.len() as u64, ..Building::default() };
            lock(&self.0.state).status.building = Some(building);
            let archive = folder.join(ARCHIVE);
            match self.import_as(&backup.id, backup.saved_at, &archive, &self.0.closing, &|_, _| {}) {
                // An archive that cannot be read must not keep the others out.
                // Nor does it matter if the job that published it was faster.
                Ok(_) | Err(LibraryError::Read(_) | LibraryError::AlreadyImported) => self.update_counts(),
                Err(LibraryError::Cancelled) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next synchronisation rebuilds the library.
    fn require_rebuild(&self) {
        lock(&self.0.state).needs_rebuild = true;
    }

    /// Rebuilds the library from the backups in the folder. The old content is shown until that is done. Blocks.
    fn rebuild_from(&self, library: &Library, present: &[Backup]) -> Result<(), LibraryError> {
        let sources = present.iter().filter_map(|backup| {
            let archive = self.0.dir.folder_of(&backup.id)?.join(ARCHIVE);
            let choices = self.0.settings.with(|settings| settings.choices.get(&backup.id).cloned());
            Some(RebuildSource {
                id: backup.id.clone(),
                saved_at: backup.saved_at.as_millisecond(),
                archive,
                choices: choices.unwrap_or_default(),
            })
        });
        let sources: Vec<RebuildSource> = sources.collect();
        if let Some(indexing) = lock(&self.0.state).indexing.take() {
            indexing.cancel();
        }
        let backups_total = sources.len() as u64;
        let size = |source: &RebuildSource| crate::library::read::archive::size(&source.archive).unwrap_or(0);
        let sizes: Vec<u64> = sources.iter().map(size).collect();
        library.rebuild(&sources, &self.0.closing, &|backups, bytes, records| {
            let current = usize::try_from(backups).ok().and_then(|index| sizes.get(index));
            let bytes_total = current.copied().unwrap_or(0);
            let building = Building { backups, backups_total, records, bytes, bytes_total };
            lock(&self.0.state).status.building = Some(building);
            if self.is_update_due() {
                self.update();
            }
        })
    }

    /// Whether this is the id of a running job, under which its archive is being imported.
    fn is_running_job(&self, id: &str) -> bool {
        self.0.jobs.get(id).is_some_and(|handle| handle.job.outcome == Outcome::Running)
    }

    /// Whether a running job has just put this folder in place: it assigns the final id itself.
    fn is_being_published(&self, folder: &Path) -> bool {
        let jobs = self.0.jobs.all();
        let mut running = jobs.iter().filter(|handle| handle.job.outcome == Outcome::Running);
        running.any(|handle| {
            let name = handle.job.final_name.as_ref();
            name.is_some_and(|name| self.0.dir.layout(&handle.job).account.join(name) == folder)
        })
    }

    fn import_as(
        &self,
        id: &str,
        saved_at: Timestamp,
        archive: &Path,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        let library = self.library().ok_or(LibraryError::NotFound("library"))?;
        let bytes_total = crate::library::read::archive::size(archive).unwrap_or(0);
        let (backups, backups_total) = {
            let mut state = lock(&self.0.state);
            if let Some(indexing) = state.indexing.take() {
                indexing.cancel();
            }
            state.status.building.map_or((0, 1), |b| (b.backups, b.backups_total.max(1)))
        };
        let show = |bytes, records| {
            let building = Building { backups, backups_total, records, bytes, bytes_total };
            lock(&self.0.state).status.building = Some(building);
        };
        show(0, 0);
        let is_first = AtomicBool::new(true);
        let choices = self.0.settings.with(|settings| settings.choices.get(id).cloned()).unwrap_or_default();
        let source = ImportSource { id, saved_at: saved_at.as_millisecond(), archive };
        let result = library.import(&source, &choices, cancel, &|bytes, records| {
            show(bytes, records);
            progress(bytes, records);
            // The first records are shown at once: somebody is waiting for them.
            if records > 0 && is_first.swap(false, Ordering::Relaxed) || self.is_update_due() {
                self.update();
            }
        });
        {
            let mut state = lock(&self.0.state);
            if backups_total == 1 {
                state.status.building = None;
            }
            match &result {
                Ok(_) => state.status.problem = None,
                Err(LibraryError::Cancelled) => {}
                Err(error) => tracing::error!(%error, "an export could not be imported"),
            }
        }
        self.update();
        result
    }

    /// Completes what search needs beyond words, in the background.
    fn complete_index(&self) {
        let Some(library) = self.library() else { return };
        let cancel = self.0.closing.child_token();
        lock(&self.0.state).indexing = Some(cancel.clone());
        match library.complete_index(&cancel) {
            Ok(true) => self.update(),
            Ok(false) | Err(LibraryError::Cancelled) => {}
            Err(error) => tracing::error!(%error, "a search index could not be completed"),
        }
        lock(&self.0.state).indexing = None;
    }

    /// Empties the library and imports every backup again.
    pub async fn rebuild(&self) -> Result<(), Error> {
        if let Some(library) = self.library() {
            let cleared = tokio::task::spawn_blocking(move || library.reset()).await;
            cleared.map_err(|error| Error::Bug(error.to_string()))??;
        } else {
            let folder = self.0.folder.clone();
            let removed = tokio::task::spawn_blocking(move || crate::files::remove_folder(&folder)).await;
            if let Ok(Err(error)) | Err(error) = removed.map_err(std::io::Error::other) {
                tracing::warn!(%error, "the library's folder could not be removed");
            }
            self.open().await;
        }
        if self.library().is_none() {
            return Err(Error::Plain(ProblemCode::LibraryUnusable));
        }
        lock(&self.0.state).status.problem = None;
        self.sync();
        Ok(())
    }

    /// Imports all backups again, for example because the person said what a file of one of them is.
    pub fn import_again(&self) {
        self.require_rebuild();
        self.sync();
    }

    fn is_update_due(&self) -> bool {
        lock(&self.0.state).updated.is_none_or(|updated| updated.elapsed() >= UPDATE_INTERVAL)
    }

    /// Reads the summary and tells. Blocks.
    fn update(&self) {
        let summary = self.library().and_then(|library| library.summary().ok());
        {
            let mut state = lock(&self.0.state);
            state.status.summary = summary;
            state.updated = Some(Instant::now());
        }
        self.0.notifier.changed(Topic::Library);
    }

    /// Reads the import results of all backups and tells if they have changed. Blocks.
    fn update_counts(&self) {
        let Some(library) = self.library() else { return };
        let Ok(backups) = library.backups() else { return };
        let counts: HashMap<String, ImportCounts> = backups
            .into_iter()
            .filter_map(|backup| Some((library.import_counts(&backup.id).ok().flatten()?, backup.id)))
            .map(|(counts, id)| (id, counts))
            .collect();
        let is_changed = {
            let mut state = lock(&self.0.state);
            let is_changed = state.counts != counts;
            state.counts = counts;
            is_changed
        };
        if is_changed {
            self.0.notifier.changed(Topic::Backups);
        }
    }
}
