//! Links to TikTok, which open in the user's browser.

use super::{WATCHED, contents, open, open_export, plan, rows, text, wait_for, wait_for_row};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_tiktok_opens_after_a_confirmation_and_later_without_one() {
    let plan = plan(300);
    let contents = contents(&plan);
    let page = |row: usize| {
        let link = text(&rows(&contents, WATCHED)[row], "Link");
        let number = link.trim_end_matches('/').rsplit('/').next().unwrap();
        format!("https://www.tiktok.com/@/video/{number}")
    };
    let (scene, app, _) = open_export(&plan).await;
    open(&app, "Watch history").await;
    wait_for_row(&app, "the newest", |row| row.place == 1).await;
    let first = "//main//*[@role='row' and @aria-rowindex='1']";
    let second = "//main//*[@role='row' and @aria-rowindex='2']";

    app.click_in(first, "Open on TikTok").await.unwrap();
    app.wait_for_text("Links open in your browser").await.unwrap();
    app.wait_for_text(&page(0)).await.unwrap();
    app.click("Cancel").await.unwrap();
    app.wait_until_gone("Links open in your browser").await.unwrap();
    assert!(scene.desktop.opened_urls().is_empty(), "nothing opens after Cancel");

    app.click_in(first, "Open on TikTok").await.unwrap();
    app.wait_for_text("Links open in your browser").await.unwrap();
    assert!(scene.desktop.opened_urls().is_empty(), "nothing opens before the confirmation");
    app.click("Open it").await.unwrap();
    wait_for("the first page", || !scene.desktop.opened_urls().is_empty()).await;
    assert_eq!(scene.desktop.opened_urls(), [page(0)]);
    app.wait_until_gone("Links open in your browser").await.unwrap();

    app.click_in(second, "Open on TikTok").await.unwrap();
    wait_for("the second page", || scene.desktop.opened_urls().len() > 1).await;
    assert_eq!(scene.desktop.opened_urls(), [page(0), page(1)]);
    assert!(!app.text().await.unwrap().contains("Links open in your browser"), "once is enough");
    app.close().await.unwrap();
}
