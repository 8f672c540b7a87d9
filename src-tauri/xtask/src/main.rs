//! Satchel's commands for those who build it: `cargo xtask demo`, `cargo xtask test`, and a few for every day.

mod bench;
#[cfg(target_os = "linux")]
mod cross;
mod demo;
mod installed;
mod package;
mod release;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
use cross::cross;

const HELP: &str = "\
cargo xtask demo         set up, build, open the app on the demo account
cargo xtask test         set up, run every test
cargo xtask cross        on Debian: compile and lint for Windows and macOS, run core's tests under Wine
cargo xtask setup        set up alone: system packages, the UI's packages, the UI
cargo xtask bench        measure the library beside a plain Python script, on 1 and 5 million records, and the window beside a
                         bare one (quick: 1 million; window: the window alone)
cargo xtask bindings     write ui/src/ipc/bindings.ts from the Rust types
cargo xtask icons        draw every file in icons/ from the SVG drawings there
cargo xtask screenshots  picture every screen and state of the real app, into target/screenshots
cargo xtask package      make the installers that this system can make, into target/package (with appimage: that one, too)
cargo xtask installed    check the Debian package, install it, walk through the demo as somebody new, take it off again
cargo xtask ci           test, cross and installed, one after the other

For a release, by its workflow:
cargo xtask release-notes <version>             print the changelog's section
cargo xtask update-manifest <folder> <version>  write latest.json for the signed packages in a folder";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["demo"] => demo::demo(),
        ["test"] => test::run(&[test::test]),
        ["ci"] => test::run(&[test::test, cross, installed::installed]),
        ["cross"] => test::run(&[cross]),
        ["setup"] => setup::setup(setup::For::Building),
        ["bench"] => bench::library(&[]).and_then(|()| bench::window()),
        ["bench", "quick"] => bench::library(&["quick"]),
        ["bench", "window"] => bench::window(),
        ["bindings"] => bindings(),
        ["icons"] => run::step("icons", &mut run::cargo(&["run", "--quiet", "--package", "satchel-icons"])),
        ["screenshots"] => demo::screenshots(),
        ["package"] => package::package(false),
        ["package", "appimage"] => package::package(true),
        ["installed"] => test::run(&[installed::installed]),
        ["release-notes", version] => release::notes(version),
        ["update-manifest", folder, version] => release::update_manifest(folder, version),
        [] | ["--help" | "-h" | "help"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => Err(format!("there is no cargo xtask {}\n\n{HELP}", other.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn cross(_: &mut test::Tally) -> Result<(), String> {
    Err("cargo xtask cross needs Debian 12 or newer, whose packages bring the compiler.".into())
}

fn bindings() -> Result<(), String> {
    run::step(
        "bindings",
        run::cargo(&["test", "--quiet", "-p", "satchel-core", "--test", "core", "bindings"])
            .env("SATCHEL_WRITE_BINDINGS", "1"),
    )
}
