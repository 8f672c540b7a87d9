//! Exports in which TikTok has renamed keys: lists and fields are recognised by what holds them, by their values, and by what
//! the export lacks; what cannot be told is kept as unknown data.

use std::collections::{BTreeMap, HashMap};

use satchel_core::library::{Group, InferredBy, NoteKind, ReadNote, Row, RowFormat, Section, SectionState};
use satchel_export_gen::{Drift, Layout, rename_keys, write_json};
use serde_json::{Value, json};

use super::{TestLibrary, all, plan, section};

/// The JSON of an export with these keys and values.
fn add(value: &Value) -> TestLibrary {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", &value.to_string());
    fixture
}

fn inferences(fixture: &TestLibrary) -> Vec<(String, Option<String>, Section, InferredBy)> {
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    let inferred = |note: ReadNote| note.inference.filter(|_| note.kind == NoteKind::Inferred);
    let inferences = details.notes.into_iter().filter_map(inferred);
    inferences.map(|inferred| (inferred.path, inferred.field, inferred.section, inferred.by)).collect()
}

fn counts(fixture: &TestLibrary) -> BTreeMap<Section, u64> {
    fixture.counts_by_section("a").into_iter().map(|(section, counts)| (section, counts.stored)).collect()
}

fn state(fixture: &TestLibrary, section: Section) -> Option<SectionState> {
    let details = fixture.library.import_details("a", &[]).unwrap().unwrap();
    details.sections.iter().find(|line| line.section == section).map(|line| line.state)
}

fn video(day: u32, number: u64) -> Value {
    json!({ "Date": format!("2026-09-{day:02} 10:00:00"), "Link": format!("https://www.tiktokv.com/share/video/75{number:017}/") })
}

/// The lists of videos of an export, and others, so that what is missing tells something.
fn activity() -> Value {
    json!({
        "Watch History": { "VideoList": [video(1, 1), video(2, 2), video(3, 3)] },
        "Searches": { "SearchList": [{ "Date": "2026-09-01 08:00:00", "SearchTerm": "tide tables" }] },
        "Share History": { "ShareHistoryList": null },
        "Login History": { "LoginHistoryList": [] },
        "Hashtag": { "HashtagList": [] },
        "Like List": { "ItemFavoriteList": [video(4, 4), video(5, 5)] },
        "Favorite Videos": { "FavoriteVideoList": [video(6, 6)] },
    })
}

/// The same with changes.
fn changed(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> TestLibrary {
    let mut activity = activity();
    change(activity.as_object_mut().unwrap());
    add(&json!({ "Your Activity": activity }))
}

#[test]
fn a_list_with_another_name_belongs_to_the_section_of_what_holds_it() {
    let fixture = changed(|activity| {
        activity["Watch History"] = json!({ "WatchedVideos": [video(1, 1), video(2, 2)] });
    });
    assert_eq!(counts(&fixture)[&Section::Watch], 2);
    assert_eq!(state(&fixture, Section::Watch), Some(SectionState::Found));
    assert_eq!(state(&fixture, Section::Other), None);
    let path = "Your Activity/Watch History/WatchedVideos".to_owned();
    assert_eq!(inferences(&fixture), [(path, None, Section::Watch, InferredBy::Holder)]);
}

#[test]
fn a_new_list_beside_the_known_one_is_unknown() {
    let fixture = changed(|activity| {
        let sessions = json!([{ "Begin": "2026-09-01 10:00:00", "Minutes": 4 }]);
        activity["Watch History"]["SessionList"] = sessions;
    });
    assert_eq!(counts(&fixture)[&Section::Watch], 3);
    let other = fixture.rows(&all(Group::Other));
    assert_eq!(
        (other.len(), other[0].time),
        (1, Some(1_788_256_800_000)),
        "a value that is plainly a time dates it"
    );
    assert_eq!(inferences(&fixture), []);
}

#[test]
fn a_list_is_recognised_by_its_fields_wherever_it_is() {
    let login =
        json!({ "When": "2026-09-01 10:00:00", "IP": "192.0.2.7", "DeviceModel": "Kiln 3", "Carrier": "" });
    let order = json!({ "order_date": "2026-09-02 10:00:00", "order_number": "57", "Status2": "Completed",
        "Products": [{ "product_name": "Mug" }], "Receiver": {} });
    let fixture = changed(|activity| {
        activity.insert("Entrances".into(), json!({ "EntranceList": [login] }));
        activity.insert("Bought".into(), json!({ "Things": { "57": order } }));
        activity.insert(
            "Talks".into(),
            json!({ "All": { "Chat History with noor:": [
            { "Date": "2026-09-03 10:00:00", "From": "noor", "Content": "low tide at nine" }] } }),
        );
    });
    let counts = counts(&fixture);
    assert_eq!([counts[&Section::Login], counts[&Section::Order], counts[&Section::Message]], [1, 1, 1]);
    assert_eq!(counts.get(&Section::Other), None);
    let login = &fixture.rows(&all(Group::Logins))[0];
    assert_eq!(login.time, Some(1_788_256_800_000));
    assert_eq!(fixture.library.chats().unwrap().chats[0].name, "noor");
}

#[test]
fn of_lists_with_the_same_fields_the_one_that_is_missing_is_taken() {
    let fixture = changed(|activity| {
        let likes = activity.remove("Like List").unwrap();
        activity.insert("Basalt".into(), json!({ "BasaltList": likes["ItemFavoriteList"] }));
    });
    assert_eq!(counts(&fixture)[&Section::Like], 2);
    let path = "Your Activity/Basalt/BasaltList".to_owned();
    assert_eq!(inferences(&fixture), [(path, None, Section::Like, InferredBy::Missing)]);
    // Nothing is missing, so it is a new list.
    let fixture = changed(|activity| {
        activity.insert("Basalt".into(), json!({ "BasaltList": [video(9, 9)] }));
    });
    assert_eq!((counts(&fixture)[&Section::Other], inferences(&fixture)), (1, vec![]));
    // The export may have only these lists.
    let fixture = add(&json!({ "Your Activity": { "Basalt": { "BasaltList": [video(9, 9)] } } }));
    assert_eq!((counts(&fixture)[&Section::Other], inferences(&fixture)), (1, vec![]));
}

#[test]
fn watched_videos_below_another_key_are_not_taken_for_own_posts() {
    let fixture = add(
        &json!({ "Activity": { "Video Viewing Log": { "VideoList": [video(1, 1), video(2, 2)] } },
        "Video": { "Clips": { "VideoList": [{ "Date": "2026-09-03 10:00:00", "Likes": "4", "Link": "https://example.org/1.mp4" }] } } }),
    );
    let counts = counts(&fixture);
    assert_eq!([counts[&Section::Watch], counts[&Section::Post]], [2, 1]);
}

#[test]
fn fields_with_other_names_are_recognised_by_their_values_but_people_are_not() {
    let fixture = add(&json!({
        "Your Activity": { "Searches": { "SearchList": [{ "When": "2026-09-01 10:00:00", "Words": "tide tables" }] } },
        "Direct Message": { "Direct Messages": { "ChatHistory": { "Chat History with noor:": [
            { "Moment": "2026-09-02 10:00:00", "Author": "noor", "Content": "hello" },
            { "Moment": "2026-09-02 10:00:01", "From": "noor", "Body": "low tide at nine" },
            { "Moment": "2026-09-02 10:00:02", "Author": "noor", "Body": "bring boots" }] } } },
    }));
    let search = &fixture.rows(&all(Group::Searches))[0];
    assert_eq!((search.text.as_deref(), search.time), (Some("tide tables"), Some(1_788_256_800_000)));
    let record = fixture.library.record(search.id.parse().unwrap()).unwrap();
    let original: Value = serde_json::from_str(&record.original).unwrap();
    assert_eq!(
        original,
        json!({ "When": "2026-09-01 10:00:00", "Words": "tide tables" }),
        "the original names are kept"
    );
    let messages: Vec<Row> = fixture.rows(&all(Group::Messages));
    let found: Vec<_> = messages.iter().map(|row| (row.who.as_deref(), row.text.as_deref())).collect();
    // Either of two fields may be the sender.
    assert_eq!(found, [(None, None), (Some("noor"), Some("low tide at nine")), (None, Some("hello"))]);
    assert!(messages.iter().all(|row| row.time.is_some() && !row.mine));
    assert_eq!(messages[0].fields.len(), 2, "both can be viewed");
    let fields: Vec<_> = inferences(&fixture)
        .into_iter()
        .map(|(_, field, section, by)| (field.unwrap(), section, by))
        .collect();
    let expected = [
        ("Moment", Section::Message, InferredBy::Time),
        ("Body", Section::Message, InferredBy::Text),
        ("When", Section::Search, InferredBy::Time),
        ("Words", Section::Search, InferredBy::Text),
    ];
    assert_eq!(fields, expected.map(|(field, section, by)| (field.to_owned(), section, by)));
}

#[test]
fn the_first_of_several_times_is_that_of_the_record() {
    let fixture = add(&json!({ "Post": { "Recently Deleted Posts": { "PostList": [
        { "Gone": "2026-09-09 10:00:00", "Made": "2026-09-01 10:00:00", "Link": "https://example.org/1.mp4" }] } } }));
    assert_eq!(fixture.rows(&all(Group::Posts))[0].time, Some(1_788_256_800_000));
}

#[test]
fn facts_with_another_name_are_facts() {
    let fixture = add(&json!({ "Profile And Settings": {
        "Profile Info": { "About": { "userName": "maren_w", "Shoe size": "39" } },
        "Choices": { "ChoiceMap": { "Private Account": "On", "Who Can Post Comments": "Everyone", "New": "Off" } },
        "Form": { "FirstName": "Maren", "ZipCode": "00000", "Town": "Wattwyk" },
    } }));
    let counts = counts(&fixture);
    assert_eq!(
        [counts[&Section::Profile], counts[&Section::Settings], counts[&Section::Autofill]],
        [2, 3, 3]
    );
    assert_eq!(counts.get(&Section::Other), None);
}

#[test]
fn a_section_whose_content_was_not_recognised_is_not_called_empty() {
    let fixture = add(&json!({ "Your Activity": { "Watch History": { "Weeks": [{ "Colour": "sand" }] },
        "Searches": { "SearchList": [] } } }));
    assert_eq!(state(&fixture, Section::Watch), Some(SectionState::Unknown));
    assert_eq!(state(&fixture, Section::Search), Some(SectionState::Empty));
}

/// A fifth of all keys is renamed: nothing is lost, and nearly everything is where it belongs.
#[test]
fn most_records_of_an_export_with_renamed_keys_are_in_their_sections() {
    const WORDS: [&str; 8] =
        ["Acorn", "Bramble", "Cinder", "Dapple", "Eyrie", "Fathom", "Gossamer", "Harrow"];
    let (mut records, mut in_section, mut dated, mut with_time) = (0, 0, 0, 0);
    for (layout, seed) in [Layout::V1, Layout::V3, Layout::V5, Layout::V6].into_iter().zip(41..) {
        for is_uniform in [false, true] {
            let mut document = Vec::new();
            let mut plan = plan(layout);
            plan.records = 800;
            let expected = write_json(&plan, &mut document).unwrap();
            let drift = Drift { seed, percent: 20, is_uniform };
            let renamed = rename_keys(&document, drift, &|key, rng| match rng.u8(..4) {
                0 => format!("{key}New"),
                1 => format!("My {}", key.to_lowercase()),
                2 => key.chars().rev().collect(),
                _ => format!("{}{}", WORDS[rng.usize(..WORDS.len())], rng.u8(..)),
            });
            let what = format!("{layout:?}, {seed}, {is_uniform}");
            let (before, after) = (TestLibrary::in_zone("UTC"), TestLibrary::in_zone("UTC"));
            before.add_json("a", std::str::from_utf8(&document).unwrap());
            after.add_json("a", std::str::from_utf8(&renamed.unwrap()).unwrap());
            let found = after.counts_by_section("a");
            for (name, counts) in expected.sections.iter().filter(|(_, counts)| counts.stored > 0) {
                let section = section(name);
                let found = found.get(&section).map_or(0, |counts| counts.stored);
                records += counts.stored;
                in_section += counts.stored.min(found);
                assert_ne!(state(&after, section), Some(SectionState::Empty), "{what}: {name}");
            }
            let (old, new) = (times(&before), times(&after));
            with_time += old.values().sum::<u64>();
            dated += old.iter().map(|(time, count)| count.min(new.get(time).unwrap_or(&0))).sum::<u64>();
            let kept = exported(&after).join("\n");
            let mut values = Vec::new();
            scalars(&serde_json::from_slice(&document).unwrap(), &mut values);
            for value in values {
                assert!(kept.contains(&value), "{what}: {value:?} is lost");
            }
        }
    }
    assert!(in_section * 100 >= records * 94, "only {in_section} of {records} records are in their sections");
    assert!(dated * 100 >= with_time * 98, "only {dated} of {with_time} records have their times");
}

/// The numbers of records by time.
fn times(fixture: &TestLibrary) -> HashMap<i64, u64> {
    let mut times = HashMap::new();
    for row in Group::ALL.iter().flat_map(|group| fixture.rows(&all(*group))) {
        if let Some(time) = row.time {
            *times.entry(time).or_default() += 1;
        }
    }
    times
}

/// Everything that can be exported, one value on each line.
fn exported(fixture: &TestLibrary) -> Vec<String> {
    let mut values = Vec::new();
    for group in Group::ALL {
        let mut json = Vec::new();
        fixture.library.export(&all(group), RowFormat::Json, &mut json).unwrap();
        scalars(&serde_json::from_slice(&json).unwrap(), &mut values);
    }
    values
}

/// The values that are not empty. Words for a missing value are not kept everywhere, nor is the zone of a time.
fn scalars(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Object(pairs) => pairs.values().for_each(|value| scalars(value, out)),
        Value::Null => {}
        Value::String(text) if matches!(text.trim(), "" | "N/A" | "None") => {}
        // Interests are a text, `a|b`, and a record each.
        Value::String(text) => {
            out.extend(text.split('|').map(|text| text.strip_suffix(" UTC").unwrap_or(text).to_owned()));
        }
        scalar => out.push(scalar.to_string()),
    }
}
