//! Runs Windows programs under Wine, in a Windows folder of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::compiler::{self, System, folder};
use crate::results::Results;
use crate::run::step;

/// Wine 8 lacks this library, in which Rust's standard library looks for random numbers.
const RANDOM: &str = "\
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID to, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length) { return SystemFunction036(to, length); }
";

/// Debian's Wine for 64-bit programs. The `wine` in the path only complains that it knows no others.
const PROGRAM: &str = "/usr/lib/wine/wine64";

/// What all programs under Wine talk to. Left to itself it ends seconds after a program does, and the next one may meet
/// it while it goes; so it is told to wait for longer than any pause between two tests.
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// Wine, ready to run.
pub(super) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Makes the Windows folder, and puts into it what is missing.
    pub(super) fn prepare() -> Result<Self, String> {
        let prefix = folder().join("wine");
        fs::create_dir_all(&prefix).map_err(|error| format!("{}: {error}", prefix.display()))?;
        let wine = Self { prefix };
        step("start Wine's server", within(&wine.prefix, Command::new(SERVER).arg("--persistent=120")))?;
        // Windows' own services, too, run from here on. Started by a test they would hold on to its output, which then
        // never ends.
        step("start Wine", within(&wine.prefix, Command::new(PROGRAM).args(["wineboot", "--init"])))?;
        wine.until_it_answers()?;
        let libraries = wine.prefix.join("drive_c/windows/system32");
        let library = libraries.join("bcryptprimitives.dll");
        if !library.is_file() {
            let source = folder().join("bcryptprimitives.c");
            fs::write(&source, RANDOM).map_err(|error| format!("{}: {error}", source.display()))?;
            let mut compile = Command::new("x86_64-w64-mingw32-gcc");
            compile.arg("-shared").arg("-o").arg(&library).arg(&source).arg("-ladvapi32");
            step("make a source of random numbers", &mut compile)?;
        }
        Ok(wine)
    }

    /// Waits until a program runs and is heard: in a new Windows folder the first one has once ended without a word.
    fn until_it_answers(&self) -> Result<(), String> {
        for _ in 0..20 {
            let answer =
                within(&self.prefix, Command::new(PROGRAM).args(["cmd", "/c", "echo ready"])).output();
            let answer = answer.map_err(|error| format!("{PROGRAM}: {error}"))?;
            if answer.status.success() && answer.stdout.starts_with(b"ready") {
                return Ok(());
            }
            let said = String::from_utf8_lossy(&answer.stderr);
            println!("Wine does not answer yet ({}): {}", answer.status, said.trim());
            thread::sleep(Duration::from_millis(500));
        }
        Err("Wine runs no programs".into())
    }

    /// The tests of core and of the stand-in, as they were linked; none is left out.
    pub(super) fn test(&self, results: &mut Results, what: &str) {
        let mut cargo = compiler::cargo("test", System::Windows);
        cargo.args([
            "-p",
            "satchel-core",
            "-p",
            "satchel-sim",
            "-p",
            "satchel-export-gen",
            "--lib",
            "--tests",
            "--no-fail-fast",
        ]);
        cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", PROGRAM);
        results.count(what, "test result:", within(&self.prefix, &mut cargo));
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // Its own way to end: with everything that still runs in this Windows folder.
        let _ = within(&self.prefix, Command::new(SERVER).arg("--kill")).status();
    }
}

/// Has a command, and what it starts, use this Windows folder.
fn within<'a>(prefix: &Path, command: &'a mut Command) -> &'a mut Command {
    command
        .env("WINEPREFIX", prefix)
        .env("WINEARCH", "win64")
        // What Wine itself has no luck with is said; what it merely lacks is not.
        .env("WINEDEBUG", "fixme-all")
        // No desktop menus, and no offers to fetch what these programs never use.
        .env("WINEDLLOVERRIDES", "winemenubuilder.exe,mscoree,mshtml=d")
}
