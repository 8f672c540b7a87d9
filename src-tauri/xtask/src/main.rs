//! Development commands: `cargo xtask demo`, `cargo xtask test` and others.

mod appstream;
mod bench;
mod circles;
#[cfg(target_os = "linux")]
mod cross;
mod demo;
mod installed;
mod links;
mod package;
mod release;
mod results;
mod run;
mod setup;
mod sign;
mod sizes;
mod test;

use std::process::{Command, ExitCode};

#[cfg(target_os = "linux")]
use cross::cross;

const HELP: &str = "\
cargo xtask demo         set up, build, and start the app with the demo account
cargo xtask test         set up, and run all checks and tests
cargo xtask circles      check that modules do not depend on each other in circles
cargo xtask cross        on Debian: compile and lint for Windows and macOS, and run core's tests under Wine
cargo xtask setup        install missing packages, and build the UI
cargo xtask bench        compare the library with a Python script, on 1 and 5 million records, and the window with a minimal one
                         (quick: 1 million records only; window: the window only; archive: unpacking, beside other programs)
cargo xtask drift        measure what is read of exports in which 20 % of all keys have been renamed
cargo xtask soak         kill and restart core while it backs up, and check that nothing is lost; [RUNS] [FIRST_SEED]
cargo xtask bindings     generate ui/src/ipc/bindings.ts from the Rust types
cargo xtask icons        generate the files in icons/ from the SVG files there
cargo xtask screenshots  take screenshots of all screens and states of the app, in target/screenshots; [SCENE]…: only these
cargo xtask package      build the installers for this system, in target/package (appimage: the AppImage, too)
cargo xtask installed    check the Debian package, install it, run the demo as a new user, and uninstall it
cargo xtask ci           test, cross and installed

For the release workflow:
cargo xtask package compile                     only compile what the installers contain
cargo xtask package bundle                      only make the installers of what is compiled (appimage: the AppImage, too)
cargo xtask package tools                       only fetch what bundles and signs
cargo xtask release-notes <version>             print the section of the changelog
cargo xtask sign-updates <folder> <version>     sign the packages in a folder for the updater
cargo xtask update-manifest <folder> <version>  write latest.json for the signed packages in a folder";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let result = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["demo"] => demo::demo(),
        ["test"] => results::run(&[test::test]),
        ["ci"] => results::run(&[ci]),
        ["circles"] => results::run(&[circles::check]),
        ["cross"] => results::run(&[cross]),
        ["setup"] => setup::setup(setup::For::Building),
        ["bench"] => bench::library(&[]).and_then(|()| bench::window()),
        ["bench", "quick"] => bench::library(&["quick"]),
        ["bench", "archive"] => bench::archive(),
        ["bench", "window"] => bench::window(),
        ["drift"] => bench::drift(),
        ["soak", words @ ..] => run::step("soak", &mut test::soak(words)),
        ["bindings"] => bindings(),
        ["icons"] => run::step("icons", &mut run::cargo(&["run", "--quiet", "--package", "satchel-icons"])),
        ["screenshots", scenes @ ..] => demo::screenshots(scenes),
        ["package"] => package::package(false),
        ["package", "appimage"] => package::package(true),
        ["package", "compile"] => package::compile(),
        ["package", "bundle"] => package::bundle(false),
        ["package", "bundle", "appimage"] => package::bundle(true),
        ["package", "tools"] => package::tauri().map(drop),
        ["installed"] => results::run(&[installed::installed]),
        ["release-notes", version] => release::notes(version),
        ["sign-updates", folder, version] => sign::sign_updates(folder, version),
        ["update-manifest", folder, version] => release::update_manifest(folder, version),
        [] | ["--help" | "-h" | "help"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(format!("there is no cargo xtask {}\n\n{HELP}", other.join(" "))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Runs everything. The packages are built in the background, with the processor time that the tests leave: some steps use
/// one processor, and most tests wait for something.
fn ci(results: &mut results::Results) -> Result<(), String> {
    setup::setup(setup::For::Testing)?;
    let xtask = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut package = Command::new("nice");
    package.args(["-n", "19"]).arg(xtask).arg("package");
    let packages = results::Background::start("build the packages", &mut package);
    results.run(test::test);
    results.run(cross);
    results.finish(packages);
    installed::installed(results)
}

#[cfg(not(target_os = "linux"))]
fn cross(_: &mut results::Results) -> Result<(), String> {
    Err("cargo xtask cross needs Debian 12 or newer, whose packages include the compiler.".into())
}

fn bindings() -> Result<(), String> {
    run::step(
        "bindings",
        run::cargo(&["test", "--quiet", "-p", "satchel-core", "--test", "core", "bindings"])
            .env("SATCHEL_WRITE_BINDINGS", "1"),
    )
}
