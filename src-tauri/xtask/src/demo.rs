//! The app on the demo account: in front of the person, or on a screen of its own where there is none.

use std::path::Path;

use crate::run::{cargo, root, step, target};
use crate::setup::{For, build, has_display, setup};

/// Opens the app, or, without a display, walks the same journey and says what happens.
pub(crate) fn demo() -> Result<(), String> {
    if has_display() {
        setup(For::Building)?;
        build()?;
        let own = target().join("demo");
        println!("Satchel's own data of this demo: {}", own.display());
        return step("open Satchel", cargo(&["run", "--quiet", "--", "--demo"]).env("SATCHEL_HOME", own));
    }
    println!("There is no display: the demo walks by itself on one of its own.");
    setup(For::Testing)?;
    build()?;
    let folder = root().join("demo-run");
    on_a_stage("walk through the demo", "walk", &folder)
}

/// Pictures of every screen and state.
pub(crate) fn screenshots() -> Result<(), String> {
    setup(For::Testing)?;
    build()?;
    let folder = target().join("screenshots");
    on_a_stage("take pictures", "screens", &folder)
}

/// A program of the stage, which drives the app that was just built.
fn on_a_stage(what: &str, program: &str, folder: &Path) -> Result<(), String> {
    let run = ["run", "--quiet", "-p", "satchel-stage", "--bin", program, "--"];
    step(what, cargo(&run).arg(target().join("debug/satchel")).arg(folder))
}
