//! The library in the app's window: imports, lists, search and rebuilds.

mod again;
mod hostile;
mod import;
mod links;
mod people;
mod search;
mod watched;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use satchel_core::library::{Group, Section};
use satchel_e2e_harness::App;
use satchel_export_gen::{Expected, Plan, write_json, write_zip};
use serde_json::Value;

use crate::{Scene, binary};

/// How long to wait for the window to change.
const TIMEOUT: Duration = Duration::from_mins(1);

/// WebDriver's key codes.
mod keys {
    pub const ENTER: &str = "\u{E007}";
    pub const CONTROL: &str = "\u{E009}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const END: &str = "\u{E010}";
    pub const HOME: &str = "\u{E011}";
    pub const DOWN: &str = "\u{E015}";
}

/// Names of the sidebar's entries, and their numbers of records.
type Counts = BTreeMap<String, u64>;

/// An export of the first persona with a fixed date.
fn plan(records: u64) -> Plan {
    Plan::new(7, records, "2026-11-01T12:00:00Z".parse().unwrap())
}

/// The document of an export, which tells what the window must show.
fn contents(plan: &Plan) -> Value {
    let mut json = Vec::new();
    write_json(plan, &mut json).unwrap();
    // serde_json does not accept lone surrogates, which a hostile export has.
    let halves = ["\\ud800", "\\udc00", "\\udfff"];
    let json = halves.iter().fold(String::from_utf8(json).unwrap(), |json, half| json.replace(half, "?"));
    serde_json::from_str(&json).unwrap()
}

/// The rows at a path of an export.
fn rows<'v>(contents: &'v Value, path: &str) -> &'v [Value] {
    contents.pointer(path).and_then(Value::as_array).unwrap_or_else(|| panic!("nothing at {path}"))
}

const WATCHED: &str = "/Your Activity/Watch History/VideoList";

/// A text field of a row.
fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_else(|| panic!("no {key} in {row}"))
}

/// Writes an export to the home folder, and returns what a correct reader finds in it.
fn write(scene: &Scene, name: &str, plan: &Plan) -> (PathBuf, Expected) {
    let file = scene.desktop.home().join(name);
    let expected = write_zip(plan, File::create(&file).unwrap()).unwrap();
    (file, expected)
}

/// Starts the app with one export.
async fn open_export(plan: &Plan) -> (Scene, App, Expected) {
    let mut scene = Scene::new(true, |_| {}).await;
    let (file, expected) = write(&scene, "TikTok_Data_1773002972.zip", plan);
    let app = scene.start(&[file.to_str().unwrap()]).await;
    wait_until_imported(&app, 1).await;
    (scene, app, expected)
}

/// Starts the app again with a file, as a double click on the file does.
fn second_start(scene: &Scene, file: &Path) {
    let status = scene.desktop.command(binary()).arg(file).status().unwrap();
    assert!(status.success(), "the second start ended with {status}");
}

/// Waits until this many backups are verified and imported.
async fn wait_until_imported(app: &App, backups: usize) {
    let script = "const verified = [...document.querySelectorAll('tbody tr')]
                    .filter((row) => row.innerText.includes('Verified'));
                  return document.querySelector('.reading') ? -1 : verified.length";
    wait_for_value(app, "backups that are saved and read", script, &backups).await;
}

/// Waits until a script returns this value.
async fn wait_for_value<T>(app: &App, what: &str, script: &str, wanted: &T)
where
    T: serde::de::DeserializeOwned + PartialEq + Debug,
{
    let started = Instant::now();
    loop {
        let value = app.script(script).await.map_err(|error| error.to_string());
        let value = value.and_then(|value| serde_json::from_value::<T>(value).map_err(|e| e.to_string()));
        if value.as_ref().is_ok_and(|value| value == wanted) {
            return;
        }
        if started.elapsed() > TIMEOUT {
            let text = app.text().await.unwrap_or_default();
            assert_eq!(value.as_ref(), Ok(wanted), "{what}; on the screen: {text}");
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Waits until a script returns `true`.
async fn wait_until(app: &App, what: &str, script: &str) {
    wait_for_value(app, what, script, &true).await;
}

/// Waits until a condition outside the window is met.
async fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < TIMEOUT, "timed out: {what}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Waits until the sidebar shows exactly these counts.
async fn wait_for_counts(app: &App, wanted: &Counts) {
    let script = "return Object.fromEntries(
        [...document.querySelectorAll('nav.side button')].filter((each) => each.querySelector('.c')).map((each) =>
            [each.querySelector('.t').innerText, Number(each.querySelector('.c').innerText.replace(/\\D/g, ''))]))";
    wait_for_value(app, "the sidebar's numbers", script, wanted).await;
}

/// The counts that the sidebar must show for a library with only this export.
fn counts(expected: &Expected) -> Counts {
    let mut counts = Counts::new();
    for (name, rows) in expected.sections.iter().filter(|(_, rows)| rows.stored > 0) {
        let section: Section = serde_json::from_value((*name).into()).unwrap();
        *counts.entry(name_of(section.group()).to_owned()).or_default() += rows.stored;
    }
    counts
}

/// The name of a group in the sidebar.
fn name_of(group: Group) -> &'static str {
    match group {
        Group::Watch => "Watch history",
        Group::Likes => "Likes",
        Group::Favourites => "Favourites",
        Group::Shares => "Shares",
        Group::Searches => "Searches",
        Group::Comments => "Comments",
        Group::Messages => "Messages",
        Group::Posts => "Posts",
        Group::People => "People",
        Group::Logins => "Logins",
        Group::Live => "LIVE",
        Group::Shop => "Shop",
        Group::Wallet => "Wallet",
        Group::Ads => "Ads",
        Group::Facts => "Profile & preferences",
        Group::Other => "Other sections",
    }
}

/// Opens a sidebar entry, and waits for its page.
async fn open(app: &App, name: &str) {
    app.click_in("//nav[@aria-label='Sections']", name).await.unwrap();
    let script = format!("return document.querySelector('main h1')?.innerText === {}", quoted(name));
    wait_until(app, name, &script).await;
}

/// A JavaScript string literal.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A row of a list, as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
struct ShownRow {
    /// The row's number, from 1.
    place: u64,
    /// `2026-10-31 20:35:42` in UTC, the session's time zone; empty if the row has no time.
    time: String,
    text: String,
    /// Whether the whole row is visible below the list's heading.
    seen: bool,
    chosen: bool,
}

/// Defines `rows()`: the rows that are loaded and drawn.
const ROWS: &str = r"
    const grid = document.querySelector('main [role=grid]');
    const day = document.querySelector('main .day.stuck')?.getBoundingClientRect();
    const view = grid?.getBoundingClientRect();
    const rows = () => [...(grid?.querySelectorAll('[role=row][aria-busy=false]') ?? [])].map((row) => {
        const when = row.querySelector('.time').title.replace(/[\s,]+/g, ' ');
        const { top, bottom } = row.getBoundingClientRect();
        return {
            place: Number(row.getAttribute('aria-rowindex')),
            time: when && new Date(when + ' UTC').toISOString().slice(0, 19).replace('T', ' '),
            text: row.querySelector('.main .clip').innerText,
            seen: top >= (day?.bottom ?? view.top) - 1 && bottom <= view.bottom + 1,
            chosen: row.getAttribute('aria-selected') === 'true',
        };
    }).sort((a, b) => a.place - b.place);";

/// Waits for a row of the open list that meets a condition.
async fn wait_for_row(app: &App, what: &str, condition: impl Fn(&ShownRow) -> bool) -> ShownRow {
    let started = Instant::now();
    loop {
        let rows = drawn(app).await;
        if let Some(row) = rows.iter().find(|row| condition(row)) {
            return row.clone();
        }
        assert!(started.elapsed() < TIMEOUT, "no row: {what}; there are {rows:#?}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

async fn drawn(app: &App) -> Vec<ShownRow> {
    let rows = app.script(&format!("{ROWS} return rows()")).await.unwrap();
    serde_json::from_value(rows).unwrap()
}

/// All rows of the open list, collected by scrolling through it.
async fn scroll_through(app: &App, total: usize) -> Vec<ShownRow> {
    app.script("document.querySelector('main [role=grid]').scrollTop = 0").await.unwrap();
    let mut rows: BTreeMap<u64, ShownRow> = BTreeMap::new();
    let mut since = Instant::now();
    loop {
        let before = rows.len();
        rows.extend(drawn(app).await.into_iter().map(|row| (row.place, row)));
        if rows.len() == total {
            return rows.into_values().collect();
        }
        if rows.len() > before {
            since = Instant::now();
        }
        assert!(since.elapsed() < TIMEOUT, "{} of {total} rows came", rows.len());
        // Scrolls to the last row before the first gap, so that no row is skipped.
        let last = (1..).zip(rows.keys()).take_while(|(place, key)| place == *key).count();
        if rows.len() > before && last > 0 {
            let on = format!(
                "const grid = document.querySelector('main [role=grid]');
                 const row = grid.querySelector('[role=row][aria-rowindex=\"{last}\"]');
                 if (row) grid.scrollTop += row.getBoundingClientRect().top - grid.getBoundingClientRect().top - 48"
            );
            app.script(&on).await.unwrap();
        } else {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Waits until the line beside the heading shows this number of rows.
async fn wait_for_length(app: &App, rows: usize) {
    let script = "const line = document.querySelector('main .head .cap')?.innerText ?? '';
                  return /^[\\d,.]+/.test(line) ? Number(line.match(/^[\\d,.]+/)[0].replace(/\\D/g, '')) : -1";
    wait_for_value(app, "the length of the list", script, &rows).await;
}

/// Opens the search with its keyboard shortcut, if it is not open, and replaces the text of its box.
async fn search(app: &App, words: &str) {
    if app.script("return !document.querySelector('dialog[open]')").await.unwrap() == true {
        app.find("body").await.unwrap().send_keys(&format!("{}k", keys::CONTROL)).await.unwrap();
    }
    app.find("dialog[open] input").await.unwrap();
    app.clear("Search everything").await.unwrap();
    app.type_into("Search everything", words).await.unwrap();
}
