//! Opening export files that a person already has, both valid and invalid ones.

use std::fs::File;
use std::path::Path;

use satchel_core::backup::Outcome;
use satchel_core::problem::ProblemCode;
use satchel_export_gen::hostile::{self, Kind};
use satchel_export_gen::{Container, Language, Layout, Plan, write_json, write_zip};

use crate::app::TestApp;

fn write_export(path: &Path) {
    let plan = Plan::new(3, 200, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, File::create(path).unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn opened_export_is_copied_and_unpacked_and_the_original_is_unchanged() {
    let app = TestApp::new().await;
    let file = app.file("TikTok_Data_1773002972.zip");
    write_export(&file);
    let before = std::fs::read(&file).unwrap();
    app.core.open_export(file.clone()).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let folder = app.backups().join(job.backup_id.unwrap());
    assert_eq!(std::fs::read(folder.join("data/archive.zip")).unwrap(), before, "identical bytes");
    assert!(folder.join("data/export/user_data_tiktok.json").is_file());
    let backup = app.now().backups.remove(0);
    assert_eq!(backup.file_name.as_deref(), Some("TikTok_Data_1773002972.zip"));
    assert_eq!(backup.request, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_words_become_searchable_without_any_further_action() {
    let app = TestApp::new().await;
    app.until("the library", |now| (now.library.version > 0).then_some(())).await;
    let file = app.file("export.zip");
    write_export(&file);
    app.core.open_export(file).await.unwrap();
    app.until_ended(Outcome::Saved).await;
    app.until("the indexes", |now| {
        (now.library.records > 0 && now.library.words_ready && now.library.trigrams_ready).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_that_its_job_could_not_import_is_imported_once_it_is_saved() {
    let app = TestApp::new().await;
    let library = rusqlite::Connection::open(app.own_folder().join("library/records.db")).unwrap();
    // Jobs import under their own id, which contains no slash; later, it is the path of the backup.
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON backup WHEN NEW.id NOT LIKE '%/%'
                  BEGIN SELECT RAISE(ABORT, 'refused'); END";
    library.execute_batch(refuse).unwrap();
    let path = app.file("export.zip");
    write_export(&path);
    app.core.open_export(path).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.records, None, "the job could not import it");
    app.until("the records", |now| (now.library.records > 0 && now.library.building.is_none()).then_some(()))
        .await;
    assert_eq!(app.now().library.backups, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_an_export_twice_creates_two_backups() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    write_export(&file);
    for _ in 0..2 {
        app.core.open_export(file.clone()).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        app.core.dismiss_job(&job.id).await;
    }
    assert_eq!(app.now().backups.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_export_is_recognised() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let layout = Layout::TxtC(Language::English);
    let plan = Plan { layout, ..Plan::new(3, 200, "2026-11-01T12:00:00Z".parse().unwrap()) };
    write_zip(&plan, File::create(&file).unwrap()).unwrap();
    app.core.open_export(file).await.unwrap();
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_file_and_invalid_zip_are_reported() {
    let app = TestApp::new().await;
    std::fs::write(app.file("notes.zip"), "just a text").unwrap();
    for (name, code) in
        [("not-there.zip", ProblemCode::FileUnreadable), ("notes.zip", ProblemCode::NotAnArchive)]
    {
        app.core.open_export(app.file(name)).await.unwrap();
        let job = app.until_failed(code).await;
        app.core.dismiss_job(&job.id).await;
    }
    assert!(!app.backups().exists(), "nothing was copied");
}

/// The expected problem of each hostile zip; `None` if it is accepted.
fn verdict(kind: &Kind) -> Option<ProblemCode> {
    match kind {
        Kind::Zip64 | Kind::DataDescriptor | Kind::Nested => None,
        // Only Windows forbids this character, so it is replaced.
        Kind::Named(name) if name == "what?.txt" => None,
        Kind::Named(_)
        | Kind::Symlink
        | Kind::ThroughSymlink
        | Kind::Device
        | Kind::Duplicate
        | Kind::CaseClash
        | Kind::Overlapping
        | Kind::UnicodeClash
        | Kind::FileAndFolder => Some(ProblemCode::ArchiveUnsafe),
        Kind::UnknownMethod | Kind::LyingSize { .. } | Kind::Truncated { .. } | Kind::CrcMismatch => {
            Some(ProblemCode::ArchiveDamaged)
        }
        Kind::Encrypted => Some(ProblemCode::ArchiveEncrypted),
        Kind::Bomb { .. } | Kind::TooMany { .. } => Some(ProblemCode::ArchiveTooBig),
        Kind::NotAnExport | Kind::Empty => Some(ProblemCode::NotAnExport),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_zips_are_rejected_and_leave_no_files() {
    let app = TestApp::new().await;
    let file = app.file("bad.zip");
    for kind in Kind::all() {
        std::fs::write(&file, hostile::zip(&kind)).unwrap();
        app.core.open_export(file.clone()).await.unwrap();
        let job = app
            .until("the end", |now| now.jobs.iter().find(|j| j.outcome != Outcome::Running).cloned())
            .await;
        let code = job.problem.as_ref().map(|p| p.code);
        assert_eq!(code, verdict(&kind), "{kind:?}: {:?}", job.problem);
        app.core.dismiss_job(&job.id).await;
        let saved = app.now().backups;
        assert_eq!(saved.len(), usize::from(code.is_none()), "{kind:?}");
        for backup in saved {
            std::fs::remove_dir_all(app.backups().join(backup.id)).unwrap();
        }
        app.core.refresh_backups().await;
        let left = std::fs::read_dir(app.backups().join("Opened exports")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{kind:?} leaves files behind");
        assert!(!app.file("outside.txt").exists() && !app.backups().join("outside.txt").exists(), "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_in_a_zip_without_an_export_are_counted() {
    let app = TestApp::new().await;
    let file = app.file("holiday.zip");
    std::fs::write(&file, hostile::zip(&Kind::NotAnExport)).unwrap();
    app.core.open_export(file).await.unwrap();
    let job = app.until_failed(ProblemCode::NotAnExport).await;
    assert_eq!(job.problem.unwrap().facts.count, Some(312));
    assert_eq!(job.file_name.as_deref(), Some("holiday.zip"));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn insufficient_space_is_reported_with_sizes_before_copying() {
    use std::io::{Seek, SeekFrom};

    let app = TestApp::new().await;
    let small = app.file("small.zip");
    write_export(&small);
    // A valid export after a hole of 4 TiB: the sparse file needs little space, but a copy of it would not.
    let file = app.file("huge.zip");
    let mut out = File::create(&file).unwrap();
    out.set_len(4 << 40).unwrap();
    out.seek(SeekFrom::End(0)).unwrap();
    std::io::copy(&mut File::open(&small).unwrap(), &mut out).unwrap();
    app.core.open_export(file).await.unwrap();
    let job = app.until_failed(ProblemCode::DiskFull).await;
    let facts = job.problem.unwrap().facts;
    assert!(facts.needed_bytes.unwrap() > 4 << 40);
    assert!(facts.free_bytes.unwrap() < 4 << 40);
    assert!(app.now().backups.is_empty());
    assert!(!app.backups().join("Opened exports").exists(), "nothing was copied");
}

#[tokio::test(flavor = "multi_thread")]
async fn unpacked_folder_single_json_and_nested_zip_can_be_opened() {
    let app = TestApp::new().await;
    let plan = Plan::new(3, 200, "2026-11-01T12:00:00Z".parse().unwrap());
    let folder = app.file("My data");
    std::fs::create_dir_all(folder.join("TikTok")).unwrap();
    let json = folder.join("TikTok/user_data_tiktok.json");
    let expected = write_json(&plan, File::create(&json).unwrap()).unwrap();
    let nested = app.file("nested.zip");
    let container = Container { nested: true, ..Container::default() };
    write_zip(&Plan { container, ..plan }, File::create(&nested).unwrap()).unwrap();
    for path in [folder.clone(), json.clone(), nested] {
        app.core.open_export(path.clone()).await.unwrap();
        let job = app.until_ended(Outcome::Saved).await;
        let read = expected.sections.values().map(|tally| tally.read).sum::<u64>();
        assert_eq!(job.records.map(|records| records.read), Some(read), "{}", path.display());
        app.core.dismiss_job(&job.id).await;
    }
    std::fs::remove_file(json).unwrap();
    std::fs::write(folder.join("shopping.txt"), "milk").unwrap();
    app.core.open_export(folder).await.unwrap();
    app.until_failed(ProblemCode::NotAnExport).await;
}
