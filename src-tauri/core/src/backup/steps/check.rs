//! Checking, unpacking and indexing: one pass over the archive in the staging folder.
//!
//! Once the directory of the zip is known to be sound, the records are imported into the library while the archive is
//! checked and unpacked. An archive that turns out to be damaged is removed from the library again.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::{publish, receive, unpack};
use crate::archive::{self, ARCHIVE, Listing};
use crate::backup::context::blocking;
use crate::backup::progress::Meter;
use crate::backup::step_error::StepResult;
use crate::backup::{JobContext, JobHandle, Step};
use crate::library::ImportCounts;
use crate::library::LibraryError;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let _slot = context.local_slot(handle).await?;
    let Some(staging) = receive::run(context, handle).await? else {
        return context.advance(handle, Step::Downloading).await;
    };
    let archive = staging.join(ARCHIVE);
    let listing = {
        let archive = archive.clone();
        blocking(move || archive::list(&archive)).await?
    };
    let import = Import::start(context, handle, archive.clone());
    let result = match inspect_and_unpack(context, handle, &staging, archive, listing).await {
        Ok(()) => publish::run(context, handle, &staging, &import.finished).await,
        Err(error) => Err(error),
    };
    if result.is_err() {
        import.discard(context, handle).await;
    }
    result
}

async fn inspect_and_unpack(
    context: &JobContext,
    handle: &JobHandle,
    staging: &Path,
    archive: PathBuf,
    listing: Listing,
) -> StepResult {
    let listing = {
        let cancel = handle.cancel.clone();
        let meter = context.meter(handle, Some(listing.bytes), Some(listing.files.len() as u64));
        blocking(move || {
            archive::inspect(&archive, &listing, &cancel, &|bytes, files| meter.at(bytes, files))?;
            Ok::<_, archive::ArchiveError>(listing)
        })
        .await?
    };
    context.advance(handle, Step::Unpacking).await?;
    let handle = context.current(&handle.job.id)?;
    unpack::run(context, &handle, staging.to_owned(), listing).await
}

/// An import that runs beside the checks.
struct Import {
    finished: Finished,
    cancel: CancellationToken,
}

/// The result of an import, once there is one; `None` if the importing thread panicked.
pub(super) type Finished = tokio::sync::watch::Receiver<Option<Result<ImportCounts, ImportFailure>>>;

/// Why an import has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImportFailure {
    /// It was cancelled.
    Cancelled,
    /// It failed; the library says itself why, and can be rebuilt from the backup.
    Failed,
}

impl Import {
    fn start(context: &JobContext, handle: &JobHandle, archive: PathBuf) -> Self {
        let cancel = handle.cancel.child_token();
        let (store, importer) = (context.store.clone(), std::sync::Arc::clone(&context.importer));
        let (id, token) = (handle.job.id.clone(), cancel.clone());
        let (sender, finished) = tokio::sync::watch::channel(None);
        tokio::task::spawn_blocking(move || {
            let total = crate::library::read::archive::size(&archive).ok();
            let meter = Meter::new(total, None, |progress| {
                // While the archive is checked or unpacked, the progress of that is shown.
                if store.get(&id).is_some_and(|handle| handle.job.step == Step::Indexing) {
                    store.show(&id, |activity| activity.progress = Some(progress));
                }
            });
            let progress = |bytes, records| meter.with_records(bytes, records);
            let result = importer.import(&id, Timestamp::now(), &archive, &token, &progress);
            sender.send_replace(Some(result.map_err(|error| match error {
                LibraryError::Cancelled => ImportFailure::Cancelled,
                _ => ImportFailure::Failed,
            })));
        });
        Self { finished, cancel }
    }

    /// The archive is not kept: its records leave the library.
    async fn discard(mut self, context: &JobContext, handle: &JobHandle) {
        self.cancel.cancel();
        // An error says that the thread has ended without a result.
        let _ = self.finished.wait_for(Option::is_some).await;
        let (importer, id) = (std::sync::Arc::clone(&context.importer), handle.job.id.clone());
        if let Err(error) = tokio::task::spawn_blocking(move || importer.discard_import(&id)).await {
            tracing::error!(%error, "an import could not be discarded");
        }
    }
}
