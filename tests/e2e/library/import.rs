//! Every version of an export, from 2020 to 2026, as JSON and as text, in five languages.

use satchel_sim::export::{Language, Layout, Plan};

use super::{counts, open, opened, plan, until_counted, until_equal, until_long, until_read, write};
use crate::Scene;

/// Each in an app without a past.
async fn the_sidebar_counts(layouts: impl Iterator<Item = Layout>) {
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
        app.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sidebar_counts_what_each_json_export_holds() {
    the_sidebar_counts(Layout::ALL.into_iter().filter(|layout| !layout.is_text())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sidebar_counts_what_each_text_export_holds() {
    let is_read = |layout: &Layout| layout.is_text() && *layout != Layout::TxtC(Language::Unknown);
    the_sidebar_counts(Layout::ALL.into_iter().filter(is_read)).await;
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
