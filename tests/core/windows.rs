//! Peculiarities of Windows: drive letters, device names, long paths, and files opened by other programs.
//!
//! The rules for names and lengths are the same on all systems, so that a backup can be moved from one to another.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use satchel_core::backup::{CheckState, Outcome};
use satchel_core::problem::ProblemCode;
use satchel_core::settings::Settings;
use satchel_core::settings::Theme;
use satchel_export_gen::hostile::{self, Kind};
use satchel_export_gen::{Plan, write_zip};

use crate::app::{TestApp, retry};

fn write_export(path: &Path) {
    write_another_export(path, 3);
}

/// Writes an export whose content depends on the seed.
fn write_another_export(path: &Path, seed: u64) {
    let plan = Plan::new(seed, 50, "2026-11-01T12:00:00Z".parse().unwrap());
    write_zip(&plan, File::create(path).unwrap()).unwrap();
}

/// Opens an export and waits until it is saved. Returns the id and the folder of the backup.
async fn saved(app: &TestApp, file: PathBuf) -> (String, PathBuf) {
    app.core.open_export(file).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    let id = job.backup_id.unwrap();
    (id.clone(), app.core.folder().join(id))
}

/// A folder whose path exceeds the default limit of Windows, which is 260 characters.
fn deep(folder: &Path) -> PathBuf {
    (0..12).fold(folder.to_owned(), |path, n| path.join(format!("a folder in a folder in a folder {n}")))
}

async fn verified(app: &TestApp, id: &str) {
    app.core.verify_backup(id).await.unwrap();
    app.until("the check", |now| matches!(now.backups[0].check, CheckState::Verified { .. }).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_windows_cannot_have_are_changed_on_every_system() {
    let app = TestApp::new().await;
    let file = app.file("names.zip");
    for (name, safe) in [
        ("C:x", "C_x"),
        ("a:b.txt", "a_b.txt"),
        ("a.txt::$DATA", "a.txt__$DATA"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("folder/PRN", "folder/_PRN"),
        ("LPT³.log", "_LPT³.log"),
        ("CONOUT$", "_CONOUT$"),
        ("name.", "name_"),
        ("name ", "name_"),
        ("folder /name.txt", "folder_/name.txt"),
        ("folder./name.txt", "folder_/name.txt"),
    ] {
        fs::write(&file, hostile::zip(&Kind::Named(name.into()))).unwrap();
        let (id, backup) = saved(&app, file.clone()).await;
        let written = safe.split('/').fold(backup.join("data/export"), |path, part| path.join(part));
        assert_eq!(fs::read(written).unwrap(), b"These bytes belong nowhere.\n", "{name:?}");
        let renamed = fs::read_to_string(backup.join("renamed-files.txt")).unwrap();
        assert_eq!(renamed, format!("data/export/{safe}\t{name}\n"));
        verified(&app, &id).await;
        retry(|| fs::remove_dir_all(&backup)).await;
        app.core.refresh_backups().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn absolute_paths_of_windows_are_refused_on_every_system() {
    let app = TestApp::new().await;
    let file = app.file("bad.zip");
    for name in [r"C:\x", "C:/x", r"\\?\C:\x", r"\x", r"\\server\share\x"] {
        fs::write(&file, hostile::zip(&Kind::Named(name.into()))).unwrap();
        app.core.open_export(file.clone()).await.unwrap();
        let job = app.until_failed(ProblemCode::ArchiveUnsafe).await;
        app.core.dismiss_job(&job.id).await;
        let left = fs::read_dir(app.backups().join("Opened exports")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{name:?} leaves files behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_names_are_written_and_verified_in_a_folder_with_a_long_path() {
    let app = TestApp::new().await;
    let folder = deep(&app.file("Deep"));
    assert!(folder.as_os_str().len() > 400);
    fs::create_dir_all(&folder).unwrap();
    app.core.set_folder(folder.clone()).await.unwrap();
    let name = format!("{}/{}/{}.txt", "a".repeat(200), "b".repeat(200), "c".repeat(196));
    let file = app.file("long.zip");
    fs::write(&file, hostile::zip(&Kind::Named(name.clone()))).unwrap();
    let (id, backup) = saved(&app, file).await;
    assert!(backup.starts_with(&folder));
    let written = name.split('/').fold(backup.join("data/export"), |path, part| path.join(part));
    assert_eq!(fs::read(written).unwrap(), b"These bytes belong nowhere.\n");
    let manifest = fs::read_to_string(backup.join("manifest-sha256.txt")).unwrap();
    assert!(manifest.contains(&format!("  data/export/{name}\n")), "{manifest}");
    verified(&app, &id).await;
}

#[test]
fn settings_are_replaced_in_a_folder_with_a_long_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = deep(folder.path()).join("settings.json");
    for theme in [Theme::Dark, Theme::Light] {
        let settings = Settings { theme, ..Settings::default() };
        settings.save(&path).unwrap();
        assert_eq!(Settings::load(&path).0, settings);
    }
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_ids_and_manifests_use_slashes() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    write_export(&file);
    let (id, backup) = saved(&app, file).await;
    assert!(id.starts_with("Opened exports/") && !id.contains('\\'), "{id}");
    let manifest = fs::read_to_string(backup.join("manifest-sha256.txt")).unwrap();
    assert!(manifest.contains("  data/archive.zip\n") && !manifest.contains('\\'), "{manifest}");
    verified(&app, &id).await;
}

#[cfg(windows)]
mod windows_only {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;
    use std::time::{Duration, Instant};

    use satchel_core::files::is_in_use;

    use super::*;
    use crate::app::PATIENCE;

    /// `FILE_SHARE_READ | FILE_SHARE_WRITE` of Windows: others can read and write the file, but not replace it.
    const SHARE_BUT_KEEP: u32 = 3;
    const MOMENT: Duration = Duration::from_millis(600);

    /// Opens a file once nobody else has it open: Satchel may still read a backup that it has just saved.
    fn hold(path: &Path, share: u32) -> File {
        let began = Instant::now();
        loop {
            match OpenOptions::new().read(true).share_mode(share).open(path) {
                Err(error) if is_in_use(&error) && began.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                opened => return opened.unwrap(),
            }
        }
    }

    /// Holds a file open for a short time, like a virus scanner.
    fn hold_for_a_moment(path: &Path, share: u32) {
        let file = hold(path, share);
        std::thread::spawn(move || {
            std::thread::sleep(MOMENT);
            drop(file);
        });
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn all_notations_of_a_path_lead_to_the_same_folder() {
        let app = TestApp::new().await;
        let file = app.file("export.zip");
        let plain = app.file("Chosen");
        fs::create_dir(&plain).unwrap();
        let text = plain.to_str().unwrap();
        assert_eq!(&text[1..3], r":\");
        let ways = [text.to_owned(), text.replace('\\', "/"), format!(r"\\?\{text}"), format!(r"{text}\")];
        for (n, way) in ways.into_iter().enumerate() {
            write_another_export(&file, 10 + n as u64);
            app.core.set_folder(PathBuf::from(way)).await.unwrap();
            let (id, backup) = saved(&app, file.clone()).await;
            assert!(backup.is_dir() && plain.join(&id).is_dir(), "{}", backup.display());
            assert_eq!(app.now().backups.len(), n + 1);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn export_in_use_is_reported_and_can_be_opened_once_closed() {
        let app = TestApp::new().await;
        let file = app.file("export.zip");
        write_export(&file);
        let held = hold(&file, 0);
        app.core.open_export(file.clone()).await.unwrap();
        let job = app.until_failed(ProblemCode::FileInUse).await;
        assert_eq!(job.problem.unwrap().facts.name.as_deref(), Some("export.zip"));
        drop(held);
        app.core.retry_job(&job.id).await.unwrap();
        app.until_ended_saved().await;

        write_another_export(&file, 4);
        hold_for_a_moment(&file, 0);
        app.core.dismiss_job(&job.id).await;
        saved(&app, file).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn verification_reports_a_file_in_use_instead_of_damage() {
        let app = TestApp::new().await;
        let file = app.file("export.zip");
        write_export(&file);
        let (id, backup) = saved(&app, file).await;
        for name in ["data/archive.zip", "data/export/user_data_tiktok.json", "manifest-sha256.txt"] {
            let held = hold(&backup.join(name), 0);
            app.core.verify_backup(&id).await.unwrap();
            app.until("the check", |now| (now.backups[0].check == CheckState::InUse).then_some(())).await;
            drop(held);
            verified(&app, &id).await;
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn settings_file_in_use_is_reported_and_replaced_once_closed() {
        let app = TestApp::new().await;
        let path = app.file("own/settings.json");
        app.core.set_theme(Theme::Dark).await.unwrap();
        let before = fs::read(&path).unwrap();

        let held = hold(&path, SHARE_BUT_KEEP);
        let problem = app.core.set_theme(Theme::Light).await.unwrap_err().into_problem();
        assert_eq!(problem.code, ProblemCode::FileInUse);
        assert_eq!(problem.facts.name.as_deref(), Some("settings.json"));
        drop(held);
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(Settings::load(&path).0.theme, Theme::Dark);

        hold_for_a_moment(&path, SHARE_BUT_KEEP);
        app.core.set_theme(Theme::Light).await.unwrap();
        assert_eq!(Settings::load(&path).0.theme, Theme::Light);
    }

    #[test]
    fn settings_file_in_use_is_not_treated_as_missing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let settings = Settings { theme: Theme::Dark, ..Settings::default() };
        settings.save(&path).unwrap();
        let held = hold(&path, 0);
        let problem = Settings::load(&path).1.expect("a problem");
        assert!(is_in_use(&problem.error) && problem.set_aside.is_none(), "{problem:?}");
        drop(held);
        hold_for_a_moment(&path, 0);
        assert_eq!(Settings::load(&path).0, settings);
    }
}
