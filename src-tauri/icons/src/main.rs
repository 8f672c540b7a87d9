//! Generates Satchel's icons from the SVG files in `icons/`: `cargo xtask icons`.
//!
//! It is a separate package, so that xtask does not depend on the renderer.

mod draw;
mod set;

use std::path::PathBuf;
use std::{env, fs};

use crate::draw::Drawings;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder()?;
    let drawings = Drawings::read(&folder)?;
    for file in set::FILES {
        let bytes = file.write(&drawings)?;
        fs::write(folder.join(file.name), &bytes)?;
        println!("{:>7} bytes  icons/{}", bytes.len(), file.name);
    }
    Ok(())
}

/// The folder `icons` in the root of the repository, which `cargo run` names. The path at compile time may be that of
/// another checkout.
fn folder() -> Result<PathBuf, env::VarError> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    Ok(here.ancestors().nth(2).unwrap_or(&here).join("icons"))
}
