//! People, groups and owners who changed their names between two exports.

use satchel_core::library::read::Choices;
use satchel_core::library::{ExportDates, Group, ImportSource, LaterNames, Rename, SearchQuery};

use super::{TestLibrary, all, open, texts, write_files};

/// An export with a chat, in which the owner answers, and with a follower.
fn export(owner: &str, partner: &str, messages: &[(&str, &str, &str)]) -> String {
    let messages: Vec<serde_json::Value> = messages
        .iter()
        .map(|(time, from, content)| serde_json::json!({ "Date": time, "From": from, "Content": content }))
        .collect();
    let chat = format!("Chat History with {partner}:");
    serde_json::json!({
        "Profile And Settings": {
            "Profile Info": { "ProfileMap": { "userName": owner } },
            "Follower": { "FansList": [{ "Date": "2024-06-01 10:00:00", "UserName": partner }] },
        },
        "Direct Message": { "Direct Messages": { "ChatHistory": { chat: messages } } },
    })
    .to_string()
}

fn talk<'a>(owner: &'a str, partner: &'a str) -> Vec<(&'a str, &'a str, &'a str)> {
    vec![
        ("2026-03-01 08:00:01", partner, "did you see the lanterns"),
        ("2026-03-01 08:00:09", owner, "yes"),
        ("2026-03-02 19:12:44", owner, ""),
        ("2026-03-02 19:13:00", partner, "bye"),
    ]
}

pub fn rename(earlier: &str, later: &str) -> Rename {
    Rename { earlier: earlier.into(), later: later.into(), is_group: false, until: Some(days_ago(20)) }
}

/// A time in Unix milliseconds.
pub fn days_ago(days: i64) -> i64 {
    1_790_000_000_000 - days * 86_400_000
}

/// Imports an export whose data is this many days old.
pub fn add(fixture: &TestLibrary, id: &str, days: i64, json: &str, names: &[Rename]) {
    let path = fixture.archive(id);
    write_files(&path, &[("user_data_tiktok.json", json)]);
    let saved = days_ago(days);
    let dates = ExportDates { requested: Some(saved), saved };
    let source = ImportSource { id, dates, export: &open(&path) };
    let choices = Choices { names: LaterNames::new(names, Some(saved)), ..Choices::default() };
    fixture.library.import(&source, &choices, &<_>::default(), &|_, _| {}).unwrap();
    fixture.library.complete_index(&<_>::default()).unwrap();
}

#[test]
fn a_message_of_an_owner_who_changed_names_is_stored_once() {
    let fixture = TestLibrary::new();
    add(&fixture, "a", 20, &export("owner_1", "nora", &talk("owner_1", "nora")), &[]);
    add(&fixture, "b", 10, &export("owner.two", "nora", &talk("owner.two", "nora")), &[]);
    let rows = fixture.rows(&all(Group::Messages));
    assert_eq!(texts(&rows), ["bye", "yes", "did you see the lanterns"]);
    let mine: Vec<bool> = rows.iter().map(|row| row.mine).collect();
    assert_eq!(mine, [false, true, true, false]);
    assert_eq!(fixture.library.renamed().unwrap(), []);
}

#[test]
fn equal_messages_of_one_second_are_several_in_each_export() {
    let messages = [
        ("2026-03-01 08:00:01", "nora", "ha"),
        ("2026-03-01 08:00:01", "owner", "ha"),
        ("2026-03-01 08:00:01", "nora", "ha"),
    ];
    let fixture = TestLibrary::new();
    add(&fixture, "a", 20, &export("owner", "nora", &messages), &[]);
    add(&fixture, "b", 10, &export("owner", "nora", &messages), &[]);
    let senders: Vec<bool> = fixture.rows(&all(Group::Messages)).iter().map(|row| row.mine).collect();
    assert_eq!((senders.len(), senders.iter().filter(|mine| **mine).count()), (3, 1));
}

#[test]
fn the_same_messages_under_another_name_prove_a_rename() {
    let fixture = TestLibrary::new();
    add(&fixture, "a", 20, &export("owner", "nora", &talk("owner", "nora")), &[]);
    // The newer export has what came later, too, and lacks what was deleted.
    let mut later = talk("owner", "nora.queen");
    later.remove(3);
    later.push(("2026-05-01 10:00:00", "nora.queen", "new name"));
    add(&fixture, "b", 10, &export("owner", "nora.queen", &later), &[]);
    let proven = fixture.library.renamed().unwrap();
    assert_eq!(proven, [rename("nora", "nora.queen"), rename("nora", "nora.queen")], "chat and follower");
    assert_eq!(fixture.rows(&all(Group::Messages)).len(), 8);

    let joined = TestLibrary::new();
    add(&joined, "a", 20, &export("owner", "nora", &talk("owner", "nora")), &proven);
    add(&joined, "b", 10, &export("owner", "nora.queen", &later), &proven);
    let rows = joined.rows(&all(Group::Messages));
    assert_eq!(texts(&rows), ["new name", "bye", "yes", "did you see the lanterns"]);
    let chats = joined.library.chats().unwrap().chats;
    assert_eq!(chats.len(), 1);
    assert_eq!((chats[0].name.as_str(), chats[0].messages), ("nora.queen", 5));
    assert_eq!(chats[0].earlier_names, ["nora"]);
    assert_eq!(texts(&joined.rows(&all(Group::People))), ["nora.queen"]);
    // The original has the name of its time.
    let first = joined.library.record(rows[4].id.parse().unwrap()).unwrap();
    assert_eq!(first.row.who.as_deref(), Some("nora.queen"));
    assert!(first.original.contains(r#""From": "nora""#), "{}", first.original);
    // Both names find the chat and its messages.
    for name in ["nora", "nora.queen"] {
        let search = |text: String| joined.library.search(&SearchQuery { text, group: None }).unwrap();
        assert_eq!(search(name.to_owned()).names[0].name, "nora.queen", "{name}");
        assert_eq!(search(format!("from:{name} bye")).total, 1, "{name}");
        assert_eq!(search(format!("in:{name} yes")).total, 1, "{name}");
    }
    assert_eq!(joined.library.renamed().unwrap(), []);
}

#[test]
fn what_two_exports_have_of_different_people_proves_nothing() {
    let of_nora = talk("owner", "nora");
    // One message that was sent to both, in the same second.
    let of_mila = [of_nora[1], ("2026-03-04 10:00:00", "mila", "hello")];
    let fixture = TestLibrary::new();
    let with = |partner: &str, messages| {
        export("owner", partner, messages)
            .replace("2024-06-01 10:00:00", if partner == "mila" { "" } else { "2024-06-01 10:00:00" })
    };
    add(&fixture, "a", 20, &with("nora", &of_nora), &[]);
    add(&fixture, "b", 10, &with("mila", &of_mila), &[]);
    assert_eq!(fixture.library.renamed().unwrap(), []);

    // All messages are the same, but one export has both chats.
    let both = |first: &str, second: &str| {
        let chat = |name: &str| {
            let messages =
                serde_json::from_str::<serde_json::Value>(&export("owner", name, &talk("owner", name)))
                    .unwrap();
            messages["Direct Message"]["Direct Messages"]["ChatHistory"][format!("Chat History with {name}:")]
                .clone()
        };
        serde_json::json!({ "Direct Message": { "Direct Messages": { "ChatHistory": {
            format!("Chat History with {first}:"): chat(first), format!("Chat History with {second}:"): chat(second),
        }}}})
        .to_string()
    };
    let fixture = TestLibrary::new();
    add(&fixture, "a", 20, &both("nora", "mila"), &[]);
    add(&fixture, "b", 10, &both("nora", "someone"), &[]);
    // "mila" is gone, "someone" is new, and both have the same messages.
    assert_eq!(fixture.library.renamed().unwrap(), [rename("mila", "someone")]);
    let fixture = TestLibrary::new();
    add(&fixture, "a", 20, &both("nora", "mila"), &[]);
    add(&fixture, "b", 10, &both("mila", "nora"), &[]);
    assert_eq!(fixture.library.renamed().unwrap(), []);
}
