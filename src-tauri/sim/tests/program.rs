//! The program by itself.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail where it stands")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_satchel-sim")).args(args).output().unwrap()
}

#[test]
fn it_says_how_to_be_called() {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    for piece in
        ["--prepare SECONDS", "satchel-sim export --out FILE", "second_add = false", "lose_add_next = 0"]
    {
        assert!(help.contains(piece), "{piece}");
    }
}

#[test]
fn a_wrong_call_says_what_is_wrong() {
    for (args, complaint) in [
        (&["--nonsense"][..], "there is no option \"--nonsense\""),
        (&["--port"], "\"--port\" needs a value"),
        (&["--port", "many"], "\"many\" is no value for \"--port\""),
        (&["--switch", "second_add"], "--switch takes NAME=VALUE"),
        (&["--switch", "nonsense=1"], "there is no switch \"nonsense\""),
        (&["--switch", "rate=fast"], "\"fast\" does not fit the switch \"rate\""),
        (&["export"], "export needs --out FILE"),
        (&["export", "--out", "/nowhere/at/all.zip"], "cannot be written"),
        (&["export", "--layout", "v9"], "\"v9\" is no value for \"--layout\": one of: v1, v2"),
        (&["export", "--quirk", "truncated=half"], "\"half\" is no number of thousandths"),
        (&["export", "--persona", "nobody"], "maren or jonas"),
    ] {
        let output = run(args);
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(complaint), "{args:?}: {error}");
    }
}

#[test]
fn it_writes_an_export() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.zip");
    let end = ["--end", "2026-11-20T10:00:00Z"];
    let output = run(&[&["export", "--out", out.to_str().unwrap(), "--records", "500"], &end[..]].concat());
    assert!(output.status.success());
    let expected: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(expected["sections"]["watch"]["stored"].as_u64().unwrap() > 100);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    assert_eq!(archive.len(), 1);
    assert!(archive.by_name("user_data_tiktok.json").unwrap().size() > 10_000);
}

#[test]
fn it_writes_any_export() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.zip");
    let asked = ["--layout", "v1", "--records", "500", "--quirk", "doubled", "--junk", "--folder", "Mine"];
    let output = run(&[&["export", "--out", out.to_str().unwrap()], &asked[..]].concat());
    assert!(output.status.success());
    let expected: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(expected["sections"]["watch"]["known"], expected["sections"]["watch"]["stored"]);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    assert_eq!(archive.len(), 3);
    assert!(archive.by_name("Mine/user_data.json").is_ok());
}

#[test]
fn it_prints_where_it_listens() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_satchel-sim"))
        .args(["--records", "100", "--switch", "prechecked=none"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: Vec<String> =
        BufReader::new(child.stdout.take().unwrap()).lines().take(6).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        lines[2].starts_with("SATCHEL_AUTHORIZE_URL=http://127.0.0.1:")
            && lines[2].ends_with("/v2/auth/authorize/")
    );
    assert!(lines[3].starts_with("SATCHEL_API_URL=http://127.0.0.1:"));
    assert_eq!(lines[4], format!("SATCHEL_CLIENT_KEY={}", satchel_sim::CLIENT_KEY));
    assert_eq!(lines[5], format!("SATCHEL_CLIENT_SECRET={}", satchel_sim::CLIENT_SECRET));
}
