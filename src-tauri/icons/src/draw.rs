//! Renders the SVG files.

use std::path::Path;
use std::{fs, io};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Maximum size of the simplified drawing, without the details that would blur.
const SMALL: u32 = 32;

/// Width of the bag on macOS, relative to the plate.
const ON_PLATE: f32 = 0.62;

/// The loaded SVG files.
pub(crate) struct Drawings {
    large: Tree,
    small: Tree,
    plate: Tree,
}

/// The background of the bag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Background {
    /// No background.
    Transparent,
    /// The plate of macOS icons. Small sizes have none.
    Plate,
}

impl Drawings {
    /// Loads the files from a folder.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let tree = |name: &str| {
            let text = fs::read(folder.join(name)).map_err(|e| error(name, e))?;
            Tree::from_data(&text, &Options::default()).map_err(|e| error(name, e))
        };
        Ok(Self { large: tree("satchel.svg")?, small: tree("satchel-small.svg")?, plate: tree("plate.svg")? })
    }

    /// Renders a square image.
    pub(crate) fn picture(&self, size: u32, background: Background) -> io::Result<Pixmap> {
        let mut picture = Pixmap::new(size, size).ok_or_else(|| error("image", "invalid size"))?;
        if size <= SMALL {
            draw_centred(&self.small, &mut picture, 1.0);
        } else if background == Background::Plate {
            draw_centred(&self.plate, &mut picture, 1.0);
            draw_centred(&self.large, &mut picture, ON_PLATE);
        } else {
            draw_centred(&self.large, &mut picture, 1.0);
        }
        Ok(picture)
    }
}

/// Draws in the centre, with a width relative to the image's.
#[expect(clippy::cast_precision_loss, reason = "no icon is wider than a few thousand pixels")]
fn draw_centred(tree: &Tree, picture: &mut Pixmap, part: f32) {
    let width = picture.width() as f32;
    let scale = width * part / tree.size().width();
    let margin = width * (1.0 - part) / 2.0;
    resvg::render(tree, Transform::from_row(scale, 0.0, 0.0, scale, margin, margin), &mut picture.as_mut());
}

/// An error of a library, with what failed.
pub(crate) fn error(what: &str, why: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("{what}: {why}"))
}
