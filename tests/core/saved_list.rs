//! Lists saved to files through the program.

use std::path::Path;

use satchel_core::Core;
use satchel_core::archive::hash_file;
use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::library::{Filter, Group, ListQuery, Order, PageTexts, RowFormat};
use satchel_core::problem::ProblemCode;

use crate::app::{TestApp, once};
use crate::library::page::texts;

async fn app_with_activity() -> (TestApp, String) {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    (app, job.backup_id.unwrap())
}

fn searches() -> ListQuery {
    ListQuery { group: Group::Searches, filter: Filter::default(), order: Order::Newest }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn sha256(file: &Path) -> String {
    hash_file(file, &<_>::default(), &|_, _| {}).unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_page_names_the_archive_of_its_backup_and_can_be_opened_and_shown() {
    let (app, backup) = app_with_activity().await;
    assert!(!app.core.open_saved_list(), "nothing has been saved");
    let file = app.file("page.html");
    let page = PageTexts { backups: [(backup.clone(), "This backup".to_owned())].into(), ..texts(false) };
    let cancel = app.core.begin_saving();
    let saved = app.core.save_page(searches(), page, &file, cancel).await.unwrap().unwrap();
    assert_eq!((saved.name.as_str(), Path::new(&saved.folder)), ("page.html", file.parent().unwrap()));
    assert_eq!(saved.records, app.core.library_outline(searches()).await.unwrap().total);
    assert_eq!(saved.sha256, sha256(&file));
    let html = std::fs::read_to_string(&file).unwrap();
    let archive = sha256(&app.backups().join(&backup).join("data/archive.zip"));
    assert!(html.contains(&format!("This backup<code>{archive}</code>")));
    let json = app.file("list.json");
    let cancel = app.core.begin_saving();
    let rows = app.core.save_rows(searches(), RowFormat::Json, &json, cancel).await.unwrap().unwrap();
    assert!(html.contains(&rows.sha256), "the checksum of the records is that of the list as JSON");
    assert_eq!(rows.sha256, sha256(&json));
    let before = app.times_browser_opened();
    assert!(app.core.open_saved_list() && app.core.show_saved_list());
    assert_eq!(app.times_browser_opened(), before + 2);
    std::fs::remove_file(&json).unwrap();
    assert!(!app.core.open_saved_list(), "the file was removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_list_leaves_no_file_and_keeps_an_older_one() {
    let (app, _) = app_with_activity().await;
    let folder = app.file("lists");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("page.html");
    std::fs::write(&file, "an older file").unwrap();
    // The window may cancel while the file is being chosen, too.
    let cancel = app.core.begin_saving();
    app.core.cancel_saving();
    let saved = app.core.save_page(searches(), texts(false), &file, cancel.clone()).await.unwrap();
    assert_eq!(saved, None);
    assert_eq!(app.core.save_rows(searches(), RowFormat::Csv, &file, cancel).await.unwrap(), None);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "an older file");
    assert_eq!(names(&folder), ["page.html"]);
    // The next one is not cancelled by that.
    let cancel = app.core.begin_saving();
    assert!(app.core.save_rows(searches(), RowFormat::Csv, &file, cancel).await.unwrap().is_some());
    assert_eq!(names(&folder), ["page.html"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_cannot_be_saved_to_a_folder_that_is_not_there() {
    let (app, _) = app_with_activity().await;
    let file = app.file("no such folder").join("list.csv");
    let cancel = app.core.begin_saving();
    let error = app.core.save_rows(searches(), RowFormat::Csv, &file, cancel).await.unwrap_err();
    assert_eq!(error.into_problem().code, ProblemCode::FolderMissing);
    assert!(!app.core.open_saved_list());
}

#[test]
fn names_of_files_end_with_their_extension() {
    assert_eq!(Core::list_file_name("Satchel – Chat with a/b", "html"), "Satchel – Chat with a-b.html");
}
