//! Opening folders that hold other things besides exports: only the exports are taken, and the person is asked first.

use std::fs::{self, File};
use std::path::PathBuf;

use satchel_core::backup::Outcome;
use satchel_core::view::FolderQuestionView;

use crate::app::TestApp;
use crate::opening::{Files, unpack, zipped};

/// A folder like that of downloads, with an export as a zip, another one unpacked, and private files.
fn downloads(app: &TestApp) -> PathBuf {
    let folder = app.file("Downloads");
    let search = |term: &str| format!("Date: 2026-01-02 03:04:05 UTC\nSearch Term: {term}\n").into_bytes();
    let zip = zipped(&vec![("TikTok/Your Activity/Searches.txt".into(), search("zipped"))]);
    let files: Files = vec![
        ("TikTok_Data_1.zip".into(), zip),
        ("TikTok 2/Your Activity/Searches.txt".into(), search("unpacked")),
        ("TikTok 2/Your Activity/Donation.txt".into(), b"You have no data in this section".to_vec()),
        ("tax 2025.json".into(), br#"{"income": [{"date": "2025-01-31 00:00:00", "amount": 100}]}"#.to_vec()),
        ("Papers/statement.pdf".into(), vec![1; 100]),
        ("film.mp4".into(), vec![2; 100]),
        ("notes.txt".into(), b"a private note".to_vec()),
        (".hidden".into(), b"hidden".to_vec()),
    ];
    unpack(&folder, &files);
    folder
}

const PRIVATE: [&str; 4] = ["Papers/statement.pdf", "film.mp4", "notes.txt", "tax 2025.json"];

async fn until_asked(app: &TestApp) -> (String, FolderQuestionView) {
    app.until("the question", |now| {
        let job = now.jobs.first()?;
        Some((job.id.clone(), job.question.clone()?))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_folder_with_other_things_only_the_exports_are_taken_once_the_person_agrees() {
    let mut app = TestApp::new().await;
    app.core.open_export(downloads(&app)).await.unwrap();
    let (id, question) = until_asked(&app).await;
    assert_eq!((question.taken, question.left_out.count), (3, 4));
    assert_eq!(question.left_out.names, PRIVATE);
    assert!(!app.backups().join("Opened exports").exists(), "nothing is copied before");
    // It asks again after a restart, as often as that happens.
    for _ in 0..3 {
        app.restart().await;
        until_asked(&app).await;
    }
    app.core.go_on(&id);
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.records.unwrap().stored, 2);
    assert_eq!(job.question, None);
    let backup = job.backup_id.unwrap();
    let folder = app.backups().join(&backup);
    let mut zip = zip::ZipArchive::new(File::open(folder.join("data/archive.zip")).unwrap()).unwrap();
    let mut names: Vec<String> =
        (0..zip.len()).map(|i| zip.by_index(i).unwrap().name().unwrap().into_owned()).collect();
    names.sort();
    let taken =
        ["TikTok 2/Your Activity/Donation.txt", "TikTok 2/Your Activity/Searches.txt", "TikTok_Data_1.zip"];
    assert_eq!(names, taken);
    let left_out = app.core.import_summary(&backup).await.unwrap().left_out;
    assert_eq!((left_out.count, left_out.names.as_slice()), (4, PRIVATE.map(str::to_owned).as_slice()));
    let listed = fs::read_to_string(folder.join("left-out-files.txt")).unwrap();
    assert_eq!(listed.lines().collect::<Vec<_>>(), PRIVATE);
    let tags = fs::read_to_string(folder.join("tagmanifest-sha256.txt")).unwrap();
    assert!(tags.contains("  left-out-files.txt\n"), "{tags}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_about_other_files_can_be_answered_by_cancelling() {
    let app = TestApp::new().await;
    let downloads = downloads(&app);
    app.core.open_export(downloads.clone()).await.unwrap();
    let (id, _) = until_asked(&app).await;
    // Others are not held up.
    let other = app.file("other.zip");
    fs::copy(downloads.join("TikTok_Data_1.zip"), &other).unwrap();
    app.core.open_export(other).await.unwrap();
    app.until_ended_saved().await;
    app.core.cancel_job(&id).await.unwrap();
    app.until("the end", |now| {
        now.jobs.iter().any(|job| job.id == id && job.outcome == Outcome::Cancelled).then_some(())
    })
    .await;
    assert_eq!(app.now().backups.len(), 1);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_a_folder_that_may_not_be_read_does_not_keep_the_export_out() {
    use std::os::unix::fs::PermissionsExt as _;

    let app = TestApp::new().await;
    let folder = app.file("folder");
    unpack(
        &folder,
        &vec![
            ("Searches.txt".into(), b"Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret\n".to_vec()),
            ("locked.json".into(), b"{}".to_vec()),
            ("locked/a.json".into(), b"{}".to_vec()),
        ],
    );
    for name in ["locked.json", "locked"] {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    // The superuser may read everything.
    let may_read = File::open(folder.join("locked.json")).is_ok();
    app.core.open_export(folder.clone()).await.unwrap();
    let (id, question) = until_asked(&app).await;
    let locked = if may_read { ["locked/a.json", "locked.json"] } else { ["locked.json", "locked/"] };
    assert_eq!(question.left_out.names, locked);
    app.core.go_on(&id);
    app.until_ended(Outcome::Saved).await;
    fs::set_permissions(folder.join("locked"), fs::Permissions::from_mode(0o700)).unwrap();
}
