//! Checking, unpacking and indexing: one pass over the archive in the staging folder.
//!
//! Once the directory of the zip is known to be sound, the files are unpacked, and their records are imported into the
//! library at the same time. What was imported is removed again if the backup is not completed.

use std::sync::Arc;

use super::import::Import;
use super::receive::Received;
use super::{publish, receive, unpack};
use crate::archive::{ARCHIVE, Archive, ArchiveError, EXPORT, Unpacking};
use crate::backup::context::blocking;
use crate::backup::step_error::StepResult;
use crate::backup::{Event, JobContext, JobHandle};
use crate::files;

pub(super) async fn run(context: &JobContext, handle: &JobHandle) -> StepResult {
    let opened = receive::examine(context, handle).await?;
    let _slot = context.local_slot(handle).await?;
    let Some(Received { staging, left_out }) = receive::run(context, handle, opened).await? else {
        return context.advance(handle, Event::ArchiveMissing).await;
    };
    let unpacking = {
        let (staging, cancel) = (staging.clone(), handle.cancel.clone());
        blocking(move || {
            let archive = Archive::open(&staging.join(ARCHIVE), &cancel)?;
            let target = staging.join(EXPORT);
            let failed = |error| ArchiveError::file("write", &target)(error);
            files::remove_folder(&target).map_err(failed)?;
            std::fs::create_dir_all(&target).map_err(failed)?;
            Ok::<_, ArchiveError>(Arc::new(Unpacking::new(archive, &target)))
        })
        .await?
    };
    context.advance(handle, Event::Checked).await?;
    let handle = context.current(&handle.job.id)?;
    let import = Import::start(context, &handle, Arc::clone(&unpacking));
    let unpacked = unpack::run(context, &handle, staging.clone(), left_out, Arc::clone(&unpacking)).await;
    unpacking.stop();
    let result = match unpacked {
        Ok(unreadable) => publish::run(context, &handle, &staging, unreadable, &import.finished).await,
        Err(error) => Err(error),
    };
    if result.is_err() {
        import.discard(context, &handle).await;
    }
    result
}
