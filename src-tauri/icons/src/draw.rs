//! The drawings, and a picture of them of any size.

use std::path::Path;
use std::{fs, io};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::because;

/// Up to here the drawing for small sizes is taken: stitch and buckles would blur.
const SMALL: u32 = 32;

/// How much of the plate's width the bag takes in macOS.
const ON_PLATE: f32 = 0.62;

/// The drawings, read.
pub(crate) struct Drawings {
    large: Tree,
    small: Tree,
    plate: Tree,
}

/// What the bag stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// Nothing.
    Clear,
    /// The plate of macOS, except in small sizes, where it would leave no room for the bag.
    Plate,
}

impl Drawings {
    /// Reads them from `icons/`.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let tree = |name: &str| {
            let text = fs::read(folder.join(name)).map_err(|e| because(name, e))?;
            Tree::from_data(&text, &Options::default()).map_err(|e| because(name, e))
        };
        Ok(Self { large: tree("satchel.svg")?, small: tree("satchel-small.svg")?, plate: tree("plate.svg")? })
    }

    /// A square picture.
    pub(crate) fn picture(&self, size: u32, ground: Ground) -> io::Result<Pixmap> {
        let mut picture = Pixmap::new(size, size).ok_or_else(|| because("picture", "no such size"))?;
        if size <= SMALL {
            place(&self.small, &mut picture, 1.0);
        } else if ground == Ground::Plate {
            place(&self.plate, &mut picture, 1.0);
            place(&self.large, &mut picture, ON_PLATE);
        } else {
            place(&self.large, &mut picture, 1.0);
        }
        Ok(picture)
    }
}

/// Draws in the middle, over this part of the width.
#[expect(clippy::cast_precision_loss, reason = "no icon is wider than a few thousand pixels")]
fn place(tree: &Tree, picture: &mut Pixmap, part: f32) {
    let width = picture.width() as f32;
    let scale = width * part / tree.size().width();
    let margin = width * (1.0 - part) / 2.0;
    resvg::render(tree, Transform::from_row(scale, 0.0, 0.0, scale, margin, margin), &mut picture.as_mut());
}
