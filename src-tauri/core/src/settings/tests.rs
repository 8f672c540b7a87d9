use super::*;
use crate::library::Section;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn saved_settings_are_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep").join("settings.json");
    let (settings, problem) = Settings::load(&path);
    assert!(settings == Settings::default() && problem.is_none());
    let settings = Settings {
        theme: Theme::Dark,
        own_folder: BackupFolder { folder: Some("/x".into()), ..BackupFolder::default() },
        ..Settings::default()
    };
    settings.save(&path).unwrap();
    assert_eq!(Settings::load(&path).0, settings);
}

#[test]
fn damaged_file_is_renamed() {
    let (_folder, path) = file("{\"theme\": 7");
    let (settings, problem) = Settings::load(&path);
    assert_eq!(settings, Settings::default());
    let aside = problem.unwrap().set_aside.unwrap();
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "{\"theme\": 7");
    assert!(!path.exists());
}

#[test]
fn folder_at_the_path_of_the_file_is_renamed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::create_dir(&path).unwrap();
    let (settings, problem) = Settings::load(&path);
    assert!(settings == Settings::default() && problem.unwrap().set_aside.is_some());
    settings.save(&path).unwrap();
}

#[test]
fn text_size_stays_in_its_range() {
    let sizes = [0, 79, 80, 125, 200, 201, u16::MAX].map(|percent| TextSize::nearest(percent).percent());
    assert_eq!(sizes, [80, 80, 80, 125, 200, 200, 200]);
    for (stored, used) in [("150", 150), ("5", 100), ("\"large\"", 100)] {
        let (_folder, path) = file(&format!("{{\"textSize\": {stored}, \"demo\": true}}"));
        let (settings, problem) = Settings::load(&path);
        assert!(problem.is_none() && settings.demo);
        assert_eq!(settings.text_size.percent(), used, "{stored}");
    }
}

#[test]
fn names_stay_blurred_after_a_restart() {
    let (_folder, path) = file("{\"demo\": true}");
    let (mut settings, _) = Settings::load(&path);
    assert!(!settings.blur);
    settings.blur = true;
    settings.save(&path).unwrap();
    assert!(Settings::load(&path).0.blur);
}

#[test]
fn unsupported_values_are_kept_and_do_not_reset_others() {
    let newer = r#"{"folder": "/chosen", "theme": "sepia", "linksExplained": true, "density": {"rows": 2}}"#;
    let (_folder, path) = file(newer);
    let (mut settings, problem) = Settings::load(&path);
    assert!(problem.is_none());
    assert_eq!(settings.own_folder.folder.as_deref(), Some(Path::new("/chosen")));
    assert_eq!(settings.theme, Theme::System);
    assert!(settings.links_explained);
    settings.demo = true;
    settings.save(&path).unwrap();
    let saved: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(saved["theme"], "sepia");
    assert_eq!(saved["density"]["rows"], 2);
    assert_eq!(saved["demo"], true);
    let (mut settings, _) = Settings::load(&path);
    settings.theme = Theme::Dark;
    settings.save(&path).unwrap();
    assert_eq!(Settings::load(&path).0.theme, Theme::Dark, "the chosen value replaces the unsupported one");
}

#[test]
fn unsupported_entries_do_not_reset_the_others_of_a_setting() {
    let newer = r#"{
        "choices": {"a": {"one.txt": "watch", "two.txt": "dreams"}, "b": {"one.txt": "like"}, "c": 7},
        "unapproved": ["activity.once", "user.data.new"],
        "watchMethod": {"gapMinutes": 9, "tailSeconds": "many"},
        "theme": "dark"
    }"#;
    let known = serde_json::to_value(Scope {
        kind: crate::data_request::Kind::Activity,
        permission: crate::data_request::Permission::Once,
    })
    .unwrap();
    let newer = newer.replace("\"activity.once\"", &known.to_string());
    let (_folder, path) = file(&newer);
    let (mut settings, problem) = Settings::load(&path);
    assert!(problem.is_none());
    assert_eq!(settings.theme, Theme::Dark);
    assert_eq!(settings.unapproved.len(), 1);
    assert_eq!(settings.choices["a"].len(), 1);
    assert_eq!(settings.choices["b"].len(), 1);
    settings.choices.entry("a".into()).or_default().insert("three.txt".into(), Section::Search);
    settings.save(&path).unwrap();
    let saved: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(saved["choices"]["a"]["one.txt"], "watch");
    assert_eq!(saved["choices"]["a"]["two.txt"], "dreams", "it is kept for the newer version");
    assert_eq!(saved["choices"]["a"]["three.txt"], "search");
    assert_eq!(saved["choices"]["c"], 7);
    assert_eq!(saved["unapproved"], serde_json::json!([known, "user.data.new"]));
    assert_eq!(Settings::load(&path).0.choices, settings.choices);
}

#[tokio::test]
async fn concurrent_changes_are_all_kept() {
    let (_folder, path) = file("{}");
    let (store, _) = SettingsStore::open(path.clone(), Notifier::default());
    let changes = (0..20).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .change(move |settings| {
                    settings.choices.insert(number.to_string(), FileSections::default());
                })
                .await
                .unwrap();
        })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.unwrap();
    }
    assert_eq!(Settings::load(&path).0.choices.len(), 20);
}
