//! Generates Satchel's icons from the SVG files in `icons/`: `cargo xtask icons`.
//!
//! It is a separate package, so that xtask does not depend on the renderer.

mod draw;
mod set;

use std::fs;
use std::path::Path;

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

/// The folder `icons` in the root of the repository.
fn folder() -> std::path::PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).join("icons")
}
