//! Archives that were split into parts, and archives that were cut off.

use std::fs;
use std::path::{Path, PathBuf};

use satchel_core::backup::Outcome;
use satchel_core::problem::ProblemCode;
use satchel_export_gen::Layout;

use crate::app::TestApp;
use crate::opening::{export, save, small, zipped};

/// Splits bytes into parts of this size, and writes them as `export.zip.001` and so on.
fn split(folder: &Path, bytes: &[u8], size: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let part = |(number, part): (usize, &[u8])| {
        let path = folder.join(format!("export.zip.{number:03}"));
        fs::write(&path, part).unwrap();
        path
    };
    (1..).zip(bytes.chunks(size)).map(part).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_archive_is_opened_as_one_by_any_of_its_parts() {
    let app = TestApp::new().await;
    let bytes = zipped(&export(&small(Layout::V6)));
    let parts = split(&app.file("parts"), &bytes, bytes.len() / 3 + 1);
    assert_eq!(parts.len(), 3);
    let job = save(&app, parts[1].clone()).await;
    assert!(job.records.unwrap().read > 0);
    let folder = app.backups().join(job.backup_id.unwrap());
    assert_eq!(fs::read(folder.join("data/archive.zip")).unwrap(), bytes, "identical bytes");
    for part in &parts {
        app.core.open_export(part.clone()).await.unwrap();
        let job = app.until_ended(Outcome::AlreadySaved).await;
        app.core.dismiss_job(&job.id).await;
    }
    // All of them dropped at once are one export.
    app.core.open_exports(parts.clone()).await.unwrap();
    app.until_ended(Outcome::AlreadySaved).await;
    assert_eq!(app.now().jobs.len(), 1);
    app.core.dismiss_job(&app.now().jobs[0].id).await;
    // In a folder, they are put together, too.
    assert_eq!(save(&app, app.file("parts")).await.records.unwrap().stored, 0, "the records are known");
    // What is missing is named.
    fs::remove_file(&parts[1]).unwrap();
    app.core.open_export(parts[2].clone()).await.unwrap();
    let job = app.until_failed(ProblemCode::PartMissing).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("export.zip.002"));
    app.core.dismiss_job(&job.id).await;
    app.core.open_export(app.file("parts")).await.unwrap();
    let job = app.until_failed(ProblemCode::PartMissing).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("export.zip.002"), "in a folder, too");
    app.core.dismiss_job(&job.id).await;
    // The last part is not known to be missing before the others are put together.
    let noise = (1..2000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let zip = zipped(&vec![("a.jpg".into(), noise), ("user_data_tiktok.json".into(), b"{}".to_vec())]);
    let parts = split(&app.file("first parts"), &zip, 3000);
    for part in &parts[1..] {
        fs::remove_file(part).unwrap();
    }
    app.core.open_export(parts[0].clone()).await.unwrap();
    let job = app.until_failed(ProblemCode::PartMissing).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("export.zip.002"));
    app.core.dismiss_job(&job.id).await;
    app.core.open_export(app.file("first parts")).await.unwrap();
    let job = app.until_failed(ProblemCode::PartMissing).await;
    assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("export.zip.002"), "in a folder, too");
    app.core.dismiss_job(&job.id).await;
    // A part that is the whole archive.
    let only = split(&app.file("only part"), &bytes, bytes.len());
    assert_eq!(only.len(), 1);
    app.core.open_export(app.file("only part")).await.unwrap();
    let job = app.until_ended(Outcome::AlreadySaved).await;
    app.core.dismiss_job(&job.id).await;
    // A zip that is cut off in front of its export is damaged, not something else.
    let cut = app.file("cut.zip");
    fs::write(&cut, &zip[..3000]).unwrap();
    app.core.open_export(cut).await.unwrap();
    app.until_failed(ProblemCode::ArchiveDamaged).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_archive_without_an_export_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let bytes = zipped(&vec![("a.jpg".into(), vec![7; 5000]), ("b.txt".into(), b"a letter".to_vec())]);
    let parts = split(&app.file("parts"), &bytes, 200);
    app.core.open_export(parts[0].clone()).await.unwrap();
    let job = app.until_failed(ProblemCode::NotAnExport).await;
    assert_eq!(job.problem.unwrap().facts.count, Some(1), "one picture");
    assert!(!app.backups().join("Opened exports").exists());
}
