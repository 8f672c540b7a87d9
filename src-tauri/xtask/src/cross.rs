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

mod mac;
mod wine;

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::run::{has, root, target};
use crate::setup::{install, interface};
use crate::test::Tally;

/// Debian's compiler with its library's sources and its Clippy, a linker for Windows, and what runs its programs.
const PACKAGES: [&str; 7] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "gcc-mingw-w64-x86-64", "wine", "wine64"];

/// The system that a program is compiled for.
#[derive(Clone, Copy)]
enum System {
    Windows,
    MacOs,
}

impl System {
    /// As the compiler calls it.
    const fn triple(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::MacOs => "aarch64-apple-darwin",
        }
    }
}

/// Sets up and does all of it; what fails does not keep the rest from running.
pub(crate) fn cross(tally: &mut Tally) -> Result<(), String> {
    if !cfg!(target_os = "linux") || !has("apt-get") {
        return Err("cargo xtask cross needs Debian 12 or newer, whose packages bring the compiler.".into());
    }
    let began = Instant::now();
    install(&PACKAGES)?;
    interface()?;
    let mut timed = |what: &str, work: &mut dyn FnMut(&mut Tally, &str)| {
        let began = Instant::now();
        work(tally, what);
        println!("({} s)", began.elapsed().as_secs());
    };
    let mut is_linked = false;
    timed("compile, lint and link for Windows", &mut |tally, what| {
        is_linked = tally.check(what, cargo("build", System::Windows).args(EVERYTHING));
    });
    if is_linked {
        let wine = wine::Wine::prepare()?;
        timed("core's tests under Wine", &mut |tally, what| wine.test(tally, what));
    }
    let mac = mac::CCompiler::prepare()?;
    timed("type-check and lint for macOS", &mut |tally, what| {
        tally.check(what, mac.used_by(cargo("check", System::MacOs).args(EVERYTHING)));
    });
    println!("\n({} s)", began.elapsed().as_secs());
    Ok(())
}

/// What is compiled: all of it but two tools that only those who build Satchel use; and on to the end, so that every
/// fault is seen at once.
const EVERYTHING: [&str; 7] = [
    "--workspace",
    "--exclude",
    "satchel-bare",
    "--exclude",
    "satchel-icons",
    "--all-targets",
    "--keep-going",
];

/// A folder of its own: another compiler's work would only be thrown away by turns.
fn folder() -> PathBuf {
    target().join("cross")
}

/// Debian's cargo for another system, with Clippy's driver as the compiler of the workspace's own packages.
fn cargo(what: &str, system: System) -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    // rustup's choices, which this very process was started with.
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTFLAGS", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command
        .current_dir(root())
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTDOC", "/usr/bin/rustdoc")
        // `-Z` is refused otherwise: this compiler is a stable one.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC_WORKSPACE_WRAPPER", "/usr/bin/clippy-driver")
        // How `cargo clippy` hands `-D warnings` on to its driver.
        .env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")
        // Nobody debugs these programs, and nothing of them is built twice.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        // The same features whichever packages are named, so that the tests are those that were linked.
        .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "workspace")
        .args([what, "-Zbuild-std=std,panic_unwind,test", "-Zfeature-unification"])
        .args(["--target", system.triple(), "--target-dir"])
        .arg(folder());
    command
}
