//! The people whose exports are in the backup folder: each has a library of their own.

mod kept;
mod renamed;

use std::fs::{self, File};
use std::path::PathBuf;

use satchel_core::backup::Outcome;
use satchel_core::data_request::Kind;
use satchel_core::library::{Filter, Group, ImportCounts, ListQuery, Order, SearchQuery, Section};
use satchel_core::view::{JobView, PersonView, Snapshot};
use satchel_export_gen::{Category, Language, Layout, Plan, write_zip};
use satchel_sim::Consent;

use crate::app::{TestApp, once};
use crate::opening::{export, zipped};

const MAREN: &str = "maren.haverkamp";

/// An export of Maren.
fn of_maren(layout: Layout) -> Plan {
    Plan { layout, ..Plan::new(3, 600, "2026-11-01T12:00:00Z".parse().unwrap()) }
}

/// An export of Jonas.
fn of_jonas(layout: Layout) -> Plan {
    Plan { persona: "jonas", layout, ..Plan::new(91, 600, "2026-10-20T12:00:00Z".parse().unwrap()) }
}

/// An export of Jonas that does not say whose it is.
fn without_profile() -> Plan {
    Plan { categories: vec![Category::Activity], ..of_jonas(Layout::V6) }
}

fn write(app: &TestApp, name: &str, plan: &Plan) -> PathBuf {
    let file = app.file(name);
    write_zip(plan, File::create(&file).unwrap()).unwrap();
    file
}

/// Opens a file, and returns its job once everything is done.
async fn open(app: &TestApp, file: PathBuf) -> JobView {
    app.core.open_export(file).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    let backup = job.backup_id.clone().unwrap();
    app.until("the backup in a library", |now| {
        let backup = now.backups.iter().find(|each| each.id == backup)?;
        (backup.records.is_some() && backup.person.is_some()).then_some(())
    })
    .await;
    job
}

async fn open_plan(app: &TestApp, name: &str, plan: &Plan) -> JobView {
    open(app, write(app, name, plan)).await
}

/// The number of records that an export has when it is alone.
async fn alone(plan: &Plan) -> u64 {
    let app = TestApp::new().await;
    open_plan(&app, "export.zip", plan).await.records.unwrap().stored
}

/// Shows a person, and returns the snapshot once the library is theirs.
async fn show(app: &TestApp, person: &str) -> Snapshot {
    app.core.show_person(person).await.unwrap();
    app.until("the person", |now| (shown(now).id == person).then(|| now.clone())).await
}

fn shown(now: &Snapshot) -> &PersonView {
    now.people.iter().find(|person| person.current).expect("somebody is shown")
}

/// The number of backups of each person, in the order in which the people were first seen.
fn backups(now: &Snapshot) -> Vec<u64> {
    now.people.iter().map(|person| person.backups).collect()
}

/// Waits until there are people with these numbers of backups, and this number of records is shown.
async fn until_people(app: &TestApp, expected: &[u64], records: u64) -> Vec<PersonView> {
    app.until(&format!("people with {expected:?} backups, and {records} records"), |now| {
        let is_so = backups(now) == expected
            && now.library.records == records
            && now.library.backups == shown(now).backups
            && now.library.building.is_none()
            && now.backups.iter().all(|backup| backup.records.is_some());
        is_so.then(|| now.people.clone())
    })
    .await
}

/// Waits until there is one person with this number of backups. Returns the number of records, some of which may be in several
/// backups.
async fn until_one_person(app: &TestApp, number: u64) -> u64 {
    app.until(&format!("one person with {number} backups"), |now| {
        let counts: Option<Vec<_>> = now.backups.iter().map(|backup| backup.records).collect();
        let stored: u64 = counts?.iter().map(|counts| counts.stored).sum();
        let is_whole = now.library.records == stored && now.library.building.is_none();
        (backups(now) == [number] && now.library.backups == number && is_whole).then_some(stored)
    })
    .await
}

/// The user names in the profile that is shown, with earlier ones.
async fn user_names(app: &TestApp) -> Vec<String> {
    let sheets = app.core.library_facts().await.unwrap();
    let profile = sheets.iter().find(|sheet| sheet.section == Section::Profile);
    let facts = profile.into_iter().flat_map(|sheet| &sheet.facts);
    let names = facts.filter(|fact| fact.path == ["userName"]);
    names
        .flat_map(|fact| {
            std::iter::once(fact.value.clone()).chain(fact.before.iter().map(|before| before.value.clone()))
        })
        .collect()
}

async fn hits(app: &TestApp, text: &str) -> u64 {
    let query = SearchQuery { text: text.to_owned(), group: None };
    app.core.library_search(query).await.unwrap().total
}

/// The number of watched videos that a backup contains, as the library that is shown tells.
async fn watched(app: &TestApp, backup: &str) -> u64 {
    let filter = Filter { backup: Some(backup.to_owned()), ..Filter::default() };
    let query = ListQuery { group: Group::Watch, filter, order: Order::Newest };
    app.core.library_outline(query).await.unwrap().total
}

/// The names of the folders of the libraries.
fn folders(app: &TestApp) -> Vec<String> {
    let entries = fs::read_dir(app.own_folder().join("library")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

fn sorted(people: &[PersonView]) -> Vec<String> {
    let mut ids: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_of_two_people_never_mix() {
    for (first, second) in [
        (of_maren(Layout::V6), of_jonas(Layout::V6)),
        (of_maren(Layout::TxtC(Language::Dutch)), of_jonas(Layout::V1)),
    ] {
        let app = TestApp::new().await;
        let maren = open_plan(&app, "one.zip", &first).await;
        let jonas = open_plan(&app, "two.zip", &second).await;
        let counts: [ImportCounts; 2] = [maren.records.unwrap(), jonas.records.unwrap()];
        assert_eq!(counts.map(|counts| counts.known), [0, 0]);
        let people = until_people(&app, &[1, 1], counts[0].stored).await;
        assert_eq!(people[0].name.as_deref(), Some(MAREN));
        assert!(people[0].current && !people[0].is_unsure && people[1].is_unsure);
        assert_eq!(sorted(&people), folders(&app));
        let ids = [maren.backup_id.unwrap(), jonas.backup_id.unwrap()];
        for (own, other) in [(0, 1), (1, 0)] {
            let now = show(&app, &people[own].id).await;
            assert_eq!((now.library.records, now.library.backups), (counts[own].stored, 1));
            assert_eq!(people[own].records, Some(counts[own].stored));
            let name = people[own].user_name.clone().unwrap();
            assert_eq!(user_names(&app).await, [name.as_str()]);
            assert!(hits(&app, &name).await > 0);
            assert!(watched(&app, &ids[own]).await > 0);
            assert_eq!(watched(&app, &ids[other]).await, 0);
            let whose = now.backups.iter().find(|backup| backup.id == ids[own]).unwrap();
            assert_eq!(whose.person.as_ref(), Some(&people[own].id));
            // The page of a backup tells of it, whoever is shown.
            let summary = app.core.import_summary(&ids[other]).await.unwrap();
            assert_eq!((summary.is_read, summary.total), (true, counts[other]));
        }
        assert_eq!(counts[1].stored, alone(&second).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_not_taken_for_the_data_of_the_next_person() {
    let app = TestApp::new().await;
    open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    open_plan(&app, "two.zip", &of_jonas(Layout::V6)).await;
    let [maren, jonas] = &app.now().people[..] else { panic!("two people") };
    let mut versions = vec![app.now().library.version];
    for person in [jonas, maren, jonas] {
        let now = show(&app, &person.id).await;
        assert!(now.library.version > *versions.last().unwrap());
        versions.push(now.library.version);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_has_one_library_whatever_the_format_and_language() {
    let app = TestApp::new().await;
    let layouts = [
        Layout::V6,
        Layout::V1,
        Layout::TxtA,
        Layout::TxtB,
        Layout::TxtC(Language::English),
        Layout::TxtC(Language::Dutch),
        Layout::TxtC(Language::Russian),
        Layout::TxtC(Language::Spanish),
        Layout::TxtC(Language::Unknown),
    ];
    for (number, layout) in (1..).zip(layouts) {
        open_plan(&app, &format!("{layout}.zip"), &of_maren(layout)).await;
        let now = app.now();
        assert_eq!(backups(&now), [number], "{layout}: {:?}", now.people);
        assert!(!now.people[0].is_unsure);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_of_one_person_that_are_opened_at_once_share_a_library() {
    let app = TestApp::new().await;
    let older = Plan { end: "2026-10-25T12:00:00Z".parse().unwrap(), ..of_maren(Layout::V3) };
    let plans = [older, of_maren(Layout::V6), of_maren(Layout::TxtC(Language::English))];
    let files = plans.iter().enumerate().map(|(at, plan)| write(&app, &format!("{at}.zip"), plan));
    app.core.open_exports(files.collect()).await.unwrap();
    let people = app
        .until("all of them", |now| {
            let is_whole = now.library.backups == 3 && now.backups.len() == 3;
            (is_whole && backups(now) == [3]).then(|| now.people.clone())
        })
        .await;
    assert_eq!(people[0].user_name.as_deref(), Some(MAREN));
}

/// An export of Maren under another user name.
fn renamed(app: &TestApp, plan: &Plan) -> PathBuf {
    let renamed: Vec<_> = export(plan)
        .into_iter()
        .map(|(name, content)| {
            (name, String::from_utf8(content).unwrap().replace(MAREN, "soup.in.spring").into_bytes())
        })
        .collect();
    let file = app.file("renamed.zip");
    fs::write(&file, zipped(&renamed)).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_account_is_recognised_by_its_records() {
    for layout in [Layout::V6, Layout::TxtC(Language::English)] {
        let app = TestApp::new().await;
        open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
        let later = Plan { end: "2026-11-10T12:00:00Z".parse().unwrap(), ..of_maren(layout) };
        open(&app, renamed(&app, &later)).await;
        let people = app.now().people;
        assert_eq!(people.len(), 1, "{layout}: {people:?}");
        assert!(!people[0].is_unsure);
        assert_eq!(people[0].user_name.as_deref(), Some("soup.in.spring"));
        // Both names are known from now on.
        open_plan(&app, "two.zip", &Plan { seed: 5, ..of_maren(Layout::V6) }).await;
        assert_eq!(backups(&app.now()), [3]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_be_given_to_another_person_and_to_somebody_new() {
    let app = TestApp::new().await;
    let first = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    let second = open_plan(&app, "two.zip", &of_jonas(Layout::V6)).await;
    let maren = first.records.unwrap().stored;
    let people = until_people(&app, &[1, 1], maren).await;
    let backup = second.backup_id.unwrap();
    app.core.assign_backup(&backup, Some(&people[0].id)).await.unwrap();
    assert!(until_one_person(&app, 2).await > maren);
    app.core.assign_backup(&backup, None).await.unwrap();
    let people = until_people(&app, &[1, 1], maren).await;
    assert_eq!(user_names(&app).await, [MAREN]);
    // The name has left with the backup.
    open_plan(&app, "three.zip", &Plan { seed: 17, ..of_jonas(Layout::V6) }).await;
    let now = app.now();
    assert_eq!(backups(&now), [1, 2]);
    assert!(!now.people[1].is_unsure);
    assert_eq!(now.people[1].id, people[1].id);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_and_an_opened_export_with_its_user_name_are_one_person() {
    let app = TestApp::new().await;
    open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    app.back_up(once(Kind::Everything)).await;
    app.until_ended(Outcome::Saved).await;
    let now = app.until("both backups", |now| (now.library.backups == 2).then(|| now.clone())).await;
    assert_eq!((backups(&now), now.people[0].is_unsure), (vec![2], false));
    assert_eq!(now.people[0].account_id.as_ref(), Some(&now.accounts[0].id));
    assert_eq!(now.people[0].name.as_deref(), Some("Maren Haverkamp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shown_has_their_own_account_or_none() {
    let mut app = TestApp::new().await;
    // Without a profile, in the backup of an account.
    app.back_up(once(Kind::Activity)).await;
    let job = app.until_ended(Outcome::Saved).await;
    app.core.dismiss_job(&job.id).await;
    open_plan(&app, "one.zip", &of_jonas(Layout::V6)).await;
    let people = app.now().people;
    let [maren, jonas] = &people[..] else { panic!("{people:?}") };
    assert!(maren.account_id.is_some() && maren.current && jonas.account_id.is_none());
    let current =
        |now: &Snapshot| now.accounts.iter().find(|account| account.current).map(|a| a.name.clone());
    assert_eq!(current(&app.now()).as_deref(), Some("Maren Haverkamp"));
    assert_eq!(current(&show(&app, &jonas.id).await), None);
    // What is backed up now is not the other person's.
    app.core.back_up(once(Kind::Activity)).await.unwrap();
    app.answer(&Consent { account: "jonas".into(), ..Consent::default() }).await;
    app.until("the second account", |now| (now.accounts.len() == 2 && now.sign_in.is_none()).then_some(()))
        .await;
    assert_eq!(current(&app.now()).as_deref(), Some("Jonas Lindqvist"));
    let id = app.now().accounts.iter().find(|account| !account.current).unwrap().id.clone();
    app.core.switch_account(&id).await.unwrap();
    let now = app.now();
    assert_eq!(shown(&now).id, maren.id);
    assert_eq!(current(&now).as_deref(), Some("Maren Haverkamp"));
    app.restart().await;
    let now = app.now();
    assert_eq!(
        (shown(&now).id.as_str(), current(&now).as_deref()),
        (maren.id.as_str(), Some("Maren Haverkamp"))
    );
}

/// A JSON export that has messages in a group, and in one chat of two.
fn with_chats(user_name: &str, friend: &str) -> String {
    let messages = |among: &str| {
        let message = |second: u8| {
            format!(r#"{{"Date":"2026-03-04 05:06:{second:02}","From":"noor","Content":"{among} {second}"}}"#)
        };
        (0..40).map(message).collect::<Vec<_>>().join(",")
    };
    format!(
        r#"{{"Profile And Settings":{{"Profile Info":{{"ProfileMap":{{"userName":"{user_name}"}}}}}},
            "Direct Message":{{
              "Direct Messages":{{"ChatHistory":{{
                "Chat History with Group_Chat_75:":[{}],
                "Chat History with {friend}:":[{}]}}}},
              "Group Chat":{{"GroupChat":{{"Group Chat with Group_Chat_76:":[{}]}}}}}}}}"#,
        messages("in a group among the chats"),
        messages("to a friend"),
        messages("in a group"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_a_group_stay_two_people() {
    let app = TestApp::new().await;
    for (user_name, friend) in [("ada", "noor"), ("bo", "noor")] {
        let file = app.file(&format!("{user_name}.json"));
        fs::write(&file, with_chats(user_name, friend)).unwrap();
        let records = open(&app, file).await.records.unwrap();
        assert_eq!((records.read, records.known), (121, 0));
    }
    let people = app.now().people;
    assert_eq!(people.iter().map(|person| person.backups).collect::<Vec<_>>(), [1, 1]);
    assert!(people[1].is_unsure);
}
