//! What a step of a job may use.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

use super::opened_archives::OpenedArchives;
use super::progress::Meter;
use super::step_error::{StepError, StepResult};
use super::store::TransitionError;
use super::{BackupDir, BrokerWatch, Delay, Event, Job, JobHandle, JobStore, Outcome, Progress};
use crate::account::Accounts;
use crate::archive::ArchiveError;
use crate::clock::Clock;
use crate::error::Error;
use crate::files;
use crate::library::LibraryError;
use crate::library::read::ExportFiles;
use crate::library::{ExportDates, ImportCounts};
use crate::portability::Api;

/// Imports exports into the library while their jobs run.
pub trait Importer: Send + Sync {
    /// Imports an export under the id of its job. `progress` gets the bytes and records so far. Blocks.
    fn import(
        &self,
        job: &str,
        dates: ExportDates,
        export: &dyn ExportFiles,
        cancel: &CancellationToken,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<ImportCounts, LibraryError>;

    /// Replaces the job's id by that of its finished backup. Blocks.
    fn assign_id(&self, job: &str, backup: &str);

    /// Imports saved backups whose jobs could not import them. Returns at once.
    fn import_missing(&self);

    /// Removes what was imported for a job that did not finish. Blocks.
    fn discard_import(&self, job: &str);
}

/// The parts of the program that a step works with.
#[derive(Clone)]
pub struct JobContext {
    /// All jobs.
    pub store: JobStore,
    /// For access tokens, and to note which permissions are used up.
    pub accounts: Accounts,
    /// TikTok's Data Portability API.
    pub api: Api,
    /// Whether a broker tells when an archive is ready.
    pub broker_watch: BrokerWatch,
    /// The backup folder.
    pub dir: BackupDir,
    /// The library.
    pub importer: Arc<dyn Importer>,
    /// Limits how many jobs check, unpack and import at the same time.
    pub local_slots: Arc<Semaphore>,
    /// The archives that are being opened.
    pub opened: Arc<OpenedArchives>,
    /// The wall clock.
    pub clock: Clock,
    /// Cancelled when Satchel is closing.
    pub closing: CancellationToken,
}

impl JobContext {
    /// Fails if Satchel is closing or the job was cancelled.
    pub(super) fn check_cancel(&self, handle: &JobHandle) -> StepResult {
        if self.closing.is_cancelled() {
            return Err(StepError::Closing);
        }
        if handle.cancel.is_cancelled() { Err(StepError::Cancelled) } else { Ok(()) }
    }

    /// The time since then; zero if the clock has been set back since.
    pub(super) fn age(&self, since: Timestamp) -> Duration {
        let age = self.clock.now().duration_since(since).max(SignedDuration::ZERO);
        Duration::try_from(age).unwrap_or_default()
    }

    /// Changes a running job by an event. The change need not be on the disk before the next step begins.
    pub(super) async fn commit(&self, handle: &JobHandle, event: Event) -> Result<Job, StepError> {
        let changed = self.store.transition_or_later(&handle.job.id, event).await;
        changed.map_err(StepError::from)
    }

    /// Moves a job to its next step.
    pub(super) async fn advance(&self, handle: &JobHandle, event: Event) -> StepResult {
        self.store.show(&handle.job.id, |activity| activity.progress = None);
        self.commit(handle, event).await?;
        Ok(())
    }

    /// The job as it is now; an error if it has ended.
    pub(super) fn current(&self, id: &str) -> Result<JobHandle, StepError> {
        let handle = self.store.get(id).filter(|handle| handle.job.outcome == Outcome::Running);
        handle.ok_or_else(|| TransitionError::Removed.into())
    }

    /// Waits until this job may check, unpack and import.
    pub(super) async fn local_slot(&self, handle: &JobHandle) -> Result<SemaphorePermit<'_>, StepError> {
        if let Ok(slot) = self.local_slots.try_acquire() {
            return Ok(slot);
        }
        let show = |delay| self.store.show(&handle.job.id, |activity| activity.delay = delay);
        show(Some(Delay::OtherArchives));
        let slot = tokio::select! {
            () = handle.cancel.cancelled() => Err(StepError::Cancelled),
            () = self.closing.cancelled() => Err(StepError::Closing),
            slot = self.local_slots.acquire() => {
                slot.map_err(|error| StepError::Failed(Error::Bug(error.to_string())))
            }
        };
        show(None);
        slot
    }

    /// Counts what a step does, and shows it.
    pub(super) fn meter(
        &self,
        handle: &JobHandle,
        bytes: Option<u64>,
        files: Option<u64>,
    ) -> Meter<impl Fn(Progress) + Send + Sync + use<>> {
        let (store, id) = (self.store.clone(), handle.job.id.clone());
        Meter::new(bytes, files, move |progress| {
            store.show(&id, |activity| activity.progress = Some(progress));
        })
    }

    /// An empty staging folder for this job, on the volume of the backup folder.
    pub(super) async fn create_staging(&self, job: &Job) -> Result<PathBuf, StepError> {
        self.dir.prepare(&job.root).await?;
        let (staging, root) = (self.dir.layout(job).staging, job.root.clone());
        blocking(move || {
            let failed = |error| {
                let mut below = staging.ancestors().take_while(|path| *path != root);
                match below.find(|path| path.is_file()) {
                    Some(file) => ArchiveError::PlaceTaken(file.to_owned()),
                    None => ArchiveError::file("write", &staging)(error),
                }
            };
            files::remove_folder(&staging).map_err(failed)?;
            std::fs::create_dir_all(&staging).map_err(failed)?;
            Ok::<_, ArchiveError>(staging)
        })
        .await
    }

    /// Removes what a job has staged. It is no error if there is nothing.
    pub(super) async fn remove_staging(&self, job: &Job) {
        let layout = self.dir.layout(job);
        let removed = tokio::task::spawn_blocking(move || layout.remove_staging()).await;
        if let Err(error) = removed {
            tracing::error!(%error, "a staging folder could not be removed");
        }
    }
}

/// Runs work that waits for files on a thread that may block.
pub(super) async fn blocking<T: Send + 'static, E: Into<Error> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, StepError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| StepError::from(error.into())),
        Err(error) => Err(StepError::Failed(Error::Bug(error.to_string()))),
    }
}
