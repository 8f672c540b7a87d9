//! Debian's compiler for other systems.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{root, target};

/// The system that a program is compiled for.
#[derive(Clone, Copy)]
pub(super) enum System {
    Windows,
    MacOs,
}

impl System {
    /// As the compiler calls it.
    pub(super) const fn triple(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::MacOs => "aarch64-apple-darwin",
        }
    }
}

/// A folder of its own: another compiler's work would only be thrown away by turns.
pub(super) fn folder() -> PathBuf {
    target().join("cross")
}

/// Debian's cargo for another system, with Clippy's driver as the compiler of the workspace's own packages.
pub(super) fn cargo(what: &str, system: System) -> Command {
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
