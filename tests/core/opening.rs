//! Opening exports in every form in which people have them: packed again, unpacked, nested, among other files.

use std::fs::{self, File};
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use satchel_core::archive::OtherFormat;
use satchel_core::backup::Outcome;
use satchel_core::problem::ProblemCode;
use satchel_core::view::JobView;
use satchel_export_gen::{Language, Layout, Plan, Quirk, write_zip};

use crate::app::TestApp;

pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// The files of a generated export.
pub(crate) fn export(plan: &Plan) -> Files {
    let mut bytes = Cursor::new(Vec::new());
    write_zip(plan, &mut bytes).unwrap();
    let mut zip = zip::ZipArchive::new(bytes).unwrap();
    let mut files = Files::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if entry.is_file() {
            files.push((entry.name().unwrap().into_owned(), content));
        }
    }
    files
}

pub(crate) fn small(layout: Layout) -> Plan {
    Plan { layout, ..Plan::new(3, 200, "2026-11-01T12:00:00Z".parse().unwrap()) }
}

/// The bytes of a zip of these files.
pub(crate) fn zipped(files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Writes these files below a folder.
pub(crate) fn unpack(folder: &Path, files: &Files) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// Opens a file or folder, and returns its job once it is saved.
pub(crate) async fn save(app: &TestApp, path: PathBuf) -> JobView {
    app.core.open_export(path).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    job
}

/// How many records were read from what was opened.
async fn records(app: &TestApp, path: PathBuf) -> u64 {
    save(app, path).await.records.expect("it is imported").read
}

/// The forms in which an export is opened, each with its path.
fn forms(app: &TestApp, files: &Files) -> Vec<(&'static str, PathBuf)> {
    let renamed = |change: &dyn Fn(&str) -> String| -> Files {
        files.iter().map(|(name, content)| (change(name), content.clone())).collect()
    };
    let inner = zipped(files);
    let in_zip = |name: &str, content: &[u8]| zipped(&vec![(name.to_owned(), content.to_owned())]);
    let second = |name: &str| match name.split_once('/') {
        Some((root, rest)) => format!("{root} 2/{rest}"),
        None => name.to_owned(),
    };
    let zips = [
        ("untouched", inner.clone()),
        ("packed again in a folder", zipped(&renamed(&|name| format!("Mein Export/{name}")))),
        (
            "without its root",
            zipped(&renamed(&|name| name.split_once('/').map_or(name, |(_, rest)| rest).into())),
        ),
        ("unpacked a second time", zipped(&renamed(&second))),
        ("in a zip", in_zip("TikTok_Data_1.zip", &inner)),
        ("in a zip in a zip", in_zip("data.zip", &in_zip("a/TikTok_Data_1.zip", &inner))),
        ("in a zip in a folder in two zips", in_zip("a.zip", &in_zip("b.zip", &in_zip("c/d.zip", &inner)))),
    ];
    let (mut forms, mut seen) = (Vec::new(), Vec::new());
    for (form, zip) in zips {
        // A JSON export has no root.
        if seen.contains(&zip) {
            continue;
        }
        seen.push(zip.clone());
        let path = app.file(&format!("{form}.zip"));
        fs::write(&path, zip).unwrap();
        forms.push((form, path));
    }
    let folder = app.file("unpacked");
    let _ = fs::remove_dir_all(&folder);
    unpack(&folder, files);
    forms.push(("unpacked", folder));
    let folder = app.file("a folder of zips");
    let _ = fs::remove_dir_all(&folder);
    unpack(&folder, &vec![("TikTok_Data_1.zip".into(), inner)]);
    forms.push(("a folder with the zip", folder));
    forms
}

async fn assert_opened_in_every_form(layouts: &[Layout]) {
    let app = TestApp::new().await;
    for layout in layouts {
        let files = export(&small(*layout));
        let mut expected = None;
        for (form, path) in forms(&app, &files) {
            let found = records(&app, path).await;
            assert!(found > 0, "{layout} {form}");
            let expected = *expected.get_or_insert(found);
            assert_eq!(found, expected, "{layout} {form}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_exports_are_opened_in_every_form() {
    assert_opened_in_every_form(&[Layout::V1, Layout::V6]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_exports_are_opened_in_every_form() {
    assert_opened_in_every_form(&[
        Layout::TxtA,
        Layout::TxtC(Language::English),
        Layout::TxtC(Language::Dutch),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_exports_in_other_languages_are_opened_in_every_form() {
    assert_opened_in_every_form(&[Layout::TxtC(Language::Russian), Layout::TxtC(Language::Unknown)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_layout_and_irregularity_is_opened() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let layouts = Layout::ALL.map(small);
    let quirks = Quirk::ALL.map(|quirk| Plan { quirks: vec![quirk], ..small(Layout::V6) });
    let mut seen = Vec::new();
    for plan in layouts.iter().chain(&quirks) {
        write_zip(plan, File::create(&file).unwrap()).unwrap();
        // Some irregularities only change other layouts.
        let bytes = fs::read(&file).unwrap();
        if seen.contains(&bytes) {
            continue;
        }
        seen.push(bytes);
        let found = records(&app, file.clone()).await;
        assert!(found > 0, "{} {:?}", plan.layout, plan.quirks);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_an_export_is_opened_in_every_encoding() {
    let app = TestApp::new().await;
    let encodings = [Quirk::Bom, Quirk::Utf16Le, Quirk::Utf16Be, Quirk::RenamedParents];
    for quirk in encodings {
        let files = export(&Plan { quirks: vec![quirk], ..small(Layout::V6) });
        let file = app.file(&format!("user_data_tiktok {}.json", quirk.name()));
        fs::write(&file, &files[0].1).unwrap();
        assert!(records(&app, file).await > 0, "{quirk:?}");
    }
}

const LINK: &str = "https://www.tiktokv.com/share/video/7500000000000000001/";

#[tokio::test(flavor = "multi_thread")]
async fn single_files_are_opened() {
    let app = TestApp::new().await;
    let files = [
        ("Searches.txt", "Date: 2026-01-02 03:04:05 UTC\nSearch Term: egret\n".to_owned()),
        ("Comments (1).txt", "Date: 2026-01-02 03:04:06 UTC\nComment: nice\n".to_owned()),
        ("Following.txt", "Date: 2026-01-02 03:04:07 UTC\nUsername: noor\n".to_owned()),
        ("Posts.txt", "Date: 2026-01-02 03:04:08 UTC\nLink: https://cdn.example/1.mp4\n".to_owned()),
        ("Suchanfragen.txt", "Datum: 2026-01-02 03:04:09 UTC\nSuchbegriff: Reiher\n".to_owned()),
        ("Wiedergabe.txt", format!("Datum: 2026-01-02 03:04:10 UTC\nLink: {LINK}\n")),
        ("likes.json", format!(r#"[{{"date": "2026-01-02 03:04:11", "link": "{LINK}"}}]"#)),
        ("Like List.json", format!(r#"[{{"date": "2026-01-02 03:04:12", "link": "{LINK}"}}]"#)),
    ];
    for (name, content) in files {
        let file = app.file(name);
        fs::write(&file, content).unwrap();
        assert_eq!(records(&app, file).await, 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_with_another_ending_is_read_as_json() {
    let app = TestApp::new().await;
    let files = export(&small(Layout::V6));
    let [(_, json)] = &files[..] else { panic!("a JSON export is one file") };
    let expected = records(&app, {
        let file = app.file("user_data_tiktok.json");
        fs::write(&file, json).unwrap();
        file
    })
    .await;
    let text = std::str::from_utf8(json).unwrap();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let in_zip = |name: &str, content: &[u8]| zipped(&vec![(name.to_owned(), content.to_vec())]);
    let files = [
        ("export.txt", json.clone()),
        ("user_data.json.download", json.clone()),
        ("data", json.clone()),
        ("utf16.txt", utf16.clone()),
        ("a.zip", in_zip("Export.txt", json)),
        ("b.zip", in_zip("Meine Daten/utf16.txt", &utf16)),
        ("c.zip", in_zip("user_data", json)),
        ("d.zip", in_zip("TikTok v1.2/User_Data.JSON.download", &utf16)),
        ("e.zip", in_zip("export.jsonl", json)),
    ];
    for (name, content) in files {
        let file = app.file(name);
        fs::write(&file, content).unwrap();
        assert_eq!(records(&app, file).await, expected, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_without_an_ending_is_read_and_data_of_other_kinds_is_counted() {
    let app = TestApp::new().await;
    let file = app.file("export.zip");
    let watched =
        "Date: 2026-01-02 03:04:05\nLink: https://www.tiktokv.com/share/video/7310000000000000042/\n\n";
    let files = [
        ("TikTok/Your Activity/Watch History", watched),
        ("TikTok/LICENSE", "words of another kind"),
        ("TikTok/table.csv", "a,b\n1,2\n"),
    ];
    let files = files.map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec())).to_vec();
    fs::write(&file, zipped(&files)).unwrap();
    let records = save(&app, file).await.records.unwrap();
    assert_eq!((records.stored, records.skipped), (1, 1), "{records:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_zip_is_refused_with_its_format() {
    let app = TestApp::new().await;
    let mut zip = zipped(&export(&small(Layout::V6)));
    let end = zip.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    // The end record of the second part.
    zip[end + 4] = 1;
    zip[end + 6] = 1;
    let first_part = [b"PK\x07\x08".as_slice(), &zip[..end / 2]].concat();
    let files: [(&str, Vec<u8>, OtherFormat); 6] = [
        ("export.7z", b"7z\xBC\xAF\x27\x1C\0\x04 and so on".to_vec(), OtherFormat::SevenZip),
        ("export.json.gz", b"\x1F\x8B\x08 and so on".to_vec(), OtherFormat::Gzip),
        ("TikTok_Data.zip", b"<!DOCTYPE html><html><title>Log in</title>".to_vec(), OtherFormat::WebPage),
        ("empty.zip", Vec::new(), OtherFormat::Empty),
        ("export.zip", zip[end / 2..].to_vec(), OtherFormat::SplitZip),
        ("export.z01", first_part, OtherFormat::SplitZip),
    ];
    for (name, content, format) in files {
        let file = app.file(name);
        fs::write(&file, content).unwrap();
        app.core.open_export(file).await.unwrap();
        let job = app.until_failed(ProblemCode::NotAnArchive).await;
        assert_eq!(job.problem.unwrap().facts.format, Some(format), "{name}");
        app.core.dismiss_job(&job.id).await;
    }
    assert!(!app.backups().join("Opened exports").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_files_are_refused_and_nothing_is_copied() {
    let app = TestApp::new().await;
    let other = [
        ("package.json", r#"{"name": "app", "version": "1.0.0", "app": {"status": 1}}"#),
        (
            "watch-history.json",
            r#"[{"title": "Watched", "titleUrl": "https://www.youtube.com/watch?v=a", "time": "2026-01-02T03:04:05Z"}]"#,
        ),
        ("diary.txt", "Date: 2026-01-02\nToday I saw a heron.\n"),
    ];
    let folder = app.file("private");
    unpack(
        &folder,
        &other.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect(),
    );
    let archive = app.file("private.zip");
    fs::write(
        &archive,
        zipped(&other.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect()),
    )
    .unwrap();
    let mut paths = vec![folder.clone(), archive];
    paths.extend(other.iter().map(|(name, _)| folder.join(name)));
    for path in paths {
        app.core.open_export(path).await.unwrap();
        let job = app.until_failed(ProblemCode::NotAnExport).await;
        app.core.dismiss_job(&job.id).await;
    }
    assert!(!app.backups().join("Opened exports").exists());
}

/// Changes the last entry of a zip: its header, and its line in the directory.
fn change_last(zip: &mut [u8], change: impl Fn(&mut [u8], usize)) {
    for (signature, flags_at) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = zip.windows(4).rposition(|window| window == signature).unwrap();
        change(&mut zip[at..], flags_at);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_true_cause() {
    let app = TestApp::new().await;
    let files = vec![
        ("readme.txt".to_owned(), b"Unpack this with the password.".to_vec()),
        ("data.json".to_owned(), br#"{"income": [1, 2, 3]}"#.to_vec()),
    ];
    let other = zipped(&files);
    let mut encrypted = other.clone();
    change_last(&mut encrypted, |entry, flags_at| entry[flags_at] |= 1);
    let mut damaged = other.clone();
    change_last(&mut damaged, |entry, flags_at| entry[flags_at + 8] ^= 1);
    for (name, bytes, code) in [
        ("other.zip", other, ProblemCode::NotAnExport),
        ("encrypted.zip", encrypted, ProblemCode::ArchiveEncrypted),
        ("damaged.zip", damaged, ProblemCode::ArchiveDamaged),
    ] {
        let file = app.file(name);
        fs::write(&file, bytes).unwrap();
        app.core.open_export(file).await.unwrap();
        let job = app.until_failed(code).await;
        app.core.dismiss_job(&job.id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_exports_in_one_folder_or_zip_are_opened_as_one() {
    let app = TestApp::new().await;
    let exports = [Layout::V6, Layout::TxtC(Language::English)].map(|layout| zipped(&export(&small(layout))));
    let mut each = 0;
    for (number, bytes) in exports.iter().enumerate() {
        let file = app.file(&format!("{number}.zip"));
        fs::write(&file, bytes).unwrap();
        each += records(&app, file).await;
    }
    let both: Files = (0..)
        .zip(&exports)
        .map(|(number, bytes)| (format!("TikTok_Data_{number}.zip"), bytes.clone()))
        .collect();
    let folder = app.file("both");
    unpack(&folder, &both);
    assert_eq!(records(&app, folder).await, each, "in a folder");
    let file = app.file("both.zip");
    fs::write(&file, zipped(&both)).unwrap();
    assert_eq!(records(&app, file).await, each, "in a zip");
}
