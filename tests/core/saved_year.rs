//! A year in review, asked for and saved through the program.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::library::YearForm;
use satchel_core::problem::ProblemCode;

use crate::app::{TestApp, once};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nthe rest of a picture";

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_has_years_in_review() {
    let app = TestApp::new().await;
    app.back_up(once(Kind::Activity)).await;
    app.until_ended(Outcome::Saved).await;
    let years = app.core.library_years(None).await.unwrap();
    let newest = years.years.first().unwrap();
    assert_eq!(years.review.unwrap().records, newest.records);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_year_replaces_an_older_file_and_only_its_owner_can_read_it() {
    let app = TestApp::new().await;
    let file = app.file("year.png");
    std::fs::write(&file, "an older file").unwrap();
    app.core.save_year(YearForm::Square, BASE64_STANDARD.encode(PICTURE), &file).await.unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), PICTURE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0);
    }
    let page = app.file("year.html");
    app.core.save_year(YearForm::Page, "<!doctype html>".to_owned(), &page).await.unwrap();
    assert_eq!(std::fs::read_to_string(&page).unwrap(), "<!doctype html>");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_not_saved_as_one() {
    let app = TestApp::new().await;
    let file = app.file("year.png");
    std::fs::write(&file, "an older file").unwrap();
    for content in ["no base64!", &BASE64_STANDARD.encode("<svg/>")] {
        let error = app.core.save_year(YearForm::Upright, content.to_owned(), &file).await.unwrap_err();
        assert_eq!(error.into_problem().code, ProblemCode::Bug);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "an older file");
    let missing = app.file("no such folder").join("year.png");
    let picture = BASE64_STANDARD.encode(PICTURE);
    let error = app.core.save_year(YearForm::Square, picture, &missing).await.unwrap_err();
    assert_eq!(error.into_problem().code, ProblemCode::FolderMissing);
}
