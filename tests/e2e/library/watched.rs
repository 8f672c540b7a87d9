//! The watch history: filters, order, jumps and CSV export.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ShownRow, WATCHED, contents, keys, open, open_export, plan, rows, scroll_through, text, wait_for,
    wait_for_length, wait_for_row,
};

/// The rows of the watch history as the list shows them, newest first: time and title. Where there is no title, the list
/// says when the video was posted; here it is called by its number.
fn watched(contents: &Value) -> Vec<(String, String)> {
    let mut watched: Vec<(String, String)> = rows(contents, WATCHED)
        .iter()
        .map(|row| {
            let number = text(row, "Link").trim_end_matches('/').rsplit('/').next().unwrap();
            let title = text(row, "Title");
            let words = if title.is_empty() { format!("Video {number}") } else { title.to_owned() };
            (text(row, "Date").to_owned(), words)
        })
        .collect();
    watched.sort_by(|a, b| b.0.cmp(&a.0));
    watched
}

/// Sorts rows, because the order of rows with the same time is not defined.
fn sorted(mut rows: Vec<(String, String)>) -> Vec<(String, String)> {
    rows.sort();
    rows
}

fn plain(rows: &[ShownRow]) -> Vec<(String, String)> {
    rows.iter().map(|row| (row.time.clone(), row.text.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_can_be_filtered_reversed_and_scrolled_to_both_ends() {
    let plan = plan(2_000);
    let all = watched(&contents(&plan));
    let (newest, oldest) = (all[0].0.clone(), all.last().unwrap().0.clone());
    let (scene, app, _) = open_export(&plan).await;
    open(&app, "Watch history").await;
    wait_for_length(&app, all.len()).await;
    wait_for_row(&app, "the newest", |row| row.place == 1 && row.seen && row.time == newest).await;
    assert!(
        scene.desktop.shows_window("Watch history.*Satchel").unwrap(),
        "the window is named after its page"
    );

    // To the end and back with keys.
    let grid = app.find("main [role=grid]").await.unwrap();
    grid.send_keys(keys::END).await.unwrap();
    let last = all.len() as u64;
    wait_for_row(&app, "the oldest", |row| row.place == last && row.seen && row.time == oldest).await;
    grid.send_keys(keys::HOME).await.unwrap();
    wait_for_row(&app, "the newest again", |row| row.place == 1 && row.seen && row.time == newest).await;

    // To a day of another month with the calendar.
    let days: BTreeSet<&str> = all.iter().map(|(time, _)| &time[..10]).collect();
    let day = days.iter().rfind(|day| day[..7] < newest[..7] && !day[8..].starts_with('0')).unwrap();
    let of_day: Vec<&(String, String)> = all.iter().filter(|(time, _)| time.starts_with(day)).collect();
    let place = all.iter().position(|(time, _)| time.starts_with(day)).unwrap() as u64 + 1;
    app.click_in("//nav[@aria-label='Jump to a date']", "Go to a date…").await.unwrap();
    app.click_in("//*[@role='dialog']", "Previous month").await.unwrap();
    app.click_in("//*[@role='dialog']//table", &day[8..]).await.unwrap();
    wait_for_row(&app, &format!("the first of {day}, number {place}"), |row| {
        row.place == place && row.seen && row.chosen && row.time == of_day[0].0
    })
    .await;

    // Oldest first.
    app.click("Order: Newest first").await.unwrap();
    app.click("Oldest first").await.unwrap();
    wait_for_row(&app, "the oldest first", |row| row.place == 1 && row.seen && row.time == oldest).await;
    grid.send_keys(keys::END).await.unwrap();
    wait_for_row(&app, "the newest last", |row| row.place == last && row.seen && row.time == newest).await;

    // Filters: with a title, and of these with a word.
    let titled: Vec<_> = all.iter().filter(|(_, words)| !words.starts_with("Video ")).cloned().collect();
    app.click(&format!("With a caption {}", titled.len())).await.unwrap();
    wait_for_length(&app, titled.len()).await;
    let tide: Vec<_> = titled.iter().filter(|(_, words)| words.contains("tide")).cloned().collect();
    assert!(!tide.is_empty() && tide.len() < titled.len() && titled.len() < all.len());
    app.type_into("Filter by caption or link", "TIDE").await.unwrap();
    wait_for_length(&app, tide.len()).await;
    let rows = plain(&scroll_through(&app, tide.len()).await);
    assert!(rows.is_sorted_by(|a, b| a.0 <= b.0), "oldest first: {rows:#?}");
    assert_eq!(sorted(rows), sorted(tide));
    app.close().await.unwrap();
}

/// Parses CSV.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut table, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                table.push(std::mem::take(&mut row));
            }
            '\r' if !is_quoted => {}
            _ => cell.push(letter),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !is_quoted, "the last line has its end");
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_exported_as_csv_to_the_file_of_the_systems_dialog() {
    let plan = plan(2_000);
    let (scene, app, _) = open_export(&plan).await;
    open(&app, "Watch history").await;
    let all = watched(&contents(&plan));
    let wanted: Vec<_> = all.into_iter().filter(|(_, words)| words.contains("the")).collect();
    app.type_into("Filter by caption or link", "the").await.unwrap();
    wait_for_length(&app, wanted.len()).await;
    let shown = plain(&scroll_through(&app, wanted.len()).await);
    assert!(shown.iter().map(|(_, words)| words).collect::<BTreeSet<_>>().len() > 1, "several titles");

    let file = scene.desktop.home().join("shown.csv");
    app.click("Save this list…").await.unwrap();
    app.click("Table (CSV)").await.unwrap();
    app.click("Save…").await.unwrap();
    scene.desktop.choose_in_dialog("Save File|Save As|Save", &file).unwrap();
    app.wait_for_text(&format!("{} records were saved as", shown.len())).await.unwrap();
    app.wait_for_text("shown.csv").await.unwrap();
    let folder = scene.desktop.home().display().to_string();
    app.wait_for_text(&folder).await.unwrap();
    wait_for("the file is there", || file.is_file()).await;
    let csv = std::fs::read_to_string(&file).unwrap();
    let table = cells(csv.strip_prefix('\u{feff}').expect("a mark for spreadsheets"));
    let column = |name: &str| table[0].iter().position(|each| each == name).unwrap();
    let (time, words) = (column("time_utc"), column("text"));
    let written: Vec<(String, String)> =
        table[1..].iter().map(|row| (row[time].clone(), row[words].clone())).collect();
    assert_eq!(written, shown, "row by row as on the screen");
    assert_eq!(sorted(written), sorted(wanted), "as the export has it");

    let file = scene.desktop.home().join("shown.json");
    app.click("Close").await.unwrap();
    app.click("Save this list…").await.unwrap();
    app.click("JSON").await.unwrap();
    app.click("Save…").await.unwrap();
    scene.desktop.choose_in_dialog("Save File|Save As|Save", &file).unwrap();
    wait_for("the second file is there", || file.is_file()).await;
    wait_for("all of it", || serde_json::from_slice::<Vec<Value>>(&std::fs::read(&file).unwrap()).is_ok())
        .await;
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let written: Vec<(String, String)> =
        rows.iter().map(|row| (text(row, "time_utc").to_owned(), text(row, "text").to_owned())).collect();
    assert_eq!(written, shown, "row by row as on the screen");

    let file = scene.desktop.home().join("shown.html");
    app.click("Close").await.unwrap();
    app.click("Save this list…").await.unwrap();
    app.click("Web page (HTML)").await.unwrap();
    app.click("Save…").await.unwrap();
    scene.desktop.choose_in_dialog("Save File|Save As|Save", &file).unwrap();
    app.wait_for_text("shown.html").await.unwrap();
    app.click_in("//*[@role='dialog' or self::dialog]", "Open").await.unwrap();
    wait_for("the page is opened in the browser", || {
        scene.desktop.opened_urls().last().is_some_and(|opened| opened.ends_with("shown.html"))
    })
    .await;
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "all of it");
    for (_, words) in shown.iter().filter(|(_, words)| !words.contains(['&', '\'', '"', '<'])) {
        assert!(page.contains(words), "{words}");
    }
    app.close().await.unwrap();
}
