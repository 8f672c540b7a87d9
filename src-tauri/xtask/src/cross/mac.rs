//! A C compiler for macOS that compiles nothing.
//!
//! A check links nothing, so what C code would become is never looked at; and Apple's headers, which it needs, may not
//! be had without a Mac. The build scripts of dependencies get empty object files.

use super::compiler::folder;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

/// Answers to the name of clang, knows no `-?` (by which Microsoft's way of calling it would be told), and writes an
/// empty file wherever it is told to write one.
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

/// The compiler, as a script.
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

    /// Has a cargo take it, with the archiver of this system, which does not mind what it packs.
    pub(super) fn used_by<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        cargo
            .env("CC_aarch64_apple_darwin", &self.0)
            .env("CXX_aarch64_apple_darwin", &self.0)
            .env("AR_aarch64_apple_darwin", "ar")
            // Nobody is asked for Apple's headers.
            .env("SDKROOT", folder())
    }
}
