//! What the shell allows its window: the list of commands, the permissions and the capability are one.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Words in quotes of a TOML file, comments left out.
fn words(path: &Path, begin: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let text: String =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let list =
        text.split_once(begin).unwrap().1.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_command_has_a_permission_and_every_permission_a_command() {
    let mut allowed = BTreeSet::new();
    for file in std::fs::read_dir(root().join("src-tauri/permissions")).unwrap().flatten() {
        for command in words(&file.path(), "commands.allow") {
            assert!(allowed.insert(command.clone()), "{command} is allowed twice");
        }
    }
    let known: BTreeSet<String> = satchel_app::COMMANDS.iter().map(|c| (*c).to_owned()).collect();
    assert_eq!(allowed, known);
}

#[test]
fn the_one_window_has_these_permissions_and_none_of_tauris() {
    let capability = root().join("src-tauri/capabilities/main.toml");
    assert_eq!(words(&capability, "windows"), BTreeSet::from(["main".to_owned()]));
    let granted = words(&capability, "permissions");
    let own: BTreeSet<String> = ["account", "backups", "library", "settings", "system", "updates"]
        .map(|name| format!("allow-{name}"))
        .into();
    assert_eq!(granted, own);
    assert_eq!(std::fs::read_dir(root().join("src-tauri/capabilities")).unwrap().count(), 1);
}

#[test]
fn the_window_may_load_nothing_from_elsewhere() {
    let text = std::fs::read_to_string(root().join("tauri.conf.json")).unwrap();
    let conf: serde_json::Value = serde_json::from_str(&text).unwrap();
    let security = &conf["app"]["security"];
    for (source, value) in security["csp"].as_object().unwrap() {
        let value = value.as_str().unwrap();
        for bad in ["unsafe", "*", "https:", "blob:"] {
            assert!(!value.contains(bad), "{source}: {value}");
        }
    }
    assert_eq!(conf["app"]["withGlobalTauri"], false);
    assert_eq!(security["freezePrototype"], true);
}

#[test]
fn every_command_is_called_by_the_window() {
    let calls = std::fs::read_to_string(root().join("ui/src/ipc/tauri.ts")).unwrap();
    for command in satchel_app::COMMANDS {
        assert!(calls.contains(&format!("\"{command}\"")), "{command} is called by nobody");
    }
}
