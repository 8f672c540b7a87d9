//! Jobs on real volumes of a few MB on which some kB are free, or only a few more files can be created.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use satchel_core::problem::ProblemCode;

use super::job::{Jobs, Work};
use super::{left_behind, whole_backups};
use crate::app::{TestApp, copy_folder};
use crate::mounts::{may_mount, mount};

/// What Satchel leaves free on the volume of the backup folder.
const RESERVE: u64 = 64 << 20;
/// The size of a page, in which `tmpfs` counts.
const PAGE: u64 = 4096;

/// Moves a folder to a volume of its own, which is mounted in its place. Nothing may have a file in it open.
fn move_to_volume(folder: &Path, options: &str) {
    let aside = folder.with_extension("aside");
    fs::rename(folder, &aside).unwrap();
    fs::create_dir(folder).unwrap();
    mount(&["-t", "tmpfs", "-o", options, "none"], folder);
    for entry in fs::read_dir(&aside).unwrap().map(Result::unwrap) {
        let to = folder.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Where a test puts what fills a volume. Satchel does not look at files there.
fn filler(folder: &Path) -> PathBuf {
    folder.join("filler")
}

/// Fills a volume except for this many bytes. The program may be writing to it at the same time.
fn leave_bytes(folder: &Path, bytes: u64) {
    let mut file = File::create(filler(folder)).unwrap();
    let chunk = vec![1; 1 << 16];
    let mut used = 0;
    loop {
        match file.write(&chunk) {
            Ok(written) => used += written as u64,
            Err(error) if error.kind() == io::ErrorKind::StorageFull => break,
            Err(error) => panic!("{error}"),
        }
    }
    file.set_len(used.saturating_sub(bytes.next_multiple_of(PAGE))).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_ends_visibly_if_the_backup_folder_is_full_and_goes_on_when_there_is_room() {
    if !may_mount(
        "faults::volumes::a_job_ends_visibly_if_the_backup_folder_is_full_and_goes_on_when_there_is_room",
    ) {
        return;
    }
    for work in [Work::Open, Work::Download] {
        let mut jobs = Jobs::new(work).await;
        let folder = jobs.app.backups();
        jobs.app.core.shutdown().await;
        move_to_volume(&folder, "size=80m");
        jobs.restart().await;
        let saved = folder.join(&whole_backups(&folder)[0]);
        let archive = fs::metadata(saved.join("data/archive.zip")).unwrap().len();
        // Too little for anything, for the reserve, for the archive, for its files; and enough.
        let mut stopped = Vec::new();
        for bytes in [0, PAGE, 4 * PAGE, 1 << 20, RESERVE, RESERVE + archive + 4 * PAGE, RESERVE + (4 << 20)]
        {
            println!("{work:?} with {bytes} bytes");
            let (fill, free) = (|| leave_bytes(&folder, bytes), || fs::remove_file(filler(&folder)).unwrap());
            stopped.push(!jobs.save_on_full_volume(fill, free).await);
        }
        assert_eq!(stopped, [true, true, true, true, true, true, false]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_ends_visibly_on_a_volume_that_takes_no_more_files() {
    if !may_mount("faults::volumes::a_job_ends_visibly_on_a_volume_that_takes_no_more_files") {
        return;
    }
    for work in [Work::Open, Work::Download] {
        let mut jobs = Jobs::new(work).await;
        let folder = jobs.app.backups();
        jobs.app.core.shutdown().await;
        move_to_volume(&folder, "size=80m,nr_inodes=2000");
        jobs.restart().await;
        let mut stopped = 0;
        for files in 0..12 {
            println!("{work:?} with {files} more files");
            let fill = || {
                fs::create_dir(filler(&folder)).unwrap();
                let created = (0..).map(|number| File::create(filler(&folder).join(format!("{number}"))));
                let created = created.take_while(Result::is_ok).count();
                for number in 0..files {
                    fs::remove_file(filler(&folder).join(format!("{}", created - 1 - number))).unwrap();
                }
            };
            let free = || fs::remove_dir_all(filler(&folder)).unwrap();
            stopped += u64::from(!jobs.save_on_full_volume(fill, free).await);
        }
        assert!(stopped >= 6, "{stopped}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_ends_visibly_if_satchels_own_folder_is_full_and_goes_on_when_there_is_room() {
    if !may_mount(
        "faults::volumes::a_job_ends_visibly_if_satchels_own_folder_is_full_and_goes_on_when_there_is_room",
    ) {
        return;
    }
    for work in [Work::Open, Work::Download] {
        let mut jobs = Jobs::new(work).await;
        let folder = jobs.app.own_folder();
        jobs.app.core.shutdown().await;
        move_to_volume(&folder, "size=24m");
        jobs.restart().await;
        let mut stopped = 0;
        for pages in [0, 1, 2, 3, 5, 8, 16, 32, 64, 128] {
            println!("{work:?} with {pages} pages");
            let fill = || leave_bytes(&folder, pages * PAGE);
            let free = || fs::remove_file(filler(&folder)).unwrap();
            stopped += u64::from(!jobs.save_on_full_volume(fill, free).await);
        }
        assert!(stopped > 0, "a job that cannot be stored does not begin");
        jobs.restart().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_on_a_full_volume_says_so_and_the_library_comes_when_there_is_room() {
    if !may_mount(
        "faults::volumes::a_start_on_a_full_volume_says_so_and_the_library_comes_when_there_is_room",
    ) {
        return;
    }
    let mut jobs = Jobs::new(Work::Open).await;
    let folder = jobs.app.own_folder();
    let records = jobs.app.now().library.records;
    jobs.app.core.shutdown().await;
    move_to_volume(&folder, "size=24m");
    for pages in [0, 1, 2, 4, 8, 16] {
        println!("{pages} pages");
        leave_bytes(&folder, pages * PAGE);
        jobs.app.reopen_without_unlocking().await;
        let now = jobs.app.now();
        assert_eq!(now.backups.len(), 1);
        assert!(now.notices.is_empty(), "nothing is damaged: {:?}", now.notices);
        jobs.app
            .until("the library, or why it is not there", |now| {
                let problem = now.library.problem.as_ref();
                assert!(problem.is_none_or(|it| it.code == ProblemCode::DiskFull), "{problem:?}");
                (problem.is_some() || now.library.records == records).then_some(())
            })
            .await;
        fs::remove_file(filler(&folder)).unwrap();
        jobs.app.core.wake().await;
        jobs.app
            .until("the library", |now| {
                (now.library.problem.is_none() && now.library.records == records).then_some(())
            })
            .await;
        jobs.app.core.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_deleted_on_a_full_volume_leaves_the_library_when_there_is_room() {
    if !may_mount(
        "faults::volumes::a_backup_that_is_deleted_on_a_full_volume_leaves_the_library_when_there_is_room",
    ) {
        return;
    }
    let mut jobs = Jobs::new(Work::Open).await;
    jobs.save().await;
    let folder = jobs.app.own_folder();
    jobs.app.core.shutdown().await;
    move_to_volume(&folder, "size=24m");
    jobs.restart().await;
    jobs.app.until("the library", |now| (now.library.backups == 2).then_some(())).await;
    let id = jobs.app.now().backups[0].id.clone();
    leave_bytes(&folder, 0);
    jobs.app.core.delete_backup(&id, true).await.unwrap();
    assert_eq!(whole_backups(&jobs.app.backups()).len(), 1);
    jobs.app
        .until("the problem", |now| {
            let problem = now.library.problem.as_ref()?;
            assert_eq!(problem.code, ProblemCode::DiskFull, "{problem:?}");
            assert!(problem.facts.own_files, "it says which volume is full: {problem:?}");
            Some(())
        })
        .await;
    fs::remove_file(filler(&folder)).unwrap();
    jobs.app.core.wake().await;
    jobs.app
        .until("the library without it", |now| {
            (now.library.backups == 1 && now.library.problem.is_none()).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_on_a_full_volume_is_not_called_damage() {
    if !may_mount("faults::volumes::a_first_start_on_a_full_volume_is_not_called_damage") {
        return;
    }
    let mut jobs = Jobs::new(Work::Open).await;
    // Another installation, whose folder is on a full volume.
    let folder = jobs.app.file("another");
    fs::create_dir(&folder).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=24m", "none"], &folder);
    leave_bytes(&folder, 0);
    jobs.app.install_anew().await;
    let now = jobs.app.now();
    assert_eq!(
        now.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(),
        [ProblemCode::OwnFilesNotWritable]
    );
    assert_eq!(now.backups.len(), 1);
    fs::remove_file(filler(&folder)).unwrap();
    jobs.app.restart_locked().await;
    assert!(jobs.app.now().notices.is_empty());
    jobs.app.until("the library", |now| (now.library.backups == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volume_that_other_programs_fill_during_a_download_is_no_reason_to_lose_it() {
    if !may_mount(
        "faults::volumes::a_volume_that_other_programs_fill_during_a_download_is_no_reason_to_lose_it",
    ) {
        return;
    }
    let slow = |options: &mut satchel_sim::Options| {
        options.switches.rate = 500_000;
        options.switches.padding_files = 4;
        options.switches.padding_bytes = 500_000;
    };
    let app = TestApp::with(slow, std::time::Duration::from_mins(1)).await;
    fs::create_dir(app.backups()).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=80m", "none"], &app.backups());
    app.back_up(crate::app::once(satchel_core::data_request::Kind::Activity)).await;
    app.until("bytes", |now| now.jobs.first()?.progress.filter(|p| p.bytes > 0).map(drop)).await;
    leave_bytes(&app.backups(), 0);
    let job = app.until_failed(ProblemCode::DiskFull).await;
    assert!(whole_backups(&app.backups()).is_empty());
    fs::remove_file(filler(&app.backups())).unwrap();
    app.sim.set(|switches| switches.rate = 0);
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(whole_backups(&app.backups()).len(), 1);
    assert_eq!(left_behind(&app.backups()), Vec::<PathBuf>::new());
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_need_more_room_than_they_hold_fill_the_volume_while_they_are_unpacked() {
    if !may_mount(
        "faults::volumes::files_that_need_more_room_than_they_hold_fill_the_volume_while_they_are_unpacked",
    ) {
        return;
    }
    let app = TestApp::new().await;
    let file = app.file("many.zip");
    {
        let mut zip = zip::ZipWriter::new(File::create(&file).unwrap());
        zip.start_file("user_data_tiktok.json", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(br#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-01-02 03:04:05","SearchTerm":"heron"}]}}}"#)
            .unwrap();
        for number in 0..19_000 {
            zip.start_file(format!("{number}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"1").unwrap();
        }
        zip.finish().unwrap();
    }
    fs::create_dir(app.backups()).unwrap();
    // A page for each file is more than this.
    mount(&["-t", "tmpfs", "-o", "size=72m", "none"], &app.backups());
    app.core.open_export(file).await.unwrap();
    let job = app.until_failed(ProblemCode::DiskFull).await;
    assert!(whole_backups(&app.backups()).is_empty());
    assert_eq!(left_behind(&app.backups()), Vec::<PathBuf>::new());
    mount(&["-o", "remount,size=200m"], &app.backups());
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended_saved().await;
    assert_eq!(whole_backups(&app.backups()).len(), 1);
}
