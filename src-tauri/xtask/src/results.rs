//! Runs checks and tests, and counts their results.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::run::target;

/// Numbers of passed and failed checks and tests.
#[derive(Default)]
pub(crate) struct Results {
    passed: u64,
    failed: u64,
    /// Names of failed checks and tests.
    failures: Vec<String>,
    /// Checks with their durations in seconds.
    durations: Vec<(String, u64)>,
}

/// A check that runs beside others.
pub(crate) struct Background {
    what: &'static str,
    child: io::Result<Child>,
    output: PathBuf,
    began: Instant,
}

impl Background {
    /// Starts the check. Its output is printed by [`Results::finish`].
    pub(crate) fn start(what: &'static str, command: &mut Command) -> Self {
        println!("\n── {what} (in the background)");
        let output = target().join(format!("{}.log", what.replace(' ', "-")));
        let child = File::create(&output)
            .and_then(|log| Ok((log.try_clone()?, log)))
            .and_then(|(out, err)| command.stdin(Stdio::null()).stdout(out).stderr(err).spawn());
        Self { what, child, output, began: Instant::now() }
    }
}

/// A group of checks.
pub(crate) type Part = fn(&mut Results) -> Result<(), String>;

/// Runs groups of checks, and prints the total. Returns an error if any failed.
pub(crate) fn run(parts: &[Part]) -> Result<(), String> {
    let mut results = Results::default();
    for part in parts {
        results.run(*part);
    }
    results.print();
    if results.failed == 0 { Ok(()) } else { Err(String::new()) }
}

impl Results {
    /// Runs a group of checks. If it cannot go on, that is a failure, too.
    pub(crate) fn run(&mut self, part: Part) {
        if let Err(problem) = part(self) {
            self.fail(&problem);
        }
    }

    /// Records the result of a check.
    pub(crate) fn record(&mut self, what: &str, passed: bool, problem: &str) {
        println!("\n── {what}");
        if passed {
            self.passed += 1;
        } else {
            println!("{problem}");
            self.fail(what);
        }
    }

    /// Runs a check that passes or fails as a whole, and returns whether it passed.
    pub(crate) fn check(&mut self, what: &str, command: &mut Command) -> bool {
        println!("\n── {what}");
        let began = Instant::now();
        let succeeded = command.stdin(Stdio::null()).status().is_ok_and(|status| status.success());
        self.took(what, began);
        self.passed_or_failed(what, succeeded)
    }

    /// Waits for a check that was started before, prints its output, and returns whether it passed.
    pub(crate) fn finish(&mut self, background: Background) -> bool {
        let Background { what, child, output, began } = background;
        let succeeded = child.and_then(|mut child| child.wait()).is_ok_and(|status| status.success());
        println!("\n── {what}");
        let copied = File::open(&output).and_then(|mut log| io::copy(&mut log, &mut io::stdout().lock()));
        if let Err(error) = copied {
            println!("{}: {error}", output.display());
        }
        self.took(what, began);
        self.passed_or_failed(what, succeeded)
    }

    /// Runs tests, and adds the counts of their summary lines, which start with `closing`.
    pub(crate) fn count(&mut self, what: &str, closing: &str, command: &mut Command) {
        println!("\n── {what}");
        let began = Instant::now();
        // nextest prints its summary to standard error, the others to standard output.
        let Ok((reader, writer)) = std::io::pipe() else { return self.fail(what) };
        let started = writer
            .try_clone()
            .and_then(|other| command.stdin(Stdio::null()).stdout(writer).stderr(other).spawn());
        let Ok(mut child) = started else { return self.fail(what) };
        // Reading only ends once all writing ends of the pipe are closed.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (passed, failed, failures) = read_through(reader, closing);
        let succeeded = child.wait().is_ok_and(|status| status.success());
        self.took(what, began);
        self.passed += passed;
        self.failed += failed;
        self.failures.extend(failures);
        if !succeeded && failed == 0 || succeeded && passed == 0 && what != "doc tests" {
            self.fail(what);
        }
    }

    fn passed_or_failed(&mut self, what: &str, succeeded: bool) -> bool {
        if succeeded {
            self.passed += 1;
        } else {
            self.fail(what);
        }
        succeeded
    }

    fn fail(&mut self, what: &str) {
        println!("✗ {what}");
        self.failed += 1;
        self.failures.push(what.to_owned());
    }

    fn took(&mut self, what: &str, began: Instant) {
        let seconds = began.elapsed().as_secs();
        println!("({what}: {seconds} s)");
        self.durations.push((what.to_owned(), seconds));
    }

    /// Prints what took long, what failed, and the total.
    fn print(&self) {
        println!();
        for (what, seconds) in self.durations.iter().filter(|(_, seconds)| *seconds >= 5) {
            println!("{seconds:>6} s  {what}");
        }
        println!();
        for failure in &self.failures {
            println!("✗ {failure}");
        }
        println!("{} passed, {} failed", self.passed, self.failed);
    }
}

/// Prints the output as it arrives, adds up the counts of its summary lines, and collects the names of failed tests.
fn read_through(output: impl Read, closing: &str) -> (u64, u64, Vec<String>) {
    let (mut passed, mut failed) = (0, 0);
    let mut failures: Vec<String> = Vec::new();
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}");
        if let Some((p, f)) = counts(&line, closing) {
            passed += p;
            failed += f;
        }
        // nextest lists failures twice: when they happen, and after its summary.
        if let Some(name) = failure(&line).filter(|name| !failures.contains(name)) {
            failures.push(name);
        }
    }
    (passed, failed, failures)
}

/// The name of a failed test in a line of nextest, cargo test or vitest.
fn failure(line: &str) -> Option<String> {
    let plain = without_colours(line);
    // nextest indents the output of a test, and names the test in a line of its own.
    if let Some(name) =
        plain.trim_end().strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED"))
    {
        return Some(name.to_owned());
    }
    let (status, rest) = plain.trim().split_once(char::is_whitespace)?;
    let failed = ["FAIL", "TIMEOUT", "ABORT"].contains(&status) || status.starts_with("SIG");
    // After nextest's status stand the duration in brackets, and the position in parentheses.
    let name = rest.rsplit_once([']', ')']).map_or(rest, |(_, name)| name).trim();
    (failed && !name.is_empty()).then(|| name.to_owned())
}

/// The counts in a summary line of nextest, cargo test or vitest. Summary lines of other runners in the output of a test
/// do not count.
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
    use super::{counts, failure};

    #[test]
    fn names_of_failed_tests_are_parsed() {
        for (line, expected) in [
            (
                "        FAIL [   0.016s] ( 1/15) satchel-core::core jobs::a_test",
                Some("satchel-core::core jobs::a_test"),
            ),
            ("     TIMEOUT [ 300.016s] satchel::e2e a_test", Some("satchel::e2e a_test")),
            ("     SIGABRT [   1.016s] ( 2/15) satchel a_test", Some("satchel a_test")),
            ("test jobs::a_test ... FAILED", Some("jobs::a_test")),
            ("\u{1b}[31m FAIL \u{1b}[39m tests/jobs.test.ts > a test", Some("tests/jobs.test.ts > a test")),
            ("        PASS [   0.016s] ( 1/15) satchel a_test_that_passed", None),
            ("test jobs::a_test ... ok", None),
            ("    test jobs::a_test ... FAILED", None),
            ("test result: FAILED. 10 passed; 2 failed; 0 ignored", None),
            ("FAILED", None),
        ] {
            assert_eq!(failure(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn summary_lines_are_parsed() {
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
