//! The real app as a screen reader has it: through the system's own interface, AT-SPI, and with keys alone.

mod at_spi;

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use at_spi::{Reader, Role, Thing};
use futures_util::StreamExt;
use satchel_sim::export::{Plan, write_zip};
use zbus::{MessageStream, OwnedVariant};

use crate::{Scene, binary};

const RECORDS: u64 = 2_000;

/// The app with an export in its library, and a screen reader.
struct Heard {
    scene: Scene,
    app: Child,
    reader: Reader,
    /// Of the watch history, as the sidebar has it.
    watched: u64,
}

impl Heard {
    async fn begin() -> Self {
        let mut scene = Scene::set(true, |_| {}).await;
        scene.desk.let_hear();
        let file = scene.desk.home().join("TikTok_Data_1773002972.zip");
        let plan = Plan::new(7, RECORDS, "2026-11-01T12:00:00Z".parse().unwrap());
        let expected = write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
        let reader = Reader::open(&scene.desk).await;
        let app = scene.desk.command(binary()).arg(&file).stderr(Stdio::null()).spawn().unwrap();
        let watched = expected.sections["watch"].stored;
        let heard = Self { scene, app, reader, watched };
        heard.until_read().await;
        heard
    }

    async fn until_read(&self) {
        self.reader.until(Role::PushButton, &format!("Watch history, {}", shown(self.watched))).await;
    }

    async fn go(&self, entry: &str) {
        let entry = self.reader.until(Role::PushButton, entry).await;
        self.reader.press(&entry).await;
    }

    fn keys(&self, keys: &[&str]) {
        self.scene.desk.turn_to("satchel").unwrap();
        let status = self.scene.desk.command("xdotool").arg("key").args(keys).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

/// A number as the window writes it.
fn shown(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

/// `WebKit` has faults that end the page's process when it is asked for lines: what the pages are made of must not meet them.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_and_all_that_can_be_reached_has_a_name() {
    let heard = Heard::begin().await;
    let reader = &heard.reader;
    let page = reader.page().await;
    let process = reader.process(&page).await.unwrap();
    let mut entries = Vec::new();
    for thing in reader.below(page.clone()).await.unwrap() {
        if reader.is(&thing, Role::Landmark).await.unwrap()
            && reader.name(&thing).await.unwrap() == "Sections"
        {
            for entry in reader.below(thing).await.unwrap() {
                if reader.is(&entry, Role::PushButton).await.unwrap() {
                    entries.push(entry);
                }
            }
            break;
        }
    }
    assert!(entries.len() > 15, "only {} entries", entries.len());
    // The search is the first; it covers the page.
    entries.rotate_left(1);
    for entry in entries {
        let name = reader.name(&entry).await.unwrap();
        reader.press(&entry).await;
        if name == "Search everything" {
            heard.keys(&["g", "e"]);
            reader.until(Role::ListBox, "What was found").await;
        }
        // A page is whole once the last of its figures are there.
        tokio::time::sleep(Duration::from_millis(800)).await;
        let (mut asked, mut nameless) = (0, Vec::new());
        for thing in reader.below(page.clone()).await.unwrap() {
            asked += reader.read(&thing).await.unwrap_or_else(|e| panic!("{name}: {e}"));
            if reader.is_focusable(&thing).await.unwrap() && reader.name(&thing).await.unwrap().is_empty() {
                nameless.push(reader.attributes(&thing).await.unwrap());
            }
        }
        assert!(nameless.is_empty(), "{name}: {nameless:?}");
        assert!(asked > 50, "{name}: only {asked} questions");
        println!("{name}: {asked} questions");
    }
    assert_eq!(reader.process(&reader.page().await).await.unwrap(), process, "the page lived through it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_says_its_size_and_each_row_its_place() {
    let heard = Heard::begin().await;
    let reader = &heard.reader;
    reader.listen("object:active-descendant-changed").await;
    let rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='ActiveDescendantChanged'";
    let mut events = MessageStream::for_match_rule(rule, reader.bus(), None).await.unwrap();
    heard.go("Watch history, ").await;
    let watched = shown(heard.watched);
    let list = reader.until(Role::Table, &format!("Watch history, {watched} videos")).await;
    assert_eq!(reader.attributes(&list).await.unwrap()["rowcount"], heard.watched.to_string());
    reader.focus(&list).await;
    for (key, at) in [("Down", "1"), ("Down", "2"), ("End", &watched), ("Paths", "1")] {
        heard.keys(&[key]);
        let place = format!(", {at} of {watched}");
        let heard = tokio::time::timeout(Duration::from_secs(20), said(reader, &mut events, &place)).await;
        heard.unwrap_or_else(|_| panic!("after {key} nothing was said of a row “…{place}”"));
    }
}

/// Waits until the row that has become the active one has a name that ends so.
async fn said(reader: &Reader, events: &mut MessageStream, end: &str) {
    while let Some(Ok(event)) = events.next().await {
        let (_, _, _, row, _): (String, i32, i32, OwnedVariant, HashMap<String, OwnedVariant>) =
            event.body().deserialize().unwrap();
        let row: Thing = row.try_into().unwrap();
        if reader.name(&row).await.is_ok_and(|name| name.ends_with(end) && name.len() > end.len() + 10) {
            return;
        }
    }
}

/// As faults of `WebKit` end it, or a system that is short of memory.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_process_has_ended_comes_back() {
    let mut heard = Heard::begin().await;
    let page = heard.reader.page().await;
    let process = heard.reader.process(&page).await.unwrap();
    assert_ne!(process, heard.app.id());
    assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
    heard.until_read().await;
    assert_ne!(heard.reader.page().await.0, page.0, "it is another process");
    heard.go("Likes, ").await;
    heard.reader.until(Role::Table, "Likes, ").await;
    assert!(heard.app.try_wait().unwrap().is_none(), "the app itself went on");
}
