//! The whole app as compilers for Windows and macOS see it, on Debian.
//!
//! What stands behind `cfg(windows)` and `cfg(target_os = "macos")` would otherwise meet no compiler before a release.
//! Debian carries a current Rust with the sources of its standard library (`rustc-web` and what belongs to it, kept up
//! for browsers), so the standard library is built for either system, and no further toolchain is needed.
//!
//! - **Windows**: every target of the app and its crates is compiled and linked, and the tests of core and of the stand-in run
//!   as Windows programs under Wine. The app itself does not run there: Wine has no web view.
//! - **macOS**: every target is type-checked. Linking and running need a Mac, so C code is left out ([`mac`]).
//!
//! Both are linted by Clippy, whose driver is the compiler here, as in `cargo clippy`; a warning is an error.

mod compiler;
mod mac;
mod wine;

use std::time::Instant;

use crate::results::Results;
use crate::run::has;
use crate::setup::{install, interface};
use compiler::{System, cargo};

/// Debian's compiler with its library's sources and its Clippy, a linker for Windows, and what runs its programs.
const PACKAGES: [&str; 7] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "gcc-mingw-w64-x86-64", "wine", "wine64"];

/// Sets up and does all of it; what fails does not keep the rest from running.
pub(crate) fn cross(results: &mut Results) -> Result<(), String> {
    if !cfg!(target_os = "linux") || !has("apt-get") {
        return Err("cargo xtask cross needs Debian 12 or newer, whose packages bring the compiler.".into());
    }
    let began = Instant::now();
    install(&PACKAGES)?;
    interface()?;
    let mut timed = |what: &str, work: &mut dyn FnMut(&mut Results, &str)| {
        let began = Instant::now();
        work(results, what);
        println!("({} s)", began.elapsed().as_secs());
    };
    let mut is_linked = false;
    timed("compile, lint and link for Windows", &mut |results, what| {
        is_linked = results.check(what, cargo("build", System::Windows).args(EVERYTHING));
    });
    if is_linked {
        let wine = wine::Wine::prepare()?;
        timed("core's tests under Wine", &mut |results, what| wine.test(results, what));
    }
    let mac = mac::CCompiler::prepare()?;
    timed("type-check and lint for macOS", &mut |results, what| {
        results.check(what, mac.used_by(cargo("check", System::MacOs).args(EVERYTHING)));
    });
    println!("\n({} s)", began.elapsed().as_secs());
    Ok(())
}

/// What is compiled: all of it but two tools that only those who build Satchel use; and on to the end, so that every
/// fault is seen at once.
const EVERYTHING: [&str; 7] = [
    "--workspace",
    "--exclude",
    "satchel-baseline-window",
    "--exclude",
    "satchel-icons",
    "--all-targets",
    "--keep-going",
];
