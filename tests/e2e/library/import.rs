//! Every version of an export, from 2020 to 2026, as JSON and as text, in five languages.

use satchel_sim::export::{Expected, Language, Layout, Plan};
use satchel_stage::App;

use super::{counts, open, opened, plan, until_counted, until_equal, until_long, until_read, write};
use crate::Scene;

/// Each in an app without a past.
async fn the_screen_counts(layouts: impl Iterator<Item = Layout>) {
    let mut scene = Scene::set(true, |_| {}).await;
    for layout in layouts {
        let own = scene.desk.home().join(layout.to_string());
        let folder = own.join("backups");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(own.join("settings.json"), serde_json::json!({ "folder": folder }).to_string())
            .unwrap();
        scene.desk.set("SATCHEL_HOME", own.display().to_string());
        let (file, expected) = write(&scene, &format!("{layout}.zip"), &Plan { layout, ..plan(2_000) });
        let wanted = counts(&expected);
        assert!(wanted.len() > 8, "the export of {layout} has little in it: {wanted:?}");
        println!("{layout}: {} records", expected.total());
        let app = scene.start(&[file.to_str().unwrap()]).await;
        app.until(&format!("{layout}.zip")).await.unwrap();
        until_read(&app, 1).await;
        until_counted(&app, &wanted).await;
        app.press_in("//tbody/tr[1]", "Opened export").await.unwrap();
        until_accounted(&app, &expected).await;
        app.close().await.unwrap();
    }
}

/// Waits until the page of a backup accounts for every record: in its equation, and section by section.
async fn until_accounted(app: &App, expected: &Expected) {
    let number = "const number = (cell) => Number(cell.innerText.replace(/\\D/g, ''));";
    let tallies = expected.sections.values();
    let sum = tallies
        .clone()
        .fold([0; 4], |sum, t| [sum[0] + t.read, sum[1] + t.stored, sum[2] + t.known, sum[3] + t.skipped]);
    let equation = format!("{number} return [...document.querySelectorAll('dl.sum dd')].map(number)");
    until_equal(app, "read = stored + known + skipped", &equation, &sum.to_vec()).await;
    // Unknown ones have a line for each of their places.
    let mut sections: Vec<[u64; 4]> =
        tallies.map(|t| [t.read, t.stored, t.known, t.skipped]).filter(|t| t[0] > 0).collect();
    assert!(!expected.sections.contains_key("other"));
    sections.sort_unstable();
    let table = format!(
        "{number} return [...document.querySelectorAll('.ledger tbody tr')]
            .map((row) => [...row.querySelectorAll('td.n')].map(number)).filter(([read]) => read > 0)
            .sort((a, b) => a.map((n, place) => n - b[place]).find((n) => n !== 0) ?? 0)"
    );
    until_equal(app, "the sections' records", &table, &sections).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_language_it_does_not_know_it_asks_and_goes_by_the_answer() {
    let (_scene, app, _) = opened(&Plan { layout: Layout::TxtC(Language::Unknown), ..plan(2_000) }).await;
    app.press_in("//tbody/tr[1]", "Opened export").await.unwrap();
    app.until("What are these files?").await.unwrap();
    let count = |words: &str| {
        format!(
            "return Number([...document.querySelectorAll('.ledger tbody tr')]
                .find((row) => row.innerText.startsWith('{words}'))?.querySelector('td.n').innerText.replace(/\\D/g, '') ?? 0)"
        )
    };
    let likes = app.script(&count("Likes")).await.unwrap();
    assert!(likes.as_u64().is_some_and(|likes| likes > 0), "{likes}");
    let before = app.script(&count("Favourites: Videos")).await.unwrap().as_u64().unwrap();
    // The file that was taken for the likes holds the favourites, the person says.
    let choose = "const select = [...document.querySelectorAll('section li select')].find((each) => each.value === 'like');
        select.value = 'favouriteVideo'; select.dispatchEvent(new Event('change', { bubbles: true }));
        return select.value";
    assert_eq!(app.script(choose).await.unwrap(), "favouriteVideo");
    until_equal(&app, "favourites", &count("Favourites: Videos"), &(before + likes.as_u64().unwrap())).await;
    until_equal(&app, "likes", &count("Likes"), &0).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sidebar_and_ledger_count_what_each_json_export_holds() {
    the_screen_counts(Layout::ALL.into_iter().filter(|layout| !layout.is_text())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sidebar_and_ledger_count_what_each_text_export_holds() {
    let is_read = |layout: &Layout| layout.is_text() && *layout != Layout::TxtC(Language::Unknown);
    the_screen_counts(Layout::ALL.into_iter().filter(is_read)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_view_says_the_number_that_the_sidebar_says() {
    let (_scene, app, expected) = opened(&plan(2_000)).await;
    for (name, records) in counts(&expected) {
        open(&app, &name).await;
        let records = usize::try_from(records).unwrap();
        match name.as_str() {
            "Messages" => {
                let script =
                    "return Number(document.querySelector('main h1 + .num').innerText.replace(/\\D/g, ''))";
                until_equal(&app, "messages", script, &records).await;
            }
            "Settings & profile" => {
                let script = "return document.querySelectorAll('main dt').length";
                until_equal(&app, "lines of the profile and the settings", script, &records).await;
            }
            _ => until_long(&app, records).await,
        }
    }
    app.close().await.unwrap();
}
