//! Keeps the library in step with the folder: what is saved is read in, what is gone is forgotten.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use crate::archive::ARCHIVE;
use crate::backup;
use crate::core::{Core, lock, plain};
use crate::error::Error;
use crate::library::read::Choices;
use crate::library::{ImportSource, Library, LibraryError, RebuildSource, RemoveOutcome};
use crate::problem::{Problem, ProblemCode};
use crate::view::{BackupView, BuildingView, Change, ImportCounts, LibraryView, Outcome};

/// The window hears of a growing library about this often.
const BETWEEN_MESSAGES: Duration = Duration::from_millis(150);

/// The library and what is being done to it.
#[derive(Default)]
pub(crate) struct Bookkeeping {
    /// `None` until it is open, or if it cannot be opened.
    library: Option<Arc<Library>>,
    building: Option<BuildingView>,
    problem: Option<Problem>,
    told: Option<Instant>,
    /// Ends the making of indexes in the background, so that reading may begin.
    indexing: Option<CancellationToken>,
    /// Whether removing or renaming something takes a rebuild of the whole library.
    rebuild_required: bool,
}

impl Core {
    /// Opens the library, off the way of everything else, and brings it up to date.
    pub(crate) async fn open_library(&self) {
        let folder = self.config.paths.library();
        let opened = tokio::task::spawn_blocking(move || Library::open(&folder, TimeZone::system())).await;
        let mut books = lock(&self.books);
        match opened {
            Ok(Ok(library)) => books.library = Some(Arc::new(library)),
            Ok(Err(error)) => books.problem = Some(Error::from(error).into_problem()),
            Err(error) => books.problem = Some(Error::Bug(error.to_string()).into_problem()),
        }
        drop(books);
        self.emit_library();
        self.keep_up();
    }

    /// The library, if it could be opened.
    pub(crate) fn library(&self) -> Option<Arc<Library>> {
        lock(&self.books).library.clone()
    }

    pub(crate) fn library_view(&self) -> LibraryView {
        let (library, building, problem) = {
            let books = lock(&self.books);
            (books.library.clone(), books.building, books.problem.clone())
        };
        let Some(summary) = library.and_then(|library| library.summary().ok()) else {
            return LibraryView { building, problem, ..LibraryView::default() };
        };
        LibraryView {
            version: summary.version,
            building,
            records: summary.records,
            from: summary.span.map(|(from, _)| from * 1000),
            to: summary.span.map(|(_, to)| to * 1000),
            backups: summary.backups,
            groups: summary.groups,
            words_ready: summary.words_ready,
            trigrams_ready: summary.trigrams_ready,
            problem,
        }
    }

    pub(crate) fn emit_library(&self) {
        lock(&self.books).told = Some(Instant::now());
        self.hub.publish(|| Some(Change::Library(Box::new(self.library_view()))));
    }

    fn is_time_to_tell(&self) -> bool {
        lock(&self.books).told.is_none_or(|told| told.elapsed() >= BETWEEN_MESSAGES)
    }

    /// Reads one archive in, under this id. `tell` gets the bytes and records so far. Blocks.
    pub(crate) fn read_in(
        &self,
        id: &str,
        saved_at: i64,
        archive: &Path,
        cancel: &CancellationToken,
        tell: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError> {
        let Some(library) = self.library() else { return Err(LibraryError::NotFound("library")) };
        if let Some(indexing) = lock(&self.books).indexing.take() {
            indexing.cancel();
        }
        let choices: Choices = lock(&self.settings).choices.get(id).cloned().unwrap_or_default();
        let bytes_total = crate::library::read::archive::size(archive).unwrap_or(0);
        let total = lock(&self.books).building.map_or((0, 1), |b| (b.backups, b.backups_total.max(1)));
        let show = |bytes, records| {
            lock(&self.books).building =
                Some(BuildingView { backups: total.0, backups_total: total.1, records, bytes, bytes_total });
        };
        show(0, 0);
        let is_first = AtomicBool::new(true);
        let result =
            library.import(&ImportSource { id, saved_at, archive }, &choices, cancel, &|bytes, records| {
                show(bytes, records);
                tell(bytes, records);
                // The first records are told at once: somebody waits for them.
                if records > 0 && is_first.swap(false, Ordering::Relaxed) || self.is_time_to_tell() {
                    self.emit_library();
                }
            });
        let mut books = lock(&self.books);
        if total.1 == 1 {
            books.building = None;
        }
        match &result {
            Ok(_) => books.problem = None,
            Err(LibraryError::Cancelled) => {}
            Err(error) => tracing::error!(%error, "an export could not be read into the library"),
        }
        drop(books);
        self.emit_library();
        result
    }

    /// Brings the library up to date with the folder, in the background. One such task at a time; what changes while it
    /// runs, it sees before it ends.
    pub fn keep_up(&self) {
        if self.library().is_none() || self.keeping_up.swap(true, Ordering::SeqCst) {
            self.keep_up_again.store(true, Ordering::SeqCst);
            return;
        }
        let core = self.clone();
        tokio::task::spawn_blocking(move || {
            loop {
                core.keep_up_again.store(false, Ordering::SeqCst);
                if let Err(error) = core.read_folder() {
                    let problem = Error::from(error).into_problem();
                    lock(&core.books).problem = Some(problem);
                }
                lock(&core.books).building = None;
                core.emit_library();
                core.emit_records();
                if !core.keep_up_again.load(Ordering::SeqCst) || core.is_closing() {
                    break;
                }
            }
            core.keeping_up.store(false, Ordering::SeqCst);
            core.complete_index();
        });
    }

    fn read_folder(&self) -> Result<(), LibraryError> {
        let Some(library) = self.library() else { return Ok(()) };
        let root = self.folder();
        if !root.is_dir() {
            // A drive that is away is no reason to forget what was on it.
            return Ok(());
        }
        let mut present = backup::scan(&root, self.is_demo());
        present.sort_by_key(|backup| backup.saved_at);
        for known in library.backups()? {
            let is_here = present.iter().any(|backup| backup.id == known.id);
            if !is_here && !self.is_being_read(&known.id) {
                if library.remove(&known.id)? == RemoveOutcome::RebuildRequired {
                    self.require_rebuild();
                }
                self.emit_library();
            }
        }
        if std::mem::take(&mut lock(&self.books).rebuild_required) {
            match self.rebuild_from(&library, &root, &present) {
                Ok(()) => self.emit_records(),
                Err(error) => {
                    self.require_rebuild();
                    return if matches!(error, LibraryError::Cancelled) { Ok(()) } else { Err(error) };
                }
            }
        }
        let known = library.backups()?;
        let is_new = |backup: &&BackupView| !known.iter().any(|k| k.id == backup.id && k.is_read);
        let new: Vec<&BackupView> = present.iter().filter(is_new).collect();
        for (done, backup) in (0u64..).zip(&new) {
            if self.is_closing() {
                return Ok(());
            }
            let Some(folder) = backup::folder_of(&root, &backup.id) else { continue };
            if self.is_being_put(&folder) {
                continue;
            }
            let building = BuildingView {
                backups: done,
                backups_total: new.len() as u64,
                records: 0,
                bytes: 0,
                bytes_total: 0,
            };
            lock(&self.books).building = Some(building);
            match self.read_in(
                &backup.id,
                backup.saved_at,
                &folder.join(ARCHIVE),
                &self.closing(),
                &|_, _| {},
            ) {
                // One archive that cannot be read must not keep the others out.
                Ok(_) | Err(LibraryError::Read(_)) => self.emit_records(),
                Err(LibraryError::Cancelled) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next update of the library rebuilds it. Until that is done, its content stays as it is.
    pub(crate) fn require_rebuild(&self) {
        lock(&self.books).rebuild_required = true;
    }

    /// Rebuilds the library from the backups in the folder. Blocks.
    fn rebuild_from(
        &self,
        library: &Library,
        root: &Path,
        present: &[BackupView],
    ) -> Result<(), LibraryError> {
        let sources: Vec<RebuildSource> = present
            .iter()
            .filter_map(|backup| {
                let archive = backup::folder_of(root, &backup.id)?.join(ARCHIVE);
                let choices = lock(&self.settings).choices.get(&backup.id).cloned().unwrap_or_default();
                Some(RebuildSource { id: backup.id.clone(), saved_at: backup.saved_at, archive, choices })
            })
            .collect();
        if let Some(indexing) = lock(&self.books).indexing.take() {
            indexing.cancel();
        }
        let backups_total = sources.len() as u64;
        let sizes: Vec<u64> = sources
            .iter()
            .map(|source| crate::library::read::archive::size(&source.archive).unwrap_or(0))
            .collect();
        library.rebuild(&sources, &self.closing(), &|backups, bytes, records| {
            let bytes_total =
                usize::try_from(backups).ok().and_then(|at| sizes.get(at).copied()).unwrap_or(0);
            lock(&self.books).building =
                Some(BuildingView { backups, backups_total, records, bytes, bytes_total });
            if self.is_time_to_tell() {
                self.emit_library();
            }
        })
    }

    /// Whether a job is reading this one in, under its own id.
    fn is_being_read(&self, id: &str) -> bool {
        lock(&self.jobs).get(id).is_some_and(|live| live.job.outcome == Outcome::Running)
    }

    /// Whether a job has just put this folder in its place, and gives it its name in the library itself.
    fn is_being_put(&self, folder: &Path) -> bool {
        let jobs = lock(&self.jobs);
        let mut running = jobs.values().filter(|live| live.job.outcome == Outcome::Running);
        running.any(|live| backup::is_made_by(folder, &live.job))
    }

    /// Makes what search needs beyond words, in the background.
    fn complete_index(&self) {
        let Some(library) = self.library() else { return };
        let cancel = self.closing().child_token();
        lock(&self.books).indexing = Some(cancel.clone());
        match library.complete_index(&cancel) {
            Ok(true) => self.emit_library(),
            Ok(false) | Err(LibraryError::Cancelled) => {}
            Err(error) => tracing::error!(%error, "an index could not be made"),
        }
        lock(&self.books).indexing = None;
    }

    /// Forgets the library and reads every backup again.
    pub async fn rebuild_library(&self) -> Result<(), Error> {
        if let Some(library) = self.library() {
            self.blocking(move || library.reset()).await?;
        } else {
            let folder = self.config.paths.library();
            let _ = std::fs::remove_dir_all(folder);
            self.open_library().await;
        }
        if self.library().is_none() {
            // Whatever stands in its way is still there.
            return Err(plain(ProblemCode::LibraryUnusable));
        }
        lock(&self.books).problem = None;
        self.emit_library();
        self.emit_records();
        self.keep_up();
        Ok(())
    }

    /// Gives a backup the id it has in the folder, once it stands there.
    pub(crate) fn settle_in(&self, job: &str, backup: &str) {
        let Some(library) = self.library() else { return };
        match library.rename(job, backup) {
            Ok(true) => {}
            // The library was emptied since: all backups are read again, this one among them.
            Ok(false) => self.keep_up(),
            Err(error) => tracing::error!(%error, "a backup could not be renamed in the library"),
        }
    }

    /// Takes out what a job had read before it stopped.
    pub(crate) fn forget_read(&self, job: &str) {
        let Some(library) = self.library() else { return };
        match library.remove(job) {
            Ok(RemoveOutcome::Removed) => self.emit_library(),
            Ok(RemoveOutcome::RebuildRequired) => {
                self.require_rebuild();
                self.keep_up();
            }
            Err(error) => tracing::error!(%error, "what was read could not be taken out again"),
        }
    }

    /// Puts the figures of the library into the list of backups.
    pub(crate) fn add_records(&self, backups: &mut [BackupView]) {
        let Some(library) = self.library() else { return };
        for backup in backups {
            backup.records = library.import_counts(&backup.id).ok().flatten();
        }
    }

    fn emit_records(&self) {
        let mut backups = lock(&self.backups).clone();
        self.add_records(&mut backups);
        let is_changed = {
            let mut now = lock(&self.backups);
            // Only the figures: the list itself may have changed meanwhile.
            let mut is_changed = false;
            for backup in now.iter_mut() {
                if let Some(fresh) = backups.iter().find(|fresh| fresh.id == backup.id)
                    && fresh.records != backup.records
                {
                    backup.records = fresh.records;
                    is_changed = true;
                }
            }
            is_changed
        };
        if is_changed {
            self.hub.publish(|| Some(Change::Backups(lock(&self.backups).clone())));
        }
    }

    /// Runs something that blocks.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, LibraryError> + Send + 'static,
    ) -> Result<T, Error> {
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => Ok(result?),
            Err(error) => Err(Error::Bug(error.to_string())),
        }
    }

    /// The path of a backup's folder, if it is there.
    pub(crate) fn backup_folder(&self, id: &str) -> Option<PathBuf> {
        backup::folder_of(&self.folder(), id)
    }
}
