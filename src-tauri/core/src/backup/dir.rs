//! The backup folder: where it is, whether it can be used, which backups are in it and how they verify.
//!
//! What is shown comes from memory. The disk is read on threads that may block, with a time limit, so a network share
//! that hangs delays nothing else.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::bag_info::{self, Backup, Scan};
use super::layout::Layout;
use super::marker::{self, Found};
use super::verification::CheckState;
use super::{Job, JobId};
use crate::archive::ArchiveError;
use crate::error::Error;
use crate::events::{Notifier, Topic};
use crate::files;
use crate::ledger::{Contents, Ledger};
use crate::problem::{Problem, ProblemCode};
use crate::settings::{BackupFolder, FolderMove, SettingsStore};
use crate::sync::lock;

mod choose;
mod delete;
mod move_progress;
mod relocate;
mod verify;
mod work;

pub use delete::delete_for_good;
pub use move_progress::MoveProgress;
pub use relocate::{Move, Moved};

/// How long a look at the folder may take before it counts as unreachable.
const LOOK_TIMEOUT: Duration = Duration::from_secs(10);

/// Why the backup folder cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FolderProblem {
    /// It is not there. Its drive may be disconnected.
    Missing,
    /// Its volume does not answer.
    Unreachable,
    /// Nothing can be written to it.
    NotWritable,
}

/// The state of the backup folder when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderState {
    /// Bytes free on its volume, where the system tells.
    pub free_bytes: Option<u64>,
    /// Why it cannot be used, if so.
    pub problem: Option<Problem>,
}

/// What a look at the folder found.
pub(super) struct Seen {
    free_bytes: Option<u64>,
    problem: Option<FolderProblem>,
    scan: Scan,
}

impl FolderState {
    /// Takes what was found. A problem that lasts keeps its reference.
    fn take(&mut self, free_bytes: Option<u64>, problem: Option<FolderProblem>) {
        self.free_bytes = free_bytes;
        let Some(problem) = problem else {
            self.problem = None;
            return;
        };
        let (code, cause) = match problem {
            FolderProblem::Missing => (ProblemCode::FolderMissing, "the folder is not there"),
            FolderProblem::Unreachable => (ProblemCode::FolderUnreachable, "its volume does not answer"),
            FolderProblem::NotWritable => (ProblemCode::FolderNotWritable, "nothing can be written to it"),
        };
        if self.problem.as_ref().is_none_or(|known| known.detail != cause) {
            let mut new = Error::Plain(code).into_problem();
            cause.clone_into(&mut new.detail);
            self.problem = Some(new);
        }
    }
}

/// The backup folder. Cheap to clone; all clones share one state.
#[derive(Clone)]
pub struct BackupDir(Arc<Inner>);

struct Inner {
    settings: SettingsStore,
    default_folder: PathBuf,
    is_demo: bool,
    ledger: Arc<Ledger>,
    notifier: Notifier,
    tasks: TaskTracker,
    look: Look,
    /// [`LOOK_TIMEOUT`], shorter in tests.
    look_timeout: Duration,
    /// Held while the folder is looked at: an older look must not replace the result of a newer one. The look in
    /// progress is kept, since one that hangs cannot be stopped.
    looking: tokio::sync::Mutex<Option<JoinHandle<Seen>>>,
    /// Held only for moments.
    state: Mutex<State>,
    /// Folders of backups that are about to appear, by job. Held while the disk is read: finding a free name and
    /// reserving it is one step. Locked only on threads that may block.
    reserved: Mutex<HashMap<JobId, PathBuf>>,
}

#[derive(Default)]
struct State {
    root: PathBuf,
    folder: FolderState,
    backups: Vec<Backup>,
    /// Stored results by backup.
    results: HashMap<String, CheckState>,
    /// What cancels the work on a backup: a verification, for example. There is at most one at a time.
    work: HashMap<String, CancellationToken>,
    /// The move of the folder that runs.
    moving: Option<move_progress::Moving>,
}

/// Looks at a folder: its path, its marker, whether it may be created, whether demo backups are wanted. Blocks.
pub(super) type Look = Arc<dyn Fn(&Path, Option<&str>, bool, bool) -> Seen + Send + Sync>;

impl BackupDir {
    /// The folder that the settings name.
    #[must_use]
    pub fn new(
        settings: SettingsStore,
        default_folder: PathBuf,
        is_demo: bool,
        ledger: Arc<Ledger>,
        contents: &Contents,
        notifier: Notifier,
        tasks: TaskTracker,
    ) -> Self {
        let results = contents.checks.iter().filter_map(|(backup, json)| {
            Some((backup.clone(), serde_json::from_str::<CheckState>(json).ok()?))
        });
        let state = State { results: results.collect(), ..State::default() };
        Self(Arc::new(Inner {
            settings,
            default_folder,
            is_demo,
            ledger,
            notifier,
            tasks,
            look: Arc::new(look),
            look_timeout: LOOK_TIMEOUT,
            looking: tokio::sync::Mutex::default(),
            state: Mutex::new(state),
            reserved: Mutex::default(),
        }))
    }

    /// The path of the folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.setting(|setting| setting.folder.clone()).unwrap_or_else(|| self.0.default_folder.clone())
    }

    /// Whether the folder may be created if it is not there: only the default folder, and not if it was there before.
    #[must_use]
    pub fn may_create(&self, folder: &Path) -> bool {
        folder == self.0.default_folder && self.expected_marker(folder).is_none()
    }

    /// Whether this is the folder of the demo account.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.0.is_demo
    }

    /// Where a job keeps its files.
    #[must_use]
    pub fn layout(&self, job: &Job) -> Layout {
        Layout::of(job, self.0.is_demo)
    }

    /// The backups, as of the last look.
    #[must_use]
    pub fn backups(&self) -> Vec<Backup> {
        lock(&self.0.state).backups.clone()
    }

    /// The state of the folder, as of the last look.
    #[must_use]
    pub fn state(&self) -> FolderState {
        lock(&self.0.state).folder.clone()
    }

    /// Looks at the folder again, and tells what is there. A folder that does not answer is reported after a while.
    pub async fn refresh(&self) {
        let mut looking = self.0.looking.lock().await;
        if let Some(hanging) = looking.take_if(|task| task.is_finished()) {
            drop(hanging);
        }
        let root = self.folder();
        if looking.is_none() {
            let (look, expected) = (Arc::clone(&self.0.look), self.expected_marker(&root));
            let (path, may_create, is_demo) = (root.clone(), self.may_create(&root), self.0.is_demo);
            *looking = Some(tokio::task::spawn_blocking(move || {
                look(&path, expected.as_deref(), may_create, is_demo)
            }));
        }
        let Some(task) = looking.as_mut() else { return };
        match tokio::time::timeout(self.0.look_timeout, task).await {
            Ok(Ok(seen)) => {
                *looking = None;
                self.take(root, seen);
            }
            Ok(Err(error)) => {
                *looking = None;
                tracing::error!(%error, "the backup folder could not be looked at");
            }
            // What is known of the backups stays; only the next answer tells what became of them.
            Err(_) => lock(&self.0.state).folder.take(None, Some(FolderProblem::Unreachable)),
        }
        drop(looking);
        self.0.notifier.changed(Topic::Backups);
        self.0.notifier.changed(Topic::Folder);
    }

    fn take(&self, root: PathBuf, seen: Seen) {
        let Seen { free_bytes, problem, scan } = seen;
        let mut state = lock(&self.0.state);
        let is_same_root = state.root == root;
        let known = std::mem::take(&mut state.backups);
        let mut backups = scan.backups;
        if let Some(error) = scan.error {
            tracing::warn!(%error, "some backups could not be read");
            // Whatever was known and is not found now may still be there.
            if is_same_root {
                let missing = known.iter().filter(|old| !backups.iter().any(|new| new.id == old.id));
                backups.extend(missing.cloned().collect::<Vec<_>>());
                backups.sort_by(|a, b| (b.saved_at, &b.id).cmp(&(a.saved_at, &a.id)));
            }
        }
        for backup in &mut backups {
            let before = known.iter().find(|old| old.id == backup.id).map(|old| &old.check);
            backup.check = match before {
                Some(check) if check.is_busy() => check.clone(),
                _ => state.results.get(&backup.id).cloned().unwrap_or(CheckState::NotChecked),
            };
        }
        state.root = root;
        state.folder.take(free_bytes, problem);
        state.backups = backups;
    }

    /// Finds the backups for the library, which must not take an unreadable folder for an empty one. Blocks.
    pub fn scan(&self) -> std::io::Result<Vec<Backup>> {
        let root = self.folder();
        match marker::look(&root, self.expected_marker(&root).as_deref())? {
            Found::Absent => return Err(std::io::ErrorKind::NotFound.into()),
            Found::Marked(_) | Found::Unmarked => {}
        }
        let scan = bag_info::scan(&root, self.0.is_demo);
        scan.error.map_or(Ok(scan.backups), Err)
    }

    /// The folder of a backup, if it is there. Blocks.
    #[must_use]
    pub fn folder_of(&self, id: &str) -> Option<PathBuf> {
        bag_info::folder_of(&self.folder(), id)
    }

    // ---- using the folder ---------------------------------------------------------------------------------------

    /// Makes sure that this is the backup folder and marks it. The default folder is created, unless it has been used
    /// before: it was then moved or renamed, or its drive is not connected.
    pub async fn prepare(&self, root: &Path) -> Result<(), Error> {
        let expected = self.expected_marker(root);
        let (path, may_create) = (root.to_owned(), self.may_create(root));
        let id = blocking(move || {
            let found = marker::look(&path, expected.as_deref()).map_err(|error| {
                tracing::warn!(%error, "the backup folder cannot be read");
                Error::Plain(ProblemCode::FolderUnreachable)
            })?;
            match found {
                Found::Marked(id) => return Ok(Some(id)),
                Found::Unmarked => {}
                Found::Absent if may_create && !path.exists() => {
                    std::fs::create_dir_all(&path).map_err(ArchiveError::file("write", &path))?;
                }
                Found::Absent => return Err(Error::Plain(ProblemCode::FolderMissing)),
            }
            // A volume that takes no marker is used without one.
            let marked = marker::write(&path, expected.as_deref());
            Ok(marked
                .inspect_err(|error| tracing::warn!(%error, "the backup folder could not be marked"))
                .ok())
        })
        .await?;
        self.remember_marker(root, id).await
    }

    async fn remember_marker(&self, root: &Path, id: Option<String>) -> Result<(), Error> {
        if id.is_none() || root != self.folder() || self.expected_marker(root) == id {
            return Ok(());
        }
        self.change_setting(|setting| setting.folder_id = id).await
    }

    /// The move of the folder that has begun and not ended, as it is stored.
    #[must_use]
    pub fn noted_move(&self) -> Option<FolderMove> {
        self.setting(|setting| setting.folder_move.clone())
    }

    fn setting<T>(&self, read: impl FnOnce(&BackupFolder) -> T) -> T {
        self.0.settings.with(|settings| read(settings.backup_folder(self.0.is_demo)))
    }

    async fn change_setting(&self, change: impl FnOnce(&mut BackupFolder)) -> Result<(), Error> {
        let is_demo = self.0.is_demo;
        let changed = self.0.settings.change(|settings| change(settings.backup_folder_mut(is_demo))).await;
        changed.map_err(|error| self.settings_error(error))
    }

    fn settings_error(&self, error: std::io::Error) -> Error {
        ArchiveError::file("write", self.0.settings.path())(error).into()
    }

    fn expected_marker(&self, root: &Path) -> Option<String> {
        if *root == self.folder() { self.setting(|setting| setting.folder_id.clone()) } else { None }
    }

    /// A name for the backup of this job that no other job will use. Blocks.
    #[must_use]
    pub fn reserve_name(&self, job: &Job, now: Timestamp) -> String {
        let layout = self.layout(job);
        let mut reserved = lock(&self.0.reserved);
        let is_reserved = |name: &str| reserved.values().any(|path| *path == layout.account.join(name));
        let name = layout.free_name(job, now, is_reserved);
        reserved.insert(job.id.clone(), layout.account.join(&name));
        name
    }

    /// Gives the name back: the backup has appeared, or will not. Blocks.
    pub fn release_name(&self, job: &Job) {
        lock(&self.0.reserved).remove(&job.id);
    }
}

/// Looks at a folder. Blocks.
fn look(root: &Path, expected: Option<&str>, may_create: bool, is_demo: bool) -> Seen {
    let found = marker::look(root, expected);
    let problem = match &found {
        Ok(Found::Marked(_) | Found::Unmarked) => (!is_writable(root)).then_some(FolderProblem::NotWritable),
        Ok(Found::Absent) => (!may_create || root.exists()).then_some(FolderProblem::Missing),
        Err(error) => {
            tracing::warn!(%error, "the backup folder cannot be read");
            Some(FolderProblem::Unreachable)
        }
    };
    let mut scan = match found {
        Ok(Found::Marked(_) | Found::Unmarked) => bag_info::scan(root, is_demo),
        Ok(Found::Absent) | Err(_) => Scan::default(),
    };
    if problem == Some(FolderProblem::Unreachable) {
        scan.error = Some(std::io::Error::other("the backup folder cannot be read"));
    }
    // What is free where a missing folder would be made again says nothing about its own drive.
    let is_there = !matches!(problem, Some(FolderProblem::Missing | FolderProblem::Unreachable));
    Seen { free_bytes: files::free_bytes(root).filter(|_| is_there), problem, scan }
}

/// Whether files may be created in a folder. That its volume is full now is said by what needs the room.
fn is_writable(folder: &Path) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};

    match tempfile::tempfile_in(folder) {
        Ok(_) => true,
        Err(error) => matches!(error.kind(), StorageFull | QuotaExceeded),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Bug(error.to_string()))?
}

#[cfg(test)]
mod tests;
