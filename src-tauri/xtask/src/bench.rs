//! Measurements: built as it is shipped; figures, never judgements.

use std::fs;

use crate::run::{cargo, step, target};
use crate::setup::{For, setup};

/// Records of the library that is searched in the window.
const RECORDS: &str = "1000000";

/// The library, beside a plain Python script.
pub(crate) fn library(words: &[&str]) -> Result<(), String> {
    let build = ["run", "--release", "--package", "satchel-bench", "--"];
    step("bench", &mut cargo(&[&build[..], words].concat()))
}

/// The real window: its start and its memory beside a bare one, and its keystrokes.
pub(crate) fn window() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("The window is measured on a desktop of its own, which only Linux has.".into());
    }
    setup(For::Testing)?;
    let packages = ["-p", "satchel", "-p", "satchel-bare", "-p", "satchel-stage", "-p", "satchel-sim"];
    step("build", &mut cargo(&[&["build", "--release"][..], &packages].concat()))?;
    let built = |name: &str| target().join("release").join(name);
    let run = |what: &str, program: &str| {
        let mut command = std::process::Command::new(built(program));
        command.arg(what);
        command
    };
    step("start", run("start", "pace").args([built("satchel"), built("satchel-bare")]))?;
    let export = target().join("bench/million.zip");
    fs::create_dir_all(target().join("bench")).map_err(|e| e.to_string())?;
    step(
        "an export",
        run("export", "satchel-sim").args(["--bench", "--records", RECORDS, "--out"]).arg(&export),
    )?;
    step("keystrokes", run("keystrokes", "pace").arg(built("satchel")).arg(&export))
}
