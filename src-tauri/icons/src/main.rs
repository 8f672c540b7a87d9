//! Draws Satchel's icons, of every size and kind, from the drawings in `icons/`: `cargo xtask icons`.
//!
//! A package of its own, so that the other commands of xtask need not wait for a renderer to be built.

mod draw;
mod set;

use std::path::Path;
use std::{fs, io};

use crate::draw::Drawings;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder();
    let drawings = Drawings::read(&folder)?;
    for file in set::FILES {
        let bytes = file.write(&drawings)?;
        fs::write(folder.join(file.name), &bytes)?;
        println!("{:>7} bytes  icons/{}", bytes.len(), file.name);
    }
    Ok(())
}

/// `icons/`, at the root of the repository.
fn folder() -> std::path::PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).join("icons")
}

/// Whatever a library says is wrong, with what was being done.
fn because(what: &str, why: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("{what}: {why}"))
}
