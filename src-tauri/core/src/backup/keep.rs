//! The second half of a job, on this computer: the archive is looked through, written out, read back, its records
//! are read into the library, and the backup is put in place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::drive::Halt;
use super::job::ArchiveFacts;
use super::meter::Meter;
use super::patience::check_cancel;
use super::steps::{Done, advance, blocking, fresh_staging, meter};
use super::wait::Live;
use super::{Source, place};
use crate::Core;
use crate::account::Scope;
use crate::archive::{self, ARCHIVE, ArchiveError, Bag, EXPORT, Listing};
use crate::error::Error;
use crate::files;
use crate::library::LibraryError;
use crate::view::{ImportCounts, Outcome, Step};

/// Checking, and right after it unpacking: the archive is looked through, written out, read back, and put in its place.
pub(super) async fn check(core: &Core, live: &Live) -> Done {
    let job = &live.job;
    let staging = match &job.source {
        Source::TikTok { .. } => {
            let staging = place::staging(job, core.is_demo());
            if !staging.join(ARCHIVE).is_file() {
                return advance(core, live, Step::Downloading);
            }
            staging
        }
        Source::File { path } if archive::is_loose(path) => {
            let found = path.clone();
            let loose = blocking(move || archive::find_loose(&found)).await?;
            let staging = fresh_staging(core, job)?;
            pack(core, live, loose, staging.clone()).await?;
            staging
        }
        Source::File { path } => {
            recognise(live, path.clone()).await?;
            let staging = fresh_staging(core, job)?;
            copy(core, live, path.clone(), staging.clone()).await?;
            staging
        }
    };
    let archive = staging.join(ARCHIVE);
    let listing = {
        let archive = archive.clone();
        blocking(move || archive::list(&archive)).await?
    };
    // Its directory is sound: what is in it can be read into the library while it is checked and unpacked. Nobody waits
    // for the first records, and an archive that turns out to be damaged is taken out again.
    let reading = Reading::begin(core, live, archive.clone());
    let kept = check_and_unpack(core, live, &staging, archive, listing).await;
    match kept {
        Ok(()) => index(core, live, reading, &staging).await,
        Err(halt) => {
            reading.give_up(core, live).await;
            Err(halt)
        }
    }
}

async fn check_and_unpack(
    core: &Core,
    live: &Live,
    staging: &Path,
    archive: PathBuf,
    listing: Listing,
) -> Done {
    let listing = {
        let cancel = live.cancel.clone();
        let meter = meter(core, live, Some(listing.bytes), Some(listing.files.len() as u64));
        blocking(move || {
            archive::inspect(&archive, &listing, &cancel, &|bytes, files| meter.at(bytes, files))?;
            Ok(listing)
        })
        .await?
    };
    advance(core, live, Step::Unpacking)?;
    let live = core.live(&live.job.id).ok_or(Halt::Cancelled)?;
    unpack(core, &live, staging.to_owned(), listing).await
}

/// The reading of an archive into the library, beside its checking.
struct Reading {
    task: tokio::task::JoinHandle<Result<ImportCounts, LibraryError>>,
    cancel: CancellationToken,
}

impl Reading {
    fn begin(core: &Core, live: &Live, archive: PathBuf) -> Self {
        let cancel = live.cancel.child_token();
        let (core, id, token) = (core.clone(), live.job.id.clone(), cancel.clone());
        let saved_at = Timestamp::now().as_millisecond();
        let total = crate::library::read::archive::size(&archive).ok();
        let task = tokio::task::spawn_blocking(move || {
            let meter = Meter::new(total, None, |progress| {
                core.update_view(&id, |live| {
                    if live.job.step == Step::Indexing {
                        live.progress = Some(progress);
                    }
                });
            });
            let tell = |bytes, records| meter.with_records(bytes, records);
            core.read_in(&id, saved_at, &archive, &token, &tell)
        });
        Self { task, cancel }
    }

    /// The archive is not to be kept.
    async fn give_up(self, core: &Core, live: &Live) {
        self.cancel.cancel();
        let _ = self.task.await;
        let (core, id) = (core.clone(), live.job.id.clone());
        let _ = tokio::task::spawn_blocking(move || core.forget_read(&id)).await;
    }
}

/// Waits for the reading, and puts the backup in its place: one rename makes it appear.
async fn index(core: &Core, live: &Live, mut reading: Reading, staging: &Path) -> Done {
    advance(core, live, Step::Indexing)?;
    let read = match (&mut reading.task).await {
        Ok(Ok(tally)) => Some(tally),
        Ok(Err(LibraryError::Cancelled)) => return Err(Halt::Cancelled),
        // The backup is whole; the library can be made again from it at any time, and says itself what is wrong.
        Ok(Err(_)) | Err(_) => None,
    };
    let live = core.live(&live.job.id).ok_or(Halt::Cancelled)?;
    match put(core, &live, staging).await {
        Ok(name) => saved(core, &live, &name, read).await,
        Err(halt) => {
            let (core, id) = (core.clone(), live.job.id.clone());
            let _ = tokio::task::spawn_blocking(move || core.forget_read(&id)).await;
            Err(halt)
        }
    }
}

/// A restart finds the backup in its place, or goes back to checking.
pub(super) async fn unpack_after_restart(core: &Core, live: &Live) -> Done {
    let job = &live.job;
    if let Some(name) = &job.final_name {
        let target = place::account_folder(job, core.is_demo()).join(name);
        if place::is_made_by(&target, job) {
            return saved(core, live, name, None).await;
        }
    }
    let staging = place::staging(job, core.is_demo());
    let _ = std::fs::remove_dir_all(staging.join(EXPORT));
    advance(core, live, Step::Checking)
}

async fn unpack(core: &Core, live: &Live, staging: PathBuf, listing: Listing) -> Done {
    let facts = live.job.archive.clone().ok_or_else(|| Error::Bug("no archive to unpack".into()))?;
    let now = Timestamp::now();
    let scope = live.job.request().map(|w| Scope { kind: w.kind, permission: w.permission }.as_str());
    let info = place::provenance(&live.job, scope, core.is_demo(), now);
    let meter = Arc::new(meter(core, live, Some(listing.bytes), Some(listing.files.len() as u64)));
    let cancel = live.cancel.clone();
    let bag_folder = staging.clone();
    blocking(move || {
        let target = bag_folder.join(EXPORT);
        let _ = std::fs::remove_dir_all(&target);
        std::fs::create_dir_all(&target).map_err(ArchiveError::file("write", &target))?;
        let progress = |bytes, files| meter.at(bytes, files);
        let written = archive::unpack(&bag_folder.join(ARCHIVE), &listing, &target, &cancel, &progress)?;
        let mut bag = Bag::new(&bag_folder);
        bag.add_archive(&facts.sha256, facts.bytes);
        bag.add_export(&written);
        bag.finish(info)?;
        // Nothing is called verified that was not read back from where it lies.
        let verdict = archive::verify(&bag_folder, &cancel, &|_, _| {})?;
        if verdict.count > 0 {
            return Err(ArchiveError::Damaged(format!(
                "{} files differ from what was written",
                verdict.count
            )));
        }
        Ok(())
    })
    .await
}

async fn put(core: &Core, live: &Live, staging: &Path) -> Result<String, Halt> {
    check_cancel(core, live)?;
    let folder = place::account_folder(&live.job, core.is_demo());
    let name = place::final_name(&live.job, &folder, Timestamp::now());
    core.update(&live.job.id, |l| l.job.final_name = Some(name.clone()))?;
    // The one rename that makes a backup appear.
    let (from, to) = (staging.to_owned(), folder.join(&name));
    blocking(move || files::rename_with_retry(&from, &to).map_err(ArchiveError::file("write", &to))).await?;
    sync_folder(&folder);
    Ok(name)
}

async fn saved(core: &Core, live: &Live, name: &str, records: Option<ImportCounts>) -> Done {
    let folder = place::account_folder(&live.job, core.is_demo());
    let account = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let backup_id = format!("{account}/{name}");
    if records.is_some() {
        let (core, job, backup) = (core.clone(), live.job.id.clone(), backup_id.clone());
        let _ = tokio::task::spawn_blocking(move || core.settle_in(&job, &backup)).await;
    }
    core.remember_verified(&backup_id);
    core.refresh_backups().await;
    core.update(&live.job.id, |l| {
        let now = Timestamp::now();
        l.progress = None;
        l.driven = false;
        l.job.backup_id = Some(backup_id);
        l.job.records = records;
        l.job.go_to(Step::Saved, now);
        l.job.end(Outcome::Saved, now);
    })?;
    Ok(())
}

async fn recognise(live: &Live, path: PathBuf) -> Done {
    let cancel = live.cancel.clone();
    blocking(move || {
        let listed = archive::list(&path)?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        archive::recognise(&path, &listed, &cancel)
    })
    .await
}

async fn pack(core: &Core, live: &Live, loose: archive::Loose, staging: PathBuf) -> Done {
    let place = staging.join(ARCHIVE);
    let cancel = live.cancel.clone();
    let meter = Arc::new(meter(core, live, Some(loose.bytes), None));
    let facts = blocking(move || {
        archive::ensure_room(&staging, loose.bytes)?;
        std::fs::create_dir_all(staging.join("data")).map_err(ArchiveError::file("write", &staging))?;
        archive::pack(&loose, &place, &cancel, &|bytes, files| meter.at(bytes, files))?;
        archive::hash_file(&place, &cancel, &|_, _| {})
    })
    .await?;
    core.update(&live.job.id, |l| l.job.archive = Some(ArchiveFacts { bytes: facts.1, sha256: facts.0 }))?;
    Ok(())
}

async fn copy(core: &Core, live: &Live, from: PathBuf, staging: PathBuf) -> Done {
    let total = from.metadata().map_err(ArchiveError::file("read", &from))?.len();
    let place = staging.join(ARCHIVE);
    let cancel = live.cancel.clone();
    let meter = Arc::new(meter(core, live, Some(total), None));
    let facts = blocking(move || {
        archive::ensure_room(&staging, total)?;
        std::fs::create_dir_all(staging.join("data")).map_err(ArchiveError::file("write", &staging))?;
        archive::copy_file(&from, &place, &cancel, &|bytes, files| meter.at(bytes, files))
    })
    .await?;
    core.update(&live.job.id, |l| l.job.archive = Some(ArchiveFacts { bytes: facts.1, sha256: facts.0 }))?;
    Ok(())
}

/// Makes the rename itself durable. Not possible on Windows, where it is not needed.
fn sync_folder(folder: &std::path::Path) {
    if cfg!(unix)
        && let Err(error) = std::fs::File::open(folder).and_then(|f| f.sync_all())
    {
        tracing::warn!(%error, "the folder could not be synced");
    }
}
