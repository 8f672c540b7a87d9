//! The personas' avatars: small PNG images that are generated here.

use axum::body::Body;
use axum::http::Response;

use crate::export::Persona;
use crate::http::response;

pub(super) const FOLDER: &str = "/avatar/";
const SIDE: u16 = 96;

pub(super) fn serve(path: &str) -> Response<Body> {
    let id = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".png")).unwrap_or_default();
    match Persona::by_id(id) {
        Some(persona) => response::build(200, "image/png", png(persona.colour).into()),
        None => response::build(404, "text/plain; charset=utf-8", Body::empty()),
    }
}

/// A disc on a lighter background, as an uncompressed PNG.
fn png(colour: [u8; 3]) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(u32::from(SIDE).to_be_bytes());
    header.extend(u32::from(SIDE).to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);

    let middle = i32::from(SIDE) / 2;
    let mut pixels = Vec::new();
    for y in 0..i32::from(SIDE) {
        pixels.push(0);
        for x in 0..i32::from(SIDE) {
            let inside = (x - middle).pow(2) + (y - middle).pow(2) < (middle * 7 / 10).pow(2);
            pixels.extend(colour.map(|part| if inside { part } else { part / 4 + 190 }));
        }
    }

    let mut data = vec![0x78, 0x01];
    let mut blocks = pixels.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        data.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    data.extend(adler32(&pixels).to_be_bytes());

    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [(b"IHDR", &header), (b"IDAT", &data), (b"IEND", &Vec::new())] {
        let named = [name.as_slice(), content].concat();
        png.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
        png.extend(&named);
        png.extend(crc32fast::hash(&named).to_be_bytes());
    }
    png
}

fn adler32(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65521;
        (low, (high + low) % 65521)
    });
    (high << 16) | low
}
