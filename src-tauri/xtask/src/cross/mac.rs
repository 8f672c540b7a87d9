//! A C compiler for macOS that writes empty object files.
//!
//! A type check does not link C code, and compiling it would need Apple's headers, which are only licensed for Macs.

use super::compiler::folder;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

/// Identifies itself as clang, rejects `-?` (which would identify Microsoft's compiler), and creates its output file.
const SCRIPT: &str = r#"#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
    -E) echo clang ;;
    -\?) exit 1 ;;
    -o) : >"$2" && shift ;;
    esac
    shift
done
"#;

/// The compiler script.
pub(super) struct CCompiler(PathBuf);

impl CCompiler {
    /// Writes the script.
    pub(super) fn prepare() -> Result<Self, String> {
        let script = folder().join("cc-for-macos");
        fs::create_dir_all(folder())
            .and_then(|()| fs::write(&script, SCRIPT))
            .and_then(|()| fs::set_permissions(&script, fs::Permissions::from_mode(0o755)))
            .map_err(|error| format!("{}: {error}", script.display()))?;
        Ok(Self(script))
    }

    /// Configures cargo to use the script, and the archiver of this system.
    pub(super) fn used_by<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        cargo
            .env("CC_aarch64_apple_darwin", &self.0)
            .env("CXX_aarch64_apple_darwin", &self.0)
            .env("AR_aarch64_apple_darwin", "ar")
            // Without this, Apple's headers would be searched for.
            .env("SDKROOT", folder())
    }
}
