//! Two Satchels with one backup folder, and folders on volumes that are full or cannot be written to.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

#[cfg(target_os = "linux")]
use satchel_core::backup::CheckState;
use satchel_core::backup::Outcome;
#[cfg(target_os = "linux")]
use satchel_core::data_request::Kind;
#[cfg(target_os = "linux")]
use satchel_core::problem::ProblemCode;
use satchel_export_gen::{Plan, write_zip};

use crate::app::TestApp;
#[cfg(target_os = "linux")]
use crate::app::once;
#[cfg(target_os = "linux")]
use crate::mounts::{may_mount, mount};

fn write_export(path: &Path, seed: u64) {
    let plan = Plan::new(seed, 50, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, fs::File::create(path).unwrap()).unwrap();
}

fn entries(folder: &Path) -> HashSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_satchels_that_save_at_the_same_time_do_not_get_in_each_others_way() {
    let (one, two) = (TestApp::new().await, TestApp::new().await);
    fs::create_dir_all(one.backups()).unwrap();
    two.core.set_folder(one.backups()).await.unwrap();
    // What a third one is putting together.
    let opened = one.backups().join("Opened exports");
    let staging = opened.join(".satchel-0123456789abcdef/data");
    fs::create_dir_all(&staging).unwrap();
    fs::write(staging.join("archive.zip"), "the beginning of an archive").unwrap();
    let mut files = Vec::new();
    for number in 0..6 {
        for (app, seed) in [(&one, 2 * number), (&two, 2 * number + 1)] {
            let file = app.file(&format!("{number}.zip"));
            write_export(&file, seed);
            files.push(app.core.open_export(file));
        }
    }
    for opened in futures_util::future::join_all(files).await {
        opened.unwrap();
    }
    for app in [&one, &two] {
        let jobs = app
            .until("all jobs", |now| {
                let is_done = now.jobs.iter().all(|job| job.outcome != Outcome::Running);
                (is_done && now.jobs.len() == 6).then(|| now.jobs.clone())
            })
            .await;
        assert!(jobs.iter().all(|job| job.outcome == Outcome::Saved), "{jobs:#?}");
    }
    one.core.refresh_backups().await;
    let ids: HashSet<_> = one.now().backups.into_iter().map(|backup| backup.id).collect();
    assert_eq!(ids.len(), 12);
    let mut left = entries(&opened);
    left.retain(|name| !ids.contains(&format!("Opened exports/{name}")));
    assert_eq!(left, HashSet::from([".satchel-0123456789abcdef".to_owned()]));
    for job in one.now().jobs {
        one.core.dismiss_job(&job.id).await;
    }
    let mut one = one;
    one.restart().await;
    assert_eq!(fs::read_to_string(staging.join("archive.zip")).unwrap(), "the beginning of an archive");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_to_is_browsed_and_checked_and_says_why_nothing_is_saved() {
    if !may_mount(
        "shared_folder::a_folder_that_cannot_be_written_to_is_browsed_and_checked_and_says_why_nothing_is_saved",
    ) {
        return;
    }
    let mut app = TestApp::new().await;
    let file = app.file("export.zip");
    write_export(&file, 1);
    app.core.open_export(file).await.unwrap();
    let id = app.until_ended(Outcome::Saved).await.backup_id.unwrap();
    let folder = app.backups().display().to_string();
    mount(&["--bind", &folder], &app.backups());
    mount(&["-o", "remount,bind,ro"], &app.backups());
    // Another installation, whose default folder is another one.
    app.install_anew().await;
    assert!(app.core.find_folder(app.backups()).await.unwrap().is_used);
    let now = app.now();
    assert_eq!(now.folder.problem.map(|problem| problem.code), Some(ProblemCode::FolderNotWritable));
    assert_eq!(now.backups.len(), 1);
    app.until("the library", |now| (now.library.records > 0).then_some(())).await;
    app.core.verify_backup(&id).await.unwrap();
    app.until("the check", |now| matches!(now.backups[0].check, CheckState::Verified { .. }).then_some(()))
        .await;
    let other = app.file("other.zip");
    write_export(&other, 2);
    app.core.open_export(other).await.unwrap();
    app.until_failed(ProblemCode::FolderNotWritable).await;
    for for_good in [false, true] {
        let refused = app.core.delete_backup(&id, for_good).await.unwrap_err();
        assert_eq!(refused.into_problem().code, ProblemCode::FolderNotWritable, "{for_good}");
    }
    app.core.restore_backup(&id).await.unwrap_err();
    let locked = app.file("Locked");
    std::fs::create_dir(&locked).unwrap();
    let path = locked.display().to_string();
    mount(&["--bind", &path], &locked);
    mount(&["-o", "remount,bind,ro"], &locked);
    let refusals = [app.core.set_folder(locked.clone()).await, app.core.move_folder(locked.clone()).await]
        .map(Result::unwrap_err);
    for refused in refusals {
        assert_eq!(refused.into_problem().code, ProblemCode::ChosenNotWritable);
    }
    assert_eq!(app.core.folder(), app.backups());
    assert_eq!(app.now().backups.len(), 1);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_volume_a_restore_and_a_move_change_nothing_and_say_so() {
    if !may_mount("shared_folder::on_a_full_volume_a_restore_and_a_move_change_nothing_and_say_so") {
        return;
    }
    let app = TestApp::new().await;
    fs::create_dir_all(app.backups()).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=80m", "none"], &app.backups());
    app.back_up(once(Kind::Activity)).await;
    let id = app.until_ended(Outcome::Saved).await.backup_id.unwrap();
    let file = app.backups().join(&id).join("data/export/user_data_tiktok.json");
    fs::write(&file, "{}").unwrap();
    let filler = app.backups().join("filler");
    let free = satchel_core::files::free_bytes(&app.backups()).unwrap();
    fs::write(&filler, vec![1; usize::try_from(free).unwrap() - 4096]).unwrap();
    let full = app.core.restore_backup(&id).await.unwrap_err().into_problem();
    assert_eq!(full.code, ProblemCode::DiskFull);
    assert_eq!(fs::read_to_string(&file).unwrap(), "{}");
    assert_eq!(entries(&app.backups().join(&id)).len(), 5, "nothing is left of the attempt");
    let to = app.file("small");
    fs::create_dir(&to).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=70m", "none"], &to);
    let full = app.core.move_folder(to.clone()).await.unwrap_err().into_problem();
    assert_eq!(full.code, ProblemCode::DiskFull);
    assert!(full.facts.needed_bytes > full.facts.free_bytes);
    assert_eq!(app.core.folder(), app.backups());
    assert!(entries(&to).is_empty());
    // Once there is room, both succeed.
    fs::remove_file(filler).unwrap();
    app.core.restore_backup(&id).await.unwrap();
    assert!(matches!(app.now().backups[0].check, CheckState::Verified { .. }));
    let large = app.file("large");
    fs::create_dir(&large).unwrap();
    app.core.move_folder(large.clone()).await.unwrap();
    assert!(large.join(&id).join("data/archive.zip").is_file());
}
