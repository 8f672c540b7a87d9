//! When something is on the screen.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use satchel_stage::Trouble;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

/// Looked at this often.
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
const PATIENCE: Duration = Duration::from_secs(30);

/// More colours than plain areas and lines have: words are drawn, with soft edges.
const COLOURS_OF_WORDS: usize = 24;

/// Waits until words are drawn in a strip down the middle of the screen; how long that took since `began`.
pub(crate) fn until_words(display: &str, began: Instant) -> Result<Duration, Trouble> {
    let (connection, number) = x11rb::connect(Some(display))?;
    let screen = &connection.setup().roots[number];
    let (width, height) = (48, screen.height_in_pixels);
    let left = i16::try_from(screen.width_in_pixels / 2 - width / 2)?;
    while began.elapsed() < PATIENCE {
        let strip = connection
            .get_image(ImageFormat::Z_PIXMAP, screen.root, left, 0, width, height, u32::MAX)?
            .reply()?;
        let colours: BTreeSet<&[u8]> = strip.data.chunks_exact(4).map(|pixel| &pixel[..3]).collect();
        if colours.len() >= COLOURS_OF_WORDS {
            return Ok(began.elapsed());
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
    Err("nothing was drawn".into())
}
