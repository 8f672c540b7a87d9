//! The app with a screen reader: through AT-SPI, and with the keyboard only.

mod at_spi;

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use at_spi::{Accessible, Reader, Role};
use futures_util::StreamExt;
use satchel_export_gen::{Plan, write_zip};
use zbus::{MessageStream, OwnedVariant};

use crate::{Scene, binary};

const RECORDS: u64 = 2_000;

/// The app with an imported export, and a screen reader.
struct Heard {
    scene: Scene,
    app: Child,
    reader: Reader,
    /// Number of records of the watch history.
    watched: u64,
}

impl Heard {
    async fn begin() -> Self {
        let mut scene = Scene::new(true, |_| {}).await;
        scene.desktop.enable_accessibility();
        let file = scene.desktop.home().join("TikTok_Data_1773002972.zip");
        let plan = Plan::new(7, RECORDS, "2026-11-01T12:00:00Z".parse().unwrap());
        let expected = write_zip(&plan, std::fs::File::create(&file).unwrap()).unwrap();
        let reader = Reader::open(&scene.desktop).await;
        let app = scene.desktop.command(binary()).arg(&file).stderr(Stdio::null()).spawn().unwrap();
        let watched = expected.sections["watch"].stored;
        let heard = Self { scene, app, reader, watched };
        heard.wait_until_imported().await;
        heard
    }

    async fn wait_until_imported(&self) {
        self.reader.wait_for(Role::PushButton, &format!("Watch history, {}", shown(self.watched))).await;
    }

    async fn go(&self, entry: &str) {
        let entry = self.reader.wait_for(Role::PushButton, entry).await;
        self.reader.click(&entry).await;
    }

    fn keys(&self, keys: &[&str]) {
        self.scene.desktop.focus_window("satchel").unwrap();
        let status = self.scene.desktop.command("xdotool").arg("key").args(keys).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

/// A number as the window formats it.
fn shown(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

/// `WebKit` has bugs that crash the page's process during text queries. The pages must not trigger them.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_and_all_focusable_elements_have_names() {
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
    // The buttons for going back and forward come last, and then the search, because it covers the page.
    entries.rotate_left(3);
    for entry in entries {
        let name = reader.name(&entry).await.unwrap();
        reader.click(&entry).await;
        if name == "Search" {
            heard.keys(&["g", "e"]);
            reader.wait_for(Role::ListBox, "Results").await;
        }
        // The page is complete once its last numbers are shown.
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
async fn a_long_list_reports_its_size_and_the_positions_of_its_rows() {
    let heard = Heard::begin().await;
    let reader = &heard.reader;
    reader.listen("object:active-descendant-changed").await;
    let rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='ActiveDescendantChanged'";
    let mut events = MessageStream::for_match_rule(rule, reader.bus(), None).await.unwrap();
    heard.go("Watch history, ").await;
    let watched = shown(heard.watched);
    let list = reader.wait_for(Role::Table, &format!("Watch history, {watched} videos")).await;
    assert_eq!(reader.attributes(&list).await.unwrap()["rowcount"], heard.watched.to_string());
    reader.focus(&list).await;
    for (key, at) in [("Down", "1"), ("Down", "2"), ("End", &watched), ("Home", "1")] {
        heard.keys(&[key]);
        let place = format!(", {at} of {watched}");
        let heard =
            tokio::time::timeout(Duration::from_mins(1), wait_for_active_row(reader, &mut events, &place))
                .await;
        heard.unwrap_or_else(|_| panic!("after {key} nothing was said of a row “…{place}”"));
    }
}

/// Waits until a row whose name has this suffix becomes the active one.
async fn wait_for_active_row(reader: &Reader, events: &mut MessageStream, end: &str) {
    while let Some(Ok(event)) = events.next().await {
        let (_, _, _, row, _): (String, i32, i32, OwnedVariant, HashMap<String, OwnedVariant>) =
            event.body().deserialize().unwrap();
        let row: Accessible = row.try_into().unwrap();
        if reader.name(&row).await.is_ok_and(|name| name.ends_with(end) && name.len() > end.len() + 10) {
            return;
        }
    }
}

/// Bugs of `WebKit` or a lack of memory can end the process.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_process_has_ended_is_reloaded() {
    let mut heard = Heard::begin().await;
    let page = heard.reader.page().await;
    let process = heard.reader.process(&page).await.unwrap();
    assert_ne!(process, heard.app.id());
    assert!(Command::new("kill").args(["-9", &process.to_string()]).status().unwrap().success());
    heard.wait_until_imported().await;
    assert_ne!(heard.reader.page().await.0, page.0, "it is another process");
    heard.go("Likes, ").await;
    heard.reader.wait_for(Role::Table, "Likes, ").await;
    assert!(heard.app.try_wait().unwrap().is_none(), "the app itself went on");
}
