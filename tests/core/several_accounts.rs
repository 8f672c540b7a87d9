//! Exports of several accounts opened at once, which would be mixed in one library.

use satchel_core::backup::Outcome;
use satchel_core::problem::ProblemCode;

use crate::app::TestApp;
use crate::opening::zipped;

/// An export with this user name and one search.
fn json_of(user: &str, words: &str) -> String {
    format!(
        r#"{{"Profile And Settings":{{"Profile Info":{{"ProfileMap":{{"userName":"{user}"}}}}}},"Your Activity":{{"Searches":{{
            "SearchList":[{{"Date":"2026-01-01 10:00:00","SearchTerm":"{words}"}}]}}}}}}"#
    )
}

/// As [`json_of`], zipped.
fn export_of(user: &str, words: &str) -> Vec<u8> {
    zipped(&vec![("user_data_tiktok.json".into(), json_of(user, words).into_bytes())])
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_of_several_accounts_are_refused_and_those_of_one_are_not() {
    let app = TestApp::new().await;
    let (first, second) = (export_of("maren", "cats"), export_of("jonas", "dogs"));
    let file = app.file("both.zip");
    std::fs::write(&file, zipped(&vec![("a.zip".into(), first.clone()), ("b.zip".into(), second.clone())]))
        .unwrap();
    let folder = app.file("exports");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.zip"), &first).unwrap();
    std::fs::write(folder.join("b.zip"), &second).unwrap();
    let texts = app.file("texts");
    for user in ["maren", "jonas"] {
        let profile = texts.join(user).join("TikTok/Profile and Settings");
        std::fs::create_dir_all(&profile).unwrap();
        std::fs::write(
            profile.join("Profile Info.txt"),
            format!("Username: {user}\nEmail: {user}@example.org\n"),
        )
        .unwrap();
    }
    let german = app.file("german");
    for user in ["maren", "jonas"] {
        let profile = german.join(user).join("TikTok/Profil und Einstellungen");
        std::fs::create_dir_all(&profile).unwrap();
        let text = format!(
            "Benutzername: {user}\nE-Mail: {user}@example.org\nTelefonnummer: +49\nGeburtsdatum: 01-Jan-1990\n\
             Bio-Beschreibung: hallo\n"
        );
        std::fs::write(profile.join("Profilinformationen.txt"), text).unwrap();
        let activity = german.join(user).join("TikTok/Aktivität");
        std::fs::create_dir_all(&activity).unwrap();
        let link = "https://www.tiktokv.com/share/video/7310000000000000042/";
        std::fs::write(
            activity.join("Videoverlauf.txt"),
            format!("Datum: 2026-01-02 03:04:05 UTC\nLink: {link}\n"),
        )
        .unwrap();
    }
    let mixed = app.file("mixed.zip");
    let profile = "Username: jonas\nEmail: jonas@example.org\n";
    let mixed_files = vec![
        ("user_data_tiktok.json".to_owned(), json_of("maren", "cats").into_bytes()),
        ("TikTok/Profile and Settings/Profile Info.txt".to_owned(), profile.into()),
    ];
    std::fs::write(&mixed, zipped(&mixed_files)).unwrap();
    for path in [file, folder, texts, german, mixed] {
        app.core.open_export(path).await.unwrap();
        let job = app.until_failed(ProblemCode::SeveralAccounts).await;
        app.core.dismiss_job(&job.id).await;
        let folder = app.backups().join("Opened exports");
        assert!(std::fs::read_dir(folder).into_iter().flatten().next().is_none());
    }
    let same = app.file("same.zip");
    let again = export_of("Maren", "owls");
    std::fs::write(&same, zipped(&vec![("a.zip".into(), first), ("b.zip".into(), again)])).unwrap();
    app.core.open_export(same).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.records.unwrap().read, 4);
    app.core.dismiss_job(&job.id).await;
    // One account, before and after it changed its name.
    let renamed = app.file("renamed");
    std::fs::create_dir(&renamed).unwrap();
    for (name, user) in [("2025.zip", "ida.old"), ("2026.zip", "ida.new")] {
        let address = format!(r#"userName":"{user}","emailAddress":"ida@example.org"#);
        let json = json_of("NAME", name).replace(r#"userName":"NAME"#, &address);
        let export = zipped(&vec![("user_data_tiktok.json".into(), json.into_bytes())]);
        std::fs::write(renamed.join(name), export).unwrap();
    }
    app.core.open_export(renamed).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.records.unwrap().read, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_with_several_accounts_is_refused_and_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let both = |join: fn(String, String) -> String| join(json_of("maren", "cats"), json_of("jonas", "dogs"));
    let list = both(|maren, jonas| format!("[{maren},{jonas}]"));
    for (name, content) in [
        ("list.json", list.clone()),
        ("joined.json", both(|maren, jonas| format!("{maren}{jonas}"))),
        (
            "lines.jsonl",
            both(|maren, jonas| format!("{}\n{}\n", maren.replace('\n', ""), jonas.replace('\n', ""))),
        ),
        ("named.json", both(|maren, jonas| format!(r#"{{"maren":{maren},"jonas":{jonas}}}"#))),
        ("held.json", both(|maren, jonas| format!(r#"{{"exports":[{maren},{jonas}]}}"#))),
    ] {
        let path = app.file(name);
        std::fs::write(&path, content).unwrap();
        app.core.open_export(path).await.unwrap();
        let job = app.until_failed(ProblemCode::SeveralAccounts).await;
        app.core.dismiss_job(&job.id).await;
    }
    let zip = app.file("list.zip");
    std::fs::write(&zip, zipped(&vec![("user_data_tiktok.json".into(), list.into_bytes())])).unwrap();
    app.core.open_export(zip).await.unwrap();
    let job = app.until_failed(ProblemCode::SeveralAccounts).await;
    app.core.dismiss_job(&job.id).await;
    assert!(app.core.library_facts().await.unwrap().is_empty());
    let folder = app.backups().join("Opened exports");
    assert!(std::fs::read_dir(folder).into_iter().flatten().next().is_none());
    // Twice the documents of one account are not two accounts.
    let same = app.file("same.json");
    std::fs::write(&same, format!("[{},{}]", json_of("maren", "cats"), json_of("@Maren", "owls"))).unwrap();
    app.core.open_export(same).await.unwrap();
    let job = app.until_ended(Outcome::Saved).await;
    assert_eq!(job.records.unwrap().read, 4);
    // The profiles of a shop and of a partner in a chat are not those of other owners.
    let shop = app.file("shop.json");
    let others = r#","TikTok Shop":{"Profile Info":{"ProfileMap":{"userName":"lamps"}}},
        "Direct Message":{"Profile Info":{"ProfileMap":{"userName":"jonas"}}}}"#;
    let own = json_of("maren", "lamps");
    std::fs::write(&shop, format!("{}{others}", own.strip_suffix('}').unwrap())).unwrap();
    app.core.open_export(shop).await.unwrap();
    app.until("the second backup", |now| (now.backups.len() == 2).then_some(())).await;
}
