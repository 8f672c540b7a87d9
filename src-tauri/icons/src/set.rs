//! The generated files: PNG for Linux and the window, ICO for Windows, ICNS for macOS.

use std::io;

use icns::{IconFamily, IconType, Image, PixelFormat};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};

use crate::draw::{Background, Drawings, error};

/// One file in `icons/`.
pub(crate) struct File {
    pub(crate) name: &'static str,
    kind: Kind,
}

enum Kind {
    Png(u32),
    Ico(&'static [u32]),
    Icns(&'static [(u32, IconType)]),
}

/// The sizes that Windows uses at 100 to 200 percent.
const WINDOWS: [u32; 6] = [16, 24, 32, 48, 64, 256];

/// Each size in single and double resolution. The two smallest have the old format, because macOS shows their PNG
/// variants as noise inside an app.
const MACOS: [(u32, IconType); 10] = [
    (16, IconType::RGB24_16x16),
    (32, IconType::RGBA32_16x16_2x),
    (32, IconType::RGB24_32x32),
    (64, IconType::RGBA32_32x32_2x),
    (128, IconType::RGBA32_128x128),
    (256, IconType::RGBA32_128x128_2x),
    (256, IconType::RGBA32_256x256),
    (512, IconType::RGBA32_256x256_2x),
    (512, IconType::RGBA32_512x512),
    (1024, IconType::RGBA32_512x512_2x),
];

/// All files. Tauri requires those without a size in their names.
pub(crate) const FILES: [File; 12] = [
    png("16x16.png", 16),
    png("22x22.png", 22),
    png("24x24.png", 24),
    png("32x32.png", 32),
    png("48x48.png", 48),
    png("64x64.png", 64),
    png("128x128.png", 128),
    png("256x256.png", 256),
    png("128x128@2x.png", 256),
    png("icon.png", 512),
    File { name: "icon.ico", kind: Kind::Ico(&WINDOWS) },
    File { name: "icon.icns", kind: Kind::Icns(&MACOS) },
];

const fn png(name: &'static str, size: u32) -> File {
    File { name, kind: Kind::Png(size) }
}

impl File {
    /// Renders the file.
    pub(crate) fn write(&self, drawings: &Drawings) -> io::Result<Vec<u8>> {
        match self.kind {
            Kind::Png(size) => {
                drawings.picture(size, Background::Transparent)?.encode_png().map_err(|e| error(self.name, e))
            }
            Kind::Ico(sizes) => {
                let mut folder = IconDir::new(ResourceType::Icon);
                for &size in sizes {
                    let pixels = drawings.picture(size, Background::Transparent)?.take_demultiplied();
                    let image = IconImage::from_rgba_data(size, size, pixels);
                    // Only the largest image is PNG, because some programs do not read smaller ones.
                    let is_packed = size >= 256;
                    let encode =
                        if is_packed { IconDirEntry::encode_as_png } else { IconDirEntry::encode_as_bmp };
                    folder.add_entry(encode(&image)?);
                }
                let mut bytes = Vec::new();
                folder.write(&mut bytes)?;
                Ok(bytes)
            }
            Kind::Icns(sizes) => {
                let mut family = IconFamily::new();
                for &(size, role) in sizes {
                    let pixels = drawings.picture(size, Background::Plate)?.take_demultiplied();
                    let image = Image::from_data(PixelFormat::RGBA, size, size, pixels)?;
                    family.add_icon_with_type(&image, role)?;
                }
                let mut bytes = Vec::new();
                family.write(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Cursor;

    use icns::{IconFamily, PixelFormat};
    use ico::{IconDir, IconImage};

    use super::{FILES, File, Kind};
    use crate::draw::Drawings;
    use crate::folder;

    /// A file's pictures, as pixels: two programs, or two processors, may pack the same picture differently.
    fn pictures(file: &File, bytes: &[u8]) -> Vec<(u32, Vec<u8>)> {
        match file.kind {
            Kind::Png(_) => {
                let image = IconImage::read_png(Cursor::new(bytes)).unwrap();
                vec![(image.width(), image.into_rgba_data())]
            }
            Kind::Ico(_) => {
                let folder = IconDir::read(Cursor::new(bytes)).unwrap();
                let image = |entry: &ico::IconDirEntry| entry.decode().unwrap();
                folder.entries().iter().map(|e| (e.width(), image(e).into_rgba_data())).collect()
            }
            Kind::Icns(sizes) => {
                let family = IconFamily::read(Cursor::new(bytes)).unwrap();
                let image = |role| family.get_icon_with_type(role).unwrap().convert_to(PixelFormat::RGBA);
                sizes.iter().map(|&(_, role)| (image(role).width(), image(role).data().to_vec())).collect()
            }
        }
    }

    #[test]
    fn the_files_are_what_the_drawings_give() {
        let drawings = Drawings::read(&folder().unwrap()).unwrap();
        for file in &FILES {
            let kept = fs::read(folder().unwrap().join(file.name)).unwrap();
            let drawn = file.write(&drawings).unwrap();
            let (kept, drawn) = (pictures(file, &kept), pictures(file, &drawn));
            assert_eq!(kept.len(), drawn.len(), "{}", file.name);
            for ((size, kept), (drawn_size, drawn)) in kept.iter().zip(&drawn) {
                assert_eq!(size, drawn_size, "{}", file.name);
                // A different processor may round a colour differently, where an edge is half in a pixel.
                let is_same =
                    kept.len() == drawn.len() && kept.iter().zip(drawn).all(|(a, b)| a.abs_diff(*b) <= 3);
                assert!(is_same, "icons/{} is not what the drawings give: run cargo xtask icons", file.name);
            }
        }
    }
}
