//! Checking, unpacking and indexing: one pass over the archive in the staging folder.
//!
//! Once the directory of the zip is known to be sound, the records are imported into the library while the archive is
//! checked and unpacked. An archive that turns out to be damaged is removed from the library again.

use std::path::{Path, PathBuf};

use super::import::Import;
use super::{publish, receive, unpack};
use crate::archive::{self, ARCHIVE, Listing};
use crate::backup::context::blocking;
use crate::backup::step_error::StepResult;
use crate::backup::{Event, JobContext, JobHandle};

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let _slot = context.local_slot(handle).await?;
    let Some(staging) = receive::run(context, handle).await? else {
        return context.advance(handle, Event::ArchiveMissing).await;
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
    context.advance(handle, Event::Checked).await?;
    let handle = context.current(&handle.job.id)?;
    unpack::run(context, &handle, staging.to_owned(), listing).await
}
