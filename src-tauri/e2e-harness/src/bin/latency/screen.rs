//! Detects when the screen shows text.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use satchel_e2e_harness::Error;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

const POLL_INTERVAL: Duration = Duration::from_millis(5);
const TIMEOUT: Duration = Duration::from_secs(30);

/// Antialiased text has at least this many colours, plain areas and lines have fewer.
const TEXT_COLOURS: usize = 24;

/// Waits until a strip in the middle of the screen shows text, and returns the time since `began`.
pub(crate) fn wait_for_text(display: &str, began: Instant) -> Result<Duration, Error> {
    let (connection, number) = x11rb::connect(Some(display))?;
    let screen = &connection.setup().roots[number];
    let (width, height) = (48, screen.height_in_pixels);
    let left = i16::try_from(screen.width_in_pixels / 2 - width / 2)?;
    while began.elapsed() < TIMEOUT {
        let strip = connection
            .get_image(ImageFormat::Z_PIXMAP, screen.root, left, 0, width, height, u32::MAX)?
            .reply()?;
        let colours: BTreeSet<&[u8]> = strip.data.chunks_exact(4).map(|pixel| &pixel[..3]).collect();
        if colours.len() >= TEXT_COLOURS {
            return Ok(began.elapsed());
        }
        std::thread::sleep(POLL_INTERVAL);
    }
    Err("the screen shows no text".into())
}
