//! The Python script to which the library is compared.

use std::path::Path;
use std::process::Command;

use crate::setup::Error;

const SCRIPT: &str = include_str!("../reference.py");

/// Runs the script on an archive. It prints its results.
pub(crate) fn run(zip: &Path, database: &Path) -> Result<(), Error> {
    let status = Command::new("python3").arg("-c").arg(SCRIPT).arg(zip).arg(database).status()?;
    if status.success() { Ok(()) } else { Err("the Python script failed".into()) }
}
