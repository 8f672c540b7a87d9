//! The program `satchel-sim`.
#![allow(clippy::unwrap_used, reason = "a failed step should fail the test")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_satchel-sim")).args(args).output().unwrap()
}

#[test]
fn help_lists_options_and_switches() {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    for piece in ["--prepare SECONDS", "second_add = false", "lose_add_next = 0"] {
        assert!(help.contains(piece), "{piece}");
    }
}

#[test]
fn invalid_arguments_are_reported() {
    for (args, complaint) in [
        (&["--nonsense"][..], "there is no option \"--nonsense\""),
        (&["--port"], "\"--port\" needs a value"),
        (&["--port", "many"], "\"many\" is not a valid value for \"--port\""),
        (&["--switch", "second_add"], "--switch takes NAME=VALUE"),
        (&["--switch", "nonsense=1"], "there is no switch \"nonsense\""),
        (&["--switch", "rate=fast"], "\"fast\" is not a valid value for the switch \"rate\""),
    ] {
        let output = run(args);
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(complaint), "{args:?}: {error}");
    }
}

#[test]
fn the_addresses_are_printed() {
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
