//! The plain Python script beside which the library is measured.

use std::path::Path;
use std::process::Command;

use crate::place::Trouble;

const SCRIPT: &str = include_str!("../peer.py");

/// Runs it over the same archive; it prints its own figures.
pub(crate) fn run(zip: &Path, database: &Path) -> Result<(), Trouble> {
    let status = Command::new("python3").arg("-c").arg(SCRIPT).arg(zip).arg(database).status()?;
    if status.success() { Ok(()) } else { Err("the Python script failed".into()) }
}
