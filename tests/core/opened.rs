//! Opening export files that a person already has, both valid and invalid ones.

use std::fs::File;
use std::path::Path;

use satchel_core::backup::{CheckState, Outcome, Step};
use satchel_core::problem::ProblemCode;
use satchel_core::view::{Change, JobView};
use satchel_export_gen::hostile::{self, Kind};
use satchel_export_gen::{Container, Language, Layout, Plan, write_json, write_zip};

use crate::app::{TestApp, retry};
use crate::own_files::library;

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
    let library = rusqlite::Connection::open(library(&app).join("records.db")).unwrap();
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
async fn an_archive_that_a_backup_has_already_is_not_saved_again() {
    let app = TestApp::new().await;
    let (file, renamed) = (app.file("export.zip"), app.file("export (1).zip"));
    write_export(&file);
    std::fs::copy(&file, &renamed).unwrap();
    app.core.open_export(file.clone()).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    let backup = job.backup_id.unwrap();
    for path in [&file, &renamed] {
        app.core.open_export(path.clone()).await.unwrap();
        let job = app.until_ended(Outcome::AlreadySaved).await;
        assert_eq!(job.backup_id.as_ref(), Some(&backup));
        app.core.dismiss_job(&job.id).await;
    }
    let folder = app.backups().join("Opened exports");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no copy is left");
    assert_eq!(app.now().library.backups, 1);
    // A backup whose archive is damaged is no reason to refuse an intact one.
    std::fs::write(app.backups().join(&backup).join("data/archive.zip"), "PK").unwrap();
    app.core.open_export(file).await.unwrap();
    app.until_ended(Outcome::Saved).await;
    assert_eq!(app.now().backups.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_place_of_a_folder_is_named() {
    let app = TestApp::new().await;
    std::fs::create_dir_all(app.backups()).unwrap();
    std::fs::write(app.backups().join("Opened exports"), "a note").unwrap();
    let file = app.file("export.zip");
    write_export(&file);
    app.core.open_export(file).await.unwrap();
    let job = app.until_failed(ProblemCode::PlaceTaken).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("Opened exports"));
    assert_eq!(std::fs::read_to_string(app.backups().join("Opened exports")).unwrap(), "a note");
    std::fs::remove_file(app.backups().join("Opened exports")).unwrap();
    app.core.retry_job(&job.id).await.unwrap();
    app.until_ended(Outcome::Saved).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_that_wait_for_others_say_so_until_it_is_their_turn() {
    let app = TestApp::new().await;
    let (sender, events) = std::sync::mpsc::channel();
    app.core.subscribe(Box::new(move |event| {
        if let Change::Job(job) = event.change {
            let _ = sender.send(job);
        }
        true
    }));
    let files: Vec<_> = (0..6).map(|n| app.file(&format!("{n}.zip"))).collect();
    for (seed, file) in files.iter().enumerate() {
        let plan = Plan::new(seed as u64, 3000, "2026-11-01T12:00:00Z".parse().unwrap());
        write_zip(&plan, File::create(file).unwrap()).unwrap();
    }
    app.core.open_exports(files).await.unwrap();
    app.until("all", |now| now.jobs.iter().all(|job| job.outcome == Outcome::Saved).then_some(())).await;
    let seen: Vec<_> = events.try_iter().collect();
    let waiting: Vec<_> = seen.iter().filter(|job| job.waits_for_others).collect();
    assert!(!waiting.is_empty(), "two are saved at a time");
    assert!(waiting.iter().all(|job| job.step == Step::Checking));
    let at_work = |job: &JobView| job.step > Step::Checking && job.outcome == Outcome::Running;
    assert!(waiting.iter().all(|waited| seen.iter().any(|job| job.id == waited.id && at_work(job))));
    assert!(app.now().jobs.iter().all(|job| !job.waits_for_others));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_opened_together_all_become_backups_and_equal_ones_become_one() {
    let app = TestApp::new().await;
    let names = ["newest.zip", "old.zip", "copy of old.zip", "oldest.zip", "not an export.zip"];
    for (name, seed) in names.iter().zip([1, 2, 2, 3, 0]) {
        let mut file = File::create(app.file(name)).unwrap();
        if seed > 0 {
            let plan = Plan::new(seed, 200, "2026-11-01T12:00:00Z".parse().unwrap());
            write_zip(&plan, &mut file).unwrap();
        }
    }
    app.core.open_exports(names.iter().map(|name| app.file(name)).collect()).await.unwrap();
    let jobs = app
        .until("all jobs", |now| {
            now.jobs.iter().all(|job| job.outcome != Outcome::Running).then(|| now.jobs.clone())
        })
        .await;
    let ended = |outcome| jobs.iter().filter(|job| job.outcome == outcome).count();
    assert_eq!((ended(Outcome::Saved), ended(Outcome::AlreadySaved), ended(Outcome::Failed)), (3, 1, 1));
    assert_eq!(app.now().backups.len(), 3);
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

/// What becomes of each hostile zip: its problem, or how many entries of the backup could not be unpacked.
fn verdict(kind: &Kind) -> Result<u64, ProblemCode> {
    match kind {
        Kind::Zip64
        | Kind::DataDescriptor
        | Kind::Nested
        | Kind::Duplicate
        | Kind::CaseClash
        | Kind::UnicodeClash
        | Kind::FileAndFolder => Ok(0),
        Kind::Named(name) => {
            let leaves = name.starts_with(['/', '\\'])
                || name.starts_with("C:\\")
                || name.starts_with("C:/")
                || name.split(['/', '\\']).any(|part| part == "..");
            if leaves { Err(ProblemCode::ArchiveUnsafe) } else { Ok(0) }
        }
        Kind::Symlink | Kind::ThroughSymlink | Kind::Device | Kind::Overlapping => {
            Err(ProblemCode::ArchiveUnsafe)
        }
        // The records are read, although the file with them may not be whole.
        Kind::UnknownMethod | Kind::LyingSize { .. } | Kind::PartlyEncrypted | Kind::CrcMismatch => Ok(1),
        // No record of it can be read.
        Kind::Truncated { .. } => Err(ProblemCode::ArchiveDamaged),
        Kind::Encrypted => Err(ProblemCode::ArchiveEncrypted),
        Kind::Bomb { .. } | Kind::TooMany { .. } => Err(ProblemCode::ArchiveTooBig),
        Kind::NotAnExport | Kind::Empty => Err(ProblemCode::NotAnExport),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_harmful_is_written_and_nothing_harmless_is_rejected() {
    let app = TestApp::new().await;
    let file = app.file("unusual.zip");
    for kind in Kind::all() {
        std::fs::write(&file, hostile::zip(&kind)).unwrap();
        app.core.open_export(file.clone()).await.unwrap();
        let job = app
            .until("the end", |now| now.jobs.iter().find(|j| j.outcome != Outcome::Running).cloned())
            .await;
        let found = job.problem.as_ref().map_or(Ok(job.unreadable), |problem| Err(problem.code));
        assert_eq!(found, verdict(&kind), "{kind:?}: {:?}", job.problem);
        app.core.dismiss_job(&job.id).await;
        let saved = app.now().backups;
        assert_eq!(saved.len(), usize::from(found.is_ok()), "{kind:?}");
        for backup in saved {
            assert_eq!(Ok(backup.unreadable), found, "{kind:?}");
            let is_verified = matches!(backup.check, CheckState::Verified { .. });
            assert_eq!(is_verified, found == Ok(0), "{kind:?}");
            assert_eq!(backup.records.map(|records| records.stored), Some(1), "{kind:?}: the export is read");
            let folder = app.backups().join(backup.id);
            retry(|| std::fs::remove_dir_all(&folder)).await;
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
    assert!(!facts.own_files, "the volume of the backup folder is meant");
    assert!(app.now().backups.is_empty());
    assert!(!app.backups().join("Opened exports").exists(), "nothing was copied");
}

#[tokio::test(flavor = "multi_thread")]
async fn unpacked_folder_single_json_and_nested_zip_can_be_opened() {
    let app = TestApp::new().await;
    let plan = Plan::new(3, 3000, "2026-11-01T12:00:00Z".parse().unwrap());
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

/// Linux allows any bytes in names. Other programs replace those that are not Unicode when they pass a name on.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn files_whose_names_are_not_unicode_are_opened_or_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let app = TestApp::new().await;
    let folder = app.file("folder").join(OsStr::from_bytes(b"m\xfcsli"));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(OsStr::from_bytes(b"\xe4pfel.zip"));
    write_export(&file);
    let lossy = std::path::PathBuf::from(file.to_string_lossy().into_owned());
    assert_ne!(file, lossy);
    // The second time, the same archive is recognised.
    for (path, outcome) in [(&file, Outcome::Saved), (&lossy, Outcome::AlreadySaved)] {
        app.core.open_export(path.clone()).await.unwrap();
        let job = app.until_ended(outcome).await;
        app.core.dismiss_job(&job.id).await;
    }
    // Which of the two is meant cannot be told.
    write_export(&folder.join(OsStr::from_bytes(b"\xf6pfel.zip")));
    app.core.open_export(lossy).await.unwrap();
    app.until_failed(ProblemCode::FileUnreadable).await;
}

/// Opening a pipe waits for a writer that never comes, and some devices have no end.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn pipes_and_devices_are_not_opened_as_exports() {
    let mut app = TestApp::new().await;
    let make = |name: &str| {
        let pipe = app.file(name);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        pipe
    };
    let cases = [
        (make("export.zip"), ProblemCode::FileUnreadable),
        (make("user_data_tiktok.json"), ProblemCode::FileUnreadable),
        (make("Watch History.txt"), ProblemCode::FileUnreadable),
        ("/dev/zero".into(), ProblemCode::FileUnreadable),
    ];
    for (path, problem) in cases {
        app.core.open_export(path).await.unwrap();
        let job = app.until_failed(problem).await;
        app.core.dismiss_job(&job.id).await;
    }
    app.core.open_export(app.file("export.zip")).await.unwrap();
    let job = app.until_failed(ProblemCode::FileUnreadable).await;
    app.core.retry_job(&job.id).await.unwrap();
    app.restart().await;
    app.until_failed(ProblemCode::FileUnreadable).await;
}
