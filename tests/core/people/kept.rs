//! What is known of the people outlives restarts, rebuilds and interruptions, but not their backups.

use std::fs;
use std::sync::{Arc, Mutex};

use satchel_core::backup::Outcome;
use satchel_core::view::Change;
use satchel_export_gen::{Layout, Plan};

use super::{
    MAREN, backups, folders, of_jonas, of_maren, open_plan, show, shown, sorted, until_one_person,
    until_people, user_names, without_profile, write,
};
use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_does_not_say_whose_it_is_is_asked_about_once() {
    let mut app = TestApp::new().await;
    let known = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await.records.unwrap().stored;
    open_plan(&app, "two.zip", &without_profile()).await;
    let people = until_people(&app, &[1, 1], known).await;
    assert_eq!((people[1].name.as_deref(), people[1].is_unsure), (None, true));
    // A restart does not answer.
    app.restart().await;
    let people = until_people(&app, &[1, 1], known).await;
    assert!(people[1].is_unsure);
    app.core.settle_person(&people[1].id, Some(&people[0].id)).await.unwrap();
    let both = until_one_person(&app, 2).await;
    assert!(both > known);
    let joined = app.now().people;
    assert_eq!((&joined[0].id, joined[0].is_unsure), (&people[0].id, false));
    app.restart().await;
    assert_eq!(until_one_person(&app, 2).await, both);
    app.core.rebuild_library().await.unwrap();
    assert_eq!(until_one_person(&app, 2).await, both);
    // It is known whose the records are, so nothing is asked about a copy of them.
    let later = Plan { end: "2026-10-25T12:00:00Z".parse().unwrap(), ..without_profile() };
    open_plan(&app, "three.zip", &later).await;
    assert_eq!(backups(&app.now()), [3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_opened_while_the_library_is_rebuilt_is_recognised() {
    let app = TestApp::new().await;
    let export = Plan { records: 5_000, ..without_profile() };
    open_plan(&app, "one.zip", &export).await;
    app.core.rebuild_library().await.unwrap();
    let later = Plan { end: "2026-10-25T12:00:00Z".parse().unwrap(), ..export };
    open_plan(&app, "two.zip", &later).await;
    until_one_person(&app, 2).await;
    assert!(!app.now().people[0].is_unsure);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_that_it_is_somebody_else_is_kept() {
    let mut app = TestApp::new().await;
    let known = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await.records.unwrap().stored;
    open_plan(&app, "two.zip", &without_profile()).await;
    let other = app.now().people[1].id.clone();
    app.core.settle_person(&other, None).await.unwrap();
    assert!(!app.now().people[1].is_unsure);
    show(&app, &other).await;
    app.restart().await;
    let now = app.until("both people", |now| (backups(now) == [1, 1]).then(|| now.clone())).await;
    assert_eq!((&shown(&now).id, now.people[1].is_unsure), (&other, false));
    show(&app, &now.people[0].id).await;
    app.core.rebuild_library().await.unwrap();
    let people = until_people(&app, &[1, 1], known).await;
    assert!(!people[1].is_unsure);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_interrupted_is_carried_out_at_the_next_start() {
    let mut app = TestApp::new().await;
    let known = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await.records.unwrap().stored;
    open_plan(&app, "two.zip", &without_profile()).await;
    let people = until_people(&app, &[1, 1], known).await;
    app.core.settle_person(&people[1].id, Some(&people[0].id)).await.unwrap();
    app.restart().await;
    assert!(until_one_person(&app, 2).await > known);
    assert_eq!(folders(&app), [people[0].id.as_str()]);
    // The other way round, while the backup is in the library.
    let backup =
        app.now().backups.iter().find(|b| b.file_name.as_deref() == Some("two.zip")).unwrap().id.clone();
    app.core.assign_backup(&backup, None).await.unwrap();
    app.restart().await;
    let people = until_people(&app, &[1, 1], known).await;
    assert_eq!(folders(&app), sorted(&people));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_backups_left_is_gone() {
    let app = TestApp::new().await;
    let first = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    let second = open_plan(&app, "two.zip", &of_jonas(Layout::V6)).await;
    let (maren, jonas) = (first.records.unwrap().stored, second.records.unwrap().stored);
    let people = until_people(&app, &[1, 1], maren).await;
    app.core.delete_backup(&first.backup_id.unwrap(), false).await.unwrap();
    let left = until_people(&app, &[1], jonas).await;
    assert_eq!((&left[0].id, left[0].current), (&people[1].id, true));
    app.until("the removal of the library", |_| (folders(&app) == [left[0].id.as_str()]).then_some(())).await;
    app.core.delete_backup(&second.backup_id.unwrap(), false).await.unwrap();
    // Nothing is kept about whose backups are gone.
    app.until("nobody", |now| (backups(now) == [0] && now.people[0].name.is_none()).then_some(())).await;
    open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    let again = until_people(&app, &[1], maren).await;
    assert!(!again[0].is_unsure);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_with_one_library_for_all_people_is_taken_apart() {
    let mut app = TestApp::new().await;
    let first = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await;
    let second = open_plan(&app, "two.zip", &of_jonas(Layout::V6)).await;
    let (maren, jonas) = (first.records.unwrap().stored, second.records.unwrap().stored);
    until_people(&app, &[1, 1], maren).await;
    app.core.shutdown().await;
    // As an earlier version left it.
    let library = app.own_folder().join("library");
    fs::remove_dir_all(&library).unwrap();
    fs::create_dir(&library).unwrap();
    for name in ["records.db", "records.db-wal", "words.db"] {
        fs::write(library.join(name), "what it contains does not matter").unwrap();
    }
    let settings = app.own_folder().join("settings.json");
    let mut stored: serde_json::Value = serde_json::from_slice(&fs::read(&settings).unwrap()).unwrap();
    for key in ["people", "demoPeople"] {
        stored.as_object_mut().unwrap().remove(key).unwrap();
    }
    fs::write(&settings, stored.to_string()).unwrap();
    app.reopen_without_unlocking().await;
    let people = app
        .until("both libraries", |now| {
            let is_whole =
                backups(now) == [1, 1] && now.backups.iter().all(|backup| backup.records.is_some());
            let mut records: Vec<_> = now.people.iter().map(|person| person.records).collect();
            records.sort_unstable();
            let mut expected = [Some(maren), Some(jonas)];
            expected.sort_unstable();
            (is_whole && records == expected).then(|| now.people.clone())
        })
        .await;
    assert_eq!(folders(&app), sorted(&people), "the old files are gone");
    assert!(app.now().notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_import_is_still_nobody_elses() {
    let mut app = TestApp::new().await;
    let known = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await.records.unwrap().stored;
    let large = Plan { records: 60_000, ..of_jonas(Layout::V6) };
    app.core.open_export(write(&app, "two.zip", &large)).await.unwrap();
    for _ in 0..3 {
        app.restart().await;
        assert_eq!(shown(&app.now()).name.as_deref(), Some(MAREN));
    }
    app.until_ended(Outcome::Saved).await;
    let people = until_people(&app, &[1, 1], known).await;
    assert_eq!(sorted(&people), folders(&app));
    assert_eq!(user_names(&app).await, [MAREN]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_import_leaves_nobody_behind() {
    let app = TestApp::new().await;
    let known = open_plan(&app, "one.zip", &of_maren(Layout::V6)).await.records.unwrap().stored;
    let large = Plan { records: 200_000, ..of_jonas(Layout::V6) };
    app.core.open_export(write(&app, "two.zip", &large)).await.unwrap();
    let id = app.until("the job", |now| now.jobs.first().map(|job| job.id.clone())).await;
    app.core.cancel_job(&id).await.unwrap();
    let job =
        app.until("its end", |now| now.jobs.iter().find(|job| job.outcome != Outcome::Running).cloned());
    if job.await.outcome == Outcome::Cancelled {
        until_people(&app, &[1], known).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_learns_of_each_person_without_asking() {
    let app = TestApp::new().await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    app.core.subscribe(Box::new(move |event| {
        match event.change {
            Change::Snapshot(snapshot) => *keep.lock().unwrap() = snapshot.people,
            Change::People(people) => *keep.lock().unwrap() = people,
            _ => {}
        }
        true
    }));
    open_plan(&app, "maren.zip", &of_maren(Layout::V6)).await;
    open_plan(&app, "jonas.zip", &of_jonas(Layout::V6)).await;
    app.until("the last change of the people", |now| (*told.lock().unwrap() == now.people).then_some(()))
        .await;
    let told = told.lock().unwrap().clone();
    assert_eq!(
        told.iter().map(|person| (person.backups, person.is_unsure)).collect::<Vec<_>>(),
        [(1, false), (1, true)]
    );
}
