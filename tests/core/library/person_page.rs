//! Everything about one person on a page, compared with what the exports say and with the lists.

use satchel_core::library::{Filter, Group, PersonPage, PersonRelation, SearchQuery, Section};
use serde_json::{Value, json};

use super::renamed::{add, days_ago, rename};
use super::{TestLibrary, only};

const VIDEO: &str = "https://www.tiktokv.com/share/video/7500000000000000000/";

/// An export of `owner` with these chats, and with what is added to its other sections.
fn export(chats: &[(&str, &[[&str; 3]])], people: &Value, activity: &Value, rest: &Value) -> String {
    let chats: serde_json::Map<String, Value> = chats
        .iter()
        .map(|(name, messages)| {
            let messages: Vec<Value> = messages
                .iter()
                .map(|[time, from, text]| json!({ "Date": time, "From": from, "Content": text }))
                .collect();
            (format!("Chat History with {name}:"), messages.into())
        })
        .collect();
    let mut profile = json!({ "Profile Info": { "ProfileMap": { "userName": "owner" } } });
    let lists = people.as_object().into_iter().flatten().map(|(name, list)| (name.clone(), list.clone()));
    profile.as_object_mut().unwrap().extend(lists);
    json!({
        "Profile And Settings": profile,
        "Your Activity": activity,
        "Direct Message": { "Direct Messages": { "ChatHistory": chats } },
        "Comment": { "Comments": { "CommentsList": rest } },
    })
    .to_string()
}

fn of_chats(chats: &[(&str, &[[&str; 3]])]) -> String {
    export(chats, &json!({}), &json!({}), &json!([]))
}

const OF_NORA: [[&str; 3]; 6] = [
    ["2026-01-03 08:00:01", "nora", "did you see the lanterns"],
    ["2026-01-03 08:00:09", "owner", "yes"],
    ["2026-03-02 19:12:44", "owner", VIDEO],
    ["2026-03-02 19:13:00", "nora", "https://www.tiktok.com/@tin.time/video/7500000000000000001"],
    ["2026-03-02 19:14:00", "nora", "look at https://lanterns.example/"],
    ["2026-03-02 19:15:00", "nora", "bye"],
];

fn page(fixture: &TestLibrary, name: &str) -> PersonPage {
    fixture.library.person_page(name).unwrap()
}

fn time(text: &str) -> i64 {
    let moment: jiff::Timestamp = format!("{}Z", text.replace(' ', "T")).parse().unwrap();
    moment.as_millisecond()
}

/// The sections in which a page counts records. Checks that the lists have as many of the person.
fn counts(fixture: &TestLibrary, page: &PersonPage) -> Vec<(Section, u64)> {
    let listed = |section| {
        let group =
            Group::ALL.into_iter().find(|group| group.sections().any(|each| each == section)).unwrap();
        let filter = Filter { sections: vec![section], who: Some(page.name.clone()), ..Filter::default() };
        fixture.library.outline(&only(group, filter)).unwrap().total
    };
    page.records
        .iter()
        .map(|counted| {
            assert_eq!(listed(counted.section), counted.records, "{:?}", counted.section);
            (counted.section, counted.records)
        })
        .collect()
}

/// Whether there is nothing about the person.
fn is_empty(page: &PersonPage) -> bool {
    page.chat.is_none()
        && page.groups.is_empty()
        && page.relations.is_empty()
        && page.records.is_empty()
        && page.first.is_none()
        && page.last.is_none()
}

#[test]
fn the_chat_is_counted_by_sender_month_and_link() {
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", &of_chats(&[("nora", &OF_NORA), ("sam", &[OF_NORA[2]])]));
    let page = page(&fixture, "nora");
    assert_eq!((page.name.as_str(), page.is_owner, page.unfinished), ("nora", false, false));
    let chat = page.chat.as_ref().unwrap();
    assert_eq!(
        fixture.library.chats().unwrap().chats.iter().find(|each| each.name == "nora").unwrap().id,
        chat.id
    );
    assert_eq!((chat.messages, chat.theirs, chat.links, chat.their_links), (6, 4, 3, 2));
    let months: Vec<(&str, u64)> =
        chat.months.iter().map(|month| (month.day.as_str(), month.count)).collect();
    assert_eq!(months, [("2026-01", 2), ("2026-02", 0), ("2026-03", 4)]);
    let shared: Vec<(&str, bool)> =
        chat.shared.iter().map(|row| (row.text.as_deref().unwrap(), row.mine)).collect();
    assert_eq!(
        shared,
        [(OF_NORA[4][2], false), (OF_NORA[3][2], false), (VIDEO, true)],
        "the newest first, and none of another chat"
    );
    assert_eq!(page.first.as_ref().unwrap().time, Some(time("2026-01-03 08:00:01")));
    assert_eq!(page.last.as_ref().unwrap().text.as_deref(), Some("bye"));
    assert_eq!((page.groups_total, page.relations.len(), page.records.len()), (0, 0, 0));
}

#[test]
fn messages_in_groups_are_counted_by_group() {
    let group = "Group_Chat_7516994713120440594";
    let in_group = [
        ["2026-02-01 08:00:00", "nora", "hello all"],
        ["2026-02-01 08:01:00", "sam", "hello nora"],
        ["2026-02-02 08:00:00", "nora", "and bye"],
    ];
    let other = [["2026-05-01 08:00:00", "nora", "a second group"]];
    let fixture = TestLibrary::in_zone("UTC");
    let chats = [("nora", &OF_NORA[..1]), (group, &in_group[..]), ("Group_Chat_1", &other[..])];
    fixture.add_json("a", &of_chats(&chats));
    let nora = page(&fixture, "nora");
    let groups: Vec<(&str, u64, Option<i64>)> =
        nora.groups.iter().map(|each| (each.name.as_str(), each.messages, each.last_time)).collect();
    assert_eq!(
        groups,
        [
            (group, 2, Some(time("2026-02-02 08:00:00"))),
            ("Group_Chat_1", 1, Some(time("2026-05-01 08:00:00")))
        ]
    );
    let last = fixture.library.record(nora.groups[0].last.parse().unwrap()).unwrap();
    assert_eq!(
        (last.row.text.as_deref(), last.row.chat.as_ref()),
        (Some("and bye"), Some(&nora.groups[0].id))
    );
    assert_eq!((nora.groups_total, nora.chat.unwrap().messages), (2, 1));
    assert_eq!(nora.last.unwrap().text.as_deref(), Some("a second group"));
    let sam = page(&fixture, "sam");
    assert_eq!((sam.chat, sam.groups.len(), sam.groups[0].messages), (None, 1, 1));
    assert!(is_empty(&page(&fixture, group)), "a group is nobody");
}

/// Followers and people followed, each with the time since when.
fn people(followers: &[(&str, &str)], following: &[(&str, &str)]) -> Value {
    let list = |people: &[(&str, &str)]| -> Vec<Value> {
        people.iter().map(|(name, time)| json!({ "Date": time, "UserName": name })).collect()
    };
    json!({ "Follower": { "FansList": list(followers) }, "Following": { "Following": list(following) } })
}

#[test]
fn entries_tell_since_when_and_which_newer_backup_lacks_them() {
    let since = "2024-06-01 10:00:00";
    let of_people = |people: &Value| export(&[], people, &json!({}), &json!([]));
    let fixture = TestLibrary::in_zone("UTC");
    let both =
        people(&[("nora", since), ("nora.two", since)], &[("nora", "2023-01-01 00:00:00"), ("sam", since)]);
    add(&fixture, "a", 40, &of_people(&both), &[]);
    // Without a list of followers, and with an empty one: neither tells that somebody is no follower any more.
    add(&fixture, "b", 30, &of_people(&json!({})), &[]);
    add(&fixture, "c", 20, &of_people(&people(&[], &[("nora", "2023-01-01 00:00:00")])), &[]);
    add(&fixture, "d", 10, &of_people(&people(&[("sam", since)], &[("nora", "2023-01-01 00:00:00")])), &[]);
    let shown = |relation: &PersonRelation| {
        (
            relation.row.section,
            relation.row.time,
            relation.last.as_of,
            relation.missing.as_ref().map(|b| b.as_of),
        )
    };
    let nora = page(&fixture, "nora");
    assert_eq!(
        nora.relations.iter().map(shown).collect::<Vec<_>>(),
        [
            (Section::Follower, Some(time(since)), days_ago(40), Some(days_ago(10))),
            (Section::Following, Some(time("2023-01-01 00:00:00")), days_ago(10), None),
        ]
    );
    assert_eq!(nora.relations[1].first.as_of, days_ago(40));
    assert_eq!((nora.chat, nora.first, nora.records.len()), (None, None, 0), "following is no contact");
    let two = page(&fixture, "nora.two");
    assert_eq!(two.relations.len(), 1, "not those of a name that has the same words");
    let sam = page(&fixture, "sam");
    assert_eq!(sam.relations.len(), 2);
    assert_eq!(sam.relations[1].missing.as_ref().map(|backup| backup.as_of), Some(days_ago(20)));
}

#[test]
fn videos_comments_and_gifts_that_name_the_person_are_those_of_the_lists() {
    let link = |name: &str, number: u64| {
        format!("https://www.tiktok.com/@{name}/video/{}", 7_500_000_000_000_000_000 + number)
    };
    let watched = |time: &str, link: String| json!({ "Date": time, "Link": link });
    let activity = json!({
        "Watch History": { "VideoList": [
            watched("2026-01-01 10:00:00", link("nora", 1)),
            watched("2026-01-02 10:00:00", link("nora", 2)),
            watched("2026-01-03 10:00:00", link("nora.two", 3)),
            watched("2026-01-04 10:00:00", VIDEO.to_owned()),
        ]},
        "Like List": { "ItemFavoriteList": [{ "date": "2026-01-05 10:00:00", "link": link("nora", 1) }] },
        "Purchase History": { "SendGifts": { "SendGifts": [
            { "Date": "2026-04-01 10:00:00", "GiftAmount": "5", "UserName": "nora" },
        ]}},
    });
    let comments = json!([
        { "date": "2026-02-01 10:00:00", "comment": "@nora you have to see this", "url": "" },
        { "date": "2026-02-02 10:00:00", "comment": "nora would like this", "url": "" },
        { "date": "2026-02-03 10:00:00", "comment": "the blue one", "url": "", "originalPostUrl": link("nora", 4) },
        { "date": "2026-02-04 10:00:00", "comment": "@nora.two no", "url": "" },
    ]);
    let fixture = TestLibrary::in_zone("UTC");
    fixture.add_json("a", &export(&[], &json!({}), &activity, &comments));
    let nora = page(&fixture, "nora");
    assert_eq!(
        counts(&fixture, &nora),
        [(Section::Watch, 2), (Section::Like, 1), (Section::Comment, 2), (Section::GiftSent, 1)]
    );
    let watched = &nora.records[0];
    assert_eq!(
        (watched.first, watched.last),
        (Some(time("2026-01-01 10:00:00")), Some(time("2026-01-02 10:00:00")))
    );
    assert_eq!(
        nora.first.unwrap().text.as_deref(),
        Some("@nora you have to see this"),
        "watching is no contact"
    );
    assert_eq!(nora.last.unwrap().section, Section::GiftSent);
    assert_eq!(counts(&fixture, &page(&fixture, "nora.two")), [(Section::Watch, 1), (Section::Comment, 1)]);
}

#[test]
fn a_person_who_was_renamed_is_one_and_found_by_either_name() {
    let linked = |name: &str| {
        json!({ "Watch History": { "VideoList": [
            { "Date": "2026-01-01 10:00:00", "Link": format!("https://www.tiktok.com/@{name}/video/7500000000000000001") },
        ]}})
    };
    let of = |name: &str| {
        let messages =
            OF_NORA.map(|[time, from, text]| [time, if from == "nora" { name } else { from }, text]);
        let follows = people(&[(name, "2024-06-01 10:00:00")], &[]);
        export(&[(name, &messages)], &follows, &linked(name), &json!([]))
    };
    let names = [rename("nora", "nora.queen")];
    let fixture = TestLibrary::in_zone("UTC");
    add(&fixture, "a", 20, &of("nora"), &names);
    add(&fixture, "b", 10, &of("nora.queen"), &names);
    let queen = page(&fixture, "nora.queen");
    assert_eq!(queen.earlier_names, ["nora"]);
    assert_eq!(queen.chat.as_ref().map(|chat| (chat.messages, chat.theirs)), Some((6, 4)));
    assert_eq!(queen.relations.len(), 1);
    assert_eq!((queen.relations[0].first.as_of, queen.relations[0].last.as_of), (days_ago(20), days_ago(10)));
    assert_eq!(counts(&fixture, &queen), [(Section::Watch, 1)], "of either name");
    assert_eq!(page(&fixture, "nora"), queen);
    // Somebody else has the name now.
    add(&fixture, "c", 5, &of_chats(&[("nora", &[["2026-09-01 10:00:00", "nora", "I am new here"]])]), &[]);
    let other = page(&fixture, "nora");
    assert_eq!((other.name.as_str(), other.chat.unwrap().messages), ("nora", 1));
}

#[test]
fn nothing_is_said_about_nobody_the_owner_and_removed_accounts() {
    let fixture = TestLibrary::in_zone("UTC");
    let follows = people(&[("N/A", "2024-06-01 10:00:00"), ("___", "2024-06-02 10:00:00")], &[]);
    let nameless = [["2026-02-01 08:00:00", "", "who was that"]];
    let chats = [("nora", &OF_NORA[..]), ("", &nameless[..])];
    fixture.add_json("a", &export(&chats, &follows, &json!({}), &json!([])));
    for name in ["nobody", "", " ", "N/A", "\u{1f}", "nor", "NORA", "\" OR 1", "tags:c1", "*", "\0"] {
        assert!(is_empty(&page(&fixture, name)), "{name:?}");
    }
    let owner = page(&fixture, "owner");
    assert!(owner.is_owner && is_empty(&owner));
    assert_eq!(page(&fixture, "___").relations.len(), 1, "a name without words");
    assert!(is_empty(&page(&TestLibrary::new(), "nora")), "an empty library");
}

#[test]
fn a_name_that_the_search_finds_has_a_page_with_its_records() {
    let fixture = TestLibrary::in_zone("UTC");
    let seen = |second: u32, product: &str| json!({ "browsing_date": format!("2026-02-01 08:00:0{second}"), "shop_name": "Kite Works", "product_name": product });
    let shop = json!({ "Tiktok Shopping": { "Product Browsing History": {
        "ProductBrowsingHistories": [seen(1, "tail"), seen(2, "line")] } } });
    fixture.add_json("a", &shop.to_string());
    let found = fixture.library.search(&SearchQuery { text: "kite works".into(), group: None }).unwrap();
    assert_eq!(
        found.names.iter().map(|name| (name.name.as_str(), name.records)).collect::<Vec<_>>(),
        [("Kite Works", 2)]
    );
    let page = page(&fixture, "Kite Works");
    assert_eq!(counts(&fixture, &page), [(Section::ProductBrowsed, 2)]);
}
