//! Hostile exports, whose contents must only be shown as text.

use std::time::{Duration, Instant};

use satchel_e2e_harness::App;
use satchel_export_gen::{Plan, Quirk};
use serde_json::Value;

use super::{
    WATCHED, contents, counts, keys, open, plan, quoted, rows, scroll_through, search, second_start, text,
    wait_for_counts, wait_for_length, wait_for_value, wait_until, wait_until_imported, write,
};
use crate::Scene;

const IMAGE: &str = "<img src=x onerror=alert(1)>";

/// Records, from before the import on, whether the page gets hostile elements, runs scripts or navigates.
const WATCH: &str = r#"
    window.__pwned = undefined;
    window.__seen = [];
    window.__here = location.href;
    window.alert = window.confirm = window.prompt = () => { window.__pwned = 'a dialog'; };
    const bad = 'img, iframe, object, embed, base, form[action], svg[onload], [onerror], [onload], '
        + 'script:not([src]), [href^="javascript:" i], [href^="data:" i], [src^="javascript:" i], [src^="data:" i], a[href^="//"]';
    const look = () => { for (const each of document.querySelectorAll(bad)) window.__seen.push(each.outerHTML.slice(0, 200)); };
    document.addEventListener('securitypolicyviolation', (event) =>
        window.__seen.push(event.violatedDirective + ' ' + event.blockedURI));
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    look();"#;

async fn assert_untouched(app: &App, place: &str) {
    let state = "return [window.__pwned ?? null, window.__seen, location.href === window.__here]";
    assert_eq!(
        app.script(state).await.unwrap(),
        serde_json::json!([null, [], true]),
        "after {place}: what ran, what was in the page, whether it is the same page"
    );
}

/// Scrolls through everything, so that all of it is drawn once.
async fn scroll_everything(app: &App) {
    let script = "const box = document.querySelector('main [role=grid], main [role=feed], main .page');
                  const before = box?.scrollTop;
                  if (box) box.scrollTop += box.clientHeight;
                  return !box || box.scrollTop === before";
    let began = Instant::now();
    while app.script(script).await.unwrap() != true {
        assert!(began.elapsed() < Duration::from_mins(2), "it scrolls without end");
    }
}

/// Number of rows of the open list that have a link to TikTok.
async fn count_links(app: &App, rows: usize) -> usize {
    let collect = "window.__ways = new Map();
        const grid = document.querySelector('main [role=grid]');
        const note = () => grid.querySelectorAll('[role=row][aria-busy=false]').forEach((row) =>
            window.__ways.set(row.ariaRowIndex, row.querySelector('[title=\"Open on TikTok\"]') !== null));
        new MutationObserver(note).observe(grid, { subtree: true, childList: true, attributes: true });
        note()";
    app.script(collect).await.unwrap();
    scroll_through(app, rows).await;
    let ways = app.script("return [...window.__ways.values()]").await.unwrap();
    let ways: Vec<bool> = serde_json::from_value(ways).unwrap();
    assert_eq!(ways.len(), rows);
    ways.into_iter().filter(|is_there| *is_there).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_and_huge_texts_are_shown_as_text() {
    let plan = Plan { quirks: vec![Quirk::Markup, Quirk::HugeStrings], ..plan(1_200) };
    let contents = contents(&plan);
    let mut scene = Scene::new(true, |_| {}).await;
    let app = scene.start(&[]).await;
    app.wait_for_text("Connect TikTok").await.unwrap();
    app.script(WATCH).await.unwrap();
    assert_untouched(&app, "the start").await;
    let (file, expected) = write(&scene, "<img src=x onerror=alert(2)>.zip", &plan);
    second_start(&scene, &file);
    wait_until_imported(&app, 1).await;
    wait_for_counts(&app, &counts(&expected)).await;
    app.wait_for_text("<img src=x onerror=alert(2)>.zip").await.unwrap();
    assert_untouched(&app, "the import").await;

    for name in counts(&expected).keys() {
        open(&app, name).await;
        scroll_everything(&app).await;
        assert_untouched(&app, name).await;
    }

    // The chat with markup in its name, and the message of 1 MB.
    open(&app, "Messages").await;
    app.click(IMAGE).await.unwrap();
    wait_for_value(
        &app,
        "the name of the chat",
        "return document.querySelector('main h2').innerText",
        &IMAGE.to_owned(),
    )
    .await;
    let message =
        "return document.querySelector('main [role=article] .text')?.innerText.startsWith('tide tide ')";
    wait_until(&app, "the message", message).await;
    assert_untouched(&app, "the chat").await;
    let feed = app.find("main [role=feed]").await.unwrap();
    feed.send_keys(keys::END).await.unwrap();
    app.find("main [role=article]:focus").await.unwrap().send_keys(keys::ENTER).await.unwrap();
    let whole =
        "return document.querySelector(':is(dialog[open], aside) .text')?.innerText.trim().length ?? 0";
    wait_for_value(&app, "the whole message", whole, &(5 * 200_000 - 1)).await;
    app.click_in("//*[self::dialog or self::aside]", "Close").await.unwrap();
    app.wait_until_gone("Original").await.unwrap();

    // Search results with markup.
    let terms = rows(&contents, "/Your Activity/Searches/SearchList");
    let asked = terms.iter().filter(|row| row["SearchTerm"] == IMAGE).count();
    assert!(asked > 0, "some searches contain markup");
    open(&app, "Searches").await;
    app.type_into("Filter", "onerror=alert").await.unwrap();
    wait_for_length(&app, asked).await;
    app.wait_for_text(IMAGE).await.unwrap();
    search(&app, "onerror=alert").await;
    let marked = format!(
        "const hits = [...document.querySelectorAll('dialog [role=option]:not(.more) .theirs')];
         return hits.length > 2 && hits.some((hit) => hit.innerText === {})",
        quoted(IMAGE)
    );
    wait_until(&app, "hits as text", &marked).await;
    assert_untouched(&app, "the search").await;
    app.find("dialog[open] input").await.unwrap().send_keys(keys::ESCAPE).await.unwrap();
    wait_until(&app, "the search is closed", "return !document.querySelector('dialog[open]')").await;

    // Only links to TikTok can be opened.
    let is_own = |row: &&Value| text(row, "Link").starts_with("https://www.tiktokv.com/");
    let watched = rows(&contents, WATCHED);
    let own = watched.iter().filter(is_own).count();
    assert!(watched.len() - own > 20, "{own} of {} links are TikTok's", watched.len());
    open(&app, "Watch history").await;
    wait_for_length(&app, watched.len()).await;
    assert_eq!(count_links(&app, watched.len()).await, own, "rows that open on TikTok");
    assert_untouched(&app, "the links").await;
    assert!(scene.desktop.opened_urls().is_empty());

    // The recorder itself works.
    app.script(&format!("document.body.insertAdjacentHTML('beforeend', {})", quoted(IMAGE))).await.unwrap();
    wait_until(&app, "the trap", "return window.__seen.some((each) => each.startsWith('<img'))").await;
    app.close().await.unwrap();
}
