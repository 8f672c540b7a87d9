//! The one way out of the library: a page on TikTok, in the person's own browser.

use super::{WATCHED, contents, open, opened, plan, rows, text, until, until_row};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_on_tiktok_opens_after_one_explanation_and_then_at_once() {
    let plan = plan(300);
    let contents = contents(&plan);
    let page = |row: usize| {
        let link = text(&rows(&contents, WATCHED)[row], "Link");
        let number = link.trim_end_matches('/').rsplit('/').next().unwrap();
        format!("https://www.tiktok.com/@/video/{number}")
    };
    let (scene, app, _) = opened(&plan).await;
    open(&app, "Watch history").await;
    until_row(&app, "the newest", |row| row.place == 1).await;
    let first = "//main//*[@role='row' and @aria-rowindex='1']";
    let second = "//main//*[@role='row' and @aria-rowindex='2']";

    app.press_in(first, "Open on TikTok").await.unwrap();
    app.until("Links open in your browser").await.unwrap();
    app.until(&page(0)).await.unwrap();
    app.press("Cancel").await.unwrap();
    app.until_gone("Links open in your browser").await.unwrap();
    assert!(scene.desk.opened().is_empty(), "who thinks better of it goes nowhere");

    app.press_in(first, "Open on TikTok").await.unwrap();
    app.until("Links open in your browser").await.unwrap();
    assert!(scene.desk.opened().is_empty(), "nothing opens before that is said");
    app.press("Open it").await.unwrap();
    until("the first page", || !scene.desk.opened().is_empty()).await;
    assert_eq!(scene.desk.opened(), [page(0)]);
    app.until_gone("Links open in your browser").await.unwrap();

    app.press_in(second, "Open on TikTok").await.unwrap();
    until("the second page", || scene.desk.opened().len() > 1).await;
    assert_eq!(scene.desk.opened(), [page(0), page(1)]);
    assert!(!app.text().await.unwrap().contains("Links open in your browser"), "once is enough");
    app.close().await.unwrap();
}
