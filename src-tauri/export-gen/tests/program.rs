//! The program `satchel-export-gen`.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_satchel-export-gen")).args(args).output().unwrap()
}

#[test]
fn invalid_arguments_are_reported() {
    for (args, complaint) in [
        (&[][..], "--out FILE is missing"),
        (&["--out", "/nowhere/at/all.zip"], "cannot be written"),
        (&["--layout", "v9"], "\"v9\" is not a valid value for \"--layout\": one of: v1, v2"),
        (&["--quirk", "truncated=half"], "\"half\" is not a number of thousandths"),
        (&["--persona", "nobody"], "maren or jonas"),
    ] {
        let output = run(args);
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(complaint), "{args:?}: {error}");
    }
}

#[test]
fn the_export_is_written_and_its_counts_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.zip");
    let end = ["--end", "2026-11-20T10:00:00Z"];
    let output = run(&[&["--out", out.to_str().unwrap(), "--records", "500"], &end[..]].concat());
    assert!(output.status.success());
    let expected: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(expected["sections"]["watch"]["stored"].as_u64().unwrap() > 100);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    assert_eq!(archive.len(), 1);
    assert!(archive.by_name("user_data_tiktok.json").unwrap().size() > 10_000);
}

#[test]
fn options_select_layout_quirks_and_container() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.zip");
    let asked = ["--layout", "v1", "--records", "500", "--quirk", "doubled", "--junk", "--folder", "Mine"];
    let output = run(&[&["--out", out.to_str().unwrap()], &asked[..]].concat());
    assert!(output.status.success());
    let expected: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(expected["sections"]["watch"]["repeated"], expected["sections"]["watch"]["stored"]);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    assert_eq!(archive.len(), 3);
    assert!(archive.by_name("Mine/user_data.json").is_ok());
}
