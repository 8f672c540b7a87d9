//! The import into the library, beside the unpacking of the archive.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::archive::Unpacking;
use crate::backup::export::ArrivingExport;
use crate::backup::export_date::dates_of;
use crate::backup::progress::Meter;
use crate::backup::{JobContext, JobHandle, Step};
use crate::library::read;
use crate::library::{ImportCounts, LibraryError};

/// An import that runs beside the unpacking.
pub(super) struct Import {
    /// The result, once there is one.
    pub(super) finished: Finished,
    cancel: CancellationToken,
}

/// The result of an import, once there is one; `None` if the importing thread panicked.
pub(super) type Finished = tokio::sync::watch::Receiver<Option<Result<ImportCounts, ImportFailure>>>;

/// Why an import has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImportFailure {
    /// It was cancelled.
    Cancelled,
    /// The export has several owners.
    SeveralOwners,
    /// It failed; the library says itself why, and can be rebuilt from the backup.
    Failed,
}

impl Import {
    /// Starts importing an export that is being unpacked.
    pub(super) fn start(context: &JobContext, handle: &JobHandle, unpacking: Arc<Unpacking>) -> Self {
        let cancel = handle.cancel.child_token();
        let (store, importer) = (context.store.clone(), Arc::clone(&context.importer));
        let (job, token, clock) = (handle.job.clone(), cancel.clone(), context.clock.clone());
        let id = job.id.clone();
        let (sender, finished) = tokio::sync::watch::channel(None);
        tokio::task::spawn_blocking(move || {
            let export = ArrivingExport(unpacking);
            let meter = Meter::new(Some(read::size(&export)), None, |progress| {
                // While the archive is unpacked, the progress of that is shown.
                if store.get(&id).is_some_and(|handle| handle.job.step == Step::Indexing) {
                    store.show(&id, |activity| activity.progress = Some(progress));
                }
            });
            let progress = |bytes, records| meter.with_records(bytes, records);
            let result = importer.import(&job.id, dates_of(&job, clock.now()), &export, &token, &progress);
            sender.send_replace(Some(result.map_err(|error| match error {
                LibraryError::Cancelled => ImportFailure::Cancelled,
                LibraryError::SeveralOwners => ImportFailure::SeveralOwners,
                _ => ImportFailure::Failed,
            })));
        });
        Self { finished, cancel }
    }

    /// The archive is not kept: its records leave the library.
    pub(super) async fn discard(mut self, context: &JobContext, handle: &JobHandle) {
        self.cancel.cancel();
        // An error says that the thread has ended without a result.
        let _ = self.finished.wait_for(Option::is_some).await;
        let (importer, id) = (Arc::clone(&context.importer), handle.job.id.clone());
        if let Err(error) = tokio::task::spawn_blocking(move || importer.discard_import(&id)).await {
            tracing::error!(%error, "an import could not be discarded");
        }
    }
}
