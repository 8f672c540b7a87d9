//! The list of commands, the permissions, the capability and the content security policy agree.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Not the path at compile time, which may be that of another checkout.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").unwrap().into()
}

/// The strings of the list named `key` in a TOML file.
fn toml_list(path: &Path, key: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let text: String =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n");
    let list =
        text.split_once(key).unwrap().1.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn commands_and_permissions_match() {
    let mut allowed = BTreeSet::new();
    for file in std::fs::read_dir(root().join("src-tauri/permissions")).unwrap().flatten() {
        for command in toml_list(&file.path(), "commands.allow") {
            assert!(allowed.insert(command.clone()), "{command} is allowed twice");
        }
    }
    let known: BTreeSet<String> = satchel_app::COMMANDS.iter().map(|c| (*c).to_owned()).collect();
    assert_eq!(allowed, known);
}

#[test]
fn the_window_has_only_satchels_own_permissions() {
    let capability = root().join("src-tauri/capabilities/main.toml");
    assert_eq!(toml_list(&capability, "windows"), BTreeSet::from(["main".to_owned()]));
    let granted = toml_list(&capability, "permissions");
    let own: BTreeSet<String> = ["account", "backups", "library", "settings", "system", "updates"]
        .map(|name| format!("allow-{name}"))
        .into();
    assert_eq!(granted, own);
    assert_eq!(std::fs::read_dir(root().join("src-tauri/capabilities")).unwrap().count(), 1);
}

#[test]
fn content_security_policy_allows_no_remote_sources() {
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
fn zip_files_go_on_opening_in_what_they_opened_in_before() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let conf: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    // On Windows, these would make Satchel the default program.
    assert_eq!(conf["bundle"]["fileAssociations"], serde_json::Value::Null);
    let mac: serde_json::Value = serde_json::from_str(&read("tauri.macos.conf.json")).unwrap();
    for association in mac["bundle"]["fileAssociations"].as_array().unwrap() {
        assert_eq!(association["rank"], "Alternate");
    }
    // On Linux, types belong into the entry whose name comes last.
    assert!(!read("src-tauri/linux/satchel.desktop").contains("MimeType"));
    let name = "zz-satchel-open.desktop";
    assert!(read(&format!("src-tauri/linux/{name}")).contains("MimeType=application/zip;"));
    for package in ["deb", "rpm"] {
        let files = &conf["bundle"]["linux"][package]["files"];
        assert_eq!(files[format!("/usr/share/applications/{name}")], format!("src-tauri/linux/{name}"));
    }
}

#[test]
fn the_ui_calls_every_command() {
    let calls = std::fs::read_to_string(root().join("ui/src/ipc/tauri.ts")).unwrap();
    for command in satchel_app::COMMANDS {
        assert!(calls.contains(&format!("\"{command}\"")), "{command} is never called");
    }
}
