//! Debian's compiler for other systems.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{linted, root, target};

/// A target system.
#[derive(Clone, Copy)]
pub(super) enum System {
    Windows,
    MacOs,
}

impl System {
    /// The target triple.
    pub(super) const fn triple(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::MacOs => "aarch64-apple-darwin",
        }
    }
}

/// A separate target folder, because the compilers would invalidate each other's results.
pub(super) fn folder() -> PathBuf {
    target().join("cross")
}

/// Debian's cargo for another system, with Clippy for the packages of the workspace.
pub(super) fn cargo(what: &str, system: System) -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    linted("/usr/bin/clippy-driver", &mut command);
    // Set by rustup for this process.
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTFLAGS", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command
        .current_dir(root())
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTDOC", "/usr/bin/rustdoc")
        // Allows `-Z` with a stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        // The programs are neither debugged nor rebuilt.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        // The same features for all selections of packages, so that the linked tests are reused.
        .env("CARGO_RESOLVER_FEATURE_UNIFICATION", "workspace")
        .args([what, "-Zbuild-std=std,panic_unwind,test", "-Zfeature-unification"])
        .args(["--target", system.triple(), "--target-dir"])
        .arg(folder());
    command
}
