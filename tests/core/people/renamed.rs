//! People with whom somebody chats have changed their names: their chats are joined, or separated, and stay so.

use satchel_core::view::Snapshot;

use super::open;
use crate::app::TestApp;
use crate::opening::zipped;

fn export(partner: &str, day: u32, messages: usize) -> Vec<u8> {
    let message = |n: usize| {
        serde_json::json!({
            "Date": format!("2026-03-{day:02} 08:00:{n:02}"),
            "From": if n.is_multiple_of(2) { partner } else { "owner" },
            "Content": format!("message {n}"),
        })
    };
    let messages: Vec<_> = (0..messages).map(message).collect();
    let json = serde_json::json!({
        "Profile And Settings": { "Profile Info": { "ProfileMap": { "userName": "owner" } } },
        "Direct Message": { "Direct Messages": { "ChatHistory": { format!("Chat History with {partner}:"): messages } } },
    });
    zipped(&vec![("user_data_tiktok.json".to_owned(), json.to_string().into_bytes())])
}

async fn add(app: &TestApp, seconds: u32, content: &[u8]) {
    // The time of the request is in the name.
    let file = app.file(&format!("TikTok_Data_17750{seconds:05}.zip"));
    std::fs::write(&file, content).unwrap();
    open(app, file).await;
}

/// Waits until there are chats with these names and numbers of messages, in the order of the names.
async fn until_chats(app: &TestApp, expected: &[(&str, u64)]) {
    for _ in 0..600 {
        if !is_building(&app.now())
            && let Ok(chats) = app.core.library_chats().await
        {
            let mut found: Vec<(String, u64)> =
                chats.chats.into_iter().map(|chat| (chat.name, chat.messages)).collect();
            found.sort();
            let found: Vec<(&str, u64)> = found.iter().map(|(name, count)| (name.as_str(), *count)).collect();
            if found == expected {
                return;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{:?}", app.core.library_chats().await.map(|chats| chats.chats));
}

fn is_building(now: &Snapshot) -> bool {
    now.library.building.is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_with_somebody_who_was_renamed_is_one_chat_unless_the_user_separates_it() {
    let mut app = TestApp::new().await;
    add(&app, 10, &export("nora", 1, 6)).await;
    add(&app, 20, &export("nora.queen", 1, 8)).await;
    until_chats(&app, &[("nora.queen", 8)]).await;
    // Once more.
    add(&app, 30, &export("queen_nora", 1, 9)).await;
    until_chats(&app, &[("queen_nora", 9)]).await;
    let chats = app.core.library_chats().await.unwrap().chats;
    assert_eq!(chats[0].earlier_names, ["nora", "nora.queen"]);

    app.core.separate_name("nora".into(), false).await.unwrap();
    let separate = [("nora", 6), ("queen_nora", 9)];
    until_chats(&app, &separate).await;
    app.restart().await;
    until_chats(&app, &separate).await;
    app.core.rebuild_library().await.unwrap();
    until_chats(&app, &separate).await;
    // An import does not join them again.
    add(&app, 40, &export("queen_nora", 1, 10)).await;
    until_chats(&app, &[("nora", 6), ("queen_nora", 10)]).await;
    app.core.join_names("nora".into(), "queen_nora".into(), false).await.unwrap();
    until_chats(&app, &[("queen_nora", 10)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_takes_a_name_that_was_given_up_is_somebody_else() {
    let app = TestApp::new().await;
    add(&app, 10, &export("nora", 1, 6)).await;
    add(&app, 20, &export("nora.queen", 1, 8)).await;
    until_chats(&app, &[("nora.queen", 8)]).await;
    add(&app, 30, &export("nora", 9, 4)).await;
    let both = [("nora", 4), ("nora.queen", 8)];
    until_chats(&app, &both).await;
    app.core.rebuild_library().await.unwrap();
    until_chats(&app, &both).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chats_that_the_user_joins_are_one_chat_and_stay_so() {
    let mut app = TestApp::new().await;
    add(&app, 10, &export("nora", 1, 5)).await;
    add(&app, 20, &export("someone.new", 2, 3)).await;
    until_chats(&app, &[("nora", 5), ("someone.new", 3)]).await;
    app.core.join_names("nora".into(), "someone.new".into(), false).await.unwrap();
    until_chats(&app, &[("someone.new", 8)]).await;
    app.restart().await;
    until_chats(&app, &[("someone.new", 8)]).await;
    app.core.rebuild_library().await.unwrap();
    until_chats(&app, &[("someone.new", 8)]).await;
    app.core.separate_name("nora".into(), false).await.unwrap();
    until_chats(&app, &[("nora", 5), ("someone.new", 3)]).await;
}
