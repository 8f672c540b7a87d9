//! Archives that are unusual, or damaged in parts: what is whole is kept, and what is not is named.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use satchel_core::backup::{CheckState, Outcome};
use satchel_core::data_request::Kind;
use satchel_core::problem::ProblemCode;
use satchel_core::view::{BackupView, JobView};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::app::{TestApp, once};

/// An export with one search.
const SEARCHES: &str =
    r#"{"Your Activity":{"Searches":{"SearchList":[{"Date":"2026-01-02 03:04:05","SearchTerm":"heron"}]}}}"#;
/// Another export, with two.
const MORE_SEARCHES: &str = r#"{"Your Activity":{"Searches":{"SearchList":[
    {"Date":"2026-01-02 03:04:06","SearchTerm":"bittern"},{"Date":"2026-01-02 03:04:07","SearchTerm":"egret"}]}}}"#;

/// Writes a zip of these files. Names are written as they are.
fn write_zip(path: &Path, method: CompressionMethod, files: &[(&str, &str)]) {
    let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// Opens a file, and returns its job and backup once it is saved.
async fn save(app: &TestApp, file: PathBuf) -> (JobView, BackupView, PathBuf) {
    app.core.open_export(file).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    let id = job.backup_id.clone().unwrap();
    let backup = app.now().backups.into_iter().find(|backup| backup.id == id).unwrap();
    app.core.dismiss_job(&job.id).await;
    (job, backup, app.backups().join(id))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_compression_method_is_read() {
    let app = TestApp::new().await;
    let methods = [
        CompressionMethod::Stored,
        CompressionMethod::Deflated,
        CompressionMethod::Bzip2,
        CompressionMethod::Xz,
        CompressionMethod::Zstd,
        CompressionMethod::Ppmd,
    ];
    for method in methods {
        let file = app.file("export.zip");
        write_zip(&file, method, &[("user_data_tiktok.json", SEARCHES)]);
        let (job, backup, folder) = save(&app, file).await;
        assert_eq!(job.records.unwrap().read, 1, "{method}");
        assert_eq!(backup.unreadable, 0, "{method}");
        let written = fs::read_to_string(folder.join("data/export/user_data_tiktok.json")).unwrap();
        assert_eq!(written, SEARCHES, "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_keep_their_original_in_a_file_of_the_bag() {
    let app = TestApp::new().await;
    let file = app.file("names.zip");
    let names = [
        ("user_data_tiktok.json", SEARCHES),
        ("./notes.txt", "a"),
        ("NOTES.txt", "b"),
        ("Photos\\100%.txt", "c"),
        ("photos/new.txt", "d"),
        ("Photos", "e"),
        ("__MACOSX/._notes.txt", "junk"),
        ("Icon\r", "junk"),
        ("Photos\\Thumbs.db", "junk"),
    ];
    write_zip(&file, CompressionMethod::Deflated, &names);
    let (_, backup, folder) = save(&app, file).await;
    assert!(matches!(backup.check, CheckState::Verified { .. }), "{backup:?}");
    let export = folder.join("data/export");
    for (path, content) in [
        ("notes.txt", "a"),
        ("NOTES (2).txt", "b"),
        ("Photos/100_.txt", "c"),
        ("Photos/new.txt", "d"),
        ("Photos (2)", "e"),
    ] {
        assert_eq!(fs::read_to_string(export.join(path)).unwrap(), content, "{path}");
    }
    let renamed = fs::read_to_string(folder.join("renamed-files.txt")).unwrap();
    let mut lines: Vec<&str> = renamed.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "data/export/NOTES (2).txt\tNOTES.txt",
            "data/export/Photos (2)\tPhotos",
            "data/export/Photos/100_.txt\tPhotos\\100%25.txt",
            "data/export/Photos/new.txt\tphotos/new.txt",
            "data/export/notes.txt\t./notes.txt",
        ]
    );
    let tags = fs::read_to_string(folder.join("tagmanifest-sha256.txt")).unwrap();
    assert!(tags.contains("  renamed-files.txt\n"), "{tags}");
    let written = fs::read_dir(&export).unwrap().count();
    assert_eq!(written, 5, "what file managers leave is not unpacked");
}

/// The bytes of a zip of two exports, of which the second has a wrong byte.
fn with_a_damaged_entry(app: &TestApp) -> Vec<u8> {
    let file = app.file("damaged.zip");
    write_zip(&file, CompressionMethod::Stored, &[("one.json", SEARCHES), ("two.json", MORE_SEARCHES)]);
    let mut bytes = fs::read(&file).unwrap();
    let at = bytes.windows(5).position(|window| window == b"egret").unwrap();
    bytes[at] = b'E';
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_entries_of_a_damaged_archive_are_kept_and_the_others_are_named() {
    let app = TestApp::new().await;
    let file = app.file("damaged.zip");
    fs::write(&file, with_a_damaged_entry(&app)).unwrap();
    let (job, backup, folder) = save(&app, file.clone()).await;
    assert_eq!((job.unreadable, backup.unreadable), (1, 1));
    assert_eq!(backup.check, CheckState::NotChecked, "an incomplete backup is not called verified");
    assert_eq!(fs::read_to_string(folder.join("data/export/one.json")).unwrap(), SEARCHES);
    assert!(!folder.join("data/export/two.json").exists());
    assert_eq!(fs::read(folder.join("data/archive.zip")).unwrap(), fs::read(&file).unwrap());
    let named = fs::read_to_string(folder.join("unreadable-entries.txt")).unwrap();
    assert!(named.starts_with("two.json\tdamaged: "), "{named}");
    assert_eq!(named.lines().count(), 1);
    let details = app.core.import_summary(&backup.id).await.unwrap();
    assert!(details.notes.iter().any(|note| note.file == "two.json"), "{:?}", details.notes);
    assert!(details.total.read >= 1, "{:?}", details.total);
    // The rebuild reads the same from the archive.
    app.core.rebuild_library().await.unwrap();
    app.until("the rebuild", |now| {
        let records = now.backups[0].records?;
        (records == details.total && now.library.building.is_none()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_without_its_end_is_read_as_far_as_it_goes() {
    let app = TestApp::new().await;
    let whole = app.file("whole.zip");
    write_zip(&whole, CompressionMethod::Deflated, &[("one.json", SEARCHES), ("two.json", MORE_SEARCHES)]);
    let bytes = fs::read(&whole).unwrap();
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for (length, unreadable, is_second_whole) in [(directory + 10, 1, true), (directory - 20, 2, false)] {
        let file = app.file("cut.zip");
        fs::write(&file, &bytes[..length]).unwrap();
        let (_, backup, folder) = save(&app, file).await;
        assert_eq!(backup.unreadable, unreadable, "{length} bytes");
        assert!(folder.join("data/export/one.json").exists());
        assert_eq!(folder.join("data/export/two.json").exists(), is_second_whole);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_beginning_of_a_json_export_in_a_damaged_archive_is_read() {
    let app = TestApp::new().await;
    let searches = |n: u32| {
        format!(r#"{{"Date":"2026-01-02 03:{:02}:{:02}","SearchTerm":"heron {n}"}}"#, n / 60, n % 60)
    };
    let rows: Vec<String> = (0..2000).map(searches).collect();
    let json = format!(r#"{{"Your Activity":{{"Searches":{{"SearchList":[{}]}}}}}}"#, rows.join(","));
    let whole = app.file("whole.zip");
    write_zip(&whole, CompressionMethod::Deflated, &[("user_data_tiktok.json", &json)]);
    let bytes = fs::read(&whole).unwrap();
    let mut changed = bytes.clone();
    changed[bytes.len() * 2 / 3] ^= 0x10;
    for (name, damaged) in [("cut", &bytes[..bytes.len() * 2 / 3]), ("changed", &changed[..])] {
        let file = app.file("damaged.zip");
        fs::write(&file, damaged).unwrap();
        let (job, backup, folder) = save(&app, file).await;
        let records = job.records.unwrap();
        assert!(records.stored > 500, "{name}: {records:?}");
        assert!(backup.unreadable > 0, "{name}");
        assert!(!folder.join("data/export/user_data_tiktok.json").exists(), "it is not whole");
        assert_eq!(fs::read(folder.join("data/archive.zip")).unwrap(), damaged);
        let details = app.core.import_summary(&backup.id).await.unwrap();
        assert!(!details.notes.is_empty(), "{name}");
        app.core.rebuild_library().await.unwrap();
        app.until("the rebuild", |now| {
            let backup = now.backups.iter().find(|found| found.id == backup.id)?;
            (backup.records?.read == records.read && now.library.building.is_none()).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn incomplete_download_is_kept_and_can_be_downloaded_again() {
    let app = TestApp::new().await;
    app.sim.serve_archive(Some(&with_a_damaged_entry(&app))).unwrap();
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.unreadable, 1);
    assert_eq!(app.now().backups[0].unreadable, 1);
    app.sim.serve_archive(None).unwrap();
    app.core.retry_job(&job.id).await.unwrap();
    let again = app
        .until("the second download", |now| {
            now.jobs
                .iter()
                .find(|j| j.id == job.id && j.outcome == Outcome::Saved && j.unreadable == 0)
                .cloned()
        })
        .await;
    assert_ne!(again.backup_id, job.backup_id, "the incomplete backup is not replaced");
    assert_eq!(app.now().backups.len(), 2);
    assert_eq!(app.calls("/v2/user/data/add/"), 1);
    assert_eq!(app.calls("/v2/user/data/download/"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_of_which_nothing_can_be_read_is_kept_if_it_was_downloaded() {
    let app = TestApp::new().await;
    let damaged = satchel_export_gen::hostile::zip(&satchel_export_gen::hostile::Kind::CrcMismatch);
    app.sim.serve_archive(Some(&damaged)).unwrap();
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.unreadable, 1);
    let archive = app.backups().join(job.backup_id.unwrap()).join("data/archive.zip");
    assert_eq!(fs::read(archive).unwrap(), damaged);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inner_zip_that_is_none_does_not_hide_the_rest() {
    let app = TestApp::new().await;
    let file = app.file("inner.zip");
    let files = [("a.zip", "no zip"), ("user_data_tiktok.json", SEARCHES), ("z.zip", "PK\x03\x04 nor this")];
    write_zip(&file, CompressionMethod::Deflated, &files);
    let (job, backup, _) = save(&app, file).await;
    let records = job.records.unwrap();
    assert_eq!((records.stored, records.skipped), (1, 2), "{records:?}");
    assert_eq!(backup.unreadable, 0, "the files themselves are unpacked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_archive_is_named_as_such() {
    let app = TestApp::new().await;
    let file = app.file("secret.zip");
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = zip::ZipWriter::new(File::create(&file).unwrap());
    zip.start_file("user_data_tiktok.json", options).unwrap();
    zip.write_all(SEARCHES.as_bytes()).unwrap();
    zip.finish().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    // The flag for encryption, in the header of the entry and in the directory.
    bytes[6] |= 1;
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    fs::write(&file, bytes).unwrap();
    app.core.open_export(file).await.unwrap();
    app.until_failed(ProblemCode::ArchiveEncrypted).await;
}

/// Prints the index and the SHA-256 of every entry that is a file, for each archive.
#[cfg(target_os = "linux")]
const PYTHON: &str = r"
import hashlib, sys, zipfile
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as zip:
        files = [info for info in zip.infolist() if not info.is_dir()]
        print(path, *(hashlib.sha256(zip.read(info)).hexdigest() for info in files))
";

/// Writes a zip of random files with random names, methods and comments.
#[cfg(target_os = "linux")]
fn write_random_zip(path: &Path, random: &mut impl FnMut(usize) -> usize) {
    const PARTS: [&str; 12] = [
        "a",
        "b",
        "A",
        "notes",
        "é",
        "e\u{301}",
        "con",
        "x y ",
        "поиск",
        "検索",
        "100%",
        "long name of a file",
    ];
    let methods = [CompressionMethod::Stored, CompressionMethod::Deflated, CompressionMethod::Bzip2];
    let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
    for number in 0..random(20) {
        let depth = 1 + random(3);
        let parts: Vec<&str> = (0..depth).map(|_| PARTS[random(PARTS.len())]).collect();
        let name = format!("{}{number}.txt", parts.join("/"));
        let options = SimpleFileOptions::default()
            .compression_method(methods[random(methods.len())])
            .large_file(random(2) == 0);
        zip.start_file(name, options).unwrap();
        let content: Vec<u8> = (0..random(5_000)).map(|_| u8::try_from(random(7)).unwrap() + b'0').collect();
        zip.write_all(&content).unwrap();
        if random(4) == 0 {
            zip.add_directory(format!("empty {number}"), SimpleFileOptions::default()).unwrap();
        }
    }
    zip.set_comment("a comment").unwrap();
    zip.finish().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn random_zips_are_read_as_python_reads_them() {
    use sha2::{Digest, Sha256};

    let folder = tempfile::tempdir().unwrap();
    let mut state = 7u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let paths: Vec<PathBuf> = (0..60).map(|number| folder.path().join(format!("{number}.zip"))).collect();
    for path in &paths {
        write_random_zip(path, &mut random);
    }
    let output = std::process::Command::new("python3").args(["-c", PYTHON]).args(&paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = String::from_utf8(output.stdout).unwrap();
    let mut found = String::new();
    for path in &paths {
        let archive = satchel_core::archive::Archive::open(path, &<_>::default()).unwrap();
        assert!(archive.is_whole() && archive.unreadable().is_empty());
        found += &path.display().to_string();
        let mut reader = archive.reader();
        for index in 0..archive.entries().len() {
            let mut content = Vec::new();
            reader.read(index, |entry| entry.read_to_end(&mut content)).unwrap();
            let digest = Sha256::digest(&content);
            found.push(' ');
            found.extend(digest.iter().map(|byte| format!("{byte:02x}")));
        }
        found.push('\n');
    }
    assert!(expected.split_whitespace().count() > 300, "the archives have too few files");
    assert_eq!(found, expected);
}
