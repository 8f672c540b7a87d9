//! The watch history: narrowed, turned round, jumped through, and taken elsewhere.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Shown, WATCHED, contents, keys, open, opened, plan, rows, text, until, until_long, until_row, walk,
};

/// Rows of the watch history as the list has them, newest first: time, and title or number.
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

/// Rows of one second may change places within it.
fn settled(mut rows: Vec<(String, String)>) -> Vec<(String, String)> {
    rows.sort();
    rows
}

fn plain(rows: &[Shown]) -> Vec<(String, String)> {
    rows.iter().map(|row| (row.time.clone(), row.text.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_turned_round_and_walked_to_its_true_ends() {
    let plan = plan(2_000);
    let all = watched(&contents(&plan));
    let (newest, oldest) = (all[0].0.clone(), all.last().unwrap().0.clone());
    let (_scene, app, _) = opened(&plan).await;
    open(&app, "Watch history").await;
    until_long(&app, all.len()).await;
    until_row(&app, "the newest", |row| row.place == 1 && row.seen && row.time == newest).await;

    // To the end and back, by keys.
    let grid = app.find("main [role=grid]").await.unwrap();
    grid.send_keys(keys::END).await.unwrap();
    let last = all.len() as u64;
    until_row(&app, "the oldest", |row| row.place == last && row.seen && row.time == oldest).await;
    grid.send_keys(keys::HOME).await.unwrap();
    until_row(&app, "the newest again", |row| row.place == 1 && row.seen && row.time == newest).await;

    // To a day of another month, by the calendar.
    let days: BTreeSet<&str> = all.iter().map(|(time, _)| &time[..10]).collect();
    let day = days.iter().rfind(|day| day[..7] < newest[..7] && !day[8..].starts_with('0')).unwrap();
    let of_day: Vec<&(String, String)> = all.iter().filter(|(time, _)| time.starts_with(day)).collect();
    let place = all.iter().position(|(time, _)| time.starts_with(day)).unwrap() as u64 + 1;
    app.press_in("//nav[@aria-label='Jump to a date']", "Go to a date…").await.unwrap();
    app.press_in("//*[@role='dialog']", "Month before").await.unwrap();
    app.press_in("//*[@role='dialog']//table", &day[8..]).await.unwrap();
    until_row(&app, &format!("the first of {day}, number {place}"), |row| {
        row.place == place && row.seen && row.chosen && row.time == of_day[0].0
    })
    .await;

    // The other way round.
    app.press("Order: Newest first").await.unwrap();
    app.press("Oldest first").await.unwrap();
    until_row(&app, "the oldest first", |row| row.place == 1 && row.seen && row.time == oldest).await;
    grid.send_keys(keys::END).await.unwrap();
    until_row(&app, "the newest last", |row| row.place == last && row.seen && row.time == newest).await;

    // What has a title, and of that what has a word.
    let titled: Vec<_> = all.iter().filter(|(_, words)| !words.starts_with("Video ")).cloned().collect();
    app.press(&format!("With a title {}", titled.len())).await.unwrap();
    until_long(&app, titled.len()).await;
    let tide: Vec<_> = titled.iter().filter(|(_, words)| words.contains("tide")).cloned().collect();
    assert!(!tide.is_empty() && tide.len() < titled.len() && titled.len() < all.len());
    app.type_into("Filter by title or link", "TIDE").await.unwrap();
    until_long(&app, tide.len()).await;
    let rows = plain(&walk(&app, tide.len()).await);
    assert!(rows.is_sorted_by(|a, b| a.0 <= b.0), "oldest first: {rows:#?}");
    assert_eq!(settled(rows), settled(tide));
    app.close().await.unwrap();
}

/// The cells of a table; quotes are doubled within quotes.
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
async fn what_is_shown_is_written_as_a_table_where_the_systems_dialog_says() {
    let plan = plan(2_000);
    let (scene, app, _) = opened(&plan).await;
    open(&app, "Watch history").await;
    let all = watched(&contents(&plan));
    let wanted: Vec<_> = all.into_iter().filter(|(_, words)| words.contains("the")).collect();
    app.type_into("Filter by title or link", "the").await.unwrap();
    until_long(&app, wanted.len()).await;
    let shown = plain(&walk(&app, wanted.len()).await);
    assert!(shown.iter().map(|(_, words)| words).collect::<BTreeSet<_>>().len() > 1, "several titles");

    let file = scene.desk.home().join("shown.csv");
    app.press("Export what is shown…").await.unwrap();
    app.press("As a table (CSV)").await.unwrap();
    scene.desk.choose_in_dialog("Save File|Save As|Save", &file).unwrap();
    app.until(&format!("{} records were written.", shown.len())).await.unwrap();
    until("the file is there", || file.is_file()).await;
    let csv = std::fs::read_to_string(&file).unwrap();
    let table = cells(csv.strip_prefix('\u{feff}').expect("a mark for spreadsheets"));
    let column = |name: &str| table[0].iter().position(|each| each == name).unwrap();
    let (time, words) = (column("time_utc"), column("text"));
    let written: Vec<(String, String)> =
        table[1..].iter().map(|row| (row[time].clone(), row[words].clone())).collect();
    assert_eq!(written, shown, "row by row as on the screen");
    assert_eq!(settled(written), settled(wanted), "as the export has it");

    let file = scene.desk.home().join("shown.json");
    app.press("Export what is shown…").await.unwrap();
    app.press("As JSON").await.unwrap();
    scene.desk.choose_in_dialog("Save File|Save As|Save", &file).unwrap();
    until("the second file is there", || file.is_file()).await;
    until("all of it", || serde_json::from_slice::<Vec<Value>>(&std::fs::read(&file).unwrap()).is_ok()).await;
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let written: Vec<(String, String)> =
        rows.iter().map(|row| (text(row, "time_utc").to_owned(), text(row, "text").to_owned())).collect();
    assert_eq!(written, shown, "row by row as on the screen");
    app.close().await.unwrap();
}
