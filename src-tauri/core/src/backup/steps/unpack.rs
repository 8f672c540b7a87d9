//! Unpacking: the files are written beside the archive, the folder becomes a BagIt bag, and all of it is read back.

use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::{self, ARCHIVE, ArchiveError, Bag, EXPORT, Listing};
use crate::backup::context::blocking;
use crate::backup::step_error::StepResult;
use crate::backup::{JobContext, JobHandle, bag_info};
use crate::error::Error;
use crate::files;

pub(super) async fn run(
    context: &JobContext,
    handle: &JobHandle,
    staging: PathBuf,
    listing: Listing,
) -> StepResult {
    let facts = handle.job.archive.clone().ok_or_else(|| Error::Bug("the job has no archive".into()))?;
    let info = bag_info::describe(&handle.job, context.dir.is_demo(), context.clock.now());
    let meter = Arc::new(context.meter(handle, Some(listing.bytes), Some(listing.files.len() as u64)));
    let cancel = handle.cancel.clone();
    blocking(move || {
        let target = staging.join(EXPORT);
        files::remove_folder(&target).map_err(ArchiveError::file("write", &target))?;
        std::fs::create_dir_all(&target).map_err(ArchiveError::file("write", &target))?;
        let progress = |bytes, files| meter.at(bytes, files);
        let written = archive::unpack(&staging.join(ARCHIVE), &listing, &target, &cancel, &progress)?;
        let mut bag = Bag::new(&staging);
        bag.add_archive(&facts.sha256, facts.bytes);
        bag.add_export(&written);
        bag.finish(info)?;
        // A backup is called verified only after every file was read back from the disk.
        let verdict = archive::verify(&staging, &cancel, &|_, _| {})?;
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
