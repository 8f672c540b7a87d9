//! The search.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Counts, WATCHED, contents, keys, open_export, plan, quoted, rows, search, text, wait_for_value,
    wait_until,
};

/// The results in the window.
const FOUND: &str = r#"
    const all = [...document.querySelectorAll('dialog [role=listbox][aria-label="Results"] [role=group]')];
    // People and chats come before the groups of records.
    const groups = all.filter((group) => !group.querySelector('h3').id.endsWith('-names'));
    const names = all.filter((group) => !groups.includes(group)).flatMap((group) => [...group.querySelectorAll('[role=option]')]);
    const number = (element) => Number(element.innerText.replace(/\D/g, ''));"#;

/// The messages of all chats: chat, date, text.
fn messages(contents: &Value) -> Vec<(&str, &str, &str)> {
    let two = contents.pointer("/Direct Message/Direct Messages/ChatHistory").unwrap();
    let many = contents.pointer("/Direct Message/Group Chat/GroupChat").unwrap();
    let chats = two.as_object().unwrap().iter().chain(many.as_object().unwrap());
    chats
        .flat_map(|(name, lines)| lines.as_array().unwrap().iter().map(move |line| (name.as_str(), line)))
        .map(|(name, line)| (name, text(line, "Date"), text(line, "Content")))
        .collect()
}

/// Number of records in three groups that contain a text, ignoring case.
fn expected_counts(contents: &Value, part: &str) -> Counts {
    let has = |text: &str| text.to_lowercase().contains(&part.to_lowercase());
    let number =
        |path: &str, key: &str| rows(contents, path).iter().filter(|row| has(text(row, key))).count();
    let found = [
        ("Messages", messages(contents).iter().filter(|(_, _, text)| has(text)).count()),
        ("Searches", number("/Your Activity/Searches/SearchList", "SearchTerm")),
        ("Watch history", number(WATCHED, "Title")),
    ];
    found.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| (name.to_owned(), n as u64)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_grouped_and_enter_opens_the_message_in_its_chat() {
    let plan = plan(2_000);
    let contents = contents(&plan);
    let (_scene, app, _) = open_export(&plan).await;
    search(&app, "train").await;
    let three = expected_counts(&contents, "train");
    assert!(three.len() == 3 && three["Messages"] > 3, "a word that several groups have: {three:?}");
    let script = format!(
        "{FOUND} return Object.fromEntries(
            groups.map((group) => [group.querySelector('h3 span').innerText, number(group.querySelector('h3 .num'))])
                .filter(([name]) => ['Messages', 'Searches', 'Watch history'].includes(name)))"
    );
    wait_for_value(&app, "the groups of what was found", &script, &three).await;
    let marked = format!(
        "{FOUND} const hits = groups.flatMap((group) => [...group.querySelectorAll('[role=option]:not(.more)')]);
         return hits.length > 6 && hits.every((hit) => hit.querySelectorAll('mark').length > 0
            && [...hit.querySelectorAll('mark')].every((mark) => mark.innerText.toLowerCase() === 'train'))"
    );
    wait_until(&app, "the word is marked in every hit, and nothing else is", &marked).await;

    // Moves the selection to the second newest message, past the names.
    let names = app.script(&format!("{FOUND} return names.length")).await.unwrap().as_u64().unwrap();
    for _ in 0..=names {
        app.find("dialog[open] input").await.unwrap().send_keys(keys::DOWN).await.unwrap();
    }
    let mut hits = messages(&contents);
    hits.retain(|(_, _, text)| text.to_lowercase().contains("train"));
    hits.sort_by_key(|(_, date, _)| std::cmp::Reverse(*date));
    let (chat, date, words) = hits[1];
    assert!(hits[0].1 > date && date > hits[2].1, "the order is plain: {:?}", &hits[..3]);
    let person = chat.trim_start_matches("Chat History with ").trim_end_matches(':');
    let chosen = format!(
        "{FOUND} const hit = groups[0].querySelectorAll('[role=option]')[1];
         return hit.getAttribute('aria-selected') === 'true' && hit.innerText.includes({}) && hit.innerText.includes({})",
        quoted(words),
        quoted(person)
    );
    wait_until(&app, "the second message is chosen", &chosen).await;
    app.find("dialog[open] input").await.unwrap().send_keys(keys::ENTER).await.unwrap();
    let there = format!(
        "const feed = document.querySelector('main [role=feed]')?.getBoundingClientRect();
         const when = (label) => label.split(', ').at(-2).replace(/[\\s,]+/g, ' ') + ' UTC';
         return !document.querySelector('dialog[open]') && document.querySelector('main h2')?.innerText === {}
            && [...document.querySelectorAll('main [role=article][aria-busy=false]')].some((message) => {{
                const {{ top, bottom }} = message.getBoundingClientRect();
                return message.querySelector('.text')?.innerText === {} && top >= feed.top && bottom <= feed.bottom
                    && new Date(when(message.getAttribute('aria-label'))).toISOString().startsWith({})
            }})",
        quoted(person),
        quoted(words),
        quoted(&date.replace(' ', "T"))
    );
    wait_until(&app, &format!("“{words}” of {date} in the chat with {person}"), &there).await;
    app.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_words_and_scripts_without_spaces_are_found() {
    let plan = plan(2_000);
    let contents = contents(&plan);
    let (_scene, app, _) = open_export(&plan).await;
    let all = messages(&contents);
    let is_kana = |c: &char| ('\u{3041}'..='\u{30fe}').contains(c);
    let japanese: Vec<char> = all
        .iter()
        .map(|(_, _, text)| text.chars().take_while(is_kana).collect::<Vec<char>>())
        .find(|letters| letters.len() >= 5)
        .unwrap();
    let within: String = japanese[1..4].iter().collect();
    let mut asked = BTreeMap::new();
    for part in ["apkin", "itchen", &within] {
        let found = expected_counts(&contents, part);
        assert!(!found.is_empty(), "“{part}” is in the export");
        asked.insert(part.to_owned(), found);
    }
    assert!(asked[&within].keys().eq(["Messages"]), "{asked:?}");
    for (part, found) in asked {
        search(&app, &part).await;
        let script = format!(
            "{FOUND} return Object.fromEntries(
                groups.filter((group) => [...group.querySelectorAll('[role=option]:not(.more)')].every((hit) =>
                        [...hit.querySelectorAll('mark')].some((mark) => mark.innerText.toLowerCase() === {})))
                    .map((group) => [group.querySelector('h3 span').innerText, number(group.querySelector('h3 .num'))])
                    .filter(([name]) => ['Messages', 'Searches', 'Watch history'].includes(name)))",
            quoted(&part)
        );
        wait_for_value(&app, &format!("what has “{part}”"), &script, &found).await;
    }
    search(&app, "nobody wrote this").await;
    app.wait_for_text("Nothing found").await.unwrap();
    app.close().await.unwrap();
}
