//! Benchmarks, built like a release. Their results are printed, not judged.

use std::fs;

use crate::run::{cargo, step, target};
use crate::setup::{For, setup};

/// Number of records for the keystroke benchmark.
const RECORDS: &str = "1000000";

/// Benchmarks the library.
pub(crate) fn library(words: &[&str]) -> Result<(), String> {
    let build = ["run", "--release", "--package", "satchel-bench", "--"];
    step("bench", &mut cargo(&[&build[..], words].concat()))
}

/// Measures what is read of exports whose keys have been renamed.
pub(crate) fn drift() -> Result<(), String> {
    library(&["drift"])
}

/// Benchmarks saving archives beside programs that unpack, in memory and on the disk of the target folder.
pub(crate) fn archive() -> Result<(), String> {
    let disk = target().join("bench");
    fs::create_dir_all(&disk).map_err(|e| e.to_string())?;
    let disk = disk.to_string_lossy().into_owned();
    let mut folders = vec!["archive", disk.as_str()];
    if std::path::Path::new("/dev/shm").is_dir() {
        folders.push("/dev/shm");
    }
    library(&folders)
}

/// Benchmarks the app's window: start-up, memory and keystrokes.
pub(crate) fn window() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err(
            "The window is measured in an isolated desktop session, which only Linux supports.".into()
        );
    }
    setup(For::Testing)?;
    let packages = [
        "-p",
        "satchel",
        "-p",
        "satchel-export-gen",
        "-p",
        "satchel-baseline-window",
        "-p",
        "satchel-e2e-harness",
    ];
    step("build", &mut cargo(&[&["build", "--release"][..], &packages].concat()))?;
    let built = |name: &str| target().join("release").join(name);
    let run = |program: &str| std::process::Command::new(built(program));
    step("start", run("latency").arg("start").args([built("satchel"), built("satchel-baseline-window")]))?;
    let export = target().join("bench/million.zip");
    fs::create_dir_all(target().join("bench")).map_err(|e| e.to_string())?;
    step("export", run("satchel-export-gen").args(["--load", "--records", RECORDS, "--out"]).arg(&export))?;
    step("keystrokes", run("latency").arg("keystrokes").arg(built("satchel")).arg(&export))
}
