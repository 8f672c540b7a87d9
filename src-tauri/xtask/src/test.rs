//! Runs all checks and tests, and prints their total.

use std::process::Command;
use std::time::Instant;

use crate::results::{Background, Results};
use crate::run::{cargo, linted, npm, output, root};
use crate::setup::{For, python_tool, setup};
use crate::{circles, links, sizes};

/// Runs all checks and tests. A failure does not stop the others.
pub(crate) fn test(results: &mut Results) -> Result<(), String> {
    let began = Instant::now();
    setup(For::Testing)?;
    results.check("rustfmt", &mut cargo(&["fmt", "--all", "--check"]));
    results.check(
        "compile and lint",
        compile(&mut cargo(&["build", "--workspace", "--all-targets", "--keep-going"])),
    );
    if output("cargo-deny", &["--version"]).is_some() {
        results
            .check("cargo deny", &mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]));
    }
    let linter = python_tool("zizmor");
    if linter.is_file() {
        let offline = ["--offline", "--quiet", ".github"];
        results.check("workflows", Command::new(linter).args(offline).current_dir(root()));
    }
    let warnings = ("RUSTDOCFLAGS", "-D warnings");
    let doc = ["doc", "--workspace", "--no-deps"];
    results.check("cargo doc", cargo(&doc).env(warnings.0, warnings.1));
    circles::check(results)?;
    sizes::check(results)?;
    links::check(results)?;
    results.check("UI circles", &mut npm(&["run", "--silent", "circles"]));
    // Both use one processor. They read the compiled messages, which the UI's build has written: nothing writes them again meanwhile.
    let run = ["run", "--silent", "--ignore-scripts"];
    let types = Background::start("svelte-check", &mut npm(&[&run[..], &["check"]].concat()));
    results.check("UI lint", &mut npm(&[&run[..], &["lint"]].concat()));
    results.finish(types);
    results.count("UI tests", "Tests ", &mut npm(&["test", "--silent"]));
    if cfg!(target_os = "linux") {
        // Windows and macOS have no Chromium from a package manager.
        results.count("UI in a browser", "Tests ", &mut npm(&["run", "--silent", "test:browser"]));
    }
    let has_nextest = output("cargo-nextest", &["nextest", "--version"]).is_some();
    let (closing, rust): (_, &[&str]) = if has_nextest {
        ("Summary [", &["nextest", "run", "--workspace"])
    } else {
        ("test result:", &["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    results.count(
        "Rust tests",
        closing,
        compile(&mut cargo(rust)).env("SATCHEL_BAGIT", python_tool("bagit.py")),
    );
    results.count(
        "doc tests",
        "test result:",
        compile(&mut cargo(&["test", "--workspace", "--doc", "--no-fail-fast"])),
    );
    results.check("soak", compile(&mut soak(&["6"])));
    println!("\n({} s)", began.elapsed().as_secs());
    Ok(())
}

/// Lints what is compiled. All steps compile in the same way, so that each reuses what the others have compiled.
pub(crate) fn compile(command: &mut Command) -> &mut Command {
    linted("clippy-driver", command)
}

/// Kills and restarts core while it backs up.
pub(crate) fn soak(words: &[&str]) -> Command {
    cargo(&[&["run", "--quiet", "--package", "satchel-soak", "--"], words].concat())
}
