//! Unpacking: the files are written beside the archive, and the folder becomes a BagIt bag.
//!
//! What makes a backup a verified one: each byte was hashed as it was written, each entry had the checksum and the size that
//! the archive gives for it, and the volume confirmed that all of it is on the disk, before the rename that makes the backup
//! appear.

use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::{ArchiveError, Bag, LeftOut, Unpacking};
use crate::backup::context::blocking;
use crate::backup::export::ArrivingExport;
use crate::backup::recognition::has_records;
use crate::backup::step_error::StepError;
use crate::backup::{JobContext, JobHandle, Source, bag_info};
use crate::error::Error;
use crate::files;

/// Unpacks the archive into a complete bag, which also names the files of the opened folder that were left out. Returns how many entries could not be unpacked.
pub(super) async fn run(
    context: &JobContext,
    handle: &JobHandle,
    staging: PathBuf,
    left_out: LeftOut,
    unpacking: Arc<Unpacking>,
) -> Result<u64, StepError> {
    let facts = handle.job.archive.clone().ok_or_else(|| Error::Bug("the job has no archive".into()))?;
    let info = bag_info::describe(&handle.job, context.dir.is_demo(), context.clock.now());
    let archive = unpacking.archive();
    let meter = Arc::new(context.meter(handle, Some(archive.bytes()), Some(archive.entries().len() as u64)));
    let is_opened = matches!(handle.job.source, Source::File { .. });
    let cancel = handle.cancel.clone();
    blocking(move || {
        let durability = files::durability(&staging);
        let progress = |bytes, files| meter.at(bytes, files);
        let unpacked = unpacking.run(durability, &cancel, &progress)?;
        // A downloaded archive may be the only one there is, and is kept whatever can be read of it. Of a file that the person
        // opened, no copy is made if nothing of it can be read.
        if is_opened
            && unpacked.written.is_empty()
            && let Some(first) = unpacked.unreadable.first()
            && !has_records(&ArrivingExport(Arc::clone(&unpacking)), &staging, &cancel)?
        {
            return Err(ArchiveError::Damaged(format!("no entry can be read ({})", first.reason)));
        }
        let mut bag = Bag::new(&staging);
        bag.add_archive(&facts.sha256, facts.bytes);
        bag.add_export(&unpacked);
        bag.set_left_out(left_out);
        bag.finish(info, durability)?;
        files::sync_volume(&staging, durability).map_err(ArchiveError::file("write", &staging))?;
        Ok(unpacked.unreadable.len() as u64)
    })
    .await
}
