//! The archive of a job in its staging folder: downloaded already, or copied or packed from what the person opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::archive::{self, ARCHIVE, Archive, ArchiveError, LeftOut, Loose};
use crate::backup::context::blocking;
use crate::backup::duplicate;
use crate::backup::opened::{self, Opened};
use crate::backup::recognition::check_archive;
use crate::backup::step_error::{StepError, StepResult};
use crate::backup::{ArchiveFacts, Event, FolderQuestion, JobContext, JobHandle, Source};
use crate::files;

/// An archive in the staging folder.
pub(super) struct Received {
    /// The staging folder.
    pub(super) staging: PathBuf,
    /// The files of the opened folder that are not in it.
    pub(super) left_out: LeftOut,
}

/// Looks at what the person opened, and asks whether to go on if it is a folder that holds other files, too. `None` if the
/// archive is from TikTok.
pub(super) async fn examine(context: &JobContext, handle: &JobHandle) -> Result<Option<Opened>, StepError> {
    let Source::File { path } = &handle.job.source else { return Ok(None) };
    let (path, cancel) = (path.clone(), handle.cancel.clone());
    let slot = context.local_slot(handle).await?;
    let opened = blocking(move || opened::examine(&path, &cancel)).await?;
    // Others can go on while this one waits for the answer.
    drop(slot);
    if let Opened::Files(selection) = &opened
        && selection.left_out.count > 0
    {
        let taken = selection.taken.files.len() as u64;
        ask(context, handle, FolderQuestion::new(taken, selection.left_out.clone())).await?;
    }
    Ok(Some(opened))
}

async fn ask(context: &JobContext, handle: &JobHandle, question: FolderQuestion) -> StepResult {
    let question = Arc::new(question);
    // While it waits, nothing can crash Satchel.
    context.commit(handle, Event::Closed).await?;
    context.store.show(&handle.job.id, |activity| activity.question = Some(Arc::clone(&question)));
    tokio::select! {
        () = question.answered.notified() => {}
        () = handle.cancel.cancelled() => {}
    }
    context.store.show(&handle.job.id, |activity| activity.question = None);
    context.check_cancel(handle)?;
    context.commit(handle, Event::LocalWorkStarted).await?;
    Ok(())
}

/// The complete archive in the staging folder; `None` if it has to be downloaded (again).
pub(super) async fn run(
    context: &JobContext,
    handle: &JobHandle,
    opened: Option<Opened>,
) -> Result<Option<Received>, StepError> {
    let job = &handle.job;
    let Some(opened) = opened else {
        let layout = context.dir.layout(job);
        let received = |staging| Received { staging, left_out: LeftOut::default() };
        let is_there =
            blocking(move || Ok::<_, ArchiveError>(layout.has_archive().then_some(layout.staging)));
        return Ok(is_there.await?.map(received));
    };
    let staging = context.create_staging(job).await?;
    let mut left_out = LeftOut::default();
    match opened {
        Opened::Archive(path) => copy(context, handle, vec![path], staging.clone(), false).await?,
        Opened::Parts(parts) => copy(context, handle, parts, staging.clone(), true).await?,
        Opened::Files(selection) => {
            pack(context, handle, selection.taken, staging.clone()).await?;
            left_out = selection.left_out;
        }
    }
    Ok(Some(Received { staging, left_out }))
}

async fn pack(context: &JobContext, handle: &JobHandle, loose: Loose, staging: PathBuf) -> StepResult {
    let cancel = handle.cancel.clone();
    let bytes = loose.bytes();
    let meter = Arc::new(context.meter(handle, Some(bytes), None));
    let facts = blocking(move || {
        let archive = prepare_room(&staging, bytes)?;
        archive::pack(&loose, &archive, files::durability(&staging), &cancel, &|bytes, files| {
            meter.at(bytes, files);
        })?;
        archive::hash_file(&archive, &cancel, &|_, _| {})
    })
    .await?;
    remember(context, handle, facts).await
}

/// Copies an archive, or puts its parts together, and then looks whether it has an export.
async fn copy(
    context: &JobContext,
    handle: &JobHandle,
    parts: Vec<PathBuf>,
    staging: PathBuf,
    is_split: bool,
) -> StepResult {
    let cancel = handle.cancel.clone();
    let (parts, size) = blocking(move || size(&parts).map(|size| (parts, size))).await?;
    let meter = Arc::new(context.meter(handle, Some(size), None));
    let facts = blocking(move || {
        let archive = prepare_room(&staging, size)?;
        let progress = |bytes, files| meter.at(bytes, files);
        let facts = archive::copy_parts(&parts, &archive, files::durability(&staging), &cancel, &progress)?;
        if is_split {
            check_archive(&archive, &cancel).map_err(|error| match (error, parts.last()) {
                // Those that are there may be only the first ones.
                (ArchiveError::Damaged(_), Some(last)) if ends_early(&archive, &cancel) => {
                    let name = archive::next_part(last).unwrap_or_default();
                    ArchiveError::PartMissing { name }
                }
                (error, _) => error,
            })?;
        }
        Ok::<_, ArchiveError>(facts)
    })
    .await?;
    remember(context, handle, facts).await
}

/// Whether an archive lacks its end.
fn ends_early(archive: &Path, cancel: &CancellationToken) -> bool {
    Archive::open(archive, cancel).is_ok_and(|archive| !archive.is_whole())
}

fn size(parts: &[PathBuf]) -> Result<u64, ArchiveError> {
    parts.iter().try_fold(0u64, |sum, part| {
        let bytes = part.metadata().map_err(ArchiveError::file("read", part))?.len();
        Ok(sum.saturating_add(bytes))
    })
}

/// Checks the free space and returns where the archive goes. Blocks.
fn prepare_room(staging: &Path, bytes: u64) -> Result<PathBuf, ArchiveError> {
    archive::ensure_room(staging, bytes)?;
    std::fs::create_dir_all(staging.join("data")).map_err(ArchiveError::file("write", staging))?;
    Ok(staging.join(ARCHIVE))
}

async fn remember(context: &JobContext, handle: &JobHandle, (sha256, bytes): (String, u64)) -> StepResult {
    let facts = ArchiveFacts { bytes, sha256 };
    if let Some(backup) = duplicate::find(context, handle, &facts).await? {
        return Err(StepError::AlreadySaved(backup));
    }
    context.commit(handle, Event::Received(facts)).await?;
    Ok(())
}
