//! Benchmarks the library on generated exports, and a plain Python script on the same data; and downloads and
//! the unpacking of archives beside other programs. Also measures what is read of exports whose keys have been renamed.
//!
//! Each benchmark runs in its own process, so that peak memory is measured separately. The results are printed; none
//! fails because the computer is slow.

mod archive;
mod drift;
mod fetch;
mod import;
mod lists;
mod reference;
mod setup;

use std::path::Path;
use std::process::{Command, ExitCode};

use setup::Error;

/// Numbers of records.
const SMALL: u64 = 1_000_000;
const LARGE: u64 = 5_000_000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["import", zip, home] => import::import(Path::new(zip), Path::new(home)),
        ["lists", home] => lists::lists(Path::new(home)),
        ["chat", home] => lists::chat(Path::new(home)),
        ["save", zip, home] => archive::save(Path::new(zip), Path::new(home)),
        ["unpack", zip, target] => archive::unpack(Path::new(zip), Path::new(target)),
        ["fetch-one", address, target] => fetch::one(address, Path::new(target)),
        ["fetch", folder] => fetch::compare(Path::new(folder)),
        ["archive", folders @ ..] if !folders.is_empty() => archive::all(folders),
        ["drift"] => drift::measure(),
        ["quick"] => all(&[SMALL]),
        [] => all(&[SMALL, LARGE]),
        _ => Err("satchel-bench [quick | drift | archive FOLDER... | fetch FOLDER]".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn all(sizes: &[u64]) -> Result<(), Error> {
    let folder = tempfile::tempdir()?;
    for records in sizes {
        let zip = folder.path().join(format!("{records}.zip"));
        setup::generate(*records, false, &zip)?;
        let home = folder.path().join(format!("home-{records}"));
        println!("\n── {records} records, {} MB of JSON", setup::json_bytes(&zip)? / 1_000_000);
        spawn(&["import", path(&zip), path(&home)])?;
        reference::run(&zip, &folder.path().join(format!("{records}.sqlite")))?;
        spawn(&["lists", path(&home)])?;
    }
    let zip = folder.path().join("chat.zip");
    setup::generate(SMALL * 5, true, &zip)?;
    let home = folder.path().join("home-chat");
    println!("\n── one chat of {SMALL} messages");
    spawn(&["import", path(&zip), path(&home)])?;
    spawn(&["chat", path(&home)])
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

/// Runs a benchmark in its own process.
fn spawn(words: &[&str]) -> Result<(), Error> {
    // One malloc arena for all threads, as in the app.
    let status = Command::new(std::env::current_exe()?).args(words).env("MALLOC_ARENA_MAX", "1").status()?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", words[0]).into()) }
}
