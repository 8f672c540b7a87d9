//! Measures the library on generated accounts, beside a plain Python script over the same rows in the same run.
//!
//! Each part runs in a process of its own, so that its peak memory is its own. Figures, never judgements: nothing here
//! fails because a machine is slow.

mod journey;
mod lists;
mod peer;
mod place;

use std::path::Path;
use std::process::{Command, ExitCode};

use place::Trouble;

/// Records of the two accounts.
const SMALL: u64 = 1_000_000;
const LARGE: u64 = 5_000_000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["journey", zip, home] => journey::journey(Path::new(zip), Path::new(home)),
        ["lists", home] => lists::lists(Path::new(home)),
        ["chat", home] => lists::chat(Path::new(home)),
        ["quick"] => all(&[SMALL]),
        [] => all(&[SMALL, LARGE]),
        _ => Err("satchel-bench [quick]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn all(sizes: &[u64]) -> Result<(), Trouble> {
    let folder = tempfile::tempdir()?;
    for records in sizes {
        let zip = folder.path().join(format!("{records}.zip"));
        place::generate(*records, false, &zip)?;
        let home = folder.path().join(format!("home-{records}"));
        println!("\n── {records} records, {} MB of JSON", place::json_bytes(&zip)? / 1_000_000);
        part(&["journey", path(&zip), path(&home)])?;
        peer::run(&zip, &folder.path().join(format!("{records}.sqlite")))?;
        part(&["lists", path(&home)])?;
    }
    let zip = folder.path().join("chat.zip");
    place::generate(SMALL * 5, true, &zip)?;
    let home = folder.path().join("home-chat");
    println!("\n── one chat of {SMALL} messages");
    part(&["journey", path(&zip), path(&home)])?;
    part(&["chat", path(&home)])
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

/// Runs a part in a process of its own.
fn part(words: &[&str]) -> Result<(), Trouble> {
    // One heap for all threads, as the app sets for itself when it starts.
    let status = Command::new(std::env::current_exe()?).args(words).env("MALLOC_ARENA_MAX", "1").status()?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", words[0]).into()) }
}
