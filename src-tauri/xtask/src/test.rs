//! Every test, one after the other, and one line at the end that adds them up.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::run::{cargo, npm, output, root};
use crate::setup::{For, python_tool, setup};

/// What passed and what failed.
#[derive(Default)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
}

/// Sets up and runs everything; what fails does not keep the rest from running.
pub(crate) fn test(tally: &mut Tally) -> Result<(), String> {
    let began = Instant::now();
    setup(For::Testing)?;
    tally.check("rustfmt", &mut cargo(&["fmt", "--all", "--check"]));
    tally.check("clippy", &mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    if output("cargo-deny", &["--version"]).is_some() {
        tally.check("cargo deny", &mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]));
    }
    let linter = python_tool("zizmor");
    if linter.is_file() {
        let offline = ["--offline", "--quiet", ".github"];
        tally.check("workflows", Command::new(linter).args(offline).current_dir(root()));
    }
    tally.check("svelte-check", &mut npm(&["run", "--silent", "check"]));
    tally.check("UI lint", &mut npm(&["run", "--silent", "lint"]));
    tally.count("UI tests", "Tests ", &mut npm(&["test", "--silent"]));
    let has_nextest = output("cargo-nextest", &["nextest", "--version"]).is_some();
    let (closing, rust): (_, &[&str]) = if has_nextest {
        ("Summary [", &["nextest", "run", "--workspace"])
    } else {
        ("test result:", &["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    tally.count("Rust tests", closing, cargo(rust).env("SATCHEL_BAGIT", python_tool("bagit.py")));
    tally.count("doc tests", "test result:", &mut cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]));
    println!("\n({} s)", began.elapsed().as_secs());
    Ok(())
}

/// A part of what is checked.
pub(crate) type Part = fn(&mut Tally) -> Result<(), String>;

/// Runs parts one after the other, and ends with the line that adds them all up; an error if anything failed.
pub(crate) fn run(parts: &[Part]) -> Result<(), String> {
    let mut tally = Tally::default();
    for part in parts {
        if let Err(problem) = part(&mut tally) {
            tally.fail(&problem);
        }
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { Ok(()) } else { Err(String::new()) }
}

impl Tally {
    /// Something that was found out already.
    pub(crate) fn say(&mut self, what: &str, is_good: bool, otherwise: &str) {
        println!("\n── {what}");
        if is_good {
            self.passed += 1;
        } else {
            println!("{otherwise}");
            self.fail(what);
        }
    }

    /// A check that passes or fails as a whole; whether it passed.
    pub(crate) fn check(&mut self, what: &str, command: &mut Command) -> bool {
        println!("\n── {what}");
        let is_good = command.stdin(Stdio::null()).status().is_ok_and(|status| status.success());
        if is_good {
            self.passed += 1;
        } else {
            self.fail(what);
        }
        is_good
    }

    /// A run of tests, whose own closing lines, which begin like this, say how many passed and failed.
    pub(crate) fn count(&mut self, what: &str, closing: &str, command: &mut Command) {
        println!("\n── {what}");
        // One pipe for both: nextest sums up on standard error, the others on standard output.
        let Ok((reader, writer)) = std::io::pipe() else { return self.fail(what) };
        let started = writer
            .try_clone()
            .and_then(|other| command.stdin(Stdio::null()).stdout(writer).stderr(other).spawn());
        let Ok(mut child) = started else { return self.fail(what) };
        // Our ends of the pipe must close for the reading to end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (passed, failed) = read_through(reader, closing);
        let is_good = child.wait().is_ok_and(|status| status.success());
        self.passed += passed;
        self.failed += failed;
        if !is_good && failed == 0 || is_good && passed == 0 && what != "doc tests" {
            self.fail(what);
        }
    }

    fn fail(&mut self, what: &str) {
        println!("✗ {what}");
        self.failed += 1;
    }
}

/// Passes the output on as it comes, and adds up what it says of tests.
fn read_through(output: impl Read, closing: &str) -> (u64, u64) {
    let (mut passed, mut failed) = (0, 0);
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}");
        if let Some((p, f)) = counts(&line, closing) {
            passed += p;
            failed += f;
        }
    }
    (passed, failed)
}

/// The counts of a closing line of nextest, cargo test or vitest. A failed test's own output is indented or has another
/// runner's closing lines in it: those do not count.
fn counts(line: &str, closing: &str) -> Option<(u64, u64)> {
    let plain = without_colours(line);
    if !plain.trim_start().starts_with(closing) {
        return None;
    }
    let before = |word: &str| {
        let words: Vec<&str> = plain.split([' ', ',', ';', '|']).filter(|w| !w.is_empty()).collect();
        words
            .windows(2)
            .find(|pair| pair[1].trim_end_matches(|c: char| !c.is_alphabetic()) == word)
            .and_then(|pair| pair[0].parse().ok())
            .unwrap_or(0)
    };
    Some((before("passed"), before("failed") + before("timed")))
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn closing_lines_are_understood() {
        const NEXTEST: &str = "Summary [";
        const CARGO: &str = "test result:";
        const VITEST: &str = "Tests ";
        for (line, closing, expected) in [
            (
                "     Summary [ 114.4s] 68 tests run: 63 passed (2 slow), 5 failed, 0 skipped",
                NEXTEST,
                Some((63, 5)),
            ),
            ("     Summary [   1.2s] 3 tests run: 3 passed, 0 skipped", NEXTEST, Some((3, 0))),
            (
                "     Summary [   1.2s] 3 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped",
                NEXTEST,
                Some((1, 2)),
            ),
            ("    test result: FAILED. 0 passed; 1 failed; 0 ignored", NEXTEST, None),
            (
                "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
                CARGO,
                Some((10, 2)),
            ),
            ("      Tests  45 passed (45)", VITEST, Some((45, 0))),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 44 passed (45)",
                VITEST,
                Some((44, 1)),
            ),
            (" Test Files  9 passed (9)", VITEST, None),
            ("        PASS [   0.016s] ( 1/15) satchel a_test_that_passed", NEXTEST, None),
        ] {
            assert_eq!(counts(line, closing), expected, "{line}");
        }
    }
}
