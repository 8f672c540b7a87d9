//! Checks the code for Windows and macOS, on Debian.
//!
//! Otherwise, code for `cfg(windows)` and `cfg(target_os = "macos")` would first be compiled for a release. Debian has a
//! current Rust with the sources of the standard library (`rustc-web`, which is updated for browsers), so that the standard
//! library can be built for both systems without another toolchain.
//!
//! - **Windows**: all targets are compiled and linked, and the tests of core, the stand-in and the export generator run under
//!   Wine. The app itself does not run there, because Wine has no web view.
//! - **macOS**: all targets are type-checked. Linking needs a Mac, so that C code is not compiled ([`mac`]).
//!
//! Clippy checks both. Warnings are errors.

mod compiler;
mod mac;
mod wine;

use std::time::Instant;

use crate::results::Results;
use crate::run::has;
use crate::setup::{install, interface};
use compiler::{System, cargo};

/// Debian's compiler with the sources of its library and Clippy, a linker for Windows, and Wine.
const PACKAGES: [&str; 7] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "gcc-mingw-w64-x86-64", "wine", "wine64"];

/// Runs all checks. A failure does not stop the others.
pub(crate) fn cross(results: &mut Results) -> Result<(), String> {
    if !cfg!(target_os = "linux") || !has("apt-get") {
        return Err("cargo xtask cross needs Debian 12 or newer, whose packages include the compiler.".into());
    }
    let began = Instant::now();
    install(&PACKAGES)?;
    interface()?;
    if results.check("compile, lint and link for Windows", cargo("build", System::Windows).args(EVERYTHING)) {
        wine::Wine::prepare()?.test(results, "core's tests under Wine");
    }
    let mac = mac::CCompiler::prepare()?;
    results
        .check("type-check and lint for macOS", mac.used_by(cargo("check", System::MacOs).args(EVERYTHING)));
    println!("\n({} s)", began.elapsed().as_secs());
    Ok(())
}

/// All packages but two development tools. With `--keep-going`, all errors are reported at once.
const EVERYTHING: [&str; 7] = [
    "--workspace",
    "--exclude",
    "satchel-baseline-window",
    "--exclude",
    "satchel-icons",
    "--all-targets",
    "--keep-going",
];
