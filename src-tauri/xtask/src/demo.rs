//! The demo, and programs that run the app in an isolated desktop session.

use std::path::Path;

use crate::run::{cargo, root, step, target};
use crate::setup::{For, build, has_display, setup};

/// Starts the app with the demo account, or, without a display, runs the walk-through.
pub(crate) fn demo() -> Result<(), String> {
    if has_display() {
        setup(For::Building)?;
        build()?;
        let own = target().join("demo");
        println!("Data of the demo: {}", own.display());
        return step("start Satchel", cargo(&["run", "--quiet", "--", "--demo"]).env("SATCHEL_HOME", own));
    }
    println!("There is no display. The demo runs by itself in an isolated session.");
    setup(For::Testing)?;
    build()?;
    let folder = root().join("demo-run");
    in_session("walk through the demo", "demo-walkthrough", &folder, &[])
}

/// Takes screenshots of the named scenes, or of all.
pub(crate) fn screenshots(scenes: &[&str]) -> Result<(), String> {
    setup(For::Testing)?;
    build()?;
    let folder = target().join("screenshots");
    in_session("take screenshots", "screenshots", &folder, scenes)
}

/// Runs a program of the end-to-end harness with the app.
fn in_session(what: &str, program: &str, folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let run = ["run", "--quiet", "-p", "satchel-e2e-harness", "--bin", program, "--"];
    step(what, cargo(&run).arg(target().join("debug/satchel")).arg(folder).args(arguments))
}
