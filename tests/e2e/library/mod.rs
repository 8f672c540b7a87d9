//! The library in the real app: what an export holds is what the window shows, however it is asked for.

mod again;
mod hostile;
mod import;
mod links;
mod search;
mod watched;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use satchel_core::view::{Group, Section};
use satchel_sim::export::{Expected, Plan, write_json, write_zip};
use satchel_stage::App;
use serde_json::Value;

use crate::{Scene, binary};

/// How long the window may take to show what is right.
const PATIENCE: Duration = Duration::from_secs(20);

/// Keys as WebDriver names them.
mod keys {
    pub const ENTER: &str = "\u{E007}";
    pub const CONTROL: &str = "\u{E009}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const END: &str = "\u{E010}";
    pub const HOME: &str = "\u{E011}";
    pub const DOWN: &str = "\u{E015}";
}

/// Names of the sidebar's entries, and how many records each says it has.
type Counts = BTreeMap<String, u64>;

/// An export of the demo's own account, made at a moment that never moves.
fn plan(records: u64) -> Plan {
    Plan::new(7, records, "2026-11-01T12:00:00Z".parse().unwrap())
}

/// The same as JSON, to look up by other means what the window must show.
fn contents(plan: &Plan) -> Value {
    let mut json = Vec::new();
    write_json(plan, &mut json).unwrap();
    // Halves of characters, which a hostile export has, are no JSON to others than Satchel.
    let halves = ["\\ud800", "\\udc00", "\\udfff"];
    let json = halves.iter().fold(String::from_utf8(json).unwrap(), |json, half| json.replace(half, "?"));
    serde_json::from_str(&json).unwrap()
}

/// The rows at a path of an export.
fn rows<'v>(contents: &'v Value, path: &str) -> &'v [Value] {
    contents.pointer(path).and_then(Value::as_array).unwrap_or_else(|| panic!("nothing at {path}"))
}

const WATCHED: &str = "/Your Activity/Watch History/VideoList";

/// A text of a row of an export.
fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or_else(|| panic!("no {key} in {row}"))
}

/// Writes an export into the home folder, and says what a correct reader finds in it.
fn write(scene: &Scene, name: &str, plan: &Plan) -> (PathBuf, Expected) {
    let file = scene.desk.home().join(name);
    let expected = write_zip(plan, File::create(&file).unwrap()).unwrap();
    (file, expected)
}

/// The app with one export in its library.
async fn opened(plan: &Plan) -> (Scene, App, Expected) {
    let mut scene = Scene::set(true, |_| {}).await;
    let (file, expected) = write(&scene, "TikTok_Data_1773002972.zip", plan);
    let app = scene.start(&[file.to_str().unwrap()]).await;
    until_read(&app, 1).await;
    (scene, app, expected)
}

/// Starts Satchel a second time, as a double click on a file does while it runs.
fn second_start(scene: &Scene, file: &Path) {
    let status = scene.desk.command(binary()).arg(file).status().unwrap();
    assert!(status.success(), "the second start ended with {status}");
}

/// Waits until so many backups are saved and verified and nothing is being read any more.
async fn until_read(app: &App, backups: usize) {
    let script = "const verified = [...document.querySelectorAll('tbody tr')]
                    .filter((row) => row.innerText.includes('Verified'));
                  return document.querySelector('.reading') ? -1 : verified.length";
    until_equal(app, "backups that are saved and read", script, &backups).await;
}

/// Waits until a script gives this; what it gives at last is compared, so that a failure shows both.
async fn until_equal<T>(app: &App, what: &str, script: &str, wanted: &T)
where
    T: serde::de::DeserializeOwned + PartialEq + Debug,
{
    let began = Instant::now();
    loop {
        let given = app.script(script).await.map_err(|trouble| trouble.to_string());
        let given = given.and_then(|value| serde_json::from_value::<T>(value).map_err(|e| e.to_string()));
        if given.as_ref().is_ok_and(|given| given == wanted) {
            return;
        }
        if began.elapsed() > PATIENCE {
            let text = app.text().await.unwrap_or_default();
            assert_eq!(given.as_ref(), Ok(wanted), "{what}; on the screen: {text}");
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Waits until a script says that it is so.
async fn until_so(app: &App, what: &str, script: &str) {
    until_equal(app, what, script, &true).await;
}

/// Waits until something on this desktop, outside the window, is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// Waits until the sidebar says these numbers and no others.
async fn until_counted(app: &App, wanted: &Counts) {
    let script = "return Object.fromEntries(
        [...document.querySelectorAll('nav.side button')].filter((each) => each.querySelector('.c')).map((each) =>
            [each.querySelector('.t').innerText, Number(each.querySelector('.c').innerText.replace(/\\D/g, ''))]))";
    until_equal(app, "the sidebar's numbers", script, wanted).await;
}

/// What the sidebar must say of an export that is alone in the library.
fn counts(expected: &Expected) -> Counts {
    let mut counts = Counts::new();
    for (name, tally) in expected.sections.iter().filter(|(_, tally)| tally.stored > 0) {
        let section: Section = serde_json::from_value((*name).into()).unwrap();
        *counts.entry(name_of(section.group()).to_owned()).or_default() += tally.stored;
    }
    counts
}

/// As the sidebar calls it.
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
        Group::Facts => "Settings & profile",
        Group::Other => "Other sections",
    }
}

/// Opens an entry of the sidebar, and waits for its page.
async fn open(app: &App, name: &str) {
    app.press_in("//nav[@aria-label='Sections']", name).await.unwrap();
    let script = format!("return document.querySelector('main h1')?.innerText === {}", quoted(name));
    until_so(app, name, &script).await;
}

/// As a string of a script.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A row of a list, as it stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
struct Shown {
    /// From 1.
    place: u64,
    /// `2026-10-31 20:35:42` in UTC, which is this desktop's own zone; nothing if the row has no time.
    time: String,
    text: String,
    /// Whether all of it is within the list's view, below the heading at its top.
    seen: bool,
    chosen: bool,
}

/// Gives `rows()` to a script: the rows that are drawn and have come.
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

/// Waits for a row of the list that is such, and gives it.
async fn until_row(app: &App, what: &str, is_such: impl Fn(&Shown) -> bool) -> Shown {
    let began = Instant::now();
    loop {
        let rows = drawn(app).await;
        if let Some(row) = rows.iter().find(|row| is_such(row)) {
            return row.clone();
        }
        assert!(began.elapsed() < PATIENCE, "no row: {what}; there are {rows:#?}");
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

async fn drawn(app: &App) -> Vec<Shown> {
    let rows = app.script(&format!("{ROWS} return rows()")).await.unwrap();
    serde_json::from_value(rows).unwrap()
}

/// Every row of the list that is open, gathered by scrolling through it from its beginning.
async fn walk(app: &App, total: usize) -> Vec<Shown> {
    app.script("document.querySelector('main [role=grid]').scrollTop = 0").await.unwrap();
    let mut rows: BTreeMap<u64, Shown> = BTreeMap::new();
    let began = Instant::now();
    loop {
        let before = rows.len();
        rows.extend(drawn(app).await.into_iter().map(|row| (row.place, row)));
        if rows.len() == total {
            return rows.into_values().collect();
        }
        assert!(began.elapsed() < PATIENCE, "{} of {total} rows came", rows.len());
        // Never past a row that has not come yet: the last one without a gap before it goes to the top.
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

/// Waits until the line beside the heading says that the list has so many rows.
async fn until_long(app: &App, rows: usize) {
    let script = "const line = document.querySelector('main .head .cap')?.innerText ?? '';
                  return /^[\\d,.]+/.test(line) ? Number(line.match(/^[\\d,.]+/)[0].replace(/\\D/g, '')) : -1";
    until_equal(app, "the length of the list", script, &rows).await;
}

/// Opens the search over everything with its keys, if it is not open, and types into its empty box.
async fn search(app: &App, words: &str) {
    if app.script("return !document.querySelector('dialog[open]')").await.unwrap() == true {
        app.find("body").await.unwrap().send_keys(&format!("{}k", keys::CONTROL)).await.unwrap();
    }
    app.find("dialog[open] input").await.unwrap();
    app.clear("Search everything").await.unwrap();
    app.type_into("Search everything", words).await.unwrap();
}
