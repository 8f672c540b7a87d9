//! The volume of the backup folder, of Satchel's own folder or of temporary files becomes full at any moment of a job.

use std::path::Path;

use super::job::{Jobs, Work};
use super::{Fault, Layer, moments};

/// How many moments of a job are tried.
const MOMENTS: u64 = 7;

/// Fills the volume of this folder at each moment of a job. Returns how many jobs were not saved before there was room.
async fn fill_at_each_moment(jobs: &mut Jobs, layer: &Layer, folder: &Path) -> u64 {
    layer.set(Fault::Full, folder, 0);
    jobs.save().await;
    let operations = layer.end();
    let mut stopped = 0;
    for moment in moments(operations, MOMENTS) {
        println!("full from operation {moment} of about {operations} on");
        let fill = || layer.set(Fault::Full, folder, moment);
        let free = || _ = layer.end();
        stopped += u64::from(!jobs.save_on_full_volume(fill, free).await);
    }
    stopped
}

/// Runs the test again in a process with the layer, and returns `None` there.
fn layer(test: &str) -> Option<Layer> {
    Layer::here(&format!("faults::disk_full::{test}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_opened_while_the_backup_folder_becomes_full() {
    let Some(layer) = layer("an_export_is_opened_while_the_backup_folder_becomes_full") else { return };
    let mut jobs = Jobs::new(Work::Open).await;
    let folder = jobs.app.backups();
    let stopped = fill_at_each_moment(&mut jobs, &layer, &folder).await;
    assert!(stopped > MOMENTS / 2, "{stopped}");
    jobs.restart().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_downloaded_while_the_backup_folder_becomes_full() {
    let Some(layer) = layer("an_archive_is_downloaded_while_the_backup_folder_becomes_full") else { return };
    let mut jobs = Jobs::new(Work::Download).await;
    let folder = jobs.app.backups();
    let stopped = fill_at_each_moment(&mut jobs, &layer, &folder).await;
    assert!(stopped > MOMENTS / 2, "{stopped}");
    let asked = jobs.app.calls("/v2/user/data/add/");
    assert_eq!(u64::try_from(asked).unwrap(), jobs.count, "a retry uses the archive that was requested");
    jobs.restart().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_opened_while_satchels_own_folder_becomes_full() {
    let Some(layer) = layer("an_export_is_opened_while_satchels_own_folder_becomes_full") else { return };
    let mut jobs = Jobs::new(Work::Open).await;
    let folder = jobs.app.own_folder();
    let stopped = fill_at_each_moment(&mut jobs, &layer, &folder).await;
    assert!(stopped > 0, "a job that cannot be stored does not begin");
    jobs.restart().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_downloaded_while_satchels_own_folder_becomes_full() {
    let Some(layer) = layer("an_archive_is_downloaded_while_satchels_own_folder_becomes_full") else {
        return;
    };
    let mut jobs = Jobs::new(Work::Download).await;
    let folder = jobs.app.own_folder();
    let stopped = fill_at_each_moment(&mut jobs, &layer, &folder).await;
    assert!(stopped > 0, "a request that cannot be stored is not sent");
    jobs.restart().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_backup_needs_is_in_the_folder_for_temporary_files() {
    let Some(layer) = layer("nothing_that_a_backup_needs_is_in_the_folder_for_temporary_files") else {
        return;
    };
    let temporary = std::env::temp_dir();
    for work in [Work::Open, Work::Download] {
        let mut jobs = Jobs::new(work).await;
        assert!(!jobs.app.folder().starts_with(&temporary));
        // The simulated TikTok keeps what it generates there, so that it gets an archive before.
        let archive = jobs.app.file("archive.zip");
        super::write_export(&archive, 99);
        jobs.app.sim.serve_archive(Some(&std::fs::read(archive).unwrap())).unwrap();
        layer.set(Fault::Full, &temporary, 1);
        std::fs::write(temporary.join("file"), "content").unwrap_err();
        jobs.save().await;
        assert_eq!(layer.end(), 1, "only the test itself wanted to write there");
    }
}
