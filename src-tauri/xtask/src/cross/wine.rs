//! Runs Windows programs under Wine, in a separate prefix.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::compiler::{self, System, folder};
use crate::results::Results;
use crate::run::step;

/// Wine 8 lacks this library, from which Rust's standard library gets random numbers.
const RANDOM: &str = "\
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID to, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length) { return SystemFunction036(to, length); }
";

/// Debian's Wine for 64-bit programs. The `wine` in the path prints a warning about missing 32-bit support.
const PROGRAM: &str = "/usr/lib/wine/wine64";

/// The Wine server. By default it exits seconds after the last program, and a new program may fail while it does. It is
/// started with a longer delay.
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// Tests that are the same on all systems, because they only read generated exports. They take most of the time; those of
/// `opening` that are not listed here open exports in the same way.
const SAME_EVERYWHERE: [&str; 4] = [
    "library::",
    "opening::every_layout_and_irregularity_is_opened",
    "opening::text_exports",
    "people::one_person_has_one_library_whatever_the_format_and_language",
];

/// The tests of the library that are about more than reading.
const OF_LIBRARY: [&str; 14] = [
    "library::damage",
    "library::database",
    "library::dates",
    "library::imports",
    "library::page",
    "library::person_page",
    "library::queries",
    "library::query",
    "library::rebuild",
    "library::renamed",
    "library::search_values",
    "library::statistics",
    "library::store",
    "library::year",
];

/// A prepared Wine prefix.
pub(super) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Creates the prefix, and adds the missing library.
    pub(super) fn prepare() -> Result<Self, String> {
        let prefix = folder().join("wine");
        fs::create_dir_all(&prefix).map_err(|error| format!("{}: {error}", prefix.display()))?;
        let wine = Self { prefix };
        step("start Wine's server", within(&wine.prefix, Command::new(SERVER).arg("--persistent=120")))?;
        // This also starts the Windows services. If a test started them, they would keep its output open.
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

    /// Waits until a program runs and its output arrives. In a new prefix, the first program may have none.
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

    /// Runs the tests of core, the stand-in and the export generator, without those that are the same on all systems.
    pub(super) fn test(&self, results: &mut Results, what: &str) {
        let all = ["-p", "satchel-core", "-p", "satchel-sim", "-p", "satchel-export-gen", "--lib", "--tests"];
        let skipped: Vec<&str> = SAME_EVERYWHERE.iter().flat_map(|name| ["--skip", name]).collect();
        self.count(results, what, &all, &skipped);
        let of_core = ["-p", "satchel-core", "--lib", "--test", "core"];
        self.count(results, "core's tests of the library under Wine", &of_core, &OF_LIBRARY);
    }

    /// Runs those tests of these packages that the filters select.
    fn count(&self, results: &mut Results, what: &str, packages: &[&str], filters: &[&str]) {
        let mut cargo = compiler::cargo("test", System::Windows);
        cargo.args(packages).args(["--no-fail-fast", "--"]).args(filters);
        // Most tests wait for timers.
        cargo.env("RUST_TEST_THREADS", "6");
        cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", PROGRAM);
        results.count(what, "test result:", within(&self.prefix, &mut cargo));
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // Stops all processes of the prefix.
        let _ = within(&self.prefix, Command::new(SERVER).arg("--kill")).status();
    }
}

/// Makes a command use the prefix.
fn within<'a>(prefix: &Path, command: &'a mut Command) -> &'a mut Command {
    command
        .env("WINEPREFIX", prefix)
        .env("WINEARCH", "win64")
        // Prints errors, but not messages about missing features.
        .env("WINEDEBUG", "fixme-all")
        // Without desktop menus, and without prompts to download components.
        .env("WINEDLLOVERRIDES", "winemenubuilder.exe,mscoree,mshtml=d")
}
