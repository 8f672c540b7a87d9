//! Imports of all layouts, 2020 to 2026, JSON and text, in five languages.

use satchel_e2e_harness::App;
use satchel_export_gen::{Counts, Expected, Language, Layout, Plan};

use super::{
    counts, open, open_export, plan, wait_for_counts, wait_for_length, wait_for_value, wait_until_imported,
    write,
};
use crate::Scene;

/// Imports each layout in a new session, and checks all counts.
async fn check_counts(layouts: impl Iterator<Item = Layout>) {
    let mut scene = Scene::new(true, |_| {}).await;
    for layout in layouts {
        let own = scene.desktop.home().join(layout.to_string());
        let folder = own.join("backups");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(own.join("settings.json"), serde_json::json!({ "folder": folder }).to_string())
            .unwrap();
        scene.desktop.set("SATCHEL_HOME", own.display().to_string());
        let (file, expected) = write(&scene, &format!("{layout}.zip"), &Plan { layout, ..plan(2_000) });
        let wanted = counts(&expected);
        assert!(wanted.len() > 8, "the export of {layout} has little in it: {wanted:?}");
        println!("{layout}: {} records", expected.total());
        let app = scene.start(&[file.to_str().unwrap()]).await;
        app.wait_for_text(&format!("{layout}.zip")).await.unwrap();
        wait_until_imported(&app, 1).await;
        wait_for_counts(&app, &wanted).await;
        app.click_in("//tbody/tr[1]", "Opened export").await.unwrap();
        wait_for_accounting(&app, &expected).await;
        app.close().await.unwrap();
    }
}

/// Waits until the page of a backup accounts for all records, in total and by section.
async fn wait_for_accounting(app: &App, expected: &Expected) {
    let number = "const number = (cell) => Number(cell.innerText.replace(/\\D/g, ''));";
    let tallies = expected.sections.values();
    let repeats = tallies.clone().any(|tally| tally.repeated > 0);
    // Nothing was known before. Repeated records have a place of their own if there are any.
    let numbers = |tally: &Counts| {
        let mut numbers = vec![tally.read, tally.stored, 0, tally.skipped];
        if repeats {
            numbers.insert(3, tally.repeated);
        }
        numbers
    };
    let sum = tallies.clone().map(numbers).reduce(|a, b| a.iter().zip(b).map(|(a, b)| a + b).collect());
    let equation = format!("{number} return [...document.querySelectorAll('dl.sum dd')].map(number)");
    wait_for_value(app, "read = stored + known + repeated + skipped", &equation, &sum.unwrap_or_default())
        .await;
    // Unknown sections have a line for each of their paths.
    let mut sections: Vec<Vec<u64>> = tallies.map(numbers).filter(|numbers| numbers[0] > 0).collect();
    assert!(!expected.sections.contains_key("other"));
    sections.sort_unstable();
    let table = format!(
        "{number} return [...document.querySelectorAll('.summary tbody tr')]
            .map((row) => [...row.querySelectorAll('td.n')].map(number)).filter(([read]) => read > 0)
            .sort((a, b) => a.map((n, place) => n - b[place]).find((n) => n !== 0) ?? 0)"
    );
    wait_for_value(app, "the sections' records", &table, &sections).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_an_unknown_language_the_user_is_asked_which_file_is_which() {
    let (_scene, app, _) =
        open_export(&Plan { layout: Layout::TxtC(Language::Unknown), ..plan(2_000) }).await;
    app.click_in("//tbody/tr[1]", "Opened export").await.unwrap();
    app.wait_for_text("What are these files?").await.unwrap();
    let count = |words: &str| {
        format!(
            "return Number([...document.querySelectorAll('.summary tbody tr')]
                .find((row) => row.innerText.startsWith('{words}'))?.querySelector('td.n').innerText.replace(/\\D/g, '') ?? 0)"
        )
    };
    let choose = |from: &str, to: &str| {
        format!(
            "const select = [...document.querySelectorAll('section li select')]
                .find(({{ value, options }}) => value === '{from}' && [...options].some((each) => each.value === '{to}'));
             const records = select.closest('li').querySelector('.num').innerText.replace(/\\D/g, '');
             select.value = '{to}'; select.dispatchEvent(new Event('change', {{ bubbles: true }}));
             return Number(records)"
        )
    };
    // A list of videos that may be the likes is kept as unknown data until the user says so.
    wait_for_value(&app, "likes", &count("Likes"), &0).await;
    let records = app.script(&choose("other", "like")).await.unwrap().as_u64().unwrap();
    assert!(records > 0);
    wait_for_value(&app, "likes", &count("Likes"), &records).await;
    // The user corrects the choice.
    let before = app.script(&count("Favourites: Videos")).await.unwrap().as_u64().unwrap();
    assert_eq!(app.script(&choose("like", "favouriteVideo")).await.unwrap().as_u64(), Some(records));
    wait_for_value(&app, "favourites", &count("Favourites: Videos"), &(before + records)).await;
    wait_for_value(&app, "likes", &count("Likes"), &0).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sidebar_and_accounting_match_each_json_export() {
    check_counts(Layout::ALL.into_iter().filter(|layout| !layout.is_text())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sidebar_and_accounting_match_each_text_export() {
    let is_read = |layout: &Layout| layout.is_text() && *layout != Layout::TxtC(Language::Unknown);
    check_counts(Layout::ALL.into_iter().filter(is_read)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_view_shows_the_count_of_the_sidebar() {
    let (_scene, app, expected) = open_export(&plan(2_000)).await;
    for (name, records) in counts(&expected) {
        open(&app, &name).await;
        let records = usize::try_from(records).unwrap();
        match name.as_str() {
            "Messages" => {
                let script =
                    "return Number(document.querySelector('main h1 + .num').innerText.replace(/\\D/g, ''))";
                wait_for_value(&app, "messages", script, &records).await;
            }
            "Profile & preferences" => {
                let script = "return document.querySelectorAll('main dt').length";
                wait_for_value(&app, "lines of the profile and the settings", script, &records).await;
            }
            _ => wait_for_length(&app, records).await,
        }
    }
    app.close().await.unwrap();
}
